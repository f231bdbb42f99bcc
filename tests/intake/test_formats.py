"""The examples in FORMATS.md are read without a word, and the page names every column."""

import re
from pathlib import Path

import portal.intake
from portal.intake.reading import unknown_children, unknown_workers
from portal.intake.records import TableName
from portal.intake.shapes import columns_of
from portal.people.tables import Connection
from tests.intake.bring import Town
from tests.intake.small import read

PAGE = (Path(portal.intake.__file__).parent / "FORMATS.md").read_text(encoding="utf-8")
OURS = (TableName.PEOPLE, TableName.WORKERS, TableName.CONNECTIONS, TableName.DATES)


def examples() -> dict[str, str]:
    found = re.findall(r"```(?:csv|jsonl)\n(.*?)```", PAGE, re.S)
    return {f"{n}.txt": text for n, text in enumerate(found)}


def test_the_examples_are_a_folder_that_can_be_imported(tmp_path: Path) -> None:
    reading = read(tmp_path, {**examples()})
    assert not reading.findings and not reading.refused
    assert set(reading.tables) == {*OURS, TableName.PLANS}
    assert not unknown_children(reading) and not unknown_workers(reading)
    assert reading.complete_as_at(TableName.CONNECTIONS)


def test_the_examples_are_imported_without_a_word(town: Town) -> None:
    work = town.bring(examples())
    assert not work.reading.findings and town.count(Connection) == 3


def test_every_column_of_ours_is_on_the_page() -> None:
    for table in OURS:
        section = PAGE.split(f"## {table}\n")[1].split("\n## ")[0]
        for name in columns_of(table):
            assert re.search(rf"\b{name}\b", section), (table, name)
