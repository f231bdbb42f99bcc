"""In a real browser: help without a connection, and nothing personal kept."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Page, Route, expect

from portal.helplines.moments import MOMENTS
from portal.offline import shell
from tests.browsers import check_page, demo_sign_in

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      found.push(new URL(request.url).pathname);
  return found;
}"""
WORKS = "() => navigator.serviceWorker.ready.then((found) => found.active.state)"
LANGUAGE_KEPT = """async () => {
  const found = await caches.match("/offline", { ignoreVary: true });
  return /lang="([a-z]+)"/.exec(await found.text())[1];
}"""
NOW = {f"/help/now/{moment.slug}": moment for moment in MOMENTS}
PUBLIC = {"/help", "/help/words", "/offline", *NOW}


def with_worker(page: Page) -> None:
    page.evaluate(WORKS)
    page.wait_for_function("async () => (await caches.match('/offline')) !== undefined")


def kept(page: Page) -> set[str]:
    return set(page.evaluate(KEPT))


def test_help_is_there_without_a_connection(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/help")
    check_page(page)
    with_worker(page)
    phone.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Help")
    expect(page.locator('a[href="tel:08001111"]').first).to_be_visible()
    page.goto("/help/words")
    expect(page.locator("h1")).to_have_text("Words people use")
    drawn: Any = page.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius")
    assert drawn != "0px"  # the style sheet is kept too


def test_a_hard_moment_is_there_signed_out_and_without_a_connection(phone: BrowserContext) -> None:
    """No page of these was ever opened on this phone; only Help was."""
    page = phone.new_page()
    page.goto("/help")
    with_worker(page)
    ways = page.locator('main a[href^="/help/now/"]')
    assert [way.get_attribute("href") for way in ways.all()] == list(NOW)
    phone.set_offline(True)
    for path, moment in NOW.items():
        page.goto("/help")
        page.locator(f'a[href="{path}"]').click()
        expect(page.locator("h1")).to_have_text(str(moment.heading))
        expect(page.locator('a[href="tel:999"]')).to_be_visible()
        expect(page).to_have_title("Help")
        check_page(page)


def test_personal_pages_are_never_kept(phone: BrowserContext) -> None:
    page = demo_sign_in(phone, "mia")
    with_worker(page)
    for path in ("/", "/my-say", "/language"):
        page.goto(path)
    found = kept(page)
    assert found >= PUBLIC
    assert all(path in PUBLIC or path.startswith("/static/") for path in found), found
    phone.set_offline(True)
    page.goto("/my-say")
    expect(page.locator("h1")).to_have_text("No internet right now")
    expect(page.locator('a[href="tel:999"]')).to_be_visible()
    check_page(page)
    phone.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.locator("h1")).to_have_text("My say")


def test_another_language_reaches_the_kept_pages(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/help")
    with_worker(page)
    page.goto("/help")
    page.locator(".top .lang").click()
    page.locator('button[value="ar"]').click()
    page.wait_for_url("**/help")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.wait_for_function(LANGUAGE_KEPT.replace("[1];", "[1] === 'ar';"))
    phone.set_offline(True)
    page.goto("/my-say")
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_where_the_signal_is_nearly_gone_help_does_not_wait(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/help")
    with_worker(page)
    page.goto("/help")  # from here on the worker answers
    hanging: list[Route] = []
    phone.route("**/help", lambda route: hanging.append(route))
    page.goto("/help", timeout=10_000)
    expect(page.locator("h1")).to_have_text("Help")
    assert hanging, "the worker asked the network first"
    phone.unroute_all(behavior="ignoreErrors")


def test_the_kill_switch_clears_the_phone(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/help")
    with_worker(page)
    phone.route(
        "**/sw.js",
        lambda route: route.fulfill(body=shell.no_worker(), content_type="text/javascript"),
    )
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
    page.wait_for_function("async () => (await caches.keys()).length === 0")
    page.wait_for_function(
        "async () => (await navigator.serviceWorker.getRegistrations()).length === 0"
    )


def test_going_back_to_what_a_sent_form_had_drawn_is_no_lack_of_internet(
    phone: BrowserContext,
) -> None:
    """The browser keeps no such page and asks the worker for a copy alone. The page with the form
    is asked for anew."""
    page = demo_sign_in(phone, "fergus")
    with_worker(page)
    page.goto("/content/new")
    page.locator("main form button").click()
    expect(page.locator(".wrong").first).to_be_visible()
    page.goto("/content")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Write a new page")
    expect(page.locator(".wrong")).to_have_count(0)
