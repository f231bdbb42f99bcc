"""About me and what helps me: nothing written is lost, and others read exactly what is shown."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Band
from portal.house import MyAnswer, MyAnswerBefore, Notice, Outbox, Upload, UploadBytes, Worry
from portal.my_pages import actions, pages, policy, rules
from portal.my_pages.rules import Page
from portal.people.rules import Kind
from portal.shares.rules import Thing, To
from tests import makers
from tests.databases import counting


@pytest.fixture
def home(db):
    """Mia, Priya her worker and Helen her carer."""
    mia, priya = makers.make_pair(db, known_as="Mia")
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    return mia, priya, helen


def wrote(client, text, code="a3", where="page", page="about-me", **more):
    return client.send(f"/{page}/{code}", {"text": text, "where": where, **more})


def shown_to(client, *refs, page="about-me"):
    address = f"/{page}/who"
    client.get(address)
    hidden = client.form(address, {"to": ""}).hidden
    return client.post(address, data={**hidden, "to": list(refs)})


def sees(client, adult, ref, page="about-me"):
    client.sign_in(adult)
    return client.get(f"/people/{ref}/{page}")


def test_it_is_written_a_question_at_a_time_and_saved_as_they_go(client, db, home):
    mia, _priya, _helen = home
    client.sign_in(mia)
    assert "What helps when you are upset?" in client.get("/about-me").text
    went = wrote(client, "Quiet, and my dog.", next="1")
    assert "/about-me/a4?done=" in went.headers["Location"]
    row = db.scalars(select(MyAnswer)).one()
    assert (row.text, row.hidden, row.language) == ("Quiet, and my dog.", False, "en")
    assert "Quiet, and my dog." in client.get("/about-me").text


def test_each_age_is_asked_in_its_own_words_and_growing_up_loses_nothing():
    young = rules.asked(Page.ABOUT, Band.CHILD, [])
    grown = rules.asked(Page.ABOUT, Band.ADULT, [])
    assert {q.code for q in young} - {q.code for q in grown} == {"a10"}
    assert "a10" in {q.code for q in rules.asked(Page.ABOUT, Band.ADULT, ["a10"])}


def test_nobody_reads_it_until_it_is_shown_and_only_what_is_shown(client, db, home):
    mia, priya, helen = home
    client.sign_in(mia)
    wrote(client, "Quiet, and my dog.")
    wrote(client, "I am scared of the dark.", "a10", where="me")
    for adult in (priya, helen):
        assert sees(client, adult, mia.ref).status_code == 404
    client.sign_in(mia)
    shown_to(client, helen.ref)
    page = sees(client, helen, mia.ref).text
    assert "Quiet, and my dog." in page
    assert "scared of" not in page
    assert sees(client, priya, mia.ref).status_code == 404
    assert sees(client, helen, mia.ref, "what-helps").status_code == 404


def test_taken_back_it_is_gone_at_once_and_so_is_the_way_to_it(client, db, home):
    mia, _priya, helen = home
    client.sign_in(mia)
    wrote(client, "Quiet, and my dog.")
    shown_to(client, To.CARERS.value)
    client.sign_in(helen)
    way = f"/people/{mia.ref}/about-me"
    assert way in client.get("/children").text
    client.sign_in(mia)
    assert "Since" in client.get("/about-me").text
    client.send("/about-me", action="/about-me/who")  # the button: nobody any more
    client.sign_in(helen)
    assert client.get(way).status_code == 404
    assert way not in client.get("/children").text


def test_a_worker_finds_it_on_the_page_of_the_young_person_and_in_a_list(client, db, home):
    mia, priya, _helen = home
    makers.make_share(db, mia, Thing.WELLBEING, To.WORKERS)
    client.sign_in(priya)
    assert f"/people/{mia.ref}/what-helps" in client.get(f"/people/{mia.ref}").text
    listed = client.get("/written-for-you").text
    assert f"/people/{mia.ref}/what-helps" in listed
    assert f"/people/{mia.ref}/about-me" not in listed


def test_who_is_shown_it_is_told_once_until_they_look_and_it_says_no_name(client, db, home):
    mia, _priya, helen = home
    client.sign_in(mia)
    wrote(client, "Quiet.")
    assert db.scalars(select(Notice)).all() == []
    shown_to(client, helen.ref)
    wrote(client, "Quiet, and my dog.")
    told = db.scalars(select(Notice)).all()
    assert [(n.person_id, n.kind) for n in told] == [(helen.id, "own_words")]
    assert db.scalars(select(Outbox)).one().about_id == mia.id
    client.sign_in(helen)
    assert "New" in client.get("/written-for-you").text
    client.get(f"/people/{mia.ref}/about-me")
    assert db.scalars(select(Notice)).one().seen_at is not None
    client.sign_in(mia)
    wrote(client, "Quiet, my dog, and tea.")
    assert len(db.scalars(select(Notice)).all()) == 2
    wrote(client, "Something of my own.", where="me")
    assert len(db.scalars(select(Notice)).all()) == 2


def test_the_preview_is_what_they_see(client, db, home):
    mia, _priya, helen = home
    client.sign_in(mia)
    wrote(client, "Quiet, and my dog.")
    wrote(client, "The dark.", "a10", where="me")
    makers.make_share(db, mia, Thing.ABOUT_ME, helen)
    page = client.get("/about-me/as-shown").text
    assert "This is what Helen can see." in page
    assert "Quiet, and my dog." in page
    assert "The dark." not in page


def test_no_word_is_looked_through(client, db, home):
    mia, _priya, helen = home
    makers.make_share(db, mia, Thing.WELLBEING, helen)
    client.sign_in(mia)
    wrote(client, "I want to kill myself", "w1", page="what-helps-me")
    assert db.scalars(select(Worry)).all() == []
    page = client.get("/what-helps-me/w1").text
    assert "Nobody is told when you write here" in page
    assert "tel:999" in page


def test_what_is_too_long_is_not_lost(client, home):
    mia, _priya, _helen = home
    client.sign_in(mia)
    long = "x" * 50_000
    answer = wrote(client, long)
    assert answer.status_code == 422
    assert long in answer.text


# --- the picture ----------------------------------------------------------------------------------


def a_picture(colour="red"):
    out = BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return out.getvalue()


def put(client, data, text="My cat"):
    address = "/about-me/picture"
    client.get(address)
    hidden = client.form(address, {"picture": ""}).hidden
    file = (BytesIO(data), "x.png")
    return client.post(
        address, data={**hidden, "picture": file, "text": text, "where": "page"},
        content_type="multipart/form-data",
    )  # fmt: skip


def test_a_picture_is_there_for_those_who_are_shown_the_page_and_can_be_deleted(client, db, home):
    mia, priya, helen = home
    client.sign_in(mia)
    assert put(client, a_picture()).status_code == 303
    assert put(client, a_picture("blue")).status_code == 303
    assert len(db.scalars(select(Upload)).all()) == 1  # the one before is gone for good
    makers.make_share(db, mia, Thing.ABOUT_ME, helen)
    assert "My cat" in sees(client, helen, mia.ref).text
    picture = client.get(f"/people/{mia.ref}/about-me/picture")
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
    client.sign_in(priya)
    assert client.get(f"/people/{mia.ref}/about-me/picture").status_code == 404
    client.sign_in(mia)
    client.send("/about-me/picture", action="/about-me/picture/take-away")
    assert db.scalars(select(UploadBytes)).all() == []
    assert client.get("/about-me/picture/file").status_code == 404
    assert db.scalars(select(MyAnswerBefore)).one().text == "My cat"


def test_what_is_no_picture_is_told_and_keeps_their_words(client, home):
    mia, _priya, _helen = home
    client.sign_in(mia)
    answer = put(client, b"GIF89a, or so it says")
    assert answer.status_code == 422
    assert "My cat" in answer.text


# --- what holds always ----------------------------------------------------------------------------

CASES = settings(
    max_examples=10, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
CODES = ("a1", "a2", "w1")
WORDS = st.sampled_from(["", "one", "two", "ثلاثة", "four\nfive"])
WRITES = st.tuples(st.just("write"), st.sampled_from(CODES), WORDS, st.booleans())
SHOWS = st.tuples(
    st.just("show"), st.sampled_from(list(Page)), st.sets(st.sampled_from(["w", "c", "one"]))
)


@CASES
@given(st.lists(st.one_of(WRITES, SHOWS), max_size=14))
def test_no_text_is_ever_lost_and_a_reader_reads_exactly_what_is_shown(db, home, steps):
    mia, priya, helen = home
    viewers = {who: makers.make_viewer(db, who) for who in (mia, priya, helen)}
    now = clock.now()
    texts, hidden, ever = {}, {}, []
    sees = {page: set() for page in Page}
    with db.begin_nested() as undone:
        for what, *rest in steps:
            if what == "write":
                code, text, kept_back = rest
                page = Page.ABOUT if code[0] == "a" else Page.HELPS
                if texts.get(code) and text != texts[code]:
                    ever.append((code, texts[code]))
                actions.write(db, viewers[mia], page, code, text, kept_back, now)
                texts[code], hidden[code] = text, kept_back
            else:
                page, wanted = rest
                values = {"w": To.WORKERS.value, "c": To.CARERS.value, "one": helen.ref}
                actions.show(db, viewers[mia], rules.THINGS[page], [values[w] for w in wanted], now)
                sees[page] = {priya} if "w" in wanted else set()
                sees[page] |= {helen} if wanted & {"c", "one"} else set()
            db.expire_all()
            for page in Page:
                for who in (priya, helen):
                    read = select(MyAnswer.code, MyAnswer.text).where(
                        policy.readable(viewers[who], page, now)
                    )
                    found = {(c, t) for c, t in db.execute(read) if t}
                    letter = "a" if page is Page.ABOUT else "w"
                    shown = {
                        (c, t) for c, t in texts.items() if t and c[0] == letter and not hidden[c]
                    }
                    assert found == (shown if who in sees[page] else set())
        before = db.execute(
            select(MyAnswerBefore.code, MyAnswerBefore.text).order_by(MyAnswerBefore.id)
        )
        assert [tuple(row) for row in before] == ever
        undone.rollback()


def test_the_policys_two_shapes_agree(db, home, now):
    mia, _priya, helen = home
    viewer = makers.make_viewer(db, mia)
    actions.write(db, viewer, Page.ABOUT, "a1", "Mim", False, now)
    actions.write(db, viewer, Page.ABOUT, "a2", "The sea", True, now)
    makers.make_share(db, mia, Thing.ABOUT_ME, helen)
    for who in home:
        reader = makers.make_viewer(db, who)
        asked = select(MyAnswer).where(policy.readable(reader, Page.ABOUT, now))
        found = set(db.scalars(asked))
        for answer in db.scalars(select(MyAnswer)).all():
            assert policy.may_read(db, reader, answer, now) == (answer in found)


@pytest.mark.parametrize("much", [1, 60])
def test_few_statements(client, db, database, home, much):
    mia, _priya, helen = home
    now = clock.now()
    viewer = makers.make_viewer(db, mia)
    for number in range(much):
        actions.write(db, viewer, Page.ABOUT, "a3", f"Words {number}", False, now)
        other, _ = makers.make_pair(db, council_id=mia.council_id)
        makers.make_connection(db, other, helen, Kind.FOSTER_CARER)
        makers.make_share(db, other, Thing.ABOUT_ME, To.CARERS)
    makers.make_share(db, mia, Thing.ABOUT_ME, To.CARERS)
    client.sign_in(mia)
    for address in ("/about-me", "/about-me/a3", "/about-me/as-shown", "/about-me/before",
                    "/about-me/who", "/about-me/picture"):  # fmt: skip
        with counting(database) as counted:
            assert client.get(address).status_code == 200
        assert len(counted) <= 5, address
    data = client.form("/about-me/picture", {"text": ""}).hidden
    with counting(database) as counted:
        client.post("/about-me/a3", data={**data, "text": "New words", "where": "page"})
    assert len(counted) <= 8
    client.sign_in(helen)
    for address in ("/written-for-you", f"/people/{mia.ref}/about-me", "/children"):
        with counting(database) as counted:
            assert client.get(address).status_code == 200
        assert len(counted) <= 5, address


def test_the_list_goes_on_where_it_ended(client, db, home, monkeypatch):
    _mia, _priya, helen = home
    monkeypatch.setattr(pages, "LIST_PAGE", 2)
    for name in ("Ann", "Bea", "Cy"):
        other, _ = makers.make_pair(db, council_id=helen.council_id, known_as=name)
        makers.make_connection(db, other, helen, Kind.FOSTER_CARER)
        makers.make_share(db, other, Thing.CHECK_INS, To.CARERS)
    client.sign_in(helen)
    first = client.get("/written-for-you")
    assert ("Ann" in first.text, "Cy" in first.text) == (True, False)
    more = next(link for link in client.page.links if "after=" in link)
    assert "Cy" in client.get(more).text
