"""Kinds of document, and how many there may be."""

from __future__ import annotations

from enum import StrEnum

LONGEST_TITLE = 80
LIST_PAGE = 50
MOST = 200  # documents of one person
MOST_BYTES = 250_000_000  # of one person, all together
ALL_AN_HOUR = 20  # times that somebody may take all of them with them


class Kind(StrEnum):
    """What it is. The value is kept in the table."""

    ID = "id"
    CERTIFICATE = "certificate"
    LETTER = "letter"
    SCHOOL = "school"
    WORK = "work"
    HEALTH = "health"
    HOME = "home"
    MONEY = "money"
    PAPERS = "papers"
    MEMORY = "memory"
    OTHER = "other"


def file_name(place: int, mime: str) -> str:
    """How one is called inside the file with all: numbered as on its first page, and neutral for
    whoever sees a list of files."""
    return f"{place:03}.{'pdf' if mime == 'application/pdf' else 'jpg'}"
