"""What is owed that stands only on the list of whoever has it: kinds that are so altogether
(`tables.PRIVATE`), and rows of others of which a room says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, or_

from portal.core.access import Viewer
from portal.owed.tables import PRIVATE, Owed

Hidden = Callable[[Viewer, datetime], ColumnElement[bool]]
_hidden: list[Hidden] = []


def owed_privately(hidden: Hidden) -> Hidden:
    """Declare which rows of Owed of a room this adult must not learn of, unless they have them or
    had: a decorator."""
    _hidden.append(hidden)
    return hidden


def private(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether a row of Owed is none of this adult's business, unless they have it or had."""
    return or_(Owed.kind.in_(PRIVATE), *(hidden(viewer, now) for hidden in _hidden))
