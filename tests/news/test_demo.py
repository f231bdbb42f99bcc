"""The made-up council has news: a group, two pieces, an answer that waits."""

from sqlalchemy import select

from portal.demo import load
from portal.house import NewsItem, NewsMember, NewsReply, NewsTo, Notice, Owed, Person


def test_the_news_of_the_made_up_council(db, now):
    load.load(db, now.date())
    db.commit()
    first, second = db.scalars(select(NewsItem).order_by(NewsItem.sent_at))
    keys = dict(db.execute(select(Person.id, Person.code)).all())
    got = {
        item.id: {keys[p] for p in db.scalars(
            select(NewsTo.person_id).where(NewsTo.news_id == item.id))}
        for item in (first, second)
    }  # fmt: skip
    assert got[first.id] == {
        "nathan", "selam", "yusuf", "jordan", "chloe", "keira", "darnell",
    }  # fmt: skip
    assert got[second.id] == {keys[m.person_id] for m in db.scalars(select(NewsMember))}
    # A notice for each, seen where the news was.
    for to in db.scalars(select(NewsTo)):
        notice = db.get(Notice, to.notice_id)
        assert (notice.person_id, notice.seen_at, notice.kind) == (
            to.person_id, to.seen_at, "news",
        )  # fmt: skip
    owed = db.scalars(select(Owed).where(Owed.kind == "news_reply")).one()
    assert (keys[owed.person_id], keys[owed.debtor_id], owed.done_at) == ("chloe", "priya", None)
    assert db.scalars(select(NewsReply)).all()
