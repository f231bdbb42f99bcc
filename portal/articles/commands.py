"""`flask articles`: load the pages that come with the portal; try where pages lead."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from portal.articles import files, links
from portal.articles.loading import load, of_council
from portal.core import clock
from portal.core.db import Db, database
from portal.people.tables import Council

articles = AppGroup("articles", help="Pages that people read.")
_COUNCIL = click.option("--council", required=True, help="The council's name.")


def _id_of(db: Db, council: str) -> int:
    found = db.scalar(select(Council.id).where(Council.name == council))
    if found is None:
        raise click.ClickException(f"There is no council {council!r}.")
    return found


@articles.command("load")
@_COUNCIL
@click.option("--town", default="", help="Also the pages of this made-up town (for a demo).")
@click.option(
    "--next-to", multiple=True,
    help="Also the pages of a town next to it, for those who live there. May be given again.",
)  # fmt: skip
@with_appcontext
def load_set(council: str, town: str, next_to: tuple[str, ...]) -> None:
    """Bring the pages that come with the portal into a council.

    What an editor has changed is not touched: the new words wait as a draft. Safe to repeat.
    """
    with database().committing() as db:
        council_id = _id_of(db, council)
        done = load(db, council_id, of_council(files.the_set(), town, next_to), clock.now())
    click.echo(
        f"{len(done.published)} published, {len(done.drafts)} as drafts beside an editor's own "
        f"words, {len(done.kept)} left because an editor is writing, {len(done.same)} the same."
    )


@articles.command("check-links")
@_COUNCIL
@click.option(
    "--online", is_flag=True,
    help="Ask the web. Without this the addresses are only written out.",
)  # fmt: skip
@with_appcontext
def check_links(council: str, online: bool) -> None:
    """Try every address on the web to which a council's pages, offers and things to do lead, for
    the editors' list. Once a week is right: see the README."""
    with database().reader() as db:
        council_id = _id_of(db, council)
        places = links.by_place(db, council_id)
    if not online:
        for url, where in places.items():
            click.echo(f"{url}  {', '.join(place.slug or place.title for place in where)}")
        return
    tried = links.try_all(places, links.ask_the_web)
    with database().committing() as db:
        links.keep(db, council_id, tried, clock.now())
    bad = [url for url, found in tried.items() if found.outcome is not links.Outcome.FINE]
    click.echo(f"{len(tried)} addresses tried, {len(bad)} to look at.")


def register(app: Flask) -> None:
    app.cli.add_command(articles)
