"""Raw connections to a store: the library check, what must hold before a file is touched, the PRAGMAs.

This module needs neither SQLAlchemy nor SQLModel, so the first frame reads real rows before those are
imported (DESIGN §9). One SQLite library per process: everything uses ``pysqlite3``.
"""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from dutydesk.kernel.wording import Worded
from dutydesk.store import encrypted, files
from dutydesk.store.errors import (
    BUSY_SECONDS,
    BadCopyError,
    DiskError,
    NewerStoreError,
    NotAStoreError,
    StoreBusyError,
    StoreError,
    StoreMissingError,
    in_words,
    kind_of,
)
from dutydesk.store.files import Identity
from dutydesk.store.library import sqlite

APPLICATION_ID = 0x64757479
"""``duty``: marks the file as ours in its header."""

SCHEMA_VERSION = 18
"""18: flags and counts of a matter may be sealed. 17: sealing that ended, sealed files. 16: files and recordings of matters. 15: sealed matters. 14: second factors, people who hold all matters of a mark. 13: how reports went to their recipients, receipts, reports in the outbox. 12: matters that only named people see. 11: titles, readers and findings of reports. 10: what was chosen beside what was proposed, messages that became less than red. 9: keys of people who come in over SSH. 8: what an act makes is ordered by seq; 64 bits said everywhere. 7: rows of the registers. 6: reporting limits chosen, criteria answered. 5: the search index by signs of every kind. 4: outcomes, warnings with effects, texts that differ from the figures.
3: consents, dispositions of messages, accepted rulebooks. 2: coordination, policies, appeals, instructions, meetings, contacts, outbox, handovers, registers."""

_HEADER = b"SQLite format 3\x00"
_NETWORK_FILE_SYSTEMS = frozenset({
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "9p", "afs", "ceph", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2",
    "orangefs", "pvfs2", "glusterfs", "davfs", "vboxsf", "vmhgfs", "prl_fs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph",
    "fuse.rclone", "fuse.s3fs", "fuse.davfs2", "fuse.vmhgfs-fuse", "fuse.curlftpfs", "fuse.gvfsd-fuse", "fuse.juicefs",
    "fuse.mfs",
})  # fmt: skip
"""Disks of other machines, or of this one's host: what one machine locks there, another does not see."""

WRITER_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA cell_size_check=ON",
)


def is_affected(version: tuple[int, ...]) -> bool:
    """Return whether a SQLite version has the WAL-reset bug (3.7.0 to 3.51.2; fixed in 3.50.7, 3.44.6)."""
    if version >= (3, 51, 3) or version < (3, 7, 0):
        return False
    return not ((3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0))


def library_version() -> tuple[int, ...]:
    """Return the version of the SQLite library in use."""
    return sqlite.sqlite_version_info


def journal_mode() -> str:
    """Return ``WAL``, or ``DELETE`` where the library has the WAL-reset bug."""
    return "DELETE" if is_affected(library_version()) else "WAL"


