"""Why I am in care: each legal status in plain words, an unknown code never guessed."""

from datetime import timedelta

import pytest

from portal.care import labels
from portal.care.rules import HomeKind, Reason, home_kind, reason
from tests import makers
from tests.demo.reading import grade

SAID = {
    Reason.AGREED: ("V2", "Your family agreed", "section 20"),
    Reason.COURT: ("C2", "A judge decided", "section 31"),
    Reason.COURT_FOR_NOW: ("C1", "A judge decided, for now", "section 38"),
    Reason.POLICE: ("L1", "The police had to keep you safe quickly", "section 46"),
    Reason.EMERGENCY: ("L2", "You had to be kept safe quickly", "section 44"),
    Reason.LOOKED_AT: ("L3", "A judge asked people to find out", "section 43"),
    Reason.ADOPTION: ("E1", "A judge said you can be adopted", "each step"),
    Reason.FREED: ("D1", "some years ago", "not made any more"),
    Reason.REMAND: ("J1", "You are waiting for court", "next court day"),
    Reason.HELD: ("J2", "You are waiting to go to court", "section 38(6)"),
    Reason.SENTENCE: ("J3", "A court said where you live", "youth rehabilitation order"),
    Reason.BREAKS: ("V3", "You have breaks away from home", "short times"),
    Reason.UNKNOWN: ("Z9", "Ask your worker about this", "will tell you"),
}


def test_each_reason_is_said():
    assert set(SAID) == set(Reason)


@pytest.mark.parametrize("why", Reason)
def test_each_reason_has_three_ages_of_words_who_decides_and_what_to_ask(why):
    for band, most in (("child", 6.5), ("teen", 9), ("adult", 11)):
        for said in (labels.lines, labels.decides, labels.can_ask):
            text = " ".join(said(why, band))
            assert text
            assert grade(text) <= most, f"{grade(text):.1f}: {text}"
    assert labels.heading(why) and labels.was(why)


@pytest.mark.parametrize(
    ("codes", "means"),
    [
        ("C1", Reason.COURT_FOR_NOW),
        ("C2", Reason.COURT),
        ("E1", Reason.ADOPTION),
        ("D1", Reason.FREED),
        ("V2", Reason.AGREED),
        ("V3 V4", Reason.BREAKS),
        ("L1", Reason.POLICE),
        ("L2", Reason.EMERGENCY),
        ("L3", Reason.LOOKED_AT),
        ("J1", Reason.REMAND),
        ("J2", Reason.HELD),
        ("J3", Reason.SENTENCE),
        ("Z9 C22 C", Reason.UNKNOWN),
    ],
)
def test_codes_of_the_yearly_return(codes, means):
    for code in codes.split():
        assert reason(code) is reason(f" {code.lower()} ") is means
    assert reason("") is Reason.UNKNOWN


@pytest.mark.parametrize(
    ("code", "means"),
    [("U1", HomeKind.FAMILY_FOSTER), ("u4", HomeKind.FOSTER), ("K2", HomeKind.CHILDRENS_HOME),
     ("K1", HomeKind.SECURE), ("H5", HomeKind.SUPPORTED), ("P1", HomeKind.PARENTS),
     ("P2", HomeKind.OWN), ("A3", HomeKind.ADOPTIVE), ("S1", HomeKind.SCHOOL),
     ("R2", HomeKind.HOSPITAL), ("", HomeKind.OTHER), ("Q1", HomeKind.OTHER)],
)  # fmt: skip
def test_homes_of_the_yearly_return(code, means):
    assert home_kind(code) is means


def test_the_page_says_each_status_in_words_and_shows_no_code(client, db):
    mia = makers.make_young(db)
    episode = makers.make_episode(db, mia)
    client.sign_in(mia)
    for code, heading, line in SAID.values():
        episode.legal_status = code
        db.add(episode)
        page = client.get("/plan/why").text
        assert heading in page, code
        assert line in page, code
        assert f">{code}<" not in page
        assert "You live with foster carers" in page
        assert "not your fault" in page
        assert "Who decides what" in page and "What you can ask" in page


def test_since_when_and_what_was_before(client, db):
    mia = makers.make_young(db)
    day, today = timedelta(days=1), makers.today()
    makers.make_episode(db, mia, started=today - 900 * day, ended=today - 400 * day,
                        legal_status="C1")  # fmt: skip
    makers.make_episode(db, mia, started=today - 400 * day, ended=today - 100 * day,
                        reason_new="L", legal_status="C2", placement="K2")  # fmt: skip
    last = makers.make_episode(db, mia, started=today - 100 * day, reason_new="P",
                               legal_status="C2", placement="U1")  # fmt: skip
    makers.make_episode(db, mia, started=today + 3 * day, reason_new="P", placement="K1")
    client.sign_in(mia)
    page = client.get("/plan/why").text
    assert "19 October 2025" in page
    assert "someone from your family or a friend" in page
    assert "locked" not in page  # a move that is still to come is no news to break here
    assert "not in care any more" not in page
    last.ended = today
    db.add(last)
    assert "not in care any more" in client.get("/plan/why").text
