"""Hellos in words."""

from __future__ import annotations

from datetime import date

from portal.core.words import _, day_words, later, near_day, short_date
from portal.opportunities.hellos.feasts import Feast, is_about, soonest_first
from portal.opportunities.hellos.pages import Waiting
from portal.opportunities.hellos.rules import Occasion

WHO = {
    "worker": later("My worker"),
    "group": later("My worker, or somebody else at the council"),
}
# For everybody: the country is shut on these.
OCCASIONS = {
    Occasion.BIRTHDAY.value: later("My birthday"),
    "christmas": later("Christmas"),
    "new_year": later("New Year"),
}
FEASTS = {
    "genna": later("Genna (Orthodox Christmas)"),
    "easter": later("Easter"),
    "fasika": later("Fasika (Orthodox Easter)"),
    "enkutatash": later("Enkutatash (Ethiopian and Eritrean New Year)"),
    "eid_al_fitr": later("Eid al-Fitr"),
    "eid_al_adha": later("Eid al-Adha"),
    "diwali": later("Diwali"),
    "vaisakhi": later("Vaisakhi"),
    "nowruz": later("Nowruz (Newroz, Nawroz)"),
    "lunar_new_year": later("Lunar New Year (Tết)"),
    "wesak": later("Wesak (Buddha Day)"),
    "passover": later("Passover"),
    "rosh_hashanah": later("Rosh Hashanah"),
    "hanukkah": later("Hanukkah"),
}
_FOR_OTHERS = {
    **OCCASIONS,
    **FEASTS,
    Occasion.BIRTHDAY.value: later("Their birthday"),
    Occasion.OWN.value: later("A day that matters to them"),
    Occasion.WEEKS.value: later("Their first weeks in a new home"),
}


def occasion(code: str) -> str:
    return str(_FOR_OTHERS.get(code, ""))


def line(one: Waiting, today: date) -> str:
    what = occasion(one.occasion)
    if not what:
        return near_day(one.day, today)
    if is_about(one.occasion):
        return _("%(what)s, about %(day)s", what=what, day=day_words(one.day))
    return _("%(what)s, %(day)s", what=what, day=near_day(one.day, today))


def feasts_from(today: date) -> list[tuple[str, str]]:
    """To choose from, each with its next day; the soonest first."""
    return [
        (feast.code, _feast_line(feast, day))
        for feast, day in soonest_first(today)
        if feast.code in FEASTS
    ]


def _feast_line(feast: Feast, day: date | None) -> str:
    what = str(FEASTS[feast.code])
    if day is None:
        return what
    if feast.about:
        return _("%(what)s, about %(day)s", what=what, day=short_date(day))
    return _("%(what)s, %(day)s", what=what, day=short_date(day))
