"""What kind of browser and phone somebody uses, in a few coarse words: enough for a person to know
their own phone again, too little to know anybody else's. What the browser says of itself is never
kept.
"""

from __future__ import annotations

from portal.core.words import _

LOOKED_AT = 400  # characters; a browser's own words are shorter

# Each says that it is several others: the first that fits is the one.
_BROWSERS = (
    ("SamsungBrowser/", "Samsung Internet"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
ANOTHER = "another browser"
_KNOWN = {name for _sign, name in _BROWSERS}, {name for _sign, name in _SYSTEMS}


def words_for(user_agent: str | None) -> str:
    """ "Chrome on Android", "Safari on iPhone", "another browser". Whatever is given, the answer is
    put together from our own words."""
    said = (user_agent or "")[:LOOKED_AT]
    browser = next((name for sign, name in _BROWSERS if sign in said), None)
    system = next((name for sign, name in _SYSTEMS if sign in said), None)
    return f"{browser} on {system}" if browser and system else ANOTHER


def shown(kept: str) -> str:
    """What `words_for` gave, in the reader's language."""
    browser, _on, system = kept.partition(" on ")
    if browser in _KNOWN[0] and system in _KNOWN[1]:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return _("Another browser")
