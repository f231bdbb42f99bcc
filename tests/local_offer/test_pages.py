"""What somebody can get, on their pages: by the right council's rule, and to the right people."""

import re
import tomllib
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.articles import files, loading
from portal.clocks.days import birthday
from portal.core.access import Role
from portal.core.words import full_date
from portal.entitlements import kept
from portal.entitlements.engine import Says, one_answer
from portal.entitlements.items import LOCAL, BadOffer
from portal.entitlements.known import facts_of
from portal.house import ArrivedAlone, ClaimDays, LocalItem, OwnFact
from portal.local_offer.rules import mark_of
from portal.people.rules import Grant, Kind
from tests import makers
from tests.databases import counting

RIVERBANK, THORNMERE = "Riverbank Council", "Thornmere Council"


def offer_of(name):
    return tomllib.loads((LOCAL / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture
def councils(db, now):
    """Riverbank, which keeps both offers."""
    here = makers.make_council(db, name=RIVERBANK)
    for name in ("riverbank", "thornmere"):
        kept.keep_offer(db, here.id, offer_of(name), None, now)
    return here


@pytest.fixture
def jordan(db, councils):
    return makers.make_leaver(db, council_id=councils.id)


def tells(db, person, **how):
    today = makers.today()
    return facts_of(db, person.council_id, person.id, today, **{"own": True, **how})


def thing(code):
    return f"/can-get/thing/{mark_of(code)}"


# --- what is known -----------------------------------------------------------------------------


def test_facts_come_from_the_record(db, jordan):
    makers.make_episode(db, jordan, started=date(2012, 1, 5), ended=date(2025, 1, 5))
    facts = tells(db, jordan)
    assert (facts.born, facts.category) == (jordan.born, "former_relevant")
    assert facts.responsible == RIVERBANK
    assert [p.started for p in facts.periods] == [date(2012, 1, 5)]
    assert (facts.residence, facts.own_home, facts.study, facts.had) == (None, None, None, None)


def test_another_council_may_be_responsible(db, jordan):
    jordan.home_authority = THORNMERE
    db.flush()
    assert tells(db, jordan).responsible == THORNMERE


def test_what_was_paid_counts(db, jordan):
    assert tells(db, jordan, had={"x": 100}).had[0].paid == 100


@pytest.mark.parametrize(
    ("age", "since", "is_same"), [(19, -900, True), (19, -10, False), (17, -10, True)]
)
def test_the_foster_carer_of_the_18th_birthday(db, jordan, age, since, is_same):
    sam = makers.make_leaver(db, age, council_id=jordan.council_id)
    carer = makers.make_carer(db, council_id=sam.council_id)
    makers.make_connection(db, sam, carer, Kind.FOSTER_CARER, starts=makers.at(since).date())
    assert tells(db, sam).same_foster_carer is is_same


def test_a_carer_who_was_left_says_nothing(db, jordan):
    carer = makers.make_carer(db, council_id=jordan.council_id)
    yesterday = makers.at(-1).date()
    makers.make_connection(
        db, jordan, carer, Kind.FOSTER_CARER, starts=makers.at(-900).date(), ends=yesterday
    )
    assert tells(db, jordan).same_foster_carer is None


def test_what_they_told_us_is_theirs(db, jordan, now):
    db.add(OwnFact(council_id=jordan.council_id, person_id=jordan.id, code="q4", value="yes",
                   changed_at=now))  # fmt: skip
    db.flush()
    assert tells(db, jordan).lives_alone is True
    assert tells(db, jordan, own=False).lives_alone is None


def test_where_it_is_written_down_who_came_alone_of_the_others_it_is_known(db, jordan):
    """Else everybody born here would read that their papers may say something."""
    assert tells(db, jordan).came_alone is None, "this council may not write it down"
    sam = makers.make_leaver(db, council_id=jordan.council_id)
    db.add(ArrivedAlone(council_id=sam.council_id, person_id=sam.id))
    db.flush()
    assert tells(db, sam).came_alone is True
    assert tells(db, jordan).came_alone is False
    elsewhere = makers.make_leaver(db, council_id=makers.make_council(db).id)
    assert tells(db, elsewhere).came_alone is None


# --- offers ------------------------------------------------------------------------------------


def test_an_offer_is_kept_as_it_changes(db, councils, now):
    data = offer_of("riverbank")
    assert kept.keep_offer(db, councils.id, data, None, now) == (0, 0)
    data["item"] = [row for row in data["item"] if row["code"] != "riverbank_crash_pad"]
    data["item"][0] = {**data["item"][0], "title": "Free swimming"}
    assert kept.keep_offer(db, councils.id, data, None, now) == (1, 2)
    offers = {offer.council: offer for offer in kept.offers_of(db, councils.id)}
    titles = [item.versions[0].title for item in offers[RIVERBANK].items]
    assert "Free swimming" in titles and len(offers) == 2
    assert "riverbank_crash_pad" not in [item.code for item in offers[RIVERBANK].items]


def test_an_offer_that_cannot_be_read_changes_nothing(db, councils, now):
    data = offer_of("riverbank")
    data["item"][0] = {**data["item"][0], "key": "anybody"}
    before = db.scalar(select(func.count()).select_from(LocalItem))
    with pytest.raises(BadOffer):
        kept.keep_offer(db, councils.id, data, None, now)
    assert db.scalar(select(func.count()).select_from(LocalItem)) == before


def test_an_offer_does_not_take_the_name_of_a_law(db, councils, now):
    data = offer_of("riverbank")
    data["item"] = [{**data["item"][0], "code": "bank_account"}]
    with pytest.raises(BadOffer):
        kept.keep_offer(db, councils.id, data, None, now)


def test_two_states_with_the_same_numbers_are_told_apart(db, councils, now):
    """Two editors at once: one row has the lower number and is there later."""
    rows = list(db.scalars(select(LocalItem).where(LocalItem.gone_at.is_(None))))
    rows.sort(key=lambda row: row.id)
    first, second = rows[0], rows[1]
    second.gone_at = now
    db.commit()
    assert second.code not in codes(db, councils)
    first.gone_at, second.gone_at = now + timedelta(minutes=1), None
    db.commit()
    assert first.code not in codes(db, councils) and second.code in codes(db, councils)


def codes(db, council):
    return {i.code for offer in kept.offers_of(db, council.id) for i in offer.items}


def test_offers_stay_with_their_council(db, councils):
    other = makers.make_council(db)
    assert kept.offers_of(db, other.id) == ()


# --- whose rule --------------------------------------------------------------------------------


def test_at_17_out_of_area_both_councils_count_each_by_its_own_rule(client, db, councils):
    """Riverbank is responsible; they live in Thornmere: its leisure is theirs by the pair of
    councils, and Riverbank's money follows them."""
    sam = makers.make_leaver(db, 17, council_id=councils.id, category="eligible")
    makers.make_episode(db, sam, started=date(2018, 1, 5))
    client.sign_in(sam)
    asks = client.get(thing("thornmere_leisure")).text
    assert "Ask about this" in asks and "In the area of which council do you live?" in asks
    answered = client.send("/can-get/questions/q1", {"answer": THORNMERE})
    assert answered.status_code == 303
    theirs = client.get(thing("thornmere_leisure")).text
    assert "Your council and Thornmere Council have agreed on it" in theirs
    assert "The rule of the council that is responsible for you" not in theirs
    assert f"{RIVERBANK} is your council" in client.get(thing("riverbank_birthday_money")).text
    everything = client.get("/can-get/all").text
    assert "Thornmere Council" in everything and "Money for your birthday" in everything
    # Riverbank's leisure while in care is for who lives in its area.
    assert "Not this one" in client.get(thing("riverbank_leisure_in_care")).text


# --- pages -------------------------------------------------------------------------------------

PAGES = ["/can-get", "/can-get/for/money", "/can-get/for/now", "/can-get/all", "/can-get/search",
         "/can-get/questions", "/can-get/questions/q2", "/can-get/near",
         thing("setting_up_home_allowance")]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_much_of_the_database(client, db, database, jordan, path):
    client.sign_in(jordan)
    client.get(path)
    with counting(database) as counted:
        page = client.get(path)
    assert page.status_code == 200
    assert len(counted.statements) <= 5, counted.statements


@pytest.mark.parametrize("path", PAGES)
def test_the_title_of_the_window_says_nothing(client, jordan, path):
    client.sign_in(jordan)
    title = re.search(r"<title>(.*?)</title>", client.get(path).text, re.S)[1]
    assert not [word for word in ("care", "foster", "social", "asylum") if word in title.lower()]


def test_the_way_in_is_a_need_and_no_question(client, jordan):
    client.sign_in(jordan)
    page = client.get("/can-get").text
    assert "What do you need?" in page and "New in the UK" in page
    assert 'type="radio"' not in page
    assert "For mums and dads" not in page, "that is somebody else's need"


@pytest.mark.parametrize("path", ["/can-get/for/in_care", "/can-get/for/nothing",
                                  "/can-get/thing/0123", "/can-get/questions/q99",
                                  "/can-get/page/nothing"])  # fmt: skip
def test_what_there_is_not(client, jordan, path):
    client.sign_in(jordan)
    assert client.get(path).status_code == 404


def test_a_thing_says_what_somebody_has_to_know(client, jordan):
    client.sign_in(jordan)
    page = client.get(thing("setting_up_home_allowance")).text
    for words in ("£3,000 or more, once", "Who decides", "Whom to ask", "How long it takes",
                  "0808 800 5792", "Checked on 28 November 2026. Checked again by 30 May 2027.",
                  "Asked for here, you get an answer within 10 working days"):  # fmt: skip
        assert words in page, words


def test_the_councils_own_days_are_said(client, db, jordan, now):
    db.add(ClaimDays(council_id=jordan.council_id, decide=3, pay=5, by_id=jordan.id, at=now))
    client.sign_in(jordan)
    page = client.get(thing("setting_up_home_allowance")).text
    assert "you get an answer within 3 working days" in page


@pytest.mark.parametrize(
    ("code", "letter"),
    [("bursary_16_to_19", "college"), ("riverbank_council_tax", "council-tax"),
     ("riverbank_leisure_leavers", "leisure"), ("one_bedroom_rate", ""),
     ("student_finance_independent", ""), ("apprenticeship_bursary", "")],
)  # fmt: skip
def test_a_letter_to_bring_is_made_here_or_it_says_who_writes_it(client, jordan, code, letter):
    client.sign_in(jordan)
    page = client.get(thing(code)).text
    assert ("Your worker or adviser writes it." in page) is (letter == "")
    assert ("/my-letters/for/" in page) is (letter != "")
    if letter:
        assert f"/my-letters/for/{letter}" in page


def test_what_is_about_a_home_has_numbers_for_tonight(client, jordan):
    client.sign_in(jordan)
    for code in ("riverbank_crash_pad", "homeless_priority_need", "council_pays_at_16_and_17"):
        page = client.get(thing(code)).text
        assert "tel:02079460102" in page and "tel:999" in page and "/help/now/tonight" in page
    assert "tel:999" not in client.get(thing("riverbank_driving")).text


def test_to_ask_says_until_when(client, jordan):
    """Also where nobody can say yet whether it is theirs."""
    client.sign_in(jordan)
    page = client.get(thing("setting_up_home_allowance")).text
    assert "Ask about this" in page
    assert "You can ask for this until your 25th birthday, " in page


def test_a_question_to_the_worker_names_the_thing(client, db, jordan):
    worker = makers.make_worker(db, council_id=jordan.council_id)
    makers.make_connection(db, jordan, worker, Kind.PERSONAL_ADVISER)
    client.sign_in(jordan)
    for code, title in (("riverbank_driving", "Help to pay for driving lessons"),
                        ("bank_account", "A bank account of your own")):  # fmt: skip
        address = f"/messages?about=can-get-this.{mark_of(code)}"
        assert address in client.get(thing(code)).text
        page = client.get(address).text
        assert f"I have a question about “{title}”: " in page
    assert "I have a question" not in client.get("/messages?about=can-get-this.nothing").text


def test_a_search_is_not_in_the_address(client, jordan):
    client.sign_in(jordan)
    found = client.send("/can-get/search", {"words": "driving"})
    assert found.status_code == 200
    assert "Help to pay for driving lessons" in found.text
    for words, title in (
        ("licence", "Help to pay for driving lessons"),  # to bring
        ("Universal Credit", "Help with rent for a home of one bedroom"),  # why
        ("Student Finance", "Student finance without your parents’ income"),
        ("housing team", "A place to stay if you have no home"),
    ):  # to ask
        assert title in client.send("/can-get/search", {"words": words}).text, words
    nothing = client.send("/can-get/search", {"words": "zzz"})
    assert "Nothing with these words" in nothing.text and 'value="zzz"' in nothing.text
    assert client.send("/can-get/search", {"words": "  "}).status_code == 422


@pytest.mark.parametrize(
    ("words", "tonight"),
    [("i want to kill myself", False), ("أريد أن أموت", False), ("i have nowhere to sleep", True)],
)
def test_who_looks_for_words_that_worry_reads_whom_to_call(client, jordan, words, tonight):
    client.sign_in(jordan)
    found = client.send("/can-get/search", {"words": words}).text
    assert "If you are not safe, or need to talk now" in found and 'href="tel:999"' in found
    assert ("Nowhere safe to sleep tonight" in found) is tonight
    calm = client.send("/can-get/search", {"words": "driving"}).text
    assert 'href="tel:999"' not in calm


def test_questions_can_be_answered_changed_and_forgotten(client, db, jordan):
    client.sign_in(jordan)
    for value in ("yes", "no", "?"):
        assert client.send("/can-get/questions/q3", {"answer": value}).status_code == 303
    row = db.scalars(select(OwnFact)).one()
    assert (row.person_id, row.code, row.value) == (jordan.id, "q3", "?")
    assert "I don’t know" in client.get("/can-get/questions").text
    asked = client.get(thing("setting_up_home_allowance")).text
    assert "Do you live in a home of your own" not in asked, "nobody is asked twice"
    wrong = client.send("/can-get/questions/q3", {"answer": "perhaps"})
    assert wrong.status_code == 422 and "Choose one." in wrong.text
    gone = client.send("/can-get/questions", {}, action="/can-get/questions/forget")
    assert gone.status_code == 303
    assert db.scalars(select(OwnFact)).all() == []


def test_the_day_an_apprenticeship_began_is_asked_of_apprentices(client, db, jordan):
    """Without it the bursary says "ask" for ever, and its parts have no days."""
    client.sign_in(jordan)
    asked = "When did your apprenticeship begin"
    assert asked not in client.get(thing("apprenticeship_bursary")).text
    client.send("/can-get/questions/q2", {"answer": "apprenticeship"})
    assert asked in client.get(thing("apprenticeship_bursary")).text
    for wrong in ("", "soon", "1/1/0400"):
        answer = client.send("/can-get/questions/q15", {"answer": wrong})
        assert answer.status_code == 422 and "Write the day like this" in answer.text
        assert f'value="{wrong}"' in answer.text
    assert client.send("/can-get/questions/q15", {"answer": "2026-09-01"}).status_code == 303
    page = client.get(thing("apprenticeship_bursary")).text
    assert "Yes, you can have this" in page and "£1,000 at about 31 October 2026" in page
    assert "1 September 2026" in client.get("/can-get/questions").text
    client.get("/can-get/questions/q15")
    hidden = client.form("/can-get/questions/q15", {"answer": ""}).hidden
    unknown = client.post("/can-get/questions/q15", data={**hidden, "answer": "", "unknown": "yes"})
    assert unknown.status_code == 303
    assert db.scalars(select(OwnFact.value).where(OwnFact.code == "q15")).one() == "?"


def test_what_stands_between_probably_and_yes_is_asked_too(client, db, councils):
    sam = makers.make_leaver(db, 17, council_id=councils.id, category="eligible")
    client.sign_in(sam)
    page = client.get(thing("council_pays_at_16_and_17")).text
    assert "You can probably have this" in page and "Do you have a child of your own?" in page


# --- those who support them --------------------------------------------------------------------


@pytest.fixture
def dan(db, jordan):
    dan = makers.make_worker(db, known_as="Dan", council_id=jordan.council_id)
    makers.make_connection(
        db, jordan, dan, Kind.PERSONAL_ADVISER, grants=Grant.NAME | Grant.PLAN | Grant.REASONS
    )
    return dan


def test_an_adult_reads_the_answers_of_the_record_alone(client, db, jordan, dan, now):
    client.sign_in(jordan)
    client.send("/can-get/questions/q1", {"answer": RIVERBANK})
    client.send("/can-get/questions/q4", {"answer": "yes"})
    client.sign_in(dan)
    page = client.get(f"/people/{jordan.ref}/can-get").text
    assert "Jordan: what they can get" in page
    assert "This is for people who live alone. Ask the council tax office." not in page
    assert "This is for people who live where Riverbank Council sends the bills. Ask." in page


def test_an_adult_learns_nothing_of_papers(client, db, jordan, dan):
    client.sign_in(dan)
    before = client.get(f"/people/{jordan.ref}/can-get").text
    db.add(ArrivedAlone(council_id=jordan.council_id, person_id=jordan.id))
    db.flush()
    assert _without_keys(client.get(f"/people/{jordan.ref}/can-get").text) == _without_keys(before)
    own = one_answer("thornmere_council_tax", tells(db, jordan), (), makers.today())
    assert own is None or own.says is not Says.NO


@pytest.mark.parametrize("grants", [Grant.NAME, Grant.NAME | Grant.PLAN])
def test_an_adult_without_the_reasons_reads_none(client, db, jordan, grants):
    ana = makers.make_worker(db, council_id=jordan.council_id)
    makers.make_connection(db, jordan, ana, Kind.SOCIAL_WORKER, grants=grants)
    client.sign_in(ana)
    assert client.get(f"/people/{jordan.ref}/can-get").status_code == 404


def _without_keys(page):
    return re.sub(r'(value|content|nonce)="[^"]*"', "", page)


# --- editors -----------------------------------------------------------------------------------


@pytest.fixture
def fergus(db, councils):
    fergus = makers.make_worker(db, known_as="Fergus", account=False, council_id=councils.id)
    makers.make_membership(db, fergus, role=Role.EDITOR)
    return fergus


def test_an_editor_takes_an_offer_along_changes_it_and_young_people_read_it(
    client, db, fergus, jordan
):
    client.sign_in(fergus, Role.EDITOR)
    text = client.get(f"/offers/{mark_of(RIVERBANK)}.toml").text
    changed = text.replace("Money for your birthday", "Birthday money from us")
    read = client.send("/offers/file", {"offer": changed})
    assert "New or changed: riverbank_birthday_money" in read.text and "Keep it" in read.text
    assert keep(client, changed).status_code == 303
    same = client.send("/offers/file", {"offer": changed}).text
    assert "It is the same as the one that holds now." in same
    assert "Not kept yet" not in same and "Keep it" not in same
    client.sign_in(jordan)
    assert "Birthday money from us" in client.get(thing("riverbank_birthday_money")).text


@pytest.mark.parametrize(
    "text",
    [
        "not a file =", 'council = "A"', "item = 3", "item = [1]", 'council = "A"\n[[item]]',
        f"a{'.a' * 2_000} = 1", f"item = {'[' * 20_000}",
    ],
    ids=range(7),
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_mend_and_loses_nothing(client, fergus, text):
    client.sign_in(fergus, Role.EDITOR)
    for answer in (client.send("/offers/file", {"offer": text}), keep(client, text)):
        assert answer.status_code == 422
        assert "What to mend" in answer.text and text.split()[0] in answer.text


@pytest.mark.parametrize(
    ("was", "made"),
    [('"Money for your birthday"', '"Birthday money, snap: jay"'),
     ('council = "Riverbank Council"', 'council = "Council, 07700 900123"'),
     ('(made up for the demo)"', '", address = "https://jay@example.org"'),
     ('(made up for the demo)"', '", address = "https://t.me/jay"')],
)  # fmt: skip
def test_a_file_holds_no_way_to_somebody(client, fergus, was, made):
    client.sign_in(fergus, Role.EDITOR)
    text = client.get(f"/offers/{mark_of(RIVERBANK)}.toml").text
    assert was in text
    for answer in (
        client.send("/offers/file", {"offer": text.replace(was, made)}),
        keep(client, text.replace(was, made)),
    ):
        assert answer.status_code == 422 and "What to mend" in answer.text


def test_an_offer_has_an_end(client, fergus):
    client.sign_in(fergus, Role.EDITOR)
    answer = client.send("/offers/file", {"offer": "# " + "long " * 40_001})
    assert answer.status_code == 422 and "200000" in answer.text


def keep(client, text):
    """With the second button, which is there once it was read."""
    hidden = client.form("/offers/file", {"offer": text}).hidden
    return client.post("/offers/file", data={**hidden, "offer": text, "keep": "yes"})


# --- pages to read -----------------------------------------------------------------------------


@pytest.fixture
def pages(db, councils, now):
    """The pages that come with the portal, of Riverbank."""
    loading.load(db, councils.id, loading.of_council(files.the_set(), "Riverbank"), now)


def test_pages_stand_beside_the_answers(client, jordan, pages):
    client.sign_in(jordan)
    assert "/can-get/page/first-home-money" in client.get("/can-get/for/home").text
    assert "/can-get/page/first-home-money" in client.get(thing("setting_up_home_allowance")).text
    page = client.get("/can-get/page/first-home-money")
    assert page.status_code == 200
    assert thing("setting_up_home_allowance") in page.text, "with the answer for them"
    assert "What if they say no?" in page.text and "Checked on 28 November 2026" in page.text
    assert '<ol class="dots">' in page.text, "steps have their numbers"
    # Its spaces would turn a number round where words go from right to left.
    assert '<bdi dir="ltr">0808\u00a0800\u00a05792</bdi>' in page.text


def test_a_search_finds_pages_by_the_beginnings_of_words(client, jordan, pages):
    client.sign_in(jordan)
    assert "/can-get/page/learn-to-drive" in client.send("/can-get/search", {"words": "driv"}).text


@pytest.mark.parametrize(("language", "word"), [("en", "cooker"), ("ar", "طباخ")])
def test_a_search_by_what_the_money_buys_finds_the_money(
    client, db, councils, pages, language, word
):
    client.sign_in(makers.make_leaver(db, council_id=councils.id, language=language))
    found = client.send("/can-get/search", {"words": word}).text
    assert thing("setting_up_home_allowance") in found


def test_small_arabic_words_find_nothing_by_themselves(client, db, councils, pages):
    client.sign_in(makers.make_leaver(db, council_id=councils.id, language="ar"))
    found = client.send("/can-get/search", {"words": "كيف أحصل على طباخ"}).text
    assert found.count("/can-get/page/") < 3


def test_a_search_marks_what_is_for_somebody_older(client, db, councils, pages):
    leo = makers.make_young(db, born=date(2016, 3, 1), council_id=councils.id)
    client.sign_in(leo)
    found = client.send("/can-get/search", {"words": "university money"}).text
    assert "/can-get/page/university-money" in found
    assert "For when you are older" in found


@pytest.mark.parametrize(
    ("code", "says"),
    [("bursary_16_to_19", "ask the team that helps with school to talk to them"),
     ("riverbank_council_tax", "Ask the council tax office for the rule in writing."),
     ("homeless_priority_need", "You can ask for a review; ask how many days you have.")],
)  # fmt: skip
def test_a_no_of_others_is_answered_by_the_page(client, jordan, pages, code, says):
    client.sign_in(jordan)
    page = client.get(thing(code)).text
    assert says in page and "Ask them to write down why." not in page
    assert "0808 800 5792" in page


def test_a_thing_says_whom_it_is_for(client, jordan, pages):
    client.sign_in(jordan)
    who = next(one.text.who for one in files.the_set() if one.about.slug == "first-home-money")
    assert who and who in client.get(thing("setting_up_home_allowance")).text


def test_a_child_who_has_it_does_not_read_that_it_is_for_others(client, db, councils, pages):
    mason = makers.make_young(db, born=date(2016, 3, 1), council_id=councils.id)
    makers.make_episode(db, mason, started=date(2024, 1, 5))
    client.sign_in(mason)
    page = client.get(thing("council_pays_at_16_and_17")).text
    assert "Yes, you can have this" in page
    assert "Young people of 16 and 17" not in page
    assert "For when you are older" in page, "on the page that tells more"


def test_english_words_keep_their_order_on_an_arabic_page(client, db, councils, pages):
    client.sign_in(makers.make_leaver(db, council_id=councils.id, language="ar"))
    page = client.get(thing("riverbank_birthday_money")).text
    assert '<bdi dir="ltr">Young people whom Riverbank looks after, and its care leavers.' in page


def test_near_me_is_a_town_from_a_list(client, jordan, pages):
    client.sign_in(jordan)
    page = client.send("/can-get/near", {"town": "Riverbank"})
    assert "/can-get/page/places-near-you" in page.text
    assert "/can-get/page/" not in client.send("/can-get/near", {"town": "London"}).text


def test_the_town_that_somebody_chose_is_in_no_address(client, jordan, pages):
    """As the page says: what you choose is not kept."""
    client.sign_in(jordan)
    front = client.get("/can-get/near").text
    assert 'value="Riverbank"' in front and "near?" not in front
    assert "/can-get/page/" not in client.get("/can-get/near?town=Riverbank").text


def test_a_quiet_page_shows_its_title_alone(client, jordan, pages):
    client.sign_in(jordan)
    shown = client.get("/can-get/for/health").text
    assert "/can-get/page/questions-one" in shown
    summary = files_summary("questions-one")
    assert summary not in shown


def test_carers_read_what_is_for_them_and_no_answers(client, db, councils, pages, jordan):
    carer = makers.make_carer(db, council_id=councils.id)
    client.sign_in(carer)
    assert "/can-get/page/training-dates" in client.get("/good-to-know").text
    page = client.get("/can-get/page/first-home-money")
    assert page.status_code == 200 and "/can-get/thing/" not in page.text
    # The way to complain is the young person's: to a carer these are words.
    assert "complain" in page.text and 'href="/put-right' not in page.text
    client.sign_in(jordan)
    assert 'href="/put-right' in client.get("/can-get/page/first-home-money").text


@pytest.mark.parametrize("path", ["/can-get/for/money", "/can-get/page/first-home-money"])
def test_a_hundred_pages_cost_no_more_questions(client, database, jordan, pages, path):
    client.sign_in(jordan)
    client.get(path)
    with counting(database) as counted:
        assert client.get(path).status_code == 200
    assert len(counted.statements) <= 5, counted.statements


def test_nor_does_a_town(client, database, jordan, pages):
    client.sign_in(jordan)
    client.get("/can-get/near")
    hidden = client.form("/can-get/near", {"town": ""}).hidden
    with counting(database) as counted:
        page = client.post("/can-get/near", data={**hidden, "town": "Riverbank"})
    assert "/can-get/page/places-near-you" in page.text
    assert len(counted.statements) <= 5, counted.statements


def test_a_page_shows_their_own_birthday_to_the_young_person_alone(client, db, councils, pages):
    """ "Until your 25th birthday" is a day, and it is theirs."""
    jordan = makers.make_leaver(db, council_id=councils.id)
    says = f"Your 25th birthday: {full_date(birthday(jordan.born, 25))}"
    client.sign_in(jordan)
    assert says in client.get("/can-get/page/first-home-money").text
    young = (one for one in files.the_set() if one.about.reader == "young" and not one.about.items)
    no_items = next(one.about.slug for one in young if "25th birthday" in one.text.until)
    assert says in client.get(f"/can-get/page/{no_items}").text
    assert "birthday: " not in client.get("/can-get/page/doctor-and-dentist").text
    client.sign_in(makers.make_carer(db, council_id=councils.id))
    assert "birthday: " not in client.get("/can-get/page/first-home-money").text


def test_carers_and_staff_find_back(client, db, councils, pages):
    client.sign_in(makers.make_carer(db, council_id=councils.id))
    home = client.get("/children").text
    assert 'href="/good-to-know"' in home and 'href="/things-to-do"' in home
    assert 'class="up" href="/"' in client.get("/good-to-know").text
    page = client.get("/can-get/page/training-dates").text
    assert 'class="up" href="/good-to-know"' in page
    assert 'class="up" href="/good-to-know"' in client.get("/can-get/near").text
    client.sign_in(makers.make_worker(db, council_id=councils.id))
    assert 'class="up" href="/can-get/near"' in client.get("/can-get/page/first-home-money").text
    assert 'class="up" href="/' in client.get("/can-get/near").text


def files_summary(slug):
    return next(one.text.summary for one in files.the_set() if one.about.slug == slug)
