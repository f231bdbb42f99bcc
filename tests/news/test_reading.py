"""A young person reads news: marks, pages, languages, no more of it; and what is gone again."""

import re
from datetime import timedelta

import pytest

from portal.core import clock
from portal.house import NewsItem, NewsOptOut, NewsTo, Notice, Outbox
from portal.news import rules
from portal.news.jobs import news_over
from tests import makers
from tests.databases import counting

DAY = timedelta(days=1)


@pytest.fixture
def sent(scene):
    """One piece of news by Priya, and the address of Mia's copy."""
    ref = scene.send(scene.as_(scene.priya))
    return ref, f"/news/{scene.copies(ref)[scene.mia.id]}"


def mark(browser, where):
    return browser.send(where, action=f"{where}/seen").status_code


def many(db, scene, count):
    """Pieces of news for Mia, oldest first."""
    for n in range(count):
        item = makers.make(db, NewsItem, {
            "council_id": scene.mia.council_id, "title": f"Piece {n:04}", "text": "Words",
            "by_id": scene.priya.id, "replies_to_id": scene.priya.id, "audience": "ages",
            "own": False, "age_from": 18, "age_to": 21, "made_at": clock.now(),
            "sent_at": clock.now(),
        }, {})  # fmt: skip
        makers.make(db, NewsTo, {"council_id": item.council_id, "news_id": item.id,
                                 "person_id": scene.mia.id, "notice_id": n + 1}, {})  # fmt: skip


def test_it_is_told_on_home_and_read(scene, sent):
    mia = scene.as_(scene.mia)
    home = mia.get("/home").text
    assert "There is news for you" in home and "Bowling" not in home
    page = mia.get("/news").text
    assert "Bowling on Friday" in page and "New" in page
    page = mia.get(sent[1]).text
    for words in ("Bowling on Friday", "Meet at six. It is free.", "From Priya, Monday 23 November",
                  "For people Priya works with, aged 18 to 21"):  # fmt: skip
        assert words in page, words
    assert "<title>News</title>" in page
    for other in ("Noa", "Zed", "Helen"):
        assert other not in page


def test_looking_marks_nothing_and_the_mark_is_a_post(scene, sent):
    mia = scene.as_(scene.mia)
    mia.get(sent[1])
    assert [t.seen_at for t in scene.all_of(NewsTo)] == [None]
    assert mark(mia, sent[1]) == 303
    (to,), (notice,) = scene.all_of(NewsTo), scene.all_of(Notice)
    assert to.seen_at == notice.seen_at == clock.now()
    assert "There is news for you" not in mia.get("/home").text
    assert "chip new" not in mia.get("/news").text
    with clock.fixed(clock.now() + timedelta(minutes=5), everywhere=True):
        token = mia.form(sent[1], {"text": ""}).hidden["csrf_token"] if mia.get(sent[1]) else ""
        assert mia.post(f"{sent[1]}/seen", data={"csrf_token": token}).status_code == 303
    assert scene.all_of(NewsTo)[0].seen_at == clock.now(), "the first time counts"


def test_several_pieces_are_one_line_on_home(scene):
    for _ in range(8):
        scene.send(scene.as_(scene.priya))
    assert scene.as_(scene.mia).get("/home").text.count("There is news for you") == 1


def test_nobody_reads_anothers_copy(scene, sent):
    ref = scene.by_ed(scene.as_(scene.ed))
    zeds = scene.copies(ref)[scene.zed.id]
    mia = scene.as_(scene.mia)
    mia.get(sent[1])
    token = mia.form(sent[1], {"text": ""}).hidden["csrf_token"]
    for address in (f"/news/{zeds}", f"/news/{ref}", "/news/" + "A" * 22):
        assert mia.get(address).status_code == 404
        assert mia.post(address, data={"csrf_token": token, "text": "x"}).status_code == 404
        assert mia.post(f"{address}/seen", data={"csrf_token": token}).status_code == 404
    for person in (scene.priya, scene.grace, scene.ed):
        assert scene.as_(person).get(sent[1]).status_code == 403


