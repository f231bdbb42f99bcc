"""The migrations build exactly the tables that the code describes, on both engines."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from portal.core import migrate
from portal.house import METADATA

KINDS = ("Kind: add", "Kind: fill", "Kind: remove")


def tables(database):
    return set(inspect(database.writing).get_table_names())


def test_from_nothing_to_the_newest_without_drift(blank_database):
    migrate.upgrade(blank_database.writing)
    with blank_database.writing.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True},
        )
        assert compare_metadata(context, METADATA) == []
    assert migrate.at_head(blank_database.writing)


def test_all_the_way_down_and_up_again(blank_database):
    migrate.upgrade(blank_database.writing)
    up = tables(blank_database)
    migrate.downgrade(blank_database.writing, "base")
    assert tables(blank_database) <= {"alembic_version"}
    assert not migrate.at_head(blank_database.writing)
    migrate.upgrade(blank_database.writing)
    assert tables(blank_database) == up


def test_upgrading_twice_changes_nothing(blank_database):
    migrate.upgrade(blank_database.writing)
    before = tables(blank_database)
    migrate.upgrade(blank_database.writing)
    assert tables(blank_database) == before


def test_each_step_can_be_taken_alone(blank_database):
    script = ScriptDirectory.from_config(migrate.config())
    for step in reversed(list(script.walk_revisions())):
        migrate.upgrade(blank_database.writing, step.revision)
        migrate.downgrade(blank_database.writing, step.down_revision or "base")
        migrate.upgrade(blank_database.writing, step.revision)
    assert migrate.at_head(blank_database.writing)


def test_a_step_that_fails_leaves_nothing_half_done(blank_database, monkeypatch):
    """What a step made is undone when the step breaks at its very end."""

    def breaks(*_):
        raise RuntimeError("the power went")

    monkeypatch.setattr(HeadMaintainer, "update_to_step", breaks)
    with pytest.raises(RuntimeError, match="the power went"):
        migrate.upgrade(blank_database.writing)
    assert tables(blank_database) <= {"alembic_version"}


def test_there_is_one_line_of_migrations():
    script = ScriptDirectory.from_config(migrate.config())
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_each_migration_says_what_kind_it_is_and_imports_no_table_of_ours():
    for step in ScriptDirectory.from_config(migrate.config()).walk_revisions():
        assert any(kind in (step.module.__doc__ or "") for kind in KINDS), step.revision
        source = Path(step.path).read_text(encoding="utf-8")
        assert "portal" not in source, step.revision


def test_an_old_database_is_known_as_such(blank_database):
    assert not migrate.at_head(blank_database.writing)
    with blank_database.writing.connect() as connection:
        found = migrate.config()
        found.attributes["connection"] = connection
        command.stamp(found, "head")
        connection.commit()
    assert migrate.at_head(blank_database.writing)
