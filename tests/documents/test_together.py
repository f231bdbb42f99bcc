"""All of mine in one file: exactly what is there, with a page that says which is which."""

import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, update

from portal.core import clock
from portal.documents import together
from portal.documents.tables import Document
from portal.house import UploadBytes
from tests import makers
from tests.documents.test_documents import MINE, added, kept, pdf
from tests.uploads.files import TEXT, telling_jpeg


@pytest.fixture
def mia(db):
    return makers.make_pair(db, known_as="Mia")[0]


def taken(client):
    answer = client.get(f"{MINE}/all")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="documents.zip"'
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    found = zipfile.ZipFile(BytesIO(answer.data))
    assert found.testzip() is None
    return found


def test_it_holds_exactly_what_is_there_in_order(client, db, mia):
    client.sign_in(mia)
    added(client, telling_jpeg(), title="Badge <1>")
    added(client, pdf(), "a.pdf", kind="id", title="")
    added(client, title="Taken away again")
    gone = db.scalars(select(Document).order_by(Document.id.desc())).first().ref
    client.send(f"{MINE}/{gone}", {}, action=f"{MINE}/{gone}/take-away")
    other, _ = makers.make_pair(db, council_id=mia.council_id)
    kept(db, other, "Somebody else's")
    file = taken(client)
    assert file.namelist() == ["001.jpg", "002.pdf", "index.html"]
    whole = dict.fromkeys(db.scalars(select(UploadBytes.data).where(UploadBytes.part == "whole")))
    assert file.read("001.jpg") in whole
    assert file.read("002.pdf").startswith(b"%PDF-")
    assert TEXT.encode() not in b"".join(map(file.read, file.namelist()))
    page = file.read("index.html").decode()
    assert re.findall(r'href="([^"]*)"', page) == ["001.jpg", "002.pdf"]
    assert "Badge &lt;1&gt;" in page
    assert "ID, passport, birth certificate" in page
    assert "Taken away again" not in page
    assert "Somebody else" not in page
    for entry in file.infolist():
        assert entry.external_attr >> 16 == 0o600
        assert entry.date_time == (2026, 11, 23, 10, 0, 0)


def test_its_page_is_in_the_language_of_the_reader(client, db, mia):
    mia.language = "ar"
    kept(db, mia, "شهادة")
    client.sign_in(mia)
    page = taken(client).read("index.html").decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "شهادة" in page


def test_with_nothing_there_it_holds_the_page_alone(client, mia):
    client.sign_in(mia)
    assert taken(client).namelist() == ["index.html"]


def test_what_is_large_does_not_wait_in_memory(client, db, mia, monkeypatch):
    monkeypatch.setattr(together, "IN_MEMORY", 1_000)
    db.execute(update(UploadBytes).values(data=b"x"))
    kept(db, mia)
    db.execute(
        update(UploadBytes).where(UploadBytes.part == "whole").values(data=b"large " * 10_000)
    )
    client.sign_in(mia)
    assert taken(client).read("001.jpg") == b"large " * 10_000


def test_the_file_is_closed_when_it_was_sent_or_broken_off(client, db, mia, monkeypatch):
    kept(db, mia)
    made = []
    build = together.in_one_file

    def watched(*given):
        made.append(build(*given))
        return made[-1]

    monkeypatch.setattr(together, "in_one_file", watched)
    client.sign_in(mia)
    client.get(f"{MINE}/all").close()
    assert made[0][0].closed


def test_not_again_and_again(client, db, mia, monkeypatch):
    monkeypatch.setattr("portal.documents.routes.ALL_AN_HOUR", 1)
    client.sign_in(mia)
    assert client.get(f"{MINE}/all").status_code == 200
    assert client.get(f"{MINE}/all").status_code == 429
    with clock.fixed(clock.now() + timedelta(hours=2), everywhere=True):
        assert client.get(f"{MINE}/all").status_code == 200
