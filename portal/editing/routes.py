"""The editors' desk."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.articles.rules import ENGLISH, About, Reader, Scope
from portal.core import clock, db
from portal.core.access import Cache, Data, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.languages import OFFERED
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later
from portal.editing import actions, jobs, labels, pages, rules
from portal.editing.forms import BeginForm, CheckedForm, DayForm, FilesForm, PageForm, WordsForm
from portal.editing.unpacking import FORM_BYTES, Sent, read_all
from portal.notifications.actions import kinds_seen
from portal.notifications.labels import say_news

bp = Blueprint("editing", __name__)
EDITORS = rules.EDITORS
TOLD = (jobs.OUT, jobs.STUCK, jobs.ALONE, jobs.CHECK)

say_done(
    page_kept=later("The draft is kept. Nobody else sees it yet."),
    page_published=later("Published. Everybody reads it now."),
    page_waits=later("It comes out by itself on that day."),
    page_stays=later("It does not come out by itself any more."),
    page_lacks=later("Not published: something is lacking. See the list."),
    page_no_draft=later("There is no draft: somebody published it or threw it away."),
    page_thrown=later("The draft is thrown away."),
    page_withdrawn=later("Withdrawn. Nobody reads it any more; you can publish it again."),
    page_again=later("The older words are published again."),
    page_checked=later("Thank you. It is marked as checked."),
)
say_news(jobs.OUT, later("A page came out today, as you planned"), "editing.desk", "edit")
say_news(jobs.STUCK, later("A page did not come out: something is lacking"), "editing.desk", "edit")
say_news(
    jobs.ALONE,
    later("A page did not come out: whoever planned it is no editor any more. Please look at it"),
    "editing.desk", "edit",
)  # fmt: skip
say_news(jobs.CHECK, later("Some pages are to be checked again"), "editing.desk", "edit")
offer_link(Shelf.DESK, later("Pages"), "editing.desk", "edit", EDITORS)
offer(bp, page_words=labels)


def _language(tag: str) -> str:
    if tag not in OFFERED:
        abort(404)
    return tag


@bp.get("/content")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def desk() -> str:
    who, now = viewer(), clock.now()
    today = clock.today(now)
    page = pages.desk(db.opened(), who.council_id, today)
    return draw("editing/desk.html", page=page, today=today)


@bp.post("/content/seen")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def seen() -> AnyResponse:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, TOLD, clock.now())
    return redirect(url_for(".desk"), 303)


@bp.route("/content/new", methods=["GET", "POST"])
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def begin() -> AnyResponse | tuple[str, int]:
    form = BeginForm()
    if form.validate_on_submit():
        about = About(
            slug=form.slug.data or "", town=form.town.data or "",
            scope=Scope.COUNCIL if form.town.data else Scope.NATIONAL, reader=Reader.YOUNG,
        )  # fmt: skip
        try:
            ref = actions.begin(db.opened(), viewer(), about, form.title.data or "", clock.now())
            return redirect(url_for(".write", ref=ref, language=ENGLISH), 303)
        except actions.Taken:
            form.slug.errors = [_("There is a page with this address. Choose another.")]
    return draw("editing/begin.html", form=form), 422 if form.errors else 200


@bp.get("/content/pages/<ref>")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def one(ref: str) -> str:
    return _one(ref)


def _one(ref: str, day: DayForm | None = None, check: CheckedForm | None = None) -> str:
    now = clock.now()
    page = pages.one(db.opened(), viewer().council_id, ref)
    if check is None:
        check = CheckedForm(formdata=None)
        check.begin(clock.today(now))
    return draw(
        "editing/one.html", page=page, check=check, day=day or DayForm(formdata=None),
        today=clock.today(now), english=ENGLISH,
    )  # fmt: skip


@bp.route("/content/pages/<ref>/<language>/write", methods=["GET", "POST"])
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def write(ref: str, language: str) -> AnyResponse | tuple[str, int]:
    who, handle = viewer(), db.opened()
    page = pages.to_write(handle, who.council_id, ref, _language(language))
    form: WordsForm = PageForm() if language == ENGLISH else WordsForm()
    if not form.is_submitted():
        form.show(page.whole, page.seen)
    if form.validate_on_submit() and _written(form, page, ref):
        return redirect(url_for(".preview", ref=ref, language=language, done="page-kept"), 303)
    return draw(
        "editing/write.html", page=page, form=form, ref=ref, language=language, english=ENGLISH,
        bring=page.english.text.bring if page.english else (),
    ), 422 if form.errors or form.form_errors else 200  # fmt: skip


def _written(form: WordsForm, page: pages.ToWrite, ref: str) -> bool:
    who = viewer()
    try:
        actions.write(
            db.opened(), who, ref, form.whole(page.whole), form.seen_at(), clock.now()
        )  # fmt: skip
    except actions.ChangedMeanwhile as other:
        form.form_errors.append(
            _("%(name)s changed this draft while you were writing. Look at it in another window. "
              "If you send this again, your words take the place of theirs.",
              name=other.by or _("Somebody"))
        )  # fmt: skip
        form.seen.data = other.at.isoformat() if other.at else ""
        return False
    return True


@bp.get("/content/pages/<ref>/<language>/preview")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE, frames=True)
def preview(ref: str, language: str) -> str:
    """As readers will see it, on three widths."""
    page = pages.to_write(db.opened(), viewer().council_id, ref, _language(language))
    return draw(
        "editing/preview.html", page=page, ref=ref, language=language, widths=rules.WIDTHS,
        lacks=page.lacks,
    )  # fmt: skip


@bp.get("/content/pages/<ref>/<language>/look")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE, framed=True)
def look(ref: str, language: str) -> str:
    """The page alone, for a frame."""
    now = clock.now()
    page = pages.look(db.opened(), viewer().council_id, ref, _language(language), now)
    spoken = OFFERED[page.card.language]
    return draw("editing/look.html", page=page, spoken=spoken, today=clock.today(now))


@bp.post("/content/pages/<ref>/<language>/publish")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def publish(ref: str, language: str) -> AnyResponse:
    try:
        actions.publish(db.opened(), viewer(), ref, _language(language), clock.now())
    except actions.NotReady:
        return redirect(url_for(".one", ref=ref, done="page-lacks"), 303)
    except actions.NothingToPublish:
        return redirect(url_for(".one", ref=ref, done="page-no-draft"), 303)
    return redirect(url_for(".one", ref=ref, done="page-published"), 303)


@bp.post("/content/pages/<ref>/<language>/day")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def on_a_day(ref: str, language: str) -> AnyResponse | tuple[str, int]:
    form = DayForm()
    day: date | None = None
    if "never" not in request.form:
        if not form.validate():
            return _one(ref, day=form), 422
        day = form.chosen
    try:
        actions.publish_on(db.opened(), viewer(), ref, _language(language), day, clock.now())
    except actions.NotReady:
        return redirect(url_for(".one", ref=ref, done="page-lacks"), 303)
    except actions.NothingToPublish:
        return redirect(url_for(".one", ref=ref, done="page-no-draft"), 303)
    return redirect(url_for(".one", ref=ref, done="page-waits" if day else "page-stays"), 303)


@bp.post("/content/pages/<ref>/<language>/throw-away")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def throw_away(ref: str, language: str) -> AnyResponse:
    if actions.throw_away(db.opened(), viewer(), ref, _language(language)):
        return redirect(url_for(".one", ref=ref, done="page-thrown"), 303)
    return redirect(url_for(".desk", done="page-thrown"), 303)


@bp.post("/content/pages/<ref>/withdraw")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def withdraw(ref: str) -> AnyResponse:
    actions.withdraw(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".one", ref=ref, done="page-withdrawn"), 303)


@bp.post("/content/pages/<ref>/checked")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def checked(ref: str) -> AnyResponse | tuple[str, int]:
    form, now = CheckedForm(), clock.now()
    if not form.validate():
        return _one(ref, check=form), 422
    actions.checked(db.opened(), viewer(), ref, clock.today(now), form.chosen, now)
    return redirect(url_for(".one", ref=ref, done="page-checked"), 303)


@bp.get("/content/versions/<ref>")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def before(ref: str) -> str:
    """What a page said: nobody publishes again what they cannot read."""
    now = clock.now()
    old = pages.before(db.opened(), viewer().council_id, ref, now)
    spoken = OFFERED[old.said.language]
    return draw("editing/before.html", old=old, spoken=spoken, today=clock.today(now))


@bp.post("/content/versions/<ref>/again")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def again(ref: str) -> AnyResponse:
    try:
        page = actions.again(db.opened(), viewer(), ref, clock.now())
    except actions.NotReady:
        return redirect(url_for(".before", ref=ref, done="page-lacks"), 303)
    return redirect(url_for(".one", ref=page, done="page-again"), 303)


@bp.get("/content/languages")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def languages() -> str:
    found = pages.to_translate(db.opened(), viewer().council_id)
    return draw("editing/languages.html", found=found)


@bp.get("/content/links")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE)
def links() -> str:
    return draw("editing/links.html", page=pages.links_page(db.opened(), viewer().council_id))


@bp.route("/content/files", methods=["GET", "POST"])
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE, largest=FORM_BYTES)
def files() -> tuple[str, int]:
    """Take all pages away; bring some, as drafts."""
    form = FilesForm()
    sent: Sent | None = None
    done: actions.Brought | None = None
    if form.validate_on_submit():
        sent = _sent(form)
        if sent is not None:
            done = actions.bring(db.opened(), viewer(), sent.pages, clock.now())
    return draw("editing/files.html", form=form, sent=sent, brought=done), (
        422 if form.errors else 200
    )


def _sent(form: FilesForm) -> Sent | None:
    try:
        return read_all(form.contents())
    except ValueError as wrong:
        form.files.errors = [str(wrong)]
        return None


@bp.get("/content/files/all")
@door(EDITORS, data=Data.NEVER, cache=Cache.NO_STORE, file=True)
def all_files() -> Response:
    made = pages.all_as_files(db.opened(), viewer().council_id)
    answer = Response(made, mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="pages.zip"'
    return answer
