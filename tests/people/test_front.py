"""The front door leads each to their own first screen, with what there is to say."""

import pytest

from portal.core.access import Role
from portal.people.rules import Kind
from tests import makers


@pytest.mark.parametrize(
    ("role", "kind", "screen"),
    [
        (Role.CARER, Kind.FOSTER_CARER, "/children"),
        (Role.WORKER, Kind.SOCIAL_WORKER, "/waiting"),
        (Role.MANAGER, Kind.MANAGER, "/waiting"),
    ],
)
def test_whoever_keeps_a_promise_comes_back_to_their_own_screen(client, db, role, kind, screen):
    mia = makers.make_young(db)
    maker = makers.make_carer if role is Role.CARER else makers.make_worker
    adult = maker(db, council_id=mia.council_id)
    makers.make_connection(db, mia, adult, kind)
    promise = makers.make_promise(db, mia, adult)
    client.sign_in(adult, role)
    token = client.get(screen) and client.form(screen, {}, action="/leave").hidden
    sent = client.post(f"/promises/{promise.ref}/kept", data={**token, "note": ""})
    assert sent.status_code == 303
    page = client.get(sent.location, follow_redirects=True)
    assert (page.status_code, page.request.path) == (200, screen)
    assert "They will see that it is done." in page.text


@pytest.mark.parametrize("said", ["looks-saved.é", "looks-saved.%ED%A0%80", "looks-saved.", "é"])
def test_an_address_that_somebody_made_up_says_nothing(client, db, said):
    """Found by a scanner: letters beyond ASCII in the mark broke the page."""
    client.sign_in(makers.make_young(db))
    answer = client.get(f"/my-app?done={said}")
    assert answer.status_code == 200
    assert 'role="status"' not in answer.text
