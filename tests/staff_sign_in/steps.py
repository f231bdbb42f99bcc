"""The steps of a sign-in, as somebody takes them."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
from werkzeug.test import TestResponse

from portal.staff_sign_in.providers import key_of
from tests.client import Client
from tests.staff_sign_in.service import Service


def begin(client: Client, council: str = "") -> TestResponse:
    """Press the button on our page; the answer leads to the service."""
    page = client.get("/staff")
    assert page.status_code == 200
    assert client.page is not None
    (form,) = [one for one in client.page.forms if one.action == "/staff/go"]
    key = key_of(council) if council else _only_button(page.get_data(as_text=True))
    return client.post("/staff/go", data={**form.hidden, "council": key})


def _only_button(text: str) -> str:
    return text.partition('name="council" value="')[2].partition('"')[0]


def there(answer: TestResponse) -> str:
    """Where a page that goes on by itself leads to."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    seconds, _, where = answer.headers["Refresh"].partition(";url=")
    assert seconds == "0"
    return where


def back(client: Client, address: str) -> TestResponse:
    """Come back to us by this address; the page with one button, or what is wrong."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", headers={"Sec-Fetch-Site": "cross-site"})


def go_on(client: Client) -> TestResponse:
    """Press that button."""
    assert client.page is not None
    (form,) = [one for one in client.page.forms if one.action == "/staff/callback"]
    return client.post("/staff/callback", data=form.hidden)


def sign_in(
    client: Client,
    service: Service,
    person: str = "priya",
    council: str = "",
    browser: requests.Session | None = None,
) -> TestResponse:
    """The whole way; the last answer."""
    answer = begin(client, council)
    if answer.status_code != 200:
        return answer
    answer = back(client, service.sign_in(there(answer), person, browser))
    return go_on(client) if answer.status_code == 200 else answer


def code_on(answer: TestResponse) -> str:
    """The code for whoever helps, on a page that says what is wrong."""
    text = answer.get_data(as_text=True)
    assert "Code for whoever helps you: " in text, text
    return text.partition("Code for whoever helps you: ")[2].partition("<")[0]
