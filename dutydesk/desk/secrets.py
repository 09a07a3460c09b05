"""Secrets of officers: salted scrypt, compared in constant time.

Cost after RFC 7914's interactive setting of today: n = 2**15, r = 8, p = 1 (32 MiB, some 80 ms).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from dutydesk.domain.wording import Worded

N, R, P = 2**15, 8, 1
SHORTEST = 8


def digest(secret: str) -> str:
    """Return the digest to store: ``scrypt$n$r$p$salt$hash``.

    Raises:
        Worded: shorter than eight characters.
    """
    if len(secret) < SHORTEST:
        raise Worded("口令至少 {0} 个字符", SHORTEST)
    salt = os.urandom(16)
    return f"scrypt${N}${R}${P}${_text(salt)}${_text(_hash(secret, salt, N, R, P))}"


def matches(secret: str, stored: str) -> bool:
    """Return whether a secret is the one of a stored digest."""
    _, n, r, p, salt, wanted = stored.split("$")
    found = _hash(secret, base64.b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, base64.b64decode(wanted))


def _hash(secret: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(secret.encode("utf-8"), salt=salt, n=n, r=r, p=p, maxmem=128 * n * r * 2, dklen=32)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
