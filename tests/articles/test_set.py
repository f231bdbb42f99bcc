"""Every page of the set: its form, its words, its sources, and that nobody was forgotten."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from portal import articles
from portal.articles import markdown
from portal.core.reading_age import reading
from portal.helplines import contacts
from portal.helplines.contacts import Section
from tests.pages import TELLING

HOUSE = Path(articles.__file__).parent
STORIES = HOUSE.parent / "demo/stories"
ICONS = HOUSE.parents[1] / "templates/parts/icon.html"

ALWAYS = {
    "title": str, "summary": str, "needs": list, "ages": list, "for": str, "scope": str,
    "bring": list, "if_no": str, "sources": list, "sure": str, "checked_on": date,
    "next_check": date, "seed": list,
}  # fmt: skip
SOMETIMES = {
    "town": str, "items": list, "amount": str, "who": str, "until": str, "decides": str,
    "takes": str, "quiet": bool, "private": bool, "legal_draft": bool,
}  # fmt: skip
OF_AN_ITEM = {"amount", "who", "until", "decides", "takes"}
READERS = {"young", "carers", "parents", "everybody"}
AGES = {"child": 9, "teen": 11, "adult": 11}  # in years of reading; the youngest of them counts

# What a path or a title must not tell, over what the house looks for in titles.
ALSO_TELLING = re.compile(r"advocate|adopt|abuse|sex|drug|guardian|remand|foster", re.IGNORECASE)
# Read "until your 21st birthday": people misread the bare age by a year.
BARE_AGE = re.compile(r"\b(?:until|till|up to|to) (?:18|21|25)\b", re.IGNORECASE)
MOST_WORDS, FEWEST_WORDS = 300, 120
LONGEST_SENTENCE = 26  # words; an average hides one that nobody gets through

# The rows of the map from the founding documents that ask for a page.
ASKED_FOR = set(
    """
    000-1 000-5 000-6 000-11 000-14 000-15 000-17 000-19 000-20 000-21
    001-1 001-5 001-8 001-11 001-18 001-22 001-25 001-26 001-28 001-32 001-36 001-44 001-48
    002-1 002-12 002-13 002-15 002-16 002-21
    003-1 003-3 003-6 003-10 003-11 003-12 003-13 003-15 003-16 003-17 003-21 003-23
    003-24 003-27 003-29 003-30 003-31 003-32 003-34 003-35 003-36
    004-4 004-7 004-9 004-12 004-15 004-21 004-22 004-24 004-26 004-28 004-29 004-30 004-31 004-33
    004-34 004-35 004-36 004-37 004-39 004-40 004-41
    """.split()
)
# What there is in all of England: each has its page.
NATIONAL = set(
    """
    setting_up_home_allowance higher_education_bursary vacation_accommodation bursary_16_to_19
    apprenticeship_bursary junior_isa junior_isa_at_18 child_trust_fund
    student_finance_independent staying_put staying_close one_bedroom_rate
    council_pays_at_16_and_17 homeless_priority_need not_intentionally_homeless free_prescriptions
    adviser_to_25 back_to_learning planning_ahead_help care_leaver_covenant
    civil_service_internship passport_or_travel_document provisional_licence
    national_insurance_number bank_account
    """.split()
)
# Addresses that the list of sources names, as the first look in November 2026 wrote them down.
LAW = "https://www.legislation.gov.uk"
KNOWN = {
    LAW,
    f"{LAW}/uksi/2010/959/regulation/28/made",
    f"{LAW}/uksi/2010/2571/regulation/8",
    f"{LAW}/uksi/2010/2571/part/4",
    f"{LAW}/ukpga/2000/35/section/1",
    f"{LAW}/ukpga/2017/16/section/3",
    f"{LAW}/ukpga/2026/21",
    f"{LAW}/ukdsi/2009/9780111480663",
    "https://article39.org.uk",
    "https://bcpcouncil.gov.uk",
    "https://becomecharity.org.uk",
    "https://bexley.gov.uk",
    "https://centrepoint.org.uk",
    "https://childrenslegalcentre.com",
    "https://coramvoice.org.uk",
    "https://coventrychildcare.proceduresonline.com/p_healthcare_assmt.htm",
    "https://eastleigh.gov.uk",
    "https://frg.org.uk",
    "https://github.com/DFE-Digital/care-leavers",
    "https://help.apprenticeships.education.gov.uk",
    "https://hertschildcare.proceduresonline.com",
    "https://independent.co.uk",
    "https://learning.nspcc.org.uk",
    "https://manchester.gov.uk",
    "https://middlesbrough.gov.uk",
    "https://modernslaveryhelpline.org",
    "https://nclhealthandcare.org.uk",
    "https://newcastlechildcare.proceduresonline.com/chapters/p_leaving_uas.html",
    "https://practitioners.slc.co.uk/care-leavers",
    "https://refugeecouncil.org.uk",
    "https://sharefound.org",
    "https://socialcare.today",
    "https://tactfostering.org.uk/knowledge-centre/language-that-cares",
    "https://www.gov.uk",
}


class Page(NamedTuple):
    slug: str
    front: dict[str, Any]
    body: str

    def __str__(self) -> str:
        return self.slug

    @property
    def apart(self) -> str:
        """What is shown beside the text, a line each."""
        plain = [self.front.get(key, "") for key in ("amount", "who", "until", "decides", "takes")]
        return "\n".join([self.front["summary"], *plain, *self.front["bring"], self.front["if_no"]])

    @property
    def everything(self) -> str:
        return "\n".join((self.front["title"], self.apart, self.body))


def read(text: str, slug: str = "x") -> Page:
    before, front, body = text.split("+++\n", 2)
    assert before == "", "something stands before the first +++"
    return Page(slug, tomllib.loads(front), body)


@cache
def needs() -> dict[str, dict[str, str]]:
    rows = tomllib.loads((HOUSE / "needs.toml").read_text(encoding="utf-8"))["need"]
    return {row["code"]: row for row in rows}


PAGES = [
    read(path.read_text(encoding="utf-8"), path.stem)
    for path in sorted((HOUSE / "set").glob("*.md"))
    if "." not in path.stem  # other languages: `test_other_languages.py`
]
SLUGS = {page.slug for page in PAGES}
each_page = pytest.mark.parametrize("page", PAGES, ids=str)

# --- the form ---------------------------------------------------------------------------------


@each_page
def test_every_field_is_there_and_no_other(page: Page) -> None:
    front = page.front
    assert set(ALWAYS) <= set(front) <= set(ALWAYS) | set(SOMETIMES)
    kinds = {**ALWAYS, **SOMETIMES}
    assert {key: value for key, value in front.items() if type(value) is not kinds[key]} == {}
    if front.get("items"):
        assert set(front) >= OF_AN_ITEM
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", code) for code in front["items"])
    assert ("town" in front) == (front["scope"] == "council")
    assert front["scope"] in {"national", "council"}
    assert front["for"] in READERS
    assert front["sure"] in {"read", "ask"}
    assert front["needs"] and set(front["needs"]) <= set(needs())
    assert front["ages"] and set(front["ages"]) <= set(AGES)
    assert front["quiet"] if front.get("private") else True


@each_page
def test_titles_are_short_and_tell_nothing_outside(page: Page) -> None:
    title = page.front["title"]
    assert len(title) <= 60
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page.slug)
    for telling in (TELLING, ALSO_TELLING):
        assert not telling.search(title)
        assert not telling.search(page.slug.replace("-", " "))
    assert re.fullmatch(r"[A-Z].*[.?]", page.front["summary"])


def test_no_two_pages_have_one_title() -> None:
    titles = [page.front["title"] for page in PAGES]
    assert len(set(titles)) == len(titles)


@each_page
def test_it_is_checked_again_in_half_a_year_at_most(page: Page) -> None:
    checked, again = page.front["checked_on"], page.front["next_check"]
    months = (again.year - checked.year) * 12 + again.month - checked.month
    assert months in {3, 6} and again.day == checked.day
    assert all(source.get("read", checked) <= checked for source in page.front["sources"])


@each_page
def test_where_it_was_read(page: Page) -> None:
    """Read on a day; or known and not read again, and then the page says to ask; or made up."""
    sources = page.front["sources"]
    assert sources
    for source in sources:
        assert set(source) - {"url"} in ({"name", "read"}, {"name", "sure"}) and source["name"]
        assert source.get("url") in KNOWN or "read" not in source
        assert "url" not in source or source["url"] in KNOWN
    how = {source["sure"] for source in sources if "sure" in source}
    assert how <= {"known", "made_up"}
    assert "known" not in how or page.front["sure"] == "ask"
    assert "made_up" not in how or page.front["scope"] == "council"


# --- Markdown, a small part of it -------------------------------------------------------------

STRONG = re.compile(r"\*\*[^\s*](?:[^*]*[^\s*])?\*\*")
LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")
SIGNS = re.compile(r"[*_`<>\[\]\\|#~]|https?:|&\w+;")
LINE = re.compile(r"(?:## |- |\d+\. )?\S.*\S")


def wrong_lines(text: str) -> list[str]:
    """Those that are not of the small part; lists that do not count from 1."""
    wrong, count = [], 0
    for line in text.splitlines():
        number = re.match(r"(\d+)\. ", line)
        expected = count + 1 if number else 0
        bare = STRONG.sub("", LINK.sub("", line.removeprefix("## ")))
        fits = not line or (LINE.fullmatch(line) and not SIGNS.search(bare))
        if not fits or (number and int(number[1]) != expected):
            wrong.append(line)
        count = expected
    return wrong


def wrong_links(text: str) -> list[str]:
    return [
        where
        for _words, where in LINK.findall(text)
        if where.removeprefix("page:") not in SLUGS
        and where not in markdown.PATHS
        and not (where.startswith("https://") and where in KNOWN)
    ]


@each_page
def test_only_the_small_part_of_markdown(page: Page) -> None:
    assert page.body.startswith("\n") and page.body.endswith("\n")
    assert wrong_lines(page.body) == []
    assert wrong_lines(page.apart) == []
    assert wrong_links(page.everything) == []


@each_page
def test_it_names_and_leads_to_what_every_reader_of_it_has(page: Page) -> None:
    """In all of England nobody is sent to one town's page, whose words would lead nowhere."""
    if page.front["scope"] == "council":
        return
    towns = {other.front["town"] for other in PAGES if "town" in other.front}
    assert not [town for town in towns if town in page.everything]
    led = {where.removeprefix("page:") for _words, where in LINK.findall(page.everything)}
    assert not [other.slug for other in PAGES if other.slug in led and "town" in other.front]


