"""`flask import`: a council's files come in. A dry run, unless --apply says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from portal.core import clock
from portal.core.db import Db, database
from portal.intake import apply as importing
from portal.intake import report
from portal.intake.apply import Target
from portal.intake.reading import Reading, read_folder
from portal.intake.working import Working
from portal.rebuild import beside

CANNOT_RUN, REJECTED = 2, 1
LONGEST_NAME = 100


class CannotRun(click.ClickException):
    """Said in one line; exit code 2."""

    exit_code = CANNOT_RUN


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--council", required=True, help="The council's name.")
@click.option("--apply", "do", is_flag=True, help="Do it. Without this nothing is changed.")
@click.option("--new", is_flag=True, help="Make the council if there is none of this name.")
@click.option("--details", is_flag=True, help="List every single change.")
@click.pass_context
@with_appcontext
def import_folder(
    ctx: click.Context, folder: Path, council: str, do: bool, new: bool, details: bool
) -> None:
    """Read the files in FOLDER, say what they would change, and with --apply change it.

    Exit code 0: all is well. 1: rows or files were left out. 2: it could not run.
    """
    if not os.path.isdir(folder):
        raise CannotRun(f"There is no folder {folder}.")
    now = clock.now()
    reading = read_folder(folder, clock.today(now))
    if not reading.files:
        why = "".join(f"\n  {f.file}: {f.problem} {f.what_to_do}" for f in reading.refused)
        raise CannotRun(f"There is no file in {folder} that could be read.{why}")
    try:
        if do:
            work = beside(
                database(),
                lambda db: importing.apply(db, _target(db, council, new), reading, now),
            )
        else:
            with database().reader() as db:
                work = importing.work_out(db, _target(db, council, new), reading, now)
    except SQLAlchemyError as wrong:
        # The error's own text holds the row that it was about: it is not for a terminal.
        raise CannotRun(
            f"The database did not take it ({type(wrong).__name__}), and nothing has been "
            "changed. Check that `flask --app app migrate` has been run, then try again."
        ) from None
    for line in report.lines(work, council, applied=do, details=details):
        click.echo(line)
    ctx.exit(REJECTED if _left_out(reading, work) else 0)


def _left_out(reading: Reading, work: Working) -> bool:
    return bool(work.rejected() or reading.refused)


def _target(db: Db, name: str, new: bool) -> Target:
    """The council of this name. Raises CannotRun with what there is instead."""
    there = importing.councils(db)
    found = next((council for council in there if council.name == name), None)
    if found is not None:
        return found
    like = next((c for c in there if _plain(c.name) == _plain(name)), None)
    if like is not None:
        raise CannotRun(f"Do you mean the council {like.name!r}? Write its name just so.")
    if not new:
        names = ", ".join(council.name for council in there) or "none yet"
        raise CannotRun(
            f"There is no council {name!r}. Councils here: {names}. Add --new to make it."
        )
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise CannotRun(f"A council's name is 1 to {LONGEST_NAME} characters on one line.")
    return importing.new_council(name, there)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def register(app: Flask) -> None:
    app.cli.add_command(import_folder)
