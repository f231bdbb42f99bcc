"""The scripts under the strictest content policy, in Chromium: nothing blocked, nothing kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Route

from .gallery import ROOT, SHOWS, draw

HOME = "http://localhost:9/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self' "
    "http://neutral.test; require-trusted-types-for 'script'; trusted-types site"
)


@dataclass
class Site:
    """A page in front, what was posted from it, and what the policy blocked."""

    page: Page
    posted: list[tuple[str, str]] = field(default_factory=list)

    def blocked(self) -> list[Any]:
        return list(json.loads(self.page.evaluate("JSON.stringify(window.blocked)")))

    def show(self, html: str) -> None:
        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(HOME)
            if route.request.method == "POST":
                self.posted.append((path, route.request.post_data or ""))
                route.fulfill(status=204)
            elif path.startswith("static/"):
                route.fulfill(path=ROOT / path.partition("?")[0])
            else:
                neutral = route.request.url.startswith("http://neutral.test")
                route.fulfill(
                    body="<h1>Weather</h1>" if neutral else html,
                    headers={
                        "Content-Type": "text/html; charset=utf-8",
                        "Content-Security-Policy": POLICY,
                    },
                )

        self.page.route("**/*", answer)
        self.page.goto(HOME)
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.add_init_script(
        "window.blocked = []; addEventListener('securitypolicyviolation',"
        " (e) => blocked.push(e.violatedDirective + ' ' + e.sample));"
    )
    yield Site(page)
    page.close()


@pytest.mark.parametrize("show", SHOWS)
def test_every_part_is_open_to_everyone(site: Site, show: str) -> None:
    """No fault by WCAG 2.2 A and AA in light and dark; no sideways scroll at 320 px or 200 %."""
    # As tall as the page: axe takes what lies under the menu at the thumb for a target too small,
    # though it scrolls out from there.
    site.page.set_viewport_size({"width": 320, "height": 6000})
    site.show(draw(show))
    for theme, look in (("leaf", "light"), ("clay", "dark")):
        site.page.evaluate(
            "([t, l]) => Object.assign(document.documentElement.dataset,{theme: t, look: l})",
            [theme, look],
        )
        found = Axe().run(
            site.page,
            options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
        )
        assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    over = "document.documentElement.scrollWidth - innerWidth"
    assert site.page.evaluate(over) <= 0
    site.page.set_viewport_size({"width": 360, "height": 640})
    site.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert site.page.evaluate(over) <= 0


@pytest.mark.parametrize("show", ["home", "plan", "forms"])
def test_nothing_is_blocked(site: Site, show: str) -> None:
    faults: list[str] = []
    site.page.on("pageerror", lambda error: faults.append(str(error)))
    site.show(draw(show))
    assert site.blocked() == [] and faults == []


def test_leaving_tells_the_server_and_lands_on_the_neutral_page(site: Site) -> None:
    site.show(draw("forms", leave_to="http://neutral.test/"))
    site.page.fill("#say", "Not for other eyes")
    site.page.click("text=Leave")
    site.page.wait_for_url("http://neutral.test/")
    assert site.posted == [("leave", "by=script")]
    assert site.page.evaluate("history.length") == 2  # about:blank and here: ours gave up its place


def test_leaving_takes_what_this_site_keeps_with_it(site: Site) -> None:
    site.show(draw("forms", leave_to="http://neutral.test/"))
    site.page.evaluate("""async () => {
        localStorage.setItem("kept", "words");
        sessionStorage.setItem("kept", "words");
        await (await caches.open("kept")).put("/kept", new Response("words"));
        await (await caches.open("shell-1")).put("/help", new Response("public"));
        await new Promise((done) => (indexedDB.open("kept").onsuccess = ({ target }) =>
            done(target.result.close())));
    }""")
    site.page.click("text=Leave")
    site.page.wait_for_url("http://neutral.test/")
    site.page.goto(HOME)
    kept = site.page.evaluate("""async () => [
        Object.keys(localStorage).filter((name) => name != "left"),
        Object.keys(sessionStorage),
        await caches.keys(),
        (await indexedDB.databases()).map((one) => one.name).filter((name) => name != "left"),
    ]""")
    assert kept == [[], [], ["shell-1"], []]


def test_unsent_words_are_not_lost_silently(site: Site) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    site.page.on("dialog", answer)
    site.show(draw("forms"))
    site.page.click("#say")
    site.page.keyboard.type("Hello")
    site.page.goto(HOME + "elsewhere")
    assert asked == ["beforeunload"]
    assert site.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_one_tap_one_message(site: Site) -> None:
    site.show(draw("forms"))
    form = "form[data-enhance=busy]"
    site.page.evaluate(f"document.querySelector('{form}').action = '/send'")
    site.page.fill("#say", "Once")
    button = site.page.locator(f"{form} button")
    button.click()
    button.click(force=True)
    site.page.wait_for_timeout(200)
    assert len(site.posted) == 1
    assert button.inner_text() == "Sending…"


def test_a_page_in_front_is_marked_as_seen(site: Site) -> None:
    site.show(draw("plan"))
    assert site.posted == [("", "csrf_token=x&drawn=")]


def test_a_personal_page_is_covered_while_it_is_not_in_front(site: Site) -> None:
    site.show(draw("home"))
    site.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
        "document.dispatchEvent(new Event('visibilitychange'));0"
    )
    assert site.page.evaluate("getComputedStyle(document.body).opacity") == "0"
