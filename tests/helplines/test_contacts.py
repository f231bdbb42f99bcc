"""The numbers a frightened child may call: each with its source and the day it was checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.helplines import contacts
from portal.helplines.contacts import BadContacts, Contact, Section
from portal.helplines.words import WORDS, Words
from tests.conftest import NOW

GOOD = {
    "key": "a", "section": "now", "number": "116 123", "kind": "call", "hours": "always",
    "source": "a page", "checked_on": date(2026, 11, 1), "next_check": date(2026, 12, 1),
    "sure": "read",
}  # fmt: skip
A_WORDS = {"a": Words("Heading", "About")}


@pytest.mark.parametrize("contact", contacts.all_contacts(), ids=lambda found: found.key)
def test_each_number_has_a_source_and_was_checked(contact: Contact) -> None:
    assert contact.source
    assert contact.checked_on <= max(NOW.date(), clock.today(clock.now()))
    # Monthly, and never promised for longer.
    assert contact.checked_on < contact.next_check <= contact.checked_on + timedelta(days=31)
    assert str(contact.words.heading)
    assert str(contact.words.about)


def test_danger_comes_first_and_then_somebody_who_listens() -> None:
    first, second, *_ = contacts.all_contacts()
    assert (first.number, second.number) == ("999", "0800 1111")
    assert {c.key for c in contacts.of(Section.SIDE)} == {
        "coram_voice", "nyas", "help_at_hand", "become",
    }  # fmt: skip


def test_two_to_call_now_fit_the_age() -> None:
    """Childline is for anyone under 19; a care leaver of 22 is given somebody who is there."""
    assert [one.number for one in contacts.now_for(child=True)] == ["999", "0800 1111"]
    assert [one.number for one in contacts.now_for(child=False)] == ["999", "116 123"]


def test_a_number_dials_only_its_digits() -> None:
    by_key = {contact.key: contact for contact in contacts.all_contacts()}
    assert by_key["childline"].href == "tel:08001111"
    assert by_key["shout"].href == "sms:85258"


def test_words_and_facts_belong_together() -> None:
    assert {contact.key for contact in contacts.all_contacts()} == set(WORDS)
    with pytest.raises(BadContacts):
        contacts.read([GOOD], {**A_WORDS, "b": Words("No number", "for this")})


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "0800 CHILD"},
        {"source": ""},
        {"hours": "sometimes"},
        {"next_check": date(2026, 11, 1)},
        {"key": "nobody"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_bad_data_is_refused(wrong: dict[str, object]) -> None:
    assert contacts.read([GOOD], A_WORDS)
    with pytest.raises(BadContacts):
        contacts.read([{**GOOD, **wrong}], A_WORDS)


def test_what_is_due_for_a_check() -> None:
    due = min(contact.next_check for contact in contacts.all_contacts())
    assert not contacts.to_check(due - timedelta(days=1))
    assert contacts.to_check(due)
    assert replace(contacts.to_check(due)[0]).next_check == due
