"""Draws every part with plain Jinja, and takes pictures of them for a person to look at.

    python -m tests.look.gallery FOLDER

No application and no database: the parts must stand on what their comments name.
"""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)
from wtforms.fields.choices import SelectChoice as Choice

from portal.core.words import side

ROOT = Path(__file__).parents[2]
SHOWS = ("home", "plan", "forms", "calm", "desk")

ENGLISH = {
    "title": "Home",
    "hello": "Hi Mia",
    "today": "Sunday 22 November",
    "next": "Next for you",
    "event": "Family time with Mum, Saturday at 2",
    "plan_day": "6 sleeps. See the plan for the day",
    "week": "This week",
    "waiting": "Waiting for you",
    "review": "Your review is on 3 December",
    "review_text": "Tell Helen what matters to you. Takes as long as you like.",
    "have_say": "Have your say",
    "changed": "Your school plan changed",
    "changed_text": "Sam added help with maths on Tuesdays.",
    "goal": "1 new goal",
    "feel": "How are you today?",
    "ok": "I’m OK",
    "call": "Call me",
    "need": "I need help",
    "sam_sees": "Sam sees this on work days before 6.",
    "these": "At night, these people answer.",
    "people": "Your people",
    "everyone": "Everyone",
    "promises": "Promises to you",
    "all9": "See all 9",
    "kai": "Ask the court about seeing Kai",
    "kai_text": "Sam, by 14 November. Her manager knows.",
    "late": "Late",
    "swim": "Swimming on Thursdays",
    "swim_text": "Ruth took you on 19 November.",
    "kept": "Kept",
    "bank": "A bank account of your own",
    "bank_text": "Sam, by 4 December.",
    "coming": "Coming",
    "menu": ("Home", "My plan", "Dates", "Messages", "My say"),
    "days": ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"),
    "crowd": (
        ("Sam", "your social worker"),
        ("Ruth", "you live with her"),
        ("Helen", "runs your review"),
        ("Joss", "can speak up for you"),
    ),
}
ARABIC = ENGLISH | {
    "title": "الرئيسية",
    "hello": "أهلاً يوسف",
    "today": "الأحد 22 نوفمبر",
    "next": "التالي لك",
    "event": "زيارة من سام، الثلاثاء الساعة 4",
    "plan_day": "سيأتي معه مترجم",
    "waiting": "بانتظارك",
    "review": "اجتماعك يوم 3 ديسمبر",
    "review_text": "أخبر Helen بما يهمك.",
    "have_say": "قل رأيك",
    "changed": "تغيّرت خطة المدرسة",
    "changed_text": "أضاف سام درساً.",
    "goal": "هدف جديد",
    "feel": "كيف حالك اليوم؟",
    "ok": "أنا بخير",
    "call": "اتصلوا بي",
    "need": "أحتاج مساعدة",
    "sam_sees": "يرى سام هذا في أيام العمل قبل السادسة.",
    "these": "في الليل يجيب هؤلاء.",
    "people": "ناسك",
    "everyone": "الجميع",
    "promises": "وعود لك",
    "all9": "كل الوعود",
    "late": "متأخر",
    "kept": "تم",
    "coming": "قادم",
    "menu": ("الرئيسية", "خطتي", "المواعيد", "الرسائل", "رأيي"),
    "days": ("أحد", "اثنين", "ثلاثاء", "أربعاء", "خميس", "جمعة", "سبت"),
}


class Talk(Form):
    """One field of each kind, so that each can be seen empty, filled and wrong."""

    key = HiddenField(default="k")
    agree = RadioField(
        "What do you think?",
        choices=[
            Choice("yes", "I agree"),
            Choice("unsure", "I’m not sure"),
            Choice("no", "I don’t agree"),
            Choice("talk", "Let’s talk"),
        ],
        default="unsure",
    )
    code = StringField(
        "Your code",
        [validators.InputRequired("Type the code on your paper")],
        description="Six letters, from the person who gave it to you.",
    )
    when = StringField("A good time", description="For example, after school on Thursday.")
    who = SelectField("Who is it for?", choices=[Choice("s", "Sam"), Choice("h", "Helen")])
    mood = RadioField(
        "How was it?",
        [validators.InputRequired("Choose one")],
        choices=[Choice("good", "Good"), Choice("so", "So-so"), Choice("bad", "Hard")],
        description="One tap is enough.",
    )
    bring = SelectMultipleField(
        "Bring with you",
        choices=[Choice("b", "A book"), Choice("p", "A photo")],
        default=["b"],
        option_widget=widgets.CheckboxInput(),
    )
    words = TextAreaField("In your words")
    say = TextAreaField("Write to Sam")


