"""What holds for any bytes and any order."""

import random
import tempfile
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.intake.reading import Reading, read_folder, unknown_children, unknown_workers
from portal.intake.records import EpisodeRow, PersonRow, TableName
from tests.intake import files
from tests.intake.small import EPISODES, HEADER, TODAY

FEW = settings(max_examples=100, deadline=None)
starts = st.sampled_from(
    [b"", HEADER.encode(), EPISODES.encode(), b"#complete,people,2026-11-01\n", b'{"code": ']
    + [",".join(header).encode() + b"\n" for header in files.HEADERS.values()]
)
cells = st.sampled_from(
    ["1", "", "01/01/2010", "31/02/2010", '"', "=1", "\r", "\n", ",", "\x85", "\u2028", "é", "{}"]
)
rubbish = st.one_of(st.binary(max_size=300), st.lists(cells, max_size=40).map(
    lambda said: ",".join(said).encode()))  # fmt: skip


def read_bytes(*contents: bytes) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(contents):
            (Path(folder) / f"{number}.csv").write_bytes(content)
        return read_folder(Path(folder), TODAY)


@FEW
@given(starts, rubbish, rubbish)
def test_no_bytes_ever_raise(start: bytes, one: bytes, two: bytes) -> None:
    reading = read_bytes(start + one, two)
    assert len(reading.files) + len(reading.refused) == 2
    for finding in reading.findings:
        assert len(finding.value) <= 60 and finding.problem.isprintable() and finding.what_to_do
        assert finding.value.isprintable()


def as_sets(reading: Reading) -> dict[TableName, set[object]]:
    return {table: set(rows) for table, rows in reading.tables.items()}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_columns_and_files_does_not_matter(tmp_path: Path, seed: int) -> None:
    made = files.make(12, seed=seed)
    files.write(made, tmp_path / "a")
    dice = random.Random(seed)
    (tmp_path / "b").mkdir()
    for number, (table, rows) in enumerate(dice.sample(list(made.rows.items()), len(made.rows))):
        order = dice.sample(range(len(files.HEADERS[table])), len(files.HEADERS[table]))
        header = [files.HEADERS[table][place] for place in order]
        mixed = [[row[place] for place in order] for row in dice.sample(rows, len(rows))]
        (tmp_path / "b" / f"{number}").write_bytes(files.as_csv(header, mixed, crlf=False))
    made.rows = {}
    files.write(made, tmp_path / "b")
    one, two = read_folder(tmp_path / "a", TODAY), read_folder(tmp_path / "b", TODAY)
    assert as_sets(one) == as_sets(two) and not one.findings and not two.findings
    assert not one.refused and not two.refused


@pytest.mark.parametrize("bom", [True, False])
def test_made_folders_are_read_without_a_word(tmp_path: Path, bom: bool) -> None:
    made = files.write_folder(tmp_path, 60, seed=3, bom=bom, crlf=bom)
    reading = read_folder(tmp_path, TODAY)
    assert not reading.findings and not reading.refused
    assert not unknown_children(reading) and not unknown_workers(reading)
    for table, rows in made.rows.items():
        assert len(reading.tables.get(TableName(table), ())) == len(rows)
    assert len(reading.tables[TableName.PLANS]) == 60
    assert reading == read_folder(tmp_path, TODAY)


def test_the_same_seed_makes_the_same_files() -> None:
    assert files.make(30, seed=9) == files.make(30, seed=9) != files.make(30, seed=8)


keys = st.from_regex(r"[A-Za-z1-9][A-Za-z0-9]{0,9}", fullmatch=True)
days = st.dates(date(2000, 1, 1), TODAY)
episodes = st.builds(
    EpisodeRow,
    child=keys,
    started=days,
    reason_new=st.sampled_from("SLPTBU"),
    legal_status=st.sampled_from(["C1", "C2", "V2"]),
    placement=st.sampled_from(["U4", "K2"]),
    provider=st.sampled_from(["", "PR1"]),
    ended=st.none() | days,
    reason_ended=st.sampled_from(["", "X1"]),
    reason_place_change=st.sampled_from(["", "OTHER"]),
)


@settings(FEW, max_examples=50)
@given(st.lists(episodes, max_size=6, unique_by=lambda row: row.child.casefold()))
def test_episodes_survive_being_written_and_read(rows: list[EpisodeRow]) -> None:
    right = [row for row in rows if row.ended is None or row.ended >= row.started]
    header = [
        c for c in files.HEADERS["episodes"] if c not in ("CIN", "HOME_POST", "PL_POST", "URN")
    ]
    written = [
        [
            *(r.child, files.uk(r.started), r.reason_new, r.legal_status, r.placement, r.provider),
            *(files.uk(r.ended), r.reason_ended, r.reason_place_change),
        ]
        for r in rows
    ]
    reading = read_bytes(files.as_csv(header, written))
    assert list(reading.of(EpisodeRow)) == right


names = st.text(
    st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Pd"), include_characters=" '\",;"),
    max_size=40,
)


@settings(FEW, max_examples=50)
@given(st.lists(st.tuples(keys, names, days), max_size=6, unique_by=lambda row: row[0].casefold()))
def test_names_survive_being_written_and_read(rows: list[tuple[str, str, date]]) -> None:
    written = [[child, name, day.isoformat()] for child, name, day in rows]
    reading = read_bytes(files.as_csv(("CODE", "KNOWN_AS", "BORN"), written))
    back = {row.child: row.known_as for row in reading.of(PersonRow)}
    for child, name, _ in rows:
        said = unicodedata.normalize("NFC", name.strip())
        assert back.get(child, said) == said
        assert child in back or said.startswith(("-", "\uff0d"))
