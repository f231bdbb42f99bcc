"""About me, what helps me, how I am: to write, to show, to take back; and what others are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger
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
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.my_pages import actions, labels, pages, rules
from portal.my_pages.forms import (
    MINE,
    SHOWN,
    AnswerForm,
    FeelingForm,
    PictureForm,
    ShowForm,
    TapForm,
)
from portal.my_pages.rules import HARD, Page
from portal.notifications.labels import say_news
from portal.shares import pages as shares
from portal.shares.rules import Thing
from portal.uploads import labels as upload_words
from portal.uploads.answers import give
from portal.uploads.rules import AN_HOUR, FORM_BYTES, What

bp = Blueprint("my_pages", __name__)
say_done(
    own_saved=later("Saved."),
    own_shown=later("Saved. You choose again whenever you like."),
    own_hidden=later("Nobody sees it now but you."),
    picture_kept=later("Your picture is there."),
    picture_gone=later("The picture is deleted."),
    feeling_kept=later("Saved."),
    help_sent=later("Sent. Somebody is told now that you want help."),
    told_enough=later("You told a lot today. It is all kept. You can always ask for help below."),
)
say_news(pages.NOTICE, later("Somebody wrote about themselves, and shows it to you"),
         "my_pages.written_for_you", "heart")  # fmt: skip
offer_link(Shelf.MINE, later("About me"), "my_pages.about_me", "smile", YOUNG,
           line=later("Your own page, for whoever you choose."))  # fmt: skip
offer_link(Shelf.MINE, later("What helps me"), "my_pages.what_helps", "heart", YOUNG,
           line=later("For days that are hard."))  # fmt: skip
offer_link(Shelf.MINE, later("How I am"), "my_pages.weeks", "sun", YOUNG,
           line=later("What you tapped, over some weeks."))  # fmt: skip
offer_link(Shelf.PERSON, labels.OF_THEM[Thing.ABOUT_ME], "my_pages.their_about_me", "smile",
           SUPPORTERS, thing=Thing.ABOUT_ME)  # fmt: skip
offer_link(Shelf.PERSON, labels.OF_THEM[Thing.WELLBEING], "my_pages.their_what_helps", "heart",
           SUPPORTERS, thing=Thing.WELLBEING)  # fmt: skip
offer_link(Shelf.PERSON, labels.OF_THEM[Thing.CHECK_INS], "my_pages.their_weeks", "sun",
           SUPPORTERS, thing=Thing.CHECK_INS)  # fmt: skip
offer_link(Shelf.DESK, later("Written for you"), "my_pages.written_for_you", "heart", SUPPORTERS)
NAMES = {Page.ABOUT: "about_me", Page.HELPS: "what_helps"}
SLUGS = {Page.ABOUT: "about-me", Page.HELPS: "what-helps-me"}
HOUR = timedelta(hours=1)
Given = str | Response | tuple[str, int]


def at(page: Page, what: str = "", **names: object) -> str:
    """Where one of the places of a page is."""
    return url_for(f"my_pages.{NAMES[page]}{what and f'_{what}'}", **names)  # type: ignore[arg-type]


offer(
    bp,
    mine=labels,
    mine_at=at,
)


def _own(page: Page, path: str, what: str, view: Callable[..., Given], *methods: str) -> None:
    """One route of a page of one's own; the same for each of the pages."""
    kept = door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)(view)
    bp.add_url_rule(
        f"/{SLUGS[page]}{path}", f"{NAMES[page]}{what and f'_{what}'}", kept,
        methods=methods or ("GET",),
    )  # fmt: skip


