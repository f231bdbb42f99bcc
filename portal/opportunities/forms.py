"""What is typed about something to do, what is asked about it, what is looked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms import ValidationError as Wrong

from portal.articles.needs import need_of
from portal.articles.reaching import leads_to_a_chat, says_how_to_reach
from portal.articles.telling import tells
from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.words import _, later
from portal.opportunities import rules
from portal.opportunities.labels import AUDIENCES, NEEDS, OPEN, SORTS
from portal.opportunities.meant import Meant
from portal.opportunities.pages import Wish

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def time_typed(text: str) -> time | None:
    found = _TIME.fullmatch(text.strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _no_hour_or_postcode(form: ChanceForm, field: Field) -> None:
    if not form.tells_where and rules.says_when_or_where(field.data or ""):
        raise Wrong(_("Take out the hour or the postcode: whoever runs it tells those who come."))


def _no_way_to_somebody(_form: Form, field: Field) -> None:
    """Whoever reads it asks here, where an answer is owed and others see to it."""
    if says_how_to_reach(field.data or ""):
        raise Wrong(
            _("Take out phone numbers, email addresses, links and names on apps. People ask here.")
        )


_TEXTS = (_no_way_to_somebody, _no_hour_or_postcode)  # of all that readers see


def _line(label: str, hint: str, most: int = rules.LONGEST_LINE) -> StringField:
    return StringField(
        label,
        [AtMost(most), *_TEXTS],
        filters=[one_line],
        description=hint,
    )


def _day(label: str, hint: str = "") -> StringField:
    return StringField(label, [AtMost(20)], filters=[tidy], description=hint)


class ChanceForm(OnceForm):
    sort = RadioField(
        later("What is it?"), [Chosen(later("Choose what it is."))], validate_choice=False,
        choices=list(SORTS.items()),
    )  # fmt: skip
    audience = RadioField(
        later("Who is it for?"), [Chosen(later("Choose who it is for."))], validate_choice=False,
        choices=list(AUDIENCES.items()),
    )  # fmt: skip
    everybody = RadioField(
        later("Is it open to everybody?"), [], validate_choice=False, choices=list(OPEN.items()),
        description=later("Of something on one day. If only young people come, its place, day and "
                          "time do not stand here."),
    )  # fmt: skip
    need = SelectField(
        later("What does it help with?"), [Chosen(later("Choose what it helps with."))],
        validate_choice=False, choices=list(NEEDS.items()),
    )  # fmt: skip
    title = StringField(
        later("Title"),
        [
            Needed(later("Write a title.")),
            AtMost(rules.LONGEST_TITLE),
            _no_way_to_somebody,
            _no_hour_or_postcode,
        ],
        filters=[one_line],
        description=later("It stands on phones and in calendars: no word of care in it."),
    )
    text = TextAreaField(
        later("What is it like?"),
        [
            Needed(later("Write what it is.")),
            AtMost(rules.LONGEST_TEXT),
            _no_way_to_somebody,
            _no_hour_or_postcode,
        ],
        filters=[tidy],
        description=later("Plain words: what you do there, what it is like, what it costs."),
    )
    who_can = _line(later("Who can come?"), later("You can leave this empty."))
    how = _line(later("How do people ask for it?"), later("One line. They can also ask here."))
    bring = _line(later("What do people bring?"), later("You can leave this empty."))
    town = _line(
        later("Which town?"), later("The name of the town only. Empty: everywhere, or online."), 60
    )
    place = _line(
        later("Where is it?"),
        later("Only of a job, a course or what is open to everybody. Where young people meet is "
              "told by whoever runs it."),
    )  # fmt: skip
    web = StringField(
        later("A web page about it"), [AtMost(rules.LONGEST_LINE)], filters=[one_line],
        description=later("It begins with https://"),
    )  # fmt: skip
    age_from = StringField(later("From this age"), [AtMost(3)], filters=[tidy])
    age_to = StringField(later("To this age"), [AtMost(3)], filters=[tidy])
    opens = _day(later("From which day can people ask?"))
    closes = _day(later("Until which day?"), later("You can leave this empty."))
    day = _day(
        later("On which day is it?"), later("Only if it is on one day. You can leave this empty.")
    )
    at = StringField(
        later("At what time?"), [AtMost(8)], filters=[tidy], description=later("Like this: 17:00")
    )

    def validate_title(self, field: StringField) -> None:
        if tells(field.data or ""):
            raise Wrong(
                _("Somebody could read this over a shoulder. Write a title that says nothing of "
                  "care.")
            )  # fmt: skip

    def validate_place(self, field: StringField) -> None:
        if field.data and not self.tells_where:
            raise Wrong(
                _("Leave this empty: where young people meet is told by whoever runs it, to those "
                  "who come.")
            )  # fmt: skip

    def validate_web(self, field: StringField) -> None:
        if field.data and not rules.good_link(field.data):
            raise Wrong(_("Type an address that begins with https://, or leave this empty."))
        if field.data and leads_to_a_chat(field.data):
            raise Wrong(_("This leads to a chat or a person. Type the page of whoever runs it."))

    def validate_age_to(self, field: StringField) -> None:
        typed = (self.age_from.data or "", field.data or "")
        good = all(a.isascii() and a.isdigit() for a in typed)
        if not good or not rules.ages_fit(int(typed[0]), int(typed[1])):
            raise Wrong(
                _("Type two ages from %(first)s to %(last)s, the lower one first.",
                  first=rules.YOUNGEST, last=rules.OLDEST)
            )  # fmt: skip

    def validate_opens(self, field: StringField) -> None:
        if day_typed(field.data or "") is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))

    def validate_closes(self, field: StringField) -> None:
        opens, closes = day_typed(self.opens.data or ""), day_typed(field.data or "")
        if field.data and closes is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))
        if opens is not None and not rules.days_fit(opens, closes):
            raise Wrong(_("Choose a last day after the first one, within a year."))

    def validate_day(self, field: StringField) -> None:
        self._not_when(field)
        if field.data and day_typed(field.data) is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))

    def validate_at(self, field: StringField) -> None:
        self._not_when(field)
        day = day_typed(self.day.data or "")
        if day is None:
            return
        at = time_typed(field.data or "")
        if at is None:
            raise Wrong(_("Type a time, like this: 17:00."))
        if not rules.good_wall(datetime.combine(day, at), clock.today(clock.now())):
            raise Wrong(_("Choose a time that is still to come, within a year."))

    def validate_everybody(self, field: RadioField) -> None:
        of_young = self.audience.data != rules.For.CARERS
        if self.sort.data == rules.Sort.EVENT and of_young and field.data not in OPEN:
            raise Wrong(_("Say if it is open to everybody."))

    def _not_when(self, field: StringField) -> None:
        if field.data and not self.tells_where:
            raise Wrong(
                _("Leave this empty: when young people meet is told by whoever runs it, to those "
                  "who come.")
            )  # fmt: skip

    @property
    def tells_where(self) -> bool:
        return rules.tells_where(
            self.sort.data or "", self.audience.data or "", self.everybody.data == "yes"
        )

    @property
    def meant(self) -> Meant:
        opens = day_typed(self.opens.data or "")
        day, at = day_typed(self.day.data or ""), time_typed(self.at.data or "")
        assert opens is not None
        return Meant(
            self.sort.data, self.audience.data, self.need.data, self.title.data, self.text.data,
            self.who_can.data, self.how.data, self.bring.data, self.town.data, self.place.data,
            self.web.data, int(self.age_from.data or 0), int(self.age_to.data or 0), opens,
            day_typed(self.closes.data or ""),
            datetime.combine(day, at) if day is not None and at is not None else None,
            self.sort.data == rules.Sort.EVENT and self.everybody.data == "yes",
        )  # fmt: skip

    def show(self, one: Meant) -> None:
        """As it is now."""
        wall, opens, closes = one.wall, one.opens, one.closes
        self.everybody.data = "yes" if one.open_to_all else "no"
        for name in ("sort", "audience", "need", "title", "text", "who_can", "how", "bring", "town",
                     "place", "web"):  # fmt: skip
            self[name].data = getattr(one, name)
        for name in ("age_from", "age_to"):
            self[name].data = str(getattr(one, name))
        self.opens.data = opens.isoformat()
        self.closes.data = closes.isoformat() if closes else ""
        self.day.data = wall.date().isoformat() if wall else ""
        self.at.data = f"{wall:%H:%M}" if wall else ""


class AskForm(OnceForm):
    text = TextAreaField(
        later("What would you like to ask or say?"),
        [Needed(later("Write a few words: what you would like, or what you want to know.")),
         AtMost(rules.LONGEST_WORDS)],
        filters=[tidy],
    )  # fmt: skip


class MentorForm(OnceForm):
    text = TextAreaField(
        later("What would you like a mentor for?"),
        [Needed(later("Write a few words: what you want to learn, or would like help with.")),
         AtMost(rules.LONGEST_WORDS)],
        filters=[tidy],
        description=later("A mentor is a grown-up who meets you for a while and helps you with one "
                          "thing: school, work, music, sport, getting on with people."),
    )  # fmt: skip


def wished(typed: Mapping[str, str]) -> Wish:
    """From an address; what is not one of ours looks for nothing."""
    sort, need = typed.get("sort", ""), need_of(typed.get("need", ""))
    return Wish(
        sort if sort in SORTS else "", need if need in NEEDS else "",
        one_line(typed.get("town", ""))[:60],
    )  # fmt: skip
