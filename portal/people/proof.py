"""Fresh proof: what must not be done by somebody who has only picked the phone up."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, url_for

from portal.core import back, clock
from portal.core.access import viewer

View = TypeVar("View", bound=Callable[..., Any])


def fresh_proof(came_from: str | None = None) -> Callable[[View], View]:
    """Put it below `@door`. Who has not shown for some minutes that it is them is asked first, and
    then led back: to this page, or to `came_from` (an endpoint) where this is only a button."""

    def ask_first(view: View) -> View:
        @wraps(view)
        def asked(*given: Any, **named: Any) -> Any:
            if viewer().proved(clock.now()):
                return view(*given, **named)
            to = back.code(came_from) if came_from else back.here()
            return redirect(url_for("phones.confirm", to=to), 303)

        return asked  # type: ignore[return-value]

    return ask_first
