"""What an editor types. A draft may be unfinished: only shapes are checked here, and what a page
still lacks is said when it is published (`rules.lacking`)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import ValidationError as Wrong
from wtforms.widgets import CheckboxInput

from portal.articles import rules as pages
from portal.articles.labels import TITLES
from portal.articles.markdown import SLUG, good_source
from portal.articles.needs import needs
from portal.articles.rules import About, Reader, Source, Sure, Text, Whole
from portal.articles.telling import tells
from portal.core import clock
from portal.core.access import Band
from portal.core.forms import AtMost, Chosen, Form, Needed, day_typed, tidy
from portal.core.words import _, later
from portal.editing import rules
from portal.editing.labels import AGES, READERS, SURE
from portal.editing.unpacking import MOST_BYTES


def one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def _line(label: str, most: int = pages.LONGEST_LINE, hint: str = "") -> StringField:
    return StringField(label, [AtMost(most)], filters=[one_line], description=hint)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class BeginForm(Form):
    title = StringField(
        later("Title"), [Needed(later("Write the title.")), AtMost(pages.LONGEST_TITLE)],
        filters=[one_line],
        description=later("Plain words. Others may see it over a shoulder."),
    )  # fmt: skip
    slug = StringField(
        later("Address"), [Needed(later("Write an address, like first-home-money."))],
        filters=[one_line],
        description=later("Small letters, numbers and hyphens. It stays for ever."),
    )  # fmt: skip
    town = _line(
        later("Which town is it about?"), 60, later("Leave it empty if it is so in all of England.")
    )

    def validate_title(self, field: StringField) -> None:
        if tells(field.data or ""):
            raise Wrong(
                _("Choose a title that tells nothing to somebody who looks over a shoulder.")
            )

    def validate_slug(self, field: StringField) -> None:
        slug = field.data or ""
        if not slug:
            return  # that is said already
        if len(slug) > pages.LONGEST_SLUG or not SLUG.fullmatch(slug):
            raise Wrong(_("Use small letters, numbers and hyphens, 60 at most."))
        if tells(slug):
            raise Wrong(
                _("Choose an address that tells nothing to somebody who looks over a shoulder.")
            )


class WordsForm(Form):
    """The words, in any language. seen: when the draft was changed last, as it was read."""

    seen = HiddenField()
    title = StringField(
        later("Title"), [Needed(later("Write the title.")), AtMost(100)], filters=[one_line]
    )
    summary = _line(later("In one sentence"))
    amount = _line(later("How much"))
    who = _line(later("Who can have it"))
    until = _line(later("Until when"), hint=later("A birthday: “Until your 21st birthday.”"))
    bring = TextAreaField(
        later("What to bring"), [AtMost(1_000)], filters=[tidy],
        description=later("One thing on each line."),
    )  # fmt: skip
    decides = _line(later("Who decides"))
    takes = _line(later("How long it takes"))
    if_no = _line(
        later("What if they say no?"),
        hint=later(
            "End with a phone number of somebody on their side, and "
            "[complain here](/put-right/complain)."
        ),
    )
    body = TextAreaField(
        later("The page"), [AtMost(pages.LONGEST_BODY)], filters=[tidy],
        description=later(
            "A line is a paragraph. “## ” begins a heading, “- ” a point, “1. ” a step. "
            "**Strong** words, and [a link](https://www.gov.uk) or [a page](page:its-address)."
        ),
    )  # fmt: skip

    spoken = BooleanField(later("Somebody who speaks this language has read it, and it is right"))

    def seen_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None

    def show(self, found: Whole, seen: datetime | None) -> None:
        text = found.text
        for name in ("title", "summary", "amount", "who", "until", "decides", "takes", "if_no"):
            self[name].data = getattr(text, name)
        self.body.data, self.bring.data = text.body, "\n".join(text.bring)
        self.seen.data = seen.isoformat() if seen else ""

    def words(self) -> dict[str, Any]:
        plain = ("title", "summary", "amount", "who", "until", "decides", "takes", "if_no", "body")
        words: dict[str, Any] = {name: self[name].data or "" for name in plain}
        return {**words, "bring": _lines(self.bring.data or "")}

    def whole(self, was: Whole) -> Whole:
        """In another language everything but the words is the English page's. What a machine
        drafted stays marked so until somebody says that they read it."""
        text = was.text
        by_machine = text.sure is Sure.MACHINE and not self.spoken.data
        return Whole(
            was.about,
            Text(
                **self.words(), sources=text.sources, sure=Sure.MACHINE if by_machine else Sure.ASK,
                checked_on=text.checked_on,
                next_check=text.next_check, legal_draft=text.legal_draft,
            ),
            was.language,
        )  # fmt: skip


def _checks(label: str, choices: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, validate_choice=False, choices=choices, option_widget=CheckboxInput()
    )


class PageForm(WordsForm):
    """English: the words, and what is the same in every language."""

    needs = _checks(later("What do people need who read it?"),
                    list(TITLES.items()))  # fmt: skip
    most = SelectField(
        later("Which of these most?"), validate_choice=False,
        choices=[("", later("Choose")), *TITLES.items()],
    )  # fmt: skip
    ages = _checks(later("For whom are the words?"), list(AGES.items()))
    reader = RadioField(
        later("Who is it for?"), [Chosen(later("Choose who it is for."))], validate_choice=False,
        choices=list(READERS.items()), default=Reader.YOUNG.value,
    )  # fmt: skip
    items = _line(later("Codes of what it tells of"), hint=later("With a space between, or empty."))
    quiet = BooleanField(later("A list shows the title alone"))
    private = BooleanField(later("Nobody is shown who read it"))
    legal_draft = BooleanField(later("It explains law, and nobody who knows the law has read it"))
    sources = TextAreaField(
        later("Where it was read"), [AtMost(6_000)], filters=[tidy],
        description=later(
            "One on each line: name | https://address | day. Without a day it is known and was "
            "not read again."
        ),
    )  # fmt: skip
    sure = RadioField(
        later("How sure is it?"), [Chosen(later("Choose how sure it is."))], validate_choice=False,
        choices=list(SURE.items()), default=Sure.ASK.value,
    )  # fmt: skip
    checked_on = _line(later("Checked on"), 20)
    next_check = _line(later("Check again by"), 20, later("Within six months."))

    def show(self, found: Whole, seen: datetime | None) -> None:
        super().show(found, seen)
        about, text = found.about, found.text
        self.needs.data, self.ages.data = list(about.needs), [str(age) for age in about.ages]
        self.most.data = about.needs[0] if about.needs else ""
        self.reader.data, self.sure.data = about.reader.value, text.sure.value
        self.items.data, self.quiet.data = " ".join(about.items), about.quiet
        self.private.data, self.legal_draft.data = about.private, text.legal_draft
        self.sources.data = "\n".join(map(_source_line, text.sources))
        self.checked_on.data = text.checked_on.isoformat() if text.checked_on else ""
        self.next_check.data = text.next_check.isoformat() if text.next_check else ""

    def validate_sources(self, field: TextAreaField) -> None:
        lines = _lines(field.data or "")
        if len(lines) > pages.MOST_SOURCES:
            raise Wrong(_("%(most)s sources are enough.", most=pages.MOST_SOURCES))
        for line in lines:
            if _source(line) is None:
                raise Wrong(
                    _("Write it like this: name | https://address | 28/11/2026. This is wrong: "
                      "“%(line)s”", line=line[:80])
                )  # fmt: skip

    def validate_checked_on(self, field: StringField) -> None:
        _is_day(field)
        day = day_typed(field.data or "")
        if day and day > clock.today(clock.now()):
            raise Wrong(_("That day has not come yet."))

    def validate_next_check(self, field: StringField) -> None:
        _is_day(field)

    def validate_items(self, field: StringField) -> None:
        codes = (field.data or "").split()
        if not all(code.isascii() and code.replace("_", "").isalnum() for code in codes):
            raise Wrong(_("Use codes like setting_up_home_allowance, with a space between."))

    def whole(self, was: Whole) -> Whole:
        ticked = [need.code for need in needs() if need.code in (self.needs.data or ())]
        main = self.most.data if self.most.data in ticked else ""
        about = About(
            slug=was.about.slug, scope=was.about.scope, town=was.about.town, seed=was.about.seed,
            needs=tuple(sorted(ticked, key=lambda code: code != main)),
            ages=tuple(age for age in Band if age.value in (self.ages.data or ())),
            reader=Reader(self.reader.data), items=tuple((self.items.data or "").split()),
            quiet=self.quiet.data or self.private.data, private=self.private.data,
        )  # fmt: skip
        found = map(_source, _lines(self.sources.data or ""))
        text = Text(
            **self.words(), sources=tuple(source for source in found if source is not None),
            sure=Sure(self.sure.data), legal_draft=self.legal_draft.data,
            checked_on=day_typed(self.checked_on.data or ""),
            next_check=day_typed(self.next_check.data or ""),
        )  # fmt: skip
        return Whole(about, text)


def _is_day(field: StringField) -> None:
    if field.data and day_typed(field.data) is None:
        raise Wrong(_("Type a day, like this: 27/3/2027."))


def _source_line(source: Source) -> str:
    parts = [source.name, source.url, source.read.isoformat() if source.read else ""]
    if source.sure == "made_up":
        parts[2] = "made_up"
    return " | ".join(parts).rstrip(" |")


def _source(line: str) -> Source | None:
    """None: it is not written as one."""
    name, url, when, *more = [*(part.strip() for part in line.split("|")), "", ""]
    if not name or any(more) or not good_source(url):
        return None
    if when in ("", "made_up"):
        return Source(name, url, None, when or "known")
    day = day_typed(when)
    return Source(name, url, day) if day else None


class DayForm(Form):
    day = StringField(later("On which day?"), [Needed(later("Type the day."))], filters=[one_line])

    def validate_day(self, field: StringField) -> None:
        day = day_typed(field.data or "")
        if day is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))
        if not rules.may_come_out_on(day, clock.today(clock.now())):
            raise Wrong(_("Choose a day from today on, within a year."))

    @property
    def chosen(self) -> date:
        day = day_typed(self.day.data or "")
        assert day is not None
        return day


class CheckedForm(Form):
    next_check = StringField(
        later("Check again by"), [Needed(later("Type the day."))], filters=[one_line],
        description=later("Within six months."),
    )  # fmt: skip

    def validate_next_check(self, field: StringField) -> None:
        day, today = day_typed(field.data or ""), clock.today(clock.now())
        if day is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))
        if not pages.day_fits(today, day):
            raise Wrong(_("Choose a day within six months."))

    @property
    def chosen(self) -> date:
        day = day_typed(self.next_check.data or "")
        assert day is not None
        return day

    def begin(self, today: date) -> None:
        self.next_check.data = (today + timedelta(days=182)).isoformat()


class FilesForm(Form):
    files = MultipleFileField(
        later("Files"), description=later("Pages that were taken away from here, or a zip of them.")
    )

    def validate_files(self, field: MultipleFileField) -> None:
        if not any(one.filename for one in field.data or ()):
            raise Wrong(_("Choose a file first."))

    def contents(self) -> list[tuple[str, bytes]]:
        found, left = [], MOST_BYTES
        for one in self.files.data or ():
            content = one.read(left + 1)
            left -= len(content)
            if left < 0:
                raise Wrong(_("That is too much at once. Bring fewer files."))
            found.append((one.filename or "", content))
        return found
