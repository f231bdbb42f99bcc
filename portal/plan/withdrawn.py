"""Words that were taken back with a version, and are shown to nobody as what a plan said before.

A version that is taken back may have kept its words from an earlier one, which then stands again,
or which nobody takes back: the same words are there twice. They are withdrawn wherever they stand,
until somebody publishes them once more; what is published now is not asked.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from portal.plan.tables import Plan, PlanPart, PlanVersion

_gone, _gone_in = aliased(PlanPart, name="gone"), aliased(PlanVersion, name="gone_in")
_stands, _stands_in = aliased(PlanPart, name="stands"), aliased(PlanVersion, name="stands_in")


def origin(part: Any = PlanPart) -> ColumnElement[int]:
    """Key of the oldest part with these words."""
    return func.coalesce(part.first_id, part.id)


def withdrawn(part: Any = PlanPart, plan: Any = Plan) -> ColumnElement[bool]:
    """Whether a part (of a query over parts and their plans) says what was taken back with a
    version, and nobody has published since."""

    def same(other: Any) -> ColumnElement[bool]:
        alike = and_(other.content != "", other.content == part.content)
        return and_(other.area == part.area, or_(alike, origin(other) == origin(part)))

    stands = exists(
        select(_stands.id)
        .join(_stands_in, _stands_in.id == _stands.version_id)
        .where(
            _stands_in.plan_id == plan.id,
            _stands_in.recalled_at.is_(None),
            # Only the newest is ever taken back: a later number was published after that.
            or_(_stands_in.id == plan.current_id, _stands_in.number > _gone_in.number),
            same(_stands),
        )
        .correlate_except(_stands, _stands_in)
    )
    return exists(
        select(_gone.id)
        .join(_gone_in, _gone_in.id == _gone.version_id)
        .where(
            _gone_in.plan_id == plan.id,
            _gone_in.recalled_at.is_not(None),
            same(_gone),
            not_(stands),
        )
        .correlate_except(_gone, _gone_in)
    )
