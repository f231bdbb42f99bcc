"""What the files of this folder have in common."""

import pytest
from sqlalchemy import event


@pytest.fixture
def patient(database):
    """Many at once on a slow machine: let each wait its turn on SQLite."""

    def wait(raw, _record):
        raw.execute("PRAGMA busy_timeout = 60000")

    if database.is_sqlite:
        for engine in (database.ledger, database.sending):
            engine.dispose()
            event.listen(engine, "connect", wait)
