"""The doors of this room: give a way in, use it, lock everybody else out, and what was told."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger
from portal.core.access import (
    EVERYBODY,
    PUBLIC,
    Cache,
    Data,
    Device,
    Records,
    door,
    viewer,
)
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.scan import picture_of
from portal.core.settings import Settings
from portal.core.words import _, later, plural
from portal.invites import actions, labels, pages, policy
from portal.invites.forms import NOBODY, WORD_PROBLEMS, AcceptForm, GiveForm, LockOutForm
from portal.invites.rules import (
    INVITE_LASTS,
    MOST_TRIES,
    Purpose,
    code_hash,
    tidy_word,
    too_like,
    word_problem,
)
from portal.notifications.labels import say_news
from portal.people import passphrases, tries
from portal.people.entering import enter, place
from portal.people.forms import PASSPHRASE_PROBLEMS
from portal.people.rules import WORKER_GRANTS, passphrase_problem
from portal.people.tries import address

bp = Blueprint("invites", __name__)
offer(bp, told_of_way_in=labels.told)
say_done(
    others_locked_out=later("Done. Nobody else is signed in now."),
    others_locked_out_told=later("Done. Nobody else is signed in now, and your worker is told."),
)
offer_link(
    Shelf.PERSON,
    later("Give them a way in"),
    "invites.give",
    "id",
    policy.GIVERS,
    grant=int(WORKER_GRANTS),
)
offer_link(
    Shelf.ME, later("If somebody else can get in"), "invites.lock_out", "lock", policy.GETTERS
)
say_news(pages.USED, later("Somebody used the code you gave them"), "invites.told", "id")
say_news(pages.USED_AGAIN, later("Somebody is back in with a new code"), "invites.told", "id")
say_news(
    pages.LOCKED_OUT,
    later("Somebody locked others out of their account. Please ask how they are."),
    "invites.told",
    "lock",
)

TRIES_WINDOW = timedelta(minutes=15)
CODES_BEFORE_WAIT = 30  # from one address: a whole school may share it


# --- giving one ---------------------------------------------------------------------------------


@bp.route("/people/<ref>/way-in", methods=["GET", "POST"])
@door(policy.GIVERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def give(ref: str) -> str | Response | tuple[str, int]:
    return _give(ref, None)


@bp.route("/people/<ref>/way-in/<adult>", methods=["GET", "POST"])
@door(policy.GIVERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def give_carer(ref: str, adult: str) -> str | Response | tuple[str, int]:
    return _give(ref, adult)


def _give(ref: str, adult: str | None) -> str | Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    form = GiveForm()
    with db.glance() as looking:
        page = pages.way_in_page(looking, who, ref, adult, now)
        near = pages.names_near(looking, who, page.target, now) if form.is_submitted() else ()
    if page.target.ask_manager:
        status = 409 if form.is_submitted() else 200
        return draw("invites/give.html", page=page, form=form, here="staff.people"), status
    if form.validate_on_submit() and _word_fits(form, page.target, near):
        kept = passphrases.keep(tidy_word(form.word.data or ""))
        made = actions.give(db.opened(), who, ref, adult, kept, now, form.key.data or "")
        if made is None:  # sent again, as by a reload: the page says that a code was given
            return redirect(url_for(request.endpoint or "", ref=ref, adult=adult), 303)
        return draw(
            "invites/given.html",
            page=page,
            made=made,
            picture=picture_of(_address(made.code)),
            here="staff.people",
        )
    status = 422 if form.errors else 200
    return draw("invites/give.html", page=page, form=form, here="staff.people"), status


def _word_fits(form: GiveForm, target: pages.Target, near: tuple[str, ...]) -> bool:
    problem = word_problem(form.word.data or "", (*target.names, *near), target.born)
    if problem:
        form.word.errors = (str(WORD_PROBLEMS[problem]),)
    return problem is None


def _address(code: str) -> str:
    """Where the picture of a code leads: a script fills it in (`carried.js`), and nothing is used
    up. Behind the #: what a browser asks a server for, and logs keep, ends before it."""
    return f"{_settings().public_url}{url_for('.accept')}#{code}"


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


# --- using one ----------------------------------------------------------------------------------


@bp.route("/invite", methods=["GET", "POST"])
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def accept() -> Response | tuple[str, int]:
    form = AcceptForm()
    if form.validate_on_submit():
        now = clock.now()
        here = f"invite:{address()}"
        if ledger.count(db.database(), here, TRIES_WINDOW, now) > CODES_BEFORE_WAIT:
            form.code.errors = (_("That was many tries. Wait 15 minutes, then try again."),)
            return draw("invites/accept.html", form=form), 429
        found = _fitting(form, now)
        if found is not None:
            ledger.take_back(db.database(), here)  # that was no try
            entered = _let_in(form, found, now) if _chosen_fits(form, found) else None
            if entered is not None:
                return entered
            ledger.forget(db.database(), _tries_of(form))
    elif not form.is_submitted() and request.args.get("code"):
        form.code.data = request.args["code"][:40]
    return draw("invites/accept.html", form=form), 422 if form.errors else 200


def _fitting(form: AcceptForm, now: datetime) -> actions.Found | None:
    """The invitation whose code and word these are. An unknown code is counted, checked and
    answered like a known one; the count is the ledger's, and outlives the 422."""
    code = form.code.data or ""
    tried = ledger.count(db.database(), _tries_of(form), INVITE_LASTS, now)
    with db.glance() as looking:
        found = actions.look_up(looking, code, now, staff_too=_settings().demo)
    kept = found.kept_word if found else None
    fits = passphrases.fits(kept, tidy_word(form.word.data or ""))
    if found is not None and fits and tried <= MOST_TRIES:
        return found
    if found is not None and not fits and tried >= MOST_TRIES:
        ended = found.id
        ledger.after_answer(lambda connection: actions.end_code(connection, ended, now))
    form.code.errors = (_no_good(MOST_TRIES - tried),)
    return None


