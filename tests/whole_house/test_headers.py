"""Every answer of every address has the headers that its kind declares: no more, no fewer.

The sets are written out again here, so that changing one is done twice and thought about once.
"""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from portal.core.access import Cache, Data, Role, door_of
from portal.core.assets import STATIC
from portal.core.headers import Kind, declared
from portal.core.settings import Settings
from tests import makers
from tests.whole_house.test_every_page import KINDS, address_of

PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; "
        "worker-src 'self'; "
        "form-action 'self' https://www.bbc.co.uk; frame-ancestors 'none'; base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types site"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "hid=(), idle-detection=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
THING = {
    "Content-Security-Policy": NOTHING,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
NO_STORE = {
    "Cache-Control": "no-store",
    "Vary": "Cookie, Accept-Encoding",
    "X-Robots-Tag": "noindex",
}
ASK_AGAIN = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language, Accept-Encoding"}
SETS = {
    "shell": PAGE | ASK_AGAIN,
    "public": PAGE | ASK_AGAIN,
    "personal": PAGE | NO_STORE,
    "never": PAGE | NO_STORE,
    "speaking": PAGE
    | NO_STORE
    | {
        "Permissions-Policy": (
            "browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
            "hid=(), idle-detection=(), microphone=(self), midi=(), payment=(), serial=(), usb=()"
        )
    },
    "framing": PAGE
    | NO_STORE
    | {"Content-Security-Policy": f"{PAGE['Content-Security-Policy']}; frame-src 'self'"},
    "framed": PAGE
    | NO_STORE
    | {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
            "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
        ),
        "X-Frame-Options": "SAMEORIGIN",
    },
    "file": THING | NO_STORE | {"Content-Security-Policy": f"{NOTHING}; sandbox"},
    "machine": THING | NO_STORE,
    "asset": THING | ASK_AGAIN,
    "worker": THING
    | ASK_AGAIN
    | {
        "Content-Security-Policy": (
            f"{NOTHING}; connect-src 'self'; require-trusted-types-for 'script'"
        )
    },
    "static": THING | {"Cache-Control": "max-age=31536000, public, immutable"},
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
# Said of one answer only.
OF_ONE = {"Content-Type", "Content-Length", "Content-Encoding", "Set-Cookie", "Date"}
CLEARS = {"people.leave", "people.sign_out"}


def kind(mark, status, mimetype, method) -> str:
    """What an answer is, said a second way: by what the door and the address promise."""
    if mark is None:
        return "never"
    page = mimetype == "text/html"
    kept = mark.data is Data.PUBLIC and mark.cache in (Cache.SHELL, Cache.PUBLIC)
    if kept and method in ("GET", "HEAD") and status == 200:
        if page:
            return "shell" if mark.cache is Cache.SHELL else "public"
        return "worker" if mimetype == "text/javascript" else "asset"
    if not page:
        return "file" if mark.file and status in (200, 206) else "machine"
    speaks = status == 422 or (status == 200 and method in ("GET", "HEAD"))
    if mark.microphone and speaks:
        return "speaking"
    if status == 200 and method in ("GET", "HEAD") and (mark.framed or mark.frames):
        return "framed" if mark.framed else "framing"
    return "personal" if mark.data is Data.PERSONAL else "never"


def faults(answer, name, endpoint=None) -> list[str]:
    """What differs from the set called `name`."""
    given = {key: value for key, value in answer.headers if key not in OF_ONE}
    wanted = dict(SETS[name])
    if name in ("shell", "public", "asset", "worker") and not given.pop("ETag", ""):
        return ["no ETag"]
    if 300 <= answer.status_code < 400:
        given.pop("Location", None)
    if answer.status_code == 405 or answer.request.method == "OPTIONS":
        given.pop("Allow", None)
    if name == "file" and answer.status_code == 200:
        if not given.pop("Content-Disposition", "").startswith("attachment; filename="):
            return ["not to be kept"]
        for of_parts in ("Accept-Ranges", "ETag", "Last-Modified"):
            given.pop(of_parts, "")
    if endpoint in CLEARS and answer.status_code == 303:
        wanted["Clear-Site-Data"] = '"cache"'
    return [
        f"{key}: {given.get(key)!r}, not {wanted.get(key)!r}"
        for key in sorted(given.keys() | wanted.keys())
        if given.get(key) != wanted.get(key)
    ]


@pytest.fixture(params=[None, *Role], ids=lambda role: role.value if role else "signed-out")
def role(request):
    return request.param


@pytest.fixture
def visit(make_app, db, role):
    """A browser on an app with the demo's own addresses too: signs in afresh when that ended."""
    app = make_app(demo=True)
    makers.the_council(db).kind = "demo"
    person = role and makers.make_person(db, KINDS.get(role, makers.PersonKind.STAFF))

    def browser():
        client = app.test_client()
        client.handle = db
        if person:
            client.sign_in(person, role)
        return client

    return browser


@pytest.mark.one_engine
def test_every_address_answers_with_the_set_of_its_kind(visit, role, capsys):
    client = visit()
    app = client.application
    wrong, seen = [], Counter()
    rules = list(app.url_map.iter_rules())
    # One address may have a door for each method.
    doors = {
        (rule.rule, way): door_of(app, rule.endpoint) for rule in rules for way in rule.methods
    }
    for rule in rules:
        address = address_of(rule)
        for method, headers in [
            ("GET", {}),
            ("HEAD", {}),
            ("POST", {}),  # without a token
            ("POST", {"Sec-Fetch-Site": "cross-site"}),
            ("PUT", {}),
            ("OPTIONS", {}),
        ]:
            # Not by the tests' own browser, which takes an empty answer for a broken page.
            answer = FlaskClient.open(client, address, method=method, headers=headers)
            there = doors.get((rule.rule, method))
            found = kind(there, answer.status_code, answer.mimetype, method)
            seen[found, answer.status_code] += 1
            wrong += [
                f"{role} {method} {address} {answer.status_code} {found}: {fault}"
                for fault in faults(answer, found, rule.endpoint)
            ]
            if rule.endpoint in CLEARS and answer.status_code == 303:
                client = visit()
    assert wrong == [], "\n".join(wrong)
    assert {code for _, code in seen} >= {200, 403, 405}
    with capsys.disabled():
        kinds = ", ".join(f"{n} {name} {code}" for (name, code), n in sorted(seen.items()))
        print(f"\n{role or 'signed out'}: {sum(seen.values())} answers: {kinds}")


def test_each_kind_is_met(visit, role):
    """Addresses known by name, so that a door marked wrongly is seen."""
    client = visit()
    for address, name in {
        "/help": "shell",
        "/help/words": "shell",
        "/offline": "shell",
        "/app.webmanifest": "asset",
        "/sw.js": "worker",
        "/healthz": "machine",
        "/demo/people.json": "machine",
        "/sign-in": "never",
        "/no-such-page": "never",
    }.items():
        answer = client.get(address)
        assert faults(answer, name) == [], address
    if role is not None:
        assert faults(client.get("/my-app"), "personal") == []


def test_an_unchanged_page_says_the_same(visit, role):
    client = visit()
    first = client.get("/help")
    again = client.get("/help", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert faults(again, "shell") == []


def test_every_file_of_ours(house):
    client = house.test_client()
    files = [
        file
        for file in sorted(STATIC.rglob("*"))
        if file.is_file() and file.suffix not in (".br", ".gz")
    ]
    assert len(files) > 9
    for file in files:
        answer = client.get(f"/static/{file.relative_to(STATIC).as_posix()}?v=1")
        assert answer.status_code == 200
        for name in ("Last-Modified", "ETag"):
            answer.headers.pop(name, None)
        if "Vary" in answer.headers:  # only where a packed copy lies beside the file
            assert answer.headers.pop("Vary") == "Accept-Encoding"
        assert faults(answer, "static") == [], file
        answer.close()


def test_over_tls_every_kind_says_to_stay_there(tmp_path):
    plain = Settings(data=tmp_path, database_url="sqlite://", keys=("k" * 32,))
    secure = Settings(
        data=tmp_path, database_url="sqlite://", keys=("k" * 32,), public_url="https://a.example"
    )
    assert {kind.value: found for kind, found in declared(plain).items()} == SETS
    assert {kind.value: found for kind, found in declared(secure).items()} == {
        name: found | HSTS for name, found in SETS.items()
    }
    assert {kind.value for kind in Kind} == SETS.keys()


def test_no_policy_is_loose(tmp_path):
    settings = Settings(
        data=tmp_path, database_url="sqlite://", keys=("k" * 32,),
        neutral_site="https://quiet.example/page?x=1",
    )  # fmt: skip
    for name, found in declared(settings).items():
        policy = found["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; "), name
        # One kind alone is shown within a page, and within one of ours.
        within = "'self'" if name is Kind.FRAMED else "'none'"
        assert f"frame-ancestors {within}" in policy, name
        assert ("frame-src" in policy) == (name is Kind.FRAMING), name
        assert "unsafe" not in policy
        assert "*" not in policy
        hosts = [word for word in policy.split() if urlsplit(word).netloc]
        assert hosts in ([], ["https://quiet.example;"]), name
