"""A complaint from the first word to the Ombudsman; and whom it is about finds nothing of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.clocks.days import load_holidays
from portal.core import clock
from portal.core.access import Role
from portal.house import (
    Complaint,
    ComplaintAnswer,
    ComplaintStep,
    KeptFrom,
    Membership,
    Notice,
    Outbox,
    Owed,
    OwedStep,
    Promise,
    Worry,
    WrongDraft,
)
from portal.owed.passing import follow, go_on
from portal.people.rules import Kind
from portal.put_right.complaints import rules
from portal.put_right.complaints.rules import State
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.conftest import NOW
from tests.databases import counting

MARK = "mkplum"
WORRY = "I want to kill myself"
WRITE = "/put-right/complain"
# All that a worker opens.
SEEN_BY_A_WORKER = ("/waiting", "/people", "/worries", "/notices", "/said", "/team", "/good-news")


@pytest.fixture
def scene(client, db, now):
    """Mia; Sam, her worker; Grace and Hugo, managers; Noor, the safeguarding lead."""
    client.mia, client.sam = makers.make_pair(db, known_as="Mia")
    client.sam.known_as = "Sam"
    client.grace, client.hugo = (
        makers.make_worker(db, known_as=name, first_name=name, last_name="Lane", account=False)
        for name in ("Grace", "Hugo")
    )
    for one in (client.grace, client.hugo):
        makers.make_membership(db, one, role=Role.MANAGER)
    client.noor = makers.make_lead(db, first_name="Noor")
    makers.make_membership(db, client.mia)
    makers.make_connection(db, client.mia, client.grace, Kind.MANAGER)
    db.commit()
    return client


def complain(scene, *about, sure=True, **given):
    """Mia complains; where it is about whoever the page has named, she sends it again."""
    scene.sign_in(scene.mia)
    data = {"text": MARK, "happened": "year", "whom": [one.ref for one in about], **given}
    sent = scene.send(WRITE, data, action=WRITE)
    if sent.status_code == 422 and sure:
        again = scene.page.forms
        form = next(form for form in again if "happened" in form.names)
        sent = scene.post(WRITE, data={**form.hidden, **data})
    return sent


def one(db):
    db.expire_all()
    return db.scalars(select(Complaint).order_by(Complaint.id.desc())).first()


def note(scene, ref, what, **data):
    return scene.send(
        f"/looked-into/{ref}", {"what": what, **data}, action=f"/looked-into/{ref}/note"
    )


def note_as(scene, ref, what, **data):
    """The form of this one thing, of those on the page."""
    path = f"/looked-into/{ref}"
    scene.get(path)
    form = next(f for f in scene.page.forms if f.hidden.get("what") == what)
    return scene.post(f"{path}/note", data={**form.hidden, **data})


def answer(scene, ref, outcome="partly", text="Sorry. It should not have been like that.", **more):
    path = f"/looked-into/{ref}"
    return scene.send(path, {"outcome": outcome, "text": text, **more}, action=f"{path}/answer")


def does(scene, ref, what, **data):
    path = f"/put-right/{ref}"
    scene.get(path)
    form = next(f for f in scene.page.forms if f.hidden.get("does") == what)
    return scene.post(path, data={**form.hidden, **data})


# --- sent ---------------------------------------------------------------------------------------


def test_the_page_names_who_reads_it_and_offers_an_advocate_by_phone(scene):
    scene.sign_in(scene.mia)
    page = scene.get(WRITE).text
    assert "It goes to Grace Lane, a manager, who reads it and deals with it." in page
    assert "Nobody may treat you worse because you complain." in page
    assert "Coram Voice" in page and "0800 1111" in page
    assert "within 10 working days" in page and "The Ombudsman" not in page


def test_it_is_sent_owed_and_told(scene, db):
    sent = complain(scene, wanted="Say sorry")
    made = one(db)
    assert (sent.status_code, sent.location.split("?")[0]) == (303, f"/put-right/{made.ref}")
    ten = rules.due_on(1, State.LOOKING, clock.today(NOW), load_holidays())
    assert (made.handler_id, made.due_on, made.stage) == (scene.grace.id, ten, 1)
    (owed,) = db.scalars(select(Owed))
    assert (owed.kind, owed.debtor_id, owed.due_at) == ("complaint", scene.grace.id, made.due_at)
    assert [(o.kind, o.person_id) for o in db.scalars(select(Outbox))] == [
        ("complaint", scene.grace.id)
    ]
    page = scene.get(sent.location).text
    assert "Grace Lane answers by Monday 7 December." in page
    assert rebuild(db, scene.mia.council_id, clock.now()) == Changes()
    scene.sign_in(scene.grace)
    assert "A complaint waits for you" in scene.get("/waiting").text
    page = scene.get(f"/looked-into/{made.ref}").text
    assert MARK in page and "Say sorry" in page


def test_sent_twice_it_is_one(scene, db):
    scene.sign_in(scene.mia)
    scene.get(WRITE)
    form = scene.form(WRITE, {"text": "", "happened": ""}, WRITE)
    data = {**form.hidden, "text": MARK, "happened": "unsure"}
    first, second = (scene.post(WRITE, data=data) for _ in range(2))
    assert first.location.split("?")[0] == second.location.split("?")[0]
    assert len(db.scalars(select(Complaint.id)).all()) == 1


def test_nothing_typed_is_lost(scene, db):
    scene.sign_in(scene.mia)
    sent = scene.send(WRITE, {"text": MARK, "happened": ""}, action=WRITE)
    assert sent.status_code == 422 and MARK in sent.text
    scene.get(WRITE)
    token = scene.form(WRITE, {"text": ""}, WRITE).hidden
    kept = scene.post(f"{WRITE}/draft", data={**token, "text": MARK, "whom": [scene.sam.ref]})
    assert kept.status_code == 204
    page = scene.get(WRITE).text
    assert MARK in page and "You had not sent it." in page
    assert f'value="{scene.sam.ref}" checked' in page.replace("checked type", "checked") or (
        "checked" in page
    )
    assert complain(scene).status_code == 303
    assert db.scalars(select(WrongDraft.id)).all() == []


def test_long_ago_is_told_and_not_refused(scene, db):
    assert complain(scene, happened="older").status_code == 303
    scene.sign_in(scene.grace)
    page = scene.get(f"/looked-into/{one(db).ref}").text
    assert "That is no reason by itself" in page and "too_late" in page


# --- whom it is about ---------------------------------------------------------------------------


def test_whom_it_is_about_finds_nothing_of_it_anywhere(scene, db):
    """Her worker reads her messages and every page of hers; also with words that worry."""
    assert complain(scene, scene.sam, text=f"{MARK} {WORRY}").status_code == 303
    made, worry = one(db), db.scalars(select(Worry)).one()
    kept = {(k.source_kind, k.source_id, k.person_id) for k in db.scalars(select(KeptFrom))}
    assert kept == {("complaint", made.id, scene.sam.id), ("worry", worry.id, scene.sam.id)}
    owed = db.scalars(select(Owed).where(Owed.kind == "worry")).one()
    assert owed.debtor_id == scene.grace.id
    scene.sign_in(scene.sam)
    ref = scene.mia.ref
    theirs = (f"/people/{ref}", f"/people/{ref}/messages", f"/people/{ref}/promises",
              f"/people/{ref}/said", f"/people/{ref}/plan/heard")  # fmt: skip
    for path in (*SEEN_BY_A_WORKER, *theirs):
        page = scene.get(path)
        assert page.status_code in (200, 403, 404), path
        for word in (MARK, made.ref, worry.ref, "omplaint", "being hurt", "hurting themselves"):
            assert word not in page.text, (path, word)
    for path in ("/looked-into", f"/looked-into/{made.ref}", f"/worries/{worry.ref}",
                 f"/put-right/{made.ref}", "/looked-into/register.csv"):  # fmt: skip
        assert scene.get(path).status_code in (403, 404), path
    assert not db.scalars(select(Notice.id).where(Notice.person_id == scene.sam.id)).all()
    assert not db.scalars(select(Outbox.id).where(Outbox.person_id == scene.sam.id)).all()
    # However late it gets, it never comes to him.
    for days in range(1, 60):
        go_on(db, NOW + timedelta(days=days))
    assert scene.sam.id not in db.scalars(select(OwedStep.to_id)).all()


def test_about_the_manager_whom_the_page_named_another_one_reads_it(scene, db):
    sent = complain(scene, scene.grace, sure=False)
    assert sent.status_code == 422 and one(db) is None
    assert "Because of whom you ticked, it goes to Hugo Lane, a manager." in sent.text
    assert MARK in sent.text
    assert complain(scene, scene.grace).status_code == 303
    made = one(db)
    assert made.handler_id == scene.hugo.id
    scene.sign_in(scene.grace)
    for path in ("/looked-into", "/waiting", f"/people/{scene.mia.ref}", "/team"):
        assert made.ref not in scene.get(path).text, path
    assert scene.get(f"/looked-into/{made.ref}").status_code == 404
    rows = scene.get("/looked-into/register.csv").text.splitlines()
    assert len(rows) == 1  # nor is it on her register


def test_about_every_manager_the_safeguarding_lead_deals_with_it(scene, db):
    assert complain(scene, scene.grace, scene.hugo).status_code == 303
    assert one(db).handler_id == scene.noor.id
    scene.sign_in(scene.noor)
    assert MARK in scene.get(f"/looked-into/{one(db).ref}").text
    sent = complain(scene, scene.grace, scene.hugo, scene.noor, sure=False)
    assert sent.status_code == 422 and "Nobody is left at the council" in sent.text


def test_another_manager_does_not_read_it(scene, db):
    complain(scene)
    scene.sign_in(scene.hugo)
    assert scene.get(f"/looked-into/{one(db).ref}").status_code == 404
    assert one(db).ref not in scene.get("/looked-into").text
    assert one(db).ref not in scene.get(f"/people/{scene.mia.ref}").text


def test_not_with_whoever_has_it(scene, db):
    complain(scene)
    sent = does(scene, one(db).ref, "other")
    assert sent.status_code == 303
    made = one(db)
    assert made.handler_id == scene.hugo.id
    assert db.scalars(select(Owed)).one().debtor_id == scene.hugo.id
    scene.sign_in(scene.grace)
    assert scene.get(f"/looked-into/{made.ref}").status_code == 404
    assert rebuild(db, scene.mia.council_id, clock.now()) == Changes()


def test_not_with_whoever_has_it_nor_what_must_not_wait_in_it(scene, db):
    complain(scene, text=WORRY)
    assert db.scalars(select(Owed.debtor_id).distinct()).all() == [scene.grace.id]
    does(scene, one(db).ref, "other")
    assert db.scalars(select(Owed.debtor_id).distinct()).all() == [scene.hugo.id]
    ref = db.scalars(select(Worry.ref)).one()
    for who, sees in ((scene.grace, False), (scene.hugo, True)):
        scene.sign_in(who)
        assert (ref in scene.get("/worries").text) is sees
    told = select(Notice.id).where(Notice.person_id == scene.hugo.id, Notice.source_ref == ref)
    assert len(db.scalars(told).all()) == 1
    assert rebuild(db, scene.mia.council_id, clock.now()) == Changes()


def test_it_goes_to_whom_the_page_named_or_is_asked_again(scene, db):
    """Another manager has less to do by now; then whoever deals with it is somebody else."""
    complain(scene)
    made, path = one(db), f"/put-right/{one(db).ref}"
    scene.get(path)
    other, back = (
        next(f.hidden for f in scene.page.forms if f.hidden.get("does") == what)
        for what in ("other", "withdraw")
    )
    iris = makers.make_worker(db, first_name="Iris", last_name="Lane", account=False)
    makers.make_membership(db, iris, role=Role.MANAGER)
    first = {**{c.name: getattr(made, c.name) for c in Complaint.__table__.c}}
    for number in range(2):
        busy = {**first, "id": first["id"] + 1 + number, "ref": f"busy{number}",
                "handler_id": scene.hugo.id}  # fmt: skip
        db.add(Complaint(**busy))
    db.commit()
    assert scene.post(path, data=other).status_code == 303
    assert db.get(Complaint, first["id"], populate_existing=True).handler_id == scene.hugo.id
    again = scene.post(path, data={**back, "words": "Mum made me."})
    assert again.status_code == 422
    assert "Mum made me." in again.text and "Hugo Lane reads this." in again.text
    assert db.get(Complaint, first["id"], populate_existing=True).state == "looking"


def test_the_register_has_no_line_of_whom_somebody_must_not_know(scene, db):
    complain(scene)
    scene.sign_in(scene.hugo)
    assert len(scene.get("/looked-into/register.csv").text.splitlines()) == 2
    makers.make_bar(db, scene.mia, scene.hugo)
    db.commit()
    assert len(scene.get("/looked-into/register.csv").text.splitlines()) == 1


def test_who_ticked_everybody_keeps_the_words_and_can_untick(scene, db):
    everybody = (scene.sam, scene.grace, scene.hugo, scene.noor)
    sent = complain(scene, *everybody, sure=False)
    assert sent.status_code == 422 and "Nobody is left at the council" in sent.text
    form = next(form for form in scene.page.forms if "happened" in form.names)
    assert MARK in sent.text and 'name="whom"' in sent.text
    typed = {"text": MARK, "happened": "year", "whom": [scene.sam.ref, scene.grace.ref]}
    assert scene.post(WRITE, data={**form.hidden, **typed}).status_code == 422  # names Hugo first
    form = next(form for form in scene.page.forms if "happened" in form.names)
    assert scene.post(WRITE, data={**form.hidden, **typed}).status_code == 303
    assert one(db).handler_id == scene.hugo.id


# --- stage by stage -----------------------------------------------------------------------------


def test_the_whole_way(scene, db):
    complain(scene, scene.sam)
    ref = one(db).ref
    scene.sign_in(scene.grace)
    assert note_as(scene, ref, "taken").status_code == 303
    why = "We do not change your school while somebody looks into it."
    assert note_as(scene, ref, "frozen", words=why).status_code == 303
    longer = rules.longest(1, State.LOOKING, clock.today(NOW), load_holidays())
    sent = note_as(scene, ref, "extended", words="Your teacher is away until then.",
                   day=(longer + timedelta(days=1)).isoformat())  # fmt: skip
    assert sent.status_code == 422 and "not after" in sent.text
    sent = note_as(scene, ref, "extended", words="Your teacher is away until then.",
                   day=longer.isoformat())  # fmt: skip
    assert sent.status_code == 303 and one(db).due_on == longer
    assert rebuild(db, scene.mia.council_id, clock.now()) == Changes()
    assert answer(scene, ref, learned="Tell them before a change.").status_code == 303
    assert db.scalars(select(Owed)).one().done_at is not None
    scene.sign_in(scene.mia)
    page = scene.get(f"/put-right/{ref}").text
    assert "You were right about some of it" in page and why in page
    assert "Your teacher is away until then." in page
    assert "Tell them before a change." not in page
    assert "Grace has it" in page and "Somebody who" not in page
    assert "Coram Voice" in page
    assert does(scene, ref, "next", words="He did it again.").status_code == 303
    made = one(db)
    assert (made.stage, made.state) == (2, "looking")
    assert "two people" in scene.get(f"/put-right/{ref}").text.lower()
    scene.sign_in(scene.grace)
    assert note_as(scene, ref, "named", investigator="", independent="").status_code == 422
    note_as(scene, ref, "named", investigator="Ada Bell", independent="Bo Carr")
    answer(scene, ref, "not_upheld", "They looked into it. I am sorry that it felt unfair.")
    scene.sign_in(scene.mia)
    assert "Ada Bell and Bo Carr look into it." in scene.get(f"/put-right/{ref}").text
    does(scene, ref, "next")
    assert (one(db).stage, one(db).state) == (3, "panel")
    scene.sign_in(scene.grace)
    today = clock.today(NOW)
    note_as(scene, ref, "panel_set", day=(today + timedelta(days=9)).isoformat())
    note_as(scene, ref, "held", day=today.isoformat())
    assert one(db).state == "findings"
    note_as(scene, ref, "found", words="The panel found that Mia was right about all of it.")
    assert one(db).state == "reply"
    assert rebuild(db, scene.mia.council_id, clock.now()) == Changes()
    answer(scene, ref, "upheld", "The panel is right, and so were you. I am sorry.")
    scene.sign_in(scene.mia)
    page = scene.get(f"/put-right/{ref}").text
    assert "The Ombudsman" in page and "0300 061 0614" in page
    assert does(scene, ref, "settled").status_code == 303
    assert one(db).state == "settled" and one(db).over_at is not None
    scene.sign_in(scene.hugo)
    register = scene.get("/looked-into/register.csv").text
    assert "Tell them before a change." in register and "upheld" in register
    for word in (MARK, "Mia", "Grace", "Ada", ref):
        assert word not in register


def test_what_is_promised_is_read_by_nobody_else(scene, db):
    """Hugo works with Mia, and promises; Sam, whom it is about, reads every other promise."""
    complain(scene, scene.sam)
    ref = one(db).ref
    scene.sign_in(scene.grace)
    page = scene.get(f"/looked-into/{ref}").text
    assert scene.sam.ref not in page and scene.grace.ref in page
    due = (clock.today(NOW) + timedelta(days=9)).isoformat()
    sent = answer(scene, ref, promise="mkpear", whose=scene.grace.ref, day=due, learned="")
    assert sent.status_code == 303
    promise = db.scalars(select(Promise)).one()
    assert (promise.text, promise.owner_id, promise.area) == (
        "mkpear", scene.grace.id, "nobodys",
    )  # fmt: skip
    scene.sign_in(scene.mia)
    assert "mkpear" in scene.get(f"/put-right/{ref}").text
    scene.sign_in(scene.sam)
    for path in (f"/people/{scene.mia.ref}", f"/people/{scene.mia.ref}/promises", "/waiting"):
        assert "mkpear" not in scene.get(path).text
    assert scene.get(f"/promises/{promise.ref}").status_code == 404


def test_late_it_goes_on_to_the_next_manager(scene, db):
    complain(scene, scene.sam)
    made = one(db)
    late = made.due_at + timedelta(minutes=1)
    go_on(db, late)
    db.commit()
    assert [(s.what, s.to_id) for s in db.scalars(select(ComplaintStep))] == [
        ("went_on", scene.hugo.id)
    ]
    with clock.fixed(late, everywhere=True):
        _goes_on(scene, db, made)


def _goes_on(scene, db, made):
    assert rebuild(db, scene.mia.council_id, clock.now()) == Changes()
    scene.sign_in(scene.mia)
    page = scene.get(f"/put-right/{made.ref}").text
    assert "It is late." in page and "Hugo" in page and "The Ombudsman" in page
    assert "Go on to stage 2" in page
    scene.sign_in(scene.hugo)
    page = scene.get(f"/looked-into/{made.ref}")
    assert page.status_code == 200 and MARK in page.text
    assert made.ref in scene.get("/looked-into").text
    assert "A complaint waits for you" in scene.get("/waiting").text
    assert answer(scene, made.ref).status_code == 303
    (answered,) = db.scalars(select(ComplaintAnswer))
    assert answered.late and answered.by_id == scene.hugo.id
    scene.sign_in(scene.mia)
    assert "It came late." in scene.get(f"/put-right/{made.ref}").text


def test_whoever_leaves_does_not_keep_it(scene, db):
    complain(scene)
    member = db.scalars(select(Membership).where(Membership.person_id == scene.grace.id)).one()
    member.ends = clock.today(NOW) - timedelta(days=1)
    db.commit()
    follow(db, scene.mia.council_id, NOW)
    db.commit()
    assert one(db).handler_id == scene.hugo.id
    assert db.scalars(select(Owed)).one().debtor_id == scene.hugo.id
    assert rebuild(db, scene.mia.council_id, clock.now()) == Changes()
    scene.sign_in(scene.hugo)
    assert MARK in scene.get(f"/looked-into/{one(db).ref}").text


def test_it_can_be_taken_back(scene, db):
    complain(scene)
    ref = one(db).ref
    sent = does(scene, ref, "withdraw", words=f"He made me. {WORRY}")
    assert sent.status_code == 303 and one(db).state == "withdrawn"
    assert db.scalars(select(Owed).where(Owed.kind == "complaint")).one().done_at is not None
    assert db.scalars(select(Worry)).one().source_kind == "complaint_step"
    scene.get(f"/put-right/{ref}")
    assert "does" not in {n for f in scene.page.forms for n in f.hidden}
    scene.sign_in(scene.grace)
    assert "Something that you look into was taken back" in scene.get("/waiting").text
    assert "He made me." in scene.get(f"/looked-into/{ref}").text
    assert rebuild(db, scene.mia.council_id, clock.now()) == Changes()


def test_nothing_goes_to_whom_nothing_goes(scene, db):
    complain(scene)
    ref = one(db).ref
    makers.make_stop(db, scene.mia)
    db.commit()
    scene.sign_in(scene.grace)
    assert answer(scene, ref).status_code == 422
    assert db.scalars(select(ComplaintAnswer.id)).all() == []


# --- statements ---------------------------------------------------------------------------------


def test_a_known_number_of_statements(scene, db, database):
    for _ in range(3):
        complain(scene, scene.sam)
    ref = one(db).ref

    def count(what):
        with counting(database) as counted:
            assert what().status_code in (200, 303)
        return len(counted.statements)

    scene.sign_in(scene.mia)
    for path in (WRITE, "/put-right", f"/put-right/{ref}", "/put-right/problem",
                 "/put-right/unfair", "/put-right/good"):  # fmt: skip
        assert count(lambda path=path: scene.get(path)) <= 5, path
    scene.get(WRITE)
    form = scene.form(WRITE, {"text": "", "happened": ""}, WRITE)
    sent = {**form.hidden, "text": "x", "happened": "year"}
    assert count(lambda: scene.post(WRITE, data=sent)) <= 6
    scene.sign_in(scene.grace)
    assert count(lambda: scene.get("/looked-into")) <= 5
    assert count(lambda: scene.get("/good-news")) <= 5
    path = f"/looked-into/{ref}"
    assert count(lambda: scene.get(path)) <= 8
    form = scene.form(path, {"outcome": "", "text": ""}, f"{path}/answer").hidden
    said = {**form, "outcome": "partly", "text": "Sorry."}
    assert count(lambda: scene.post(f"{path}/answer", data=said)) <= 16


@pytest.mark.parametrize(("promise", "most"), [("", 9), ("A lock", 19)])
def test_an_answer_asks_nothing_twice(scene, db, database, promise, most):
    complain(scene, scene.sam)
    path = f"/looked-into/{one(db).ref}"
    scene.sign_in(scene.grace)
    scene.get(path)
    form = scene.form(path, {"outcome": ""}, f"{path}/answer")
    due = (clock.today(NOW) + timedelta(days=9)).isoformat() if promise else ""
    data = {**form.hidden, "outcome": "partly", "text": "Sorry", "learned": "", "promise": promise,
            "whose": scene.grace.ref if promise else "", "day": due}  # fmt: skip
    with counting(database) as counted:
        assert scene.post(f"{path}/answer", data=data).status_code == 303
    assert len(counted.statements) <= most, counted.statements
    assert bool(db.scalars(select(Promise.id)).all()) is bool(promise)


def test_it_is_kept_from_a_worker_however_many_managers_there_are(scene, db):
    for number in range(41):
        boss = makers.make_worker(db, known_as=f"B{number}", account=False)
        makers.make_membership(db, boss, role=Role.MANAGER)
    db.commit()
    complain(scene, scene.sam)
    kept = db.scalars(select(KeptFrom.person_id).where(KeptFrom.source_id == one(db).id)).all()
    assert kept == [scene.sam.id]
