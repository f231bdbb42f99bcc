"""What somebody wrote that worried us, where those who must act cannot open the page it is on.

A room whose words have a wider page than a conversation says here how they are read alone: whoever
was told of the worry and may read the young person's messages reads those words, and nothing else
of that page.
"""

from __future__ import annotations

from collections.abc import Callable

from portal.core.db import Db

# Of a council's thing with this key; "" when there is none.
Words = Callable[[Db, int, int], str]
_words: dict[str, Words] = {}


def words_in(source_kind: str) -> Callable[[Words], Words]:
    """Declare how the words of one kind of source are read: `@words_in("check_in")`."""

    def keep(words: Words) -> Words:
        _words[source_kind] = words
        return words

    return keep


def words_of(db: Db, council_id: int, source_kind: str, source_id: int) -> str:
    found = _words.get(source_kind)
    return found(db, council_id, source_id) if found else ""
