"""The notice, and who looked, can be read by whom they are for. English only: what is counted are
English syllables. A grade is roughly the American school year: 5 is read at ten, 7 at twelve."""

import re
from html import unescape

import pytest

from portal.helplines import contacts
from portal.privacy.notice import PARTS, SHORT, Words
from portal.who_looked import labels
from tests import makers
from tests.demo.reading import grade

HARDEST = {Words.CHILD: 5, Words.TEEN: 7, Words.ADULT: 7, Words.CARER: 7}
ON_THE_WHOLE = {Words.CHILD: 3, Words.TEEN: 5, Words.ADULT: 6, Words.CARER: 6}


PARAGRAPH = re.compile(r"<(p|li)\b[^>]*>([^<]*\.)</\1>")


def text_of(part):
    return " ".join(map(str, part.lines))


@pytest.mark.parametrize(
    ("words", "part"),
    [(words, part) for words, parts in PARTS.items() for part in parts],
    ids=lambda x: x.value if isinstance(x, Words) else str(x.heading),
)
def test_each_part_of_the_notice(words, part):
    text = text_of(part)
    assert grade(text) <= HARDEST[words], f"{grade(text):.1f}: {text}"


@pytest.mark.parametrize("words", PARTS)
def test_the_notice_on_the_whole(words):
    whole = grade(" ".join(text_of(part) for part in PARTS[words]))
    assert whole <= ON_THE_WHOLE[words], f"{whole:.1f}"


@pytest.mark.parametrize("words", SHORT)
def test_what_to_know_if_nothing_else_is_read(words):
    short = " ".join(map(str, SHORT[words]))
    assert grade(short) <= ON_THE_WHOLE[words], f"{grade(short):.1f}"


def test_sentences_for_children_are_short():
    for part in PARTS[Words.CHILD]:
        for line in part.lines:
            assert len(str(line).split()) <= 18, line


def test_who_looked(client, db, now):
    client.sign_in(makers.make_young(db))
    page = client.get("/who-looked").text.partition("<main")[2].partition("</main>")[0]
    found = [unescape(text) for _tag, text in PARAGRAPH.findall(page)]
    assert len(found) > 8
    assert grade(" ".join(found)) <= 5, grade(" ".join(found))
    for line in found:
        assert grade(line) <= 9, f"{grade(line):.1f}: {line}"


def test_what_they_did(house):
    with house.test_request_context():
        said = ". ".join(str(words) for words in labels._DID.values()) + "."
    assert grade(said) <= 5


def test_who_checks():
    (found,) = contacts.of(contacts.Section.PRIVACY)
    assert grade(f"{found.words.about}") <= 7
