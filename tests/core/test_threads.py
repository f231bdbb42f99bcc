"""What SQLAlchemy works out when it is first asked is worked out before there are threads."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import aliased

from portal.core import db
from portal.house import Person
from tests import servers

# In a process of its own: here other tests have asked for names already.
LOOK = """
import gc, json
from sqlalchemy import inspect
from sqlalchemy.orm.util import AliasedClass
from app import app

found = [one for one in gc.get_objects() if type(one) is AliasedClass]
print(json.dumps([
    [
        inspect(one).name,
        [a.key for a in inspect(one).mapper.column_attrs if a.key not in vars(one)],
        [a.key for a in inspect(one).mapper.column_attrs
         if getattr(one, a.key).expression.table is not inspect(one).selectable],
    ]
    for one in found
]))
"""


def test_every_alias_of_ours_is_worked_out_before_there_are_threads(tmp_path):
    """Two threads that ask one alias for the first time at once may get the table's own column, and
    with it everybody's rows: "FROM person AS worker, person"."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=servers.REPO, capture_output=True, text=True, check=True,
        env=servers.app_environment(tmp_path, 8000),
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert len(found) > 15, "the look sees too little"
    assert {name: keys for name, keys, _wrong in found if keys} == {}
    assert {name: wrong for name, _keys, wrong in found if wrong} == {}


def test_one_that_was_worked_out_wrongly_stops_the_start():
    other, one = aliased(Person, name="other"), aliased(Person, name="one")
    db._work_out(other)
    assert {a.key for a in inspect(Person).column_attrs} <= set(vars(other))
    one.id = Person.id
    with pytest.raises(AssertionError):
        db._work_out(one)
