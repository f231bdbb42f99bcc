"""Brings small folders into a real database, the way `flask import` does."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.db import Base, Database
from portal.house import METADATA
from portal.intake.apply import Target, apply, councils, new_council, work_out
from portal.intake.findings import Finding
from portal.intake.reading import Reading, read_folder
from portal.intake.working import Working

NAME = "Sampleshire"
Bring = Callable[..., Working]
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
SOCIAL_WORKERS = "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC\n"
PEOPLE = "CODE,BORN,KNOWN_AS,FIRST_NAME,LANGUAGE\n"
WORKERS = "WORKER,NAME,ROLE\n"
CONNECTIONS = "CODE,WORKER,PERSON,KIND,FROM,TO,LABEL,GRANTS\n"
DATES = "CODE,KIND,STARTS,WITH,STATE,KEY\n"
TWO = {"header.csv": HEADER + "1,F,01/03/2010,WBRI,,,\n2,M,05/06/2012,WBRI,,,\n"}
PRIYA = {"workers.csv": WORKERS + "W1,Priya Shah,social_worker\n"}


class Town:
    """One database, and a folder whose files are replaced at each import."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder

    def read(self, files: Mapping[str, str]) -> Reading:
        self.folder.mkdir(exist_ok=True)
        for old in self.folder.iterdir():
            old.unlink()
        for name, content in files.items():
            (self.folder / name).write_text(content, encoding="utf-8")
        return read_folder(self.folder, clock.today(clock.now()))

    def bring(self, *files: Mapping[str, str]) -> Working:
        """Import these files; what they changed is what a dry run said before, and a second
        dry run has nothing to change."""
        reading = self.read({k: v for some in files for k, v in some.items()})
        return self.take(reading)

    def take(self, reading: Reading) -> Working:
        with self.database.reader() as db:
            promised = work_out(db, self.target(), reading, clock.now())
        with self.database.committing() as db:
            done = apply(db, self.target(), reading, clock.now())
        assert [(t.name, t.counts()) for t in promised.tables] == [
            (t.name, t.counts()) for t in done.tables
        ]
        assert promised.reading.findings == done.reading.findings
        with self.database.reader() as db:
            again = work_out(db, self.target(), reading, clock.now())
        assert not again.counts(), [line for t in again.tables for line in t.lines()]
        return done

    def target(self) -> Target:
        with self.database.reader() as db:
            there = councils(db)
        return next((c for c in there if c.name == NAME), None) or new_council(NAME, there)

    def rows(self, table: type[Base], *columns: str, **where: Any) -> list[Any]:
        """These columns of every row, oldest key first; one column comes bare."""
        query = select(*(getattr(table, name) for name in columns)).filter_by(**where)
        with self.database.reader() as db:
            found = db.execute(query.order_by(table.__table__.c.id)).all()
        return [row[0] if len(columns) == 1 else tuple(row) for row in found]

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is in the database."""
        with self.database.reader() as db:
            return {
                table.name: sorted(map(tuple, db.execute(select(table)).all()), key=repr)
                for table in METADATA.sorted_tables
            }

    def count(self, table: type[Base]) -> int:
        with self.database.reader() as db:
            return db.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def town(database: Database, now: object, tmp_path: Path) -> Town:
    return Town(database, tmp_path / "in")


def said(work: Working, level: str) -> list[Finding]:
    return [found for found in work.reading.findings if found.level == level]
