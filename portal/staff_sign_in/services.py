"""Asking a council's sign-in service, with Authlib: where to send somebody, what it says of them,
whom it has signed out.

The service is the council's, the line to it is not: every answer is waited for and read for a
short while only, up to a size, from the very address that was asked.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from threading import Lock
from typing import Any

from authlib.integrations.base_client import BaseApp, OAuthError
from authlib.integrations.base_client.sync_app import OAuth2Mixin
from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.claims import JWTClaims
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64decode
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from portal.staff_sign_in import rules
from portal.staff_sign_in.providers import Provider, fits
from portal.staff_sign_in.rules import CannotSignIn, Fault, Said, SignedOut
from portal.staff_sign_in.ways import Way

PATIENCE = 5.0  # seconds for an answer, from asking to its last letter
LARGEST_ANSWER = 200_000  # bytes; the longest discovery documents and key sets are a tenth of it
LONGEST_TOKEN = 16_000  # letters
LEEWAY = 60  # seconds by which two clocks may differ
KNOWN_FOR = 3600.0  # seconds for which a discovery document and its keys are believed
KEYS_AGAIN_AFTER = 60.0  # an unknown key is looked up again, but nobody makes us ask all the time
AWAY_FOR = 10.0  # seconds for which nobody else waits for a service that did not answer
NOTICE_LASTS = timedelta(minutes=10)  # how old a logout notice may be
ALGORITHMS = ("RS256", "ES256")
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
WELCOME = ("userinfo_endpoint", "end_session_endpoint")
TIMES = frozenset({"exp", "iat", "nbf"})


class _Bounded(HTTPAdapter):
    """Reads an answer to its end or to our limits, whichever comes first."""

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        answer = super().build_response(req, resp)
        ends, read = time.monotonic() + PATIENCE, b""
        # Asked for as it is; what comes packed all the same could unpack to anything.
        whole = "Content-Encoding" not in answer.headers
        try:
            while whole and (piece := resp.read1(65_536, decode_content=False)):
                read += piece
                whole = len(read) <= LARGEST_ANSWER and time.monotonic() < ends
        except HTTPError as broken:
            raise RequestException("broken off") from broken
        finally:
            resp.close()
        if not whole or answer.is_redirect:
            raise RequestException("too large, too slow, packed or sent elsewhere")
        answer.raw = BytesIO(read)
        return answer


class _Session(OAuth2Session):  # type: ignore[misc]
    """One conversation with a service."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.headers["Accept-Encoding"] = "identity"
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Bounded())

    def request(self, method: str, url: str, *given: Any, **named: Any) -> Response:
        named.update(timeout=PATIENCE, allow_redirects=False, stream=True)
        answer: Response = super().request(method, url, *given, **named)
        return answer


class _App(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]
    """Authlib's client of one service, without a web framework: what it would keep in a session
    is worked out by `ways`."""

    client_cls = _Session
    keys_asked_at = float("-inf")

    def fetch_jwk_set(self, force: bool = False) -> Any:
        force = force and time.monotonic() - self.keys_asked_at > KEYS_AGAIN_AFTER
        if force or "jwks" not in self.server_metadata:
            self.keys_asked_at = time.monotonic()
        return super().fetch_jwk_set(force)


