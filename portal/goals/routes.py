"""One goal, its steps and its history; together on one phone. For the young person and, on the same
pages, for those who may read the plan; only the young person and their workers change anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import SUPPORTERS, YOUNG, Cache, Data, Records, Role, door, viewer
from portal.core.forms import OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.goals import actions, labels, pages, policy
from portal.goals.forms import GoalForm, RightForm, SayForm, SitForm, StateForm, StepForm
from portal.goals.policy import Held
from portal.goals.rules import Owner, PlanKind, State
from portal.notifications.labels import say_news
from portal.people.pages import Known

bp = Blueprint("goals", __name__)
READERS = YOUNG | SUPPORTERS
CHANGERS = YOUNG | {Role.WORKER}
WORKER = frozenset({Role.WORKER})

WORRIED = later(
    "Kept. Somebody looks at it first because of what you wrote. If you are not safe now, call a "
    "number on the Help page."
)
say_done(
    goal_kept=later("Kept. You find it in the plan."),
    goal_worry=WORRIED,
    step_kept=later("Kept."),
    goal_back=later("The old words are back. The others are in the history."),
    sat_down=later("You can begin. What you change now is marked “together”."),
    sat_right=later("Thank you. It says now that you said so."),
    sat_wrong=later("Thank you. They are told. You can both change it again."),
)
say_news(policy.CHANGED[PlanKind.PATHWAY], later("Something in your pathway plan was changed"),
         "pathway.pathway", "plan")  # fmt: skip
say_news(policy.CHANGED[PlanKind.SCHOOL], later("Something in your school plan was changed"),
         "school.school", "school")  # fmt: skip
say_news(policy.CHANGED_BY_THEM, later("Somebody changed something in their plan"),
         "pathway.lately", "plan")  # fmt: skip
say_news(
    actions.GIVEN, later("You were given a step in somebody’s plan"), "people.front", "promise"
)
say_news(actions.ASKED, later("A plan was changed together with you. Is it right?"),
         "goals.together_list", "people")  # fmt: skip
say_news(actions.NOT_RIGHT, later("Somebody said: that is not what we said"),
         "goals.together_list", "people")  # fmt: skip
say_news(actions.IS_RIGHT, later("Somebody said: that is right"), "goals.together_list", "people")
offer(bp, goals=labels)


def kept(form: OnceForm, keep: Callable[[], str | None]) -> tuple[bool, bool]:
    """Whether it was kept, and whether it worried us. Something else from the same page is asked
    for again, and so is what cannot be done; nothing typed is lost."""
    try:
        return True, keep() is not None
    except KeyReused:
        wrong = _("You sent something else from this page. Please send this again.")
    except actions.NotChosen:
        wrong = _(
            "They are not among the people here any more, or may not see this part. Please choose "
            "somebody else."
        )
    except actions.NeedsADay:
        wrong = _("Somebody said by when they do this. Choose another day; it cannot be left out.")
    form.form_errors.append(wrong)
    form.key.data = form.key.default()
    return False, False


def _again(held: Held, now: datetime, **forms: OnceForm) -> tuple[str, int]:
    """The goal's page with what was typed and what is wrong with it."""
    return _draw(held, now, 422, **forms)


def _draw(held: Held, now: datetime, status: int = 200, **forms: OnceForm) -> tuple[str, int]:
    page = pages.page_of(db.opened(), viewer(), held, now)
    step = forms.get("step") or StepForm(None)
    assert isinstance(step, StepForm)
    step.offer(labels.me_choice(page.subject), labels.people_choices(page.people, page.subject))
    wrong = next(iter(forms.values()), None)
    return draw(
        "goals/goal.html", page=page, step_form=step,
        say_form=forms.get("say") or SayForm(None, say=page.goal.say),
        state_form=forms.get("state") or StateForm(None), form=wrong or step, here=_here(),
    ), status  # fmt: skip


def _here() -> str:
    return "plan.my_plan" if viewer().is_young else "staff.people"


def _to(held: Held, worried: bool, done: str = "goal-kept") -> Response:
    done = "goal-worry" if worried else done
    return redirect(url_for("goals.goal", ref=held.goal.ref, done=done), 303)


