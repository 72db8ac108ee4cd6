"""The tables of a home's file, and the numbered steps that bring a file of an older form to them.

What stands in a table is its owner's business: `corpus.catalogue`, `corpus.clusters`, `corpus.feeds.store`,
`corpus.outlet_furniture`, `rag.index.passages`, `rag.index.vector_record`. All are made here, because counts and
indexes reach across them and a file is of one form as a whole. To change a table, add a step; never edit one that was
released.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from corpus.article import canonical_url
from corpus.dates import MAX_AHEAD
from corpus.outlets import outlet_of

_TABLES = (
    """CREATE TABLE IF NOT EXISTS versions (
        article_id TEXT NOT NULL, version INTEGER NOT NULL, url TEXT, title TEXT NOT NULL, source TEXT NOT NULL,
        outlet TEXT NOT NULL, authors TEXT NOT NULL, published TEXT, updated TEXT, fetched TEXT NOT NULL, language TEXT,
        section TEXT, tags TEXT NOT NULL, text TEXT NOT NULL, content_hash TEXT NOT NULL,
        published_day INTEGER, known_from INTEGER NOT NULL, known_to INTEGER, raw_hash TEXT,
        PRIMARY KEY (article_id, version))""",
    "CREATE TABLE IF NOT EXISTS articles (id TEXT PRIMARY KEY, version INTEGER NOT NULL, cluster TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS articles_by_cluster ON articles (cluster)",
    "CREATE INDEX IF NOT EXISTS versions_by_hash ON versions (content_hash)",
    "CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL)",
    "INSERT OR IGNORE INTO identity VALUES (1, lower(hex(randomblob(8))))",
    """CREATE TABLE IF NOT EXISTS signatures (
        n INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, bands BLOB NOT NULL, filed INTEGER NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS signatures_unfiled ON signatures (n) WHERE filed = 0",
    "CREATE TABLE IF NOT EXISTS bands (band INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (band, n)) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS outlet_furniture (
        outlet TEXT PRIMARY KEY, learned TEXT NOT NULL, articles INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS feeds (
        url TEXT PRIMARY KEY, title TEXT NOT NULL, home_url TEXT, added TEXT NOT NULL, etag TEXT, last_modified TEXT,
        last_checked TEXT, last_ok TEXT, last_error TEXT, failures INTEGER NOT NULL DEFAULT 0,
        next_due TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS feed_items (
        feed_url TEXT NOT NULL, key TEXT NOT NULL, url TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
        last_error TEXT, seen TEXT NOT NULL, stated TEXT, due TEXT, stored TEXT, item TEXT,
        PRIMARY KEY (feed_url, key))""",
    "CREATE INDEX IF NOT EXISTS feed_items_by_key ON feed_items (key)",
    "CREATE INDEX IF NOT EXISTS feed_items_open ON feed_items (feed_url) WHERE state IN ('new', 'failed')",
    """CREATE TABLE IF NOT EXISTS passages (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL, version INTEGER NOT NULL,
        start INTEGER NOT NULL, end INTEGER NOT NULL, header TEXT NOT NULL, hash BLOB NOT NULL, seq INTEGER)""",
    "CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id, version)",
    "CREATE INDEX IF NOT EXISTS passages_unnumbered ON passages (id) WHERE seq IS NULL",
    "CREATE INDEX IF NOT EXISTS passages_by_seq ON passages (seq)",
    "CREATE INDEX IF NOT EXISTS passages_by_hash ON passages (hash)",
    """CREATE VIRTUAL TABLE IF NOT EXISTS passages_fts USING fts5 (
        header, body, tokenize = 'porter unicode61 remove_diacritics 2')""",
    "CREATE TABLE IF NOT EXISTS embeddings (hash BLOB PRIMARY KEY, vector BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS last_seq (one INTEGER PRIMARY KEY CHECK (one = 1), value INTEGER NOT NULL)",
    "INSERT OR IGNORE INTO last_seq VALUES (1, 0)",
    "CREATE TABLE IF NOT EXISTS gone (key TEXT PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS embedding_model (one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL)",
)
"""Every table of form 2. Files of that form may lack those that were added while it held."""

_COUNTS = (
    # What is asked with every question is counted when it is written. A version is current until its `known_to` is set.
    """CREATE TABLE tally (
        one INTEGER PRIMARY KEY CHECK (one = 1), articles INTEGER NOT NULL, passages INTEGER NOT NULL,
        waiting INTEGER NOT NULL)""",
    """CREATE TABLE outlet_counts (
        outlet TEXT NOT NULL, source TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (outlet, source))
        WITHOUT ROWID""",
    """CREATE TRIGGER article_in AFTER INSERT ON articles BEGIN
        UPDATE tally SET articles = articles + 1; END""",
    """CREATE TRIGGER article_out AFTER DELETE ON articles BEGIN
        UPDATE tally SET articles = articles - 1; END""",
    """CREATE TRIGGER passage_in AFTER INSERT ON passages BEGIN
        UPDATE tally SET passages = passages + 1, waiting = waiting + (NEW.seq IS NULL); END""",
    """CREATE TRIGGER passage_out AFTER DELETE ON passages BEGIN
        UPDATE tally SET passages = passages - 1, waiting = waiting - (OLD.seq IS NULL); END""",
    """CREATE TRIGGER passage_numbered AFTER UPDATE OF seq ON passages BEGIN
        UPDATE tally SET waiting = waiting + (NEW.seq IS NULL) - (OLD.seq IS NULL); END""",
    """CREATE TRIGGER version_in AFTER INSERT ON versions WHEN NEW.known_to IS NULL BEGIN
        INSERT INTO outlet_counts VALUES (NEW.outlet, NEW.source, 1)
            ON CONFLICT (outlet, source) DO UPDATE SET articles = articles + 1; END""",
    """CREATE TRIGGER version_out AFTER DELETE ON versions WHEN OLD.known_to IS NULL BEGIN
        UPDATE outlet_counts SET articles = articles - 1 WHERE outlet = OLD.outlet AND source = OLD.source;
        DELETE FROM outlet_counts WHERE outlet = OLD.outlet AND source = OLD.source AND articles = 0; END""",
    """CREATE TRIGGER version_left AFTER UPDATE OF known_to, outlet, source ON versions
        WHEN OLD.known_to IS NULL BEGIN
        UPDATE outlet_counts SET articles = articles - 1 WHERE outlet = OLD.outlet AND source = OLD.source;
        DELETE FROM outlet_counts WHERE outlet = OLD.outlet AND source = OLD.source AND articles = 0; END""",
    """CREATE TRIGGER version_came AFTER UPDATE OF known_to, outlet, source ON versions
        WHEN NEW.known_to IS NULL BEGIN
        INSERT INTO outlet_counts VALUES (NEW.outlet, NEW.source, 1)
            ON CONFLICT (outlet, source) DO UPDATE SET articles = articles + 1; END""",
    # What versions are filtered by stands in these indexes alone: in the table it lies behind the text, pages away.
    "DROP INDEX IF EXISTS versions_by_outlet",
    "CREATE INDEX versions_by_outlet ON versions (outlet, published_day, known_from, known_to)",
    "CREATE INDEX versions_by_day ON versions (published_day, outlet, known_from, known_to)",
    "CREATE INDEX versions_by_known ON versions (known_from, known_to)",
    "CREATE INDEX versions_filtered ON versions (article_id, version, outlet, published_day, known_from, known_to)",
)
_TALLIED = """SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages),
    (SELECT count(*) FROM passages WHERE seq IS NULL)"""
_OUTLETS = "SELECT outlet, source, count(*) FROM versions WHERE known_to IS NULL GROUP BY outlet, source"
_KEPT, _KEPT_OUTLETS = (
    "SELECT articles, passages, waiting FROM tally",
    "SELECT outlet, source, articles FROM outlet_counts",
)
MISCOUNTED = (
    f"SELECT count(*) FROM (SELECT 1 FROM ({_TALLIED} EXCEPT {_KEPT}) UNION ALL "  # noqa: S608 - our own words
    f"SELECT 1 FROM ({_OUTLETS} EXCEPT {_KEPT_OUTLETS}) UNION ALL SELECT 1 FROM ({_KEPT_OUTLETS} EXCEPT {_OUTLETS}))"
)
"""How many of the kept counts are not what is there; reads every article and passage."""


def recount(connection: sqlite3.Connection) -> None:
    """Count anew what the triggers keep counted."""
    _run(connection, ("DELETE FROM tally", "DELETE FROM outlet_counts"))
    _run(connection, (f"INSERT INTO tally SELECT 1, * FROM ({_TALLIED})", f"INSERT INTO outlet_counts {_OUTLETS}"))  # noqa: S608


def _form_2(connection: sqlite3.Connection) -> None:
    """All tables; those of form 1 (from before `user_version` was set) get what they lack.

    Form 1's passages had no hashes: they are dropped, and cut again by whoever opens the home.
    """
    if "embedded" in _columns(connection, "passages"):
        _run(connection, ("DROP TABLE passages", "DROP TABLE passages_fts"))
    _run(connection, _TABLES)
    if "raw_hash" not in _columns(connection, "versions"):
        _run(connection, ("ALTER TABLE versions ADD COLUMN raw_hash TEXT",))


def _form_3(connection: sqlite3.Connection) -> None:
    """Counts that are kept as articles come and go, and indexes over what articles are filtered by."""
    _form_2(connection)  # a file of form 2 may lack tables that were added while it held
    _run(connection, _COUNTS)
    recount(connection)


def _form_4(connection: sqlite3.Connection) -> None:
    """Moments in the zones they are stated in, and beside them what they are put in order by.

    They were kept in UTC, and dates up to a year ahead were believed: those become unknown. An article gets its own
    zone when it is next fetched. With days the filters of search indexes change, so those are made again.
    """
    _run(connection, ("ALTER TABLE versions ADD COLUMN published_order INTEGER",))
    latest = datetime.now(UTC) + MAX_AHEAD
    for name in ("published", "updated"):
        connection.execute(f"UPDATE versions SET {name} = NULL WHERE {name} > ?", (latest.isoformat(),))  # noqa: S608
    connection.execute("UPDATE versions SET published_day = NULL WHERE published IS NULL")
    rows = connection.execute("SELECT rowid, published, fetched, known_from FROM versions").fetchall()
    for rowid, published, fetched, known_from in rows:
        order = (datetime.fromisoformat(published) - _EPOCH) // timedelta(microseconds=1) if published else None
        known = known_from if known_from <= latest.toordinal() else datetime.fromisoformat(fetched).toordinal()
        connection.execute(
            "UPDATE versions SET published_order = ?, known_from = ? WHERE rowid = ?", (order, known, rowid)
        )
    _run(connection, ("UPDATE identity SET id = lower(hex(randomblob(8)))",))


def _form_5(connection: sqlite3.Connection) -> None:
    """A hash of the words of each item of a feed, and how often in a row an item changed and its article did not."""
    _run(connection, ("ALTER TABLE feed_items ADD COLUMN words TEXT",))
    _run(connection, ("ALTER TABLE feed_items ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0",))


def _form_6(connection: sqlite3.Connection) -> None:
    """What was removed and is to stay so, which articles an item of a feed gave, and what an article names as sources.

    Keys of items are addresses in the form of `corpus.article.canonical_url`, which drops fewer parameters now.
    """
    _run(
        connection,
        (
            "CREATE TABLE removed (article_id TEXT PRIMARY KEY) WITHOUT ROWID",
            "ALTER TABLE feed_items ADD COLUMN articles TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE versions ADD COLUMN refs TEXT NOT NULL DEFAULT '[]'",
        ),
    )
    for rowid, url in connection.execute("SELECT rowid, url FROM feed_items WHERE url IS NOT NULL").fetchall():
        connection.execute("UPDATE OR IGNORE feed_items SET key = ? WHERE rowid = ?", (canonical_url(url), rowid))


def _form_7(connection: sqlite3.Connection) -> None:
    """Outlets by the domains of their addresses, where they were known by the letters of their names.

    What was learned of an outlet's furniture goes with it, where one outlet has become one.
    """
    became: dict[str, set[str]] = {}
    known = connection.execute("SELECT rowid, url, source, outlet FROM versions").fetchall()
    for rowid, url, source, outlet in known:
        now = outlet_of(url, source)
        became.setdefault(outlet, set()).add(now)
        connection.execute("UPDATE versions SET outlet = ? WHERE rowid = ?", (now, rowid))
    learned = connection.execute("SELECT outlet, learned, articles FROM outlet_furniture").fetchall()
    _run(connection, ("DELETE FROM outlet_furniture",))
    for outlet, furniture, articles in learned:
        if len(became.get(outlet, ())) == 1:
            row = (*became[outlet], furniture, articles)
            connection.execute("INSERT OR IGNORE INTO outlet_furniture VALUES (?, ?, ?)", row)
    _run(connection, ("UPDATE identity SET id = lower(hex(randomblob(8)))",))


def _form_8(connection: sqlite3.Connection) -> None:
    """Why passages could not be given their vectors, for whoever reads the home."""
    _run(connection, ("CREATE TABLE indexing_trouble (one INTEGER PRIMARY KEY CHECK (one = 1), why TEXT NOT NULL)",))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {
    2: _form_2,
    3: _form_3,
    4: _form_4,
    5: _form_5,
    6: _form_6,
    7: _form_7,
    8: _form_8,
}
"""What brings a file to a form from the one before it, in order. A file that is new has form 0."""
FORM = max(MIGRATIONS)
"""The form that this code reads and writes, kept as SQLite's `user_version`."""


def form_of(connection: sqlite3.Connection) -> int:
    """The form of a file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to `FORM`; called in a transaction, so that it has one form or the other at any moment."""
    before = form_of(connection)
    for form in sorted(form for form in MIGRATIONS if form > before):
        MIGRATIONS[form](connection)
        connection.execute(f"PRAGMA user_version = {form}")


def _run(connection: sqlite3.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    """The names of a table's columns; none where there is no such table."""
    return {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}
