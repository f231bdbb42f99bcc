"""Writing news: who reaches whom, what a preview says, and that it is sent once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.clocks.days import load_holidays
from portal.core import clock
from portal.core.access import Role
from portal.hours.rules import Calendar, usual_week
from portal.house import (
    Account,
    Membership,
    NewsItem,
    NewsMember,
    NewsOptOut,
    NewsTo,
    Notice,
    Outbox,
    Receipt,
    Stop,
)
from portal.news import rules
from portal.news.jobs import news_over
from portal.people.rules import CARER_GRANTS, Grant, Kind, age_on
from tests import makers
from tests.news.conftest import aged, said

USUAL = Calendar(usual_week(17), load_holidays())

DAY = timedelta(days=1)


def make_group(db, council_id, name="Care council", *members, **given):
    from portal.house import NewsGroup

    group = makers.make(db, NewsGroup, {"council_id": council_id, "name": name}, {})
    for one in members:
        makers.make(
            db, NewsMember,
            {"council_id": council_id, "group_id": group.id, "person_id": one.id,
             "starts": makers.today() - DAY}, given,
        )  # fmt: skip
    return group


# --- rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 2, 28), date(2026, 3, 1),
                                 date(2026, 12, 31)])  # fmt: skip
def test_ages_are_counted_as_everywhere_else(day):
    """Each birth date of 30 years, against the one rule for ages."""
    for age_from, age_to in ((18, 21), (20, 20), (8, 16)):
        first, last = rules.born_by(day, age_to + 1), rules.born_by(day, age_from)
        for back in range(30 * 366):
            born = day - timedelta(days=back)
            assert (first < born <= last) == (age_from <= age_on(born, day) <= age_to), born


def test_an_answer_is_due_on_a_working_day(now):
    friday = now + 4 * DAY
    assert rules.answer_by(friday, 2, USUAL) == clock.at_wall(makers.at(8, 17))
    far = now.replace(year=2090)
    assert rules.answer_by(far, 2, USUAL) is None
    assert rules.late_from(far, 2, USUAL) > far


# --- whom it reaches -----------------------------------------------------------------------------


def test_an_editor_reaches_an_age_of_the_whole_council(scene):
    ref = scene.by_ed(scene.as_(scene.ed))
    assert set(scene.copies(ref)) == {scene.mia.id, scene.zed.id}
    notices, outbox = scene.all_of(Notice), scene.all_of(Outbox)
    told = [n for n in notices if n.kind == "news"]
    assert {n.person_id for n in told} == {scene.mia.id, scene.zed.id}
    assert {n.person_id for n in notices if n.kind == "news_named"} == {scene.priya.id}
    assert {o.source_ref for o in outbox} == {str(n.id) for n in notices}
    assert {o.person_id for o in outbox if o.kind == "news"} == {scene.mia.id, scene.zed.id}
    assert all(n.source_ref == "" for n in told), "a notice says nothing of what it is"


def test_a_worker_reaches_their_own_only(scene):
    ref = scene.send(scene.as_(scene.priya))
    assert set(scene.copies(ref)) == {scene.mia.id}
    ref = scene.send(scene.as_(scene.priya), age_from="5", age_to="27")
    assert set(scene.copies(ref)) == {scene.mia.id, scene.noa.id}


@pytest.mark.parametrize("how", ["ended", "soon", "narrow", "barred", "by the hour"])
def test_nobody_who_is_not_theirs(scene, how):
    link = scene.db.query(makers.Connection).filter_by(of_id=scene.mia.id,
                                                       with_id=scene.priya.id).one()  # fmt: skip
    if how == "ended":
        link.ends = makers.today() - DAY
    elif how == "soon":
        link.starts = makers.today() + DAY
    elif how == "narrow":
        link.grants = int(Grant.NAME)
    elif how == "barred":
        makers.make_bar(scene.db, scene.mia, scene.priya)
    else:
        link.ends_at = clock.now() + timedelta(hours=1)
    ref = scene.send(scene.as_(scene.priya), age_from="5", age_to="27")
    assert set(scene.copies(ref)) == {scene.noa.id}


def test_nobody_of_whom_writer_or_reader_must_not_know(scene):
    makers.make_bar(scene.db, scene.mia, scene.priya)
    ref = scene.by_ed(scene.as_(scene.ed))
    assert set(scene.copies(ref)) == {scene.zed.id}


def test_nobody_who_must_not_be_written_to(scene):
    makers.make(scene.db, Stop, {
        "council_id": scene.mia.council_id, "person_id": scene.mia.id, "why": "died",
        "basis": "Told by her carer.", "asked_by_id": 1, "asked_at": clock.now(),
        "agreed_by_id": 2, "agreed_at": clock.now(),
    }, {})  # fmt: skip
    assert set(scene.copies(scene.by_ed(scene.as_(scene.ed)))) == {scene.zed.id}


def test_nobody_who_wants_none(scene):
    makers.make(scene.db, NewsOptOut, {
        "council_id": scene.mia.council_id, "person_id": scene.mia.id, "made_at": clock.now(),
    }, {})  # fmt: skip
    assert set(scene.copies(scene.by_ed(scene.as_(scene.ed)))) == {scene.zed.id}


def test_nobody_of_another_council(scene):
    other = makers.make_council(scene.db)
    makers.make_young(scene.db, council=other, born=aged(19))
    assert set(scene.copies(scene.by_ed(scene.as_(scene.ed)))) == {scene.mia.id, scene.zed.id}


def test_a_group_by_an_editor_and_by_a_worker(scene):
    group = make_group(scene.db, scene.mia.council_id, "Care council", scene.mia, scene.zed)
    to = {"to": f"group:{group.ref}"}
    assert set(scene.copies(scene.by_ed(scene.as_(scene.ed), **to))) == {
        scene.mia.id, scene.zed.id,
    }  # fmt: skip
    assert set(scene.copies(scene.send(scene.as_(scene.priya), **to))) == {scene.mia.id}


@pytest.mark.parametrize(
    "given",
    [{"ends": makers.date(2026, 11, 22)}, {"starts": makers.date(2026, 11, 24)},
     {"left_at": makers.datetime(2026, 11, 22, tzinfo=clock.LONDON)}],
)  # fmt: skip
def test_a_member_only_on_their_days(scene, given):
    group = make_group(scene.db, scene.mia.council_id, "Care council", scene.mia, **given)
    makers.make(scene.db, NewsMember, {
        "council_id": scene.mia.council_id, "group_id": group.id, "person_id": scene.zed.id,
        "starts": makers.today(), "ends": makers.today(),
    }, {})  # fmt: skip
    ref = scene.by_ed(scene.as_(scene.ed), to=f"group:{group.ref}")
    assert set(scene.copies(ref)) == {scene.zed.id}


def test_a_home_for_whoever_may_know_it(scene):
    """Zed lives there, too; Priya does not work with them."""
    makers.make_connection(scene.db, scene.zed, scene.helen, Kind.FOSTER_CARER)
    ref = scene.send(scene.as_(scene.priya), to=f"home:{scene.helen.ref}")
    assert set(scene.copies(ref)) == {scene.mia.id, scene.noa.id}
    assert (
        "For everybody in your home"
        in scene.as_(scene.mia).get(f"/news/{scene.copies(ref)[scene.mia.id]}").text
    )


@pytest.mark.parametrize("who", ["ed", "omar", "narrow"])
def test_a_home_is_offered_to_nobody_else(scene, who):
    if who == "narrow":
        link = scene.db.query(makers.Connection).filter_by(with_id=scene.priya.id).all()
        for one in link:
            one.grants = int(CARER_GRANTS | Grant.MESSAGES)
        who = "priya"
    browser = scene.as_(getattr(scene, who))
    page = browser.get("/news/write")
    assert "Helen" not in page.text and scene.helen.ref not in page.text
    form = browser.form("/news/write", {"title": ""})
    answer = browser.post("/news/write", data={
        **form.hidden, "to": f"home:{scene.helen.ref}", "title": "x", "text": "y",
        "language": "en", "answers": scene.priya.ref,
    })  # fmt: skip
    assert answer.status_code == 422
    assert scene.all_of(NewsItem) == []


def test_an_editor_names_who_answers_and_cannot_be_it(scene):
    browser = scene.as_(scene.ed)
    page = browser.get("/news/write").text
    assert scene.priya.ref in page and scene.ed.ref not in page
    form = browser.form("/news/write", {"title": ""})
    fields = {"to": "ages", "age_from": "18", "age_to": "21", "title": "x", "text": "y",
              "language": "en"}  # fmt: skip
    for named in ("", scene.ed.ref, scene.mia.ref, "nobody"):
        answer = browser.post("/news/write", data={**form.hidden, **fields, "answers": named})
        assert answer.status_code == 422
        assert "Choose who reads the answers." in answer.text


# --- what the preview says -----------------------------------------------------------------------


def test_an_editor_learns_no_name_and_no_small_number(scene):
    browser = scene.as_(scene.ed)
    ref = scene.draft(browser, answers=scene.priya.ref)
    page = said(browser.get(f"/news/drafts/{ref}"))
    assert "Fewer than five people will get this." in page
    assert "Mia" not in page and "Zed" not in page
    assert "Priya reads the answers" in page
    for n in range(4):
        makers.make_young(scene.db, known_as=f"Kit {n}", born=aged(18))
    page = said(browser.get(f"/news/drafts/{ref}"))
    assert "About 6 people will get this." in page
    assert "Of them, fewer than five people have not used the app yet." in page


def test_who_wants_none_and_who_is_not_here_yet_are_counted(scene):
    kids = [makers.make_young(scene.db, born=aged(18)) for _ in range(12)]
    for one in kids[:5]:
        makers.make(scene.db, NewsOptOut, {
            "council_id": one.council_id, "person_id": one.id, "made_at": clock.now(),
        }, {})  # fmt: skip
    browser = scene.as_(scene.ed)
    page = said(browser.get(f"/news/drafts/{scene.draft(browser, answers=scene.priya.ref)}"))
    assert "About 9 people will get this." in page
    assert "Of them, about 7 people have not used the app yet." in page
    assert "About 5 people chose to get no news." in page


def test_a_worker_is_told_how_many_of_their_own(scene):
    browser = scene.as_(scene.priya)
    page = said(browser.get(f"/news/drafts/{scene.draft(browser)}"))
    assert "1 person will get this." in page


def test_the_preview_is_what_they_will_see(scene):
    browser = scene.as_(scene.priya)
    ref = scene.draft(browser, title="<b>Hi</b>", text="One\n\nTwo <script>alert(1)</script>",
                      until="2026-11-30")  # fmt: skip
    preview = browser.get(f"/news/drafts/{ref}").text
    where = f"/news/drafts/{ref}"
    assert browser.send(where, action=f"{where}/send").status_code == 303
    young = scene.as_(scene.mia).get(f"/news/{scene.copies(ref)[scene.mia.id]}").text
    for words in ("&lt;b&gt;Hi&lt;/b&gt;", "One\n\nTwo &lt;script&gt;alert(1)&lt;/script&gt;",
                  "Shown until Monday 30 November",
                  "For people Priya works with, aged 18 to 21"):  # fmt: skip
        assert words in preview and words in young, words
    assert "<script>alert" not in preview + young


# --- what is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Write what it is about."),
        ({"title": "x" * 101}, "keep it under 100"),
        ({"text": " \u200b "}, "Write your news first."),
        ({"text": "x" * 3001}, "This is 3001 letters long."),
        ({"language": "tlh"}, "Choose the language."),
        ({"until": "2026-11-22"}, "Choose today or a later day"),
        ({"until": "soon"}, "Choose today or a later day"),
        ({"age_from": "21", "age_to": "18"}, "the lower one first"),
        ({"age_from": "١٨"}, "the lower one first"),
        ({"age_to": "99"}, "the lower one first"),
        ({"to": ""}, "Choose who it is for."),
        ({"to": "group:nobody"}, "Choose who it is for."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(scene, typed, words):
    browser = scene.as_(scene.priya)
    browser.get("/news/write")
    form = browser.form("/news/write", {"title": ""})
    whole = {"to": "ages", "age_from": "18", "age_to": "21", "title": "A title of mine",
             "text": "Some words of mine", "language": "en", "until": "", **typed}  # fmt: skip
    answer = browser.post("/news/write", data={**form.hidden, **whole})
    assert answer.status_code == 422 and words in answer.text
    if "text" not in typed:
        assert "Some words of mine" in answer.text
    assert scene.all_of(NewsItem) == []


def test_a_draft_can_be_changed_and_thrown_away(scene):
    browser = scene.as_(scene.priya)
    ref = scene.draft(browser)
    where = f"/news/drafts/{ref}/write"
    page = browser.get(where).text
    assert "Bowling on Friday" in page and "Meet at six." in page
    assert scene.change(browser, ref, title="Ice skating") == 303
    assert "Ice skating" in browser.get(f"/news/drafts/{ref}").text
    assert "Ice skating" in browser.get("/news/sent").text
    where = f"/news/drafts/{ref}"
    assert browser.send(where, action=f"{where}/throw-away").status_code == 303
    assert scene.all_of(NewsItem) == []
    assert browser.get(where).status_code == 404


def test_a_draft_that_nobody_touches_goes(scene, database):
    scene.draft(scene.as_(scene.priya))
    sent = scene.send(scene.as_(scene.priya))
    for days, left in ((89, 2), (91, 1)):
        scene.db.commit()
        news_over(database, clock.now() + days * DAY)
        assert len(scene.all_of(NewsItem)) == left
    assert scene.all_of(NewsItem)[0].ref == sent


def test_a_draft_is_its_writers_alone(scene):
    ref = scene.draft(scene.as_(scene.priya))
    for other in (scene.omar, scene.grace, scene.ed):
        browser = scene.as_(other)
        assert browser.get(f"/news/drafts/{ref}").status_code == 404
        assert browser.get(f"/news/drafts/{ref}/write").status_code == 404
        assert "Bowling" not in browser.get("/news/sent").text


# --- sending -------------------------------------------------------------------------------------


def sending(browser, ref):
    """What the preview's form would send."""
    browser.get(f"/news/drafts/{ref}")
    where = f"/news/drafts/{ref}/send"
    return where, browser.form(f"/news/drafts/{ref}", {}, where).hidden


