"""A store that is encrypted as a whole, by SQLCipher: asked for by a key file, with the extra ``encrypted``.

``store_key`` of the configuration (or ``DUTYDESK_STORE_KEY``) names the key file; the process then runs on ``sqlcipher3`` (``library``), one SQLite library as ever. The key of
the file is made by scrypt from the key file and the salt with which an encrypted store begins, and handed over raw. Every copy that
SQLite makes of it has its salt and key, so it opens by the same key file. What lies beside the store is not encrypted: the signing key,
the anchor, attachments that are not sealed, the emergency log.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from dutydesk.store.errors import StoreError
from dutydesk.store.files import Identity
from dutydesk.store.library import CAN_ENCRYPT, KEY_FILE, sqlite

HEADER = b"SQLite format 3\x00"
"""With this a store begins that is not encrypted."""

SALT = 16
LOG_N, R, P = 15, 8, 1
"""Costs of scrypt: 32 MB and about a tenth of a second for each start and each guess."""

SHORTEST_KEY = 12
"""Bytes of a key file: what encrypts everything must not be guessed."""

_SALTS: dict[tuple[Path, Identity], bytes] = {}
"""Salts that were read once: a file that is open here through SQLite must not be opened and closed beside it."""


def is_asked() -> bool:
    """Return whether stores are encrypted by this process: a new one is made so, one that is so can be opened."""
    return bool(KEY_FILE)


def salt_of(path: Path) -> bytes:
    """Return the salt of a store, a new one for a file that is empty yet; empty for one that is not encrypted."""
    identity = Identity.of(path)
    if identity is None:
        return b""
    own = (path.resolve(), identity)
    if own not in _SALTS:
        with path.open("rb") as file:
            begins = file.read(SALT)
        _SALTS[own] = os.urandom(SALT) if not begins else b"" if begins == HEADER else begins
    return _SALTS[own]


def unlock(connection: sqlite.Connection, path: Path, salt: bytes | None = None) -> bool:
    """Give a fresh connection its key, where this process has one and the file is encrypted or empty; return whether it got one.

    Raises:
        StoreError: the key file cannot be used, or the library is not there.
    """
    if not is_asked():
        return False
    if not CAN_ENCRYPT:
        raise StoreError("整库加密要有 sqlcipher3: pip install 'dutydesk[encrypted]'; 未打开: {0}", str(path))
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write onto the screen
    salt = salt_of(path) if salt is None else salt
    if salt:
        connection.execute(f"PRAGMA key = \"x'{_raw(KEY_FILE, salt)}{salt.hex()}'\"")
    return bool(salt)


@lru_cache(maxsize=64)
def _raw(key_file: str, salt: bytes) -> str:
    """Return the raw key (hex) that a key file and a salt give."""
    path = Path(key_file).expanduser()
    try:
        mode, secret = path.stat().st_mode & 0o777, path.read_bytes().rstrip(b"\r\n")
    except OSError as error:
        raise StoreError("读不出整库加密的密钥文件: {0}", str(path)) from error
    if mode & 0o077:
        raise StoreError("密钥文件别人也能读: {0}; chmod 600", str(path))
    if len(secret) < SHORTEST_KEY:
        raise StoreError("密钥文件太短: 至少 {0} 字节", SHORTEST_KEY)
    memory = 128 * (1 << LOG_N) * R * P + (1 << 20)
    return hashlib.scrypt(secret, salt=salt, n=1 << LOG_N, r=R, p=P, maxmem=2 * memory, dklen=32).hex()


def convert(path: Path) -> bool:
    """Encrypt a store that nobody has open, in its place; return whether there was anything to do.

    Raises:
        StoreError: the key cannot be used; ``sqlite.DatabaseError``: it is no store. It is as it was.
    """
    if not is_asked() or salt_of(path):
        return False
    fresh = path.with_name(path.name + ".encrypting")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
    salt = os.urandom(SALT)
    connection = sqlite.connect(str(path), isolation_level=None)
    try:
        unlock(connection, path, b"")  # says that the library is missing
        versions = {
            name: int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("user_version", "application_id")
        }
        connection.execute(
            f"ATTACH :fresh AS fresh KEY \"x'{_raw(KEY_FILE, salt)}{salt.hex()}'\"", {"fresh": str(fresh)}
        )
        connection.execute("SELECT sqlcipher_export('fresh')").fetchone()
        for name, value in versions.items():
            connection.execute(f"PRAGMA fresh.{name} = {value}")
        connection.execute("DETACH fresh")
    except (sqlite.DatabaseError, StoreError):
        fresh.unlink(missing_ok=True)
        raise
    finally:
        connection.close()
    descriptor = os.open(fresh, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fresh.replace(path)
    return True
