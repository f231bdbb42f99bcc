"""What a young person says about their review is read by whom the page named, and by nobody else
who works with them."""

from __future__ import annotations

from sqlalchemy import select

from portal.core.access import Role
from portal.house import Owed, ReviewComer, Worry
from portal.people.rules import Kind
from tests import makers


def test_that_they_want_to_talk_alone_is_known_to_their_officer_alone(circle, db):
    grace = circle.adult("Grace", Role.MANAGER, Kind.MANAGER)
    mia, ruth = circle.phone(circle.mia), circle.phone(circle.ruth)
    for wanted, known in (("later", "ask me later"), ("no", "said no"), ("yes", "said yes")):
        mia.send(circle.address, {"wanted": wanted, "text": ""}, action=f"{circle.address}/alone")
        assert known in ruth.get(f"{circle.address}/run").text
        for who in (circle.sam, grace):
            assert known not in circle.phone(who).get(f"{circle.address}/run").text
    for address in ("/reviewing", f"/reviewing/{circle.review.ref}"):
        assert "They want to talk alone" in ruth.get(address).text
        assert "They want to talk alone" not in circle.phone(grace).get(address).text
    day = {"day": makers.today().isoformat()}
    ruth.send(f"{circle.address}/run", day, action=f"{circle.address}/run/alone/done")
    for who in (circle.sam, grace):
        page = circle.phone(who).get(f"{circle.address}/run").text
        assert "You talked alone" not in page and "They talked alone on" in page


def test_a_wish_is_not_read_by_whom_it_is_about(circle, db):
    grace = circle.adult("Grace", Role.MANAGER, Kind.MANAGER)
    circle.ruth.first_name, grace.first_name = "Ruth", "Grace"
    db.flush()
    mia, sam, ruth = (circle.phone(one) for one in (circle.mia, circle.sam, circle.ruth))
    run = f"{circle.address}/run"
    for name in (circle.sam.known_as, "Ms Pike"):
        ruth.send(run, {"text_name": name, "text_does": "", "comes": "coming"}, action=f"{run}/who")
    comers = {one.name: one.ref for one in db.scalars(select(ReviewComer))}
    mia.send(f"/reviews/who/{comers['Ms Pike']}", {"wish": "no", "text_why": "She talks a lot"})
    of_sam = comers[circle.sam.known_as]
    mia.send(f"/reviews/who/{of_sam}", {"wish": "no", "text_why": "He hit me"})
    assert all(why in ruth.get(run).text for why in ("He hit me", "She talks a lot"))
    page = sam.get(run).text
    assert "She talks a lot" in page and "He hit me" not in page
    assert page.count("would rather not") == 1
    token = sam.form(run, {"text_point": ""}).hidden
    settled = {**token, "comes": "coming", "text_why": ""}
    assert sam.post(f"/reviews/run/who/{of_sam}", data=settled).status_code == 404
    # Whoever was not named does not read it, either.
    page = circle.phone(grace).get(run).text
    assert "Ms Pike" in page and "would rather not" not in page
    # Nor does a worry in these words go to whom they are about.
    (worry,) = db.scalars(select(Worry)).all()
    assert circle.sam.id not in db.scalars(select(Owed.debtor_id).where(Owed.kind == "worry")).all()
    assert sam.get(f"/worries/{worry.ref}").status_code == 404
