"""The provider for every test here, and an app that is configured for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from portal.core.db import Db
from portal.staff_sign_in import providers, services
from tests import makers, servers
from tests.staff_sign_in import service as at
from tests.staff_sign_in.service import Service

if TYPE_CHECKING:
    from flask import Flask

    from tests.client import Client
    from tests.conftest import MakeApp


@pytest.fixture(scope="session")
def provider() -> Iterator[Service]:
    port = servers.free_port()
    told = f"http://127.0.0.1:{port}/told"
    clients = [
        at.client_of("exampleshire", at.OURS, told),
        at.client_of("samplesea", at.OURS, told, id_token_signed_response_alg="ES256"),
    ]
    with at.serving(clients, port) as found:
        yield found


@pytest.fixture
def service(provider: Service) -> Service:
    """The provider, with one worker and nothing wrong."""
    provider.says(people={"priya": claims()}, wrong={}, forget=True)
    provider.says(forget=True)
    return provider


def claims(**given: Any) -> dict[str, Any]:
    """Somebody as a council's service describes them: a worker with a second factor."""
    return {
        "amr": ["pwd", "mfa"],
        "email": "Priya@Exampleshire.example",
        "email_verified": True,
        "groups": ["Everybody", "Alongside workers"],
        **given,
    }


@pytest.fixture
def new_browser(
    service: Service, app: Flask, make_app: MakeApp, db: Db, tmp_path: Path
) -> Iterator[Callable[..., Client]]:
    """A browser on an app with these [[provider]] entries; one for the test's council when none
    are given. Browsers of one configuration share an app; the first is the house's own, which
    has its templates ready."""
    apps: dict[str, Flask] = {}

    def build(text: str | None = None, **choices: Any) -> Client:
        if text is None:
            text = at.entry(service.address, makers.the_council(db).name)
        db.commit()
        path = at.configuration(tmp_path, text)
        if text not in apps and not apps and not choices:
            found = providers.read(path)
            app.extensions["staff_sign_in"] = {one.key: services.Service(one) for one in found}
            apps[text] = app
        if text not in apps:
            apps[text] = make_app(staff_sign_in=path, **choices)
        browser: Client = apps[text].test_client()  # type: ignore[assignment]
        browser.handle = db
        return browser

    yield build
    app.extensions["staff_sign_in"] = {}


@pytest.fixture
def priya(db: Db) -> Any:
    """Somebody of the staff who has never been here."""
    return makers.make_worker(db, account=False, email="priya@exampleshire.example")
