"""Where choosing a language leads back to: a page from a fixed list, never an address as given."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.core.access import Viewer, door_of

FRONT = "people.front"
# Pages without anything in their address. A page missing from here leads to the first screen.
BACK = frozenset(
    {
        "help.help_page",
        "help.words_page",
        "people.sign_in",
        "invites.accept",
        "people.my_app",
        "home.home",
        "plan.my_plan",
        "dates.dates",
        "messages.thread",
        "my_views.my_say",
        "carers.children",
        "staff.waiting",
    }
)


def came_from() -> str:
    """The endpoint of the page that led here, or "": by the browser's word, so only if listed."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:  # "http://["
        return ""
    if before.netloc != request.host:
        return ""
    try:
        endpoint, _values = current_app.url_map.bind("").match(before.path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return endpoint if endpoint in BACK else ""


def back_to(endpoint: str | None, viewer: Viewer | None) -> str:
    """The address to go back to; the first screen unless this page is listed and theirs."""
    mark = door_of(current_app, endpoint) if endpoint in BACK else None
    if endpoint is None or mark is None:
        return url_for(FRONT)
    if mark.audience and (viewer is None or viewer.role not in mark.audience):
        return url_for(FRONT)
    return url_for(endpoint)
