"""The data and its words: what is refused, that every sentence is there, what pages are given."""

import re
import tomllib
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from portal.core.reading_age import reading
from portal.entitlements import items, words
from portal.entitlements.engine import NEEDS, Life, Says, answer, answers, by_need, one_answer
from portal.entitlements.facts import Had
from portal.entitlements.items import AmountKind, BadOffer, made_up, national, read_offer
from portal.entitlements.leaves import Begun
from portal.entitlements.rules import leaves, tellers
from portal.entitlements.truth import Form
from tests.entitlements.crowd import crowd
from tests.entitlements.people import changed, people

TODAY = date(2026, 11, 28)
MILESTONES = items.FOLDER.parent / "timeline" / "milestones.toml"
OFFERS = (national(), *made_up().values())
VERSIONS = [version for offer in OFFERS for item in offer.items for version in item.versions]
GOOD = """
council = "Nowhere Council"
[sources]
here = { name = "A page", address = "https://example.org", sure = "read" }
[[flag]]
code = "soon"
begins = 2027-01-01
[[pair]]
from = "Elsewhere Council"
to = "Nowhere Council"
scheme = "swim"
valid_from = 2026-01-01
valid_to = 2026-12-31
[[item]]
code = "swim"
title = "Free swimming"
needs = ["fun"]
key = "residence"
scheme = "swim"
amount = { number = 30, parts = [{ pounds = 10 }, { pounds = 20, after_days = 5 }] }
decides = "nobody"
ask = "adviser"
how = "adviser"
sources = ["here"]
sure = "read"
checked_on = 2026-11-28
valid_from = 2025-04-01
when = { all = [{ in_care = true }] }
"""


def offer(*changes):
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read_offer(tomllib.loads(text))


def item_of(found, code):
    return next(item for item in found.items if item.code == code)


def ask_about(code, facts, today=TODAY):
    every = {item.code: item for each in OFFERS for item in each.items}
    return answer(every[code], Life(facts, today))


