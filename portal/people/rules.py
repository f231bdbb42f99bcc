"""What may be granted, who may be connected how, ages, passphrases. Plain functions."""

from __future__ import annotations

from datetime import date
from enum import IntFlag, StrEnum

from portal.people.common import too_common

SHORTEST_PASSPHRASE = 10
LONGEST_PASSPHRASE = 200


class Grant(IntFlag):
    """Fields of a young person's record. Each is granted on its own; none by default."""

    NAME = 1  # known-as name and pronouns: every connection has it
    PLAN = 2
    DATES = 4
    FAMILY = 8
    MESSAGES = 16
    HEALTH = 32
    SCHOOL = 64
    ADDRESS = 128
    CONTACT = 256
    REASONS = 512  # why in care, legal status
    REVIEWS = 1024
    IMMIGRATION = 2048  # whether they may stay here: only the young person, or by their wish


GRANT_NAMES = {grant.name.lower(): grant for grant in Grant if grant.name}
ALL_GRANTS = Grant(sum(Grant))
# Given by no default, no file, no hand-over and no emergency: only by the young person, or by a
# manager with a reason which the young person reads (`staying.granting`).
BY_WISH = Grant.IMMIGRATION

# What an allocated worker is given when the council's file says nothing else: the whole record
# but what is given by wish.
WORKER_GRANTS = ALL_GRANTS & ~BY_WISH
IRO_GRANTS = (
    Grant.NAME
    | Grant.PLAN
    | Grant.DATES
    | Grant.FAMILY
    | Grant.REVIEWS
    | Grant.REASONS
    | Grant.HEALTH
    | Grant.SCHOOL
    | Grant.ADDRESS
)
CARER_GRANTS = Grant.NAME | Grant.DATES | Grant.PLAN
# What is left to somebody with whom a young person lived, in the days of grace after the last day:
# their name, to pass on to the worker what still has to be. Nothing new: no address, plan or date.
GRACE_GRANTS = Grant.NAME
# What somebody is given who reads and answers in a worker's place, and nothing else of the record.
COVER_GRANTS = Grant.NAME | Grant.MESSAGES | Grant.CONTACT


class Kind(StrEnum):
    """What somebody is to a young person."""

    SOCIAL_WORKER = "social_worker"
    PERSONAL_ADVISER = "personal_adviser"
    IRO = "iro"
    FOSTER_CARER = "foster_carer"
    KEYWORKER = "keyworker"
    MANAGER = "manager"
    EMERGENCY = "emergency"  # somebody on duty who had to look, for some hours
    COVER = "cover"  # reads and answers in place of somebody, on the days of this connection
    TEACHER = "teacher"
    NURSE = "nurse"
    FAMILY = "family"
    FRIEND = "friend"
    OTHER = "other"


WORKERS = (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER)
PLACED_WITH = (Kind.FOSTER_CARER, Kind.KEYWORKER)

DEFAULT_GRANTS = {
    Kind.SOCIAL_WORKER: WORKER_GRANTS,
    Kind.PERSONAL_ADVISER: WORKER_GRANTS,
    Kind.IRO: IRO_GRANTS,
    Kind.MANAGER: WORKER_GRANTS,
    Kind.FOSTER_CARER: CARER_GRANTS,
    Kind.KEYWORKER: CARER_GRANTS,
    Kind.COVER: COVER_GRANTS,
}


# Who somebody's people are says where they live or learn, or how they are.
NEEDED_TO_KNOW = {
    Kind.FAMILY: Grant.FAMILY,
    Kind.FRIEND: Grant.FAMILY,
    Kind.OTHER: Grant.FAMILY,
    Kind.FOSTER_CARER: Grant.ADDRESS,
    Kind.KEYWORKER: Grant.ADDRESS,
    Kind.TEACHER: Grant.SCHOOL,
    Kind.NURSE: Grant.HEALTH,
}


class Ground(StrEnum):
    """Why somebody must not know."""

    COURT_ORDER = "court_order"
    SAFEGUARDING = "safeguarding"


class PersonKind(StrEnum):
    YOUNG = "young"
    STAFF = "staff"
    CARER = "carer"
    OTHER = "other"  # family and friends: a name in somebody's own words, never an account


def age_on(born: date, day: date) -> int:
    """Whole years on `day`. Somebody born on 29 February is a year older on 1 March in a year
    that has no 29th: the anniversary itself has then passed."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had_birthday)


def same_name(typed: str, known_as: str, first_name: str, last_name: str) -> bool:
    """Whether what was typed is the name people use, or the full name. Case and spaces do not
    matter; part of a name is not enough."""
    names = {_plain(known_as)}
    if last_name.strip():
        names |= {_plain(f"{name} {last_name}") for name in (first_name, known_as) if name.strip()}
    return _plain(typed) in names - {""}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def tidy_username(text: str) -> str:
    """How a user name is compared: without spaces around it, in one case. PostgreSQL cannot
    even look for a NUL."""
    return text.replace("\0", "").strip().casefold()


def username_fits(text: str) -> bool:
    """3 to 40 letters, digits, dots, dashes and underscores, in any script, no spaces."""
    name = tidy_username(text)
    return 3 <= len(name) <= 40 and all(c.isalnum() or c in "._-" for c in name)


def passphrase_problem(text: str, username: str) -> str | None:
    """A code for what is wrong with it: "short", "long", "same", "plain", "common"; None when it is
    good.

    Length is what counts (NCSC: three random words); no rules about kinds of character.
    """
    if len(text) < SHORTEST_PASSPHRASE:
        return "short"
    if len(text) > LONGEST_PASSPHRASE:
        return "long"
    if username and tidy_username(username) in text.casefold():
        return "same"
    if len(set(text)) < 5:
        return "plain"
    return "common" if too_common(text) else None
