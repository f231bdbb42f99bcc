"""What is true in the world of the matrix, in plain lists, and what follows from it.

Who may see what is worked out here from those lists in plain Python: the house's policy is not
asked, and none of its functions is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from portal.core.access import Role
from portal.people.rules import Grant, Kind, PersonKind

G = Grant
ALL = Grant(sum(Grant)) & ~G.IMMIGRATION  # the whole record, but what is given by wish
CARER = G.NAME | G.DATES | G.PLAN
IRO = ALL & ~(G.MESSAGES | G.CONTACT)

NOW = datetime.fromisoformat("2026-11-23T10:00:00+00:00")  # a Monday
TODAY = date(2026, 11, 23)
LONG_AGO, YESTERDAY, TOMORROW = -600, -1, 1

# Roles that can reach anybody at all. For the others a connection is a mistake, and opens nothing.
HELPERS = frozenset({Role.CARER, Role.WORKER, Role.IRO, Role.DUTY, Role.MANAGER})
COLLEAGUES = HELPERS - {Role.CARER}


@dataclass(frozen=True)
class Member:
    """Somebody of this world. role: None for family, who have no account."""

    key: str
    kind: PersonKind
    role: Role | None
    council: str = "A"
    age: int | None = None
    lead: bool = False
    left: bool = False  # does not work here any more, since yesterday
    away: bool = False  # on leave, covered by `stand_in`


@dataclass(frozen=True)
class Link:
    """`to` is something to the young person `of`: days from today, both included; hours from now.
    council: where the row was written; a mistake where it is not that of both."""

    of: str
    to: str
    kind: Kind
    grants: Grant
    first: int = LONG_AGO
    last: int | None = None
    hours: int | None = None
    council: str = "A"


@dataclass(frozen=True)
class Bar:
    """`other` must not know of `of`."""

    of: str
    other: str
    lifted: bool = False


def _young(key: str, age: int, council: str = "A") -> Member:
    return Member(key, PersonKind.YOUNG, Role.YOUNG, council, age)


def _staff(key: str, role: Role, council: str = "A", **more: Any) -> Member:
    return Member(key, PersonKind.STAFF, role, council, **more)


def _carer(key: str, council: str = "A") -> Member:
    return Member(key, PersonKind.CARER, Role.CARER, council)


def _other(key: str, council: str = "A") -> Member:
    return Member(key, PersonKind.OTHER, None, council)


YOUNG = ("sam", "kim", "lee", "dee", "ash", "bea")
PEOPLE = (
    _young("sam", 14),  # the one whom everybody knows
    _young("kim", 13),  # whom everybody knew until yesterday
    _young("lee", 10),  # Sam's brother, in care too; whom only `other_worker` knows
    _young("dee", 15),  # Sam's sister, who must not know of Sam
    _young("ash", 19),  # a care leaver
    _young("bea", 12, "B"),  # of another council
    _carer("carer"),
    _carer("carer_ended"),
    _carer("carer_narrow"),
    _carer("carer_b", "B"),
    _staff("worker", Role.WORKER),
    _staff("other_worker", Role.WORKER),
    _staff("worker_barred", Role.WORKER),
    _staff("worker_soon", Role.WORKER),
    _staff("worker_narrow", Role.WORKER),
    _staff("worker_left", Role.WORKER, left=True),
    _staff("worker_b", Role.WORKER, "B"),
    _staff("adviser", Role.WORKER, away=True),
    _staff("stand_in", Role.WORKER),
    _staff("manager", Role.MANAGER),
    _staff("lead", Role.MANAGER, lead=True),
    _staff("iro", Role.IRO),
    _staff("duty", Role.DUTY),
    _staff("duty_over", Role.DUTY),
    _staff("advocate", Role.ADVOCATE),
    _staff("editor", Role.EDITOR),
    _staff("admin", Role.ADMIN),
    *(_other(f"mum_of_{key}") for key in YOUNG[:-1]),
    _other("mum_of_bea", "B"),
    _other("friend"),
    _other("teacher"),
    _other("nurse"),
)
MEMBERS = {member.key: member for member in PEOPLE}

# Who asks, in the order of the files of tests: people with an account; and browsers of nobody.
NOBODY = ("visitor", "run_out", "locked", "worker_left")
CHILDREN_AND_CARERS = (*YOUNG, *(m.key for m in PEOPLE if m.role is Role.CARER))
STAFF = tuple(
    m.key for m in PEOPLE
    if m.role and m.key not in (*NOBODY, *CHILDREN_AND_CARERS)
)  # fmt: skip
ACTORS = (*NOBODY, *CHILDREN_AND_CARERS, *STAFF)

LINKS = (
    Link("sam", "worker", Kind.SOCIAL_WORKER, ALL | G.IMMIGRATION),
    Link("sam", "carer", Kind.FOSTER_CARER, CARER, last=0),  # today is the last day
    Link("sam", "carer_ended", Kind.FOSTER_CARER, ALL, last=YESTERDAY),
    Link("sam", "carer_narrow", Kind.KEYWORKER, G.NAME),
    Link("sam", "worker_barred", Kind.SOCIAL_WORKER, ALL),
    Link("sam", "worker_soon", Kind.SOCIAL_WORKER, ALL, first=TOMORROW),
    Link("sam", "worker_narrow", Kind.OTHER, G.NAME | G.DATES),
    Link("sam", "worker_left", Kind.SOCIAL_WORKER, ALL),
    Link("sam", "manager", Kind.MANAGER, ALL),
    Link("sam", "iro", Kind.IRO, IRO),
    Link("sam", "duty", Kind.EMERGENCY, ALL, first=0, hours=2),
    Link("sam", "duty_over", Kind.EMERGENCY, ALL, first=0, hours=0),  # until this very moment
    Link("sam", "advocate", Kind.OTHER, ALL),  # rows that should not be there
    Link("sam", "editor", Kind.OTHER, ALL),
    Link("sam", "admin", Kind.OTHER, ALL),
    Link("sam", "worker_b", Kind.SOCIAL_WORKER, ALL, council="B"),  # a mis-joined import
    Link("sam", "carer_b", Kind.FOSTER_CARER, ALL, council="B"),
    Link("sam", "lee", Kind.FAMILY, G.NAME),
    Link("sam", "dee", Kind.FAMILY, G.NAME),
    Link("sam", "friend", Kind.FRIEND, G.NAME),
    Link("sam", "teacher", Kind.TEACHER, G.NAME),
    Link("sam", "nurse", Kind.NURSE, G.NAME),
    Link("lee", "sam", Kind.FAMILY, G.NAME),
    Link("lee", "other_worker", Kind.SOCIAL_WORKER, ALL),
    Link("dee", "sam", Kind.FAMILY, G.NAME),
    Link("dee", "other_worker", Kind.SOCIAL_WORKER, ALL),
    Link("kim", "other_worker", Kind.SOCIAL_WORKER, ALL),
    *(
        Link("kim", key, kind, ALL, last=YESTERDAY)
        for key, kind in (
            ("worker", Kind.SOCIAL_WORKER), ("carer", Kind.FOSTER_CARER),
            ("carer_narrow", Kind.FOSTER_CARER), ("worker_narrow", Kind.PERSONAL_ADVISER),
            ("manager", Kind.MANAGER), ("iro", Kind.IRO), ("lead", Kind.MANAGER),
        )
    ),
    Link("kim", "duty", Kind.EMERGENCY, ALL, first=0, hours=-1),
    Link("ash", "worker", Kind.PERSONAL_ADVISER, G.NAME | G.PLAN | G.DATES, first=-90),
    Link("ash", "adviser", Kind.PERSONAL_ADVISER, ALL, first=-30),
    Link("ash", "stand_in", Kind.MANAGER, ALL),
    Link("bea", "worker_b", Kind.SOCIAL_WORKER, ALL | G.IMMIGRATION, council="B"),
    Link("bea", "carer_b", Kind.FOSTER_CARER, CARER, council="B"),
    *(Link(key, f"mum_of_{key}", Kind.FAMILY, G.NAME, council=MEMBERS[key].council)
      for key in YOUNG),
)  # fmt: skip

# Carers who wrote to the worker about a child; one of them the child has left since.
CARERS_WHO_WROTE = {"sam": "carer", "kim": "carer", "bea": "carer_b"}

BARS = (
    Bar("sam", "worker_barred"),
    Bar("sam", "dee"),
    Bar("lee", "manager"),  # meets Sam's brother on Sam's page, and must not
    Bar("ash", "worker", lifted=True),
)

# What a plan's parts, and whole plans, need besides PLAN.
AREAS = {
    "home": G.ADDRESS, "people": G.FAMILY, "family_time": G.FAMILY, "school": G.SCHOOL,
    "education": G.SCHOOL, "work": G.SCHOOL, "health": G.HEALTH, "feelings": G.HEALTH,
    "identity": G.PLAN, "family": G.FAMILY, "money": G.PLAN, "skills": G.PLAN, "fun": G.PLAN,
    "future": G.PLAN, "safety": G.REASONS, "immigration": G.IMMIGRATION,
    "legal": G.REASONS,
}  # fmt: skip
WHOLE_PLANS = {
    "care": G.PLAN, "pathway": G.PLAN, "school": G.SCHOOL, "health": G.HEALTH,
    "wellbeing": G.HEALTH,
}  # fmt: skip
PLANS = {
    "sam": ("care", "health"), "kim": ("care", "wellbeing"), "lee": ("care", "school"),
    "dee": ("care",), "ash": ("pathway",), "bea": ("care", "health"),
}  # fmt: skip
# As they stand in an address (`portal.plan.rules`): what is in a phone's history for good.
PLAN_CODES = {"care": "a", "pathway": "b", "school": "c", "health": "d", "wellbeing": "e"}
AREA_CODES = {area: str(10 + place) for place, area in enumerate(AREAS)}
# What an adult needs to be told who somebody is to the young person: it says where they live or
# learn, or how they are.
NEEDED_TO_KNOW = {
    Kind.FAMILY: G.FAMILY, Kind.FRIEND: G.FAMILY, Kind.OTHER: G.FAMILY,
    Kind.FOSTER_CARER: G.ADDRESS, Kind.KEYWORKER: G.ADDRESS, Kind.TEACHER: G.SCHOOL,
    Kind.NURSE: G.HEALTH,
}  # fmt: skip
NUMBER_IS_FOR_WORK = (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER, Kind.IRO)


@cache
def holds(link: Link) -> bool:
    """Whether it lets its adult in at this moment."""
    covers_today = link.first <= 0 and (link.last is None or link.last >= 0)
    still_open = link.hours is None or link.hours > 0
    return covers_today and still_open and in_its_council(link) and not barred(link.of, link.to)


@cache
def barred(of: str, other: str) -> bool:
    return any(bar.of == of and bar.other == other and not bar.lifted for bar in BARS)


@cache
def granted(key: str, young: str) -> Grant:
    """What somebody may see of a young person, besides their own."""
    if MEMBERS[key].role not in HELPERS or MEMBERS[key].left:
        return Grant(0)
    found = Grant(0)
    for link in LINKS:
        if link.to == key and link.of == young and holds(link):
            found |= link.grants
    return found


@cache
def those_granted(grant: Grant, young: str) -> frozenset[str]:
    """The young person, and everybody who was granted all of this."""
    others = {key for key in MEMBERS if grant | G.NAME in granted(key, young)}
    return frozenset({young} | others)


@cache
def those_with_the_carer(young: str) -> frozenset[str]:
    """Who reads what a carer wrote about a child: that carer, while the child is with them, and
    whoever was granted MESSAGES. Never the child, who has messages of their own."""
    carer = CARERS_WHO_WROTE[young]
    with_them = {carer} if G.NAME in granted(carer, young) else set()
    return (those_granted(G.MESSAGES, young) - {young}) | with_them


@cache
def those_who_meet(key: str) -> frozenset[str]:
    """Who may be told that somebody (of any kind) is there, and what they are called."""
    found = {key}
    if key in YOUNG:
        found |= those_granted(G.NAME, key)
    for link in LINKS:
        if link.to != key or not in_its_council(link):
            continue
        found.add(link.of)  # on their own list everybody stays
        if holds(link):
            found |= those_granted(NEEDED_TO_KNOW.get(link.kind, G.NAME), link.of)
    found |= {young for young in TOLD_OF_SOMEBODY_NEW if takes_over(young) == key}
    for young in YOUNG:
        if ever_connected(young, key) or any((b.of, b.other) == (young, key) for b in BARS):
            found |= those_who_decide(young)
    return frozenset(one for one in found if not barred(key, one))


@cache
def those_who_hear(key: str) -> frozenset[str]:
    """Who reads the name somebody goes by, besides those who meet them. Of a young person: who
    sees that their record was opened, or that a notice could not reach them. Of somebody who
    works for the council: their colleagues, who read what they decided; and young people, of
    those who could have looked at their record."""
    found = set(those_who_meet(key))
    here = [m for m in PEOPLE if m.council == MEMBERS[key].council and m.role and not m.left]
    for young, carer in CARERS_WHO_WROTE.items():
        if carer == key:  # their name stands at what they wrote
            found |= those_with_the_carer(young)
    found |= those_who_name(key)
    if key in ("editor", "worker"):  # whose news they all got, and who is named on it
        found |= those_of("A", frozenset({Role.YOUNG}))
    if key in WROTE_PAGES:  # whose name stands at a draft, and at each version that was
        found |= those_of(MEMBERS[key].council, EDITORS)
    if key in AGREED_ON_LETTERS:
        found |= those_of(MEMBERS[key].council, WORD_LETTERS)
    if key in ANSWERED_THE_EDITOR:
        found.add("worker")
    if key in YOUNG:
        found |= those_who_see_openings(key) | those_who_see_hand_overs(key)
        found.add(runs_groups(key))
        # whom a notice could not reach
        found |= {m.key for m in here if m.role in (Role.ADMIN, Role.MANAGER)}
    elif MEMBERS[key].kind is PersonKind.STAFF:
        found |= {m.key for m in here if m.role in COLLEAGUES}
        if MEMBERS[key].role in (Role.DUTY, Role.MANAGER):
            found |= {m.key for m in here if m.key in YOUNG}
    return frozenset(one for one in found if not barred(key, one))


KEEPERS = frozenset({Role.ADMIN, Role.EDITOR, Role.MANAGER})  # of the council's hours


@cache
def colleagues_of(key: str) -> frozenset[str]:
    """Staff who say who covers for whom read the names of those who can."""
    if MEMBERS[key].kind is not PersonKind.STAFF or MEMBERS[key].role not in COLLEAGUES:
        return frozenset()
    here = (m for m in PEOPLE if m.council == MEMBERS[key].council and m.role in COLLEAGUES)
    return frozenset(m.key for m in here if not m.left)


def in_its_council(link: Link) -> bool:
    return link.council == MEMBERS[link.of].council == MEMBERS[link.to].council


def ever_connected(young: str, key: str) -> bool:
    """In either direction, and whenever it was."""
    return any({link.of, link.to} == {young, key} and in_its_council(link) for link in LINKS)


@cache
def those_who_decide(young: str) -> frozenset[str]:
    """Who may decide who must not know: a worker or manager who knows why they are in care, and
    not only for some hours; and whoever oversees the council, unless they must not know."""
    others = {
        link.to
        for link in LINKS
        if link.of == young and holds(link) and link.hours is None and G.REASONS in link.grants
    }
    found = {
        k for k in others if MEMBERS[k].role in (Role.WORKER, Role.MANAGER) and not MEMBERS[k].left
    }
    here = (m for m in PEOPLE if m.council == MEMBERS[young].council and m.role and not m.left)
    found |= {m.key for m in here if oversees(m.key) and not barred(young, m.key)}
    return frozenset(found)


def oversees(key: str) -> bool:
    return MEMBERS[key].role is Role.MANAGER or MEMBERS[key].lead


@cache
def those_who_read_complaint(young: str, handler: str, about: str) -> frozenset[str]:
    """The young person, and who deals with it: a manager or the safeguarding lead, never whom it is
    about."""
    deals = {handler} if oversees(handler) and handler != about else set()
    return frozenset({young} | {k for k in deals if not barred(young, k)})


@cache
def those_who_see_good_news(young: str, to: tuple[str, ...]) -> frozenset[str]:
    """To whom it went, while they are connected with the young person."""
    return frozenset({young} | {key for key in to if G.NAME in granted(key, young)})


@cache
def those_who_see_openings(young: str, adult: str | None = None) -> frozenset[str]:
    """What was opened of a young person is seen by whoever asked, and by those who oversee: never
    by the adult whom it is about, nor by anybody who must not know of the young person."""
    council = MEMBERS[young].council
    seers = {m.key for m in PEOPLE if m.council == council and m.role and oversees(m.key)}
    seers.add(asks_for_openings(young))
    return frozenset(k for k in seers if k != adult and not barred(young, k))


@cache
def those_who_read_said(
    young: str, readers: int, owner: str, *, answers: bool = False, given: str = ""
) -> frozenset[str]:
    """What was said, to whom they chose: a reviewing officer (1) as that, a worker (2) as whoever
    reads their messages and is no officer, a carer (4) with whom they live. What a manager owes: a
    manager who reads their messages, and one on whose list it is. answers: who may answer it; never
    for some hours only."""
    found = set() if answers else {young}
    for link in LINKS:
        member = MEMBERS[link.to]
        by_the_hour = answers and link.hours is not None
        if link.of != young or not holds(link) or member.left or by_the_hour:
            continue
        officer = link.kind is Kind.IRO and G.REVIEWS | G.NAME in link.grants
        worker = link.kind is not Kind.IRO and G.MESSAGES | G.NAME in link.grants
        placed = link.kind in (Kind.FOSTER_CARER, Kind.KEYWORKER) and G.PLAN in link.grants
        if member.role in COLLEAGUES:
            manages = owner == "manager" and worker and member.role is Role.MANAGER
            as_officer = bool(readers & 1) and officer and not (answers and owner == "manager")
            as_worker = bool(readers & 2) and worker and not (answers and owner != "worker")
            if manages or as_officer or as_worker:
                found.add(link.to)
        elif member.role is Role.CARER and readers & 4 and placed and not answers:
            found.add(link.to)
    if given and owner == "manager" and not barred(young, given):
        found.add(given)
    return frozenset(found)


@cache
def those_who_write_decisions(young: str, needs: Grant) -> frozenset[str]:
    """As their worker, their manager or their reviewing officer, with all of this granted for that;
    never for some hours only."""
    as_what = (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER, Kind.MANAGER, Kind.IRO)
    return frozenset(
        link.to for link in LINKS
        if link.of == young and link.kind in as_what and holds(link) and link.hours is None
        and MEMBERS[link.to].role in (Role.WORKER, Role.MANAGER, Role.IRO)
        and not MEMBERS[link.to].left and needs | G.NAME | G.PLAN in link.grants
    )  # fmt: skip


@cache
def those_who_read_decision(young: str, needs: Grant, carers: bool, told: bool) -> frozenset[str]:
    """The young person and who was granted what it tells of, once it is told; carers only where
    they may. A note of those who write it before."""
    found = set(those_who_write_decisions(young, needs))
    if told:
        given = those_granted(needs | G.NAME | G.PLAN, young)
        found |= {
            key for key in given
            if key == young or carers or MEMBERS[key].role is not Role.CARER
        }  # fmt: skip
    return frozenset(found)


@cache
def staff_who_read(young: str) -> frozenset[str]:
    """Who reads their messages for the council: for what is never shown to themselves."""
    read = those_granted(G.MESSAGES, young)
    return frozenset(k for k in read if MEMBERS[k].role in COLLEAGUES)


@cache
def those_who_read_claims(young: str) -> frozenset[str]:
    """What they asked for: they, and staff who read their messages."""
    return frozenset({young}) | staff_who_read(young)


@cache
def those_who_see_worries(young: str) -> frozenset[str]:
    """Staff who read their messages, and whoever oversees, unless they must not know. On whose
    list one is, reads them too, as the world has it."""
    here = (m for m in PEOPLE if m.council == MEMBERS[young].council and m.role and not m.left)
    seers = {m.key for m in here if oversees(m.key) and not barred(young, m.key)}
    return staff_who_read(young) | seers


def asks_for_openings(young: str) -> str:
    return "worker_b" if MEMBERS[young].council == "B" else "duty"


def agrees_to_openings(young: str) -> str:
    return "worker_b" if MEMBERS[young].council == "B" else "lead"


def those_who_look_into(young: str) -> frozenset[str]:
    """Who reads an adult's messages that were opened: of the two who agreed, who oversees."""
    two = {asks_for_openings(young), agrees_to_openings(young)}
    seen = those_who_see_openings(young, worker_of(young))
    return frozenset(k for k in two & seen if oversees(k))


