"""What stays of a person in a real browser's own profile after they have gone: nothing of theirs.

The profile is kept on the disk as on a phone, with the back/forward cache on. Each way of going is
walked: Back again and again, reload, a new tab, a session that the browser brings back by itself.
Then everything that pages can store is read out, the browser is closed, and every byte of its
folder is searched for what was on the screen: names, sentences, words typed and sent or not sent.
Titles and addresses stay in its history, by the browser's own nature; they are neutral, so they
are searched too. A block that LevelDB has packed keeps a text's first appearance in plain.
"""

from __future__ import annotations

import gzip
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browsers import CHROMIUM, FLAGS, PHONE, demo_sign_in
from tests.journeys.test_leave import NEUTRAL, leave, sessions, weather

PLACES = ("/home", "/plan", "/messages", "/dates", "/my-people", "/promises", "/my-say")
UNSENT, SENT, TOO_LONG = "zebramoonlighttrombone", "purplekiteotters", "marmaladelighthouse"
BACK = 30  # more than there is to go back to

STORED = """async () => {
  const found = [];
  for (const kept of [localStorage, sessionStorage])
    for (const key of Object.keys(kept)) found.push(key, kept.getItem(key));
  for (const name of await caches.keys())
    for (const asked of await (await caches.open(name)).keys())
      found.push(name, asked.url, await (await caches.match(asked, { ignoreVary: true })).text());
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) =>
      (indexedDB.open(name).onsuccess = ({ target }) => done(target.result)));
    for (const store of db.objectStoreNames)
      found.push(name, store, JSON.stringify(await new Promise((done) =>
        (db.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) =>
          done(target.result)))));
  }
  return found.join("\\n");
}"""


# --- looking for them ------------------------------------------------------------------------


class Search:
    """All the markers at once, as whole words ("Dele" is a manager, and the start of "Delete"), in
    the ways that a browser writes text."""

    def __init__(self, markers: Iterable[str]) -> None:
        self.markers = sorted(markers)
        self.words = re.compile("|".join(re.escape(one) + r"(?![a-z])" for one in self.markers))
        self.pattern = re.compile(
            b"|".join(
                re.escape(one.encode(code)) + b"(?![a-z]" + gap + b")"
                for one in self.markers
                for code, gap in (("utf-8", b""), ("utf-16-le", b"\0"))
            )
        )
        self.files = self.bytes = 0
        self.hits: list[str] = []

    def text(self, where: str, text: str) -> None:
        self.hits += [f"{where}: {one}" for one in self.words.findall(text)]

    def folder(self, folder: Path) -> None:
        for file in sorted(folder.rglob("*")):
            if not file.is_file() or file.is_symlink():
                continue
            data = file.read_bytes()
            self.files += 1
            self.bytes += len(data)
            for found in [data, *unpacked(data)]:
                hit = self.pattern.search(found)
                if hit:
                    self.hits.append(f"{file.relative_to(folder)}: {hit.group()!r}")


def unpacked(data: bytes) -> Iterator[bytes]:
    """What lies inside gzip anywhere in a file, as in the browser's cache."""
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(data[at:])
        at = data.find(b"\x1f\x8b\x08", at + 1)


def letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def markers_of(shown: str, database: Path) -> set[str]:
    """Sentences and names of the demo council that were on the screen, and what was typed."""
    found = {UNSENT, SENT, TOO_LONG}
    with sqlite3.connect(database) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for table in tables:
            for row in db.execute(f"SELECT * FROM {table}"):
                for value in row:
                    if isinstance(value, str):
                        found |= {
                            one.strip()
                            for one in re.split(r"(?<=[.!?])\s|\n", value)
                            if letters(one) >= 12 and one.strip() in shown
                        }
        for (name,) in db.execute("SELECT known_as FROM person"):
            if letters(name) >= 4 and re.search(rf"\b{re.escape(name)}\b", shown):
                found.add(name)
    return found


# --- the browser -----------------------------------------------------------------------------


