"""Jobs and pumps of a test's own, in place of the house's."""

import pytest

from portal.core import jobs
from portal.worker import process
from portal.worker.calm import Calm
from portal.worker.process import Presence, a_name
from portal.worker.rules import Pace


@pytest.fixture
def no_jobs(monkeypatch):
    """As if no room had declared anything yet."""
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(jobs, "_pumps", {})
    monkeypatch.setattr(process, "calm", Calm(process.log))


@pytest.fixture
def new_worker(database, now):
    """Another worker, which was heard just now."""

    def build(name="w", pace=None):
        presence = Presence(database, a_name(name), pace or Pace())
        presence.beat()
        return presence

    return build
