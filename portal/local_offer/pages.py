"""What is shown: needs, things with an answer, questions that are open, what a search finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.articles import reading
from portal.articles.markdown import Line
from portal.articles.needs import Need, need_of, needs
from portal.articles.reading import Card, Found, Page
from portal.articles.rules import Reader
from portal.articles.search import Index
from portal.claims.rules import can_be_asked_for
from portal.claims.told import told_of
from portal.clocks.days import birthday
from portal.core import clock, words
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.core.languages import ENGLISH
from portal.core.words import _
from portal.entitlements import engine
from portal.entitlements.asked import BY_CODE, WHERE, Question, filled, open_questions
from portal.entitlements.engine import Answer, Says
from portal.entitlements.facts import Facts
from portal.entitlements.items import Offer, national
from portal.entitlements.kept import councils_in, kept_of, offers_of
from portal.entitlements.known import facts_of, known_of, own_answers
from portal.entitlements.reads import reads_of
from portal.local_offer import labels, rules
from portal.local_offer.rules import Shelf
from portal.people.pages import Subject
from portal.people.tables import Person
from portal.worries.lists import Group
from portal.worries.rules import found_in


@dataclass(frozen=True)
class Life:
    """What is known of one person on one day. said: questions that they have answered, also with
    "I don't know". own: the council that the things without another's name are asked from.
    decide_days: working days in which it decides. promised: pence by code, agreed and to come."""

    facts: Facts
    offers: tuple[Offer, ...]
    today: date
    said: frozenset[str] = frozenset()
    own: str = ""
    decide_days: int = 0
    promised: Mapping[str, int] = field(default_factory=dict)

    @property
    def answers(self) -> tuple[Answer, ...]:
        found = engine.answers(self.facts, self.offers, self.today)
        return tuple(one for one in found if not one.elsewhere)


def life_of(db: Db, viewer: Viewer, now: datetime) -> Life:
    """The viewer's own, with what they were paid: three statements."""
    today = clock.today(now)
    claims = told_of(db, viewer.council_id, viewer.person_id)
    facts, told = known_of(db, viewer.council_id, viewer.person_id, today, claims.had)
    kept = kept_of(db, viewer.council_id)
    return Life(
        filled(facts, told),
        kept.offers,
        today,
        frozenset(told),
        kept.own,
        claims.decide_days,
        claims.promised,
    )


def life_of_another(db: Db, viewer: Viewer, person_id: int, now: datetime) -> Life:
    """As the record alone has it, and without anything that goes by papers."""
    today = clock.today(now)
    facts = facts_of(db, viewer.council_id, person_id, today, own=False).without_status()
    return Life(facts, offers_of(db, viewer.council_id), today)


@dataclass(frozen=True)
class Door:
    """A need, and how many things there are under it that may be had or asked for."""

    need: Need
    count: int


@dataclass(frozen=True)
class FrontPage:
    """yes: what they can have today. open: how many questions would make an answer surer."""

    doors: tuple[Door, ...]
    yes: tuple[Answer, ...]
    open: int


def front_page(db: Db, viewer: Viewer, now: datetime) -> FrontPage:
    life = life_of(db, viewer, now)
    answers = life.answers
    doors = tuple(
        Door(need, sum(need.code in one.needs and one.says in WORTH for one in answers))
        for need in _theirs()
    )
    yes = tuple(one for one in answers if one.says is Says.YES)
    return FrontPage(doors, yes, len(open_for(life, answers)))


WORTH = frozenset({Says.YES, Says.PROBABLY, Says.ASK})


def _theirs() -> Iterable[Need]:
    return (need for need in needs() if need.code not in rules.NOT_THEIRS)


@dataclass(frozen=True)
class NeedPage:
    need: Need
    shelf: Shelf
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]


def need_page(db: Db, viewer: Viewer, slug: str, now: datetime) -> NeedPage:
    """Raises NoResultFound."""
    need = next((one for one in _theirs() if one.code == need_of(slug)), None)
    if need is None:
        raise NoResultFound
    life = life_of(db, viewer, now)
    answers = [one for one in life.answers if need.code in one.needs]
    cards = reading.by_need(
        db, viewer.council_id, need.code, viewer.language, viewer.band, Reader.YOUNG
    )
    return NeedPage(need, rules.shelf(need.code, answers), cards, open_for(life, answers))