@contextmanager
def opened(
    playwright: Playwright, profile: Path, live: str, *, script: bool = True, restore: bool = False
) -> Iterator[BrowserContext]:
    """The browser on this profile, as a person's own: it keeps pages for Back."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=[*FLAGS, *(["--restore-last-session"] if restore else [])],
        ignore_default_args=["--disable-back-forward-cache"],
        base_url=live,
        viewport=PHONE,  # type: ignore[arg-type]
        java_script_enabled=script,
    )
    weather(context)
    context.on("dialog", lambda dialog: dialog.accept())
    yield context
    context.close()


def look_around(phone: BrowserContext) -> tuple[Page, str]:
    """Sign in as Mia and open what is hers; the page, and all that it showed."""
    first = demo_sign_in(phone, "mia")
    page = phone.new_page()
    first.close()  # the list of made-up people is not part of this
    shown = []
    for place in PLACES:
        page.goto(place)
        shown.append(page.locator("main").inner_text())
        if place == "/plan":
            parts = page.locator("main a[href^='/plan/']").evaluate_all(
                "links => links.map(a => a.getAttribute('href'))"
            )
            assert len(parts) > 2
            for part in parts[:4]:
                page.goto(part)
                shown.append(page.locator("main").inner_text())
    for words in (SENT, TOO_LONG + "x" * 10_000):  # one is sent; one comes back with an error
        page.goto("/messages")
        page.locator("textarea").fill(words)
        page.locator("form:has(textarea) button.main").click()
        page.wait_for_load_state("load")
    expect(page.locator("textarea")).to_contain_text(TOO_LONG)
    page.goto("/messages")
    page.locator("textarea").press_sequentially(UNSENT)
    shown.append(page.locator("main").inner_text())
    assert SENT in shown[-1]
    return page, "\n".join(shown)


def sign_out(page: Page) -> None:
    page.goto("/my-app")
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url("**/sign-in*")


def quick_exit(page: Page) -> None:
    leave(page)
    page.wait_for_url(NEUTRAL)


def revoked(page: Page) -> None:
    """Another browser ends it: this one is not told, and finds out by asking."""
    page.goto("/help")


WAYS = {
    "sign-out": (sign_out, True),
    "quick-exit": (quick_exit, True),
    "quick-exit-without-script": (quick_exit, False),
    "revoked": (revoked, True),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_stays(
    playwright: Playwright,
    live: str,
    live_folder: Path,
    tmp_path: Path,
    way: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    database = live_folder / "alongside.sqlite"
    with sqlite3.connect(database) as db:
        db.execute("DELETE FROM session")
    go, script = WAYS[way]
    profile = tmp_path / "profile"
    with opened(playwright, profile, live, script=script) as phone:
        page, shown = look_around(phone)
        search = Search(markers_of(shown, database))
        assert len(search.markers) > 30, search.markers
        go(page)
        if way == "revoked":
            with sqlite3.connect(database) as db:
                db.execute("DELETE FROM session")
        for _ in range(100):
            if not sessions(live_folder):
                break
            page.wait_for_timeout(50)
        assert sessions(live_folder) == 0
        places = walk_back(page, search)
        look_again(phone, page, search)
    with opened(playwright, profile, live, restore=True) as phone:
        restored = [page for page in phone.pages if page.url.startswith(live)]
        for page in restored:
            search.text(f"restored {page.url}", page.locator("html").text_content() or "")
            walk_back(page, search)
        page = phone.new_page()
        page.goto("/help")
        stored = page.evaluate(STORED)
        search.text("storage", stored)
    search.folder(profile)
    addresses = Search([live])
    addresses.folder(profile)
    with capsys.disabled():
        print(
            f"\n{way}: {len(search.markers)} markers; {places} pages by Back, {len(restored)} "
            f"restored, {len(stored):,} letters in storage, {search.files} files of "
            f"{search.bytes:,} bytes: {len(search.hits)} found"
        )
    lists = " ".join(addresses.hits)  # the browser's own, which are there and were read
    assert "History" in lists, lists
    assert "Sessions/Session_" in lists, lists
    assert search.hits == []


def walk_back(page: Page, search: Search) -> int:
    """Back, as often as there is something; how many pages of ours came."""
    for step in range(BACK):
        page.go_back(wait_until="commit")
        search.text(f"back {step} {page.url}", page.locator("html").text_content() or "")
        page.wait_for_timeout(300)  # a page brought back from memory asks anew
        search.text(f"back {step} {page.url}", page.locator("html").text_content() or "")
        if page.url == "about:blank":  # where the tab began
            return step
    return BACK


def look_again(phone: BrowserContext, page: Page, search: Search) -> None:
    """Reload, forward, and a new tab for each place."""
    page.reload()
    search.text("reload", page.locator("html").text_content() or "")
    page.go_forward(wait_until="commit")
    page.wait_for_timeout(300)
    search.text("forward", page.locator("html").text_content() or "")
    for place in PLACES:
        tab = phone.new_page()
        tab.goto(place)
        search.text(f"new tab {place}", tab.locator("html").text_content() or "")
        tab.close()
    page.goto("/messages")  # what the browser will restore


# --- whether the test would see --------------------------------------------------------------


def test_back_brings_pages_from_memory(playwright: Playwright, live: str, tmp_path: Path) -> None:
    """Else the walk above would prove little: Chromium does keep our no-store pages for Back, and
    asks anew only because the page's script makes it."""
    with opened(playwright, tmp_path / "profile", live) as phone:
        phone.add_init_script(
            "addEventListener('pageshow', ({ persisted }) =>"
            " console.log(`${location.pathname} ${persisted}`))"
        )
        said: list[str] = []
        phone.on("console", lambda one: said.append(one.text))
        page = demo_sign_in(phone, "mia")
        page.goto("/plan")
        page.goto("/dates")
        page.go_back(wait_until="commit")
        for _ in range(100):
            if "/plan true" in said and said[-1] == "/plan false":  # and then asked for anew
                break
            page.wait_for_timeout(50)
        else:
            raise AssertionError(said)


def test_the_search_finds_what_is_there(playwright: Playwright, live: str, tmp_path: Path) -> None:
    word = "distinctivemarkerword"
    search = Search([word])
    kinds = {
        "plain": word.encode(),
        "wide": b"\0\1" + word.encode("utf-16-le"),
        "packed": b"head" + gzip.compress(f"<p>{word}</p>".encode()) + b"tail",
    }
    for name, data in kinds.items():
        (tmp_path / name).write_bytes(data)
    search.folder(tmp_path)
    assert [hit.split(":")[0] for hit in search.hits] == ["packed", "plain", "wide"]
    profile = tmp_path / "profile"
    search = Search([word])
    with opened(playwright, profile, live) as phone:
        page = phone.new_page()
        page.goto("/help")
        page.evaluate(
            """async (word) => {
                document.title = word;
                localStorage.setItem("a", word);
                await (await caches.open("a")).put("/a", new Response(word));
            }""",
            word,
        )
        search.text("storage", page.evaluate(STORED))
        page.wait_for_timeout(200)
    search.folder(profile)
    where = " ".join(search.hits)
    for place in ("storage", "Local Storage", "CacheStorage", "History", "Sessions/"):
        assert place in where, search.hits
