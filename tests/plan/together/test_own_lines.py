"""A young person's own lines beside a part: kept through versions, and who reads them."""

from datetime import timedelta

from sqlalchemy import select

from portal.house import Connection, OwnLine, Worry
from portal.plan.together import rules
from tests import makers

HOME = "/plan/a10/own-words"


def add(browser, text, where=HOME):
    return browser.send(where, {"text": text}, action=where)


def test_lines_stay_with_the_area_and_every_former_text_is_kept(scene):
    mia = scene.as_(scene.mia)
    assert add(mia, "I like my room.").status_code == 303
    line = scene.db.scalars(select(OwnLine)).one()
    where = f"/plan/own-words/{line.ref}"
    assert mia.send(where, {"text": "I love my room."}, action=where).status_code == 303
    makers.make_version(scene.db, scene.plan, {"home": "You live with Helen, still."})
    page = mia.get("/plan/a10").text
    assert "I love my room." in page and "I like my room." not in page
    page = mia.get(HOME).text
    assert "I like my room." in page and "You changed it." in page
    newest = scene.db.scalars(select(OwnLine).where(OwnLine.ended_at.is_(None))).one()
    away = f"/plan/own-words/{newest.ref}/take-away"
    assert mia.send(HOME, action=away).status_code == 303
    assert "I love my room." not in mia.get("/plan/a10").text
    page = mia.get(HOME).text
    assert "You took it away." in page and page.count("You changed it.") == 1
    assert [one.text for one in scene.db.scalars(select(OwnLine).order_by(OwnLine.id))] == [
        "I like my room.", "I love my room.",
    ]  # fmt: skip
    assert mia.get(where).status_code == 404


def test_the_page_names_really_who_reads_them(scene):
    mia = scene.as_(scene.mia)
    assert "Priya, Rob and Helen can read this" in mia.get(HOME).text
    page = mia.get("/plan/a13/own-words").text
    assert "Priya and Rob can read this" in page and "not your carers" in page
    add(mia, "HOME-WORDS")
    add(mia, "SCHOOL-WORDS", "/plan/a13/own-words")
    helen, priya = scene.as_(scene.helen), scene.as_(scene.priya)
    theirs = f"/people/{scene.mia.ref}/plan"
    assert "HOME-WORDS" in helen.get(theirs).text
    assert "SCHOOL-WORDS" not in helen.get(theirs).text
    assert "HOME-WORDS" in priya.get(theirs).text and "SCHOOL-WORDS" in priya.get(theirs).text
    makers.make_bar(scene.db, scene.mia, scene.helen)
    assert "Helen" not in mia.get(HOME).text.split("can read this")[0][-60:]
    assert helen.get(theirs).status_code == 404


def test_a_carer_who_will_leave_reads_until_then_and_is_named_until_then(scene):
    """Once a move is planned the carer's last day is known: until that day they read, and the young
    person is told so."""
    of_helen = Connection.with_id == scene.helen.id
    link = scene.db.scalars(select(Connection).where(of_helen)).one()
    link.left_on = link.ends = makers.today() + timedelta(days=5)
    scene.db.commit()
    mia = scene.as_(scene.mia)
    add(mia, "HOME-WORDS")
    theirs = f"/people/{scene.mia.ref}/plan"
    assert "HOME-WORDS" in scene.as_(scene.helen).get(theirs).text
    assert "Priya, Rob and Helen can read this" in mia.get(HOME).text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(scene):
    mia = scene.as_(scene.mia)
    assert add(mia, "  ").status_code == 422
    long = "word " * 10_000
    sent = add(mia, long)
    assert sent.status_code == 422 and long.strip() in sent.text
    add(mia, "<script>alert(1)</script> \u202eevil")
    page = mia.get("/plan/a10").text
    assert "&lt;script&gt;" in page and "\u202e" not in page


def test_another_young_persons_line(scene):
    other = makers.make_young(scene.db)
    line = makers.make_own_line(scene.db, other, text="MARK-OTHER")
    mia = scene.as_(scene.mia)
    assert mia.get(f"/plan/own-words/{line.ref}").status_code == 404
    assert "MARK-OTHER" not in mia.get(HOME).text + mia.get("/plan/a10").text
    assert mia.get("/plan/q1/own-words").status_code == 404


def test_no_more_than_so_many(scene):
    for n in range(rules.MOST_LINES):
        makers.make_own_line(scene.db, scene.mia, text=f"Line {n}")
    mia = scene.as_(scene.mia)
    page = mia.get(HOME)
    assert "This part is full" in page.text
    token = mia.form(
        HOME, {}, f"/plan/own-words/{scene.db.scalars(select(OwnLine.ref)).first()}/take-away"
    )
    late = mia.post(HOME, data={**token.hidden, "key": "k" * 22, "text": "One more"})
    assert late.status_code == 422
    assert len(scene.db.scalars(select(OwnLine.id)).all()) == rules.MOST_LINES


def test_worrying_words_beside_a_part(scene):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    assert "line-marked" in add(mia, "I want to kill myself").location
    worry = scene.db.scalars(select(Worry)).one()
    assert "I want to kill myself" in priya.get(f"/worries/{worry.ref}").text
