"""The write side of a store: creating, opening, and ``write``, the only way anything is changed.

The recipe (each line was measured): autobegin off in the driver, ``BEGIN IMMEDIATE`` in SQLAlchemy's begin
event, ``synchronous=FULL``, parameters hidden in errors. A transaction reads the head of the chain, so two
processes can never append to the same one.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlmodel import SQLModel

from dutydesk.capabilities.shifts.events import StoreCreated
from dutydesk.ids import made_id, new_id
from dutydesk.kernel import system_errors
from dutydesk.kernel.events import Event, decode, times_of
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.people import DESK
from dutydesk.kernel.sealed import BEGINS, sealed_payload
from dutydesk.kernel.wording import Worded
from dutydesk.store import anchors, connect, files, rescue, sealed, search, tables
from dutydesk.store.applying import project
from dutydesk.store.errors import (
    DiskError,
    NotAStoreError,
    NotProjectedError,
    StoreDamagedError,
    StoreError,
    StoreExistsError,
    StoreMissingError,
    StoreReplacedError,
    UnsealedError,
    kind_of,
    translate,
)
from dutydesk.store.expected import expected
from dutydesk.store.journal import GENESIS, INSERT, Link, Row, by_name
from dutydesk.store.journals import Journal, newer
from dutydesk.store.library import sqlite
from dutydesk.store.mapped import NOTHING

Result = TypeVar("Result")
UNCLASSIFIED = "公开"
"""Default classification label of a row; state secrets have no place in the store."""


class AlreadySavedError(Exception):
    """The act with this id is in the journal already: a retry, nothing to do."""

    def __init__(self, row_id: str) -> None:
        super().__init__(row_id)
        self.row_id = row_id


class Transaction:
    """One write transaction: append events, read what is true now."""

    def __init__(self, connection: Connection, origin: str, now: Instant, path: Path | None = None) -> None:
        self._connection = connection
        self.path = path
        self.after_commit: list[Callable[[], None]] = []
        self._cursor = connection.connection.cursor()
        self.origin = origin
        self.now = now
        self._head: tuple[int, bytes] | None = None
        self.appended: list[Row] = []
        self.links: list[Link] = []
        """What was appended, as a journal elsewhere takes it."""
        self.act = ""
        self._made: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Return itself; nothing is run once the block is left."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of the last statement: one that is left open keeps the file's lock when a commit is interrupted and its connection dropped."""
        self._cursor.close()

    def execute(self, sql: str, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows; its parameters by name (``:name``)."""
        self._cursor.execute(sql, parameters)
        return list(self._cursor.fetchall())

    def read(self, sql: str, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        """Run a query as the desk reads: what is sealed is opened."""
        return list(sealed.opened(self.path, self.execute(sql, parameters)))

    def execute_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run one statement for many parameter rows."""
        self._cursor.executemany(sql, rows)

    @contextmanager
    def part(self) -> Generator[None]:
        """Do a part of the transaction that is undone by itself when it fails; the rest goes on."""
        head, appended = self._head, len(self.appended)
        self._cursor.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            with suppress(sqlite.Error):  # a full disk has undone the whole transaction already
                self._cursor.execute("ROLLBACK TO part")
                self._cursor.execute("RELEASE part")
            self._head = head
            del self.appended[appended:]
            del self.links[appended:]
            raise
        self._cursor.execute("RELEASE part")

    def moved_to(self, seq: int, own: bytes) -> None:
        """Tell the transaction the new head after rows were written in bulk."""
        self._head = (seq, own)

    def head(self) -> tuple[int, bytes]:
        """Return seq and hash of the newest row; (0, genesis) in an empty journal."""
        if self._head is None:
            rows = self.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
            self._head = (int(rows[0][0]), bytes(rows[0][1])) if rows else (0, GENESIS)
        return self._head

    def begin_act(self, act: str) -> None:
        """Name what is made from here on after an act: performed again, it makes the same."""
        self.act = act
        self._made.clear()

    def new_id(self, purpose: str) -> str:
        """Return the id of something new: derived from the act under way, a fresh one where there is none."""
        if not self.act:
            return new_id()
        self._made[purpose] += 1
        return made_id(self.act, purpose, self._made[purpose])

    def has(self, row_id: str) -> bool:
        """Return whether the journal has a row of this id."""
        return bool(self.execute("SELECT 1 FROM journal WHERE id = :id", {"id": row_id}))

    def append(
        self,
        event: Event,
        *,
        actor: str,
        at: Instant | None = None,
        matter_id: str | None = None,
        row_id: str | None = None,
        classification: str = UNCLASSIFIED,
    ) -> Row:
        """Append an event and project it.

        Args:
            event: what happened.
            actor: officer id, or ``desk`` for what the desk does by itself.
            at: when it happened; now, when left out.
            matter_id: the matter it belongs to.
            row_id: the caller's id, so that a retry is recognised.
            classification: label of the row.

        Raises:
            AlreadySavedError: a row with this id exists.
            NotProjectedError: its tables cannot be worked out; the whole transaction is refused.
        """
        if row_id is not None and self.has(row_id):
            raise AlreadySavedError(row_id)
        seq, prev = self.head()
        event, payload = self._closed(said := event, actor, matter_id)
        row = Row(
            seq=seq + 1,
            id=row_id
            or self.new_id("desk" if actor == DESK else "row"),  # what follows by itself moves no id of an act
            origin=self.origin,
            recorded_at=self.now,
            at=self.now if at is None else at,
            actor=actor,
            kind=event.KIND,
            version=event.VERSION,
            matter_id=matter_id,
            classification=classification,
            payload=payload,
        )
        self.take(Link.of(row, prev), event)
        if event is not said:  # whoever performs the act reads it as it was said
            self.appended[-1] = row = replace(row, payload=said.payload())
        return row

    def _closed(self, event: Event, actor: str, matter_id: str | None) -> tuple[Event, str]:
        """Return an event with its payload, both sealed where its matter is: the one place where anything is (ARCHITECTURE).

        Raises:
            UnsealedError: the key is not there, and a person's words would stand open.
        """
        payload = event.payload()
        name = sealed.make_key(self.path).name if event.SEALS and self.path is not None else self.sealed_with(matter_id)
        if matter_id is None or not name or event.UNSEALS:
            return event, payload
        cipher, path = sealed.cipher_of(self.path), self.path

        def seal(told: str) -> str:
            if cipher is None or not cipher.has(name):
                key = str(sealed.key_path(path)) if path is not None else "?"
                raise UnsealedError("事项已封存, 读不到封存密钥: 不能写. 请放回密钥文件 {0}", key)
            return cipher.seal(matter_id, told, name)

        try:
            payload = sealed_payload(event.KIND, payload, seal, times_of(type(event)))
        except UnsealedError:
            if actor != DESK:
                raise
            return event, payload  # the desk could read nothing either: what it tells holds no word of the matter
        return decode(event.KIND, payload), payload

    def sealed_with(self, matter_id: str | None) -> str:
        """Return what the key is called with which is sealed what is written of a matter; empty for none."""
        sql = "SELECT key FROM sealed WHERE matter_id = :matter_id AND until IS NULL"
        rows = self.execute(sql, {"matter_id": matter_id}) if matter_id is not None else []
        return str(rows[0][0]) if rows else ""

    def take(self, link: Link, event: Event) -> None:
        """Take a row that follows the head into the journal and work it into the tables: an own one, or one of elsewhere.

        Raises:
            NotProjectedError: its tables cannot be worked out; the whole transaction is refused.
        """
        row = link.row
        self._cursor.execute(INSERT, by_name(link.values))
        try:
            project(self, row, event)
        except (sqlite.Error, StoreError) as error:
            if kind_of(error) != "refused":
                raise
            raise NotProjectedError("第 {0} 条 ({1}) 算不进各表: 本次未保存", row.seq, row.kind) from error
        except Exception as error:
            raise NotProjectedError("第 {0} 条 ({1}) 算不进各表: 本次未保存", row.seq, row.kind) from error
        self.index(row.seq, event)
        self._head = (row.seq, link.own)
        self.appended.append(row)
        self.links.append(link)

    def take_newer(self, links: Sequence[Link]) -> int:
        """Take rows of elsewhere that are not here yet; return how many.

        Raises:
            StoreDamagedError: one is altered, or does not follow the head.
            NotProjectedError: one cannot be worked into the tables, or is not understood here.
        """
        before = self.head()[0]
        for link in links:
            seq, own = self.head()
            if link.row.seq <= seq:
                continue
            if not link.follows(seq, own):
                raise StoreDamagedError("副本与日志接不上: 第 {0} 条; 已停止拉取, 副本未改动", link.row.seq)
            try:
                event = link.row.event
            except (ValueError, TypeError, KeyError) as error:
                raise NotProjectedError(
                    "第 {0} 条 ({1}) 算不进各表: 本次未保存", link.row.seq, link.row.kind
                ) from error
            self.take(link, event)
        return self.head()[0] - before

    def index(self, seq: int, event: Event) -> None:
        """Write what of an event can be found into the search index."""
        texts = [text for text in event.searched() if BEGINS not in text]
        if texts:
            self._cursor.execute(
                "INSERT INTO search (rowid, grams) VALUES (:rowid, :grams)",
                {"rowid": seq, "grams": search.grams(texts)},
            )

    def empty_index(self) -> None:
        """Empty the search index, which is then one of this version."""
        self._cursor.execute("INSERT INTO search (search) VALUES ('delete-all')")
        self._cursor.execute(
            "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = "
            "excluded.value",
            {"key": search.VERSION_KEY, "value": str(search.INDEX_VERSION)},
        )


@dataclass(frozen=True, slots=True)
class About:
    """Facts about a store from its ``meta`` table."""

    site: str
    origin: str
    drill: bool
    created_at: Instant


class Store:
    """An open store. Threads may share it; writes are one at a time.

    ``keeper`` is a connection that is open as long as the store is: with it the log and its index stay the ones that
    they are, and what can be read can be rescued when they are taken away.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        about: About,
        timekeeper: sqlite.Connection,
        journal: Journal | None = None,
    ) -> None:
        self.path = path
        self.journal = journal
        """The journal that this store is a copy of; None where it holds its own."""
        self.about = about
        self.stopped = ""
        self._why: tuple[object, ...] = ()
        self._engine = engine
        self._lock = threading.Lock()
        self._keeper = timekeeper
        self._rescued: Worded | None = None

    def write(self, work: Callable[[Transaction], Result], *, now: Instant) -> Result:
        """Run ``work`` in one ``BEGIN IMMEDIATE`` transaction; return its result when the commit has returned.

        Raises:
            StoreReplacedError, StoreDamagedError, StoreBusyError, DiskError: nothing was written.
        """
        with self._lock:
            self.check_identity()
            if self.stopped:
                raise StoreDamagedError(self.stopped, *self._why)
            try:
                transaction, result = (
                    self._written(work, now) if self.journal is None else self._copied(self.journal, work, now)
                )
            except NotAStoreError as error:  # what is corrupt is not written any more, though another page may be sound
                self.stop(error.template, *error.values)
                raise
            self.check_identity()
            for follow in transaction.after_commit:
                follow()
            return result

    def _written(
        self, work: Callable[[Transaction], Result], now: Instant, saved: Callable[[Transaction], None] | None = None
    ) -> tuple[Transaction, Result]:
        """Run ``work`` in one transaction of the file; ``saved`` comes after it and before the commit."""
        try:
            with self._engine.connect() as connection, connection.begin():
                transaction = Transaction(connection, self.about.origin, now, self.path)
                with transaction:
                    result = work(transaction)
                    if saved is not None:
                        saved(transaction)
        except DBAPIError as error:
            raise translate(error.orig, self.path) from error
        except sqlite.Error as error:
            raise translate(error, self.path) from error
        return transaction, result

    def _copied(
        self, journal: Journal, work: Callable[[Transaction], Result], now: Instant
    ) -> tuple[Transaction, Result]:
        """Run ``work`` on the copy under the lock of the journal elsewhere (the order is that of ``journals``)."""
        journal.lock()
        try:
            self._pull(journal, now)
            return self._written(work, now, lambda tx: journal.append(tx.links) if tx.links else None)
        finally:
            journal.release()  # nothing, where the rows were appended

    def pull(self, now: Instant) -> int:
        """Take what is newer in the journal elsewhere into the copy; return how many rows. Done twice, it changes nothing.

        Raises:
            StoreDamagedError: a row does not follow; NotProjectedError: one cannot be worked in. The copy is as it was.
        """
        if self.journal is None:
            return 0
        with self._lock:
            self.check_identity()
            return self._pull(self.journal, now)

    def _pull(self, journal: Journal, now: Instant) -> int:
        count = 0
        for links in newer(journal, self._written(lambda tx: tx.head()[0], now)[1]):
            count += self._written(lambda tx, links=links: tx.take_newer(links), now)[1]
        return count

    def check_identity(self) -> None:
        """Notice that the file, its log or the log's index was removed or replaced.

        Everything that can still be read is written beside the store first: the files are open here, and gone with
        the last process that has them open.

        Raises:
            StoreReplacedError: writes stop; says where the copy is.
        """
        try:
            files.check(self.path)
        except StoreReplacedError as error:
            if self._rescued is None:
                self._rescued = rescue.save(self._keeper, self.path)
            raise StoreReplacedError(
                "{0}. {1}", error, self._rescued or Worded("请勿退出本程序, 抄下屏幕上的内容")
            ) from error

    def stop(self, reason: str, *values: object) -> None:
        """Refuse all further writes, for a reason that is shown (a template and its values)."""
        self.stopped, self._why = reason, values

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
        self._keeper.close()


def open_store(path: Path, journal: Journal | None = None) -> Store:
    """Open an existing store for writing; nothing is ever created by opening. ``journal``: what it is a copy of.

    Raises:
        StoreError: why it cannot be used, in one sentence.
    """
    connect.inspect(path)
    connect.refuse_network(path)
    timekeeper = connect.connect(path, readonly=False)
    try:
        with suppress(sqlite.OperationalError):
            timekeeper.execute(f"PRAGMA journal_mode={connect.journal_mode()}")
            if connect.journal_mode() != "WAL":
                files.renew(path)
        meta = dict(timekeeper.execute("SELECT key, value FROM meta").fetchall())
        wrong = _against_kept_anchor(path, timekeeper, str(meta.get("origin", "")))
        about = About(meta["site"], meta["origin"], meta["drill"] == "1", int(meta["created_at"]))
    except sqlite.DatabaseError as error:
        timekeeper.close()
        raise translate(error, path) from error
    except (KeyError, ValueError) as error:
        timekeeper.close()
        raise NotAStoreError("库文件损坏: {0}; 已停止写入. 若有备份: dutydesk restore 备份文件", str(path)) from error
    files.check(path)
    store = Store(path, engine_of(path), about, timekeeper, journal)
    if wrong is not None:
        store.stop(wrong.template, *wrong.values)
    return store


def _against_kept_anchor(path: Path, raw: sqlite.Connection, origin: str) -> Worded | None:
    """What the anchor kept beside the store says against it, None when they agree (TRUST.md case 23)."""
    anchored = anchors.kept_count(path)
    if not anchored:
        return None
    named = raw.execute("SELECT hash FROM journal WHERE seq = :seq", {"seq": anchored}).fetchone()
    count = int(raw.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])
    return anchors.check_kept(path, origin, bytes(named[0]) if named else None, count)


def create_store(path: Path, *, site: str, drill: bool, now: Instant, began: Instant | None = None) -> Store:
    """Create a store and write its first entry.

    Args:
        path: where; nothing may be there.
        site: the office's name.
        drill: marks the store as a drill, for ever.
        now: when it is made.
        began: from when on calendar clocks are kept, where that is not ``now`` (demo data with a past).

    Raises:
        StoreExistsError: there is a file already that is not an empty beginning of a store.
    """
    if path.exists() and path.stat().st_size > 0:
        raise StoreExistsError("已有文件, 未改动: {0}; 换一个路径, 或直接打开它", str(path))
    if not path.parent.is_dir():
        raise StoreMissingError("没有这个目录: {0}; 未创建任何文件", str(path.parent))
    connect.refuse_network(path)
    _check_anchor(path, drill=drill, now=now)
    path.touch(mode=0o600)
    engine = engine_of(path)
    origin = new_id()
    try:
        with engine.connect() as connection, connection.begin():
            if connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
                raise StoreExistsError("已有文件, 未改动: {0}; 换一个路径, 或直接打开它", str(path))
            _create_schema(connection)
            facts = {
                anchors.PUBLIC_KEY: anchors.make_key(path),
                "site": site,
                "origin": origin,
                "drill": "1" if drill else "0",
                search.VERSION_KEY: str(search.INDEX_VERSION),
                "created_at": str(now if began is None else began),
            }
            for key, value in facts.items():
                connection.exec_driver_sql(
                    "INSERT INTO meta (key, value) VALUES (:key, :value)", {"key": key, "value": value}
                )
            Transaction(connection, origin, now).append(StoreCreated(site=site, drill=drill), actor="desk")
    except OSError as error:
        raise DiskError(
            "写不出签名密钥: {0} ({1})", str(anchors.key_path(path)), system_errors.reason_of(error)
        ) from error
    except (DBAPIError, UnicodeError) as error:
        if path.stat().st_size == 0:
            path.unlink()
        raise translate(getattr(error, "orig", error), path) from error
    finally:
        engine.dispose()
    return open_store(path)


def _check_anchor(path: Path, *, drill: bool, now: Instant) -> None:
    """Refuse a new store where an anchor says that another one was: that one is to be restored, or its anchor put away.

    A drill's takes the place of another drill's; what stands there is kept under another name.

    Raises:
        StoreExistsError: naming the site, the number of entries, the copies.
    """
    told = expected(path)
    if told is None:
        return
    if not drill:
        raise StoreExistsError("未建库: {0}. 确要另建新库, 请先把锚点移走: {1}", told, str(anchors.anchor_path(path)))
    anchor = anchors.anchor_path(path)
    with suppress(OSError):
        anchor.rename(anchor.with_name(f"{anchor.name}.before-{now}"))


def create_copy(path: Path, journal: Journal, now: Instant) -> Store:
    """Make a store that is a copy of a journal elsewhere, with all that is in it; it signs nothing and has no key.

    Raises:
        StoreExistsError: there is a file already; StoreMissingError: the journal has no first row yet.
    """
    first = journal.since(0, 1)
    created = first[0].row.event if first else None
    if path.exists():
        raise StoreExistsError("已有文件, 未改动: {0}; 换一个路径, 或直接打开它", str(path))
    if not isinstance(created, StoreCreated):
        raise StoreMissingError(
            "没有这个库: {0}; 未创建任何文件. 新建: dutydesk init --site 名称, 试用: dutydesk demo", str(path)
        )
    path.touch(mode=0o600)
    engine = engine_of(path)
    facts = {
        "site": created.site,
        "origin": first[0].row.origin,
        "copy_of": first[0].row.origin,
        "drill": "1" if created.drill else "0",
        search.VERSION_KEY: str(search.INDEX_VERSION),
        "created_at": str(first[0].row.recorded_at),
    }
    try:
        with engine.connect() as connection, connection.begin():
            _create_schema(connection)
            for key, value in facts.items():
                connection.exec_driver_sql(
                    "INSERT INTO meta (key, value) VALUES (:key, :value)", {"key": key, "value": value}
                )
    except DBAPIError as error:
        raise translate(error.orig, path) from error
    finally:
        engine.dispose()
    store = open_store(path, journal)
    store.pull(now)
    return store


def create_tables(connection: Connection) -> None:
    """Make every table that is not there yet, with its indexes."""
    SQLModel.metadata.create_all(connection)


def make_schema(connection: sqlite.Connection) -> None:
    """Make the tables, indexes and triggers of this version in an empty database."""
    engine = create_engine("sqlite://", creator=lambda: connection)
    with engine.connect() as ours, ours.begin():
        _create_schema(ours)


def _create_schema(connection: Connection) -> None:
    create_tables(connection)
    connection.exec_driver_sql(tables.SEARCH_TABLE)
    for statement in (*tables.INDEXES, *tables.TRIGGERS):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id={connect.APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={connect.SCHEMA_VERSION}")


def engine_of(path: Path) -> Engine:
    """Return an engine whose transactions begin with the write lock (``BEGIN IMMEDIATE``)."""
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlite,
        creator=lambda: connect.connect(path, readonly=False),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=2,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    connect.begin(raw)
