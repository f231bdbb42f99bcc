"""What a page is: its words, whom it is for, in which state it is. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from portal.core.access import Band

LONGEST_TITLE, LONGEST_LINE, LONGEST_BODY, LONGEST_SLUG = 60, 400, 12_000, 60
MOST_SOURCES, MOST_BROUGHT = 12, 12
LONGEST_CHECK = timedelta(days=190)  # six months: what nobody checked for longer is not known
BEFORE_CHECK = timedelta(days=14)  # an editor is reminded so long before
ENGLISH = "en"
BANDS = (Band.CHILD, Band.TEEN, Band.ADULT)


class State(StrEnum):
    """Of a version. The newest that is no draft says what there is to read: the text, or nothing.
    An older one is history; to undo is to publish it once more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Reader(StrEnum):
    YOUNG = "young"
    CARERS = "carers"
    PARENTS = "parents"
    EVERYBODY = "everybody"


class Scope(StrEnum):
    NATIONAL = "national"
    COUNCIL = "council"
    NEXT = "next"  # of a council next to it, where some of its young people live


class Sure(StrEnum):
    READ = "read"  # in its sources
    ASK = "ask"  # a part is not known for certain, and the page says to ask
    # Of words in another language: a machine drafted them, and nobody who speaks it has read them.
    MACHINE = "machine"


@dataclass(frozen=True)
class Source:
    """Where it was read: on a day; or sure: "known" in the field, or "made_up" for the demo."""

    name: str
    url: str = ""
    read: date | None = None
    sure: str = ""


@dataclass(frozen=True)
class About:
    """What is the same in every language."""

    slug: str
    needs: tuple[str, ...] = ()
    ages: tuple[Band, ...] = BANDS
    reader: Reader = Reader.YOUNG
    scope: Scope = Scope.COUNCIL
    town: str = ""
    items: tuple[str, ...] = ()
    quiet: bool = False
    private: bool = False
    seed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """One version in one language."""

    title: str
    summary: str = ""
    amount: str = ""
    who: str = ""
    until: str = ""
    bring: tuple[str, ...] = ()
    decides: str = ""
    takes: str = ""
    if_no: str = ""
    sources: tuple[Source, ...] = ()
    sure: Sure = Sure.ASK
    checked_on: date | None = None
    next_check: date | None = None
    legal_draft: bool = False
    body: str = ""

    @property
    def apart(self) -> str:
        """What is shown beside the body, a line each."""
        facts = (self.summary, self.amount, self.who, self.until, *self.bring)
        return "\n".join(filter(None, (*facts, self.decides, self.takes, self.if_no)))


@dataclass(frozen=True)
class Whole:
    """A page as it stands in one file, or in one version."""

    about: About
    text: Text
    language: str = ENGLISH


def is_due(next_check: date | None, today: date) -> bool:
    """Whether somebody should look at it again now, or soon."""
    return next_check is None or next_check - BEFORE_CHECK <= today


def day_fits(checked_on: date, next_check: date) -> bool:
    return checked_on < next_check <= checked_on + LONGEST_CHECK


def words_fit(ages: tuple[Band, ...], band: Band) -> bool:
    return band in ages


def for_older(ages: tuple[Band, ...], band: Band) -> bool:
    """It is written for somebody older than this: shown after the others."""
    return all(BANDS.index(age) > BANDS.index(band) for age in ages)


def is_for(reader: Reader, who: Reader | None) -> bool:
    """who: who looks; None: whoever it is."""
    return who is None or reader is Reader.EVERYBODY or reader is who


def as_english(own: Text, english: Text) -> Text:
    """Words in another language with what is the English page's: where it was read, how sure that
    is, when it was checked."""
    return replace(
        own, sources=english.sources, sure=english.sure, checked_on=english.checked_on,
        next_check=english.next_check, legal_draft=english.legal_draft,
    )  # fmt: skip


def may_open(about: About, who: Reader | None) -> bool:
    """Whether it may be read at all. A private page is for those whom it was written for and for no
    other eyes, also not by its address: a young person must be able to trust what it says of that.
    Any other page may be opened by whoever comes to it. who: who looks; None: somebody else."""
    return not about.private or about.reader in (Reader.EVERYBODY, who)


def same_words(one: Text, other: Text) -> bool:
    """Whether two texts say the same, whenever they were checked."""
    no_days = {"checked_on": None, "next_check": None}
    return replace(one, **no_days) == replace(other, **no_days)  # type: ignore[arg-type]
