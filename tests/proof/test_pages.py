"""Letters and the pass: made, checked by anybody, ended; and what nobody learns from them."""

import json
import re
import tomllib
from base64 import urlsafe_b64decode
from datetime import date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import abort
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy import text as sql

from portal.core import clock, retention
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.core.db import enter
from portal.core.ids import new_ref
from portal.core.languages import OFFERED, Language
from portal.entitlements.items import LOCAL
from portal.entitlements.kept import keep_offer
from portal.house import Account, Council, Membership, Notice, Proof
from portal.people.rules import Grant, Kind
from portal.proof import actions, checking, codes, labels
from portal.proof.rules import LETTERS, SLUGS, Answer, Fit, Name, Purpose
from portal.proof.tables import LetterWords, ProofCode
from portal.worker.retention import clear
from tests import makers
from tests.databases import counting
from tests.proof import reader

NOT_VALID = "This code is not valid."
ELSEWHERE = Purpose.LEISURE_ELSEWHERE


def agree(db, purpose=None, text="", language="en", days=-1, phone=""):
    """Words that the council has agreed on, by two of its people."""
    by = makers.make_worker(db, known_as="Fergus")
    for one in LETTERS if purpose is None else [purpose]:
        at = clock.now() + timedelta(days=days)
        db.add(
            LetterWords(
                council_id=by.council_id, purpose=one.value, language=language, text=text,
                phone=phone, by_id=by.id, made_at=at, agreed_by_id=by.id, agreed_at=at,
            )
        )  # fmt: skip
    db.flush()


@pytest.fixture
def jordan(db):
    agree(db)
    return makers.make_young(
        db, born=date(2007, 5, 3), category="former_relevant", first_name="Jordan",
        last_name="Marsh", known_as="Jay",
    )  # fmt: skip


def account_of(db, person):
    return db.scalars(
        select(Account).join(Membership).where(Membership.person_id == person.id)
    ).one()


def made(client, purpose, name="whole"):
    """The address of a new letter."""
    slug = SLUGS[purpose]
    sent = client.send(f"/my-letters/for/{slug}", {"name": name})
    assert sent.status_code == 303
    return sent.location.partition("?")[0]


def code_on(client, path, app):
    """The address in the picture of a page: what it draws is read by a real reader in
    `test_scanned`; here the number on the page says which letter it is."""
    ref = path.rpartition("/")[2]
    with app.extensions["database"].reading.connect() as connection:
        row = connection.execute(
            select(Proof.purpose, Proof.serial, Proof.ends_at).where(Proof.ref == ref)
        ).one()
    key = codes.keys_of(app.extensions["settings"])[0]
    return "/check/" + codes.signed(key, codes.Code(row.purpose, row.ends_at, row.serial))


@pytest.mark.parametrize("purpose", [one for one in LETTERS if one is not ELSEWHERE])
def test_each_letter_says_what_its_reader_needs_and_no_more(client, db, jordan, purpose):
    client.sign_in(jordan)
    page = client.get(made(client, purpose)).text
    assert "Jordan Marsh" in page
    tells = "care leaver, supported by" in page
    assert tells == (purpose in (Purpose.COLLEGE, Purpose.COUNCIL_TAX))
    assert ("3 May 2032" in page) == (purpose is Purpose.COUNCIL_TAX)
    assert "2007" not in page


def offered_in(db, council_id, name, clock_now):
    """The made-up offers, with the pair in favour of young people of the council of this name."""
    for data in map(tomllib.loads, (path.read_text() for path in sorted(LOCAL.glob("*.toml")))):
        for pair in data.get("pair", ()):
            pair["from"] = name
        keep_offer(db, council_id, data, None, clock_now)


def test_a_letter_for_the_desk_of_another_council_names_no_place(client, db, jordan, now):
    """A pair of councils opens the centres of Thornmere to young people of this one."""
    client.sign_in(jordan)
    assert "For a leisure centre of another council" not in client.get("/my-letters").text
    page = client.get("/my-letters/for/leisure-elsewhere").text
    assert "Ask for it" in page and "Make the letter" not in page
    council = db.get(Council, jordan.council_id)
    offered_in(db, council.id, council.name, now)
    db.commit()
    assert "For a leisure centre of another council" in client.get("/my-letters").text
    letter = made(client, ELSEWHERE)
    page = client.get(letter).text
    assert "Jordan Marsh can use what your council offers" in page
    for word in ("Thornmere", "Riverbank", "care leaver", "in care", "2032"):
        assert word not in page, word
    # The agreement is over: so is the letter.
    with clock.fixed(clock.at_wall(datetime(2031, 8, 30, 12))):
        client.sign_in(jordan)
        last = client.get(made(client, ELSEWHERE)).text
        assert "Valid until the end of 31 August 2031" in last
    with clock.fixed(clock.at_wall(datetime(2031, 9, 1, 12))):
        client.sign_in(jordan)
        assert "/my-letters/for/leisure-elsewhere" not in client.get("/my-letters").text


