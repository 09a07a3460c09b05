"""What ``verify`` checks beyond the journal: that the tables, the schema and the facts beside it are what it says.

Whoever can write the file can set a clock to met, drop a trigger or swap a secret without touching the journal.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.wording import Worded
from dutydesk.store import anchors, backups, connect, sealed, tables
from dutydesk.store.engine import make_schema, open_store
from dutydesk.store.integrity import Skipped, rebuild
from dutydesk.store.library import sqlite


def secret_seal(officer: str, digest: str) -> str:
    """Return what the journal keeps of a secret's digest: enough to tell that it is another, nothing to guess from."""
    return hashlib.sha256(f"dutydesk/secret/1\n{officer}\n{digest}".encode()).hexdigest()


def factor_seal(officer: str, shared: str) -> str:
    """Return what the journal keeps of a second factor's key: enough to tell that it is another, nothing to make a code from."""
    return hashlib.sha256(f"dutydesk/factor/1\n{officer}\n{shared}".encode()).hexdigest()


def tables_differ(
    path: Path, now: Instant, folder: Path | None = None, progress: Callable[[float], None] = lambda _share: None
) -> Worded | None:
    """Replay the journal into a scratch copy and compare every table; return what differs, None when all agree.

    Args:
        path: the store, open or not.
        now: the wall clock.
        folder: where there is room for the scratch copy; the system's own place, when left out.
        progress: gets how much is done, 0 to 1.

    Raises:
        StoreError: the store cannot be opened.
    """
    with tempfile.TemporaryDirectory(prefix="dutydesk-verify-", dir=folder) as made:  # only its owner reads it
        scratch = Path(made) / "scratch.db"
        backups.copied(path, scratch)
        return replay_differs(scratch, now, progress)


def replay_differs(
    scratch: Path, now: Instant, progress: Callable[[float], None] = lambda _share: None
) -> Worded | None:
    """Compute the tables of a scratch copy anew and compare them with what stood there; return what differs."""
    key = os.urandom(16)
    before = _rows(scratch, key)
    progress(0.2)
    store = open_store(scratch)
    try:
        rebuild(store, now, list[Skipped](), lambda share: progress(0.2 + 0.7 * share), index=False)
    finally:
        store.close()
    after = _rows(scratch, key)
    progress(1.0)
    for name, rows in before.items():
        if rows != after[name]:
            was, ought = Counter(rows), Counter(after[name])
            differing = max((was - ought).total(), (ought - was).total())
            return Worded("表 {0} 与日志重算的不一致: {1} 行不同; 可用 dutydesk rebuild 由日志重算", name, differing)
    return None


def _rows(path: Path, key: bytes) -> dict[str, array[int]]:
    """Return, by table, a number for each of its rows, in their order: eight bytes of a hash that only this run can make."""

    def number(row: tuple[object, ...]) -> int:
        return int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=8, key=key).digest(), "big")

    connection = connect.connect(path, readonly=True)
    try:
        return {
            name: array("Q", sorted(number(row) for row in connection.execute(f"SELECT * FROM {name}")))  # noqa: S608 - own names
            for name in tables.PROJECTION_NAMES
        }
    finally:
        connection.close()


def schema_differs(path: Path) -> Worded | None:
    """Return which trigger, index, table or column is missing, too many, or another than this version makes."""
    connection = connect.connect(path, readonly=True)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        names = [str(table.__tablename__) for table in (*tables.PRIVATE, *tables.PROJECTIONS)]  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType, reportUnknownVariableType]
        made, columns = _schema(connection), {name: _columns(connection, name) for name in names}
    finally:
        connection.close()
    if version != connect.SCHEMA_VERSION:
        return Worded("库的结构版本是 {0}, 应为 {1}", version, connect.SCHEMA_VERSION)
    fresh = sqlite.connect(":memory:")
    try:
        make_schema(fresh)
        ought, wanted = _schema(fresh), {name: _columns(fresh, name) for name in names}
    finally:
        fresh.close()
    for name in sorted({*made, *ought}):
        kind, _ = ought.get(name) or made[name]
        if kind == "trigger" and made.get(name) != ought.get(name):
            return Worded("触发器 {0} 缺失或被改动", name)
        if name not in ought:
            return Worded("结构里多出 {0}, 不是本程序建的", name)
        if kind == "index" and made.get(name) != ought[name]:
            return Worded("索引 {0} 缺失或被改动", name)
    differing = next((name for name in names if columns[name] != wanted[name]), "")
    return Worded("表 {0} 缺失, 或栏不同", differing) if differing else None


