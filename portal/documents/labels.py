"""Kinds of document in words, with a picture, and how large one is."""

from __future__ import annotations

from typing import Protocol

from portal.core.words import _, later
from portal.documents.rules import Kind


class Named(Protocol):
    """A card, or a row of what is shown."""

    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...


_KINDS = {
    Kind.ID: later("ID, passport, birth certificate"),
    Kind.CERTIFICATE: later("Certificate or award"),
    Kind.LETTER: later("Letter"),
    Kind.SCHOOL: later("School or college"),
    Kind.WORK: later("Work"),
    Kind.HEALTH: later("Health"),
    Kind.HOME: later("Home or tenancy"),
    Kind.MONEY: later("Money"),
    Kind.PAPERS: later("Papers"),
    Kind.MEMORY: later("Photo or memory"),
    Kind.OTHER: later("Something else"),
}
ICONS = {
    Kind.ID: "id", Kind.CERTIFICATE: "star", Kind.LETTER: "letter", Kind.SCHOOL: "school",
    Kind.WORK: "work", Kind.HEALTH: "health", Kind.HOME: "house", Kind.MONEY: "money",
    Kind.PAPERS: "plan", Kind.MEMORY: "heart", Kind.OTHER: "list",
}  # fmt: skip


def kind_name(kind: str) -> str:
    return str(_KINDS[Kind(kind)])


def name(of: Named) -> str:
    return of.title or kind_name(of.kind)


def icon(of: Named) -> str:
    return ICONS[Kind(of.kind)]


def size(bytes_: int) -> str:
    if bytes_ < 1_000_000:
        return _("%(number)s kB", number=max(1, round(bytes_ / 1_000)))
    return _("%(number)s MB", number=round(bytes_ / 1_000_000, 1))


def choices() -> list[tuple[str, str]]:
    return [(kind.value, str(words)) for kind, words in _KINDS.items()]
