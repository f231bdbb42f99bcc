"""What becomes of a promise: its trail, whose it is, what is owed, and who is asked when it is
late; driven with a clock of our own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.core.access import Role
from portal.house import Notice, Owed, OwedStep, Promise, PromiseStep, Worry
from portal.owed import passing, steps
from portal.owed.steps import Candidate, Taken, To
from portal.people.pages import subject
from portal.people.rules import ALL_GRANTS, Grant, Kind
from portal.promises import actions, pages, rules
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.conftest import NOW
from tests.databases import counting

DAY = timedelta(days=1)
TODAY = clock.today(NOW)  # a Monday


@pytest.fixture
def team(db):
    """Mia, her worker Priya, Omar who knows her too, and Grace and Ida, who manage."""

    class Team:
        mia, priya = makers.make_pair(db, known_as="Mia")
        council = mia.council_id

        def colleague(self, name, role=Role.WORKER, kind=Kind.PERSONAL_ADVISER, **given):
            one = makers.make_worker(db, known_as=name, account=False, council_id=self.council)
            makers.make_membership(db, one, role=role)
            makers.make_connection(db, self.mia, one, kind, **{"grants": ALL_GRANTS, **given})
            return one

        def promise(self, **given):
            made = makers.make_promise(db, self.mia, self.priya, **given)
            rebuild(db, self.council, NOW)
            return made

    found = Team()
    found.omar = found.colleague("Omar")
    found.grace = found.colleague("Grace", Role.MANAGER, Kind.MANAGER)
    return found


def viewer(db, person, role=None):
    return makers.make_viewer(db, person, role)


def trail(db, promise):
    rows = db.scalars(
        select(PromiseStep).where(PromiseStep.promise_id == promise.id).order_by(PromiseStep.id)
    )
    return [(row.state, row.note) for row in rows]


def owed(db):
    db.flush()
    db.expire_all()
    return db.scalars(select(Owed).where(Owed.kind == "promise", Owed.done_at.is_(None))).all()


def kinds(db, person):
    query = select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.scalars(query))


# --- rules --------------------------------------------------------------------------------------


def test_they_may_ask_once_a_week():
    assert rules.may_ask("coming", None, NOW)
    assert not rules.may_ask("coming", NOW - 6 * DAY, NOW)
    assert rules.may_ask("coming", NOW - 7 * DAY, NOW)
    assert not rules.may_ask("kept", None, NOW)


def test_the_third_time_goes_to_a_manager_and_there_is_no_fourth():
    assert [rules.may_reopen("kept", n) for n in range(4)] == [True, True, True, False]
    assert [rules.tells_manager_of_reopening(n) for n in (1, 2, 3)] == [False, False, True]
    assert [rules.tells_manager_of_change(n) for n in (1, 2)] == [False, True]


def test_what_was_not_done_has_a_week_or_its_own_day():
    assert rules.due_again(TODAY - DAY, TODAY) == TODAY + 7 * DAY
    assert rules.due_again(TODAY + 30 * DAY, TODAY) == TODAY + 30 * DAY


@pytest.mark.parametrize(
    ("due", "asked"),
    [
        (date(2026, 11, 24), (2026, 11, 25, 17)),  # Tuesday: the next day at closing time
        (date(2026, 11, 27), (2026, 11, 30, 17)),  # Friday: over the weekend
        (date(2026, 12, 24), (2026, 12, 29, 17)),  # over Christmas and its day in lieu
    ],
)
def test_a_manager_is_asked_on_the_first_working_day_after(db, due, asked):
    from portal.hours.pages import calendar_for
    from portal.promises.entries import late_from

    calendar = calendar_for(db, makers.make_council(db).id)
    first = steps.first_promise(calendar, late_from(due))
    assert first == datetime(*asked, tzinfo=UTC)
    taken = [Taken(1, To.MANAGER, 1, first, first)]
    again = steps.next_promise(calendar, late_from(due), taken)
    assert again.weekday() < 5
    assert 7 * DAY <= again - first <= 9 * DAY
    # One that a manager was told of early goes to nobody else before its time.
    early = [Taken(1, To.MANAGER, 1, NOW, NOW)]
    assert steps.next_promise(calendar, late_from(due), early) >= first


def test_which_manager_is_asked():
    def somebody(id, **given):
        return Candidate(id, **{"duty": False, "manager": True, "opens": True, **given})

    first = steps.choose_for_promise([somebody(1), somebody(2, load=3)], [], 9)
    assert (first.to, first.person_id, first.let_in) == (To.MANAGER, 1, False)
    taken = [Taken(1, To.MANAGER, 1, NOW, NOW)]
    duty = somebody(3, duty=True, manager=False)
    then = steps.choose_for_promise([somebody(1, asked=1), duty], taken, 9)
    assert (then.to, then.person_id) == (To.AGAIN, 3)
    alone = steps.choose_for_promise([somebody(1, asked=1)], taken, 9)
    assert (alone.to, alone.person_id) == (To.AGAIN, 1)
    # Nobody is let in for it, and nobody is asked about their own.
    assert steps.choose_for_promise([somebody(1, opens=False), somebody(9)], [], 9) is None


# --- what staff do ------------------------------------------------------------------------------


def test_made_once_from_one_source(app, db, team):
    now, who = clock.now(), viewer(db, team.priya)
    due = TODAY + 3 * DAY
    said = ("Find a club", team.omar.id, due, "fun", "plan_part", "fun:1", now)
    with app.test_request_context():
        young = subject(db, who, team.mia.ref, now)
        refs = {actions.make(db, who, young, *said) for _ in range(2)}
    promise = db.scalars(select(Promise)).one()
    assert refs == {promise.ref}
    assert (promise.owner_id, promise.keeper_id, promise.due) == (team.omar.id, None, due)
    assert trail(db, promise) == [("made", "")]
    (row,) = owed(db)
    assert (row.debtor_id, row.person_id) == (team.omar.id, team.mia.id)
    assert kinds(db, team.mia) == ["promise_made"]
    assert kinds(db, team.omar) == ["promise_yours"]
    assert rebuild(db, team.council, now) == Changes()


def test_of_somebody_outside_a_named_worker_looks_after(app, client, db, team):
    now, who = clock.now(), viewer(db, team.priya)
    said = (TODAY + DAY, "school", "desk", "k1", now)
    with app.test_request_context():
        young = subject(db, who, team.mia.ref, now)
        actions.make(db, who, young, "A locker", "The school", *said)
    promise = db.scalars(select(Promise)).one()
    assert (promise.owner_id, promise.owner_label) == (None, "The school")
    (row,) = owed(db)
    assert row.debtor_id == team.priya.id
    assert rebuild(db, team.council, now) == Changes()
    actions.hand_on(db, who, promise.ref, team.omar.ref, "", now)
    assert (promise.owner_id, promise.keeper_id) == (None, team.omar.id)
    assert owed(db)[0].debtor_id == team.omar.id
    client.sign_in(team.mia)
    page = client.get("/promises").text
    assert "The school, by 24 November. Omar looks after it." in page
    assert "Omar looks after it now" in page


def test_another_day_keeps_the_old_one_and_the_second_time_tells_a_manager(client, db, team):
    promise, who = team.promise(due=TODAY), viewer(db, team.priya)
    for day, note in ((4, "The shop was shut."), (9, "It is on its way.")):
        actions.change(db, who, promise.ref, TODAY + day * DAY, note, NOW)
        actions.change(db, who, promise.ref, TODAY + day * DAY, note, NOW)  # sent twice
    assert trail(db, promise) == [
        ("changed", "The shop was shut."), ("changed", "It is on its way."),
    ]  # fmt: skip
    (row,) = owed(db)
    assert (row.due_at.date(), row.passes_to_id) == (TODAY + 10 * DAY, team.grace.id)
    assert (promise.chased_id, promise.chased_at) == (team.grace.id, NOW)
    assert rebuild(db, team.council, NOW) == Changes()
    client.sign_in(team.mia)
    page = client.get("/promises").text
    assert "New day: 27 November, not 23 November" in page
    assert "The shop was shut." in page
    assert "Grace, manager of Priya, was asked about it" in page
    client.sign_in(team.grace, Role.MANAGER)
    assert "You were asked to look at it" in client.get("/waiting").text


def test_dropped_with_what_happens_instead(client, db, team):
    promise, who = team.promise(), viewer(db, team.priya)
    for _ in range(2):
        actions.drop(db, who, promise.ref, "The club closed.", "Two others to try.", NOW)
    assert owed(db) == []
    with pytest.raises(actions.NotOpen):
        actions.change(db, who, promise.ref, TODAY + DAY, "No", NOW)
    client.sign_in(team.mia)
    page = client.get("/promises").text
    assert "Not happening" in page
    assert "Two others to try." in page
    assert kinds(db, team.mia) == ["promise_dropped"]


@pytest.mark.parametrize(
    ("who", "may"),
    [("priya", True), ("grace", True), ("omar", False), ("mia", False), ("narrow", False)],
)
def test_who_says_what_becomes_of_it(db, team, who, may):
    team.narrow = team.colleague("Nora", Role.MANAGER, Kind.MANAGER, grants=Grant.NAME | Grant.PLAN)
    promise = team.promise(area="health")
    role = Role.MANAGER if who in ("grace", "narrow") else None
    asking = viewer(db, getattr(team, who), role)
    import portal.plan.policy  # noqa: F401 - it says what each area needs

    for do in (
        lambda: actions.change(db, asking, promise.ref, TODAY + 20 * DAY, "Later", NOW),
        lambda: actions.hand_on(db, asking, promise.ref, team.omar.ref, "", NOW),
    ):
        if may:
            do()
        else:
            with pytest.raises(NoResultFound):
                do()
    assert len(trail(db, promise)) == (2 if may else 0)


def test_only_a_colleague_who_knows_them_can_take_it(db, team):
    stranger = makers.make_worker(db, council_id=team.council)
    carer = makers.make_carer(db, council_id=team.council)
    makers.make_connection(db, team.mia, carer, Kind.FOSTER_CARER)
    promise, who = team.promise(), viewer(db, team.priya)
    for one in (stranger, carer, team.mia):
        with pytest.raises(NoResultFound):
            actions.hand_on(db, who, promise.ref, one.ref, "", NOW)
    assert promise.owner_id == team.priya.id


# --- what the young person says -----------------------------------------------------------------


def test_still_coming_is_asked_once_a_week_and_the_adult_sees_it(client, new_client, db, team):
    promise = team.promise()
    client.sign_in(team.mia)
    asked = f"/promises/{promise.ref}/ask"
    first = client.send("/promises", action=asked)
    assert first.status_code == 303
    again = client.post(asked, data=client.form("/promises", {}, action="/promises/seen").hidden)
    assert "promise-asked-already" in again.location
    page = client.get("/promises").text
    assert "You asked if it is still coming" in page
    assert f'action="{asked}"' not in page
    desk = new_client()
    desk.sign_in(team.priya)
    assert "They asked if it is still coming, today." in desk.get("/waiting").text
    assert rebuild(db, team.council, clock.now()) == Changes()
    db.rollback()
    assert [state for state, _note in trail(db, promise)] == ["asked"]


def test_not_done_after_all_is_owed_again_and_at_last_goes_to_a_manager(db, team):
    promise = team.promise(due=TODAY - DAY)
    mia, priya = viewer(db, team.mia), viewer(db, team.priya)
    for number in (1, 2, 3):
        actions.keep(db, priya, promise.ref, f"Done {number}", NOW)
        assert owed(db) == []
        actions.not_done(db, mia, promise.ref, f"No {number}", NOW)
        (row,) = owed(db)
        assert row.due_at.date() == TODAY + 8 * DAY
        assert (row.passes_to_id == team.grace.id) is (number == 3)
        assert rebuild(db, team.council, NOW) == Changes()
    actions.keep(db, priya, promise.ref, "Done 4", NOW)
    with pytest.raises(actions.TooOften):
        actions.not_done(db, mia, promise.ref, "No 4", NOW)
    assert [note for _state, note in trail(db, promise)] == [
        "Done 1", "No 1", "Done 2", "No 2", "Done 3", "No 3", "Done 4",
    ]  # fmt: skip


def test_what_a_file_said_when_it_was_kept_is_not_lost(db, team):
    promise = makers.make_promise(
        db, team.mia, team.priya, state="kept", state_note="The file's words"
    )
    actions.not_done(db, viewer(db, team.mia), promise.ref, "", NOW)
    assert [note for _state, note in trail(db, promise)] == ["The file's words", ""]


def test_words_that_must_not_wait_are_raised(client, db, team):
    promise = team.promise(state="kept")
    client.sign_in(team.mia)
    address = f"/promises/{promise.ref}/not-done"
    page = client.get(address).text
    assert "0800 1111" in page
    sent = client.send(address, {"text": "i want to kill myself"}, action=address)
    assert "promise-reopened-worry" in sent.location
    db.rollback()
    worry = db.scalars(select(Worry)).one()
    step = db.get(PromiseStep, worry.source_id)
    assert (worry.source_kind, step.note) == ("promise_step", "i want to kill myself")
    found = pages.words_of_step(db, team.council, worry.source_id)
    assert found.text == "i want to kill myself" and not found.needs


def test_another_young_persons_promise_is_not_there(client, db, team):
    other = makers.make_young(db, council_id=team.council)
    promise = makers.make_promise(db, other, team.priya, state="kept")
    client.sign_in(team.mia)
    assert client.get(f"/promises/{promise.ref}/not-done").status_code == 404
    token = client.form("/my-app", {}, action="/leave").hidden
    for what in ("ask", "not-done"):
        assert client.post(f"/promises/{promise.ref}/{what}", data=token).status_code == 404


# --- late ---------------------------------------------------------------------------------------


def look(db, database, moment):
    db.commit()
    passing.pass_on(database, moment)
    db.expire_all()


def test_late_goes_to_their_manager_once_and_then_further(client, db, database, team):
    friday = date(2026, 11, 27)
    promise = team.promise(due=friday)
    monday = datetime(2026, 11, 30, 17, tzinfo=UTC)
    look(db, database, monday - timedelta(minutes=1))
    assert db.scalars(select(OwedStep)).all() == []
    for minutes in (1, 2, 700):
        look(db, database, monday + timedelta(minutes=minutes))
    (step,) = db.scalars(select(OwedStep)).all()
    assert (step.step, step.from_id, step.to_id) == ("manager", team.priya.id, team.grace.id)
    assert (promise.chased_id, promise.chased_at) == (team.grace.id, step.at)
    assert rebuild(db, team.council, monday) == Changes()
    assert kinds(db, team.mia) == ["promise_chased"]
    assert kinds(db, team.grace) == ["passed_on"]
    ida = team.colleague("Ida", Role.MANAGER, Kind.MANAGER)
    look(db, database, monday + 7 * DAY + timedelta(minutes=1))
    db.rollback()
    to = db.scalars(select(OwedStep.to_id).order_by(OwedStep.number)).all()
    assert to == [team.grace.id, ida.id]
    with clock.fixed(monday + 8 * DAY, everywhere=True):
        for manager in (team.grace, ida):
            client.sign_in(manager, Role.MANAGER)
            assert "It is late, and you were told." in client.get("/waiting").text
            assert "Priya, by 27 November" in client.get("/team/promises").text
        client.sign_in(team.mia)
        page = client.get("/promises").text
        assert "Grace, manager of Priya, was asked about it" in page
        assert "Ida was asked about it, too" in page
    actions.keep(db, viewer(db, team.priya), promise.ref, "", monday + 8 * DAY)
    look(db, database, monday + 20 * DAY)
    assert len(db.scalars(select(OwedStep)).all()) == 2


def test_a_manager_on_leave_is_not_asked(db, database, team):
    ida = team.colleague("Ida", Role.MANAGER, Kind.MANAGER)
    team.promise(due=date(2026, 11, 24))
    makers.make_leave(db, team.grace, starts=date(2026, 11, 20), ends=date(2026, 12, 20))
    look(db, database, datetime(2026, 11, 25, 17, 1, tzinfo=UTC))
    assert db.scalars(select(OwedStep.to_id)).all() == [ida.id]


def test_where_no_manager_may_see_it_the_lead_is_told_that_one_waits(db, database):
    mia, priya = makers.make_pair(db)
    lead = makers.make_lead(db, council_id=mia.council_id)
    promise = makers.make_promise(db, mia, priya, due=date(2026, 11, 24))
    rebuild(db, mia.council_id, NOW)
    look(db, database, datetime(2026, 11, 25, 17, 1, tzinfo=UTC))
    assert promise.chased_id == lead.id
    assert kinds(db, lead) == ["promise_waits"]


# --- pages --------------------------------------------------------------------------------------


def test_the_lists_cost_the_same_and_go_on(client, db, database, team):
    for n in range(45):
        makers.make_promise(db, team.mia, team.priya, text=f"Kept {n:02}", state="kept",
                            area="fun", state_on=TODAY - n * DAY)  # fmt: skip
        late = makers.make_promise(db, team.mia, team.priya, area="fun", due=TODAY - (n + 1) * DAY)
    rebuild(db, team.council, NOW)
    lists = (
        (team.mia, None, "/promises"), (team.priya, None, f"/people/{team.mia.ref}/promises"),
        (team.priya, None, f"/promises/{late.ref}"), (team.grace, Role.MANAGER, "/team/promises"),
    )  # fmt: skip
    for person, role, address in lists:
        client.sign_in(person, role)
        client.get(address)
        with counting(database) as counted:
            page = client.get(address).text
        assert len(counted) <= 5, (address, counted)
    client.sign_in(team.mia)
    page = client.get("/promises").text
    assert ("Kept 19" in page, "Kept 20" in page) == (True, False)
    found = pages.my_promises(db, viewer(db, team.mia), None, NOW).promises.more
    older = client.get(f"/promises?before={found}").text
    assert ("Kept 19" in older, "Kept 20" in older, "Kept 40" in older) == (False, True, False)
    assert client.get("/promises?before=x").status_code == 404


def test_posts_ask_few_questions(client, db, database, team):
    promise = team.promise(area="fun")
    ref = promise.ref
    client.sign_in(team.priya)
    page = f"/promises/{ref}"
    client.get(page)
    for action, typed, most in (
        ("change", {"day": (TODAY + 9 * DAY).isoformat(), "note": "Because."}, 8),
        ("kept", {"note": "Yes"}, 8),
    ):
        form = client.form(page, typed, action=f"/promises/{ref}/{action}")
        with counting(database) as counted:
            sent = client.post(f"/promises/{ref}/{action}", data={**form.hidden, **typed})
        assert sent.status_code == 303
        assert len(counted) <= most, (action, counted)


def test_the_form_to_make_one_says_what_is_missing_and_loses_nothing(client, db, team):
    client.sign_in(team.priya)
    page = f"/people/{team.mia.ref}/promises"
    make = f"{page}/make"
    wrong = client.send(page, {"text": "Buy <b>boots</b>", "day": "1/1/2020"}, action=make)
    assert wrong.status_code == 422
    assert "Buy &lt;b&gt;boots&lt;/b&gt;" in wrong.text
    assert "Choose a day from today on" in wrong.text
    number = {"text": "Buy boots", "day": "2026-12-01", "whose": "outside", "outside": "0770 0123"}
    wrong = client.send(page, {**number, "about": "afun"}, action=make)
    assert wrong.status_code == 422 and "0770 0123" in wrong.text
    assert "Write who does it, like: the school." in wrong.text
    good = {"text": "Buy boots", "day": "2026-12-01", "whose": team.priya.ref, "about": "afun"}
    assert client.send(page, good, action=make).status_code == 303
    db.rollback()
    promise = db.scalars(select(Promise)).one()
    assert (promise.text, promise.owner_id, promise.area) == ("Buy boots", team.priya.id, "fun")
    assert "Buy boots" in client.get(page).text


# --- whatever people do -------------------------------------------------------------------------


DOINGS = st.lists(
    st.tuples(
        st.sampled_from(
            ("make", "outside", "keep", "change", "drop", "hand_on", "ask", "not_done", "time")
        ),
        st.integers(0, 4),
    ),
    max_size=14,
)


def _do(db, do, who, ref, to_ref, due, words, moment):
    grace, mia = who
    if do == "keep":
        actions.keep(db, grace, ref, words, moment)
    elif do == "change":
        actions.change(db, grace, ref, due, words, moment)
    elif do == "drop":
        actions.drop(db, grace, ref, words, words, moment)
    elif do == "hand_on":
        actions.hand_on(db, grace, ref, to_ref, words, moment)
    elif do == "ask":
        actions.ask(db, mia, ref, moment)
    else:
        actions.not_done(db, mia, ref, words, moment)


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(doings=DOINGS)
def test_whatever_people_do_nothing_is_lost_and_one_thing_is_true(app, db, team, doings):
    """One state, somebody whose it is, every word in the trail; owed exactly while it is coming;
    and a rebuild changes nothing."""
    moment, said, refs = NOW, {}, []
    people = [team.priya, team.omar]
    mia = viewer(db, team.mia)
    grace = viewer(db, team.grace, Role.MANAGER)
    with db.begin_nested() as point, app.test_request_context():
        for number, (do, which) in enumerate(doings):
            words, moment = f"Words {number}", moment + timedelta(minutes=1)
            ref = refs[which % len(refs)] if refs else None
            if do in ("make", "outside"):
                owner = people[which % 2].id if do == "make" else f"School {number}"
                young = subject(db, grace, team.mia.ref, moment)
                ref = actions.make(
                    db, grace, young, words, owner, clock.today(moment) + which * DAY, "fun",
                    "test", f"{number}", moment,
                )  # fmt: skip
                refs.append(ref)
                said[ref] = []
            elif do == "time":
                moment += (1 + 3 * which) * DAY
                passing.go_on(db, moment)
            elif ref is not None:
                due = clock.today(moment) + (which + 1) * DAY
                before = len(db.scalars(select(PromiseStep.id)).all())
                try:
                    _do(db, do, (grace, mia), ref, people[which % 2].ref, due, words, moment)
                except (actions.NotOpen, actions.TooOften):
                    assert len(db.scalars(select(PromiseStep.id)).all()) == before
                else:
                    if do != "ask" and len(db.scalars(select(PromiseStep.id)).all()) > before:
                        said[ref].append(words)
            db.flush()
            db.expire_all()
            rows = {row.source_ref: row for row in owed(db)}
            for promise in db.scalars(select(Promise).where(Promise.ref.in_(refs))):
                assert promise.state in rules.STATES
                assert promise.debtor_id is not None
                assert promise.owner_id is not None or promise.owner_label
                assert (promise.ref in rows) is (promise.state == "coming")
                if promise.ref in rows:
                    assert rows[promise.ref].debtor_id == promise.debtor_id
                notes = [note for _state, note in trail(db, promise) if note]
                assert notes == said[promise.ref]
            assert rebuild(db, team.council, NOW) == Changes()
        point.rollback()


# --- whose it can be -----------------------------------------------------------------------------


@pytest.mark.parametrize("area", ["health", "family", "legal", "immigration"])
def test_nobody_is_made_to_owe_what_they_may_not_read(app, client, db, team, area):
    """helen lives with Mia and reads the plan; not how she is, who her family is, or why."""
    helen = makers.make_carer(db, known_as="Helen", council_id=team.council)
    makers.make_membership(db, helen)
    link = makers.make_connection(
        db, team.mia, helen, Kind.FOSTER_CARER, grants=Grant.NAME | Grant.PLAN
    )
    for one in db.scalars(select(makers.Connection)):
        if one.with_id == team.priya.id:
            one.grants = int(ALL_GRANTS)
    db.flush()
    client.sign_in(team.priya)
    page = f"/people/{team.mia.ref}/promises"
    typed = {"text": "Ask about the test", "day": (TODAY + 5 * DAY).isoformat(),
             "whose": helen.ref, "outside": "", "about": f"a{area}"}  # fmt: skip
    sent = client.send(page, typed, action=f"{page}/make")
    assert sent.status_code == 422
    assert "cannot be their promise" in sent.text and "Ask about the test" in sent.text
    assert f'value="{helen.ref}"' not in sent.text
    assert db.scalars(select(Promise.id)).all() == []
    said = (helen.id, TODAY, area, "desk", "k", NOW)
    priya = viewer(db, team.priya)
    with app.test_request_context(), pytest.raises(actions.NotTheirs):
        actions.make(db, priya, subject(db, priya, team.mia.ref, NOW), "x", *said)
    link.grants = int(ALL_GRANTS)
    db.flush()
    assert client.send(page, typed, action=f"{page}/make").status_code == 303
    assert db.scalars(select(Promise.owner_id)).one() == helen.id


def test_it_is_handed_on_only_to_whoever_may_read_it(app, db, team):
    promise = team.promise(area="health")
    blind = team.colleague("Ben", grants=Grant.NAME | Grant.PLAN)
    priya = viewer(db, team.priya)
    with app.test_request_context(), pytest.raises(NoResultFound):
        actions.hand_on(db, priya, promise.ref, blind.ref, "", NOW)
    with app.test_request_context():
        page = pages.one_page(db, priya, promise.ref, NOW, hands_on=True)
        assert [one.name for one in page.owners] == ["Omar", "Grace"]
        actions.hand_on(db, priya, promise.ref, team.omar.ref, "", NOW)
