"""The copy itself: records and redirects by id in one SQLite file, with the cursor up to which they are right.

What is applied and the cursor are written in one transaction, so whenever the process is killed, the two agree. What is
taken out is overwritten in the file, and not only forgotten.
"""

import csv
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import orjson

from service.client import Change
from service.registry.canonical import canonical

_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, kind TEXT NOT NULL, document BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS redirect (id TEXT PRIMARY KEY, kind TEXT NOT NULL, survivor TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_HIDING: Final = frozenset({"redacted", "withdrawn"})
_KEEP: Final = "INSERT OR REPLACE INTO record (id, kind, document) VALUES (?, ?, ?)"
_LEAD: Final = "INSERT OR REPLACE INTO redirect (id, kind, survivor) VALUES (?, ?, ?)"
_REDIRECTS: Final = """
    WITH RECURSIVE way(id, kind, survivor, leads_to) AS (
        SELECT id, kind, survivor, survivor FROM redirect
        UNION ALL SELECT w.id, w.kind, w.survivor, r.survivor FROM way w JOIN redirect r ON r.id = w.leads_to
    )
    SELECT id, kind, leads_to, survivor FROM way
    WHERE NOT EXISTS (SELECT 1 FROM redirect r WHERE r.id = way.leads_to) ORDER BY id
"""


class Copy:
    """The records of a registry as of its cursor; None before the first snapshot was taken in."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA secure_delete = ON")
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @property
    def cursor(self) -> str | None:
        """The feed's cursor up to which the copy is right."""
        row = self._db.execute("SELECT value FROM state WHERE name = 'cursor'").fetchone()
        return row[0] if row else None

    def take_in(self, records: Iterable[tuple[str, Path]], redirects: Path, cursor: str) -> None:
        """Begin with a snapshot: files of records by kind, and `redirects.csv`."""
        with self._transaction():
            self._db.execute("DELETE FROM record")
            self._db.execute("DELETE FROM redirect")
            for kind, path in records:
                with path.open("rb") as file:
                    self._db.executemany(_KEEP, _lines(kind, file))
            with redirects.open(encoding="utf-8", newline="") as table:
                rows = ((row["id"], row["kind"], row["survivor"]) for row in csv.DictReader(table))
                self._db.executemany(_LEAD, rows)
            self._go_to(cursor)

    def apply(self, changes: Iterable[Change], cursor: str) -> None:
        """Take in a page of the feed."""
        hidden = False
        with self._transaction():
            for change in changes:
                self._apply(change)
                hidden |= change.type in _HIDING
            self._go_to(cursor)
        if hidden:  # the log that SQLite writes ahead holds what it was before
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def records(self, kind: str) -> Iterator[bytes]:
        """The documents of a kind, by id."""
        for (document,) in self._db.execute("SELECT document FROM record WHERE kind = ? ORDER BY id", (kind,)):
            yield document

    def redirects(self) -> Iterator[tuple[str, str, str, str]]:
        """The ids that were merged away, by id: kind, where each leads, the survivor of its own merge."""
        yield from self._db.execute(_REDIRECTS)

    def _apply(self, change: Change) -> None:
        if change.type == "merged" and change.merged_into:
            self._db.execute("DELETE FROM record WHERE id = ?", (change.id,))
            self._db.execute(_LEAD, (change.id, change.kind, change.merged_into))
            return
        self._db.execute("DELETE FROM redirect WHERE id = ?", (change.id,))
        if change.record is None:
            self._db.execute("DELETE FROM record WHERE id = ?", (change.id,))
        else:
            self._db.execute(_KEEP, (change.id, change.kind, canonical(change.record)))

    def _go_to(self, cursor: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO state (name, value) VALUES ('cursor', ?)", (cursor,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _lines(kind: str, file: BinaryIO) -> Iterator[tuple[str, str, bytes]]:
    for line in file:
        yield orjson.loads(line)["id"], kind, line.rstrip(b"\n")
