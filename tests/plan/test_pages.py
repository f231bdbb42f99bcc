"""My plan, as the young person reads it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.house import Account, Notice, PlanPart, Seen, Wording
from tests import makers

YEARS = {"child": 10, "teen": 14, "adult": 17}


@pytest.fixture
def mia(db):
    return makers.make_young(db, known_as="Mia")


def born(age):
    return date(makers.today().year - age - 1, 12, 24)


@pytest.mark.parametrize("band", YEARS)
def test_words_go_by_age_and_can_be_chosen(client, db, band):
    mia = makers.make_young(db, born=born(YEARS[band]))
    plan = makers.make_plan(db, mia, {"home": "?"})
    part = db.scalars(select(PlanPart).where(PlanPart.version_id == plan.current_id)).one()
    for wording in db.scalars(select(Wording).where(Wording.part_id == part.id)):
        wording.text = f"Words for {wording.band}."
    client.sign_in(mia)
    assert f"Words for {band}." in client.get("/plan/a10").text
    assert f"Words for {band}." in client.get("/plan").text
    for chosen in YEARS:
        db.scalars(select(Account)).one().band = chosen
        assert f"Words for {chosen}." in client.get("/plan/a10").text


def test_official_words_are_one_tap_away_and_labelled_when_alone(client, db, mia):
    makers.make_plan(db, mia, {"home": "You live with Helen.", "fun": "You swim."})
    fun = db.scalars(select(PlanPart).where(PlanPart.area == "fun")).one()
    for wording in db.scalars(select(Wording).where(Wording.part_id == fun.id)):
        db.delete(wording)
    fun.official = "Leisure activity <b>funded</b>."
    client.sign_in(mia)
    home = client.get("/plan/a10").text
    assert "See the official words" in home
    assert "You live with Helen. (in the council&#39;s own words)" in home
    assert "These are the official words." not in home
    alone = client.get("/plan/a22").text
    assert "Leisure activity &lt;b&gt;funded&lt;/b&gt;." in alone
    assert "These are the official words." in alone
    assert "See the official words" not in alone


def test_a_part_says_who_by_when_and_when_it_is_looked_at_again(client, db, mia):
    makers.make_plan(db, mia)
    makers.make_promise(db, mia, area="home", text="Paint your room.")
    makers.make_promise(db, mia, area="health", text="Book the dentist.")
    client.sign_in(mia)
    page = client.get("/plan/a10").text
    for said in ("Priya", "by the end of term", "We look at this again on Friday 22 January",
                 "with Ruth", "Paint your room."):  # fmt: skip
        assert said in page
    assert "Book the dentist." not in page


def test_what_changed_before_and_after_it_is_seen(client, db, mia):
    plan = makers.make_plan(db, mia, {"home": "You live with Helen.", "fun": "You swim."})
    client.sign_in(mia)
    assert "chip new" not in client.get("/plan").text  # the first look calls nothing new
    assert client.send("/plan", action="/plan/seen").status_code == 303
    version = {"home": "You live with Helen.", "fun": "You dance.", "school": "You draw."}
    makers.make_version(db, plan, version)
    fun = db.scalars(
        select(PlanPart).where(PlanPart.area == "fun", PlanPart.version_id == plan.current_id)
    ).one()
    fun.change_note = "Dancing is new. You asked for it."
    makers.make_notice(db, mia, kind="plan_changed", source_kind="plan_part",
                       source_ref="care:fun")  # fmt: skip

    def news():
        page = client.get("/plan").text
        return page.count("chip new"), "Dancing is new." in page

    assert news() == (2, True)
    part = client.get("/plan/a22").text
    assert "New since you last looked." in part
    assert "Changed by Priya on Monday 23 November." in part
    assert news() == (2, True)  # opening a page changes nothing
    assert "New since" not in client.get("/plan/a10").text
    for _ in range(2):
        assert client.send("/plan/a22", action="/plan/a22/seen").status_code == 303
        assert news() == (1, False)
    assert db.scalars(select(Notice.seen_at)).one() is not None
    assert client.send("/plan/a13", action="/plan/a13/seen").status_code == 303
    assert news() == (0, False)
    assert len(db.scalars(select(Seen.id)).all()) == 3


def test_an_old_page_never_marks_what_changed_meanwhile(client, db, mia):
    plan = makers.make_plan(db, mia, {"home": "You live with Helen."})
    client.sign_in(mia)
    client.get("/plan")
    old_page = client.form("/plan", {}, action="/plan/seen").hidden
    client.send("/plan", action="/plan/seen")
    client.get("/plan/a10")
    old_part = client.form("/plan/a10", {}, action="/plan/a10/seen").hidden
    makers.make_version(db, plan, {"home": "You move."})
    assert client.post("/plan/seen", data=old_page).status_code == 303
    assert client.post("/plan/a10/seen", data=old_part).status_code == 303
    assert "chip new" in client.get("/plan").text
    client.send("/plan/a10", action="/plan/a10/seen")
    assert "chip new" not in client.get("/plan").text


@pytest.mark.parametrize("path", ["a99", "a20", "b10", "z10", "A10", "a%00", "care/home"])
def test_a_part_that_is_not_there(client, db, mia, path):
    makers.make_plan(db, mia)
    makers.make_plan(db, makers.make_young(db), {"money": "Not yours."}, kind="pathway")
    client.sign_in(mia)
    assert client.get(f"/plan/{path}").status_code == 404


def test_nobody_elses_plan_is_in_mine(client, db, mia):
    makers.make_plan(db, makers.make_young(db), {"home": "MARK-OTHER"})
    makers.make_plan(db, mia, {"home": "Mine."})
    client.sign_in(mia)
    assert "MARK-OTHER" not in client.get("/plan").text + client.get("/plan/a10").text


def test_without_a_plan_or_an_episode_the_page_is_friendly(client, db, mia):
    client.sign_in(mia)
    assert "Your plan is not here yet" in client.get("/plan").text
    assert "Nothing is written here yet" in client.get("/plan/why").text
    sam = makers.make_worker(db)
    makers.make_connection(db, mia, sam)
    client.sign_in(sam)
    assert "No plan to show" in client.get(f"/people/{mia.ref}/plan").text


def test_a_plan_with_a_version_still_to_come_is_empty(client, db, mia):
    plan = makers.make_plan(db, mia)
    plan.current_id = None
    client.sign_in(mia)
    assert "Your plan is not here yet" in client.get("/plan").text


def test_several_plans_stand_one_below_the_other(client, db, mia):
    makers.make_plan(db, mia, {"home": "Care words."})
    makers.make_plan(db, mia, {"home": "Pathway words."}, kind="pathway")
    client.sign_in(mia)
    page = client.get("/plan").text
    assert "My pathway plan" in page
    assert page.index("Care words.") < page.index("Pathway words.")
    assert "Pathway words." in client.get("/plan/b10").text


def test_words_in_another_language(client, db):
    yusuf = makers.make_young(db, language="ar", born=born(16))
    makers.make_plan(db, yusuf, {"home": "You live with Helen.", "fun": "You swim."})
    fun = db.scalars(select(PlanPart).where(PlanPart.area == "fun")).one()
    whose = {"council_id": fun.council_id, "part_id": fun.id, "band": "adult", "language": "ar"}
    makers.make(db, Wording, {**whose, "text": "أنت تسبح.", "state": "draft"}, {})
    client.sign_in(yusuf)
    home, swim = client.get("/plan/a10").text, client.get("/plan/a22").text
    assert 'dir="rtl"' in swim
    assert "أنت تسبح." in swim
    assert "<p>You swim.</p>" not in swim
    assert 'lang="en"' in home  # said to be in English, on an Arabic page
    assert makers.today() + timedelta(days=60) == date(2027, 1, 22)


def test_what_is_more_about_me_says_each_its_own_thing(client, mia):
    """Nothing that begins alike stands there twice."""
    client.sign_in(mia)
    page = client.get("/plan").text
    for label in ("Where I will live next", "My big birthdays", "Who sees my things"):
        assert page.count(label) == 1
    for mixed_up in ("What comes when<", "What comes next<", "Who may see this"):
        assert mixed_up not in page
    assert "<h1>My big birthdays</h1>" in client.get("/what-comes-when").text
    assert "<h1>Where you will live next</h1>" in client.get("/what-comes-next").text
