"""Rules broken on purpose. Each is a way in which a small mistake would open a door."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch

from flask import request
from sqlalchemy import BindParameter, ClauseElement, event, false, true
from sqlalchemy.exc import NoResultFound
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.operators import eq
from werkzeug.exceptions import Forbidden, NotFound

from portal.barred import policy as bars
from portal.core import access, around, db
from portal.core.access import EVERYBODY, Door
from portal.core.db import Db
from portal.invites import policy as invites
from portal.notifications import actions
from portal.openings import policy as openings
from portal.people import oversight, pages, reach
from portal.plan import policy
from tests.matrix.runner import Runner

Broken = Callable[[Runner], Any]


@contextmanager
def everywhere(original: Any, instead: Any) -> Iterator[None]:
    """Put `instead` in the place of a function of ours, in every module that imported it; and
    have every statement put together afresh, before and after."""
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("portal."):
                for attribute, value in list(vars(module).items()):
                    if value is original:
                        stack.enter_context(patch.object(module, attribute, instead))
        db.forget_built()
        try:
            yield
        finally:
            db.forget_built()


@contextmanager
def without_knocking(runner: Runner) -> Iterator[None]:
    """Nobody asks at the door."""
    asked = runner.app.before_request_funcs[None]
    with patch.dict(
        runner.app.before_request_funcs, {None: [f for f in asked if f is not access.knock]}
    ):
        yield


@contextmanager
def door_wide_open(runner: Runner, endpoint: str) -> Iterator[None]:
    """One route lets in every role."""
    view = runner.app.view_functions[endpoint]
    mark: Door = view.__door__  # type: ignore[attr-defined]
    wide = Door(EVERYBODY, mark.data, mark.cache, mark.records)
    with patch.object(view, "__door__", wide):
        yield


def everybody_is_reached(_runner: Runner) -> Any:
    return everywhere(reach.reach_of, lambda *_: true())


def days_do_not_count(_runner: Runner) -> Any:
    return everywhere(reach.on_day, lambda _link, _day: (true(),))


def the_last_day_does_not_count(_runner: Runner) -> Any:
    return everywhere(reach.on_day, lambda link, day: (link.starts <= day,))


def the_first_day_does_not_count(_runner: Runner) -> Any:
    def until(link: Any, day: Any) -> Any:
        return (reach.or_(link.ends.is_(None), link.ends >= day),)

    return everywhere(reach.on_day, until)


def hours_do_not_count(_runner: Runner) -> Any:
    def by_day(link: Any, day: Any, _now: datetime) -> Any:
        return (*reach.on_day(link, day), ~reach.barred(link.of_id, link.with_id))

    return everywhere(reach.holds, by_day)


def nobody_is_barred(_runner: Runner) -> Any:
    return everywhere(reach.barred, lambda _person, _other: false())


def brothers_and_sisters_are_not_barred(_runner: Runner) -> Any:
    return everywhere(reach.not_of, lambda _person, _viewer: true())


def all_is_granted(_runner: Runner) -> Any:
    return everywhere(reach.granting, lambda _link, _grant: true())


@contextmanager
def all_fields_are_granted(_runner: Runner) -> Iterator[None]:
    """A page about somebody asks for no grant beyond that they are reached."""
    with patch.object(pages.Subject, "may", lambda _self, _grant: True):
        yield


@contextmanager
def all_of_a_plan_is_granted(_runner: Runner) -> Iterator[None]:
    with (
        patch.object(policy, "NEEDS", {}),
        patch.object(policy, "NEEDS_OF_KIND", {}),
    ):
        yield


@contextmanager
def councils_do_not_count(runner: Runner) -> Iterator[None]:
    """No query asks for the viewer's own council any more."""

    def drop(_connection: Any, clause: Any, many: Any, one: Any, _options: Any) -> Any:
        if isinstance(clause, ClauseElement):
            clause = visitors.replacement_traverse(clause, {}, _no_council)
        return clause, many, one

    engines = {runner.database.asking, runner.database.sending}
    for engine in engines:
        event.listen(engine, "before_execute", drop, retval=True)
    try:
        yield
    finally:
        for engine in engines:
            event.remove(engine, "before_execute", drop)


