"""create_app: the one file that knows every room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask.templating import Environment
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal.articles.here import beside_here
from portal.core import access, around, assets, clock, db, frame, health, links, logs, watch, words
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.core.db import Database
from portal.core.headers import Kind, declared
from portal.core.ids import new_ref
from portal.core.languages import offered
from portal.core.links import Shelf
from portal.core.sessions import ServerSessions
from portal.core.settings import Settings
from portal.core.words import _
from portal.helplines.reader import numbers_now
from portal.hours.reader import calendar_here, open_here
from portal.people import sessions as sign_in
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.people.sessions import SignedIn

ROOT = Path(__file__).resolve().parents[1]
LARGEST_FORM = 1_000_000  # bytes; no form of ours is near it, save those that bring a picture

ROOMS = (
    "people", "notifications", "languages", "plan", "plan.together", "plan.writing", "visits",
    "family_time",
    "reviews", "reviews.running", "reviews.desk",
    "messages", "my_views", "help", "offline", "invites", "phones", "passkeys", "staff_sign_in",
    "who_looked", "openings", "barred", "privacy", "uploads", "promises", "worries",
    "saved_replies", "staff_notes", "away", "hand_over", "keep_in_touch", "news", "channels",
    "goals", "pathway", "school", "timeline", "my_health", "staying", "my_pages", "diary",
    "documents", "moves", "introductions", "claims", "say", "say.themes", "decisions",
    "put_right", "put_right.complaints", "put_right.good_news",
    "groups", "polls", "polls.did", "polls.pledge", "editing", "local_offer", "local_offer.desk",
    "local_offer.desk.item", "proof", "opportunities", "opportunities.hellos",
    "stops", "home", "dates", "staff", "carers", "hours",
)  # fmt: skip
COMMANDS = (
    "core", "people", "invites", "staff_sign_in", "channels", "entitlements", "worker", "rebuild",
    "intake", "reviews.desk", "articles", "proof", "demo",
)  # fmt: skip


class House(Flask):
    def log_exception(self, exc_info: Any) -> None:
        """Flask would log the path, which may name a person: the route's name says enough."""
        self.logger.error("broken", exc_info=exc_info, extra={"route": request.endpoint})


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The whole application. Raises UnmarkedRoute if a route declares no door."""
    logs.start(settings.debug)
    app = House(
        "portal", static_folder=None, template_folder=str(ROOT / "templates"),
        root_path=str(ROOT / "portal"),
    )  # fmt: skip
    app.config.update(
        SECRET_KEY=settings.keys[0],
        SECRET_KEY_FALLBACKS=list(settings.keys[1:]),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        # Oldest first: the last one signs, and a form drawn under another is still accepted.
        WTF_CSRF_SECRET_KEY=list(reversed(settings.keys)),
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as the session it is derived from
        WTF_CSRF_SSL_STRICT=False,  # our own same-origin check is stricter
    )
    app.jinja_environment = Templates
    app.extensions["settings"] = settings
    app.config["NO_WORKER"] = settings.no_worker
    db.attach(app, database or Database(settings.database_url, settings.owner_url))
    app.session_interface = ServerSessions(settings)
    _who_is_asking(app)
    app.before_request(access.let_more_in)  # first: the next one reads the form
    csrf = CSRFProtect(app)
    around.attach(app, settings)
    watch.attach(app)
    app.register_error_handler(NoResultFound, lambda _: around.error_page(NotFound()))
    _templates(app, settings)
    _rooms(app, settings)
    access.require_doors(app)
    for endpoint, view in app.view_functions.items():
        mark = access.door_of(app, endpoint)
        if mark is not None and (mark.same_origin_only or mark.signed):
            # Quick exit works from a page opened long ago; another server has no page of ours.
            csrf.exempt(view)
    _outside(app, settings)
    db.ready_for_threads()
    return app


def _who_is_asking(app: Flask) -> None:
    manager = LoginManager()
    # Without its context processor, which would look the viewer up on pages for everybody.
    manager.init_app(app, add_context_processor=False)
    manager.session_protection = None  # our sessions live on the server and can be ended there

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token_hash: str) -> SignedIn | None:
        with db.glance() as handle:
            found = sign_in.find(handle, token_hash, clock.now())
        if found is not None and not found.viewer.locked:
            words.speak(offered(found.viewer.language))
        return found


class Templates(Environment):
    """At each import, on each page, Jinja asks a template which names its own globals add. Ours
    add none, and one plain dictionary says so at once; Jinja's chain of two is asked name by
    name."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def _templates(app: Flask, settings: Settings) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.auto_reload = settings.debug
    env.add_extension("jinja2.ext.i18n")
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    env.filters.update(words.FILTERS)

    def may(subject: Subject, grant: str) -> bool:
        return subject.may(Grant[grant])

    env.globals.update(
        words.IN_TEMPLATES,
        links_on=lambda shelf, grants=0, shown=(): links.links_on(
            Shelf(shelf), access.viewer(), grants, shown
        ),
        asset=assets.asset,
        way=frame.way,
        new_ref=new_ref,
        demo=settings.demo,
        by_council=bool(settings.staff_sign_in),
        may=may,
        language_in_english=lambda tag: offered(tag).english,
        numbers_now=numbers_now,
        beside_here=beside_here,
        calendar_here=calendar_here,
        open_here=open_here,
        frame_name=lambda: access.viewer().known_as,
    )


def _rooms(app: Flask, settings: Settings) -> None:
    app.register_blueprint(health.bp)
    for room in ROOMS:
        app.register_blueprint(import_module(f"portal.{room}.routes").bp)
    if settings.demo:
        app.register_blueprint(import_module("portal.demo.routes").bp)
    for room in COMMANDS:
        import_module(f"portal.{room}.commands").register(app)
    frame.navigation([Role.YOUNG], _young_nav, {"messages.thread": "newest"})
    frame.navigation([Role.CARER], _carer_nav)
    frame.navigation(CASE_STAFF, _staff_nav)
    frame.navigation([Role.ADVOCATE, Role.EDITOR, Role.ADMIN], _outside_nav)


def _young_nav(_viewer: Viewer) -> Iterable[tuple[str, str, str]]:
    yield _("Home"), "home.home", "home"
    yield _("My plan"), "plan.my_plan", "plan"
    yield _("Dates"), "dates.dates", "dates"
    yield _("Messages"), "messages.thread", "messages"
    yield _("My say"), "my_views.my_say", "say"


def _carer_nav(_viewer: Viewer) -> Iterable[tuple[str, str, str]]:
    yield _("Home"), "carers.children", "home"
    yield _("Help"), "help.help_page", "help"


def _staff_nav(_viewer: Viewer) -> Iterable[tuple[str, str, str]]:
    yield _("Waiting on you"), "staff.waiting", "list"
    yield _("Young people"), "staff.people", "people"
    yield _("Help"), "help.help_page", "help"


def _outside_nav(_viewer: Viewer) -> Iterable[tuple[str, str, str]]:
    yield _("Home"), "staff.explained", "home"
    yield _("Help"), "help.help_page", "help"


def _outside(app: Flask, settings: Settings) -> None:
    """What stands between the server and the application."""
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(ROOT / "static"), prefix="static/", allow_all_origins=False,
        add_headers_function=_static_headers(settings),
    )  # fmt: skip


def _static_headers(settings: Settings) -> Callable[[Any, str, str], None]:
    wanted = declared(settings)[Kind.STATIC]

    def dress(given: Any, _path: str, _url: str) -> None:
        for name, value in wanted.items():
            given[name] = value

    return dress
