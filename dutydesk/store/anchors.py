"""Signed heads of the journal: the witness against whoever can write the file (TRUST.md cases 22, 23).

A hash chain stops nobody who recomputes all of it. So count and head are signed with Ed25519 at each handover
and hourly; the private key is a file beside the store that only the store's owner can read. The newest anchor
is kept in a small file beside the store too, so that a cut tail or an old copy put back is noticed at the start;
printed on the sealed sheet, it is known outside the house.

``cryptography`` is imported only where something is signed or checked: not on the way to the first frame.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutydesk import wholefile
from dutydesk.capabilities.handover.events import HeadSigned
from dutydesk.kernel.instants import HOUR, Instant
from dutydesk.kernel.wording import Worded
from dutydesk.store import connect

if TYPE_CHECKING:
    from dutydesk.store.engine import Transaction

TAG = b"dutydesk/head/1\x00"
EVERY: Instant = HOUR
"""A head is signed at least this often while anything is written (TRUST.md §1: hourly)."""

HANDOVER, HOURLY = "handover", "hourly"
PUBLIC_KEY = "public_key"
"""Key of the table ``meta`` under which the public key stands (hex)."""


def key_path(store: Path) -> Path:
    """Return where the private key is."""
    return store.with_name(store.name + ".key")


def anchor_path(store: Path) -> Path:
    """Return where the newest anchor is kept beside the store."""
    return store.with_name(store.name + ".anchor")


def make_key(store: Path) -> str:
    """Make the private key of a new store, readable by its owner alone; return the public key (hex).

    What an earlier store of this name left beside itself is replaced: its anchors say nothing about the new one.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    path = key_path(store)
    with suppress(FileNotFoundError):
        path.unlink()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(private.private_bytes_raw().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        anchor_path(store).unlink()
    return private.public_key().public_bytes_raw().hex()


def message(origin: str, count: int, head: str) -> bytes:
    """Return the bytes that are signed: which store, how many rows, the hash of the last."""
    return TAG + f"{origin}\n{count}\n{head}".encode("ascii")


def sign(store: Path | None, public: str, origin: str, count: int, head: str) -> str:
    """Return the signature (hex), empty where this process has no key that fits the store's public one."""
    if store is None or not public:
        return ""
    try:
        text = key_path(store).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
    except ValueError:
        return ""
    if private.public_key().public_bytes_raw().hex() != public:
        return ""
    return private.sign(message(origin, count, head)).hex()


def is_signed(public: str, signature: str, origin: str, count: int, head: str) -> bool:
    """Return whether a signature is the store's own."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), message(origin, count, head))
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """Return the public key as people compare it: its first sixteen hex digits in fours."""
    return " ".join(public[index : index + 4] for index in range(0, min(16, len(public)), 4))


# ---------------------------------------------------------------- writing


def public_key(tx: Transaction) -> str:
    """Return the store's public key (hex), empty for a store that has none."""
    rows = tx.execute("SELECT value FROM meta WHERE key = ?", (PUBLIC_KEY,))
    return str(rows[0][0]) if rows else ""


def sign_head(tx: Transaction, why: str, actor: str) -> bool:
    """Append the signed head of the journal as it stands; keep it beside the store once the commit has returned.

    Returns False where this process has no key: the journal goes on without an anchor.
    """
    count, own = tx.head()
    head = own.hex()
    signature = sign(tx.path, public_key(tx), tx.origin, count, head)
    if not signature or tx.path is None:
        return False
    tx.append(HeadSigned(count=count, head=head, signature=signature, why=why), actor=actor)
    kept = {"origin": tx.origin, "count": count, "head": head, "signature": signature}
    path = anchor_path(tx.path)
    tx.after_commit.append(lambda: _keep(path, kept))
    return True


def _keep(path: Path, kept: dict[str, Any]) -> None:
    """Replace the file of the newest anchor whole; a disk that refuses it must not undo what was saved."""
    with suppress(OSError):
        wholefile.replace(path, (json.dumps(kept) + "\n").encode("ascii"))


# ---------------------------------------------------------------- checking


@dataclass(frozen=True, slots=True)
class AnchorReport:
    """What the anchors say. ``count``: how many there are; ``first_bad``: the first signed row that does not fit."""

    ok: bool
    count: int
    first_bad: int | None = None
    detail: str = ""
    sentence: Worded | None = None


def _bad(count: int, row: int | None, sentence: Worded) -> AnchorReport:
    return AnchorReport(False, count, row, str(sentence), sentence)


def check_kept(store: Path, origin: str, hash_at: bytes | None, count: int) -> Worded | None:
    """Compare the file of the newest anchor with the store; return what is wrong, None when they agree.

    Args:
        store: the store.
        origin: its id.
        hash_at: hash of the row that the anchor names, None when the journal is shorter.
        count: number of rows of the journal.
    """
    kept = _read(anchor_path(store))
    if not kept:
        return None
    anchored = int(kept["count"])
    if kept["origin"] != origin:
        return Worded("旁存的签名锚点属于另一个库: {0}; 若确是有意更换, 请把该文件移走", str(anchor_path(store)))
    if hash_at is None:
        return Worded("库比最近的签名锚点旧: 锚点第 {0} 条, 库只有 {1} 条; 可能被截尾或换回旧库", anchored, count)
    if hash_at.hex() != kept["head"]:
        return Worded("库与最近的签名锚点不符: 锚点第 {0} 条, 库有 {1} 条, 该条内容已被改写", anchored, count)
    return None


def kept_count(store: Path) -> int:
    """Return the row that the kept anchor names, 0 without one."""
    return int(_read(anchor_path(store)).get("count", 0))


def _read(path: Path) -> dict[str, Any]:
    try:
        kept: Any = json.loads(path.read_text(encoding="ascii"))
        return {"count": int(kept["count"]), "origin": str(kept["origin"]), "head": str(kept["head"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def verify_anchors(store: Path) -> AnchorReport:
    """Check every signed head of the journal against the row it names and the store's public key, and the kept one.

    Raises:
        StoreError: the file cannot be opened at all.
    """
    connection = connect.connect(store, readonly=True)
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        rows = connection.execute(
            "SELECT a.seq, a.payload, j.hash FROM journal a LEFT JOIN journal j "
            "ON j.seq = CAST(json_extract(a.payload, '$.count') AS INTEGER) WHERE a.kind = 'head.signed' ORDER BY a.seq"
        ).fetchall()
        count = int(connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])
        named = connection.execute("SELECT hash FROM journal WHERE seq = ?", (kept_count(store),)).fetchone()
    finally:
        connection.close()
    origin, public = str(meta.get("origin", "")), str(meta.get(PUBLIC_KEY, ""))
    if len(public) != 64 and rows:
        return _bad(len(rows), None, Worded("库里没有公钥, 签名锚点无从核验"))
    report = _check_rows(rows, origin, public)
    if not report.ok:
        return report
    wrong = check_kept(store, origin, bytes(named[0]) if named else None, count)
    return _bad(len(rows), None, wrong) if wrong else report


def _check_rows(rows: Sequence[tuple[Any, ...]], origin: str, public: str) -> AnchorReport:
    for seq, payload, own in rows:
        signed = json.loads(payload)
        if own is None or bytes(own).hex() != signed["head"]:
            return _bad(
                len(rows), signed["count"], Worded("第 {0} 条不是签名时的内容 (锚点在第 {1} 条)", signed["count"], seq)
            )
        if not is_signed(public, str(signed["signature"]), origin, int(signed["count"]), str(signed["head"])):
            return _bad(len(rows), seq, Worded("第 {0} 条的签名不符", seq))
    return AnchorReport(True, len(rows))
