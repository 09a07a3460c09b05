"""Secrets of officers: salted scrypt, compared in constant time.

Cost after RFC 7914's interactive setting of today: n = 2**15, r = 8, p = 1 (32 MiB, some 80 ms). What makes a
good secret is the office's to say (``kernel.rights.Limits``).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re

N, R, P = 2**15, 8, 1
SALT_BYTES, HASH_BYTES = 16, 32
_DIGEST = re.compile(r"scrypt\$\d{1,8}\$\d{1,3}\$\d{1,3}\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=")


def digest(secret: str) -> str:
    """Return the digest to store: ``scrypt$n$r$p$salt$hash``."""
    salt = os.urandom(SALT_BYTES)
    return f"scrypt${N}${R}${P}${_text(salt)}${_text(_hash(secret, salt, N, R, P))}"


def is_digest(text: str) -> bool:
    """Return whether a text is a digest of ours."""
    return _DIGEST.fullmatch(text) is not None


def matches(secret: str, stored: str) -> bool:
    """Return whether a secret is the one of a stored digest."""
    _, n, r, p, salt, wanted = stored.split("$")
    found = _hash(secret, base64.b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, base64.b64decode(wanted))


def _hash(secret: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    """Return the hash; half characters of a broken terminal are bytes like others."""
    typed = secret.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(typed, salt=salt, n=n, r=r, p=p, maxmem=128 * n * r * 2, dklen=HASH_BYTES)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