def file_system_of(path: Path) -> str:
    """Return the type of the file system that holds ``path``, empty where the system does not tell."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place = str(path.resolve())
    best, kind = "", ""
    for line in mounts:
        parts = line.split(" ")
        point = parts[1].replace("\\040", " ") if len(parts) > 2 else ""
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if point and inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def refuse_network(path: Path, kind: str | None = None) -> None:
    """Refuse a store on a network file system, where SQLite's locks do not hold.

    Raises:
        StoreError: naming the file system.
    """
    kind = file_system_of(path.resolve().parent) if kind is None else kind
    if kind in _NETWORK_FILE_SYSTEMS:
        raise StoreError("库文件在网络文件系统 ({0}) 上, 锁不可靠, 不予使用: {1}; 请放在本机磁盘", kind, str(path))


ASK_SECONDS = 0.002
"""Between two times that the write lock is asked for."""

STATEMENTS = 512
"""So many statements stay prepared on a connection: an act asks some two hundred different ones, and the driver keeps 128."""

_OPENED: set[Identity | None] = set()
"""Files that this process has opened through SQLite; they were looked at before."""


def inspect(path: Path) -> None:
    """Refuse what is not a store of this version, before SQLite touches it.

    Only the first 100 bytes are read, through a descriptor of a file that this process has not opened yet.

    Raises:
        StoreMissingError, NotAStoreError, NewerStoreError: in one sentence each; nothing was changed.
    """
    from dutydesk.store.expected import expected  # said only where a store is missing

    if not path.exists():
        told = expected(path)
        if told is not None:
            raise StoreMissingError("没有这个库: {0}; 未创建任何文件. {1}", str(path), told)
        raise StoreMissingError(
            "没有这个库: {0}; 未创建任何文件. 新建: dutydesk init --site 名称, 试用: dutydesk demo", str(path)
        )
    if Identity.of(path) in _OPENED:
        return  # closing a descriptor of a file that SQLite has open here would drop SQLite's locks
    if path.is_dir():
        raise NotAStoreError("这是目录, 不是库: {0}", str(path))
    with path.open("rb") as file:
        header = file.read(100)
    if encrypted.is_asked() and len(header) == 100 and header[:16] != _HEADER:
        return  # what it holds is asked once it is opened
    if len(header) == 0:
        told = expected(path) or Worded("若有备份: dutydesk restore 备份文件")
        raise NotAStoreError("库文件是空的: {0}; 未改动. {1}", str(path), told)
    if header[:16] != _HEADER and len(header) == 100 and expected(path) is not None and not encrypted.is_asked():
        raise NotAStoreError(
            "库已整库加密而没有写明密钥 (config.toml 的 store_key), 或已损坏: {0}; 未改动. 若有备份: dutydesk restore 备份文件",
            str(path),
        )
    if header[:16] != _HEADER or len(header) < 100:
        raise NotAStoreError("不是 dutydesk 的库: {0}; 未改动. 若有备份: dutydesk restore 备份文件", str(path))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotAStoreError("这是别的程序的数据库: {0}; 未改动", str(path))
    version = int.from_bytes(header[60:64], "big")
    if version > SCHEMA_VERSION:
        raise NewerStoreError(
            "库是更新版本的 dutydesk 所建 (库 {0}, 本程序 {1}): {2}; 未改动. 请升级程序",
            version,
            SCHEMA_VERSION,
            str(path),
        )


def header_version(path: Path) -> int:
    """Return the schema version in the file's header; this version's own where it is no store or open here already.

    Cheap on purpose: asked at every start. A log beside the file can only hold a newer one.
    """
    if Identity.of(path) in _OPENED or not path.is_file():
        return SCHEMA_VERSION
    with path.open("rb") as file:
        header = file.read(100)
    if encrypted.is_asked() and header[:16] != _HEADER:
        connection = still(path)
        try:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()
    is_ours = len(header) == 100 and header[:16] == _HEADER and int.from_bytes(header[68:72], "big") == APPLICATION_ID
    return int.from_bytes(header[60:64], "big") if is_ours else SCHEMA_VERSION


class Connection(sqlite.Connection):
    """A connection that is counted as long as it lives, among those that hold this process's store open."""

    encrypted: Path | None = None
    """The file, where it was opened by its key."""
    store: files.OpenStore | None = None
    release: Callable[[], object] | None = None

    def close(self) -> None:
        """Close, and be counted no more."""
        if self.store is None or self.release is None:
            super().close()
            return
        with files.closing(self.store):
            super().close()
            self.release()


_IMMUTABLE: set[Path] = set()
"""Stores on a disk that takes no write and without a log: read as they are, without locks."""


def is_immutable(path: Path) -> bool:
    """Return whether a store was opened as a file that nobody can write."""
    return path.resolve() in _IMMUTABLE


def connect(path: Path, *, readonly: bool) -> Connection:
    """Return a driver connection with the PRAGMAs of the recipe; never creates a file.

    Autobegin is off in the driver: transactions are begun by hand (``BEGIN IMMEDIATE`` to write).

    Raises:
        StoreMissingError: the file went away.
        StoreError: it lies on a network file system.
        StoreReplacedError: it, or a file beside it, is not the one that others have open.
    """
    path = path.resolve()
    if Identity.of(path) not in _OPENED:
        refuse_network(path)
    with files.LOCK, files.coming(path):
        one = files.opening(path)
        try:
            connection = _opened(path, readonly=readonly)
        except BaseException:
            if one.connections == 0:
                one.release()
            raise
        one.entered()
        _OPENED.add(Identity.of(path))
    gone = weakref.finalize(connection, files.left, one)
    gone.atexit = False
    connection.store, connection.release = one, gone
    return connection


def _opened(path: Path, *, readonly: bool) -> Connection:
    """Open and read once, so that the log and its index are open too."""
    mode = "ro" if readonly else "rw"
    connection = plain(path, f"mode={mode}")
    try:
        try:
            _prepare(connection, readonly=readonly)
        except sqlite.OperationalError as error:
            if not readonly or kind_of(error) not in {"cannot_open", "readonly"} or _has_log(path):
                raise
            connection.close()
            connection = plain(path, "mode=ro&immutable=1")  # no log, and nobody can write: nothing is missed
            _prepare(connection, readonly=True)
            _IMMUTABLE.add(path)
    except sqlite.DatabaseError as error:
        connection.close()
        kind = kind_of(error)
        if kind == "busy":
            raise StoreBusyError("库被其他程序占用, 打不开: {0}; 请再试", str(path)) from error
        if not readonly and kind in {"cannot_open", "readonly"} and _cannot_write(path):
            raise DiskError("库在只读的磁盘上, 写不进; 本次未保存: {0}", str(path)) from error
        if kind in {"cannot_open", "readonly", "disk"}:
            raise DiskError("库读不出: {0} ({1}); 未改动", str(path), in_words(error) or "") from error
        raise NotAStoreError(
            "库读不出: {0} ({1}); 未改动. 若有备份: dutydesk restore 备份文件",
            str(path),
            in_words(error) or "",
        ) from error
    return connection


