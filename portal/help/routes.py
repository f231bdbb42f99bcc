"""Help pages: public, kept on the phone, the same for everybody."""

from __future__ import annotations

from functools import partial

from flask import Blueprint

from portal.core.access import PUBLIC, Cache, Data, door
from portal.core.frame import draw
from portal.help import pages
from portal.helplines.moments import MOMENTS

bp = Blueprint("help", __name__)


@bp.get("/help")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
def help_page() -> str:
    return draw("help/help.html", page=pages.help_page())


@bp.get("/help/words")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
def words_page() -> str:
    return draw("help/words.html", page=pages.words_page())


def _moment(slug: str) -> str:
    return draw("help/now.html", page=pages.moment_page(slug), here="help.help_page")


# A route each: what a phone keeps is a list of addresses, and none of them has a gap.
for _one in MOMENTS:
    bp.add_url_rule(
        f"/help/now/{_one.slug}", _one.endpoint,
        door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)(partial(_moment, _one.slug)),
    )  # fmt: skip
