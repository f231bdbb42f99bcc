"""Every address of the house, asked for by everybody: the door holds, and each page is whole.

The client checks each page it receives (`tests.pages`); pages that need something in their
address are checked by their own rooms.
"""

import pytest
from werkzeug.routing import IntegerConverter

from portal.core.access import Cache, Data, Role, door_of
from portal.people.rules import PersonKind
from tests import makers

KINDS = {Role.YOUNG: PersonKind.YOUNG, Role.CARER: PersonKind.CARER}


@pytest.fixture(params=[None, *Role], ids=lambda role: role.value if role else "signed-out")
def role(request):
    return request.param


@pytest.fixture
def visitor(client, db, role):
    """A browser in which somebody of this role is signed in, or nobody."""
    if role is not None:
        person = makers.make_person(db, KINDS.get(role, PersonKind.STAFF))
        client.sign_in(person, role)
    return client


def marked(app, method):
    for rule in app.url_map.iter_rules():
        if method in rule.methods and rule.endpoint != "static":
            yield rule, door_of(app, rule.endpoint)


def plain_pages(app):
    return [(rule.rule, mark) for rule, mark in marked(app, "GET") if not rule.arguments]


def address_of(rule) -> str:
    """An address of this shape that names nothing."""
    values = {
        name: 1 if isinstance(converter, IntegerConverter) else "A" * 22
        for name, converter in rule._converters.items()
    }
    built = rule.build(values)
    assert built is not None
    return built[1]


def test_each_door_lets_in_whom_it_names(visitor, role):
    for address, mark in plain_pages(visitor.application):
        status = visitor.get(address).status_code
        said = f"{role} at {address}: {status}"
        if not mark.audience:
            assert status in (200, 302, 303, 404), said
        elif role is None:
            assert status == 302, said
        elif role in mark.audience:
            assert status in (200, 302, 303, 404), said
        else:
            assert status == 403, said


def test_each_page_is_kept_only_as_its_door_says(visitor):
    for address, mark in plain_pages(visitor.application):
        answer = visitor.get(address)
        said = f"{address}: {answer.headers}"
        if mark.cache is Cache.NO_STORE:
            assert answer.headers["Cache-Control"] == "no-store", said
            assert "ETag" not in answer.headers, said
        if mark.data is not Data.PUBLIC:
            assert "Cookie" in answer.vary, said


def test_each_page_is_guarded_by_headers(visitor):
    for address, _mark in plain_pages(visitor.application):
        headers = visitor.get(address).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert "unsafe" not in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address


def test_what_a_phone_may_keep_does_not_know_who_looks(client, db):
    """A page of the public shell is the same for everybody, signed in or not."""
    public = [
        address
        for address, mark in plain_pages(client.application)
        if mark.cache in (Cache.SHELL, Cache.PUBLIC)
    ]
    before = {address: client.get(address).data for address in public}
    client.sign_in(makers.make_young(db, known_as="Zebedee"))
    assert public
    for address in public:
        answer = client.get(address)
        assert answer.data == before[address], address
        assert b"Zebedee" not in answer.data


def token_of(visitor) -> str:
    """A token that this browser may send, from the first page that has a form."""
    for address, _mark in plain_pages(visitor.application):
        if visitor.get(address).mimetype == "text/html" and visitor.page is not None:
            for form in visitor.page.forms:
                if form.hidden.get("csrf_token"):
                    return form.hidden["csrf_token"]
    raise AssertionError("no page has a form")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_nothing_is_changed_from_another_site(visitor, site):
    """Not even with a good token: it may have been seen over a shoulder or left in a page."""
    data = {"csrf_token": token_of(visitor)}
    for rule, mark in marked(visitor.application, "POST"):
        if mark.signed:
            continue
        sent = visitor.post(address_of(rule), data=data, headers={"Sec-Fetch-Site": site})
        assert sent.status_code == 403, rule.rule


def test_another_server_is_asked_for_its_signature(visitor):
    """A token of ours, or somebody's session, is worth nothing at such a door."""
    token = token_of(visitor)
    for rule, mark in marked(visitor.application, "POST"):
        if mark.signed:
            for site in ("cross-site", "same-origin"):
                sent = visitor.post(
                    address_of(rule), data={"csrf_token": token}, headers={"Sec-Fetch-Site": site}
                )
                assert sent.status_code == 400, rule.rule
                assert sent.data == b"", rule.rule
                assert sent.headers["Cache-Control"] == "no-store", rule.rule


def test_an_old_browser_is_known_by_its_origin(client):
    """Safari before 16.4 says no Sec-Fetch-Site."""
    del client.environ_base["HTTP_SEC_FETCH_SITE"]
    data = {"csrf_token": token_of(client)}
    for origin, status in [
        ("http://localhost", 422),
        ("http://elsewhere.example", 403),
        ("null", 403),
        ("", 403),
    ]:
        sent = client.post("/sign-in", data=data, headers={"Origin": origin} if origin else {})
        assert sent.status_code == status, origin


def test_leaving_works_with_a_stale_page(client, db):
    client.sign_in(makers.make_young(db))
    for rule, mark in marked(client.application, "POST"):
        if mark.same_origin_only:
            assert client.post(address_of(rule), data={"csrf_token": "stale"}).status_code < 400


def test_nothing_is_changed_without_a_token(visitor, role):
    for rule, mark in marked(visitor.application, "POST"):
        if mark.same_origin_only:
            continue
        status = visitor.post(address_of(rule)).status_code
        assert status in (302, 400, 403, 404), f"{rule.rule}: {status}"
        if role is not None and role in mark.audience:
            assert status == 400, f"{rule.rule}: {status}"


def test_what_names_nothing_is_not_found(visitor, role):
    for rule, mark in marked(visitor.application, "GET"):
        if rule.arguments and role is not None and role in mark.audience:
            assert visitor.get(address_of(rule)).status_code == 404, rule.rule
