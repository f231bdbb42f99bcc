"""What Chloe asked for, for her first flat: a bed and a fridge, which were paid; a cooker, which
was agreed and is late; and where the savings in her name are."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from portal.claims.rules import How, State, What
from portal.claims.tables import Claim, ClaimStep
from portal.clocks.days import add_working_days, load_holidays
from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows

HOME, SAVINGS = "setting_up_home_allowance", "child_trust_fund"
DAYS = 10


def tell(rows: Rows, cast: Cast) -> None:
    _bed(rows, cast)
    _cooker(rows, cast)
    _savings(rows, cast)


def _at(cast: Cast, days_ago: int, hour: int = 14) -> datetime:
    wall = datetime.combine(cast.as_of - timedelta(days=days_ago), time(hour))
    return min(clock.at_wall(wall), cast.now)


def _due(began: datetime) -> datetime:
    day = add_working_days(clock.today(began), DAYS, load_holidays())
    return clock.at_wall(datetime.combine(day, time(17)))


def _ask(
    rows: Rows, cast: Cast, item: str, wish: str, asked: int | None, state: State, sent: datetime,
    turn: datetime, granted: int | None = None, paid: int = 0,
) -> int:  # fmt: skip
    due = _due(turn) if state in (State.SENT, State.LOOKED, State.YES) else None
    return rows.add(
        Claim, council_id=cast.councils["riverbank"], ref=new_ref(), person_id=cast.ids["chloe"],
        item=item, wish=wish, language="en", asked=asked, state=state.value, granted=granted,
        paid=paid, made_at=sent, sent_at=sent, turn_at=turn, answer_by=due, due_at=due,
    )  # fmt: skip


def _step(
    rows: Rows, cast: Cast, claim_id: int, what: What, days_ago: int, words: str = "",
    pence: int | None = None, how: How | None = None,
) -> None:  # fmt: skip
    at = _at(cast, days_ago)
    rows.add(
        ClaimStep, council_id=cast.councils["riverbank"], claim_id=claim_id, what=what.value,
        by_id=cast.ids["priya"], words=words, pence=pence, how=how.value if how else "", at=at,
        day=clock.today(at) if how else None,
    )  # fmt: skip


def _bed(rows: Rows, cast: Cast) -> None:
    id = _ask(
        rows, cast, HOME, "A bed and a fridge to begin with.", 85_000, State.PAID, _at(cast, 40),
        _at(cast, 27), 85_000, 85_000,
    )  # fmt: skip
    _step(rows, cast, id, What.LOOKED, 39)
    _step(rows, cast, id, What.YES, 36, "You need to sleep well and to keep your food.", 85_000)
    _step(rows, cast, id, What.PAID, 27, "Both come on a Friday, as you asked.", 85_000,
          How.BOUGHT)  # fmt: skip


def _cooker(rows: Rows, cast: Cast) -> None:
    id = _ask(
        rows, cast, HOME, "A cooker. I have a kettle and a toaster, and takeaway is dear.",
        34_999, State.YES, _at(cast, 30), _at(cast, 23), 34_999,
    )  # fmt: skip
    _step(rows, cast, id, What.LOOKED, 28)
    _step(rows, cast, id, What.YES, 23, "Every flat needs a cooker. Choose one up to this amount.",
          34_999)  # fmt: skip


def _savings(rows: Rows, cast: Cast) -> None:
    sent = _at(cast, 1)
    _ask(
        rows, cast, SAVINGS, "Is there any in my name? I never had a letter about it.", None,
        State.SENT, sent, sent,
    )  # fmt: skip
