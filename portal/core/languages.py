"""Which languages there are, and how each one writes: fixed facts, no database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """tag: BCP 47, as in `lang`. locale: Babel's name. name: in the language itself.

    checked: a speaker has read the whole catalogue. Until then every page says so.
    """

    tag: str
    locale: str
    name: str
    english: str
    direction: str = "ltr"
    checked: bool = False
    day_pattern: str = "EEEE d MMMM"


ENGLISH = Language("en", "en_GB", "English", "English", checked=True)
OFFERED: dict[str, Language] = {
    found.tag: found
    for found in (
        ENGLISH,
        Language("ar", "ar", "العربية", "Arabic", "rtl"),
        Language("ti", "ti_ER", "ትግርኛ", "Tigrinya"),
    )
}


def offered(tag: str | None) -> Language:
    """The language with this tag, or English."""
    return OFFERED.get(tag or "", ENGLISH)