def test_whoever_is_in_care_uses_what_is_open_to_all_in_care_there(client, db, now):
    """Riverbank opens its centres to every child in care in its area; to no care leaver of
    another council."""
    agree(db)
    child = makers.make_young(db, born=date(2012, 5, 3), category="looked_after_under_16",
                              first_name="Ada", last_name="Hill", known_as="Ada")  # fmt: skip
    leaver = makers.make_young(db, born=date(2007, 5, 3), category="former_relevant")
    makers.make_episode(db, child)
    offered_in(db, child.council_id, "A third council", now)
    db.commit()
    title = "For a leisure centre of another council"
    client.sign_in(child)
    assert title in client.get("/my-letters").text
    assert "Ada Hill can use what your council offers" in client.get(made(client, ELSEWHERE)).text
    client.sign_in(leaver)
    assert title not in client.get("/my-letters").text


def test_the_list_and_the_letter_ask_little_of_the_database(client, db, database, jordan):
    client.sign_in(jordan)
    letter = made(client, Purpose.COLLEGE)
    client.get("/my-letters")  # the council's offer is read once for each state of it
    for path in ("/my-letters", "/my-letters/for/college", letter, "/my-pass"):
        with counting(database) as counted:
            assert client.get(path).status_code == 200
        assert len(counted.statements) <= 5, path
    page = client.get("/my-letters/for/leisure")
    token = client.page.forms[0].hidden if page else None
    form = client.form("/my-letters/for/leisure", {"name": "used"})
    with counting(database) as counted:
        sent = client.post("/my-letters/for/leisure", data={**form.hidden, "name": "used"})
    assert sent.status_code == 303
    assert token is not None
    assert len(counted.statements) <= 6


def test_what_is_sent_twice_is_made_once(client, db, jordan):
    client.sign_in(jordan)
    client.get("/my-letters/for/college")
    form = client.form("/my-letters/for/college", {"name": "used"})
    data = {**form.hidden, "name": "used"}
    first = client.post("/my-letters/for/college", data=data)
    again = client.post("/my-letters/for/college", data=data)
    assert first.location == again.location
    assert db.scalar(select(func.count()).select_from(Proof)) == 1
    other = client.post("/my-letters/for/college", data={**data, "name": "whole"})
    assert other.status_code == 422


def test_anybody_checks_it_and_learns_two_things(client, new_client, app, db, jordan):
    client.sign_in(jordan)
    address = code_on(client, made(client, Purpose.LANDLORD), app)
    page = new_client().get(address)
    assert page.status_code == 200
    assert "A letter for a landlord" in page.text
    assert "Valid until the end of" in page.text
    for word in ("Jordan", "Marsh", "Jay", "Testham", "care", "council"):
        assert word not in re.sub(r"<head>.*?</head>|<header.*?</header>|<footer.*?</footer>", "",
                                  page.text, flags=re.DOTALL), word  # fmt: skip
    assert "no-store" in page.headers["Cache-Control"]


def test_whoever_checks_is_told_what_the_code_does_not_know(client, new_client, app, db, jordan):
    """A code may be cut from one paper and put on another."""
    client.sign_in(jordan)
    letter = made(client, Purpose.LANDLORD)
    page = new_client().get(code_on(client, letter, app)).text
    number = codes.in_groups(db.scalars(select(Proof.serial)).one())
    assert "does not know the name or the words on the paper" in page
    db.commit()  # it waits for nobody
    assert number[-4:] in page and number[:-4].strip() not in page
    assert "does not know your name or the words" in client.get(letter).text
    with app.test_request_context():
        said = labels.for_its_reader("3 May 2032", "x/check").shows
    assert "does not know the name or the words on the paper" in said
    client.send("/my-pass", action="/my-pass/start")
    row = db.scalars(select(Proof).where(Proof.purpose == Purpose.PASS)).one()
    page = new_client().get(code_on(client, row.ref, app)).text
    assert "does not know the name on the phone" in page
    assert "<b dir" not in page