def test_the_words_stay_in_their_language_and_say_so(scene):
    ref = scene.send(scene.as_(scene.priya), language="ar", title="بولينغ يوم الجمعة",
                     text="نلتقي الساعة السادسة.")  # fmt: skip
    where = f"/news/{scene.copies(ref)[scene.mia.id]}"
    mia = scene.as_(scene.mia)
    page = mia.get(where).text
    assert "Written in العربية" in page
    assert 'lang="ar">نلتقي الساعة السادسة.' in page
    assert "Written in العربية" in mia.get("/news").text
    ref = scene.send(scene.as_(scene.priya))
    assert "Written in" not in mia.get(f"/news/{scene.copies(ref)[scene.mia.id]}").text


@pytest.mark.parametrize("title", ["𝕳𝖊𝖑𝖑𝖔 👩‍👩‍👧", "ሰላም ንዓኹም", "x" * 100,
                                   "'; DROP TABLE news_item; --",
                                   "%(name)s {{ 7*7 }}"])  # fmt: skip
def test_any_words_are_shown_as_they_are(scene, title):
    ref = scene.send(scene.as_(scene.priya), title=title, text="ቃላት\n" + "w" * 2_990)
    import html

    mia = scene.as_(scene.mia)
    assert title in html.unescape(mia.get(f"/news/{scene.copies(ref)[scene.mia.id]}").text)
    assert title in html.unescape(mia.get("/news").text)
    assert title in html.unescape(scene.as_(scene.priya).get("/news/sent").text)


# --- no more of it -------------------------------------------------------------------------------


def test_no_more_news_and_news_again(scene, sent):
    mia = scene.as_(scene.mia)
    assert mia.send("/news", {"says": "no"}, action="/news/wanted").status_code == 303
    assert [o.person_id for o in scene.all_of(NewsOptOut)] == [scene.mia.id]
    assert [n.kind for n in scene.all_of(Notice)] == [], "what was not seen is not told any more"
    assert [o.done_at for o in scene.all_of(Outbox)] == [clock.now()]
    assert "There is news for you" not in mia.get("/home").text
    page = mia.get("/news").text
    assert "You get no news." in page and "Bowling on Friday" in page
    assert (
        "Nobody would get this."
        in scene.as_(scene.priya).get(f"/news/drafts/{scene.draft(scene.as_(scene.priya))}").text
    )
    for _ in range(2):
        mia.post("/news/wanted", data={"says": "no", **token(mia)})
    assert len(scene.all_of(NewsOptOut)) == 1
    assert mia.send("/news", {"says": "yes"}, action="/news/wanted").status_code == 303
    assert scene.all_of(NewsOptOut) == []
    scene.send(scene.as_(scene.priya))
    assert "There is news for you" in mia.get("/home").text


def token(browser):
    browser.get("/news")
    return {"csrf_token": browser.page.forms[-1].hidden["csrf_token"]}


def test_what_was_seen_or_sent_stays(scene, sent):
    """A notice that was seen is history; an outbox row that a channel has done is done."""
    mia = scene.as_(scene.mia)
    mark(mia, sent[1])
    second = scene.send(scene.as_(scene.priya))
    assert second
    mia.send("/news", {"says": "no"}, action="/news/wanted")
    assert [n.seen_at for n in scene.all_of(Notice)] == [clock.now()]


@pytest.mark.parametrize("says", ["", "maybe", "no' OR 1=1"])
def test_any_other_choice_changes_nothing(scene, says):
    mia = scene.as_(scene.mia)
    assert mia.post("/news/wanted", data={"says": says, **token(mia)}).status_code == 400
    assert scene.all_of(NewsOptOut) == []


# --- gone again ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["priya", "grace"])
def test_taken_down(scene, sent, who):
    browser = scene.as_(getattr(scene, who))
    where = f"/news/sent/{sent[0]}"
    assert browser.send(where, action=f"{where}/take-down").status_code == 303
    assert scene.all_of(Notice) == []
    assert [o.done_at for o in scene.all_of(Outbox)] == [clock.now()]
    mia = scene.as_(scene.mia)
    page = mia.get(sent[1]).text
    name = getattr(scene, who).known_as
    assert f"{name} took this down on Monday 23 November." in page
    assert "Meet at six" not in page and "Bowling" not in page
    assert "Bowling" not in mia.get("/news").text
    assert "Meet at six" in browser.get(where).text, "whoever oversees it can still read it"
    assert f"{where}/take-down" not in browser.get(where).text


