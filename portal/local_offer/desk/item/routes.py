"""One item: how it stands, a form for it, its draft and a look at that, publishing, undo."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import Cache, Data, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.languages import OFFERED
from portal.core.words import _, later
from portal.entitlements.items import BadOffer
from portal.local_offer.desk.item import actions, labels, pages, rules
from portal.local_offer.desk.item.forms import SOURCES, ItemForm, OutForm, PublishForm
from portal.local_offer.policy import EDITORS

bp = Blueprint("offer_item", __name__)
WIDTHS = (360, 768, 1200)  # of the three looks, as for pages

say_done(
    item_kept=later("The draft is kept. Only editors see it."),
    item_out=later("Published. This is what young people read."),
    item_thrown=later("The draft is thrown away."),
    item_checked=later("Thank you. It is marked as looked up today."),
    item_taken=later("It is taken out, as you said."),
    item_again=later("It is as it was then."),
)
offer(bp, writes=labels)


@bp.route("/offers/new", methods=["GET", "POST"])
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def begin() -> Response | tuple[str, int]:
    return _written(
        pages.NEW, url_for(".begin"), url_for("offer_desk.desk"),
        lambda form, row, sources: actions.begin(
            db.opened(), viewer(), row, sources, clock.now()
        ),
    )  # fmt: skip


@bp.get("/offers/items/<ref>")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def one(ref: str) -> str:
    return _one(ref)


def _one(ref: str, out: OutForm | None = None) -> str:
    now = clock.now()
    page = pages.item_page(db.opened(), viewer(), ref, now)
    return draw(
        "local_offer/item/one.html", page=page, form=out or OutForm(formdata=None),
        today=clock.today(now),
    )  # fmt: skip


@bp.route("/offers/items/<ref>/change", methods=["GET", "POST"])
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def change(ref: str) -> Response | tuple[str, int]:
    """A version as it stands, to make a draft of it."""
    number = request.args.get("version", type=int)
    item, page = pages.to_change(db.opened(), viewer(), ref, number, clock.now())
    if page.draft and request.method != "POST":
        return redirect(url_for(".rewrite", ref=page.draft))
    return _written(
        page, url_for(".change", ref=ref, version=number), url_for(".one", ref=ref),
        lambda form, row, sources: actions.write(
            db.opened(), viewer(), item, row, sources, form.seen_at(), clock.now()
        ),
    )  # fmt: skip


@bp.route("/offers/drafts/<ref>/change", methods=["GET", "POST"])
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def rewrite(ref: str) -> Response | tuple[str, int]:
    page = pages.to_rewrite(db.opened(), viewer(), ref)

    def keep(form: ItemForm, row: pages.Row, sources: actions.Sources) -> str:
        actions.rewrite(db.opened(), viewer(), ref, row, sources, form.seen_at(), clock.now())
        return ref

    return _written(page, url_for(".rewrite", ref=ref), url_for(".draft", ref=ref), keep)


Keep = Callable[[ItemForm, pages.Row, actions.Sources], str]


def _written(page: pages.ToWrite, to: str, up: str, keep: Keep) -> Response | tuple[str, int]:
    """The form for it; once it is whole, its draft."""
    form = ItemForm(page.row)
    if not form.is_submitted():
        form.show(page.row, page.sources, page.seen, clock.today(clock.now()))
    if form.validate_on_submit():
        try:
            ref = keep(form, *form.told(page.row, page.sources))
            return redirect(url_for(".draft", ref=ref, done="item-kept"), 303)
        except actions.ChangedMeanwhile as other:
            form.form_errors.append(
                _("%(name)s changed this draft while you were writing. Look at it in another "
                  "window. If you send this again, your words take the place of theirs.",
                  name=other.by or _("Somebody"))
            )  # fmt: skip
            form.seen.data = other.at.isoformat() if other.at else ""
        except BadOffer as wrong:
            form.form_errors.append(
                _("This cannot be kept yet. What to mend: %(what)s", what=str(wrong))
            )
    return draw(
        "local_offer/item/write.html", page=page, form=form, to=to, up=up, numbers=SOURCES,
    ), 422 if form.errors or form.form_errors else 200  # fmt: skip


@bp.route("/offers/drafts/<ref>", methods=["GET", "POST"])
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE, frames=True)
def draft(ref: str) -> Response | tuple[str, int]:
    """What each life will read, on three widths; and the step by which it holds. Sent twice, or by
    two editors: the second is led to what it became."""
    try:
        return _draft(ref)
    except NoResultFound:
        if not actions.came_out(db.opened(), viewer(), ref):
            raise
        return redirect(url_for(".one", ref=ref), 303)


def _draft(ref: str) -> Response | tuple[str, int]:
    form = PublishForm()
    if form.validate_on_submit():
        item = _published(form, ref)
        if item:
            return redirect(url_for(".one", ref=item, done="item-out"), 303)
    page = pages.draft_page(db.opened(), viewer(), ref, request.args.get("life", ""), clock.now())
    form.fit(page.is_new, page.only_meant)
    return draw(
        "local_offer/item/draft.html", page=page, form=form, widths=WIDTHS
    ), 422 if form.errors else 200  # fmt: skip


def _published(form: PublishForm, ref: str) -> str:
    """The ref of the item; "" where the form says what is wrong."""
    try:
        return actions.publish(db.opened(), viewer(), ref, form.first, clock.now())
    except rules.OverBefore:
        form.day.errors = [_("Its last day lies before that day. Change one of them.")]
    except actions.Moved:
        form.when.errors = [
            _("Somebody changed what stands since this draft was begun. Look at it, then open this "
              "draft and keep it once more.")
        ]  # fmt: skip
    except rules.NothingToCorrect:
        form.when.errors = [
            _("What it corrects is not there any more. Let it hold from a day instead.")
        ]
    except actions.GoesByAnotherDay:
        form.when.errors = [_("This one can only be corrected. Its versions are in the file.")]
    except actions.OfTwoKinds:
        form.when.errors = [
            _("For whom it is, and whether it comes once, cannot change from a day on. Correct "
              "what stands, or take that one out and make a new one.")
        ]  # fmt: skip
    except BadOffer as wrong:
        form.when.errors = [_("This cannot be kept yet. What to mend: %(what)s", what=str(wrong))]
    return ""


@bp.get("/offers/drafts/<ref>/look")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE, framed=True)
def look(ref: str) -> str:
    """The page alone, for a frame."""
    page = pages.look(
        db.opened(), viewer(), ref, request.args.get("life", ""), clock.now()
    )  # fmt: skip
    return draw(
        "local_offer/item/look.html", page=page, night="", spoken=OFFERED[viewer().language]
    )


@bp.post("/offers/drafts/<ref>/throw-away")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def throw_away(ref: str) -> Response:
    item = actions.throw_away(db.opened(), viewer(), ref)
    if item:
        return redirect(url_for(".one", ref=item, done="item-thrown"), 303)
    return redirect(url_for("offer_desk.desk", done="item-thrown"), 303)


@bp.post("/offers/items/<ref>/checked")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def checked(ref: str) -> Response:
    now = clock.now()
    actions.checked(db.opened(), viewer(), ref, clock.today(now), now)
    return redirect(url_for(".one", ref=ref, done="item-checked"), 303)


@bp.post("/offers/items/<ref>/take-out")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def take_out(ref: str) -> Response | tuple[str, int]:
    form = OutForm()
    if not form.validate():
        return _one(ref, form), 422
    actions.take_out(db.opened(), viewer(), ref, form.first, clock.now())
    return redirect(url_for(".one", ref=ref, done="item-taken"), 303)


@bp.post("/offers/versions/<ref>/again")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def again(ref: str) -> Response:
    actions.again(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".one", ref=ref, done="item-again"), 303)
