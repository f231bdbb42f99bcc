"""How one cell is read: text in, value out, or an exception that says what to do.

`CannotUse` rejects the row, `KeepAndSay` keeps it with a warning. Readers get the cell untrimmed.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from portal.intake.findings import CannotUse, KeepAndSay

Reader = Callable[[str], Any]

EARLIEST, LATEST = 1900, 2100
NOTHING_MORE = "none"  # in GRANTS: what everybody connected may see, and no more
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # the last four are the wide forms
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/-]{0,39}")
_DAMAGED_KEY = re.compile(r"\d+[.,]\d*([eE]\+?\d+)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
_EMAIL = re.compile(r"[^\s@,;<>()\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,24}")

UK = "Write it as dd/mm/yyyy, for example 05/12/2026."
EITHER = "Write it as 2026-12-05 or 05/12/2026."
CLOCK = "Write it as 2026-12-05 14:00 or 05/12/2026 14:00."


def key(cell: str) -> str:
    """A key: letters, digits, - _ /. Kept exactly, leading zeros too."""
    text = cell.strip()
    if text.isascii() and text.isalnum() and len(text) <= 40:
        return text
    if _KEY.fullmatch(text):
        return text
    if not text:
        raise CannotUse(
            "The key is empty, so we cannot tell who this is about.",
            "Fill it in as your own system has it.",
        )
    if _DAMAGED_KEY.fullmatch(text):
        raise CannotUse(
            "The key looks as if a spreadsheet changed it into a number.",
            "Export the file again without opening it in a spreadsheet.",
        )
    if text.startswith(FORMULA):
        raise CannotUse("The key looks like a formula.", "Write the plain key.")
    raise CannotUse(
        "The key has characters that a key cannot have.",
        "Use letters, digits, - _ and /, at most 40.",
    )


def maybe_key(cell: str) -> str:
    """A key, or empty."""
    return key(cell) if cell.strip() else ""


@lru_cache(maxsize=65536)
def uk_day(cell: str) -> date:
    """dd/mm/yyyy and nothing else: one form cannot be misread."""
    text = cell.strip()
    if not text:
        raise CannotUse("The date is empty.", UK)
    digits = text[:2] + text[3:5] + text[6:]
    if not (len(text) == 10 and text[2] == text[5] == "/" and _digits(digits)):
        raise CannotUse("This is not a date in the form dd/mm/yyyy.", UK)
    return _day(int(text[6:]), int(text[3:5]), int(text[:2]), UK)


@lru_cache(maxsize=65536)
def any_day(cell: str) -> date:
    """yyyy-mm-dd or dd/mm/yyyy, for our own files."""
    text = cell.strip()
    if len(text) == 10 and text[4] == text[7] == "-":
        if _digits(text[:4] + text[5:7] + text[8:]):
            return _day(int(text[:4]), int(text[5:7]), int(text[8:]), EITHER)
    elif len(text) == 10 and text[2] == text[5] == "/":
        return uk_day(text)
    raise CannotUse("The date is empty." if not text else "This is not a date we can read.", EITHER)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _day(year: int, month: int, day: int, form: str) -> date:
    if not EARLIEST <= year <= LATEST:
        raise CannotUse(f"The year {year:04d} cannot be right.", form)
    try:
        return date(year, month, day)
    except ValueError:
        raise CannotUse("There is no such day in the calendar.", form) from None


def maybe(read: Reader) -> Reader:
    """The same reader, with None for a blank cell."""
    return lambda cell: read(cell) if cell and not cell.isspace() else None


def wall_time(cell: str) -> datetime:
    """A day and a clock time in Europe/London, without a zone.

    An hour that the clocks skip in March is refused; one that comes twice in October is taken.
    """
    day_text, _, clock = cell.strip().partition(" ")
    clock = clock.strip()
    if not (len(clock) == 5 and clock[2] == ":" and _digits(clock[:2] + clock[3:])):
        raise CannotUse("This is not a day with a clock time.", CLOCK)
    hour, minute = int(clock[:2]), int(clock[3:])
    if hour > 23 or minute > 59:
        raise CannotUse("There is no such time on the clock.", CLOCK)
    day = any_day(day_text)
    if hour == 1 and day == _last_sunday_of_march(day.year):
        raise CannotUse(
            "The clocks go forward that night, so this hour does not exist.",
            "Check the time with whoever arranged it.",
        )
    return datetime(day.year, day.month, day.day, hour, minute)


def _last_sunday_of_march(year: int) -> date:
    # British Summer Time begins then at 01:00 GMT: Summer Time Order 2002, article 2.
    last = date(year, 3, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def text(limit: int, *, lines: bool = False, formulas: bool = False) -> Reader:
    """Text someone wrote, in Unicode NFC. lines: more than one line is allowed.
    formulas: an opening like a formula's is allowed (files no spreadsheet opens)."""

    def read(cell: str) -> str:
        said = cell.strip()
        if not formulas and (cell.startswith(FORMULA) or said.startswith(FORMULA)):
            raise CannotUse("This looks like a formula.", "Write plain words, and start with one.")
        if len(said) > limit:
            raise CannotUse(f"This is longer than {limit} characters.", "Shorten it.")
        if said.isascii() and said.isprintable():
            return said
        return _written(said, lines)

    return read


