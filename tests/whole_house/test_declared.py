"""Every job and pump that a room declares is known to the worker, as it starts by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASKS = """
from app import app
from portal.core.jobs import jobs, pumps
print(*(job.name for job in jobs()), *pumps(), sep="\\n")
"""


def test_the_worker_knows_every_job_and_pump(tmp_path):
    """In a process of its own: here the tests themselves have loaded what nobody else might."""
    declared = {
        name
        for file in (ROOT / "portal").rglob("*.py")
        for name in re.findall(r'^@(?:job|pump)\("([^"]+)"', file.read_text(), re.MULTILINE)
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKS],
        cwd=ROOT,
        env={**os.environ, "ALONGSIDE_DEMO": "1", "ALONGSIDE_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert declared
    assert declared == set(done.stdout.split("\n")) - {""}
