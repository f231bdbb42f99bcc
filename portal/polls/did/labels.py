"""You said, we did, in words."""

from __future__ import annotations

from portal.core.languages import offered
from portal.core.words import _, full_date
from portal.polls.did.forms import BANDS
from portal.polls.did.pages import Item, OtherWords


def by(item: Item) -> str:
    return _("%(name)s, %(day)s", name=item.by, day=full_date(item.on_day))


def where(item: Item) -> str:
    """Of which poll or group; "" for neither."""
    if item.source == "poll":
        return _("You said it when we asked: %(title)s", title=item.of)
    if item.source == "group":
        return _("The group %(name)s said it", name=item.of)
    return ""


def written_in(tag: str) -> str:
    return _("Written in %(language)s", language=offered(tag).name)


def for_whom(words: OtherWords) -> str:
    band = str(dict(BANDS)[words.band])
    return _("%(language)s, %(ages)s", language=offered(words.language).name, ages=band)
