"""Makers: whole, boring rows. A test says only what it is about.

Each takes the database handle and any column by name, flushes, and returns the row. Nothing here
is a rule of the house: times are round, words are plain, and a thing made has no side effects
(no agenda row, no notice) unless its own maker is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from portal.core import clock
from portal.core.access import Device, Role, Viewer
from portal.core.db import Base, Db
from portal.core.ids import new_id, new_ref
from portal.core.receipts import fingerprint
from portal.core.sessions import hashed
from portal.house import (
    Account,
    AgendaItem,
    BigQuestion,
    CareEpisode,
    CheckIn,
    Connection,
    Contact,
    Conversation,
    Council,
    Delivery,
    FamilyTime,
    Invite,
    Leave,
    LocalStandard,
    LostTouch,
    Membership,
    Message,
    MustNotKnow,
    Notice,
    Outbox,
    Owed,
    OwnLine,
    OwnWay,
    Passkey,
    Person,
    Plan,
    PlanAnswer,
    PlanPart,
    PlanResponse,
    PlanVersion,
    Promise,
    PushWay,
    Review,
    Rhythm,
    SavedReply,
    Share,
    SignInSession,
    StaffNote,
    Stop,
    Visit,
    Wording,
    Worry,
)
from portal.invites.rules import code_hash, tidy_word
from portal.people import passphrases, sessions
from portal.people.rules import DEFAULT_GRANTS, Grant, Kind, PersonKind
from portal.people.sessions import LIFETIMES
from portal.shares.rules import Thing, To

Row = TypeVar("Row", bound=Base)
_numbers = count(1)
LONG_AGO = date(2024, 1, 8)
# Tests move the clock by days; those about locked phones say so themselves.
_NEVER_LOCKS = {"relock_minutes": 60 * 24 * 365}
ROLES = {PersonKind.YOUNG: Role.YOUNG, PersonKind.CARER: Role.CARER, PersonKind.STAFF: Role.WORKER}


def make(db: Db, table: type[Row], columns: Mapping[str, Any], given: Mapping[str, Any]) -> Row:
    """A row of `table` from default `columns` and what the test has `given`."""
    row = table(**{**columns, **given})
    db.add(row)
    db.flush()
    return row


def today() -> date:
    return clock.today(clock.now())


def at(days: int = 0, hour: int = 14, minute: int = 0) -> datetime:
    """What a clock on the wall shows at this hour, so many days from today (naive)."""
    day = today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute)


# --- people ----------------------------------------------------------------------------------


def make_council(db: Db, **given: Any) -> Council:
    number = next(_numbers)
    columns = {
        "name": f"Exampleshire {number}",
        "kind": "real",
        "area": "Exampleshire",
        "duty_phone": "020 7946 0101",
        "night_phone": "020 7946 0102",
    }
    return make(db, Council, columns, given)


def the_council(db: Db) -> Council:
    """The test's first council; made when there is none."""
    found = db.scalars(select(Council).order_by(Council.id).limit(1)).first()
    return found or make_council(db)


def make_person(db: Db, kind: PersonKind, **given: Any) -> Person:
    number = next(_numbers)
    council: Council | None = given.pop("council", None)
    columns = {
        "council_id": (council or the_council(db)).id if "council_id" not in given else None,
        "kind": kind.value,
        "code": f"P{number:05}",
        "known_as": f"Person {number}",
    }
    return make(db, Person, columns, given)


def make_young(db: Db, **given: Any) -> Person:
    """A young person of 14, unless it is already Christmas Eve."""
    born = date(today().year - 15, 12, 24)
    return make_person(db, PersonKind.YOUNG, **{"known_as": "Sam", "born": born, **given})


def make_worker(db: Db, *, account: bool = True, **given: Any) -> Person:
    """A member of staff who can sign in: nobody else is named as who answers."""
    columns = {"known_as": "Priya", "first_name": "Priya", "job": "Social worker"}
    made = make_person(db, PersonKind.STAFF, **{**columns, "phone": "020 7946 0111", **given})
    if account:
        make_membership(db, made)
    return made


def make_carer(db: Db, **given: Any) -> Person:
    columns = {"known_as": "Helen", "first_name": "Helen", "job": "Foster carer"}
    return make_person(db, PersonKind.CARER, **{**columns, **given})


def make_relative(db: Db, **given: Any) -> Person:
    """Family or a friend: known by a word, without an account."""
    return make_person(db, PersonKind.OTHER, **{"known_as": "Mum", **given})


