"""Ids: UUIDv7, made by whoever acts, so that a retry of something saved is recognised."""

from __future__ import annotations

import os
import time
import uuid


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
