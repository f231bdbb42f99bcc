"""Two councils and everybody who could ask, with one of everything for each young person.

What is true of it is in `facts`; here it is written into a database (`build`), and every word that
could harm somebody is a marker (`markers`).
"""

from __future__ import annotations

import json
import tomllib
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count, groupby
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection as DbConnection

from portal.core import audit, clock
from portal.core.access import Device, Role
from portal.core.db import Base, Database, Db
from portal.core.ids import new_id, new_ref
from portal.core.sessions import hashed
from portal.entitlements import kept
from portal.entitlements.items import LOCAL
from portal.house import (
    METADATA,
    Account,
    AgendaPoint,
    ArrivedAlone,
    Article,
    ArticleLink,
    ArticleVersion,
    BigQuestion,
    BreachStep,
    CareEpisode,
    CheckIn,
    Choice,
    Claim,
    ClaimDays,
    ClaimPaper,
    ClaimStep,
    ClosedDay,
    Complaint,
    ComplaintAnswer,
    ComplaintStep,
    Confirmed,
    Connection,
    Contact,
    Conversation,
    Council,
    Decision,
    DecisionStep,
    Delivery,
    Diary,
    DiaryEntry,
    DiaryOpen,
    DisputeStep,
    Document,
    DoneOn,
    Draft,
    EarlyReview,
    FamilyTime,
    Feeling,
    FieldGrant,
    Goal,
    GoalChange,
    GoalStep,
    GoodNews,
    GoodNewsTo,
    GroupDate,
    GroupMember,
    HandOver,
    HealthReturn,
    Hello,
    HelloGiver,
    HelloWish,
    HomePhoto,
    ImportFinding,
    ImportRun,
    IntroCard,
    IntroPhoto,
    Invite,
    KeptFrom,
    Leave,
    LeavingReturn,
    LetterWords,
    LocalDraft,
    LocalItem,
    LocalStandard,
    LostTouch,
    LostTouchStep,
    MeetGroup,
    Meeting,
    Membership,
    Message,
    MissingEpisode,
    Move,
    MoveSaid,
    MoveStay,
    MustNotKnow,
    MyAnswer,
    MyAnswerBefore,
    NewsGroup,
    NewsItem,
    NewsMember,
    NewsOptOut,
    NewsReply,
    NewsTo,
    Nickname,
    Notice,
    OpenHours,
    Opening,
    OpeningDecision,
    Opportunity,
    OpportunityChange,
    OpportunityDate,
    Outbox,
    Owed,
    OwedStep,
    OwnFact,
    OwnLine,
    OwnWay,
    OwnWords,
    Passkey,
    Person,
    Plan,
    PlanAnswer,
    PlanDraft,
    PlanPart,
    PlanResponse,
    PlanSave,
    PlanTyped,
    PlanVersion,
    PledgeBefore,
    PledgeCount,
    PledgeDone,
    PledgeEvidence,
    PledgePoint,
    Poll,
    PollDone,
    PollOption,
    PollQuestion,
    PollWords,
    Promise,
    PromiseStep,
    Proof,
    ProofCode,
    PushWay,
    QuarterInNumbers,
    Quiet,
    ReadMark,
    Receipt,
    Review,
    ReviewComer,
    ReviewDecision,
    ReviewDispute,
    ReviewPrep,
    ReviewRecord,
    ReviewReturn,
    ReviewStep,
    ReviewTalk,
    Rhythm,
    Said,
    SaidAnswer,
    SaidDraft,
    SaidStep,
    SavedReply,
    SawIt,
    SayDraft,
    Seen,
    Share,
    SignInSession,
    Sitting,
    SkillMark,
    StaffIdentity,
    StaffNote,
    StayingEntry,
    StayingOpened,
    Stop,
    TakenBack,
    Upload,
    UploadBytes,
    ViewHeading,
    ViewPart,
    ViewSheet,
    Visit,
    WeDid,
    WeDidWords,
    Wording,
    Worry,
    WrongDraft,
)
from portal.local_offer.rules import mark_of
from portal.opportunities.meant import meant_of, packed
from portal.people.rules import Grant, PersonKind
from portal.proof.codes import name_hash, serial_hash
from portal.proof.letters import names_of
from portal.proof.rules import Name
from portal.rebuild import rebuild
from tests.matrix.facts import (
    ANSWERED_THE_EDITOR,
    AREA_CODES,
    AREAS,
    BARS,
    CARDS,
    CARERS_WHO_WROTE,
    COLLEAGUES,
    LINKS,
    MEMBERS,
    NOW,
    PEOPLE,
    PLAN_CODES,
    PLANS,
    TODAY,
    TOLD_OF_SOMEBODY_NEW,
    YOUNG,
    Member,
    agrees_to_openings,
    asks_for_openings,
    ever_connected,
    iro_of,
    is_near,
    runs_groups,
    takes_over,
    those_of,
    those_who_are_shown,
    those_who_read_complaint,
    those_who_read_decision,
    those_who_read_said,
    those_who_see_good_news,
    those_who_see_news,
    those_who_see_openings,
    those_who_write_decisions,
    those_with_the_carer,
    worker_of,
    writes_hellos,
    writes_to_all,
)
from tests.matrix.markers import SENSITIVE, Markers, what_was_said, words_between

# --- who asks ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Actor:
    """Somebody with a browser. key: whose, where they are signed in; None for whoever is nobody
    to the house. locked: signed in, and left alone too long; holds: whose session that is."""

    name: str
    cookie: str
    key: str | None
    role: Role | None = None
    council: str | None = None
    locked: bool = False
    holds: str | None = None
    lead: bool = False

    @property
    def is_nobody(self) -> bool:
        return self.key is None


@dataclass(frozen=True)
class Thing:
    """Something with an address of its own. owner: whose record it is. made_by: the adult who
    promised, asked or decided it. other: whom else it is about. state: what became of it, in a
    word of the room's own. always: asked for by everybody, however many are alike. part: which part
    of it an address names besides."""

    kind: str
    owner: str
    ref: str
    made_by: str | None = None
    other: str | None = None
    state: str = ""
    always: bool = False
    part: str = ""


@dataclass(frozen=True)
class News:
    """Who reads a piece of news: young people; staff who wrote and oversee it; who is named."""

    young: frozenset[str]
    staff: frozenset[str]
    named: str


# --- writing it down --------------------------------------------------------------------------


@dataclass
class World:
    """Everything as written. ids: of people; things: by their kind."""

    markers: Markers = field(default_factory=Markers)
    ids: dict[str, int] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    councils: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)
    views_read_by: dict[str, frozenset[str]] = field(default_factory=dict)
    views_answered_by: dict[str, frozenset[str]] = field(default_factory=dict)
    complaints: dict[int, frozenset[str]] = field(default_factory=dict)  # who reads each
    complaints_about: dict[int, str] = field(default_factory=dict)
    complaint_of: dict[str, frozenset[str]] = field(default_factory=dict)  # by ref, also of files
    deals_with: dict[str, str] = field(default_factory=dict)  # by ref of a complaint: their ref
    good_news: dict[int, frozenset[str]] = field(default_factory=dict)  # who sees each
    good_news_of: dict[str, frozenset[str]] = field(default_factory=dict)
    decisions_read_by: dict[str, frozenset[str]] = field(default_factory=dict)
    decisions_written_by: dict[str, frozenset[str]] = field(default_factory=dict)
    decisions: dict[int, frozenset[str]] = field(default_factory=dict)  # what they said before
    views: dict[int, frozenset[str]] = field(default_factory=dict)  # who reads what they said
    said: dict[int, frozenset[str]] = field(default_factory=dict)  # who reads what was answered
    actors: dict[str, Actor] = field(default_factory=dict)
    news: dict[int, News] = field(default_factory=dict)
    sent: dict[str, News] = field(default_factory=dict)  # by its ref
    copies: dict[int, int] = field(default_factory=dict)  # of which news a copy is
    members: dict[int, frozenset[str]] = field(default_factory=dict)  # of a group
    promises: dict[int, dict[str, Any]] = field(default_factory=dict)
    poll_drafts: set[int] = field(default_factory=set)
    poll_options: dict[str, int] = field(default_factory=dict)  # of the open poll of a council
    pages_out: set[int] = field(default_factory=set)  # pages that can be read
    spare_group: dict[str, str] = field(default_factory=dict)  # of a council: nobody is in it
    # What is offered and has a draft, by council and code.
    offered: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _rows: list[Base] = field(default_factory=list)

    def add(self, table: type[Base], owner: str, /, **given: Any) -> dict[str, Any]:
        """One row about `owner`. Every column that could harm somebody and was not given holds a
        marker, shown to whom its rule says."""
        row: dict[str, Any] = {"id": new_id(), **given}
        columns = table.__table__.columns
        if "council_id" in columns and "council_id" not in row:
            row["council_id"] = self.councils[MEMBERS[owner].council]
        for column in columns:
            rule = SENSITIVE.get(f"{table.__tablename__}.{column.name}")
            if rule is not None and column.name not in row:
                shown_to = rule(self, owner, row)
                row[column.name] = self.markers.new(column, owner, shown_to)
        self._rows.append(table(**row))
        return row

    def key_of(self, id: int) -> str:
        return next(key for key, known in self.ids.items() if known == id)

    def thing(
        self, kind: str, owner: str, ref: str, made_by: str | None = None, **more: Any
    ) -> None:
        self.things.setdefault(kind, []).append(Thing(kind, owner, ref, made_by, **more))

    def number(self) -> int:
        return next(self._numbers)

    def write(self, db: Db) -> None:
        """A table at a time, those first that others point to."""
        places = {table.name: place for place, table in enumerate(METADATA.sorted_tables)}
        self._rows.sort(key=lambda row: places[row.__tablename__])
        for _table, rows in groupby(self._rows, key=lambda row: row.__tablename__):
            db.add_all(rows)
            db.flush()
        self._rows.clear()


