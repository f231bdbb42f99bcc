"""Writing a plan part by part, two texts side by side, the preview, and taking a version back."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger
from portal.core.access import STAFF, YOUNG, Cache, Data, Records, Role, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.reading_hints import hints
from portal.core.receipts import KeyReused
from portal.core.words import later
from portal.notifications.actions import kinds_seen
from portal.notifications.labels import say_news
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.plan.rules import BANDS, part_code
from portal.plan.writing import actions, labels, pages, policy, publishing, records, rules
from portal.plan.writing import taking_back as mistakes
from portal.plan.writing.forms import (
    PartForm,
    PublishForm,
    StepForm,
    TakeBackForm,
    field_of,
    filled,
)
from portal.plan.writing.policy import WRITERS
from portal.plan.writing.promised import adults
from portal.plan.writing.proposal import Looked
from portal.plan.writing.rules import Step, Why

bp = Blueprint("writing", __name__)
say_done(
    part_saved=later("Saved as a draft. Nobody but its writers sees it until it is published."),
    parts_together=later("Put together and saved as a draft."),
    typed_forgotten=later("What you had typed is not kept any more."),
    plan_published=later("Published. They are told that something is new, and see what."),
    plan_changed_meanwhile=later("Somebody changed this since you looked. Look again, please."),
    plan_stopped=later("Nothing is sent to them any more, so this was not published. It is kept."),
    plan_not_ready=later("It is not ready yet. What is missing stands below."),
    version_taken_back=later("Taken back. Nobody can open it any more. Now the steps below."),
    version_not_there=later("Another version stands by now. Look again, please."),
    breach_step=later("Written down, with your name."),
)
offer_link(
    Shelf.PERSON, later("Write the plan"), "writing.start", "edit", WRITERS, grant=int(Grant.PLAN)
)
offer_link(
    Shelf.DESK, later("Plans to look at again"), "writing.again", "plan", WRITERS,
    line=later("Parts whose day has come, or comes within a month."),
)  # fmt: skip
offer_link(
    Shelf.DESK, later("Plans that were taken back"), "writing.everywhere", "warn",
    frozenset({Role.MANAGER}), leads=True, line=later("What followed each of them."),
)  # fmt: skip
say_news(mistakes.TOLD_YOUNG, later("Something was put here by mistake and taken away"),
         "writing.taken_away", "plan")  # fmt: skip
say_news(mistakes.TOLD_MANAGER, later("A plan was published by mistake and taken back"),
         "writing.everywhere", "warn")  # fmt: skip
offer(bp, writing=labels, writing_bands=BANDS, field_of=field_of, plan_codes_of=part_code)

HINTS_A_MINUTE = 60
LONGEST_HINT = 20_000


# --- the parts ------------------------------------------------------------------------------------


@bp.get("/people/<ref>/plan/write")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def start(ref: str) -> str:
    page = pages.start_page(db.opened(), viewer(), ref, clock.now())
    return draw("plan/writing/start.html", page=page, today=clock.today(clock.now()),
                here="staff.people")  # fmt: skip


@bp.get("/plans-to-look-at")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def again() -> str:
    try:
        page = pages.again_page(db.opened(), viewer(), request.args.get("after"), clock.now())
    except ValueError:
        abort(404)
    return draw("plan/writing/again.html", page=page, here="staff.waiting")


@bp.route("/people/<ref>/plan/write/<code>", methods=["GET", "POST"])
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def part(ref: str, code: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    if request.method != "POST":
        page = pages.part_page(db.opened(), who, ref, code, now, request.args.get("again", ""))
        form = PartForm(None, data=filled(page.words, page.turn, page.adults))
        form.offer(page.adults)
        return _part(page, form)
    subject, which = pages.whose_part(db.opened(), who, ref, code, now)
    promise_by = adults(db.opened(), who, subject, which[1], now)
    form, do = PartForm(), request.form.get("do", "save")
    form.offer(promise_by)
    if do == "copy":
        words = rules.copied_down(form.words)
        form = PartForm(None, data=filled(words, form.began_at, promise_by))
        form.offer(promise_by)
    elif form.validate_on_submit() and do != "check":
        turn = form.began_at
        if not actions.save(db.opened(), who, subject, which, form.words, turn, now):
            return redirect(url_for(".both", ref=ref, code=code), 303)
        return redirect(url_for(".start", ref=ref, done="part-saved"), 303)
    page = pages.part_page(db.opened(), who, ref, code, now)
    return _part(page, form, checked=do == "check")


def _part(page: pages.PartPage, form: PartForm, checked: bool = False) -> tuple[str, int]:
    hints = labels.all_hints(form.words) if checked or page.draft or page.now else {}
    status = 422 if form.errors else 200
    return draw(
        "plan/writing/part.html", page=page, form=form, hints=hints, now=clock.now(),
        here="staff.people",
    ), status  # fmt: skip


@bp.post("/people/<ref>/plan/write/<code>/typed")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def typed(ref: str, code: str) -> Response:
    """A little after the last key, and when the page is left: kept for whoever typed it."""
    who, now, form = viewer(), clock.now(), PartForm()
    subject, which = pages.whose_part(db.opened(), who, ref, code, now)
    form.offer(adults(db.opened(), who, subject, which[1], now))
    actions.keep_typed(db.opened(), who, subject, which, form.words, form.began_at, now)
    return Response(status=204, mimetype="text/plain")


@bp.post("/people/<ref>/plan/write/<code>/forget")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def forget(ref: str, code: str) -> Response:
    """What they typed and did not save goes; what was saved stays among the saves."""
    who, now = viewer(), clock.now()
    subject, which = pages.whose_part(db.opened(), who, ref, code, now)
    actions.forget(db.opened(), who, subject, which)
    return redirect(url_for(".part", ref=ref, code=code, done="typed-forgotten"), 303)


@bp.route("/people/<ref>/plan/write/<code>/both", methods=["GET", "POST"])
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def both(ref: str, code: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    page = pages.both_page(db.opened(), who, ref, code, now)
    form = PartForm() if request.method == "POST" else None
    if page is None and form is None:
        done = request.args.get("done")
        return redirect(url_for(".part", ref=ref, code=code, done=done), 303)
    if form is not None:
        subject, which = (
            (page.subject, page.part) if page is not None
            else pages.whose_part(db.opened(), who, ref, code, now)
        )  # fmt: skip
        form.offer(page.adults if page else adults(db.opened(), who, subject, which[1], now))
        if form.validate_on_submit():
            if _is_as_seen(form, page) and actions.save(
                db.opened(), who, subject, which, form.words, form.began_at, now,
                merged_with=form.merged_with,
            ):  # fmt: skip
                return redirect(url_for(".start", ref=ref, done="parts-together"), 303)
            # They saw something else than stands here now: what they put together is kept, and
            # stands beside it.
            actions.keep_typed(
                db.opened(), who, subject, which, form.words, form.began_at, now
            )  # fmt: skip
            return redirect(
                url_for(".both", ref=ref, code=code, done="plan-changed-meanwhile"), 303
            )
        if page is None:
            return _part(pages.part_page(db.opened(), who, ref, code, now), form)
    assert page is not None
    if form is None:
        form = PartForm(None, data=filled(page.words, page.turn, page.adults, page.against))
        form.offer(page.adults)
    status = 422 if form.errors else 200
    return draw("plan/writing/both.html", page=page, form=form, here="staff.people"), status


def _is_as_seen(form: PartForm, page: pages.BothPage | None) -> bool:
    """Whether the text beside theirs is still the one that was on their screen: another draft is
    told by its turn, what is published by its mark."""
    return bool(form.against.data == (page.against if page is not None else ""))


@bp.get("/people/<ref>/plan/write/<code>/before")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def before(ref: str, code: str) -> str:
    page = pages.before_page(
        db.opened(), viewer(), ref, code, request.args.get("before"), clock.now()
    )
    return draw("plan/writing/before.html", page=page, here="staff.people")


@bp.post("/plan-words/check")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def hint() -> Response | tuple[str, int]:
    """For which age a text is: a hint while somebody types. Nothing is stored, and no record is
    read: the page itself asks the same of the form without a script."""
    who = viewer()
    tries = ledger.count(db.database(), f"hint:{who.account_id}", timedelta(minutes=1), clock.now())
    if tries > HINTS_A_MINUTE:
        abort(429)
    band = request.form.get("band", "")
    if band not in BANDS:
        abort(400)
    said = hints(band, request.form.get("text", "")[:LONGEST_HINT])
    return jsonify(said)


# --- publishing -----------------------------------------------------------------------------------


@bp.route("/people/<ref>/plan/publish/<code>", methods=["GET", "POST"])
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def publish(ref: str, code: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    if request.method != "POST":
        page = pages.preview_page(db.opened(), who, ref, code, now)
        there = page.proposal.standing
        day = there.review_on.isoformat() if there and there.review_on else ""
        form = PublishForm(None, data={
            "review_on": day, "review_by": there.review_by if there else "",
            "drawn": page.proposal.drawn,
        })  # fmt: skip
        return _preview(page, form)
    form = PublishForm()
    if not form.validate_on_submit():
        page = pages.preview_page(db.opened(), who, ref, code, now)
        return _preview(page, form)
    subject = policy.whose(db.opened(), who, ref, now)
    kind = pages.kind_of(subject, code)
    looked = Looked(form.on, form.review_by.data)
    try:
        publishing.publish(
            db.opened(), who, subject, kind, form.drawn.data or "", looked, form.key.data, now
        )
    except (publishing.ChangedMeanwhile, KeyReused):
        return _again(".publish", ref, code, "plan-changed-meanwhile")
    except publishing.NotReady:
        return _again(".publish", ref, code, "plan-not-ready")
    except publishing.NothingGoesThere:
        return _again(".publish", ref, code, "plan-stopped")
    return redirect(url_for(".start", ref=ref, done="plan-published"), 303)


def _again(endpoint: str, ref: str, code: str, done: str) -> Response:
    """Nothing of this request is kept, and the page is shown as it is now."""
    db.settle(keep=False)
    return redirect(url_for(endpoint, ref=ref, code=code, done=done), 303)


def _preview(page: pages.PreviewPage, form: PublishForm) -> tuple[str, int]:
    status = 422 if form.errors else 200
    return draw("plan/writing/publish.html", page=page, form=form, here="staff.people"), status


# --- after a mistake ------------------------------------------------------------------------------


@bp.route("/people/<ref>/plan/take-back/<code>", methods=["GET", "POST"])
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def take_back(ref: str, code: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    subject = policy.whose(db.opened(), who, ref, now)
    kind = pages.kind_of(subject, code)
    if request.method == "POST":
        form = TakeBackForm()
        if form.validate_on_submit():
            return _taken_back(subject, kind, code, form, now)
    page = records.take_page(db.opened(), who, ref, kind, code, now)
    if request.method != "POST":
        form = TakeBackForm(None, data={"number": str(page.standing.number)})
    status = 422 if form.errors else 200
    return draw("plan/writing/take-back.html", page=page, form=form, here="staff.people"), status


def _taken_back(
    subject: Subject, kind: str, code: str, form: TakeBackForm, now: datetime
) -> Response:
    number = form.number.data or ""
    try:
        made = mistakes.take_back(
            db.opened(), viewer(), subject, kind,
            int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0,
            Why(form.why.data), form.text_reason.data, form.key.data, now,
        )  # fmt: skip
    except (mistakes.NotThere, KeyReused):
        db.settle(keep=False)
        return redirect(url_for(".start", ref=subject.ref, done="version-not-there"), 303)
    return redirect(
        url_for(".record", ref=subject.ref, record=made, done="version-taken-back"), 303
    )


@bp.get("/taken-back")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def everywhere() -> str:
    """Every version that was taken back in this council, for whoever oversees it."""
    page = records.everywhere_page(db.opened(), viewer(), request.args.get("before"), clock.now())
    return draw("plan/writing/everywhere.html", page=page, here="staff.waiting")


@bp.get("/people/<ref>/plan/taken-back")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def taken_back(ref: str) -> str:
    page = records.records_page(db.opened(), viewer(), ref, clock.now())
    return draw("plan/writing/taken-back.html", page=page, here="staff.people")


@bp.get("/people/<ref>/plan/taken-back/<record>")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def record(ref: str, record: str) -> tuple[str, int]:
    return _record(ref, record, StepForm(None), clock.now())


def _record(ref: str, record: str, form: StepForm, now: datetime) -> tuple[str, int]:
    page = records.record_page(db.opened(), viewer(), ref, record, now)
    still = {one.step.value for one in page.steps if one.done is None}
    form.step.choices = [choice for choice in form.step.choices if choice[0] in still]
    if not form.step.data and page.next:
        form.step.data = page.next.step.value
    status = 422 if form.errors else 200
    return draw("plan/writing/record.html", page=page, form=form, here="staff.people"), status


@bp.post("/people/<ref>/plan/taken-back/<record>/step")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def step_done(ref: str, record: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), StepForm()
    _subject, taken = records.record(db.opened(), who, ref, record, now)
    if not form.validate_on_submit():
        return _record(ref, record, form, now)
    mistakes.step(
        db.opened(), who, taken, Step(form.step.data), form.done.data == "yes",
        form.text_note.data, now,
    )  # fmt: skip
    return redirect(url_for(".record", ref=ref, record=record, done="breach-step"), 303)


@bp.get("/plan/taken-away")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def taken_away() -> str:
    who = viewer()
    lines = records.taken_from(db.opened(), who.council_id, who.person_id)
    return draw("plan/writing/taken-away.html", lines=lines, here="plan.my_plan")


@bp.post("/plan/taken-away/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def taken_away_seen() -> Response:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, [mistakes.TOLD_YOUNG], clock.now())
    return redirect(url_for("plan.my_plan"), 303)
