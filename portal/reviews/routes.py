"""A young person's reviews: before one, the letter after it, and who runs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db, words
from portal.core.access import CARERS, SUPPORTERS, YOUNG, Cache, Data, Records, Role, door, viewer
from portal.core.forms import OnceForm, tidy
from portal.core.frame import draw, offer, say_done
from portal.core.languages import OFFERED
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.notifications import actions as notifications
from portal.notifications.labels import say_news
from portal.paper import answers as paper
from portal.reviews import actions, labels, pages, rules
from portal.reviews.forms import (
    AskForForm,
    NotAgreedForm,
    PointForm,
    SayForm,
    ShowForm,
    TalkForm,
    WishForm,
    begun_in,
    typed_in,
)
from portal.reviews.pages import Typed
from portal.reviews.rules import Wanted, Wish
from portal.say import actions as say
from portal.say import pages as said
from portal.say.kinds import say_kind
from portal.say.rules import Readers
from portal.shares import actions as shares
from portal.shares import pages as shared
from portal.shares.labels import choice as choice_name
from portal.shares.rules import Thing

bp = Blueprint("reviews", __name__)
HERE = "my_views.my_say"
LETTER, CHANGED = "review_letter", "review_changed"  # to the young person

say_kind(pages.IRO, later("To the person who runs the review"))
say_kind(pages.RECORD, later("About the letter after a review"))
WORRIED = later(
    "Kept. Somebody looks at it first because of what you wrote. If you are not safe now, call a "
    "number on the Help page."
)
say_done(
    point_added=later("Kept. It stands first on the list of what is talked about."),
    point_gone=later("Taken away."),
    comer_asked=later("Kept. You see here what comes of it."),
    comer_wish=later("Kept. Whoever runs the review can see it."),
    review_worry=WORRIED,
    talk_yes=later("Sent. You get an answer with a day."),
    talk_no=later("Kept. You can change your mind at any time."),
    talk_later=later("Kept. We will ask you again."),
    review_over=later("This review is over, so nothing was changed."),
    officer_told=later("Sent. Nobody else reads it. You see the answer on this page."),
    letter_shown=later("Saved. Nobody else is shown it."),
    not_agreed=later("Sent. You see here who answers, and by when."),
)  # fmt: skip
say_news(LETTER, later("There is a letter for you about your review"), "reviews.mine", "review")
say_news(CHANGED, later("Something about your review is new"), "reviews.mine", "review")
say_news(actions.WISHED, later("Somebody said what they want for their review"), "people.front",
         "review")  # fmt: skip
offer_link(
    Shelf.SAY, later("My reviews"), "reviews.mine", "review", YOUNG,
    line=later("What comes, and the letters after each."),
)  # fmt: skip
offer_link(
    Shelf.SAY, later("Who runs my review"), "reviews.officer", "person", YOUNG,
    line=later("Write to them whenever you like. Nobody else reads it."),
)  # fmt: skip
offer_link(Shelf.PERSON, later("Letters they show you"), "reviews.shown", "plan", CARERS)
offer(bp, reviews=labels, letter_parts=rules.PARTS)


# --- before it ----------------------------------------------------------------------------------


@bp.get("/my-reviews")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mine() -> str:
    who, now = viewer(), clock.now()
    return draw(
        "reviews/mine.html", lines=pages.mine_page(db.opened(), who, now),
        today=clock.today(now), here=HERE,
    )  # fmt: skip


@bp.get("/reviews/<ref>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def review(ref: str) -> tuple[str, int]:
    return _review(ref, clock.now())


def _review(ref: str, now: datetime, **forms: OnceForm) -> tuple[str, int]:
    page = pages.review_page(db.opened(), viewer(), ref, now)
    return draw(
        "reviews/review.html", page=page, now=now, today=clock.today(now),
        point_form=forms.get("point") or begun_in(PointForm(None), page.begun.point),
        form=next(iter(forms.values()), PointForm(None)),
        ask_form=forms.get("ask") or begun_in(AskForForm(None), page.begun.ask),
        talk_form=forms.get("talk") or _talk_form(page),
        here=HERE,
    ), 422 if forms else 200  # fmt: skip


def _talk_form(page: pages.ReviewPage) -> TalkForm:
    """What they said already about a talk alone, with what they think, is ticked for them: it is
    asked of the officer only by them, because others may be the ones who read the rest."""
    form = begun_in(TalkForm(None), page.begun.talk)
    if page.wished_alone:
        form.wanted.data = form.wanted.data or "yes"
    return form


@bp.post("/reviews/<ref>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def review_seen(ref: str) -> Response:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    who, now = viewer(), clock.now()
    page = pages.review_page(db.opened(), who, ref, now)
    if page.drawn == request.form.get("drawn"):
        notifications.seen(
            db.opened(), who.council_id, who.person_id, actions.SOURCE, page.ref, now
        )
    return redirect(url_for(".review", ref=ref), 303)


def _kept(form: OnceForm, do: Callable[[], str | None]) -> str | None:
    """What is said of it if it was kept: "" or why somebody looks soon. Otherwise None; the form
    says why, and keeps every word."""
    try:
        return do() or ""
    except KeyReused:
        wrong = _("You sent something else from this page. Please send this again.")
    except actions.TooMany:
        wrong = _("There is no room for more. Take something away first.")
    except actions.Over:
        wrong = _("This review is over. You can write to whoever runs it.")
    except say.NobodyAnswers:
        wrong = _("Nobody is there just now who could answer. Please write to your worker.")
    db.settle(keep=False)  # what was begun is undone before the page is read afresh
    form.form_errors.append(wrong)
    form.key.data = form.key.default()
    return None


@bp.post("/reviews/<ref>/kept")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def keep_typed(ref: str) -> Response:
    """What is in a form on the page of a review, by a script that says nothing of it."""
    forms = {Typed.POINT: PointForm, Typed.ASK: AskForForm, Typed.TALK: TalkForm}
    what = request.args.get("what", Typed.POINT)
    if what not in forms:
        abort(404)
    actions.still_open(db.opened(), viewer(), ref, clock.now())
    return _keep(Typed(what).key(ref), forms[Typed(what)]())


@bp.post("/reviews/who/<ref>/kept")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def keep_wish(ref: str) -> Response:
    pages.one_comer(db.opened(), viewer(), ref)
    return _keep(Typed.WISH.key(ref), WishForm())


def _keep(where: str, form: OnceForm) -> Response:
    text, key = typed_in(form), tidy(form.key.data)
    say.keep_draft(db.opened(), viewer(), where, text, key, clock.now())
    return Response(status=204, mimetype="text/plain")


def _to(ref: str, worried: str, done: str, anchor: str) -> Response:
    done = "review-worry" if worried else done
    return redirect(url_for(".review", ref=ref, done=done, _anchor=anchor), 303)


@bp.post("/reviews/<ref>/points")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def add_point(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), PointForm()
    if form.validate_on_submit():
        kept = _kept(form, lambda: actions.add_point(
            db.opened(), who, ref, form.text.data, form.key.data, now))  # fmt: skip
        if kept is not None:
            say.forget_draft(who, Typed.POINT.key(ref))
            return _to(ref, kept, "point-added", "points")
    return _review(ref, now, point=form)


@bp.post("/reviews/points/<ref>/away")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def take_point(ref: str) -> Response:
    found = actions.take_away(db.opened(), viewer(), ref, clock.now())
    return _to(found, "", "point-gone", "points")


@bp.post("/reviews/<ref>/who")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def ask_for(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AskForForm()
    if form.validate_on_submit():
        kept = _kept(form, lambda: actions.ask_for(
            db.opened(), who, ref, form.name.data, form.why.data, form.key.data, now))  # fmt: skip
        if kept is not None:
            say.forget_draft(who, Typed.ASK.key(ref))
            return _to(ref, kept, "comer-asked", "who")
    return _review(ref, now, ask=form)


@bp.route("/reviews/who/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def wish(ref: str) -> Response | tuple[str, int]:
    """What they think of somebody who is to come."""
    who, now, form = viewer(), clock.now(), WishForm()
    if form.validate_on_submit():
        to: list[str] = []

        def keep() -> str | None:
            review_ref, worry = actions.wish(
                db.opened(), who, ref, Wish(form.wish.data), form.why.data, now
            )
            to.append(review_ref)
            return worry

        kept = _kept(form, keep)
        if kept is not None:
            say.forget_draft(who, Typed.WISH.key(ref))
            return _to(to[0], kept, "comer-wish", "who")
    page = pages.one_comer(db.opened(), who, ref)
    if request.method == "GET":
        form.wish.data, form.why.data = page.comer.wish or None, page.comer.wish_why
        begun_in(form, page.begun)
    status = 422 if form.errors or form.form_errors else 200
    return draw("reviews/wish.html", page=page, form=form, here=HERE), status


@bp.post("/reviews/<ref>/alone")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def talk(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), TalkForm()
    if form.validate_on_submit():
        wanted = Wanted(form.wanted.data)

        def keep() -> str | None:
            sent = actions.want_to_talk(
                db.opened(), who, ref, wanted, form.text.data, form.key.data, now
            )
            return sent.worry if sent else None

        kept = _kept(form, keep)
        if kept is not None:
            say.forget_draft(who, Typed.TALK.key(ref))
            return _to(ref, kept, f"talk-{wanted.value}", "alone")
    return _review(ref, now, talk=form)


# --- after it -----------------------------------------------------------------------------------


def _language() -> str:
    """The page's, or the one that was asked for."""
    asked = request.args.get("language", "")
    return asked if asked in OFFERED else words.language().tag


