"""The pages of the made-up councils: those that come with the portal, published. Each council keeps
the offer of the one next to it (`offers`), so its young people who live there read of it too."""

from __future__ import annotations

from datetime import timedelta

from portal.articles import files
from portal.articles.loading import of_council
from portal.articles.tables import Article, ArticleVersion
from portal.articles.versions import columns
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows

AGO = timedelta(days=21)


def tell(rows: Rows, cast: Cast) -> None:
    wholes, at = tuple(files.the_set()), cast.now - AGO
    towns = [name.capitalize() for name in cast.councils]
    for name, council_id in cast.councils.items():
        for whole in of_council(wholes, name.capitalize(), towns):
            about = whole.about
            article_id = rows.add(
                Article, council_id=council_id, ref=new_ref(), slug=about.slug,
                scope=about.scope.value, town=about.town, made_at=at,
            )  # fmt: skip
            rows.add(
                ArticleVersion, council_id=council_id, ref=new_ref(), article_id=article_id,
                state="published", follows_id=None, publish_on=None, by_id=None, at=at,
                reminded_at=None, **columns(whole),
            )  # fmt: skip
