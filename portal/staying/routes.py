"""My papers, the same for those who were given it, and who sees what."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, Role, door, viewer
from portal.core.forms import OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.people import labels as people
from portal.staying import actions, granting, labels, pages, policy, rules
from portal.staying.forms import (
    FORMS,
    BackForm,
    GiveForm,
    PromiseForm,
    ReasonForm,
    ThingForm,
)
from portal.staying.pages import Entry
from portal.staying.policy import OPENERS, READERS
from portal.staying.rules import Topic

bp = Blueprint("staying", __name__)
PROMISERS = frozenset({Role.WORKER, Role.MANAGER})
GIVERS = frozenset({Role.MANAGER})
say_done(
    paper_saved=later("Saved."),
    paper_saved_worry=later(
        "Saved. Somebody looks at it first because of what you wrote. "
        "If you are not safe now, call a number on the Help page."
    ),
    paper_promised=later("Saved. They see what you promised."),
    field_given=later("Saved. From now on they see it."),
    field_taken_back=later("Saved. They do not see it any more."),
    papers_opened=later("Done. They have the page now, and say who may see it."),
)
offer_link(
    Shelf.MINE, later("My papers"), "staying.mine", "id", YOUNG,
    line=later("What you have, what you need, and what comes when."), when=policy.has_link,
)  # fmt: skip
offer_link(
    Shelf.MINE, later("Who sees my things"), "staying.who_sees", "eye", YOUNG,
    line=later("Each adult by name, and what they see."),
)  # fmt: skip
offer_link(Shelf.PERSON, later("Papers"), "staying.theirs", "id", READERS, grant=int(policy.NEEDED))
offer_link(
    Shelf.PERSON, later("Who sees what"), "staying.fields", "eye", OPENERS,
    grant=int(policy.FOR_FIELDS),
)  # fmt: skip
say_news(actions.NEWS, later("There is something new on a page of yours"), "plan.my_plan", "plan")
say_news(granting.NEWS, later("Who may see your things has changed"), "staying.who_sees", "eye")
say_news(granting.GIVEN, later("You may see one more page of a young person"), "staff.people",
         "eye")  # fmt: skip
offer(
    bp, paper_words=labels, paper_rules=rules, who_to_me=people.to_me,
    who_to_them=people.to_them,
)  # fmt: skip


def _again(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


# --- one's own ------------------------------------------------------------------------------------


@bp.get("/papers")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mine() -> str:
    page = pages.my_papers(db.opened(), viewer(), clock.now())
    return draw("staying/papers.html", page=page, here="plan.my_plan")


@bp.route("/papers/<code>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def thing(code: str) -> Response | tuple[str, int]:
    return _thing(None, code)


@bp.get("/appointments/<ref>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def appointment(ref: str) -> Response:
    code = pages.appointment(db.opened(), viewer(), ref)
    return redirect(url_for(".thing", code=code), 302)


# --- whoever was given it -------------------------------------------------------------------------


@bp.get("/people/<ref>/papers")
@door(READERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    page = pages.their_papers(db.opened(), viewer(), ref, clock.now())
    return draw("staying/papers.html", page=page, here="staff.people")


@bp.route("/people/<ref>/papers/<code>", methods=["GET", "POST"])
@door(READERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def their_thing(ref: str, code: str) -> Response | tuple[str, int]:
    return _thing(ref, code)


def _form_of(page: pages.ThingPage) -> ThingForm:
    return FORMS[page.topic](**_values(page.now))


def _values(entry: Entry | None) -> dict[str, object]:
    if entry is None:
        return {"gender": "any"}
    return {
        "state": entry.state, "day": entry.day.isoformat() if entry.day else "",
        "hour": f"{entry.wall:%H:%M}" if entry.wall else "", "who": entry.who,
        "phone": entry.phone, "language": entry.language, "dialect": entry.dialect,
        "gender": entry.gender or "any", "not_near": entry.not_near, "where": entry.where,
        "text": entry.text,
    }  # fmt: skip


def _thing(ref: str | None, code: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    page = pages.thing_page(db.opened(), who, ref, code, now)
    form = _form_of(page)
    if form.is_submitted() and not page.may_write:
        raise NoResultFound
    if form.validate_on_submit():
        person_id = page.subject.id if page.subject else who.person_id
        key = "" if code == "new" else page.key
        try:
            worried = actions.write(
                db.opened(), who, person_id, page.topic, key, form.written, form.key.data, now
            )
        except KeyReused:
            _again(form)
        else:
            done = "paper-saved-worry" if worried else "paper-saved"
            back = url_for(".theirs", ref=ref, done=done) if ref else url_for(".mine", done=done)
            return redirect(back, 303)
    return _drawn(page, form, PromiseForm(None))


def _drawn(page: pages.ThingPage, form: ThingForm, promise: PromiseForm) -> tuple[str, int]:
    wrong = promise if promise.errors else form
    return draw(
        "staying/thing.html", page=page, thing=form, promising=promise, form=wrong,
        here="staff.people" if page.subject else "plan.my_plan",
    ), 422 if wrong.errors else 200  # fmt: skip


@bp.post("/people/<ref>/papers/<code>/promise")
@door(PROMISERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def promise(ref: str, code: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), PromiseForm()
    page = pages.thing_page(db.opened(), who, ref, code, now)
    if page.topic is not Topic.OUTCOME or not page.may_promise or page.subject is None:
        raise NoResultFound
    if form.validate_on_submit() and form.on is not None:
        try:
            actions.promise(
                db.opened(), who, page.subject, page.key, form.promise.data, form.on,
                form.key.data, now,
            )  # fmt: skip
        except KeyReused:
            _again(form)
        else:
            done = "paper-promised"
            return redirect(url_for(".their_thing", ref=ref, code=code, done=done), 303)
    return _drawn(page, FORMS[page.topic](None, **_values(page.now)), form)


# --- who sees what --------------------------------------------------------------------------------


@bp.get("/who-sees")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def who_sees() -> str:
    asked = "papers" in request.args  # from a page that nobody reads whom they have not chosen
    page = pages.my_fields(db.opened(), viewer(), clock.now(), gives=asked)
    return draw("staying/who-sees.html", page=page, form=GiveForm(None), here="plan.my_plan")


@bp.post("/who-sees/<ref>/give")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def give(ref: str) -> Response:
    who, now, form = viewer(), clock.now(), GiveForm()
    adult = pages.adult_of(db.opened(), who, ref)
    if not form.validate_on_submit():
        raise NoResultFound
    try:
        granting.give(
            db.opened(), who, who.person_id, adult, now, also_after=bool(form.also_after.data)
        )
    except granting.NotTheirs:
        raise NoResultFound from None
    return redirect(url_for(".who_sees", done="field-given"), 303)


@bp.post("/who-sees/<ref>/take-back")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def take_back(ref: str) -> Response:
    who, form = viewer(), BackForm()
    adult = pages.adult_of(db.opened(), who, ref)
    if not form.validate_on_submit():
        raise NoResultFound
    granting.take_back(db.opened(), who, who.person_id, adult, clock.now())
    return redirect(url_for(".who_sees", done="field-taken-back"), 303)


@bp.get("/people/<ref>/who-sees")
@door(OPENERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def fields(ref: str) -> tuple[str, int]:
    return _fields(ref, ReasonForm(None))


def _fields(ref: str, form: ReasonForm) -> tuple[str, int]:
    page = pages.their_fields(db.opened(), viewer(), ref, clock.now())
    status = 422 if form.errors else 200
    return draw("staying/fields.html", page=page, form=form, here="staff.people"), status


@bp.post("/people/<ref>/who-sees/give")
@door(GIVERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def give_with_reason(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), ReasonForm()
    young = policy.of_fields(db.opened(), who, ref, now)
    adult = pages.adult_of(db.opened(), who, form.adult.data or "")
    if form.validate_on_submit():
        try:
            granting.give(db.opened(), who, young.id, adult, now, why=form.why.data)
        except granting.NotTheirs:
            raise NoResultFound from None
        return redirect(url_for(".fields", ref=ref, done="field-given"), 303)
    return _fields(ref, form)


@bp.post("/people/<ref>/who-sees/open")
@door(OPENERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def open_for(ref: str) -> Response:
    who, now, form = viewer(), clock.now(), BackForm()
    young = policy.of_fields(db.opened(), who, ref, now)
    if not form.validate_on_submit() or young.stopped_at is not None:
        raise NoResultFound
    actions.open_for(db.opened(), who, young.id, now)
    return redirect(url_for(".fields", ref=ref, done="papers-opened"), 303)