def build(database: Database) -> World:
    """Write the world into an empty database. The clock must stand at NOW."""
    quick(database)
    world = World()
    with database.committing() as db:
        _councils(world)
        world.write(db)
        _people(world)
        world.write(db)
        _links(world)
        for young in YOUNG:
            _record(world, young)
        _news(world)
        _groups(world)
        _letters(world)
        for council in ("A", "B"):
            _asked_of_all(world, council)
            _pages(world, council)
            _offers(world, council)
            one, sets = ("sam", "manager") if council == "A" else ("bea", "worker_b")
            world.add(ClaimDays, one, decide=10, pay=10, by_id=world.ids[sets], at=NOW)
            _to_do(world, council)
        _replies(world)
        _asked(world)
        _returns(world)
        _cards(world)
        world.write(db)
        _ways_in(world)
        world.write(db)
        for council in world.councils.values():
            rebuild(db, council, NOW)
        _looks(world, db.connection())
    return world


def quick(database: Database) -> None:
    """Nothing here outlives the run, so the ledger need not wait for the disk at each look."""
    if database.is_sqlite:

        @event.listens_for(database.ledger, "connect")
        def no_waiting(raw: Any, _entry: object) -> None:
            raw.execute("PRAGMA synchronous = OFF")


OFFERED = ("riverbank_driving", "riverbank_birthday_money")  # each with a draft


def _councils(world: World) -> None:
    for key in ("A", "B"):
        world.councils[key] = new_id()
        one_of_it = "sam" if key == "A" else "bea"
        world.add(Council, one_of_it, id=world.councils[key])
        world.add(ClosedDay, one_of_it, day=TODAY + timedelta(days=20))
        for weekday in range(5):
            world.add(OpenHours, one_of_it, weekday=weekday, opens=540, closes=1020)
        world.add(LocalStandard, one_of_it, clock="visit", number=4, unit="weeks", valid_from=TODAY)
        year = 2025 if key == "A" else 2024
        world.add(QuarterInNumbers, one_of_it, year=year, number=1, made_at=NOW,
                  shown='{"said": 9, "counted": 9, "days": 2, "parts": []}')  # fmt: skip
        world.thing("quarter", one_of_it, f"{year}-q1")
        world.thing("offer_mark", one_of_it, mark_of("Riverbank Council"))
        riverbank = tomllib.loads((LOCAL / "riverbank.toml").read_text(encoding="utf-8"))
        for code, body in kept.rows_of(riverbank):
            item = world.add(LocalItem, one_of_it, ref=new_ref(), offered_by="Riverbank Council",
                             code=code, body=body, kept_at=NOW)  # fmt: skip
            if code in OFFERED:
                world.offered[key, code] = item
        run = world.add(
            ImportRun, one_of_it, at=NOW, added=1, changed=0, ended=0, rejected=1, warned=0
        )
        world.add(ImportFinding, one_of_it, run_id=run["id"], level="rejected", line=7)


def _people(world: World) -> None:
    """Those who cover for others first, so that they are there when others name them."""
    for member in sorted(PEOPLE, key=lambda m: m.away):
        born = None
        if member.age is not None:
            # A day of its own, so that it is known wherever it turns up.
            born = date(TODAY.year - member.age, 2, 3 + world.number())
            world.markers.new_day(born, "person.born", member.key, frozenset({member.key}))
        # A care leaver's category decides what they are owed; those of the others are words.
        recorded = {"category": "former_relevant"} if member.key == "ash" else {}
        row = world.add(
            Person, member.key, kind=member.kind.value, born=born, language="en", **recorded
        )
        world.ids[member.key], world.refs[member.key] = row["id"], row["ref"]
        if member.away:
            leave = world.add(
                Leave, member.key, person_id=row["id"], cover_id=world.ids.get("stand_in"),
                starts=TODAY, ends=TODAY + timedelta(days=5), made_at=NOW,
            )  # fmt: skip
            world.thing("leave", member.key, leave["ref"], always=True, other="stand_in",
                        state=(TODAY + timedelta(days=1)).isoformat())  # fmt: skip
        if member.key in ("worker", "worker_b"):
            soon = TODAY + timedelta(days=60)
            leave = world.add(Leave, member.key, person_id=row["id"], starts=soon,
                              ends=soon + timedelta(days=5), made_at=NOW)  # fmt: skip
            world.thing("leave", member.key, leave["ref"],
                        state=(soon + timedelta(days=1)).isoformat())  # fmt: skip
        if member.key in YOUNG:
            world.thing("person", member.key, row["ref"])
        if member.key in ("worker", "worker_b"):
            world.thing("colleague", member.key, row["ref"])
        if member.role is not None:
            _account(world, member)


def _account(world: World, member: Member) -> None:
    account = world.add(Account, member.key, told_privacy_at=NOW, made_at=NOW)
    world.accounts[member.key] = account["id"]
    world.add(
        Membership, member.key, account_id=account["id"], person_id=world.ids[member.key],
        role=member.role.value if member.role else "", is_lead=member.lead,
        starts=TODAY - timedelta(days=90),
        ends=TODAY - timedelta(days=1) if member.left else None,
    )  # fmt: skip


def _links(world: World) -> None:
    for link in LINKS:
        world.add(
            Connection, link.of, council_id=world.councils[link.council],
            of_id=world.ids[link.of], with_id=world.ids[link.to], kind=link.kind.value,
            starts=TODAY + timedelta(days=link.first),
            ends=None if link.last is None else TODAY + timedelta(days=link.last),
            ends_at=None if link.hours is None else NOW + timedelta(hours=link.hours),
            grants=int(link.grants),
        )  # fmt: skip
    for bar in BARS:
        row = world.add(
            MustNotKnow, bar.of, person_id=world.ids[bar.of], other_id=world.ids[bar.other],
            ground="court_order", review_on=TODAY + timedelta(days=90), decided_at=NOW,
            decided_by_id=world.ids["lead"], lifted_at=NOW if bar.lifted else None,
        )  # fmt: skip
        world.thing("bar", bar.of, row["ref"], "lead", other=bar.other, always=True,
                    state="lifted" if bar.lifted else "")  # fmt: skip
    row = world.add(
        MustNotKnow, "bea", person_id=world.ids["bea"], other_id=world.ids["carer_b"],
        ground="safeguarding", review_on=TODAY, decided_at=NOW,
        decided_by_id=world.ids["worker_b"], lifted_at=NOW,
    )  # fmt: skip
    world.thing("bar", "bea", row["ref"], "worker_b", other="carer_b", state="lifted")
    for young, carer in (
        ("sam", "carer"), ("sam", "carer_narrow"), ("sam", "carer_ended"), ("kim", "carer"),
        ("bea", "carer_b"), ("sam", "carer_b"), ("sam", "worker"),
    ):  # fmt: skip
        world.thing("carer", young, world.refs[carer], other=carer, always=True)


def _at(days: int, hour: int = 14) -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, hour) + timedelta(days=days)


def _record(world: World, young: str) -> None:
    """One of everything there is about a young person."""
    _care(world, young)
    _plans(world, young)
    _together(world, young)
    _said(world, young)
    _put_right(world, young)
    _decisions(world, young)
    _promises(world, young)
    _dates(world, young)
    _words_between(world, young)
    _openings(world, young)
    # An old wait that went on, and is long over.
    long_ago, worker = NOW - timedelta(days=100), world.ids[worker_of(young)]
    world.add(OwedStep, young, person_id=world.ids[young], source_kind="conversation", source_id=1,
              kind="reply", since=long_ago, number=world.number(), step="duty", from_id=worker,
              to_id=worker, due_at=long_ago, at=long_ago)  # fmt: skip
    _worries_and_notes(world, young)
    _in_touch(world, young)
    _goals(world, young)
    _hand_overs_and_stops(world, young)
    _own_pages(world, young)
    _documents(world, young)
    _claims(world, young)
    _views(world, young)
    _papers_and_moves(world, young)
    # The adult whose thing it is would learn of it by name: each is somebody else's as well.
    world.add(Notice, young, person_id=world.ids[young], kind="something_new",
              source_kind="message", made_at=NOW)  # fmt: skip
    world.add(Notice, young, person_id=world.ids[young], kind="plan_changed",
              source_kind="plan_part", source_ref="care:school", made_at=NOW)  # fmt: skip
    outbox = world.add(Outbox, young, person_id=world.ids[young], kind="message", not_before=NOW)
    world.add(Delivery, young, person_id=world.ids[young], outbox_id=outbox["id"], state="dead",
              channel="email", target_id=1, error="no_such", next_at=NOW, made_at=NOW,
              done_at=NOW)  # fmt: skip


def _care(world: World, young: str) -> None:
    person_id = world.ids[young]
    days = iter(range(1, 9))

    def started() -> date:
        return TODAY - timedelta(days=400 + next(days))

    world.add(CareEpisode, young, person_id=person_id, started=started())
    world.add(MissingEpisode, young, person_id=person_id, started=started())
    world.add(ArrivedAlone, young, person_id=person_id)
    world.add(HealthReturn, young, person_id=person_id, sdq_score=17)
    world.add(LeavingReturn, young, person_id=person_id)
    world.add(DoneOn, young, person_id=person_id, clock="health", day=started())