def _no_council(element: Any, **_: Any) -> Any:
    if (
        isinstance(element, BinaryExpression)
        and element.operator is eq
        and getattr(element.left, "name", "") == "council_id"
        and isinstance(element.right, BindParameter)
    ):
        return true()
    return None


@contextmanager
def locked_is_nothing(_runner: Runner) -> Iterator[None]:
    """A phone that was left alone is still its owner's."""
    with everywhere(access.viewer_or_none, access.holder):
        yield


@contextmanager
def on_not_found(runner: Runner, instead: Callable[[Any], Any]) -> Iterator[None]:
    known = runner.app.error_handler_spec[None][None]
    with patch.dict(known, {NoResultFound: instead}):
        yield


def not_theirs_is_refused(runner: Runner) -> Any:
    """What is not theirs is refused by name, where what does not exist is not found."""
    return on_not_found(runner, lambda _error: around.error_page(Forbidden()))


def not_theirs_is_told_apart(runner: Runner) -> Any:
    """The same page, save for a mark where there is such a person."""

    def told(_error: Any) -> Any:
        page = around.error_page(NotFound())
        named = (request.view_args or {}).get("ref")
        if named in runner.world.refs.values():
            page.headers["X-There"] = "yes"
        return page

    return on_not_found(runner, told)


def notices_hold_words(runner: Runner) -> Any:
    """What goes to the channels holds somebody's name."""
    word = next(
        m.text for m in runner.world.markers.known.values() if m.column == "person.known_as"
    )

    def send(db: Db, council: int, person: int, kind: str, _ref: str, now: datetime) -> None:
        real(db, council, person, kind, word, now)

    real = actions.send_later
    return everywhere(real, send)


def everybody_oversees(_runner: Runner) -> Any:
    return everywhere(oversight.oversees, lambda _viewer: True)


def whoever_decided_lifts(_runner: Runner) -> Any:
    """No second person, and no manager, is needed."""
    return everywhere(bars.may_lift, lambda _viewer, _decided_by: True)


def whoever_reaches_gives_a_way_in(_runner: Runner) -> Any:
    return everywhere(invites.gives, lambda *_: true())


def all_messages_are_open(_runner: Runner) -> Any:
    """To whoever sees that something was opened."""
    return everywhere(openings.readable, lambda viewer, _now: openings.visible(viewer))


# What is broken, and who would notice.
MUTANTS: dict[str, tuple[Broken, str]] = {
    "nobody knocks": (without_knocking, "visitor editor sam"),
    "a carer's page is open to every role":
        (lambda runner: door_wide_open(runner, "carers.children"), "editor sam"),
    "a young person's page is open to every role":
        (lambda runner: door_wide_open(runner, "staff.person"), "carer"),
    "a locked phone is still its owner's": (locked_is_nothing, "locked"),
    "everybody is reached": (everybody_is_reached, "other_worker"),
    "days do not count": (days_do_not_count, "worker_soon worker"),
    "the last day does not count": (the_last_day_does_not_count, "carer_ended"),
    "the first day does not count": (the_first_day_does_not_count, "worker_soon"),
    "hours do not count": (hours_do_not_count, "duty_over"),
    "nobody is barred": (nobody_is_barred, "worker_barred"),
    "brothers and sisters are not barred": (brothers_and_sisters_are_not_barred, "dee"),
    "whom one must not know of is met on a page": (brothers_and_sisters_are_not_barred, "manager"),
    "all is granted": (all_is_granted, "worker_narrow"),
    "all fields are granted": (all_fields_are_granted, "carer worker_narrow"),
    "all of a plan is granted": (all_of_a_plan_is_granted, "carer"),
    "councils do not count": (councils_do_not_count, "worker_b carer_b"),
    "what is not theirs is refused": (not_theirs_is_refused, "worker"),
    "what is not theirs is told apart": (not_theirs_is_told_apart, "worker"),
    "everybody oversees what was opened": (everybody_oversees, "iro"),
    "whoever decided lifts it": (whoever_decided_lifts, "worker"),
    "whoever reaches gives a way in": (whoever_reaches_gives_a_way_in, "worker_narrow"),
    "all messages are open": (all_messages_are_open, "duty manager"),
    "notices hold words": (notices_hold_words, "sam"),
}  # fmt: skip
