"""What can be shown, and to whom."""

from __future__ import annotations

from enum import StrEnum


class Thing(StrEnum):
    """What is shown. The value is kept in the table."""

    ABOUT_ME = "about_me"
    WELLBEING = "wellbeing"
    CHECK_INS = "check_ins"
    DOCUMENT = "document"  # with the ref of the document as key
    LETTER = "letter"  # about a review, with the ref of the review as key


class To(StrEnum):
    """To one person, or to whoever works with them, or lives with them, at the time."""

    ONE = "one"
    WORKERS = "workers"
    CARERS = "carers"
