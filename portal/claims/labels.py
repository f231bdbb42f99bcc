"""What was asked for, in words: to the young person, and to whoever decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.claims.pages import Card, Money, NewPage, OnePage, StepLine
from portal.claims.rules import (
    HOWS_OF_THINGS,
    OWING,
    SAVINGS,
    TO_PAY,
    How,
    Left,
    State,
    What,
)
from portal.core.words import (
    _,
    day_words,
    later,
    listed,
    local_day,
    moment_words,
    near_day,
    plural,
    short_date,
)
from portal.entitlements import words as items
from portal.entitlements.items import AmountKind, Version
from portal.entitlements.marks import mark_of

HOWS = {
    How.BANK: later("To your bank account"),
    How.BOUGHT: later("Bought for you"),
    How.GIVEN: later("Given to you, or arranged"),
    How.VOUCHER: later("As a voucher"),
    How.CASH: later("In cash"),
    How.OTHER: later("In another way"),
}
_HOWS_FOR_STAFF = {
    How.BANK: later("To their bank account"),
    How.BOUGHT: later("We bought it for them"),
    How.GIVEN: later("We gave it to them, or it is arranged"),
    How.VOUCHER: later("As a voucher"),
    How.CASH: later("In cash"),
    How.OTHER: later("In another way"),
}


def hows(card: Card) -> list[tuple[str, str]]:
    """To whoever pays."""
    money_too = [one for one in How if one is not How.GIVEN]
    return [(one.value, str(_HOWS_FOR_STAFF[one]))
            for one in (HOWS_OF_THINGS if card.thing else money_too)]  # fmt: skip


def too_much(card: Card) -> str:
    if card.state is State.MISSING:
        return _("Only %(pounds)s was noted as paid. Check the amount.", pounds=money(card.paid))
    return _("Only %(pounds)s is still to pay. Check the amount.", pounds=money(card.to_pay))


def money(pence: int) -> str:
    """£329.99; £3,000 where there are no pence."""
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02}" if rest else f"£{pounds:,}"


def address(code: str) -> str:
    """Where it is asked for; nothing in it says what it is."""
    return url_for("claims.new", mark=mark_of(code))


def keeps(code: str) -> str:
    """Where what is typed there is kept."""
    return url_for("claims.draft", mark=mark_of(code))


def title(item: Version | Card) -> str:
    return _(item.title)


def amount(item: Version) -> str:
    """How much there is; "" where no amount is set."""
    return items.amount(item.amount) if item.amount else ""


def is_savings(item: Version) -> bool:
    """Whether it is found, and not granted."""
    return item.code in SAVINGS


def bring(item: Version) -> list[str]:
    """What helps to decide it."""
    return [str(items.BRING[code]) for code in item.bring]


# --- how it stands ------------------------------------------------------------------------------


def chip(card: Card, now: datetime) -> str:
    """In a few words, for a list."""
    if card.state is State.DRAFT:
        return _("Not sent yet")
    if card.state is State.BACK:
        return _("Taken back")
    if card.state is State.NO:
        return _("Not agreed")
    if card.state is State.PAID:
        return _("Answered") if card.savings else _("Done") if card.thing else _("Paid")
    if card.state is State.MORE:
        return _("More is needed")
    by = near_day(card.told, local_day(now)) if card.told else ""
    if card.late:
        return _("Was due %(day)s", day=by) if by else _("Late")
    if card.state in TO_PAY and not by:
        return _("Agreed")
    if card.state in TO_PAY:
        return _("Yours by %(day)s", day=by) if card.thing else _("Paid by %(day)s", day=by)
    return _("Answer by %(day)s", day=by) if by else _("Sent")


def chip_state(card: Card) -> str:
    if card.state is State.MORE or card.state is State.DRAFT:
        return "new"
    if card.state in (State.NO, State.BACK):
        return "wait"  # nothing came of it: not in the colour of what is done
    if not card.waits:
        return "kept"
    return "late" if card.late else "wait"


def stands(card: Card, now: datetime) -> str:
    """One line: how it stands, a name and a day on it. To the young person."""
    when = moment_words(card.turn_at, now)
    if card.state is State.MORE:
        return _("More is needed from you.")
    if card.state is State.BACK:
        return _("You took it back, %(when)s.", when=when)
    if card.state is State.NO:
        return _("The answer is no. You can challenge it.")
    if card.state is State.PAID:
        if card.savings:
            return _("You have an answer.")
        if card.thing:
            return _("It was noted that you have it.")
        return _("All of it is paid: %(pounds)s.", pounds=money(card.paid))
    if card.state in TO_PAY and card.thing:
        return _owes_a_thing(card)
    return _owes(card)


def _owes_a_thing(card: Card) -> str:
    name = card.with_whom or _("Your council")
    if card.told is None:
        return _("%(name)s sees to it that you get it.", name=name)
    day = day_words(card.told)
    if card.late:
        return _("You were to have it by %(day)s. It is late. %(name)s has to see to it.",
                 day=day, name=name)  # fmt: skip
    return _("%(name)s sees to it that you have it by %(day)s.", name=name, day=day)


def _owes(card: Card) -> str:
    name, pays = card.with_whom or _("Your council"), card.state in TO_PAY
    gaps = {"name": name, "pounds": money(card.to_pay)}
    if card.told is None:
        if pays:
            return _("%(name)s sees to it that %(pounds)s is paid.", **gaps)
        return _("%(name)s owes you an answer.", name=name)
    day = day_words(card.told)
    if card.late:
        if pays:
            return _("%(pounds)s was to be paid by %(day)s. It is late. %(name)s has to see to it.",
                     day=day, **gaps)  # fmt: skip
        return _("%(name)s was to answer by %(day)s. It is late.", name=name, day=day)
    if pays:
        return _("%(name)s sees to it that %(pounds)s is paid by %(day)s.", day=day, **gaps)
    if card.state is State.MISSING:
        return _("You said that it has not come. %(name)s finds out where it is by %(day)s.",
                 name=name, day=day)  # fmt: skip
    return _("%(name)s answers by %(day)s.", name=name, day=day)


def in_list(card: Card, now: datetime) -> str:
    """What it is, to whoever decides; where nobody waits for them, with how it ended and when."""
    return title(card) if card.waits else f"{title(card)} · {for_staff(card, now)}"


def for_staff(card: Card, now: datetime) -> str:
    """One line for whoever decides."""
    when = moment_words(card.turn_at, now)
    if card.state is State.MORE:
        return _("You asked for more, %(when)s. It is their turn.", when=when)
    if card.state is State.BACK:
        return _("They took it back, %(when)s.", when=when)
    if card.state is State.NO:
        return _("The answer was no, %(when)s.", when=when)
    if card.state is State.PAID:
        return _("It is done, %(when)s.", when=when)
    day = day_words(card.told) if card.told else ""
    if card.state is State.MISSING:
        if not day:
            return _("They say that it has not come. Find out where it is.")
        return _("They say that it has not come. Find out where it is, and answer by %(day)s.",
                 day=day)  # fmt: skip
    if card.state in TO_PAY and card.thing:
        if not day:
            return _("See to it that they get it, and note it here.")
        return _("See to it that they have it by %(day)s, and note it here.", day=day)
    if card.state in TO_PAY:
        return _("Pay %(pounds)s by %(day)s, and note it here.", pounds=money(card.to_pay),
                 day=day) if day else _("Pay %(pounds)s, and note it here.",
                                        pounds=money(card.to_pay))  # fmt: skip
    return _("Decide by %(day)s.", day=day) if day else _("Decide.")


def left(found: Left | None) -> str:
    """What is left of a grant; "" where that is not known."""
    if found is None:
        return ""
    if found.pence == 0:
        if found.kind is AmountKind.MINIMUM:
            return _("All of %(total)s is used. It is the lowest amount: ask if there is more.",
                     total=money(found.total))  # fmt: skip
        return _("All of %(total)s is used.", total=money(found.total))
    gaps = {"rest": money(found.pence), "total": money(found.total)}
    if found.kind is AmountKind.MINIMUM:
        return _("At least %(rest)s of %(total)s is left for you.", **gaps)
    return _("%(rest)s of %(total)s is left for you.", **gaps)


def came(found: Money) -> str:
    """What was paid of one item, what still comes, and what is left."""
    said = [
        _("%(pounds)s is paid.", pounds=money(found.paid)) if found.paid else "",
        _("%(pounds)s is agreed and still to come.", pounds=money(found.promised))
        if found.promised else "",
        left(found.left),
    ]  # fmt: skip
    return " ".join(one for one in said if one)


def left_for_staff(found: Left) -> str:
    gaps = {
        "total": money(found.total), "paid": money(found.paid), "promised": money(found.promised),
        "rest": money(found.pence),
    }  # fmt: skip
    if found.kind is AmountKind.MINIMUM:
        return _("At least %(total)s: %(paid)s is paid, %(promised)s is decided and not paid, "
                 "%(rest)s or more is left.", **gaps)  # fmt: skip
    return _("%(total)s: %(paid)s is paid, %(promised)s is decided and not paid, %(rest)s is left.",
             **gaps)  # fmt: skip


def who_decides(page: NewPage) -> str:
    """Before anything is sent: who reads it, and by when there is an answer."""
    name = page.name or _("Whoever answers for your worker today")
    if page.officers:
        return plural(
            "%(name)s reads it, and whoever is there for them. %(officers)s can read it too. You "
            "get an answer in %(num)s working day. Not your carers, not your family.",
            "%(name)s reads it, and whoever is there for them. %(officers)s can read it too. You "
            "get an answer in %(num)s working days. Not your carers, not your family.",
            page.days.decide, name=name, officers=listed(list(page.officers)),
        )  # fmt: skip
    return plural(
        "%(name)s reads it, and whoever is there for them. You get an answer in %(num)s working "
        "day. Not your carers, not your family.",
        "%(name)s reads it, and whoever is there for them. You get an answer in %(num)s working "
        "days. Not your carers, not your family.",
        page.days.decide, name=name,
    )  # fmt: skip


# --- what happened ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One step, as `parts/trail.html` draws it."""

    name: str
    text: str
    state: str = "done"


