"""The frame around every page, and what happens before and after each request.

`draw` renders a page inside the frame. The order after a view is fixed here, in one place:
commit, then the ledger, then headers, then compression.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, g, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.core import access, db, ledger, words
from portal.core.access import Cache, Role, Viewer
from portal.core.ledger import write as write_ledger
from portal.core.settings import Settings
from portal.core.words import _, later

STATIC = Path(__file__).resolve().parents[2] / "static"
COMPRESS_FROM = 600  # bytes; below it the packing costs more than it saves
COMPRESS_LEVEL = 5


@dataclass(frozen=True)
class NavItem:
    label: str
    href: str
    icon: str
    here: bool
    new: bool


@dataclass(frozen=True)
class Frame:
    """What `layout/page.html` reads besides the page itself."""

    lang: str
    dir: str
    theme: str
    look: str
    band: str
    product: str
    audience: str
    nav: tuple[NavItem, ...]
    home_href: str
    help_href: str
    leave_href: str | None
    leave_to: str
    language_href: str
    language_name: str
    draft_note: str | None
    done: str | None
    manifest_href: str
    asset_version: str


# What a redirect may say with ?done=…: a short code, never free text.
DONE: dict[str, str] = {}


def say_done(**messages: str) -> None:
    """A room adds its own result messages, once, when it is loaded."""
    DONE.update({code.replace("_", "-"): text for code, text in messages.items()})


say_done(
    signed_out=later("You are signed out."),
    sign_in_first=later("Please sign in to see that page."),
)


def offer(room: Blueprint, **names: object) -> None:
    """Words and helpers of a room that templates may use, macros included."""
    room.record_once(lambda state: state.app.jinja_env.globals.update(names))


Nav = Callable[[Viewer], Iterable[tuple[str, str, str]]]  # label, endpoint, icon
_navs: dict[Role, Nav] = {}


def navigation(roles: Iterable[Role], items: Nav) -> None:
    """`portal.site` says which links each role has at hand."""
    _navs.update(dict.fromkeys(roles, items))


def build(
    viewer: Viewer | None, *, new: frozenset[str], here: str | None, quiet: bool = False
) -> Frame:
    spoken = words.language()
    is_young = viewer is not None and viewer.is_young
    audience = "public"
    if viewer is not None:
        audience = {Role.YOUNG: "young", Role.CARER: "carer"}.get(viewer.role, "staff")
    return Frame(
        lang=spoken.tag,
        dir=spoken.direction,
        theme=viewer.theme if viewer else "leaf",
        look=viewer.look if viewer else "auto",
        band=viewer.band.value if viewer and is_young else "adult",
        product=viewer.product if viewer else "Alongside",
        audience=audience,
        nav=tuple(
            NavItem(label, url_for(endpoint), icon, endpoint == here, icon in new)
            for label, endpoint, icon in (_navs[viewer.role](viewer) if viewer else ())
        ),
        home_href=url_for("people.front"),
        help_href=url_for("help.help_page"),
        leave_href=url_for("people.leave") if viewer else None,
        leave_to=current_app.extensions["settings"].neutral_site,
        language_href=url_for("languages.choose"),
        language_name=spoken.name,
        draft_note=None
        if spoken.checked
        else _("These words were put into your language by a computer. A person will check them."),
        done=None if quiet else _done(),
        manifest_href=url_for("offline.manifest"),
        asset_version=_version(),
    )


def _done() -> str | None:
    text = DONE.get(request.args.get("done", ""))
    return str(text) if text is not None else None


def draw(template: str, *, new: Iterable[str] = (), here: str | None = None, **names: Any) -> str:
    """A whole page. `new`: icons of the bar with something new. `here`: the bar's own endpoint
    that this page belongs to, when it is not the page's."""
    mark = access.this_door()
    shell = mark is not None and mark.cache in (Cache.SHELL, Cache.PUBLIC)
    # A page of the public shell is kept on phones: it must not know who is looking.
    viewer = None if shell else _viewer_if_any()
    g.frame = build(viewer, new=frozenset(new), here=here or request.endpoint, quiet=shell)
    return render_template(template, frame=g.frame, **names)


def _viewer_if_any() -> Viewer | None:
    try:
        return access.viewer_or_none()
    except Exception:  # an error page must be drawn even when the database is away
        return None


# --- versioned files -------------------------------------------------------------------------

_marks: dict[str, str] = {}


