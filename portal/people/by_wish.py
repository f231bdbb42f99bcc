"""Fields that only a young person gives (`rules.BY_WISH`), on the connections that hold them."""

from __future__ import annotations

from sqlalchemy import update

from portal.core.db import Db
from portal.people.rules import BY_WISH
from portal.people.tables import Connection


def take_back(db: Db, council_id: int, young_id: int, adult_id: int) -> None:
    """At once, on every connection of these two, also on one that begins later: nothing comes back
    with it. Again changes nothing. The caller commits."""
    db.execute(
        update(Connection)
        .where(
            Connection.council_id == council_id, Connection.of_id == young_id,
            Connection.with_id == adult_id,
        )
        .values(grants=Connection.grants.bitwise_and(~int(BY_WISH)))
        .execution_options(synchronize_session=False)
    )  # fmt: skip
