"""The matrix notices each rule that is broken on purpose: else it would prove nothing."""

import pytest

from tests.matrix.mutants import MUTANTS
from tests.matrix.runner import cells

# Slow; and what tells of looks that a mutant let happen, which were noted and are true.
LEFT_OUT = ("people.sign_in", "people.leave", "who_looked.who_looked")


def some(runner, names):
    """What these actors can ask by the methods there are."""
    actors = [runner.world.actors[name] for name in names.split()]
    return [
        cell
        for cell in cells(runner.app, runner.world, actors)
        if cell.method in ("GET", "POST") and cell.endpoint not in LEFT_OUT
    ]


@pytest.mark.parametrize("mutant", MUTANTS)
def test_it_notices(runner, mutant):
    broken, names = MUTANTS[mutant]
    asked = some(runner, names)
    with broken(runner):
        found = runner.run(asked, until_noticed=True)
    assert not found.clean, "nobody noticed"


def test_without_a_mutant_all_is_well(runner):
    """What is broken is mended again afterwards, statements that are built once included."""
    found = runner.run(some(runner, "sam dee carer worker worker_b"))
    assert found.clean, found