def gives_a_way_in(key: str, young: str) -> bool:
    """A worker or manager to whom all was granted by one connection, and not by the hour."""
    return MEMBERS[key].role in (Role.WORKER, Role.MANAGER) and bool(granted(key, young)) and any(
        (link.of, link.to) == (young, key) and holds(link) and link.hours is None
        and ALL in link.grants
        for link in LINKS
    )  # fmt: skip


def lives_with(young: str, carer: str) -> bool:
    return any(
        (link.of, link.to) == (young, carer) and holds(link) and link.hours is None
        and link.kind in (Kind.FOSTER_CARER, Kind.KEYWORKER)
        for link in LINKS
    )  # fmt: skip


CARDS = ("worker", "carer", "worker_barred", "worker_left", "manager", "worker_b")


def those_who_see_the_card(key: str) -> frozenset[str]:
    """An adult's card: they themselves, colleagues where they are staff, and young people who are
    connected with them today, unless one must not know of the other."""
    found = {key}
    if MEMBERS[key].kind is PersonKind.STAFF:
        here = (m for m in PEOPLE if m.council == MEMBERS[key].council and not m.left)
        found |= {m.key for m in here if m.role in COLLEAGUES}
    hidden = (Kind.MANAGER, Kind.EMERGENCY)
    for link in LINKS:
        near = link.to == key and in_its_council(link) and holds(link) and link.hours is None
        if near and link.kind not in hidden and not barred(key, link.of):
            found.add(link.of)
    return frozenset(found)


