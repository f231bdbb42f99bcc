"""What every answer carries, and what no request gets: over TLS, for files, in errors."""

import json
from pathlib import Path

import pytest

from portal.core.words import COOKIE_OVER_TLS
from tests import makers

REPO = Path(__file__).resolve().parents[2]
FILES = sorted(
    "/" + path.relative_to(REPO).as_posix()
    for path in (REPO / "static").rglob("*")
    if path.suffix in (".css", ".js", ".svg", ".png")
)
SOME = [FILES[0], "/", "/sign-in", "/help", "/home", "/app.webmanifest", "/sw.js", "/nothing-here"]


@pytest.fixture
def over_tls(make_app, db):
    """A browser at a house that people reach over TLS."""
    client = make_app(public_url="https://portal.example").test_client()
    client.handle = db
    return client


@pytest.mark.parametrize("address", [*FILES, *SOME])
def test_every_answer_is_for_us_alone(client, address):
    answer = client.get(address, buffered=True)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not [name for name in answer.headers if name[0].startswith("Access-Control-")]


@pytest.mark.parametrize("address", [*FILES, *SOME])
def test_every_text_says_its_letters(client, address):
    """JSON and SVG without a mark are UTF-8 by their own rules."""
    answer = client.get(address, buffered=True)
    if answer.get_data():
        assert answer.mimetype
        if answer.mimetype.startswith("text/"):
            assert answer.content_type.lower().replace('"', "").endswith("charset=utf-8")
        if answer.mimetype.endswith("json"):
            json.loads(answer.get_data())
        answer.get_data() if answer.mimetype.startswith("image/png") else answer.get_data(True)


def test_every_cookie_is_bound_to_this_host_over_tls(over_tls):
    form = over_tls.get("/language", base_url="https://portal.example")
    data = {**over_tls.form("/language", {"language": "ar"}).hidden, "language": "ar"}
    sent = over_tls.post("/language", data=data, base_url="https://portal.example")
    cookies = [*form.headers.getlist("Set-Cookie"), *sent.headers.getlist("Set-Cookie")]
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert {COOKIE_OVER_TLS, "__Host-session"} <= names
    for cookie in cookies:
        assert cookie.startswith("__Host-"), cookie
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert part in cookie, cookie
        assert "Domain" not in cookie
    again = over_tls.get("/help", base_url="https://portal.example")
    assert 'lang="ar"' in again.text


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/", "/help", "/home", FILES[0]])
def test_methods_that_nothing_here_uses_are_refused(client, db, method, address):
    client.sign_in(makers.make_young(db))
    answer = client.open(address, method=method, buffered=True, headers={"X-Secret": "echoed"})
    assert answer.status_code in (403, 404, 405)
    assert "echoed" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config", "/.git/HEAD", "/app.py", "/portal/site.py", "/data/key", "/static/",
        "/static", "/static/css/", "/static/../app.py", "/static/%2e%2e/app.py",
        "/static/css/../../app.py", "/static//etc/passwd", "/templates/layout/page.html",
        "/static/css/%00", "/%2e%2e/%2e%2e/etc/passwd",
    ],
)  # fmt: skip
def test_nothing_but_our_files_is_served(client, address):
    answer = client.get(address, buffered=True)
    assert answer.status_code in (301, 302, 308, 404), answer.status_code
    assert "Index of" not in answer.text


def test_an_error_tells_nothing_of_the_inside(make_app, db, monkeypatch):
    app = make_app()
    app.testing = False

    def broken() -> str:
        raise RuntimeError("the secret of Zebedee")

    monkeypatch.setitem(app.view_functions, "help.help_page", broken)
    monkeypatch.setattr(broken, "__door__", None, raising=False)
    answer = app.test_client().get("/help")
    assert answer.status_code == 500
    for inside in ("Zebedee", "RuntimeError", "Traceback", "portal/", ".py", "SELECT"):
        assert inside not in answer.text


@pytest.mark.parametrize(("proxies", "told"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_callers_address_is_believed_only_from_our_own_proxies(make_app, proxies, told):
    """What stands further left in the list was written by the caller, and counts for nothing."""
    from flask import request

    app = make_app(proxies=proxies)
    seen = []
    app.before_request(lambda: seen.append(request.remote_addr))
    app.test_client().get("/healthz", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9",
                                               "X-Real-IP": "198.51.100.2",
                                               "Forwarded": "for=198.51.100.3"})  # fmt: skip
    assert seen == [told]


def test_what_is_sent_is_bounded(client, db):
    client.sign_in(makers.make_young(db))
    assert client.post("/messages/tap", data={"kind": "a" * 1_100_000}).status_code == 413
    # Here a picture may come, and that is bounded as well.
    assert client.post("/messages", data={"text": "a" * 25_200_000}).status_code == 413


ODD = [
    "http://[",
    "http://[::1",
    "é",
    "//",
    "null",
    "http://localhost:99999999",
    "http://\u2100",
    "[" * 99,
]


@pytest.mark.parametrize("said", ODD)
@pytest.mark.parametrize(
    "name",
    ["Origin", "Referer", "Cookie", "User-Agent", "Accept-Language", "Content-Type", "Range",
     "If-None-Match", "X-Forwarded-For"],
)  # fmt: skip
def test_whatever_a_browser_says_of_itself_breaks_nothing(client, db, name, said):
    client.application.testing = False  # an error of ours would be a page, not an exception
    client.sign_in(makers.make_young(db))
    del client.environ_base["HTTP_SEC_FETCH_SITE"]
    value = said.encode().decode("latin-1")
    headers = {name: f"session={value}; language={value}" if name == "Cookie" else value}
    for method, address in [("GET", "/language"), ("GET", "/home"), ("GET", FILES[0]),
                            ("POST", "/language"), ("POST", "/leave")]:  # fmt: skip
        answer = client.open(address, method=method, headers=headers, buffered=True)
        assert answer.status_code < 500, (method, address)
        if method == "POST":
            assert answer.status_code in (400, 403), (method, address)


@pytest.mark.parametrize(
    "query",
    ["done=%ff", "before=%ff", "before=" + "9" * 400, "before=1e999", "code=%ff%fe", "to=%ff",
     "day=9999-99-99", "page=-1", "done=a&done=b", "=", "%", "&&&"],
)  # fmt: skip
@pytest.mark.one_engine
def test_whatever_stands_in_an_address_breaks_no_page(client, db, query):
    client.application.testing = False
    client.sign_in(makers.make_young(db))
    for rule in client.application.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            answer = client.get(f"{rule.rule}?{query}")
            assert answer.status_code < 500, rule.rule
