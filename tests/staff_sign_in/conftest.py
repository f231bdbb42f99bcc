"""The provider for every test here, and an app that is configured for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from portal.core.db import Db
from tests import makers, servers
from tests.staff_sign_in import service as at
from tests.staff_sign_in.service import Service

if TYPE_CHECKING:
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
    service: Service, make_app: MakeApp, db: Db, tmp_path: Path
) -> Callable[..., Client]:
    """A browser on an app with these [[provider]] entries; one for the test's council when none
    are given. Browsers of one configuration share an app."""
    apps: dict[str, Any] = {}

    def build(text: str | None = None, **choices: Any) -> Client:
        if text is None:
            text = at.entry(service.address, makers.the_council(db).name)
        db.commit()
        if text not in apps:
            path = at.configuration(tmp_path, text)
            apps[text] = make_app(staff_sign_in=path, **choices)
        found: Client = apps[text].test_client()
        found.handle = db
        return found

    return build


@pytest.fixture
def priya(db: Db) -> Any:
    """Somebody of the staff who has never been here."""
    return makers.make_worker(db, account=False, email="priya@exampleshire.example")
