"""From asking for a cooker to the day it is paid; and who reads it on the way."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from portal.claims import labels, pages
from portal.claims.rules import State
from portal.claims.told import told_of
from portal.core.access import Role
from portal.entitlements.items import national
from portal.entitlements.marks import mark_of
from portal.house import (
    Claim,
    ClaimDays,
    ClaimStep,
    Document,
    Notice,
    Owed,
    OwedStep,
    Share,
    SignInSession,
    Upload,
    Worry,
)
from portal.owed.passing import follow, go_on
from portal.people.rules import Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.conftest import NOW
from tests.databases import counting

MARK = "mkplum"
HOME = "setting_up_home_allowance"
WRITE = f"/asked-for/new/{mark_of(HOME)}"


@pytest.fixture
def scene(client, db, now):
    """Chloe; Priya, her adviser; Grace, her manager; Hannah, a carer."""
    client.chloe, client.priya = makers.make_leaver_and_adviser(db, known_as="Chloe")
    client.priya.known_as = "Priya"
    client.grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, client.grace, role=Role.MANAGER)
    makers.make_membership(db, client.chloe)
    makers.make_connection(db, client.chloe, client.grace, Kind.MANAGER)
    db.commit()
    return client


def ask(scene, wish=MARK, asked="349.99", path=WRITE, **more):
    scene.sign_in(scene.chloe)
    typed = {"wish": wish, **({"asked": asked} if asked else {})}
    form = form_of(scene, path)
    return scene.post(path, data={**form.hidden, **typed, **more})


def form_of(scene, path):
    scene.get(path)
    return next(form for form in scene.page.forms if "wish" in form.names)


def one(db):
    db.expire_all()
    return db.scalars(select(Claim).order_by(Claim.id.desc())).first()


def note(scene, ref, what, **data):
    path = f"/to-decide/{ref}"
    scene.get(path)
    form = next(f for f in scene.page.forms if f.hidden.get("what") == what)
    return scene.post(f"{path}/note", data={**form.hidden, **data})


def scene_desk(scene):
    """What the worker reads in the list."""
    scene.sign_in(scene.priya)
    return scene.get("/to-decide").text


def owed(db):
    db.expire_all()
    return db.scalars(select(Owed).where(Owed.kind == "claim")).one()


# --- the whole way ------------------------------------------------------------------------------


def test_a_cooker_from_asking_to_paid(scene, db):
    before = ask(scene)
    made = one(db)
    assert (before.status_code, before.location.split("?")[0]) == (303, f"/asked-for/{made.ref}")
    assert (made.asked, made.state, made.person_id) == (34_999, "sent", scene.chloe.id)
    assert (owed(db).debtor_id, owed(db).due_at) == (scene.priya.id, made.due_at)
    page = scene.get(f"/asked-for/{made.ref}").text
    assert "Priya answers by" in page and "At least £3,000 of £3,000 is left for you." in page
    scene.sign_in(scene.priya)
    assert f"/to-decide/{made.ref}" in scene.get("/waiting").text
    assert "Chloe" in scene.get("/to-decide").text
    assert MARK in scene.get(f"/to-decide/{made.ref}").text
    assert note(scene, made.ref, "looked").status_code == 303
    assert note(scene, made.ref, "decide", decision="yes", amount="349.99").status_code == 303
    assert owed(db).done_at is None, "a yes is not the end"
    assert one(db).state == "yes"
    scene.sign_in(scene.chloe)
    page = scene.get(f"/asked-for/{made.ref}").text
    assert "Priya sees to it that £349.99 is paid by" in page
    assert "At least £2,650.01 of £3,000 is left for you." in page
    assert told_of(db, scene.chloe.council_id, scene.chloe.id).promised == {HOME: 34_999}
    scene.sign_in(scene.priya)
    day = makers.today().isoformat()
    paid = note(scene, made.ref, "paid", amount="349.99", day=day, how="bought")
    assert paid.status_code == 303
    assert one(db).state == "paid" and owed(db).done_at == NOW
    scene.sign_in(scene.chloe)
    page = scene.get(f"/asked-for/{made.ref}").text
    assert "All of it is paid: £349.99." in page and "Bought for you" in page
    assert told_of(db, scene.chloe.council_id, scene.chloe.id).had == {HOME: 349}
    assert db.scalar(select(func.count()).select_from(Notice).where(
        Notice.person_id == scene.chloe.id, Notice.kind == "claim_changed")) == 3  # fmt: skip


def test_paid_in_two_parts(scene, db):
    ask(scene, asked="500")
    ref = one(db).ref
    scene.sign_in(scene.priya)
    note(scene, ref, "decide", decision="part", amount="400", words="The rest is for later.")
    day = makers.today().isoformat()
    note(scene, ref, "paid", amount="150", day=day, how="bank")
    assert (one(db).state, one(db).paid) == ("part", 15_000) and owed(db).done_at is None
    too_much = note(scene, ref, "paid", amount="250.01", day=day, how="bank")
    assert too_much.status_code == 422 and "Only £250 is still to pay." in too_much.text
    note(scene, ref, "paid", amount="250", day=day, how="cash")
    assert (one(db).state, one(db).paid) == ("paid", 40_000) and owed(db).done_at == NOW


def test_a_yes_to_money_says_how_much(scene, db):
    for asked, item in (("", HOME), ("30", "provisional_licence")):
        ask(scene, asked=asked, path=f"/asked-for/new/{mark_of(item)}")
        ref = one(db).ref
        scene.sign_in(scene.priya)
        refused = note(scene, ref, "decide", decision="yes")
        assert refused.status_code == 422 and "Write the amount in pounds" in refused.text
        assert one(db).state == "sent"


def test_a_thing_that_is_agreed_waits_until_it_is_there(scene, db):
    ask(scene, path=f"/asked-for/new/{mark_of('passport_or_travel_document')}", asked="")
    ref = one(db).ref
    scene.sign_in(scene.priya)
    assert note(scene, ref, "decide", decision="yes").status_code == 303
    assert (one(db).state, one(db).granted) == ("yes", None)
    assert owed(db).done_at is None, "a yes is not the end"
    page = scene.get(f"/to-decide/{ref}").text
    assert "See to it that they have it by" in page
    assert f"/to-decide/{ref}" in scene.get("/to-decide").text
    scene.sign_in(scene.chloe)
    assert "Priya sees to it that you have it by" in scene.get(f"/asked-for/{ref}").text
    scene.sign_in(scene.priya)
    without = note(scene, ref, "paid", day="", how="")
    assert "Choose the day on which they got it." in without.text
    assert "Choose how they got it." in without.text
    done = note(scene, ref, "paid", day=makers.today().isoformat(), how="given")
    assert done.status_code == 303
    assert one(db).state == "paid" and owed(db).done_at == NOW
    scene.sign_in(scene.chloe)
    page = scene.get(f"/asked-for/{ref}").text
    assert "It was noted that you have it." in page and "Given to you, or arranged" in page
    assert "It is done, " in scene_desk(scene), "the list says when"
    scene.sign_in(scene.chloe)
    assert "It has not come" in page


@pytest.mark.parametrize(("decision", "amount"), [("part", "100"), ("yes", "349.98")])
def test_how_to_challenge_stays_when_it_is_paid(scene, db, decision, amount):
    ask(scene)
    ref = one(db).ref
    scene.sign_in(scene.priya)
    note(scene, ref, "decide", decision=decision, amount=amount, words="There is no more.")
    for state in (decision, "paid"):
        if state == "paid":
            scene.sign_in(scene.priya)
            note(scene, ref, "paid", amount=amount, day=makers.today().isoformat(), how="bank")
        assert one(db).state == state
        scene.sign_in(scene.chloe)
        page = scene.get(f"/asked-for/{ref}").text
        assert "If you do not agree" in page and "/put-right/complain" in page, state


def paid_for(scene, db, amount="349.99"):
    ask(scene)
    ref = one(db).ref
    scene.sign_in(scene.priya)
    note(scene, ref, "decide", decision="yes", amount="349.99")
    note(scene, ref, "paid", amount=amount, day=makers.today().isoformat(), how="bank")
    return ref


def say_missing(scene, ref, wish="No letter came"):
    scene.sign_in(scene.chloe)
    path = f"/asked-for/{ref}"
    scene.get(path)
    form = next(f for f in scene.page.forms if f.hidden.get("does") == "missing")
    return scene.post(path, data={**form.hidden, "wish": wish})


def test_what_has_not_come_is_owed_again_until_somebody_says_where_it_is(scene, db):
    ref = paid_for(scene, db)
    assert owed(db).done_at == NOW
    assert say_missing(scene, ref).status_code == 303
    assert one(db).state == "missing" and owed(db).done_at is None
    assert owed(db).debtor_id == scene.priya.id
    assert "Priya finds out where it is by" in scene.get(f"/asked-for/{ref}").text
    assert all(f.hidden.get("does") != "missing" for f in scene.page.forms), "said once"
    scene.sign_in(scene.priya)
    assert f"/to-decide/{ref}" in scene.get("/waiting").text
    assert "It has not come" in scene.get("/to-decide").text
    assert "No letter came" in scene.get(f"/to-decide/{ref}").text
    assert note(scene, ref, "missing", decision="found").status_code == 422, "where is it?"
    where = "It is in your account since Monday."
    assert note(scene, ref, "missing", decision="found", words=where).status_code == 303
    assert (one(db).state, one(db).paid) == ("paid", 34_999) and owed(db).done_at == NOW
    scene.sign_in(scene.chloe)
    assert where in scene.get(f"/asked-for/{ref}").text
    assert say_missing(scene, ref, "").status_code == 303, "it can be said again, without words"


def test_what_was_not_paid_is_paid_again(scene, db):
    ref = paid_for(scene, db)
    say_missing(scene, ref)
    scene.sign_in(scene.priya)
    said = {"decision": "again", "words": "The bank sent it back."}
    too_much = note(scene, ref, "missing", amount="350", **said)
    assert too_much.status_code == 422 and "Only £349.99 was noted as paid." in too_much.text
    assert note(scene, ref, "missing", amount="349.99", **said).status_code == 303
    assert (one(db).state, one(db).paid) == ("yes", 0) and owed(db).done_at is None
    assert told_of(db, scene.chloe.council_id, scene.chloe.id).had == {}
    note(scene, ref, "paid", amount="349.99", day=makers.today().isoformat(), how="cash")
    assert (one(db).state, one(db).paid) == ("paid", 34_999)


def test_a_part_that_was_paid_can_be_missing_and_the_rest_stays_owed(scene, db):
    ref = paid_for(scene, db, amount="100")
    assert say_missing(scene, ref).status_code == 303
    assert rebuild(db, scene.chloe.council_id, NOW) == Changes(0, 0, 0)
    scene.sign_in(scene.priya)
    note(scene, ref, "missing", decision="found", words="Look at your account.")
    assert one(db).state == "yes" and owed(db).done_at is None
    assert "£249.99" in scene.get(f"/to-decide/{ref}").text


def test_nothing_is_missing_before_it_was_noted_as_paid(scene, db):
    ask(scene)
    path = f"/asked-for/{one(db).ref}"
    scene.get(path)
    form = next(f for f in scene.page.forms if f.hidden.get("does") == "back")
    sent = scene.post(path, data={**form.hidden, "does": "missing", "wish": "Where is it?"})
    assert sent.status_code == 422 and one(db).state == "sent" and "Where is it?" in sent.text


def test_words_that_worry_are_looked_at_there_too(scene, db):
    ref = paid_for(scene, db)
    say_missing(scene, ref, "I want to kill myself")
    assert db.scalars(select(Worry)).one().person_id == scene.chloe.id


def test_more_is_needed_and_comes(scene, db):
    ask(scene)
    ref = one(db).ref
    scene.sign_in(scene.priya)
    assert note(scene, ref, "more").status_code == 422
    assert note(scene, ref, "more", words="A photo of the kitchen").status_code == 303
    assert one(db).state == "more" and owed(db).done_at == NOW
    scene.sign_in(scene.chloe)
    path = f"/asked-for/{ref}"
    assert "A photo of the kitchen" in scene.get(path).text
    form = next(f for f in scene.page.forms if f.hidden.get("does") == "add")
    assert scene.post(path, data={**form.hidden, "wish": ""}).status_code == 422
    assert scene.post(path, data={**form.hidden, "wish": "It is empty"}).status_code == 303
    assert one(db).state == "sent" and owed(db).done_at is None
    scene.sign_in(scene.priya)
    assert "It is empty" in scene.get(f"/to-decide/{ref}").text


def test_a_no_says_why_and_how_to_challenge_it(scene, db):
    ask(scene)
    ref = one(db).ref
    scene.sign_in(scene.priya)
    without = note(scene, ref, "decide", decision="no")
    assert without.status_code == 422 and "Write why, in plain words." in without.text
    note(scene, ref, "decide", decision="no", words="There is a cooker in the flat.")
    assert owed(db).done_at == NOW
    scene.sign_in(scene.chloe)
    page = scene.get(f"/asked-for/{ref}").text
    assert "There is a cooker in the flat." in page and "/put-right/complain" in page
    assert 'class="chip wait">Not agreed' in page, "not in the colour of what is done"
    assert "Coram Voice" in page


def test_savings_are_found_and_not_granted(scene, db):
    path = f"/asked-for/new/{mark_of('child_trust_fund')}"
    scene.sign_in(scene.chloe)
    page = scene.get(path).text
    assert "How much do you ask for" not in page and "What do you need it for?" not in page
    assert "What would you like to ask or say?" in page
    assert "what you want to know." in scene.send(path, {"wish": " "}).text
    ask(scene, path=path, asked="")
    ref = one(db).ref
    scene.sign_in(scene.priya)
    assert "I found it" in scene.get(f"/to-decide/{ref}").text
    assert note(scene, ref, "decide", decision="yes").status_code == 422
    note(scene, ref, "decide", decision="yes", words="It is with the post office. I rang them.")
    assert one(db).state == "paid" and owed(db).done_at == NOW
    assert told_of(db, scene.chloe.council_id, scene.chloe.id).had == {}


def test_it_is_taken_back(scene, db):
    ask(scene)
    path = f"/asked-for/{one(db).ref}"
    scene.get(path)
    form = next(f for f in scene.page.forms if f.hidden.get("does") == "back")
    assert scene.post(path, data=form.hidden).status_code == 303
    assert one(db).state == "back" and owed(db).done_at == NOW
    # From another page that was open still: it is so already, and nothing went wrong.
    again = scene.post(path, data={**form.hidden, "key": "another"})
    assert again.status_code == 303 and "done=claim-back" in again.location
    assert db.scalar(select(func.count()).select_from(ClaimStep)) == 1


# --- kept, and sent once ------------------------------------------------------------------------


def test_what_is_begun_is_kept_and_theirs_alone(scene, db):
    scene.sign_in(scene.chloe)
    scene.get(WRITE)
    form = next(f for f in scene.page.forms if "wish" in f.names)
    typed = {**form.hidden, "wish": MARK, "asked": "20"}
    assert scene.post(f"{WRITE}/draft", data=typed).status_code == 204
    assert one(db).state == State.DRAFT.value
    assert MARK in scene.get(WRITE).text and MARK in scene.get("/asked-for").text
    draft = one(db).ref
    assert scene.get(f"/asked-for/{draft}").status_code == 404
    scene.sign_in(scene.priya)
    assert scene.get(f"/to-decide/{draft}").status_code == 404
    assert "Chloe" not in scene.get("/to-decide").text
    scene.sign_in(scene.chloe)
    typed["csrf_token"] = form_of(scene, WRITE).hidden["csrf_token"]
    assert scene.post(WRITE, data=typed).status_code == 303
    # A draft that comes after it was sent, from the same page, is not kept.
    scene.post(f"{WRITE}/draft", data=typed)
    assert db.scalar(select(func.count()).select_from(Claim)) == 1
    assert one(db).state == State.SENT.value


def test_sent_twice_it_happens_once(scene, db):
    scene.sign_in(scene.chloe)
    scene.get(WRITE)
    form = next(f for f in scene.page.forms if "wish" in f.names)
    typed = {**form.hidden, "wish": MARK}
    first, second = (scene.post(WRITE, data=typed) for _ in range(2))
    assert first.location == second.location
    assert db.scalar(select(func.count()).select_from(Claim)) == 1
    other = scene.post(WRITE, data={**typed, "wish": "Another"})
    assert other.status_code == 422 and "Another" in other.text


def test_two_payments_at_once_are_not_one(scene, db):
    ask(scene, asked="100")
    ref = one(db).ref
    scene.sign_in(scene.priya)
    note(scene, ref, "decide", decision="yes", amount="100")
    path = f"/to-decide/{ref}"
    scene.get(path)
    form = next(f for f in scene.page.forms if f.hidden.get("what") == "paid")
    data = {**form.hidden, "amount": "60", "day": makers.today().isoformat(), "how": "bank"}
    assert scene.post(f"{path}/note", data=data).status_code == 303
    assert scene.post(f"{path}/note", data=data).status_code == 303, "the same, sent twice"
    assert one(db).paid == 6_000


@pytest.mark.parametrize("asked", ["a lot", "0", "100000.01"])
def test_an_amount_that_cannot_be_loses_nothing(scene, db, asked):
    again = ask(scene, asked=asked)
    assert again.status_code == 422 and MARK in again.text and one(db) is None


@pytest.mark.parametrize(
    "item", ["bursary_16_to_19", "council_pays_at_16_and_17", "nothing_of_the_kind"]
)
def test_what_the_council_does_not_decide_is_not_asked_for_here(scene, item):
    scene.sign_in(scene.chloe)
    assert scene.get(f"/asked-for/new/{mark_of(item)}").status_code == 404


# --- my money -----------------------------------------------------------------------------------


def test_my_money_says_what_was_paid_what_comes_and_what_is_left(scene, db):
    paid_for(scene, db, amount="100")
    scene.sign_in(scene.chloe)
    page = scene.get("/asked-for").text
    assert "My money" in page
    assert "£100 is paid. £249.99 is agreed and still to come." in page
    assert "At least £2,650.01 of £3,000 is left for you." in page
    ask(scene, path=f"/asked-for/new/{mark_of('child_trust_fund')}", asked="")
    scene.sign_in(scene.priya)
    note(scene, one(db).ref, "decide", decision="yes", words="It is with the post office.")
    scene.sign_in(scene.chloe)
    assert "You have an answer." in scene.get("/asked-for").text


def test_where_nothing_came_there_is_no_money_to_show(scene, db):
    scene.sign_in(scene.chloe)
    assert "My money" not in scene.get("/asked-for").text


# --- papers -------------------------------------------------------------------------------------


def test_no_address_says_what_is_asked_for(scene, db):
    """The list of pages that a phone has opened is read by others."""
    scene.sign_in(scene.chloe)
    path = f"/asked-for/new/{HOME}"
    assert scene.get(path).status_code == 404
    ask(scene)
    pages_of_hers = ("/asked-for", f"/asked-for/{one(db).ref}", WRITE, "/can-get/all",
                     f"/can-get/thing/{mark_of(HOME)}")  # fmt: skip
    for page in pages_of_hers:
        told = scene.get(page).text
        where = re.findall(r'(?:href|action|data-keep)="([^"]*)"', told)
        assert not [at for at in where for item in national().items if item.code in at], page
    assert WRITE in scene.get("/asked-for").text


def test_what_to_bring_is_listed_and_a_paper_can_be_put_in(scene, db):
    scene.sign_in(scene.chloe)
    page = scene.get(f"/asked-for/new/{mark_of('higher_education_bursary')}").text
    assert "The letter that offers you a place" in page
    assert "No paper of yours is kept here yet." in page and "/my-documents" in page
    assert "What helps to decide it" not in scene.get(WRITE).text


def test_whoever_went_to_keep_a_paper_finds_back_to_what_they_ask(scene, db):
    scene.sign_in(scene.chloe)
    way = f"/my-documents?back={mark_of(HOME)}"
    assert way in scene.get(WRITE).text
    assert f'class="up" href="{WRITE}"' in scene.get(way).text
    ask(scene)
    own = f"/asked-for/{one(db).ref}"
    assert f'class="up" href="{own}"' in scene.get(f"/my-documents?back={one(db).ref}").text
    for wrong in ("//elsewhere.example", "https://e", "x" * 23, "0" * 11):
        assert 'class="up" href="/plan"' in scene.get(f"/my-documents?back={wrong}").text


def test_a_kept_paper_goes_with_it_and_her_workers_can_open_it(scene, db, app):
    upload = makers.make(db, Upload, {}, {
        "council_id": scene.chloe.council_id, "person_id": scene.chloe.id,
        "by_id": scene.chloe.id, "kind": "pdf", "mime": "application/pdf", "size": 4,
        "made_at": NOW,
    })  # fmt: skip
    paper = Document(
        council_id=scene.chloe.council_id, person_id=scene.chloe.id, by_id=scene.chloe.id,
        kind="home", title="My tenancy", upload_id=upload.id, added_at=NOW,
    )  # fmt: skip
    db.add(paper)
    db.commit()
    ask(scene, papers=[paper.ref, "somebody-elses-paper-0"])
    made = one(db)
    assert "My tenancy" in scene.get(f"/asked-for/{made.ref}").text
    assert [(share.key, share.to) for share in db.scalars(select(Share))] == [
        (paper.ref, "workers")
    ]
    scene.sign_in(scene.priya)
    assert "My tenancy" in scene.get(f"/to-decide/{made.ref}").text
    # A manager is not among those it is shown to: not even what it is called.
    scene.sign_in(scene.grace)
    page = scene.get(f"/to-decide/{made.ref}").text
    assert "My tenancy" not in page and paper.ref not in page and "A document" in page


def test_what_was_written_is_given_back_where_the_sign_in_is_over(scene, db):
    scene.sign_in(scene.chloe)
    form = form_of(scene, WRITE)
    db.execute(delete(SignInSession))
    db.commit()
    answer = scene.post(WRITE, data={**form.hidden, "wish": "A cooker, mine is broken"})
    assert answer.status_code == 401 and "You are signed out" in answer.text
    assert "A cooker, mine is broken</textarea>" in answer.text
    code = scene.post(WRITE, data={**form.hidden, "wish": "yes", "asked": "12 34"}).text
    assert "</textarea>" not in code, "a code of one word, and no other box"


# --- who reads it, and the clock ----------------------------------------------------------------


def test_no_carer_and_nobody_else_reads_it(scene, db):
    ask(scene)
    ref = one(db).ref
    carer = makers.make_carer(db, known_as="Hannah")
    makers.make_membership(db, carer, role=Role.CARER)
    makers.make_connection(db, scene.chloe, carer, Kind.FOSTER_CARER)
    other = makers.make_worker(db, known_as="Omar", account=False)
    makers.make_membership(db, other)
    plan_only = makers.make_worker(db, known_as="Pat", account=False)
    makers.make_membership(db, plan_only)
    makers.make_connection(db, scene.chloe, plan_only, Kind.SOCIAL_WORKER,
                           grants=Grant.NAME | Grant.PLAN)  # fmt: skip
    db.commit()
    scene.sign_in(carer)
    assert scene.get(f"/to-decide/{ref}").status_code == 403
    for adult in (other, plan_only):
        scene.sign_in(adult)
        assert scene.get(f"/to-decide/{ref}").status_code == 404
        assert "Chloe" not in scene.get("/to-decide").text


def test_the_reviewing_officer_who_reads_it_is_named_before_it_is_sent(scene, db):
    ruth = makers.make_worker(db, known_as="Ruth", account=False)
    makers.make_membership(db, ruth, role=Role.IRO)
    without = Grant.NAME | Grant.REVIEWS
    link = makers.make_connection(db, scene.chloe, ruth, Kind.IRO, grants=without)
    db.commit()
    scene.sign_in(scene.chloe)
    assert "Ruth" not in scene.get(WRITE).text
    link.grants = int(Grant.NAME | Grant.MESSAGES)
    db.commit()
    page = scene.get(WRITE).text
    assert "reads it, and whoever is there for them. Ruth can read it too." in page
    ask(scene)
    scene.sign_in(ruth, Role.IRO)
    assert scene.get(f"/to-decide/{one(db).ref}").status_code == 200


def test_late_it_goes_on_to_the_next_and_the_page_says_so(scene, db):
    ask(scene)
    made = one(db)
    late = made.due_at + timedelta(days=3)
    go_on(db, late)
    db.commit()
    step = db.scalars(select(OwedStep).where(OwedStep.kind == "claim")).one()
    assert step.to_id == scene.grace.id
    scene.sign_in(scene.chloe)
    page = pages.one_page(db, makers.make_viewer(db, scene.chloe), made.ref, late)
    assert page.card.late and page.card.with_whom == "Grace"
    assert labels.chip(page.card, late).startswith("Was due "), "never late without its day"


def test_a_new_worker_owes_it(scene, db):
    ask(scene)
    new = makers.make_worker(db, known_as="Dan", account=False)
    makers.make_membership(db, new)
    makers.make_connection(db, scene.chloe, new, Kind.PERSONAL_ADVISER, starts=makers.today())
    db.flush()
    follow(db, scene.chloe.council_id, NOW)
    assert owed(db).debtor_id == new.id


def test_a_rebuild_changes_nothing(scene, db):
    ask(scene)
    scene.sign_in(scene.priya)
    note(scene, one(db).ref, "decide", decision="yes", amount="349.99")
    assert rebuild(db, scene.chloe.council_id, NOW) == Changes(0, 0, 0)
    go_on(db, one(db).due_at + timedelta(days=3))
    assert rebuild(db, scene.chloe.council_id, NOW) == Changes(0, 0, 0)


def test_a_manager_sets_the_days_and_they_count_from_then_on(scene, db):
    ask(scene)
    told = one(db).answer_by
    scene.sign_in(scene.priya)
    assert "How many days the council has" not in scene.get("/to-decide").text
    scene.sign_in(scene.grace)
    wrong = scene.send("/to-decide", {"decide": "0", "pay": "x"}, action="/to-decide/days")
    assert wrong.status_code == 422 and db.scalars(select(ClaimDays)).first() is None
    scene.send("/to-decide", {"decide": "3", "pay": "4"}, action="/to-decide/days")
    assert one(db).answer_by == told
    scene.sign_in(scene.chloe)
    assert "You get an answer in 3 working days." in scene.get(WRITE).text
    ask(scene)
    assert one(db).answer_by < told


def test_words_that_must_not_wait_are_looked_at(scene, db):
    ask(scene, wish="I want to kill myself")
    assert db.scalars(select(Worry)).one().person_id == scene.chloe.id


def test_nothing_is_sent_to_somebody_who_must_not_be_contacted(scene, db):
    ask(scene)
    ref = one(db).ref
    makers.make_stop(db, scene.chloe)
    db.commit()
    scene.sign_in(scene.priya)
    page = scene.get(f"/to-decide/{ref}").text
    assert "Nothing is sent to them any more." in page and "Send the answer" not in page
    assert db.scalars(select(ClaimStep)).first() is None


# --- cost ---------------------------------------------------------------------------------------


def test_pages_take_few_questions(scene, db, database):
    for _ in range(3):
        ask(scene)
    ref = one(db).ref

    def count(what):
        with counting(database) as counted:
            assert what().status_code in (200, 303)
        return len(counted.statements)

    for path in ("/asked-for", f"/asked-for/{ref}", WRITE):
        assert count(lambda path=path: scene.get(path)) <= 5, path
    typed = {**form_of(scene, WRITE).hidden, "wish": MARK}
    assert count(lambda: scene.post(WRITE, data=typed)) <= 6
    scene.sign_in(scene.priya)
    for path in ("/to-decide", f"/to-decide/{ref}"):
        assert count(lambda path=path: scene.get(path)) <= 5, path
    scene.get(f"/to-decide/{ref}")
    form = next(f for f in scene.page.forms if f.hidden.get("what") == "decide")
    said = {**form.hidden, "decision": "yes", "amount": "349.99"}
    assert count(lambda: scene.post(f"/to-decide/{ref}/note", data=said)) <= 9, (
        "it begins the next wait, too"
    )
    note(scene, ref, "paid", amount="349.99", day=makers.today().isoformat(), how="bank")
    scene.sign_in(scene.chloe)
    scene.get(f"/asked-for/{ref}")
    form = next(f for f in scene.page.forms if f.hidden.get("does") == "missing")
    said = {**form.hidden, "wish": "Nothing came"}
    assert count(lambda: scene.post(f"/asked-for/{ref}", data=said)) <= 8