def test_sent_twice_is_sent_once(scene):
    browser = scene.as_(scene.priya)
    where, form = sending(browser, scene.draft(browser))
    assert [browser.post(where, data=form).status_code for _ in range(2)] == [303, 303]
    assert len(scene.all_of(NewsTo)) == len(scene.all_of(Notice)) == len(scene.all_of(Outbox)) == 1


def test_sent_from_two_pages_is_sent_once(scene):
    """Each with a key of its own."""
    browser = scene.as_(scene.priya)
    ref = scene.draft(browser)
    forms = [sending(browser, ref) for _ in range(2)]
    assert forms[0][1]["key"] != forms[1][1]["key"]
    assert [browser.post(where, data=f).status_code for where, f in forms] == [303, 303]
    assert len(scene.all_of(NewsTo)) == len(scene.all_of(Notice)) == 1


def test_sent_at_the_same_time_is_sent_once(scene, app):
    browser = scene.as_(scene.priya)
    ref = scene.draft(browser)
    forms = [sending(browser, ref) for _ in range(6)]
    cookie = browser.get_cookie("session").value
    scene.db.commit()

    def post(form):
        other = app.test_client()
        other.set_cookie("session", cookie)
        return other.post(form[0], data=form[1]).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(post, forms)) == {303}
    assert len(scene.all_of(NewsTo)) == len(scene.all_of(Notice)) == 1


