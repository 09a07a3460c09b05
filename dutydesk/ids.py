"""Ids: UUIDv7, made by whoever acts, so that a retry of something saved is recognised; what an act makes is named after it."""

from __future__ import annotations

import hashlib
import os
import time
import uuid

_VERSION = ~(0xF << 76)
_VARIANT = ~(0x3 << 62)


def new_id() -> str:
    """Return a fresh UUIDv7: ordered by time to a quarter of a microsecond, unique without asking anyone.

    The 12 bits after the version hold the part of the millisecond (RFC 9562, 6.2, method 3), so that what one
    process makes in one millisecond still sorts in its order.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    part = (rest << 12) // 1_000_000
    chance = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | part << 64 | 0x2 << 62 | chance
    return str(uuid.UUID(int=value))


def made_id(act: str, purpose: str, number: int) -> str:
    """Return the id of something that an act makes: a UUIDv8 of the act's id, the same whenever the act is performed.

    It says nothing of time: what was made is ordered by the journal's seq, never by such an id.

    Args:
        act: the id of the act.
        purpose: what is made: ``matter``, ``obligation``, ``row`` …
        number: the how manieth of that purpose within the act, from 1.
    """
    text = f"dutydesk/id/1\n{len(act.encode())}\n{act}\n{purpose}\n{number}"
    value = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")
    return str(uuid.UUID(int=value & _VERSION & _VARIANT | 0x8 << 76 | 0x2 << 62))
