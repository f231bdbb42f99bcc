"""How much may be asked of paper, and how a page is handed to what draws it."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta

LONGEST = 2_000_000  # characters of a page
MOST_PICTURES = 40
LARGEST_PICTURES = 30_000_000  # bytes, all together
LARGEST = 40_000_000  # bytes of a PDF
SECONDS = 25
# Of one account: each takes a second of a processor, and few people want more.
AN_HOUR, HOUR = 20, timedelta(hours=1)
MEMORY = 1_500_000_000  # bytes of address space

PICTURE = "paper:"  # before the name of a picture that was handed over


class NoPaper(Exception):
    """No PDF can be made: the machine lacks what draws it, or this page is too much for it."""


def packed(html: str, language: str, title: str, pictures: Mapping[str, bytes]) -> bytes:
    """What is written to the process that draws. Raises NoPaper for more than may be asked."""
    if len(html) > LONGEST:
        raise NoPaper("The page is too long.")
    if len(pictures) > MOST_PICTURES or sum(map(len, pictures.values())) > LARGEST_PICTURES:
        raise NoPaper("There are too many pictures.")
    sent = {name: b64encode(data).decode() for name, data in pictures.items()}
    page = {"html": html, "language": language, "title": title, "pictures": sent, "memory": MEMORY,
            "seconds": SECONDS}  # fmt: skip
    return json.dumps(page).encode()
