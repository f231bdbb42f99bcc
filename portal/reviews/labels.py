"""A review in words: to the young person, and to an adult."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from portal.core import clock
from portal.core.access import Band
from portal.core.languages import offered
from portal.core.words import _, later, plural, short_date, time_words
from portal.core.words import day_words as full_day
from portal.promises.pages import Standing
from portal.reviews.pages import Comer, Decision, ReviewLine, ReviewPage, Talk
from portal.reviews.rules import Comes, Wanted, Wish
from portal.say.pages import ReadersNow
from portal.say.rules import Readers

ONLY_OFFICER = Readers.IRO
HEADINGS = {
    "well": later("What is going well"),
    "hard": later("What is hard, or worries you"),
    "talked": later("What we talked about"),
    "ahead": later("What happens next"),
}


def heading(part: str) -> str:
    return str(HEADINGS[part])


def countdown(page: ReviewPage) -> str:
    """5 more sleeps, for a child; in 5 days, for the rest; "" once it is over."""
    if not page.open:
        return ""
    if page.nights <= 0:
        return _("Today")
    if page.band is Band.CHILD:
        return plural("%(num)s more sleep", "%(num)s more sleeps", page.nights)
    return plural("In %(num)s day", "In %(num)s days", page.nights)


def name_of(line: ReviewLine) -> str:
    """Review on Thursday 3 December."""
    return _("Review on %(day)s", day=full_day(line.wall.date()))


def state_of(line: ReviewLine, today: date) -> tuple[str, str]:
    """How it stands in one or two words, and the chip's colour."""
    if line.state == "cancelled":
        return _("Not happening"), "late"
    if line.letter:
        return _("The letter is there"), "new"
    if line.over:
        return _("Over"), "wait"
    return _("Coming"), "coming"


# --- who comes ----------------------------------------------------------------------------------


def comes(comer: Comer, own: bool) -> tuple[str, str]:
    """Coming; you asked for them, not settled yet; not coming. With the chip's colour."""
    if comer.comes is Comes.COMING:
        return _("Coming"), "coming"
    if comer.comes is Comes.NOT:
        return _("Not coming"), "wait"
    if comer.by_young:
        asked = _("You asked for them") if own else _("They asked for them")
        return asked, "wait"
    return _("Asked to come"), "wait"


def settled(comer: Comer) -> str:
    """Helen said so on 3 December: her reason."""
    if comer.settled_at is None:
        return comer.why
    said = _(
        "%(name)s, %(day)s", name=comer.settled_by, day=short_date(clock.today(comer.settled_at))
    )
    return f"{said} · {comer.why}" if comer.why else said


_MY_WISH = {
    Wish.YES: later("You said: I want them there."),
    Wish.NO: later("You said: I would rather not have them there."),
}
_THEIR_WISH = {
    Wish.YES: later("%(name)s wants them there."),
    Wish.NO: later("%(name)s would rather not have them there."),
}


def my_wish(comer: Comer) -> str:
    return str(_MY_WISH[Wish(comer.wish)]) if comer.wish else ""


def their_wish(comer: Comer, name: str) -> str:
    return str(_THEIR_WISH[Wish(comer.wish)]) % {"name": name} if comer.wish else ""


# --- the talk alone -----------------------------------------------------------------------------


def talk_line(talk: Talk) -> str:
    """How it stands with the talk alone, with a name and a day, to the young person."""
    who = talk.with_whom
    if talk.done_on is not None:
        return _("You talked alone with %(name)s on %(day)s.", name=who,
                 day=short_date(talk.done_on)) if who else (
            _("You talked alone on %(day)s.", day=short_date(talk.done_on))
        )  # fmt: skip
    if talk.wall is not None:
        return _("%(name)s talks with you alone on %(day)s at %(time)s.", name=who,
                 day=full_day(talk.wall.date()), time=time_words(talk.wall))  # fmt: skip
    said = short_date(clock.today(talk.wanted_at)) if talk.wanted_at else ""
    if talk.wanted == Wanted.YES and talk.answer_by is not None:
        return _("You said yes on %(day)s. %(name)s tells you a day by %(by)s.", day=said, name=who,
                 by=full_day(clock.today(talk.answer_by)))  # fmt: skip
    if talk.wanted == Wanted.YES:
        return _("You said yes on %(day)s. %(name)s tells you a day.", day=said, name=who)
    if talk.wanted == Wanted.NO:
        return _("You said no on %(day)s. You can change your mind.", day=said)
    if talk.wanted == Wanted.LATER and talk.again_on is not None:
        return _("We ask you again on %(day)s.", day=full_day(talk.again_on))
    return ""


def talk_for_others(talk: Talk) -> str:
    """The same for those who work with them, and are not their reviewing officer."""
    if talk.done_on is not None:
        return _("They talked alone on %(day)s.", day=short_date(talk.done_on))
    return _("Whether they want one is between them and their reviewing officer.")


def talk_for_staff(talk: Talk, name: str) -> str:
    """The same for their reviewing officer."""
    if talk.done_on is not None:
        return _("You talked alone on %(day)s.", day=short_date(talk.done_on))
    said = short_date(clock.today(talk.wanted_at)) if talk.wanted_at else ""
    if talk.wanted == Wanted.YES:
        return _("%(name)s said yes on %(day)s.", name=name, day=said)
    if talk.wanted == Wanted.NO:
        return _("%(name)s said no on %(day)s.", name=name, day=said)
    if talk.wanted == Wanted.LATER:
        return _("%(name)s said “ask me later” on %(day)s.", name=name, day=said)
    return _("%(name)s has not said yet.", name=name)


def who_may_read(readers: ReadersNow) -> list[tuple[str, str]]:
    """Whom they can choose, as (bits of `say.rules.Readers`, in words): fewest readers first."""
    iro, worker = readers.iro, readers.worker
    found = []
    if iro:
        found.append((int(Readers.IRO), _("Only %(name)s", name=iro)))
    if iro and worker:
        both = _("%(name)s and %(worker)s", name=iro, worker=worker)
        found.append((int(Readers.IRO | Readers.WORKER), both))
    if worker and not iro:
        found.append((int(Readers.WORKER), _("Only %(name)s", name=worker)))
    return [(str(bits), words) for bits, words in found]


# --- the letter ---------------------------------------------------------------------------------

_CHIPS = {
    Standing.LATE: "late", Standing.COMING: "coming", Standing.KEPT: "kept",
    Standing.CHANGED: "wait", Standing.DROPPED: "wait",
}  # fmt: skip


def decision_line(one: Decision) -> str:
    """Priya, by 4 December."""
    return _("%(who)s, by %(day)s", who=one.who, day=short_date(one.due))


def decision_chip(one: Decision) -> str:
    return _CHIPS[one.standing] if one.standing is not None else "wait"


class Signed(Protocol):
    @property
    def by(self) -> str: ...

    @property
    def at(self) -> datetime: ...


def written(version: Signed) -> str:
    return _("%(name)s wrote this on %(day)s.", name=version.by,
             day=full_day(clock.today(version.at)))  # fmt: skip


def in_language(tag: str) -> str:
    """The language's own name."""
    return offered(tag).name


def in_english(tag: str) -> str:
    return offered(tag).english
