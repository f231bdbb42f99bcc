"""Every way in is marked, and what is marked personal is kept by nobody."""

import pytest
from flask import Blueprint

from portal import site
from portal.core import access
from portal.core.access import (
    PUBLIC,
    Cache,
    Data,
    Records,
    UnmarkedRoute,
    door,
    door_of,
    require_doors,
)


def doors(app):
    return {rule.endpoint: door_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}


def test_every_route_declares_a_door(house):
    assert [endpoint for endpoint, mark in doors(house).items() if mark is None] == []


def test_the_app_refuses_an_unmarked_route(make_app):
    app = make_app()
    app.add_url_rule("/unmarked", "unmarked", lambda: "anybody could read this")
    with pytest.raises(UnmarkedRoute, match="unmarked"):
        require_doors(app)


def test_the_app_refuses_an_unmarked_route_of_a_room(make_app):
    app, room = make_app(), Blueprint("attic", __name__)
    room.add_url_rule("/attic", "look", lambda: "anybody could read this")
    app.register_blueprint(room)
    with pytest.raises(UnmarkedRoute, match="attic"):
        require_doors(app)


def test_creating_the_app_asks_for_doors(monkeypatch, make_app):
    """`create_app` itself makes the check: it is not left to whoever starts the server."""

    def refuse(_app):
        raise UnmarkedRoute("asked")

    monkeypatch.setattr(access, "require_doors", refuse)
    monkeypatch.setattr(site, "require_doors", refuse, raising=False)
    with pytest.raises(UnmarkedRoute, match="asked"):
        make_app()


@pytest.mark.parametrize("cache", [Cache.SHELL, Cache.PUBLIC])
@pytest.mark.parametrize("data", [Data.PERSONAL, Data.NEVER])
def test_personal_data_cannot_be_marked_for_keeping(data, cache):
    with pytest.raises(ValueError, match="cached"):
        door(PUBLIC, data=data, cache=cache)


def test_a_record_cannot_be_marked_public():
    with pytest.raises(ValueError, match="public"):
        door(PUBLIC, data=Data.PUBLIC, cache=Cache.NO_STORE, records=Records.PERSON)


def test_a_page_with_somebodys_record_has_an_audience(house):
    open_doors = [
        endpoint
        for endpoint, mark in doors(house).items()
        if mark and mark.records is not Records.NONE and not mark.audience
    ]
    assert open_doors == []


def test_only_leaving_works_without_a_token(house):
    """Quick exit must work with a stale page; nothing else may be sent on the origin alone."""
    lenient = {
        endpoint for endpoint, mark in doors(house).items() if mark and mark.same_origin_only
    }
    assert lenient <= {"people.leave"}


def test_only_one_door_is_for_other_servers(house):
    """It asks for a signature instead of a page of ours. Nobody is signed in there, it shows
    nothing, and nothing but the room's own check stands before it: so each is named here."""
    signed = {endpoint: mark for endpoint, mark in doors(house).items() if mark and mark.signed}
    assert set(signed) == {"staff_sign_in.signed_out_there"}
    for mark in signed.values():
        assert not mark.audience
        assert mark.data is Data.NEVER and mark.cache is Cache.NO_STORE


def test_paths_tell_nothing(house):
    """A path is in the history of the phone and in the log of the school's network."""
    telling = ("care", "asylum", "social", "foster", "abuse", "advoca")
    found = [
        rule.rule
        for rule in house.url_map.iter_rules()
        for word in rule.rule.lower().replace("-", "/").split("/")
        if word.startswith(telling) and word not in ("carers", "carer")
    ]
    assert found == []
