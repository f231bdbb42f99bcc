"""What I can get: by need, all together, one thing, a search, questions for oneself; and for adults
who support somebody."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import (
    CARERS,
    CASE_STAFF,
    SUPPORTERS,
    YOUNG,
    Cache,
    Data,
    Records,
    door,
    viewer,
)
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.openers import say_opener
from portal.core.words import _, later
from portal.entitlements import words
from portal.entitlements.asked import DONT_KNOW
from portal.local_offer import actions, labels, pages, policy
from portal.local_offer.forms import DayForm, QuestionForm, SearchForm
from portal.paper import answers as paper

bp = Blueprint("local_offer", __name__)
HERE = "plan.my_plan"
READERS = YOUNG | SUPPORTERS

offer_link(
    Shelf.MINE, later("What I can get"), "local_offer.front", "gift", YOUNG,
    line=later("Money, a home, work, college: what is for you, and how to get it."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("What they can get"), "local_offer.theirs", "gift", SUPPORTERS,
    grant=int(policy.NEEDED),
)  # fmt: skip
offer_link(
    Shelf.ME, later("Good to know"), "local_offer.carers", "book", CARERS,
    line=later("Training, a break and other people who do the same"),
)  # fmt: skip
offer_link(Shelf.DESK, later("Pages to give to parents"), "local_offer.parents", "book", CASE_STAFF)
say_opener("can-get", later("I have a question about something that I can get: "))


def _name_of(mark: str) -> str:
    """What a thing is called."""
    return pages.name_of_thing(db.opened(), viewer(), mark)


say_opener("can-get-this", later("I have a question about “%(what)s”: "), _name_of)


def _title_of(slug: str) -> str:
    """A page's title, for whoever may open it."""
    try:
        return pages.title_of(db.opened(), viewer(), slug)
    except NoResultFound:
        return ""


say_opener("page-wrong", later("Something on the page “%(what)s” is wrong: "), _title_of)
say_done(
    own_told=later("Saved. Your answers fit you better now."),
    own_forgotten=later("Your answers are deleted."),
)
offer(bp, can=words, offered=labels)


@bp.get("/can-get")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def front() -> str:
    page = pages.front_page(db.opened(), viewer(), clock.now())
    return draw("local_offer/front.html", page=page, form=SearchForm(), here=HERE)


@bp.get("/can-get/for/<slug>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def need(slug: str) -> str:
    page = pages.need_page(db.opened(), viewer(), slug, clock.now())
    return draw("local_offer/need.html", page=page, here=HERE)


@bp.get("/can-get/all")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def everything() -> str:
    page = pages.all_page(db.opened(), viewer(), clock.now())
    return draw("local_offer/all.html", page=page, here=HERE)


@bp.get("/can-get/thing/<mark>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def thing(mark: str) -> str:
    who = viewer()
    page = pages.thing_page(db.opened(), who, mark, clock.now())
    return draw("local_offer/thing.html", page=page, night=who.night_phone, here=HERE)


@bp.route("/can-get/search", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def search() -> tuple[str, int]:
    """By POST: what somebody looks for does not stand in the list of pages they opened."""
    who, form, page = viewer(), SearchForm(), None
    if form.validate_on_submit():
        page = pages.found_page(db.opened(), who, form.words.data, clock.now())
    status = 422 if form.errors else 200
    return draw(
        "local_offer/search.html", page=page, form=form, night=who.night_phone, here=HERE
    ), status  # fmt: skip


@bp.route("/can-get/near", methods=["GET", "POST"])
@door(READERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def near() -> str:
    """By POST, as a search: the town that somebody chose stands in no list of pages."""
    page = pages.near_page(db.opened(), viewer(), request.form.get("town", ""))
    return draw("local_offer/near.html", page=page, here=HERE if viewer().is_young else None)


@bp.get("/good-to-know")
@door(CARERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def carers() -> str:
    cards = pages.carers_page(db.opened(), viewer())
    return draw("local_offer/carers.html", cards_found=cards, here="carers.children")


@bp.get("/can-get/page/<slug>")
@door(READERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def read(slug: str) -> str:
    page = pages.read_page(db.opened(), viewer(), slug, clock.now())
    return draw("local_offer/page.html", page=page, here=HERE if viewer().is_young else None)


@bp.get("/can-get/page/<slug>/page.pdf")
@door(READERS, data=Data.PERSONAL, cache=Cache.NO_STORE, file=True)
def on_paper(slug: str) -> paper.Given:
    """To give to somebody who has no account here: a parent, most of all."""
    who, now = viewer(), clock.now()
    page = pages.read_page(db.opened(), who, slug, now)
    return paper.paper_or_word(
        who.account_id,
        lambda: paper.paper("local_offer/paper.html", _("A page"), page=page),
        url_for(".read", slug=slug), now,
    )  # fmt: skip


@bp.get("/pages-to-give")
@door(CASE_STAFF, data=Data.PERSONAL, cache=Cache.NO_STORE)
def parents() -> str:
    cards = pages.parents_page(db.opened(), viewer())
    return draw("local_offer/parents.html", cards_found=cards)


@bp.get("/can-get/questions")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def questions() -> str:
    page = pages.questions_page(db.opened(), viewer(), clock.now())
    return draw("local_offer/questions.html", page=page, here=HERE)


@bp.route("/can-get/questions/<code>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def question(code: str) -> str | Response | tuple[str, int]:
    who = viewer()
    page = pages.question_page(db.opened(), who, code)
    form = DayForm() if page.question.is_day else QuestionForm()
    form.answer.label.text = labels.asked(page.question)
    if isinstance(form, QuestionForm):
        form.answer.choices = labels.offered(page.question, page.councils)
    if form.validate_on_submit():
        now = clock.now()
        actions.answer(db.opened(), who, code, form.value, page.councils, now)
        return redirect(url_for(".questions", done="own-told"), 303)
    if not form.is_submitted():
        form.answer.data = "" if page.question.is_day and page.value == DONT_KNOW else page.value
    status = 422 if form.errors else 200
    return draw("local_offer/question.html", page=page, form=form, here=HERE), status


@bp.post("/can-get/questions/forget")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def forget() -> Response:
    actions.forget(db.opened(), viewer())
    return redirect(url_for(".questions", done="own-forgotten"), 303)


@bp.get("/people/<ref>/can-get")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    who, now = viewer(), clock.now()
    subject = policy.whose(db.opened(), who, ref, now)
    page = pages.their_page(db.opened(), who, subject, now)
    return draw("local_offer/theirs.html", page=page, subject=subject)
