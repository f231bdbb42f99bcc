"""All that can be asked by everybody who works for a council."""

import pytest

from tests.matrix.asking import BOTH, ask_everything
from tests.matrix.facts import STAFF

ENGINES = BOTH


@pytest.mark.parametrize("name", STAFF)
def test_all_that_they_can_ask(runner, matrix_engine, name, record_property):
    ask_everything(runner, name, matrix_engine, record_property)