@each_page
def test_the_night_number_is_one_press_away(page: Page) -> None:
    for line in page.body.splitlines():
        if "night number" in line or "Help page" in line or "nights and weekends on" in line:
            assert "(/help)" in line or numbers(line), line


@each_page
def test_it_promises_nothing_that_the_app_does_not_do(page: Page) -> None:
    """Dates has no entry of one's own; a hello is turned on, and nobody calls by a timetable."""
    text = page.everything.lower()
    assert "your dates" not in text and "into your own calendar. you" not in text
    assert "your documents" not in text
    assert page.slug != "lonely-days" or "(/hellos/mine)" in page.body
    assert "ask for a mentor" not in text or "(/things-to-do/mentor)" in page.body


@pytest.mark.parametrize(
    "line",
    [
        "<b>x</b>", "![x](https://x.example)", "# One", "### Three", "an *i*", "`code`",
        "  - within", "2. starts at two", "see https://x.example", "a | b", "[x] (y)", "&lt;x",
    ],
)  # fmt: skip
def test_what_is_more_than_that_is_found(line: str) -> None:
    assert wrong_lines(line) == [line]


def test_a_link_to_nowhere_is_found() -> None:
    assert wrong_links("[a](page:no-such), [b](javascript:x), [c](//x), [d](/me)") == [
        "page:no-such", "javascript:x", "//x", "/me",
    ]  # fmt: skip