def worker_of(young: str) -> str:
    return {"sam": "worker", "ash": "adviser", "bea": "worker_b"}.get(young, "other_worker")


# --- news -------------------------------------------------------------------------------------

WRITERS = frozenset({Role.EDITOR, Role.WORKER, Role.MANAGER})
KEEP_GROUPS = frozenset({Role.EDITOR, Role.MANAGER})
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})  # of the pages that everybody reads
READ_PAGES = frozenset({Role.YOUNG, Role.CARER, Role.WORKER, Role.IRO, Role.DUTY, Role.MANAGER})
WROTE_PAGES = ("editor", "worker_b")
WORD_LETTERS = frozenset({Role.EDITOR, Role.ADMIN})
AGREED_ON_LETTERS = ("worker", "worker_b", "admin")  # wrote words of letters, or agreed on them
# The editor's news went to all of council A, and names `worker`. These answered it.
ANSWERED_THE_EDITOR = ("sam", "kim")


@cache
def those_of(council: str, roles: frozenset[Role]) -> frozenset[str]:
    return frozenset(
        m.key for m in PEOPLE if m.council == council and m.role in roles and not m.left
    )


def may_write_to(key: str, young: str) -> bool:
    return G.NAME | G.MESSAGES in _works_with(key, young)


@cache
def those_who_see_news(young: str) -> frozenset[str]:
    """Who sees what was sent to this young person alone, by their worker: the writer, and a manager
    who works with them."""
    managers = those_of(MEMBERS[young].council, frozenset({Role.MANAGER}))
    return frozenset({worker_of(young), *(k for k in managers if may_write_to(k, young))})


