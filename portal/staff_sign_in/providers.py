"""The councils' own sign-in services: read once from the file that ALONGSIDE_STAFF_SIGN_IN names.

[[provider]]
council = "Exampleshire"                      # as in `flask import --council`
issuer = "https://login.exampleshire.example"  # exactly as its discovery document says
client_id = "alongside"
client_secret_file = "exampleshire.secret"    # beside this file; or client_secret = "..."
groups_claim = "groups"                       # this, when left out
person_claim = "employee_number"              # a claim with the person's code in our files;
                                              # without it the verified e-mail address decides
scopes = ["openid", "email"]                  # these, when left out
recheck_minutes = 30                          # for a service without back-channel logout

[provider.roles]                              # group = role
"Alongside workers" = "worker"

[provider.second_factor]                      # one of these must be in the ID token
amr = ["mfa", "fido"]
acr = []
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from portal.core.access import Role
from portal.staff_sign_in.rules import ROLES

VARIABLE = "ALONGSIDE_STAFF_SIGN_IN"
LONGEST_ISSUER = 200  # as in the table
SHORTEST_RECHECK, LONGEST_RECHECK = 5, 600  # minutes; a session of staff never lasts longer
KNOWN = frozenset({
    "council", "issuer", "client_id", "client_secret", "client_secret_file", "groups_claim",
    "person_claim", "scopes", "recheck_minutes", "roles", "second_factor",
})  # fmt: skip


@dataclass(frozen=True)
class Provider:
    """One council's sign-in service. roles: group → role. recheck: how long a session lasts before
    they are sent there again; None: as long as any session of staff."""

    council: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    roles: Mapping[str, Role]
    amr: frozenset[str]
    acr: tuple[str, ...]
    groups_claim: str
    person_claim: str
    scopes: tuple[str, ...]
    recheck: timedelta | None

    @property
    def key(self) -> str:
        """How a form names it."""
        return key_of(self.council)

    @property
    def on_this_computer(self) -> bool:
        """Only for tests: everywhere else the service is asked over TLS."""
        return urlsplit(self.issuer).scheme == "http"


def key_of(council: str) -> str:
    return hashlib.sha256(council.encode()).hexdigest()[:12]


def read(named: str) -> tuple[Provider, ...]:
    """The providers in this file, in its order; none for "".

    Raises ValueError with the variable, the file, the line and what to do.
    """
    if not named:
        return ()
    path = Path(named)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as why:
        raise ValueError(f"{VARIABLE}: {path} cannot be read ({why}).") from None
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise ValueError(f"{VARIABLE}: {path}: {why}") from None
    entries = found.pop("provider", None)
    if found or not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise ValueError(f"{VARIABLE}: {path}: write one [[provider]] for each council.")
    providers = tuple(
        _Entry(path, text, number, entry).provider() for number, entry in enumerate(entries)
    )
    for number, one in enumerate(providers):
        entry = _Entry(path, text, number, entries[number])
        for earlier in providers[:number]:
            if one.council == earlier.council:
                raise entry.wrong("council", "this council has one already.")
            if (one.issuer, one.client_id) == (earlier.issuer, earlier.client_id):
                raise entry.wrong("client_id", "each council needs a client of its own.")
    return providers


class _Entry:
    """One [[provider]] and where it stands, so that a mistake can be shown."""

    def __init__(self, path: Path, text: str, number: int, entry: dict[str, Any]) -> None:
        self.path, self.lines, self.number, self.entry = path, text.splitlines(), number, entry

    def provider(self) -> Provider:
        for key in self.entry:
            if key not in KNOWN:
                raise self.wrong(key, "is not a setting that we know.")
        factor = self.table("second_factor")
        for key in factor:
            if key not in ("amr", "acr"):
                raise self.wrong("second_factor", 'has "amr" and "acr" only.')
        amr, acr = (self.texts(factor.get(key, []), "second_factor") for key in ("amr", "acr"))
        if not (amr or acr):
            raise self.wrong("second_factor", "say how a second factor is shown: amr, acr or both.")
        scopes = self.texts(self.entry.get("scopes", ["openid", "email"]), "scopes")
        if "openid" not in scopes:
            raise self.wrong("scopes", 'must have "openid".')
        return Provider(
            council=self.text("council"),
            issuer=self.issuer(),
            client_id=self.text("client_id"),
            client_secret=self.secret(),
            roles=self.roles(),
            amr=frozenset(amr),
            acr=acr,
            groups_claim=self.text("groups_claim", "groups"),
            person_claim=self.text("person_claim", ""),
            scopes=scopes,
            recheck=self.recheck(),
        )

    def issuer(self) -> str:
        issuer = self.text("issuer")
        parts = urlsplit(issuer)
        if not fits(issuer, loopback=True) or parts.query or parts.fragment:
            raise self.wrong("issuer", "must be an https address.")
        if len(issuer) > LONGEST_ISSUER:
            raise self.wrong("issuer", f"has more than {LONGEST_ISSUER} letters.")
        return issuer

    def secret(self) -> str:
        inside, beside = "client_secret" in self.entry, "client_secret_file" in self.entry
        if inside == beside:
            raise self.wrong("client_id", "needs either client_secret or client_secret_file.")
        if inside:
            return self.text("client_secret")
        named = self.path.parent / self.text("client_secret_file")
        try:
            secret = named.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise self.wrong("client_secret_file", f"{named} cannot be read.") from None
        if not secret:
            raise self.wrong("client_secret_file", f"{named} is empty.")
        return secret

    def roles(self) -> Mapping[str, Role]:
        allowed = {role.value: role for role in ROLES}
        found = {}
        for group, role in self.table("roles").items():
            if not isinstance(role, str) or role not in allowed:
                raise self.wrong(
                    group, f"cannot give {role!r}. A group gives one of: {', '.join(allowed)}."
                )
            found[group] = allowed[role]
        if not found:
            raise self.wrong("roles", "name at least one group and the role that it gives.")
        return MappingProxyType(found)

    def recheck(self) -> timedelta | None:
        minutes = self.entry.get("recheck_minutes")
        if minutes is None:
            return None
        if type(minutes) is not int or not SHORTEST_RECHECK <= minutes <= LONGEST_RECHECK:
            raise self.wrong(
                "recheck_minutes", f"write a number from {SHORTEST_RECHECK} to {LONGEST_RECHECK}."
            )
        return timedelta(minutes=minutes)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.entry.get(key, default)
        if value is None:
            raise self.wrong(key, "is missing.")
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.wrong(key, "must be a text.")
        return value

    def texts(self, value: Any, key: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self.wrong(key, "must be a list of texts.")
        return tuple(value)

    def table(self, key: str) -> dict[str, Any]:
        value = self.entry.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"must be a table: [provider.{key}].")
        return value

    def wrong(self, key: str, why: str) -> ValueError:
        return ValueError(f"{VARIABLE}: {self.path}, line {self._line_of(key)}: {key}: {why}")

    def _line_of(self, key: str) -> int:
        """Where this key stands, or else the head of its [[provider]]."""
        heads = [n for n, line in enumerate(self.lines) if re.match(r"\s*\[\[", line)]
        # Written in one line, `provider = [{...}]`, it has no head of its own.
        start = heads[self.number] if self.number < len(heads) else 0
        end = heads[self.number + 1] if self.number + 1 < len(heads) else len(self.lines)
        named = re.compile(rf"\s*(\[provider\.)?[\"']?{re.escape(key)}[\"']?\s*[\]=]")
        for number in range(start, end):
            if named.match(self.lines[number]):
                return number + 1
        return start + 1


def fits(address: object, *, loopback: bool) -> bool:
    """Whether this is an address that we would ask: https, or on this very computer."""
    if not isinstance(address, str) or not re.fullmatch(r"[!#-;=?-\[\]_a-z~]+", address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username is not None:
        return False
    return parts.scheme == "https" or (loopback and parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
