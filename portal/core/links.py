"""Links that one room offers on another's page, so that neither has to know the other.

A room says, when it is loaded, where a link of its own may stand and for whom; the page that has
such a shelf draws what its viewer may use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.core.access import Role, Viewer


class Shelf(StrEnum):
    """Where links stand: a young person's page for those who work or live with them (the endpoint
    takes their `ref`), their own plan page, their own My say page, the page about one's own
    account, and the list of what waits on somebody."""

    PERSON = "person"
    MINE = "mine"
    SAY = "say"
    ME = "me"
    DESK = "desk"


When = Callable[[Viewer], bool]


@dataclass(frozen=True)
class Link:
    """grant: bits of `people.rules.Grant` the viewer needs, on the PERSON shelf. leads: only for
    the council's safeguarding lead, besides the roles. line: what is behind it, under the label.
    thing: on the PERSON shelf, only where the page names it: what the young person shows the viewer
    (`shares.rules.Thing`), or what not everybody has. when: asked besides, where only some have it;
    it may ask the database once."""

    label: str
    endpoint: str
    icon: str
    roles: frozenset[Role]
    grant: int = 0
    leads: bool = False
    line: str = ""
    thing: str = ""
    when: When | None = None


_shelves: dict[Shelf, list[Link]] = {shelf: [] for shelf in Shelf}


def offer_link(
    shelf: Shelf, label: str, endpoint: str, icon: str, roles: Iterable[Role], *, grant: int = 0,
    leads: bool = False, line: str = "", thing: str = "", when: When | None = None,
) -> None:  # fmt: skip
    """Put a link on a shelf; again with the same endpoint changes nothing. label and line are
    `later(…)`."""
    if all(link.endpoint != endpoint for link in _shelves[shelf]):
        _shelves[shelf].append(
            Link(label, endpoint, icon, frozenset(roles), grant, leads, line, thing, when)
        )


def links_on(
    shelf: Shelf, viewer: Viewer, grants: int = 0, shown: Collection[str] = ()
) -> tuple[Link, ...]:
    """What stands there for this viewer, in the order in which rooms were loaded. shown: things
    that the young person shows them, or has."""
    return tuple(
        link
        for link in _shelves[shelf]
        if (viewer.role in link.roles or (link.leads and viewer.is_lead))
        and link.grant & grants == link.grant
        and (not link.thing or link.thing in shown)
        and (link.when is None or link.when(viewer))
    )
