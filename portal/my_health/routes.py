"""My checks, and those of a young person for whoever was given their health."""

from __future__ import annotations

from flask import Blueprint

from portal.core import clock, db
from portal.core.access import SUPPORTERS, YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer
from portal.core.links import Shelf, offer_link
from portal.core.openers import say_opener
from portal.core.words import later
from portal.my_health import labels, pages, policy
from portal.people import pages as people

bp = Blueprint("my_health", __name__)

offer_link(
    Shelf.MINE, later("My checks"), "my_health.checks", "health", YOUNG,
    line=later("Doctor, dentist, eyes: when, and what for."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Health checks"), "my_health.theirs", "health", SUPPORTERS,
    grant=int(policy.NEEDED),
)  # fmt: skip
say_opener("check-time", later("About my check: I would like another day or time. "))
say_opener("check-who", later("About my check: I would like to choose who comes with me. "))
say_opener("check-no", later("About my check: I do not want it, or not like this. "))
say_opener("check-history", later("I would like to have my health history. "))
offer(bp, health=labels)


@bp.get("/my-checks")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def checks() -> str:
    who = viewer()
    page = pages.health_page(db.opened(), who, people.own(who), clock.now())
    return draw("my_health/checks.html", page=page, here="plan.my_plan")


@bp.get("/people/<ref>/checks")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    who, now = viewer(), clock.now()
    subject = policy.whose(db.opened(), who, ref, now)
    page = pages.health_page(db.opened(), who, subject, now)
    return draw("my_health/theirs.html", page=page, subject=subject)