def _tries_of(form: AcceptForm) -> str:
    return f"invite-code:{code_hash(form.code.data or '')}"


def _no_good(left: int) -> str:
    if left <= 0:
        return _("This code does not work any more. Your worker can give you a new one.")
    return plural(
        "This code and this word do not fit. Look at both again: %(num)s try left. Or ask your "
        "worker for a new code.",
        "This code and this word do not fit. Look at both again: %(num)s tries left. Or ask your "
        "worker for a new code.",
        left,
    )


def _chosen_fits(form: AcceptForm, found: actions.Found) -> bool:
    """What only somebody with the right code and word is told."""
    typed = (form.username.data or "").strip()
    if not (typed or found.username):
        form.username.errors = (_("Pick a user name."),)
        return False
    problem = passphrase_problem(form.passphrase.data or "", typed or found.username)
    if problem:
        form.passphrase.errors = (str(PASSPHRASE_PROBLEMS[problem]),)
    return problem is None


def _let_in(form: AcceptForm, found: actions.Found, now: datetime) -> Response | None:
    """Over the threshold; None when the form says why not."""
    name = (form.username.data or "").strip() or found.username
    kept = passphrases.keep(form.passphrase.data or "")
    db.enter(found.council_id)
    device = Device(form.device.data)
    try:
        token, days = actions.accept(db.opened(), found, name, kept, device, now, place())
    except actions.CodeNotGood:
        form.code.errors = (_no_good(0),)
    except actions.HasAccount:
        form.code.errors = (
            _("You already have an account. If you cannot get in, ask your worker for a new code."),
        )
    except actions.NameTaken:
        form.username.errors = (_("Somebody has this name already. Pick another."),)
    else:
        response = enter(token, days, done="welcome")
        if found.purpose is Purpose.AGAIN:
            response.location = url_for(".back_in")
        return response
    db.settle(keep=False)  # nobody waits while the form is drawn again
    return None


@bp.get("/welcome-back")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def back_in() -> str:
    """After a way back in: their user name, and what has ended."""
    return draw("invites/back-in.html", account=pages.own_account(db.opened(), viewer()))


# --- somebody else can get in -------------------------------------------------------------------


@bp.route("/my-app/fresh-start", methods=["GET", "POST"])
@door(policy.GETTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def lock_out() -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    form = LockOutForm()
    with db.glance() as looking:
        account = pages.own_account(looking, who)
        workers = pages.workers_of(looking, who, now)
    _offer_workers(form, workers)
    status = 200
    if form.validate_on_submit():
        # Of this browser only: somebody else who is in must not use up the tries of all.
        tried = tries.to_prove(who.session_id)
        try:
            tried.one_more(now)
        except tries.Wait as wait:
            form.passphrase.errors = (tries.said(wait),)
            status = 429
        else:
            if (done := _locked_out(form, account, workers, tried, now)) is not None:
                return done
    page = {"account": account, "workers": workers, "night_phone": who.night_phone}
    status = 422 if form.errors and status == 200 else status
    return draw("invites/lock-out.html", form=form, page=page), status


def _offer_workers(form: LockOutForm, workers: tuple[pages.Worker, ...]) -> None:
    form.worker.choices = [(one.ref, _in_words(one)) for one in workers] or [
        (NOBODY, _("Nobody just now"))
    ]
    if form.worker.data is None:
        form.worker.data = form.worker.choices[0][0]


def _in_words(worker: pages.Worker) -> str:
    if worker.today:
        return _("%(name)s, who answers you today", name=worker.name)
    if worker.reviews:
        return _("%(name)s, who runs your review", name=worker.name)
    return worker.name


def _locked_out(
    form: LockOutForm,
    account: pages.OwnAccount,
    workers: tuple[pages.Worker, ...],
    tried: tries.Tries,
    now: datetime,
) -> Response | None:
    problem = passphrase_problem(form.new.data or "", account.username)
    if not passphrases.fits(account.kept, form.passphrase.data or ""):
        form.passphrase.errors = (
            _("This is not your passphrase. Try again, or ask your worker for a new code."),
        )
        return None
    tried.succeeded()
    if problem:
        form.new.errors = (str(PASSPHRASE_PROBLEMS[problem]),)
        return None
    if too_like(form.new.data or "", form.passphrase.data or ""):
        form.new.errors = (_("That is too near to the one you have now. Pick three other words."),)
        return None
    worker = next((one for one in workers if one.ref == form.worker.data), None)
    kept = passphrases.keep(form.new.data or "")
    try:
        token, days = actions.lock_others_out(
            db.opened(), viewer(), account, kept, worker, now, place()
        )
    except actions.NotTheirs:
        form.passphrase.errors = (
            _("Your passphrase was changed a moment ago. Use the newest one, or ask your worker."),
        )
        return None
    return enter(token, days, done="others-locked-out-told" if worker else "others-locked-out")


# --- what workers are told ----------------------------------------------------------------------


@bp.get("/ways-in")
@door(policy.TOLD, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def told() -> str:
    page = pages.told_page(db.opened(), viewer(), clock.now())
    return draw("invites/told.html", page=page, here="staff.waiting")