def _plans(world: World, young: str) -> None:
    """Two versions of each plan: the old one is shown to nobody any more."""
    world.codes[young] = set()
    for kind in PLANS[young]:
        plan = world.add(Plan, young, person_id=world.ids[young], kind=kind, current_id=new_id())
        world.thing("plan", young, plan["ref"])
        for number, version_id in ((1, new_id()), (2, plan["current_id"])):
            world.add(
                PlanVersion, young, id=version_id, plan_id=plan["id"], number=number,
                published_at=NOW - timedelta(days=30 * (3 - number)),
                review_on=TODAY + timedelta(days=60),
                recalled_at=NOW if number == 1 else None,
                recalled_by_id=world.ids[worker_of(young)] if number == 1 else None,
            )  # fmt: skip
            if (number, kind) == (1, PLANS[young][0]):
                _taken_back(world, young, kind, version_id)
            areas = AREAS if kind in ("care", "pathway") else ("identity", "school", "fun")
            for place, area in enumerate(areas):
                shown = (kind, area) if number == 2 else None
                _part(world, young, version_id, place, area, shown)
        for area in areas:
            world.codes[young].add(PLAN_CODES[kind] + AREA_CODES[area])
        if kind == PLANS[young][0]:
            _written(world, young, kind)
    # A part that as few others as possible have, too.
    world.thing("part", young, PLAN_CODES[PLANS[young][-1]] + AREA_CODES["fun"])


def _written(world: World, young: str, kind: str) -> None:
    """Two drafts, of a part that needs no more than the plan and of one that does; and what their
    worker has typed besides."""
    person = {"person_id": world.ids[young], "kind": kind}
    by = {"by_id": world.ids[worker_of(young)], "at": NOW, "turn": 1}
    for area in ("identity", "health"):
        save = world.add(PlanSave, young, area=area, **person, **by)
        world.add(PlanDraft, young, area=area, turn=1, open=True, save_id=save["id"], **person)
    world.add(PlanTyped, young, area="fun", **person, **by)
    world.thing("written", young, PLAN_CODES[kind] + AREA_CODES["identity"])
    world.thing("plan_code", young, PLAN_CODES[kind])


def _taken_back(world: World, young: str, kind: str, version_id: int) -> None:
    worker = world.ids[worker_of(young)]
    row = world.add(
        TakenBack, young, person_id=world.ids[young], version_id=version_id, kind=kind,
        why="must_not", by_id=worker, at=NOW - timedelta(days=2),
        published_at=NOW - timedelta(days=3), owed_by_id=worker,
    )  # fmt: skip
    world.thing("taken_back", young, row["ref"])
    world.add(SawIt, young, taken_back_id=row["id"], who_id=worker, role="worker", how="look",
              at=NOW - timedelta(days=2))  # fmt: skip
    world.add(SawIt, young, taken_back_id=row["id"], who_id=world.ids[young], role="young",
              how="session", at=NOW - timedelta(days=2))  # fmt: skip
    world.add(BreachStep, young, taken_back_id=row["id"], step="manager", by_id=worker,
              at=NOW - timedelta(days=2))  # fmt: skip


def _part(
    world: World, young: str, version_id: int, place: int, area: str, shown: tuple[str, str] | None
) -> None:
    """shown: (kind, area) of a part of the version that is read today."""
    world.markers.part = shown
    part = world.add(PlanPart, young, version_id=version_id, area=area, place=place,
                     look_again=TODAY + timedelta(days=30))  # fmt: skip
    for band, language in (("child", "en"), ("teen", "en"), ("adult", "en"), ("adult", "ar")):
        world.add(Wording, young, part_id=part["id"], band=band, language=language)
    world.markers.part = None


def _together(world: World, young: str) -> None:
    """Own lines of several parts, one that was changed; something said that waits, and something
    that was answered; a big question; and what is begun."""
    person, worker, kind = {"person_id": world.ids[young]}, worker_of(young), PLANS[young][0]
    for area in ("home", "fun", "health"):
        id = new_id()
        row = world.add(OwnLine, young, id=id, line_id=id, kind=kind, area=area, ended_at=None,
                        made_at=NOW, **person)  # fmt: skip
    world.thing("own_line", young, row["ref"])
    world.add(OwnLine, young, line_id=id, kind=kind, area="health", ended_at=NOW,
              made_at=NOW - timedelta(days=3), **person)  # fmt: skip
    for of, area, state in (
        (kind, "family_time", "open"), (kind, "fun", "open"), (kind, "school", "answered"),
        ("question", "going_home", "answered"), (kind, "health", "replaced"),
    ):  # fmt: skip
        id = new_id()
        shown = what_was_said(world, young, {"kind": of, "area": area})
        world.said[id] = shown
        row = world.add(
            PlanResponse, young, id=id, wait_id=id, kind=of, area=area, says="disagree",
            state=state, made_at=NOW - timedelta(days=1), answer_by=NOW + timedelta(days=1),
            **person,
        )  # fmt: skip
        if state == "answered":
            world.add(PlanAnswer, young, response_id=id, by_id=world.ids[worker], made_at=NOW)
            world.thing("said", young, row["ref"])
        elif state == "open":
            world.thing("open_said", young, row["ref"], state=area)
    for question, code in (("going_home", "q1"), ("moving", "q2")):
        world.add(
            BigQuestion, young, question=question, stands="not_yet", made_at=NOW,
            ask_again=TODAY + timedelta(days=60), by_id=world.ids[worker], **person,
        )  # fmt: skip
        world.thing("question", young, code)
    for who, about in ((young, f"say:{kind}:fun"), (worker, f"answer:{row['ref']}")):
        world.add(SayDraft, young, person_id=world.ids[who], about=about, at=NOW)


def _put_right(world: World, young: str) -> None:
    """A complaint about their worker, and one about the manager that the safeguarding lead deals
    with; something good, to their worker and a carer; and what they began."""
    here = MEMBERS[young].council
    person, worker = {"person_id": world.ids[young]}, worker_of(young)
    several = (("manager", worker), ("lead", "manager")) if here == "A" else ((worker, worker),)
    for handler, about in several:
        if any((bar.of, bar.other) == (young, handler) for bar in BARS):
            continue  # somebody else deals with it then
        id, shown = new_id(), those_who_read_complaint(young, handler, about)
        world.complaints[id], world.complaints_about[id] = shown, about
        began = NOW - timedelta(days=2)
        picture = _shown_upload(world, young, shown, "complaint_picture", world.complaint_of)
        row = world.add(
            Complaint, young, id=id, happened="year", handler_id=world.ids[handler], stage=2,
            state="looking", made_at=began, since=began, due_on=TODAY + timedelta(days=9),
            due_at=NOW + timedelta(days=9), picture_id=picture, **person,
        )  # fmt: skip
        world.complaint_of[row["ref"]] = shown
        world.deals_with[row["ref"]] = world.refs[handler]
        world.thing("complaint", young, row["ref"])
        world.add(KeptFrom, young, source_kind="complaint", source_id=id,
                  person_id=world.ids[about], at=began)  # fmt: skip
        world.add(ComplaintStep, young, complaint_id=id, what="extended", stage=2,
                  by_id=world.ids[handler], day=TODAY + timedelta(days=9), at=began)  # fmt: skip
        world.add(ComplaintAnswer, young, complaint_id=id, stage=1, outcome="partly",
                  by_id=world.ids[handler], at=began)  # fmt: skip
        world.add(
            Owed, young, debtor_id=world.ids[handler], kind="complaint", since=began,
            due_at=row["due_at"], next_at=row["due_at"], source_kind="complaint", source_id=id,
            source_ref=row["ref"], **person,
        )  # fmt: skip
    typed = world.markers.new(WrongDraft.__table__.c.fields, young, frozenset({young}))
    world.add(WrongDraft, young, about="complaint", fields=json.dumps({"text": [typed]}), at=NOW,
              **person)  # fmt: skip
    near = (worker, "carer" if here == "A" else "carer_b")
    to = tuple(key for key in near if ever_connected(young, key))
    id, shown = new_id(), those_who_see_good_news(young, to)
    world.good_news[id] = shown
    picture = _shown_upload(world, young, shown, "good_picture", world.good_news_of)
    row = world.add(GoodNews, young, id=id, picture_id=picture, made_at=NOW, **person)
    world.good_news_of[row["ref"]] = shown
    world.thing("good_news", young, row["ref"])
    for key in to:
        both = frozenset({young, key}) & shown
        reply = world.markers.new(GoodNewsTo.__table__.c.reply, young, both)
        world.add(GoodNewsTo, young, news_id=id, to_id=world.ids[key], reply=reply, back_at=NOW)


# What was said, to whom: readers, whose turn, how it stands.
SAID_TO = ((3, "worker", "sent"), (1, "iro", "read"), (7, "worker", "answered"),
           (0, "manager", "sent"))  # fmt: skip


def _said(world: World, young: str) -> None:
    """Something to the worker and the officer, to the officer alone, to the carer as well, and
    about a worker; each with a picture."""
    person, worker = {"person_id": world.ids[young]}, world.ids[worker_of(young)]
    debtors = {"worker": worker, "iro": world.ids["iro"], "manager": world.ids["manager"]}
    if MEMBERS[young].council != "A":  # where there is neither
        debtors = {"worker": worker, "iro": worker, "manager": worker}
    for readers, owner, state in SAID_TO:
        has_one = owner != "iro" or ever_connected(young, "iro")
        if not has_one or (debtors[owner] == worker and owner != "worker"):
            continue
        id, given = new_id(), world.key_of(debtors[owner])
        given = given if MEMBERS[given].role is Role.MANAGER else ""
        shown = those_who_read_said(young, readers, owner, given=given)
        world.views[id] = shown
        columns = Said.__table__.c
        row = world.add(
            Said, young, id=id, kind="view", topic="home", readers=readers, owner=owner,
            state=state, said_at=NOW - timedelta(days=1), turn_at=NOW - timedelta(days=1),
            answer_by=NOW + timedelta(days=1), due_at=NOW + timedelta(days=1),
            picture_id=_shown_upload(world, young, shown),
            **{name: world.markers.new(columns[name], young, shown)
               for name in ("ref", "text", "helped_by")},
            **person,
        )  # fmt: skip
        answers = those_who_read_said(young, readers, owner, answers=True, given=given)
        world.views_answered_by[row["ref"]] = answers
        world.views_read_by[row["ref"]] = shown
        world.thing("view", young, row["ref"], state=owner)
        if state == "answered":
            world.add(SaidAnswer, young, said_id=id, turn=1, kind="did", by_id=worker,
                      made_at=NOW)  # fmt: skip
            world.thing("own_view", young, row["ref"])
        else:
            world.add(SaidStep, young, said_id=id, what="read", by_id=worker, at=NOW)
            world.thing("open_view", young, row["ref"], state=owner)
            kind = {"worker": "said", "iro": "said_iro", "manager": "said_manager"}[owner]
            world.add(
                Owed, young, debtor_id=debtors[owner], kind=kind, since=row["turn_at"],
                due_at=row["due_at"], source_kind="said", source_id=id, source_ref=row["ref"],
                **person,
            )  # fmt: skip
        world.add(SaidDraft, young, about_ref=row["ref"], at=NOW, **person)