def _pages_of(page: Page) -> None:
    def overview() -> Given:
        found = pages.own_page(db.opened(), viewer(), page, clock.now())
        return draw("my_pages/mine.html", page=found, here="plan.my_plan")

    def answer(code: str) -> Given:
        return _answer(page, code, clock.now())

    def as_shown() -> Given:
        found = pages.preview(db.opened(), viewer(), page, clock.now())
        return draw("my_pages/shown.html", page=found, here="plan.my_plan")

    def before() -> Given:
        found = pages.before_page(db.opened(), viewer(), page, request.args.get("before"))
        return draw("my_pages/before.html", page=found, here="plan.my_plan")

    def who() -> Given:
        return _who(rules.THINGS[page], at(page))

    _own(page, "", "", overview)
    _own(page, "/<code>", "answer", answer, "GET", "POST")
    _own(page, "/as-shown", "as_shown", as_shown)
    _own(page, "/before", "before", before)
    _own(page, "/who", "who", who, "GET", "POST")


for _page in Page:
    _pages_of(_page)


def _answer(page: Page, code: str, now: datetime) -> Given:
    who = viewer()
    if rules.question(page, code) is None:
        abort(404)
    form = AnswerForm()
    if form.validate_on_submit():
        actions.write(db.opened(), who, page, code, form.text.data, form.hidden, now)
        following = rules.after(page, who.band, code)
        if request.form.get("next") and following:
            return redirect(at(page, "answer", code=following, done="own-saved"), 303)
        return redirect(at(page, done="own-saved"), 303)
    found = pages.answer_page(db.opened(), who, page, code, now)
    if not form.is_submitted():
        form.text.data = found.answer.text
        form.where.data = MINE if found.answer.hidden else SHOWN
    status = 422 if form.errors else 200
    return draw("my_pages/answer.html", page=found, form=form, here="plan.my_plan"), status


def _who(thing: Thing, back: str) -> Given:
    """To whom it is shown: exactly those who are ticked."""
    who, now, form = viewer(), clock.now(), ShowForm()
    if form.validate_on_submit():
        wanted = form.to.data or []
        actions.show(db.opened(), who, thing, wanted, now)
        done = "own-shown" if wanted else "own-hidden"
        return redirect(f"{back}?done={done}", 303)
    choices = shares.choices(db.opened(), who, thing, now)
    form.to.choices = [(c.value, labels.choice(c)) for c in choices]
    form.to.data = [c.value for c in choices if c.on]
    return draw(
        "my_pages/who.html", thing=thing, choices=choices, form=form, back=back,
        here="plan.my_plan",
    )  # fmt: skip


# --- the picture --------------------------------------------------------------------------------


@bp.route("/about-me/picture", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES)
def about_me_picture() -> Given:
    who, now, form = viewer(), clock.now(), PictureForm()
    # Before the database is asked: to draw it anew takes a while, whether it is good or not.
    passed = _not_too_many(form, who, now) and form.validate_on_submit()
    page = pages.picture_page(db.opened(), who, now)
    if passed and form.sent is None and page.picture is None:
        form.picture.errors = (_("Choose a picture first, or go back without one."),)
    elif passed:
        actions.write(
            db.opened(), who, Page.ABOUT, rules.PICTURE, form.text.data, form.hidden, now,
            form.sent,
        )  # fmt: skip
        return redirect(url_for(".about_me", done="picture-kept"), 303)
    if not form.is_submitted() and page.picture is not None:
        form.text.data = page.picture.words
        form.where.data = MINE if page.picture.hidden else SHOWN
    status = 422 if form.errors else 200
    return draw("my_pages/picture.html", page=page, form=form, here="plan.my_plan"), status


def _not_too_many(form: PictureForm, who: Viewer, now: datetime) -> bool:
    """Whether this account may send another picture in this hour: counted with those that go with
    messages, before anybody looks into it."""
    if not form.picture.data or not form.is_submitted():
        return True
    if ledger.count(db.database(), f"uploads:{who.account_id}", HOUR, now) <= AN_HOUR:
        return True
    form.picture.errors = (upload_words.too_many(),)
    return False


@bp.post("/about-me/picture/take-away")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def take_picture_away() -> Response:
    actions.take_picture_away(db.opened(), viewer(), clock.now())
    return redirect(url_for(".about_me", done="picture-gone"), 303)


