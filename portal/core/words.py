"""Words on the screen: translations, dates and times in the reader's language.

Python code says `_("…")` with named gaps; forms say `later("…")`, read when they are drawn.
"""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.support import LazyProxy
from flask import current_app, g, has_request_context, request
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.languages import ENGLISH, OFFERED, Language, offered
from portal.core.settings import Settings

FOLDER = Path(__file__).resolve().parents[2] / "translations"
COOKIE = "language"
COOKIE_SECONDS = 365 * 86_400


@cache
def catalogue(tag: str) -> catalogues.NullTranslations:
    """The compiled catalogue of a language; English needs none."""
    try:
        with (FOLDER / tag / "LC_MESSAGES" / "messages.mo").open("rb") as file:
            return catalogues.GNUTranslations(file)
    except FileNotFoundError:
        return catalogues.NullTranslations()


def language() -> Language:
    """The language of this request: chosen by the account, else by this phone, else asked for
    by the browser, else English."""
    if not has_request_context():
        return ENGLISH
    found: Language | None = g.get("language")
    if found is None:
        found = g.language = _choose()
        g.catalogue = catalogue(found.tag)
    return found


def speak(chosen: Language) -> None:
    """Use this language for the rest of the request."""
    g.language, g.catalogue = chosen, catalogue(chosen.tag)


def remember(response: Response, tag: str) -> None:
    """Keep the language on this phone, so that sign-in and Help speak it too. Says nothing about
    who chose it."""
    settings: Settings = current_app.extensions["settings"]
    response.set_cookie(
        COOKIE, tag, max_age=COOKIE_SECONDS, path="/", secure=settings.secure, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def _choose() -> Language:
    kept = request.cookies.get(COOKIE)
    if kept in OFFERED:
        return OFFERED[kept]
    asked = request.accept_languages.best_match(list(OFFERED))
    return offered(asked)


def _here() -> catalogues.NullTranslations:
    if not has_request_context():
        return catalogue(ENGLISH.tag)
    language()
    found: catalogues.NullTranslations = g.catalogue
    return found


def _(text: str, **gaps: object) -> str:
    found = _here().gettext(text)
    return found % gaps if gaps else found


def plural(one: str, many: str, n: int, **gaps: object) -> str:
    return _here().ngettext(one, many, n) % {"num": n, **gaps}


def later(text: str) -> str:
    """A text translated when it is drawn. Extracted like `_`."""
    return LazyProxy(_, text, enable_cache=False)  # type: ignore[return-value]


def for_templates() -> dict[str, Callable[..., str]]:
    """The plain functions that Jinja's i18n extension wraps."""
    return {
        "gettext": lambda text: _here().gettext(text),
        "ngettext": lambda one, many, n: _here().ngettext(one, many, n),
        "pgettext": lambda context, text: _here().pgettext(context, text),
        "npgettext": lambda context, one, many, n: _here().npgettext(context, one, many, n),
    }


# --- dates ---------------------------------------------------------------------------------


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@lru_cache(maxsize=4096)
def _day(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=_locale(locale))


@lru_cache(maxsize=2048)
def _time(at: time, locale: str) -> str:
    if locale == ENGLISH.locale:
        hour = at.hour % 12 or 12
        minutes = f":{at.minute:02}" if at.minute else ""
        return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"
    return format_time(at, "short", locale=_locale(locale))


@lru_cache(maxsize=512)
def _month(day: date, locale: str) -> str:
    if locale == ENGLISH.locale:
        return format_date(day, "MMMM yyyy", locale=_locale(locale))
    return format_skeleton("yMMMM", day, locale=_locale(locale))


def weekday(day: date) -> str:
    """Saturday"""
    return _day(day, "EEEE", language().locale)


def weekday_short(day: date) -> str:
    """Sat"""
    return _day(day, "EEE", language().locale)


def day_words(day: date) -> str:
    """Saturday 5 December; with the year when it is not this one."""
    here = language()
    this_year = clock.today(clock.now()).year == day.year
    return _day(day, here.day_pattern + ("" if this_year else " yyyy"), here.locale)


def full_date(day: date) -> str:
    """5 December 2026"""
    return _day(day, "d MMMM yyyy", language().locale)


def short_date(day: date) -> str:
    """5 December; with the year when it is not this one."""
    this_year = clock.today(clock.now()).year == day.year
    return _day(day, "d MMMM" + ("" if this_year else " yyyy"), language().locale)


def month_words(day: date) -> str:
    """December 2026"""
    return _month(day, language().locale)


def time_words(at: datetime | time) -> str:
    """2pm, 2:30pm. A moment is shown as on the wall in England."""
    if isinstance(at, datetime):
        at = (clock.local(at) if at.tzinfo else at).time()
    return _time(at.replace(second=0, microsecond=0), language().locale)


def near_day(day: date, today: date) -> str:
    """Today, tomorrow, yesterday, a weekday within six days either way, else the date."""
    away = (day - today).days
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if away == -1:
        return _("yesterday")
    if 1 < abs(away) < 7:
        return weekday(day)
    return day_words(day)


def moment_words(moment: datetime, now: datetime) -> str:
    """today at 4pm; Tuesday 3 November at 4pm."""
    wall = clock.local(moment)
    day = near_day(wall.date(), clock.today(now))
    return _("%(day)s at %(time)s", day=day, time=time_words(wall.time()))


def sleeps(day: date, today: date) -> int:
    """Nights until then; 0 today."""
    return (day - today) // timedelta(days=1)


def listed(names: list[str]) -> str:
    """Sam, Ruth and Helen"""
    return format_list(names, locale=_locale(language().locale))


def near_moment(moment: datetime) -> str:
    """`moment_words` as of now, for templates."""
    return moment_words(moment, clock.now())


def local_day(moment: datetime) -> date:
    """The calendar day of a moment, in England."""
    return clock.today(moment)


FILTERS: dict[str, Callable[..., Any]] = {
    "weekday": weekday,
    "weekday_short": weekday_short,
    "day_words": day_words,
    "full_date": full_date,
    "short_date": short_date,
    "month_words": month_words,
    "time_words": time_words,
    "near_day": near_day,
    "near_moment": near_moment,
    "local_day": local_day,
}
