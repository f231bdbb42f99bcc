"""An adult's own card: written, and its photo taken away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.introductions.tables import IntroCard, IntroPhoto
from portal.uploads.pictures import Picture


def write(
    db: Db, viewer: Viewer, does: str, hello: str, languages: str, photo: Picture | None,
    now: datetime,
) -> None:  # fmt: skip
    """What it says from now on; the photo stays as it is where none is brought. The same again
    changes nothing."""
    put = insert_or(db, IntroCard).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id, does=does,
        hello=hello, languages=languages, changed_at=now,
    )  # fmt: skip
    new = put.excluded
    put = put.on_conflict_do_update(
        index_elements=[IntroCard.person_id],
        set_={
            "does": new.does, "hello": new.hello, "languages": new.languages,
            "changed_at": new.changed_at,
        },
    )  # fmt: skip
    card_id = db.execute(put.returning(IntroCard.id)).scalar_one()
    if photo is None:
        return
    picture = insert_or(db, IntroPhoto).values(
        id=new_id(), council_id=viewer.council_id, card_id=card_id, data=photo.small, made_at=now
    )
    drawn = picture.excluded
    db.execute(
        picture.on_conflict_do_update(
            index_elements=[IntroPhoto.card_id],
            set_={"data": drawn.data, "made_at": drawn.made_at},
        )
    )


def take_photo_away(db: Db, viewer: Viewer) -> None:
    """Again changes nothing."""
    own = select(IntroCard.id).where(
        IntroCard.council_id == viewer.council_id, IntroCard.person_id == viewer.person_id
    )
    db.execute(
        delete(IntroPhoto)
        .where(IntroPhoto.council_id == viewer.council_id, IntroPhoto.card_id.in_(own))
        .execution_options(synchronize_session=False)
    )