@dataclass(frozen=True)
class AllPage:
    """shelves: each thing once. subject: whose answers they are, for an adult who supports them."""

    shelves: tuple[Shelf, ...]
    needs: dict[str, Need]
    questions: tuple[Question, ...]
    subject: Subject | None = None


def all_page(db: Db, viewer: Viewer, now: datetime) -> AllPage:
    return _all(life_of(db, viewer, now))


def their_page(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> AllPage:
    return _all(life_of_another(db, viewer, subject.id, now), subject)


def _all(life: Life, subject: Subject | None = None) -> AllPage:
    answers = life.answers
    by_code = {need.code: need for need in needs()}
    return AllPage(
        rules.by_first_need(answers, by_code),
        by_code,
        () if subject else open_for(life, answers),
        subject,
    )


@dataclass(frozen=True)
class ThingPage:
    """page: the one that tells more of it, if there is one. asked_here: it can be asked for with
    the button of this page, and the council then decides within decide_days. rule: by what it goes
    (`rules.whose_rule`)."""

    answer: Answer
    page: Page | None
    questions: tuple[Question, ...]
    asked_here: bool
    decide_days: int
    rule: str
    today: date
    promised: int = 0

    @property
    def who(self) -> str:
        """Whom it is for, in the words of its page; not where that is about others who are older,
        and it is theirs already."""
        theirs = self.answer.says is Says.YES
        if self.page is None or (theirs and self.page.card.for_older):
            return ""
        return self.page.text.who

    @property
    def if_no(self) -> Line:
        """What its page says of a no, where somebody else than the council decides."""
        ours = self.page is None or self.answer.decides in rules.COUNCIL_DECIDES
        return () if ours or self.page is None else self.page.if_no

    @property
    def for_tonight(self) -> bool:
        """Somebody who reads it may have nowhere to sleep."""
        return rules.HOME in self.answer.needs


def thing_page(db: Db, viewer: Viewer, mark: str, now: datetime) -> ThingPage:
    """Another council's thing has a page, too: a friend may have sent the way to it. Raises
    NoResultFound."""
    life = life_of(db, viewer, now)
    code = rules.code_of(mark, (national(), *life.offers))
    found = engine.one_answer(code, life.facts, life.offers, life.today) if code else None
    if found is None:
        raise NoResultFound
    page = reading.page_of_item(db, viewer.council_id, found.code, viewer.language, viewer.band)
    asked_here = found.says in WORTH and found.council in ("", life.own) and can_be_asked_for(found)
    rule = rules.whose_rule(found, life.facts)
    return ThingPage(
        found,
        page,
        open_for(life, [found]),
        asked_here,
        life.decide_days,
        rule,
        life.today,
        life.promised.get(found.code, 0),
    )


def name_of_thing(db: Db, viewer: Viewer, mark: str) -> str:
    """What a thing is called, "" if there is none. One statement."""
    offers = (national(), *offers_of(db, viewer.council_id))
    items = {item.code: item for offer in offers for item in offer.items}
    code = rules.code_of(mark, offers)
    return _(items[code].versions[-1].title) if code else ""


def open_for(life: Life, answers: Iterable[Answer]) -> tuple[Question, ...]:
    """Questions not answered yet that could change one of these: of things that say "ask"; and of
    those that say "probably", what stands between them and a yes."""
    reads: frozenset[str] = frozenset().union(
        *(reads_of(one.code, life.offers) for one in answers if one.says is Says.ASK),
        *(one.why.reads for one in answers if one.says is Says.PROBABLY),
    )
    return tuple(
        one
        for one in open_questions(life.facts, reads)
        if one.code not in life.said and (life.offers or one is not WHERE)
    )


# --- questions ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A question, and what they answered; None if they have not."""

    question: Question
    value: str | None


@dataclass(frozen=True)
class QuestionsPage:
    told: tuple[Told, ...]

    @property
    def answered(self) -> bool:
        return any(one.value is not None for one in self.told)


def questions_page(db: Db, viewer: Viewer, now: datetime) -> QuestionsPage:
    """What they answered, and what would still make an answer surer; nothing else is asked."""
    life = life_of(db, viewer, now)
    own = own_answers(db, viewer.council_id, viewer.person_id)
    open_now = {one.code for one in open_for(life, life.answers)}
    told = (Told(one, own.get(code)) for code, one in BY_CODE.items())
    return QuestionsPage(
        tuple(one for one in told if one.value is not None or one.question.code in open_now)
    )


@dataclass(frozen=True)
class QuestionPage:
    question: Question
    councils: tuple[str, ...]
    value: str | None


def question_page(db: Db, viewer: Viewer, code: str) -> QuestionPage:
    """Raises NoResultFound."""
    if code not in BY_CODE:
        raise NoResultFound
    councils = councils_in(offers_of(db, viewer.council_id))
    own = own_answers(db, viewer.council_id, viewer.person_id)
    return QuestionPage(BY_CODE[code], councils, own.get(code))


# --- a search, a town, one page ------------------------------------------------------------------


@dataclass(frozen=True)
class FoundPage:
    """worry: which kind of words that worry was looked for. Whoever looks is shown whom to call;
    nobody is told, because what is looked for is kept nowhere."""

    things: tuple[Answer, ...]
    own: tuple[Card, ...]
    english: tuple[Card, ...]
    worry: Group | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.things or self.own or self.english)


