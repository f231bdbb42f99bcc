"""A page as a file, as values, in words that are looked for: without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.articles import files, labels, links, markdown, rules, search
from portal.articles.files import Bad, BadFile
from portal.articles.markdown import Kind, Span, Wrong
from portal.articles.needs import needs
from portal.articles.reading import Entry, Said, Shelf
from portal.core.access import Band

PATHS = sorted(files.SET.glob("*.md"))
WHOLES = {whole.about.slug: whole for whole in files.the_set() if whole.language == "en"}
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def make_shelf(*others):
    said = {slug: {"en": Said(1, whole.text, NOW, None)} for slug, whole in WHOLES.items()}
    for whole in others:
        said[whole.about.slug][whole.language] = Said(2, whole.text, NOW, 1)
    return Shelf({slug: Entry(WHOLES[slug].about, found) for slug, found in said.items()})


SHELF = make_shelf()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_page_read_and_written_is_the_same_file(path):
    assert files.write(files.read(path.name, path.read_bytes())) == path.read_bytes()


def test_strange_words_come_back_as_they_left():
    text = replace(
        WHOLES["council-tax"].text, title='Say "no" \\ \x7f', bring=("a\tb", "ሰላም", "")[:2]
    )
    whole = replace(WHOLES["council-tax"], text=text, language="ti")
    assert files.name_of(whole) == "council-tax.ti.md"
    assert files.read("council-tax.ti.md", files.write(whole)) == whole


GOOD = files.write(WHOLES["council-tax"]).decode()


SOURCE = GOOD.replace("sources = [", 'sources = [{ name = "A", url = "WHERE" },')


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("../x.md", GOOD, Bad.NAME),
        ("Council.md", GOOD, Bad.NAME),
        ("x.html", GOOD, Bad.NAME),
        ("x.tlh.md", GOOD, Bad.NAME),
        ("-x.md", GOOD, Bad.NAME),
        ("x.md", "a" * 70_000, Bad.LARGE),
        ("x.md", "no fences", Bad.FENCES),
        ("x.md", "words\n" + GOOD, Bad.FENCES),
        ("x.md", "+++\ntitle = \n+++\n", Bad.TOML),
        ("x.md", f"+++\na{'.a' * 2_000} = 1\n+++\n", Bad.TOML),
        ("x.md", f"+++\ntitle = {'[' * 20_000}\n+++\n", Bad.TOML),
        ("x.md", GOOD.replace("summary =", "slug ="), Bad.FIELD),
        ("x.md", GOOD.replace("seed = [", "seed = [1, "), Bad.FIELD),
        ("x.md", GOOD.replace('for = "young"', 'for = "cats"'), Bad.VALUE),
        ("x.md", GOOD.replace("title =", "private = true #"), Bad.MISSING),
        ("leaving-care.md", GOOD, Bad.TELLS),
        ("x.md", GOOD.replace("title =", f'title = "{"long " * 21}" #'), Bad.FIELD),
        ("x.md", GOOD.replace("title =", 'title = "a\\u0000b" #'), Bad.FIELD),
        ("x.md", GOOD.replace("seed = [", 'seed = ["a\\u001b", '), Bad.FIELD),
        ("x.md", GOOD + "\x00", Bad.LETTERS),
        ("x.md", SOURCE.replace("WHERE", "javascript:alert(1)"), Bad.FIELD),
        ("x.md", SOURCE.replace("WHERE", "sms:+447700900123"), Bad.FIELD),
        ("x.md", SOURCE.replace("WHERE", "//evil.example"), Bad.FIELD),
        ("x.md", SOURCE.replace("WHERE", "/leave"), Bad.FIELD),
        ("x.md", SOURCE.replace('url = "WHERE"', 'sure = "sure"'), Bad.FIELD),
    ],
)
def test_what_is_no_page_is_refused_with_its_place(name, content, why):
    with pytest.raises(BadFile) as refused:
        files.read(name, content.encode())
    assert refused.value.why is why


def test_a_page_that_nobody_is_shown_to_read_is_quiet_too():
    whole = files.read("x.md", GOOD.replace("title =", "private = true\ntitle =").encode())
    assert whole.about.private and whole.about.quiet
    assert files.read("x.md", SOURCE.replace("WHERE", "https://www.gov.uk").encode())


def test_letters_that_are_none_are_refused():
    with pytest.raises(BadFile):
        files.read("x.md", b"+++\n\xff\xfe+++\n")


# --- Markdown -----------------------------------------------------------------------------------


def test_blocks_are_values():
    found = markdown.blocks("## One\n\n- a **b**\n- c\n\n1. d\n\nWords")
    assert [block.kind for block in found] == [Kind.HEADING, Kind.LIST, Kind.STEPS, Kind.WORDS]
    assert found[1].lines == ((Span("a "), Span("b", strong=True)), (Span("c"),))


def test_each_heading_begins_a_part():
    found = markdown.blocks("One\n\n- a\n\n## Two\n\nThree\n\n## Four")
    parts = [[block.kind for block in part] for part in markdown.by_heading(found)]
    assert parts == [[Kind.WORDS, Kind.LIST], [Kind.HEADING, Kind.WORDS], [Kind.HEADING]]
    assert markdown.by_heading(()) == ()


def test_a_known_number_dials_and_another_does_not():
    spans = markdown.inline("Call 0808 800 5792, not 020 7946 0000. Pay £999,000.")
    assert [span.href for span in spans if span.href] == ["tel:08088005792"]


@pytest.mark.parametrize(
    "where",
    [
        "javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "http://a.example",
        "https://a.example:8080/x", "https://u:p@a.example", "https://localhost/", "https://[::1]/",
        "/me", "/help/../me", "https://a.example\\@b.example", "tel:999", "page:../x", "page:No",
    ],
)  # fmt: skip
def test_a_link_to_anywhere_else_is_refused_and_leads_nowhere(where):
    assert markdown.problems(f"[a]({where})")
    assert all(not span.href and not span.slug for span in markdown.inline(f"[a]({where})", ()))


def test_problems_name_their_line():
    found = markdown.problems("<b>x</b>\n2. two\n[a](page:gone)", {"here"})
    assert [one.what for one in found] == [Wrong.SIGNS, Wrong.COUNT, Wrong.PAGE]


def test_every_page_of_the_set_has_no_problem():
    for slug, whole in WHOLES.items():
        text = f"{whole.text.apart}\n{whole.text.body}"
        assert markdown.problems(text, WHOLES) == (), slug


def test_needs_are_the_same_in_words_as_in_the_file():
    assert {n.code: n.title for n in needs()} == labels.TITLES
    assert {n.code: n.line for n in needs()} == labels.LINES


# --- looking for words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("cooker", "first-home-money"),
        ("COOKERS fridge", "first-home-money"),
        ("driving", "learn-to-drive"),
        ("council tax", "council-tax"),
        ("swimming", "swim-and-gym"),
        ("savings", "savings-for-18"),
        ("prescr", "free-prescriptions"),
    ],
)
def test_pages_are_found_by_how_words_begin(typed, slug):
    assert slug in SHELF.index("en").find(typed)[:4]


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "zzzzqqq", "%", "_", "'", "\x00"])
def test_nothing_is_found_by_nothing(typed):
    assert SHELF.index("en").find(typed) == ()


def test_pages_with_every_word_come_before_others():
    index = search.Index({
        "both": search.Words("", "", "", "a green door"), "one": search.Words("door", "", "", ""),
    })  # fmt: skip
    assert index.find("green door") == ("both",)
    assert set(index.find("door window")) == {"both", "one"}


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("المال لبيتك الأول", "مال"),  # without "the"
        ("مَدْرَسَة", "مدرسه"),  # vowel signs, the last letter
        ("إلى البيت", "بيت"),
        ("وظيفة", "الوظيفة"),
        ("ገንዘብ ንመጀመርታ ገዛኻ", "ገንዘብ"),
        ("ትምህርቲ", "ትምህርት"),  # the last vowel
        ("ንትምህርቲ", "ትምህርቲ"),  # "for" stuck before it
        ("ሓገዝ", "ሀገዝ"),  # sounds alike
        ("Straße", "STRASSE"),
        ("café", "cafe"),
        ("don’t", "don't"),
    ],
)
def test_words_are_found_as_people_type_them(written, typed):
    assert search.Index({"x": search.Words("", "", "", written)}).find(typed) == ("x",)


# --- the shelf ----------------------------------------------------------------------------------


def test_a_translation_is_shown_and_marked_when_english_is_newer():
    ti = replace(
        WHOLES["council-tax"], language="ti",
        text=replace(WHOLES["council-tax"].text, title="ግብሪ"),
    )  # fmt: skip
    shelf = make_shelf(ti)
    page = shelf.page(shelf.entries["council-tax"], "ti")
    assert (page.card.title, page.card.is_english, page.has_newer_english) == ("ግብሪ", False, False)
    entry = shelf.entries["council-tax"]
    newer = Entry(entry.about, {**entry.said, "en": Said(9, ti.text, NOW, None)})
    assert shelf.page(newer, "ti").has_newer_english
    other = shelf.page(shelf.entries["learn-to-drive"], "ti")
    assert (other.card.is_english, other.card.language) == (True, "en")
    assert not shelf.page(entry, "en").card.is_english


def test_words_for_the_youngest_come_first_and_for_younger_ones_not_at_all():
    def at(band):
        found = {s: SHELF.card_for(e, "en", band, None) for s, e in SHELF.entries.items()}
        return {slug: card for slug, card in found.items() if card}

    assert at(Band.CHILD)["first-home-money"].for_older
    assert not at(Band.ADULT)["first-home-money"].for_older
    only_child = [s for s, w in WHOLES.items() if w.about.ages == (Band.CHILD,)]
    assert not set(only_child) & set(at(Band.ADULT))


def test_carers_pages_are_not_a_young_persons():
    carers = next(e for e in SHELF.entries.values() if e.about.reader is rules.Reader.CARERS)
    assert SHELF.card_for(carers, "en", None, rules.Reader.YOUNG) is None
    assert SHELF.card_for(carers, "en", None, rules.Reader.CARERS) is not None


def test_a_link_to_a_page_that_is_gone_is_only_words():
    entry = SHELF.entries["council-tax"]
    text = replace(entry.english.text, body="See [this](page:learn-to-drive) or [that](page:gone)")
    found = SHELF.page(Entry(entry.about, {"en": Said(1, text, NOW, None)}), "en")
    assert [span.slug for span in found.body[0].lines[0] if span.words in ("this", "that")] == [
        "learn-to-drive", "",
    ]  # fmt: skip
    assert [card.slug for card in found.leads_to] == ["learn-to-drive"]


def test_a_page_is_late_after_its_day():
    page = SHELF.page(SHELF.entries["council-tax"], "en")
    day = page.text.next_check
    assert not page.is_late(day)
    assert page.is_late(date.max)


def test_addresses_of_a_page_are_those_of_its_words_and_sources():
    whole = WHOLES["first-home-money"]
    assert links.of_text(whole.text) == ("https://coramvoice.org.uk",)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "fine"), (301, "moved"), (404, "gone"), (410, "gone"), (403, "silent"), (500, "silent")],
)
def test_what_an_answer_says(status, outcome):
    assert links.outcome_of(status) == outcome


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_no_address_of_our_own_network_is_tried(host):
    assert not links._is_of_the_web(host)
