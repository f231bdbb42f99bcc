"""`make torture`: so many kills on each database; what was seen, and 1 when anything was wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests import databases, servers
from tests.torture.running import torture


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.torture")
    asked.add_argument("--kills", type=int, default=500, help="on each database")
    asked.add_argument("--engine", choices=(databases.SQLITE, databases.POSTGRESQL))
    asked.add_argument("--seed", type=int, default=int(time.time()))
    given = asked.parse_args()
    engines = [given.engine] if given.engine else [databases.SQLITE, databases.POSTGRESQL]
    print(f"seed {given.seed}")
    servers.begin_run()
    try:
        return 1 if sum(_on(engine, given.kills, given.seed) for engine in engines) else 0
    finally:
        servers.end_run()


def _on(engine: str, kills: int, seed: int) -> int:
    print(f"{engine}: {kills} kills", flush=True)
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        folder = Path(name)
        with databases.fresh(engine) as database:
            seen = torture(
                database, folder, kills, seed, lambda words: print(f"  {words}", flush=True)
            )
    print(f"  {seen.kept} messages kept, {seen.again} times sent again, killed {seen.kills}")
    print(f"  {seen.cut} runs of jobs cut off, {seen.sent_again} rows sent again")
    print(f"  logged: {seen.errors or 'nothing'}")
    print(f"  {seen.seconds:.0f} s, {len(seen.faults)} faults")
    for fault in seen.faults[:40]:
        print(f"  {fault}")
    if seen.faults:
        print(seen.log)
    return len(seen.faults)


def _say(words: str) -> None:
    print(f"  {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