def test_what_was_not_looked_at_is_not_sent(scene):
    browser = scene.as_(scene.priya)
    ref = scene.draft(browser)
    where, form = sending(browser, ref)
    assert scene.change(browser, ref, title="Another") == 303
    answer = browser.post(where, data=form)
    assert answer.status_code == 422
    assert "This changed since you looked at it. Nothing was sent." in answer.text
    assert "Another" in answer.text
    assert scene.all_of(NewsTo) == scene.all_of(Notice) == []
    where, form = sending(browser, ref)
    assert browser.post(where, data=form).status_code == 303


def test_nobody_to_tell_is_nothing_sent(scene):
    browser = scene.as_(scene.priya)
    ref = scene.draft(browser, age_from="26", age_to="27")
    page = browser.get(f"/news/drafts/{ref}").text
    assert "Nobody would get this." in page and f"{ref}/send" not in page
    ref = scene.draft(browser)
    where, form = sending(browser, ref)
    scene.mia.born = aged(9)
    answer = browser.post(where, data=form)
    assert answer.status_code == 422
    assert [i.sent_at for i in scene.all_of(NewsItem)] == [None, None]
    assert not any(r.result_ref == ref and r.key == form["key"] for r in scene.all_of(Receipt))


def test_somebody_who_does_not_stop_is_stopped(scene):
    browser = scene.as_(scene.priya)
    for _ in range(rules.MOST_A_DAY):
        scene.send(browser)
    ref = scene.draft(browser)
    where, form = sending(browser, ref)
    answer = browser.post(where, data=form)
    assert answer.status_code == 422 and "Send this one tomorrow." in answer.text
    with clock.fixed(clock.now() + DAY, everywhere=True):
        browser = scene.as_(scene.priya)
        where, form = sending(browser, ref)
        assert browser.post(where, data=form).status_code == 303


