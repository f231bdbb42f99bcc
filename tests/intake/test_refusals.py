"""Whole files that are refused, in words that say what to do."""

import os
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from portal.intake import one_file, opening
from portal.intake.reading import DEFAULT, read_folder
from tests.intake.small import EPISODES, HEADER, TODAY, read

REFUSED = {
    "empty": (b"", "empty"),
    "blank lines only": (b"\r\n\r\n", "empty"),
    "a mark and nothing else": (b"\xef\xbb\xbf", "empty"),
    "utf-16": ("CHILD,DOB\n".encode("utf-16"), "UTF-16"),
    "utf-16 without a mark": ("CHILD,DOB\n".encode("utf-16-le"), "zero bytes"),
    "windows": ("CODE,KNOWN_AS,BORN\n1,José,2010-01-01\n".encode("cp1252"), "not UTF-8"),
    "cut off": ("CODE,KNOWN_AS,BORN\n1,José".encode()[:-1], "cut off"),
    "zero byte": (b"CHILD,DOB\n1\0,2\n", "zero bytes"),
    "spreadsheet": (b"PK\x03\x04rest", "spreadsheet"),
    "unknown header": (b"FOO,BAR\n1,2\n", "Columns seen: FOO, BAR. Tables known: header"),
    "two tables": (b"CHILD,DOB,REVIEW,REVIEW_CODE,IN_TOUCH,ACTIV,ACCOM\n", "more than one table"),
    "column twice": (b"CHILD,CHILDID,DOB,ETHNIC\n", "more than once"),
    "quote never closed": ((HEADER + '1,2,"01/01/2010\n').encode(), "quotation mark near line 2"),
    "quote in a cell": ((HEADER + '1,2,"a"b,,,,\n').encode(), "quotation mark near line 2"),
    "unknown preamble": (b"#hello\n" + HEADER.encode(), "begins with #"),
    "preamble of no table": (b"#complete,cats,2026-11-01\n" + HEADER.encode(), "do not know"),
    "preamble to come": (b"#complete,header,2027-11-01\n" + HEADER.encode(), "still to come"),
    "preamble, impossible day": (b"#complete,header,2026-02-31\n" + HEADER.encode(), "date"),
    "preamble of another table": (b"#complete,people,2026-11-01\n" + HEADER.encode(), "speaks of"),
    "json, not a plan": (b'{"code": "1"}\n', "not a plan"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused(tmp_path: Path, case: str) -> None:
    content, says = REFUSED[case]
    reading = read(tmp_path, {"x.csv": content})
    (refusal,) = reading.refused
    assert refusal.file == "x.csv" and says in refusal.problem and refusal.what_to_do
    assert not reading.tables and not reading.files and not reading.findings


def test_two_gigabytes_are_refused_by_their_size(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(2 << 30)
    assert "2,147,483,648 bytes" in read_folder(tmp_path, TODAY).refused[0].problem


def test_too_many_rows_refuse_the_file(tmp_path: Path) -> None:
    rows = "".join(f"{n},1,01/01/2010,WBRI,,,\n" for n in range(4))
    reading = read(tmp_path, {"x.csv": HEADER + rows}, replace(DEFAULT, rows=3))
    assert "more than 3 rows" in reading.refused[0].problem and not reading.tables


@pytest.mark.parametrize("length", [20_001, 140_000, 1_100_000])
def test_a_cell_without_end_refuses_the_file(tmp_path: Path, length: int) -> None:
    reading = read(tmp_path, {"x.csv": HEADER + "1,1,01/01/2010," + "x" * length + ",,,\n"})
    assert "longer than" in reading.refused[0].problem


def test_an_open_quote_that_swallows_a_long_file_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"{n},1,01/01/2010,WBRI,,,\n" for n in range(10_000))
    reading = read(tmp_path, {"x.csv": HEADER + '1,1,"01/01/2010,WBRI,,,\n' + rows})
    assert "line 2" in reading.refused[0].problem
    assert "quotation mark" in reading.refused[0].what_to_do


def test_semicolons_are_named(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.csv": "CHILD;DOB\n"})
    assert "commas" in reading.refused[0].what_to_do


def test_a_header_that_lacks_a_column_is_told_which(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.csv": "CHILD,DECOM,RNE,LS,DEC,REC\n"})
    assert reading.refused[0].what_to_do == "If this is episodes, it lacks: PLACE."


def test_a_file_without_a_header_row_does_not_spill_its_first_row(tmp_path: Path) -> None:
    reading = read(tmp_path, {"x.csv": "62551,2,18/03/2005,OOTH,R084010198416,H5 1QW,\n"})
    said = reading.refused[0].problem
    assert "R084010198416" not in said and "H5 1QW" not in said and "62551" not in said


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "no", TODAY).refused


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a.csv": "", "b.csv": ""}, replace(DEFAULT, files=1))
    assert "2 files" in reading.refused[0].problem


def test_links_folders_pipes_and_other_things_are_passed_over(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "x.csv").write_text(EPISODES + "1,01/01/2020,S,V2,U4,,\n")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "link.csv").symlink_to(secret / "x.csv")
    (inbox / "sub").mkdir()
    os.mkfifo(inbox / "pipe.csv")
    reading = read(inbox, {"README.md": "# hello", ".hidden": "x", "LICENSE": "MIT"})
    assert [f.level for f in reading.findings] == ["note"] * 6
    assert not reading.tables and not reading.refused and not reading.files


def test_a_file_that_changes_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = opening.looked_through

    def and_meanwhile(raw: BinaryIO, limits: opening.Limits) -> str:
        digest = whole(raw, limits)
        with (tmp_path / "x.csv").open("a") as file:
            file.write("2,1,01/01/2010,WBRI,,,\n")
        return digest

    monkeypatch.setattr(one_file, "looked_through", and_meanwhile)
    reading = read(tmp_path, {"x.csv": HEADER + "1,1,01/01/2010,WBRI,,,\n"})
    assert "changed" in reading.refused[0].problem and not reading.tables


def test_odd_file_names_are_shown_and_told_apart(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a\n.csv": "", "a\\n.csv": "", "x" * 90 + ".csv": ""})
    assert [r.file for r in reading.refused] == ["a\\n.csv", "a\\n.csv'", "x" * 90 + ".csv"]


def test_a_file_swapped_for_a_link_at_the_last_moment_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text(HEADER)
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    with pytest.raises(OSError, match="symbolic links"):
        opening.open_safely(tmp_path / "link.csv", DEFAULT)