@cache
def those_who_name(key: str) -> frozenset[str]:
    """Who may name this worker or manager to read the answers."""
    if key not in those_of(MEMBERS[key].council, frozenset({Role.WORKER, Role.MANAGER})):
        return frozenset()
    return those_of(MEMBERS[key].council, KEEP_GROUPS)


# --- groups that meet, polls, the promise -----------------------------------------------------


def runs_groups(key: str) -> str:
    """Who runs every group of a council, writes to all of it in B, and sees who is in."""
    return "worker_b" if MEMBERS[key].council == "B" else "worker"


def writes_to_all(key: str) -> str:
    return "worker_b" if MEMBERS[key].council == "B" else "editor"


@cache
def young_and_keepers(council: str) -> frozenset[str]:
    return those_of(council, KEEP_GROUPS | {Role.YOUNG})


# --- things to do, hellos -----------------------------------------------------------------------

READ_THE_BOARD = frozenset(
    {Role.YOUNG, Role.CARER, Role.WORKER, Role.IRO, Role.DUTY, Role.MANAGER, Role.EDITOR}
)
WRITE_HELLOS = frozenset({Role.WORKER, Role.DUTY, Role.MANAGER})


def writes_hellos(key: str) -> str:
    """Who was named in a council to write hellos to whoever allows it: everybody does."""
    return "worker_b" if MEMBERS[key].council == "B" else "manager"