# --- the data --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "Free swimming"\n', "", "title"),
        ('key = "residence"', 'key = "national"', "national"),
        ('key = "residence"', 'key = "anybody"', "anybody"),
        ('sources = ["here"]', 'sources = ["there"]', "there"),
        ('sure = "read" }', 'sure = "perhaps" }', "read or known"),
        ('sure = "read"\nchecked', 'sure = "read"\nsurely = 1\nchecked', "surely"),
        ("pounds = 20", "pounds = 30", "amount"),
        ('to = "Nowhere Council"', 'to = "Third Council"', "a pair is from another council"),
        ('from = "Elsewhere Council"', 'from = "Nowhere Council"', "a pair is from another"),
        ("valid_to = 2026-12-31", "valid_to = 2025-12-31", "ends before"),
        ("valid_from = 2025-04-01", 'dated_by = "birthday"', "birthday"),
        ("{ in_care = true }", '{ fact = "shoe_size" }', "shoe_size"),
        ("{ in_care = true }", '{ flag = "never" }', "never"),
        ("{ in_care = true }", '{ study = ["chess"] }', "chess"),
        ("{ in_care = true }", '{ group = ["leaver"] }', "leaver"),
        ("{ in_care = true }", "{ luck = 7 }", "luck"),
        ("{ in_care = true }", "{ in_care = true, age = { from = 3 } }", "one kind"),
        ("{ in_care = true }", "{ not = { in_care = true } }", "its own"),
        ("{ in_care = true }", "", "no parts"),
        ("{ all = [", '{ say = "age", all = [', "its parts say why"),
        # A value of another kind would break the pages of everybody whom it is for.
        ("valid_from = 2025-04-01", 'valid_from = "1/4/2025"', "valid_from is a day"),
        ("valid_from = 2025-04-01", "valid_from = 2025-04-01T09:00:00", "valid_from is a day"),
        ("valid_from = 2025-04-01", "valid_from = 9999-12-31", "valid_from is a day"),
        ("checked_on = 2026-11-28", 'checked_on = "March 2026"', "checked_on is a day"),
        ("checked_on = 2026-11-28", 'checked_on = "2027-02-30"', "checked_on is a day"),
        ('title = "Free swimming"', 'title = ["Bus"]', "title is words"),
        ('title = "Free swimming"', 'title = "2027-02-28"', "title is words"),
        ('title = "Free swimming"', 'title = "a\\u0000b"', "title is words"),
        ('needs = ["fun"]', 'needs = "fun"', "needs is a list"),
        ('decides = "nobody"', "once = 1\ndecides = 'nobody'", "once is true or false"),
        ('decides = "nobody"', "takes_days = true\ndecides = 'nobody'", "takes_days is a number"),
        ('decides = "nobody"', "takes_days = 9_999_999\ndecides = 'nobody'", "takes_days is a"),
        ('sources = ["here"]', "sources = []", "it has a source"),
        ("amount = { number = 30, parts", 'amount = { number = "30", parts', "number is a whole"),
        ("pounds = 20, after_days = 5", "pounds = 20.0, after_days = 5", "pounds is a whole"),
        ("after_days = 5", 'after_days = "soon"', "after_days is a number"),
        ('name = "A page"', "name = 3", "name is words"),
        ('name = "A page", ', "", "'name' is missing"),
        ("begins = 2027-01-01", 'begins = "soon"', "begins is a day"),
        ("valid_to = 2026-12-31", "valid_to = 2026", "valid_to is a day"),
        ('council = "Nowhere Council"', "council = 3", "council is words"),
        ("{ in_care = true }", "{ in_care = false }", "in_care is true"),
        ("{ in_care = true }", '{ age = { from = "18" } }', "from is an age"),
        ("{ in_care = true }", "{ age = { form = 18 } }", "nothing reads form"),
        ("{ in_care = true }", "{ age = 18 }", "no table"),
        ("{ in_care = true }", "{ under_on_31_august = 9_000 }", "an age"),
        ("{ in_care = true }", '{ under_at = { age = 25, at = "single" } }', "another kind"),
        ("{ in_care = true }", '{ fact = "born" }', "another kind"),
        ("{ in_care = true }", '{ at_least = { fact = "born", number = 2 } }', "another kind"),
        ("{ in_care = true }", '{ except = ["study"] }', "another kind"),
        ("{ in_care = true }", "{ without_break = true }", "a number of months"),
        ("{ in_care = true }", "{ care_days = { days = 91, from = 14 } }", "'until' is missing"),
        ("{ in_care = true }", '{ in_care = true, say = ["x"] }', "say is words"),
        ("{ in_care = true }", "{ any = { in_care = true } }", "any is a list of tables"),
        ("{ in_care = true }", "3", "all is a list of tables"),
    ],
)
def test_bad_data_is_refused_with_its_place(old, new, says):
    offer()
    with pytest.raises(BadOffer, match=says):
        offer((old, new))


def test_two_versions_of_one_day_are_refused():
    again = GOOD[GOOD.index("[[item]]") :]
    with pytest.raises(BadOffer, match="two versions"):
        read_offer(tomllib.loads(GOOD + again))
    later = again.replace("valid_from = 2025-04-01", "valid_from = 2026-04-01")
    first = GOOD.replace("valid_from = 2025-04-01", "valid_to = 2026-03-31")
    assert len(read_offer(tomllib.loads(first + later)).items[0].versions) == 2


def test_each_item_has_a_source_and_the_day_it_was_checked():
    for version in VERSIONS:
        assert version.sources and version.checked_on <= TODAY
        assert version.sure in ("read", "known")
        assert set(version.needs) <= set(NEEDS), version.code


def test_no_two_items_have_one_code_or_one_title_in_a_council():
    every = [(item.code, offer.council) for offer in OFFERS for item in offer.items]
    codes = [code for code, _council in every]
    assert len(codes) == len(set(codes))
    titles = [(found.versions[0].title, each.council) for each in OFFERS for found in each.items]
    assert len(titles) == len(set(titles))
    assert all(len(title) <= 60 for title, _council in titles)