def test_a_manager_who_became_a_worker_reaches_fewer(scene):
    browser = scene.as_(scene.grace)
    ref = scene.draft(browser, answers=scene.grace.ref)
    where, form = sending(browser, ref)
    scene.db.query(Membership).filter_by(person_id=scene.grace.id).one().role = Role.WORKER.value
    assert browser.post(where, data=form).status_code == 422
    assert scene.all_of(NewsTo) == []


def test_who_has_no_account_yet_finds_it_later(scene):
    kit = makers.make_young(scene.db, known_as="Kit", born=aged(18))
    ref = scene.by_ed(scene.as_(scene.ed))
    assert "Bowling on Friday" in scene.as_(kit).get("/news").text
    assert kit.id in scene.copies(ref)


def test_the_number_of_accounts_does_not_matter(scene):
    """A closed account counts as none, and nobody is there twice."""
    account = scene.db.get(Account, scene.db.scalar(
        select(Membership.account_id).where(Membership.person_id == scene.mia.id)))  # fmt: skip
    account.state = "closed"
    browser = scene.as_(scene.priya)
    page = said(browser.get(f"/news/drafts/{scene.draft(browser)}"))
    assert "1 person will get this." in page and "Of them, 1 person have not" in page
    assert scene.db.scalar(select(func.count()).select_from(NewsTo)) == 0