# --- words ------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """As it is read: no signs, and a heading is a sentence."""
    text = STRONG.sub(lambda found: found[0][2:-2], LINK.sub(r"\1", text))
    return re.sub(r"^## (.*)$", r"\1.", text, flags=re.MULTILINE)


@each_page
def test_those_whom_it_is_for_can_read_it(page: Page) -> None:
    bound = min(AGES[age] for age in page.front["ages"])
    for part, more in ((page.body, 0), (page.apart, 1)):
        found = reading(plain(part))
        assert found and found.age <= bound + more, (found, bound)
        assert [one for one in found.longest if len(one.split()) > LONGEST_SENTENCE] == []
    words = len(re.findall(r"[^\W_][\w’]*", plain(page.body)))
    assert FEWEST_WORDS <= words <= MOST_WORDS


@each_page
def test_an_age_is_a_birthday(page: Page) -> None:
    assert BARE_AGE.findall(plain(page.everything)) == []


@each_page
def test_quotes_are_round(page: Page) -> None:
    assert re.findall(r"['\"]", page.everything) == []


# --- whom to call -----------------------------------------------------------------------------

NUMBER = re.compile(r"(?<![\d£,.])(?:0\d[\d ]{5,}\d|116 \d{3}|\d{5,}|999|1[01]1)(?! ?\d|,\d)")


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


