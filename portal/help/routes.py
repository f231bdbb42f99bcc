"""Help pages: public, kept on the phone, the same for everybody."""

from __future__ import annotations

from flask import Blueprint

from portal.core.access import PUBLIC, Cache, Data, door
from portal.core.frame import draw
from portal.help import pages
from portal.helplines.moments import MOMENTS, Moment

bp = Blueprint("help", __name__)


@bp.get("/help")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
def help_page() -> str:
    return draw("help/help.html", page=pages.help_page())


@bp.get("/help/words")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
def words_page() -> str:
    return draw("help/words.html", page=pages.words_page())


def _add(moment: Moment) -> None:
    @door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
    def view() -> str:
        return draw("help/now.html", page=pages.moment_page(moment), here="help.help_page")

    bp.add_url_rule(f"/help/now/{moment.slug}", moment.endpoint, view)


# A route each: what a phone keeps is a list of addresses, and none of them has a gap.
for _one in MOMENTS:
    _add(_one)
