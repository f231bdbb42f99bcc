"""Runs of the import, and what each found wrong. Retention: two years.

A finding keeps the raw value of a code nobody knows, so that the council can mend it; never a
value of a column that is read past.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import retention
from portal.core.db import Base, Keyed
from portal.core.retention import YEAR, Rule
from portal.core.types import UtcDateTime


class ImportRun(Keyed, Base):
    """One applied import. files: names and hashes, as JSON text."""

    __tablename__ = "import_run"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    added: Mapped[int]
    changed: Mapped[int]
    ended: Mapped[int]
    rejected: Mapped[int]
    warned: Mapped[int]
    files: Mapped[str]


class ImportFinding(Keyed, Base):
    """One rejected row or warning of a run."""

    __tablename__ = "import_finding"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    level: Mapped[str] = mapped_column(String(8))
    file: Mapped[str] = mapped_column(String(200))
    line: Mapped[int]
    column: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(80))
    problem: Mapped[str] = mapped_column(String(200))
    what_to_do: Mapped[str] = mapped_column(String(300))


retention.also(
    Rule(ImportFinding, ImportRun.at, 2 * YEAR, by=ImportRun.id == ImportFinding.run_id),
    Rule(ImportRun, ImportRun.at, 2 * YEAR),
)