# --- what was sent -------------------------------------------------------------------------------


def test_who_sees_what_was_sent(scene):
    makers.make_connection(scene.db, scene.noa, scene.omar, Kind.OTHER, grants=Grant.NAME)
    wide = scene.by_ed(scene.as_(scene.ed), title="Wide news")
    narrow = scene.send(scene.as_(scene.priya), title="Narrow news")
    far = scene.send(scene.as_(scene.omar), title="Far news")
    home = scene.send(scene.as_(scene.priya), title="Home news", to=f"home:{scene.helen.ref}")
    refs = {"Wide news": wide, "Narrow news": narrow, "Far news": far, "Home news": home}
    sees = {
        scene.ed: {"Wide news"},
        scene.priya: {"Wide news", "Narrow news", "Home news"},
        scene.omar: {"Far news"},
        scene.grace: {"Wide news", "Narrow news", "Home news"},  # near Mia, not near Zed
    }
    for person, titles in sees.items():
        browser = scene.as_(person)
        page = browser.get("/news/sent").text
        assert {title for title in refs if title in page} == titles, person.known_as
        for title, ref in refs.items():
            right = 200 if title in titles else 404
            assert browser.get(f"/news/sent/{ref}").status_code == right, (person.known_as, title)
    makers.make_bar(scene.db, scene.noa, scene.grace)
    page = scene.as_(scene.grace).get("/news/sent").text
    assert "Home news" not in page and "Narrow news" in page


