"""Fixtures for journeys in a real browser: Debian's Chromium, on a phone's screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)  # fmt: skip

from tests import servers
from tests.pages import problems

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium asks for its maker's hosts whatever the flags above say.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PHONE = {"width": 360, "height": 640}
NARROWEST = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

# A bound, for a machine that does much else; what comes is not waited for any longer than it takes.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield found
    found.close()


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the demo council, loaded once for each test process."""
    folder = tmp_path_factory.mktemp("demo")
    environment = servers.app_environment(folder, servers.free_port())
    servers.flask(environment, "migrate")
    servers.flask(environment, "demo")
    return folder / "alongside.sqlite"


@pytest.fixture(scope="module")
def live_folder(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of this module's served app, with its own copy of the demo council."""
    folder = tmp_path_factory.mktemp("live")
    for file in demo_database.parent.glob("alongside.sqlite*"):
        shutil.copyfile(file, folder / file.name)
    return folder


@pytest.fixture(scope="module")
def live(live_folder: Path) -> Iterator[str]:
    """The address of the app, served with the demo council; one for each module."""
    environment = servers.app_environment(live_folder, servers.free_port())
    with servers.serving(environment) as address:
        yield address


def phone_context(browser: Browser, live: str, **more: object) -> BrowserContext:
    """A phone of its own: 360 × 640, by touch, in London. Cookies are shared with no other."""
    choices = {
        "base_url": live,
        "viewport": PHONE,
        "has_touch": True,
        "is_mobile": True,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        **more,
    }
    return browser.new_context(**choices)  # type: ignore[arg-type]


@pytest.fixture
def phone(browser: Browser, live: str) -> Iterator[BrowserContext]:
    """A phone; at the end it must have met no error and asked no other host."""
    context = phone_context(browser, live)
    faults = watch(context, live)
    yield context
    context.close()
    assert not faults, "\n".join(faults)


def watch(context: BrowserContext, live: str) -> list[str]:
    """Faults that the pages of this phone meet from now on: script errors, refusals by the
    content policy, requests to another host."""
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(f"script: {fault.error}"))
    context.on(
        "console",
        lambda said: faults.append(f"console: {said.text}") if _is_policy(said.text) else None,
    )
    context.on(
        "request",
        lambda asked: (
            faults.append(f"another host: {asked.url}")
            if urlsplit(asked.url).scheme in ("http", "https")
            and urlsplit(asked.url).netloc != urlsplit(live).netloc
            and not asked.is_navigation_request()
            else None
        ),
    )
    return faults


def _is_policy(text: str) -> bool:
    return "Content Security Policy" in text or "TrustedHTML" in text or "TrustedScript" in text


def demo_sign_in(context: BrowserContext, key: str) -> Page:
    """Sign in as a person of the demo council, as the page itself does; their first screen."""
    page = context.new_page()
    page.goto("/demo")
    page.locator(f'button[name="person"][value="{key}"]').or_(
        page.locator(f'form:has(input[name="person"][value="{key}"]) button')
    ).first.click()
    page.wait_for_url(lambda address: urlsplit(address).path != "/demo")  # and it is all there
    return page


def check_page(page: Page) -> None:
    """What every page must be: axe finds nothing, the frame is whole, nothing scrolls sideways."""
    page.wait_for_load_state("load")  # a link just pressed may have brought its beginning only
    found = problems(page.content(), drawn=True)
    found += _axe(page)
    found += _sideways(page)
    assert not found, f"{page.url}:\n  " + "\n  ".join(found)


def _axe(page: Page) -> list[str]:
    before = page.viewport_size
    if before:
        # On a screen as tall as the page the bar at the thumb covers only what it always covers;
        # what can be scrolled out from under it is no fault.
        height = before["height"]
        while (tall := page.evaluate("() => document.documentElement.scrollHeight")) > height:
            height = tall  # a script may have added to the page while it grew
            page.set_viewport_size({**before, "height": height})
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    if before:
        page.set_viewport_size(before)
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for fault in results.response["violations"]
        for node in fault["nodes"]
    ]


def _sideways(page: Page) -> list[str]:
    """Whether the page is wider than the narrowest phone, and what sticks out."""
    before = page.viewport_size
    page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    wide, window = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    out = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                      || e.getBoundingClientRect().left < -1)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
    )
    if before:
        page.set_viewport_size(before)
    return [f"{wide} px wide on {window} px: {out}"] if wide > window else []
