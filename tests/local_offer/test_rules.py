"""Addresses, shelves, questions and what is kept of an offer: plain functions."""

import json
import tomllib
from datetime import date

import pytest

from portal.articles.needs import need_of, needs, slug_of
from portal.entitlements import kept
from portal.entitlements.asked import (
    BY_CODE,
    DONT_KNOW,
    ELSEWHERE,
    QUESTIONS,
    WHERE,
    filled,
    is_answer,
    open_questions,
)
from portal.entitlements.engine import answers, by_need, one_answer
from portal.entitlements.facts import NAMES, Facts, Study
from portal.entitlements.fit import refuse_unfit
from portal.entitlements.items import LOCAL, BadOffer, made_up, national, read_offer
from portal.entitlements.reads import reads_of
from portal.entitlements.written import written
from portal.local_offer import labels, rules

TODAY = date(2026, 11, 28)
TELLING = ("care", "asylum", "foster", "social", "leav", "uk", "baby", "feel")


def test_no_address_tells_who_is_reading():
    slugs = [slug_of(need.code) for need in needs()]
    assert len(set(slugs)) == len(slugs)
    assert not [slug for slug in slugs for word in TELLING if word in slug]
    assert [need_of(slug) for slug in slugs] == [need.code for need in needs()]


def test_a_code_that_tells_is_no_address():
    """What has a name of its own is not found under the telling one."""
    assert need_of("in_care") == ""


def test_every_item_has_a_mark_of_its_own():
    offers = (national(), *made_up().values())
    codes = [item.code for offer in offers for item in offer.items]
    marks = {rules.mark_of(code) for code in codes}
    assert len(marks) == len(codes)
    assert rules.code_of(rules.mark_of("riverbank_crash_pad"), offers) == "riverbank_crash_pad"
    assert rules.code_of("nothing", offers) is None


def test_a_shelf_holds_each_answer_once():
    told = answers(Facts(born=date(2008, 3, 1)), made_up().values(), TODAY)
    for group in by_need(told):
        shelf = rules.shelf(group.need, group.answers)
        assert len(shelf.now) + len(shelf.later) + len(shelf.no) == len(group.answers)
        days = [one.from_when for one in shelf.later]
        assert days == sorted(days)
    shelves = rules.by_first_need(told, [need.code for need in needs()])
    placed = [one.code for s in shelves for part in (s.now, s.later, s.no) for one in part]
    assert sorted(placed) == sorted(one.code for one in told)


@pytest.mark.parametrize(
    ("code", "responsible", "lives", "rule"),
    [
        ("thornmere_leisure", "Riverbank Council", "Thornmere Council", "pair"),
        ("thornmere_leisure", "Riverbank Council", None, "pair"),
        ("thornmere_leisure", "Thornmere Council", "Thornmere Council", "responsible_authority"),
        ("riverbank_leisure_leavers", "Thornmere Council", "Riverbank Council", ""),
        ("riverbank_leisure_in_care", "Riverbank Council", "Riverbank Council", "placement_area"),
        ("thornmere_council_tax", "Riverbank Council", "Thornmere Council", "residence"),
        ("bank_account", "Riverbank Council", None, "national"),
    ],
)
def test_whose_rule_it_is(code, responsible, lives, rule):
    """A council that is not responsible for somebody never says that it is; and of what is not for
    them no rule is told."""
    facts = Facts(
        born=date(2009, 3, 1), category="eligible", in_care=True, responsible=responsible,
        residence=lives,
    )  # fmt: skip
    found = one_answer(code, facts, made_up().values(), TODAY)
    assert rules.whose_rule(found, facts) == rule
    assert bool(labels.whose(rule)) is bool(rule)


@pytest.mark.parametrize(
    ("until", "ages"),
    [
        ("Until your 25th birthday.", (25,)),
        ("Until your 21st birthday for medicine. Until your 25th for the others.", (21, 25)),
        ("Until your 25th birthday. The deal runs until 31 August 2018.", (25,)),
        ("For up to two years.", ()),
        ("You must be under 19 on 31 August.", ()),
        ("", ()),
    ],
)
def test_birthdays_that_a_page_names(until, ages):
    assert rules.birthdays_in(until) == ages


# --- questions ---------------------------------------------------------------------------------


def test_every_question_fills_facts_and_has_words():
    for question in QUESTIONS:
        assert question.fills <= NAMES
        assert labels.ASKED[question.code]
        values = [value for value, words in labels.offered(question, ("A Council",)) if words]
        assert values[-1] == DONT_KNOW and (question.is_day or len(values) >= 3)
        assert all(is_answer(question, value, ("A Council",)) for value in values)


