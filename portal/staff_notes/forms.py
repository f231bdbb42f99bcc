"""What is typed in a note."""

from __future__ import annotations

from wtforms import TextAreaField

from portal.core.forms import AtMost, Needed, OnceForm, tidy
from portal.core.words import later
from portal.staff_notes.rules import LONGEST


class NoteForm(OnceForm):
    text = TextAreaField(
        later("A note for staff"),
        [Needed(later("Write something first.")), AtMost(LONGEST)],
        filters=[tidy],
        description=later("Write it so that they could read it: one day they may ask to."),
    )
