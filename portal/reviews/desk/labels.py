"""Words of the desk, and of what the young person reads about it."""

from __future__ import annotations

from portal.reviews.desk import rules
from portal.reviews.desk.rules import Trouble, Wrong

# In the command's one language, as all that it says.
_PLAIN = {
    Wrong.NO_CODE: "has no participation code yet. Set it at the reviewing officer's desk.",
    Wrong.UNKNOWN_CODE: "has a code that is none of PN0 to PN7. Set it at the desk.",
    Wrong.FOUR_OR_OVER: "has PN0, and the child was 4 or over on that day (rule 440).",
    Wrong.UNDER_FOUR: "has a code for 4 and over, and the child was under 4 (rule 441).",
    Wrong.NO_BIRTH_DATE: "has no date of birth. Send the child's in the header.",
    Wrong.BEFORE_BIRTH: "is before the child's date of birth. Find out which is right.",
    Wrong.TWO_ON_ONE_DAY: "stands there twice with different codes. Keep the one that is right.",
    Wrong.BAD_KEY: "has a key that no return can have. Correct the key in your own system.",
}


def trouble_line(trouble: Trouble) -> str:
    """On a terminal: nobody is named but by the child's key."""
    return f"{rules.shown_key(trouble.child)}, {trouble.day:%d/%m/%Y}: {_PLAIN[trouble.wrong]}"