def test_nothing_on_the_open_page_leads_to_whose_letter_it_is(client, new_client, app, db, jordan):
    """No name of ours, no Help and no privacy page: both speak of care. So it is also for whoever
    is signed in on the phone that checks."""
    client.sign_in(jordan)
    address = code_on(client, made(client, Purpose.LANDLORD), app)
    for who in (new_client(), client):
        for path in (address, "/check/x", "/check"):
            page = who.get(path).text
            assert "Alongside" not in page and "<header" not in page
            links = set(re.findall(r'(?:href|action)="([^"]*)"', page))
            ours = {link for link in links if not link.startswith("/static/")}
            assert ours <= {"/check", "/check/format.txt", "/check/keys.json"}, ours
        refused = who.send("/check", {"number": " "})
        assert refused.status_code == 422
        assert "/help" not in refused.text and 'href="#' in refused.text


def test_nor_does_anything_that_goes_wrong_there(app, new_client, monkeypatch):
    """A form that is too old, a page that is not there, an accident of ours."""
    visitor = new_client()
    pages = [visitor.get(path) for path in ("/check/", "/check/a/b", "/check/keys.json/")]
    pages.append(visitor.post("/check", data={"number": "A"}))

    def breaks(*_given):
        abort(500)

    monkeypatch.setattr(checking, "scanned", breaks)
    pages.append(visitor.get("/check/x"))
    assert [page.status_code for page in pages] == [200, 404, 404, 400, 500]
    for page in pages:
        assert "Alongside" not in page.text and "<header" not in page.text
        assert "worker" not in page.text
        links = set(re.findall(r'(?:href|action)="([^"]*)"', page.text))
        ours = {link for link in links if not link.startswith("/static/")}
        assert ours <= {"/check", "/check/format.txt", "/check/keys.json"}, ours


def test_altered_foreign_over_and_ended_are_one_page(client, new_client, app, db, jordan, now):
    client.sign_in(jordan)
    letter = made(client, Purpose.LANDLORD)
    address = code_on(client, letter, app)
    visitor = new_client()
    assert "Valid until" in visitor.get(address).text

    def shown(path):
        answer = visitor.get(path)
        assert answer.status_code == 404
        assert NOT_VALID in answer.text
        return re.sub(r'nonce="[^"]*"|value="[^"]*"', "", answer.text)

    wrong = "B" if address[-1] == "A" else "A"
    pages = {shown(address[:-1] + wrong), shown("/check/x"), shown(address + "A")}
    foreign = app.extensions["settings"].__class__(
        app.extensions["settings"].data, "sqlite://", ("k" * 32,), proof_keys=(codes.new_secret(),)
    )
    serial, until = codes.new_serial(), now + timedelta(days=3)
    forged = codes.Code(Purpose.LANDLORD, until, serial)
    pages.add(shown("/check/" + codes.signed(codes.keys_of(foreign)[0], forged)))
    # Rightly signed, and never made.
    ours = codes.keys_of(app.extensions["settings"])[0]
    pages.add(shown("/check/" + codes.signed(ours, forged)))
    with clock.fixed(now + timedelta(days=91)):
        pages.add(shown(address))
    client.send(letter, action=f"{letter}/stop")
    pages.add(shown(address))
    assert len(pages) == 1


def test_a_code_cannot_be_for_something_else(client, new_client, app, db, jordan):
    """Nor can its time be moved, by whoever holds our key to another letter."""
    client.sign_in(jordan)
    letter = made(client, Purpose.LEISURE)
    row = db.scalars(select(Proof)).one()
    key = codes.keys_of(app.extensions["settings"])[0]
    other = codes.signed(key, codes.Code(Purpose.COLLEGE, row.ends_at, row.serial))
    assert NOT_VALID in new_client().get(f"/check/{other}").text
    longer = codes.Code(Purpose.LEISURE, row.ends_at + timedelta(days=400), row.serial)
    page = new_client().get(f"/check/{codes.signed(key, longer)}").text
    assert str((row.ends_at - timedelta(hours=1)).year) in page
    assert str((row.ends_at + timedelta(days=400)).year) not in page
    assert letter


def test_others_find_how_to_check_without_us(new_client, app):
    visitor = new_client()
    page = visitor.get("/check").text
    assert "/check/format.txt" in page and "/check/keys.json" in page
    told = visitor.get("/check/format.txt")
    assert told.mimetype == "text/plain" and "Ed25519 (RFC 8032)" in told.text
    for purpose in Purpose:
        assert re.search(rf"\b{purpose.value} a ", told.text), purpose
    for answer in (visitor.get("/check"), visitor.get("/check/x"), told):
        assert "alongside" not in f"{answer.headers}{answer.text}".casefold()


def test_the_number_is_typed_from_paper(client, new_client, db, jordan):
    client.sign_in(jordan)
    made(client, Purpose.COUNCIL_TAX)
    serial = db.scalars(select(Proof.serial)).one()
    visitor = new_client()
    page = visitor.send("/check", {"number": codes.in_groups(serial).lower()})
    assert "A letter for a council tax office" in page.text
    assert NOT_VALID in visitor.send("/check", {"number": codes.new_serial()}).text
    assert visitor.send("/check", {"number": " "}).status_code == 422
    for _ in range(60):
        last = visitor.send("/check", {"number": "A" * 16})
    assert last.status_code == 429
    assert "A" * 16 in last.text


