"""Words on the screen: translations, dates and times in the reader's language.

Python code says `_("…")` with named gaps; forms say `later("…")`, read when they are drawn.
"""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.support import LazyProxy
from flask import current_app, g, has_request_context, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.languages import ENGLISH, OFFERED, Language, offered
from portal.core.settings import Settings

FOLDER = Path(__file__).resolve().parents[2] / "translations"
COOKIE, COOKIE_OVER_TLS = "language", "__Host-language"  # as that of the session
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
    try:
        found: Language = g.language
    except (AttributeError, RuntimeError):  # not chosen yet, or nobody is asking
        if not has_request_context():
            return _aloud.get()
        found = _choose()
        speak(found)
    return found


def speak(chosen: Language) -> None:
    """Use this language for the rest of the request."""
    g.language, g.catalogue = chosen, catalogue(chosen.tag)


@contextmanager
def aside(chosen: Language) -> Iterator[None]:
    """Use this language for a few words of a page, within a request: a page in two languages."""
    before = language()
    speak(chosen)
    try:
        yield
    finally:
        speak(before)


# What is spoken where nobody asks for a page: by the worker, which writes to people.
_aloud: ContextVar[Language] = ContextVar("spoken_aloud", default=ENGLISH)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Use this language where there is no request: for words that are sent to somebody."""
    token = _aloud.set(chosen)
    try:
        yield
    finally:
        _aloud.reset(token)


def remember(response: Response, tag: str) -> None:
    """Keep the language on this phone, so that sign-in and Help speak it too. Says nothing about
    who chose it."""
    settings: Settings = current_app.extensions["settings"]
    response.set_cookie(
        COOKIE_OVER_TLS if settings.secure else COOKIE, tag, max_age=COOKIE_SECONDS, path="/",
        secure=settings.secure, httponly=True, samesite="Lax",
    )  # fmt: skip


def _choose() -> Language:
    kept = request.cookies.get(COOKIE_OVER_TLS) or request.cookies.get(COOKIE)
    if kept in OFFERED:
        return OFFERED[kept]
    asked = request.accept_languages.best_match(list(OFFERED))
    return offered(asked)


def _here() -> catalogues.NullTranslations:
    try:  # asked for every text on a page: one look is all it may cost
        found: catalogues.NullTranslations = g.catalogue
    except (AttributeError, RuntimeError):
        found = catalogue(language().tag)
    return found


def _(text: str, **gaps: object) -> str:
    found = _here().gettext(text)
    return found % gaps if gaps else found


def plural(one: str, many: str, n: int, **gaps: object) -> str:
    return _here().ngettext(one, many, n) % {"num": n, **gaps}


def later(text: str) -> str:
    """A text translated when it is drawn. Extracted like `_`."""
    return LazyProxy(_, text, enable_cache=False)  # type: ignore[return-value]


# --- texts in templates --------------------------------------------------------------------

# Jinja's own wrapper asks its context three times for each text, which was a quarter of a page.


def _in_template(text: str, **gaps: object) -> Markup:
    return _marked(_here().gettext(text), gaps)


def _plural_in_template(one: str, many: str, n: int, **gaps: object) -> Markup:
    return _marked(_here().ngettext(one, many, n), {"num": n, **gaps})


def _in_template_about(context: str, text: str, **gaps: object) -> Markup:
    return _marked(_here().pgettext(context, text), gaps)


def _marked(text: str, gaps: dict[str, object]) -> Markup:
    """Our own words are taken as they are; what fills a gap is escaped. As with `_`, a text
    without gaps may have a % sign."""
    if gaps:
        text %= {name: escape(value) for name, value in gaps.items()}
    return Markup(text)  # noqa: S704 - `words check` holds translations to the tags of our own words


IN_TEMPLATES: dict[str, Callable[..., Markup]] = {
    "_": _in_template,
    "gettext": _in_template,
    "ngettext": _plural_in_template,
    "pgettext": _in_template_about,
}


# --- dates ---------------------------------------------------------------------------------


RIGHT_TO_LEFT_MARK = "\u200f"


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


def _dated(pattern: str, day: date) -> str:
    """With the year, when it is not this one."""
    return pattern if day.year == _this_year() else f"{pattern} yyyy"


def _this_year() -> int:
    """In England; worked out once for a request, which may show hundreds of days."""
    try:
        year: int = g.year
    except (AttributeError, RuntimeError):
        year = clock.today(clock.now()).year
        if has_request_context():
            g.year = year
    return year


def weekday(day: date) -> str:
    """Saturday"""
    return _day(day, "EEEE", language().locale)


def weekday_short(day: date) -> str:
    """Sat; one letter where the language has no short name."""
    here = language()
    return _day(day, "ccccc" if here.tag == "ar" else "EEE", here.locale)


def day_words(day: date) -> str:
    """Saturday 5 December; with the year when it is not this one."""
    here = language()
    return _day(day, _dated(here.day_pattern, day), here.locale)


def full_date(day: date) -> str:
    """5 December 2026"""
    return _number_first(_day(day, "d MMMM yyyy", language().locale))


def short_date(day: date) -> str:
    """5 December; with the year when it is not this one."""
    return _number_first(_day(day, _dated("d MMMM", day), language().locale))


def _number_first(day: str) -> str:
    """In a language that is read from the right, a day that begins with its number: after a name in
    Latin letters the number would be drawn on the name's side, away from its month."""
    return RIGHT_TO_LEFT_MARK + day if language().direction == "rtl" else day


def month_words(day: date) -> str:
    """December 2026"""
    return _month(day, language().locale)


def time_words(at: datetime | time) -> str:
    """2pm, 2:30pm. A moment is shown as on the wall in England."""
    if isinstance(at, datetime):
        at = (clock.local(at) if at.tzinfo else at).time()
    return _time(at.replace(second=0, microsecond=0), language().locale)


def near_day(day: date, today: date) -> str:
    """Today, tomorrow, yesterday, a weekday within the next six days, else the date: of the days
    that were, "last Tuesday" is two days to two readers."""
    away = (day - today).days
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if away == -1:
        return _("yesterday")
    if 1 < away < 7:
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


def side(text: str) -> Markup:
    """On a page that is read from the right: which way a text of mixed script runs, by what most
    of it is written in. A browser goes by the first letter alone, and would turn our own sentence
    round when it begins with somebody's name in Latin letters."""
    if language().direction == "ltr":
        return Markup("")
    runs = [bidirectional(letter) for letter in str(text)]
    from_right = sum(run in ("R", "AL") for run in runs)
    way = "rtl" if from_right >= runs.count("L") / 2 else "ltr"
    return Markup(' dir="{}"').format(way)


FILTERS: dict[str, Callable[..., Any]] = {
    "side": side,
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
    "listed": lambda names: listed(list(names)),
}
