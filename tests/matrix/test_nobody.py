"""All that can be asked by those who are nobody here: not signed in, run out, locked, gone."""

import pytest

from tests.matrix.asking import BOTH, ask_everything
from tests.matrix.facts import NOBODY

ENGINES = BOTH


@pytest.mark.parametrize("name", NOBODY)
def test_all_that_they_can_ask(runner, matrix_engine, name, record_property):
    ask_everything(runner, name, matrix_engine, record_property)
