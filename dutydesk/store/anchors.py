"""Signed heads of the journal: the witness against whoever can write the file (TRUST.md cases 22, 23).

A hash chain stops nobody who recomputes all of it. So count and head are signed with Ed25519 at each handover
and every ten minutes; the private key is a file beside the store that only the store's owner can read. The newest anchor
is kept in a small file beside the store too, so that a cut tail or an old copy put back is noticed at the start;
printed on the sealed sheet, it is known outside the house.

``cryptography`` is imported only where something is signed or checked: not on the way to the first frame.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutydesk import wholefile
from dutydesk.capabilities.backups.events import StoreRestored
from dutydesk.capabilities.handover.events import HeadSigned
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.kernel.wording import Worded
from dutydesk.store import connect
from dutydesk.store.errors import StoreExistsError
from dutydesk.store.expected import Anchor, anchor_path, read_anchor

if TYPE_CHECKING:
    from dutydesk.store.engine import Transaction

TAG = b"dutydesk/head/1\x00"
EVERY: Instant = 10 * MINUTE
"""A head is signed at least this often while anything but a head is written: what is cut off later than that is known."""

HANDOVER, REGULAR = "handover", "regular"
PUBLIC_KEY = "public_key"
"""Key of the table ``meta`` under which the public key stands (hex)."""


def key_path(store: Path) -> Path:
    """Return where the private key is."""
    return store.with_name(store.name + ".key")


def make_key(store: Path) -> str:
    """Make the private key of a new store, readable by its owner alone; return the public key (hex).

    A key that stands there is never removed: it is taken up where it is one.

    Raises:
        StoreExistsError: a file stands there that is no key.
        OSError: it cannot be written.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = key_path(store)
    private = Ed25519PrivateKey.generate()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError as error:
        if not path.is_symlink() and path.stat().st_size == 0:  # whoever made it was killed before it held anything
            path.unlink()
            return make_key(store)
        public = public_of(store)
        if not public:
            raise StoreExistsError("密钥文件读不出: {0}; 未改动. 请把它移走后再试", str(path)) from error
        return public
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(private.private_bytes_raw().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return private.public_key().public_bytes_raw().hex()


def _private(store: Path) -> Any:
    """Return the private key beside a store, None where there is none that can be read."""
    try:
        text = key_path(store).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
    except ValueError:
        return None


def public_of(store: Path) -> str:
    """Return the public key (hex) of the private one beside a store, empty where there is none."""
    private = _private(store)
    return "" if private is None else str(private.public_key().public_bytes_raw().hex())


def message(origin: str, count: int, head: str) -> bytes:
    """Return the bytes that are signed: which store, how many rows, the hash of the last."""
    return TAG + f"{origin}\n{count}\n{head}".encode("ascii")


def sign(store: Path | None, public: str, origin: str, count: int, head: str) -> str:
    """Return the signature (hex), empty where this process has no key that fits the store's public one."""
    if store is None or not public:
        return ""
    private = _private(store)
    if private is None or private.public_key().public_bytes_raw().hex() != public:
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
    rows = tx.execute("SELECT value FROM meta WHERE key = :key", {"key": PUBLIC_KEY})
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
    site, places = _beside(tx)
    kept = Anchor(tx.origin, count, head, signature, site, places)
    path = anchor_path(tx.path)
    tx.after_commit.append(lambda: _keep(path, kept))
    return True


def _beside(tx: Transaction) -> tuple[str, tuple[str, ...]]:
    """Return what the anchor tells whoever finds it alone: the site, and the folders in which copies are."""
    rows = tx.execute("SELECT value FROM meta WHERE key = 'site'")
    placed = tx.execute("SELECT value FROM choice WHERE key = 'backup.placed'")
    made = tx.execute("SELECT value FROM choice WHERE key = 'backup.made'")
    folders = [str(json.loads(text).get(key, "")) for (text,) in placed for key in ("folder", "second")]
    folders += [str(Path(str(json.loads(text)["file"])).parent) for (text,) in made]
    return (str(rows[0][0]) if rows else ""), tuple(dict.fromkeys(filter(None, folders)))


def _keep(path: Path, kept: Anchor) -> None:
    """Replace the file of the newest anchor whole; a disk that refuses it must not undo what was saved."""
    with suppress(OSError):
        wholefile.replace(path, text_of(kept))


def know_places(store: Path, folders: Sequence[str]) -> None:
    """Let the anchor beside a store tell of folders in which copies are, the newest first."""
    kept = read_anchor(anchor_path(store))
    if kept is not None:
        _keep(anchor_path(store), replace(kept, places=tuple(dict.fromkeys([*folders, *kept.places]))))


def text_of(kept: Anchor) -> bytes:
    """Return what the file of an anchor holds."""
    content = {
        "origin": kept.origin,
        "count": kept.count,
        "head": kept.head,
        "signature": kept.signature,
        "site": kept.site,
        "places": list(kept.places),
    }
    return (json.dumps(content) + "\n").encode("ascii")


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
    kept = read_anchor(anchor_path(store))
    if kept is None:
        return None
    if kept.origin != origin:
        return Worded("旁存的签名锚点属于另一个库: {0}; 若确是有意更换, 请把该文件移走", str(anchor_path(store)))
    if hash_at is None:
        return Worded("库比最近的签名锚点旧: 锚点第 {0} 条, 库只有 {1} 条; 可能被截尾或换回旧库", kept.count, count)
    if hash_at.hex() != kept.head:
        return Worded("库与最近的签名锚点不符: 锚点第 {0} 条, 库有 {1} 条, 该条内容已被改写", kept.count, count)
    return None


def kept_count(store: Path) -> int:
    """Return the row that the kept anchor names, 0 without one."""
    kept = read_anchor(anchor_path(store))
    return kept.count if kept is not None else 0


def verify_anchors(store: Path, *, copy: bool = False) -> AnchorReport:
    """Check every signed head of the journal against the row it names and the store's public key, and the kept one.

    ``copy``: the file is a copy that nobody writes, with no anchor kept beside it.

    Raises:
        StoreError: the file cannot be opened at all.
    """
    connection = connect.reader(store, copy=copy)
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        rows = connection.execute(
            "SELECT a.seq, a.payload, j.hash FROM journal a LEFT JOIN journal j "
            "ON j.seq = CAST(json_extract(a.payload, '$.count') AS INTEGER) WHERE a.kind = 'head.signed' ORDER BY a.seq"
        ).fetchall()
        changes = connection.execute(
            "SELECT seq, kind, payload FROM journal WHERE kind = 'store.restored' ORDER BY seq"
        ).fetchall()
        count = int(connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])
        named = connection.execute("SELECT hash FROM journal WHERE seq = :seq", {"seq": kept_count(store)}).fetchone()
    finally:
        connection.close()
    origin, public = str(meta.get("origin", "")), str(meta.get(PUBLIC_KEY, ""))
    if len(public) != 64 and rows:
        return _bad(len(rows), None, Worded("库里没有公钥, 签名锚点无从核验"))
    report = _check_rows(rows, origin, public, _former_keys(changes))
    if not report.ok:
        return report
    wrong = None if copy else check_kept(store, origin, bytes(named[0]) if named else None, count)
    return _bad(len(rows), None, wrong) if wrong else report


def _former_keys(rows: Sequence[tuple[Any, ...]]) -> list[tuple[int, str]]:
    """Return up to which row which former public key signs: each time a copy was put back without its private key."""
    events = ((int(seq), decoded(str(kind), str(payload))) for seq, kind, payload in rows)
    return [(seq, one.former_key) for seq, one in events if isinstance(one, StoreRestored) and one.former_key]


def _check_rows(
    rows: Sequence[tuple[Any, ...]], origin: str, newest: str, former: Sequence[tuple[int, str]]
) -> AnchorReport:
    for seq, payload, own in rows:
        signed = json.loads(payload)
        public = next((key for until, key in former if int(seq) < until), newest)
        if own is None or bytes(own).hex() != signed["head"]:
            return _bad(
                len(rows), signed["count"], Worded("第 {0} 条不是签名时的内容 (锚点在第 {1} 条)", signed["count"], seq)
            )
        if not is_signed(public, str(signed["signature"]), origin, int(signed["count"]), str(signed["head"])):
            return _bad(len(rows), seq, Worded("第 {0} 条的签名不符", seq))
    return AnchorReport(True, len(rows))