# What is decided: about what, what that needs, how it stands, whether carers may read it, and
# whether the young person was told.
BASE = Grant.NAME | Grant.PLAN
DECIDED = (
    ("everyday", BASE, "thinking", True, True),
    ("family", BASE | Grant.FAMILY, "changed", True, True),
    ("health", BASE | Grant.HEALTH, "decided", False, True),
    ("papers", BASE | Grant.IMMIGRATION, "thinking", True, True),
    ("school", BASE | Grant.SCHOOL, "thinking", True, False),
)


def _decisions(world: World, young: str) -> None:
    """One of each; to what is thought about they said something, to whoever answers them."""
    person, worker = {"person_id": world.ids[young]}, world.ids[worker_of(young)]
    at = NOW - timedelta(days=3)
    for about, needs, state, carers, told in DECIDED:
        id, writers = new_id(), those_who_write_decisions(young, needs)
        made = state != "thinking"
        row = world.add(
            Decision, young, id=id, about=about, state=state, needs=int(needs), carer_may=carers,
            told_at=at if told else None, by_day=TODAY + timedelta(days=9), version=1,
            decided_on=TODAY if made else None, origin="review", made_by_id=worker, made_at=at,
            **person,
        )  # fmt: skip
        ref = row["ref"]
        world.decisions[id] = writers | {young}
        world.decisions_read_by[ref] = those_who_read_decision(young, needs, carers, told)
        world.decisions_written_by[ref] = writers
        world.thing("decision", young, ref)
        if not told:
            world.thing("note_of_decision", young, ref)
            continue
        world.thing("own_decision", young, ref)
        steps = ("told", "changed") if made else ("told",)
        for number, what in enumerate(steps, 1):
            world.add(DecisionStep, young, decision_id=id, number=number, what=what, by_id=worker,
                      at=at, state=state)  # fmt: skip
        if not made:
            world.thing("open_decision", young, ref)
            said = new_id()
            world.views[said] = those_who_read_said(young, 3, "worker")
            world.add(
                Said, young, id=said, kind="decision", topic="before", about_id=id, about_ref=ref,
                readers=3, owner="worker", state="sent", said_at=at, turn_at=at, answer_by=NOW,
                due_at=NOW, **person,
            )  # fmt: skip


def _shown_upload(
    world: World, young: str, shown: frozenset[str], kind: str = "view_picture",
    read_by: dict[str, frozenset[str]] | None = None,
) -> int:  # fmt: skip
    row = world.add(
        Upload, young, person_id=world.ids[young], by_id=world.ids[young], kind="picture",
        mime="image/jpeg", size=12, width=4, height=3, made_at=NOW,
        ref=world.markers.new(Upload.__table__.c.ref, young, shown),
    )  # fmt: skip
    for part in ("whole", "small"):
        data = world.markers.new(UploadBytes.__table__.c.data, young, shown)
        world.add(UploadBytes, young, upload_id=row["id"], part=part, data=data)
    (world.views_read_by if read_by is None else read_by)[row["ref"]] = shown
    world.thing(kind, young, row["ref"])
    return int(row["id"])


def _promises(world: World, young: str) -> None:
    """One from each part of a plan, and one from each adult there is."""
    at = NOW - timedelta(days=20)
    worker = worker_of(young)
    states = ("coming", "kept", "changed", "dropped")
    for place, area in enumerate([*AREAS, ""]):
        _promise(world, young, worker, area, states[place % 4], at)
    for member in PEOPLE:
        if member.role is not None and member.role is not Role.YOUNG:
            # Every adult, those of another council too: rows that a mis-joined import could make.
            row = _promise(world, young, member.key, "health", "coming", at)
            world.thing("promise", young, row["ref"], member.key)


def _promise(
    world: World, young: str, maker: str, area: str, state: str, at: datetime
) -> dict[str, Any]:
    late = world.number() % 2
    passed_on = late and (young, maker) == ("sam", "worker")
    row = world.add(
        Promise, young, person_id=world.ids[young], owner_id=world.ids[maker], area=area,
        due=TODAY + timedelta(days=-3 if late else 9), made_at=at, state=state, state_on=TODAY,
        source_kind="plan",
        chased_id=world.ids["manager"] if passed_on else None,
        chased_at=NOW if passed_on else None,
    )  # fmt: skip
    world.promises[row["id"]] = row
    world.add(PromiseStep, young, promise_id=row["id"], state=state, at=at,
              by_id=world.ids[maker])  # fmt: skip
    return row


def _dates(world: World, young: str) -> None:
    person = {"person_id": world.ids[young]}
    worker, iro = world.ids[worker_of(young)], world.ids[iro_of(young)]
    for days, state in ((3, "coming"), (-20, "done"), (5, "cancelled")):
        visit = world.add(Visit, young, wall=_at(days), state=state, by_id=worker, **person)
        world.thing("visit", young, visit["ref"])
        family = world.add(FamilyTime, young, wall=_at(days + 1), state=state, **person)
        world.thing("family_time", young, family["ref"])
        review = world.add(Review, young, wall=_at(days + 20), state=state, run_by_id=iro, **person)
        world.thing("review", young, review["ref"])
        if state != "cancelled":
            _about_review(world, young, review, published=state == "done")
    other = {"sam": "lee", "lee": "sam", "dee": "sam"}.get(young)
    if other is not None:
        met = world.add(FamilyTime, young, wall=_at(6), with_id=world.ids[other], **person)
        world.thing("family_time", young, met["ref"], made_by=other)


def _about_review(world: World, young: str, review: dict[str, Any], *, published: bool) -> None:
    """Of one to come: who comes, and drafts. Of one that was: the letter."""
    at, adult = NOW if published else None, world.ids[worker_of(young)]
    here = {"review_id": review["id"], "person_id": world.ids[young]}
    world.thing("letter" if published else "open_review", young, review["ref"])
    for by_young in (True, False):
        by = {"by_id": world.ids[young] if by_young else adult, "by_young": by_young}
        comer = world.add(ReviewComer, young, made_at=NOW, comes="asked", wish="no", wish_at=NOW,
                          settled_by_id=adult, settled_at=NOW, **here, **by)  # fmt: skip
        said = {} if published and by_young else {"heard": ""}
        point = world.add(AgendaPoint, young, made_at=NOW, **here, **by, **said)
        if not published:
            mine = "theirs" if by_young else ""
            world.thing("comer", young, comer["ref"], state=mine)
            world.thing("point", young, point["ref"], state=mine)
    world.add(ReviewTalk, young, wanted="no", wanted_at=NOW, wall=_at(9), with_id=adult, **here)
    for language in ("en", "ar"):
        world.add(ReviewRecord, young, number=int(published), language=language, by_id=adult,
                  saved_at=NOW, published_at=at, **here)  # fmt: skip
    decision = world.add(
        ReviewDecision, young, due=TODAY + timedelta(days=9), by_id=adult, made_at=NOW,
        published_at=at, owner_id=None, **here,
    )  # fmt: skip
    if not published:
        world.thing("review_decision", young, decision["ref"])
    else:
        _at_the_desk(world, young, review)
    for to in ("workers", "carers") if published else ():
        world.add(Share, young, thing="letter", key=review["ref"], to=to, given_at=NOW,
                  person_id=world.ids[young])  # fmt: skip


def _at_the_desk(world: World, young: str, review: dict[str, Any]) -> None:
    """What was done with it, an advocate who was offered, what is late, and what their officer does
    not agree with."""
    iro, worker = world.ids[iro_of(young)], world.ids[worker_of(young)]
    person = {"person_id": world.ids[young]}
    here = {"review_id": review["id"], **person}
    world.add(ReviewStep, young, what="held", came=True, took="spoke", code="", suggested="",
              wall=review["wall"], by_id=iro, at=NOW, **here)  # fmt: skip
    world.add(ReviewPrep, young, offered_on=TODAY, how="phone", wanted="no", by_id=iro, at=NOW,
              **here)  # fmt: skip
    late = world.add(
        Promise, young, owner_id=worker, area="home", due=TODAY - timedelta(days=5), made_at=NOW,
        state="coming", state_on=TODAY, source_kind="review_decision", **person,
    )  # fmt: skip
    world.promises[late["id"]] = late
    decided = world.add(
        ReviewDecision, young, due=TODAY - timedelta(days=5), by_id=iro, made_at=NOW,
        published_at=NOW, owner_id=worker, promise_ref=late["ref"], **here,
    )  # fmt: skip
    world.thing("decided", young, decided["ref"])
    # They read who stands up for them: somebody whom they know.
    by = iro if is_near(iro_of(young), young) else worker
    dispute = world.add(ReviewDispute, young, by_id=by, begun_at=NOW, outcome="", **person)
    world.add(DisputeStep, young, dispute_id=dispute["id"], number=1, level="informal",
              to_id=worker, due=TODAY + timedelta(days=4), at=NOW, **person)  # fmt: skip
    world.thing("challenge", young, dispute["ref"])


