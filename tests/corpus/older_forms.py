"""Files as earlier code made them: form 1 (no `user_version`) and form 2."""

from __future__ import annotations

import sqlite3
from pathlib import Path

FORM_1 = """
CREATE TABLE versions (
    article_id TEXT NOT NULL, version INTEGER NOT NULL, url TEXT, title TEXT NOT NULL, source TEXT NOT NULL,
    outlet TEXT NOT NULL, authors TEXT NOT NULL, published TEXT, updated TEXT, fetched TEXT NOT NULL, language TEXT,
    section TEXT, tags TEXT NOT NULL, text TEXT NOT NULL, content_hash TEXT NOT NULL,
    published_day INTEGER, known_from INTEGER NOT NULL, known_to INTEGER,
    PRIMARY KEY (article_id, version));
CREATE TABLE articles (id TEXT PRIMARY KEY, version INTEGER NOT NULL, cluster TEXT NOT NULL);
CREATE INDEX versions_by_hash ON versions (content_hash);
CREATE INDEX versions_by_outlet ON versions (outlet);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL, version INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, header TEXT NOT NULL, embedded INTEGER NOT NULL DEFAULT 0);
CREATE VIRTUAL TABLE passages_fts USING fts5 (header, body, tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO passages VALUES (1, 'k', 'a', 1, 0, 4, 'h', 1);
"""
FORM_2 = """
ALTER TABLE versions ADD COLUMN raw_hash TEXT;
DROP TABLE passages;
CREATE TABLE identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL);
INSERT INTO identity VALUES (1, '0123456789abcdef');
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL, version INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, header TEXT NOT NULL, hash BLOB NOT NULL, seq INTEGER);
INSERT INTO passages VALUES (1, 'k', 'a', 1, 0, 4, 'h', x'00', 1), (2, 'l', 'a', 2, 0, 4, 'h', x'01', NULL);
INSERT INTO passages_fts (rowid, header, body) VALUES (1, 'h', 'One.'), (2, 'h', 'Two.');
CREATE TABLE embeddings (hash BLOB PRIMARY KEY, vector BLOB NOT NULL);
INSERT INTO embeddings VALUES (x'00', zeroblob(256));
CREATE TABLE last_seq (one INTEGER PRIMARY KEY CHECK (one = 1), value INTEGER NOT NULL);
INSERT INTO last_seq VALUES (1, 1);
PRAGMA user_version = 2;
"""
ROWS = (
    ("a", 1, "The Paper", "paper", "One.", 738277, 738277, 738279),
    ("a", 2, "The Paper", "paper", "Two.", 738277, 738279, None),
    ("b", 1, "Wired", "wired", "Three.", None, 738280, None),
)


def file_of(path: Path, *scripts: str) -> None:
    """A file of an older form with two articles, one of them in two versions."""
    connection = sqlite3.connect(path)
    connection.executescript(scripts[0])
    connection.executemany(
        "INSERT INTO versions (article_id, version, source, outlet, text, published_day, known_from, known_to, "
        "title, authors, tags, fetched, content_hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'T', '[]', '[]', '2023-05-02T09:00:00+00:00', 'h')",
        ROWS,
    )
    connection.executemany("INSERT INTO articles VALUES (?, ?, ?)", [("a", 2, "a"), ("b", 1, "b")])
    for script in scripts[1:]:
        connection.executescript(script)
    connection.commit()
    connection.close()