_HAPPENED = {
    What.SENT: later("You sent it"),
    What.LOOKED: later("%(by)s has looked at it"),
    What.MORE: later("%(by)s needs more"),
    What.ADDED: later("You sent what was needed"),
    What.YES: later("%(by)s said yes"),
    What.PART: later("%(by)s said yes to a part"),
    What.NO: later("%(by)s said no"),
    What.PAID: later("Paid"),
    What.MISSING: later("You said that it has not come"),
    What.FOUND: later("%(by)s found out where it is"),
    What.AGAIN: later("%(by)s found out that it was not paid"),
    What.BACK: later("You took it back"),
}
_BY_THEM = {
    What.SENT: later("They sent it"),
    What.ADDED: later("They sent what was needed"),
    What.MISSING: later("They said that it has not come"),
    What.BACK: later("They took it back"),
}
_OF_SAVINGS = {
    What.YES: later("%(by)s found it"),
    What.PART: later("%(by)s found something"),
    What.NO: later("%(by)s found nothing"),
}


def trail(page: OnePage, now: datetime, own: bool = True) -> list[Line]:
    """Everything that happened, then what comes next."""
    card = page.card
    first = _HAPPENED[What.SENT] if own else _BY_THEM[What.SENT]
    lines = [Line(str(first), _up(moment_words(card.sent_at or card.made_at, now)))]
    lines += [_line(card, one, now, own) for one in page.steps]
    if card.state is State.MORE:
        lines.append(
            Line(_("More is needed from you") if own else _("It is their turn"), "", "now")
        )
    elif card.waits:
        comes = _comes(card, own)
        lines.append(Line(comes if card.state in TO_PAY else _("The answer"), "", "now"))
        if card.state not in OWING and not card.savings:
            lines.append(Line(comes, "", "todo"))
    return lines


