"""What comes when: the young person's page, theirs on paper, and the one for those around them."""

from __future__ import annotations

from flask import Blueprint, url_for

from portal.core import clock, db
from portal.core.access import SUPPORTERS, YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer
from portal.core.links import Shelf, offer_link
from portal.core.openers import say_opener
from portal.core.words import _, later
from portal.paper import answers as paper
from portal.paper.actions import can_draw
from portal.people import pages as people
from portal.timeline import labels, pages, policy

bp = Blueprint("timeline", __name__)

offer_link(
    Shelf.MINE, later("My big birthdays"), "timeline.timeline", "calendar", YOUNG,
    line=later("What comes when you are 16, 18, 21 and 25, with the day."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Big birthdays: what comes when"), "timeline.theirs", "calendar",
    SUPPORTERS, grant=int(policy.NEEDED),
)  # fmt: skip
say_opener("what-comes", later("I have a question about what comes when I get older: "))
offer(bp, years=labels, can_draw=can_draw)


@bp.get("/what-comes-when")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def timeline() -> str:
    who = viewer()
    page = pages.timeline_page(db.opened(), who, people.own(who), clock.now())
    return draw("timeline/timeline.html", page=page, here="plan.my_plan")


@bp.get("/what-comes-when/page.pdf")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def booklet() -> paper.Given:
    """To keep, print and carry: the same dates, with room for questions."""
    who, now = viewer(), clock.now()
    page = pages.timeline_page(db.opened(), who, people.own(who), now)
    return paper.paper_or_word(
        who.account_id,
        lambda: paper.paper("timeline/booklet.html", _("My big birthdays"), page=page),
        url_for(".timeline"), now,
    )  # fmt: skip


@bp.get("/people/<ref>/what-comes-when")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    who, now = viewer(), clock.now()
    subject = policy.whose(db.opened(), who, ref, now)
    page = pages.timeline_page(db.opened(), who, subject, now)
    return draw("timeline/theirs.html", page=page, subject=subject)
