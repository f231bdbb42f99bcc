"""News: what a young person reads, what is written, the answers, the groups."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CASE_STAFF, YOUNG, Cache, Data, Records, Viewer, door, viewer
from portal.core.forms import tidy
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.news import actions, desk, jobs, labels, pages, policy, rules
from portal.news.forms import AnswerForm, GroupForm, MemberForm, SendForm, WriteForm
from portal.news.rules import Audience
from portal.news.tables import NewsItem
from portal.notifications.labels import say_news

bp = Blueprint("news", __name__)
WRITERS, KEEPERS, ADDERS = policy.WRITERS, policy.KEEPERS, policy.ADDERS

say_done(
    news_off=later("You get no more news."),
    news_on=later("You get news again."),
    news_sent=later("Sent. Each of them is told."),
    news_down=later("Taken down. Whoever was not told yet is not told any more."),
    draft_gone=later("Thrown away."),
    asked=later("Sent."),
    said_back=later("Your answer is sent."),
    group_made=later("The group is there. Workers can put young people into it."),
    group_closed=later("Closed. Nobody can write to it."),
    group_open=later("Open again."),
    put_in=later("They are in the group, and are told."),
    taken_out=later("They are not in the group any more."),
    group_left=later("You left. You get no more of its news."),
    group_back=later("You are in the group again."),
)
say_news(actions.NEWS, later("There is news for you"), "news.news", "say")
say_news(actions.ANSWER, later("Somebody answered what you wrote about news"), "news.news", "say")
say_news(actions.GROUPED, later("You were put into a group that gets news"), "news.news", "people")
say_news(actions.NAMED, later("You are named to answer about some news"), "news.sent", "say")
offer_link(Shelf.ME, later("News"), "news.news", "say", YOUNG)
offer_link(Shelf.DESK, later("News"), "news.sent", "say", WRITERS)
offer_link(
    Shelf.PERSON, later("Groups that get news"), "news.their_groups", "people", ADDERS,
    grant=int(policy.NEEDED),
)  # fmt: skip
offer(
    bp,
    news_words=labels,
)
JOBS = (jobs.news_over, jobs.who_answers)  # loaded with the room


# --- a young person ------------------------------------------------------------------------------


@bp.get("/news")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def news() -> str:
    page = pages.list_page(db.opened(), viewer(), request.args.get("before"), clock.now())
    return draw("news/news.html", page=page, here="home.home")


@bp.post("/news/wanted")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def wanted() -> Response:
    """No news any more, or news again: one tap."""
    says = request.form.get("says")
    if says not in ("yes", "no"):
        abort(400)
    actions.want(db.opened(), viewer(), says == "yes", clock.now())
    return redirect(url_for(".news", done="news-on" if says == "yes" else "news-off"), 303)


@bp.post("/news/groups/<ref>/leave")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def leave_group(ref: str) -> Response:
    leaves = request.form.get("says") != "back"
    actions.leave(db.opened(), viewer(), ref, leaves, clock.now())
    return redirect(url_for(".news", done="group-left" if leaves else "group-back"), 303)


@bp.route("/news/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def one(ref: str) -> Response | tuple[str, int]:
    """One piece of news, and what they and the one who is named wrote about it."""
    who, now, form = viewer(), clock.now(), AnswerForm()
    if form.validate_on_submit():
        copy = pages.own_copy(db.opened(), who, ref, now)
        if _answered(form, who, copy, now):
            return redirect(url_for(".one", ref=ref, done="asked", _anchor="newest"), 303)
    page = pages.news_page(db.opened(), who, ref, request.args.get("before"), now)
    status = 422 if form.errors else 200
    return draw(
        "news/one.html", page=page, form=form, now=now, night_phone=who.night_phone,
        here="home.home",
    ), status  # fmt: skip


def _answered(form: AnswerForm, who: Viewer, copy: pages.Copy, now: datetime) -> bool:
    """Whether it went; otherwise the form says why, and keeps every word."""
    try:
        actions.answer(db.opened(), who, copy, form.text.data, form.key.data, now)
    except actions.NobodyReads:
        form.text.errors = (
            _("%(name)s does not answer here any more. Copy your words and send them to your "
              "worker.", name=copy.named),
        )  # fmt: skip
    except KeyReused:
        _sent_before(form)
    else:
        return True
    return False


def _sent_before(form: AnswerForm) -> None:
    form.text.errors = (_("You sent something else from this page. Please send this again."),)
    form.key.data = form.key.default()


@bp.post("/news/<ref>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen(ref: str) -> Response:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    actions.see(db.opened(), viewer(), ref, tidy(request.form.get("drawn")), clock.now())
    return redirect(url_for(".one", ref=ref), 303)


# --- writing -------------------------------------------------------------------------------------


@bp.route("/news/write", methods=["GET", "POST"])
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def write() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), WriteForm()
    offered = _offer(form, who, now)
    if form.validate_on_submit():
        try:
            ref = actions.write(db.opened(), who, _meant(form, offered), form.key.data, now)
        except KeyReused:
            form.form_errors.append(
                _("You sent something else from this page. Please send this again.")
            )
            form.key.data = form.key.default()
        else:
            return redirect(url_for(".draft", ref=ref), 303)
    return _form_page(form, None)


@bp.route("/news/drafts/<ref>/write", methods=["GET", "POST"])
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def rewrite(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    item = desk.a_draft(db.opened(), who, ref)
    form = WriteForm(data=_as_typed(item)) if request.method == "GET" else WriteForm()
    offered = _offer(form, who, now)
    if request.method == "GET":
        _choose(form, item, offered)
    if form.validate_on_submit():
        actions.rewrite(db.opened(), who, ref, _meant(form, offered), now)
        return redirect(url_for(".draft", ref=ref), 303)
    return _form_page(form, ref)


def _form_page(form: WriteForm, ref: str | None) -> tuple[str, int]:
    status = 422 if form.errors else 200
    return draw("news/write.html", form=form, ref=ref), status


def _offer(form: WriteForm, who: Viewer, now: datetime) -> desk.Choices:
    found = desk.choices(db.opened(), who, now)
    everybody = _("Everybody of an age") if who.role in KEEPERS else _("Those I work with, by age")
    to = [(Audience.AGES.value, everybody)]
    to += [(f"group:{g.ref}", _("The group %(name)s", name=g.name)) for g in found.groups]
    to += [(f"home:{h.ref}", _("Who lives with %(name)s", name=h.name)) for h in found.homes]
    form.offer(to, [
        (one.ref, _("%(name)s, %(job)s", name=one.name, job=one.job) if one.job else one.name)
        for one in found.colleagues
    ])  # fmt: skip
    if len(to) == 1 and not form.to.data:
        form.to.data = Audience.AGES.value
    return found


def _meant(form: WriteForm, offered: desk.Choices) -> actions.Meant:
    audience, of = form.audience, form.of
    first, last = form.ages if audience is Audience.AGES else (0, 0)
    named = form.answers.data if form.answers else ""
    return actions.Meant(
        audience, first, last,
        _key(offered.groups, of) if audience is Audience.GROUP else None,
        _key(offered.homes, of) if audience is Audience.HOME else None,
        form.title.data, form.text.data, form.language.data, form.last_day,
        _key(offered.colleagues, named),
    )  # fmt: skip


def _key(found: tuple[desk.Choice, ...], ref: str) -> int | None:
    return next((one.id for one in found if one.ref == ref), None)


def _as_typed(item: NewsItem) -> dict[str, str]:
    return {
        "title": item.title, "text": item.text, "language": item.language,
        "until": item.until.isoformat() if item.until else "",
        "age_from": str(item.age_from or 18), "age_to": str(item.age_to or 21),
    }  # fmt: skip


def _choose(form: WriteForm, item: NewsItem, offered: desk.Choices) -> None:
    """What a draft says of others, by their refs."""
    of = {Audience.GROUP.value: offered.groups, Audience.HOME.value: offered.homes}
    if item.audience in of:
        wanted = item.group_id or item.home_id
        ref = next((one.ref for one in of[item.audience] if one.id == wanted), "")
        form.to.data = f"{item.audience}:{ref}" if ref else None
    else:
        form.to.data = Audience.AGES.value
    if form.answers:
        named = (one.ref for one in offered.colleagues if one.id == item.replies_to_id)
        form.answers.data = next(named, "")


@bp.get("/news/drafts/<ref>")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def draft(ref: str) -> tuple[str, int]:
    return _preview(ref, SendForm(None), clock.now())


def _preview(ref: str, form: SendForm, now: datetime) -> tuple[str, int]:
    page = desk.draft_page(db.opened(), viewer(), ref, now)
    form.drawn.data = page.drawn
    status = 422 if form.errors else 200
    return draw("news/draft.html", page=page, form=form, now=now), status


@bp.post("/news/drafts/<ref>/send")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def send(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), SendForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        actions.send(db.opened(), who, ref, form.drawn.data or "", form.key.data, now)
    except (actions.ChangedMeanwhile, KeyReused):
        form.form_errors.append(
            _("This changed since you looked at it. Nothing was sent. Look again, then send it.")
        )
    except actions.NobodyToTell:
        form.form_errors.append(
            _("Nobody would get this. Nothing was sent. Choose again who it is for.")
        )
    except actions.EnoughForToday:
        form.form_errors.append(
            _("You sent %(most)s pieces of news today. Nothing was sent. Send this one tomorrow.",
              most=rules.MOST_A_DAY)
        )  # fmt: skip
    else:
        return redirect(url_for(".sent_one", ref=ref, done="news-sent"), 303)
    # What was begun is undone before the page is read afresh.
    db.settle(keep=False)
    form.key.data = form.key.default()
    return _preview(ref, form, now)


@bp.post("/news/drafts/<ref>/throw-away")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def throw_away(ref: str) -> Response:
    actions.throw_away(db.opened(), viewer(), ref)
    return redirect(url_for(".sent", done="draft-gone"), 303)


# --- what was sent -------------------------------------------------------------------------------


@bp.get("/news/sent")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def sent() -> str:
    now = clock.now()
    page = desk.sent_list(db.opened(), viewer(), request.args.get("before"), now)
    return draw("news/sent.html", page=page, keeps=viewer().role in KEEPERS, now=now)


@bp.get("/news/sent/<ref>")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def sent_one(ref: str) -> str:
    now = clock.now()
    page = desk.sent_page(db.opened(), viewer(), ref, now)
    return draw("news/sent-one.html", page=page, now=now)


@bp.post("/news/sent/<ref>/take-down")
@door(WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def take_down(ref: str) -> Response:
    actions.take_down(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".sent_one", ref=ref, done="news-down"), 303)


# --- the answers ---------------------------------------------------------------------------------


@bp.get("/news/<ref>/replies")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def replies(ref: str) -> str:
    now = clock.now()
    page = desk.answers_page(db.opened(), viewer(), ref, request.args.get("before"), now)
    return draw("news/replies.html", page=page, writes=viewer().role in WRITERS)


@bp.route("/news/replies/<ref>", methods=["GET", "POST"])
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def reply(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AnswerForm()
    if form.validate_on_submit():
        copy = desk.staff_copy(db.opened(), who, ref, now)
        if _said_back(form, who, copy, now):
            return redirect(url_for(".reply", ref=ref, done="said-back", _anchor="newest"), 303)
    page = desk.staff_thread(db.opened(), who, ref, request.args.get("before"), now)
    if request.method == "GET" and page.thread.unread_id is not None:
        actions.read_by_staff(who, page.copy, page.thread.unread_id, now)
    status = 422 if form.errors else 200
    return draw("news/reply.html", page=page, form=form, now=now, me=who.person_id), status


def _said_back(form: AnswerForm, who: Viewer, copy: pages.Copy, now: datetime) -> bool:
    try:
        actions.say_back(db.opened(), who, copy, form.text.data, form.key.data, now)
    except actions.NothingGoesThere:
        form.text.errors = (_("Nothing is sent to them any more."),)
    except KeyReused:
        _sent_before(form)
    else:
        return True
    return False


# --- groups --------------------------------------------------------------------------------------


@bp.route("/news/groups", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def groups() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), GroupForm()
    if form.validate_on_submit():
        try:
            actions.make_group(db.opened(), who, form.name.data, form.key.data, now)
        except actions.NameTaken:
            form.name.errors = (_("There is a group of this name. Choose another name."),)
        except KeyReused:
            form.name.errors = (
                _("You sent something else from this page. Please send this again."),
            )
            form.key.data = form.key.default()
        else:
            return redirect(url_for(".groups", done="group-made"), 303)
    found = desk.groups(db.opened(), who, now)
    status = 422 if form.errors else 200
    return draw("news/groups.html", groups=found, form=form), status


@bp.post("/news/groups/<ref>/close")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def close_group(ref: str) -> Response:
    closes = request.form.get("says") != "open"
    actions.close_group(db.opened(), viewer(), ref, closes, clock.now())
    return redirect(url_for(".groups", done="group-closed" if closes else "group-open"), 303)


@bp.route("/people/<ref>/groups", methods=["GET", "POST"])
@door(ADDERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def their_groups(ref: str) -> Response | tuple[str, int]:
    """A young person's groups, and putting them into another."""
    who, now, form = viewer(), clock.now(), MemberForm()
    page = desk.their_groups(db.opened(), who, ref, now)
    form.group.choices = [(one.ref, one.name) for one in page.others]
    if form.validate_on_submit():
        try:
            actions.put_in(db.opened(), who, ref, form.group.data, form.last_day, now)
        except actions.NothingGoesThere:
            form.group.errors = (_("Nothing is sent to them any more."),)
        except actions.LeftByThemselves:
            form.group.errors = (_("They left this group. Only they can come back to it."),)
        else:
            return redirect(url_for(".their_groups", ref=ref, done="put-in"), 303)
    status = 422 if form.errors else 200
    return draw("news/their-groups.html", page=page, form=form, here="staff.people"), status


@bp.post("/people/<ref>/groups/<group>/leave")
@door(ADDERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def take_out(ref: str, group: str) -> Response:
    actions.take_out(db.opened(), viewer(), ref, group, clock.now())
    return redirect(url_for(".their_groups", ref=ref, done="taken-out"), 303)
