"""The numbers, read once into frozen objects; bad data is refused with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.words import later
from portal.helplines.words import WORDS, Words

DATA = Path(__file__).with_name("contacts.toml")


class Section(StrEnum):
    NOW = "now"
    TALK = "talk"
    SIDE = "side"
    ADULTS = "adults"
    PRIVACY = "privacy"
    FAIR = "fair"
    OMBUDSMAN = "ombudsman"


class Kind(StrEnum):
    CALL = "call"
    TEXT = "text"


class Hours(StrEnum):
    ALWAYS = "always"
    OFFICE = "office"
    VARY = "vary"


class Sure(StrEnum):
    """How sure a number is: read in its source for this portal, or well known in the field."""

    READ = "read"
    KNOWN = "known"


HOURS_WORDS = {
    Hours.ALWAYS: later("Day and night."),
    Hours.OFFICE: later("Monday to Friday, 9am to 5pm."),
    Hours.VARY: "",
}


class BadContacts(ValueError):
    """The data cannot be shown to a child; the message names the contact and what to mend."""


@dataclass(frozen=True)
class Contact:
    """One number that helps. checked_on, next_check: calendar days in England."""

    key: str
    section: Section
    number: str
    kind: Kind
    hours: Hours
    source: str
    checked_on: date
    next_check: date
    sure: Sure
    words: Words

    @property
    def href(self) -> str:
        digits = self.number.replace(" ", "")
        return f"sms:{digits}" if self.kind is Kind.TEXT else f"tel:{digits}"

    @property
    def hours_words(self) -> str:
        return HOURS_WORDS[self.hours]


def read(rows: Iterable[Mapping[str, Any]], words: Mapping[str, Words]) -> tuple[Contact, ...]:
    """Raises BadContacts."""
    found = tuple(_contact(row, words) for row in rows)
    keys = [contact.key for contact in found]
    if len(set(keys)) != len(keys) or set(keys) != set(words):
        raise BadContacts(f"contacts and their words differ: {sorted(set(keys) ^ set(words))}")
    return found


def _contact(row: Mapping[str, Any], words: Mapping[str, Words]) -> Contact:
    key = row.get("key", "without a key")
    try:
        contact = Contact(
            key=row["key"],
            section=Section(row["section"]),
            number=row["number"],
            kind=Kind(row["kind"]),
            hours=Hours(row["hours"]),
            source=row["source"],
            checked_on=row["checked_on"],
            next_check=row["next_check"],
            sure=Sure(row["sure"]),
            words=words[row["key"]],
        )
    except (KeyError, ValueError) as wrong:
        raise BadContacts(f"contact {key}: {wrong}") from wrong
    if not contact.source or not contact.number.replace(" ", "").isdigit():
        raise BadContacts(f"contact {key}: needs a source, and a number of digits and spaces")
    if contact.next_check <= contact.checked_on:
        raise BadContacts(f"contact {key}: next_check must come after checked_on")
    return contact


@cache
def all_contacts() -> tuple[Contact, ...]:
    """In the order in which they are shown."""
    with DATA.open("rb") as file:
        return read(tomllib.load(file)["contact"], WORDS)


def of(section: Section) -> tuple[Contact, ...]:
    return tuple(contact for contact in all_contacts() if contact.section is section)


def now_for(*, child: bool) -> tuple[Contact, ...]:
    """Two to call now: 999, and somebody who listens day and night. Childline is for those under
    19: whoever may be older is given the Samaritans."""
    by_key = {contact.key: contact for contact in all_contacts()}
    return by_key["danger"], by_key["childline" if child else "samaritans"]


def to_check(day: date) -> tuple[Contact, ...]:
    """Contacts whose number should have been checked again by `day`."""
    return tuple(contact for contact in all_contacts() if contact.next_check <= day)
