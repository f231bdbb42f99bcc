"""`flask export reviews`: the yearly return's table of reviews, as a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from portal.core import clock
from portal.core.db import database
from portal.people.tables import Council
from portal.reviews.desk import labels, returns, rules

PROBLEMS, CANNOT_RUN = 1, 2
WHAT = "review_desk.exported"


class CannotRun(click.ClickException):
    """Said in one line; exit code 2."""

    exit_code = CANNOT_RUN


export = AppGroup("export", help="Write what the council has to send on, as files.")


@export.command("reviews")
@click.option("--council", required=True, help="The council's name.")
@click.option(
    "--year", required=True, type=click.IntRange(rules.FIRST_YEAR, rules.LAST_YEAR),
    help="The return year, by the year in which it ends: 2026 is 1 April 2025 to 31 March 2026.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path(),
    help="The folder for reviews.csv; without this, the one you are in.",
)  # fmt: skip
@click.option(
    "--leave-out", is_flag=True, help="Write the others without the reviews that have a problem."
)
@click.pass_context
@with_appcontext
def export_reviews(ctx: click.Context, council: str, year: int, out: Path, leave_out: bool) -> None:
    """Write reviews.csv (CHILD, DOB, REVIEW, REVIEW_CODE) of the reviews held in a return year.

    Nothing is written while a review has no code, or one that does not fit the child's age.

    Exit code 0: written whole. 1: some reviews have a problem. 2: it could not run.
    """
    now = clock.now()
    try:
        with database().committing() as db:
            council_id = db.scalar(select(Council.id).where(Council.name == council))
            if council_id is None:
                raise CannotRun(f"There is no council {council!r}.")
            found = returns.whole(db, council_id, year)
            # Before the file is there: what leaves no note does not leave.
            returns.note(db, council_id, WHAT, now)
    except SQLAlchemyError as wrong:
        raise CannotRun(
            f"The database did not answer ({type(wrong).__name__}). "
            "Check that `flask --app app migrate` has been run, then try again."
        ) from None
    for trouble in found.troubles:
        click.echo(labels.trouble_line(trouble), err=True)
    if found.troubles and not leave_out:
        click.echo(
            f"Nothing was written: {len(found.troubles)} of these to put right. "
            "To write the others, add --leave-out.",
            err=True,
        )
        ctx.exit(PROBLEMS)
    try:
        path = returns.write(out, returns.as_csv(found))
    except OSError as wrong:
        raise CannotRun(f"{out / returns.FILE} cannot be written: {wrong.strerror}.") from None
    click.echo(f"{path}: {len(found.rows)} reviews of {council}, return year {year}.")
    ctx.exit(PROBLEMS if found.troubles else 0)


def register(app: Flask) -> None:
    app.cli.add_command(export)