@bp.get("/reviews/<ref>/letter")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def letter(ref: str) -> str:
    now = clock.now()
    page = pages.letter_page(db.opened(), viewer(), ref, _language(), now)
    return draw("reviews/letter.html", page=page, now=now, here=HERE)


@bp.post("/reviews/<ref>/letter/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def letter_seen(ref: str) -> Response:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    who, now = viewer(), clock.now()
    found = pages.letter_page(db.opened(), who, ref, _language(), now, said=False)
    if str(found.now.number) == request.form.get("drawn"):
        notifications.seen(db.opened(), who.council_id, who.person_id, LETTER, found.ref, now)
    return redirect(url_for(".letter", ref=ref), 303)


@bp.get("/reviews/<ref>/letter/paper")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def letter_paper(ref: str) -> paper.Given:
    """The letter and what was decided as a PDF, to keep."""
    who, now = viewer(), clock.now()
    page = pages.letter_page(db.opened(), who, ref, _language(), now, said=False)
    return paper.paper_or_word(
        who.account_id,
        lambda: paper.paper("reviews/paper.html", _("My letter"), page=page),
        url_for(".letter", ref=ref), now,
    )  # fmt: skip


@bp.route("/reviews/<ref>/letter/not-right", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def not_right(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), NotAgreedForm()
    page = pages.letter_head(db.opened(), who, ref)
    readers = said.readers_now(db.opened(), who, now)
    form.who.choices = labels.who_may_read(readers)
    if form.validate_on_submit():
        chosen = Readers(int(form.who.data))
        kept = _kept(form, lambda: actions.not_agreed(
            db.opened(), who, page.id, page.ref, form.text.data, chosen, form.key.data, now
        ).worry)  # fmt: skip
        if kept is not None:
            say.forget_draft(who, ref)
            done = "review-worry" if kept else "not-agreed"
            return redirect(url_for(".letter", ref=ref, done=done, _anchor="said"), 303)
    if request.method == "GET":
        form.text.data = page.draft.text if page.draft else ""
        form.who.data = form.who.choices[0][0] if form.who.choices else None
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "reviews/not-right.html", page=page, form=form, readers=readers, here=HERE
    ), status  # fmt: skip


@bp.post("/reviews/<ref>/letter/not-right/kept")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def not_right_draft(ref: str) -> Response:
    """What is in the box, by a script that says nothing of it."""
    pages.letter_head(db.opened(), viewer(), ref)
    return _keep_draft(ref)


def _keep_draft(about: str) -> Response:
    text, key = tidy(request.form.get("text")), tidy(request.form.get("key"))
    say.keep_draft(db.opened(), viewer(), about, text, key, clock.now())
    return Response(status=204, mimetype="text/plain")


# --- shown to others ----------------------------------------------------------------------------


@bp.route("/reviews/<ref>/letter/show", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def show(ref: str) -> Response | str:
    """To whom they show it, besides those who read it anyway; taking the tick away ends it."""
    who, now = viewer(), clock.now()
    page = pages.letter_head(db.opened(), who, ref)
    if request.method == "POST":
        shown_to = request.form.getlist("who")[:100]
        shares.show_to(db.opened(), who, Thing.LETTER, shown_to, now, page.ref)
        return redirect(url_for(".letter", ref=ref, done="letter-shown"), 303)
    choices = shared.choices(db.opened(), who, Thing.LETTER, now, page.ref)
    form = ShowForm(None)
    form.who.choices = [(one.value, choice_name(one)) for one in choices]
    form.who.data = [one.value for one in choices if one.on]
    return draw("reviews/show.html", page=page, form=form, here=HERE)


@bp.get("/people/<ref>/letters")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def shown(ref: str) -> str:
    who = viewer()
    page = pages.shown_page(db.opened(), who, ref, clock.now())
    here = "carers.children" if who.role is Role.CARER else "staff.people"
    return draw("reviews/shown.html", page=page, here=here)


# --- who runs it --------------------------------------------------------------------------------


@bp.route("/who-runs-my-review", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def officer() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), SayForm()
    if form.validate_on_submit():
        kept = _kept(form, lambda: actions.to_officer(
            db.opened(), who, form.text.data, form.key.data, now).worry)  # fmt: skip
        if kept is not None:
            say.forget_draft(who, pages.TO_OFFICER)
            done = "review-worry" if kept else "officer-told"
            return redirect(url_for(".officer", done=done, _anchor="said"), 303)
    page = pages.officer_page(db.opened(), who, now)
    if request.method == "GET":
        form.text.data = page.draft.text if page.draft else ""
    status = 422 if form.errors or form.form_errors else 200
    return draw("reviews/officer.html", page=page, form=form, now=now, here=HERE), status


@bp.post("/who-runs-my-review/kept")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def officer_draft() -> Response:
    return _keep_draft(pages.TO_OFFICER)