def test_the_new_law_has_no_day_yet():
    """Whoever puts one in gives it a row in the table, and `brute` a look at it."""
    begun = [leaf for one in VERSIONS for leaf in leaves(one.when) if isinstance(leaf, Begun)]
    assert len(begun) >= 3
    assert {leaf.begins for leaf in begun} == {None}


def test_a_flag_with_a_day_begins_on_it():
    found = offer(("{ in_care = true }", '{ flag = "soon" }'))
    facts = replace(people()["child"], residence="Nowhere Council")
    item = item_of(found, "swim")
    before = answer(item, Life(facts, date(2026, 12, 31)))
    assert (before.says, before.from_when) == (Says.NOT_NOW, date(2027, 1, 1))
    assert answer(item, Life(facts, date(2027, 1, 1))).says is Says.YES


def test_a_pair_is_from_one_council_to_another_and_from_a_day_to_a_day():
    item = item_of(offer(), "swim")
    theirs = replace(people()["child"], responsible="Elsewhere Council", placement=None)
    here = replace(theirs, placement="Nowhere Council", residence="Elsewhere Council")
    assert answer(item, Life(here, TODAY)).why.say == "pair"
    assert answer(item, Life(here, TODAY)).until == date(2027, 1, 1)
    assert answer(item, Life(here, date(2027, 1, 1))).says is Says.NO
    early = answer(item, Life(here, date(2025, 12, 31)))
    assert (early.says, early.from_when) == (Says.NOT_NOW, date(2026, 1, 1))
    there = replace(theirs, placement="Elsewhere Council", residence="Elsewhere Council")
    assert answer(item, Life(there, TODAY)).says is Says.NO
    assert answer(item, Life(there, TODAY)).elsewhere


def test_amounts_on_the_timeline_are_those_of_the_items():
    """What comes when somebody gets older names some amounts again: they change together."""
    same = {"bursary": {"bursary_16_to_19"}, "setting_up": {"setting_up_home_allowance"},
            "study_and_work": {"higher_education_bursary", "apprenticeship_bursary"}}  # fmt: skip
    told = {}
    for row in tomllib.loads(MILESTONES.read_text("utf-8"))["thing"]:
        found = re.findall(r"£([\d,]+)", " ".join(str(value) for value in row.values()))
        if found:
            told[row["code"]] = {int(one.replace(",", "")) for one in found}
    every = {item.code: item.versions[-1].amount for item in national().items}
    assert told == {code: {every[item].number for item in of} for code, of in same.items()}


# --- what pages are given --------------------------------------------------------------------


def test_answers_stand_by_need_with_yes_first():
    found = answers(people()["leaver"], made_up().values(), TODAY)
    order = list(Says)
    for group in by_need(found):
        places = [order.index(one.says) for one in group.answers]
        assert places == sorted(places)
        assert all(group.need in one.needs for one in group.answers)
    needs = [group.need for group in by_need(found)]
    assert needs == sorted(needs, key=NEEDS.index)
    mains = [NEEDS.index(one.needs[0]) for one in found]
    assert mains == sorted(mains)
    with pytest.raises(FrozenInstanceError):
        found[0].says = Says.YES


def test_one_item_is_answered_as_all_of_them_are():
    facts = people()["teen"]
    for found in answers(facts, made_up().values(), TODAY):
        assert one_answer(found.code, facts, made_up().values(), TODAY) == found
    assert one_answer("thornmere_leisure", facts, (), TODAY) is None


def test_only_the_offers_that_are_given_are_answered_and_each_once():
    alone = answers(people()["leaver"], (), TODAY)
    assert {one.council for one in alone} == {""}
    riverbank = made_up()["Riverbank Council"]
    twice = answers(people()["leaver"], (riverbank, riverbank, national()), TODAY)
    codes = [one.code for one in twice]
    assert len(codes) == len(set(codes)) == len(alone) + len(riverbank.items)


def test_the_parts_of_the_apprenticeship_bursary_have_their_days():
    facts = changed("leaver", "study=apprenticeship apprenticeship_start=2026-01-01")
    found = ask_about("apprenticeship_bursary", facts)
    assert [(part.pounds, part.about) for part in found.parts] == [
        (1000, date(2026, 3, 2)),
        (1000, date(2026, 5, 1)),
        (1000, date(2026, 10, 28)),
    ]
    assert ask_about("apprenticeship_bursary", people()["leaver"]).parts[0].about is None