def _returns(world: World) -> None:
    """Asked for and agreed to, in either council."""
    for key, other in (("manager", "lead"), ("worker_b", None)):
        row = world.add(
            ReviewReturn, key, year=2026, asked_by_id=world.ids[key], asked_at=NOW,
            agreed_by_id=world.ids[other] if other else None, agreed_at=NOW if other else None,
        )  # fmt: skip
        world.thing("return", key, row["ref"])


def _words_between(world: World, young: str) -> None:
    worker = worker_of(young)
    talk = world.add(
        Conversation, young, person_id=world.ids[young], writer_id=world.ids[young], begun_at=NOW,
        adult_id=world.ids[worker],
    )  # fmt: skip
    world.thing("talk", young, talk["ref"], state="their own")
    messages = [
        world.add(
            Message, young, conversation_id=talk["id"], kind=kind, from_id=world.ids[author],
            sent_at=NOW - timedelta(hours=hours),
            upload_id=_upload(world, young, author, None) if author == worker else None,
        )
        for hours, author, kind in (
            (50, young, "text"), (40, worker, "text"), (30, young, "help"), (20, young, "text"),
        )
    ]  # fmt: skip
    for message, author in zip(messages, (young, worker, young, young), strict=True):
        world.thing("message", young, message["ref"], made_by=author)
    for who in (young, worker):
        world.add(
            Draft, young, person_id=world.ids[who], about_id=world.ids[young],
            writer_id=world.ids[young], at=NOW,
        )  # fmt: skip
    _carers_words(world, young)
    world.add(ReadMark, young, conversation_id=talk["id"], person_id=world.ids[young], at=NOW,
              message_id=messages[0]["id"])  # fmt: skip
    world.add(Seen, young, person_id=world.ids[young], thing="plan_part", thing_key="care:fun",
              mark=new_id(), at=NOW)  # fmt: skip


def _carers_words(world: World, young: str) -> None:
    """What a carer and the worker said of them: not for their own eyes here."""
    carer = CARERS_WHO_WROTE.get(young)
    if carer is None:
        return
    talk = world.add(
        Conversation, young, person_id=world.ids[young], writer_id=world.ids[carer], begun_at=NOW,
        adult_id=world.ids[worker_of(young)], kind="carer",
    )  # fmt: skip
    world.thing("talk", young, talk["ref"], other=carer)
    shown = those_with_the_carer(young)
    columns = Message.__table__.c
    for hours, author in ((26, carer), (25, worker_of(young)), (24, carer)):
        message = world.add(
            Message, young, conversation_id=talk["id"], from_id=world.ids[author],
            sent_at=NOW - timedelta(hours=hours),
            ref=world.markers.new(columns.ref, young, shown),
            text=world.markers.new(columns.text, young, shown),
            kept=world.markers.new(columns.kept, young, frozenset()),
            upload_id=_upload(world, young, author, carer) if hours == 26 else None,
        )  # fmt: skip
        world.thing("message", young, message["ref"], made_by=author, other=carer)
    world.add(
        Draft, young, person_id=world.ids[carer], about_id=world.ids[young],
        writer_id=world.ids[carer], at=NOW,
    )  # fmt: skip


def _upload(world: World, young: str, author: str, carer: str | None) -> int:
    """A picture in the young person's own messages, or in a carer's about them."""
    shown = those_with_the_carer(young) if carer else words_between(world, young, {})
    row = world.add(
        Upload, young, person_id=world.ids[young], by_id=world.ids[author], kind="picture",
        mime="image/jpeg", size=12, width=4, height=3, made_at=NOW,
        ref=world.markers.new(Upload.__table__.c.ref, young, shown),
    )  # fmt: skip
    for part in ("whole", "small"):
        data = world.markers.new(UploadBytes.__table__.c.data, young, shown)
        world.add(UploadBytes, young, upload_id=row["id"], part=part, data=data)
    world.thing("picture", young, row["ref"], other=carer)
    return int(row["id"])


def _worries_and_notes(world: World, young: str) -> None:
    """Nobody has it yet; somebody has; it is closed. And what staff wrote beside."""
    person, worker = {"person_id": world.ids[young]}, world.ids[worker_of(young)]
    for number, state in enumerate(("waits", "taken", "done"), start=1):
        taken = {} if state == "waits" else {"taken_by_id": worker, "taken_at": NOW}
        closed = {"done_at": NOW, "done_by_id": worker} if state == "done" else {"done": ""}
        row = world.add(
            Worry, young, from_id=world.ids[young], why="words", found="unsafe",
            source_kind="message", source_id=new_id(), raised_at=NOW - timedelta(hours=number),
            **person, **taken, **closed,
        )  # fmt: skip
        world.thing(
            "worry", young, row["ref"], worker_of(young), state=state, always=state == "done"
        )
    for number in range(2):
        world.add(StaffNote, young, by_id=worker, made_at=NOW - timedelta(days=number), **person)


def _replies(world: World) -> None:
    """One of everybody's own who may have one, and the council's."""
    for member in PEOPLE:
        if member.role in COLLEAGUES and not member.left:
            row = world.add(
                SavedReply, member.key, owner_id=world.ids[member.key], changed_at=NOW,
                made_by_id=world.ids[member.key],
            )  # fmt: skip
            world.thing("reply", member.key, row["ref"], state="mine")
    for key in ("worker", "worker_b"):
        row = world.add(SavedReply, key, owner_id=None, changed_at=NOW, made_by_id=world.ids[key])
        world.thing("reply", key, row["ref"], state="councils", always=True)


def _in_touch(world: World, young: str) -> None:
    """Somebody who was called, said how they like it, answered once and is asked again; whose codes
    were confirmed, and whom nobody can find."""
    worker = worker_of(young)
    person, by = {"person_id": world.ids[young]}, {"by_id": world.ids[worker], "made_at": NOW}
    call = world.add(Contact, young, how="call", day=TODAY - timedelta(days=9), **person, **by)
    world.thing("contact", young, call["ref"], worker)
    for why, answered in (("birthday", None), ("return", NOW)):
        row = world.add(
            CheckIn, young, why=why, opens=TODAY - timedelta(days=3),
            closes=TODAY + timedelta(days=9), answered_at=answered, living="own", doing="work",
            call_me=True, **person,
        )  # fmt: skip
        if answered is None:
            world.thing("check_in", young, row["ref"])
    world.add(Confirmed, young, age=19, in_touch="YES", activity="F5", accommodation="U1",
              **person, **by)  # fmt: skip
    world.add(Rhythm, young, weeks=4, how="call", theirs=True, made_at=NOW, **person,
              by_id=world.ids[young])  # fmt: skip
    lost = world.add(LostTouch, young, since=TODAY - timedelta(days=90), **person, **by)
    world.add(LostTouchStep, young, lost_id=lost["id"], step="call", day=TODAY, **by)


def _own_pages(world: World, young: str) -> None:
    """What they wrote, shown to whoever works or lives with them, save one line; how they were; and
    a diary, which is open on their other phone."""
    person, places = {"person_id": world.ids[young]}, (("about", "a"), ("helps", "w"))
    for page, letter in places:
        for number, hidden in ((2, False), (3, True)):
            world.add(MyAnswer, young, page=page, code=f"{letter}{number}", language="en",
                      hidden=hidden, changed_at=NOW, **person)  # fmt: skip
        world.add(MyAnswerBefore, young, page=page, code=f"{letter}2", language="en",
                  changed_at=NOW, **person)  # fmt: skip
        world.thing(f"{page}_question", young, f"{letter}2")
    for thing in ("about_me", "wellbeing", "check_ins"):
        for to in ("workers", "carers"):
            world.add(Share, young, thing=thing, to=to, given_at=NOW, **person)
    for days in (0, 2):
        world.add(Feeling, young, at=NOW - timedelta(days=days, hours=1), mood="low", help=False,
                  **person)  # fmt: skip
    world.add(OwnFact, young, code="q1", changed_at=NOW, **person)
    world.thing("need", young, "money")
    world.thing("item_mark", young, mark_of("bank_account"))
    world.thing("own_question", young, "q3")
    diary = world.add(Diary, young, rounds=1, memory_kib=64, lanes=1, **person)
    entry = world.add(DiaryEntry, young, diary_id=diary["id"], number=1)
    world.thing("diary_entry", young, entry["ref"])
    world.add(DiaryOpen, young, diary_id=diary["id"], session_id=new_id(), opened_at=NOW,
              ends_at=NOW + timedelta(minutes=9))  # fmt: skip


def _documents(world: World, young: str) -> None:
    """One that is shown to whoever works or lives with them; one that their worker put in, and that
    is shown to nobody."""
    person, worker = {"person_id": world.ids[young]}, world.ids[worker_of(young)]
    columns = Document.__table__.c
    for state, by, shown in (
        ("shown", world.ids[young], frozenset({young}) | those_who_are_shown(young)),
        ("kept", worker, frozenset({young})),
    ):
        upload = world.add(
            Upload, young, by_id=by, kind="picture", mime="image/jpeg", size=12, width=4, height=3,
            made_at=NOW, ref=world.markers.new(Upload.__table__.c.ref, young, frozenset()),
            **person,
        )  # fmt: skip
        for part in ("whole", "small"):
            data = world.markers.new(UploadBytes.__table__.c.data, young, shown)
            world.add(UploadBytes, young, upload_id=upload["id"], part=part, data=data)
        row = world.add(
            Document, young, by_id=by, kind="letter", upload_id=upload["id"], added_at=NOW,
            ref=world.markers.new(columns.ref, young, shown),
            title=world.markers.new(columns.title, young, shown), **person,
        )  # fmt: skip
        made_by = worker_of(young) if state == "kept" else None
        world.thing("document", young, row["ref"], made_by, state=state)
        for to in ("workers", "carers") if state == "shown" else ():
            world.add(Share, young, thing="document", key=row["ref"], to=to, given_at=NOW,
                      **person)  # fmt: skip


