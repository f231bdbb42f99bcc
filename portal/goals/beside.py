"""What `plan` says of its areas: names, who may read them, what stands in the plan. It is above
this room, and says it here once, when it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.pages import Subject
from portal.people.reach import PersonKey


@dataclass(frozen=True)
class Plan:
    """areas_for, kinds_for: what a viewer may read of somebody's plans. code, area_of: how an area
    stands in an address, which must say nothing. quiet: areas of which a list shows no words.
    parts: the published parts of one kind of plan (and area, or "" for all), as `plan` draws them,
    in one statement. there: for a query, whether a kind of plan is published of a young person."""

    areas_for: Callable[[Subject], tuple[str, ...]]
    kinds_for: Callable[[Subject], tuple[str, ...]]
    code: Callable[[str], str]
    area_of: Callable[[str], str | None]
    name: Callable[[str], str]
    quiet: frozenset[str]
    parts: Callable[[Db, Viewer, Subject, str, str], tuple[Any, ...]]
    there: Callable[[int, PersonKey, str], ColumnElement[bool]]


_said: list[Plan] = []


def say_plan(plan: Plan) -> None:
    _said[:] = [plan]


def plan() -> Plan:
    """Raises IndexError where the house was not loaded."""
    return _said[0]


def may_read(subject: Subject, kind: str, area: str) -> bool:
    return kind in plan().kinds_for(subject) and area in plan().areas_for(subject)
