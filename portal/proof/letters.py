"""A letter as it is read: one side in English, one beside it in the young person's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.articles.telling import telling as telling_words
from portal.clocks.days import birthday
from portal.core import clock, frame, words
from portal.core.languages import ENGLISH, Language, offered
from portal.core.words import full_date
from portal.proof import labels
from portal.proof.rules import LAST, NEUTRAL, Known, Name, Purpose, last_day
from portal.proof.wording import Gap, filled


@dataclass(frozen=True)
class About:
    """What a letter may be filled in with. names: those that are known, as they would be
    written."""

    known: Known
    names: Mapping[Name, str]
    council: str
    valid: int  # of their letters


@dataclass(frozen=True)
class Side:
    language: Language
    to: str
    paragraphs: tuple[str, ...]
    made_on: str
    last_day: str
    draft: str  # that a computer put our words into this language; "" where a person has read them


@dataclass(frozen=True)
class Words:
    """text "": ours. phone: the number for questions that is given with them, or ""."""

    text: str
    phone: str


@dataclass(frozen=True)
class Texts:
    """The words that a letter is made from. beside None: nobody of the council has put theirs into
    this language."""

    english: Words
    beside: Words | None


def sides(
    purpose: Purpose, about: About, name: Name, texts: Texts, tag: str, made_at: datetime,
    ends_at: datetime,
) -> tuple[Side, ...]:  # fmt: skip
    """English first. The other language where there are words in it."""
    given = (purpose, about, name)
    days = (clock.today(made_at), last_day(ends_at))
    english = _side(ENGLISH, texts.english, *given, days)
    own = offered(tag)
    if own.tag == ENGLISH.tag or texts.beside is None:
        return (english,)
    beside = _side(own, texts.beside, *given, days)
    # Where our own words are not translated yet, they would stand there twice.
    return (english,) if beside.paragraphs == english.paragraphs else (english, beside)


def _side(
    language: Language, given: Words, purpose: Purpose, about: About, name: Name,
    days: tuple[date, date],
) -> Side:  # fmt: skip
    with words.aside(language):
        said = _said(about, about.names[name], given.phone)
        return Side(
            language, str(labels.TO[purpose]), filled(_text(purpose, given), said),
            full_date(days[0]), full_date(days[1]),
            "" if given.text else frame.draft_note(language),
        )  # fmt: skip


def telling(purpose: Purpose, about: About, given: Words) -> str:
    """What the English side of a letter, filled in, tells its reader who has no need to know it;
    "" for nothing. It is the council's name that can: the name of whoever makes it is their own,
    and a person may be called Foster."""
    if purpose not in NEUTRAL:
        return ""
    with words.aside(ENGLISH):
        said = filled(_text(purpose, given), _said(about, "", given.phone))
    return telling_words("\n".join((about.council, *said)))


def _text(purpose: Purpose, given: Words) -> str:
    return given.text or labels.standard(purpose, phone=bool(given.phone))


def _said(about: About, name: str, phone: str) -> dict[Gap, str]:
    support, born = about.known.support, about.known.born
    return {
        Gap.NAME: name,
        Gap.COUNCIL: about.council,
        Gap.PHONE: phone,
        Gap.SUPPORT: (str(labels.SUPPORT[support]) % {"council": about.council} if support else ""),
        Gap.TURNS_25: full_date(birthday(born, LAST)) if born else "",
    }


def names_of(first: str, last: str, used: str) -> dict[Name, str]:
    """As they would be written in a letter: the whole name, and the one they use with the last
    name."""
    found: dict[Name, str] = {}
    if first.strip() and last.strip():
        found[Name.WHOLE] = f"{first.strip()} {last.strip()}"
    if used.strip():
        known, family = used.strip(), last.strip()
        found[Name.USED] = (
            known if not family or family.casefold() in known.casefold() else f"{known} {family}"
        )
    if found.get(Name.WHOLE) == found.get(Name.USED):
        found.pop(Name.USED, None)
    return found