def _cannot_write(path: Path) -> bool:
    """Whether the file is there to be read, and neither it nor its folder to be written."""
    return os.access(path, os.R_OK) and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def still(path: Path) -> Connection:
    """Return a connection to a file that nobody writes (a copy): read as it is, without locks and without files beside it.

    Raises:
        StoreError: see ``inspect``; or it cannot be read.
    """
    inspect(path)
    connection = plain(path.resolve(), "mode=ro&immutable=1")
    try:
        _prepare(connection, readonly=True)
    except sqlite.DatabaseError as error:
        connection.close()
        raise BadCopyError("备份读不出: {0} ({1}); 未改动", str(path), in_words(error) or "") from error
    return connection


def reader(path: Path, *, copy: bool = False) -> Connection:
    """Return a connection for reading a store, or a copy that nobody writes."""
    return still(path) if copy else connect(path, readonly=True)


def fold(path: Path) -> None:
    """Let SQLite fold the log into a file that nobody else has open, where it still can; past the door, whose lock the caller holds."""
    with suppress(StoreError, sqlite.Error):
        connection = plain(path.resolve(), "mode=rw")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def plain(path: Path, options: str, salt: bytes | None = None) -> Connection:
    """Return a connection past the recipe; ``salt``: of the store whose key opens an empty file."""
    uri = f"file:{quote(str(path))}?{options}"
    try:
        connection = sqlite.connect(
            uri,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=BUSY_SECONDS,
            factory=Connection,
            cached_statements=STATEMENTS,
        )
    except sqlite.OperationalError as error:
        raise StoreMissingError("打不开库: {0} ({1})", str(path), in_words(error) or "") from error
    try:
        connection.encrypted = path if encrypted.unlock(connection, path, salt) else None
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: Connection, *, readonly: bool) -> None:
    _check_encrypted(connection)
    for pragma in WRITER_PRAGMAS:
        connection.execute(pragma)
    if readonly:
        connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA schema_version").fetchone()
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _check_encrypted(connection: Connection) -> None:
    """Refuse, of an encrypted file, what ``inspect`` refuses of one that can be looked into.

    Raises:
        StoreError: another key, no store of ours, or one of a newer program.
    """
    if not connection.encrypted:
        return
    path = connection.encrypted
    try:
        tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite.DatabaseError as error:
        if kind_of(error) != "damaged":
            raise
        raise NotAStoreError("整库加密的密钥不对, 或库文件已损坏: {0}; 未改动", str(path)) from error
    application, version = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id", "user_version")
    )
    if tables and application != APPLICATION_ID:
        raise NotAStoreError("这是别的程序的数据库: {0}; 未改动", str(path))
    if version > SCHEMA_VERSION:
        raise NewerStoreError(
            "库是更新版本的 dutydesk 所建 (库 {0}, 本程序 {1}): {2}; 未改动. 请升级程序",
            version,
            SCHEMA_VERSION,
            str(path),
        )


def begin(connection: sqlite.Connection) -> None:
    """Begin a transaction with the write lock, asked for every few milliseconds for as long as the connection waits for a lock.

    SQLite's own waiting asks less and less often, in the end ten times a second: whoever waits longest is passed by all who
    come later (three sessions that write fifty times a second each: 1.5 s behind writes of which none took 40 ms).

    Raises:
        sqlite.OperationalError: it was not given in time, or cannot be taken.
    """
    patience = int(connection.execute("PRAGMA busy_timeout").fetchone()[0])
    ends = time.monotonic() + patience / 1000
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while not _begun(connection, asking=time.monotonic() < ends):
            time.sleep(ASK_SECONDS)
    finally:
        connection.execute(f"PRAGMA busy_timeout={patience}")


def _begun(connection: sqlite.Connection, *, asking: bool) -> bool:
    """Ask once; False where another has the lock and it is to be asked again."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite.OperationalError as error:
        if kind_of(error) != "busy" or not asking:
            raise
        return False
    return True


def _has_log(path: Path) -> bool:
    """Whether rows wait in a log beside the file."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
