"""The next home: the young person's own page, the page staff fill in, and the days of grace."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, Viewer, door, viewer
from portal.core.forms import OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.moves import actions, labels, pages, policy
from portal.moves.forms import (
    AnswerForm,
    GraceForm,
    HappenedForm,
    OffForm,
    PhotoForm,
    PlanForm,
    SayForm,
)
from portal.moves.policy import GRACE_SETTERS, READERS, WRITERS
from portal.moves.rules import MOST_PHOTOS, Fact, Said
from portal.notifications.labels import say_news
from portal.people.placements import grace_of
from portal.uploads import labels as upload_words
from portal.uploads.answers import give
from portal.uploads.limits import may_send
from portal.uploads.rules import FORM_BYTES, What

bp = Blueprint("moves", __name__)
say_done(
    move_saved=later("Saved. They are told that there is something new."),
    move_happened=later(
        "Saved. From the day after, whoever they lived with sees nothing new of them."
    ),
    move_off=later("Saved. It is as it was before, and they are told."),
    home_photo_added=later("The photo is there."),
    home_photo_gone=later("The photo is deleted."),
    move_said=later("Thank you. It has arrived."),
    move_said_worry=later(
        "Thank you. It has arrived, and somebody looks at it first because of what you wrote. "
        "If you are not safe now, call a number on the Help page."
    ),
    move_answered=later("Sent. Your answer stands beside it."),
    grace_saved=later("Saved. It holds for everybody who leaves from now on."),
)
offer_link(
    Shelf.MINE, later("Where I will live next"), "moves.mine", "house", YOUNG,
    line=later("If you move: who lives there, your room, and what you want to ask."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Moving: the next home"), "moves.theirs", "house", READERS,
    grant=int(policy.NEEDED),
)  # fmt: skip
offer_link(Shelf.DESK, later("Days after a move"), "moves.grace", "calendar", GRACE_SETTERS)
say_news(
    actions.NEWS,
    later("There is something new about where you will live next"),
    "moves.mine",
    "house",
)
say_news(
    "move_question", later("Somebody asked something and waits for an answer"), "staff.waiting",
    "house",
)  # fmt: skip
offer(bp, move_words=labels)


def _again(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


# --- the young person -----------------------------------------------------------------------------


@bp.get("/what-comes-next")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mine() -> tuple[str, int]:
    return _mine(SayForm(None, kind=Said.QUESTION.value))


def _mine(form: SayForm) -> tuple[str, int]:
    now = clock.now()
    page = pages.my_page(db.opened(), viewer(), now)
    status = 422 if form.errors else 200
    return draw("moves/mine.html", page=page, form=form, now=now, here="plan.my_plan"), status


@bp.post("/what-comes-next")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def say() -> Response | tuple[str, int]:
    form, now = SayForm(), clock.now()
    if form.validate_on_submit():
        try:
            worried = actions.say(
                db.opened(), viewer(), Said(form.kind.data), form.text.data, form.key.data, now
            )
        except KeyReused:
            _again(form)
        else:
            done = "move-said-worry" if worried else "move-said"
            return redirect(url_for(".mine", done=done), 303)
    return _mine(form)


@bp.get("/what-comes-next/photos/<photo>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def photo(photo: str) -> Response:
    who = viewer()
    return give(pages.photo(db.opened(), who, who.person_id, photo), What.JPEG.value)


# --- staff ----------------------------------------------------------------------------------------


@bp.get("/people/<ref>/next")
@door(READERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> tuple[str, int]:
    return _theirs(ref)


def _theirs(
    ref: str, planning: PlanForm | None = None, happening: HappenedForm | None = None,
    off: OffForm | None = None, answering: AnswerForm | None = None, asked: str = "",
    adding: PhotoForm | None = None,
) -> tuple[str, int]:  # fmt: skip
    page = pages.their_page(db.opened(), viewer(), ref, clock.now())
    home = page.home
    if planning is None:
        known = {fact.value: home.value(fact) for fact in Fact} if home else {}
        day = home.day.isoformat() if home and home.day else ""
        planning = PlanForm(None, day=day, address=home.address if home else "", **known)
    happening = happening or HappenedForm(None, moved_on=page.today.isoformat())
    off, answering = off or OffForm(None), answering or AnswerForm(None)
    adding = adding or PhotoForm(None)
    wrong = next((f for f in (happening, off, answering, adding) if f.errors), planning)
    return draw(
        "moves/theirs.html", page=page, planning=planning, happening=happening, off=off,
        answering=answering, asked=asked, adding=adding, most_photos=MOST_PHOTOS, form=wrong,
        here="staff.people",
    ), 422 if wrong.errors else 200  # fmt: skip


@bp.post("/people/<ref>/next/plan")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def plan(ref: str) -> Response | tuple[str, int]:
    form, who, now = PlanForm(), viewer(), clock.now()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if form.validate_on_submit():
        what = actions.Planned(form.on, form.facts, form.address.data)
        try:
            actions.plan(db.opened(), who, young.id, what, form.key.data, now)
        except KeyReused:
            _again(form)
        else:
            return redirect(url_for(".theirs", ref=ref, done="move-saved"), 303)
    return _theirs(ref, planning=form)


@bp.post("/people/<ref>/next/happened")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def happened(ref: str) -> Response | tuple[str, int]:
    form, who, now = HappenedForm(), viewer(), clock.now()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if form.validate_on_submit() and form.on is not None:
        actions.happened(db.opened(), who, young.id, form.on, now)
        return redirect(url_for(".theirs", ref=ref, done="move-happened"), 303)
    return _theirs(ref, happening=form)


@bp.post("/people/<ref>/next/off")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def call_off(ref: str) -> Response | tuple[str, int]:
    form, who, now = OffForm(), viewer(), clock.now()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if form.validate_on_submit():
        actions.call_off(db.opened(), who, young.id, form.why.data, now)
        return redirect(url_for(".theirs", ref=ref, done="move-off"), 303)
    return _theirs(ref, off=form)


@bp.post("/people/<ref>/next/<said>/answer")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer(ref: str, said: str) -> Response | tuple[str, int]:
    form, who, now = AnswerForm(), viewer(), clock.now()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if form.validate_on_submit():
        try:
            actions.answer(db.opened(), who, young.id, said, form.answer.data, form.key.data, now)
        except KeyReused:
            _again(form)
        else:
            return redirect(url_for(".theirs", ref=ref, done="move-answered"), 303)
    return _theirs(ref, answering=form, asked=said)


@bp.get("/people/<ref>/next/photos/<photo>")
@door(READERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def their_photo(ref: str, photo: str) -> Response:
    who = viewer()
    young = policy.whose(db.opened(), who, ref, clock.now())
    return give(pages.photo(db.opened(), who, young.id, photo), What.JPEG.value)


@bp.post("/people/<ref>/next/photos")
@door(
    WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, largest=FORM_BYTES
)  # fmt: skip
def add_photo(ref: str) -> Response | tuple[str, int]:
    form, who, now = PhotoForm(), viewer(), clock.now()
    # Before the database is asked: to draw it anew takes a while, whether it is good or not.
    passed = _not_too_many(form, who, now) and form.validate_on_submit()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if passed and form.photo is not None:
        try:
            actions.add_photo(
                db.opened(), who, young.id, form.photo, form.on_it.data, form.key.data, now
            )
        except KeyReused:
            _again(form)
        except actions.TooManyPhotos:
            form.form_errors.append(_("There are as many as fit. Delete one first."))
        else:
            return redirect(url_for(".theirs", ref=ref, done="home-photo-added"), 303)
    return _theirs(ref, adding=form)


def _not_too_many(form: PhotoForm, who: Viewer, now: datetime) -> bool:
    if not form.picture.data or may_send(db.database(), who.account_id, now):
        return True
    form.picture.errors = (upload_words.too_many(),)
    return False


@bp.post("/people/<ref>/next/photos/<photo>/take-away")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def take_photo_away(ref: str, photo: str) -> Response:
    who, now = viewer(), clock.now()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    actions.take_photo_away(db.opened(), who, young.id, photo, now)
    return redirect(url_for(".theirs", ref=ref, done="home-photo-gone"), 303)


# --- days of grace --------------------------------------------------------------------------------


@bp.route("/days-after", methods=["GET", "POST"])
@door(GRACE_SETTERS, data=Data.NEVER, cache=Cache.NO_STORE)
def grace() -> Response | tuple[str, int]:
    who = viewer()
    form = GraceForm(days=grace_of(db.opened(), who.council_id))
    if form.validate_on_submit():
        actions.set_grace(db.opened(), who, form.days.data, clock.now())
        return redirect(url_for(".grace", done="grace-saved"), 303)
    return draw("moves/grace.html", form=form), 422 if form.errors else 200
