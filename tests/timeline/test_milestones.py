"""What comes when: the data, the days, and that no age is said without its date."""

import re
from datetime import date, timedelta

import pytest

from portal.clocks.category import CareHistory, CarePeriod, Category
from portal.timeline import labels, rules
from portal.timeline.rules import AGES, AUGUST, BANDS, BadMilestones, State, Verdict, milestones
from tests.demo.reading import grade
from tests.timeline import second

DAY = timedelta(days=1)
THINGS = milestones().things
C = Category


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.code)
def test_each_row_says_where_it_comes_from_and_its_words_fit_their_age(thing):
    assert thing.source and thing.cite and thing.checked_on >= date(2026, 11, 1)
    assert grade(_plain(thing.words["child"])) <= 5.5
    assert grade(_plain(thing.words["teen"])) <= 9
    for words in thing.words.values():
        assert not re.search(r"until (you are )?\d", words), "an age without its date"
        for found in re.finditer(r"your \d\d(st|th) birthday", words):
            assert words[found.end() :].startswith((", %(until)s", ", %(day)s")), words
        assert set(re.findall(r"%\((\w+)\)s", words)) <= {"day", "by", "until", "year", "amount"}
        assert "%(until)s" not in words or thing.until
        assert "%(by)s" not in words or thing.months


def _plain(words):
    return re.sub(r"%\(\w+\)s", "3 May 2029", words)


def test_every_category_that_can_be_explained_is():
    assert set(milestones().meanings) == rules.SAID == set(C) - {C.NONE, C.UNKNOWN}
    for meaning in milestones().meanings.values():
        assert set(meaning.words) == set(BANDS)
        assert "%(until)s" in meaning.words["adult"]
        assert not any("not a care leaver" in words for words in meaning.words.values())


def test_what_the_law_of_2026_will_bring_is_shown_to_nobody_before_it_is_in_force():
    staying_close = next(thing for thing in THINGS if thing.code == "staying_close")
    assert not staying_close.in_force(date(2030, 1, 1))
    codes = {d.thing.code for s in rules.stages(date(2008, 5, 3), C.FORMER_RELEVANT,
             date(2026, 11, 28)) for d in s.things}  # fmt: skip
    assert "staying_close" not in codes and "staying_put" in codes


def test_no_row_goes_by_immigration():
    said = " ".join(words for thing in THINGS for words in thing.words.values()).lower()
    for word in ("asylum", "immigration", "refugee", "visa", "leave to remain", "public funds"):
        assert word not in said


def test_days_agree_with_the_second_evaluator_for_every_birthday_of_four_years():
    for n in range(366 * 4):
        born = date(2008, 1, 1) + n * DAY
        for at, (years, months) in AGES.items():
            birthday = second.first_day_aged(born, years)
            assert rules.day_at(born, at) == second.months_on(birthday, months), (born, at)
        last = rules.day_at(born, AUGUST)
        assert (last.month, last.day) == (8, 31)
        assert second.age(born, last) < 19 <= second.age(born, last.replace(year=last.year + 1))


@pytest.mark.parametrize(
    ("born", "at", "day"),
    [
        (date(2008, 5, 3), "21", date(2029, 5, 3)),
        (date(2008, 2, 29), "18", date(2026, 3, 1)),
        (date(2008, 2, 29), "16", date(2024, 2, 29)),
        (date(2008, 8, 31), "15.5", date(2024, 2, 29)),
        (date(2008, 8, 31), AUGUST, date(2026, 8, 31)),
        (date(2008, 9, 1), AUGUST, date(2027, 8, 31)),
    ],
)
def test_days_at_the_edges(born, at, day):
    assert rules.day_at(born, at) == day