def test_a_pass_is_tapped_for_and_its_picture_ends_in_minutes(
    client, new_client, app, db, jordan, now
):
    client.sign_in(jordan)
    page = client.get("/my-pass").text
    assert "Show my pass" in page
    assert db.scalar(select(func.count()).select_from(Proof)) == 0
    client.send("/my-pass", action="/my-pass/start")
    page = client.get("/my-pass").text
    assert "Jay Marsh" in page
    assert "This picture is good until" in page
    row = db.scalars(select(Proof)).one()
    assert row.ends_at - now <= timedelta(hours=24)
    key = codes.keys_of(app.extensions["settings"])[0]
    until = now + timedelta(minutes=10)
    address = "/check/" + codes.signed(key, codes.Code(Purpose.PASS, until, row.serial))
    assert "A pass for what the council offers" in new_client().get(address).text
    with clock.fixed(now + timedelta(minutes=11)):
        assert NOT_VALID in new_client().get(address).text
        # The pass itself goes on, with another picture.
        assert "This picture is good until" in client.get("/my-pass").text
    assert NOT_VALID in new_client().send("/check", {"number": row.serial}).text
    client.send("/my-pass", action=f"/my-letters/{row.ref}/stop")
    assert NOT_VALID in new_client().get(address).text
    assert "Show my pass" in client.get("/my-pass").text


def test_a_second_tap_makes_no_second_pass(client, db, jordan):
    client.sign_in(jordan)
    client.get("/my-pass")
    form = client.form("/my-pass", {}, "/my-pass/start")
    for _ in range(2):
        client.post("/my-pass/start", data=form.hidden)
    assert db.scalar(select(func.count()).select_from(Proof)) == 1


def test_a_stop_leaves_no_pass_that_two_taps_at_once_have_made(client, new_client, app, db, jordan):
    client.sign_in(jordan)
    with app.app_context():
        for _ in range(2):
            actions._keep(
                db, makers.make_viewer(db, jordan), Purpose.PASS, new_ref(), Name.USED,
                Fit(Answer.YES), clock.now(),
            )  # fmt: skip
    db.commit()
    rows = db.scalars(select(Proof)).all()
    assert "Stop the pass" in client.get("/my-pass").text
    addresses = [code_on(client, row.ref, app) for row in rows]
    client.send("/my-pass", action=f"/my-letters/{max(rows, key=lambda r: r.id).ref}/stop")
    assert "Show my pass" in client.get("/my-pass").text
    for address in addresses:
        assert NOT_VALID in new_client().get(address).text


def test_unknown_is_asked_and_never_refused(client, db):
    agree(db)
    somebody = makers.make_young(db, born=None, category="")
    client.sign_in(somebody)
    for slug in SLUGS.values():
        page = client.get(f"/my-letters/for/{slug}").text
        assert "Ask for it" in page
        assert "Make the letter" not in page
    assert "Ask for it" in client.get("/my-pass").text
    assert "you are not a care leaver" not in client.get("/my-letters").text


def test_nothing_is_made_from_a_page_of_before(client, db, jordan):
    """Between page and tap the record changed."""
    client.sign_in(jordan)
    client.get("/my-letters/for/college")
    form = client.form("/my-letters/for/college", {"name": "used"})
    jordan.category = "none"
    db.commit()
    sent = client.post("/my-letters/for/college", data={**form.hidden, "name": "used"})
    assert sent.status_code == 409
    assert db.scalar(select(func.count()).select_from(Proof)) == 0


def test_what_is_not_true_any_more_is_not_valid_for_whoever_checks(
    client, new_client, app, db, jordan
):
    client.sign_in(jordan)
    letter = made(client, Purpose.COLLEGE)
    address, serial = code_on(client, letter, app), db.scalars(select(Proof.serial)).one()
    db.commit()  # it waits for nobody
    client.send("/my-pass", action="/my-pass/start")
    of_pass = code_on(client, db.scalars(select(Proof.ref).where(Proof.purpose == 5)).one(), app)

    def valid():
        """The page of the letter, as a picture and by its number; the pass; their own page."""
        visitor = new_client()
        typed = visitor.send("/check", {"number": serial}).text
        found = [NOT_VALID not in page for page in (visitor.get(address).text, typed)]
        assert found[0] == found[1] == ("Something has changed" not in client.get(letter).text)
        return found[0], NOT_VALID not in visitor.get(of_pass).text

    assert valid() == (True, True)
    jordan.last_name = "Hill"  # the paper says another name; the pass says this one
    db.commit()
    assert valid() == (False, True)
    jordan.last_name, jordan.category = "Marsh", ""  # support has ended
    db.commit()
    assert valid() == (False, False)
    jordan.category, jordan.born = "former_relevant", date(2001, 1, 3)  # 25 already
    db.commit()
    assert valid() == (False, False)


