"""What comes with a message: kept in the same commit, given out only through the conversation."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import Message, Opening, Upload, UploadBytes
from portal.people.rules import ALL_GRANTS, Kind
from portal.uploads.rules import AN_HOUR, FORM_BYTES, PICTURE_BYTES
from tests import makers
from tests.databases import counting
from tests.pages import steady
from tests.uploads import files
from tests.whole_house.test_headers import faults


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def mia(client, pair):
    client.sign_in(pair[0])
    return pair[0]


def all_of(db, table):
    db.rollback()
    db.expire_all()
    return db.query(table).order_by(table.id).all()


def file(data, name="IMG_20261123_101502.jpg"):
    return FileStorage(BytesIO(data), filename=name, content_type="image/jpeg")


def send(client, address="/messages", **fields):
    """From the page's own form; a file by the name of its field."""
    client.get(address)
    form = client.form(address, {"text": ""}, address).hidden
    return client.post(
        address, data={**form, "text": "", **fields}, content_type="multipart/form-data"
    )


def sources(answer):
    return re.findall(r'<(?:img|audio)[^>]*src="([^"]*)"', answer.text)


def test_a_picture_is_sent_kept_and_seen(client, new_client, db, pair, mia):
    answer = send(client, picture=file(files.TELLING["jpeg"]()), text="My art")
    assert answer.status_code == 303, answer.text
    (message,) = all_of(db, Message)
    (upload,) = all_of(db, Upload)
    assert (message.kind, message.text, message.upload_id) == ("picture", "My art", upload.id)
    assert (upload.person_id, upload.by_id, upload.kind, upload.mime) == (
        mia.id, mia.id, "picture", "image/jpeg",
    )  # fmt: skip
    assert {b.part for b in all_of(db, UploadBytes)} == {"whole", "small"}
    assert not [b for b in all_of(db, UploadBytes) if files.MARK in b.data]
    page = client.get("/messages")
    small, whole = sources(page)
    assert small == f"/messages/pictures/{upload.ref}/small"
    image = re.search(r"<img[^>]*>", page.text).group()
    assert 'width="60"' in image and 'height="40"' in image and 'loading="lazy"' in image
    assert 'alt="Picture you sent, today"' in image
    assert "My art" in page.text
    priya = new_client()
    priya.sign_in(pair[1])
    theirs = priya.get(f"/people/{mia.ref}/messages")
    assert 'alt="Picture from Mia, today"' in theirs.text
    for who in (client, priya):
        for address in (small, whole):
            given = who.get(address)
            assert given.status_code == 200
            assert Image.open(BytesIO(given.data)).size == (60, 40)
            assert files.MARK not in given.data
    assert ("looked", "messages.small_picture") in {(e.act, e.what) for e in all_of(db, AuditEvent)}


def test_it_is_given_out_as_a_file_that_can_do_nothing(client, db, mia):
    send(client, picture=file(files.sized("PNG")))
    given = client.get(sources(client.get("/messages"))[1], headers={"Accept-Encoding": "gzip"})
    name = given.headers["Content-Disposition"]
    assert name == 'attachment; filename="picture.jpg"'
    assert given.headers["Accept-Ranges"] == "bytes"
    assert given.content_type == "image/jpeg"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert given.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in given.headers
    assert faults(given, "file") == []


def test_others_get_the_same_404_as_for_nothing(client, new_client, db, pair, mia):
    send(client, picture=file(files.sized("JPEG")))
    small, whole = sources(client.get("/messages"))
    other = makers.make_young(db, council_id=mia.council_id)
    carer = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, carer, Kind.FOSTER_CARER, grants=ALL_GRANTS)
    worker = makers.make_worker(db, council_id=mia.council_id)
    strange = makers.make_young(db, council=makers.make_council(db))
    for who in (other, carer, worker, strange):
        browser = new_client()
        browser.sign_in(who)
        nothing = browser.get(f"/messages/pictures/{'A' * 22}")
        for address in (small, whole, whole.replace("pictures", "voices")):
            answer = browser.get(address)
            assert answer.status_code == nothing.status_code == 404, who.known_as
            assert steady(answer.text) == steady(nothing.text)
    visitor = new_client()
    assert visitor.get(small).status_code == 302
    makers.make_bar(db, mia, pair[1])
    client.sign_in(pair[1])
    assert client.get(small).status_code == 404