@cache
def of_the_councils() -> set[str]:
    return {
        number
        for name in ("councils.toml", "people.toml")
        for number in numbers((STORIES / name).read_text(encoding="utf-8"))
    }


@each_page
def test_every_number_is_checked_every_month(page: Page) -> None:
    known = {contact.number for contact in contacts.all_contacts()}
    if page.front["scope"] == "council":
        known = known | of_the_councils()
    assert numbers(page.everything) - known == set()


def test_a_number_that_nobody_checks_is_found() -> None:
    assert numbers("Call 020 7946 0000, 0800 1111 or 116 123. Pay £3,000 by 2027.") == {
        "020 7946 0000", "0800 1111", "116 123",
    }  # fmt: skip


@each_page
def test_a_no_is_never_the_end(page: Page) -> None:
    words = page.front["if_no"]
    assert any(one.number in words for one in contacts.of(Section.SIDE))
    if page.front["for"] in {"young", "everybody"}:
        assert words.endswith("(/put-right/complain).")
    else:
        (ombudsman,) = contacts.of(Section.OMBUDSMAN)
        assert words.endswith(f"{ombudsman.number}.")


# --- nobody was forgotten ---------------------------------------------------------------------


def test_every_row_that_asks_for_a_page_has_one() -> None:
    answered = {row for page in PAGES for row in page.front["seed"]}
    assert ASKED_FOR - answered == set()
    assert all(re.fullmatch(r"00[0-4]-\d+", row) for row in answered)


def test_every_national_entitlement_has_a_page() -> None:
    told = {code for page in PAGES for code in page.front.get("items", ())}
    assert NATIONAL - told == set()


@each_page
def test_a_way_to_another_page_says_its_title(page: Page) -> None:
    """See [its title](page:…): nobody looks for a page under a name that it does not have."""
    titles = {other.slug: other.front["title"] for other in PAGES}
    named = re.findall(r"(?:See|read) \[([^\]]+)\]\(page:([^)]+)\)", page.everything)
    assert not [(words, slug) for words, slug in named if words != titles[slug]]


def test_needs_are_drawn_and_every_one_leads_somewhere() -> None:
    drawn = set(re.findall(r"^  '([a-z]+)':", ICONS.read_text(encoding="utf-8"), re.MULTILINE))
    assert {row["icon"] for row in needs().values()} <= drawn
    assert all(set(row) == {"code", "title", "icon", "line"} for row in needs().values())
    assert set(needs()) == {need for page in PAGES for need in page.front["needs"]}
    assert not any(TELLING.search(row["title"]) for row in needs().values())