def test_what_is_not_true_any_more_is_not_shown(client, db, jordan):
    client.sign_in(jordan)
    letter = made(client, Purpose.COLLEGE)
    jordan.category = ""
    page = client.get(letter).text
    assert "Something has changed" in page
    assert "Jordan Marsh" not in page
    assert client.get(f"{letter}/page.pdf").status_code == 404


def test_a_councils_name_that_tells_is_in_no_letter_for_a_landlord(client, db, jordan):
    """The words were read with {council} in them: what is asked is the letter as it is filled in.
    A young person's own name is theirs, whatever it is."""
    jordan.last_name = "Foster"
    db.commit()
    client.sign_in(jordan)
    neutral = (Purpose.LANDLORD, Purpose.LEISURE)
    letters = [made(client, purpose) for purpose in neutral]
    assert "Jordan Foster" in client.get(letters[0]).text
    client.get("/my-letters/for/leisure")
    form = client.form("/my-letters/for/leisure", {"name": "used"})
    db.get(Council, jordan.council_id).name = "Testham Children’s Trust"
    db.commit()
    for purpose, letter in zip(neutral, letters, strict=True):
        assert "Children’s Trust" not in client.get(letter).text
        page = client.get(f"/my-letters/for/{SLUGS[purpose]}").text
        assert "Not ready yet" in page and "Make the letter" not in page
    sent = client.post("/my-letters/for/leisure", data={**form.hidden, "name": "used"})
    assert sent.status_code == 409
    assert "Children’s Trust" in client.get(made(client, Purpose.COLLEGE)).text
    client.send("/my-pass", action="/my-pass/start")
    page = client.get("/my-pass").text
    assert "Jay Foster" in page and "Children’s Trust" not in page
    client.sign_in(makers.make_worker(db), Role.EDITOR)
    page = client.get("/letter-words").text
    assert page.count("Nobody can make this letter") == 3 and "it says “Children’s Trust”" in page


def test_without_agreed_words_there_is_no_letter(client, db):
    somebody = makers.make_young(db, born=date(2007, 5, 3), category="former_relevant")
    client.sign_in(somebody)
    assert "Not ready yet" in client.get("/my-letters/for/leisure").text


def test_too_many_are_refused_kindly(client, db, jordan):
    client.sign_in(jordan)
    for _ in range(20):
        made(client, Purpose.LEISURE)
    sent = client.send("/my-letters/for/leisure", {"name": "used"})
    assert sent.status_code == 422
    assert "Stop one that you do not need" in sent.text


# --- those around them ----------------------------------------------------------------------------


def test_a_worker_ends_one_and_the_young_person_is_told(client, new_client, app, db, jordan):
    sam = makers.make_worker(db, known_as="Sam")
    makers.make_connection(db, jordan, sam, Kind.PERSONAL_ADVISER)
    client.sign_in(jordan)
    address = code_on(client, made(client, Purpose.LEISURE), app)
    worker = new_client()
    worker.sign_in(sam, Role.WORKER)
    path = f"/people/{jordan.ref}/proof"
    page = worker.get(path).text
    assert "For a leisure centre" in page
    serial = db.scalars(select(Proof.serial)).one()
    assert serial not in page
    assert codes.in_groups(serial) not in page
    ref = db.scalars(select(Proof.ref)).one()
    assert worker.send(path, action=f"{path}/{ref}/stop").status_code == 303
    assert NOT_VALID in new_client().get(address).text
    assert db.scalars(select(Notice.kind).where(Notice.person_id == jordan.id)).all() == [
        "letter_ended"
    ]
    assert "Stopped by Sam" in client.get("/my-letters").text


def test_a_second_stop_tells_and_notes_nothing_again(client, new_client, db, jordan):
    """The page was open twice, or the button was pressed twice."""
    sam = makers.make_worker(db)
    makers.make_connection(db, jordan, sam, Kind.PERSONAL_ADVISER)
    client.sign_in(jordan)
    made(client, Purpose.LEISURE)
    worker, path = new_client(), f"/people/{jordan.ref}/proof"
    worker.sign_in(sam, Role.WORKER)
    worker.get(path)
    stop = f"{path}/{db.scalars(select(Proof.ref)).one()}/stop"
    form = worker.form(path, {}, stop)
    for _ in range(2):
        assert worker.post(stop, data=form.hidden).status_code == 303
        for notice in db.scalars(select(Notice)):
            notice.seen_at = clock.now()
        db.commit()
    stopped = select(func.count()).select_from(AuditEvent).where(AuditEvent.what == "proof.ended")
    assert db.scalar(stopped) == 1
    assert db.scalar(select(func.count()).select_from(Notice)) == 1


