"""What a redirect says: only what was said to this very browser, whatever stands in the address."""

import pytest

from tests import makers


@pytest.fixture
def said(client, db):
    """The signed code of a message to this browser, as the redirect gave it."""
    client.sign_in(makers.make_young(db))
    answer = client.send("/my-app", {"theme": "sea", "language": "en", "look": "auto", "band": ""})
    assert answer.status_code == 302
    return answer.location.partition("done=")[2]


def test_it_is_said_to_whom_it_was_meant(client, said):
    assert "Saved." in client.get(f"/my-app?done={said}").text
    code, _, mark = said.partition(".")
    assert len(bytes.fromhex(mark)) * 8 == 128
    assert code == "looks-saved"


def test_it_is_not_said_to_another_browser(new_client, db, said):
    other = new_client()
    other.sign_in(makers.make_young(db))
    assert "Saved." not in other.get(f"/my-app?done={said}").text


@pytest.mark.parametrize("code", ["told-help", "others-locked-out-told", "looks-saved"])
def test_the_front_page_signs_nothing_that_a_link_holds(client, db, code):
    """Somebody may send a child a link that says that help was called."""
    client.sign_in(makers.make_young(db))
    answer = client.get(f"/?done={code}", follow_redirects=True)
    assert answer.status_code == 200
    assert 'class="done' not in answer.text


@pytest.mark.parametrize(
    "made_up",
    [
        "", "looks-saved", "looks-saved.", "looks-saved.0000", "looks-saved." + "0" * 32,
        "looks-saved.é", "looks-saved.\u202e", "looks-saved.%ff", "sent." + "é" * 40,
        "no-such-message.0000", ".", "<b>x</b>", "x" * 5_000,
    ],
)  # fmt: skip
def test_what_somebody_made_up_says_nothing_and_breaks_nothing(client, db, made_up):
    client.sign_in(makers.make_young(db))
    answer = client.get("/my-app", query_string={"done": made_up})
    assert answer.status_code == 200
    assert "Saved." not in answer.text
    assert "<b>x</b>" not in answer.text
