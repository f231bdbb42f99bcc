"""A way to somebody in words: found where it is plain, and where it is hidden a little."""

import time

import pytest

from portal.articles.markdown import good_source, is_address
from portal.articles.reaching import digits, numbers_in, says_how_to_reach, says_whom_to_find


@pytest.mark.parametrize(
    "text",
    ["Ring 07700 900123", "0 7 7 0 0 9 0 0 1 2 3", "(0117) 496-0123", "+44 7700 900123",
     "07700.900.123", "077, 009, 001, 23", "٠٧٧٠٠٩٠٠١٢٣", "０７７００ ９００１２３",
     "07.00 09.00 12.34", "oh seven seven double oh nine", "jay@example.org", "@jay",
     "jay (at) example", "example dot com", "t dot me/jay", "t.me/jay", "https://example.org",
     "www.example.org", "insta jay_x", "insta: jay", "my snap is jay", "snap: jay", "add me",
     "WhatsApp me", "find me on Telegram", "my ig", "signal jay.12", "jay_x", "text me",
     "see example.co.uk", "add jayboy on snap", "jayboy22 on fortnite", "jay#1234", "i n s t a jay",
     "w.h.a.t.s.a.p.p", "tele\u200bgram", "sn\u00adap: jay", "gmail jay"],
)  # fmt: skip
def test_it_is_found(text):
    assert says_how_to_reach(text)


@pytest.mark.parametrize(
    "text",
    ["Thinking of you today.", "It costs £3,000 and lunch is £4.50.", "From 16 to 17, 18 or 19.",
     "Until 27/3/2027.", "Doors 10.30 - 12.00", "From 17:30 to 19:00.", "Of the year 2026/27.",
     "Make films for TikTok and YouTube.", "Snap! and other card games.", "Call me Priya.",
     "Two days, eight people, one meal.", "I am at the door.", "A signal box and a steam train.",
     "We play on Xbox.", "Grades A B C or D."],
)  # fmt: skip
def test_other_words_are_left_alone(text):
    assert not says_how_to_reach(text)


def test_numbers_of_a_page_as_they_stand_there():
    text = "Call 020 7946 0000, 0800 1111 or 116 123. Pay £3,000 by 27/3/2027, from 9.30 to 17.00."
    assert numbers_in(text) == ("020 7946 0000", "0800 1111", "116 123")
    assert digits("+44 (20) 7946-0000") == digits("020 7946 0000") == "02079460000"


@pytest.mark.parametrize(
    "number", ["07\u2060700 90\u20600123", "077 / 009 / 001 / 23", "077 – 009 – 001 – 23"]
)
def test_a_number_that_is_hidden_a_little_is_one(number):
    assert numbers_in(f"Ask Jay on {number}.")


def test_a_page_may_speak_of_apps_but_name_nobody_there():
    for text in (
        "If somebody on Snapchat or WhatsApp asks for money, tell us.",
        "Read it on GOV.UK, or ask by email.",
        "Years: 2026 / 27, and 16, 17, 18, 19.",
    ):
        assert not says_whom_to_find(text) and not numbers_in(text)
    for text in ("Snapchat: jay", "add me", "jay@example.org", "jay_x", "insta is jay.12",
                 "t.me/jay", "t dot me/jay", "Look for jay99 on Telegram."):  # fmt: skip
        assert says_whom_to_find(text), text


@pytest.mark.parametrize("address", ["https://t.me/jay", "https://chat.whatsapp.com/x"])
def test_no_page_and_no_source_leads_to_a_chat(address):
    assert not is_address(address) and not good_source(address)


@pytest.mark.parametrize("piece", ["a-", "a1", "a.", "a ", "snap ", "add ", "1 ", "a_", "one "])
def test_however_long_a_text_is_it_is_read_at_once(piece):
    """It is asked of what was sent, also where that is too long to be kept."""
    text, before = piece * 10_000, time.process_time()
    for ask in (says_how_to_reach, says_whom_to_find, numbers_in):
        ask(text)
    assert time.process_time() - before < 1