# --- one goal -----------------------------------------------------------------------------------


@bp.get("/goals/<ref>")
@door(READERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def goal(ref: str) -> tuple[str, int]:
    now = clock.now()
    return _draw(policy.goal(db.opened(), viewer(), ref, now), now)


@bp.route("/goals/<ref>/words", methods=["GET", "POST"])
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def words(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    sent = request.method == "POST"
    held = policy.goal(db.opened(), who, ref, now, writes=True, hold=sent)
    form = GoalForm(text=held.goal.text)
    if form.validate_on_submit():
        ok, worried = kept(
            form,
            lambda: actions.change_goal(db.opened(), who, held, form.text.data, form.key.data, now),
        )
        if ok:
            return _to(held, worried)
    status = 422 if form.errors else 200
    return draw(
        "goals/words.html", held=held, form=form, here=_here(),
    ), status  # fmt: skip


@bp.post("/goals/<ref>/state")
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def state(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), StateForm()
    held = policy.goal(db.opened(), who, ref, now, writes=True)
    wanted = _state(form)
    if form.validate_on_submit():
        ok, worried = kept(
            form,
            lambda: actions.goal_state(
                db.opened(), who, held, wanted, form.why.data, form.key.data, now
            ),
        )
        if ok:
            return _to(held, worried)
    return _again(held, now, state=form)


def _state(form: StateForm) -> State:
    if form.state.data not in set(State):
        abort(400)
    return State(form.state.data)


@bp.post("/goals/<ref>/say")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def say(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), SayForm()
    held = policy.goal(db.opened(), who, ref, now, writes=True)
    if form.validate_on_submit():
        ok, worried = kept(
            form,
            lambda: actions.say(db.opened(), who, held, form.say.data, form.key.data, now),
        )
        if ok:
            return _to(held, worried)
    return _again(held, now, say=form)


@bp.post("/goals/<ref>/steps")
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def add_step(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), StepForm()
    held = policy.goal(
        db.opened(), who, ref, now, writes=True, given=_given(request.form.get("who"))
    )
    form.offer(labels.me_choice(held.subject), _those(held, form.who.data))
    if form.validate_on_submit():
        ok, worried = kept(
            form,
            lambda: actions.new_step(db.opened(), who, held, form.wanted, form.key.data, now),
        )
        if ok:
            return _to(held, worried, "step-kept")
    return _again(held, now, step=form)


def _given(who: str | None) -> str:
    """The ref of whoever was chosen for a step."""
    return "" if not who or who in (Owner.ME.value, actions.OTHER) else who[:22]


def _those(held: Held, chosen: str | None) -> list[tuple[str, str]]:
    """Whoever was chosen, if they may be: asked together with the goal, so that the list of
    everybody is read only where it is drawn."""
    return [(chosen, "")] if chosen and held.around.given is not None else []


# --- one step -----------------------------------------------------------------------------------


@bp.route("/steps/<ref>", methods=["GET", "POST"])
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def step(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    chosen = request.form.get("who")
    sent = request.method == "POST"
    held = policy.step(db.opened(), who, ref, now, writes=True, given=_given(chosen), hold=sent)
    form = _step_form(held)
    if sent:
        form.offer(labels.me_choice(held.subject), _those(held, form.who.data))
        if form.validate_on_submit():
            ok, worried = kept(
                form,
                lambda: actions.change_step(
                    db.opened(), who, held, form.wanted, form.key.data, now
                ),
            )
            if ok:
                return _to(held, worried, "step-kept")
    people = pages.people_for_step(db.opened(), who, held, now)
    if request.method == "GET":
        _choose(form, held, people)
    form.offer(labels.me_choice(held.subject), labels.people_choices(people, held.subject))
    status = 422 if form.errors else 200
    card = pages.step_of(db.opened(), who, held, now)
    return draw("goals/step.html", held=held, card=card, form=form, state_form=StateForm(None),
                here=_here()), status  # fmt: skip


def _step_form(held: Held) -> StepForm:
    step = held.step
    assert step is not None
    due = held.promise.due if held.promise else step.due
    return StepForm(text=step.text, name=step.owner_label, day=due.isoformat() if due else "")


def _choose(form: StepForm, held: Held, people: tuple[Known, ...]) -> None:
    """Who does it now, among those who can be chosen."""
    step = held.step
    assert step is not None
    if step.doer == Owner.ME.value:
        form.who.data = Owner.ME.value
        return
    same = [one.ref for one in people if one.id == step.owner_id or one.name == step.owner_label]
    form.who.data = same[0] if same else actions.OTHER


@bp.post("/steps/<ref>/state")
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def step_state(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), StateForm()
    held = policy.step(db.opened(), who, ref, now, writes=True)
    wanted = _state(form)
    if form.validate_on_submit():
        ok, worried = kept(
            form,
            lambda: actions.step_state(
                db.opened(), who, held, wanted, form.why.data, form.key.data, now
            ),
        )
        if ok:
            return _to(held, worried, "step-kept")
    return _again(held, now, state=form)


@bp.post("/goals/changes/<ref>/back")
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def back(ref: str) -> Response:
    who, now, form = viewer(), clock.now(), OnceForm()
    held = policy.change(db.opened(), who, ref, now)
    if not form.validate_on_submit():
        abort(400)
    try:
        worried = actions.put_back(db.opened(), who, held, form.key.data, now) is not None
    except KeyReused:
        abort(409)
    return _to(held, worried, "goal-back")


# --- together on one phone ----------------------------------------------------------------------


@bp.route("/together", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def together() -> Response | tuple[str, int]:
    return _together(None)


@bp.route("/people/<ref>/together", methods=["GET", "POST"])
@door(WORKER, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def their_together(ref: str) -> Response | tuple[str, int]:
    return _together(ref)


def _together(ref: str | None) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), SitForm()
    page = pages.together_page(db.opened(), who, ref, now)
    form.who.choices = [(one.ref, one.name) for one in page.workers]
    if request.method == "GET" and len(page.workers) == 1:
        form.who.data = page.workers[0].ref
    if ref is not None:
        form.who.validators = []
    if form.validate_on_submit():
        partner = form.who.data if ref is None else None

        def keep() -> None:
            actions.start(db.opened(), who, page.subject, partner, form.key.data, now)

        ok, _worried = kept(form, keep)
        if ok:
            there = labels.plan_href(PlanKind.PATHWAY, page.subject)
            return redirect(f"{there}?done=sat-down", 303)
    status = 422 if form.errors else 200
    return draw("goals/together.html", page=page, form=form, here=_here()), status


@bp.get("/sittings")
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.LIST)
def together_list() -> str | Response:
    """Where a notice leads: a young person to their own page, a worker to what asks them."""
    if viewer().is_young:
        return redirect(url_for(".together"), 303)
    cards = pages.sittings_to_answer(db.opened(), viewer(), clock.now())
    return draw("goals/sittings.html", cards=cards, here="staff.waiting")


@bp.route("/sittings/<ref>", methods=["GET", "POST"])
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def sitting(ref: str) -> Response | tuple[str, int]:
    """What was changed together; and what the other one says of it."""
    who, now, form = viewer(), clock.now(), RightForm()
    page = pages.sitting_page(db.opened(), who, ref, now)
    if form.validate_on_submit():
        right = form.says.data == "yes"
        ok, worried = kept(
            form,
            lambda: actions.answer(
                db.opened(), who, ref, right, "" if right else form.text.data, form.key.data, now
            ),
        )
        if ok:
            done = "goal-worry" if worried else "sat-right" if right else "sat-wrong"
            return redirect(url_for(".sitting", ref=ref, done=done), 303)
    status = 422 if form.errors else 200
    return draw("goals/sitting.html", page=page, form=form, here=_here()), status


@bp.post("/sittings/<ref>/end")
@door(CHANGERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def end(ref: str) -> Response:
    who, now = viewer(), clock.now()
    page = pages.sitting_page(db.opened(), who, ref, now)
    actions.end(db.opened(), who, page.card.ref, now)
    return redirect(url_for(".sitting", ref=ref), 303)