def test_a_carers_picture_is_not_for_the_young_person(client, new_client, db, pair, mia):
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    browser, address = new_client(), f"/children/{mia.ref}/messages"
    browser.sign_in(helen)
    assert send(browser, address, picture=file(files.sized("JPEG"))).status_code == 303
    (small, _whole) = sources(browser.get(address))
    assert browser.get(small).status_code == 200
    assert client.get(small).status_code == 404
    priya = new_client()
    priya.sign_in(pair[1])
    assert priya.get(small).status_code == 200
    db.query(makers.Connection).filter_by(with_id=helen.id).one().ends = makers.today() - timedelta(
        days=1
    )
    assert browser.get(small).status_code == 404


LARGE = 200_000  # for a test: what is larger than half a megabyte goes by way of the disk
REFUSED = {
    "heic": (files.HEIC, "HEIC"),
    "kind": (b"%PDF-1.7", "This is no picture that we can show."),
    "broken": (b"\xff\xd8\xff" + b"x" * 99, "This picture cannot be opened."),
    "large": (b"\xff\xd8\xff" + b"\0" * LARGE, "It can be up to 8 megabytes."),
    "pixels": (files.png_bomb(9_000, 9_000), "This picture is too large to open."),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_taken_says_what_to_do(client, db, mia, why, monkeypatch):
    """And every word stays."""
    assert PICTURE_BYTES == 8_000_000
    monkeypatch.setattr("portal.uploads.pictures.PICTURE_BYTES", LARGE)
    data, says = REFUSED[why]
    answer = send(client, picture=file(data), text="These words stay")
    assert answer.status_code == 422
    assert says in answer.text
    assert "These words stay</textarea>" in answer.text
    assert re.search(r"<details open><summary>[^\n]*Add a picture", answer.text)
    assert all_of(db, Message) == all_of(db, Upload) == all_of(db, UploadBytes) == []


def so_large(browser, address, size, data):
    """As if so much was sent: how much it is stands at the beginning."""
    return browser.post(
        address, data=data, content_type="multipart/form-data",
        environ_overrides={"CONTENT_LENGTH": str(size)},
    )  # fmt: skip


def test_far_too_large_is_turned_away(client, db, mia):
    client.get("/messages")
    form = client.form("/messages", {"text": ""}, "/messages").hidden
    assert so_large(client, "/messages", FORM_BYTES + 1, form).status_code == 413
    assert all_of(db, Message) == []


@pytest.mark.parametrize("address", ["/messages/tap", "/messages/draft", "/my-app"])
def test_elsewhere_nothing_so_large_is_read(client, db, mia, address):
    client.get("/messages")
    form = client.form("/messages", {"text": ""}, "/messages").hidden
    assert so_large(client, address, 1_000_001, form).status_code == 413


def test_whoever_has_no_business_there_sends_no_more_than_elsewhere(client, new_client, db, mia):
    """A visitor, or another role: the larger measure is only for who may send a picture."""
    for who in (None, makers.make_worker(db, council_id=mia.council_id)):
        browser = new_client()
        if who:
            browser.sign_in(who)
        assert so_large(browser, "/messages", 1_000_001, {"text": "x"}).status_code == 413


def test_words_that_are_too_long_ask_for_the_picture_again(client, db, mia):
    answer = send(client, picture=file(files.sized("JPEG")), text="x" * 5_001)
    assert answer.status_code == 422
    assert "This is 5001 letters long." in answer.text
    assert "Choose the picture again" in answer.text
    assert all_of(db, Upload) == []


def test_sent_twice_is_kept_once_and_another_picture_is_no_repeat(client, db, mia):
    client.get("/messages")
    form = {**client.form("/messages", {"text": ""}, "/messages").hidden, "text": "Look"}
    for colour, status in (("red", 303), ("red", 303), ("blue", 422)):
        picture = file(files.sized("JPEG", colour=colour))
        answer = client.post(
            "/messages", data={**form, "picture": picture}, content_type="multipart/form-data"
        )
        assert answer.status_code == status
    assert len(all_of(db, Message)) == len(all_of(db, Upload)) == 1


def test_only_so_many_in_an_hour(client, db, mia, now, monkeypatch):
    monkeypatch.setattr("portal.uploads.limits.AN_HOUR", 3)
    assert AN_HOUR > 20
    for n in range(3):
        assert send(client, picture=file(files.sized("JPEG", colour=(n, 0, 0)))).status_code == 303
    answer = send(client, picture=file(files.sized("JPEG")), text="One more")
    assert answer.status_code == 422
    assert "Send the others a little later." in answer.text
    assert "One more</textarea>" in answer.text
    assert send(client, text="Words always go").status_code == 303
    with clock.fixed(now + timedelta(hours=1, minutes=1), everywhere=True):
        assert send(client, picture=file(files.sized("JPEG"))).status_code == 303


def test_only_so_many_in_a_day(client, db, mia, now, monkeypatch):
    monkeypatch.setattr("portal.uploads.limits.A_DAY", 2)
    for n in range(3):
        with clock.fixed(now + n * timedelta(hours=2), everywhere=True):
            answer = send(client, picture=file(files.sized("JPEG", colour=(n, 0, 0))))
        assert answer.status_code == (303 if n < 2 else 422)


def test_what_is_no_picture_counts_and_nothing_is_opened_beyond_it(client, db, mia, monkeypatch):
    monkeypatch.setattr("portal.uploads.limits.AN_HOUR", 2)
    for _ in range(2):
        assert send(client, picture=file(b"\xff\xd8\xff and no picture")).status_code == 422
    opened = []
    monkeypatch.setattr("portal.uploads.forms.drawn_anew", opened.append)
    answer = send(client, picture=file(files.sized("JPEG")), text="Look")
    assert answer.status_code == 422
    assert "Send the others a little later." in answer.text
    assert "Look</textarea>" in answer.text
    assert send(client, picture=file(files.sized("JPEG")), text="Later", keep="").status_code == 303
    assert opened == []


# --- voices ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "mime", "name"),
    [(files.webm(), "audio/webm", "voice.webm"), (files.ogg(4), "audio/ogg", "voice.ogg"),
     (files.mp4(), "audio/mp4", "voice.m4a")],
)  # fmt: skip
def test_a_voice_is_sent_kept_as_it_was_and_played(client, db, mia, data, mime, name):
    answer = send(client, voice=file(data, "voice"), seconds="4", text="")
    assert answer.status_code == 303
    (message,), (upload,) = all_of(db, Message), all_of(db, Upload)
    assert (message.kind, upload.kind, upload.mime, upload.seconds) == ("voice", "voice", mime, 4)
    assert [b.data for b in all_of(db, UploadBytes)] == [data]
    page = client.get("/messages")
    assert "Voice message, 4 seconds" in page.text
    assert re.search(r'<audio controls preload="none"', page.text)
    (address,) = sources(page)
    given = client.get(address)
    assert (given.data, given.content_type) == (data, mime)
    assert given.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    # A phone asks for a part of it, or it plays nothing.
    part = client.get(address, headers={"Range": "bytes=4-9"})
    assert (part.status_code, part.data) == (206, data[4:10])
    assert part.headers["Content-Range"] == f"bytes 4-9/{len(data)}"
    for extra in ("Content-Disposition", "Accept-Ranges", "Content-Range"):
        part.headers.pop(extra)
    assert faults(part, "file") == []
    assert client.get(address, headers={"Range": "bytes=9999999-"}).status_code == 416


