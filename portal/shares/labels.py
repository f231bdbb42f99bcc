"""Those to whom something can be shown, in the young person's words."""

from __future__ import annotations

from portal.core.words import _
from portal.people.labels import to_me
from portal.people.rules import Kind
from portal.shares.pages import Choice
from portal.shares.rules import To


def choice_name(choice: Choice) -> str:
    if choice.value == To.WORKERS:
        return _("Whoever is my worker, now and later")
    if choice.value == To.CARERS:
        return _("Whoever I live with, now and later")
    return _("%(name)s, %(what)s", name=choice.name, what=to_me(Kind(choice.kind)))
