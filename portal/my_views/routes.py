"""My say, and what is said before a meeting: begun, part after part, chosen, sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import (
    CASE_STAFF,
    YOUNG,
    Cache,
    Data,
    Records,
    Viewer,
    door,
    viewer,
)
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.my_views import actions, invite, labels, pages, policy, rules
from portal.my_views.forms import (
    PICTURES,
    WORDS,
    BeginForm,
    ChooseForm,
    HeadingForm,
    OwnHeadingForm,
    PartForm,
    SendForm,
)
from portal.my_views.pages import KIND, Part, Sheet
from portal.my_views.rules import Occasion, Silent
from portal.my_views.symbols import SYMBOLS
from portal.notifications.labels import say_news
from portal.people.pages import own
from portal.people.rules import Grant
from portal.say.actions import NobodyAnswers, NothingGoesThere
from portal.say.kinds import say_kind
from portal.say.pages import ReadersNow, readers_now, readers_of
from portal.say.rules import Readers
from portal.say.who import Desk
from portal.say.who import desk as desk_of
from portal.uploads import labels as upload_words
from portal.uploads.answers import give
from portal.uploads.limits import may_send
from portal.uploads.rules import FORM_BYTES

bp = Blueprint("my_views", __name__)
HERE = "my_views.my_say"
say_kind(KIND, later("What you think before a meeting"), labels.TOPICS, symbols=SYMBOLS)
say_done(
    views_kept=later("Saved. You can go on whenever you like."),
    views_sent=later("Sent. Below you see who reads it, and what becomes of it."),
    views_marked=later(
        "Sent, and somebody looks at it first because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    views_sent_before=later("This was sent already. You can say something new."),
    views_gone=later("Thrown away. Nobody has read it."),
    heading_kept=later("Saved. Young people are asked like this from now on."),
)
say_news(actions.ASKED, later("What do you want to say?"), HERE, "say")
offer_link(
    Shelf.PERSON, later("What they want for their meetings"), "my_views.their_views", "say",
    CASE_STAFF, grant=int(Grant.NAME),
)  # fmt: skip
offer_link(Shelf.DESK, later("What young people are asked"), "my_views.headings", "edit",
           policy.EDITORS)  # fmt: skip
offer(bp, views=labels, view_symbols=SYMBOLS)
Given = str | Response | tuple[str, int]
invite_all = invite.invite_all  # its job is declared where it stands


# What there is to draw with: the colours stand in `static/css/views.css`, too.
COLOURS = {
    "#1b2130": later("Black"), "#8a5a33": later("Brown"), "#d8352a": later("Red"),
    "#f08a24": later("Orange"), "#fbc959": later("Yellow"), "#3a9d5d": later("Green"),
    "#2a7fd0": later("Blue"), "#7b4bb3": later("Purple"), "#f3a6c4": later("Pink"),
    "#f1c9a5": later("Skin"),
}  # fmt: skip
offer(bp, drawing_colours=COLOURS)


@bp.get("/my-say")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def my_say() -> str:
    now = clock.now()
    page = pages.my_say_page(db.opened(), viewer(), now)
    return draw("my_views/my-say.html", page=page, now=now)


# --- begin --------------------------------------------------------------------------------------


def _occasion(code: str) -> Occasion:
    return Occasion(code) if code in set(Occasion) else abort(404)


@bp.route("/my-say/before/<occasion>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def before(occasion: str) -> Given:
    who, now, which, form = viewer(), clock.now(), _occasion(occasion), BeginForm()
    if form.validate_on_submit():
        ref = actions.begin(db.opened(), who, which, form.how.data == PICTURES, form.helped_by, now)
        return redirect(url_for(".sheet", ref=ref), 303)
    page = pages.before_page(db.opened(), who, which, now)
    if page.ref and request.method == "GET":
        return redirect(url_for(".sheet", ref=page.ref), 303)
    if request.method == "GET":
        form.how.data = PICTURES if who.band == "child" else WORDS
    status = 422 if form.errors else 200
    return draw("my_views/before.html", page=page, form=form, here=HERE), status


# --- a sheet ------------------------------------------------------------------------------------


def _sent_before(ref: str) -> Response:
    return redirect(url_for(".sheet", ref=ref, done="views-sent-before"), 303)


@bp.get("/my-say/sheets/<ref>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def sheet(ref: str) -> str:
    who, now = viewer(), clock.now()
    page = pages.sheet_page(db.opened(), who, ref, now)
    if page.sent_at is None:
        people = readers_now(db.opened(), who, now)
        return draw("my_views/sheet.html", page=page, people=people, today=clock.today(now),
                    here=HERE)  # fmt: skip
    said = pages.said_of(db.opened(), who, own(who), [page.id], now)
    return draw("my_views/sent.html", page=page, said=said, now=now, here=HERE)


@bp.post("/my-say/sheets/<ref>/way")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def way(ref: str) -> Response:
    """From words to pictures, or back."""
    pictures = request.form.get("how") == PICTURES
    try:
        actions.change_way(db.opened(), viewer(), ref, pictures, clock.now())
    except actions.SentAlready:
        return _sent_before(ref)
    return redirect(url_for(".sheet", ref=ref), 303)


@bp.post("/my-say/sheets/<ref>/throw-away")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def throw_away(ref: str) -> Response:
    try:
        actions.throw_away(db.opened(), viewer(), ref)
    except actions.SentAlready:
        return _sent_before(ref)
    return redirect(url_for(".my_say", done="views-gone"), 303)


# --- a part -------------------------------------------------------------------------------------


@bp.route("/my-say/sheets/<ref>/parts/<code>", methods=["GET", "POST"])
@door(
    YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES,
    microphone=True,
)  # fmt: skip
def part(ref: str, code: str) -> Given:
    who, now, form = viewer(), clock.now(), PartForm()
    good = _looked(form, who, now)
    page = pages.sheet_page(db.opened(), who, ref, now)
    found = page.part(code)
    if page.sent_at is not None:
        return _sent_before(ref)
    people = readers_now(db.opened(), who, now)
    _offer(form, found, people)
    if form.validate_on_submit() and good:
        done = request.form.get("do", "")
        try:
            actions.keep_part(
                db.opened(), who, ref, code, _typed(form, page, found, people, done),
                _brought(form),
                now,
            )  # fmt: skip
        except actions.SentAlready:
            return _sent_before(ref)
        return redirect(_after(page, code, done), 303)
    if request.method == "GET":
        _as_it_stands(form, found)
    elif form.brought and not form.picture.errors and not form.voice.errors:
        again = _("Choose the picture again, or record again, before you send.")
        form.picture.errors = (again,)
    status = 422 if form.errors else 200
    return draw("my_views/part.html", page=page, part=found, form=form, people=people, here=HERE,
                readers=found.readers & _offered(people)), status  # fmt: skip


def _brought(form: PartForm) -> actions.Brought:
    gone = form.drop.data or ()
    return actions.Brought(form.drawn, form.spoken, "picture" in gone, "voice" in gone)


def _looked(form: PartForm, who: Viewer, now: datetime) -> bool:
    """Whether what was brought may be looked into, and was: before the database is asked."""
    if not form.is_submitted() or not form.brought:
        return True
    if may_send(db.database(), who.account_id, now):
        form.look()
        return True
    field = form.picture if form.picture.data else form.voice
    field.errors = (upload_words.too_many(),)
    return False


def _offered(people: ReadersNow) -> Readers:
    return rules.may_be_chosen(bool(people.iro), bool(people.carers))


def _offer(form: PartForm, found: Part, people: ReadersNow) -> None:
    form.offer(found.asked, labels.reader_choices(people, _offered(people)))


def _as_it_stands(form: PartForm, found: Part) -> None:
    form.face.data = str(found.said.face or "")
    form.symbols.data = list(found.said.symbols)
    form.words.data = found.said.text
    form.readers.data = [str(int(reader)) for reader in Readers if reader in found.readers]


def _typed(
    form: PartForm, page: Sheet, found: Part, people: ReadersNow, done: str = ""
) -> actions.Typed:
    """What is on the page. Who may read it changes only where the question was asked, and never to
    nobody who could answer."""
    readers = found.said.readers
    if form.offered.data and not rules.nobody_answers(form.chosen):
        same = form.chosen == page.readers & _offered(people)
        readers = None if same else form.chosen
    symbols = rules.known_symbols(form.symbols.data or ())
    # What was tapped of pictures that are no longer offered stays.
    kept = tuple(s for s in found.said.symbols if s not in found.asked.symbols)
    silent = done if done in set(Silent) else ""
    return actions.Typed(
        str(form.words.data or "")[: rules.LONGEST_TEXT], rules.known_face(form.face.data),
        rules.known_symbols((*symbols, *kept)), silent, readers,
    )  # fmt: skip


def _after(page: Sheet, code: str, done: str) -> str:
    if done == "later":
        return url_for("my_views.my_say", done="views-kept")
    following = rules.after(page.codes, code)
    if following:
        return url_for("my_views.part", ref=page.ref, code=following)
    return url_for("my_views.choose", ref=page.ref)


@bp.post("/my-say/sheets/<ref>/parts/<code>/keep")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES)
def keep(ref: str, code: str) -> Response:
    """What is on the page, by a script that says nothing of it: what was typed and tapped, or what
    was drawn."""
    who, now, form = viewer(), clock.now(), PartForm()
    good = _looked(form, who, now)
    page = pages.sheet_page(db.opened(), who, ref, now)
    found = page.part(code)
    typed: actions.Typed | None = None
    if form.brought:
        if not good or form.drawn is None:
            abort(422)
    else:
        people = readers_now(db.opened(), who, now)
        _offer(form, found, people)
        form.symbols.pre_validate(form)
        typed = _typed(form, page, found, people, found.said.silent)
    try:
        actions.keep_part(db.opened(), who, ref, code, typed, actions.Brought(form.drawn), now)
    except actions.SentAlready:
        abort(409)
    return Response(status=204, mimetype="text/plain")


@bp.get("/my-say/sheets/<ref>/parts/<code>/picture")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def picture(ref: str, code: str) -> Response:
    return give(*pages.file_of(db.opened(), viewer(), ref, code, "picture", "whole"))


@bp.get("/my-say/sheets/<ref>/parts/<code>/voice")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def voice(ref: str, code: str) -> Response:
    return give(*pages.file_of(db.opened(), viewer(), ref, code, "voice", "whole"))


# --- who reads it, and how the meeting should be --------------------------------------------------


@bp.route("/my-say/sheets/<ref>/choose", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def choose(ref: str) -> Given:
    who, now, form = viewer(), clock.now(), ChooseForm()
    page = pages.sheet_page(db.opened(), who, ref, now)
    if page.sent_at is not None:
        return _sent_before(ref)
    people = readers_now(db.opened(), who, now)
    form.offer(labels.reader_choices(people, _offered(people)), people.iro)
    if form.validate_on_submit():
        try:
            actions.keep_choices(db.opened(), who, ref, form.chosen, form.wishes, now)
        except actions.SentAlready:
            return _sent_before(ref)
        if request.form.get("do") == "later":
            return redirect(url_for(".my_say", done="views-kept"), 303)
        return redirect(url_for(".send", ref=ref), 303)
    if request.method == "GET":
        for name, value in vars(page.wishes).items():
            form[name].data = value
        form.readers.data = [str(int(reader)) for reader in Readers if reader in page.readers]
    status = 422 if form.errors else 200
    return draw("my_views/choose.html", page=page, form=form, people=people, here=HERE), status


@bp.post("/my-say/sheets/<ref>/choose/keep")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def keep_choices(ref: str) -> Response:
    who, now, form = viewer(), clock.now(), ChooseForm()
    people = readers_now(db.opened(), who, now)
    form.offer(labels.reader_choices(people, _offered(people)), people.iro)
    form.readers.pre_validate(form)
    readers = form.chosen if form.chosen & rules.ANSWERING else None
    try:
        actions.keep_choices(db.opened(), who, ref, readers, form.wishes, now)
    except actions.SentAlready:
        abort(409)
    return Response(status=204, mimetype="text/plain")


# --- send ---------------------------------------------------------------------------------------


@bp.route("/my-say/sheets/<ref>/send", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def send(ref: str) -> Given:
    """Everything before it goes, with who will read it; and off it goes."""
    who, now, form = viewer(), clock.now(), SendForm()
    page = pages.sheet_page(db.opened(), who, ref, now)
    if page.sent_at is not None:
        return _sent_before(ref)
    desk = desk_of(db.opened(), who.council_id, who.person_id, now)
    people = readers_of(desk)
    if form.validate_on_submit():
        try:
            done = _send(form, who, page, desk, now)
        except actions.SentAlready:  # from another window, a moment ago
            db.settle(keep=False)
            return _sent_before(ref)
        if done is not None:
            return redirect(url_for(".sheet", ref=ref, done=done), 303)
        page = pages.sheet_page(db.opened(), who, ref, now)
    if request.method == "GET":
        form.helper.data = page.helped_by
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "my_views/send.html", page=page, form=form, people=people, offered=_offered(people),
        calendar=desk.calendar, now=now, here=HERE,
    ), status  # fmt: skip


def _send(form: SendForm, who: Viewer, page: Sheet, desk: Desk, now: datetime) -> str | None:
    """What is said of it if it went; otherwise the form says why, and nothing is lost."""
    page = replace(page, helped_by=str(form.helper.data or ""))
    try:
        sent = actions.send(
            db.opened(), who, page, _offered(readers_of(desk)), str(form.key.data), now, desk
        )
    except actions.NothingSaid:
        form.form_errors.append(_("There is nothing in it yet. Say something first, in any part."))
    except NobodyAnswers:
        _begin_again(form)
        form.form_errors.append(
            _("Nobody whom you chose can answer just now. Choose your worker, too: then somebody "
              "reads it. Nothing is lost.")
        )  # fmt: skip
    except actions.ChangedMeanwhile:
        _begin_again(form)
        form.form_errors.append(
            _("This changed while you were writing. Your words are still here. Read it again, then "
              "send them.")
        )  # fmt: skip
    except NothingGoesThere:
        abort(404)
    except KeyReused:
        _begin_again(form)
        form.form_errors.append(
            _("You sent something else from this page. Please send this again.")
        )
    else:
        return "views-marked" if sent.worry else "views-sent"
    return None


def _begin_again(form: SendForm) -> None:
    """What was begun is undone before the page is drawn afresh."""
    db.settle(keep=False)
    form.key.data = form.key.default()


# --- for adults ---------------------------------------------------------------------------------


@bp.get("/people/<ref>/views")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def their_views(ref: str) -> str:
    now = clock.now()
    page = pages.their_views(db.opened(), viewer(), ref, now)
    return draw("my_views/their-views.html", page=page, now=now, here="staff.people")


# --- what a council asks ------------------------------------------------------------------------


@bp.get("/asked")
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def headings() -> str:
    return draw("my_views/headings.html", found=pages.headings_page(db.opened(), viewer()))


@bp.route("/asked/new", methods=["GET", "POST"])
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def new_heading() -> Given:
    who, now, form = viewer(), clock.now(), OwnHeadingForm()
    if request.method == "GET":
        form.occasions.data = [one.value for one in rules.MEETINGS]
    if form.validate_on_submit():
        every = pages.headings_page(db.opened(), who)
        words = _heading_words(form, str(form.icon.data))
        try:
            actions.add_heading(db.opened(), who, every, words, str(form.key.data), now)
        except actions.TooMany:
            form.form_errors.append(
                _("There are %(most)s of your own already. Change one of them.",
                  most=rules.MOST_OWN)
            )  # fmt: skip
        except KeyReused:
            form.form_errors.append(
                _("You sent something else from this page. Please send this again.")
            )
            form.key.data = form.key.default()
        else:
            return redirect(url_for(".headings", done="heading-kept"), 303)
    status = 422 if form.errors or form.form_errors else 200
    return draw("my_views/heading.html", found=None, form=form, here="my_views.headings"), status


@bp.route("/asked/<code>", methods=["GET", "POST"])
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def heading(code: str) -> Given:
    who, now = viewer(), clock.now()
    found = pages.one_heading(db.opened(), who, code)
    form = HeadingForm() if found.built_in else OwnHeadingForm()
    if form.validate_on_submit():
        icon = str(form.icon.data) if isinstance(form, OwnHeadingForm) else ""
        actions.change_heading(db.opened(), who, found, _heading_words(form, icon), now)
        return redirect(url_for(".headings", done="heading-kept"), 303)
    if request.method == "GET":
        form.name.data = found.name
        for band, text in found.words.items():
            form[band.value].data = text
        form.occasions.data = [one.value for one in found.occasions]
        form.asked.data = "no" if found.off else "yes"
        if isinstance(form, OwnHeadingForm):
            form.icon.data = found.icon
    status = 422 if form.errors else 200
    return draw("my_views/heading.html", found=found, form=form, here="my_views.headings"), status


def _heading_words(form: HeadingForm, icon: str) -> actions.HeadingWords:
    return actions.HeadingWords(
        form.name.data or "", form.own_words, form.when, form.asked.data == "no", icon
    )


@bp.post("/asked/<code>/move")
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def move_heading(code: str) -> Response:
    who = viewer()
    every = pages.headings_page(db.opened(), who)
    up = request.form.get("to") == "up"
    actions.move_heading(db.opened(), who, every, code, up, clock.now())
    return redirect(url_for(".headings", _anchor=f"h-{code}"), 303)