@cache
def those_who_write_hellos(young: str) -> frozenset[str]:
    """Their workers, whoever covers for one who is away, and who was named."""
    theirs, named = those_who_answer(young), writes_hellos(young)
    return theirs if barred(young, named) else theirs | {named}


@cache
def those_who_answer(young: str) -> frozenset[str]:
    """Their workers, and whoever covers for one who is away."""
    theirs = {
        link.to
        for link in LINKS
        if link.of == young and holds(link) and not MEMBERS[link.to].left
        and link.kind in (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER)
        and MEMBERS[link.to].role in WRITE_HELLOS and G.NAME | G.MESSAGES in link.grants
    }  # fmt: skip
    if any(MEMBERS[key].away for key in theirs):
        theirs |= {"stand_in"} & staff_who_read(young)
    return frozenset(theirs)


# --- hand-overs, and whose name stands on a list ------------------------------------------------

# Of whom somebody agreed that another worker comes; for all others it waits.
TOLD_OF_SOMEBODY_NEW = ("sam", "bea")


def takes_over(young: str) -> str:
    return "worker_b" if MEMBERS.get(young) and MEMBERS[young].council == "B" else "stand_in"


@cache
def those_who_see_hand_overs(young: str) -> frozenset[str]:
    """Whoever hands over or takes over, and every manager; nobody who must not know of them."""
    council = MEMBERS[young].council
    found = {m.key for m in PEOPLE if m.council == council and m.role is Role.MANAGER}
    found |= {worker_of(young), takes_over(young)}
    return frozenset(k for k in found if not barred(young, k))


