"""The doors of this room: my letters, my pass, the page where anybody checks, those of a young
person, and the words of letters."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response as Answered

from portal.core import clock, db, ledger
from portal.core.access import PUBLIC, YOUNG, Cache, Data, Records, door, viewer
from portal.core.forms import Form, OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.languages import ENGLISH, offered
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.scan import Picture, picture_of
from portal.core.settings import Settings
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.paper import answers as paper
from portal.paper.actions import can_draw
from portal.people.tries import address
from portal.proof import actions, checking, codes, labels, pages, policy, rules, worded, wording
from portal.proof.forms import MakeForm, NumberForm, WordsForm
from portal.proof.rules import BY_SLUG, SLUGS, Good, Name, Purpose

bp = Blueprint("proof", __name__)
HERE = "plan.my_plan"
Given = str | Answered | tuple[str, int]
HOUR = timedelta(hours=1)
MINE = "mine"  # a copy with their own language beside
FORMAT = Path(__file__).with_name("FORMAT.md")
NUMBERS_AN_HOUR = 60  # from one address: a whole office may share it

say_done(
    letter_made=later("Your letter is there. Save it or show it."),
    letter_stopped=later("Stopped. Whoever checks it reads that it is not valid."),
    pass_stopped=later("Stopped. You can start it again whenever you like."),
    words_written=later("Saved. Somebody else reads the words before they are used."),
    words_agreed=later("Agreed. New letters say this from now on."),
    words_dropped=later("Taken away. The words before are used."),
)
offer_link(
    Shelf.MINE, later("My letters"), "proof.letters", "letter", YOUNG,
    line=later("For a college, a landlord, a council tax office or a leisure centre."),
)  # fmt: skip
offer_link(
    Shelf.MINE, later("My pass"), "proof.my_pass", "id", YOUNG,
    line=later("Show it where the council offers you something."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Letters and pass"), "proof.theirs", "letter", policy.ENDERS,
    grant=int(policy.NEEDED),
)  # fmt: skip
offer_link(Shelf.DESK, later("Words of letters"), "proof.wordings", "letter", policy.EDITORS)
say_news(actions.NEWS, later("One of your letters was stopped"), "proof.letters", "letter")
offer(
    bp, letter_words=labels, letter_slugs=SLUGS, can_draw=can_draw,
    serial_in_groups=codes.in_groups,
)  # fmt: skip


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _purpose(slug: str) -> Purpose:
    if slug not in BY_SLUG:
        abort(404)
    return BY_SLUG[slug]


def _address(purpose: Purpose, serial: str, until: datetime) -> str:
    code = codes.signed(codes.keys_of(_settings())[0], codes.Code(purpose, until, serial))
    return f"{_settings().public_url}{url_for('proof.check', token=code)}"


def _check_place() -> str:
    """Where a number can be typed, as it stands on paper."""
    return f"{_settings().host}{url_for('proof.check_number')}"


# --- my letters -----------------------------------------------------------------------------------


@bp.get("/my-letters")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def letters() -> str:
    page = pages.letters_page(db.opened(), viewer(), clock.now())
    return draw("proof/letters.html", page=page, here=HERE)


@bp.route("/my-letters/for/<slug>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def make(slug: str) -> Given:
    purpose, who, now, form = _purpose(slug), viewer(), clock.now(), MakeForm()
    form.name.choices = [(name.value, "") for name in Name]
    status = 200
    if form.validate_on_submit():
        try:
            ref = actions.make_letter(
                db.opened(), who, purpose, Name(form.name.data), form.key.data, now
            )
        except actions.TooMany:
            form.form_errors.append(
                _("You have many letters already. Stop one that you do not need, then make this.")
            )
        except actions.NotOffered:  # the page says why
            status = 409
        except KeyReused:
            _again(form)
        else:
            return redirect(url_for(".letter", ref=ref, done="letter-made"), 303)
        db.settle(keep=False)
    if form.errors or form.form_errors:
        status = 422
    with db.glance() as looking:
        page = pages.make_page(looking, who, purpose, now)
    form.name.choices = [(name.value, labels.NAMES[name] % {"name": whole})
                         for name, whole in page.names]  # fmt: skip
    if form.name.data is None and page.names:
        form.name.data = page.names[0][0].value
    return draw("proof/make.html", page=page, form=form, here=HERE), status


def _again(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


@bp.get("/my-letters/<ref>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def letter(ref: str) -> str:
    page = pages.letter_page(db.opened(), viewer(), ref, clock.now())
    return draw("proof/letter.html", page=page, picture=_picture(page), here=HERE)


def _picture(page: pages.LetterPage) -> Picture | None:
    if not page.sides:
        return None
    return picture_of(_address(page.made.purpose, page.serial, page.ends_at))


@bp.get("/my-letters/<ref>/page.pdf")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def letter_paper(ref: str) -> paper.Given:
    """For whoever is given it: in English alone, its title too. With `?beside=mine` for themselves,
    with their language beside: whoever reads that one learns which it is."""
    who, now = viewer(), clock.now()
    page = pages.letter_page(db.opened(), who, ref, now)
    if not page.sides:
        raise NoResultFound
    sides = page.sides if request.args.get("beside") == MINE else page.sides[:1]
    return paper.paper_or_word(
        who.account_id,
        lambda: paper.paper(
            "proof/paper.html", later("Letter"), spoken=ENGLISH, page=page, sides=sides,
            picture=_picture(page), place=_check_place(),
        ),
        url_for(".letter", ref=ref), now,
    )  # fmt: skip


@bp.post("/my-letters/<ref>/stop")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def stop(ref: str) -> Answered:
    who, form = viewer(), Form()
    if not form.validate_on_submit():
        abort(400)
    purpose, _ended = actions.end(db.opened(), who, who.person_id, ref, clock.now())
    if purpose is Purpose.PASS:
        return redirect(url_for(".my_pass", done="pass-stopped"), 303)
    return redirect(url_for(".letters", done="letter-stopped"), 303)


# --- my pass --------------------------------------------------------------------------------------


@bp.get("/my-pass")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def my_pass() -> str:
    now = clock.now()
    page = pages.pass_page(db.opened(), viewer(), now)
    picture = until = None
    if page.open is not None and page.fit.answer is rules.Answer.YES:
        until = rules.picture_until(now, page.open.ends_at)
        picture = picture_of(_address(Purpose.PASS, page.serial, until))
    return draw(
        "proof/pass.html", page=page, form=Form(), picture=picture, until=until,
        again=int(rules.PICTURE_AGAIN.total_seconds()), here=HERE,
    )  # fmt: skip


@bp.post("/my-pass/start")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def start_pass() -> Answered:
    if not Form().validate_on_submit():
        abort(400)
    try:
        actions.start_pass(db.opened(), viewer(), clock.now())
    except actions.NotOffered:  # the page says why
        db.settle(keep=False)
    return redirect(url_for(".my_pass"), 303)


# --- whoever checks -------------------------------------------------------------------------------


@bp.get("/check/<path:token>")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE, bare=True)
def check(token: str) -> Given:
    """Good: until when, and what for. Anything else: one and the same page."""
    good = checking.scanned(db.opened(), codes.keys_of(_settings()), token, clock.now())
    return _checked(good)


@bp.route("/check", methods=["GET", "POST"], strict_slashes=False)
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE, bare=True)
def check_number() -> Given:
    form, now = NumberForm(), clock.now()
    if not form.validate_on_submit():
        return draw("proof/number.html", form=form), 422 if form.errors else 200
    if ledger.count(db.database(), f"check:{address()}", HOUR, now) > NUMBERS_AN_HOUR:
        form.number.errors = (
            _("That were many numbers. Wait an hour, or point a phone at the picture instead."),
        )
        return draw("proof/number.html", form=form), 429
    return _checked(checking.typed(db.opened(), form.number.data or "", now))


def _checked(good: Good | None) -> Given:
    page = draw("proof/checked.html", good=good, until=good and labels.until(good))
    return page, 200 if good else 404


@bp.get("/check/keys.json")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.PUBLIC)
def keys() -> Response:
    """What a program needs to check a code without asking us (`FORMAT.md`)."""
    found = [
        {
            "id": key.id.hex(), "algorithm": "Ed25519",
            "public": urlsafe_b64encode(key.public).decode().rstrip("="),
        }
        for key in codes.keys_of(_settings())
    ]  # fmt: skip
    return Response(json.dumps({"version": codes.VERSION, "keys": found}),
                    mimetype="application/json")  # fmt: skip


@bp.get("/check/format.txt")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.PUBLIC)
def format_() -> Response:
    """How a code is made, for whoever writes a program that checks one."""
    return Response(FORMAT.read_text(encoding="utf-8"), mimetype="text/plain")


# --- those around them ----------------------------------------------------------------------------


@bp.get("/people/<ref>/proof")
@door(policy.ENDERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    page = pages.theirs_page(db.opened(), viewer(), ref, clock.now())
    return draw("proof/theirs.html", page=page, form=Form(), here="staff.people")


@bp.post("/people/<ref>/proof/<letter>/stop")
@door(policy.ENDERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def stop_theirs(ref: str, letter: str) -> Answered:
    who, now = viewer(), clock.now()
    if not Form().validate_on_submit():
        abort(400)
    subject = policy.whose(db.opened(), who, ref, now)
    actions.end_theirs(db.opened(), who, subject, letter, now)
    return redirect(url_for(".theirs", ref=ref, done="letter-stopped"), 303)


# --- the words of letters -------------------------------------------------------------------------


@bp.get("/letter-words")
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def wordings() -> str:
    page = worded.words_page(db.opened(), viewer())
    return draw("proof/wordings.html", page=page, me=viewer().person_id, neutral=rules.NEUTRAL)


@bp.route("/letter-words/<slug>", methods=["GET", "POST"])
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def words(slug: str) -> Given:
    """Write the words of one kind of letter in one language."""
    purpose, who, now, form = _purpose(slug), viewer(), clock.now(), WordsForm()
    language = offered(request.args.get("in")).tag
    form.purpose = purpose
    with db.glance() as looking:
        form.telling = worded.numbers_that_tell(looking, who)
    if form.validate_on_submit():
        try:
            actions.write_words(
                db.opened(), who, purpose, form.language.data, form.text.data,
                form.phone.data or "", form.key.data, now,
            )  # fmt: skip
        except KeyReused:
            _again(form)
            db.settle(keep=False)
        else:
            return redirect(url_for(".wordings", done="words-written"), 303)
    with db.glance() as looking:
        page = worded.words_card(looking, who, purpose, language)
    if not form.is_submitted():
        form.language.data = language
        kept = page.draft or page.now
        form.text.data, form.phone.data = kept.text if kept else "", kept.phone if kept else ""
        if language == ENGLISH.tag and not form.text.data:
            form.text.data = labels.standard_in_english(purpose, phone=True)
    return draw(
        "proof/words.html", page=page, form=form, gaps=sorted(wording.MAY_SAY[purpose]),
        ours=labels.standard_in_english(purpose, phone=True),
    ), 422 if form.errors or form.form_errors else 200  # fmt: skip


@bp.post("/letter-words/<slug>/use-ours")
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def use_ours(slug: str) -> Answered:
    if not Form().validate_on_submit():
        abort(400)
    actions.use_ours(db.opened(), viewer(), _purpose(slug), clock.now())
    return redirect(url_for(".wordings", done="words-agreed"), 303)


@bp.post("/letter-words/drafts/<ref>/agree")
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def agree(ref: str) -> Answered:
    if not Form().validate_on_submit():
        abort(400)
    try:
        actions.agree(db.opened(), viewer(), ref, clock.now())
    except actions.OwnWords:  # the page says that somebody else reads them
        return redirect(url_for(".wordings"), 303)
    return redirect(url_for(".wordings", done="words-agreed"), 303)


@bp.post("/letter-words/drafts/<ref>/drop")
@door(policy.EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def drop(ref: str) -> Answered:
    if not Form().validate_on_submit():
        abort(400)
    actions.drop(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".wordings", done="words-dropped"), 303)
