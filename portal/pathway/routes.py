"""My pathway plan, for the young person; theirs, for those who may read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import (
    CASE_STAFF,
    SUPPORTERS,
    YOUNG,
    Band,
    Cache,
    Data,
    Records,
    Role,
    Viewer,
    door,
    viewer,
)
from portal.core.forms import OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later
from portal.goals import actions as goal_actions
from portal.goals import beside, policy
from portal.goals.forms import GoalForm
from portal.goals.routes import WORRIED, kept
from portal.goals.rules import PlanKind
from portal.notifications.labels import say_news
from portal.paper import answers as paper
from portal.pathway import actions, labels, pages, rules
from portal.pathway.forms import (
    AnswerForm,
    AreaGoalForm,
    AskForm,
    OwnWordsForm,
    marked,
    skills_form,
)
from portal.pathway.rules import Says
from portal.people import pages as people
from portal.people.pages import Subject
from portal.people.rules import Grant

bp = Blueprint("pathway", __name__)
WORKER = frozenset({Role.WORKER})
say_done(
    pathway_worry=WORRIED,
    words_kept=later("Kept. What you said before is still there."),
    skills_kept=later("Kept. You can change it any time."),
    skill_goal=later("It is one of your goals now. Split it into steps when you like."),
    early_asked=later("Asked. You see here who answers, and by when."),
    early_answered=later("Sent. They can read your answer."),
)
offer_link(
    Shelf.MINE, later("My pathway plan"), "pathway.pathway", "walk", YOUNG,
    line=later("My goals, step by step."), when=lambda who: who.band is not Band.CHILD,
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Pathway plan: goals and steps"), "pathway.theirs", "walk", SUPPORTERS,
    grant=int(Grant.NAME | Grant.PLAN), thing=rules.OFFERED,
)  # fmt: skip
offer_link(Shelf.DESK, later("Plans: changed lately"), "pathway.lately", "plan", WORKER)
say_news(actions.ASKED, later("Somebody asks for an early look at their plan"), "pathway.lately",
         "review")  # fmt: skip
say_news(actions.ANSWERED, later("You have an answer: an early look at your plan"),
         "pathway.pathway", "review")  # fmt: skip
offer(
    bp,
    pathway=labels,
    area_code=lambda area: beside.plan().code(area),
    quiet_areas=lambda: beside.plan().quiet,
)


def _area(code: str) -> str:
    return beside.plan().area_of(code) or abort(404)


def _own() -> Subject:
    return people.own(viewer())


def _kept(form: OnceForm, keep: Callable[[], str | None]) -> tuple[bool, bool]:
    return kept(form, keep)


# --- the young person's own ---------------------------------------------------------------------


@bp.get("/pathway")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def pathway() -> str:
    who, now = viewer(), clock.now()
    page = pages.pathway_page(db.opened(), who, _own(), _("You"), now)
    return draw("pathway/pathway.html", page=page, now=now, here="plan.my_plan")


@bp.get("/pathway/areas/<code>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def area(code: str) -> tuple[str, int]:
    return _draw_area(_area(code), clock.now(), None)


def _draw_area(area: str, now: datetime, wrong: OnceForm | None) -> tuple[str, int]:
    page = pages.area_page(db.opened(), viewer(), _own(), area, now)
    said = page.said.text if page.said else ""
    words = wrong if isinstance(wrong, OwnWordsForm) else OwnWordsForm(None, words=said)
    goal = wrong if isinstance(wrong, GoalForm) else GoalForm(None)
    return draw(
        "pathway/area.html", page=page, words_form=words, goal_form=goal, form=wrong or goal,
        here="plan.my_plan",
    ), 200 if wrong is None else 422  # fmt: skip


@bp.post("/pathway/areas/<code>/words")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def own_words(code: str) -> Response | tuple[str, int]:
    who, now, form, area = viewer(), clock.now(), OwnWordsForm(), _area(code)
    if form.validate_on_submit():
        ok, worried = _kept(
            form,
            lambda: actions.own_words(db.opened(), who, area, form.words.data, form.key.data, now),
        )
        if ok:
            done = "pathway-worry" if worried else "words-kept"
            return redirect(url_for(".area", code=code, done=done), 303)
    return _draw_area(area, now, form)


@bp.post("/pathway/areas/<code>/goals")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def add_goal(code: str) -> Response | tuple[str, int]:
    now, form, area = clock.now(), GoalForm(), _area(code)
    if form.validate_on_submit():
        made = _new_goal(form, _own(), area, form.text.data, "", now)
        if made is not None:
            return made
    return _draw_area(area, now, form)


def _new_goal(
    form: OnceForm, subject: Subject, area: str, text: str, skill: str, now: datetime
) -> Response | None:
    """The way to the new goal; None where something is wrong, which the form says."""
    found: list[str] = []

    def keep() -> str | None:
        worried, ref = goal_actions.new_goal(
            db.opened(), viewer(), subject, PlanKind.PATHWAY, area, text, form.key.data,
            now, skill,
        )  # fmt: skip
        found.append(ref)
        return worried

    ok, worried = kept(form, keep)
    if not ok:
        return None
    done = "goal-worry" if worried else "skill-goal" if skill else "goal-kept"
    return redirect(url_for("goals.goal", ref=found[0], done=done), 303)


@bp.route("/pathway/skills/<code>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def skills(code: str) -> Response | tuple[str, int]:
    who, now, area = viewer(), clock.now(), _area(code)
    page = pages.skills_page(db.opened(), who, area)
    words = {line.skill.key: str(line.skill.words) for line in page.lines}
    form = skills_form(tuple((line.skill, line.level) for line in page.lines), words)
    if form.validate_on_submit():
        marks = marked(form, list(words))

        def keep() -> None:
            actions.mark_skills(db.opened(), who, marks, form.key.data, now)

        if _kept(form, keep)[0]:
            return redirect(url_for(".skills", code=code, done="skills-kept"), 303)
    status = 422 if form.errors else 200
    return draw("pathway/skills.html", page=page, form=form, here="plan.my_plan"), status


@bp.post("/pathway/skills/<code>/goals")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def skill_goal(code: str) -> Response:
    """One tap: "I want help" becomes a goal."""
    area, form = _area(code), OnceForm()
    found = rules.skill(request.form.get("skill", ""))
    if found is None or found.area != area or not form.validate_on_submit():
        abort(400)
    made = _new_goal(form, _own(), area, str(found.words), found.key, clock.now())
    return made or redirect(url_for(".skills", code=code), 303)


@bp.route("/pathway/early-review", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def ask_early() -> Response | tuple[str, int]:
    who, now, form, lost = viewer(), clock.now(), AskForm(), ""
    above = pages.head(db.opened(), who, _own(), now)
    if form.validate_on_submit():
        try:
            ok, worried = _kept(
                form, lambda: actions.ask(db.opened(), who, form.text.data, form.key.data, now)
            )
        except actions.AskedAlready:
            db.settle(keep=False)
            form.form_errors.append(
                _("You have asked already, and it waits for its answer. Nothing was sent a second "
                  "time.")
            )  # fmt: skip
            ok, worried, lost = False, False, form.text.data
            above = pages.head(db.opened(), who, _own(), now)
        if ok:
            done = "pathway-worry" if worried else "early-asked"
            return redirect(url_for(".ask_early", done=done), 303)
    answers_by = actions.answer_by(db.opened(), who.council_id, now)
    status = 422 if form.errors or form.form_errors else 200
    return draw("pathway/ask-early.html", head=above, form=form, lost=lost, now=now,
                answers_by=answers_by, here="plan.my_plan"), status  # fmt: skip


def _before() -> int | None:
    """Where a page of the history begins, as it was linked; anything else is the newest page."""
    said = request.args.get("before", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


@bp.get("/pathway/history")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def history() -> str:
    page = pages.history_page(db.opened(), viewer(), _own(), PlanKind.PATHWAY, _before())
    return draw("pathway/history.html", page=page, here="plan.my_plan")


@bp.get("/pathway/print")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def on_paper() -> str:
    """All of it on one page, for printing."""
    return _whole(_own(), "pathway/print.html", "plan.my_plan")


@bp.get("/pathway/paper")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def booklet() -> paper.Given:
    """The same as a PDF, to keep and carry: tagged, in the reader's language and direction."""
    who, now, subject = viewer(), clock.now(), _own()
    page = pages.whole_page(db.opened(), who, subject, _("You"), now)
    return paper.paper_or_word(
        who.account_id,
        lambda: paper.paper(
            "pathway/paper.html", _("My plan"), page=page, subject=subject, name=who.known_as,
            now=now,
        ),
        url_for(".on_paper"), now,
    )  # fmt: skip


