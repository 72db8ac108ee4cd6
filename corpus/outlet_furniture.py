"""What has been learned of each outlet's furniture, kept in the catalogue, and when to learn again.

What furniture is and how it is cut is `corpus.cleaning.recurring`; this remembers it, so that an article that arrives
alone is cleaned by what the ones before it taught.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.catalogue import Catalogue

if TYPE_CHECKING:
    from corpus.cleaning.recurring import Furniture

AGAIN_AFTER = 1.25
"""An outlet is learned again when it has this many times the articles it had: every article is read a few times."""
MOST_READ = 200
"""Stored articles of an outlet that are read to learn, the newest ones: templates change over the years."""


class OutletFurniture:
    """The furniture of the outlets in one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._parsed: dict[str, tuple[str, Furniture]] = {}

    def without(self, article: Article) -> str:
        """The article's text without what its outlet prints on its pages again and again; "" if nothing is left."""
        furniture = self._known(article.outlet)
        if furniture is None:
            return article.text
        from corpus.cleaning.recurring import without_furniture

        return without_furniture(article.text, furniture)

    def learn(self, arriving: Sequence[Article], outlets: Iterable[str] = ()) -> list[str]:
        """Learn from articles that are about to be stored, and about `outlets` from those that are.

        Returns the outlets of which something was learned that was not known. Outlets that have hardly grown since they
        were last learned are left out.
        """
        texts: defaultdict[str, list[str]] = defaultdict(list, {outlet: [] for outlet in outlets})
        for article in arriving:
            texts[article.outlet].append(article.text)
        return [outlet for outlet, raw in texts.items() if self._learn(outlet, raw)]

    def _learn(self, outlet: str, arriving: list[str]) -> bool:
        from corpus.cleaning.recurring import Furniture, learn
        from corpus.cleaning.recurring_evidence import MIN_ARTICLES

        counted = "SELECT coalesce(sum(articles), 0) FROM outlet_counts WHERE outlet = ?"
        stored = int(self._catalogue.rows(counted, (outlet,))[0][0])
        rows = self._catalogue.rows("SELECT learned, articles FROM outlet_furniture WHERE outlet = ?", (outlet,))
        count = stored + len(arriving)
        if count < max(MIN_ARTICLES, AGAIN_AFTER * (rows[0]["articles"] if rows else 0)):
            return False
        before = Furniture.from_json(rows[0]["learned"]) if rows else Furniture()
        newest = "SELECT text FROM versions WHERE outlet = ? AND known_to IS NULL ORDER BY published_day DESC LIMIT ?"
        known = [row["text"] for row in self._catalogue.rows(newest, (outlet, MOST_READ))]
        now = before.merge(learn([*arriving, *known]))
        with self._catalogue.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO outlet_furniture VALUES (?, ?, ?)", (outlet, now.to_json(), count)
            )
        return now != before

    def _known(self, outlet: str) -> Furniture | None:
        rows = self._catalogue.rows("SELECT learned FROM outlet_furniture WHERE outlet = ?", (outlet,))
        if not rows:
            return None
        learned, parsed = rows[0]["learned"], self._parsed.get(outlet)
        if parsed is None or parsed[0] != learned:
            from corpus.cleaning.recurring import Furniture

            parsed = self._parsed[outlet] = (learned, Furniture.from_json(learned))  # another thread may put in another
        furniture = parsed[1]
        return furniture if furniture.blocks or furniture.runs else None
