"""What a first visit weighs, and when its largest paint comes, in a real Chromium.

Bytes are those on the wire, headers included, as the browser's own protocol counts them, up to
the load event. Each visit is a new browser context, so nothing is kept from an earlier one; the
service worker is left out, which would fetch the public shell beside a later page.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench.people import Measured, gather
from tests.bench.report import Part, Row
from tests.bench.speed import fetch
from tests.bench.stage import Stage
from tests.browsers import CHROMIUM, FLAGS, demo_sign_in, phone_context

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER_CPU = 4
PAINTS = 3
AFTER_LOAD_MS = 600
FIRST, NEXT = 15_000, 6_000  # bytes a first visit and a next page may weigh
REQUESTS = 5

FLOOR_CSS = """body{font:1.125rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:40rem}
body{padding:1rem;color:#1d2433;background:#fffdf8}
h1{font-size:1.6rem;margin:.5em 0}a{color:#1b5e4b}p{margin:.6em 0}
"""

LARGEST = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done(null), 3000);
})"""


@dataclass
class Wire:
    """What came over the wire for one page: bytes by request, and when the load event was."""

    urls: dict[str, str] = field(default_factory=dict)
    came: list[tuple[str, float, int]] = field(default_factory=list)  # request, moment, bytes
    load: float = float("inf")

    def listen(self, context: BrowserContext, page: Page) -> Any:
        to_browser = context.new_cdp_session(page)
        to_browser.on("Network.requestWillBeSent", self._asked)
        to_browser.on("Network.loadingFinished", self._finished)
        to_browser.on("Page.loadEventFired", self._loaded)
        to_browser.send("Network.enable")
        to_browser.send("Page.enable")
        return to_browser

    def _asked(self, said: dict[str, Any]) -> None:
        self.urls[said["requestId"]] = said["request"]["url"]

    def _finished(self, said: dict[str, Any]) -> None:
        self.came.append((said["requestId"], said["timestamp"], int(said["encodedDataLength"])))

    def _loaded(self, said: dict[str, Any]) -> None:
        self.load = said["timestamp"]

    def before_load(self) -> list[tuple[str, int]]:
        return [(self.urls.get(key, "?"), size) for key, at, size in self.came
                if at <= self.load and size]  # fmt: skip

    def after_load(self) -> int:
        return sum(size for _, at, size in self.came if at > self.load)


def measure(stage: Stage, large: bool) -> list[Part]:
    database, _rate = stage.filled("sqlite")
    measured = gather(database)
    database.dispose()
    _make_floors(stage, measured)
    with stage.serving("app:app", database) as server, _browser() as browser:
        address = f"http://localhost:{server.port}"
        cookies = _signed_in(browser, address)
        return [_weights(browser, address, cookies), _paints(browser, address, cookies)]


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def _signed_in(browser: Browser, address: str) -> list[Any]:
    """Mia's cookies, got as a person gets them: at /demo, with one tap."""
    phone = phone_context(browser, address, service_workers="block")
    demo_sign_in(phone, "mia")
    cookies = phone.cookies()
    phone.close()
    return cookies


def _phone(browser: Browser, address: str, cookies: list[Any], **more: Any) -> BrowserContext:
    phone = phone_context(browser, address, service_workers="block", **more)
    phone.add_cookies(cookies)
    return phone


# --- weight ----------------------------------------------------------------------------------


def _weights(browser: Browser, address: str, cookies: list[Any]) -> Part:
    rows = []
    for name, path, kept, following in (
        ("sign-in", "/sign-in", [], {}),
        ("home", "/home", cookies,
         {"plan": "/plan", "dates": "/dates", "messages": "/messages", "my say": "/my-say"}),
    ):  # fmt: skip
        phone = _phone(browser, address, kept)
        page = phone.new_page()
        rows.append(_visit(phone, page, f"first visit: {name}", path, FIRST, REQUESTS))
        for after, at in following.items():
            rows.append(_visit(phone, page, f"then: {after}", at, NEXT, None))
        phone.close()
    return Part("weight", "Bytes on the wire, compressed, and requests, up to the load event", rows)


def _visit(
    phone: BrowserContext, page: Page, name: str, path: str, most: int, requests: int | None
) -> Row:
    wire = Wire()
    to_browser = wire.listen(phone, page)
    page.goto(path, wait_until="load")
    page.wait_for_timeout(AFTER_LOAD_MS)
    to_browser.detach()
    came = wire.before_load()
    return {
        "page": name,
        "bytes": sum(size for _, size in came),
        "budget": most,
        "requests": len(came),
        "at most": requests,
        "after load": wire.after_load(),
        "which": " ".join(f"{_short(url)}={size}" for url, size in came),
    }


def _short(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2] or "/"


# --- paint -----------------------------------------------------------------------------------


def _paints(browser: Browser, address: str, cookies: list[Any]) -> Part:
    rows: list[Row] = []
    for name, path, kept in (("sign-in", "/sign-in", []), ("home", "/home", cookies)):
        ours, floors = [], []
        for _ in range(PAINTS):
            ours.append(_largest(browser, address, path, kept))
            floors.append(_largest(browser, address, f"/static/bench/{name}.html", kept))
        rows.append({
            "page": name,
            "ms": median(ours),
            "floor ms": median(floors),
            "ratio": median(ours) / median(floors),
            "target": 1.3,
        })  # fmt: skip
    return Part(
        "paint",
        "Largest paint of a first visit at 400 kbit/s, 400 ms and a processor four times slower, "
        "against the same words in bare HTML from the same server",
        rows,
    )


def _largest(browser: Browser, address: str, path: str, cookies: list[Any]) -> float:
    # The policy on static files would keep the bare page from its own style sheet.
    phone = _phone(browser, address, cookies, bypass_csp=True)
    page = phone.new_page()
    to_browser = phone.new_cdp_session(page)
    to_browser.send("Network.enable")
    to_browser.send("Network.emulateNetworkConditions", SLOW)
    to_browser.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    page.goto(path, wait_until="load")
    page.wait_for_timeout(AFTER_LOAD_MS)
    found = page.evaluate(LARGEST)
    phone.close()
    if found is None:
        raise RuntimeError(f"{path}: no largest paint was seen")
    return float(found)


class _Words(HTMLParser):
    """The words of a page, a paragraph for each piece of text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("input", "meta", "link", "path", "br", "img"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        hidden = {"head", "noscript", "script", "style"} & set(self._inside)
        if data.strip() and not hidden:
            kind = "h1" if "h1" in self._inside else "a" if "a" in self._inside else "p"
            self.found.append((kind, data.strip()))


def _make_floors(stage: Stage, measured: Measured) -> None:
    """Bare pages with the words of ours, as static files of the staged copy."""
    database, _rate = stage.filled("sqlite")
    folder = stage.copy / "static" / "bench"
    folder.mkdir(exist_ok=True)
    with stage.serving("app:app", database) as server:
        pages = {
            "sign-in": fetch(server, "/sign-in"),
            "home": fetch(server, "/home", measured.young),
        }
    (folder / "floor.css").write_text(FLOOR_CSS)
    for name, drawn in pages.items():
        (folder / f"{name}.html").write_text(_bare(drawn))
    stage.compress()


def _bare(drawn: str) -> str:
    words = _Words()
    words.feed(drawn)
    lines = {
        "h1": "<h1>{}</h1>", "p": "<p>{}</p>", "a": '<p><a href="#">{}</a></p>',
    }  # fmt: skip
    body = "\n".join(lines[kind].format(html.escape(text)) for kind, text in words.found)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Floor</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="stylesheet" href="floor.css"></head><body>\n' + body + "\n</body></html>\n"
    )
