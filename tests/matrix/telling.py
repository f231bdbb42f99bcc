"""At the end of a run of tests, how many cells of the matrix there were, and how many were wrong.

A plugin, since the cells are asked in several processes and added up by the first one.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.matrix.runner import Result

NAME = "matrix"


def keep(record_property: Any, engine: str, result: Result) -> None:
    """Called by a test that asked some cells."""
    record_property(f"{NAME}:{engine}", [result.cells, len(result.wrong), len(result.leaks)])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "call":
                continue
            for name, value in getattr(report, "user_properties", ()):
                if name.startswith(f"{NAME}:"):
                    cells, wrong, leaks = value
                    counted = found.setdefault(name.partition(":")[2], Counter())
                    counted.update(cells=cells, wrong=wrong, leaks=leaks)
    for engine, counted in sorted(found.items()):
        terminalreporter.write_line(
            f"matrix on {engine}: {counted['cells']} cells, {counted['wrong']} wrong, "
            f"{counted['leaks']} leaks"
        )
