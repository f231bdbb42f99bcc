"""The frame around every page: language, colours, the bar, and what a redirect has to say."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, g, render_template, request, session, url_for

from portal.core import access, assets, marks, words
from portal.core.access import Cache, Role, Viewer
from portal.core.languages import Language
from portal.core.words import _, later


@dataclass(frozen=True)
class NavItem:
    label: str
    href: str
    icon: str
    here: bool
    new: bool


@dataclass(frozen=True)
class Frame:
    """What `layout/page.html` reads besides the page itself."""

    lang: str
    dir: str
    theme: str
    look: str
    band: str
    product: str
    audience: str
    nav: tuple[NavItem, ...]
    home_href: str
    help_href: str
    leave_href: str
    personal: bool  # somebody is signed in, and it is their page
    leave_to: str
    language_href: str
    my_app_href: str
    privacy_href: str
    draft_note: str | None
    done: str | None
    is_done: bool  # whether that is something which was done, and not a word on what to do
    manifest_href: str
    asset_version: str


# What a redirect may say with ?done=…: a short code, never free text, signed on its way out
# (`core.around`). Those for visitors need no mark: the session they were said in has just ended.
DONE: dict[str, str] = {}
FOR_VISITORS = frozenset({"signed-out", "sign-in-first"})


def say_done(**messages: str) -> None:
    """A room adds its own result messages, once, when it is loaded."""
    DONE.update({code.replace("_", "-"): text for code, text in messages.items()})


say_done(
    signed_out=later("You are signed out."),
    sign_in_first=later("Please sign in to see that page."),
)


def offer(room: Blueprint, **names: object) -> None:
    """Words and helpers of a room that templates may use, macros included."""
    room.record_once(lambda state: state.app.jinja_env.globals.update(names))


def way(endpoint: str) -> Callable[[str], str]:
    """The way to each of many things, for lists: `url_for` is asked once, not for every row. A
    ref needs no quoting (`core.ids`)."""
    before, after = url_for(endpoint, ref="-ref-").split("-ref-")
    return lambda ref: f"{before}{ref}{after}"


Nav = Callable[[Viewer], Iterable[tuple[str, str, str]]]  # label, endpoint, icon
_navs: dict[Role, Nav] = {}
_anchors: dict[str, str] = {}


def navigation(roles: Iterable[Role], items: Nav, anchors: dict[str, str] | None = None) -> None:
    """`portal.site` says which links each role has at hand, and where on a page some begin."""
    _navs.update(dict.fromkeys(roles, items))
    _anchors.update(anchors or {})


def build(
    viewer: Viewer | None, *, new: frozenset[str], here: str | None, quiet: bool = False
) -> Frame:
    spoken = words.language()
    is_young = viewer is not None and viewer.is_young
    audience = "public"
    if viewer is not None:
        audience = {Role.YOUNG: "young", Role.CARER: "carer"}.get(viewer.role, "staff")
    return Frame(
        lang=spoken.tag,
        dir=spoken.direction,
        theme=viewer.theme if viewer else "leaf",
        look=viewer.look if viewer else "auto",
        band=viewer.band.value if viewer and is_young else "adult",
        product=viewer.product if viewer else "Alongside",
        audience=audience,
        nav=tuple(
            NavItem(
                label,
                url_for(endpoint, _anchor=_anchors.get(endpoint)),
                icon,
                endpoint == here,
                icon in new,
            )
            for label, endpoint, icon in (_navs[viewer.role](viewer) if viewer else ())
        ),
        home_href=url_for("people.front"),
        help_href=url_for("help.help_page"),
        leave_href=url_for("people.leave"),
        personal=viewer is not None,
        leave_to=current_app.extensions["settings"].neutral_site,
        language_href=url_for("languages.choose"),
        my_app_href=url_for("people.my_app"),
        privacy_href=url_for(
            "privacy.notice" if audience in ("public", "staff") else "privacy.first"
        ),
        draft_note=draft_note(spoken) or None,
        done=None if quiet else _done(viewer),
        is_done=request.args.get("done") != "sign-in-first",
        manifest_href=url_for("offline.manifest"),
        asset_version=assets.version(),
    )


def draft_note(spoken: Language) -> str:
    """Said of our own words in the language that is spoken; "" where a speaker has read them."""
    if spoken.checked:
        return ""
    return _("These words were put into your language by a computer. A person will check them.")


def signed_done(code: str) -> str:
    """The code with a mark that only this browser's session gives it."""
    token = getattr(session, "token", "")
    return f"{code}.{marks.mark('done', token, code)[:32]}"  # 128 bits


def _done(viewer: Viewer | None) -> str | None:
    said = request.args.get("done", "")
    code = said.partition(".")[0]
    if code not in DONE:
        return None
    for_visitors = viewer is None and said in FOR_VISITORS
    # As bytes: text beyond ASCII cannot be compared, and anybody may write it into an address.
    if not for_visitors and not hmac.compare_digest(said.encode(), signed_done(code).encode()):
        return None
    return str(DONE[code])


def draw(template: str, *, new: Iterable[str] = (), here: str | None = None, **names: Any) -> str:
    """A whole page. `new`: icons of the bar with something new. `here`: the bar's own endpoint
    that this page belongs to, when it is not the page's."""
    mark = access.this_door()
    shell = mark is not None and mark.cache in (Cache.SHELL, Cache.PUBLIC)
    # A page of the public shell is kept on phones: it must not know who is looking.
    viewer = None if shell else _viewer_if_any()
    g.frame = build(viewer, new=frozenset(new), here=here or request.endpoint, quiet=shell)
    return render_template(template, frame=g.frame, **names)


def _viewer_if_any() -> Viewer | None:
    try:
        return access.viewer_or_none()
    except Exception:  # an error page must be drawn even when the database is away
        return None
