"""An item as an editor types it: every answer of the file that is not rare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import ValidationError as Wrong
from wtforms.widgets import CheckboxInput

from portal.articles.markdown import is_address
from portal.articles.reaching import leads_to_a_chat
from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, day_typed, tidy
from portal.core.words import _, later
from portal.entitlements import words
from portal.entitlements.fit import LONGEST_TITLE
from portal.entitlements.items import AmountKind
from portal.local_offer.desk.item import conditions, labels, rules
from portal.local_offer.desk.item.conditions import Common
from portal.local_offer.desk.item.rules import When

SOURCES = (1, 2, 3, 4)
LONGEST_SOURCE, LONGEST_ADDRESS = 150, 300
MOST_POUNDS, MOST_DAYS = 100_000, 730
DAY_HINT = later("Like 27/3/2027.")
Row = Mapping[str, Any]


def one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def _line(label: str, most: int, hint: str = "") -> StringField:
    return StringField(label, [AtMost(most)], filters=[one_line], description=hint)


def _checks(label: str, choices: Mapping[str, str], hint: str = "") -> SelectMultipleField:
    return SelectMultipleField(
        label, validate_choice=False, choices=list(choices.items()), option_widget=CheckboxInput(),
        description=hint,
    )  # fmt: skip


class NotEmpty(Chosen):
    """As `Chosen`, without the line that stands for no answer."""

    def __call__(self, form: Form, field: Any) -> None:
        if not field.data:
            raise Wrong(str(self.message))
        super().__call__(form, field)


def _select(label: str, choices: Mapping[str, str], what: str, default: str = "") -> SelectField:
    # An item that nobody has chosen yet has no answer that looks chosen.
    return SelectField(
        label, [NotEmpty(what)], validate_choice=False, default=default,
        choices=[("", later("Choose")), *choices.items()],
    )  # fmt: skip


def _radio(label: str, choices: Mapping[str, str], what: str, default: str | None = None,
           hint: str = "") -> RadioField:  # fmt: skip
    return RadioField(
        label, [Chosen(what)], validate_choice=False, choices=list(choices.items()),
        default=default, description=hint,
    )  # fmt: skip


class ItemForm(Form):
    """seen: when the draft was changed last, as it was read. source_name_1 … and their addresses
    are added below."""

    seen = HiddenField()
    title = StringField(
        later("Title"), [Needed(later("Write the title.")), AtMost(LONGEST_TITLE)],
        filters=[one_line],
        description=later("What it is, in plain words: “Help to pay for driving lessons”."),
    )  # fmt: skip
    purpose = _select(
        later("What is it for?"), labels.NEED_TITLES, later("Choose what it is for.")
    )  # fmt: skip
    needs = _checks(later("Is it for something else too?"), labels.NEED_TITLES)
    kind = _radio(
        later("Is it money?"), labels.KINDS, later("Choose one, or “No money”."), labels.NO_MONEY
    )  # fmt: skip
    number = _line(later("How much"), 10, later("Whole pounds or per cent, like 500."))
    per = _select(
        later("How often"), labels.PER, later("Choose how often it comes."), "once"
    )  # fmt: skip
    once = BooleanField(later("Somebody can have it only once in all"))
    assessed = BooleanField(later("Somebody looks at what a person needs before they say yes"))
    decides = _select(later("Who decides"), words.DECIDES, later("Choose who decides."))
    ask = _select(later("Whom to ask"), words.ASK, later("Choose whom to ask."))
    how = _select(later("How to get it"), words.HOW, later("Choose how to get it."))
    bring = _checks(later("What to bring"), words.BRING)
    takes = _line(later("How long it takes, in days"), 10, later("Leave it empty if nobody knows."))
    key = _radio(later("For whom it is"), labels.KEYS, later("Choose for whom it is."))
    age_from = _line(later("From which age"), 4, later("Leave it empty if the age does not count."))
    age_until = _line(
        later("Until which birthday"), 4,
        later("25 is until the day before they turn 25. Leave it empty if it has no end."),
    )  # fmt: skip
    who = _checks(
        later("For which of these people"), labels.WHO,
        later("Tick all that can have it. Nothing ticked: it goes by the rest alone."),
    )  # fmt: skip
    study = _checks(later("What they do"), labels.STUDY)
    own_home = BooleanField(later("They are in a home of their own, or about to be"))
    universal_credit = BooleanField(later("They get Universal Credit"))
    together = _radio(
        later("Do they have to be all of that?"), labels.TOGETHER, later("Choose one."), "all",
        later("Of the people, what they do, their home and Universal Credit. The age always "
              "counts."),
    )  # fmt: skip
    sure = _radio(
        later("Have you read it there?"), labels.SURE, later("Choose one."), "known"
    )  # fmt: skip
    checked_on = _line(later("Looked up on"), 20, DAY_HINT)
    valid_to = _line(
        later("Last day"), 20, later("Leave it empty if no end is known. Like 27/3/2027.")
    )

    def __init__(self, was: Row) -> None:
        """was: the version as it stood; {} for a new one."""
        super().__init__()
        self.was = was

    # --- what is shown ---------------------------------------------------------------------

    def show(
        self, row: Row, sources: Mapping[str, Row], seen: datetime | None, today: date
    ) -> None:
        """row: the version as it stands; {} for a new one."""
        self.seen.data = seen.isoformat() if seen else ""
        self.checked_on.data = _typed(row.get("checked_on", today))
        if not row:
            return
        self._show_amount(row.get("amount"))
        self.title.data, self.valid_to.data = row["title"], _typed(row.get("valid_to"))
        self.purpose.data, self.needs.data = row["needs"][0], row["needs"][1:]
        for name in ("decides", "ask", "how", "key", "sure"):
            self[name].data = row[name]
        for name in ("once", "assessed"):
            self[name].data = row.get(name, False)
        self.bring.data = row.get("bring", [])
        self.takes.data = str(row.get("takes_days", ""))
        self._show_conditions(conditions.taken_apart(row["when"])[0])
        for number, key in zip(SOURCES, row["sources"], strict=False):
            self[f"source_name_{number}"].data = sources[key]["name"]
            self[f"source_address_{number}"].data = sources[key].get("address", "")

    def _show_amount(self, amount: Row | None) -> None:
        if amount is not None:
            self.kind.data = amount.get("kind", AmountKind.EXACT.value)
            self.number.data, self.per.data = str(amount["number"]), amount.get("per", "once")

    def _show_conditions(self, common: Common) -> None:
        self.age_from.data, self.age_until.data = (
            "" if age is None else str(age) for age in (common.age_from, common.age_until)
        )
        self.who.data, self.study.data = list(common.who), list(common.study)
        self.own_home.data, self.universal_credit.data = common.own_home, common.universal_credit
        self.together.data = "any" if common.one_is_enough else "all"

    # --- what is wrong ---------------------------------------------------------------------

    def validate_number(self, field: StringField) -> None:
        if self.kind.data == labels.NO_MONEY:
            return
        number, percent = whole(field.data), self.kind.data == AmountKind.PERCENT_OFF
        most = 100 if percent else MOST_POUNDS
        if number is None or not 1 <= number <= most:
            raise Wrong(
                _("Write a whole number from 1 to %(most)s, without pence.", most=f"{most:,}")
            )
        parts = self.was.get("amount", {}).get("parts", ())
        if parts and number != self.was["amount"]["number"]:
            raise Wrong(_("It comes in parts, which are written in the file: change it there."))

    def validate_takes(self, field: StringField) -> None:
        if field.data and not 1 <= (whole(field.data) or 0) <= MOST_DAYS:
            raise Wrong(_("Write a number of days, like 28, or leave it empty."))

    def validate_age_from(self, field: StringField) -> None:
        _is_age(field)

    def validate_age_until(self, field: StringField) -> None:
        _is_age(field)
        start, until = whole(self.age_from.data), whole(field.data)
        if start is not None and until is not None and until <= start:
            raise Wrong(_("It ends before it begins: choose a later birthday."))

    def validate_who(self, field: SelectMultipleField) -> None:
        rare = conditions.taken_apart(self.was["when"])[1] if self.was else ()
        if not conditions.put_together(self.common(), rare):
            raise Wrong(_("Say for whom it is: an age, or at least one of these."))

    def validate_checked_on(self, field: StringField) -> None:
        day = _is_day(field)
        if day is None:
            raise Wrong(_("Type the day on which somebody looked it up."))
        if day > clock.today(clock.now()):
            raise Wrong(_("That day has not come yet."))

    def validate_valid_to(self, field: StringField) -> None:
        _is_day(field)

    def validate_source_name_1(self, field: StringField) -> None:
        if not any(self[f"source_name_{n}"].data for n in SOURCES):
            raise Wrong(_("Say where it is written: a page, a letter, a decision."))
        self._has_name(field)

    def _has_name(self, field: StringField) -> None:
        address = self[field.name.replace("name", "address")]
        if address.data and not field.data:
            raise Wrong(_("Give this address a name."))

    validate_source_name_2 = validate_source_name_3 = validate_source_name_4 = _has_name

    def validate_source_address_1(self, field: StringField) -> None:
        _is_web(field)

    validate_source_address_2 = validate_source_address_3 = validate_source_address_1
    validate_source_address_4 = validate_source_address_1

    # --- what comes of it ------------------------------------------------------------------

    def seen_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None

    def common(self) -> Common:
        return Common(
            age_from=whole(self.age_from.data), age_until=whole(self.age_until.data),
            who=_of(self.who, labels.WHO), study=_of(self.study, labels.STUDY),
            own_home=self.own_home.data, universal_credit=self.universal_credit.data,
            one_is_enough=self.together.data == "any",
        )  # fmt: skip

    def told(self, was: Row, sources: Mapping[str, Row]) -> tuple[dict[str, Any], dict[str, Row]]:
        """The version, and its sources. was: as it stood; what the form does not ask stays."""
        cited = self._sources(was, sources)
        ticked = _of(self.needs, labels.NEED_TITLES)
        # In the order that they stood in, and new ones after them.
        also = sorted(ticked, key=[*was.get("needs", ()), *labels.NEED_TITLES].index)
        also = [code for code in also if code != self.purpose.data]
        given = {
            "title": self.title.data, "needs": [self.purpose.data, *also],
            "amount": self._amount(was), "once": self.once.data or None,
            "assessed": self.assessed.data or None, "decides": self.decides.data,
            "ask": self.ask.data, "how": self.how.data, "bring": list(_of(self.bring, words.BRING)),
            "takes_days": whole(self.takes.data), "key": self.key.data, "sure": self.sure.data,
            "checked_on": day_typed(self.checked_on.data or ""),
            "valid_to": day_typed(self.valid_to.data or ""), "sources": list(cited),
            "when": conditions.changed(was.get("when", {}), self.common()),
        }  # fmt: skip
        row = {name: value for name, value in {**was, **given}.items() if value is not None}
        return row, {**sources, **cited}

    def _amount(self, was: Row) -> dict[str, Any] | None:
        if self.kind.data == labels.NO_MONEY:
            return None
        old = was.get("amount", {})
        made = {"number": whole(self.number.data), "kind": self.kind.data, "per": self.per.data}
        plain = {"kind": AmountKind.EXACT.value, "per": "once"}
        short = {n: v for n, v in made.items() if n in old or plain.get(n) != v}
        return {**short, "parts": old["parts"]} if "parts" in old else short

    def _sources(self, was: Row, sources: Mapping[str, Row]) -> dict[str, Row]:
        """Those typed, each by its key, and those for which there was no box."""
        cited: dict[str, Row] = {}
        keys = list(was.get("sources", ()))
        for number in SOURCES:
            name = self[f"source_name_{number}"].data
            address = self[f"source_address_{number}"].data
            if name:
                cited |= _source(name, address, self.sure.data, sources, keys)
        return cited | {key: sources[key] for key in keys[len(SOURCES) :]}


for _n in SOURCES:
    setattr(
        ItemForm, f"source_name_{_n}",
        _line(later("Where it is written"), LONGEST_SOURCE),
    )  # fmt: skip
    setattr(
        ItemForm, f"source_address_{_n}",
        _line(later("Its address, if it is on the web"), LONGEST_ADDRESS, "https://…"),
    )  # fmt: skip


def _source(
    name: str, address: str, sure: str, sources: Mapping[str, Row], keys: list[str]
) -> dict[str, Row]:
    """By the key that it has, where it was not changed."""
    for key in keys:
        row = sources[key]
        if (row["name"], row.get("address", "")) == (name, address):
            return {key: row}
    row = {"name": name, "sure": sure, **({"address": address} if address else {})}
    return {rules.source_key(name, address, sure): row}


def whole(text: str | None) -> int | None:
    """A whole number as it is typed, with or without a pound sign; None for anything else."""
    plain = (text or "").strip().removeprefix("£").removesuffix("%").replace(",", "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else None


def _typed(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _of(field: Any, choices: Mapping[str, str]) -> tuple[str, ...]:
    """What is ticked, in the order of the list."""
    return tuple(code for code in choices if code in (field.data or ()))


def _is_age(field: Field) -> None:
    age = whole(field.data)
    if field.data and (age is None or age > conditions.OLDEST):
        raise Wrong(_("Write an age in numbers, like 18, or leave it empty."))


def _is_day(field: Field) -> date | None:
    day = day_typed(field.data or "")
    if field.data and day is None:
        raise Wrong(_("Type a day, like this: 27/3/2027."))
    return day


def _is_web(field: Field) -> None:
    if field.data and not (field.data.startswith("https://") and is_address(field.data)):
        if leads_to_a_chat(field.data):
            raise Wrong(_("This leads to a chat or a person. Type the page of whoever runs it."))
        raise Wrong(_("Write an address that begins with https://, or leave it empty."))


class PublishForm(Form):
    """From when a draft holds."""

    when = _radio(
        later("From when does it hold?"), labels.WHEN, later("Choose from when it holds."),
        When.NOW.value,
    )  # fmt: skip
    day = _line(later("From which day?"), 20, DAY_HINT)

    def validate_day(self, field: StringField) -> None:
        if self.when.data != When.DAY:
            return
        day = _is_day(field)
        if day is None:
            raise Wrong(_("Type the day."))
        if not rules.may_begin_on(day, clock.today(clock.now())):
            raise Wrong(_("Choose a day from today on, within two years."))

    def fit(self, is_new: bool, only_meant: bool) -> None:
        """What can be chosen, for this draft."""
        choices = list((labels.WHEN_NEW if is_new else labels.WHEN).items())
        self.when.choices = choices[-1:] if only_meant else choices
        if only_meant and not self.is_submitted():
            self.when.data = When.MEANT.value

    @property
    def first(self) -> date | None:
        """None: it corrects what stands."""
        if self.when.data == When.MEANT:
            return None
        today = clock.today(clock.now())
        return today if self.when.data == When.NOW else day_typed(self.day.data or "")


class OutForm(Form):
    out = _radio(
        later("When does it end?"), labels.OUT, later("Choose when it ends."), "day"
    )  # fmt: skip
    day = _line(later("First day without it"), 20, DAY_HINT)

    def validate_day(self, field: StringField) -> None:
        if self.out.data != "day":
            return
        day = _is_day(field)
        if day is None:
            raise Wrong(_("Type the day."))
        if not rules.may_begin_on(day, clock.today(clock.now())):
            raise Wrong(_("Choose a day from today on, within two years."))

    @property
    def first(self) -> date | None:
        """None: at once."""
        return day_typed(self.day.data or "") if self.out.data == "day" else None
