"""Small folders for one test each."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from portal.intake.findings import Finding
from portal.intake.opening import Limits
from portal.intake.reading import DEFAULT, Reading, read_folder

TODAY = date(2026, 11, 23)
Read = Callable[..., Reading]

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
PEOPLE = "CODE,KNOWN_AS,BORN\n"


def read(folder: Path, files: dict[str, str | bytes], limits: Limits = DEFAULT) -> Reading:
    """Writes these files, reads the folder on 23 November 2026."""
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(raw)
    return read_folder(folder, TODAY, limits)


def only(reading: Reading, level: str) -> Finding:
    """The one finding of this level."""
    found = [finding for finding in reading.findings if finding.level == level]
    assert len(found) == 1, found
    return found[0]