def make_connection(
    db: Db, of: Person, to: Person, kind: Kind = Kind.SOCIAL_WORKER, **given: Any
) -> Connection:
    """`to` is something to the young person `of`, since long ago, with the kind's own grants."""
    grants = given.pop("grants", DEFAULT_GRANTS.get(kind, Grant.NAME))
    columns = {
        "council_id": of.council_id,
        "of_id": of.id,
        "with_id": to.id,
        "kind": kind.value,
        "label": to.known_as,
        "starts": LONG_AGO,
        "grants": int(grants),
    }
    return make(db, Connection, columns, given)


def make_pair(db: Db, **young: Any) -> tuple[Person, Person]:
    """A young person and their social worker."""
    sam = make_young(db, **young)
    priya = make_worker(db, council_id=sam.council_id)
    make_connection(db, sam, priya)
    return sam, priya


def make_bar(db: Db, young: Person, other: Person, **given: Any) -> MustNotKnow:
    """`other` must not know of `young`, by order of a court, since yesterday."""
    columns = {
        "council_id": young.council_id,
        "person_id": young.id,
        "other_id": other.id,
        "ground": "court_order",
        "basis": "Family court, order of last week.",
        "review_on": today() + timedelta(days=60),
        "decided_by_id": 1,
        "decided_at": clock.now() - timedelta(days=1),
    }
    return make(db, MustNotKnow, columns, given)


def make_stop(db: Db, young: Person, **given: Any) -> Stop:
    """In force since yesterday, as two people said: the row alone, without what it does."""
    columns = {
        "council_id": young.council_id,
        "person_id": young.id,
        "why": "died",
        "basis": "The hospital rang, and their carer was there.",
        "asked_by_id": 1,
        "asked_at": clock.now() - timedelta(days=2),
        "agreed_by_id": 2,
        "agreed_at": clock.now() - timedelta(days=1),
    }
    return make(db, Stop, columns, given)


def make_lead(db: Db, **given: Any) -> Person:
    """The council's safeguarding lead, who is an administrator otherwise."""
    noor = make_worker(db, **{"known_as": "Noor", "job": "Administrator", **given}, account=False)
    make_membership(db, noor, role=Role.ADMIN, is_lead=True)
    return noor


# --- accounts --------------------------------------------------------------------------------


def make_account(db: Db, **given: Any) -> Account:
    now = clock.now()
    columns = {
        "username": f"user-{next(_numbers)}",
        "made_at": now,
        "told_privacy_at": now,
        **_NEVER_LOCKS,
    }
    return make(db, Account, columns, given)


def make_membership(db: Db, person: Person, **given: Any) -> Membership:
    """An account for this person, with the role that people of their kind have."""
    role = given.pop("role", ROLES.get(PersonKind(person.kind), Role.WORKER))
    columns = {
        "account_id": make_account(db).id if "account_id" not in given else None,
        "council_id": person.council_id,
        "person_id": person.id,
        "role": Role(role).value,
        "starts": LONG_AGO,
    }
    return make(db, Membership, columns, given)


def make_passkey(db: Db, person: Person, **given: Any) -> Passkey:
    """A key that no phone has; makes the account when there is none."""
    membership = db.scalar(select(Membership).where(Membership.person_id == person.id))
    account_id = (membership or make_membership(db, person)).account_id
    account = db.get(Account, account_id)
    assert account is not None
    account.handle = account.handle or f"handle-{next(_numbers)}"
    columns = {
        "account_id": account_id,
        "credential": f"key-{next(_numbers)}".encode(),
        "public_key": b"nobody's",
        "place": "Chrome on Android",
        "added_at": clock.now(),
    }
    return make(db, Passkey, columns, given)


@cache
def kept_word(word: str) -> str:
    """How an agreed word is kept; worked out once, as it takes a while."""
    return passphrases.keep(tidy_word(word))


def make_invite(
    db: Db, person: Person, code: str = "sunny-boat-42", word: str = "blue kettle", **given: Any
) -> Invite:
    now = clock.now()
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "role": ROLES[PersonKind(person.kind)].value,
        "code_hash": code_hash(code),
        "secret": kept_word(word),
        "made_at": now,
        "ends_at": now + timedelta(hours=72),
    }
    return make(db, Invite, columns, given)


