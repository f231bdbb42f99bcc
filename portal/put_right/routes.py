"""Something is wrong, or something is good: where to begin; a problem; unfair treatment."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db, receipts
from portal.core.access import YOUNG, Cache, Data, Records, Viewer, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.helplines import contacts
from portal.helplines.contacts import Section
from portal.put_right import bringing, drafts, labels, pages
from portal.put_right.forms import READERS, ProblemForm, UnfairForm
from portal.put_right.kinds import PROBLEM, UNFAIR
from portal.say import actions
from portal.uploads.actions import keep, kind_of
from portal.uploads.rules import FORM_BYTES

bp = Blueprint("put_right", __name__)
HERE = "my_views.my_say"
say_done(
    told=later("Sent. You see here who answers, and by when."),
    told_marked=later(
        "Sent, and somebody looks at it first because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
)
offer_link(
    Shelf.SAY, later("Something is wrong"), "put_right.start", "warn", YOUNG,
    line=later("Sort it together, complain, or say that you were treated unfairly."),
)  # fmt: skip
offer(bp, wrong_words=labels, can_become_complaint=(PROBLEM, UNFAIR))


@bp.get("/put-right")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def start() -> str:
    now = clock.now()
    page = pages.start_page(db.opened(), viewer(), now)
    return draw("put_right/start.html", page=page, now=now, night=viewer().night_phone, here=HERE)


@bp.route("/put-right/problem", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES,
      microphone=True)  # fmt: skip
def problem() -> Response | tuple[str, int]:
    return _tell(ProblemForm(), PROBLEM, ".problem", "put_right/problem.html")


@bp.route("/put-right/unfair", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES,
      microphone=True)  # fmt: skip
def unfair() -> Response | tuple[str, int]:
    return _tell(UnfairForm(), UNFAIR, ".unfair", "put_right/unfair.html")


@bp.post("/put-right/problem/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def problem_draft() -> Response:
    return bringing.keep_draft(viewer(), PROBLEM)


@bp.post("/put-right/unfair/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def unfair_draft() -> Response:
    return bringing.keep_draft(viewer(), UNFAIR)


def _tell(
    form: ProblemForm | UnfairForm, kind: str, endpoint: str, template: str
) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    if bringing.keeps():
        bringing.keep_typed(who, kind)
        return redirect(url_for(endpoint, done="wrong-kept"), 303)
    page, begun = pages.tell_page(db.opened(), who, now), drafts.NOTHING
    form.whose.choices = labels.choices(page)
    if request.method == "POST":
        done = _sent(form, kind, who) if bringing.passes(form, who, now) else None
        if done is not None:
            return done
        bringing.choose_again(form)
    else:
        begun = drafts.begun(db.opened(), who, kind)
        bringing.begun_in(form, begun)
    return draw(
        template, page=page, form=form, begun=begun, calendar=page.desk.calendar, now=now,
        numbers=contacts.of(Section.FAIR), night=who.night_phone, here=HERE,
    ), bringing.status_of(form)  # fmt: skip


def _sent(form: ProblemForm | UnfairForm, kind: str, who: Viewer) -> Response | None:
    now = clock.now()
    if form.sent is not None and receipts.known(db.opened(), who.account_id, form.key.data):
        return redirect(url_for(".start"), 303)  # tapped twice: it is there
    brought = None if form.sent is None else keep(db.opened(), who, who.person_id, form.sent, now)
    sort = kind_of(form.sent) if form.sent is not None else ""
    words = actions.Words(
        kind=kind, readers=READERS[form.owner], owner=form.owner, text=form.words,
        topic=form.topic.data if isinstance(form, UnfairForm) else "",
        picture_id=brought if sort == "picture" else None,
        voice_id=brought if sort == "voice" else None,
    )  # fmt: skip
    try:
        sent = actions.say(db.opened(), who, [words], form.key.data, now)
    except actions.NobodyAnswers:
        bringing.begin_again(form)
        form.form_errors.append(
            _("Nobody is there who could answer this today. Choose somebody else, or call the "
              "council.")
        )  # fmt: skip
    except actions.NothingGoesThere:
        abort(404)
    except KeyReused:
        db.settle(keep=False)  # nor the picture
        bringing.sent_before(form)
    else:
        drafts.forget(who, kind)
        done = "told-marked" if sent.worry else "told"
        return redirect(url_for("said.own", ref=sent.refs[0], done=done), 303)
    return None
