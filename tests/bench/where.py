"""`python -m tests.bench.where home`: which lines of ours and of others a page's time goes to.

Own time of each function, over many requests in this process. A profile makes small functions
look dearer than they are: use it to find a suspect, and `tests.bench speed` to convict.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
from pathlib import Path

from portal.site import create_app
from tests.bench import people
from tests.bench.growth import requests
from tests.bench.stage import Stage, fill

NAMES = {
    "home": "young /home", "thread": "young /messages", "people": "worker /people",
    "waiting": "worker /waiting", "post": "young post", "worker-post": "worker post",
}  # fmt: skip
TIMES = 200
LINES = 45


def main() -> None:
    name = NAMES[sys.argv[1]]
    order = sys.argv[2] if len(sys.argv) > 2 else "tottime"
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        database = stage.new_sqlite()
        fill(database, 500)
        app = create_app(stage.settings(database), database)
        ask = dict(requests(app, people.gather(database)))[name]
        for _ in range(10):
            ask()
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(TIMES):
            ask()
        profile.disable()
        database.dispose()
    pstats.Stats(profile).sort_stats(order).print_stats(LINES)


if __name__ == "__main__":
    main()