def make_viewer(db: Db, person: Person, role: Role | None = None) -> Viewer:
    """`person` as the door would load them, with an account and a session made on the way."""
    membership = db.scalar(select(Membership).where(Membership.person_id == person.id))
    if membership is None:
        membership = make_membership(db, person, **({"role": role} if role else {}))
    elif role:
        membership.role = role.value
    token, _days = sessions.begin(
        db,
        membership.account_id,
        membership.council_id,
        Role(membership.role),
        Device.OWN,
        "passphrase",
        clock.now(),
    )
    db.flush()
    found = sessions.find(db, hashed(token), clock.now())
    assert found is not None
    return found.viewer


def make_session(db: Db, membership: Membership, **given: Any) -> SignInSession:
    """A session row of somebody whose cookie's value nobody knows."""
    now = clock.now()
    columns = {
        "token_hash": hashed(f"m{next(_numbers)}"),
        "account_id": membership.account_id,
        "council_id": membership.council_id,
        "device": Device.OWN.value,
        "strength": "passphrase",
        "proved_at": now,
        "started_at": now,
        "seen_at": now,
        "ends_at": now + LIFETIMES[Device.OWN].whole,
    }
    return make(db, SignInSession, columns, given)


def make_episode(db: Db, person: Person, **given: Any) -> CareEpisode:
    """In foster care under a full care order, going on."""
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "started": LONG_AGO,
        "reason_new": "S",
        "legal_status": "C2",
        "placement": "U4",
    }
    return make(db, CareEpisode, columns, given)


# --- plans and promises ------------------------------------------------------------------------

PARTS = {"home": "You live with Helen.", "health": "You see the dentist twice a year."}


def make_plan(db: Db, person: Person, parts: Mapping[str, str] | None = None, **given: Any) -> Plan:
    """A plan with one published version. parts: area → words, the same in every band."""
    columns = {"council_id": person.council_id, "person_id": person.id, "kind": "care"}
    plan = make(db, Plan, columns, given)
    make_version(db, plan, PARTS if parts is None else parts)
    return plan


def make_version(db: Db, plan: Plan, parts: Mapping[str, str], **given: Any) -> PlanVersion:
    """The next version of a plan, published now. A part whose words stay the same keeps the
    `first_id` of the version before."""
    before = _current_parts(db, plan)
    earlier = db.scalars(select(PlanVersion.number).where(PlanVersion.plan_id == plan.id)).all()
    columns = {
        "council_id": plan.council_id,
        "plan_id": plan.id,
        "number": max(earlier, default=0) + 1,
        "published_at": clock.now(),
        "published_by": "Priya",
        "review_on": today() + timedelta(days=60),
        "review_by": "Ruth",
    }
    version = make(db, PlanVersion, columns, given)
    for place, (area, words) in enumerate(parts.items()):
        _make_part(db, version, place, area, words, before.get(area))
    plan.current_id = version.id
    db.flush()
    return version


def _current_parts(db: Db, plan: Plan) -> dict[str, PlanPart]:
    rows = db.scalars(select(PlanPart).where(PlanPart.version_id == plan.current_id))
    return {part.area: part for part in rows}


def _make_part(
    db: Db, version: PlanVersion, place: int, area: str, words: str, before: PlanPart | None
) -> PlanPart:
    content = fingerprint(words)
    columns = {
        "council_id": version.council_id,
        "version_id": version.id,
        "area": area,
        "place": place,
        "official": f"{words} (in the council's own words)",
        "who": "Priya",
        "by_when": "by the end of term",
        "content": content,
    }
    part = make(db, PlanPart, columns, {})
    same = before is not None and before.content == content
    part.first_id = before.first_id if before is not None and same else part.id
    make_wordings(db, part, words)
    return part


def make_wordings(
    db: Db, part: PlanPart, words: str, bands: Iterable[str] = ("child", "teen", "adult")
) -> None:
    for band in bands:
        columns = {"council_id": part.council_id, "part_id": part.id, "band": band, "text": words}
        make(db, Wording, columns, {})


def make_promise(db: Db, person: Person, owner: Person | None = None, **given: Any) -> Promise:
    """Something to be done in a week."""
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "owner_id": owner.id if owner else None,
        "owner_label": owner.known_as if owner else "Priya",
        "text": "Find a football club near you.",
        "due": today() + timedelta(days=7),
        "made_at": clock.now() - timedelta(days=14),
        "state_on": today() - timedelta(days=14),
    }
    return make(db, Promise, columns, given)


