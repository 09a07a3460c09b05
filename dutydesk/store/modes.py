"""Files of a store that others than its owner can read or change."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

SIDES = (".anchor", ".open", ".watch", ".log", ".backup", ".drafts", ".attachments", ".mailbox")
"""Files beside a store; its log and the log's index have the modes of the store itself."""

KEYS = (".key", ".sealkey")


def open_to_others(store: Path, sides: Sequence[str] = (*SIDES, *KEYS)) -> list[tuple[Path, int]]:
    """Return the store and the files beside it of which others may do anything, each with its mode."""
    found: list[tuple[Path, int]] = []
    for path in (store, *(store.with_name(store.name + side) for side in sides)):
        with suppress(OSError):  # most are there only when they are needed
            mode = path.stat().st_mode & 0o777
            if mode & 0o077:
                found.append((path, mode))
    return found
