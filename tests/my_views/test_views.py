"""Views before a meeting: begun, kept as they go, sent to whom they chose, and nothing lost."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from portal.core.access import Role
from portal.house import Said, Upload, UploadBytes, ViewPart, ViewSheet, Worry
from portal.my_views import actions, pages, rules
from portal.my_views.actions import NOTHING, Typed
from portal.my_views.rules import Occasion, Wishes
from portal.people.rules import Kind
from portal.say.rules import Owner, Readers
from tests import makers
from tests.databases import counting

BOTH = Readers.IRO | Readers.WORKER
EVERYBODY = Readers(15)


@pytest.fixture
def home(db):
    """Leo, nine, with Priya his worker, Helen who runs his review, and Ruth his carer."""
    born = makers.today().replace(year=makers.today().year - 9)
    leo, priya = makers.make_pair(db, known_as="Leo", born=born)
    helen = makers.make_worker(db, known_as="Helen", account=False)
    makers.make_membership(db, helen, role=Role.IRO)
    makers.make_connection(db, leo, helen, Kind.IRO)
    ruth = makers.make_carer(db, known_as="Ruth")
    makers.make_membership(db, ruth, role=Role.CARER)
    makers.make_connection(db, leo, ruth, Kind.FOSTER_CARER)
    db.flush()
    return leo, priya, helen, ruth


def begun(db, who, now, occasion=Occasion.CARE, **more):
    given = {"pictures": True, "helped_by": "", **more}
    return actions.begin(db, makers.make_viewer(db, who), occasion, now=now, **given)


def keep(db, who, ref, code, now, text="", **more):
    viewer = makers.make_viewer(db, who)
    actions.keep_part(db, viewer, ref, code, Typed(text, **more), NOTHING, now)


def send(db, who, ref, now, offered=EVERYBODY):
    viewer = makers.make_viewer(db, who)
    sheet = pages.sheet_page(db, viewer, ref, now)
    return actions.send(db, viewer, sheet, offered, f"send-{ref}", now)


def drawing():
    file = BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "PNG")
    return file.getvalue()


def address(ref, code="feel"):
    return f"/my-say/sheets/{ref}/parts/{code}"


# --- begun and kept -------------------------------------------------------------------------------


def test_a_child_begins_with_pictures_and_an_adult(client, db, home):
    leo, *_others = home
    client.sign_in(leo)
    asked = client.get("/my-say/before/review").text
    assert "What do you want to say?" in asked
    again = client.send("/my-say/before/review", {"how": "pictures", "who": "together"})
    assert again.status_code == 422
    assert "Write the name of who helps you." in again.text
    went = client.send(
        "/my-say/before/review", {"how": "pictures", "who": "together", "helper": "Ruth"}
    )
    sheet = db.scalars(select(ViewSheet)).one()
    assert went.headers["Location"].endswith(f"/my-say/sheets/{sheet.ref}")
    assert (sheet.pictures, sheet.helped_by) == (True, "Ruth")
    # Begun again, it is the same one.
    assert client.get("/my-say/before/review").status_code == 303


def test_a_part_is_kept_and_leads_to_the_next(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    sent = {"face": "2", "symbols": "worried", "text_words": "The nights are loud.", "do": ""}
    went = client.post(address(ref), data={**filled(client, ref), **sent})
    assert went.headers["Location"].endswith(address(ref, "home"))
    part = db.scalars(select(ViewPart)).one()
    assert (part.face, part.symbols, part.text) == (2, "worried", "The nights are loud.")
    assert (part.language, part.readers) == ("en", None)
    page = client.get(address(ref)).text
    assert "The nights are loud." in page
    assert "checked" in page


def filled(client, ref, code="feel"):
    """What the form of a part brings besides, with the ticks that stand there."""
    client.get(address(ref, code))
    hidden = client.form(address(ref, code), {"text_words": ""}).hidden
    return {**hidden, "readers": ["1", "2"]}


@pytest.mark.parametrize("silent", ["unknown", "skip"])
def test_not_to_know_and_to_skip_are_answers(client, db, home, now, silent):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    went = client.post(address(ref), data={**filled(client, ref), "do": silent})
    assert went.headers["Location"].endswith(address(ref, "home"))
    assert db.scalars(select(ViewPart.silent)).one() == silent
    # Nobody means to throw away what they wrote by skipping.
    both = {**filled(client, ref), "do": silent, "text_words": "Well, yes."}
    client.post(address(ref), data=both)
    part = db.scalars(select(ViewPart)).one()
    assert (part.silent, part.text) == ("", "Well, yes.")


def test_what_a_script_keeps_is_there_after_the_session_ended(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    more = {**filled(client, ref), "text_words": "Not sent yet", "face": "4"}
    assert client.post(f"{address(ref)}/keep", data=more).status_code == 204
    client.delete_cookie("session")
    client.sign_in(leo)
    assert "Not sent yet" in client.get(address(ref)).text
    choices = {**hidden(client, f"/my-say/sheets/{ref}/choose"), "text_there": "Grandma"}
    kept = client.post(f"/my-say/sheets/{ref}/choose/keep", data=choices)
    assert kept.status_code == 204
    assert "Grandma" in client.get(f"/my-say/sheets/{ref}/choose").text


def hidden(client, url):
    client.get(url)
    return client.form(url, {}, action=url).hidden


def test_a_drawing_is_drawn_anew_and_a_new_one_takes_its_place(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    first = {**filled(client, ref), "picture": (BytesIO(drawing()), "drawing.png")}
    assert client.post(address(ref), data=first).status_code == 303
    assert db.scalars(select(Upload.mime)).one() == "image/jpeg"
    assert client.get(f"{address(ref)}/picture").data[:2] == b"\xff\xd8"
    only = {"csrf_token": filled(client, ref)["csrf_token"],
            "picture": (BytesIO(drawing()), "drawing.png")}  # fmt: skip
    assert client.post(f"{address(ref)}/keep", data=only).status_code == 204
    assert len(db.scalars(select(Upload.id)).all()) == 1
    assert len(db.scalars(select(UploadBytes.id)).all()) == 2
    gone = {**filled(client, ref), "drop": "picture"}
    client.post(address(ref), data=gone)
    assert db.scalars(select(Upload.id)).all() == []
    assert client.get(f"{address(ref)}/picture").status_code == 404


def test_what_is_no_picture_is_said_and_the_words_stay(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    bad = {**filled(client, ref), "text_words": "My words", "picture": (BytesIO(b"no"), "x.png")}
    answer = client.post(address(ref), data=bad)
    assert answer.status_code == 422
    assert "My words" in answer.text
    assert "This is no picture that we can show." in answer.text


# --- who reads it ---------------------------------------------------------------------------------


def test_readers_are_named_and_parents_and_carers_are_off_unless_ticked(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    page = client.get(address(ref)).text
    assert "When you send it, these read it: Helen and" in page
    only_helen = {**filled(client, ref), "text_words": "For Helen", "readers": "1"}
    client.post(address(ref), data=only_helen)
    assert db.scalars(select(ViewPart.readers)).one() == Readers.IRO
    nobody_answers = {**filled(client, ref), "text_words": "For Ruth", "readers": "4"}
    answer = client.post(address(ref), data=nobody_answers)
    assert answer.status_code == 422
    assert "For Ruth" in answer.text
    as_all = {**filled(client, ref), "text_words": "For both", "readers": ["1", "2"]}
    client.post(address(ref), data=as_all)
    assert db.scalars(select(ViewPart.readers)).one() is None


def test_each_part_goes_to_those_they_chose_and_nobody_else(client, db, home, now):
    leo, priya, helen, ruth = home
    ref = begun(db, leo, now, helped_by="Ruth")
    keep(db, leo, ref, "home", now, "My bed is broken.")
    keep(db, leo, ref, "worry", now, "Only Helen knows this.", readers=Readers.IRO)
    keep(db, leo, ref, "fun", now, "For me alone.", readers=Readers(0))
    keep(db, leo, ref, "feel", now, silent="unknown")
    send(db, leo, ref, now)
    said = {row.topic: row for row in db.scalars(select(Said))}
    assert set(said) == {"home", "worry"}
    assert (said["home"].owner, said["home"].readers) == (Owner.WORKER, BOTH)
    assert (said["worry"].owner, said["worry"].readers) == (Owner.IRO, Readers.IRO)
    assert said["home"].helped_by == "Ruth"
    client.sign_in(helen, Role.IRO)
    hers = client.get(f"/people/{leo.ref}/views").text
    assert "My bed is broken." in hers
    assert "Only Helen knows this." in hers
    assert "For me alone." not in hers
    assert "They said “I don’t know” to: How I feel." in hers
    client.sign_in(priya, Role.WORKER)
    for path in ("views", "said"):
        theirs = client.get(f"/people/{leo.ref}/{path}").text
        assert "Where I live" in theirs
        assert "What worries me" not in theirs
        assert "Only Helen knows this." not in theirs
        assert "For me alone." not in theirs
    client.sign_in(ruth, Role.CARER)
    assert client.get(f"/people/{leo.ref}/views").status_code == 403
    assert "My bed is broken." not in client.get(f"/people/{leo.ref}/said").text


def test_wishes_are_read_by_whom_they_chose_and_are_answered_too(client, db, home, now):
    leo, priya, helen, _ruth = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    address = f"/my-say/sheets/{ref}/choose"
    wishes = {
        **hidden(client, address), "readers": "1", "text_not_there": "My old teacher",
        "takes_part": "phone", "chair": "partly", "alone": "yes", "interpreter": "no",
    }  # fmt: skip
    assert client.post(address, data=wishes).status_code == 303
    send(db, leo, ref, now)
    wish = db.scalars(select(Said)).one()
    assert (wish.topic, wish.readers, wish.owner) == ("wishes", Readers.IRO, Owner.IRO)
    assert "Who I do not want there: My old teacher" in wish.text
    client.sign_in(helen, Role.IRO)
    assert "My old teacher" in client.get(f"/people/{leo.ref}/views").text
    client.sign_in(priya, Role.WORKER)
    assert "My old teacher" not in client.get(f"/people/{leo.ref}/views").text


def test_somebody_who_can_answer_is_always_chosen(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    address = f"/my-say/sheets/{ref}/choose"
    answer = client.post(
        address, data={**hidden(client, address), "readers": "4", "text_there": "Jo"}
    )
    assert answer.status_code == 422
    assert "Choose somebody who can answer" in answer.text
    assert "Jo" in answer.text


def test_who_left_meanwhile_was_not_named_and_does_not_read(db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    keep(db, leo, ref, "home", now, "Hello")
    send(db, leo, ref, now, offered=Readers.WORKER)
    assert db.scalars(select(Said.readers)).one() == Readers.WORKER
    assert db.scalars(select(ViewSheet.readers)).one() == Readers.WORKER


def test_with_no_worker_somebody_stands_in(client, db, now):
    sam = makers.make_young(db)
    manager = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, manager, role=Role.MANAGER)
    ref = begun(db, sam, now)
    keep(db, sam, ref, "home", now, "Hello")
    client.sign_in(sam)
    page = client.get(f"/my-say/sheets/{ref}/send").text
    assert "Read by whoever stands in for your worker." in page
    went = client.send(f"/my-say/sheets/{ref}/send", {}, action=f"/my-say/sheets/{ref}/send")
    assert went.status_code == 303
    assert db.scalars(select(Said.owner)).one() == Owner.WORKER


# --- sent -----------------------------------------------------------------------------------------


def test_sent_once_and_nothing_changes_afterwards(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    keep(db, leo, ref, "home", now, "My bed is broken.")
    client.sign_in(leo)
    before = filled(client, ref)
    went = client.send(f"/my-say/sheets/{ref}/send", {"helper": "Ruth"})
    assert "done=views-sent" in went.headers["Location"]
    page = client.get(went.headers["Location"]).text
    assert "My bed is broken." in page
    assert "will answer by" in page
    late = client.post(address(ref), data={**before, "text_words": "Something else"})
    assert "done=views-sent-before" in late.headers["Location"]
    assert (
        client.post(f"{address(ref)}/keep", data={**before, "text_words": "x"}).status_code == 409
    )
    assert client.get(f"/my-say/sheets/{ref}/send").status_code == 303
    thrown = client.post(f"/my-say/sheets/{ref}/throw-away", data=before)
    assert "done=views-sent-before" in thrown.headers["Location"]
    assert len(db.scalars(select(Said.id)).all()) == 1
    assert "You have said what you think." not in client.get("/my-say").text  # no review is near


def test_nothing_in_it_is_not_sent(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    page = client.get(f"/my-say/sheets/{ref}/send").text
    assert "Say something in any part" in page
    assert "Send it now" not in page
    with pytest.raises(actions.NothingSaid):
        send(db, leo, ref, now)


def test_words_that_worry_are_looked_at_when_they_are_sent_and_not_before(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    client.post(address(ref), data={**filled(client, ref), "text_words": "I want to kill myself"})
    assert db.scalars(select(Worry.id)).all() == []
    went = client.send(f"/my-say/sheets/{ref}/send", {"helper": ""})
    assert "done=views-marked" in went.headers["Location"]
    assert len(db.scalars(select(Worry.id)).all()) == 1


def test_throwing_away_leaves_nothing(client, db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    client.sign_in(leo)
    drawn = {**filled(client, ref), "picture": (BytesIO(drawing()), "drawing.png")}
    client.post(address(ref), data=drawn)
    thrown = f"/my-say/sheets/{ref}/throw-away"
    client.post(thrown, data=filled(client, ref))
    for table in (ViewSheet, ViewPart, Upload, UploadBytes):
        assert db.scalars(select(table.id)).all() == []


def test_what_they_write_keeps_its_language(client, db, home, now):
    leo, priya, *_others = home
    client.sign_in(leo)
    client.send("/language", {"language": "ar"})
    ref = begun(db, leo, now)
    client.post(address(ref), data={**filled(client, ref), "text_words": "أحب مدرستي"})
    assert db.scalars(select(ViewPart.language)).one() == "ar"
    client.send(f"/my-say/sheets/{ref}/send", {"helper": ""})
    said = db.scalars(select(Said)).one()
    assert (said.text, said.language) == ("أحب مدرستي", "ar")
    client.sign_in(priya, Role.WORKER)
    assert 'lang="ar"' in client.get(f"/people/{leo.ref}/views").text


# --- how much it asks ---------------------------------------------------------------------------


def test_pages_ask_little(client, db, database, home, now):
    leo, priya, *_others = home
    ref = begun(db, leo, now)
    for code in ("home", "fun", "worry"):
        keep(db, leo, ref, code, now, "Something")
    client.sign_in(leo)
    base = f"/my-say/sheets/{ref}"
    for path in ("/my-say", "/my-say/before/school", base, address(ref), f"{base}/choose",
                 f"{base}/send"):  # fmt: skip
        client.get(path)
        with counting(database) as counted:
            client.get(path)
        assert len(counted) <= 5, (path, counted.statements)
    data = {**filled(client, ref), "text_words": "More"}
    with counting(database) as counted:
        client.post(address(ref), data=data)
    assert len(counted) <= 6, counted.statements
    client.get(f"{base}/send")
    data = client.form(f"{base}/send", {"helper": ""}).hidden
    with counting(database) as counted:
        assert client.post(f"{base}/send", data=data).status_code == 303
    assert len(counted) <= 8, counted.statements
    with counting(database) as counted:
        client.get(base)
    assert len(counted) <= 5, counted.statements
    client.sign_in(priya, Role.WORKER)
    with counting(database) as counted:
        client.get(f"/people/{leo.ref}/views")
    assert len(counted) <= 5, counted.statements


# --- invited --------------------------------------------------------------------------------------


def a_review(db, who, days, kind="review"):
    return makers.make_agenda_item(
        db, who, kind=kind, wall=makers.at(days), source_kind=kind, source_ref=f"r{days}"
    )


@pytest.mark.parametrize(("days", "asked"), [(0, True), (12, True), (28, True), (29, False)])
def test_the_invitation_is_there_from_four_weeks_before(client, db, home, days, asked):
    leo, *_others = home
    a_review(db, leo, days)
    client.sign_in(leo)
    page = client.get("/my-say").text
    assert ("What do you want to say?" in page) is asked
    if days == 12:
        assert "Your review is in 12 sleeps." in page


def test_what_is_begun_comes_first_and_what_was_sent_is_said(client, db, home, now):
    leo, *_others = home
    a_review(db, leo, 12)
    ref = begun(db, leo, now)
    assert db.scalars(select(ViewSheet.about_ref)).one() == "r12"
    client.sign_in(leo)
    assert "Go on with what you began" in client.get("/my-say").text
    keep(db, leo, ref, "home", now, "Hello")
    send(db, leo, ref, now)
    page = client.get("/my-say").text
    assert "You have said what you think." in page
    assert "Go on with what you began" not in page


def test_what_was_begun_before_the_day_was_known_is_for_the_review_that_has_one_now(db, home, now):
    leo, *_others = home
    ref = begun(db, leo, now)
    keep(db, leo, ref, "home", now, "Hello")
    makers.make_agenda_item(db, leo, kind="by_review", wall=makers.at(3))
    a_review(db, leo, 40)
    a_review(db, leo, 33)
    send(db, leo, ref, now)
    assert db.scalars(select(ViewSheet.about_ref)).one() == "r33"
    assert db.scalars(select(Said.about_ref)).all() == ["r33"]


def test_what_was_begun_for_a_review_that_is_over_is_for_none_of_the_past(db, home, now):
    leo, *_others = home
    item = a_review(db, leo, 2)
    ref = begun(db, leo, now)
    keep(db, leo, ref, "home", now, "Hello")
    item.state = "done"
    db.flush()
    send(db, leo, ref, now)
    assert db.scalars(select(Said.about_ref)).all() == [""]


def test_reviews_of_eighteen_are_of_the_pathway_plan():
    today = makers.today()
    coming = [rules.Coming("review", today + timedelta(days=3), "r")]
    assert rules.invitations(coming, today, False)[0].occasion is Occasion.CARE
    assert rules.invitations(coming, today, True)[0].occasion is Occasion.PATHWAY


def test_a_day_that_is_booked_comes_before_the_day_by_which_it_should_be():
    today = makers.today()
    coming = [
        rules.Coming("by_review", today + timedelta(days=2), ""),
        rules.Coming("review", today + timedelta(days=9), "r"),
    ]
    (one,) = rules.invitations(coming, today, False)
    assert (one.ref, one.by) == ("r", False)


def test_wishes_of_spaces_are_none():
    assert not Wishes(there=" \u2800 ").any
    assert Wishes(chair="no").any


@pytest.mark.parametrize(("page", "box"), [("parts/feel", "text_words"), ("choose", "text_there")])
def test_a_page_that_is_too_old_gives_every_word_back(client, db, home, now, page, box):
    leo, *_others = home
    address = f"/my-say/sheets/{begun(db, leo, now)}/{page}"
    client.sign_in(leo)
    assert box in client.get(address).text
    answer = client.post(address, data={"csrf_token": "old", box: "My own"})
    assert answer.status_code == 400 and "My own" in answer.text


def test_a_sheet_that_was_open_twice_goes_once(app, db, home, now):
    """Two windows, two keys: the second finds it sent, or written in, and nothing is lost or said
    twice."""
    who = makers.make_viewer(db, home[0])
    ref = begun(db, home[0], now)
    keep(db, home[0], ref, "home", now, "My room")
    old = pages.sheet_page(db, who, ref, now)
    later = now + timedelta(minutes=1)
    keep(db, home[0], ref, "home", later, "My new room")
    with pytest.raises(actions.ChangedMeanwhile), db.begin_nested():
        actions.send(db, who, old, EVERYBODY, "key1", later)
    drawn = pages.sheet_page(db, who, ref, now)
    actions.send(db, who, drawn, EVERYBODY, "key2", later)
    with pytest.raises(actions.SentAlready), db.begin_nested():
        actions.send(db, who, drawn, EVERYBODY, "key3", later)
    assert db.scalars(select(Said.text)).all() == ["My new room"]


def test_that_they_do_not_know_is_read_by_whom_that_part_was_for(app, db, home, now):
    """A part that only the officer reads says nothing to the worker, not even that."""
    leo, priya, helen, _ruth = home
    ref = begun(db, leo, now)
    keep(db, leo, ref, "home", now, "My room")
    keep(db, leo, ref, "family", now, silent="unknown", readers=Readers.IRO)
    keep(db, leo, ref, "school", now, silent="unknown")
    send(db, leo, ref, now)
    for who, known in ((priya, ["school"]), (helen, ["family", "school"])):
        with app.test_request_context():
            page = pages.their_views(db, makers.make_viewer(db, who), leo.ref, now)
        assert [asked.code for asked in page.sheets[0].unknown] == known