def _claims(world: World, young: str) -> None:
    """What waits to be decided, with a paper that is shown to those who work with them; what was
    decided and paid in part; what they began."""
    person, worker = {"person_id": world.ids[young]}, world.ids[worker_of(young)]
    began, due = NOW - timedelta(days=2), NOW + timedelta(days=9)
    row = world.add(
        Claim, young, item="setting_up_home_allowance", asked=34_999, state="sent", made_at=began,
        sent_at=began, turn_at=began, answer_by=due, due_at=due, paid=0, **person,
    )  # fmt: skip
    world.thing("claim", young, row["ref"])
    world.thing("claim_item", young, mark_of(row["item"]))
    paper = next(one for one in world.things["document"] if one.owner == young)
    world.add(ClaimPaper, young, claim_id=row["id"], document_ref=paper.ref, at=began)
    world.add(
        Owed, young, debtor_id=worker, kind="claim", since=began, due_at=due, next_at=due,
        source_kind="claim", source_id=row["id"], source_ref=row["ref"], **person,
    )  # fmt: skip
    row = world.add(
        Claim, young, item="higher_education_bursary", state="paid", granted=50_000, paid=50_000,
        made_at=began, sent_at=began, turn_at=began, **person,
    )  # fmt: skip
    world.add(ClaimStep, young, claim_id=row["id"], what="yes", by_id=worker, pence=50_000,
              at=began)  # fmt: skip
    world.add(ClaimStep, young, claim_id=row["id"], what="paid", by_id=worker, pence=50_000,
              day=TODAY, how="bank", words="", at=began)  # fmt: skip
    begun = world.add(Claim, young, item="child_trust_fund", state="draft", made_at=began,
                      turn_at=began, paid=0, **person)  # fmt: skip
    world.thing("claim", young, begun["ref"], state="draft", always=True)


def _views(world: World, young: str) -> None:
    """What they have begun to say before a review, and what they sent before a health check, with
    wishes that their worker and their reviewing officer read. A meeting before which is nothing."""
    here = {"person_id": world.ids[young], "readers": 3, "begun_at": NOW, "changed_at": NOW}
    codes = {"about_ref": "", "takes_part": "come", "chair": "yes", "alone": "yes"}
    for kind, occasion, sent in (("view_draft", "review", None), ("view_sheet", "health", NOW)):
        row = world.add(ViewSheet, young, occasion=occasion, sent_at=sent, interpreter="yes",
                        **here, **codes)  # fmt: skip
        world.add(ViewPart, young, sheet_id=row["id"], heading="feel", face=4, symbols="calm",
                  readers=None, changed_at=NOW)  # fmt: skip
        world.thing(kind, young, row["ref"])
        if sent is None:
            world.thing("view_part", young, row["ref"], part="feel")
    world.thing("occasion", young, "school")


def _asked(world: World) -> None:
    """A heading of each council's own."""
    for key in ("editor", "worker_b"):
        code = f"own-{key}"
        world.add(ViewHeading, key, code=code, place=500, icon="star", occasions="review",
                  off=False, changed_at=NOW)  # fmt: skip
        world.thing("heading", key, code, always=True)


def _goals(world: World, young: str) -> None:
    """A goal with a step and a history in each area; sittings on either phone; own words, a skill,
    an early review that waits."""
    worker = worker_of(young)
    here = {"person_id": world.ids[young]}
    by = {"by_id": world.ids[worker], "made_at": NOW}
    for host in (young, worker):
        sat = world.add(
            Sitting, young, adult_id=world.ids[worker], host_id=world.ids[host], started_at=NOW,
            ended_at=NOW, told_at=NOW, **here,
        )  # fmt: skip
        world.thing("sitting", young, sat["ref"], worker, other=host)
    for kind, area in (*(("pathway", area) for area in AREAS), ("school", "school")):
        world.markers.part = (kind, area)
        goal = world.add(
            Goal, young, plan_kind=kind, area=area, state_on=TODAY, sitting_id=sat["id"], **here,
            **by,
        )  # fmt: skip
        step = world.add(
            GoalStep, young, goal_id=goal["id"], doer="adult", state_on=TODAY, **by
        )  # fmt: skip
        change = world.add(
            GoalChange, young, goal_id=goal["id"], step_id=step["id"], what="step_text",
            by_id=world.ids[young], at=NOW, sitting_id=sat["id"],
        )  # fmt: skip
        if area in ("home", "identity", "school"):
            where = {"state": f"{kind}:{area}"}
            world.thing("goal", young, goal["ref"], worker, **where)
            world.thing("goal_step", young, step["ref"], worker, **where)
            world.thing("goal_change", young, change["ref"], worker, **where)
        if kind == "pathway":
            world.add(OwnWords, young, area=area, made_at=NOW, **here)
        world.markers.part = None
    world.add(SkillMark, young, skill="budget", level="help", marked_at=NOW, **here)
    early = world.add(
        EarlyReview, young, asked_at=NOW, due_at=NOW + timedelta(days=7), **here
    )  # fmt: skip
    world.thing("early", young, early["ref"])
    world.thing("area", young, AREA_CODES["money"])


def _openings(world: World, young: str) -> None:
    """Agreed; held back by the lead; and not yet agreed by anybody."""
    asks, agrees = world.ids[asks_for_openings(young)], world.ids[agrees_to_openings(young)]
    adult = world.ids[worker_of(young)]
    # Somebody on duty still looks at Sam's record; at the others' they did once.
    emergency = "open" if young in ("sam", "bea") else "over"
    for kind, state in (("emergency", emergency), ("messages", "open"), ("messages", "asked")):
        ends_at = {"open": NOW + timedelta(hours=1), "over": NOW - timedelta(hours=1)}.get(state)
        held = (kind, state) == ("messages", "open")
        adult_id = adult if kind == "messages" else None
        row = world.add(
            Opening, young, kind=kind, person_id=world.ids[young], adult_id=adult_id,
            asked_by_id=asks, asked_at=NOW - timedelta(hours=3), hours=4,
            agreed_by_id=agrees if held else None, agreed_at=NOW if held else None,
            ends_at=ends_at, hold=held,
            tell_at=NOW - timedelta(hours=1), lead_id=agrees if held else None,
            lead_at=NOW if held else None,
            review_on=TODAY + timedelta(days=20) if held else None,
        )  # fmt: skip
        world.thing(
            "opening", young, row["ref"], asks_for_openings(young), state=f"{kind} {state}",
            other=worker_of(young) if kind == "messages" else None, always=young in ("sam", "bea"),
        )  # fmt: skip
        if held:
            decided = {"opening_id": row["id"], "by_id": agrees, "at": NOW}
            why = world.markers.new(
                OpeningDecision.__table__.c.why,
                young,
                those_who_see_openings(young, worker_of(young)),
            )
            world.add(OpeningDecision, young, why=why, review_on=row["review_on"], **decided)


def _papers_and_moves(world: World, young: str) -> None:
    """Papers and steps, a field that a manager gave with a reason, a move that is planned, what was
    said of it; and one that was off."""
    worker, person = worker_of(young), {"person_id": world.ids[young]}
    by = {"by_id": world.ids[worker], "theirs": False, "made_at": NOW}
    for topic, key, state in (
        ("step", "interview", "booked"), ("helper", "solicitor", ""), ("outcome", "refused", ""),
        ("tracing", "", "yes"), ("mine", "people", ""), ("paper", "", "have"),
    ):  # fmt: skip
        booked = {"day": TODAY + timedelta(days=40)} if state == "booked" else {}
        row = world.add(
            StayingEntry, young, topic=topic, key=key, state=state, **booked, **person, **by
        )
        if topic == "paper":
            world._rows[-1].key = row["ref"]  # type: ignore[attr-defined]
            world.thing("paper", young, row["ref"], worker)
        if topic == "step":
            world.thing("appointment", young, row["ref"], worker)
    world.thing("answer", young, "43", worker)
    world.add(StayingOpened, young, by_id=world.ids[worker], at=NOW, **person)
    world.add(
        FieldGrant, young, with_id=world.ids[worker], field=2048,
        by_id=world.ids["manager" if MEMBERS[young].council == "A" else "worker_b"],
        theirs=False, given_at=NOW, **person,
    )  # fmt: skip
    made = {"made_by_id": world.ids[worker], "made_at": NOW, "changed_by_id": world.ids[worker],
            "changed_at": NOW}  # fmt: skip
    world.add(Move, young, day=TODAY - timedelta(days=90), end="off", ended_at=NOW,
              ended_by_id=world.ids[worker], **made, **person)  # fmt: skip
    move = world.add(Move, young, day=TODAY + timedelta(days=30), **made, **person)
    # Its connection was another: the stay is told by its days alone.
    stay = world.add(Connection, young, of_id=world.ids[young], with_id=world.ids[worker_of(young)],
                     kind="keyworker", starts=TODAY - timedelta(days=400),
                     ends=TODAY - timedelta(days=300), grants=0)  # fmt: skip
    world.add(MoveStay, young, move_id=move["id"], connection_id=stay["id"],
              left_on=TODAY - timedelta(days=300))  # fmt: skip
    shown = world.add(HomePhoto, young, move_id=move["id"], width=480, height=360,
                      made_by_id=world.ids[worker], made_at=NOW)  # fmt: skip
    world.thing("home_photo", young, shown["ref"], worker)
    for kind in ("question", "bring"):
        answered = {"answered_by_id": world.ids[worker], "answered_at": NOW}
        row = world.add(MoveSaid, young, move_id=move["id"], kind=kind, said_at=NOW, **person,
                        **(answered if kind == "bring" else {"answer": ""}))  # fmt: skip
        if kind == "question":
            world.thing("move_said", young, row["ref"], worker)


