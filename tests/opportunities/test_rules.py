"""Plain rules: titles, places, links, days of hellos, the file for a calendar."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tomllib import loads

import pytest

from portal.articles.reaching import leads_to_a_chat
from portal.opportunities import rules
from portal.opportunities.calendar import Entry, calendar_file
from portal.opportunities.hellos import labels as hello_words
from portal.opportunities.hellos import rules as hellos
from portal.opportunities.hellos.feasts import feasts, soonest_first
from portal.opportunities.hellos.rules import Days, Occasion
from portal.opportunities.labels import NEEDS

ROOT = Path(__file__).resolve().parents[2]
NONE = Days(False, frozenset(), None, None)


@pytest.mark.parametrize(
    ("address", "leads"),
    [("https://t.me/jay", True), ("https://chat.whatsapp.com/x", True), ("https://wa.me/1", True),
     ("https://www.instagram.com/jay", True), ("https://bit.ly/x", True),
     ("https://riverbank.example.org/boats", False), ("https://not-t.me.example.org", False)],
)  # fmt: skip
def test_no_page_is_a_chat(address, leads):
    assert leads_to_a_chat(address) is leads


def test_no_place_where_only_young_people_meet():
    for open_to_all, told in ((False, {"job", "course"}), (True, {"job", "course", "event"})):
        found = {s.value for s in rules.Sort if rules.tells_where(s, "young", open_to_all)}
        assert found == told
    assert rules.tells_where("event", "carers", False)


@pytest.mark.parametrize("text", ["At 5.30pm", "from 17:00", "6 o'clock", "Come to rb1 2ab"])
def test_an_hour_and_a_postcode_are_found(text):
    assert rules.says_when_or_where(text)
    assert not rules.says_when_or_where("Two evenings, 8 people, ages 13 to 17, £4.50, 2 hours")


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://example.org/course", True),
        ("http://example.org", False),
        ("javascript:alert(1)", False),
        ("https://somebody@example.org", False),
        ("https://nowhere", False),
        ("https://exa mple.org", False),
        ("//example.org", False),
        ("https://[", False),
    ],
)
def test_links(address, good):
    assert rules.good_link(address) is good


def test_needs_are_those_of_the_pages():
    there = loads((ROOT / "portal/articles/needs.toml").read_text("utf-8"))["need"]
    titles = {one["code"]: one["title"] for one in there}
    assert set(rules.NEEDS) == set(NEEDS) <= set(titles)
    assert {code: str(words) for code, words in NEEDS.items()} == {
        code: titles[code] for code in NEEDS
    }


def test_days_of_hellos():
    on = Days(True, frozenset({"christmas", "new_year"}), date(2020, 8, 20), None)
    found = set(hellos.days_between(on, date(2008, 12, 28), date(2026, 12, 20), date(2027, 1, 2)))
    assert found == {
        ("christmas", date(2026, 12, 25)), (Occasion.BIRTHDAY, date(2026, 12, 28)),
        ("new_year", date(2027, 1, 1)),
    }  # fmt: skip
    assert list(hellos.days_between(on, None, date(2026, 8, 20), date(2026, 8, 20))) == [
        (Occasion.OWN, date(2026, 8, 20))
    ]
    assert (
        list(hellos.days_between(NONE, date(2008, 1, 1), date(2026, 1, 1), date(2027, 1, 1))) == []
    )


def test_every_feast_has_words_a_source_and_its_days():
    assert set(feasts()) == set(hello_words.FEASTS) | (set(hello_words.OCCASIONS) - {"birthday"})
    for code, feast in feasts().items():
        assert feast.source and len(code) <= 16
        years = [day.year for day in feast.days] if feast.yearly is None else range(2026, 2031)
        assert list(years) == list(range(2026, 2031)), code
        # By the moon a year is 11 days shorter, or has a month more; by the sun it drifts a day.
        spread = (b - a for a, b in zip(feast.days, feast.days[1:], strict=False))
        assert all(335 <= gap.days <= 400 for gap in spread), code


@pytest.mark.parametrize(
    ("code", "day", "about"),
    [
        ("eid_al_fitr", date(2027, 3, 9), True),
        ("fasika", date(2027, 5, 2), False),
        ("genna", date(2027, 1, 7), False),
        ("diwali", date(2027, 10, 29), True),
        ("hanukkah", date(2026, 12, 5), False),
    ],
)
def test_a_feast_moves_with_its_calendar(code, day, about):
    assert (feasts()[code].next(date(2026, 11, 28)), feasts()[code].about) == (day, about)
    on = Days(False, frozenset({code}), None, None)
    found = hellos.days_between(on, None, date(2026, 11, 28), date(2027, 11, 1))
    assert list(found) == [(code, day)]


def test_past_the_last_year_no_day_is_made_up():
    assert feasts()["eid_al_fitr"].next(date(2031, 1, 1)) is None
    order = [feast.code for feast, _day in soonest_first(date(2031, 1, 2))]
    assert order[0] == "genna" and order.index("christmas") < order.index("eid_al_fitr")


@pytest.mark.parametrize(
    ("closes", "wall", "over", "ends"),
    [
        (None, None, False, None),
        (-1, None, True, -1),
        (0, None, False, 0),
        (None, -1, True, None),
        (None, 0, False, None),
        (3, 5, False, 3),
        (5, 5, False, None),
        (9, 5, False, None),
    ],
)
def test_over_and_the_last_day_to_ask(closes, wall, over, ends):
    today = date(2026, 11, 28)
    last = None if closes is None else today + timedelta(days=closes)
    at = None if wall is None else datetime(2026, 11, 28, 17, 30) + timedelta(days=wall)
    assert rules.is_over(False, last, at, today) is over
    assert rules.is_over(True, last, at, today)
    assert rules.ends_before(last, at) == (None if ends is None else today + timedelta(days=ends))


def test_the_first_six_weeks_and_no_more():
    on = Days(False, frozenset(), None, date(2026, 11, 2))
    found = [day for _why, day in hellos.days_between(on, None, date(2026, 1, 1), date(2027, 6, 1))]
    assert found[0] == date(2026, 11, 2) and found[-1] == date(2026, 12, 7) and len(found) == 6


def test_born_on_29_february():
    on = Days(True, frozenset(), None, None)
    found = hellos.days_between(on, date(2008, 2, 29), date(2027, 2, 1), date(2028, 3, 1))
    assert [day for _why, day in found] == [date(2027, 2, 28), date(2028, 2, 29)]


def test_the_file_for_a_calendar():
    entries = [
        Entry("ref", "Cook, eat; and é" + "x" * 90, datetime(2027, 7, 1, 17, 30)),
        Entry("ref-ends", "Last day", date(2027, 6, 20)),
    ]
    made = calendar_file(entries, datetime(2026, 11, 28, 12, 0, tzinfo=UTC)).decode()
    lines = made.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines) and lines[-1] == ""
    whole = made.replace("\r\n ", "").split("\r\n")
    assert "DTSTART:20270701T163000Z" in whole and "DTEND:20270701T173000Z" in whole
    assert "DTSTART;VALUE=DATE:20270620" in whole and whole.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Cook\\, eat\\; and é" + "x" * 90 in whole
    assert not any(
        line.startswith(("LOCATION", "DESCRIPTION", "URL", "ORGANIZER")) for line in whole
    )