# --- writing plans ------------------------------------------------------------------------------


@cache
def writes_plan(key: str, young: str, grant: Grant) -> bool:
    """As their worker or their manager, and with all of this granted for that; never by the hour,
    and never somebody who covers or reviews."""
    found = Grant(0)
    for link in LINKS:
        as_theirs = link.kind in (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER, Kind.MANAGER)
        if (link.of, link.to) == (young, key) and as_theirs and holds(link) and link.hours is None:
            found |= link.grants
    right_role = MEMBERS[key].role in (Role.WORKER, Role.MANAGER) and not MEMBERS[key].left
    return right_role and grant | G.PLAN | G.NAME in found


@cache
def those_who_write(young: str, grant: Grant = G.PLAN) -> frozenset[str]:
    return frozenset(key for key in MEMBERS if writes_plan(key, young, grant))


@cache
def those_who_read_what_was_taken_back(young: str) -> frozenset[str]:
    """Those who write the plan, and whoever oversees the council and may know of them."""
    council = MEMBERS[young].council
    oversee = {
        m.key for m in PEOPLE
        if m.council == council and m.role and oversees(m.key) and not m.left
        and not barred(young, m.key)
    }  # fmt: skip
    return those_who_write(young) | oversee


def _works_with(key: str, young: str) -> Grant:
    """What was granted to somebody, and not by the hour."""
    grants = Grant(0)
    for link in LINKS:
        if (link.of, link.to) == (young, key) and holds(link) and link.hours is None:
            grants |= link.grants
    return grants


