"""Plans: one version of one plan on each line, as JSON. FORMATS.md has an example."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.intake import cells
from portal.intake.codes import code_set
from portal.intake.findings import CannotUse, KeepAndSay, Problem, Refused, Sink
from portal.intake.records import PlanPart, PlanRow, PromiseLine, Wording

MUST = frozenset({"code", "kind", "version", "published_on", "parts"})
_MOST = 500  # parts, wordings or promises in one list; a real plan has a dozen
_WORDS = cells.text(10_000, lines=True, formulas=True)
_NAME = cells.name
_SHORT = cells.text(200, formulas=True)


class _Twice(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def parse(line: str) -> dict[str, Any]:
    """One line as an object. Raises CannotUse."""
    try:
        found = json.loads(line, object_pairs_hook=_object, parse_constant=_no_constant)
    except _Twice:
        raise CannotUse("The same name is there twice in one object.", "Keep one.") from None
    except (ValueError, RecursionError):
        raise CannotUse(
            "This line is not JSON that we can read.",
            "Write one whole plan on each line, as FORMATS.md shows.",
        ) from None
    if not isinstance(found, dict):
        raise CannotUse("This line is not an object.", "Write { … } as FORMATS.md shows.")
    return found


def recognise(line: str) -> None:
    """Raises Refused unless the file's first line could be a plan."""
    try:
        found = parse(line)
    except CannotUse:
        return  # a row error: the line may be the only broken one
    if not found.keys() >= MUST:
        seen = ", ".join(name for name in found if name.isidentifier() and len(name) <= 40)
        raise Refused(
            f"The first line is not a plan. Names seen: {seen}.",
            f"A plan has at least: {', '.join(sorted(MUST))}.",
        )


class PlanReader:
    """Lines of one file in, records out, or None if rejected."""

    def __init__(self, today: date, sink: Sink) -> None:
        self.today, self.sink = today, sink
        self.line = 0

    def read(self, text: str, line: int) -> PlanRow | None:
        self.line = line
        try:
            return self._plan(parse(text), line)
        except CannotUse as wrong:
            self.sink.add(
                line, Problem("error", wrong.where, wrong.value, wrong.problem, wrong.what_to_do)
            )
        return None

    def _plan(self, plan: Mapping[str, Any], line: int) -> PlanRow:
        lacking = sorted(MUST - plan.keys())
        if lacking:
            raise CannotUse("This is missing.", "Add it, as FORMATS.md shows.", lacking[0])
        version = plan["version"]
        if type(version) is not int or not 1 <= version <= 1_000_000:
            raise CannotUse(
                "The version is not a whole number from 1.",
                "Count the versions of each plan from 1.",
                "version",
            )
        return PlanRow(
            file=self.sink.file,
            line=line,
            version=version,
            child=self._cell(plan, "code", "", cells.key),
            kind=self._code(plan, "kind", "", "kind"),
            published_on=self._cell(plan, "published_on", "", cells.any_day),
            published_by=self._cell(plan, "published_by", "", _NAME),
            review_on=self._cell(plan, "review_on", "", cells.maybe(cells.any_day)),
            parts=tuple(
                self._part(part, f"parts[{n}].")
                for n, part in enumerate(self._list(plan, "parts", ""))
            ),
        )

    def _part(self, part: Mapping[str, Any], at: str) -> PlanPart:
        maybe_day = cells.maybe(cells.any_day)
        return PlanPart(
            area=self._needed(part, "area", at, _NAME),
            official=self._cell(part, "official", at, _WORDS),
            need=self._cell(part, "need", at, _WORDS),
            action=self._cell(part, "action", at, _WORDS),
            who=self._cell(part, "who", at, _NAME),
            by=self._cell(part, "by", at, maybe_day),
            look_again=self._cell(part, "look_again", at, maybe_day),
            wordings=tuple(
                self._wording(found, f"{at}wordings[{n}].")
                for n, found in enumerate(self._list(part, "wordings", at))
            ),
            promises=tuple(
                self._promise(found, f"{at}promises[{n}].")
                for n, found in enumerate(self._list(part, "promises", at))
            ),
        )

    def _wording(self, found: Mapping[str, Any], at: str) -> Wording:
        return Wording(
            band=self._code(found, "band", at, "band"),
            language=self._cell(found, "language", at, cells.language),
            text=self._needed(found, "text", at, _WORDS),
            state=self._code(found, "state", at, "wording_state") or "draft",
        )

    def _promise(self, found: Mapping[str, Any], at: str) -> PromiseLine:
        return PromiseLine(
            key=self._cell(found, "key", at, cells.maybe_key),
            text=self._needed(found, "text", at, _WORDS),
            who=self._cell(found, "who", at, _NAME),
            by=self._cell(found, "by", at, cells.maybe(cells.any_day)),
            state=self._code(found, "state", at, "promise_state") or "open",
        )

    def _list(self, found: Mapping[str, Any], name: str, at: str) -> list[Mapping[str, Any]]:
        items = found.get(name, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise CannotUse(
                "This is not a list of objects.",
                "Write [ { … }, … ] as FORMATS.md shows.",
                at + name,
            )
        if len(items) > _MOST:
            raise CannotUse(f"There are more than {_MOST}.", "Divide the plan.", at + name)
        return items

    def _needed(self, found: Mapping[str, Any], name: str, at: str, read: cells.Reader) -> Any:
        value = self._cell(found, name, at, read)
        if not value:
            raise CannotUse("This is empty.", "Fill it in.", at + name)
        return value

    def _cell(self, found: Mapping[str, Any], name: str, at: str, read: cells.Reader) -> Any:
        value = found.get(name)
        said = "" if value is None else value
        if not isinstance(said, str):
            raise CannotUse("This is not text.", "Put it in quotation marks.", at + name)
        try:
            return read(said)
        except KeepAndSay as odd:
            self.sink.add(
                self.line, Problem("warning", at + name, said, odd.problem, odd.what_to_do)
            )
            return odd.kept
        except CannotUse as wrong:
            raise CannotUse(wrong.problem, wrong.what_to_do, at + name, said) from None

    def _code(self, found: Mapping[str, Any], name: str, at: str, codes: str) -> str:
        value: str = self._cell(found, name, at, _SHORT)
        problem = code_set("plans", codes).problem(value, self.today, self.today)
        if value and problem:
            self.sink.add(
                self.line,
                Problem(
                    "warning",
                    at + name,
                    value,
                    f"The value {problem}.",
                    "Check it. It is kept as it is.",
                ),
            )
        return value
