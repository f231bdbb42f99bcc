"""The parts draw with nothing but what their comments name, as whole, light, lawful HTML."""

import gzip
import re
from html.parser import HTMLParser

import pytest

from .gallery import LOOKS, ROOT, SHOWS, draw, environment

VOID = {"meta", "link", "input", "br"}
CSS = (ROOT / "static/css/site.css").read_text(encoding="utf-8")


class Reader(HTMLParser):
    """Follows open tags, and keeps every attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("show", SHOWS)
def test_pages_are_whole(show: str, look: str) -> None:
    html = draw(show, **LOOKS[look][0])
    seen = read(html)
    ids = [value for _, name, value in seen.attributes if name == "id"]
    assert not seen.faults and not seen.open
    assert len(ids) == len(set(ids))
    assert html.count("<h1") == 1


@pytest.mark.parametrize("show", SHOWS)
def test_nothing_is_inline_and_every_reference_leads_somewhere(show: str) -> None:
    """The content policy forbids inline style and script."""
    html = draw(show)
    seen = read(html)
    ids = {value for _, name, value in seen.attributes if name == "id"}
    assert not [a for a in seen.attributes if a[1] == "style" or a[1].startswith("on")]
    assert not re.search(r"<script(?![^>]*src=)", html)
    for _, name, value in seen.attributes:
        if name in ("for", "aria-describedby"):
            assert set(value.split()) <= ids, value


def test_wrong_fields_say_so_to_everyone() -> None:
    html = draw("forms")
    assert 'aria-describedby="code-hint code-wrong"' in html
    assert re.search(
        r'<input[^>]*aria-invalid="true"[^>]*id="code"|'
        r'<input[^>]*id="code"[^>]*aria-invalid="true"',
        html,
    )
    assert '<a href="#mood">Choose one</a>' in html and 'id="mood"' in html


def test_a_page_without_a_menu_or_a_way_out() -> None:
    html = draw("calm", nav=(), personal=False, draft_note="Not checked yet.", look="auto")
    assert "<nav" not in html and "data-personal" not in html
    assert "Not checked yet." in html and html.count("theme-color") == 2


def test_what_people_write_stays_text() -> None:
    env = environment()
    bubble = env.get_template("parts/messages.html").module.bubble  # type: ignore[attr-defined]
    assert "<script" not in bubble("<script>", "now", "<script>alert(1)</script>", state="<script>")


def pack(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def test_weights() -> None:
    """Compressed bytes: the sheet, a home page, and the one script before the load event, quick
    exit included: a part of its own would be one more request, and may come too late."""
    assert pack(CSS) <= 5888
    assert pack(draw("home")) <= 4096
    assert pack((ROOT / "static/js/site.js").read_text(encoding="utf-8")) <= 2700


def block(head: str) -> dict[str, str]:
    body = re.search(re.escape(head) + r"\s*\{([^}]*)\}", CSS)
    assert body, head
    return dict(re.findall(r"--([\w-]+):\s*([^;}]+)", body[1]))


def light(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    colour = colour.strip().removeprefix("#")
    full = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(full[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("theme", ["leaf", "sea", "plum", "clay", "moss"])
def test_contrast(theme: str, dark: bool) -> None:
    """AAA for what is read, AA for the rest, 3 to 1 for edges, in each colour and look."""
    tokens = block(":root")
    if theme != "leaf":
        tokens |= block(f"[data-theme={theme}]")
    if dark:
        tokens |= block("[data-look=dark]")

    def hexes(name: str) -> str:
        value = tokens[name].strip()
        inner = re.fullmatch(r"var\(--([\w-]+)\)", value)
        return hexes(inner[1]) if inner else value

    for words, ground, least in (
        ("ink", "paper", 7),
        ("ink", "sheet", 7),
        ("ink", "sun-tint", 7),
        ("ink", "tint", 7),
        ("soft", "paper", 7),
        ("soft", "sheet", 7),
        ("soft", "tint", 4.5),
        ("act", "paper", 7),
        ("act", "sheet", 7),
        ("act", "tint", 4.5),
        ("on-act", "act", 7),
        ("on-lead", "lead", 7),
        ("warn", "paper", 7),
        ("warn", "warn-tint", 4.5),
        ("on-sun", "sun", 7),
        ("ink", "warn-tint", 7),
        ("edge", "sheet", 3),
        ("edge", "paper", 3),
    ):
        assert contrast(hexes(words), hexes(ground)) >= least, (words, ground)


def test_both_ways_to_the_dark_are_one() -> None:
    """The reader's own choice and the phone's setting give the same colours."""
    assert block("[data-look=dark]") == block("[data-look=auto]")


def test_only_logical_properties() -> None:
    """Left and right would be wrong for half the languages."""
    physical = r"(?<![\w(-])((?:(?!line|border)[a-z]+-)?(?:left|right|top|bottom|width|height)):"
    assert not re.findall(physical, CSS)