def _is_worker_of(key: str, young: str) -> bool:
    return any(
        (link.of, link.to) == (young, key) and holds(link) and link.hours is None
        and link.kind in (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER)
        for link in LINKS
    )  # fmt: skip


def may_promise(key: str, young: str) -> bool:
    """Who reads the plan, and not only for some hours."""
    return G.NAME | G.PLAN in _works_with(key, young)


def is_near(key: str, young: str) -> bool:
    """Whether somebody stands among the people of this young person today."""
    return any((link.of, link.to) == (young, key) and holds(link) for link in LINKS)


def writes_moves(key: str, young: str) -> bool:
    """Who may know where they live, and not only for some hours."""
    return G.NAME | G.ADDRESS in _works_with(key, young)


def sees_fields(key: str, young: str) -> bool:
    return G.NAME | G.REASONS in _works_with(key, young)


def could_be_given(young: str, adult: str) -> bool:
    """Whether an adult is somebody to whom they may give a field of their own."""
    return any(
        (link.of, link.to) == (young, adult) and in_its_council(link) and link.hours is None
        and link.kind in (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER, Kind.IRO)
        and (link.last is None or link.last >= 0) and not barred(young, adult)
        for link in LINKS
    )  # fmt: skip


def works_on_plan(key: str, young: str) -> bool:
    """Their social worker or adviser, who was granted the plan, and not for some hours only."""
    return any(
        (link.of, link.to) == (young, key) and holds(link) and link.hours is None
        and link.kind in (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER)
        and G.NAME | G.PLAN in link.grants and MEMBERS[key].role in HELPERS
        for link in LINKS
    )  # fmt: skip


FOR_REVIEWS = G.NAME | G.DATES | G.REVIEWS


