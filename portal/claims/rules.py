"""How something that was asked for stands, by when it goes on, and what is left: plain rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.entitlements.engine import Answer
from portal.entitlements.items import AmountKind, Version

LONGEST_WISH = 4_000
LONGEST_WHY = 4_000
MOST_PENCE = 100_000_00  # more than any grant; what is above is a slip of the hand
MOST_PAPERS = 20
# Working days, where a council has set none of its own.
DECIDE_DAYS, PAY_DAYS = 10, 10
MISSING_DAYS = 3  # to find out where something is that was noted as paid
MOST_DAYS = 40
# Something in one's own name, which is found and not granted.
SAVINGS = frozenset({"junior_isa", "junior_isa_at_18", "child_trust_fund"})
COUNCIL = "council"


class State(StrEnum):
    """Whose turn it is: the council's in SENT, LOOKED, YES, PART and MISSING; the young person's in
    DRAFT and MORE. YES and PART: decided, and not all of it is paid, bought or done."""

    DRAFT = "draft"
    SENT = "sent"
    LOOKED = "looked"
    MORE = "more"
    YES = "yes"
    PART = "part"
    NO = "no"
    PAID = "paid"  # the whole of it; or it was bought, given, arranged; or savings were found
    MISSING = "missing"  # it was noted as paid, and has not come
    BACK = "back"


class What(StrEnum):
    """What happened; each is a step with a name and a day."""

    SENT = "sent"
    LOOKED = "looked"
    MORE = "more"  # more is needed, and what
    ADDED = "added"  # the young person sent what was needed
    YES = "yes"
    PART = "part"
    NO = "no"
    PAID = "paid"  # a payment; maybe not the last
    MISSING = "missing"  # the young person says that it has not come
    FOUND = "found"  # where it is: it was paid
    AGAIN = "again"  # it was not paid, and will be
    BACK = "back"


class How(StrEnum):
    """How it was paid."""

    BANK = "bank"
    BOUGHT = "bought"  # the council bought the thing
    GIVEN = "given"  # it was handed over, or arranged
    VOUCHER = "voucher"
    CASH = "cash"
    OTHER = "other"


TO_DECIDE = frozenset({State.SENT, State.LOOKED})
TO_PAY = frozenset({State.YES, State.PART})
OWING = TO_PAY | {State.MISSING}  # decided, and not all of it has come
WAITING = TO_DECIDE | OWING  # on the council
OVER = frozenset({State.NO, State.PAID, State.BACK})
DECISIONS = frozenset({What.YES, What.PART, What.NO})
ANSWERS = frozenset({What.FOUND, What.AGAIN})  # to what has not come
HOWS_OF_THINGS = (How.BOUGHT, How.GIVEN, How.VOUCHER, How.OTHER)  # where no amount was decided


def after(state: State, what: What, *, savings: bool = False, rest: int = 0) -> State:
    """How it stands after something happened; the same where that cannot happen. rest: pence still
    to pay after it. A yes is the end of nothing but savings: what is agreed is to be paid, bought
    or arranged, whether it has an amount or not."""
    if what is What.SENT and state is State.DRAFT:
        return State.SENT
    if what is What.LOOKED and state is State.SENT:
        return State.LOOKED
    if what is What.MORE and state in TO_DECIDE:
        return State.MORE
    if what is What.ADDED and state is State.MORE:
        return State.SENT
    if what in DECISIONS and state in (*TO_DECIDE, State.MORE):
        return State.PAID if savings and what is not What.NO else State(what.value)
    if what is What.PAID and state in TO_PAY:
        return State.PAID if rest <= 0 else state
    if what is What.MISSING and state in (*TO_PAY, State.PAID):
        return State.MISSING
    if what is What.FOUND and state is State.MISSING:
        return State.PAID if rest <= 0 else State.YES
    if what is What.AGAIN and state is State.MISSING:
        return State.YES
    if what is What.BACK and state in (*TO_DECIDE, State.MORE):
        return State.BACK
    return state


def may(state: State, what: What) -> bool:
    """Whether that can happen. A payment can always be noted of what was decided."""
    if what is What.PAID:
        return state in TO_PAY
    return after(state, what, rest=1) is not state


def can_be_challenged(whats: Collection[What], asked: int | None, granted: int | None) -> bool:
    """Whether it was a no, or less than was asked for: that stays so when it is paid."""
    less = asked is not None and granted is not None and granted < asked
    return less or not {What.NO, What.PART}.isdisjoint(whats)


def in_pounds(item: Version | None) -> bool:
    """Whether a yes says how much."""
    amount = item.amount if item else None
    return amount is not None and amount.kind is not AmountKind.PERCENT_OFF


def can_be_asked_for(item: Version | Answer) -> bool:
    """Whether it is asked for here: what the council decides, and savings. Not what somebody may
    need tonight: for that one rings."""
    return not item.urgent and (item.decides == COUNCIL or item.code in SAVINGS)


@dataclass(frozen=True)
class Left:
    """What is left of something that comes once; all in pence. total: of a lowest amount, at least
    that much. promised: decided, and not paid yet."""

    total: int
    kind: AmountKind
    paid: int
    promised: int

    @property
    def pence(self) -> int:
        return max(0, self.total - self.paid - self.promised)


def left_of(item: Version, paid: int, promised: int) -> Left | None:
    """None for what does not come once, is not of pounds, or is savings of their own."""
    amount = item.amount
    if (
        amount is None
        or not item.once
        or item.code in SAVINGS
        or amount.kind is AmountKind.PERCENT_OFF
    ):
        return None
    return Left(amount.number * 100, amount.kind, paid, promised)


def pence_typed(text: str) -> int | None:
    """What was typed as an amount, in pence: "329.99", "£1,200". None for what is no amount."""
    plain = text.strip().removeprefix("£").replace(",", "").replace(" ", "")
    pounds, dot, rest = plain.partition(".")
    if not (pounds.isascii() and pounds.isdigit()) or len(pounds) > 9:
        return None
    if dot and not (rest.isascii() and rest.isdigit() and len(rest) in (1, 2)):
        return None
    return int(pounds) * 100 + int(rest.ljust(2, "0") if dot else 0)
