"""Where somebody goes on to after they have shown that it is them: a page of ours, never an address
that somebody else wrote.

A code names one of our own endpoints and is marked for this browser's session. It leads only to a
page with an audience, to whoever belongs to that audience; anything else leads to the first screen.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

from flask import current_app, request, session, url_for
from werkzeug.routing import BuildError

from portal.core import marks
from portal.core.access import Viewer, door_of

LONGEST = 600


def code(endpoint: str, values: Mapping[str, str] | None = None) -> str:
    """What stands in ?to=… for this page of ours."""
    said = json.dumps([endpoint, dict(values or {})], separators=(",", ":"))
    what = urlsafe_b64encode(said.encode()).decode().rstrip("=")
    return f"{what}.{marks.mark('back', _browser(), what)}"


def here() -> str | None:
    """The code of the page that is asked for now; None where it cannot be asked for by GET."""
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return None
    values = {name: str(value) for name, value in (request.view_args or {}).items()}
    return code(rule.endpoint, values)


def address(said: str | None, viewer: Viewer) -> str:
    """The address that a code leads this person to; the first screen when it is not a good one."""
    return _address(said or "", viewer) or url_for("people.front")


def _address(said: str, viewer: Viewer) -> str | None:
    what, _dot, given = said.partition(".")
    if len(said) > LONGEST or not marks.fits(given, "back", _browser(), what):
        return None
    endpoint, values = json.loads(urlsafe_b64decode(what + "=" * (-len(what) % 4)))
    mark = door_of(current_app, endpoint)
    if mark is None or viewer.role not in mark.audience:
        return None
    try:
        return url_for(endpoint, **values)
    except BuildError:  # the page has moved since
        return None


def _browser() -> str:
    return str(getattr(session, "token", ""))