@cache
def looks_after_reviews(key: str, young: str) -> bool:
    """Who comes and what is talked about: their worker, manager and reviewing officer, with all of
    this granted, and not for some hours only."""
    return _as(key, young, (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER, Kind.IRO, Kind.MANAGER))


@cache
def writes_letters(key: str, young: str) -> bool:
    """Their reviewing officer; and whoever runs their reviews, as one of their own."""
    runs = key == iro_of(young) and looks_after_reviews(key, young)
    return runs or talks_alone(key, young)


@cache
def reads_wishes(key: str, young: str) -> bool:
    """Whom they would rather not have there: their worker, their reviewing officer, and whoever
    runs their reviews."""
    workers = _as(key, young, (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER))
    return workers or writes_letters(key, young)


@cache
def talks_alone(key: str, young: str) -> bool:
    """Their reviewing officer."""
    return _as(key, young, (Kind.IRO,))


def _as(key: str, young: str, kinds: tuple[Kind, ...]) -> bool:
    return MEMBERS[key].role in HELPERS - {Role.CARER, Role.DUTY} and any(
        (link.of, link.to) == (young, key) and holds(link) and link.hours is None
        and link.kind in kinds and FOR_REVIEWS in link.grants
        for link in LINKS
    )  # fmt: skip


@cache
def those_who_write_letters(young: str) -> frozenset[str]:
    return frozenset(key for key in MEMBERS if writes_letters(key, young))


def hands_over(key: str, young: str) -> bool:
    """Those who work with them; the page tells whoever has no place to hand over whom to ask."""
    return G.NAME | G.MESSAGES in _works_with(key, young)


def shares_somebody(key: str, worker: str) -> bool:
    """Whether both work with the same young person."""
    return key != worker and any(
        G.NAME | G.MESSAGES in _works_with(key, young) and _is_worker_of(worker, young)
        for young in YOUNG
    )


@cache
def those_who_are_led_to(key: str) -> frozenset[str]:
    """Who is given the address or the full name of somebody, besides those who meet them: of a
    young person whoever decides whether everything stops, and sees hand-overs; of a worker whoever
    may choose who takes over; of whoever deals with complaints the young people of the council."""
    if key in YOUNG:
        return those_who_decide(key) | those_who_see_hand_overs(key)
    if oversees(key):  # to whom young people complain
        return frozenset(
            m.key for m in PEOPLE
            if m.council == MEMBERS[key].council and m.key in YOUNG and not barred(m.key, key)
        )  # fmt: skip
    if MEMBERS[key].role is not Role.WORKER or MEMBERS[key].left:
        return frozenset()
    council = MEMBERS[key].council
    return frozenset(
        m.key for m in PEOPLE
        if m.council == council and m.role in (Role.WORKER, Role.MANAGER) and not m.left
    )  # fmt: skip


def those_who_are_shown(young: str) -> frozenset[str]:
    """What the young person shows to whoever works with them and whoever they live with: those who
    do today, of an account that reaches people at all, and may know of them."""
    shown_to = (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER, Kind.FOSTER_CARER, Kind.KEYWORKER)
    return frozenset(
        link.to
        for link in LINKS
        if link.of == young and link.kind in shown_to and link.hours is None and holds(link)
        and granted(link.to, young)
    )  # fmt: skip


def iro_of(young: str) -> str:
    return "worker_b" if young == "bea" else "iro"


def those_who_call(key: str) -> frozenset[str]:
    """Who is given somebody's number: only of people whose work it is to answer. Whoever is kept
    apart from somebody in a group rings who runs it."""
    if key == runs_groups("sam"):
        return those_who_meet(key) | {bar.other for bar in BARS if bar.other in YOUNG}
    works = any(link.to == key and link.kind in NUMBER_IS_FOR_WORK for link in LINKS)
    return those_who_meet(key) if works else frozenset({key})


def those_in(council: str) -> frozenset[str]:
    return frozenset(m.key for m in PEOPLE if m.council == council and m.role and not m.left)


@cache
def those_who_read_wishes(young: str) -> frozenset[str]:
    """Their reviewing officer, and whoever of the council was granted their messages."""
    found = set()
    for link in LINKS:
        needed = G.NAME | (G.REVIEWS if link.kind is Kind.IRO else G.MESSAGES)
        if link.of == young and holds(link) and needed in link.grants:
            found.add(link.to)
    return frozenset(key for key in found if MEMBERS[key].role in COLLEAGUES)
