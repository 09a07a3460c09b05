"""What a person set for themselves: theme and language, kept beside the store, outside the journal.

They belong to the account, not to the machine's user: over SSH all people share one, and the configuration there is not
theirs to choose.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dutydesk import wholefile
from dutydesk.config import LANGUAGES, THEMES

LARGEST = 10_000
"""Bytes of such a file; beyond that it is none."""

TOUR = (*"012345", "done")
"""Where the tour was left: a step, counted from 0, or its end."""

VALID = {"theme": THEMES, "lang": LANGUAGES, "tour": TOUR}


def path_of(store: Path, officer: str) -> Path:
    """Return the file of an account."""
    return store.with_name(store.name + ".prefs") / f"{quote(officer, safe='')}.json"


def load(store: Path, officer: str) -> dict[str, str]:
    """Return what an account has set; what is no valid value is not there."""
    path = path_of(store, officer)
    told: Any = None
    with suppress(OSError, ValueError):
        if path.is_file() and path.stat().st_size <= LARGEST:
            told = json.loads(path.read_bytes())
    if not isinstance(told, dict):
        return {}
    return {name: str(told[name]) for name, valid in VALID.items() if told.get(name) in valid}  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def keep(store: Path, officer: str, name: str, value: str) -> None:
    """Keep a setting of an account; that it cannot be kept stops nothing."""
    told = {**load(store, officer), name: value}
    path = path_of(store, officer)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        wholefile.replace(path, json.dumps(told).encode())
