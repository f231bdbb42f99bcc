"""The headers of every answer: one set for each kind of answer, declared here and nowhere else.

A kind follows from the route's door and from what is sent; a route cannot ask for another. What
is said of one answer only (its type and length, a cookie, where a redirect leads, what to clear)
is not in the sets. A test asks every address of the house and holds each answer to its set: no
header more, none fewer.
"""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from portal.core.access import Cache, Data, Door
from portal.core.settings import Settings

YEAR = 31_536_000  # seconds


class Kind(StrEnum):
    """What an answer is to a browser."""

    SHELL = "shell"  # a page that phones keep: help, and "no connection"
    PUBLIC = "public"  # any other page that knows nobody
    PERSONAL = "personal"  # a page of somebody signed in, and every step on the way to it
    NEVER = "never"  # sign-in, invites, quick exit, refusals: no device ever keeps these
    SPEAKING = "speaking"  # a page of somebody signed in that may use the microphone
    FRAMING = "framing"  # a page of somebody signed in that shows pages of ours within it
    FRAMED = "framed"  # such a page: nothing in it runs or is sent
    FILE = "file"  # what somebody sent us, a picture or a voice, for those who may see it
    MACHINE = "machine"  # not a page, for no keeping: health, lists, pictures made for one person
    ASSET = "asset"  # not a page, the same for everybody: the manifest
    WORKER = "worker"  # the service worker, whose own policy decides what it may fetch
    STATIC = "static"  # files of ours, under an address that changes with them


KEPT = frozenset({Kind.SHELL, Kind.PUBLIC, Kind.ASSET, Kind.WORKER})  # with an ETag, asked again

Headers = dict[str, str]

_NO_SNIFFING: Headers = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The stricter no-referrer would make browsers send `Origin: null` with our own forms.
_NO_REFERRER: Headers = {"Referrer-Policy": "same-origin"}
_UNLISTED: Headers = {"X-Robots-Tag": "noindex"}
_NO_STORE: Headers = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Encoding"}
_ASK_AGAIN: Headers = {
    "Cache-Control": "no-cache",
    "Vary": "Cookie, Accept-Language, Accept-Encoding",
}
# Only what Chromium knows: it warns of each name that it does not.
_POWERS = (
    "browsing-topics", "camera", "display-capture", "geolocation", "hid", "idle-detection",
    "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
_NO_POWERS: Headers = {"Permissions-Policy": ", ".join(f"{power}=()" for power in _POWERS)}
_ONLY_TO_SPEAK: Headers = {
    "Permissions-Policy": _NO_POWERS["Permissions-Policy"].replace(
        "microphone=()", "microphone=(self)"
    )
}
_ALONE: Headers = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",  # for browsers older than frame-ancestors
}


def declared(settings: Settings) -> dict[Kind, Headers]:
    """Each kind's whole set in this installation."""
    page = (
        {"Content-Security-Policy": page_policy(settings)}
        | _NO_SNIFFING
        | _NO_REFERRER
        | _NO_POWERS
        | _ALONE
    )
    thing = {"Content-Security-Policy": NOTHING} | _NO_SNIFFING | _NO_REFERRER
    sets = {
        Kind.SHELL: page | _ASK_AGAIN,
        Kind.PUBLIC: page | _ASK_AGAIN,
        Kind.PERSONAL: page | _NO_STORE | _UNLISTED,
        Kind.NEVER: page | _NO_STORE | _UNLISTED,
        Kind.SPEAKING: page | _NO_STORE | _UNLISTED | _ONLY_TO_SPEAK,
        Kind.FRAMING: page
        | _NO_STORE
        | _UNLISTED
        | {"Content-Security-Policy": f"{page_policy(settings)}; frame-src 'self'"},
        Kind.FRAMED: page
        | _NO_STORE
        | _UNLISTED
        | {"Content-Security-Policy": TO_LOOK_AT, "X-Frame-Options": "SAMEORIGIN"},
        Kind.FILE: thing | _NO_STORE | _UNLISTED | {"Content-Security-Policy": SANDBOX},
        Kind.MACHINE: thing | _NO_STORE | _UNLISTED,
        Kind.ASSET: thing | _ASK_AGAIN,
        Kind.WORKER: thing | _ASK_AGAIN | {"Content-Security-Policy": FETCHES_ONLY},
        # `Vary` is the file server's: it says so only where there is a packed copy.
        Kind.STATIC: thing | {"Cache-Control": f"max-age={YEAR}, public, immutable"},
    }
    if settings.secure:
        for found in sets.values():
            found["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    return sets


def page_policy(settings: Settings) -> str:
    leave_to = urlsplit(settings.neutral_site)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            # Chromium blocks a form's redirect to a site that is not named here, and would leave
            # the private page on the screen.
            f"form-action 'self' {leave_to.scheme}://{leave_to.netloc}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            # `site` is the one policy, which names our service worker's address and nothing else.
            "trusted-types site",
        )
    )


NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
SANDBOX = f"{NOTHING}; sandbox"
TO_LOOK_AT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
FETCHES_ONLY = f"{NOTHING}; connect-src 'self'; require-trusted-types-for 'script'"


def kind_of(
    mark: Door | None, mimetype: str | None, shown: bool, *, form_again: bool = False
) -> Kind:
    """The kind of an answer. mark: None at an address that nobody knows. shown: whether it is
    what was asked for (200 to a GET), and not a refusal, a redirect or the answer to a form.
    form_again: a form that did not pass, on its page."""
    page = mimetype == "text/html"
    if mark is None:
        return Kind.NEVER
    if mark.data is Data.PUBLIC and mark.cache is not Cache.NO_STORE and shown:
        if mark.cache is Cache.SHELL:
            return Kind.SHELL
        if mimetype == "text/javascript":
            return Kind.WORKER
        return Kind.PUBLIC if page else Kind.ASSET
    if not page:
        return Kind.FILE if mark.file and shown else Kind.MACHINE
    if mark.microphone and (shown or form_again):
        return Kind.SPEAKING
    if shown and mark.framed:
        return Kind.FRAMED
    if shown and mark.frames:
        return Kind.FRAMING
    return Kind.PERSONAL if mark.data is Data.PERSONAL else Kind.NEVER
