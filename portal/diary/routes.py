"""The diary: begin, open, read, write, close, another word, throw away."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, current_app, redirect, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger
from portal.core.access import YOUNG, Cache, Data, Records, Viewer, door, viewer
from portal.core.forms import Form
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later, time_words
from portal.diary import actions, pages, rules, sealing
from portal.diary.forms import BeginForm, ChangeWordForm, EntryForm, OpenForm, ThrowAwayForm
from portal.diary.pages import Entry, Found, Standing
from portal.people.proof import fresh_proof

bp = Blueprint("diary", __name__)
say_done(
    diary_kept=later("Saved. Only you can read it."),
    diary_closed=later("Closed."),
    diary_new_word=later("Your new word is set. The old one opens nothing any more."),
    entry_gone=later("Deleted."),
    diary_gone=later("All of it is deleted."),
)
offer_link(Shelf.MINE, later("My diary"), "diary.diary", "lock", YOUNG,
           line=later("Nobody can open it but you."))  # fmt: skip
offer(
    bp,
    open_minutes=int(rules.OPEN_FOR.total_seconds() // 60),
)
WAY_OUT = frozenset({"people.leave", "people.sign_out", "phones.end_all"})
Given = str | Response | tuple[str, int]
_Mark = Callable[[Callable[..., Given]], Callable[..., Given]]


def _inside() -> _Mark:
    """Like every route of this room: for young people, kept by no device, about themselves."""
    return door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)


# --- the half of the key that the browser holds ---------------------------------------------------


def _cookie() -> str:
    return "__Host-half" if current_app.extensions["settings"].secure else "half"


def _other_half() -> bytes:
    try:
        half = base64.urlsafe_b64decode(request.cookies.get(_cookie(), "").encode())
    except (binascii.Error, ValueError):
        return b"\0" * sealing.KEY_BYTES
    return half if len(half) == sealing.KEY_BYTES else b"\0" * sealing.KEY_BYTES


def _hold(response: Response, half: bytes) -> Response:
    response.set_cookie(
        _cookie(), base64.urlsafe_b64encode(half).decode(), path="/", httponly=True,
        secure=current_app.extensions["settings"].secure, samesite="Strict",
    )  # fmt: skip
    return response


def _let_go(response: Response) -> Response:
    response.delete_cookie(
        _cookie(), path="/", httponly=True,
        secure=current_app.extensions["settings"].secure, samesite="Strict",
    )  # fmt: skip
    return response


@bp.after_app_request
def drop(response: FlaskResponse) -> FlaskResponse:
    """Whoever signs out or leaves takes no half along."""
    if request.endpoint in WAY_OUT and _cookie() in request.cookies:
        _let_go(response)
    return response


# --- which of its pages ---------------------------------------------------------------------------


def _look(who: Viewer, now: datetime) -> Found:
    """The diary as it stands, without holding the database for writing."""
    with db.glance() as looking:
        return pages.find(looking, who, _other_half(), now)


def _look_at(who: Viewer, ref: str, now: datetime) -> tuple[Found, Entry | None]:
    """The same, and one entry; None while it is locked, as it is once its word was changed
    elsewhere. Raises NoResultFound."""
    found = _look(who, now)
    with db.glance() as looking:
        try:
            return found, pages.one_entry(looking, who, ref, found)
        except sealing.WrongKey:
            return Found(found.diary, None), None


def _tried(who: Viewer, form: Form, word: str, diary: Standing, now: datetime) -> bytes | None:
    """The key, if this is the word; else the form says so. Slowed down, never locked out: what is
    tried in one session takes nothing from another, and only what was let through there counts
    for all of them."""
    here, all_of_theirs = f"diary:{who.session_id}", f"diary:of:{who.person_id}"
    counted = _counted(here, now)
    over = counted.count > rules.TRIES
    if not over:
        counted = _counted(all_of_theirs, now)
        over = counted.count > rules.TRIES_EVERYWHERE
    field = form["old"] if "old" in form else form["word"]
    if over:
        field.errors = (
            _("That was many tries. You can try again at %(time)s.",
              time=time_words(counted.again_at)),
        )  # fmt: skip
        return None
    key = sealing.key_from(word, diary.making)
    if not sealing.proves(key, diary.proof, diary.place):
        field.errors = (_("That is not your diary word. Big and small letters count."),)
        return None
    ledger.forget(db.database(), here)
    ledger.take_back(db.database(), all_of_theirs)
    return key


def _counted(name: str, now: datetime) -> ledger.Counted:
    return ledger.count_each(db.database(), [name], rules.TRIES_WINDOW, now)[name]


def _word_changed() -> str:
    return _("Your diary word was changed a moment ago. Type the new one.")


@bp.get("/diary")
@_inside()
def diary() -> Given:
    who, now = viewer(), clock.now()
    found = _look(who, now)
    if found.diary is None:
        return draw("diary/begin.html", form=BeginForm(None), here="plan.my_plan")
    if found.key is None:
        return draw("diary/locked.html", form=OpenForm(None), here="plan.my_plan")
    try:
        page = pages.diary_page(db.opened(), found.diary, found.key, request.args.get("before"))
    except sealing.WrongKey:  # changed on another phone, between the two looks
        form = OpenForm(None)
        form.word.errors = (_word_changed(),)
        return draw("diary/locked.html", form=form, here="plan.my_plan")
    return draw("diary/diary.html", page=page, form=EntryForm(None), here="plan.my_plan")


@bp.post("/diary/begin")
@_inside()
def begin() -> Given:
    who, now, form = viewer(), clock.now(), BeginForm()
    if not form.validate_on_submit():
        return draw("diary/begin.html", form=form, here="plan.my_plan"), 422
    if _look(who, now).diary is not None:  # nobody makes keys again and again for nothing
        return redirect(url_for(".diary"), 303)
    making, id = sealing.new_making(), actions.random_id()
    key = sealing.key_from(form.word.data, making)
    try:
        actions.begin(db.opened(), who, key, making, id)
    except actions.HasOne:
        return redirect(url_for(".diary"), 303)
    half = actions.open_here(db.opened(), who, id, key, now)
    return _hold(redirect(url_for(".diary"), 303), half)


@bp.post("/diary/open")
@_inside()
def open_it() -> Given:
    who, now, form = viewer(), clock.now(), OpenForm()
    found = _look(who, now)
    if found.diary is None:
        return redirect(url_for(".diary"), 303)
    key = None
    if form.validate_on_submit():
        key = _tried(who, form, form.word.data, found.diary, now)
    if key is None:
        return draw("diary/locked.html", form=form, here="plan.my_plan"), 422
    try:
        half = actions.open_here(db.opened(), who, found.diary.id, key, now)
    except actions.WordChanged:
        form.word.errors = (_word_changed(),)
        return draw("diary/locked.html", form=form, here="plan.my_plan"), 422
    return _hold(redirect(url_for(".diary"), 303), half)


@bp.post("/diary/close")
@_inside()
def close() -> Given:
    actions.close(db.opened(), viewer())
    return _let_go(redirect(url_for(".diary", done="diary-closed"), 303))


# --- entries --------------------------------------------------------------------------------------


@bp.post("/diary/write")
@_inside()
def write() -> Given:
    who, now, form = viewer(), clock.now(), EntryForm()
    found = _look(who, now)
    if found.diary is None:
        return redirect(url_for(".diary"), 303)
    key, asks = _key_for(who, form, found, now)
    if key is not None:
        try:
            actions.write(db.opened(), who, found.diary, key, form.key.data, form.entry.data, now)
        except actions.Full:
            form.entry.errors = (
                _("Your diary is full: %(most)s entries. Delete some old ones, then save this.",
                  most=rules.MOST_ENTRIES),
            )  # fmt: skip
        except actions.WordChanged:
            asks = _asks_anew(form)
        else:
            return _reopened(who, found, key, redirect(_after(form.key.data), 303), now)
    return draw("diary/write.html", form=form, asks=asks, entry=None, here="plan.my_plan"), 422


def _asks_anew(form: EntryForm) -> bool:
    """The word was changed elsewhere while they wrote."""
    form.word.errors = (
        _("Your diary word was changed meanwhile. Your words are still here: type the new one to "
          "save them."),
    )  # fmt: skip
    return True


def _after(ref: str) -> str:
    """ "Save and go on" stays with the words, so that nobody loses an hour's."""
    if request.form.get("go_on"):
        return url_for(".entry", ref=ref, done="diary-kept")
    return url_for(".diary", done="diary-kept")


