"""Together: groups and polls on one page for a young person; a poll to answer, and what came of
it; the pages of whoever asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, day_words, later
from portal.groups import actions as group_actions
from portal.groups import pages as groups
from portal.hours.pages import calendar_for
from portal.notifications.actions import kinds_seen
from portal.notifications.labels import say_news
from portal.polls import actions, entries, jobs, labels, pages, policy, rules
from portal.polls.forms import PollForm, QuestionForm, answer_form, chosen
from portal.polls.rules import Kind
from portal.say.actions import NobodyAnswers, NothingGoesThere

bp = Blueprint("polls", __name__)
HERE = "my_views.my_say"
ASKERS = policy.ASKERS
WITH_US = (jobs.polls, entries.to_a_manager)  # loaded with the room
TOLD = (group_actions.DATE, actions.OPEN, actions.RESULTS, "we_did")

say_done(
    poll_answered=later("Thank you. It is counted, without your name."),
    poll_marked=later(
        "Thank you. What you wrote about somebody being hurt went to your worker, with your name. "
        "If you are not safe now, call a number on the Help page."
    ),
    poll_twice=later("You have answered this before. Each person answers once."),
    poll_kept=later("Saved."),
    poll_asked=later("The question is there."),
    poll_unasked=later("The question is gone."),
    poll_gone=later("Thrown away."),
    poll_sent=later("Sent. Everybody whom it is for is told on its first day."),
    poll_others=later("You may not ask these people now. Nothing was sent."),
    poll_empty=later("Write a question first. Nothing was sent."),
)
say_news(actions.OPEN, later("There are questions for you. You can answer or not."),
         "polls.together", "say")  # fmt: skip
say_news(actions.RESULTS, later("You can see what everybody said"), "polls.together", "say")
say_news(actions.CLOSED, later("Questions you asked are over. Say what you will do."),
         "polls.asked", "say")  # fmt: skip
offer_link(
    Shelf.SAY, later("Together"), "polls.together", "people", YOUNG,
    line=later("Groups, questions for everybody, and what came of them."),
)  # fmt: skip
offer_link(Shelf.DESK, later("Questions for many"), "polls.asked", "say", ASKERS)
offer(bp, poll_words=labels)


# --- a young person -----------------------------------------------------------------------------


@bp.get("/with-others")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def together() -> str:
    who, now, handle = viewer(), clock.now(), db.opened()
    return draw(
        "polls/together.html", groups=groups.open_groups(handle, who, now),
        polls=pages.mine(handle, who, now), new=(), unread=pages.unread(handle, who, TOLD),
        today=clock.today(now), here=HERE,
    )  # fmt: skip


@bp.post("/with-others/seen")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def seen() -> Response:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, TOLD, clock.now())
    return redirect(url_for(".together"), 303)


@bp.route("/with-others/questions/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def poll(ref: str) -> Response | tuple[str, int]:
    """Answer it, or, once it is over and they did, see what everybody said."""
    who, now = viewer(), clock.now()
    page = pages.one(db.opened(), who, ref, now, answers=request.method == "POST")
    form = answer_form(page.questions)
    if form.validate_on_submit() and (done := _answered(form, page, now)):
        return redirect(url_for(".together", done=done), 303)
    calendar = None if page.card.done else calendar_for(db.opened(), who.council_id)
    return draw(
        "polls/poll.html", page=page, form=form, now=now, today=clock.today(now),
        calendar=calendar, kinds=Kind, here=HERE,
    ), 422 if form.errors or form.form_errors else 200  # fmt: skip


def _answered(form: Any, page: pages.PollPage, now: datetime) -> str | None:
    options, words = chosen(form, page.questions)
    if not options and not words:
        form.form_errors.append(
            _("You have not answered anything yet. Answer one, or just leave this page.")
        )
        return None
    try:
        marked = actions.answer(db.opened(), viewer(), page, actions.Answers(options, words), now)
    except actions.AnsweredBefore:
        return "poll-twice"
    except (NobodyAnswers, NothingGoesThere):
        form.form_errors.append(
            _("Nobody can read this just now, so it was not sent. Call a number on this page.")
        )
        return None
    return "poll-marked" if marked else "poll-answered"


# --- whoever asks -------------------------------------------------------------------------------


@bp.get("/polls")
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def asked() -> str:
    who, now = viewer(), clock.now()
    return draw(
        "polls/asked.html", polls=pages.asked(db.opened(), who, now), today=clock.today(now),
        keeps=who.role in policy.KEEPERS,
    )  # fmt: skip


@bp.post("/polls/seen")
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def asked_seen() -> Response:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, [actions.CLOSED], clock.now())
    return redirect(url_for(".asked"), 303)


@bp.route("/polls/new", methods=["GET", "POST"])
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def write() -> Response | tuple[str, int]:
    return _write(None, clock.now())


@bp.route("/polls/<ref>/change", methods=["GET", "POST"])
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def rewrite(ref: str) -> Response | tuple[str, int]:
    return _write(ref, clock.now())


def _write(ref: str | None, now: datetime) -> Response | tuple[str, int]:
    who, handle = viewer(), db.opened()
    there = pages.groups(handle, who)
    form = PollForm()
    form.offer(there, who.role in policy.KEEPERS)
    if ref is not None:
        found = pages.draft(handle, who, ref)
        if request.method == "GET":
            form.as_it_is(found, there)
    if form.validate_on_submit():
        meant = _meant(form, there)
        try:
            if ref is None:
                ref = actions.write(handle, who, meant, form.key.data, now)
            else:
                actions.rewrite(handle, who, ref, meant, now)
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".one", ref=ref, done="poll-kept"), 303)
    status = 422 if form.errors or form.form_errors else 200
    return draw("polls/write.html", form=form, ref=ref), status


def _sent_before(form: Any) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


def _meant(form: PollForm, there: tuple[pages.Choice, ...]) -> actions.Meant:
    first, last = form.ages
    return actions.Meant(
        form.title.data, form.intro.data, form.language.data, form.audience.value, first, last,
        next((one.id for one in there if one.ref == form.of), None), form.day("opens"),
        form.day("closes"), form.day("did_by"),
    )  # fmt: skip


@bp.route("/polls/<ref>", methods=["GET", "POST"])
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def one(ref: str) -> Response | tuple[str, int]:
    """A draft with its questions; or what was asked, and what may be shown of the answers."""
    who, now, form = viewer(), clock.now(), QuestionForm()
    if form.validate_on_submit():
        try:
            actions.ask(
                db.opened(), who, ref, Kind(form.kind.data), form.text.data, form.lines,
                form.key.data, now,
            )  # fmt: skip
        except actions.AskedEnough:
            form.form_errors.append(
                _("%(most)s questions are enough: more, and people stop in the middle.",
                  most=rules.MOST_QUESTIONS)
            )  # fmt: skip
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".one", ref=ref, done="poll-asked"), 303)
    page = pages.asked_page(db.opened(), who, ref)
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "polls/one.html", page=page, form=form, today=clock.today(now), kinds=Kind,
        by_day=day_words(page.card.did_by),
    ), status  # fmt: skip


@bp.post("/polls/questions/<ref>/remove")
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def unask(ref: str) -> Response:
    poll = actions.unask(db.opened(), viewer(), ref)
    return redirect(url_for(".one", ref=poll, done="poll-unasked"), 303)


@bp.post("/polls/<ref>/throw-away")
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def throw_away(ref: str) -> Response:
    actions.throw_away(db.opened(), viewer(), ref)
    return redirect(url_for(".asked", done="poll-gone"), 303)


@bp.post("/polls/<ref>/send")
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def send(ref: str) -> Response:
    try:
        actions.send(db.opened(), viewer(), ref, clock.now())
    except actions.NotYoursToAsk:
        return redirect(url_for(".one", ref=ref, done="poll-others"), 303)
    except actions.NothingAsked:
        return redirect(url_for(".one", ref=ref, done="poll-empty"), 303)
    return redirect(url_for(".one", ref=ref, done="poll-sent"), 303)
