"""Every page that five people can reach by links, in a real browser: nothing is asked of another
host, nothing is refused by the content policy, no script fails, every answer is dressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browsers import demo_sign_in, phone_context

MOST = 60  # pages for each person
LEAST = {"mia": 15, "ruth": 8, "sam": 15, "grace": 20, "selam": 15}
VIOLATIONS = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


# What is kept and not opened as a page: the rooms' own tests ask for these.
DOWNLOADS = ("/file", "/my-documents/all", "/paper", ".pdf")


@dataclass
class Found:
    """What one person's browser met."""

    host: str
    pages: list[str] = field(default_factory=list)
    answers: int = 0
    elsewhere: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    undressed: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        context.add_init_script(VIOLATIONS)
        context.on("request", lambda asked: self._asked(asked.url))
        context.on("response", self._answered)
        context.on("weberror", lambda fault: self.failed.append(str(fault.error)))
        context.on("console", self._said)

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != self.host:
            self.elsewhere.append(url)

    def _answered(self, answer: Response) -> None:
        self.answers += 1
        headers = answer.headers
        if not headers.get("content-security-policy", "").startswith("default-src 'none'"):
            self.undressed.append(answer.url)

    def _said(self, said: Any) -> None:
        if "Content Security Policy" in said.text or "Trusted" in said.text:
            self.refused.append(said.text)
        elif said.type in ("error", "warning"):
            self.failed.append(said.text)


def walk(page: Page, found: Found) -> None:
    """Breadth first, so that no long list keeps the rest from being seen."""
    waiting, known = [page.url], {page.url}
    while waiting and len(found.pages) < MOST:
        url = waiting.pop(0)
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, f"{url}: {answer.status}"
        page.wait_for_timeout(100)  # what the page's scripts ask for after it has loaded
        found.pages.append(url)
        found.refused += page.evaluate("window.refused")
        for link in page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)"):
            there = urldefrag(link).url
            kept = urlsplit(there).path.endswith(DOWNLOADS)
            if urlsplit(there).netloc == found.host and not kept and there not in known:
                known.add(there)
                waiting.append(there)


@pytest.mark.parametrize("key", LEAST)
def test_every_page_by_links(
    browser: Browser, live: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Found(urlsplit(live).netloc)
    context = phone_context(browser, live)
    found.listen(context)
    page = demo_sign_in(context, key)
    assert page.locator("html").get_attribute("lang") == ("ti" if key == "selam" else "en")
    walk(page, found)
    context.close()
    with capsys.disabled():
        print(
            f"\n{key}: {len(found.pages)} pages, {found.answers} answers; to other hosts "
            f"{len(found.elsewhere)}, refused by policy {len(found.refused)}, "
            f"script errors {len(found.failed)}, without a policy {len(found.undressed)}"
        )
    assert len(found.pages) >= LEAST[key]
    assert found.elsewhere == []
    assert found.refused == []
    assert found.failed == []
    assert found.undressed == []


def test_the_crawl_sees_what_it_looks_for(browser: Browser, live: str) -> None:
    """Each fault made once, on a page that has none."""
    found = Found(urlsplit(live).netloc)
    context = phone_context(browser, live)
    found.listen(context)
    page = context.new_page()
    page.goto("/help")
    page.evaluate("""() => {
        const picture = document.createElement("img");
        picture.src = "https://elsewhere.example/x.png";
        document.body.append(picture);
        setTimeout(() => { throw new Error("a fault"); });
    }""")
    page.wait_for_timeout(200)
    refused = page.evaluate("window.refused")
    context.route("https://elsewhere.example/", lambda route: route.fulfill(body="<p>There"))
    page.goto("https://elsewhere.example/")
    context.close()
    assert [one.split(" ")[0] for one in refused] == ["img-src"]
    assert found.refused
    assert "a fault" in found.failed[0]
    there = "https://elsewhere.example/"
    assert found.elsewhere == [f"{there}x.png", there]
    assert found.undressed == [there]
