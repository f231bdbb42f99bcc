"""The yearly return of reviews: its columns and rules, and that it comes back to the same state."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal.core.audit import AuditEvent
from portal.core.db import Db
from portal.house import Council, Person, Review
from portal.intake import apply as importing
from portal.intake.apply import Target
from portal.intake.reading import read_folder
from portal.people.rules import PersonKind
from portal.reviews.desk import returns, rules
from portal.reviews.desk.rules import Held, Wrong, make_return
from tests.makers import make, make_council, make_person
from tests.reviews import __file__ as here

FOLDER = Path(here).parent / "folder"
Run = Callable[..., Result]
TODAY = date(2026, 11, 23)


def _day(cell: str) -> date:
    day, month, year = cell.split("/")
    return date(int(year), int(month), int(day))


def published_rules(text: str) -> None:
    """What the published validator asks of the table, written anew: its columns, the form of its
    dates, its codes, rules 440 and 441."""
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["CHILD", "DOB", "REVIEW", "REVIEW_CODE"]
    for child, dob, review, code in rows[1:]:
        born, held = (_day(cell) for cell in (dob, review))
        assert len(dob) == len(review) == 10 and child and child[0].isalnum()
        four = date(born.year + 4, born.month, born.day) if (born.month, born.day) != (
            2, 29) or (born.year + 4) % 4 == 0 else date(born.year + 4, 3, 1)  # fmt: skip
        assert code in {f"PN{n}" for n in range(8)}
        assert not (code == "PN0" and held >= four), "rule 440"
        assert not (code != "PN0" and held < four), "rule 441"


def held(child: str = "1", day: str = "2025-06-02", code: str = "PN1", **more: object) -> Held:
    born = more.pop("born", date(2012, 5, 6))
    return Held(child, born, date.fromisoformat(day), code, **more)  # type: ignore[arg-type]


def test_a_return_year_runs_from_april_to_march_and_has_the_name_of_its_end():
    days = ("2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01")
    found = make_return(2026, [held(day=day) for day in days])
    assert [f"{one.day}" for one in found.rows] == ["2025-04-01", "2026-03-31"]
    assert rules.year_of(date(2025, 3, 31)) == 2025 and rules.year_of(date(2025, 4, 1)) == 2026


@pytest.mark.parametrize(("one", "wrong"), [
    (held(code=""), Wrong.NO_CODE),
    (held(code="=HYPERLINK(1)"), Wrong.UNKNOWN_CODE),
    (held(code="PN0"), Wrong.FOUR_OR_OVER),
    (held(born=date(2023, 1, 1)), Wrong.UNDER_FOUR),
    (held(born=None), Wrong.NO_BIRTH_DATE),
    (held(born=date(2025, 7, 1), code="PN0"), Wrong.BEFORE_BIRTH),
    (held(child="=1+1"), Wrong.BAD_KEY),
    (held(child="kéy"), Wrong.BAD_KEY),
])  # fmt: skip
def test_what_breaks_a_rule_is_named_and_left_out(one, wrong):
    found = make_return(2026, [one, held("2")])
    assert [row.child for row in found.rows] == ["2"]
    assert [(t.child, t.wrong) for t in found.troubles] == [(one.child, wrong)]


def test_two_on_one_day_are_one_when_they_say_the_same_and_a_problem_when_not():
    assert len(make_return(2026, [held(), held()]).rows) == 1
    found = make_return(2026, [held(ref="a"), held(code="", ref="b")])
    assert [(t.wrong, t.ref) for t in found.troubles] == [(Wrong.TWO_ON_ONE_DAY, "b")]


# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def run(app: Flask, db: Db) -> Run:
    def do(*words: str) -> Result:
        db.commit()
        result = app.test_cli_runner().invoke(args=list(words))
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return do


def test_the_sample_folder_comes_back_as_it_went_in(run: Run, db: Db, tmp_path: Path):
    make_council(db, name="Sampleshire")
    assert run("import", str(FOLDER), "--council", "Sampleshire", "--apply").exit_code == 0
    seen = set()
    for year in (2024, 2025, 2026, 2027):
        out = tmp_path / str(year)
        words = ("export", "reviews", "--council", "Sampleshire", "--year", str(year))
        done = run(*words, "--out", str(out))
        assert done.exit_code == 0, done.output
        text = (out / "reviews.csv").read_text()
        published_rules(text)
        seen |= set(text.split()[1:])
        again = run("import", str(out), "--council", "Sampleshire")
        assert again.exit_code == 0 and "Nothing to change." in again.output
    assert seen == set((FOLDER / "reviews.csv").read_text().split()[1:])


def test_nothing_is_written_while_something_is_wrong(run: Run, db: Db, tmp_path: Path):
    council = make_council(db, name="Sampleshire")
    sam = make_person(db, PersonKind.YOUNG, council=council, code="S1", known_as="Samira",
                      born=date(2012, 5, 6))  # fmt: skip
    for day, code in ((date(2025, 6, 2), ""), (date(2025, 12, 1), "PN6")):
        a_review(db, sam, day, code=code)
    words = ("export", "reviews", "--council", "Sampleshire", "--year", "2026",
             "--out", str(tmp_path))  # fmt: skip
    refused = run(*words)
    assert refused.exit_code == 1 and not (tmp_path / "reviews.csv").exists()
    assert "S1, 02/06/2025: has no participation code" in refused.output
    assert "Samira" not in refused.output
    done = run(*words, "--leave-out")
    assert done.exit_code == 1 and "01/12/2025,PN6" in (tmp_path / "reviews.csv").read_text()
    assert oct((tmp_path / "reviews.csv").stat().st_mode & 0o777) == "0o600"
    noted = db.scalars(select(AuditEvent.what).where(AuditEvent.council_id == council.id)).all()
    assert noted == ["review_desk.exported", "review_desk.exported"]


def test_another_council_and_a_place_that_is_no_folder_are_refused_in_words(
    run: Run, db: Db, tmp_path: Path
):
    make_council(db, name="Sampleshire")
    assert run("export", "reviews", "--council", "Nowhere", "--year", "2026").exit_code == 2
    (tmp_path / "there").write_text("")
    said = run("export", "reviews", "--council", "Sampleshire", "--year", "2026",
               "--out", str(tmp_path / "there"))  # fmt: skip
    assert said.exit_code == 2


# --- made-up years ------------------------------------------------------------------------------


def a_review(db: Db, of: Person, day: date, **given: object) -> Review:
    columns = {
        "council_id": of.council_id, "person_id": of.id, "wall": datetime.combine(day, time()),
        "state": "done", "all_day": True, "key": f"903:{day}",
    }  # fmt: skip
    return make(db, Review, columns, given)


@dataclass(frozen=True)
class Meeting:
    days: int  # since the beginning of April 2025
    hour: int | None  # None: known by its day, as the return says it
    code: str
    state: str
    kind: str
    moved: bool


MEETINGS = st.builds(
    Meeting, st.sampled_from([-1, 0, 1, 2, 200, 364, 365]),
    st.one_of(st.none(), st.integers(9, 17)),
    st.sampled_from([*rules.CODES, "", "PN9", "=1"]),
    st.sampled_from(["done", "done", "done", "coming", "cancelled"]),
    st.sampled_from(["care", "care", "care", "pathway"]), st.booleans(),
)  # fmt: skip
CHILDREN = st.tuples(
    st.one_of(st.none(), st.dates(date(2005, 1, 1), date(2026, 1, 1))),
    st.lists(MEETINGS, max_size=6, unique_by=lambda one: (one.days, one.hour)),
)


@pytest.mark.one_engine
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(children=st.lists(CHILDREN, max_size=4))
def test_any_year_passes_the_rules_and_brings_back_the_same_state(db: Db, tmp_path, children):
    council = make_council(db)
    wanted: set[tuple[str, date]] = set()
    for number, (born, meetings) in enumerate(children):
        child = make_person(db, PersonKind.YOUNG, council=council, code=f"K{number}", born=born)
        for one in meetings:
            day = date(2025, 4, 1) + timedelta(days=one.days)
            wall = datetime.combine(day, time(one.hour or 0))
            hour = {"all_day": one.hour is None, "wall": wall, "kind": one.kind}
            key = f"903:{day}" if one.hour is None else f"at:{wall:%Y-%m-%dT%H:%M}"
            moved = wall - timedelta(days=9) if one.moved else None
            a_review(db, child, day, code=one.code, state=one.state, key=key, moved_from=moved,
                     **hour)  # fmt: skip
            inside = date(2025, 4, 1) <= day <= date(2026, 3, 31)
            if inside and one.state == "done" and one.kind == "care":
                wanted.add((child.code, day))
    found = returns.whole(db, council.id, 2026)
    # Each day is there once: written, or named with what is wrong.
    there = [(one.child, one.day) for one in (*found.rows, *found.troubles)]
    assert sorted(there) == sorted(wanted)
    text = returns.as_csv(found).decode()
    published_rules(text)
    returns.write(tmp_path, text.encode())
    reading = read_folder(tmp_path, TODAY)
    assert not reading.findings and (reading.files or not found.rows)
    work = importing.work_out(
        db, Target(council.id, council.name), reading, datetime.fromisoformat("2026-11-23T10:00Z")
    )
    assert not work.counts() and not work.rejected()
    for table in (Review, Person):
        db.execute(delete(table).where(table.council_id == council.id))
    db.execute(delete(Council).where(Council.id == council.id))
