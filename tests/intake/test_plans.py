"""Plans, one version on a line."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.intake.records import PlanRow
from tests.intake.files import make
from tests.intake.small import only, read


def plan(**changes: Any) -> dict[str, Any]:
    return {**make(1).plans[0], **changes}


def line(**changes: Any) -> str:
    return json.dumps(plan(**changes)) + "\n"


def test_a_plan_is_read_whole(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.jsonl": "#complete,plans,2026-11-01\n" + line(code="7")})
    (row,) = reading.of(PlanRow)
    assert (row.child, row.kind, row.version, row.line) == ("7", "care", 1, 2)
    assert row.parts[0].wordings[0].text == "You stay here."
    assert row.parts[0].promises[0].state == "open" and not reading.findings


REJECTED = {
    "not json": ("{oops\n", "", "not JSON"),
    "a list": ("[1]\n", "", "not an object"),
    "too deep": ('{"a":' * 100_000 + "\n", "", "not JSON"),
    "not a number": (line().replace('"version": 1', '"version": NaN'), "", "not JSON"),
    "a name twice": (line().replace('"version": 1', '"version": 1, "version": 2'), "", "twice"),
    "version": (line(version=0), "version", "whole number"),
    "version as a truth": (line(version=True), "version", "whole number"),
    "date": (line(published_on="31/02/2020"), "published_on", "no such day"),
    "code": (line(code=""), "code", "empty"),
    "code as a number": (line(code=7), "code", "not text"),
    "parts": (line(parts={}), "parts", "not a list"),
    "part": (line(parts=[1]), "parts", "not a list"),
    "area": (line(parts=[{"area": ""}]), "parts[0].area", "empty"),
    "who": (line(parts=[{"area": "Home", "who": "=x"}]), "parts[0].who", "formula"),
    "half a character": (line(parts=[{"area": "\ud800"}]), "parts[0].area", "control"),
    "wording": (
        line(parts=[{"area": "a", "wordings": [{"band": "16+"}]}]),
        "parts[0].wordings[0].text", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("case", REJECTED)
def test_the_plan_is_rejected_and_the_file_goes_on(tmp_path: Path, case: str) -> None:
    content, where, says = REJECTED[case]
    reading = read(tmp_path, {"x.jsonl": line(code="1") + content + line(code="3")})
    error = only(reading, "error")
    assert (error.line, error.column) == (2, where) and says in error.problem
    assert [row.line for row in reading.of(PlanRow)] == [1, 3]


def test_a_broken_first_line_is_a_row_error(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.jsonl": "{oops\n" + line()})
    assert only(reading, "error").line == 1 and len(reading.of(PlanRow)) == 1


def test_an_unknown_kind_is_kept_with_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.jsonl": line(kind="secret garden")})
    assert only(reading, "warning").column == "kind"
    assert reading.of(PlanRow)[0].kind == "secret garden"


def test_the_same_version_twice_with_other_words_is_an_error(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.jsonl": line() + line(published_by="Someone else")})
    assert only(reading, "error").line == 2 and len(reading.of(PlanRow)) == 1


def test_a_list_in_plain_words_is_not_a_formula(tmp_path: Path) -> None:
    part = {"area": "Home", "official": "- one\n- two"}
    reading = read(tmp_path, {"x.jsonl": line(parts=[part])})
    assert reading.of(PlanRow)[0].parts[0].official == "- one\n- two" and not reading.findings