def test_a_part_of_a_voice_is_a_look_too(client, new_client, db, pair, mia):
    send(client, voice=file(files.ogg(2)), seconds="2")
    priya = new_client()
    priya.sign_in(pair[1])
    (address,) = sources(priya.get(f"/people/{mia.ref}/messages"))
    priya.get(address, headers={"Range": "bytes=0-"})
    assert "messages.voice" in {e.what for e in all_of(db, AuditEvent)}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"voice": file(b"RIFFxxxxWAVE")}, "This recording cannot be played."),
        ({"voice": file(files.ogg(200))}, "up to 2 minutes"),
        ({"voice": file(files.webm()), "seconds": "500"}, "up to 2 minutes"),
    ],
)
def test_a_voice_that_cannot_be_taken(client, db, mia, fields, says):
    copies = {k: file(v.read()) if hasattr(v, "read") else v for k, v in fields.items()}
    for value in fields.values():
        if hasattr(value, "seek"):
            value.seek(0)
    answer = send(client, text="And words", **copies)
    assert answer.status_code == 422
    assert says in answer.text and "And words</textarea>" in answer.text
    assert all_of(db, Message) == all_of(db, Upload) == []


def test_a_picture_and_a_voice_go_one_after_the_other(client, db, mia):
    answer = send(client, picture=file(files.sized("JPEG")), voice=file(files.ogg()))
    assert answer.status_code == 422
    assert "in two messages, one after the other" in answer.text