def test_which_home_it_was_is_told_only_while_it_may_be_known(scene):
    ref = scene.send(scene.as_(scene.priya), to=f"home:{scene.helen.ref}")
    browser = scene.as_(scene.priya)
    assert "Helen" in browser.get(f"/news/sent/{ref}").text
    for link in scene.db.query(makers.Connection).filter_by(with_id=scene.priya.id):
        link.ends = makers.today() - DAY
    page = browser.get(f"/news/sent/{ref}").text
    assert "Helen" not in page and "One home" in page
    assert "Helen" not in browser.get("/news/sent").text


def test_how_many_have_read_it_is_a_number_from_five_on(scene):
    kids = [makers.make_young(scene.db, born=aged(18)) for _ in range(5)]
    ref = scene.by_ed(scene.as_(scene.ed))
    browser = scene.as_(scene.ed)
    for count, kid in enumerate(kids, start=1):
        page = said(browser.get(f"/news/sent/{ref}"))
        assert "About 7 people got this." in page
        assert "Fewer than five people have read it so far." in page, count
        copy = scene.copies(ref)[kid.id]
        reader = scene.as_(kid)
        assert reader.send(f"/news/{copy}", action=f"/news/{copy}/seen").status_code == 303
    assert "5 people have read it." in said(browser.get(f"/news/sent/{ref}"))


def test_pages_of_what_was_sent(scene):
    browser = scene.as_(scene.priya)
    for n in range(rules.PAGE + 3):
        item = {"council_id": scene.mia.council_id, "title": f"Piece {n:02}",
                "by_id": scene.priya.id,
                "replies_to_id": scene.priya.id, "audience": "ages", "own": True, "age_from": 18,
                "age_to": 21, "made_at": clock.now(), "sent_at": clock.now()}  # fmt: skip
        makers.make(scene.db, NewsItem, item, {})
    found, address = [], "/news/sent"
    while address:
        page = browser.get(address).text
        found += re.findall(r"Piece \d\d", page)
        more = re.search(r'href="(/news/sent\?before=[^"]+)"', page)
        address = more and more[1]
    assert found == [f"Piece {n:02}" for n in reversed(range(rules.PAGE + 3))]
    assert browser.get("/news/sent?before=nothing").status_code == 200


@pytest.mark.parametrize("role", [Role.YOUNG, Role.CARER, Role.IRO, Role.DUTY, Role.ADMIN,
                                  Role.ADVOCATE])  # fmt: skip
def test_others_write_none(scene, role):
    browser = scene.new_client()
    browser.sign_in(makers.make_worker(scene.db, account=False), role)
    for address in ("/news/write", "/news/sent", "/news/groups"):
        assert browser.get(address).status_code == 403


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (-1, 3, "Priya is away until Thursday 26 November. Nobody answers in their place."),
        (2, 4, "Priya is away from Wednesday 25 November to Friday 27 November. Nobody answers"),
        (9, 12, None),
    ],
)
def test_a_draft_says_that_whoever_is_to_answer_is_away(scene, first, last, says):
    makers.make_leave(
        scene.db, scene.priya, starts=makers.today() + timedelta(days=first),
        ends=makers.today() + timedelta(days=last),
    )  # fmt: skip
    browser = scene.as_(scene.ed)
    page = said(browser.get(f"/news/drafts/{scene.draft(browser, answers=scene.priya.ref)}"))
    assert (says in page) if says else "is away" not in page
