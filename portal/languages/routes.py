"""Choose a language."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from portal.core import db, words
from portal.core.access import PUBLIC, Cache, Data, door, viewer_or_none
from portal.core.frame import draw
from portal.core.languages import OFFERED
from portal.languages import ways
from portal.languages.actions import keep_for
from portal.languages.forms import LanguageForm

bp = Blueprint("languages", __name__)


@bp.route("/language", methods=["GET", "POST"])
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def choose() -> Response | tuple[str, int]:
    form = LanguageForm()
    if form.validate_on_submit():
        who, tag = viewer_or_none(), str(form.language.data)
        if who is not None:
            keep_for(db.opened(), who, tag)
        response = redirect(ways.back_to(form.back.data, who), 303)
        words.remember(response, tag)
        return response
    if not form.is_submitted():
        form.back.data = ways.came_from()
    chosen = words.language().tag
    status = 422 if form.errors else 200
    return draw("languages/choose.html", form=form, offered=OFFERED.values(), chosen=chosen), status