def found_page(db: Db, viewer: Viewer, text: str, now: datetime) -> FoundPage:
    """Things and pages with these words, in the reader's language or in English, the best first.
    Where no thing has them, those of which the first page tells: "cooker" stands in no name."""
    answers = {one.code: one for one in life_of(db, viewer, now).answers}
    own = Index({code: labels.searched(one) for code, one in answers.items()}).find(text)
    with words.aside(ENGLISH):
        in_english = Index({code: labels.searched(one) for code, one in answers.items()})
    codes = dict.fromkeys((*own, *in_english.find(text)))
    found: Found = reading.found(
        db, viewer.council_id, text, viewer.language, Reader.YOUNG, viewer.band
    )
    if not codes:
        first = next(iter(found.own or found.english), None)
        codes = dict.fromkeys(code for code in (first.items if first else ()) if code in answers)
    things = tuple(answers[code] for code in codes)
    return FoundPage(things, found.own, found.english, found_in(text))


@dataclass(frozen=True)
class NearPage:
    """town: the one that was chosen, "" for none yet."""

    towns: tuple[str, ...]
    town: str
    cards: tuple[Card, ...]


def near_page(db: Db, viewer: Viewer, town: str) -> NearPage:
    """What is not in the list is no town."""
    towns = reading.towns(db, viewer.council_id)
    chosen = town if town in towns else ""
    cards = (
        reading.in_town(db, viewer.council_id, chosen, viewer.language, _reader(viewer))
        if chosen else ()
    )  # fmt: skip
    return NearPage(towns, chosen, cards)


def carers_page(db: Db, viewer: Viewer) -> tuple[Card, ...]:
    """Pages for those who look after somebody. One statement."""
    return reading.by_need(db, viewer.council_id, "carers", viewer.language, None, Reader.CARERS)


def parents_page(db: Db, viewer: Viewer) -> tuple[Card, ...]:
    """Pages for mums and dads, for a worker who gives them on. One statement."""
    return reading.by_need(db, viewer.council_id, "parents", viewer.language)


@dataclass(frozen=True)
class ReadPage:
    """things: the items that it tells of, each with its answer. birthdays: those until which it
    holds, each with its day. Both for the young person alone."""

    page: Page
    things: tuple[Answer, ...]
    birthdays: tuple[tuple[int, date], ...]
    today: date


def read_page(db: Db, viewer: Viewer, slug: str, now: datetime) -> ReadPage:
    """Raises NoResultFound."""
    page = reading.page(db, viewer.council_id, slug, viewer.language, _reader(viewer))
    things: tuple[Answer, ...] = ()
    born = None
    ages = rules.birthdays_in(page.until_in_english) if page.card.reader is Reader.YOUNG else ()
    if viewer.is_young and page.card.items:
        life = life_of(db, viewer, now)
        things = tuple(one for one in life.answers if one.code in page.card.items)
        born = life.facts.born
    elif viewer.is_young and ages:
        born = db.scalar(select(Person.born).where(Person.id == viewer.person_id))
    days = tuple((age, birthday(born, age)) for age in ages) if born else ()
    return ReadPage(page, things, days, clock.today(now))


def title_of(db: Db, viewer: Viewer, slug: str) -> str:
    """One statement. Raises NoResultFound."""
    return reading.page(db, viewer.council_id, slug, viewer.language, _reader(viewer)).card.title


def _reader(viewer: Viewer) -> Reader | None:
    """Whose pages they are; staff read all of them."""
    return {Role.YOUNG: Reader.YOUNG, Role.CARER: Reader.CARERS}.get(viewer.role)
