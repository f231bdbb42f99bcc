"""Stand-ins on loopback for every service that this room speaks to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.channels import senders
from portal.channels.push import Pusher, Through, new_key
from portal.channels.senders import Senders
from portal.core.db import Database
from tests.channels import certificates, push_service
from tests.channels.push_service import Service
from tests.conftest import settings_for

KEY = new_key()


@pytest.fixture(scope="session")
def pems(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificates.write(tmp_path_factory.mktemp("pems"))


@pytest.fixture
def service(pems: tuple[Path, Path]) -> Iterator[Service]:
    with push_service.serving(pems[1]) as found:
        yield found
    assert found.wrong == []


@pytest.fixture
def pusher(service: Service, pems: tuple[Path, Path]) -> Pusher:
    return Pusher(KEY, "mailto:who@example.org", Through("127.0.0.1", service.port, str(pems[0])))


@pytest.fixture
def using(
    database: Database, service: Service, pems: tuple[Path, Path], tmp_path: Path
) -> Iterator[Senders]:
    """What this test's database is sent with: push by the stand-in, the rest into a folder."""
    url = database.url.render_as_string(hide_password=False)
    settings = replace(
        settings_for(url, tmp_path), demo=True, vapid_key=KEY, contact="mailto:who@example.org",
        push_through=f"127.0.0.1:{service.port}", push_ca=str(pems[0]),
        public_url="https://portal.example",
    )  # fmt: skip
    found = Senders(settings)
    senders.equip(database, found)
    yield found
    found.pool.shutdown()
