"""My documents: kept as they are shown, read by exactly those to whom they are shown, kept through
every move; taken away, nothing of one is left."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Role
from portal.core.ids import new_ref
from portal.documents import pages, rules
from portal.documents.pages import Kept, kept_by
from portal.house import Connection, Document, Notice, Outbox, Share, Upload, UploadBytes
from portal.people.rules import Kind
from portal.shares.rules import Thing, To
from portal.uploads import limits, pdfs, pictures
from tests import makers
from tests.databases import counting
from tests.uploads.files import HEIC, TEXT, png_bomb, sized, telling_jpeg

MINE = "/my-documents"


@pytest.fixture
def home(db):
    """Mia, Priya her worker and Helen her carer."""
    mia, priya = makers.make_pair(db, known_as="Mia")
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    return mia, priya, helen


def pdf(pages=1, **how):
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 100))
    out = BytesIO()
    document.save(out, **how)
    return out.getvalue()


def added(client, data=None, name="file.jpg", at=MINE, **more):
    file = (BytesIO(sized("JPEG") if data is None else data), name)
    return client.send(at, {"file": file, "kind": "letter", "title": "", **more})


def kept(db, person, title="My letter", **more):
    """A document that is there already: its ref."""
    here = {"council_id": person.council_id, "person_id": person.id}
    upload = makers.make(db, Upload, {
        **here, "ref": new_ref(), "by_id": person.id, "kind": "picture", "mime": "image/jpeg",
        "size": 9, "seconds": None, "width": 6, "height": 4, "made_at": clock.now(),
    }, {})  # fmt: skip
    for part in ("whole", "small"):
        makers.make(db, UploadBytes, {
            "council_id": person.council_id, "upload_id": upload.id, "part": part,
            "data": b"the " + part.encode(),
        }, {})  # fmt: skip
    columns = {**here, "ref": new_ref(), "by_id": person.id, "kind": "letter", "title": title,
               "upload_id": upload.id, "added_at": clock.now(), "gone_at": None}  # fmt: skip
    return makers.make(db, Document, columns, more).ref


def shown(client, ref, *whom):
    address = f"{MINE}/{ref}"
    client.get(address)
    hidden = client.form(address, {"who": ""}, f"{address}/show").hidden
    return client.post(f"{address}/show", data={**hidden, "who": list(whom)})


def opens(client, adult, ref, role=None):
    client.sign_in(adult, role)
    return client.get(f"/documents/{ref}/file")


# --- one's own ----------------------------------------------------------------------------------


def test_a_picture_is_added_named_opened_and_taken_away(client, db, home):
    client.sign_in(home[0])
    assert "Nothing is here yet" in client.get(MINE).text
    went = added(client, telling_jpeg(), title="  My\nswimming   badge ")
    assert went.status_code == 303
    assert went.headers["Location"].startswith(f"{MINE}?done=document-added")
    assert "My swimming badge" in client.get(MINE).text
    row = db.scalars(select(Document)).one()
    page = client.get(f"{MINE}/{row.ref}")
    assert "You put this here on 23 November 2026." in page.text
    for part in ("file", "small"):
        got = client.get(f"/documents/{row.ref}/{part}")
        assert (got.status_code, got.mimetype) == (200, "image/jpeg")
        assert "sandbox" in got.headers["Content-Security-Policy"]
        assert got.headers["Content-Disposition"] == 'attachment; filename="picture.jpg"'
        assert TEXT.encode() not in got.data
    client.send(f"{MINE}/{row.ref}", {"kind": "certificate", "title": "Badge"})
    assert "Badge" in client.get(MINE).text
    client.send(f"{MINE}/{row.ref}", {}, action=f"{MINE}/{row.ref}/take-away")
    assert "Badge" not in client.get(MINE).text
    for gone in (f"{MINE}/{row.ref}", f"/documents/{row.ref}/file", f"/documents/{row.ref}/small"):
        assert client.get(gone).status_code == 404
    assert db.scalars(select(UploadBytes)).all() == db.scalars(select(Upload)).all() == []
    left = db.scalars(select(Document)).one()
    assert (left.title, left.upload_id) == ("", None)


def test_whoever_came_while_asking_for_something_still_finds_back_after_adding(client, home):
    client.sign_in(home[0])
    went = added(client, at=f"{MINE}?back={'0' * 12}")
    assert f'class="up" href="/asked-for/new/{"0" * 12}"' in client.get(went.location).text


def test_taken_away_twice_it_is_gone_once_and_cannot_be_named_or_shown(client, db, home):
    mia, priya, _ = home
    ref = kept(db, mia)
    client.sign_in(mia)
    shown(client, ref, priya.ref)
    token = (
        client.get(f"{MINE}/{ref}")
        and client.form(f"{MINE}/{ref}", {}, f"{MINE}/{ref}/take-away").hidden
    )
    for _ in range(2):
        assert client.post(f"{MINE}/{ref}/take-away", data=token).status_code == 303
    assert db.scalars(select(Share)).one().ended_at is not None
    assert client.post(f"{MINE}/{ref}/show", data={**token, "who": "workers"}).status_code == 404
    named = {**token, "kind": "letter", "title": "Again"}
    assert client.post(f"{MINE}/{ref}", data=named).status_code == 404
    assert opens(client, priya, ref).status_code == 404


def test_a_pdf_is_kept_as_it_was_written_anew(client, db, home):
    client.sign_in(home[0])
    assert added(client, pdf(3), "passport.jpg", kind="id").status_code == 303
    row = db.scalars(select(Document)).one()
    got = client.get(f"/documents/{row.ref}/file")
    assert (got.mimetype, got.data[:5]) == ("application/pdf", b"%PDF-")
    assert got.headers["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert client.get(f"/documents/{row.ref}/small").status_code == 404
    with pikepdf.open(BytesIO(got.data)) as found:
        assert len(found.pages) == 3
    assert "<img" not in client.get(f"{MINE}/{row.ref}").text


def test_the_same_page_sent_twice_adds_one_and_something_else_is_asked_again(client, db, home):
    client.sign_in(home[0])
    client.get(MINE)
    form = client.form(MINE, {"file": "", "kind": "", "title": ""}).hidden

    def send(title):
        data = {**form, "file": (BytesIO(pdf()), "a.pdf"), "kind": "letter", "title": title}
        return client.post(MINE, data=data)

    assert [send("One").status_code for _ in range(2)] == [303, 303]
    other = send("Two")
    assert other.status_code == 422
    assert "You sent something else from this page" in other.text
    assert 'value="Two"' in other.text
    assert db.scalar(select(func.count()).select_from(Document)) == 1
    assert db.scalar(select(func.count()).select_from(Upload)) == 1


LIES = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LIES, "We can keep pictures (JPEG, PNG) and PDF files."),
        (b"MZ" + b"\0" * 600, "We can keep pictures (JPEG, PNG) and PDF files."),
        (b"\xff\xd8\xff\xe0" + LIES, "This picture cannot be opened."),
        (b"%PDF-1.7\n" + LIES, "This PDF cannot be opened."),
        (HEIC, "Your phone kept this picture in its own way"),
        (png_bomb(20_000, 10_000), "This picture is too large to open."),
        (pdf(encryption=pikepdf.Encryption(user="secret", owner="other")), "has a password"),
        (pdf(301), "more than 300 pages"),
        (b"%PDF-" + b"0" * 400_000, "up to 12 megabytes"),
        (b"\xff\xd8\xff" + b"0" * 400_000, "up to 8 megabytes"),
        (b"", "Choose a picture or a PDF first."),
    ],
    ids=["a page", "a program", "no jpeg", "no pdf", "heic", "200 megapixels", "locked",
         "301 pages", "large pdf", "large picture", "nothing"],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_typed_is_lost(
    client, db, home, data, said, monkeypatch
):
    monkeypatch.setattr(pdfs, "PDF_BYTES", 300_000)
    monkeypatch.setattr(pictures, "PICTURE_BYTES", 300_000)
    client.sign_in(home[0])
    page = added(client, data, "certificate.jpg", kind="school", title="My report")
    assert page.status_code == 422
    assert said in page.text
    assert 'value="My report"' in page.text
    assert '<option selected value="school">' in page.text
    assert db.scalars(select(Upload)).all() == []


def test_only_a_kind_of_ours_and_a_name_that_is_not_too_long(client, db, home):
    client.sign_in(home[0])
    for wrong in ({"kind": "nonsense"}, {"title": "x" * 81}):
        assert added(client, **wrong).status_code == 422
    assert db.scalars(select(Document)).all() == []
    ref = kept(db, home[0])
    assert client.send(f"{MINE}/{ref}", {"kind": "x", "title": "Y"}).status_code == 422
    assert db.scalars(select(Document.title)).one() == "My letter"


def test_no_room_for_more(client, db, home, monkeypatch):
    client.sign_in(home[0])
    kept(db, home[0])
    monkeypatch.setattr("portal.documents.actions.MOST", 1)
    page = added(client)
    assert (page.status_code, "There is no room for more." in page.text) == (422, True)
    monkeypatch.setattr("portal.documents.actions.MOST", 9)
    monkeypatch.setattr("portal.documents.actions.MOST_BYTES", 30)
    assert added(client).status_code == 422
    assert db.scalar(select(func.count()).select_from(Upload)) == 1
    gone = kept(db, home[0], upload_id=None, gone_at=clock.now())
    assert gone
    assert kept_by(db, home[0].council_id, home[0].id) == Kept(1, 9)


def test_too_many_in_an_hour(client, db, home, monkeypatch):
    monkeypatch.setattr(limits, "AN_HOUR", 1)
    client.sign_in(home[0])
    assert added(client).status_code == 303
    page = added(client)
    assert (page.status_code, "a little later" in page.text) == (422, True)


# --- who reads ----------------------------------------------------------------------------------


def test_nobody_reads_one_until_it_is_shown_and_no_other(client, db, home):
    mia, priya, helen = home
    ref, other = kept(db, mia), kept(db, mia, "My secret")
    for adult in (priya, helen):
        assert opens(client, adult, ref).status_code == 404
        assert "Nothing is shown to you" in client.get(f"/people/{mia.ref}/documents").text
    client.sign_in(mia)
    assert shown(client, ref, priya.ref, "nobody", helen.ref + "x").status_code == 303
    assert "Shown" in client.get(MINE).text
    assert opens(client, priya, ref).data == b"the whole"
    assert client.get(f"/documents/{other}/file").status_code == 404
    for address in (f"/people/{mia.ref}/documents", "/documents"):
        page = client.get(address).text
        assert "My letter" in page
        assert "My secret" not in page
    assert opens(client, helen, ref).status_code == 404
    assert "My letter" not in client.get("/documents").text
    client.sign_in(mia)
    shown(client, ref)
    assert opens(client, priya, ref).status_code == 404
    assert "My letter" not in client.get("/documents").text


@pytest.mark.parametrize("how", ["left", "barred", "by the hour", "grace", "other council"])
def test_who_is_gone_or_must_not_know_reads_nothing(client, db, home, how):
    mia, priya, helen = home
    ref = kept(db, mia)
    for one in (priya, helen):
        makers.make_share(db, mia, Thing.DOCUMENT, one, key=ref)
    assert opens(client, helen, ref).status_code == 200
    link = db.scalars(select(Connection).where(Connection.with_id == helen.id)).one()
    if how == "left":
        link.ends = makers.today() - timedelta(days=1)
    elif how == "barred":
        makers.make_bar(db, mia, helen)
    elif how == "by the hour":
        link.ends_at = clock.now() + timedelta(hours=1)
    elif how == "grace":
        link.left_on = makers.today() - timedelta(days=1)
    else:
        helen = makers.make_worker(db, council_id=makers.make_council(db).id)
    assert opens(client, helen, ref).status_code == 404
    assert "My letter" not in client.get("/documents").text
    assert opens(client, priya, ref).status_code == 200


def test_another_young_person_finds_nothing(client, db, home):
    ref = kept(db, home[0])
    other, _ = makers.make_pair(db, council_id=home[0].council_id)
    client.sign_in(other)
    address = f"{MINE}/{ref}"
    for place in (address, f"/documents/{ref}/file", f"/documents/{ref}/small"):
        assert client.get(place).status_code == 404
    token = client.get(MINE) and client.form(MINE, {"file": "", "kind": "", "title": ""}).hidden
    for place in (f"{address}/show", f"{address}/take-away"):
        assert client.post(place, data={**token, "who": "workers"}).status_code == 404
    assert db.scalar(select(func.count()).select_from(UploadBytes)) == 2


def test_everything_stays_when_home_and_worker_change(client, db, home):
    mia, priya, helen = home
    ref = kept(db, mia)
    for to in (To.WORKERS, To.CARERS, helen):
        makers.make_share(db, mia, Thing.DOCUMENT, to, key=ref)
    for link in db.scalars(select(Connection)):
        link.ends = makers.today() - timedelta(days=1)
    omar = makers.make_worker(db, council_id=mia.council_id, known_as="Omar")
    ruth = makers.make_carer(db, council_id=mia.council_id, known_as="Ruth")
    makers.make_connection(db, mia, omar)
    makers.make_connection(db, mia, ruth, Kind.FOSTER_CARER)
    for gone in (priya, helen):
        assert opens(client, gone, ref).status_code == 404
    for new in (omar, ruth):  # what they show to whoever it is
        assert opens(client, new, ref).status_code == 200
    client.sign_in(mia)
    assert client.get(f"/documents/{ref}/file").data == b"the whole"
    assert "My letter" in client.get(MINE).text


def test_one_shown_only_to_somebody_who_left_is_shown_to_nobody(client, db, home):
    mia, _, helen = home
    ref = kept(db, mia)
    makers.make_share(db, mia, Thing.DOCUMENT, helen, key=ref)
    client.sign_in(mia)
    assert "Shown" in client.get(MINE).text
    link = db.scalars(select(Connection).where(Connection.with_id == helen.id)).one()
    link.ends = makers.today() - timedelta(days=1)
    assert "Shown" not in client.get(MINE).text


def test_whoever_is_shown_one_is_told_once_and_without_a_name(client, db, home):
    mia, priya, helen = home
    ref = kept(db, mia)
    client.sign_in(mia)
    shown(client, ref, "workers", helen.ref)
    shown(client, ref, "workers", priya.ref, helen.ref)  # Priya again, and in another way
    told = db.scalars(select(Notice)).all()
    assert {(n.person_id, n.kind) for n in told} == {
        (priya.id, "document_shown"), (helen.id, "document_shown"),
    }  # fmt: skip
    assert len(told) == 2
    about = {row.person_id: row.about_id for row in db.scalars(select(Outbox))}
    assert about == {priya.id: None, helen.id: mia.id}


def test_a_look_is_on_the_list_of_who_looked(client, db, home):
    mia, priya, _ = home
    ref = kept(db, mia)
    makers.make_share(db, mia, Thing.DOCUMENT, priya, key=ref)
    opens(client, priya, ref)
    client.sign_in(mia)
    assert "Opened a document that you show them" in client.get("/who-looked").text


# --- put in by a worker -------------------------------------------------------------------------


def test_a_worker_puts_one_in_and_sees_only_that_they_did(client, db, home):
    mia, priya, helen = home
    client.sign_in(priya)
    at = f"/people/{mia.ref}/documents/new"
    assert added(client, at=at, title="Birth certificate", kind="id").status_code == 303
    page = client.get(f"/people/{mia.ref}/documents").text
    assert "You put one in" in page
    assert "Birth certificate" not in page
    row = db.scalars(select(Document)).one()
    assert (row.person_id, row.by_id) == (mia.id, priya.id)
    assert client.get(f"/documents/{row.ref}/file").status_code == 404
    assert db.scalars(select(Notice)).one().kind == "document_added"
    client.sign_in(mia)
    mine = client.get(MINE).text
    assert "Birth certificate" in mine
    assert "put in by Priya" in mine
    assert client.get(f"/documents/{row.ref}/file").status_code == 200
    client.sign_in(helen)
    assert client.get(at).status_code == 403
    other = makers.make_worker(db, council_id=mia.council_id)
    client.sign_in(other)
    assert client.get(at).status_code == 404
    token = client.get("/my-app") and client.page.forms[0].hidden
    data = {**token, "file": (BytesIO(sized("JPEG")), "a.jpg"), "kind": "id", "title": ""}
    assert client.post(at, data=data).status_code == 404
    assert db.scalar(select(func.count()).select_from(Document)) == 1


def test_nothing_is_put_in_where_everything_has_stopped(client, db, home):
    mia, priya, _ = home
    makers.make_stop(db, mia, agreed_at=clock.now())
    client.sign_in(priya)
    assert client.get(f"/people/{mia.ref}/documents/new").status_code == 404
    assert "Put a document in" not in client.get(f"/people/{mia.ref}/documents").text


def test_the_list_goes_on_where_it_ended(client, db, home, monkeypatch):
    mia, priya, _ = home
    monkeypatch.setattr(pages, "LIST_PAGE", 2)
    for title in ("First", "Second", "Third"):
        makers.make_share(db, mia, Thing.DOCUMENT, To.WORKERS, key=kept(db, mia, title))
    client.sign_in(priya)
    page = client.get("/documents").text
    assert ("Third" in page, "First" in page) == (True, False)
    more = next(a for a in client.page.links if "before=" in a)
    assert "First" in client.get(more).text


# --- what it costs ------------------------------------------------------------------------------


def test_a_page_asks_the_database_a_few_times_however_many_there_are(client, db, database, home):
    mia, priya, _helen = home
    client.sign_in(mia)
    for many in (1, 40):
        for _ in range(many):
            ref = kept(db, mia)
            makers.make_share(db, mia, Thing.DOCUMENT, priya, key=ref)
        client.sign_in(mia)
        for address in (MINE, f"{MINE}/{ref}", f"/documents/{ref}/file", f"{MINE}/all"):
            with counting(database) as counted:
                assert client.get(address).status_code == 200
            assert len(counted) <= 5, (address, counted.statements)
        client.sign_in(priya)
        for address in ("/documents", f"/people/{mia.ref}/documents"):
            with counting(database) as counted:
                assert client.get(address).status_code == 200
            assert len(counted) <= 5, (address, counted.statements)


def test_a_post_asks_the_database_a_few_times(client, db, database, home):
    mia, _priya, helen = home
    ref = kept(db, mia)
    client.sign_in(mia)
    address = f"{MINE}/{ref}"
    client.get(address)
    token = client.form(address, {"who": ""}, f"{address}/show").hidden
    file = {"file": (BytesIO(sized("JPEG")), "a.jpg"), "kind": "id", "title": "", "key": "k"}
    for place, data, most in (
        (MINE, file, 6), (address, {"kind": "id", "title": "New"}, 6),
        (f"{address}/show", {"who": ["workers", helen.ref]}, 8), (f"{address}/take-away", {}, 6),
    ):  # fmt: skip
        with counting(database) as counted:
            assert client.post(place, data={**token, **data}).status_code == 303
        assert len(counted) <= most, (place, counted.statements)


def test_to_put_one_in_for_somebody_too(client, db, database, home):
    mia, priya, _helen = home
    client.sign_in(priya)
    address = f"/people/{mia.ref}/documents/new"
    client.get(address)
    token = client.form(address, {"title": ""}, None).hidden
    file = {"file": (BytesIO(sized("JPEG")), "a.jpg"), "kind": "id", "title": ""}
    with counting(database) as counted:
        assert client.post(address, data={**token, **file}).status_code == 303
    assert len(counted) <= 8, counted.statements


def test_the_most_there_may_be_fit_on_their_page():
    """So that the list needs no second page, and the file with all holds all."""
    assert rules.MOST == pages.MOST


def test_the_roles_that_put_one_in():
    from portal.documents.policy import ADDERS

    assert frozenset({Role.WORKER, Role.MANAGER}) == ADDERS
