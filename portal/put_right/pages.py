"""Reads: who could look at it, and everything somebody has told here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.pages import own
from portal.put_right.complaints import pages as complaints
from portal.put_right.complaints.pages import Card
from portal.put_right.kinds import PROBLEM, UNFAIR
from portal.say import pages as say
from portal.say import who
from portal.say.pages import SaidCard
from portal.say.rules import Owner


@dataclass(frozen=True)
class Choice:
    """Somebody who could look at it. name: in the young person's word; "" for whoever is there."""

    owner: Owner
    name: str


@dataclass(frozen=True)
class Tell:
    """choices: who is there to look at it, the first first. night_phone: the council's own."""

    choices: tuple[Choice, ...]
    desk: who.Desk

    def name_of(self, owner: Owner) -> str:
        return next((one.name for one in self.choices if one.owner is owner), "")


def tell_page(db: Db, viewer: Viewer, now: datetime) -> Tell:
    """For a form. One statement."""
    desk = who.desk(db, viewer.council_id, viewer.person_id, now)
    choices = [Choice(Owner.WORKER, desk.answers.name if desk.answers else "")]
    if desk.officers:
        choices.append(Choice(Owner.IRO, desk.officers[0].name))
    if desk.managers:
        choices.append(Choice(Owner.MANAGER, desk.managers[0].name))
    return Tell(tuple(choices), desk)


@dataclass(frozen=True)
class StartPage:
    """What they told here: problems and unfair treatment, and complaints."""

    said: tuple[SaidCard, ...]
    complaints: tuple[Card, ...]


def start_page(db: Db, viewer: Viewer, now: datetime) -> StartPage:
    """Two statements."""
    said = say.cards(db, viewer, own(viewer), now)
    return StartPage(
        tuple(one for one in said if one.kind in (PROBLEM, UNFAIR)),
        complaints.mine(db, viewer, now),
    )
