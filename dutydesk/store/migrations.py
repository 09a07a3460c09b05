"""Bringing a store of an older version up to this one: a copy first, then everything under one lock.

The journal never changes its shape; all tables but the private ones are computed from it. So a migration is
a rebuild: the old tables are dropped, today's are made and filled from the journal, and the version is
written, in one transaction. Killed at any point the store is the old one or the new one, never half.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import Connection

from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.store import anchors, connect, search, tables
from dutydesk.store.engine import Transaction, create_tables, engine_of, translate
from dutydesk.store.errors import StoreExistsError, StoreMissingError
from dutydesk.store.integrity import reindex, replay
from dutydesk.store.library import sqlite

FORMER_PROJECTIONS: tuple[str, ...] = ()
"""Tables that an older version computed and this one does not have."""


def version_of(path: Path) -> int:
    """Return the schema version of a store, read by SQLite (not from the file, which may have a log beside it)."""
    connection = connect.connect(path, readonly=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def bring_up(path: Path, now: Instant) -> Path | None:
    """Migrate a store to this version; return the path of the copy made before, None when nothing was to be done.

    Args:
        path: the store.
        now: names the copy.

    Raises:
        StoreError: the store cannot be used, or there is no room for the copy; the store is as it was.
    """
    connect.inspect(path)
    if version_of(path) >= connect.SCHEMA_VERSION:
        return None
    copy = _copied(path, now)
    engine = engine_of(path)
    try:
        with engine.connect() as connection, connection.begin():
            version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            if version >= connect.SCHEMA_VERSION:
                return None  # another process was faster; its copy is there too
            for name in (*tables.PROJECTION_NAMES, *FORMER_PROJECTIONS):
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
            create_tables(connection)
            for statement in tables.INDEXES:
                connection.exec_driver_sql(statement)
            _give_key(connection, path)
            tx = Transaction(connection, "", now)
            replay(tx)
            if _index_is_older(connection):
                reindex(tx)
            connection.exec_driver_sql(f"PRAGMA user_version={connect.SCHEMA_VERSION}")
    except sqlite.Error as error:
        raise translate(error, path) from error
    finally:
        engine.dispose()
    return copy


def _index_is_older(connection: Connection) -> bool:
    """Whether the search index was filled by an older version, which found less: it is filled anew, once."""
    sql = "SELECT value FROM meta WHERE key = :key"
    rows = connection.exec_driver_sql(sql, {"key": search.VERSION_KEY}).fetchall()
    return not rows or int(rows[0][0]) < search.INDEX_VERSION


def _give_key(connection: Connection, path: Path) -> None:
    """Make a key for a store of before the signed heads; one that has a key keeps it."""
    rows = connection.exec_driver_sql("SELECT 1 FROM meta WHERE key = :key", {"key": anchors.PUBLIC_KEY}).fetchall()
    if not rows:
        public = anchors.make_key(path)
        connection.exec_driver_sql(
            "INSERT INTO meta (key, value) VALUES (:key, :value)", {"key": anchors.PUBLIC_KEY, "value": public}
        )


def _copied(path: Path, now: Instant) -> Path:
    """Copy the whole store beside itself by SQLite (VACUUM INTO), readable by its owner alone."""
    stamp = f"{to_datetime(now):%Y%m%d-%H%M%S}"
    copy = path.with_name(f"{path.name}.v{version_of(path)}-{stamp}")
    if copy.exists():
        raise StoreExistsError("升级前的副本已存在, 未改动: {0}; 请移走后再试", str(copy))
    connection = connect.connect(path, readonly=False)
    try:
        copy.touch(mode=0o600)
        connection.execute("VACUUM INTO :copy", {"copy": str(copy)})
    except sqlite.DatabaseError as error:
        copy.unlink(missing_ok=True)
        raise translate(error, path) from error
    except OSError as error:
        raise StoreMissingError("写不出升级前的副本: {0}; 库未改动", str(copy)) from error
    finally:
        connection.close()
    return copy