def _schema(connection: sqlite.Connection) -> dict[str, tuple[str, str]]:
    """Return what a database is made of by name: its kind, and how it was made, blanks apart; not what SQLite makes itself."""
    rows = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return {str(name): (str(kind), " ".join(str(sql or "").split())) for name, kind, sql in rows}


def _columns(connection: sqlite.Connection, name: str) -> set[tuple[str, str]]:
    """Return the columns of a table with their types."""
    return {(str(row[1]), str(row[2])) for row in connection.execute(f"PRAGMA table_info({name})")}


def facts_differ(path: Path) -> Worded | None:
    """Compare what stands beside the journal with its rows: drill, site and origin; the digests of the secrets, the second factors."""
    connection = connect.connect(path, readonly=True)
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        first = connection.execute("SELECT kind, payload, origin FROM journal WHERE seq = 1").fetchone()
        secrets = {
            officer: (digest, at)
            for officer, digest, at in connection.execute("SELECT officer, digest, set_at FROM secret")
        }
        factors = dict(connection.execute("SELECT officer, shared FROM second_factor").fetchall())
        set_or_reset = connection.execute(
            "SELECT kind, payload FROM journal WHERE kind IN ('account.factor_set', 'account.factor_reset') ORDER BY seq"
        ).fetchall()
        told = connection.execute(
            "SELECT payload, at FROM journal WHERE kind IN ('account.secret_set', 'account.secret_given') ORDER BY seq"
        ).fetchall()
    finally:
        connection.close()
    if first is not None and first[0] == "store.created":
        made = json.loads(first[1])
        stands = {"drill": "1" if made["drill"] else "0", "site": made["site"], "origin": first[2]}
        for key, value in stands.items():
            if meta.get(key) != value:
                return Worded("库的 {0} 与建库时的记录不符", key)
    return _secrets_differ(secrets, told) or _factors_differ(factors, set_or_reset)


def _secrets_differ(secrets: dict[str, tuple[str, int]], told: list[tuple[str, int]]) -> Worded | None:
    """Compare the digests of secrets, and since when they hold, with what the journal says of each person last."""
    last: dict[str, tuple[str, int]] = {}
    for payload, at in told:
        event = json.loads(payload)
        last[event["officer"]] = (event.get("seal", ""), at)
    for officer in sorted({*secrets, *last}):
        if officer not in secrets:
            return Worded("{0} 的口令不见了: 日志里设过", officer)
        digest, since = secrets[officer]
        seal, at = last.get(officer, (None, 0))
        if seal is None or (seal and seal != secret_seal(officer, digest)) or since != at:
            return Worded("{0} 的口令不是日志里最后设的那一个", officer)
    return None


def _factors_differ(factors: dict[str, str], told: list[tuple[str, str]]) -> Worded | None:
    """Compare the keys of second factors with what the journal says of each person last."""
    seals: dict[str, str] = {}
    for _kind, payload in told:
        event = json.loads(payload)
        seals[event["officer"]] = event.get("seal", "")  # a reset has none
    for officer in sorted({*factors, *seals}):
        stands = factor_seal(officer, factors[officer]) if officer in factors else ""
        if stands != seals.get(officer, ""):
            return Worded("{0} 的动态码不是日志里最后设的那一个", officer)
    return None


def anchor_differs(path: Path) -> Worded | None:
    """Return that the anchor kept beside the store is missing, or older than the newest one of the journal."""
    connection = connect.connect(path, readonly=True)
    try:
        row = connection.execute(
            "SELECT json_extract(payload, '$.count') FROM journal WHERE kind = 'head.signed' ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    except sqlite.DatabaseError:
        return None  # the chain's check says so
    finally:
        connection.close()
    signed, kept = (int(row[0]) if row is not None else 0), anchors.kept_count(path)
    if signed and not kept:
        return Worded("旁存的签名锚点不见了: 日志在第 {0} 条处签过; 库可能被换到别处或有人移走了它", signed)
    if kept < signed:
        return Worded("旁存的签名锚点比日志旧: 锚点第 {0} 条, 日志签到第 {1} 条", kept, signed)
    return None


def key_is_open(path: Path) -> Worded | None:
    """Return that others than its owner can read or change the store's key, or that of its sealed matters."""
    for key in (anchors.key_path(path), sealed.key_path(path)):
        with suppress(OSError):
            mode = key.stat().st_mode & 0o777
            if mode & 0o077:
                return Worded("密钥文件别人也能读: {0} ({1}); chmod 600", str(key), oct(mode))
    return None