def asset(path: str) -> str:
    """The address of a file of ours, with a mark of its content: it may be kept for ever."""
    if path not in _marks:
        _marks[path] = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={_marks[path]}"


def _version() -> str:
    """One mark for everything a phone keeps in its public shell."""
    if "" not in _marks:
        digest = hashlib.sha256()
        for file in sorted(p for p in STATIC.rglob("*") if p.suffix in (".css", ".js", ".svg")):
            digest.update(file.read_bytes())
        _marks[""] = digest.hexdigest()[:10]
    return _marks[""]


# --- before and after ------------------------------------------------------------------------


def policy_header(settings: Settings) -> str:
    leave_to = urlsplit(settings.neutral_site)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            # Chromium blocks a form's redirect to a site that is not named here, and would leave
            # the private page on the screen.
            f"form-action 'self' {leave_to.scheme}://{leave_to.netloc}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            # `site` is the one policy, which names our service worker's address and nothing else.
            "trusted-types site",
        )
    )


def attach(app: Flask, settings: Settings) -> None:
    """Hang the frame around every request of the application."""
    always = {
        "Content-Security-Policy": policy_header(settings),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    }
    if settings.secure:
        always["Strict-Transport-Security"] = "max-age=31536000"
    app.before_request(_same_origin)
    app.before_request(access.knock)

    @app.after_request
    def finish(response: FlaskResponse) -> FlaskResponse:
        db.settle(keep=db.succeeded(response))
        response = _record(response)
        response.headers.update(always)
        _caching(response)
        if settings.compress:
            _compress(response)
        return response

    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(Exception, _broken)


def _same_origin() -> None:
    """A request that changes something must come from a page of ours, whatever token it has."""
    if request.method in db.READING_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            abort(403)
        return
    origin = request.headers.get("Origin", "")
    if urlsplit(origin).netloc != request.host:
        abort(403)


class LeftNoTrace(RuntimeError):
    """A supporter was about to see somebody's record with no audit note. Our mistake."""


def _record(response: FlaskResponse) -> FlaskResponse:
    """Let the ledger write before the answer leaves; without its record there is no answer."""
    mark = access.this_door()
    needs = mark is not None and mark.records in (access.Records.PERSON, access.Records.LIST)
    noted = bool(g.get("audit_notes")) or g.get("audit_own") or g.get("audit_changed")
    try:
        if needs and response.status_code == 200 and not noted:
            raise LeftNoTrace(request.endpoint)
        write_ledger(db.database())
    except Exception:
        current_app.logger.exception("ledger", extra={"route": request.endpoint})
        g.pop("ledger_jobs", None)
        return FlaskResponse(_error_body(503), 503)
    return response


def _caching(response: FlaskResponse) -> None:
    mark = access.this_door()
    if mark is not None and mark.cache is not Cache.NO_STORE and response.status_code == 200:
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.update(("Cookie", "Accept-Language"))
        response.add_etag()
        response.make_conditional(request)
    else:
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")


def _compress(response: FlaskResponse) -> None:
    response.vary.add("Accept-Encoding")
    if (
        response.status_code in (204, 304)
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return
    body = response.get_data()
    if len(body) < COMPRESS_FROM:
        return
    response.set_data(gzip.compress(body, COMPRESS_LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"


# --- when something is wrong -------------------------------------------------------------------


def error_page(error: HTTPException) -> Response:
    """A plain page that says what to do next. The code is for whoever helps, not for blame."""
    code = error.code or 500
    if error.response is not None and code < 400:
        return cast(Response, error.response)
    if code == 401:
        return FlaskResponse("", 302, {"Location": url_for("people.sign_in", done="sign-in-first")})
    db.settle(keep=False)
    return FlaskResponse(_error_body(code), code)


def _broken(error: Exception) -> Response:
    current_app.logger.exception("broken", extra={"route": request.endpoint})
    if current_app.config.get("PROPAGATE_EXCEPTIONS") or current_app.testing:
        raise error
    db.settle(keep=False)
    return FlaskResponse(_error_body(500), 500)


def _error_body(code: int) -> str:
    known = {400, 403, 404, 405, 409, 413, 429, 503}
    kind = code if code in known else (400 if code < 500 else 500)
    return draw("layout/error.html", code=code, kind=kind)


__all__ = ["DONE", "Frame", "asset", "attach", "draw", "ledger", "navigation", "say_done"]
