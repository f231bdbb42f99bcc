"""`python -m tests.bench`: all measurements, or those named. Under four minutes unless --large."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests import servers
from tests.bench import growth, intake, notices, offers, speed, weight
from tests.bench.report import Part, show
from tests.bench.stage import Stage

RESULTS = servers.REPO / "bench.json"

Measure = Callable[[Stage, bool], list[Part]]
PARTS: dict[str, Measure] = {
    "weight": weight.measure,
    "speed": speed.measure,
    "growth": growth.measure,
    "intake": intake.measure,
    "notices": notices.measure,
    "offers": offers.measure,
}


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which (all of them)")
    asked.add_argument("--large", action="store_true", help="grow to 100,000 people too")
    chosen = asked.parse_args()
    began = time.monotonic()
    found: list[Part] = []
    servers.begin_run()
    try:
        with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
            stage = Stage(Path(folder))
            for name in chosen.parts or PARTS:
                for part in PARTS[name](stage, chosen.large):
                    show(part)
                    found.append(part)
    finally:
        servers.end_run()
    took = time.monotonic() - began
    RESULTS.write_text(json.dumps(_whole(found, took), indent=1) + "\n")
    print(f"\n{took:.0f} s. Also in {RESULTS.name}.")


def _whole(parts: list[Part], took: float) -> dict[str, object]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_after": os.getloadavg()[0],  # how busy the machine was besides
        "seconds": round(took, 1),
        "parts": {part.name: {"what": part.what, "rows": part.rows} for part in parts},
    }


if __name__ == "__main__":
    main()
