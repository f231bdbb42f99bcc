"""The pages of the made-up councils: those that come with the portal, published. Each council keeps
the offer of the one next to it (`offers`), so its young people who live there read of it too."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.articles import files
from portal.articles.loading import of_council
from portal.articles.rules import ENGLISH, About
from portal.articles.tables import Article, ArticleVersion
from portal.articles.versions import columns
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows

AGO = timedelta(days=21)


def tell(rows: Rows, cast: Cast) -> None:
    # English first: other languages follow its words.
    wholes = sorted(files.the_set(), key=lambda one: (one.about.slug, one.language != ENGLISH))
    towns = [name.capitalize() for name in cast.councils]
    for name, council_id in cast.councils.items():
        ids: dict[str, tuple[int, int]] = {}  # by slug: the page, and its English words
        for whole in of_council(wholes, name.capitalize(), towns):
            article_id, english_id = ids.get(whole.about.slug, (None, None))
            if article_id is None:
                article_id = _page(rows, council_id, whole.about, cast.now - AGO)
            version_id = rows.add(
                ArticleVersion, council_id=council_id, ref=new_ref(), article_id=article_id,
                state="published", follows_id=english_id, publish_on=None, by_id=None,
                at=cast.now - AGO, reminded_at=None, **columns(whole),
            )  # fmt: skip
            ids.setdefault(whole.about.slug, (article_id, version_id))


def _page(rows: Rows, council_id: int, about: About, at: datetime) -> int:
    return rows.add(
        Article, council_id=council_id, ref=new_ref(), slug=about.slug, scope=about.scope.value,
        town=about.town, made_at=at,
    )  # fmt: skip
