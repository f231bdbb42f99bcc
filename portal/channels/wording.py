"""The fixed words of every channel. They name nobody, no council, and no reason."""

from __future__ import annotations

from portal.channels.mail import Letter
from portal.core.languages import offered
from portal.core.words import _, speaking


def letter(to: str, tag: str, sign: str, public_url: str, code: str | None) -> Letter:
    language = offered(tag)
    with speaking(language):
        if code is not None:
            return Letter(to, _("Your code"), _code(code), language.tag, sign)
        text = _(
            "You have an update. Sign in to see it: %(url)s\n\nThis was sent by a computer, and "
            "nobody reads answers to it. How you are told can be changed in the app.",
            url=public_url,
        )
        return Letter(to, _("You have an update"), text, language.tag, sign)


def short(tag: str, public_url: str, code: str | None) -> str:
    with speaking(offered(tag)):
        return _code(code) if code is not None else _("You have an update: %(url)s", url=public_url)


def _code(code: str) -> str:
    return _(
        "Your code is %(code)s. It works for 15 minutes. If you did not ask for it, do nothing.",
        code=code,
    )
