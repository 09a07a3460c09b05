"""The keys of sealed matters, and what they seal and open.

They stand in a file of its own that only the store's owner reads, in no table, no copy and no export; it stands beside the
store, or is a link to where an office keeps it: a line each, the newest last. An older one opens what it sealed. What it seals are values of events (``kernel.sealed``), before the row is hashed: chain, log and
tables hold what is sealed, and need no key to be compared or computed again.

ChaCha20-Poly1305 under a nonce made from the value itself (HMAC-SHA256 over the matter's id and the value, under a key of its
own): the same word of the same matter is sealed to the same mark, so that the tables find again what they were told, and a nonce
serves no two values. Whoever reads the file learns how long a word is, and that it stands twice in one matter; not which. What is one of a
few (colour, level, yes or no), and numbers, come filled up to one length (``kernel.sealed.CHOSEN``).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from dutydesk import wholefile
from dutydesk.kernel import sealed
from dutydesk.kernel.sealed import BEGINS
from dutydesk.store.errors import BesideError

TAG = b"dutydesk/sealed/1\x00"
FILE = b"DUTYDESK SEALED FILE 1\n"
"""With this a sealed file begins."""

NONCE = 12
BYTES = 32


def key_path(store: Path) -> Path:
    """Return where the key of a store's sealed matters is."""
    return store.with_name(store.name + ".sealkey")


class _Key:
    """Seals and opens bytes with one key. ``name``: what it is called in the journal; nothing can be guessed from it."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        self.name = hashlib.sha256(TAG + b"name" + key).hexdigest()[:8]
        self._box = ChaCha20Poly1305(_derived(key, b"box"))
        self._nonces = _derived(key, b"nonce")

    def close(self, matter_id: str, plain: bytes) -> bytes:
        nonce = hmac.digest(self._nonces, f"{len(matter_id)}:{matter_id}".encode() + plain, "sha256")[:NONCE]
        return nonce + self._box.encrypt(nonce, plain, TAG)

    def open(self, closed: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag

        try:
            return self._box.decrypt(closed[:NONCE], closed[NONCE:], TAG)
        except (InvalidTag, ValueError):
            return None


class Cipher:
    """Seals and opens with the keys of a store, of which there is one at least. ``name``: what the newest is called."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        newest_first = [_Key(key) for key in reversed(keys)]
        self.name = newest_first[0].name
        self._keys = {one.name: one for one in newest_first}

    def has(self, name: str) -> bool:
        """Return whether a key of this name is among them."""
        return name in self._keys

    def seal(self, matter_id: str, told: str, name: str = "") -> str:
        """Return a value of a matter, sealed, as it stands in a mark; ``name``: with which key, the newest when left out."""
        closed = self._keys[name or self.name].close(matter_id, told.encode())
        return base64.urlsafe_b64encode(closed).rstrip(b"=").decode("ascii")

    def unseal(self, closed: str) -> str | None:
        """Return what a mark holds, None where none of these keys sealed it or it was altered."""
        try:
            content = base64.urlsafe_b64decode(closed + "=" * (-len(closed) % 4))
        except ValueError:
            return None
        plain = self._open(content)
        return None if plain is None else plain.decode()

    def seal_file(self, matter_id: str, content: bytes, name: str) -> bytes:
        """Return the content of a file of a matter, sealed: the same content of one matter gives the same."""
        return FILE + self._keys[name].close(matter_id, content)

    def unseal_file(self, closed: bytes) -> bytes | None:
        """Return what a sealed file holds, None where none of these keys sealed it or it was altered."""
        return self._open(closed[len(FILE) :])

    def _open(self, closed: bytes) -> bytes | None:
        return next((plain for one in self._keys.values() if (plain := one.open(closed)) is not None), None)


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
    keys = _keys_in(path)
    return Cipher(keys) if keys else None


def _keys_in(path: Path) -> list[bytes]:
    """Return the keys of a file, the newest last; none where it cannot be read or a line is no key."""
    try:
        keys = [bytes.fromhex(line) for line in path.read_text(encoding="ascii").split()]
    except (OSError, ValueError):
        return []
    return keys if all(len(key) == BYTES for key in keys) else []


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
        _sync_folder(path.parent)
    except OSError as error:
        raise BesideError("封存密钥写不出或读不出: {0}; 未封存任何内容", str(path)) from error
    made = cipher_of(store)
    if made is None:
        raise BesideError("封存密钥写不出或读不出: {0}; 未封存任何内容", str(path))
    return made


def add_key(store: Path) -> Cipher:
    """Return what seals for a store with a new key, which is on the disk below the older ones. Called under the store's lock.

    Cut before its row is written there is one key too many, which has sealed nothing.

    Raises:
        BesideError: the keys cannot be read, or the new one not written; those that were there stand.
    """
    path = key_path(store)
    keys = _keys_in(path)
    if not keys:
        raise BesideError("封存密钥写不出或读不出: {0}; 未封存任何内容", str(path))
    content = "".join(f"{key.hex()}\n" for key in [*keys, os.urandom(BYTES)]).encode("ascii")
    try:
        target = path.resolve()  # a link stays one
        wholefile.replace(target, content)
        _sync_folder(target.parent)
    except OSError as error:
        raise BesideError("封存密钥写不出或读不出: {0}; 未封存任何内容", str(path)) from error
    made = cipher_of(store)
    if made is None:
        raise BesideError("封存密钥写不出或读不出: {0}; 未封存任何内容", str(path))
    return made


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


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
        for value in row:  # no inner function: every value that the desk reads comes by here
            if isinstance(value, str) and BEGINS in value:
                cipher = cipher or cipher_of(store)
                unseal = _nothing if cipher is None else cipher.unseal
                yield tuple(sealed.opened(one, unseal) for one in row)
                break
        else:
            yield row


def _nothing(_closed: str) -> None:
    """There is no key."""
