"""What the two made-up councils offer, and what some of their young people told us themselves."""

from __future__ import annotations

import tomllib

from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.entitlements.asked import WHERE
from portal.entitlements.items import LOCAL
from portal.entitlements.kept import rows_of
from portal.entitlements.tables import LocalItem, OwnFact

# Who told us what: question, answer. Darnell lives far away, Selam in a house in the next area.
SAID = {
    "chloe": {"q3": "yes", "q4": "yes", "q5": "uc", "q6": "yes"},
    "jordan": {"q2": "other", "q13": "yes"},
    "darnell": {WHERE.code: "elsewhere"},
    "selam": {WHERE.code: "Thornmere Council", "q2": "college"},
}


def tell(rows: Rows, cast: Cast) -> None:
    """Each council keeps its own offer, and that of the one next to it."""
    for path in sorted(LOCAL.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for council_id in cast.councils.values():
            for code, body in rows_of(data):
                rows.add(
                    LocalItem, council_id=council_id, ref=new_ref(), offered_by=data["council"],
                    code=code, body=body, kept_by_id=None, kept_at=cast.now, gone_at=None,
                    reminded_at=None,
                )  # fmt: skip
    for key, told in SAID.items():
        story = cast.stories.young.get(key) or cast.stories.slim[key]
        for code, value in told.items():
            rows.add(
                OwnFact, council_id=cast.council(story), person_id=cast.ids[key], code=code,
                value=value, changed_at=cast.now,
            )  # fmt: skip
