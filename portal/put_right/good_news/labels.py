"""Good news in words."""

from __future__ import annotations

from portal.core.words import _, later
from portal.put_right.good_news.rules import Tap

TAP_ICONS = {Tap.PROUD: "star", Tap.HAPPY: "smile", Tap.THANKS: "heart"}
# To whoever sends it back.
TAPS = {
    Tap.PROUD: later("I am proud of you"),
    Tap.HAPPY: later("I am happy for you"),
    Tap.THANKS: later("Thank you for telling me"),
}
# The same buttons, in the order in which they stand (`parts/asks.html`).
ASKS = tuple((tap.value, words, TAP_ICONS[tap]) for tap, words in TAPS.items())
_BACK = {
    Tap.PROUD: later("%(name)s is proud of you"),
    Tap.HAPPY: later("%(name)s is happy for you"),
    Tap.THANKS: later("%(name)s thanks you for telling them"),
}


def came_back(tap: str, name: str) -> str:
    """To the young person."""
    if tap:
        return str(_BACK[Tap(tap)]) % {"name": name}
    return _("%(name)s wrote back", name=name)