# --- dates -----------------------------------------------------------------------------------


def _appointment(person: Person, days: int) -> dict[str, Any]:
    return {
        "council_id": person.council_id,
        "person_id": person.id,
        "wall": at(days),
        "key": f"K{next(_numbers)}",
    }


def make_visit(db: Db, person: Person, by: Person | None = None, **given: Any) -> Visit:
    """A visit in three days, at two o'clock."""
    who = {"by_id": by.id if by else None, "by_label": by.known_as if by else "Priya"}
    return make(db, Visit, {**_appointment(person, 3), **who}, given)


def make_family_time(db: Db, person: Person, **given: Any) -> FamilyTime:
    """Time with Mum in five days, at two o'clock."""
    return make(db, FamilyTime, {**_appointment(person, 5), "with_label": "Mum"}, given)


def make_review(db: Db, person: Person, run_by: Person | None = None, **given: Any) -> Review:
    """A review in twenty days, at two o'clock."""
    who = {
        "run_by_id": run_by.id if run_by else None,
        "run_by_label": run_by.known_as if run_by else "Ruth",
    }
    return make(db, Review, {**_appointment(person, 20), **who}, given)


def make_agenda_item(db: Db, person: Person, **given: Any) -> AgendaItem:
    """A coming visit as the agenda holds it."""
    number = next(_numbers)
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "kind": "visit",
        "with_label": "Priya",
        "day": (given.get("wall") or at(3)).date(),
        "wall": at(3),
        "source_kind": "visit",
        "source_id": number,
        "source_ref": f"made-{number}",
    }
    return make(db, AgendaItem, columns, given)


# --- messages and what is owed -----------------------------------------------------------------


def make_leave(db: Db, adult: Person, cover: Person | None = None, **given: Any) -> Leave:
    """Away from yesterday for a week from today."""
    columns = {
        "council_id": adult.council_id,
        "person_id": adult.id,
        "cover_id": cover.id if cover else None,
        "starts": today() - timedelta(days=1),
        "ends": today() + timedelta(days=7),
        "made_at": clock.now(),
    }
    return make(db, Leave, columns, given)


def make_conversation(
    db: Db, person: Person, adult: Person | None = None, **given: Any
) -> Conversation:
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "writer_id": person.id,
        "adult_id": adult.id if adult else None,
        "begun_at": clock.now() - timedelta(days=30),
    }
    return make(db, Conversation, columns, given)


def make_message(db: Db, conversation: Conversation, **given: Any) -> Message:
    """A message from the young person, sent just now."""
    columns = {
        "council_id": conversation.council_id,
        "conversation_id": conversation.id,
        "from_id": conversation.person_id,
        "text": "Can I call you on Thursday?",
        "sent_at": clock.now(),
    }
    return make(db, Message, columns, given)


def make_carers_talk(
    db: Db, person: Person, carer: Person, adult: Person | None = None, **given: Any
) -> Conversation:
    """A carer's conversation with the child's worker."""
    return make_conversation(db, person, adult, writer_id=carer.id, kind="carer", **given)


def make_owed(db: Db, debtor: Person, person: Person, **given: Any) -> Owed:
    """A reply owed since yesterday, due tomorrow."""
    now = clock.now()
    number = next(_numbers)
    columns = {
        "council_id": person.council_id,
        "debtor_id": debtor.id,
        "person_id": person.id,
        "kind": "reply",
        "since": now - timedelta(days=1),
        "due_at": now + timedelta(days=1),
        "source_kind": "message",
        "source_id": number,
        "source_ref": person.ref,
    }
    return make(db, Owed, columns, given)


def make_notice(db: Db, person: Person, **given: Any) -> Notice:
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "kind": "something_new",
        "source_kind": "message",
        "made_at": clock.now(),
    }
    return make(db, Notice, columns, given)


# --- worries, saved replies, staff notes ---------------------------------------------------------


def make_worry(db: Db, person: Person, debtor: Person | None = None, **given: Any) -> Worry:
    """They tapped "I need help" a minute ago, and nobody has it yet; on the list of `debtor`."""
    number = next(_numbers)
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "from_id": person.id,
        "why": "help",
        "source_kind": "message",
        "source_id": number,
        "source_ref": f"made-{number}",
        "raised_at": clock.now() - timedelta(minutes=1),
    }
    worry = make(db, Worry, columns, given)
    if debtor is not None:
        about = {"kind": "worry", "source_kind": "worry", "source_id": worry.id, "urgent": True}
        at = {"since": worry.raised_at, "due_at": worry.raised_at, "source_ref": worry.ref}
        make_owed(db, debtor, person, **about, **at)
    return worry


