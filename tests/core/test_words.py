"""Dates, times and lists as people read them, in each language."""

import gettext
from datetime import UTC, date, datetime, time

import pytest
from babel import Locale
from flask import Flask
from jinja2 import Environment

from portal.core import catalogues, clock, words
from portal.core.languages import OFFERED, offered

MONDAY = date(2026, 11, 23)


@pytest.fixture
def speak(now):
    """Speak a language for the rest of the test."""
    app = Flask("only-words")
    with app.test_request_context():
        yield lambda tag: words.speak(OFFERED[tag])


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(14), "2pm"),
        (time(14, 30), "2:30pm"),
        (time(0, 5), "12:05am"),
        (time(12), "12pm"),
        (time(9, 0, 59), "9am"),
        (datetime(2026, 7, 1, 13, tzinfo=UTC), "2pm"),
        (datetime(2026, 12, 1, 13), "1pm"),
    ],
)
def test_times_in_english(now, at, said):
    assert words.time_words(at) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "yesterday"),
        (MONDAY, "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 25), "Wednesday"),
        (date(2026, 11, 29), "Sunday"),
        (date(2026, 11, 30), "Monday 30 November"),
        (date(2027, 1, 1), "Friday 1 January 2027"),
        (date(2026, 11, 20), "Friday 20 November"),
        (date(2026, 11, 17), "Tuesday 17 November"),
        (date(2026, 11, 16), "Monday 16 November"),
    ],
)
def test_near_days_in_english(now, day, said):
    assert words.near_day(day, MONDAY) == said


def test_dates_in_english(now):
    assert words.full_date(date(2026, 12, 5)) == "5 December 2026"
    assert words.short_date(date(2026, 12, 5)) == "5 December"
    assert words.short_date(date(2027, 12, 5)) == "5 December 2027"
    assert words.month_words(date(2026, 12, 5)) == "December 2026"
    assert words.weekday(date(2026, 12, 5)) == "Saturday"
    assert words.weekday_short(date(2026, 12, 5)) == "Sat"


def test_a_moment_is_said_as_on_the_wall(now):
    late = datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert words.moment_words(late, now) == "today at 4pm"
    assert words.moment_words(datetime(2026, 11, 3, 16, tzinfo=UTC), now) == (
        "Tuesday 3 November at 4pm"
    )


def test_sleeps():
    assert words.sleeps(MONDAY, MONDAY) == 0
    assert words.sleeps(date(2026, 11, 28), MONDAY) == 5


def test_lists(now):
    assert words.listed(["Sam"]) == "Sam"
    assert words.listed(["Sam", "Ruth", "Helen"]) == "Sam, Ruth and Helen"


@pytest.mark.parametrize("tag", sorted(OFFERED))
def test_every_language_can_say_every_kind_of_date(speak, tag):
    speak(tag)
    for day in (MONDAY, date(2026, 2, 1), date(2030, 6, 30)):
        for say in (words.full_date, words.short_date, words.month_words, words.weekday):
            said = say(day)
            assert said
            assert "%" not in said
    assert words.time_words(time(14, 30))
    assert words.listed(["a", "b", "c"])


def test_a_number_stays_with_its_month_after_a_latin_name(speak):
    for tag, mark in (("ar", words.RIGHT_TO_LEFT_MARK), ("ti", ""), ("en", "")):
        speak(tag)
        for say in (words.full_date, words.short_date):
            assert say(MONDAY).startswith(f"{mark}{MONDAY.day}"), tag


@pytest.mark.parametrize("tag", sorted(set(OFFERED) - {"en"}))
def test_other_languages_are_not_english(speak, tag):
    speak(tag)
    assert words.weekday(MONDAY) != "Monday"
    assert "November" not in words.full_date(MONDAY)


def test_a_language_nobody_offers_is_english():
    assert offered("xx").tag == "en"
    assert offered(None).tag == "en"


def test_a_later_text_is_read_when_it_is_drawn(speak):
    said = words.later("Please sign in to see that page.")
    speak("en")
    assert str(said) == "Please sign in to see that page."


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("{{ _('Hello %(name)s', name='<b>Mia</b>') }}", "Hello &lt;b&gt;Mia&lt;/b&gt;"),
        ("{{ _('Hello %(name)s', name=_('A & B')) }}", "Hello A & B"),
        ("{{ _('100% yours') }}", "100% yours"),
        ("{{ ngettext('%(num)s thing', '%(num)s things', 1) }}", "1 thing"),
        ("{{ ngettext('%(num)s thing', '%(num)s things', 2) }}", "2 things"),
        ("{{ ngettext('%(num)s of %(who)s', '', 1, who='<i>') }}", "1 of &lt;i&gt;"),
        ("{{ pgettext('child', 'Hello %(name)s', name='<') }}", "Hello &lt;"),
    ],
)
def test_in_a_template_what_fills_a_gap_is_escaped(written, drawn):
    page = Environment(autoescape=True)
    page.globals.update(words.IN_TEMPLATES)
    assert page.from_string(written).render() == drawn


def test_the_year_is_worked_out_once_a_request_and_no_longer(now):
    app = Flask("only-words")
    for year, said in ((2026, "5 December"), (2027, "5 December 2026")):
        with clock.fixed(now.replace(year=year)), app.test_request_context():
            assert words.short_date(date(2026, 12, 5)) == said


def test_the_browsers_wish_is_heard_and_the_phones_choice_wins(now):
    app = Flask("only-words")
    wish = {"Accept-Language": "ti-ET,ti;q=0.9,en;q=0.1"}
    with app.test_request_context(headers=wish):
        assert words.language().tag == "ti"
    with app.test_request_context(headers={**wish, "Cookie": "language=ar"}):
        assert words.language().tag == "ar"
    with app.test_request_context(headers={**wish, "Cookie": "language=xx"}):
        assert words.language().tag == "ti"
    assert clock.now() == now


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("Grace، مدير مرشدك", "rtl"),
        ("Mia: رسائل مع Sam", "rtl"),
        ("Find a football club near you.", "ltr"),
        ("", "rtl"),
        ("12", "rtl"),
    ],
)
def test_our_sentence_keeps_its_way_when_a_name_begins_it(app, said, way):
    with app.test_request_context(headers={"Accept-Language": "ar"}):
        assert words.side(said) == f' dir="{way}"'
    with app.test_request_context():
        assert words.side(said) == ""


@pytest.mark.parametrize("language", catalogues.others(), ids=lambda one: one.tag)
def test_the_forms_of_a_number_are_in_the_order_of_the_language(language):
    """zero, one, two, few, many, other, as the translators write them. Not 0: the form for one may
    leave its number out, and then it would say that there is one."""
    rule = Locale.parse(language.locale).plural_form
    order = [one for one in ("zero", "one", "two", "few", "many") if one in rule.tags] + ["other"]
    chooses = gettext.c2py(catalogues.read(language).plural_expr)  # type: ignore[attr-defined]
    for number in range(1, 1000):
        assert order[chooses(number)] == rule(number), number
