"""A browser without pictures: sends forms as a browser would, and checks every page it gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from portal.core import clock
from portal.core.access import Device, Role, door_of
from portal.core.db import Db
from portal.house import Membership, Person
from portal.people import sessions
from tests import makers
from tests.pages import Form, Page, problems_of


class Client(FlaskClient):
    """`handle`: the test's own database handle. What it holds is committed before each request,
    as two writers on SQLite would wait for each other; afterwards it reads afresh."""

    handle: Db | None = None
    page: Page | None = None  # the last one received

    def __init__(self, *arguments: Any, **names: Any) -> None:
        super().__init__(*arguments, **names)
        self.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def open(self, *arguments: Any, **names: Any) -> TestResponse:
        if self.handle is not None:
            self.handle.commit()
            self.handle.expire_all()
        response = super().open(*arguments, **names)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            self._check(response)
        return response

    def send(
        self,
        url: str,
        data: Mapping[str, Any] | None = None,
        *,
        action: str | None = None,
        **names: Any,
    ) -> TestResponse:
        """Open the page at `url`, fill its form with `data`, and send it as a browser would.

        The form is the one with this `action`, else the first that has every name in `data`.
        """
        data = dict(data or {})
        page = self.get(url)
        assert page.status_code in (200, 422), f"{url} answered {page.status_code}"
        form = self.form(url, data, action)
        target = urljoin(url, form.action or url)
        return self.post(target, data={**form.hidden, **data}, **names)

    def form(self, url: str, data: Mapping[str, Any], action: str | None = None) -> Form:
        """The form of the last page that `data` belongs to."""
        assert self.page is not None
        posts = [form for form in self.page.forms if form.method == "post"]
        for form in posts:
            target = urljoin(url, form.action or url)
            if action is not None and urlsplit(target).path != urlsplit(action).path:
                continue
            if set(data) <= set(form.names) and (action or data or len(posts) == 1):
                return form
        raise AssertionError(f"no form for {sorted(data)} at {url}: {posts}")

    def sign_in(
        self,
        person: Person,
        role: Role | None = None,
        *,
        device: Device = Device.OWN,
        strength: str = "passphrase",
    ) -> None:
        """Sign in without the page for it; makes the account when there is none."""
        db = self.handle
        assert db is not None
        membership = db.scalar(select(Membership).where(Membership.person_id == person.id))
        if membership is None:
            membership = makers.make_membership(db, person, **({"role": role} if role else {}))
        elif role:
            membership.role = role.value
        token, _days = sessions.begin(
            db,
            membership.account_id,
            membership.council_id,
            Role(membership.role),
            device,
            strength,
            clock.now(),
        )
        db.commit()
        self.set_cookie("session", token, domain="localhost")

    def _check(self, response: TestResponse) -> None:
        where = f"{response.request.method} {response.request.path}"
        self.page = Page(response.get_data(as_text=True))
        found = problems_of(self.page) + self._unsafe_forms(response.request.path)
        assert not found, f"{where} ({response.status_code}):\n  " + "\n  ".join(found)

    def _unsafe_forms(self, path: str) -> list[str]:
        """Forms that send without a token, save to a door that asks for none (quick exit)."""
        assert self.page is not None
        return [
            f"the form to {form.action!r} has no token"
            for form in self.page.forms
            if form.method == "post"
            and not form.hidden.get("csrf_token")
            and not self._needs_no_token(urljoin(path, form.action or path))
        ]

    def _needs_no_token(self, target: str) -> bool:
        adapter = self.application.url_map.bind("localhost")
        try:
            endpoint, _values = adapter.match(urlsplit(target).path, method="POST")
        except HTTPException:
            return False
        mark = door_of(self.application, endpoint)
        return mark is not None and mark.same_origin_only


def sign_in(client: Client, person: Person, role: Role | None = None, **how: Any) -> None:
    client.sign_in(person, role, **how)
