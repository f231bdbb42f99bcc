"""A form that cannot be kept, say because its page was open for too long: every word that was typed
is given back, in whichever form of the house; no secret, and no more than anybody types."""

import re
from html import unescape

import pytest
from wtforms import HiddenField, PasswordField, StringField
from wtforms.fields.core import UnboundField

from portal.core import forms
from tests import makers

OURS = {"Sec-Fetch-Site": "same-origin"}


def given_back(page):
    found = re.search(r'<textarea id="typed"[^>]*>(.*?)</textarea>', page.text, re.S)
    return unescape(found[1]).strip() if found else ""


@pytest.fixture
def send(client, db):
    """From a page whose token is not good any more."""
    young = makers.make_young(db, known_as="Mia")
    makers.make_membership(db, young)
    client.sign_in(young)

    def post(data, url="/plan/a12/say"):
        sent = client.post(url, data={"csrf_token": "old", **data}, headers=OURS)
        assert sent.status_code == 400
        return given_back(sent)

    return post


def every_box():
    """(form, name) of whatever can be typed in: by a way of its own, so that none is left out."""
    for form in forms._all_forms(forms.Form):
        for name in dir(form):
            field = getattr(form, name, None)
            if not isinstance(field, UnboundField):
                continue
            kind = field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, (HiddenField, PasswordField)):
                yield form.__name__, name


def test_every_box_of_every_form_is_given_back(send):
    names = sorted({name for _form, name in every_box()} - forms.SECRETS)
    assert len(names) > 60
    page = send({name: f"words of {name}." for name in names})
    unlabelled = {"mood", "says", "state"}  # of these a page shows tiles
    missing = {name for name in names if f"words of {name}." not in page}
    assert missing <= unlabelled, missing


def test_no_secret_is_given_back_and_nothing_that_no_form_asks_for(send):
    page = send({
        "text": "my words", "passphrase": "correct horse", "now": "old pass", "new": "new pass",
        "word": "purple kettle", "code": "ABCD1234", "username": "moon.rabbit", "key": "k-1",
        "csrf_token": "old", "seen": "77", "zzz": "nobody asks", "text_zzz": "nor for this",
    })  # fmt: skip
    assert page == "my words"


def test_however_much_is_sent_the_page_stays_a_page(send):
    page = send({f"text{n}": "x" for n in range(900)} | {"text": "y" * 300_000, "note": "z"})
    assert len(page) <= forms.MOST_GIVEN_BACK
    hostile = send({"text": "</textarea><script>alert(1)</script>\u202eabc\x00", "note": "also"})
    assert hostile == "</textarea><script>alert(1)</script>abc\n\nalso"


def test_a_line_and_a_box_of_one_form_come_back_in_their_order(send):
    assert send({"day": "3/4/2027", "text": "one\ntwo"}) == "3/4/2027\n\none\ntwo"


def test_nothing_is_given_back_to_another_site(client, db):
    other = {"Sec-Fetch-Site": "cross-site"}
    sent = client.post("/plan/a12/say", data={"text": "mine"}, headers=other)
    assert sent.status_code in (400, 403) and given_back(sent) == ""
