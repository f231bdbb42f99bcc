"""What somebody wrote that worried us, where those who must act cannot open the page it is on.

A room whose words have a wider page than a conversation says here how they are read alone: whoever
was told of the worry and may read the young person's messages reads those words, and nothing else
of that page. Words about a field that is given by wish are read by nobody who was not given it,
alone or not: whoever must act is told that they must, and of which kind it is, and rings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.core.db import Db
from portal.people.rules import Grant

NO_FIELD = Grant(0)


@dataclass(frozen=True)
class Said:
    """What was written. needs: what somebody is granted who reads it, besides the messages: a field
    that the young person gives by wish, and that being told of a worry does not open."""

    text: str
    needs: Grant = NO_FIELD


NOTHING = Said("")
# Of a council's thing with this key; "" when there is none.
Words = Callable[[Db, int, int], Said | str]
_words: dict[str, Words] = {}


def words_in(source_kind: str) -> Callable[[Words], Words]:
    """Declare how the words of one kind of source are read: `@words_in("check_in")`."""

    def keep(words: Words) -> Words:
        _words[source_kind] = words
        return words

    return keep


def words_of(db: Db, council_id: int, source_kind: str, source_id: int) -> Said:
    read = _words.get(source_kind)
    found = read(db, council_id, source_id) if read else NOTHING
    return Said(found) if isinstance(found, str) else found
