"""Twenty kills on each database: no message lost or doubled, nothing told that was not kept, and
every outbox row and every slot of a job brought to its end."""

import pytest

from tests.torture.running import KEPT_BETWEEN, torture

KILLS = 20


@pytest.mark.browser
def test_nothing_is_lost_and_nothing_doubled(database, tmp_path):
    seen = torture(database, tmp_path, KILLS, seed=4)
    assert seen.faults == [], seen.log
    assert sum(seen.kills.values()) == KILLS
    # Otherwise the run has shown nothing.
    assert seen.kept >= KEPT_BETWEEN * KILLS
    assert seen.again > 0
    # Whoever is killed says nothing; whoever lives has no reason to break.
    assert [what for what in seen.errors if what.startswith("broken")] == []
    # A worker that is asked to end does so, with what it had begun.
    assert seen.worker_ends == [0, 0]
