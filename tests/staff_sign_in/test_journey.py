"""A worker's day in Chromium: in by the council's own page, and out again because of it.

The app is served as in a council, without made-up people; the service stands on another site
(127.0.0.1, where the app is localhost), so cookies, redirects and the content policy are as real
as they get.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.core import clock
from portal.core.db import Database
from tests import makers, servers
from tests.browsers import check_page, phone_context, watch
from tests.staff_sign_in import service as at
from tests.staff_sign_in.conftest import claims
from tests.staff_sign_in.service import Service

COUNCIL = "Exampleshire County Council"


@dataclass
class Place:
    live: str
    service: Service


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An app and a service that know each other, and one worker who has never been here."""
    folder = tmp_path_factory.mktemp("staff")
    app_port, port = servers.free_port(), servers.free_port()
    ours, theirs = f"http://localhost:{app_port}", f"http://127.0.0.1:{port}"
    environment = servers.app_environment(
        folder,
        app_port,
        ALONGSIDE_DEMO="0",
        ALONGSIDE_STAFF_SIGN_IN=at.configuration(folder, at.entry(theirs, COUNCIL)),
    )
    servers.flask(environment, "migrate")
    database = Database(f"sqlite:///{folder / 'alongside.sqlite'}")
    with database.committing() as db:
        council = makers.make_council(db, name=COUNCIL)
        priya = makers.make_worker(
            db, account=False, council_id=council.id, email="priya@exampleshire.example"
        )
        sam = makers.make_young(db, council_id=council.id)
        makers.make_connection(db, sam, priya)
        message = makers.make_message(db, makers.make_conversation(db, sam, priya))
        makers.make_owed(
            db, priya, sam, source_id=message.id, since=clock.now(), due_at=clock.now()
        )
    database.dispose()
    client = at.client_of("exampleshire", ours, f"{ours}/staff/signed-out")
    with at.serving([client], port) as service, servers.serving(environment) as live:
        service.says(people={"priya": claims(), "omar": claims(groups=[])})
        yield Place(live, service)


@contextmanager
def desk(browser: Browser, live: str, **more: object) -> Iterator[Page]:
    context = phone_context(browser, live, **more)
    faults = watch(context, live)
    page = context.new_page()
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def go_there(page: Page, look: Callable[[Page], None] = check_page) -> None:
    """From our sign-in page to the council's. look: axe is a script, and cannot run without."""
    page.goto("/sign-in")
    page.get_by_role("link", name="I work for a council").click()
    look(page)
    page.get_by_role("button", name=f"Go on to {COUNCIL}").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_in_and_out_by_the_councils_own_page(browser: Browser, place: Place):
    with desk(browser, place.live) as page:
        go_there(page)
        page.get_by_role("button", name="priya").click()
        page.wait_for_url("**/waiting")
        check_page(page)
        expect(page.locator(".rows li", has_text="Sam").first).to_be_visible()
        # Over there, in another window, she signs out of everything.
        other = page.context.new_page()
        other.goto(f"{place.service.address}/session/end")
        other.get_by_role("button", name="Yes, sign me out").click()
        other.wait_for_url("**/session/end/success*")
        other.close()
        # Nobody touched our page; the next thing she does finds it over.
        page.get_by_role("link", name="Young people", exact=True).click()
        page.wait_for_url("**/sign-in*")


def test_out_here_and_then_over_there(browser: Browser, place: Place):
    with desk(browser, place.live) as page:
        go_there(page)
        page.get_by_role("button", name="priya").click()
        page.wait_for_url("**/waiting")
        page.goto("/my-app")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/staff/signed-out?at=*")
        check_page(page)
        page.get_by_role("link", name=f"Sign out at {COUNCIL}, too").click()
        page.get_by_role("button", name="Yes, sign me out").click()
        page.wait_for_url("**/staff/signed-out?state=*")
        check_page(page)
        # So the next one at this computer is asked who they are.
        go_there(page)


def test_without_script_there_is_a_button(browser: Browser, place: Place):
    with desk(browser, place.live, java_script_enabled=False) as page:
        go_there(page, look=lambda _: None)
        page.get_by_role("button", name="priya").click()
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url("**/waiting")


def test_who_has_no_role_is_told_what_to_do(browser: Browser, place: Place):
    with desk(browser, place.live) as page:
        go_there(page)
        page.get_by_role("button", name="omar").click()
        expect(page.get_by_role("heading", name="You have no role in this app")).to_be_visible()
        check_page(page)
        page.get_by_role("link", name="Begin again").click()
        expect(page.get_by_role("button", name=f"Go on to {COUNCIL}")).to_be_visible()


def test_the_provider_ends_with_whoever_started_it(place: Place):
    """Its standard input ends with the tests, however they end."""
    port = servers.free_port()
    with at.serving([at.client_of("one", at.OURS, at.OURS)], port) as short:
        assert short.says()["told"] == []
    with pytest.raises(OSError, match="refused"):
        short.says()