def test_past_ones_are_done_and_the_first_to_come_is_next():
    born = date(2008, 5, 3)
    eighteen = date(2026, 5, 3)
    for today, done in ((eighteen - DAY, 3), (eighteen, 4), (eighteen + DAY, 4)):
        found = [s for s in rules.stages(born, C.ELIGIBLE, today) if s.at != AUGUST]
        states = [s.state for s in found]
        assert states[:done] == [State.DONE] * done
        assert states[done] is State.NEXT or found[done].at == "21"
        assert states.count(State.NEXT) <= 1
        assert [s.day for s in found] == sorted(s.day for s in found)
    assert all(s.state is State.DONE for s in rules.stages(born, None, date(2040, 1, 1)))


@pytest.mark.parametrize("found", [None, *sorted(rules.SAID)])
def test_each_category_has_each_age_and_only_what_is_for_it(found):
    stages = rules.stages(date(2008, 5, 3), found, date(2026, 11, 28))
    assert set(AGES) <= {s.at for s in stages}
    things = [d.thing for s in stages for d in s.things]
    assert all(found in thing.who for thing in things)
    assert bool(things) is (found is not None)


def test_words_carry_the_day():
    stages = rules.stages(date(2008, 5, 3), C.FORMER_RELEVANT, date(2026, 11, 28))
    said = {d.thing.code: labels.text(d, "adult") for s in stages for d in s.things}
    assert "until your 21st birthday, 3 May 2029" in said["full_help"]
    assert "until your 25th birthday, 3 May 2033" in said["on_request"]
    assert "31 August 2026" in said["bursary_ends"] and "2026 to 2027" in said["bursary_ends"]


@pytest.mark.parametrize(
    ("code", "found"),
    [("eligible", C.ELIGIBLE), (" Former Relevant ", C.FORMER_RELEVANT), ("", None),
     ("none", None), ("unknown", None), ("Z9", None)],
)  # fmt: skip
def test_a_code_that_we_cannot_explain_is_none(code, found):
    assert rules.recorded(code) is found


TO_18 = CareHistory(date(2008, 5, 3), (CarePeriod(date(2015, 1, 1)),))


@pytest.mark.parametrize(
    ("recorded", "history", "today", "verdict", "soon"),
    [
        (C.ELIGIBLE, TO_18, date(2025, 1, 1), Verdict.AGREES, None),
        (C.ELIGIBLE, TO_18, date(2026, 5, 2), Verdict.AGREES, C.FORMER_RELEVANT),
        (C.ELIGIBLE, TO_18, date(2026, 5, 3), Verdict.DIFFERS, None),
        (None, TO_18, date(2025, 1, 1), Verdict.NOT_RECORDED, None),
        (C.ELIGIBLE, CareHistory(None, None), date(2025, 1, 1), Verdict.CANNOT_TELL, None),
        (C.ELIGIBLE, CareHistory(date(2008, 5, 3), None), date(2025, 1, 1), Verdict.CANNOT_TELL,
         None),
        (C.QUALIFYING, CareHistory(date(2008, 5, 3), (CarePeriod(date(2015, 1, 1),
         date(2016, 1, 1)),)), date(2027, 1, 1), Verdict.CANNOT_TELL, None),
    ],
)  # fmt: skip
def test_the_sum_for_staff(recorded, history, today, verdict, soon):
    found = rules.hint(recorded, history, today)
    assert found.verdict is verdict
    assert (found.soon[1] if found.soon else None) is soon


@pytest.mark.parametrize(
    ("change", "says"),
    [({"at": "19"}, "no age"), ({"who": ["everybody"]}, "everybody"), ({"sure": "maybe"}, "sure"),
     ({"colour": "red"}, "nothing reads"), ({"child": None}, "child")],
)  # fmt: skip
def test_bad_data_is_refused_with_its_place(change, says):
    row = {
        "code": "one", "at": "16", "who": ["adult"], "icon": "star", "title": "t", "child": "c",
        "teen": "t", "adult": "a", "source": "s", "cite": "c", "sure": "read",
        "checked_on": date(2026, 1, 1),
    } | change  # fmt: skip
    with pytest.raises(BadMilestones, match=says):
        rules.read({"thing": [{key: value for key, value in row.items() if value is not None}]})