def _hand_overs_and_stops(world: World, young: str) -> None:
    """A hand-over that waits, and for some one that is agreed; a stop that is asked for, and one
    that was lifted: none is in force, so that everything else is there."""
    worker, to = worker_of(young), takes_over(young)
    person = {"person_id": world.ids[young]}
    for agreed in (False, True)[: 1 + (young in TOLD_OF_SOMEBODY_NEW)]:
        row = world.add(
            HandOver, young, from_id=world.ids[worker], to_id=world.ids[to], kind="social_worker",
            day=TODAY + timedelta(days=7), asked_by_id=world.ids[worker], asked_at=NOW,
            by_worker=True, agreed_by_id=world.ids[worker] if agreed else None,
            agreed_at=NOW if agreed else None, **person,
        )  # fmt: skip
        world.thing("hand_over", young, row["ref"], worker, other=to,
                    state="agreed" if agreed else "waits")  # fmt: skip
    for lifted in (False, True):
        then = NOW if lifted else None
        row = world.add(
            Stop, young, why="no_contact", asked_by_id=world.ids[worker], asked_at=NOW,
            agreed_by_id=world.ids[worker] if lifted else None, agreed_at=then, lifted_at=then,
            **person,
        )  # fmt: skip
        world.thing("stop", young, row["ref"], worker, state="lifted" if lifted else "asked")


def _news(world: World) -> None:
    """A group and a piece of news for each young person alone; the editor's for all of a council,
    which some have answered; and drafts."""
    for young in YOUNG:
        worker, council = worker_of(young), MEMBERS[young].council
        staff = "worker_b" if council == "B" else "worker"
        world.thing("news_group", young, _group(world, staff, young))
        _item(world, young, News(frozenset({young}), those_who_see_news(young), worker), worker)
    overseers = those_of("A", frozenset({Role.EDITOR, Role.MANAGER}))
    everybody = those_of("A", frozenset({Role.YOUNG}))
    wide = News(everybody, overseers | {"worker"}, "worker")
    _item(world, "worker", wide, "editor", ANSWERED_THE_EDITOR)
    for council, staff in (("A", "worker"), ("B", "worker_b")):
        world.spare_group[council] = _group(world, staff)
    for writer in ("worker", "worker_b", "editor"):
        item = new_id()
        world.news[item] = News(frozenset(), frozenset({writer}), writer)
        named = "worker" if writer == "editor" else writer
        row = world.add(NewsItem, writer, id=item, by_id=world.ids[writer], made_at=NOW,
                        replies_to_id=world.ids[named], audience="ages", own=writer != "editor",
                        age_from=18, age_to=21)  # fmt: skip
        world.thing("news_draft", writer, row["ref"], writer, always=True)
    for young in ("dee", "bea"):
        world.add(NewsOptOut, young, person_id=world.ids[young], made_at=NOW)


def _cards(world: World) -> None:
    """Cards with a photo; and somebody on each young person's list."""
    for key in CARDS:
        card = world.add(IntroCard, key, person_id=world.ids[key], changed_at=NOW)
        world.add(IntroPhoto, key, card_id=card["id"], made_at=NOW)
        world.thing("card", key, world.refs[key], always=True)
    for young, adult in (("sam", "worker"), ("sam", "carer"), ("bea", "worker_b")):
        world.thing("somebody_near", young, world.refs[adult], always=True)


def _groups(world: World) -> None:
    """A group for each young person alone, with a date to which they say something."""
    for young in YOUNG:
        runs, id = runs_groups(young), new_id()
        world.members[id] = frozenset({young})
        row = world.add(
            MeetGroup, runs, id=id, about="council", age_from=8, age_to=20,
            run_by_id=world.ids[runs], made_at=NOW,
        )  # fmt: skip
        world.thing("meet_group", young, row["ref"], runs)
        world.add(GroupMember, young, group_id=id, person_id=world.ids[young], joined_at=NOW)
        meeting = world.add(Meeting, runs, group_id=id, wall=_at(9), made_at=NOW)
        world.thing("meeting", young, meeting["ref"], runs)
        date = world.add(
            GroupDate, young, meeting_id=meeting["id"], person_id=world.ids[young], says="maybe",
            needs="quiet", said_at=NOW,
        )  # fmt: skip
        world.thing("group_date", young, date["ref"], runs)


# A page's versions, in their order. Only of the first two can anything be read.
PAGES = {
    "page": ("published", "draft"),
    "page_again": ("published", "draft"),
    "page_gone": ("published", "withdrawn"),
    "page_begun": ("draft",),
}


def _pages(world: World, council: str) -> None:
    """Of a council: pages that can be read, with a draft beside; one that was withdrawn; one that
    was never published; and an address that was tried."""
    writer = writes_to_all("bea" if council == "B" else "sam")
    for kind, states in PAGES.items():
        id, out = new_id(), states[0] == "published" and "withdrawn" not in states
        if out:
            world.pages_out.add(id)
        page = world.add(Article, writer, id=id, scope="national", made_at=NOW)
        for state in states:
            version = world.add(
                ArticleVersion, writer, article_id=id, language="en", state=state, needs="money",
                ages="adult", reader="young", items="", seed="", sources="[]", sure="ask", at=NOW,
                checked_on=TODAY, next_check=TODAY + timedelta(days=90),
                by_id=world.ids[writer],
            )  # fmt: skip
            if state == "published":
                world.thing(f"{kind}_version", writer, version["ref"], writer, always=True)
        world.thing(kind, writer, page["ref"], writer, always=True)
        world.thing("page_slug", writer, page["slug"], always=True, state="out" if out else kind)
    world.add(ArticleLink, writer, outcome="gone", status=404, checked_at=NOW)


def _offers(world: World, council: str) -> None:
    """Of a council: two things that it offers, each with a draft."""
    writer = writes_to_all("bea" if council == "B" else "sam")
    for kind, code in zip(("offer", "offer_again"), OFFERED, strict=True):
        item = world.offered[council, code]
        keys = SENSITIVE["local_draft.body"](world, writer, {})
        told = json.loads(item["body"])
        title = world.markers.new(LocalDraft.__table__.c.body, writer, keys)
        told["item"] = [{**told["item"][0], "title": title}]
        draft = world.add(
            LocalDraft, writer, offered_by=item["offered_by"], code=code, body=json.dumps(told),
            follows_id=item["id"], by_id=world.ids[writer], at=NOW,
        )  # fmt: skip
        world.thing(f"{kind}_item", writer, item["ref"], writer, always=True)
        world.thing(f"{kind}_draft", writer, draft["ref"], writer, always=True)


def _serial(world: World, owner: str, kind: str) -> str:
    """A number that a code can be signed with, and which begins with its marker."""
    text = f"mk{b32encode(sha256(f'{owner} {kind}'.encode()).digest()).decode()[:10].lower()}"
    world.markers.keep(text, "proof.serial", owner, frozenset({owner}))
    return f"{text}aaaa".upper()


def _letters(world: World) -> None:
    """Words that are agreed on and words that wait, of each council; a letter and a pass of each
    young person."""
    words = {}
    for council, writer, other in (("A", "worker", "admin"), ("B", "worker_b", "worker_b")):
        by = {"by_id": world.ids[writer], "language": "en", "made_at": NOW}
        agreed = {"agreed_by_id": world.ids[other], "agreed_at": NOW}
        words[council] = world.add(LetterWords, writer, purpose=4, **by, **agreed)["id"]
        draft = world.add(LetterWords, writer, purpose=1, **by)
        world.thing("letter_words", writer, draft["ref"], writer, always=True)
    for young in YOUNG:
        parts = ("first_name", "last_name", "known_as")
        named = names_of(*(world.markers.one(f"person.{part}", young).text for part in parts))
        for purpose, kind in ((4, "letter"), (5, "pass")):
            serial, ends = _serial(world, young, kind), NOW + timedelta(hours=20)
            row = world.add(
                Proof, young, person_id=world.ids[young], purpose=purpose, serial=serial,
                name="used", name_hash=name_hash(serial, named[Name.USED]), language="en",
                made_at=NOW, ends_at=ends,
                words_id=words[MEMBERS[young].council] if kind == "letter" else None,
            )  # fmt: skip
            world.add(ProofCode, young, serial_hash=serial_hash(serial), proof_id=row["id"],
                      ends_at=ends)  # fmt: skip
            world.thing("proof", young, row["ref"], state=kind)
            if kind == "letter":
                world.thing("proof_letter", young, row["ref"])
    world.thing("letter_kind", "sam", "leisure", always=True)
    world.thing("proof_code", "sam", "A" * 112, always=True)


def _asked_of_all(world: World, council: str) -> None:
    """Of a council: an open poll and a draft, what was done, a promise. Whoever answered is apart
    from every answer."""
    writer = writes_to_all("bea" if council == "B" else "sam")
    by = {"by_id": world.ids[writer]}
    for sent in (NOW, None):
        id = new_id()
        if sent is None:
            world.poll_drafts.add(id)
        row = world.add(
            Poll, writer, id=id, audience="all", opens=TODAY, closes=TODAY + timedelta(days=7),
            did_by=TODAY + timedelta(days=20), made_at=NOW, sent_at=sent, told_at=sent, **by,
        )  # fmt: skip
        asked = world.add(PollQuestion, writer, poll_id=id, place=1, kind="one")
        option = world.add(PollOption, writer, poll_id=id, question_id=asked["id"], place=1)
        world.add(PollOption, writer, poll_id=id, question_id=asked["id"], place=2)
        state = "sent" if sent else "draft"
        world.thing("poll_of_staff", writer, row["ref"], writer, always=True, state=state)
        if sent:
            world.poll_options[council] = option["id"]
            world.add(PollWords, writer, question_id=asked["id"])
            # Somebody has answered who asks nothing of it here.
            world.add(PollDone, writer, poll_id=id, person_id=world.ids[writer])
            world.thing("poll", writer, row["ref"], writer, always=True)
        else:
            world.thing("poll_draft", writer, row["ref"], writer, always=True)
            world.thing("poll_question", writer, asked["ref"], writer, always=True)
    did = world.add(WeDid, writer, on_day=TODAY, source="other", made_at=NOW, **by)
    world.thing("we_did", writer, did["ref"], writer, always=True)
    world.add(WeDidWords, writer, we_did_id=did["id"], band="teen", language="en", at=NOW, **by)
    point = world.add(
        PledgePoint, writer, place=1, state="going", made_at=NOW, changed_at=NOW, **by
    )  # fmt: skip
    world.thing("pledge_point", writer, point["ref"], writer, always=True)
    of_it = {"point_id": point["id"], **by}
    world.add(PledgeBefore, writer, state="not_yet", until=NOW, **of_it)
    world.add(PledgeEvidence, writer, on_day=TODAY, made_at=NOW, **of_it)
    over = "2026-3"
    world.add(PledgeCount, writer, point_id=point["id"], quarter=over, answer="yes", closed=True)
    world.add(PledgeDone, writer, person_id=world.ids[writer], quarter=over)