def make_saved_reply(db: Db, owner: Person | None = None, **given: Any) -> SavedReply:
    """The council's, unless it has an owner."""
    columns = {
        "council_id": owner.council_id if owner else the_council(db).id,
        "owner_id": owner.id if owner else None,
        "title": f"Reply {next(_numbers)}",
        "child": "Hi {name}! I will ring you on {day}. From {me}",
        "teen": "Hi {name}, I will call you on {day}. {me}",
        "adult": "Hello {name}, I will call you on {day}. My number is {phone}. {me}",
        "made_by_id": 1,
        "changed_at": clock.now(),
    }
    return make(db, SavedReply, columns, given)


def make_staff_note(db: Db, person: Person, by: Person, **given: Any) -> StaffNote:
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "by_id": by.id,
        "text": "Rang the school.",
        "made_at": clock.now(),
    }
    return make(db, StaffNote, columns, given)


# --- keeping in touch --------------------------------------------------------------------------


def make_leaver(db: Db, age: int = 19, birthday_in: int = 100, **given: Any) -> Person:
    """A care leaver of this age, whose next birthday is so many days away."""
    turns = today() + timedelta(days=birthday_in)
    born = date(turns.year - age - 1, turns.month, turns.day)
    columns = {"known_as": "Jordan", "category": "former_relevant", "born": born}
    return make_young(db, **{**columns, **given})


def make_leaver_and_adviser(db: Db, **young: Any) -> tuple[Person, Person]:
    """A care leaver and their personal adviser."""
    jordan = make_leaver(db, **young)
    dan = make_worker(db, known_as="Dan", council_id=jordan.council_id)
    make_connection(db, jordan, dan, Kind.PERSONAL_ADVISER)
    return jordan, dan


def make_standard(db: Db, council_id: int, **given: Any) -> LocalStandard:
    """The council keeps in touch every eight weeks."""
    columns = {
        "council_id": council_id, "clock": "keep_in_touch", "number": 8, "unit": "weeks",
        "source": "Our own", "valid_from": LONG_AGO,
    }  # fmt: skip
    return make(db, LocalStandard, columns, given)


def make_contact(db: Db, person: Person, by: Person, **given: Any) -> Contact:
    """A call a week ago, in which they spoke."""
    columns = {
        "council_id": person.council_id, "person_id": person.id, "by_id": by.id,
        "day": today() - timedelta(days=7), "how": "call", "note": "We talked about the flat.",
        "made_at": clock.now() - timedelta(days=7),
    }  # fmt: skip
    return make(db, Contact, columns, given)


def make_rhythm(db: Db, person: Person, by: Person | None = None, **given: Any) -> Rhythm:
    """Every four weeks, by call: asked for by themselves, today."""
    columns = {
        "council_id": person.council_id, "person_id": person.id, "weeks": 4, "how": "call",
        "by_id": (by or person).id, "theirs": by is None, "made_at": clock.now(),
    }  # fmt: skip
    return make(db, Rhythm, columns, given)


def make_check_in(db: Db, person: Person, **given: Any) -> CheckIn:
    """Open since yesterday, for two weeks; not answered."""
    columns = {
        "council_id": person.council_id, "person_id": person.id, "why": "birthday",
        "opens": today() - timedelta(days=1), "closes": today() + timedelta(days=13),
    }  # fmt: skip
    return make(db, CheckIn, columns, given)


def make_lost(db: Db, person: Person, by: Person, **given: Any) -> LostTouch:
    """Nobody knows how they are, since a hundred days; looked for since a week."""
    columns = {
        "council_id": person.council_id, "person_id": person.id, "by_id": by.id,
        "since": today() - timedelta(days=100), "made_at": clock.now() - timedelta(days=7),
        "how_found": "",
    }  # fmt: skip
    return make(db, LostTouch, columns, given)


# --- ways to be told ---------------------------------------------------------------------------


