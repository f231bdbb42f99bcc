"""Trees of conditions, read from data: all of, any of, not, and leaves.

In data a condition is a table with one key that says its kind, and `say` and `source` if they are
not the usual ones of its kind and item:

    { all = [ … ] }   { any = [ … ] }   { not = { … } }
    { age = { from = 18, until = 25 } }     { under_on_31_august = 19 }
    { under_at = { age = 25, at = "apprenticeship_start" } }
    { group = ["former_relevant"] }         { in_care = true }   { in_care_at_18 = true }
    { care_days = { days = 91, from = 14, until = 18 } }         { without_break = 12 }
    { fact = "own_home" }                   { at_least = { fact = "higher_years", number = 2 } }
    { study = ["higher"] }                  { apprenticeship = true }
    { trust_fund = { has = false, born_from = 2002-09-01, born_to = 2011-01-02 } }
    { public_funds = true }                 { papers = true }    { benefit = true }
    { except = ["parent"] }                 { flag = "act_2026_s7" }   { decided = "vulnerable" }
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.clocks.category import Category
from portal.entitlements.facts import DATES, NAMES, NUMBERS, YES_OR_NO, Study
from portal.entitlements.kinds import (
    AGE,
    BOOLEAN,
    DAY,
    DAYS,
    LIST,
    MONTHS,
    NUMBER,
    TABLE,
    TABLES,
    TRUE,
    WORDS,
    Kind,
    WrongKind,
    refuse_other,
    refuse_others,
)
from portal.entitlements.leaves import (
    Age,
    AgeAt,
    Apprenticeship,
    AtLeast,
    August,
    Begun,
    Benefit,
    Case,
    Decided,
    Doing,
    Except,
    IsSo,
    Leaf,
    Papers,
    PublicFunds,
    TrustFund,
)
from portal.entitlements.leaves_care import CareDays, InCare, InCareAt18, InGroup, WithoutBreak
from portal.entitlements.truth import BY_TRUTH, Form, Reading, Truth, turned


class BadRule(ValueError):
    """A condition cannot be read; the message says which and what to mend."""


@dataclass(frozen=True)
class Found:
    """What a tree says, and which part of it decides. teller: has `say`, `reads` and `source`."""

    truth: Truth
    teller: Teller
    reading: Reading

    @property
    def say(self) -> str:
        return self.reading.say or self.teller.say


@dataclass(frozen=True)
class Not:
    """The opposite; its sentences are about the item, as those of every leaf."""

    part: Node
    say: str = ""
    source: str = ""

    @property
    def reads(self) -> frozenset[str]:
        return self.part.reads

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.UNKNOWN, Form.NO})

    def weigh(self, case: Case) -> Found:
        reading = turned(weigh(self.part, case).reading)
        return Found(reading.truth, self, reading)


@dataclass(frozen=True)
class AllOf:
    """The least of its parts; the first of those decides."""

    parts: tuple[Node, ...]

    @property
    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads for part in self.parts))

    def weigh(self, case: Case) -> Found:
        least: Found | None = None
        for part in self.parts:
            found = weigh(part, case)
            if found.truth is Truth.NO:
                return found
            if least is None or found.truth < least.truth:
                least = found
        assert least is not None, "a tree without parts was refused"
        return least


@dataclass(frozen=True)
class AnyOf:
    """The greatest of its parts. say: a sentence for all of them, where one alone would mislead."""

    parts: tuple[Node, ...]
    say: str = ""
    source: str = ""

    @property
    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads for part in self.parts))

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.LIKELY, Form.UNKNOWN, Form.NO} if self.say else ())

    def weigh(self, case: Case) -> Found:
        found = max((weigh(part, case) for part in self.parts), key=lambda one: one.truth)
        return Found(found.truth, self, BY_TRUTH[found.truth]) if self.say else found


Teller = Leaf | Not | AnyOf
Node = Leaf | Not | AllOf | AnyOf


def weigh(node: Node, case: Case) -> Found:
    if isinstance(node, Leaf):
        reading = node.read(case)
        return Found(reading.truth, node, reading)
    return node.weigh(case)


def against(node: Node, case: Case) -> Iterator[Found]:
    """Every part that says no, and without which the answer might not be no."""
    found = weigh(node, case)
    if found.truth is not Truth.NO:
        return
    if isinstance(node, AllOf) or (isinstance(node, AnyOf) and not node.say):
        for part in node.parts:
            yield from against(part, case)
    else:
        yield found


def leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        for part in node.parts:
            yield from leaves(part)


def tellers(node: Node) -> Iterator[Teller]:
    """Every part whose sentence may be said."""
    if isinstance(node, AllOf) or (isinstance(node, AnyOf) and not node.say):
        for part in node.parts:
            yield from tellers(part)
    elif not isinstance(node, AllOf):
        yield node


def turns(node: Node, case: Case) -> Iterator[date]:
    """The days on which some leaf may turn."""
    for leaf in leaves(node):
        yield from leaf.turns(case)


# --- reading them --------------------------------------------------------------------------


Flags = Mapping[str, date | None]
Telling = Mapping[str, str]  # say and source, for a leaf


def _fact(name: str, among: Collection[str] = YES_OR_NO) -> str:
    if name not in NAMES:
        raise BadRule(f"{name!r} is not a fact.")
    if name not in among:
        raise BadRule(f"{name!r} is a fact of another kind.")
    return name


def _age(value: Mapping[str, int], tells: Telling) -> Leaf:
    return Age(value.get("from", 0), value.get("until"), **tells)


def _care_days(value: Mapping[str, int], tells: Telling) -> Leaf:
    return CareDays(value["days"], value["from"], value["until"], **tells)


def _trust_fund(value: Mapping[str, Any], tells: Telling) -> Leaf:
    return TrustFund(value["has"], value["born_from"], value["born_to"], **tells)


KINDS: dict[str, Callable[[Any, Telling], Leaf]] = {
    "age": _age,
    "under_on_31_august": lambda value, tells: August(value, **tells),
    "under_at": lambda value, tells: AgeAt(value["age"], _fact(value["at"], DATES), **tells),
    "group": lambda value, tells: InGroup(frozenset(map(Category, value)), **tells),
    "in_care": lambda _value, tells: InCare(**tells),
    "in_care_at_18": lambda _value, tells: InCareAt18(**tells),
    "care_days": _care_days,
    "without_break": lambda value, tells: WithoutBreak(value, **tells),
    "fact": lambda value, tells: IsSo(_fact(value), **tells),
    "at_least": lambda value, tells: AtLeast(
        _fact(value["fact"], NUMBERS), value["number"], **tells
    ),
    "study": lambda value, tells: Doing(frozenset(map(Study, value)), **tells),
    "apprenticeship": lambda _value, tells: Apprenticeship(**tells),
    "trust_fund": _trust_fund,
    "public_funds": lambda _value, tells: PublicFunds(**tells),
    "papers": lambda _value, tells: Papers(**tells),
    "benefit": lambda _value, tells: Benefit(**tells),
    "except": lambda value, tells: Except(tuple(map(_fact, value)), **tells),
    "decided": lambda _value, tells: Decided(**tells),
}
GROUPS = frozenset({"all", "any", "not"})
# Of which kind the value of each is, and what stands in those that are tables, all of it needed
# but of an age.
_VALUES: Mapping[str, Kind | Mapping[str, Kind]] = {
    "age": {"from": AGE, "until": AGE}, "under_on_31_august": AGE,
    "under_at": {"age": AGE, "at": WORDS}, "group": LIST, "in_care": TRUE, "in_care_at_18": TRUE,
    "care_days": {"days": DAYS, "from": AGE, "until": AGE}, "without_break": MONTHS,
    "fact": WORDS, "at_least": {"fact": WORDS, "number": NUMBER}, "study": LIST,
    "apprenticeship": TRUE, "trust_fund": {"has": BOOLEAN, "born_from": DAY, "born_to": DAY},
    "public_funds": TRUE, "papers": TRUE, "benefit": TRUE, "except": LIST, "decided": WORDS,
    "flag": WORDS, "all": TABLES, "any": TABLES, "not": TABLE,
}  # fmt: skip
# What a leaf is called in `words`, where the data does not say: its kind, and what it is about.
NAMED_BY_VALUE = frozenset({"fact", "decided", "flag"})


def read_node(data: Mapping[str, Any], flags: Flags, source: str) -> Node:
    """One condition of parsed TOML. source: of the item, for the leaves that name none. Raises
    BadRule."""
    kinds = set(data) - {"say", "source"}
    if len(kinds) != 1:
        raise BadRule(f"A condition has one kind, not {sorted(kinds)}.")
    kind = kinds.pop()
    _refuse_other_kinds(kind, data)
    value, source = data[kind], data.get("source", source)
    if kind in GROUPS:
        return _group(kind, value, data.get("say", ""), flags, source)
    tells = {"say": data.get("say") or _called(kind, value), "source": source}
    try:
        if kind == "flag":
            return Begun(flags[value], **tells)
        return KINDS[kind](value, tells)
    except KeyError as missing:
        raise BadRule(f"{kind}: {missing} is not known, or missing.") from None
    except BadRule:
        raise
    except (TypeError, ValueError) as wrong:
        raise BadRule(f"{kind}: {wrong}.") from None


def _refuse_other_kinds(kind: str, data: Mapping[str, Any]) -> None:
    wanted = _VALUES.get(kind)
    if wanted is None:
        raise BadRule(f"{kind!r} is no condition.")
    for name in ("say", "source"):
        refuse_other(f"{kind}: {name}", data.get(name, ""), WORDS)
    if isinstance(wanted, Kind):
        refuse_other(kind, data[kind], wanted)
        return
    try:
        refuse_others(data[kind], wanted, *(() if kind == "age" else wanted))
    except WrongKind as wrong:
        raise BadRule(f"{kind}: {wrong}") from None


def _called(kind: str, value: Any) -> str:
    if kind == "study":
        return "study_" + "_".join(sorted(value))
    if kind == "at_least":
        return f"at_least_{value['fact']}"
    if kind == "trust_fund":
        return "trust_fund_has_true" if value["has"] else "trust_fund_has_false"
    return f"{kind}_{value}" if kind in NAMED_BY_VALUE else kind


def _group(kind: str, value: Any, say: str, flags: Flags, source: str) -> Node:
    if kind == "not":
        inner = read_node(value, flags, source)
        if not say:
            raise BadRule("not: it needs its own `say`.")
        return Not(inner, say, source)
    parts = tuple(read_node(part, flags, source) for part in value)
    if not parts:
        raise BadRule(f"{kind}: it has no parts.")
    if kind == "all" and say:
        raise BadRule("all: its parts say why; it has no `say`.")
    return AllOf(parts) if kind == "all" else AnyOf(parts, say, source)
