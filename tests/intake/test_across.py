"""What rows say about each other, and when a file counts as complete."""

from datetime import date
from pathlib import Path

from portal.intake.reading import unknown_children, unknown_workers, without
from portal.intake.records import EpisodeRow, HeaderRow, PersonRow, ReviewRow, TableName
from tests.intake.small import EPISODES, HEADER, PEOPLE, REVIEWS, only, read

CHILD = "1,2,01/01/2010,WBRI,,,\n"
CONNECTIONS = "CODE,WORKER,PERSON,KIND,FROM\n"


def test_a_child_missing_from_header_and_people(tmp_path: Path) -> None:
    reading = read(tmp_path, {
        "a.csv": HEADER + CHILD,
        "b.csv": EPISODES + "1,01/01/2020,S,V2,U4,,\n2,01/01/2020,S,V2,U4,,\n",
        "c.csv": PEOPLE + "3,Ana,2010-01-01\n",
        "d.csv": REVIEWS + "3,01/01/2010,01/01/2020,PN1\n",
    })  # fmt: skip
    (error,) = unknown_children(reading)
    assert (error.file, error.line, error.value) == ("b.csv", 3, "2")
    assert not unknown_children(reading, known={"2"})
    kept = without(reading, [error])
    assert [row.child for row in kept.of(EpisodeRow)] == ["1"] and error in kept.findings


def test_workers_and_people_that_nobody_knows(tmp_path: Path) -> None:
    reading = read(tmp_path, {
        "a.csv": HEADER + CHILD,
        "b.csv": CONNECTIONS + "1,W1,,other,2020-01-01\n1,,9,sibling,2020-01-01\n",
    })  # fmt: skip
    assert [f.value for f in unknown_workers(reading)] == ["W1"]
    assert [(f.column, f.value) for f in unknown_children(reading)] == [("PERSON", "9")]
    assert not unknown_workers(reading, {"W1"})


def test_two_births_for_one_key(tmp_path: Path) -> None:
    reading = read(tmp_path, {
        "z.csv": HEADER + CHILD,
        "a.csv": REVIEWS + "1,02/01/2010,01/01/2020,PN1\n",
        "b.csv": PEOPLE + "1,Ana,2011-01-01\n",
    })  # fmt: skip
    errors = [f for f in reading.findings if f.level == "error"]
    assert [(f.file, f.column) for f in errors] == [("a.csv", "DOB"), ("b.csv", "BORN")]
    assert "line 2 of z.csv" in errors[0].problem
    assert len(reading.of(HeaderRow)) == 1 and not reading.of(ReviewRow)


def test_two_people_with_one_key(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a.csv": PEOPLE + "1,Ana,2010-01-01\n1,Ben,2010-01-01\n"})
    error = only(reading, "error")
    assert error.line == 3 and "line 2" in error.problem
    assert [row.known_as for row in reading.of(PersonRow)] == ["Ana"]


def test_keys_that_differ_only_by_zeros_or_capitals(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a.csv": HEADER + CHILD,
                              "b.csv": EPISODES + "001,01/01/2020,S,V2,U4,,\n"})  # fmt: skip
    assert only(reading, "error").value == "001"


def test_the_same_row_twice_is_taken_once(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a.csv": HEADER + CHILD + CHILD, "b.csv": HEADER + CHILD})
    assert len(reading.of(HeaderRow)) == 1
    assert [f.level for f in reading.findings] == ["warning", "warning"]


def test_born_after_care_began(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a.csv": HEADER + CHILD,
                              "b.csv": EPISODES + "1,31/12/2009,S,V2,U4,,\n"})  # fmt: skip
    assert only(reading, "error").column == "DECOM" and not reading.of(EpisodeRow)


def test_overlapping_episodes_are_kept_with_a_warning(tmp_path: Path) -> None:
    rows = ("1,01/01/2021,P,V2,U4,01/06/2021,X1\n1,01/01/2020,S,V2,U4,,\n"
            "2,01/01/2020,S,V2,U4,01/01/2021,X1\n2,01/01/2021,P,V2,U4,,\n")  # fmt: skip
    reading = read(tmp_path, {"b.csv": EPISODES + rows})
    assert only(reading, "warning").line == 2 and len(reading.of(EpisodeRow)) == 4


def complete(tmp_path: Path, rows: str, extra: dict[str, str | bytes] | None = None) -> date | None:
    first = "\ufeff#complete,connections,2026-11-01,,\r\n"
    files = {"a.csv": HEADER + CHILD, "b.csv": first + CONNECTIONS + rows, **(extra or {})}
    return read(tmp_path, files).complete_as_at(TableName.CONNECTIONS)


GOOD = "1,W1,,other,2020-01-01\n"


def test_a_file_may_say_that_it_is_complete(tmp_path: Path) -> None:
    assert complete(tmp_path, GOOD) == date(2026, 11, 1)


def test_a_rejected_row_takes_completeness_back(tmp_path: Path) -> None:
    assert complete(tmp_path, GOOD + "1,W1,,other,bad\n") is None


def test_a_file_without_rows_is_not_complete(tmp_path: Path) -> None:
    assert complete(tmp_path, "") is None


def test_a_second_file_that_says_nothing_takes_completeness_back(tmp_path: Path) -> None:
    assert complete(tmp_path, GOOD, {"c.csv": CONNECTIONS}) is None


def test_a_refused_file_takes_completeness_back(tmp_path: Path) -> None:
    assert complete(tmp_path, GOOD, {"c.csv": "FOO\n"}) is None


def test_an_unknown_child_takes_completeness_back(tmp_path: Path) -> None:
    files = {"b.csv": "#complete,connections,2026-11-01\n" + CONNECTIONS + GOOD}
    reading = read(tmp_path, dict(files))
    assert reading.complete_as_at(TableName.CONNECTIONS)
    assert reading.findings == ()
    kept = without(reading, unknown_children(reading))
    assert kept.complete_as_at(TableName.CONNECTIONS) is None
    assert "Nothing is ended" in only(kept, "warning").what_to_do


def test_a_table_is_complete_only_by_its_own_word(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a.csv": HEADER + CHILD})
    assert reading.complete_as_at(TableName.HEADER) is None
    assert reading.complete_as_at(TableName.PEOPLE) is None


def test_care_may_begin_on_the_day_of_birth(tmp_path: Path) -> None:
    files = {"a.csv": HEADER + CHILD, "b.csv": EPISODES + "1,01/01/2010,S,V2,U4,,\n"}
    reading = read(tmp_path, dict(files))
    assert len(reading.of(EpisodeRow)) == 1 and not reading.findings
