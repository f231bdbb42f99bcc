"""What can be said here: a problem to sort, and unfair treatment."""

from __future__ import annotations

from portal.core.words import later
from portal.say.kinds import say_kind

PROBLEM, UNFAIR = "problem", "unfair"

# What the unfair treatment was about, in the order of the form; the code is kept as its topic.
UNFAIR_TOPICS = {
    "care": later("Because I am or was in care"),
    "race": later("Racism: my skin, my language, where I come from"),
    "faith": later("My faith, or that I have none"),
    "disability": later("A disability, or how I learn or feel"),
    "love": later("Whom I love, or that I am trans"),
    "girl": later("Being a girl, a boy or a woman"),
    "other": later("Something else"),
}
say_kind(PROBLEM, later("A problem to sort"))
say_kind(UNFAIR, later("Unfair treatment"), topics=UNFAIR_TOPICS)