@bp.get("/about-me/picture/file")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def own_picture() -> Response:
    who = viewer()
    data = pages.picture_bytes(db.opened(), who, who.person_id, "", clock.now())
    return give(data, What.JPEG.value)


# --- how I am -----------------------------------------------------------------------------------


@bp.route("/how-i-am", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def how_i_am() -> Given:
    who, now, form = viewer(), clock.now(), FeelingForm()
    form.mood.choices = [(value, labels.mood(value, who.band)) for value in labels.MOODS]
    if form.validate_on_submit():
        says = actions.Says(form.feeling, form.text.data, request.form.get("help") == "yes")
        if found := _said(says, form):
            return found
    page = pages.feeling_page(db.opened(), who, now)
    again = page.last is not None and rules.changes_the_last(page.last.at, page.last.help, now)
    if not form.is_submitted() and page.last is not None and again:
        form.mood.data, form.text.data = page.last.mood.value, page.last.words
    status = 422 if form.errors else 200
    return draw(
        "my_pages/how-i-am.html", page=page, form=form, now=now, again=again,
        hard=page.last is not None and page.last.mood in HARD, night_phone=who.night_phone,
        here="home.home",
    ), status  # fmt: skip


@bp.post("/how-i-am/tap")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def tap() -> Given:
    form = TapForm()
    if not form.validate_on_submit():
        abort(400)
    says = actions.Says(rules.Mood(form.mood.data), None, False)
    return _said(says, form) or redirect(url_for(".how_i_am"), 303)


def _said(says: actions.Says, form: FeelingForm | TapForm) -> Response | None:
    """None where the same page sent something else before: it is asked again."""
    try:
        actions.say(db.opened(), viewer(), says, form.key.data, clock.now())
    except actions.Enough:
        return redirect(url_for(".how_i_am", done="told-enough"), 303)
    except KeyReused:
        form.form_errors.append(
            _("You sent something else from this page. Please send this again.")
        )
        form.key.data = form.key.default()
        return None
    return redirect(url_for(".how_i_am", done="help-sent" if says.help else "feeling-kept"), 303)


@bp.get("/how-i-am/weeks")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def weeks() -> str:
    page = pages.weeks_page(db.opened(), viewer(), clock.now())
    return draw("my_pages/weeks.html", page=page, here="plan.my_plan")


@bp.route("/how-i-am/who", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def how_i_am_who() -> Given:
    return _who(Thing.CHECK_INS, url_for(".weeks"))


# --- what others are shown ----------------------------------------------------------------------


@bp.get("/written-for-you")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.LIST)
def written_for_you() -> str:
    page = pages.list_page(db.opened(), viewer(), request.args.get("after"), clock.now())
    return draw("my_pages/written-for-you.html", page=page, things=pages.SHOWN)


@bp.get("/people/<ref>/about-me")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def their_about_me(ref: str) -> str:
    return _theirs(Page.ABOUT, ref)


@bp.get("/people/<ref>/what-helps")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def their_what_helps(ref: str) -> str:
    return _theirs(Page.HELPS, ref)


def _theirs(page: Page, ref: str) -> str:
    who, now = viewer(), clock.now()
    found = pages.shown_page(db.opened(), who, page, ref, now)
    assert found.subject is not None
    actions.looked(who, found.subject.id, now)
    return draw("my_pages/shown.html", page=found)


@bp.get("/people/<ref>/about-me/picture")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def their_picture(ref: str) -> Response:
    return give(pages.picture_bytes(db.opened(), viewer(), None, ref, clock.now()), What.JPEG.value)


@bp.get("/people/<ref>/how-they-are")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def their_weeks(ref: str) -> str:
    who, now = viewer(), clock.now()
    page = pages.weeks_page(db.opened(), who, now, ref)
    assert page.subject is not None
    actions.looked(who, page.subject.id, now)
    return draw("my_pages/weeks.html", page=page)
