"""What rooms declare is known where it has to be: jobs and pumps to the worker, fields in which
people write to the page that gives their words back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from portal.core.access import Role
from portal.core.forms import is_written
from tests import makers

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


def test_what_is_written_in_sentences_is_known_from_the_forms_and_no_secret_is(app):
    written = ("text", "text_why", "words", "wish", "body", "said", "title")
    assert all(is_written(name, "A cooker, please") for name in written)
    secrets = ("passphrase", "now", "new", "word", "csrf_token", "code")
    assert not any(is_written(name, "three secret words") for name in (*secrets, "entry"))
    assert is_written("body", "Yes") and not is_written("wish", "yes")


def test_a_decision_that_was_typed_too_late_is_given_back(client, db):
    client.sign_in(makers.make_worker(db), Role.WORKER)
    typed = {"words": "You can have a bed.", "title": "", "passphrase": "purple otter bus"}
    answer = client.post("/to-decide/x/note", data=typed)  # without this session's token
    assert answer.status_code == 400 and "You can have a bed." in answer.text
    assert "otter" not in answer.text
