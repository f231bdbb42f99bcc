"""Kim (14), two who write their plan, and their manager."""

import pytest

from portal.core.access import Band, Role
from portal.people.pages import Subject
from portal.people.rules import ALL_GRANTS, Kind
from tests import makers


@pytest.fixture
def kim(db, now):
    return makers.make_young(db, known_as="Kim", language="en")


def writer(db, kim, name, kind=Kind.SOCIAL_WORKER, role=Role.WORKER, **more):
    adult = makers.make_worker(db, known_as=name, council_id=kim.council_id, account=False)
    makers.make_membership(db, adult, role=role)
    makers.make_connection(db, kim, adult, kind, **more)
    return adult


@pytest.fixture
def priya(db, kim):
    return writer(db, kim, "Priya")


@pytest.fixture
def dan(db, kim):
    return writer(db, kim, "Dan", Kind.PERSONAL_ADVISER)


@pytest.fixture
def grace(db, kim):
    return writer(db, kim, "Grace", Kind.MANAGER, Role.MANAGER)


def where(kim, code="a13"):
    return f"/people/{kim.ref}/plan/write/{code}"


def as_subject(kim):
    """Kim, for somebody who was granted everything."""
    return Subject(kim.id, kim.ref, kim.known_as, "", 14, "en", ALL_GRANTS, False, Band.TEEN)
