"""Who takes in what arrives for a store: one process at a time, ``watch`` before any desk.

A lock of the system on a file beside the store: it ends with its holder, however that ends, and nothing runs out.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Lease:
    """The right of one process to take in for a store.

    Args:
        store: the store.
        what: which right: the folder's and the mailbox's are two.
        first: this process keeps the right once it has it (``watch``); any other gives it back after each look, so that
            a ``watch`` which comes later has it within one look.
    """

    def __init__(self, store: Path, *, first: bool, what: str = "intake") -> None:
        self.path = store.with_name(f"{store.name}.{what}")
        self._first = first
        self._handle: int | None = None

    def __enter__(self) -> bool:
        """Take the right; return whether it is ours now."""
        if self._handle is not None:
            return True
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def __exit__(self, *_: object) -> None:
        if not self._first:
            self.end()

    def mark(self) -> None:
        """Leave behind that it was looked now: the file's time, which ``doctor`` reads."""
        if self._handle is not None:
            os.utime(self._handle)

    def end(self) -> None:
        """Give the right back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
