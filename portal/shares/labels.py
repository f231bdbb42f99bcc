"""Those to whom something can be shown, in the young person's words."""

from __future__ import annotations

from portal.core.words import _, later
from portal.people.labels import to_me
from portal.people.rules import Kind
from portal.shares.pages import Choice
from portal.shares.rules import To

GROUP_CHOICES = {
    To.WORKERS.value: later("My workers: those I have now, and new ones"),
    To.CARERS.value: later("Who I live with: now, and if I move"),
}


def choice(one: Choice) -> str:
    """One that can be ticked: Helen, your foster carer."""
    if not one.name:
        return str(GROUP_CHOICES[one.value])
    return _("%(name)s, %(role)s", name=one.name, role=to_me(Kind(one.kind)))