def _comes(card: Card, own: bool) -> str:
    if card.thing:
        return _("You have it") if own else _("They have it")
    return _("It is paid")


def _line(card: Card, one: StepLine, now: datetime, own: bool) -> Line:
    said = _HAPPENED[one.what] if own else _BY_THEM.get(one.what, _HAPPENED[one.what])
    if card.savings:
        said = _OF_SAVINGS.get(one.what, said)
    if one.what is What.PAID and one.pence is None:
        said = _("You have it") if own else _("They have it")
    name = str(said) % {"by": one.by}
    if one.pence is not None:
        name = _("%(what)s: %(pounds)s", what=name, pounds=money(one.pence))
    when = _up(moment_words(one.at, now))
    if one.what is What.PAID and one.day is not None and one.how is not None:
        how = str((HOWS if own else _HOWS_FOR_STAFF)[one.how])
        when = _("%(how)s, %(day)s. Noted by %(by)s.", how=how,
                 day=short_date(one.day), by=one.by)  # fmt: skip
    if one.words:
        when = _("%(when)s: “%(words)s”", when=when.rstrip(".።"), words=one.words)
    return Line(name, when)


def _up(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def decisions(card: Card, what: str) -> Sequence[tuple[str, str]]:
    """To whoever decides; or answers what has not come."""
    if what == "missing":
        return [
            (What.FOUND.value, _("It was done. I say below where it is.")),
            (What.AGAIN.value, _("It was not done. We do it now, and I note it again.")),
        ]
    if card.savings:
        return [
            (What.YES.value, _("I found it")),
            (What.PART.value, _("I found a part of it")),
            (What.NO.value, _("There is nothing in their name")),
        ]
    return [
        (What.YES.value, _("Yes")),
        (What.PART.value, _("Yes, to a part of it")),
        (What.NO.value, _("No")),
    ]