class Service:
    """One council's sign-in service, as this process knows it. Safe to use from many threads."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._lock = Lock()
        self._app: _App | None = None
        self._known_until = self._away_until = float("-inf")

    def where_to_sign_in(self, way: Way, back_to: str) -> str:
        """The address to go to. Raises CannotSignIn."""
        more = {"acr_values": " ".join(self.provider.acr)} if self.provider.acr else {}
        with _faults():
            made = self._known().create_authorization_url(
                back_to, state=way.state, nonce=way.nonce, code_verifier=way.verifier, **more
            )
        return str(made["url"])

    def where_to_sign_out(self, back_to: str) -> str | None:
        """The address at which they sign out over there; None where there is none. Raises
        CannotSignIn."""
        with _faults():
            app = self._known()
            if "end_session_endpoint" not in app.server_metadata:
                return None
            made = app.create_logout_url(back_to, client_id=self.provider.client_id)
        return str(made["url"])

    def tells_who_left(self) -> bool:
        """Whether it says that it does back-channel logout. Raises CannotSignIn."""
        return self._known().server_metadata["backchannel_logout_supported"] is True

    def who_came(self, way: Way, code: str, issuer: str, back_to: str) -> Said:
        """Who has come back with this code. issuer: as the way back said, "" if it did not.

        Raises CannotSignIn.
        """
        with _faults():
            app = self._known()
            says_issuer = app.server_metadata["authorization_response_iss_parameter_supported"]
            # RFC 9207: an answer of another council's service is not taken for this one's.
            if issuer != self.provider.issuer and (issuer or says_issuer):
                raise CannotSignIn(Fault.ISSUER)
            token = app.fetch_access_token(back_to, code=code, code_verifier=way.verifier)
            claims = app.parse_id_token(
                token, way.nonce, claims_options=self._meant_for_us(), leeway=LEEWAY
            )
            if not claims:
                raise CannotSignIn(Fault.ODD)
            if not rules.second_factor(claims, self.provider.amr, frozenset(self.provider.acr)):
                raise CannotSignIn(Fault.SECOND_FACTOR)
            whole = {**claims, **self._what_is_missing(app, token, claims)}
        return rules.said(whole, self.provider.groups_claim, self.provider.person_claim)

    def who_left(self, token: str) -> SignedOut:
        """Whom this logout token signs out. Raises CannotSignIn."""
        if len(token) > LONGEST_TOKEN:
            raise CannotSignIn(Fault.ODD)
        with _faults():
            app = self._known()
            found = _decoded(app, token)
            options = {**self._meant_for_us(), "iat": {"essential": True}}
            JWTClaims(found.claims, found.header, options).validate(leeway=LEEWAY)
            # Not every service says when a notice ends; ours counts for as long as this.
            if time.time() - found.claims["iat"] > NOTICE_LASTS.total_seconds():
                raise CannotSignIn(Fault.EXPIRED)
        return rules.signed_out(found.claims)

    def _what_is_missing(
        self, app: _App, token: dict[str, Any], claims: dict[str, Any]
    ) -> dict[str, Any]:
        """Some services put groups and address only where they have to be asked for. Never the
        second factor: that is the sign-in's own, and stands in the ID token or nowhere."""
        person = self.provider.person_claim or "email"
        missing = {self.provider.groups_claim, person} - set(claims)
        if not missing or "userinfo_endpoint" not in app.server_metadata:
            return {}
        more = app.userinfo(token=token)
        if more.get("sub") != claims["sub"]:
            raise CannotSignIn(Fault.ODD)
        found = {name: more[name] for name in missing if name in more}
        if "email" in found:  # one is worth nothing without the other
            found["email_verified"] = more.get("email_verified")
        return found

    def _meant_for_us(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client_id},
        }

    def _known(self) -> _App:
        """The service as its discovery document describes it, asked once an hour."""
        with self._lock:
            if self._app is not None and time.monotonic() < self._known_until:
                return self._app
            if time.monotonic() < self._away_until:
                raise CannotSignIn(Fault.AWAY)
            try:
                with _faults():
                    self._app = self._discovered()
            except CannotSignIn:
                self._app, self._away_until = None, time.monotonic() + AWAY_FOR
                raise
            self._known_until = time.monotonic() + KNOWN_FOR
            return self._app

    def _discovered(self) -> _App:
        issuer = self.provider.issuer
        with _Session() as session:
            answer = session.request(
                "GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration", withhold_token=True
            )
            answer.raise_for_status()
            document = answer.json()
        if document["issuer"] != issuer:
            raise CannotSignIn(Fault.SETUP)
        # By name: Authlib hands everything on to its client, where other names mean other things
        # ("verify" would switch TLS off).
        named = {name: document[name] for name in (*NEEDED, *WELCOME) if name in document}
        loopback = self.provider.on_this_computer
        if not all(fits(named.get(name), loopback=loopback) for name in {*NEEDED, *named}):
            raise CannotSignIn(Fault.SETUP)
        for name in (
            "authorization_response_iss_parameter_supported",
            "backchannel_logout_supported",
        ):
            named[name] = document.get(name) is True
        return _App(
            None,
            client_id=self.provider.client_id,
            client_secret=self.provider.client_secret,
            client_kwargs={
                "scope": " ".join(self.provider.scopes),
                "code_challenge_method": "S256",
            },
            # Ours, whatever the document offers: never "none", never a shared secret.
            id_token_signing_alg_values_supported=list(ALGORITHMS),
            **named,
        )


def whose(token: str) -> tuple[str, frozenset[str]]:
    """Issuer and audience that a token claims, unchecked: only to find whose keys to check it
    with. ("", nobody) for what is no token."""
    try:
        claims = json.loads(urlsafe_b64decode(token[:LONGEST_TOKEN].split(".")[1].encode()))
        return str(claims["iss"]), rules.listed(claims["aud"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return "", frozenset()


def _decoded(app: _App, token: str) -> jwt.Token:
    """As Authlib does for ID tokens: an unknown key may be a new one."""
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    try:
        return jwt.decode(token, KeySet.import_key_set(app.fetch_jwk_set()), registry=registry)
    except InvalidKeyIdError:
        newest = app.fetch_jwk_set(force=True)
        return jwt.decode(token, KeySet.import_key_set(newest), registry=registry)


@contextmanager
def _faults() -> Iterator[None]:
    """Whatever goes wrong while asking, as one of the faults that we have words for."""
    try:
        yield
    except CannotSignIn:
        raise
    except ClaimError as wrong:
        raise CannotSignIn(_about_claim(wrong)) from wrong
    except JoseError as wrong:
        raise CannotSignIn(Fault.SIGNATURE) from wrong
    except OAuthError as refused:
        # The code is used up or too old: they begin again. Anything else is between us and them.
        again = refused.error == "invalid_grant"
        raise CannotSignIn(Fault.STATE if again else Fault.SETUP) from refused
    except OSError as away:  # every error of `requests`, and of the sockets below it
        raise CannotSignIn(Fault.AWAY) from away
    except (ValueError, LookupError, TypeError, AttributeError, RuntimeError) as strange:
        raise CannotSignIn(Fault.SETUP) from strange


def _about_claim(wrong: ClaimError) -> Fault:
    if isinstance(wrong, ExpiredTokenError) or wrong.claim in TIMES:
        return Fault.EXPIRED
    about = {
        "iss": Fault.ISSUER,
        "aud": Fault.AUDIENCE,
        "azp": Fault.AUDIENCE,
        "nonce": Fault.NONCE,
    }
    return about.get(wrong.claim, Fault.ODD)
