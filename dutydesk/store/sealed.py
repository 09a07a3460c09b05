"""The key of sealed matters, and what it seals and opens.

The key is a file of its own that only the store's owner reads, in no table, no copy and no export; it stands beside the store,
or is a link to where an office keeps it. What it seals are values of events (``kernel.sealed``), before the row is hashed: chain, log and
tables hold what is sealed, and need no key to be compared or computed again.

ChaCha20-Poly1305 under a nonce made from the value itself (HMAC-SHA256 over the matter's id and the value, under a key of its
own): the same word of the same matter is sealed to the same mark, so that the tables find again what they were told, and a nonce
serves no two values. Whoever reads the file learns how long a word is, and that it stands twice in one matter; not which.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from dutydesk import wholefile
from dutydesk.kernel import sealed
from dutydesk.store.errors import BesideError

TAG = b"dutydesk/sealed/1\x00"
NONCE = 12
BYTES = 32


def key_path(store: Path) -> Path:
    """Return where the key of a store's sealed matters is."""
    return store.with_name(store.name + ".sealkey")


class Cipher:
    """Seals and opens with one key. ``name``: what the key is called in the journal; nothing can be guessed from it."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        self.name = hashlib.sha256(TAG + b"name" + key).hexdigest()[:8]
        self._box = ChaCha20Poly1305(_derived(key, b"box"))
        self._nonces = _derived(key, b"nonce")

    def seal(self, matter_id: str, told: str) -> str:
        """Return a value of a matter, sealed, as it stands in a mark."""
        plain = told.encode()
        nonce = hmac.digest(self._nonces, f"{len(matter_id)}:{matter_id}".encode() + plain, "sha256")[:NONCE]
        return base64.urlsafe_b64encode(nonce + self._box.encrypt(nonce, plain, TAG)).rstrip(b"=").decode("ascii")

    def unseal(self, closed: str) -> str | None:
        """Return what a mark holds, None where this key did not seal it or it was altered."""
        from cryptography.exceptions import InvalidTag

        try:
            content = base64.urlsafe_b64decode(closed + "=" * (-len(closed) % 4))
            return self._box.decrypt(content[:NONCE], content[NONCE:], TAG).decode()
        except (InvalidTag, ValueError):
            return None


def _derived(key: bytes, what: bytes) -> bytes:
    return hmac.digest(key, TAG + what, "sha256")


def cipher_of(store: Path | None) -> Cipher | None:
    """Return what seals and opens for a store, None where its key cannot be read."""
    if store is None:
        return None
    path = key_path(store)
    try:
        state = path.stat()
    except OSError:
        return None
    return _read(path, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _file: int) -> Cipher | None:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    return Cipher(key) if len(key) == BYTES else None


def make_key(store: Path) -> Cipher:
    """Return what seals for a store; its key is made, and on the disk, where there is none yet. Called under the store's lock.

    Raises:
        BesideError: a file stands there that is no key, or it cannot be written. It is never replaced.
    """
    found = cipher_of(store)
    if found is not None:
        return found
    path = key_path(store)
    try:
        if path.is_file() and not path.stat().st_size:  # whoever made it was killed before it held anything
            path.unlink()
        wholefile.write_new(path, f"{os.urandom(BYTES).hex()}\n".encode("ascii"))
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise BesideError("封存密钥写不出或读不出: {0}; 未封存任何内容", str(path)) from error
    made = cipher_of(store)
    if made is None:
        raise BesideError("封存密钥写不出或读不出: {0}; 未封存任何内容", str(path))
    return made


def sealed_text(store: Path, about: str, text: str) -> str:
    """Return a text that is kept beside the journal (a draft), sealed where there is a key; an empty one stays."""
    cipher = cipher_of(store)
    return (
        f"{sealed.BEGINS}{cipher.seal(about, json.dumps(text))}{sealed.ENDS}" if text and cipher is not None else text
    )


def opened_text(store: Path, text: str) -> str:
    """Return a text that was kept so."""
    return str(next(opened(store, [(text,)]))[0])


def opened(store: Path | None, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield rows with their sealed values opened, for whoever may know them; where there is no key a word stands for each."""
    cipher: Cipher | None = None
    for row in rows:
        if any(isinstance(value, str) and sealed.BEGINS in value for value in row):
            cipher = cipher or cipher_of(store)
            unseal = _nothing if cipher is None else cipher.unseal
            yield tuple(sealed.opened(value, unseal) for value in row)
        else:
            yield row


def _nothing(_closed: str) -> None:
    """There is no key."""
