"""What the forms of this room have in common: files, what is begun, and being sent once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import request
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField

from portal.core import clock, db
from portal.core.access import Viewer
from portal.core.forms import OnceForm, tidy
from portal.core.words import _
from portal.put_right import drafts
from portal.uploads import labels as upload_labels
from portal.uploads.forms import Bringing
from portal.uploads.limits import may_send


def passes(form: Bringing, who: Viewer, now: datetime) -> bool:
    """Whether it can be sent. What came with it is counted before anybody looks into it."""
    if form.brought and not may_send(db.database(), who.account_id, now):
        field = form.picture if form.picture.data else form.voice
        field.errors = (upload_labels.too_many(),)
        return False
    return bool(form.validate_on_submit())


def choose_again(form: Bringing) -> None:
    """A browser sends a file once: after an error it has to be chosen again."""
    if form.brought and not form.picture.errors and not form.voice.errors:
        form.picture.errors = (_("Choose the picture again, or record again, before you send."),)


def sent_before(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


def begin_again(form: OnceForm) -> None:
    """What was begun is undone before the page is read afresh."""
    db.settle(keep=False)
    form.key.data = form.key.default()


def keeps() -> bool:
    """Whether it is for later, and not sent yet: where there is no script."""
    return request.method == "POST" and "keep" in request.form


def keep_draft(who: Viewer, about: str) -> Response:
    """What is in the form, by a script that says nothing of it."""
    keep_typed(who, about)
    return Response(status=204, mimetype="text/plain")


def keep_typed(who: Viewer, about: str) -> None:
    typed = {name: [tidy(one) for one in request.form.getlist(name)] for name in request.form}
    key = tidy(request.form.get("key"))
    drafts.keep(db.opened(), who, about, typed, key, clock.now())


def begun_in(form: OnceForm, begun: drafts.Begun) -> None:
    """What was begun stands in the form again, wherever it has such a field."""
    for field in form:
        if field.name in drafts.NEVER or field.name not in begun.fields:
            continue
        several = isinstance(field, SelectMultipleField)
        field.data = begun.all(field.name) if several else begun.one(field.name)


def status_of(form: Any) -> int:
    return 422 if form.errors or form.form_errors else 200
