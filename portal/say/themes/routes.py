"""What young people said, in numbers: the page, and the file."""

from __future__ import annotations

from flask import Blueprint, request
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import db
from portal.core.access import Cache, Data, Role, door, viewer
from portal.core.frame import draw, offer
from portal.core.links import Shelf, offer_link
from portal.core.words import later
from portal.say.themes import counting, labels, pages, rules

bp = Blueprint("themes", __name__)
MANAGERS = frozenset({Role.MANAGER})
COUNTS = counting.count_quarters  # the job is declared when this room is loaded

offer_link(
    Shelf.DESK, later("What young people said, in numbers"), "themes.numbers", "list", MANAGERS,
    line=later("By quarter, without names. For you, and for those to whom you report."),
)  # fmt: skip
offer(bp, in_numbers=labels, few_people=rules.FEW)


@bp.get("/in-numbers")
@door(MANAGERS, data=Data.NEVER, cache=Cache.NO_STORE)
def numbers() -> str:
    page = pages.page(db.opened(), viewer(), request.args.get("quarter", ""))
    return draw("say/themes/numbers.html", page=page, here="staff.waiting")


@bp.get("/in-numbers/<ref>/numbers.csv")
@door(MANAGERS, data=Data.NEVER, cache=Cache.NO_STORE)
def file(ref: str) -> Response:
    page = pages.page(db.opened(), viewer(), ref)
    if page.quarter is None or page.shown is None:
        raise NoResultFound
    answer = Response(pages.as_csv(page.quarter, page.shown), mimetype="text/csv")
    name = f"numbers-{page.quarter.code}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
