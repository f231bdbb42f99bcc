"""The diary: nobody opens it but with the word, and nothing that lies about does."""

import base64
import secrets
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text, update

from portal.core import clock, logs
from portal.core.access import Device
from portal.diary import actions, pages, routes, rules, sealing
from portal.house import (
    AuditEvent,
    Diary,
    DiaryEntry,
    DiaryOpen,
    Receipt,
    SignInSession,
    Worry,
)
from portal.people import sessions
from tests import makers
from tests.databases import counting

WORD = "green spoons at dawn"
SECRET = "I kissed somebody behind the bins"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The same way, for less: what it costs in earnest is measured once, below."""

    def cheap():
        return sealing.Making(secrets.token_bytes(sealing.SALT_BYTES), 1, 64, 1)

    monkeypatch.setattr(sealing, "new_making", cheap)


@pytest.fixture
def amber(client, db):
    young = makers.make_young(db, known_as="Amber")
    client.sign_in(young)
    return young


def begin(client, word=WORD):
    return client.send("/diary", {"word": word, "again": word, "lost": "y"}, action="/diary/begin")


def open_it(client, word=WORD):
    return client.send("/diary", {"word": word}, action="/diary/open")


def write(client, words=SECRET, **more):
    return client.send("/diary", {"entry": words, **more}, action="/diary/write")


def is_open(client):
    page = client.get("/diary").text
    return "Dear diary" in page


def everything(database):
    """Every value of every table, as a database operator would read it."""
    with database.reader() as db:
        for table in inspect(db.connection()).get_table_names():
            for row in db.execute(text(f'SELECT * FROM "{table}"')):
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()


# --- what it is for -------------------------------------------------------------------------------


def test_they_are_told_twice_that_a_lost_word_is_a_lost_diary(client, amber):
    page = client.get("/diary").text
    assert "if you forget the word, your diary is lost" in page
    assert "If I forget this word" in page or "if I forget this word" in page
    answer = client.send("/diary", {"word": WORD, "again": WORD}, action="/diary/begin")
    assert answer.status_code == 422


def test_begin_write_close_open(client, db, amber):
    assert begin(client).status_code == 303
    assert is_open(client)
    write(client)
    assert SECRET in client.get("/diary").text
    client.send("/diary", action="/diary/close")
    assert SECRET not in client.get("/diary").text
    assert open_it(client, "another long word").status_code == 422
    assert open_it(client).status_code == 303
    assert SECRET in client.get("/diary").text


def test_an_entry_is_changed_and_deleted(client, db, amber):
    begin(client)
    write(client)
    ref = db.scalars(select(DiaryEntry)).one().ref
    client.send(f"/diary/{ref}", {"entry": "Other words"}, action=f"/diary/{ref}")
    assert "Other words" in client.get("/diary").text
    assert SECRET not in client.get("/diary").text
    client.send(f"/diary/{ref}", action=f"/diary/{ref}/throw-away")
    assert db.scalars(select(DiaryEntry)).all() == []


def test_sent_twice_it_is_written_once_and_no_hash_of_it_is_kept(client, db, amber):
    begin(client)
    client.get("/diary")
    form = client.form("/diary", {"entry": ""}, "/diary/write").hidden
    for _ in range(2):
        client.post("/diary/write", data={**form, "entry": SECRET})
    assert len(db.scalars(select(DiaryEntry)).all()) == 1
    assert db.scalars(select(Receipt)).all() == []


@pytest.mark.parametrize("word", ["short", "aaaaaaaaaaaaaaaa", "x" * 300])
def test_a_word_has_to_be_long(client, db, amber, word):
    assert begin(client, word).status_code == 422
    assert db.scalars(select(Diary)).all() == []


def test_another_word_seals_everything_anew(client, db, amber):
    begin(client)
    write(client)
    old = db.scalars(select(DiaryEntry)).one().sealed
    client.get("/diary")
    half = client.get_cookie("half").value
    new = "a lamp under the blue bridge"
    went = client.send("/diary/word", {"old": WORD, "word": new, "again": new})
    assert went.status_code == 303
    assert SECRET in client.get("/diary").text
    assert db.scalars(select(DiaryEntry)).one().sealed != old
    client.set_cookie("half", half, domain="localhost")  # what opened it before
    assert not is_open(client)
    assert open_it(client).status_code == 422
    assert open_it(client, new).status_code == 303
    assert SECRET in client.get("/diary").text


def test_all_of_it_can_be_deleted_with_the_word_forgotten(client, db, amber):
    begin(client)
    write(client)
    client.send("/diary", action="/diary/close")
    assert (
        client.send("/diary/throw-all-away", {}, action="/diary/throw-all-away").status_code == 422
    )
    client.send("/diary/throw-all-away", {"sure": "y"})
    for table in (Diary, DiaryEntry, DiaryOpen):
        assert db.scalars(select(table)).all() == []
    assert "Before you begin" in client.get("/diary").text


def test_whoever_only_picked_the_phone_up_deletes_nothing(client, db, amber):
    begin(client)
    with clock.fixed(clock.now() + timedelta(minutes=6), everywhere=True):
        went = client.get("/diary/throw-all-away")
    assert went.status_code == 303
    assert "/my-app/confirm" in went.headers["Location"] or "to=" in went.headers["Location"]


def test_what_was_typed_stays_where_it_closed_meanwhile(client, db, amber):
    begin(client)
    client.get("/diary")
    form = client.form("/diary", {"entry": ""}, "/diary/write").hidden
    db.execute(update(DiaryOpen).values(ends_at=clock.now() - timedelta(minutes=1)))
    answer = client.post("/diary/write", data={**form, "entry": SECRET})
    assert answer.status_code == 422
    assert SECRET in answer.text
    client.post("/diary/write", data={**form, "entry": SECRET, "word": WORD})
    assert SECRET in client.get("/diary").text


# --- nobody else ----------------------------------------------------------------------------------


def test_a_copy_of_the_database_holds_neither_words_nor_key(client, db, database, amber):
    begin(client)
    write(client)
    made = db.scalars(select(Diary)).one()
    making = sealing.Making(made.salt, made.rounds, made.memory_kib, made.lanes)
    key = sealing.key_from(WORD, making)
    half = base64.urlsafe_b64decode(client.get_cookie("half").value)
    secret = (SECRET.encode(), SECRET[:12].encode(), WORD.encode(), key, half)
    for value in everything(database):
        for one in secret:
            forms = (one, one.hex().encode(), base64.b64encode(one), base64.urlsafe_b64encode(one))
            assert not any(form in value for form in forms)
    opened = db.scalars(select(DiaryOpen)).one()
    assert sealing.unseal(half, opened.sealed, pages.opening(opened.session_id, made.id)) == key


def test_nothing_of_it_is_noted_raised_or_logged(client, db, amber, caplog):
    begin(client)
    write(client, "I want to kill myself")
    assert db.scalars(select(Worry)).all() == []
    assert db.scalars(select(AuditEvent)).all() == []
    said = "\n".join(logs.JsonLines().format(record) for record in caplog.records)
    assert "kill" not in said
    assert WORD not in said


def test_a_refusal_does_not_give_it_back(client, amber):
    begin(client)
    answer = client.post("/diary/write", data={"entry": SECRET})  # no token
    assert answer.status_code == 400
    assert SECRET not in answer.text


@pytest.mark.parametrize("how", ["signed out", "left", "ended elsewhere", "locked", "its time"])
def test_afterwards_nothing_opens_it(client, db, amber, how):
    """N5: with every half that this browser ever held."""
    begin(client)
    write(client)
    half = client.get_cookie("half").value
    now = clock.now()
    if how == "signed out":
        client.send("/my-app", action="/sign-out")
    elif how == "left":
        client.post("/leave")
    elif how == "ended elsewhere":
        db.commit()
        account = db.scalars(select(SignInSession)).one().account_id
        sessions.end_all(db, account)
        db.commit()
    elif how == "locked":
        # Left alone, and then unlocked by its owner: the diary asks for its own word.
        db.execute(update(SignInSession).values(proved_at=now + timedelta(minutes=1)))
    else:
        now += rules.OPEN_FOR + timedelta(seconds=1)
    if how in ("signed out", "left"):
        assert client.get_cookie("half") is None
    if how in ("signed out", "left", "ended elsewhere"):
        assert db.scalars(select(DiaryOpen)).all() == []
        assert client.get("/diary").status_code == 302
        client.sign_in(amber)
    client.set_cookie("half", half, domain="localhost")
    with clock.fixed(now, everywhere=True):
        assert SECRET not in client.get("/diary").text


def test_another_session_of_theirs_does_not_open_it(client, db, amber):
    begin(client)
    write(client)
    half = client.get_cookie("half").value
    client.sign_in(amber, device=Device.SHARED)
    client.set_cookie("half", half, domain="localhost")
    assert SECRET not in client.get("/diary").text


def test_a_way_in_that_somebody_else_was_given_opens_nothing(client, db, amber):
    """Whoever takes the account over stands before the same lock."""
    begin(client)
    write(client)
    ref = db.scalars(select(DiaryEntry)).one().ref
    client.post("/leave")
    client.sign_in(amber)  # as after a new invitation: every session before is over
    assert "It is locked." in client.get("/diary").text
    assert client.get(f"/diary/{ref}").status_code == 302
    went = client.send("/diary", {"word": "a guess of theirs"}, action="/diary/open")
    assert went.status_code == 422


def test_another_young_person_has_another_diary(client, db, amber):
    begin(client)
    write(client)
    ref = db.scalars(select(DiaryEntry)).one().ref
    client.sign_in(makers.make_young(db, council_id=amber.council_id))
    assert client.get(f"/diary/{ref}").status_code == 404
    assert "Before you begin" in client.get("/diary").text


def test_wrong_words_are_slowed_down_and_never_locked_out(client, db, amber):
    begin(client)
    client.send("/diary", action="/diary/close")
    for n in range(rules.TRIES):
        assert open_it(client, f"wrong word number {n}").status_code == 422
    answer = open_it(client)
    assert answer.status_code == 422
    assert "You can try again at" in answer.text
    later = clock.now() + rules.TRIES_WINDOW + timedelta(seconds=1)
    with clock.fixed(later, everywhere=True):
        assert open_it(client).status_code == 303


def test_tries_on_one_phone_take_nothing_from_another(client, new_client, db, amber):
    """A brother who holds her open phone cannot keep her out of it elsewhere, however often."""
    begin(client)
    client.send("/diary", action="/diary/close")
    hers = new_client()
    hers.sign_in(amber)
    for n in range(rules.TRIES + 3):
        assert open_it(client, f"wrong word number {n}").status_code == 422
    assert "You can try again at" in open_it(client).text
    assert open_it(hers).status_code == 303
    client.sign_in(amber)
    assert open_it(client).status_code == 303, "nor there, once it is she who signs in"


def test_whoever_signs_in_again_and_again_is_slowed_down_too(client, db, amber, monkeypatch):
    monkeypatch.setattr(rules, "TRIES_EVERYWHERE", 2 * rules.TRIES)
    begin(client)
    for n in range(rules.TRIES_EVERYWHERE):
        if n % rules.TRIES == 0:
            client.sign_in(amber)
        assert open_it(client, f"wrong word number {n}").status_code == 422
    client.sign_in(amber)
    assert "You can try again at" in open_it(client).text
    later = clock.now() + rules.TRIES_WINDOW + timedelta(seconds=1)
    with clock.fixed(later, everywhere=True):
        assert open_it(client).status_code == 303


def test_right_words_are_no_tries(client, db, amber, monkeypatch):
    monkeypatch.setattr(rules, "TRIES_EVERYWHERE", 3)
    begin(client)
    for _ in range(rules.TRIES_EVERYWHERE + 1):
        client.send("/diary", action="/diary/close")
        assert open_it(client).status_code == 303


# --- plain functions ------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3_000))
def test_what_is_filled_up_comes_back_and_has_one_of_few_sizes(plain):
    filled = rules.fill(plain)
    assert rules.unfill(filled) == plain
    assert len(filled) in rules.SIZES


def test_the_longest_entry_in_any_script_fits():
    assert rules.fill(("\U0001f600" * rules.LONGEST_ENTRY + "x" * 200).encode())
    with pytest.raises(ValueError, match="too long"):
        rules.fill(b"x" * 70_000)


def test_sealed_for_one_place_it_opens_in_no_other():
    key = sealing.new_key()
    sealed = sealing.seal(key, b"words", "here")
    assert sealing.unseal(key, sealed, "here") == b"words"
    for other_key, place in ((sealing.new_key(), "here"), (key, "there")):
        with pytest.raises(sealing.WrongKey):
            sealing.unseal(other_key, sealed, place)
    with pytest.raises(sealing.WrongKey):
        sealing.unseal(key, b"", "here")


def test_a_key_in_earnest_costs_memory_and_is_the_same_for_every_keyboard():
    making = sealing.Making(b"s" * sealing.SALT_BYTES)
    assert (making.rounds, making.memory_kib) >= (4, 65_536)
    assert sealing.key_from("Ame\u0301lie  und ich", making) == sealing.key_from(
        " Am\u00e9lie  und ich ", making
    )


def test_an_entrys_row_does_not_say_when(client, db, amber):
    begin(client)
    for n in range(3):
        write(client, f"Entry {n}")
    rows = db.scalars(select(DiaryEntry).order_by(DiaryEntry.number)).all()
    assert [row.number for row in rows] == [1, 2, 3]
    assert len({len(row.sealed) for row in rows}) == 1
    made = makers.make_young(db).id  # time-ordered, as every other key is
    assert all(abs(row.id - made) > 10**9 for row in rows)
    assert [c.key for c in inspect(DiaryEntry).columns if "at" in c.key.split("_")] == []


@pytest.mark.parametrize("much", [1, 60])
def test_few_statements(client, db, database, amber, much):
    begin(client)
    now = clock.now()
    made = db.scalars(select(Diary)).one()
    making = sealing.Making(made.salt, made.rounds, made.memory_kib, made.lanes)
    standing = pages.Standing(made.id, making, made.proof)
    key = sealing.key_from(WORD, making)
    viewer = makers.make_viewer(db, amber)
    for n in range(much):
        actions.write(db, viewer, standing, key, f"{n:022}", f"Entry {n}", now)
    with counting(database) as counted:
        page = client.get("/diary")
    assert len(counted) <= 5
    assert ("Earlier" in page.text) == (much > pages.PAGE)
    form = client.form("/diary", {"entry": ""}, "/diary/write").hidden
    with counting(database) as counted:
        client.post("/diary/write", data={**form, "entry": "More"})
    assert len(counted) <= 6


@pytest.mark.parametrize("path", ["write", "change", "open", "read"])
def test_a_word_that_is_changed_elsewhere_meanwhile_spoils_nothing(
    client, db, amber, monkeypatch, path
):
    """On another phone the word is changed between the look and the write: nothing is sealed with
    a key that opens nothing any more, and nothing typed is lost."""
    begin(client)
    write(client, "the first one")
    if path == "open":
        client.send("/diary", action="/diary/close")
    seen = routes._look

    def look(who, now):
        found = seen(who, now)
        monkeypatch.setattr(routes, "_look", seen)
        making = sealing.new_making()
        old = sealing.key_from(WORD, found.diary.making)
        new = sealing.key_from("another word for it", making)
        actions.change_word(db, who, found.diary, old, new, making)
        db.commit()
        return found

    entry = db.scalars(select(DiaryEntry.ref)).one()
    place = f"/diary/{entry}" if path == "change" else "/diary"
    typed = {"word": WORD} if path == "open" else {"entry": SECRET}
    if path == "read":
        db.commit()
        monkeypatch.setattr(routes, "_look", look)
        page = client.get("/diary")
        locked = "It is locked." in page.text and "changed a moment ago." in page.text
        # SQLite still reads the moment before the change: that is whole, too.
        assert page.status_code == 200 and (locked or "the first one" in page.text)
        assert open_it(client, "another word for it").status_code == 303
        return
    client.get(place)
    action = {"write": "/diary/write", "open": "/diary/open", "change": place}[path]
    form = client.form(place, typed, action).hidden
    db.commit()
    monkeypatch.setattr(routes, "_look", look)
    sent = client.post(action, data={**form, **typed})
    assert sent.status_code == 422
    assert path == "open" or SECRET in sent.text
    assert client.get("/diary").status_code == 200
    open_it(client, "another word for it")
    page = client.get("/diary")
    assert page.status_code == 200 and "the first one" in page.text


def test_whoever_has_a_diary_makes_no_key_by_beginning_again(client, amber, monkeypatch):
    """A key costs 64 MiB and a place in the only queue there is: no counter stands before it."""
    client.get("/diary")
    sent = {"word": WORD, "again": WORD, "lost": "y"}
    form = client.form("/diary", sent, "/diary/begin").hidden
    assert client.post("/diary/begin", data={**form, **sent}).status_code == 303
    monkeypatch.setattr(sealing, "key_from", lambda *_: pytest.fail("a key was made"))
    assert client.post("/diary/begin", data={**form, **sent}).status_code == 303
