"""Words that must not wait, written where no grown-up of theirs would read them: beside a date of a
group, or in an answer that has no name. They go to whoever answers the young person, with their
name, as everything that they say does (`say`), and somebody is told at once. The page says so
before anything is sent."""

from __future__ import annotations

from datetime import datetime

from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_ref
from portal.core.words import later
from portal.say import actions
from portal.say.kinds import say_kind
from portal.say.rules import Owner, Readers
from portal.worries import rules

KIND = "apart"  # from where the words came is not said: a group, or questions without names
say_kind(KIND, later("Something you wrote that must not wait"))


def must_not_wait(text: str) -> bool:
    return rules.found_in(text) is not None


def tell_their_worker(db: Db, viewer: Viewer, text: str, now: datetime) -> None:
    """Raises say.actions.NobodyAnswers, NothingGoesThere."""
    words = actions.Words(KIND, Readers.WORKER, Owner.WORKER, text)
    actions.say(db, viewer, [words], new_ref(), now)