def test_after_a_check_the_visitor_stands_where_they_stood(client, app, db, jordan, database):
    """A signed-in person checks a letter of another council: what this request asks next, it asks
    of its own council again."""
    client.sign_in(jordan)
    made(client, Purpose.LEISURE)
    db.commit()
    serial, here = db.scalars(select(Proof.serial)).one(), jordan.council_id + 1
    with app.test_request_context("/check"), database.asker() as asking:
        enter(here)
        assert checking.typed(asking, serial, clock.now()) is not None
        if not database.is_sqlite:
            stands = sql("SELECT current_setting('alongside.council', true)")
            assert asking.scalar(stands) == str(here)


def test_who_can_see_that_it_was_made_is_said_before(client, db, jordan):
    """Workers and managers see that there is a letter or a pass."""
    client.sign_in(jordan)
    for path in ("/my-letters/for/landlord", "/my-pass"):
        page = client.get(path).text
        assert "Nobody gets it from us" not in page
        assert "Your worker and their manager can see that you made it, and can stop it." in page


def test_whoever_was_not_given_the_reasons_sees_nothing(client, db, jordan):
    few = makers.make_worker(db)
    makers.make_connection(db, jordan, few, Kind.PERSONAL_ADVISER, grants=Grant.NAME | Grant.PLAN)
    client.sign_in(few, Role.WORKER)
    assert client.get(f"/people/{jordan.ref}/proof").status_code == 404


def test_after_a_stop_nothing_is_valid(client, new_client, app, db, jordan):
    client.sign_in(jordan)
    address = code_on(client, made(client, Purpose.LEISURE), app)
    assert "Valid until" in new_client().get(address).text
    makers.make_stop(db, jordan)
    db.commit()
    assert NOT_VALID in new_client().get(address).text


def test_nobody_else_opens_or_ends_it(client, new_client, db, jordan):
    client.sign_in(jordan)
    letter = made(client, Purpose.LEISURE)
    other = new_client()
    other.sign_in(makers.make_young(db, born=date(2007, 5, 3)))
    assert other.get(letter).status_code == 404
    assert other.get(f"{letter}/page.pdf").status_code == 404


# --- the words ------------------------------------------------------------------------------------


def test_two_people_agree_on_the_words(client, new_client, db, jordan):
    fergus, noor = (
        makers.make_worker(db, known_as="Fergus"),
        makers.make_worker(db, known_as="Noor"),
    )
    editor, admin = client, new_client()
    editor.sign_in(fergus, Role.EDITOR)
    admin.sign_in(noor, Role.ADMIN)
    path = "/letter-words/leisure"
    bad = editor.send(path, {"language": "en", "text": "{name} is a care leaver."})
    assert bad.status_code == 422
    assert "tells more than this reader needs" in bad.text
    assert "{name} is a care leaver." in bad.text
    editor.send(path, {"language": "en", "text": "{name} swims with {council}."})
    ref = db.scalars(select(LetterWords.ref).where(LetterWords.agreed_at.is_(None))).one()
    agreeing = f"/letter-words/drafts/{ref}/agree"
    assert agreeing not in editor.get("/letter-words").text
    token = editor.page.forms[-1].hidden["csrf_token"]
    editor.post(agreeing, data={"csrf_token": token})
    assert db.scalars(select(LetterWords.agreed_at).where(LetterWords.ref == ref)).one() is None
    admin.send("/letter-words", action=agreeing)
    young = new_client()
    young.sign_in(jordan)
    assert "Jordan Marsh swims with" in young.get(made(young, Purpose.LEISURE)).text


NUMBER = "020 7946 0155"