@pytest.mark.parametrize("seconds", ["", "-1", "x", "٣", "9" * 40, "\x00"])
def test_how_long_it_is_may_be_said_wrongly(client, db, mia, seconds):
    answer = send(client, voice=file(files.webm()), seconds=seconds)
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert 1 <= all_of(db, Upload)[0].seconds <= 120


# --- the page ------------------------------------------------------------------------------------


def test_only_these_pages_may_use_the_microphone(client, new_client, db, pair, mia):
    def may(browser, address):
        return "microphone=(self)" in browser.get(address).headers["Permissions-Policy"]

    assert may(client, "/messages")
    priya = new_client()
    priya.sign_in(pair[1])
    assert may(priya, f"/people/{mia.ref}/messages")
    for address in ("/home", "/my-app", "/help", "/plan", "/messages/nothing"):
        assert not may(client, address), address
    for address in ("/waiting", f"/people/{mia.ref}", f"/people/{'A' * 22}/messages"):
        assert not may(priya, address), address
    assert "camera=()" in client.get("/messages").headers["Permissions-Policy"]


def test_how_else_is_said_where_nothing_can_be_recorded(client, db, mia):
    page = client.get("/messages").text
    assert "You can also write, or call." in page
    assert "<template>" in page  # the buttons are drawn by the script, if it can record


def test_a_picture_costs_few_statements(client, db, database, mia):
    send(client, text="The first of all")
    client.get("/messages")
    form = client.form("/messages", {"text": ""}, "/messages").hidden
    data = {**form, "text": "", "picture": file(files.sized("JPEG"))}
    with counting(database) as counted:
        answer = client.post("/messages", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert len(counted) <= 6 + 2, counted.statements  # what it is, and what is in it
    (small, _whole) = sources(client.get("/messages"))
    with counting(database) as counted:
        client.get(small)
    assert len(counted) <= 2, counted.statements


def test_undone_as_one(client, db, mia, monkeypatch):
    """If anything after it fails, nothing of the picture is left."""

    def broken(*_arguments, **_names):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("portal.messages.actions.send_later", broken)
    with pytest.raises(RuntimeError):
        send(client, picture=file(files.sized("JPEG")))
    assert all_of(db, Message) == all_of(db, Upload) == all_of(db, UploadBytes) == []


# --- looked into ----------------------------------------------------------------------------------


def test_who_looks_into_an_adults_messages_sees_what_came_with_them(client, new_client, db, pair):
    mia, priya = pair
    boss = makers.make_worker(db, known_as="Grace", council_id=mia.council_id, account=False)
    makers.make_membership(db, boss, role=Role.MANAGER)
    second = makers.make_worker(db, known_as="Hana", council_id=mia.council_id, account=False)
    makers.make_membership(db, second, role=Role.MANAGER)
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    theirs = f"/people/{mia.ref}/messages"
    browsers = {}
    for who, address in ((priya, theirs), (helen, f"/children/{mia.ref}/messages")):
        browsers[who] = new_client()
        browsers[who].sign_in(who)
        picture = file(files.sized("JPEG"))
        assert send(browsers[who], address, picture=picture, text="Look").status_code == 303
    adults, carers = (upload.ref for upload in all_of(db, Upload))
    opening = makers.make(db, Opening, {
        "council_id": mia.council_id, "kind": "messages", "person_id": mia.id,
        "adult_id": priya.id, "asked_by_id": boss.id, "asked_at": clock.now(), "hours": 4,
        "why": "A reason long enough to be one.", "agreed_by_id": second.id,
        "agreed_at": clock.now(), "ends_at": clock.now() + timedelta(hours=4),
        "tell_at": clock.now() + timedelta(hours=1),
    }, {})  # fmt: skip
    client.sign_in(boss)
    page = client.get(f"/openings/{opening.ref}/messages")
    assert sources(page) == [f"/openings/attached/{adults}"]
    assert client.get(f"/openings/attached/{adults}").status_code == 200
    assert client.get(f"/openings/attached/{carers}").status_code == 404
    assert client.get(f"/messages/pictures/{adults}").status_code == 404
    client.sign_in(priya)
    assert client.get(f"/openings/attached/{adults}").status_code == 404
    opening.ends_at = clock.now() - timedelta(minutes=1)
    client.sign_in(boss)
    assert client.get(f"/openings/attached/{adults}").status_code == 404
