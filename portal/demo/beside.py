"""What stands beside the stories' messages: what worried us in them, and replies to begin from."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path

from portal.demo.cast import Cast
from portal.demo.rows import Row, Rows
from portal.saved_replies.tables import SavedReply
from portal.worries.rules import Why, found_in
from portal.worries.tables import Worry

REPLIES = Path(__file__).with_name("replies.toml")
ANSWERED = "Answered in the conversation."


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    _worries(rows, cast)
    _replies(rows, cast)


def _worries(rows: Rows, cast: Cast) -> None:
    """Each message that would have been raised when it was sent; taken and closed by whoever
    answered it, or taken soon after by their worker, who has not said yet what was done."""
    talks = {talk["id"]: talk for talk in rows.of["conversation"]}
    messages = rows.of["message"]
    for place, message in enumerate(messages):
        talk = talks[message["conversation_id"]]
        found = found_in(message["text"])
        if message["from_id"] != talk["writer_id"] or (message["kind"] != Why.HELP and not found):
            continue
        why = Why.HELP if message["kind"] == Why.HELP else Why.WORDS
        answers = (
            other
            for other in messages[place + 1 :]
            if other["conversation_id"] == talk["id"] and other["from_id"] != talk["writer_id"]
        )
        answer = next(answers, None)
        rows.add(
            Worry, council_id=message["council_id"], person_id=talk["person_id"],
            from_id=message["from_id"], why=why.value, found=found.value if found else "",
            source_kind="message", source_id=message["id"], raised_at=message["sent_at"],
            **(_closed(answer) if answer is not None else _taken(message, talk, cast)),
        )  # fmt: skip


def _taken(message: Row, talk: Row, cast: Cast) -> Row:
    at = min(message["sent_at"] + timedelta(minutes=12), cast.now)
    return {"taken_by_id": talk["adult_id"], "taken_at": at}


def _closed(answer: Row) -> Row:
    by, at = answer["from_id"], answer["sent_at"]
    return {"taken_by_id": by, "taken_at": at, "done_by_id": by, "done_at": at, "done": ANSWERED}


def _replies(rows: Rows, cast: Cast) -> None:
    for key, council_id in cast.councils.items():
        keeper = next(
            cast.ids[who]
            for who, adult in cast.stories.adults.items()
            if adult["council"] == key and adult["role"] in ("editor", "manager", "worker")
        )
        for reply in _read():
            rows.add(
                SavedReply, council_id=council_id, made_by_id=keeper,
                changed_at=cast.now - timedelta(days=20),
                **{"child": "", "teen": "", **reply},
            )  # fmt: skip


@cache
def _read() -> list[dict[str, str]]:
    with REPLIES.open("rb") as file:
        found: list[dict[str, str]] = tomllib.load(file)["reply"]
    return found
