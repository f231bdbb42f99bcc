"""Help pages: public, kept on the phone, the same for everybody."""

from __future__ import annotations

from flask import Blueprint, abort

from portal.core.access import PUBLIC, Cache, Data, door
from portal.core.frame import draw
from portal.help import pages

bp = Blueprint("help", __name__)


@bp.get("/help")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
def help_page() -> str:
    return draw("help/help.html", page=pages.help_page())


@bp.get("/help/words")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
def words_page() -> str:
    return draw("help/words.html", page=pages.words_page())


@bp.get("/help/now/<slug>")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
def moment(slug: str) -> str:
    page = pages.moment_page(slug)
    return draw("help/now.html", page=page, here="help.help_page") if page else abort(404)