def _whole(subject: Subject, template: str, here: str, **more: Any) -> str:
    who, now = viewer(), clock.now()
    me = _("You") if subject.own else subject.name
    page = pages.whole_page(db.opened(), who, subject, me, now)
    return draw(template, page=page, subject=subject, now=now, here=here, **more)


# --- for those who may read it ------------------------------------------------------------------


def _theirs(ref: str, *, by_hour: bool = True) -> Subject:
    return policy.whose(db.opened(), viewer(), ref, clock.now(), by_hour=by_hour)


@bp.get("/people/<ref>/pathway")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    return _whole(_theirs(ref), "pathway/theirs.html", "staff.people")


@bp.get("/people/<ref>/pathway/print")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs_on_paper(ref: str) -> str:
    return _whole(_theirs(ref), "pathway/print.html", "staff.people")


@bp.get("/people/<ref>/pathway/history")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def their_history(ref: str) -> str:
    page = pages.history_page(db.opened(), viewer(), _theirs(ref), PlanKind.PATHWAY, _before())
    return draw("pathway/history.html", page=page, here="staff.people")


@bp.route("/people/<ref>/pathway/goals", methods=["GET", "POST"])
@door(WORKER, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def their_new_goal(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AreaGoalForm()
    subject = _theirs(ref, by_hour=False)
    policy.circle(db.opened(), who, subject, now, writes=True)
    form.area.choices = _areas(who, subject, now)
    if form.validate_on_submit():
        area = _area(form.area.data)
        made = _new_goal(form, subject, area, form.text.data, "", now)
        if made is not None:
            return made
    status = 422 if form.errors else 200
    return draw(
        "pathway/new-goal.html", subject=subject, form=form, here="staff.people"
    ), status  # fmt: skip


def _areas(who: Viewer, subject: Subject, now: datetime) -> list[tuple[str, str]]:
    """The areas of this plan in which the viewer may write, by the code of each."""
    known = frozenset(beside.plan().areas_for(subject))
    alone = pages.head(db.opened(), who, subject, now).alone
    plan = beside.plan()
    return [("", _("Choose")), *((plan.code(a), plan.name(a)) for a in rules.areas(alone, known))]


@bp.get("/plans/lately")
@door(WORKER, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def lately() -> str:
    rows = pages.lately(db.opened(), viewer(), clock.now())
    return draw("pathway/lately.html", found=rows, now=clock.now(), here="staff.waiting")


# --- an early review ----------------------------------------------------------------------------


@bp.route("/early-reviews/<ref>", methods=["GET", "POST"])
@door(YOUNG | CASE_STAFF, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def early(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AnswerForm()
    page = pages.early_page(db.opened(), who, ref, now)
    if request.method == "POST" and not page.may_answer:
        abort(404)
    if page.may_answer and page.early.says is None and form.validate_on_submit():
        what = actions.Answer(Says(form.says.data), form.on, form.text.data)

        def keep() -> None:
            actions.answer(db.opened(), who, page.subject, ref, what, form.key.data, now)

        try:
            if _kept(form, keep)[0]:
                return redirect(url_for(".early", ref=ref, done="early-answered"), 303)
        except actions.AnsweredMeanwhile:
            return redirect(url_for(".early", ref=ref), 303)
    status = 422 if form.errors else 200
    return draw("pathway/early.html", page=page, form=form, now=now,
                here="dates.dates" if who.is_young else "staff.waiting"), status  # fmt: skip
