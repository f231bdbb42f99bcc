"""Gaps in a reply, and which words are for whom. Plain functions."""

from __future__ import annotations

import re
from collections.abc import Mapping

GAPS = ("name", "me", "day", "phone")
LONGEST_TITLE, LONGEST = 80, 1500
MOST = 200  # replies that somebody sees
_GAP = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown_gaps(text: str) -> list[str]:
    """What stands in braces and is no gap of ours, as it was written, each once."""
    found = (match for match in _GAP.finditer(text) if match[1] not in GAPS)
    return list(dict.fromkeys(match[0] for match in found))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its gaps filled, in one go: braces in a name fill nothing. A gap without a
    value stays, to be seen before it is sent."""
    return _GAP.sub(lambda gap: values.get(gap[1]) or gap[0], text)


def words_for(band: str, child: str, teen: str, adult: str) -> str:
    """The words of this age; where there are none, those of the next older."""
    bands = {"child": (child, teen, adult), "teen": (teen, adult)}
    return next((words for words in bands.get(band, (adult,)) if words), adult)