def _key_for(
    who: Viewer, form: EntryForm, found: Found, now: datetime
) -> tuple[bytes | None, bool]:
    """The key to save with, if all is well; and whether the form has to ask for the word, since the
    diary has closed meanwhile. What was typed stays in the form."""
    asks = found.key is None
    good = form.validate_on_submit()
    if not asks or found.diary is None:
        return (found.key if good else None), False
    if not form.word.data:
        form.word.errors = (
            _("Your diary has closed by itself. Your words are still here: type your diary word "
              "to save them."),
        )  # fmt: skip
        return None, True
    key = _tried(who, form, form.word.data, found.diary, now)
    return (key if good else None), True


def _reopened(who: Viewer, found: Found, key: bytes, response: Response, now: datetime) -> Response:
    """Whoever typed the word to save has opened it, too."""
    if found.key is not None or found.diary is None:
        return response
    return _hold(response, actions.open_here(db.opened(), who, found.diary.id, key, now))


@bp.route("/diary/<ref>", methods=["GET", "POST"])
@_inside()
def entry(ref: str) -> Given:
    who, now, form = viewer(), clock.now(), EntryForm()
    found, one = _look_at(who, ref, now)
    if request.method != "POST":
        if one is None:
            return redirect(url_for(".diary"))
        form.entry.data = one.text
        return draw("diary/write.html", form=form, asks=False, entry=one, here="plan.my_plan")
    key, asks = _key_for(who, form, found, now)
    if key is not None and found.diary is not None:
        opened = Found(found.diary, key)
        try:
            actions.hold(db.opened(), who, found.diary.id, key)
        except actions.WordChanged:
            asks = _asks_anew(form)
        else:
            one = pages.one_entry(db.opened(), who, ref, opened)
            assert one is not None
            actions.change(db.opened(), who, found.diary, key, ref, form.entry.data, one.at)
            actions.stay_open(db.opened(), who, now)
            return _reopened(who, found, key, redirect(_after(ref), 303), now)
    return draw("diary/write.html", form=form, asks=asks, entry=one, here="plan.my_plan"), 422


