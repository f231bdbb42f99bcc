"""What this installation can send with, made from its settings; and its threads, which keep their
connections from one message to the next."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar
from weakref import WeakKeyDictionary

from portal.channels import mail, texts
from portal.channels.mail import Letter, Mailer
from portal.channels.outcomes import Outcome
from portal.channels.push import Pusher, Through, private_key
from portal.channels.rules import Channel
from portal.channels.texts import Folder, GovNotify, TextSender
from portal.core.db import Database
from portal.core.settings import Settings

THREADS = 8
NO_CONTACT = "mailto:nobody@localhost"
LOG = logging.getLogger(__name__)
Made = TypeVar("Made")


def offered(settings: Settings) -> tuple[Channel, ...]:
    """By which channels somebody can be told here. In the demo a folder stands in for the
    providers that are not set."""
    found = [Channel.PUSH]
    if settings.demo or (settings.smtp and mail.problem_with(settings) is None):
        found.append(Channel.EMAIL)
    if settings.demo or (settings.notify_key and texts.problem_with(settings) is None):
        found.append(Channel.TEXT)
    return tuple(found)


class Senders:
    """Each is made when it is first needed; one that cannot be made as set is not there."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.channels = offered(settings)

    @cached_property
    def push(self) -> Pusher | None:
        here = self.settings
        return _made(
            lambda: Pusher(private_key(here), here.contact or NO_CONTACT, Through.of(here))
        )

    @cached_property
    def letters(self) -> Callable[[Letter], Outcome] | None:
        here = self.settings
        if here.smtp:
            mailer = _made(lambda: Mailer(here))
            return mailer.send if mailer else None
        return self._folder.send_letter if here.demo else None

    @cached_property
    def texts(self) -> TextSender | None:
        here = self.settings
        if here.notify_key:
            return _made(lambda: GovNotify(here))
        return self._folder if here.demo else None

    @property
    def _folder(self) -> Folder:
        return Folder(self.settings.data / "sent")

    @cached_property
    def pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(THREADS, thread_name_prefix="send")


def _made(make: Callable[[], Made]) -> Made | None:
    try:
        return make()
    except (ValueError, OSError) as wrong:
        LOG.error("cannot send: %s", type(wrong).__name__)  # `flask check` says it in words
        return None


_of: WeakKeyDictionary[Database, Senders] = WeakKeyDictionary()


def equip(database: Database, senders: Senders) -> None:
    """What notices of this database are sent with, by this process."""
    _of[database] = senders


def of(database: Database) -> Senders | None:
    return _of.get(database)