@pytest.mark.parametrize(
    ("had", "left", "sentence"),
    [
        ((), None, ""),
        ((Had("setting_up_home_allowance", 1200),), 1800, "£1,800 or more is left for you."),
        ((Had("setting_up_home_allowance", 1200, done=True),), 0, ""),
        ((Had("setting_up_home_allowance"),), None, ""),
        ((Had("setting_up_home_allowance", 5000),), 0, ""),
        ((Had("junior_isa", 200),), None, ""),
        (None, None, ""),
    ],
)
def test_what_is_left_of_a_grant(had, left, sentence):
    found = ask_about("setting_up_home_allowance", replace(people()["leaver"], had=had))
    assert found.left == left
    assert words.left(found) == sentence


def test_no_is_said_with_a_condition_that_waiting_would_not_change():
    """A 17 year old who is not moving out is not told to wait for a birthday."""
    found = ask_about("setting_up_home_allowance", changed("teen", ""))
    assert (found.says, found.why.say, found.could_change) == (Says.NO, "fact_own_home", True)
    late = ask_about("staying_put", changed("leaver", ""), date(2027, 1, 1))
    assert (late.says, late.could_change) == (Says.NO, False)


def test_until_is_a_birthday_by_name():
    facts = people()["leaver"]
    found = ask_about("staying_put", facts, date(2026, 1, 1))
    assert (found.until, found.until_age) == (date(2026, 6, 15), 21)
    assert words.why(found.why) == "You can have this until your 21st birthday, 15 June 2026."
    assert words.until(found) == words.why(found.why)
    early = ask_about("staying_put", people()["teen"], TODAY)
    assert words.why(early.why) == "You can ask for this from your 18th birthday, 10 April 2027."
    over = ask_about("staying_put", facts, date(2026, 6, 15))
    assert words.why(over.why) == (
        "This was until your 21st birthday, 15 June 2026. Ask what there is now."
    )


def test_what_is_to_be_asked_for_ends_on_a_day_too():
    facts = changed("leaver", "had=?")
    found = ask_about("setting_up_home_allowance", facts)
    assert (found.says, found.until, found.until_age) == (Says.ASK, date(2030, 6, 15), 25)
    assert words.until(found) == "You can ask for this until your 25th birthday, 15 June 2030."
    pair = ask_about("thornmere_leisure", changed("teen", "category=? in_care=? periods=?"))
    assert (pair.says, words.until(pair)) == (
        Says.ASK, "You can ask for this until 31 August 2031."
    )  # fmt: skip
    assert words.until(ask_about("junior_isa_at_18", changed("leaver", "trust_fund=?"))) == ""


def test_a_pair_that_ends_says_the_day():
    found = ask_about("thornmere_leisure", people()["teen"])
    assert words.until(found) == "You can have this until 31 August 2031."
    assert "Thornmere Council" in words.why(found.why)


def test_what_tells_of_immigration_is_marked():
    facts = changed("leaver", "residence=T no_public_funds=true")
    found = ask_about("thornmere_council_tax", facts, date(2026, 6, 1))
    assert found.says is Says.NO and found.why.private
    hidden = ask_about("thornmere_council_tax", facts.without_status(), date(2026, 6, 1))
    assert hidden.says is not Says.NO


# --- the words -------------------------------------------------------------------------------


def test_every_condition_has_every_sentence_that_it_may_need():
    missing = set()
    for version in VERSIONS:
        for teller in tellers(version.when):
            told = words.WHY.get(teller.say)
            if told is None:
                missing.add(teller.say)
                continue
            # A day is said by `BIRTHDAYS`, with the age or without.
            plain = teller.forms - set(words.BIRTHDAYS)
            missing |= {(teller.say, form) for form in plain if not getattr(told, form)}
    assert missing == set()


def test_every_birthday_of_the_data_has_its_own_sentence():
    for version in VERSIONS:
        for leaf in leaves(version.when):
            start, until = getattr(leaf, "start", 0), getattr(leaf, "until", None)
            if leaf.say == "age":
                assert not start or start in words.FROM, version.code
                assert until is None or (until in words.UNTIL and until in words.OVER)