def test_papers_and_health_are_never_asked():
    filled_by_questions = frozenset().union(*(question.fills for question in QUESTIONS))
    private = {"no_public_funds", "came_alone", "limited_work", "category", "born", "periods"}
    assert not filled_by_questions & private


def test_what_they_say_fills_only_what_nobody_told():
    facts = Facts(own_home=True)
    told = filled(facts, {"q3": "no", "q4": "yes", "q2": "college", "q6": DONT_KNOW})
    assert (told.own_home, told.lives_alone, told.study) == (True, True, Study.COLLEGE)
    assert told.single is None


@pytest.mark.parametrize("value", ["maybe", "", "yes; no", ELSEWHERE])
def test_what_was_not_offered_is_no_answer(value):
    assert not is_answer(BY_CODE["q3"], value, ())
    assert filled(Facts(), {"q3": value}) == Facts()


def test_benefits_are_one_question():
    assert filled(Facts(), {"q5": "uc"}).housing_benefit is False
    assert filled(Facts(), {"q5": "no"}).universal_credit is False


def test_a_day_is_kept_as_a_day():
    assert filled(Facts(), {"q15": "2026-09-01"}).apprenticeship_start == date(2026, 9, 1)
    for wrong in ("yesterday", "0400-01-01", "2026-02-30", ""):
        assert not is_answer(BY_CODE["q15"], wrong, ())
        assert filled(Facts(), {"q15": wrong}) == Facts()


def test_an_unknown_question_changes_nothing():
    assert filled(Facts(), {"q99": "yes"}) == Facts()


def test_only_what_could_change_an_answer_is_asked():
    offers = tuple(made_up().values())
    about_group = open_questions(Facts(), reads_of("bank_account", offers))
    assert [q.code for q in about_group] == ["q2"]  # learning may change the group
    council_tax = open_questions(Facts(), reads_of("riverbank_council_tax", offers))
    assert {q.code for q in council_tax} >= {WHERE.code, "q4"}
    known = Facts(lives_alone=True, residence="Riverbank Council", study=Study.NONE)
    assert not open_questions(known, reads_of("riverbank_council_tax", offers))


# --- what is kept of an offer ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["riverbank", "thornmere"])
def test_an_offer_kept_item_by_item_is_the_same_offer(name):
    data = tomllib.loads((LOCAL / f"{name}.toml").read_text(encoding="utf-8"))
    offer = read_offer(data)
    items = []
    for _code, body in kept.rows_of(data):
        again = kept.days_again(json.loads(body))
        items += read_offer({"council": offer.council, **again}).items
    assert tuple(items) == offer.items


@pytest.mark.parametrize("name", ["riverbank", "thornmere"])
def test_an_offer_taken_along_as_a_file_is_the_same_offer(name):
    data = tomllib.loads((LOCAL / f"{name}.toml").read_text(encoding="utf-8"))
    told = [kept.days_again(json.loads(body)) for _code, body in kept.rows_of(data)]
    again = tomllib.loads(written(data["council"], told))
    assert read_offer(again) == read_offer(data)


@pytest.mark.parametrize("text", ['a "quoted" word', "back\\slash", "حليب", "tab\there", "ok\x7f"])
def test_any_words_come_back_from_a_file(text):
    told = [{"sources": {}, "item": [{"code": "x", "title": text}]}]
    assert tomllib.loads(written("A", told))["item"][0]["title"] == text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("ask", "nobody we know", "ask is one of"),
        ("how", "somehow", "how is one of"),
        ("decides", "the moon", "decides is one of"),
        ("bring", ["a cake"], "bring is one of"),
        ("needs", ["cake"], "needs are among"),
        ("needs", [], "needs are among"),
        ("title", "x" * 200, "letters"),
        ("code", "x" * 61, "code"),
        ("code", "bank_account", "the law has"),
        ("amount", {"number": 3, "per": "century"}, "an amount is per"),
        ("when", {"any": [{"in_care": True}] * 101}, "100 conditions"),
    ],
)
def test_what_no_page_could_show_is_refused(field, value, says):
    data = tomllib.loads((LOCAL / "riverbank.toml").read_text(encoding="utf-8"))
    data["item"][0][field] = value
    with pytest.raises(BadOffer, match=says):
        refuse_unfit(read_offer(data))


def test_an_address_that_runs_something_is_refused():
    data = tomllib.loads((LOCAL / "riverbank.toml").read_text(encoding="utf-8"))
    data["sources"]["offer"]["address"] = "javascript:alert(1)"
    with pytest.raises(BadOffer, match="https"):
        refuse_unfit(read_offer(data))


def test_the_offers_of_the_demo_can_be_shown():
    for offer in made_up().values():
        refuse_unfit(offer)
