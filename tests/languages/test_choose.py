"""Choosing a language: on this phone and in the account, and back to where one was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.core.db import Db
from portal.core.languages import OFFERED
from portal.house import Account, Membership
from tests.client import Client
from tests.makers import make_young


@pytest.mark.parametrize("tag", OFFERED)
def test_each_language_is_named_in_itself(client: Client, tag: str) -> None:
    client.set_cookie("language", tag)
    text = client.get("/language").get_data(as_text=True)
    for one in OFFERED.values():
        assert f'value="{one.tag}" lang="{one.tag}" dir="{one.direction}"' in text
        assert one.name in text
    assert text.count('aria-current="true"') == 1


def test_the_phone_remembers_and_help_speaks_it(client: Client) -> None:
    answer = client.send("/language", {"language": "ar"})
    assert (answer.status_code, answer.location) == (303, "/")
    kept = client.get_cookie("language")
    assert kept is not None
    assert (kept.value, kept.http_only, kept.same_site) == ("ar", True, "Lax")
    client.get("/help")
    assert client.page is not None
    assert client.page.html["lang"] == "ar"


def test_the_account_remembers_on_every_phone(
    client: Client, db: Db, new_client: Callable[[], Client]
) -> None:
    sam = make_young(db)
    client.sign_in(sam)
    client.send("/language", {"language": "ti"})
    account = db.scalar(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.person_id == sam.id)
    )
    assert account is not None
    assert account.language == "ti"
    other = new_client()
    other.sign_in(sam)
    other.get("/my-say")
    assert other.page is not None
    assert other.page.html["lang"] == "ti"


def test_it_leads_back_to_the_page_one_came_from(client: Client) -> None:
    client.get("/language", headers={"Referer": "http://localhost/help"})
    assert client.page is not None
    form = client.page.forms[-1]
    assert form.hidden["back"] == "help.help_page"
    answer = client.post("/language", data={**form.hidden, "language": "ar"})
    assert answer.location == "/help"


@pytest.mark.parametrize(
    "before",
    ["http://evil.test/help", "http://localhost/nowhere", "http://localhost/sw.js", "/", "//x", ""],
)
def test_it_trusts_no_address_from_outside(client: Client, before: str) -> None:
    client.get("/language", headers={"Referer": before})
    assert client.page is not None
    assert client.page.forms[-1].hidden["back"] == ""


@pytest.mark.parametrize(
    "back", ["https://evil.test/", "//evil.test", "people.leave", "demo.sign_in", "my_views.my_say"]
)
def test_a_made_up_way_back_leads_to_the_front(client: Client, back: str) -> None:
    """Also a page that needs somebody to be signed in: nobody is."""
    client.get("/language")
    assert client.page is not None
    hidden = {**client.page.forms[-1].hidden, "back": back}
    answer = client.post("/language", data={**hidden, "language": "ar"})
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_language_we_do_not_have_is_asked_again(client: Client) -> None:
    client.get("/language")
    assert client.page is not None
    answer = client.post("/language", data={**client.page.forms[-1].hidden, "language": "tlh"})
    assert answer.status_code == 422
    assert client.get_cookie("language") is None


def test_without_a_token_nothing_changes(client: Client) -> None:
    answer = client.post("/language", data={"language": "ar"})
    assert answer.status_code in (400, 422)
    assert client.get_cookie("language") is None
