"""Hellos in words."""

from __future__ import annotations

from datetime import date

from portal.core.words import _, later, near_day
from portal.opportunities.hellos.pages import Waiting
from portal.opportunities.hellos.rules import Occasion

WHO = {
    "worker": later("My worker"),
    "group": later("My worker, or somebody else at the council"),
}
OCCASIONS = {
    Occasion.BIRTHDAY.value: later("My birthday"),
    Occasion.CHRISTMAS.value: later("Christmas"),
    Occasion.NEW_YEAR.value: later("New Year"),
}
_FOR_OTHERS = {
    Occasion.BIRTHDAY.value: later("Their birthday"),
    Occasion.CHRISTMAS.value: later("Christmas"),
    Occasion.NEW_YEAR.value: later("New Year"),
    Occasion.OWN.value: later("A day that matters to them"),
    Occasion.WEEKS.value: later("Their first weeks in a new home"),
}


def occasion(code: str) -> str:
    return str(_FOR_OTHERS.get(code, ""))


def line(one: Waiting, today: date) -> str:
    return _(
        "%(what)s, %(day)s", what=occasion(one.occasion), day=near_day(one.day, today)
    )  # fmt: skip