def test_every_code_has_its_words():
    for version in VERSIONS:
        assert version.ask in words.ASK, version.code
        assert version.decides in words.DECIDES, version.code
        assert version.how in words.HOW, version.code
        assert set(version.bring) <= set(words.BRING), version.code
        if version.amount and version.amount.kind is not AmountKind.PERCENT_OFF:
            assert (version.amount.kind, version.amount.per) in words.PER
    used = {version.how for version in VERSIONS} | {version.ask for version in VERSIONS}
    assert set(words.HOW) | set(words.ASK) == used


def sentences():
    for told in words.WHY.values():
        yield from (str(one) for one in told if one)
    for table in (words.UNTIL, words.ASK_UNTIL, words.FROM, words.OVER, words.ON_A_DAY, words.HOW):
        yield from (str(one) for one in table.values())


def test_sentences_are_for_a_reader_of_eleven_and_name_birthdays():
    """Names that nobody can help (Universal Credit, Child Trust Fund) are read as one word."""
    hard = []
    for text in sentences():
        plain = re.sub(r"%\(\w+\)s", "May", text)
        plain = re.sub(r"Universal Credit|Housing Benefit|Child Trust Fund|Junior ISA|Thornmere "
                       r"Council|apprenticeship|council tax office|higher education|landlord",
                       "plan", plain)  # fmt: skip
        found = reading(plain)
        if found and found.age > 12:
            hard.append((found.age, text))
        assert not re.search(r"(until|from|to) \d\d\b(?! [A-Z])", text), text
    assert hard == []


def test_amounts_in_words():
    amounts = {version.code: words.amount(version.amount) for version in VERSIONS if version.amount}
    assert amounts["setting_up_home_allowance"] == "£3,000 or more, once"
    assert amounts["bursary_16_to_19"] == "Up to £1,200 a year"
    assert amounts["higher_education_bursary"] == "£2,000, once"
    assert amounts["riverbank_council_tax"] == "Nothing to pay"
    assert amounts["riverbank_council_tax_half"] == "50% less to pay"


def test_a_whole_answer_in_words():
    found = ask_about("riverbank_driving", changed("teen", "born=2009-04-10"))
    assert words.title(found) == "Help to pay for driving lessons"
    assert words.says(found) == "You can probably have this"
    assert words.ask(found) == "Your personal adviser"
    assert words.decides(found) == "Your council"
    assert words.bring(found) == ["Your provisional driving licence"]
    assert words.takes(found) == "About 20 days"
    assert words.how(found)
    assert words.takes(ask_about("junior_isa", people()["child"])) == "Ask how long it takes."


def test_every_answer_of_everybody_can_be_said():
    for facts in people().values():
        for one in answers(facts, made_up().values(), TODAY):
            said = words.why(one.why)
            assert said and "%(" not in said
            assert "None" not in said and ", ." not in said and " ." not in said, (one.code, said)


def test_papers_are_spoken_of_only_where_there_is_a_sign_of_them():
    spoken = 0
    for facts in crowd(120, TODAY, seed=5):
        sign = facts.no_public_funds or facts.came_alone
        for one in answers(facts, made_up().values(), TODAY):
            if "papers" in words.why(one.why):
                spoken += 1
                assert sign, (one.code, facts)
    assert spoken > 10


def test_the_data_is_where_the_catalogues_look():
    from portal.core.catalogues import DATA

    files = {str(path.relative_to(items.FOLDER.parents[1])) for path in items.LOCAL.glob("*.toml")}
    assert files | {"portal/entitlements/national.toml"} <= set(DATA)


def test_a_day_to_come_is_said_where_a_leaf_has_no_words_for_it():
    facts = changed("leaver", "category=eligible")
    found = ask_about("vacation_accommodation", facts, date(2022, 12, 1))
    assert (found.why.say, found.why.form) == ("group", Form.EARLY)
    assert words.why(found.why) == "You can ask for this from your 18th birthday, 15 June 2023."