def test_taken_down_twice_is_taken_down_once(scene, sent):
    first, second = scene.as_(scene.priya), scene.as_(scene.grace)
    where = f"/news/sent/{sent[0]}"
    second.get(where)
    form = second.form(where, {}, f"{where}/take-down").hidden
    first.send(where, action=f"{where}/take-down")
    assert second.post(f"{where}/take-down", data=form).status_code == 303
    assert [i.taken_down_by_id for i in scene.all_of(NewsItem)] == [scene.priya.id]


@pytest.mark.parametrize("who", ["omar", "ed", "mia"])
def test_nobody_else_takes_it_down(scene, sent, who):
    browser = scene.as_(getattr(scene, who))
    token = _any_token(browser)
    answer = browser.post(f"/news/sent/{sent[0]}/take-down", data=token)
    assert answer.status_code == (403 if who == "mia" else 404)
    assert scene.all_of(NewsItem)[0].taken_down_at is None


def test_whoever_only_answers_takes_nothing_down(scene):
    ref = scene.by_ed(scene.as_(scene.ed))
    priya = scene.as_(scene.priya)
    assert "take-down" not in priya.get(f"/news/sent/{ref}").text
    assert priya.post(f"/news/sent/{ref}/take-down", data=_any_token(priya)).status_code == 404


def _any_token(browser):
    browser.get("/my-app")
    return {"csrf_token": browser.page.forms[-1].hidden["csrf_token"]}


def test_after_its_last_day_it_is_shown_and_told_no_more(scene, database):
    ref = scene.send(scene.as_(scene.priya), until="2026-11-24")
    where = f"/news/{scene.copies(ref)[scene.mia.id]}"
    mia = scene.as_(scene.mia)
    assert "Bowling" in mia.get(where).text
    with clock.fixed(clock.now() + DAY, everywhere=True):
        news_over(database, clock.now())
        assert "Bowling" in mia.get(where).text, "the last day is one of them"
        assert len(scene.all_of(Notice)) == 1
        scene.db.commit()
    with clock.fixed(clock.now() + 2 * DAY, everywhere=True):
        page = mia.get(where).text
        assert "This was shown until Tuesday 24 November." in page and "Meet at six" not in page
        assert "Bowling" not in mia.get("/news").text
        for _ in range(2):  # again changes nothing
            scene.db.commit()
            news_over(database, clock.now())
            assert scene.all_of(Notice) == []
            assert [o.done_at for o in scene.all_of(Outbox)] == [clock.now()]
            assert [i.over_at for i in scene.all_of(NewsItem)] == [clock.now()]
        assert "Over" in scene.as_(scene.priya).get("/news/sent").text


# --- pages and what they cost --------------------------------------------------------------------


def test_pages_of_news(scene):
    many(scene.db, scene, rules.PAGE * 2 + 3)
    mia = scene.as_(scene.mia)
    found, address = [], "/news"
    while address:
        page = mia.get(address).text
        found += re.findall(r"Piece \d\d\d\d", page)
        more = re.search(r'href="(/news\?before=[^"]+)"', page)
        address = more and more[1]
    assert found == [f"Piece {n:04}" for n in reversed(range(rules.PAGE * 2 + 3))]
    for before in ("nothing", "%00", "A" * 5000, "' OR 1"):
        assert mia.get(f"/news?before={before}").status_code in (200, 404)


@pytest.mark.parametrize("count", [1, 300])
def test_what_reading_costs(scene, database, count):
    many(scene.db, scene, count)
    mia = scene.as_(scene.mia)
    copy = f"/news/{scene.all_of(NewsTo)[0].ref}"
    for address, most in (("/news", 3), (copy, 3)):
        mia.get(address)
        with counting(database) as counted:
            assert mia.get(address).status_code == 200
        assert len(counted) <= most, counted.statements
        assert len(counted.ledger) == 0
