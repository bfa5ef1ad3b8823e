"""What a batch has done so far, in a SQLite file, so that the same command goes on after any end.

Comes in: what happens to each photo. Goes out: what is known of it. One process at a time holds the file; what is
committed outlives a killed process. Paths are kept as the system's bytes, for not every name is text.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from desktop_unet.errors import BatchBusy, JournalForeign, JournalUnwritable
from desktop_unet.studio.file_stamps import Stamp

NAME = ".desktop-unet-batch.sqlite"
"""Of the journal in the output's folder."""

WRITING, DONE, FAILED = "writing", "done", "failed"

_HEAD = b"SQLite format 3\0"
_VERSION = 1
_COLUMNS = "source, modified_ns, bytes, digest, state, made, mark, tries, seconds, message"
_TABLE = """
CREATE TABLE photos (
    place BLOB PRIMARY KEY, source BLOB NOT NULL, modified_ns INTEGER, bytes INTEGER, digest TEXT NOT NULL,
    state TEXT NOT NULL, made BLOB NOT NULL, mark TEXT, tries INTEGER NOT NULL, seconds REAL, message TEXT
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one photo.

    Args:
        source: its file.
        stamp: of that file when it was read; None where it could not be looked at.
        digest: of the settings.
        state: ``writing``, ``done`` or ``failed``.
        made: the result's place; differs from the planned one where that was taken.
        mark: of the result's file; while it is written, of what had its name before, None for nothing.
        tries: how often it was begun.
        seconds: in the engine.
        message: why it failed.
    """

    source: Path
    stamp: Stamp | None
    digest: str
    state: str
    made: PurePath
    mark: str | None
    tries: int = 0
    seconds: float | None = None
    message: str | None = None


def mark_of(path: Path) -> str | None:
    """Tells a file from any other that may take its name; None where there is none."""
    try:
        about = path.stat()
    except OSError:
        return None
    return f"{about.st_ino}-{about.st_mtime_ns}-{about.st_size}"


class Journal:
    """An open journal; ``open_journal`` and ``borrowed_journal`` give one.

    Its calls may come from different threads, one at a time.
    """

    def __init__(self, path: Path | str, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def entry(self, place: PurePath) -> Entry | None:
        """What is known of the photo whose result was planned for ``place``."""
        with self._said_for_a_person():
            row = self._connection.execute(
                f"SELECT {_COLUMNS} FROM photos WHERE place = ?", (os.fsencode(place),)
            ).fetchone()
        return None if row is None else _entry(row)

    def keep(self, place: PurePath, entry: Entry) -> None:
        """Put down what is known now; on the disk, as far as a killed process is concerned, when this returns."""
        stamp = entry.stamp
        row = (
            os.fsencode(place),
            os.fsencode(entry.source),
            stamp and stamp.modified_ns,
            stamp and stamp.bytes,
            entry.digest,
            entry.state,
            os.fsencode(entry.made),
            entry.mark,
            entry.tries,
            entry.seconds,
            entry.message,
        )
        with self._said_for_a_person():
            self._connection.execute(f"INSERT OR REPLACE INTO photos VALUES ({', '.join('?' * len(row))})", row)

    def seconds_per_photo(self, digest: str) -> float | None:
        """Mean of what is done with these settings; None before the first."""
        with self._said_for_a_person():
            query = "SELECT AVG(seconds) FROM photos WHERE state = ? AND digest = ?"
            mean: float | None = self._connection.execute(query, (DONE, digest)).fetchone()[0]
        return mean

    def close(self) -> None:
        """Give the file to others; nothing is left beside it."""
        with contextlib.suppress(sqlite3.Error):  # a full disk: the next run takes over what lies beside it
            self._connection.close()

    @contextlib.contextmanager
    def _said_for_a_person(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise JournalUnwritable(path=self.path, reason=error) from None


def _entry(row: tuple) -> Entry:  # type: ignore[type-arg]
    source, modified_ns, size, digest, state, made, mark, tries, seconds, message = row
    stamp = None if modified_ns is None else Stamp(modified_ns, size)
    place = PurePath(os.fsdecode(made))
    return Entry(Path(os.fsdecode(source)), stamp, digest, state, place, mark, tries, seconds, message)


@dataclass(frozen=True)
class Opened:
    """A journal; ``aside`` is where one that was damaged lies now."""

    journal: Journal
    aside: Path | None = None


def open_journal(path: Path) -> Opened:
    """The journal in a file, which is made where it is missing and put aside where it is damaged.

    Raises:
        BatchBusy: another process holds it.
        JournalForeign: it is a file of something else.
        JournalUnwritable: the folder does not take it.
    """
    _check_kind(path)
    try:
        return Opened(Journal(path, _connected(path)))
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BatchBusy(path=path) from None
        raise JournalUnwritable(path=path, reason=error) from None
    except sqlite3.DatabaseError:
        aside = _put_aside(path)
    try:
        return Opened(Journal(path, _connected(path)), aside)
    except sqlite3.Error as error:
        raise JournalUnwritable(path=path, reason=error) from None


@contextlib.contextmanager
def borrowed_journal(path: Path) -> Iterator[Journal]:
    """A copy of a journal, to look only, so that nothing changes; empty where there is none or it is damaged."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, NAME)
        for suffix in ("", "-wal"):
            with contextlib.suppress(OSError):
                shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
        journal = open_journal(copy).journal
        try:
            yield journal
        finally:
            journal.close()


def _check_kind(path: Path) -> None:
    """A file that a person has named must not be taken for a journal that is damaged, and be put aside."""
    if path.name == NAME:
        return
    with contextlib.suppress(OSError), path.open("rb") as file:
        head = file.read(len(_HEAD))
        if head and head != _HEAD:
            raise JournalForeign(path=path)


def _connected(path: Path) -> sqlite3.Connection:
    """A connection that holds the file for itself, with no files for others beside it but the write-ahead log.

    Raises:
        sqlite3.OperationalError: it is locked, or cannot be written.
        sqlite3.DatabaseError: it is damaged, or no journal.
    """
    connection = sqlite3.connect(path, timeout=0.5, isolation_level=None, check_same_thread=False)
    try:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if names and "photos" not in names:
            raise JournalForeign(path=path)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN EXCLUSIVE")
        _prepare(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    if version == 0 and not tables:
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    elif version != _VERSION or connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("not a whole journal")
    connection.execute(f"SELECT place, {_COLUMNS} FROM photos LIMIT 1").fetchone()


def _put_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    try:
        path.replace(aside)
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
    except OSError as error:
        raise JournalUnwritable(path=path, reason=error.strerror or error) from None
    return aside
