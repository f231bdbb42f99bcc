"""All that can be asked by young people and carers."""

import pytest

from tests.matrix.asking import BOTH, ask_everything
from tests.matrix.facts import CHILDREN_AND_CARERS

ENGINES = BOTH


@pytest.mark.parametrize("name", CHILDREN_AND_CARERS)
def test_all_that_they_can_ask(runner, matrix_engine, name, record_property):
    ask_everything(runner, name, matrix_engine, record_property)