def _written(said: str, lines: bool) -> str:
    whole = unicodedata.normalize("NFC", said.replace("\r\n", "\n") if lines else said)
    for char in whole:
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cs", "Zl", "Zp") and not (lines and char in "\n\t"):
            raise CannotUse(
                "There is a control character or a line break in it.",
                "Type the words again without it.",
            )
    plain = whole.translate(_BIDI)
    if plain != whole:
        raise KeepAndSay(
            plain,
            "Hidden characters that turn the direction of writing were taken out.",
            "Check that it reads as it should.",
        )
    return plain


name = text(100)


def slug(cell: str) -> str:
    """One of our own codes: small letters and underscores. "Foster carer" is taken too."""
    return "_".join(cell.strip().lower().split())


def score(cell: str) -> int | None:
    """A strengths and difficulties score, 0 to 40; None when blank."""
    said = cell.strip()
    if not said:
        return None
    if _digits(said) and len(said) < 4 and int(said) <= 40:
        return int(said)
    raise KeepAndSay(
        None,
        "The score is not a whole number from 0 to 40.",
        "Check the score. It is left out until then.",
    )


def language(cell: str) -> str:
    """A language tag such as en, ar, ti or zh-Hant; empty when nothing usable is said."""
    said = cell.strip()
    if not said or (len(said) <= 12 and _LANGUAGE.fullmatch(said)):
        return said
    raise KeepAndSay(
        "",
        "This is not a language tag, so the language stays as it was.",
        "Write a tag such as ar for Arabic or ti for Tigrinya.",
    )


def email(cell: str) -> str:
    """An address, or empty."""
    said = cell.strip()
    if not said or (len(said) <= 200 and _EMAIL.fullmatch(said)):
        return said
    raise KeepAndSay("", "This is not an e-mail address, so it is left out.", "Write it again.")


def phone(cell: str) -> str:
    """A phone number, or empty."""
    said = cell.strip()
    if not said or _PHONE.fullmatch(said):
        return said
    raise KeepAndSay("", "This is not a phone number, so it is left out.", "Write it again.")


def grants(cell: str) -> tuple[str, ...]:
    """Names of fields someone may see, each once, sorted; empty leaves it to what is usual.

    A name that cannot be one gives nothing, and a cell of such names is not an empty one: access
    is never widened by a slip of the pen.
    """
    said = sorted(set(cell.split()))
    good = tuple(word for word in said if _SLUG.fullmatch(word))
    if len(good) == len(said):
        return good
    raise KeepAndSay(
        good or (NOTHING_MORE,),
        "Some of these are not names of fields, so they grant nothing.",
        "Separate the names with spaces, in small letters.",
    )