def make_push_way(db: Db, person: Person, endpoint: str = "", **given: Any) -> PushWay:
    """A browser of theirs that is told, with a session of its own; keys that are none."""
    membership = db.scalar(select(Membership).where(Membership.person_id == person.id))
    membership = membership or make_membership(db, person)
    session = given.pop("session", None) or make_session(db, membership)
    endpoint = endpoint or f"https://fcm.googleapis.com/fcm/send/{next(_numbers)}"
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "account_id": membership.account_id,
        "session_id": session.id,
        "endpoint": endpoint,
        "endpoint_hash": hashed(endpoint),
        "p256dh": "none",
        "auth": "none",
        "made_at": clock.now(),
    }
    return make(db, PushWay, columns, given)


def make_own_way(
    db: Db, person: Person, kind: str = "email", value: str = "sam@example.org", **given: Any
) -> OwnWay:
    """An address of theirs, shown to be so."""
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "kind": kind,
        "value": value,
        "proved_at": clock.now(),
        "made_at": clock.now(),
    }
    return make(db, OwnWay, columns, given)


def make_outbox(db: Db, person: Person, kind: str = "plan_changed", **given: Any) -> Outbox:
    """Something that the channels have still to say, due now."""
    number = next(_numbers)
    columns = {
        "council_id": person.council_id,
        "person_id": person.id,
        "kind": kind,
        "source_ref": f"made-{number}",
        "dedupe": f"made-{number}",
        "not_before": clock.now(),
    }
    return make(db, Outbox, columns, given)


def make_delivery(db: Db, person: Person, **given: Any) -> Delivery:
    """An e-mail that was given up."""
    columns = {
        "council_id": person.council_id,
        "outbox_id": make_outbox(db, person, done_at=clock.now()).id,
        "person_id": person.id,
        "channel": "email",
        "target_id": 1,
        "sign": new_ref(),
        "state": "dead",
        "attempts": 6,
        "next_at": clock.now(),
        "error": "no_such",
        "made_at": clock.now(),
        "done_at": clock.now(),
    }
    return make(db, Delivery, columns, given)


def make_share(
    db: Db, person: Person, thing: Thing, to: To | Person = To.WORKERS, **given: Any
) -> Share:
    """The young person shows it since yesterday, to whoever works with them or to one person."""
    one = to if isinstance(to, Person) else None
    columns = {
        "council_id": person.council_id, "person_id": person.id, "thing": thing.value,
        "to": To.ONE.value if one else to.value, "with_id": one.id if one else None,
        "given_at": clock.now() - timedelta(days=1),
    }  # fmt: skip
    return make(db, Share, columns, given)


def make_own_line(db: Db, person: Person, **given: Any) -> OwnLine:
    id = given.pop("id", None) or new_id()
    columns = {
        "id": id, "line_id": id, "council_id": person.council_id, "person_id": person.id,
        "kind": "care", "area": "home", "text": "I like my room.", "made_at": clock.now(),
    }  # fmt: skip
    return make(db, OwnLine, columns, given)


def make_response(
    db: Db, person: Person, debtor: Person | None = None, **given: Any
) -> PlanResponse:
    """What a young person says to a part; with a debtor it is owed an answer and waits."""
    id, now = new_id(), given.get("made_at", clock.now())
    columns = {
        "id": id, "wait_id": id, "council_id": person.council_id, "person_id": person.id,
        "kind": "care", "area": "home", "says": "disagree", "why": "", "made_at": now,
        "answer_by": now + timedelta(days=2), "state": "open",
    }  # fmt: skip
    made = make(db, PlanResponse, columns, given)
    if debtor is not None:
        make_owed(
            db, debtor, person, kind="plan_response", source_kind="plan_response",
            source_id=made.wait_id, source_ref=made.ref, since=now, due_at=made.answer_by,
        )  # fmt: skip
    return made


def make_plan_answer(db: Db, response: PlanResponse, by: Person, **given: Any) -> PlanAnswer:
    columns = {
        "council_id": response.council_id, "response_id": response.id, "by_id": by.id,
        "text": "I asked.", "made_at": clock.now(),
    }  # fmt: skip
    return make(db, PlanAnswer, columns, given)


def make_question(db: Db, person: Person, by: Person, **given: Any) -> BigQuestion:
    columns = {
        "council_id": person.council_id, "person_id": person.id, "question": "going_home",
        "stands": "not_yet", "words": "We look at it in spring.", "decides": "The council",
        "ask_again": today() + timedelta(days=90), "by_id": by.id, "made_at": clock.now(),
    }  # fmt: skip
    return make(db, BigQuestion, columns, given)