def test_a_landlord_is_never_told_to_call_the_duty_desk(client, new_client, db, jordan):
    """Whoever answers there says what team it is. A number of its own stands in the words, which
    two people have read; without one there is none in the letter."""
    client.sign_in(jordan)
    page = client.get(made(client, Purpose.LANDLORD)).text
    assert "helps them to set up a home" in page
    assert "0101" not in page and "please call" not in page
    editor, admin = new_client(), new_client()
    editor.sign_in(makers.make_worker(db), Role.EDITOR)
    admin.sign_in(makers.make_worker(db), Role.ADMIN)
    path, ours = "/letter-words/landlord", "please call {phone}"
    assert ours in editor.get(path).text
    words = {"language": "en", "text": "{name} looks for a home. Please call {phone}."}
    for phone, why in (
        ("", "Give the number that"), ("+44 20 7946 0101", "That is the duty number"),
        ("ask Jo", "with its area code"),
    ):  # fmt: skip
        refused = editor.send(path, {**words, "phone": phone})
        assert refused.status_code == 422
        assert why in refused.text and words["text"] in refused.text
    for number in ("020 7946 0101", "+44 (20) 7946-0101"):
        typed = f"{{name}} looks for a home. Please call {number}."
        refused = editor.send(path, {"language": "en", "text": typed})
        assert refused.status_code == 422
        assert "That is the duty number" in refused.text and number in refused.text
    assert editor.send(path, {**words, "phone": NUMBER}).status_code == 303
    ref = db.scalars(select(LetterWords.ref).where(LetterWords.agreed_at.is_(None))).one()
    db.commit()  # it waits for nobody
    assert NUMBER in admin.get("/letter-words").text
    admin.send("/letter-words", action=f"/letter-words/drafts/{ref}/agree")
    page = client.get(made(client, Purpose.LANDLORD)).text
    assert f"Please call {NUMBER}." in page


def test_our_own_words_with_a_number_are_still_ours(client, db, jordan):
    """So they are there in each language that ours are in."""
    client.sign_in(makers.make_worker(db), Role.EDITOR)
    client.get("/letter-words/landlord")
    with client.application.test_request_context():
        ours = labels.standard_in_english(Purpose.LANDLORD, phone=True)
    client.send("/letter-words/landlord", {"language": "en", "text": ours, "phone": NUMBER})
    draft = db.scalars(select(LetterWords).where(LetterWords.agreed_at.is_(None))).one()
    assert (draft.text, draft.phone) == ("", NUMBER)
    db.commit()  # it waits for nobody
    assert "please call {phone}" in client.get("/letter-words").text


def test_a_letter_keeps_the_words_it_was_made_with(client, db, jordan):
    client.sign_in(jordan)
    letter = made(client, Purpose.LEISURE)
    agree(db, Purpose.LEISURE, "{name} has newer words.", days=0)
    db.commit()
    assert "newer words" not in client.get(letter).text
    assert "Jordan Marsh has newer words." in client.get(made(client, Purpose.LEISURE)).text


def test_words_in_another_language_stand_beside_unless_the_english_are_newer(client, db, jordan):
    agree(db, Purpose.LEISURE, "{name} swims.", days=-3)
    agree(db, Purpose.LEISURE, "{name} يسبح.", "ar", days=-2)
    for words in db.scalars(select(LetterWords).where(LetterWords.text == "")):
        words.agreed_at -= timedelta(days=9)
    client.sign_in(jordan)
    client.get("/my-letters")
    account_of(db, jordan).language = "ar"
    page = client.get(made(client, Purpose.LEISURE)).text
    assert "Jordan Marsh swims." in page
    assert "Jordan Marsh يسبح." in page
    # A name at its beginning does not turn a sentence round.
    assert re.search(r'lang="ar" dir="rtl">(?:(?!dir=).)*يسبح', page, re.DOTALL)
    agree(db, Purpose.LEISURE, "{name} swims and runs.", days=0)
    page = client.get(made(client, Purpose.LEISURE)).text
    assert "Jordan Marsh swims and runs." in page
    assert "يسبح" not in page


# --- other programs -------------------------------------------------------------------------------


def test_a_program_checks_it_without_asking_us(client, new_client, app, db, jordan):
    client.sign_in(jordan)
    token = code_on(client, made(client, Purpose.COLLEGE), app).rpartition("/")[2]
    told = json.loads(new_client().get("/check/keys.json").text)
    raw = urlsafe_b64decode(token)
    key = next(one for one in told["keys"] if one["id"] == raw[1:5].hex())
    public = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(key["public"] + "="))
    public.verify(raw[20:], b"letter check 1\n" + raw[:20])
    assert (raw[0], raw[5], told["version"]) == (1, 1, 1)


def scan(picture):
    """The one code that a real reader finds in it."""
    found = reader.read(picture)
    assert len(found) == 1, found
    return found[0]


