"""What a phone keeps is public, whole and on a list; nothing else is ever kept."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest

from portal.core.access import Cache, Data, door_of
from portal.core.assets import STATIC
from portal.core.languages import OFFERED
from portal.offline import shell
from tests.client import Client


def listed(client: Client) -> dict[str, object]:
    text = client.get("/sw.js").get_data(as_text=True)
    found = re.search(r"const shell = (\{.*\});", text)
    assert found
    kept: dict[str, object] = json.loads(found[1])
    return kept


def on_disk(address: str) -> bool:
    return (STATIC / urlsplit(address).path.removeprefix("/static/")).is_file()


def test_the_worker_lists_only_what_is_public(client: Client) -> None:
    kept = listed(client)
    pages, files = kept["pages"], kept["files"]
    assert isinstance(pages, list)
    assert isinstance(files, list)
    routes = client.application.url_map.bind("localhost")
    for path in pages:
        endpoint, _values = routes.match(path)
        mark = door_of(client.application, endpoint)
        assert mark is not None
        assert (mark.audience, mark.data, mark.cache) == (frozenset(), Data.PUBLIC, Cache.SHELL)
        assert client.get(path).status_code == 200
    for path in files:
        assert re.fullmatch(r"/static/(css|js|icons)/[\w./-]+\?v=[0-9a-f]+", path)
        assert on_disk(path)


def test_every_page_of_the_shell_is_kept(client: Client) -> None:
    """A route marked for the shell and left off the list would not work offline."""
    app = client.application
    marked = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if (mark := door_of(app, rule.endpoint)) and mark.cache is Cache.SHELL
    }
    assert marked == set(listed(client)["pages"])  # type: ignore[call-overload]


@pytest.mark.parametrize("path", ["/help", "/help/words", "/help/now/tonight", "/offline"])
def test_a_kept_page_needs_nothing_that_is_not_kept(client: Client, path: str) -> None:
    client.get(path)
    assert client.page is not None
    kept = {*listed(client)["files"]}  # type: ignore[misc]
    # Asked for by the system when the app is installed, not to draw the page.
    spare = {"/app.webmanifest", *(u for u in client.page.loads if "/icons/" in u)}
    client.get(path)
    assert set(client.page.loads) - spare <= kept


def test_the_worker_is_small_fresh_and_from_the_top(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    again = client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "skipWaiting" not in answer.get_data(as_text=True)


def test_a_changed_number_makes_a_new_shell(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with client.application.test_request_context():
        before = shell.shell().name
        shell._mark.cache_clear()
        assert shell.shell().name == before
        shell._mark.cache_clear()
        monkeypatch.setattr(shell.contacts, "DATA", shell.HERE / "worker.js")
        assert shell.shell().name != before
    shell._mark.cache_clear()


def test_the_kill_switch(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "NO_WORKER", True)
    text = client.get("/sw.js").get_data(as_text=True)
    assert "registration.unregister()" in text
    assert "caches.delete" in text
    assert '"fetch"' not in text


@pytest.mark.parametrize("tag", OFFERED)
def test_the_manifest_says_nothing_about_care(client: Client, tag: str) -> None:
    client.set_cookie("language", tag)
    answer = client.get("/app.webmanifest")
    found = json.loads(answer.get_data())
    assert answer.mimetype == "application/manifest+json"
    assert (found["lang"], found["dir"]) == (tag, OFFERED[tag].direction)
    assert (found["start_url"], found["display"]) == ("/", "standalone")
    assert "description" not in found
    assert not re.search(r"care|child|social|asylum|foster|council", answer.get_data(as_text=True))
    for icon in found["icons"]:
        assert on_disk(icon["src"])


@pytest.mark.parametrize("tag", OFFERED)
def test_without_a_connection_the_numbers_are_there(client: Client, tag: str) -> None:
    client.set_cookie("language", tag)
    text = client.get("/offline").get_data(as_text=True)
    for href in ("tel:999", "tel:08001111", "tel:111", 'href="/help"'):
        assert href in text