def environment() -> Environment:
    """Jinja as the application sets it up, with English words standing for themselves."""
    env = Environment(
        loader=FileSystemLoader([ROOT / "templates", Path(__file__).parent]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.filters["side"] = side
    env.globals.update(
        csrf_token=lambda: "token",
        asset=lambda path: f"/static/{path}",
        url_for=lambda *_, **__: "#",
    )
    return env


def frame(show: str, **changes: Any) -> SimpleNamespace:
    """What the application's frame holds, for one show."""
    words = changes.pop("words", ENGLISH)
    nav = tuple(
        SimpleNamespace(label=label, href="#", icon=icon, here=n == 0, new=icon == "messages")
        for n, (label, icon) in enumerate(
            zip(words["menu"], ("home", "plan", "dates", "messages", "say"), strict=True)
        )
    )
    usual = {
        "lang": "en",
        "dir": "ltr",
        "theme": "leaf",
        "look": "light",
        "band": "teen",
        "product": "Alongside",
        "audience": "staff" if show == "desk" else "young",
        "nav": nav,
        "home_href": "/",
        "leave_to": "http://neutral.test/",
        "help_href": "/help",
        "leave_href": "/leave",
        "personal": True,
        "language_href": "/language",
        "my_app_href": "/my-app",
        "privacy_href": "/privacy",
        "draft_note": None,
        "done": "Sent to Sam." if show == "forms" else None,
        "is_done": True,
        "manifest_href": "/manifest.webmanifest",
        "asset_version": "1",
    }
    return SimpleNamespace(**(usual | changes))


def draw(show: str, **changes: Any) -> str:
    """One gallery page as HTML."""
    words = changes.get("words", ENGLISH)
    form = Talk(MultiDict() if show == "forms" else None)
    days = [
        SimpleNamespace(
            label=label,
            day=22 + n,
            today=n == 0,
            count=(0, 0, 1, 0, 2, 0, 1)[n],
            text=f"{label} {22 + n}",
        )
        for n, label in enumerate(words["days"])
    ]
    steps = [
        SimpleNamespace(name=name, text=text, state=state)
        for name, text, state in (
            ("You sent it", "Monday 2 November, with your review", "done"),
            ("Helen read it", "Tuesday 3 November", "done"),
            ("Sam is asking", "Since Thursday 5 November", "now"),
            ("Sam answers", "By Friday 27 November", "todo"),
        )
    ]
    things = {
        "t": words,
        "show": show,
        "days": days,
        "steps": steps,
        "crowd": [SimpleNamespace(name=n, role=r, href="#") for n, r in words["crowd"]],
        "frame": frame(show, **changes),
    }
    if show in ("plan", "forms"):
        if show == "forms":
            form.validate()
        things["form"] = form
    return environment().get_template("gallery.html").render(things)


LOOKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "light": ({}, {}),
    "dark": ({"look": "dark"}, {}),
    "rtl": ({"lang": "ar", "dir": "rtl", "words": ARABIC, "theme": "sea"}, {}),
    "forced": ({}, {"forced_colors": "active"}),
    "narrow": ({"theme": "plum", "band": "child"}, {"width": 320}),
    "side": ({"theme": "clay"}, {"width": 720, "height": 360}),
    "wide": ({"theme": "moss"}, {"width": 1280, "height": 800}),
    "big": ({}, {"large": True}),
}


def picture_all(folder: Path, shows: tuple[str, ...], looks: tuple[str, ...]) -> None:
    """Whole-page pictures of each show in each look; says so when a page scrolls sideways."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for look in looks:
            changes, screen = LOOKS[look]
            page = browser.new_page(
                viewport={"width": screen.get("width", 360), "height": screen.get("height", 640)},
                forced_colors=screen.get("forced_colors", "none"),
                device_scale_factor=1.5,
            )
            page.route("**/*", lambda route: _serve(route))
            for show in shows:
                _HTML["page"] = draw(show, **changes)
                page.goto("http://gallery.test/")
                if screen.get("large"):
                    page.add_style_tag(content="html{font-size:200%!important}")
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    print(f"{show} {look}: {over} px too wide")
                page.screenshot(path=folder / f"{show}-{look}.png", full_page=True)
            page.close()
        browser.close()


_HTML: dict[str, str] = {}


def _serve(route: Any) -> None:
    path = route.request.url.removeprefix("http://gallery.test")
    if path == "/":
        route.fulfill(body=_HTML["page"], content_type="text/html; charset=utf-8")
    elif path.startswith("/static/") and (ROOT / path[1:]).is_file():
        route.fulfill(path=ROOT / path[1:])
    else:
        route.fulfill(status=404, body="")


if __name__ == "__main__":
    where = Path(sys.argv[1])
    where.mkdir(parents=True, exist_ok=True)
    picture_all(
        where,
        tuple(sys.argv[2].split(",")) if len(sys.argv) > 2 else SHOWS,
        tuple(sys.argv[3].split(",")) if len(sys.argv) > 3 else tuple(LOOKS),
    )
