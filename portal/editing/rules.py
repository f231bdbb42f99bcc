"""What a page needs before it is published, and how it stands. Plain values."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.articles import rules as pages
from portal.articles.markdown import Problem, good_source, plain, problems
from portal.articles.needs import codes
from portal.articles.reaching import digits, numbers_in, says_whom_to_find
from portal.articles.rules import ENGLISH, Text, Whole
from portal.articles.telling import tells
from portal.core.access import Band, Role
from portal.core.reading_age import Reading, reading
from portal.helplines.contacts import all_contacts

EDITORS = frozenset({Role.EDITOR, Role.ADMIN})
WIDTHS = (360, 768, 1200)  # of the three looks
SOURCE = "article_version"
AGES = {Band.CHILD: 9, Band.TEEN: 11, Band.ADULT: 11}  # of reading
FARTHEST = timedelta(days=366)  # a day on which something is published lies within a year


class Lack(StrEnum):
    TITLE = "title"
    TELLS = "tells"
    SUMMARY = "summary"
    NEEDS = "needs"
    AGES = "ages"
    BODY = "body"
    IF_NO = "if_no"
    SOURCES = "sources"
    QUIET = "quiet"
    DAYS = "days"
    FACTS = "facts"
    TOWN = "town"
    ENGLISH = "english"
    WRITING = "writing"
    BARE_AGE = "bare_age"
    NUMBER = "number"
    REACH = "reach"


@dataclass(frozen=True)
class Lacks:
    """What is to be put right before it is published. problems: of its writing, by line. numbers:
    those of nobody who helps."""

    what: tuple[Lack, ...]
    problems: tuple[Problem, ...] = ()
    numbers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.what)


def lacking(
    whole: Whole, slugs: Collection[str], has_english: bool, ours: Collection[str] = ()
) -> Lacks:
    """slugs: of the pages that there are, besides this one. has_english: its English words are
    published; asked of other languages only. ours: the council's own telephone numbers."""
    text, about = whole.text, whole.about
    wrong = problems(text.body, {*slugs, about.slug}) + problems(text.apart, {*slugs, about.slug})
    numbers = unknown_numbers(text, ours)
    found = {
        Lack.TITLE: not text.title or len(text.title) > pages.LONGEST_TITLE,
        Lack.TELLS: tells(text.title) or tells(about.slug),
        Lack.SUMMARY: not text.summary,
        Lack.BODY: not text.body,
        Lack.IF_NO: not text.if_no,
        Lack.WRITING: bool(wrong),
        Lack.NUMBER: bool(numbers),
        Lack.REACH: says_whom_to_find(_read(text)),
    }
    if whole.language == ENGLISH:
        checked, again = text.checked_on, text.next_check
        facts = (text.amount, text.who, text.until, text.decides, text.takes)
        found |= {
            Lack.NEEDS: not about.needs or not set(about.needs) <= codes(),
            Lack.AGES: not about.ages,
            Lack.SOURCES: not text.sources or not all(good_source(s.url) for s in text.sources),
            Lack.QUIET: about.private and not about.quiet,
            Lack.DAYS: not checked or not again or not pages.day_fits(checked, again),
            Lack.FACTS: bool(about.items) and not all(facts),
            Lack.TOWN: about.scope is not pages.Scope.NATIONAL and not about.town,
            Lack.BARE_AGE: bool(bare_ages(f"{text.title}\n{text.apart}\n{text.body}")),
        }
    else:
        found[Lack.ENGLISH] = not has_english
    return Lacks(tuple(lack for lack, is_so in found.items() if is_so), wrong, numbers)


def unknown_numbers(text: Text, ours: Collection[str]) -> tuple[str, ...]:
    """Telephone numbers of nobody who helps: a child who reads the page could call them. Numbers
    that help are checked every month (`helplines`)."""
    known = {digits(number) for number in (*ours, *(one.number for one in all_contacts()))}
    return tuple(number for number in numbers_in(_read(text)) if digits(number) not in known)


def _read(text: Text) -> str:
    """All that readers see of it, and where it was read."""
    names = (source.name for source in text.sources)
    return "\n".join((text.title, plain(text.apart), plain(text.body), *names))


_BARE_AGE = re.compile(r"\b(?:until|till|up to|to) (?:18|21|25)\b", re.IGNORECASE)


def bare_ages(text: str) -> list[str]:
    """ "until 21" is misread by a year: it is "until your 21st birthday"."""
    return _BARE_AGE.findall(plain(text))


@dataclass(frozen=True)
class Ease:
    """found: how hard the words are; None: too few to tell, or not in our letters. bound: the age
    of reading that those whom it is for have."""

    found: Reading | None
    bound: int

    @property
    def fits(self) -> bool:
        return self.found is None or self.found.age <= self.bound


def ease(whole: Whole) -> Ease:
    bound = min((AGES[age] for age in whole.about.ages), default=AGES[Band.ADULT])
    found = reading(plain(whole.text.body)) if whole.language == ENGLISH else None
    return Ease(found, bound)


def may_come_out_on(day: date, today: date) -> bool:
    return today <= day <= today + FARTHEST