@bp.post("/diary/<ref>/throw-away")
@_inside()
def throw_away(ref: str) -> Given:
    """Only while it is open: whoever has only picked the phone up deletes nothing."""
    who, now = viewer(), clock.now()
    found, one = _look_at(who, ref, now)
    if one is None or found.diary is None:
        return redirect(url_for(".diary"), 303)
    actions.throw_away(db.opened(), who, found.diary, ref)
    return redirect(url_for(".diary", done="entry-gone"), 303)


# --- the whole of it ------------------------------------------------------------------------------


@bp.route("/diary/word", methods=["GET", "POST"])
@_inside()
def word() -> Given:
    who, now, form = viewer(), clock.now(), ChangeWordForm()
    found = _look(who, now)
    if found.diary is None:
        return redirect(url_for(".diary"), 303)
    if form.validate_on_submit():
        old = _tried(who, form, form.old.data, found.diary, now)
        if old is not None:
            making = sealing.new_making()
            new = sealing.key_from(form.word.data, making)
            try:
                actions.change_word(db.opened(), who, found.diary, old, new, making)
            except actions.WordChanged:
                form.old.errors = (_word_changed(),)
            else:
                half = actions.open_here(db.opened(), who, found.diary.id, new, now)
                return _hold(redirect(url_for(".diary", done="diary-new-word"), 303), half)
    status = 422 if form.errors else 200
    return draw("diary/word.html", form=form, here="plan.my_plan"), status


@bp.route("/diary/throw-all-away", methods=["GET", "POST"])
@_inside()
@fresh_proof()
def throw_all_away() -> Given:
    """With the word forgotten, too: that is the only way to begin anew. By whoever showed a short
    while ago that it is them."""
    who, form = viewer(), ThrowAwayForm()
    if form.validate_on_submit():
        actions.throw_all_away(db.opened(), who)
        return _let_go(redirect(url_for(".diary", done="diary-gone"), 303))
    status = 422 if form.errors else 200
    return draw("diary/throw-all-away.html", form=form, here="plan.my_plan"), status