def _to_do(world: World, council: str) -> None:
    """Of a council: something to do, on everybody's dates; for each a hello that was written and
    one that waits; one colleague who writes to all."""
    here = [key for key in YOUNG if MEMBERS[key].council == council]
    writer, giver = writes_to_all(here[0]), writes_hellos(here[0])
    wrote = {"made_by_id": world.ids[writer], "changed_by_id": world.ids[writer], "changed_at": NOW}
    one = world.add(
        Opportunity, writer, sort="event", audience="young", need="fun", age_from=5, age_to=27,
        open_to_all=True, opens=TODAY, wall=_at(5), checked_on=TODAY, agreed_at=NOW, **wrote,
    )  # fmt: skip
    world.thing("opportunity", writer, one["ref"], writer, always=True)
    for state, sort, audience, closed, agreed in (
        ("club", "club", "young", None, NOW), ("carers", "event", "carers", None, NOW),
        ("down", "event", "young", NOW, NOW), ("new", "event", "young", None, None),
    ):  # fmt: skip
        other = world.add(
            Opportunity, writer, sort=sort, audience=audience, need="fun", age_from=5, age_to=27,
            open_to_all=False, opens=TODAY, closes=_at(6).date(), wall=_at(6),
            checked_on=TODAY, closed_at=closed, agreed_at=agreed, **wrote,
        )  # fmt: skip
        world.thing("opportunity", writer, other["ref"], writer, always=True, state=state)
    keys = SENSITIVE["opportunity_change.meant"](world, writer, {})
    title = world.markers.new(OpportunityChange.__table__.c.meant, writer, keys)
    row = SimpleNamespace(**{"closes": None, **one})
    meant = packed(replace(meant_of(row), title=title))
    for n in range(2):
        change = world.add(
            OpportunityChange, writer, opportunity_id=one["id"], did="words",
            by_id=world.ids[writer], at=NOW,
            meant=meant,
        )  # fmt: skip
        kind = ("opportunity_change", "opportunity_change_again")[n]
        world.thing(kind, writer, change["ref"], writer, always=True)
    world.add(
        HelloGiver, giver, person_id=world.ids[giver], by_id=world.ids[giver], at=NOW
    )  # fmt: skip
    world.thing("hello_giver", giver, world.refs[giver], giver, always=True)
    world.thing("hello_giver", here[0], world.refs[here[0]], always=True, state="young")
    for young in here:
        whose = {"person_id": world.ids[young]}
        world.add(OpportunityDate, young, opportunity_id=one["id"], at=NOW, **whose)
        world.add(
            HelloWish, young, birthday=False, feasts="christmas new_year", others=True, at=NOW,
            **whose,
        )  # fmt: skip
        written = world.add(
            Hello, young, occasion="own", day=TODAY, reminded_at=NOW, sent_at=NOW,
            by_id=world.ids[runs_groups(young)], **whose,
        )  # fmt: skip
        waits = world.add(
            Hello, young, occasion="weeks", day=TODAY, reminded_at=NOW, text="", **whose
        )  # fmt: skip
        world.thing("hello", young, waits["ref"])
        world.thing("hello_written", young, written["ref"])


def _group(world: World, staff: str, *young: str) -> str:
    """Its ref. Owned by nobody's record: the name of a group is no fact about one person."""
    id = new_id()
    world.members[id] = frozenset(young)
    row = world.add(NewsGroup, staff, id=id)
    for one in young:
        world.add(NewsMember, one, group_id=id, person_id=world.ids[one], starts=TODAY)
    return str(row["ref"])


def _item(
    world: World, owner: str, news: News, writer: str, answered: tuple[str, ...] | None = None
) -> None:
    id, wide = new_id(), answered is not None
    world.news[id] = news
    council = {"council_id": world.councils[MEMBERS[owner].council]}
    row = world.add(
        NewsItem, owner, id=id, by_id=world.ids[writer], replies_to_id=world.ids[news.named],
        audience="ages", own=not wide, age_from=8, age_to=21, made_at=NOW, sent_at=NOW, **council,
    )  # fmt: skip
    world.sent[row["ref"]] = news
    world.thing("news_sent", owner, row["ref"], writer, other=news.named, always=True,
                state="wide" if wide else "")  # fmt: skip
    for young in sorted(news.young):
        copy = world.add(NewsTo, young, news_id=id, person_id=world.ids[young], notice_id=1)
        world.copies[copy["id"]] = id
        world.thing("news", young, copy["ref"], writer)
        if answered is None or young in answered:
            world.add(NewsReply, young, to_id=copy["id"], person_id=world.ids[young],
                      from_id=world.ids[young], made_at=NOW - timedelta(hours=2))  # fmt: skip
            world.thing("news_thread", young, copy["ref"], other=news.named, always=True)


def _ways_in(world: World) -> None:
    """For everybody with an account: passkeys, a session on another phone, an invitation; and the
    browsers from which the matrix asks."""
    for member in PEOPLE:
        if member.role is None:
            continue
        key, account_id = member.key, world.accounts[member.key]
        passkey = world.add(
            Passkey, key, account_id=account_id, added_at=NOW, transports="internal"
        )
        world.thing("passkey", key, passkey["ref"])
        world.add(Receipt, key, account_id=account_id, made_at=NOW)
        if member.kind is PersonKind.STAFF:
            world.add(StaffIdentity, key, account_id=account_id, made_at=NOW, used_at=NOW)
        world.add(Invite, key, person_id=world.ids[key], role=member.role.value, made_at=NOW,
                  ends_at=NOW + timedelta(hours=70))  # fmt: skip
        if member.role in COLLEAGUES:
            # They were told of these three once; who may still read a name of them, is asked.
            for whose in ("sam", "kim", "carer"):
                world.add(Notice, key, person_id=world.ids[key], kind="way_in_used", made_at=NOW,
                          source_kind="person", source_ref=world.refs[whose])  # fmt: skip
        _session(world, member, "other-phone")
        _ways_to_tell(world, member, world._rows[-1].id)
        cookie = _session(world, member, "matrix")
        signed_in = not member.left
        world.actors[key] = Actor(
            key, cookie, key if signed_in else None, member.role if signed_in else None,
            member.council if signed_in else None, lead=member.lead,
        )  # fmt: skip
    sam = MEMBERS["sam"]
    for name, device, idle in (
        ("locked", Device.OWN, timedelta(hours=1)),
        ("run_out", Device.SHARED, timedelta(minutes=16)),
    ):
        cookie = _session(world, sam, name, device=device, idle=idle)
        locked = name == "locked"
        world.actors[name] = Actor(
            name, cookie, None, locked=locked, holds="sam" if locked else None
        )
    world.actors["visitor"] = Actor("visitor", _visitor_cookie(), None)


def _ways_to_tell(world: World, member: Member, session_id: int) -> None:
    """Their other phone is told, and an address; an adult has a nickname for a young person."""
    person = {"person_id": world.ids[member.key]}
    world.add(PushWay, member.key, account_id=world.accounts[member.key], session_id=session_id,
              made_at=NOW, **person)  # fmt: skip
    world.add(OwnWay, member.key, kind="email", made_at=NOW,
              code_ends_at=NOW + timedelta(minutes=9), **person)  # fmt: skip
    world.add(Choice, member.key, topic="plan", channel="push", wanted=True, **person)
    world.add(Quiet, member.key, **person)
    if member.key not in YOUNG:
        of = world.ids["sam" if member.council == "A" else "bea"]
        world.add(Nickname, member.key, of_id=of, **person)


def _visitor_cookie() -> str:
    return "v" + "visitor-of-the-matrix".ljust(43, "0")


def _session(
    world: World, member: Member, name: str, *, device: Device | None = None,
    idle: timedelta = timedelta(0),
) -> str:  # fmt: skip
    cookie = "m" + f"{name}-{member.key}-".ljust(43, "0")
    young_or_carer = member.role in (Role.YOUNG, Role.CARER)
    token_hash = hashed(cookie)
    world.markers.keep(token_hash, "session.token_hash", member.key, frozenset())
    world.add(
        SignInSession, member.key, account_id=world.accounts[member.key], token_hash=token_hash,
        device=(device or (Device.OWN if young_or_carer else Device.STAFF)).value,
        strength="passphrase", proved_at=NOW, started_at=NOW - timedelta(hours=1),
        seen_at=NOW - idle, ends_at=NOW + timedelta(hours=9),
    )  # fmt: skip
    return cookie


def _looks(world: World, connection: DbConnection) -> None:
    """Somebody has looked at each record before: there is something to show."""
    for young in YOUNG:
        who = worker_of(young)
        audit.append(connection, audit.Note(
            world.councils[MEMBERS[young].council], world.ids[young], world.accounts[who],
            world.ids[who], Role.WORKER.value, audit.LOOKED, "staff.person", NOW,
        ))  # fmt: skip


assert clock.today(NOW) == TODAY
