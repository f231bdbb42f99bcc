"""An editor writes what the council offers as a form: nothing goes out by accident, nothing typed
is lost, and only editors of that council get there."""

import json
import re
import tomllib
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.core.access import Role
from portal.entitlements import kept
from portal.entitlements.items import LOCAL
from portal.house import LocalDraft, LocalItem, Notice
from portal.local_offer.desk import jobs
from portal.local_offer.desk.item import forms, rules
from portal.local_offer.rules import mark_of
from tests import makers
from tests.databases import counting
from tests.local_offer.typed import TYPED

RIVERBANK = "Riverbank Council"
DRIVING = "riverbank_driving"


def offer_of(name):
    return tomllib.loads((LOCAL / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture
def council(db, now):
    here = makers.make_council(db, name=RIVERBANK)
    kept.keep_offer(db, here.id, offer_of("riverbank"), None, now)
    return here


@pytest.fixture
def jordan(db, council):
    made = makers.make_leaver(db, council_id=council.id)
    db.commit()
    return made


@pytest.fixture
def fergus(db, council):
    return editor(db, council, "Fergus")


def editor(db, council, name):
    made = makers.make_worker(db, known_as=name, account=False, council_id=council.id)
    makers.make_membership(db, made, role=Role.EDITOR)
    return made


@pytest.fixture
def browser(new_client, fergus):
    found = new_client()
    found.sign_in(fergus, Role.EDITOR)
    return found


def ref_of(db, code):
    db.rollback()
    return db.scalar(
        select(LocalItem.ref).where(LocalItem.code == code, LocalItem.gone_at.is_(None))
    )


def rows_of(db, code):
    db.rollback()
    body = db.scalar(
        select(LocalItem.body).where(LocalItem.code == code, LocalItem.gone_at.is_(None))
    )
    return json.loads(body)["item"] if body else []


def draft_of(db):
    db.rollback()
    return db.scalar(select(LocalDraft.ref))


def write(browser, where, **typed):
    """The form, with everything that stands in it."""
    assert browser.get(where).status_code == 200
    hidden = browser.form(where, {"title": ""}).hidden
    return browser.post(where, data={**hidden, **TYPED, **typed})


def publish(browser, ref, when="now", day=""):
    return browser.send(f"/offers/drafts/{ref}", {"when": when, "day": day})


def thing(code):
    return f"/can-get/thing/{mark_of(code)}"


# --- something new -----------------------------------------------------------------------------


def test_something_new_is_nobodys_until_it_is_published(db, browser, jordan, client):
    answer = write(browser, "/offers/new")
    assert answer.status_code == 303, re.findall(r'class="wrong"[^>]*>([^<]*)', answer.text)
    draft, code = draft_of(db), "riverbank_a_bike_to_get_to_work"
    assert "A bike to get to work" in browser.get("/offers").text
    client.sign_in(jordan)
    assert client.get(thing(code)).status_code == 404
    page = browser.get(f"/offers/drafts/{draft}")
    assert "One of these: In care now; Former relevant: 18 or older, after care" in page.text
    assert "From age 16 until the day before they turn 25" in page.text
    assert publish(browser, draft, "meant").status_code == 303
    seen = client.get(thing(code)).text
    assert "Up to £250, once" in seen and "Cabinet decision of May 2026" in seen
    (row,) = rows_of(db, code)
    assert row["needs"] == ["work", "money"] and row["takes_days"] == 14
    assert "valid_from" not in row and draft_of(db) is None
    # Sent twice, or by the second of two editors: it leads to what the draft became.
    again = browser.get(f"/offers/drafts/{draft}")
    assert (again.status_code, again.location) == (303, f"/offers/items/{draft}")
    assert "Published by" in browser.get(again.location).text


@pytest.mark.parametrize(
    "typed",
    [{"title": "A bike: ring 07700 900123"}, {"title": "A bike, snap: jay"},
     {"source_name_1": "Ask Jay, 07700 900123"}, {"source_name_1": "insta jay_x"}],
)  # fmt: skip
def test_it_holds_no_way_to_somebody(db, browser, typed):
    """One editor writes it, and everybody whom it is for reads it."""
    answer = write(browser, "/offers/new", **typed)
    assert answer.status_code == 422 and draft_of(db) is None
    assert "What to mend" in answer.text and next(iter(typed.values())) in answer.text
    ref = ref_of(db, DRIVING)
    assert write(browser, f"/offers/items/{ref}/change", **typed).status_code == 422
    assert draft_of(db) is None


def test_it_leads_to_no_chat(db, browser):
    answer = write(browser, "/offers/new", source_address_1="https://t.me/jay")
    assert answer.status_code == 422 and draft_of(db) is None
    assert "leads to a chat" in answer.text


def test_nothing_typed_is_lost_and_each_error_stands_at_its_field(db, browser):
    wrong = {"title": "A bike", "purpose": "", "number": "a lot",
             "age_from": "25", "age_until": "18", "checked_on": "1/1/2999",
             "source_name_1": "", "source_address_2": "ftp://x", "takes": "soon",
             "decides": ""}  # fmt: skip
    answer = write(browser, "/offers/new", **wrong)
    assert answer.status_code == 422
    for said in ("Choose what it is for.", "Write a whole number", "choose a later birthday",
                 "That day has not come yet.", "Say where it is written", "begins with https://",
                 "Give this address a name.", "a number of days",
                 "Choose who decides."):  # fmt: skip
        assert said in answer.text, said
    for typed in ("A bike", "a lot", "1/1/2999", "ftp://x", "soon", "riverbank.example/bikes"):
        assert typed in answer.text, typed
    assert draft_of(db) is None


def test_it_is_for_somebody(db, browser):
    nobody = {"age_from": "", "age_until": "", "who": [], "study": []}
    assert "Say for whom it is" in write(browser, "/offers/new", **nobody).text
    assert draft_of(db) is None


# --- what is there -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["riverbank", "thornmere"])
def test_a_form_that_nobody_changed_changes_nothing(app, name):
    data = offer_of(name)
    with app.test_request_context():
        for row in data["item"]:
            form = forms.ItemForm(row)
            form.show(row, data["sources"], None, date(2026, 11, 28))
            made, sources = form.told(row, data["sources"])
            assert {k: v for k, v in made.items() if v != []} == {
                k: v for k, v in row.items() if v != []
            }
            assert sources == data["sources"]


def test_from_a_day_the_one_before_ends_the_day_before(db, browser, jordan, client):
    ref, first = ref_of(db, DRIVING), date(2027, 4, 1)
    write(browser, f"/offers/items/{ref}/change", title="Help with driving", number="700", study=[])
    draft = draft_of(db)
    assert publish(browser, draft, "day", "1/4/2027").status_code == 303
    old, new = rows_of(db, DRIVING)
    assert old["valid_to"] == "2027-03-31" and new["valid_from"] == first.isoformat()
    assert (old["amount"]["number"], new["amount"]["number"]) == (500, 700)
    client.sign_in(jordan)
    assert "Up to £500, once" in client.get(thing(DRIVING)).text
    item = browser.get(f"/offers/items/{ref}")
    assert "From 1 April 2027 on" in item.text and "Published by Fergus" in item.text


def test_rare_conditions_stay_and_are_shown(db, browser):
    """Of one that goes by living alone, too."""
    ref = ref_of(db, "riverbank_council_tax")
    page = browser.get(f"/offers/items/{ref}/change")
    assert "This is for people who live alone." in page.text
    typed = {"key": "residence", "kind": "percent_off", "number": "100", "age_from": "18",
             "who": ["former_relevant"], "study": []}  # fmt: skip
    write(browser, f"/offers/items/{ref}/change", **typed)
    look = browser.get(f"/offers/drafts/{draft_of(db)}").text
    assert "This is for people who live alone." in look
    assert publish(browser, draft_of(db), "meant").status_code == 303
    (row,) = rows_of(db, "riverbank_council_tax")
    assert row["when"]["all"] == [
        {"age": {"from": 18, "until": 25}}, {"group": ["former_relevant"]}, {"fact": "lives_alone"},
    ]  # fmt: skip


def test_a_source_that_is_changed_here_changes_nowhere_else(db, browser, council):
    ref = ref_of(db, DRIVING)
    write(browser, f"/offers/items/{ref}/change", source_name_1="Another place")
    publish(browser, draft_of(db), "meant")
    db.rollback()
    data = tomllib.loads(kept.as_file(db, council.id, RIVERBANK))
    names = {row["code"]: data["sources"][row["sources"][0]]["name"] for row in data["item"]}
    assert names[DRIVING] == "Another place"
    assert names["riverbank_birthday_money"].startswith("Riverbank Council, local offer")


def test_whose_rule_it_is_does_not_change_from_a_day(db, browser):
    ref = ref_of(db, DRIVING)
    write(browser, f"/offers/items/{ref}/change", key="residence")
    answer = publish(browser, draft_of(db), "day", "1/4/2027")
    assert answer.status_code == 422 and "cannot change from a day on" in answer.text
    assert publish(browser, draft_of(db), "meant").status_code == 303


@pytest.mark.parametrize(
    ("day", "said"), [("", "Type the day."), ("1/1/2020", "from today on"), ("soon", "like this")]
)
def test_a_day_that_cannot_be(db, browser, day, said):
    write(browser, "/offers/new", valid_to="1/6/2027")
    answer = publish(browser, draft_of(db), "day", day)
    assert answer.status_code == 422 and said in answer.text
    late = publish(browser, draft_of(db), "day", "2/6/2027")
    assert late.status_code == 422 and "lies before that day" in late.text


# --- two editors -------------------------------------------------------------------------------


def test_two_editors_do_not_lose_words(db, browser, council, new_client):
    ref = ref_of(db, DRIVING)
    other = new_client()
    other.sign_in(editor(db, council, "Gwen"), Role.EDITOR)
    where = f"/offers/items/{ref}/change"
    other.get(where)
    hidden = other.form(where, {"title": ""}).hidden
    write(browser, where, title="Driving, by Fergus")
    answer = other.post(where, data={**hidden, **TYPED, "title": "Driving, by Gwen"})
    assert answer.status_code == 422 and "Fergus changed this draft" in answer.text
    assert "Driving, by Gwen" in answer.text
    again = {**other.form(where, {"title": ""}).hidden, **TYPED, "title": "Driving, by Gwen"}
    assert other.post(where, data=again).status_code == 303
    assert "Driving, by Gwen" in browser.get("/offers").text


def test_a_draft_of_what_was_changed_meanwhile_is_looked_at_again(db, browser, council, now):
    ref = ref_of(db, DRIVING)
    write(browser, f"/offers/items/{ref}/change")
    data = offer_of("riverbank")
    row = next(row for row in data["item"] if row["code"] == DRIVING)
    row["amount"]["number"] = 999
    kept.keep_offer(db, council.id, data, None, now)
    db.commit()
    draft = draft_of(db)
    answer = publish(browser, draft, "meant")
    assert answer.status_code == 422 and "keep it once more" in answer.text
    assert write(browser, f"/offers/drafts/{draft}/change").status_code == 303
    assert publish(browser, draft, "meant").status_code == 303


# --- undo, taking out, looking up ----------------------------------------------------------------


def test_an_older_one_is_published_anew(db, browser):
    first = ref_of(db, DRIVING)
    before = rows_of(db, DRIVING)
    write(browser, f"/offers/items/{first}/change", title="A slip")
    publish(browser, draft_of(db), "meant")
    assert rows_of(db, DRIVING)[0]["title"] == "A slip"
    where = f"/offers/items/{first}"
    answer = browser.send(where, {}, action=f"/offers/versions/{first}/again")
    assert answer.status_code == 303 and rows_of(db, DRIVING) == before
    count = db.scalar(select(func.count()).select_from(LocalItem).where(LocalItem.code == DRIVING))
    assert count == 3, "each state stays"


def test_taken_out_from_a_day_or_at_once(db, browser, jordan, client):
    ref = ref_of(db, DRIVING)
    where, out = f"/offers/items/{ref}", f"/offers/items/{ref}/take-out"
    empty = browser.send(where, {"out": "day", "day": ""}, action=out)
    assert empty.status_code == 422 and "Type the day." in empty.text
    assert browser.send(where, {"out": "day", "day": "1/2/2027"}, action=out).status_code == 303
    assert rows_of(db, DRIVING)[0]["valid_to"] == "2027-01-31"
    out = f"/offers/items/{ref_of(db, DRIVING)}/take-out"
    assert browser.send(where, {"out": "now", "day": ""}, action=out).status_code == 303
    assert rows_of(db, DRIVING) == []
    client.sign_in(jordan)
    assert client.get(thing(DRIVING)).status_code == 404
    assert "Not offered any more" in browser.get("/offers").text
    assert "Nobody finds it any more" in browser.get(where).text
    assert browser.send(where, {}, action=f"/offers/versions/{ref}/again").status_code == 303
    assert client.get(thing(DRIVING)).status_code == 200


def test_what_was_looked_up_long_ago_is_on_the_desk_and_told_once(
    db, database, browser, fergus, council, now
):
    later = now + timedelta(days=200)
    jobs.offers(database, later)
    jobs.offers(database, later + timedelta(days=1))
    db.rollback()
    found = db.scalars(select(Notice).where(Notice.kind == jobs.CHECK)).all()
    assert [one.person_id for one in found] == [fergus.id]
    rows = offer_of("riverbank")["item"]
    assert rules.to_check(rows[:1], later.date()) and not rules.to_check(rows[:1], now.date())


@pytest.mark.parametrize(
    ("was", "now_is"),
    [
        ('"checked_on": "2026-11-28"', '"checked_on": "March 2026"'),
        ('"checked_on": "2026-11-28"', '"checked_on": "2027-02-30"'),
        ('"title": "', '"title": ["Bus"], "was": "'),
        ('"how": "', '"how": "gone_'),
    ],
    ids=range(4),
)
def test_what_cannot_be_read_breaks_nobodys_page_and_editors_mend_it(
    db, database, browser, jordan, client, fergus, now, was, now_is
):
    """As it may have been kept before, or by other hands."""
    row = db.scalars(select(LocalItem).where(LocalItem.code == DRIVING)).one()
    good, ref = row.body, row.ref
    assert was in good
    row.body = good.replace(was, now_is)
    db.commit()
    client.sign_in(jordan)
    for path in ("/can-get", "/can-get/all", "/can-get/questions", "/asked-for"):
        assert client.get(path).status_code == 200
    assert client.get(thing(DRIVING)).status_code == 404
    desk = browser.get("/offers").text
    assert "They cannot be shown" in desk and DRIVING in desk
    assert browser.get(f"/offers/items/{ref}").status_code == 404
    jobs.offers(database, now)
    db.rollback()
    found = db.scalars(select(Notice).where(Notice.kind == jobs.CHECK)).all()
    assert [one.person_id for one in found] == [fergus.id]
    assert DRIVING in browser.get(f"/offers/{mark_of(RIVERBANK)}.toml").text
    kept.keep_offer(db, jordan.council_id, offer_of("riverbank"), fergus.id, now)
    db.commit()
    assert client.get(thing(DRIVING)).status_code == 200
    page = browser.get(f"/offers/items/{ref}").text
    assert "This cannot be shown any more" in page
    hidden = browser.form(f"/offers/items/{ref}", {"out": ""}).hidden
    assert browser.post(f"/offers/versions/{ref}/again", data=hidden).status_code == 404


def test_an_offer_of_which_nothing_can_be_read_is_taken_along(db, browser):
    for row in db.scalars(select(LocalItem)):
        row.body = row.body.replace('"title": "', '"title": ["Bus"], "was": "')
    db.commit()
    assert RIVERBANK in browser.get("/offers").text
    assert DRIVING in browser.get(f"/offers/{mark_of(RIVERBANK)}.toml").text


def test_looked_up_today(db, browser):
    ref = ref_of(db, DRIVING)
    row = db.scalars(select(LocalItem).where(LocalItem.ref == ref)).one()
    row.body = row.body.replace("2026-11-28", "2026-01-05")
    db.commit()
    assert "To look up again" in browser.get("/offers").text
    where = f"/offers/items/{ref}"
    assert browser.send(where, {}, action=f"{where}/checked").status_code == 303
    assert rows_of(db, DRIVING)[0]["checked_on"] == makers.today().isoformat()
    assert "To look up again" not in browser.get("/offers").text


def test_a_draft_is_thrown_away(db, browser):
    ref = ref_of(db, DRIVING)
    write(browser, f"/offers/items/{ref}/change")
    draft = draft_of(db)
    away = f"/offers/drafts/{draft}/throw-away"
    assert browser.send(f"/offers/drafts/{draft}", {}, action=away).status_code == 303
    assert draft_of(db) is None and rows_of(db, DRIVING)[0]["title"] != TYPED["title"]


# --- the look, whose it is, what it costs --------------------------------------------------------


def test_the_look_is_the_page_that_they_read(db, browser, jordan, client):
    write(browser, "/offers/new", study=[])
    draft = draft_of(db)
    looks = {life: browser.get(f"/offers/drafts/{draft}/look?life={life}").text
             for life in ("19", "14", "nobody")}  # fmt: skip
    assert looks["nobody"] == looks["19"]
    assert "You can probably have this" in looks["19"]
    assert "You can ask for this from your 16th birthday" in looks["14"]
    publish(browser, draft, "meant")
    client.sign_in(jordan)
    read = client.get(thing("riverbank_a_bike_to_get_to_work")).text
    for part in re.findall(r"<h2[^>]*>[^<]+</h2>", looks["19"]):
        assert part in read or "Some answers" in part, part


def test_others_and_other_councils_find_nothing(db, browser, council, new_client, now):
    write(browser, "/offers/new")
    ref, draft = ref_of(db, DRIVING), draft_of(db)
    paths = ("/offers/new", f"/offers/items/{ref}", f"/offers/items/{ref}/change",
             f"/offers/drafts/{draft}", f"/offers/drafts/{draft}/change",
             f"/offers/drafts/{draft}/look")  # fmt: skip
    there = makers.make_council(db, name="Elsewhere Council")
    far, worker = new_client(), new_client()
    far.sign_in(editor(db, there, "Ed"), Role.EDITOR)
    worker.sign_in(makers.make_worker(db, council_id=council.id))
    assert [far.get(path).status_code for path in paths] == [200, *[404] * 5]
    assert {worker.get(path).status_code for path in paths} == {403}


def test_what_it_costs(db, database, browser):
    ref = ref_of(db, DRIVING)
    write(browser, f"/offers/items/{ref}/change")
    draft = draft_of(db)
    for path in ("/offers", f"/offers/items/{ref}", f"/offers/drafts/{draft}",
                 f"/offers/drafts/{draft}/change", f"/offers/drafts/{draft}/look"):  # fmt: skip
        browser.get(path)
        with counting(database) as counted:
            assert browser.get(path).status_code == 200
        assert len(counted.statements) <= 5, (path, counted.statements)
    browser.get(f"/offers/drafts/{draft}")
    hidden = browser.form(f"/offers/drafts/{draft}", {"when": ""}).hidden
    with counting(database) as counted:
        browser.post(f"/offers/drafts/{draft}", data={**hidden, "when": "meant"})
    assert len(counted.statements) <= 6, counted.statements
