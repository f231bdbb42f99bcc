"""What the log tells of who came in and who was turned away, for whoever watches over the house.

A line for each sign-in, and for each request of ours that was refused: a passphrase that did not
fit, a form from another site, a door, a record that is not theirs, too many tries. The route's
name says which way in it was. The council's own staff are told by their account's number, so that
one who tries other people's records is seen; young people, carers and advocates leave no trail.
Nobody's address: it would tell where a child is.
"""

from __future__ import annotations

from contextlib import suppress

from flask import Flask, Response, request
from flask_login import user_logged_in

from portal.core import access
from portal.core.access import Viewer


def attach(app: Flask) -> None:
    @app.after_request
    def refused(response: Response) -> Response:
        if 400 <= response.status_code < 500 and request.endpoint is not None:
            who = None
            with suppress(Exception):  # whoever it is, when the database is away
                who = access.holder()
            _tell(app, "refused", who, status=response.status_code)
        return response

    @user_logged_in.connect_via(app, weak=False)  # type: ignore[untyped-decorator]
    def signed_in(_app: Flask, user: object) -> None:
        _tell(app, "signed in", getattr(user, "viewer", None))


def _tell(app: Flask, event: str, who: Viewer | None, **more: int) -> None:
    about: dict[str, object] = {"route": request.endpoint, **more}
    if who is not None and who.role in access.STAFF:
        about |= {"council_id": who.council_id, "account_id": who.account_id}
    app.logger.info(event, extra=about)
