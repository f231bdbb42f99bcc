"""What happens around every request, in one place.

Before: a request that changes something must come from a page of ours (or be signed), and the
door must be open to who is asking. After a view: commit, then the ledger, then headers, then
compression. When something is wrong: a plain page that says what to do next.
"""

from __future__ import annotations

import gzip
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask import Response as FlaskResponse
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.core import access, back, db, forms, headers, jobs, ledger
from portal.core.frame import DONE, FOR_VISITORS, draw, signed_done
from portal.core.headers import Kind
from portal.core.settings import Settings

COMPRESS_FROM = 600  # bytes; below it the packing costs more than it saves
COMPRESS_LEVEL = 5
PAUSE_SECONDS = 10  # until somebody who could not write may try again


def attach(app: Flask, settings: Settings) -> None:
    """Hang the frame around every request of the application."""
    sets = headers.declared(settings)
    app.before_request(_readable)
    app.before_request(_same_origin)
    app.before_request(access.knock)

    @app.after_request
    def finish(response: FlaskResponse) -> FlaskResponse:
        kept = db.succeeded(response)
        db.settle(keep=kept)
        if kept:
            jobs.pass_on_nudges()
        response = _record(response)
        _sign_done(response)
        _dress(response, sets)
        if settings.compress:
            _compress(response)
        return response

    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(Exception, _broken)
    app.register_error_handler(SQLAlchemyError, _away)


def _readable() -> None:
    """A NUL has no place in an address, and PostgreSQL cannot even look for one."""
    if "\0" in request.path or b"%00" in request.query_string:
        abort(404)


def host_of(address: str) -> str:
    """Host and port of an address as a browser sent it; "" when it is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:  # "http://["
        return ""


def _same_origin() -> None:
    """A request that changes something must come from a page of ours, whatever token it has; or
    from another server, at a door that asks it for a signature."""
    mark = access.this_door()
    if request.method in db.READING_METHODS or (mark is not None and mark.signed):
        return
    if not _from_our_page():
        abort(403)


def _from_our_page() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return host_of(request.headers.get("Origin", "")) == request.host


class LeftNoTrace(RuntimeError):
    """A supporter was about to see somebody's record with no audit note. Our mistake."""


# A page, or a form shown again on it; a picture, or some of a voice.
SHOWS_A_RECORD = frozenset({200, 206, 422})


def _record(response: FlaskResponse) -> FlaskResponse:
    """Let the ledger write before the answer leaves; without its record there is no answer."""
    if response.status_code not in SHOWS_A_RECORD:
        # A redirect shows nobody's record; what it changed was written in the same commit.
        g.pop("audit_notes", None)
    mark = access.this_door()
    needs = mark is not None and mark.records in (access.Records.PERSON, access.Records.LIST)
    noted = bool(g.get("audit_notes")) or g.get("audit_own")
    shows = request.method != "OPTIONS" and response.status_code in SHOWS_A_RECORD
    try:
        if needs and shows and not noted:
            raise LeftNoTrace(request.endpoint)
        ledger.write(db.database())
    except Exception:
        current_app.logger.exception("ledger", extra={"route": request.endpoint})
        g.pop("ledger_jobs", None)
        g.pop("ledger_idle", None)
        return FlaskResponse(_error_body(503), 503, {"Retry-After": str(PAUSE_SECONDS)})
    return response


def _sign_done(response: FlaskResponse) -> None:
    """What a redirect has to say is signed for this browser: a link made by somebody else says
    nothing. Only something that was done is said: a GET hands on what its address holds, and
    nothing in that is ours to sign."""
    where = response.headers.get("Location", "")
    if (
        request.method in db.READING_METHODS
        or not 300 <= response.status_code < 400
        or "done=" not in where
    ):
        return
    parts = urlsplit(where)
    args = dict(parse_qsl(parts.query))
    if args.get("done") in DONE and args["done"] not in FOR_VISITORS:
        args["done"] = signed_done(args["done"])
        response.headers["Location"] = urlunsplit(parts._replace(query=urlencode(args)))


def _dress(response: FlaskResponse, sets: dict[Kind, headers.Headers]) -> None:
    shown = response.status_code in (200, 206) and request.method in ("GET", "HEAD")
    kind = headers.kind_of(
        access.this_door(), response.mimetype, shown, form_again=response.status_code == 422
    )
    response.headers.update(sets[kind])
    if kind in headers.KEPT:
        response.add_etag()
        response.make_conditional(request)


def _compress(response: FlaskResponse) -> None:
    if (
        response.status_code in (204, 206, 304)
        or response.direct_passthrough
        or _is_packed(response)
        or "Content-Encoding" in response.headers
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return
    body = response.get_data()
    if len(body) < COMPRESS_FROM:
        return
    response.set_data(gzip.compress(body, COMPRESS_LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"


def _is_packed(response: FlaskResponse) -> bool:
    """A photograph or a voice: packed already, as well as it can be."""
    mark = access.this_door()
    return mark is not None and mark.file and response.mimetype != "text/html"


# --- when something is wrong -------------------------------------------------------------------


def error_page(error: HTTPException) -> Response:
    """A plain page that says what to do next. The code is for whoever helps, not for blame."""
    code = error.code or 500
    # It was on our way out, when what was done was to be kept.
    if db.is_busy(getattr(error, "original_exception", None) or error):
        return _pause()
    if error.response is not None and code < 400:
        return cast(Response, error.response)
    if code == 401 and request.method in db.READING_METHODS:
        return redirect(url_for("people.sign_in", done="sign-in-first"))
    if code == 423 and request.method in db.READING_METHODS:
        return redirect(url_for("phones.unlock", to=back.here()))
    db.settle(keep=False)
    return FlaskResponse(_error_body(code), code)


def _away(error: SQLAlchemyError) -> Response:
    """Somebody else was writing for as long as we wait: no fault, and nothing was kept."""
    if not db.is_busy(error):
        return _broken(error)
    current_app.logger.warning("busy", extra={"route": request.endpoint})
    return _pause()


def _pause() -> Response:
    db.settle(keep=False)
    again = {"Retry-After": str(PAUSE_SECONDS)}
    return FlaskResponse(_error_body(503), 503, again)


def _broken(error: Exception) -> Response:
    current_app.logger.exception("broken", extra={"route": request.endpoint})
    if current_app.config.get("PROPAGATE_EXCEPTIONS") or current_app.testing:
        raise error
    db.settle(keep=False)
    return FlaskResponse(_error_body(500), 500)


def _error_body(code: int) -> str:
    known = {400, 401, 403, 404, 405, 409, 413, 423, 429, 503}
    kind = code if code in known else (400 if code < 500 else 500)
    to = back.here() if code == 423 else None
    mark = access.this_door()
    bare = mark is not None and mark.bare
    return draw("layout/error.html", code=code, kind=kind, typed=_typed(), to=to, bare=bare)


def _typed() -> str:
    """What somebody wrote before this went wrong, so that the page can give it back to them: also
    from a page that is older than their session, whose form is refused before anything else."""
    if request.method in db.READING_METHODS or not _from_our_page():
        return ""
    try:
        sent = request.form.items(multi=True)
        typed = [text for name, text in sent if forms.is_written(name, text)]
        return "\n\n".join(filter(None, typed))
    except HTTPException:  # the form itself could not be read, say because it was too large
        return ""
