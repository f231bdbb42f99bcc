"""Own lines, what a young person thinks of each part, big questions; and the answers to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CASE_STAFF, YOUNG, Cache, Data, Records, Viewer, door, viewer
from portal.core.forms import OnceForm, tidy
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.hours.pages import calendar_for
from portal.notifications.labels import say_news
from portal.people import pages as people
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.plan.together import actions, labels, pages, policy, rules
from portal.plan.together.forms import AgainForm, AnswerForm, LineForm, QuestionForm, SayForm
from portal.plan.together.rules import QUESTION, Question, Says

bp = Blueprint("together", __name__)
HERE, THEIRS = "plan.my_plan", "staff.people"

say_done(
    said_agreed=later("Thank you. Your worker can see that you agree."),
    said=later("Sent. You see here who answers, and by when."),
    said_marked=later(
        "Sent, and somebody looks at it first because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    line_kept=later("Kept. It stays beside this part."),
    line_marked=later(
        "Kept, and somebody looks at it soon because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    line_gone=later("Taken away. Nobody else can read it now."),
    say_kept=later("Kept. You find it in the box when you come back."),
    plan_answered=later("Your answer is sent."),
    question_written=later("Written down. They are told."),
)  # fmt: skip
say_news(actions.ANSWERED, later("Somebody answered you about your plan"), HERE, "say")
say_news(actions.QUESTION_WRITTEN, later("Something new about your plan"), "together.questions",
         "plan")  # fmt: skip
offer_link(
    Shelf.MINE, later("Big questions"), "together.questions", "house", YOUNG,
    line=later("Who decides, and when it is asked again."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("What they say about their plan"), "together.heard", "say", CASE_STAFF,
    grant=int(Grant.PLAN),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Big questions"), "together.their_questions", "house", CASE_STAFF,
    grant=int(policy.FOR_QUESTIONS),
)  # fmt: skip
offer(
    bp,
    together=labels,
    place_code=rules.place_code,
    all_questions=tuple(Question),
    question_code=rules.QUESTION_CODES,
    reader_band=lambda: viewer().band,
    place_of_notice=labels.place_of_notice,
)


def _place(code: str) -> tuple[str, str]:
    return rules.place_of(code) or abort(404)


def _back_to(kind: str, code: str, **more: Any) -> str:
    if kind == QUESTION:
        return url_for("together.question", code=code, **more)
    return url_for("plan.part", code=code, **more)


def _sent_before(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


# --- what they think ----------------------------------------------------------------------------


@bp.route("/plan/<code>/say", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def say(code: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), SayForm()
    kind, area = _place(code)
    form.offer(kind, who.band)
    about = pages.draft_about("say", kind, area)
    if request.method == "POST" and "keep" in request.form:
        actions.keep_draft(db.opened(), who, about, form.text.data, form.key.data, now)
        return redirect(url_for(".say", code=code, done="say-kept"), 303)
    desk = pages.desk(db.opened(), who, kind, area, about, now)
    if form.validate_on_submit():
        done = _say(form, who, desk, now)
        if done is not None:
            actions.forget_draft(who, about)
            return redirect(_back_to(kind, code, done=done, _anchor="said"), 303)
        desk = pages.desk(db.opened(), who, kind, area, about, now)
    if request.method == "GET":
        chosen = request.args.get("says", "")
        form.says.data = chosen if chosen in set(Says) else None
        form.text.data = desk.draft.text if desk.draft else ""
    form.seen.data = str(desk.seen_id or "")
    readers = pages.readers_of_said(db.opened(), who, kind, area, now)
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "plan/together/say.html", desk=desk, form=form, code=code, readers=readers, now=now,
        back=_back_to(kind, code), here=HERE,
    ), status  # fmt: skip


def _say(form: SayForm, who: Viewer, desk: pages.Desk, now: datetime) -> str | None:
    """What is said of it if it went; otherwise the form says why, and keeps every word."""
    try:
        said = actions.say(
            db.opened(), who, desk, form.seen_id, Says(form.says.data), form.text.data,
            form.key.data, now,
        )  # fmt: skip
    except actions.ChangedMeanwhile:
        _begin_again(form)
        form.form_errors.append(
            _("This changed while you were writing. Your words are still here. Read it again, then "
              "send them.")
        )  # fmt: skip
    except actions.NobodyAnswers:
        _begin_again(form)
        form.form_errors.append(
            _("Nobody is your worker just now, so nobody would read this. Please call the duty "
              "number: %(phone)s.", phone=desk.duty_phone)
        )  # fmt: skip
    except actions.NobodyReads:
        _begin_again(form)
        form.form_errors.append(labels.nobody_reads())
    except KeyReused:
        _sent_before(form)
    else:
        if said.worry:
            return "said-marked"
        return "said" if said.owes else "said-agreed"
    return None


def _begin_again(form: OnceForm) -> None:
    """What was begun is undone before the page is read afresh."""
    db.settle(keep=False)
    form.key.data = form.key.default()


@bp.post("/plan/<code>/say/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def say_draft(code: str) -> Response:
    """What is in the box, by a script that says nothing of it."""
    kind, area = _place(code)
    return _draft(pages.draft_about("say", kind, area))


def _draft(about: str) -> Response:
    text, key = tidy(request.form.get("text")), tidy(request.form.get("key"))
    actions.keep_draft(db.opened(), viewer(), about, text, key, clock.now())
    return Response(status=204, mimetype="text/plain")


@bp.route("/plan/said/<said>/again", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def again(said: str) -> Response | tuple[str, int]:
    """This does not answer it."""
    who, now, form = viewer(), clock.now(), AgainForm()
    card = pages.own_said(db.opened(), who, said, now)
    kind, area, code = card.kind, card.area, rules.place_code(card.kind, card.area)
    about = pages.draft_about("say", kind, area)
    desk = pages.desk(db.opened(), who, kind, area, about, now)
    if form.validate_on_submit() and _again(form, who, desk, card, now):
        return redirect(_back_to(kind, code, done="said", _anchor="said"), 303)
    if not card.may_ask_again and request.method == "GET":
        return redirect(_back_to(kind, code, _anchor="said"), 303)
    readers = pages.readers_of_said(db.opened(), who, kind, area, now)
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "plan/together/again.html", desk=desk, card=card, form=form, code=code, readers=readers,
        now=now, back=_back_to(kind, code, _anchor="said"), here=HERE,
    ), status  # fmt: skip


def _again(
    form: AgainForm, who: Viewer, desk: pages.Desk, card: pages.SaidCard, now: datetime
) -> bool:
    try:
        actions.say_again(db.opened(), who, desk, card, form.text.data, form.key.data, now)
    except actions.ChangedMeanwhile:
        _begin_again(form)
        form.form_errors.append(
            _("You have said this once already, or it is waiting again. Write a message, or say "
              "something new about this part.")
        )  # fmt: skip
    except actions.NobodyAnswers:
        _begin_again(form)
        form.form_errors.append(
            _("Nobody is your worker just now, so nobody would read this. Please call the duty "
              "number: %(phone)s.", phone=desk.duty_phone)
        )  # fmt: skip
    except actions.NobodyReads:
        _begin_again(form)
        form.form_errors.append(labels.nobody_reads())
    except KeyReused:
        _sent_before(form)
    else:
        return True
    return False


# --- own lines ----------------------------------------------------------------------------------


def _own_part(code: str) -> tuple[str, str]:
    kind, area = _place(code)
    if kind == QUESTION:
        abort(404)
    return kind, area


@bp.route("/plan/<code>/own-words", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def own_words(code: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), LineForm()
    kind, area = _own_part(code)
    about = pages.draft_about(pages.LINE, kind, area)
    if form.validate_on_submit():
        pages.desk(db.opened(), who, kind, area, about, now)  # there is such a part
        try:
            worry = actions.add_line(
                db.opened(), who, kind, area, form.text.data, form.key.data, now
            )
        except actions.TooMany:
            _begin_again(form)
            form.text.errors = (
                _("There are %(most)s lines here already. Change one, or take one away.",
                  most=rules.MOST_LINES),
            )  # fmt: skip
        except KeyReused:
            _sent_before(form)
        else:
            actions.forget_draft(who, about)
            done = "line-marked" if worry else "line-kept"
            return redirect(url_for(".own_words", code=code, done=done), 303)
    page = pages.lines_page(db.opened(), who, kind, area, now)
    if request.method == "GET":
        form.text.data = page.desk.draft.text if page.desk.draft else ""
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "plan/together/own-words.html", page=page, form=form, code=code, now=now,
        here=HERE,
    ), status  # fmt: skip


@bp.post("/plan/<code>/own-words/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def own_words_draft(code: str) -> Response:
    kind, area = _own_part(code)
    return _draft(pages.draft_about(pages.LINE, kind, area))


@bp.route("/plan/own-words/<line>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def own_line(line: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    found = pages.own_line(db.opened(), who, line)
    code = rules.place_code(found.kind, found.area)
    form = LineForm(data={"text": found.text}) if request.method == "GET" else LineForm()
    if form.validate_on_submit():
        try:
            worry = actions.change_line(db.opened(), who, found, form.text.data, form.key.data, now)
        except actions.ChangedMeanwhile:
            abort(404)
        except KeyReused:
            _sent_before(form)
        else:
            done = "line-marked" if worry else "line-kept"
            return redirect(url_for(".own_words", code=code, done=done), 303)
    readers = pages.readers_of_lines(db.opened(), who, found.kind, found.area, now)
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "plan/together/own-line.html", line=found, form=form, code=code, readers=readers, now=now,
        calendar=calendar_for(db.opened(), who.council_id), here=HERE,
    ), status  # fmt: skip


@bp.post("/plan/own-words/<line>/take-away")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def take_away(line: str) -> Response:
    who, now = viewer(), clock.now()
    found = pages.own_line(db.opened(), who, line)
    code = rules.place_code(found.kind, found.area)
    actions.take_line_away(db.opened(), who, found, now)
    return redirect(url_for(".own_words", code=code, done="line-gone"), 303)


# --- big questions ------------------------------------------------------------------------------


@bp.get("/plan/questions")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def questions() -> str:
    who = viewer()
    written = pages.questions(db.opened(), who.council_id, who.person_id)
    return draw("plan/together/questions.html", written=written, here=HERE)


@bp.get("/plan/questions/<code>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def question(code: str) -> str:
    who, now = viewer(), clock.now()
    which = rules.question_of(code) or abort(404)
    page = pages.question_page(db.opened(), who, people.own(who), which, now)
    return draw(
        "plan/together/question.html", page=page, code=code, band=who.band, now=now, here=HERE
    )


@bp.post("/plan/questions/<code>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def question_seen(code: str) -> Response:
    which = rules.question_of(code) or abort(404)
    actions.saw_answer(db.opened(), viewer(), QUESTION, which.value, clock.now())
    return redirect(url_for(".questions"), 303)


# --- for staff ----------------------------------------------------------------------------------


@bp.get("/people/<ref>/plan/heard")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def heard(ref: str) -> tuple[str, int]:
    return _heard(ref, None, "", clock.now())


def _heard(ref: str, form: AnswerForm | None, said: str, now: datetime) -> tuple[str, int]:
    """form: an answer that could not be sent, to what has the ref `said`."""
    who = viewer()
    subject = people.subject(db.opened(), who, ref, now)
    page = pages.heard_page(db.opened(), who, subject, now)
    forms: dict[str, AnswerForm] = {}
    for number, one in enumerate(page.open, 1):
        begun = page.drafts.get(pages.draft_about("answer", one.said.ref))
        mine = one.said.ref == said and form is not None
        forms[one.said.ref] = (
            form
            if mine
            else AnswerForm(  # type: ignore[assignment]
                None, prefix="", data={"text": begun.text if begun else ""}
            )
        )
        for field in forms[one.said.ref]:  # many forms stand on one page
            field.id = f"{field.name}-{number}"
    status = 422 if form is not None and (form.errors or form.form_errors) else 200
    shown = said in forms and page.subject.stopped_at is None
    lost = form.text.data if form is not None and not shown else ""
    return draw(
        "plan/together/heard.html", page=page, forms=forms, form=form or AnswerForm(None),
        lost=lost, now=now, here=THEIRS,
    ), status  # fmt: skip


@bp.post("/people/<ref>/plan/heard/<said>")
@door(policy.ANSWERERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer(ref: str, said: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AnswerForm()
    found = pages.to_answer(db.opened(), who, ref, said, now)
    if form.validate_on_submit():
        try:
            actions.answer(db.opened(), who, found, form.text.data, form.key.data, now)
        except actions.ChangedMeanwhile:
            _begin_again(form)
            form.form_errors.append(
                _("This was answered meanwhile, or they said something else. Nothing was sent: "
                  "your words are below.")
            )  # fmt: skip
        except actions.NothingGoesThere:
            form.form_errors.append(
                _("Nothing is sent to them any more, so this was not sent. Your words are below.")
            )
        except KeyReused:
            _sent_before(form)
        else:
            actions.forget_draft(who, pages.draft_about("answer", said))
            return redirect(url_for(".heard", ref=ref, done="plan-answered"), 303)
    return _heard(ref, form, said, now)


@bp.post("/people/<ref>/plan/heard/<said>/draft")
@door(policy.ANSWERERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer_draft(ref: str, said: str) -> Response:
    found = pages.to_answer(db.opened(), viewer(), ref, said, clock.now())
    return _draft(pages.draft_about("answer", found.ref))


def _for_questions(ref: str, now: datetime, *, writes: bool = False) -> Subject:
    found = people.subject(db.opened(), viewer(), ref, now, by_the_hour=not writes)
    if not found.may(policy.FOR_QUESTIONS):
        abort(404)
    return found


@bp.get("/people/<ref>/questions")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def their_questions(ref: str) -> str:
    who, now = viewer(), clock.now()
    subject = _for_questions(ref, now)
    written = pages.questions(db.opened(), who.council_id, subject.id)
    return draw(
        "plan/together/their-questions.html", subject=subject, written=written,
        records=who.role in policy.RECORDERS, here=THEIRS,
    )  # fmt: skip


@bp.route("/people/<ref>/questions/<code>", methods=["GET", "POST"])
@door(policy.RECORDERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def write_question(ref: str, code: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    which = rules.question_of(code) or abort(404)
    subject = _for_questions(ref, now, writes=True)
    page = pages.question_page(db.opened(), who, subject, which, now)
    form = _as_written(page.written) if request.method == "GET" else QuestionForm()
    if form.validate_on_submit() and _written(form, who, subject, which, now):
        return redirect(url_for(".their_questions", ref=ref, done="question-written"), 303)
    if request.method == "GET" or form.form_errors:
        form.seen.data = str(page.written.id) if page.written else ""
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "plan/together/write-question.html", subject=subject, page=page, form=form, code=code,
        now=now, here=THEIRS,
    ), status  # fmt: skip


def _as_written(written: pages.Written | None) -> QuestionForm:
    if written is None:
        return QuestionForm()
    return QuestionForm(data={
        "stands": written.stands.value, "text": written.words, "decides": written.decides,
        "decided": written.decided_on.isoformat() if written.decided_on else "",
        "again": written.ask_again.isoformat() if written.ask_again else "",
    })  # fmt: skip


def _written(
    form: QuestionForm, who: Viewer, subject: Subject, which: Question, now: datetime
) -> bool:
    meant = actions.Meant(
        rules.Stands(form.stands.data), form.text.data, form.decides.data, form.decided_on,
        form.ask_again,
    )  # fmt: skip
    try:
        actions.write_down(
            db.opened(), who, subject, which, form.seen_id, meant, form.key.data, now
        )
    except actions.ChangedMeanwhile:
        _begin_again(form)
        form.form_errors.append(
            _("Somebody else wrote this down meanwhile. What they wrote is above, your words are "
              "below. Nothing is saved yet.")
        )  # fmt: skip
    except actions.NothingGoesThere:
        form.form_errors.append(_("Nothing is sent to them any more."))
    except KeyReused:
        _sent_before(form)
    else:
        return True
    return False
