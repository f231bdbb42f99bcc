"""Things to do: the board, one of them, asking about it; and the editors' pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.articles.beside import show_beside
from portal.articles.links import say_leads
from portal.core import clock, db
from portal.core.access import CARERS, YOUNG, Cache, Data, Records, Role, Viewer, door, viewer
from portal.core.db import Db
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.notifications.actions import kinds_seen
from portal.notifications.labels import say_news
from portal.opportunities import actions, jobs, labels, pages, policy
from portal.opportunities.beside import ThingsToDo
from portal.opportunities.calendar import NAME, calendar_file
from portal.opportunities.forms import AskForm, ChanceForm, MentorForm, wished
from portal.say import actions as say
from portal.say import who as desks
from portal.say.kinds import About, say_kind
from portal.say.rules import Owner, Readers

bp = Blueprint("opportunities", __name__)
KEEPERS = policy.KEEPERS
WITH_US = (jobs.opportunities,)  # loaded with the room
ASK, MENTOR = "chance", "mentor"
TOLD = (actions.AGAIN, actions.WAITS)


def _about(handle: Db, who: Viewer, ids: Collection[int], _now: datetime) -> dict[int, About]:
    """What was asked is about, with the way there."""
    return {
        id: About(title, url_for("opportunities.one", ref=ref))
        for id, (ref, title) in pages.titles(handle, who, ids).items()
    }


say_kind(ASK, later("Something to do"), about=_about)
say_kind(MENTOR, later("Asking for a mentor"))
say_done(
    chance_asked=later("Sent. You see here who answers, and by when."),
    chance_marked=later(
        "Sent, and somebody looks at it first because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    chance_on=later("It is on your Dates page now."),
    chance_off=later("It is off your Dates page."),
    chance_made=later("Saved. Nobody sees it until somebody else has read it and agreed."),
    chance_kept=later("Saved. People see it as it was until somebody else has agreed."),
    chance_agreed=later("Agreed. Whoever it is for sees it from its first day on."),
    chance_dropped=later("It is not used."),
    chance_yours=later("You wrote this, so somebody else has to agree."),
    chance_checked=later("Thank you. It is marked as checked today."),
    chance_down=later("Taken down. Nobody sees it now."),
    chance_up=later("It is there again."),
)
say_news(actions.CHANGED, later("Something about your dates is new"), "opportunities.board",
         "calendar")  # fmt: skip
say_news(actions.WAITS, later("Something to do waits for you to read it and agree"),
         "opportunities.kept", "star")  # fmt: skip
say_news(actions.AGAIN, later("Things to do are to be looked at again"), "opportunities.kept",
         "star")  # fmt: skip
offer_link(
    Shelf.MINE, later("Things to do"), "opportunities.board", "star", YOUNG,
    line=later("Jobs, courses, clubs and people who help you on."),
)  # fmt: skip
offer_link(Shelf.ME, later("Courses and things to do"), "opportunities.board", "star", CARERS)
offer_link(Shelf.DESK, later("Things to do"), "opportunities.kept", "star", KEEPERS)
offer(bp, chance_words=labels)
show_beside(ThingsToDo())
say_leads("opportunities", pages.addresses)


def _here(who: Viewer) -> str:
    if who.is_young:
        return "plan.my_plan"
    return "carers.children" if who.role is Role.CARER else "staff.waiting"


@bp.get("/things-to-do")
@door(policy.READERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def board() -> str:
    who, now = viewer(), clock.now()
    wish = wished(request.args)
    return draw(
        "opportunities/board.html", page=pages.board(db.opened(), who, wish, now), wish=wish,
        today=clock.today(now), young=who.is_young, here=_here(who),
    )  # fmt: skip


@bp.get("/things-to-do/<ref>")
@door(policy.READERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def one(ref: str) -> str:
    who, now = viewer(), clock.now()
    keeps = who.role in KEEPERS
    found = pages.chance(db.opened(), who, ref, now)
    return draw(
        "opportunities/one.html", one=found, today=clock.today(now), young=who.is_young,
        keeps=keeps, here=_here(who),
        changes=pages.changes(db.opened(), who, ref) if keeps else (),
    )  # fmt: skip


@bp.get("/things-to-do/<ref>/date.ics")
@door(policy.READERS, data=Data.PERSONAL, cache=Cache.NO_STORE, file=True)
def calendar(ref: str) -> AnyResponse:
    """Its title and days, for the phone's own calendar."""
    now = clock.now()
    found = pages.chance(db.opened(), viewer(), ref, now)
    if not found.has_day or found.over:
        abort(404)
    file = calendar_file(labels.calendar_entries(found), now)
    answer = Response(file, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return answer


@bp.post("/things-to-do/<ref>/date")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def date(ref: str) -> AnyResponse:
    """On one's own dates, or off: one tap."""
    says = request.form.get("says")
    if says not in ("on", "off"):
        abort(400)
    if says == "on":
        actions.put_on_dates(db.opened(), viewer(), ref, clock.now())
        return redirect(url_for(".one", ref=ref, done="chance-on"), 303)
    pages.chance(db.opened(), viewer(), ref, clock.now())
    actions.take_off_dates(db.opened(), viewer(), ref)
    return redirect(url_for(".board", done="chance-off"), 303)


@bp.route("/things-to-do/<ref>/ask", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def ask(ref: str) -> AnyResponse | tuple[str, int]:
    found = pages.chance(db.opened(), viewer(), ref, clock.now())
    if found.over:
        abort(404)
    return _ask(AskForm(), ASK, found)


@bp.route("/things-to-do/mentor", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mentor() -> AnyResponse | tuple[str, int]:
    return _ask(MentorForm(), MENTOR, None)


def _ask(
    form: AskForm | MentorForm, kind: str, about: pages.Chance | None
) -> AnyResponse | tuple[str, int]:
    """Whoever answers them reads it, and owes an answer."""
    who, now = viewer(), clock.now()
    if form.validate_on_submit() and (sent := _sent(form, kind, about, who, now)) is not None:
        return sent
    desk = desks.desk(db.opened(), who.council_id, who.person_id, now)
    return draw(
        "opportunities/ask.html", form=form, about=about, now=now, calendar=desk.calendar,
        name=desk.answers.name if desk.answers else "", here="plan.my_plan",
    ), 422 if form.errors or form.form_errors else 200  # fmt: skip


def _sent(
    form: AskForm | MentorForm, kind: str, about: pages.Chance | None, who: Viewer, now: datetime
) -> AnyResponse | None:
    words = say.Words(
        kind=kind, readers=Readers.WORKER, owner=Owner.WORKER, text=form.text.data,
        about_id=about.id if about else None, about_ref=about.ref if about else "",
    )  # fmt: skip
    try:
        sent = say.say(db.opened(), who, [words], form.key.data, now)
    except say.NobodyAnswers:
        form.form_errors.append(
            _("Nobody can read this just now, so it was not sent. Call a number on this page.")
        )
    except say.NothingGoesThere:
        abort(404)
    except KeyReused:
        _sent_before(form)
    else:
        done = "chance-marked" if sent.worry else "chance-asked"
        return redirect(url_for("said.own", ref=sent.refs[0], done=done), 303)
    return None


def _sent_before(form: AskForm | MentorForm | ChanceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


@bp.post("/things-to-do/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen() -> AnyResponse:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, [actions.CHANGED], clock.now())
    return redirect(url_for(".board"), 303)


# --- those who write them -----------------------------------------------------------------------


@bp.get("/to-do-pages")
@door(KEEPERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def kept() -> str:
    now = clock.now()
    found = pages.kept(db.opened(), viewer(), now)
    return draw("opportunities/kept.html", found=found, today=clock.today(now))


@bp.post("/to-do-pages/seen")
@door(KEEPERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def seen_kept() -> AnyResponse:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, TOLD, clock.now())
    return redirect(url_for(".kept"), 303)


@bp.route("/to-do-pages/new", methods=["GET", "POST"])
@door(KEEPERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def make() -> AnyResponse | tuple[str, int]:
    now, form = clock.now(), ChanceForm()
    if form.validate_on_submit():
        try:
            ref = actions.write(db.opened(), viewer(), form.meant, form.key.data, now)
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".one", ref=ref, done="chance-made"), 303)
    if request.method == "GET":
        form.opens.data = clock.today(now).isoformat()
    return _form(form, None)


@bp.route("/to-do-pages/<ref>/change", methods=["GET", "POST"])
@door(KEEPERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def change(ref: str) -> AnyResponse | tuple[str, int]:
    form = ChanceForm()
    if form.validate_on_submit():
        waits = actions.rewrite(db.opened(), viewer(), ref, form.meant, clock.now())
        done = "chance-kept" if waits else "chance-checked"
        return redirect(url_for(".one", ref=ref, done=done), 303)
    it = pages.to_change(db.opened(), viewer(), ref)
    if request.method == "GET":
        form.show(it)
    return _form(form, ref)


def _form(form: ChanceForm, ref: str | None) -> tuple[str, int]:
    status = 422 if form.errors or form.form_errors else 200
    return draw("opportunities/write.html", form=form, ref=ref), status


@bp.post("/to-do-pages/changes/<ref>/agree")
@door(KEEPERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def agree(ref: str) -> AnyResponse:
    try:
        one = actions.agree(db.opened(), viewer(), ref, clock.now())
    except actions.OwnWords:  # the page says that somebody else reads them
        return redirect(url_for(".kept", done="chance-yours"), 303)
    return redirect(url_for(".one", ref=one, done="chance-agreed"), 303)


@bp.post("/to-do-pages/changes/<ref>/drop")
@door(KEEPERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def drop(ref: str) -> AnyResponse:
    one = actions.drop(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".one", ref=one, done="chance-dropped"), 303)


@bp.post("/to-do-pages/<ref>/checked")
@door(KEEPERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def checked(ref: str) -> AnyResponse:
    actions.checked(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".kept", done="chance-checked"), 303)


@bp.post("/to-do-pages/<ref>/down")
@door(KEEPERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def down(ref: str) -> AnyResponse:
    gone = request.form.get("says") != "up"
    actions.take_down(db.opened(), viewer(), ref, gone, clock.now())
    return redirect(url_for(".kept", done="chance-down" if gone else "chance-up"), 303)
