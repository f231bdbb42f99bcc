"""Decisions about me, one of them and what I say of it; and for adults: the list, one, and to write
it down, change it, decide it, drop it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import (
    SUPPORTERS,
    YOUNG,
    Cache,
    Data,
    Records,
    Viewer,
    door,
    viewer,
)
from portal.core.db import Db
from portal.core.forms import OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.languages import offered
from portal.core.links import Shelf, offer_link
from portal.core.reading_hints import hints
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.decisions import actions, labels, pages, policy, rules
from portal.decisions.actions import Answering, Words
from portal.decisions.forms import (
    ChangeForm,
    DecideForm,
    DropForm,
    SayForm,
    WriteForm,
    day_box,
)
from portal.decisions.pages import Around, One
from portal.decisions.rules import MADE, About, Heard, Origin, State
from portal.notifications.labels import say_news
from portal.people import labels as people_words
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.say import actions as say
from portal.say import desks
from portal.say import pages as said
from portal.say.actions import Promised
from portal.say.kinds import About as ItsAbout
from portal.say.kinds import say_kind
from portal.say.rules import DEFAULT_READERS, Answer, Readers, owner_of

bp = Blueprint("decisions", __name__)
SAY, THEIRS, WAITING = "my_views.my_say", "staff.people", "staff.waiting"
Sent = TypeVar("Sent", bound=OnceForm)


def _about(handle: Db, who: Viewer, ids: Collection[int], now: datetime) -> dict[int, ItsAbout]:
    """What was said is about, with the way there, for whoever reads that, too."""
    endpoint = "decisions.own" if who.is_young else "decisions.one"
    return {
        id: ItsAbout(title, url_for(endpoint, ref=ref))
        for id, (ref, title) in pages.titles(handle, who, ids, now).items()
    }


say_kind(pages.KIND, later("A decision"), labels.TOPICS, about=_about)
say_done(
    decision_told=later("They are told that there is something to read."),
    decision_kept=later("Kept. Nobody else reads it until you tell them."),
    decision_changed=later("Changed. They are told, and what it said before stays readable."),
    decision_made=later("Written down as decided. They are told."),
    decision_gone=later("The note is gone. Nobody else had read it."),
    decision_said=later("Sent. You see here who answers, and by when."),
    decision_marked=later(
        "Sent, and somebody looks at it first because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    decision_noted=later("Noted. You can still say something later."),
    decision_typed=later("Kept. You find it in the box when you come back."),
)
say_news(actions.ASKS, later("Somebody thinks about something for you. What do you think?"),
         "decisions.mine", "say")  # fmt: skip
say_news(actions.MADE_NOW, later("Something was decided"), "decisions.mine", "say")
say_news(actions.CHANGED, later("Something that was decided, or thought about, has changed"),
         "decisions.mine", "say")  # fmt: skip
offer_link(
    Shelf.SAY, later("Decisions about me"), "decisions.mine", "list", YOUNG,
    line=later("What is decided, by whom, and what you think of it."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Decisions"), "decisions.theirs", "list", SUPPORTERS, grant=int(Grant.PLAN)
)
offer_link(
    Shelf.DESK, later("Decisions that are open"), "decisions.open_list", "list", policy.WRITERS,
    line=later("What is thought about for your young people, by day."),
)  # fmt: skip
offer(bp, decision_words=labels)


def _again(form: OnceForm, why: str) -> None:
    """Nothing was kept; every word is still in its box."""
    db.settle(keep=False)
    form.key.data = form.key.default()
    form.form_errors.append(why)


def _status(form: OnceForm) -> int:
    return 422 if form.errors or form.form_errors else 200


# --- the young person's own ---------------------------------------------------------------------


@bp.get("/my-say/decisions")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mine() -> str:
    now = clock.now()
    page = pages.mine(db.opened(), viewer(), request.args.get("before", ""), now)
    return draw("decisions/mine.html", page=page, now=now, here=SAY)


@bp.route("/my-say/decisions/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def own(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), SayForm()
    if request.method == "POST" and "keep" in request.form:
        return _keep(ref, form, who, now)
    if request.method == "POST" and form.without_words is not Heard.NOTHING:
        actions.without_words(db.opened(), who, ref, form.without_words, now)
        if form.text.data:  # they may want it another day
            say.keep_draft(db.opened(), who, ref, form.text.data, form.key.data, now)
        return redirect(url_for(".own", ref=ref, done="decision-noted"), 303)
    people = said.readers_now(db.opened(), who, now)
    form.offer(labels.reader_choices(people))
    if form.validate_on_submit():
        done = _said(form, who, ref, now)
        if done is not None:
            say.forget_draft(who, ref)
            return redirect(url_for(".own", ref=ref, done=done, _anchor="said"), 303)
    page = pages.own(db.opened(), who, ref, now)
    if request.method == "GET":
        form.text.data = page.draft.text if page.draft else ""
        form.readers.data = [
            value for value, _label in form.readers.choices if Readers(int(value)) & DEFAULT_READERS
        ]
    return draw(
        "decisions/own.html", page=page, card=page.card, form=form, people=people, now=now,
        here=SAY,
    ), _status(form)  # fmt: skip


def _keep(ref: str, form: SayForm, who: Viewer, now: datetime) -> Response:
    pages.exists_here(db.opened(), who, ref, now)
    say.keep_draft(db.opened(), who, ref, form.text.data, form.key.data, now)
    return redirect(url_for(".own", ref=ref, done="decision-typed"), 303)


def _said(form: SayForm, who: Viewer, ref: str, now: datetime) -> str | None:
    """What is said if it went; otherwise the form says why, and keeps every word."""
    id, state = pages.exists_here(db.opened(), who, ref, now)
    words = say.Words(
        pages.KIND, form.chosen, owner_of(form.chosen), form.text.data or "", labels.topic(state),
        about_id=id, about_ref=ref, face=form.feels,
    )  # fmt: skip
    try:
        sent = say.say(db.opened(), who, [words], form.key.data, now)
    except say.NobodyAnswers:
        _again(form, _("Nobody whom you chose can answer just now. Please choose somebody else."))
    except say.NothingGoesThere:
        abort(404)  # their account is sealed: nobody comes here
    except KeyReused:
        _again(form, _("You sent something else from this page. Please send this again."))
    else:
        actions.saw(db.opened(), who, ref, now)
        return "decision-marked" if sent.worry else "decision-said"
    return None


@bp.post("/my-say/decisions/<ref>/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def draft(ref: str) -> Response:
    """What is in the box, by a script that says nothing of it."""
    who, now, form = viewer(), clock.now(), SayForm()
    _keep(ref, form, who, now)
    return Response(status=204, mimetype="text/plain")


@bp.post("/my-say/decisions/<ref>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen(ref: str) -> Response:
    who, now = viewer(), clock.now()
    pages.exists_here(db.opened(), who, ref, now)
    actions.saw(db.opened(), who, ref, now)
    return redirect(url_for(".own", ref=ref), 303)


# --- for adults ---------------------------------------------------------------------------------


@bp.get("/decisions")
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def open_list() -> str:
    now = clock.now()
    found = pages.open_list(db.opened(), viewer(), now)
    return draw("decisions/open.html", found=found, now=now, here=WAITING)


@bp.get("/people/<ref>/decisions")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    now = clock.now()
    page = pages.theirs(db.opened(), viewer(), ref, request.args.get("before", ""), now)
    return draw("decisions/theirs.html", page=page, now=now, here=THEIRS)


@bp.get("/decisions/<ref>")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def one(ref: str) -> str:
    now = clock.now()
    page = pages.one(db.opened(), viewer(), ref, now)
    return draw("decisions/one.html", page=page, card=page.card, now=now, here=THEIRS)


@bp.route("/people/<ref>/decisions/new", methods=["GET", "POST"])
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def new(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), WriteForm()
    young = pages.whose(db.opened(), who, ref, now)
    near = pages.around(db.opened(), who, young.id, now)
    _offer(form, young, near)
    if _sends(form):
        words, tells = _written(form, near), "later" not in request.form
        if tells and young.stopped_at is not None:
            _nothing_goes(form)
        elif made := _kept(
            form,
            lambda: actions.write(
                db.opened(), who, young.id, young.grants, near, words, tells, form.key.data, now
            ),
        ):
            done = "decision-told" if tells else "decision-kept"
            return redirect(url_for(".one", ref=made, done=done), 303)
    if request.method == "GET":
        form.whose.data = near.deciders[0].ref if near.deciders else None
    return _write(form, young, None, now)


def _offer(form: WriteForm, young: Subject, near: Around) -> None:
    tags = list(dict.fromkeys(("en", young.language)))
    form.offer_all(
        policy.topics(young.grants), near.deciders,
        [(tag, offered(tag).english) for tag in tags],
    )  # fmt: skip


def _sends(form: OnceForm) -> bool:
    """Whether it is to be kept: not where only its words were to be looked at."""
    return "check" not in request.form and form.validate_on_submit()


def _written(form: WriteForm, near: Around) -> Words:
    decider = near.decider(form.whose.data or "")
    state = State(form.state.data)
    return Words(
        About(form.about.data), state, form.title.data, form.why.data, form.means.data,
        form.language.data if form.language.data in dict(form.language.choices) else "en",
        decider.id if decider else None, "" if decider else form.whose_name.data, form.day,
        form.on, Origin(form.origin.data), form.origin_words.data,
        form.not_asked.data if state is State.DECIDED else "", form.carer_may.data,
    )  # fmt: skip


def _write(form: WriteForm, young: Subject, page: One | None, now: datetime) -> tuple[str, int]:
    return draw(
        "decisions/write.html", form=form, young=young, page=page, now=now,
        read=_read(young.band.value, form), here=THEIRS,
    ), _status(form)  # fmt: skip


def _read(band: str, form: Any) -> list[str]:
    return hints(band, form.why.data or "", form.means.data or "")


def _kept(form: OnceForm, keep: Any) -> Any:
    """What `keep` returns, or True; False where it could not be kept: the form says why."""
    try:
        return keep() or True
    except actions.ChangedMeanwhile:
        _again(form, _("Somebody else changed this while you were writing. Nothing was kept: read "
                       "what it says now, then send yours again."))  # fmt: skip
    except actions.NotGranted as wrong:
        _again(form, _("Your words tell of %(what)s, and you were not given that. Take it out, or "
                       "ask somebody who may write it.",
                       what=labels.of_what(wrong.grants)))  # fmt: skip
    except actions.AnswerFirst:
        _again(form, _("They said something else that waits for an answer. Answer that first."))
    except say.ChangedMeanwhile:
        _again(form, _("What they said was answered meanwhile, or they said something else. "
                       "Nothing was kept: your words are below."))  # fmt: skip
    except say.NothingGoesThere:
        _nothing_goes(form)
    except KeyReused:
        _again(form, _("You sent something else from this page. Please send this again."))
    return False


def _nothing_goes(form: OnceForm) -> None:
    _again(form, _("Nothing is sent to them any more, so this was not sent. Your words are below."))


def _held(ref: str, now: datetime) -> tuple[One, Subject, Around]:
    """One that the viewer may change, with whose it is. Raises NoResultFound."""
    page = pages.one(db.opened(), viewer(), ref, now, writes=True)
    young = pages.whose(db.opened(), viewer(), page.young_ref, now)
    return page, young, pages.around(db.opened(), viewer(), page.card.person_id, now)


@bp.route("/decisions/<ref>/words", methods=["GET", "POST"])
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def words(ref: str) -> Response | tuple[str, int]:
    """Until it is told all of it can be written anew; then what it said before is kept."""
    now = clock.now()
    page, young, near = _held(ref, now)
    if page.card.told_at is None:
        return _rewrite(page, young, near, now)
    if page.card.state is State.DROPPED:
        return redirect(url_for(".one", ref=ref), 303)
    return _change(page, young, near, now)


def _rewrite(page: One, young: Subject, near: Around, now: datetime) -> Response | tuple[str, int]:
    who, card, form = viewer(), page.card, WriteForm()
    _offer(form, young, near)
    if _sends(form):
        wanted, tells = _written(form, near), "later" not in request.form
        if tells and page.stopped:
            _nothing_goes(form)
        elif _kept(
            form,
            lambda: actions.rewrite(
                db.opened(),
                who,
                card,
                young.grants,
                near,
                wanted,
                tells,
                form.of,
                form.key.data,
                now,
            ),
        ):
            done = "decision-told" if tells else "decision-kept"
            return redirect(url_for(".one", ref=card.ref, done=done), 303)
    if request.method == "GET":
        _fill(form, page, near)
        form.about.data, form.state.data = card.about.value, card.state.value
        form.origin.data, form.origin_words.data = card.origin.value, card.origin_words
        form.not_asked.data, form.language.data = card.not_asked, card.language
    page = _now(page, form, now)
    return _write(form, young, page, now)


def _fill(form: Any, page: One, near: Around) -> None:
    card = page.card
    form.title.data, form.why.data, form.means.data = card.title, card.why, card.means
    decider = next((one for one in near.deciders if one.id == card.decides_id), None)
    form.whose.data = decider.ref if decider else "-"
    form.whose_name.data = "" if decider else card.decides
    form.by_day.data = day_box(card.by_day)
    form.decided_on.data = day_box(card.decided_on)
    form.carer_may.data = card.carer_may


def _now(page: One, form: Any, now: datetime) -> One:
    """As it stands; where a form was refused, as somebody else left it."""
    if form.form_errors:
        page = pages.one(db.opened(), viewer(), page.card.ref, now, writes=True)
    form.version.data = str(page.card.version)
    return page


def _change(page: One, young: Subject, near: Around, now: datetime) -> Response | tuple[str, int]:
    who, card, form = viewer(), page.card, ChangeForm()
    form.offer(near.deciders)
    form.made = card.state in MADE
    if _sends(form):
        if page.stopped:
            _nothing_goes(form)
        elif _kept(
            form,
            lambda: actions.change(
                db.opened(),
                who,
                card,
                young.grants,
                near,
                _changed(form, page, near),
                form.note.data,
                form.of,
                form.key.data,
                now,
            ),
        ):
            return redirect(url_for(".one", ref=card.ref, done="decision-changed"), 303)
    if request.method == "GET":
        _fill(form, page, near)
    page = _now(page, form, now)
    return draw(
        "decisions/change.html", form=form, page=page, card=page.card, now=now,
        read=_read(page.band.value, form), here=THEIRS,
    ), _status(form)  # fmt: skip


def _changed(form: ChangeForm, page: One, near: Around) -> Words:
    decider = near.decider(form.whose.data or "")
    old = actions.words_of(page.card)
    return Words(
        old.about, old.state, form.title.data, form.why.data, form.means.data, old.language,
        decider.id if decider else None, "" if decider else form.whose_name.data,
        old.by_day if form.made else form.day, form.on, old.origin,
        old.origin_words, old.not_asked, form.carer_may.data,
    )  # fmt: skip


@bp.route("/decisions/<ref>/decide", methods=["GET", "POST"])
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def decide(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), DecideForm()
    page, young, near = _held(ref, now)
    card = page.card
    if not card.thinking or card.told_at is None:
        return redirect(url_for(".one", ref=ref), 303)
    # Whose word a promise can be is asked only where there is one.
    promises = form.kind.data == Answer.WILL
    answered = _answered(page, now) if promises else None
    _ask(form, page, answered, near, now)
    if _sends(form):
        if page.stopped:
            _nothing_goes(form)
        elif _kept(
            form,
            lambda: actions.decide(
                db.opened(),
                who,
                card,
                young.grants,
                near,
                _decided(form, page, near),
                page.waiting,
                _answering(form, page, answered),
                form.of,
                form.key.data,
                now,
            ),
        ):
            return redirect(url_for(".one", ref=ref, done="decision-made"), 303)
    _ask(form, page, answered or _answered(page, now), near, now)
    if request.method == "GET":
        _fill_decide(form, page, near, now)
    page = _now(page, form, now)
    if page.waiting:
        form.turn.data = str(page.waiting[0].turn)
    for waits in page.waiting:
        say.read(who, waits.id, waits.may_answer, now)
    return draw(
        "decisions/decide.html", form=form, page=page, card=page.card, now=now,
        read=_read(page.band.value, form), here=THEIRS,
    ), _status(form)  # fmt: skip


def _answered(page: One, now: datetime) -> desks.One | None:
    """What they said that is answered now, with whoever can promise something."""
    if not page.waiting:
        return None
    return desks.one_page(db.opened(), viewer(), page.waiting[0].ref, now)


def _ask(
    form: DecideForm, page: One, answered: desks.One | None, near: Around, now: datetime
) -> None:
    form.offer(near.deciders)
    heard = bool(page.said)
    silent = rules.had_no_say(page.card.told_at, page.card.heard, heard, now)
    owners = [
        (one.ref, _("%(name)s, %(what)s", name=one.name, what=people_words.to_them(one.kind)))
        for one in (answered.owners if answered else ())
    ]
    form.ask(bool(page.waiting), silent, owners)


def _fill_decide(form: DecideForm, page: One, near: Around, now: datetime) -> None:
    card = page.card
    form.title.data, form.why.data, form.means.data = card.title, card.why, card.means
    decider = next((one for one in near.deciders if one.id == card.decides_id), None)
    form.whose.data = decider.ref if decider else "-"
    form.whose_name.data = "" if decider else card.decides
    form.carer_may.data = card.carer_may
    form.decided_on.data = day_box(clock.today(now))


def _decided(form: DecideForm, page: One, near: Around) -> Words:
    decider = near.decider(form.whose.data or "")
    old = actions.words_of(page.card)
    return Words(
        old.about, old.state, form.title.data, form.why.data, form.means.data, old.language,
        decider.id if decider else None, "" if decider else form.whose_name.data, old.by_day,
        form.on, old.origin, old.origin_words, form.not_asked.data if form.silent else "",
        form.carer_may.data,
    )  # fmt: skip


def _answering(form: DecideForm, page: One, answered: desks.One | None) -> Answering | None:
    if not page.waiting:
        return None
    kind, promise = Answer(form.kind.data), None
    if kind is Answer.WILL and answered is not None:
        owner = next(one.id for one in answered.owners if one.ref == form.promises.data)
        assert form.due is not None
        promise = Promised(owner, form.due)
    return Answering(page.waiting[0], form.of_turn, kind, form.answer.data, promise)


@bp.route("/decisions/<ref>/drop", methods=["GET", "POST"])
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def drop(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), DropForm()
    page, young, near = _held(ref, now)
    card = page.card
    if card.told_at is None or card.state is State.DROPPED:
        return redirect(url_for(".one", ref=ref), 303)
    if form.validate_on_submit():
        if page.stopped:
            _nothing_goes(form)
        elif _kept(
            form,
            lambda: actions.drop(
                db.opened(),
                who,
                card,
                young.grants,
                near,
                form.note.data,
                form.of,
                form.key.data,
                now,
            ),
        ):
            return redirect(url_for(".one", ref=ref, done="decision-changed"), 303)
    page = _now(page, form, now)
    return draw(
        "decisions/drop.html", form=form, page=page, card=page.card, now=now, here=THEIRS,
    ), _status(form)  # fmt: skip


@bp.post("/decisions/<ref>/throw-away")
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def throw_away(ref: str) -> Response:
    """A note that was never told."""
    who, now = viewer(), clock.now()
    page = pages.one(db.opened(), who, ref, now, writes=True)
    try:
        actions.throw_away(db.opened(), who, page.card, page.card.version, now)
    except actions.ChangedMeanwhile:
        return redirect(url_for(".one", ref=ref), 303)
    return redirect(url_for(".theirs", ref=page.young_ref, done="decision-gone"), 303)