def drawn(page, scale=6):
    """The picture of a page, as a screen draws it."""
    size, path = re.search(
        r'<svg class="scan" viewBox="0 0 (\d+) [^>]*><path d="([^"]+)"', page
    ).groups()
    size = int(size)
    picture = Image.new("L", (size * scale, size * scale), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
        left, top = int(x) * scale, int(y) * scale
        picture.paste(0, (left, top, left + int(length) * scale, top + scale))
    return picture


def test_scanned_from_the_page(client, new_client, db, jordan):
    client.sign_in(jordan)
    page = client.get(made(client, Purpose.LEISURE)).text
    read = scan(drawn(page))
    visitor = new_client()
    assert "A letter for a leisure centre" in visitor.get("/check/" + read.rpartition("/")[2]).text
    client.send("/my-pass", action="/my-pass/start")
    read = scan(drawn(client.get("/my-pass").text))
    assert "A pass for what" in visitor.get("/check/" + read.rpartition("/")[2]).text


SCRIPTS = {"ar": "Arabic", "ti": "Ethiopic", "bn": "Bengali", "vi": "Noto-Sans", "ur": "Arabic"}
WORDS = {
    "ar": "{name} يستطيع أن يسبح مع {council}.",
    "ti": "{name} ምስ {council} ክሕምብስ ይኽእል እዩ።",
    "bn": "{name} {council} এর সাথে সাঁতার কাটতে পারে।",
    "vi": "{name} có thể bơi với {council} ở nơi này.",
    "ur": "{name} {council} کے ساتھ تیر سکتا ہے۔",
}


def test_five_scripts_on_paper_and_the_code_is_read_from_it(
    client, new_client, db, jordan, monkeypatch
):
    """One letter with English and each other language beside: its words are drawn in a font that
    has them and read back from the page, and a reader finds the code in what is drawn. Some are not
    offered yet."""
    for tag, locale, way in (("bn", "bn", "ltr"), ("vi", "vi", "ltr"), ("ur", "ur", "rtl")):
        monkeypatch.setitem(OFFERED, tag, Language(tag, locale, tag, tag, way))
    client.sign_in(jordan)
    client.get("/my-letters")
    papers = []
    for tag, text in WORDS.items():
        agree(db, Purpose.LEISURE, text, tag, days=0)
        account_of(db, jordan).language = tag
        letter = made(client, Purpose.LEISURE)
        data = client.get(f"{letter}/page.pdf?beside=mine").data
        with pikepdf.open(BytesIO(data)) as pdf:
            fonts = str({str(f["/BaseFont"]) for f in pdf.pages[0].resources["/Font"].values()})
            assert len(pdf.pages) == 1, tag
            assert "Jordan" not in str(pdf.docinfo)
        assert SCRIPTS[tag] in fonts, (tag, fonts)
        back = reader.letters_in(data)
        said = (reader.letters(word) for word in re.split(r"{\w+}|[\s.]+", text))
        missing = [word for word in said if word not in back]
        assert missing == [] and "JordanMarsh" in back, (tag, missing, back)
        papers.append(data)
    for data in papers:
        read = scan(reader.drawn(data))
        page = new_client().get("/check/" + read.rpartition("/")[2]).text
        assert NOT_VALID not in page


def test_a_letter_on_paper_does_not_tell_where_somebody_comes_from(client, db, jordan):
    """Of a person who reads Tigrinya: nothing but their name is in another script than English,
    and no program that opens the file is told of another language. They choose their own copy."""
    jordan.first_name = "ዮናስ"
    agree(db, Purpose.LEISURE, WORDS["ti"], "ti", days=0)
    client.sign_in(jordan)
    client.get("/my-letters")
    account_of(db, jordan).language = "ti"
    db.commit()
    letter = made(client, Purpose.LEISURE)
    page = client.get(letter).text
    assert "can use what" in page and "ክሕምብስ" in page
    plain = client.get(f"{letter}/page.pdf").data
    foreign = {c for c in reader.letters_in(plain) if c.isalpha() and ord(c) > 0x24F}
    assert foreign and foreign <= set("ዮናስ"), foreign
    assert languages_in(plain) == {"en"}
    assert f"{letter}/page.pdf?beside=mine" in page
    mine = client.get(f"{letter}/page.pdf?beside=mine").data
    assert reader.letters("ክሕምብስ") in reader.letters_in(mine)


def languages_in(data):
    """Which ones a file says that it is in; and whatever it is in, its title is in English."""
    with pikepdf.open(BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == "Letter"
        parts = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary))
        return {str(part.Lang) for part in parts if "/Lang" in part}


def test_what_is_over_goes_after_thirty_days(client, db, database, jordan, now):
    client.sign_in(jordan)
    made(client, Purpose.LEISURE)
    rules = [rule for rule in retention.others() if rule.table in (Proof, ProofCode)]
    assert [rule.table for rule in rules] == [ProofCode, Proof]
    for days, left in ((118, 1), (121, 0)):
        db.commit()  # it waits for nobody
        for rule in rules:
            clear(database, rule, now + timedelta(days=days))
        assert db.scalar(select(func.count()).select_from(Proof)) == left
        assert db.scalar(select(func.count()).select_from(ProofCode)) == left
