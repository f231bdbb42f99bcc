"""Single rows: which are rejected, which are kept with a warning."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from portal.intake.reading import DEFAULT
from portal.intake.records import (
    ConnectionRow,
    DateRow,
    EpisodeRow,
    HeaderRow,
    MissingRow,
    Oc2Row,
    Oc3Row,
    PersonRow,
    WorkerRow,
)
from tests.intake.small import EPISODES, HEADER, PEOPLE, REVIEWS, only, read

CONNECTIONS = "CODE,WORKER,PERSON,KIND,LABEL,FROM,TO,GRANTS\n"
DATES = "CODE,KIND,STARTS,ENDS,NOTE,STATE,KEY\n"
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"

REJECTED = {
    "too many cells": (EPISODES + "1,01/01/2020,S,V2,U4,,,,\n", "", "9 cells, the header has 7"),
    "too few cells": (EPISODES + "1,01/01/2020\n", "", "2 cells, the header has 7"),
    "no such day": (EPISODES + "1,31/02/2020,S,V2,U4,,\n", "DECOM", "no such day"),
    "year 1020": (EPISODES + "1,01/01/1020,S,V2,U4,,\n", "DECOM", "year 1020"),
    "iso date in the return": (EPISODES + "1,2020-01-01,S,V2,U4,,\n", "DECOM", "dd/mm/yyyy"),
    "short date": (EPISODES + "1,1/1/2020,S,V2,U4,,\n", "DECOM", "dd/mm/yyyy"),
    "date with a time": (EPISODES + "1,01/01/2020 00:00,S,V2,U4,,\n", "DECOM", "dd/mm/yyyy"),
    "american date": (EPISODES + "1,12/31/2020,S,V2,U4,,\n", "DECOM", "no such day"),
    "odd digits": (EPISODES + "1,0\u0661/01/2020,S,V2,U4,,\n", "DECOM", "dd/mm/yyyy"),
    "no date": (EPISODES + "1,,S,V2,U4,,\n", "DECOM", "empty"),
    "ends before it starts": (EPISODES + "1,02/01/2020,S,V2,U4,01/01/2020,X1\n", "DEC", "before"),
    "no child": (EPISODES + " ,02/01/2020,S,V2,U4,,\n", "CHILD", "empty"),
    "child as a number": (EPISODES + "1.23E+05,02/01/2020,S,V2,U4,,\n", "CHILD", "spreadsheet"),
    "child as a formula": (EPISODES + "=A1,02/01/2020,S,V2,U4,,\n", "CHILD", "formula"),
    "child with a space": (EPISODES + "1 2,02/01/2020,S,V2,U4,,\n", "CHILD", "characters"),
    "born tomorrow": (HEADER + "1,2,24/11/2026,WBRI,,,\n", "DOB", "still to come"),
    "review before birth": (REVIEWS + "1,01/01/2010,01/01/2009,PN1\n", "REVIEW", "before"),
    "missing before birth": (MISSING + "1,01/01/2010,M,01/01/2009,\n", "MIS_START", "before"),
    "name as a formula": (PEOPLE + '1,"=cmd|x",2010-01-01\n', "KNOWN_AS", "formula"),
    "name with plus": (PEOPLE + "1,+Ana,2010-01-01\n", "KNOWN_AS", "formula"),
    "name with minus": (PEOPLE + "1,-Ana,2010-01-01\n", "KNOWN_AS", "formula"),
    "name with at": (PEOPLE + "1,@Ana,2010-01-01\n", "KNOWN_AS", "formula"),
    "name with tab": (PEOPLE + "1,\tAna,2010-01-01\n", "KNOWN_AS", "formula"),
    "name with return": (PEOPLE + '1,"\rAna",2010-01-01\n', "KNOWN_AS", "formula"),
    "name, space, formula": (PEOPLE + "1, =1+1,2010-01-01\n", "KNOWN_AS", "formula"),
    "name, wide formula": (PEOPLE + "1,\uff1d1+1,2010-01-01\n", "KNOWN_AS", "formula"),
    "name with a bell": (PEOPLE + "1,An\x07a,2010-01-01\n", "KNOWN_AS", "control"),
    "name on two lines": (PEOPLE + '1,"An\na",2010-01-01\n', "KNOWN_AS", "line break"),
    "name too long": (PEOPLE + f"1,{'a' * 101},2010-01-01\n", "KNOWN_AS", "100"),
    "connection with nobody": (CONNECTIONS + "1,,,other,,2020-01-01,,\n", "WORKER", "one worker"),
    "connection with both": (CONNECTIONS + "1,W,2,other,,2020-01-01,,\n", "WORKER", "one worker"),
    "connection with oneself": (CONNECTIONS + "1,,1,sibling,,2020-01-01,,\n", "PERSON", "Nobody"),
    "connection, TO first": (
        CONNECTIONS + "1,W,,other,,2020-01-02,2020-01-01,\n", "TO", "before"),
    "date without a time": (DATES + "1,visit,2026-12-05,,,,\n", "STARTS", "clock time"),
    "25 o'clock": (DATES + "1,visit,2026-12-05 25:00,,,,\n", "STARTS", "no such time"),
    "hour that does not exist": (DATES + "1,visit,2027-03-28 01:30,,,,\n", "STARTS", "forward"),
    "ends first": (
        DATES + "1,visit,2026-12-05 14:00,2026-12-05 13:00,,,\n", "ENDS", "before"),
}  # fmt: skip


@pytest.mark.parametrize("case", REJECTED)
def test_the_row_is_rejected_and_the_file_goes_on(tmp_path: Path, case: str) -> None:
    content, column, says = REJECTED[case]
    reading = read(tmp_path, {"x.csv": content})
    error = only(reading, "error")
    assert (error.file, error.line, error.column) == ("x.csv", 2, column)
    assert says in error.problem and error.what_to_do
    assert not reading.tables and not reading.refused and reading.files[0].rows == 1


KEPT = {
    "unknown code": (EPISODES + "1,01/01/2020,S,V9,U4,,\n", "LS", "V9"),
    "small letters": (EPISODES + "1,01/01/2020,S,v2,U4,,\n", "LS", "v2"),
    "freeing after 2005": (EPISODES + "1,01/01/2006,S,D1,U4,,\n", "LS", "D1"),
    "independent living in 2026": (EPISODES + "1,01/04/2025,S,V2,P2,,\n", "PLACE", "P2"),
    "K3 before its time": (EPISODES + "1,01/01/2020,S,V2,K3,01/02/2020,X1\n", "PLACE", "K3"),
    "ended without a reason": (EPISODES + "1,01/01/2020,S,V2,U4,01/02/2020,\n", "REC", ""),
    "ends next year": (EPISODES + "1,01/01/2020,S,V2,U4,01/01/2027,X1\n", "DEC", "01/01/2027"),
    "sex": (HEADER + "1,9,01/01/2010,WBRI,,,\n", "SEX", "9"),
    "over 40": (HEADER + "1,1,01/01/1910,WBRI,,,\n", "DOB", "01/01/1910"),
    "review to come": (REVIEWS + "1,01/01/2010,01/01/2027,PN1\n", "REVIEW", "01/01/2027"),
    "language": (PEOPLE.replace("KNOWN_AS", "LANGUAGE") + "1,Welsh!,2010-01-01\n", "LANGUAGE",
                 "Welsh!"),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT)
def test_the_row_is_kept_with_a_warning(tmp_path: Path, case: str) -> None:
    content, column, value = KEPT[case]
    reading = read(tmp_path, {"x.csv": content})
    warning = only(reading, "warning")
    assert (warning.line, warning.column, warning.value) == (2, column, value)
    assert sum(map(len, reading.tables.values())) == 1
    assert not [f for f in reading.findings if f.level == "error"]


def test_an_unknown_code_is_kept_as_it_is(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.csv": EPISODES + "1,01/01/2020,S,V9,U4,,\n"})
    (row,) = reading.of(EpisodeRow)
    assert row.legal_status == "V9" and row.ended is None


def test_k3_fits_a_home_that_was_recorded_before_the_code_came_in(tmp_path: Path) -> None:
    assert not read(tmp_path, {"x.csv": EPISODES + "1,01/01/2020,S,V2,K3,,\n"}).findings


@pytest.mark.parametrize(("said", "kept"), [("0", 0), ("40", 40), ("", None)])
def test_scores(tmp_path: Path, said: str, kept: int | None) -> None:
    columns = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,HEALTH_CHECK\n"
    reading = read(tmp_path, {"x.csv": columns + f"1,01/01/2010,{said},,1\n"})
    assert reading.of(Oc2Row)[0].sdq_score == kept and not reading.findings


@pytest.mark.parametrize("said", ["41", "-1", "4.0", "x", "٣", "9" * 5000])
def test_a_score_out_of_range_is_left_out(tmp_path: Path, said: str) -> None:
    columns = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,HEALTH_CHECK\n"
    reading = read(tmp_path, {"x.csv": columns + f"1,01/01/2010,{said},,1\n"})
    assert reading.of(Oc2Row)[0].sdq_score is None and only(reading, "warning")


def test_care_leaver_codes(tmp_path: Path) -> None:
    columns = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n"
    reading = read(tmp_path, {"x.csv": columns + "1,01/01/2008,YES,F3,S1\n"})
    assert [(f.column, f.value) for f in reading.findings] == [("ACCOM", "S1"), ("ACTIV", "F3")]
    assert reading.of(Oc3Row)[0].accommodation == "S1"


def test_private_columns_are_not_looked_at(tmp_path: Path) -> None:
    header = HEADER + "1,2,01/01/2010,WBRI,=SECRET1,0,=SECRET2\n"
    oc2 = ("CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,SUBSTANCE_MISUSE,"
           "INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n"
           "1,01/01/2010,3,,SECRET3,1,SECRET4,SECRET5,SECRET6\n")  # fmt: skip
    episodes = ("CHILD,DECOM,RNE,LS,PLACE,DEC,REC,HOME_POST,PL_POST,URN\n"
                "1,01/01/2020,S,V2,U4,,,SECRET7,SECRET8,SECRET9\n")  # fmt: skip
    reading = read(tmp_path, {"a.csv": header, "b.csv": oc2, "c.csv": episodes})
    assert "SECRET" not in repr(reading) and not reading.findings
    assert sum(map(len, reading.tables.values())) == 3


def test_a_postcode_that_slipped_into_another_column_is_neither_kept_nor_shown(
    tmp_path: Path,
) -> None:
    reading = read(tmp_path, {"x.csv": EPISODES + "1,01/01/2020,S,V2,H5 1QW,,R084010198416\n"})
    assert "H5 1QW" not in repr(reading) and "R084010198416" not in repr(reading)
    assert reading.of(EpisodeRow)[0].placement == ""


def test_sex_and_ethnicity_are_checked_and_not_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.csv": HEADER + "1,2,01/01/2010,ZZZZ,,,\n"})
    assert only(reading, "warning").value == "ZZZZ"
    assert "ZZZZ" not in repr(reading.tables)
    assert reading.of(HeaderRow)[0] == HeaderRow(child="1", born=date(2010, 1, 1))


def test_names_are_put_into_one_form_and_direction_marks_taken_out(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.csv": PEOPLE + "1,Jose\u0301\u202e\u2066,2010-01-01\n"})
    assert reading.of(PersonRow)[0].known_as == "José"
    assert "\\u202e" in only(reading, "warning").value


@pytest.mark.parametrize("name", ["محمد", "ሰላም", "O'Neill-Šimić", "می\u200cخواهم", "李"])
def test_names_of_the_world_are_taken(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, {"x.csv": PEOPLE + f"1,{name},2010-01-01\n"})
    assert reading.of(PersonRow)[0].known_as == name and not reading.findings


def test_lines_are_counted_through_quoted_newlines_and_blank_rows(tmp_path: Path) -> None:
    rows = '1,visit,2026-12-05 14:00,,"two\r\nlines",,\r\n\r\n,,,,,,\r\n2,visit,bad,,,,\r\n'
    reading = read(tmp_path, {"x.csv": DATES.replace("\n", "\r\n") + rows})
    assert only(reading, "error").line == 6
    assert reading.of(DateRow)[0].note == "two\nlines" and only(reading, "note").line == 0


def test_columns_may_stand_anywhere_in_any_case_with_others_beside_them(tmp_path: Path) -> None:
    content = "\ufeff extra ,Pl,childid,dec,REC,LS,rne,Decom\r\nz,U4,007,,,C2,S,01/01/2020\r\n"
    reading = read(tmp_path, {"x.txt": content})
    (row,) = reading.of(EpisodeRow)
    assert (row.child, row.placement, row.line) == ("007", "U4", 2)
    assert "extra" in only(reading, "note").problem


def test_a_long_value_is_cut_in_the_report(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.csv": EPISODES + f"1,01/01/2020,S,{'Q' * 500},U4,,\n"})
    assert len(only(reading, "warning").value) == 60
    assert len(reading.of(EpisodeRow)[0].legal_status) == 40


def test_worker_details(tmp_path: Path) -> None:
    content = ("WORKER,NAME,ROLE,EMAIL,PHONE\n"
               "W1,Priya Shah,Social worker,p@council.example,+44 1632 960001\n"
               "W2,Tom,advocate,not an address,=1\n")  # fmt: skip
    reading = read(tmp_path, {"x.csv": content})
    first, second = reading.of(WorkerRow)
    assert (first.role, first.phone) == ("social_worker", "+44 1632 960001")
    assert (second.role, second.email, second.phone) == ("advocate", "", "")
    assert [f.column for f in reading.findings] == ["EMAIL", "PHONE", "ROLE"]


def test_a_slip_in_grants_grants_nothing(tmp_path: Path) -> None:
    content = CONNECTIONS + "1,W1,,social_worker,my worker,01/02/2020,,plan family;address\n"
    reading = read(tmp_path, {"x.csv": content})
    assert reading.of(ConnectionRow)[0].grants == ("plan",) and only(reading, "warning")


def test_dates_keep_wall_time(tmp_path: Path) -> None:
    content = DATES + "1,Family time,05/12/2026 14:00,2026-12-05 16:00,,,K1\n"
    (row,) = read(tmp_path, {"x.csv": content}).of(DateRow)
    assert (row.kind, row.state, row.starts) == (
        "family_time", "coming", datetime(2026, 12, 5, 14, 0))  # fmt: skip


def test_tables_known_and_not_used_are_passed_over(tmp_path: Path) -> None:
    content = "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n1,rubbish,,,zz/05/2020\n"
    reading = read(tmp_path, {"x.csv": content})
    assert "not used here" in only(reading, "note").problem
    assert reading.files[0].table == "previous_permanence" and reading.files[0].rows == 0


def test_missing(tmp_path: Path) -> None:
    (row,) = read(tmp_path, {"x.csv": MISSING + "1,01/01/2010,M,01/01/2020,\n"}).of(MissingRow)
    assert row.kind == "M" and row.ended is None


def test_warnings_never_crowd_out_an_error(tmp_path: Path) -> None:
    rows = "".join(f"{n},01/01/2020,S,V9,U4,,\n" for n in range(50)) + "99,bad,S,V2,U4,,\n"
    reading = read(tmp_path, {"x.csv": EPISODES + rows}, replace(DEFAULT, findings_per_file=10))
    assert only(reading, "error").line == 52 and len(reading.of(EpisodeRow)) == 50


def test_findings_are_bounded(tmp_path: Path) -> None:
    rows = "".join(f"{n},bad,S,V2,U4,,\n" for n in range(50))
    reading = read(tmp_path, {"x.csv": EPISODES + rows}, replace(DEFAULT, findings_per_file=10))
    assert len(reading.findings) == 11 and "40 more" in reading.findings[0].problem
    assert not reading.tables
