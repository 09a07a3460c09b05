"""Files that a form offers: those of the folder in which the desk was started."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dutydesk.tui.choices import Choice

MOST_LISTED = 40


def files_here(endings: Collection[str]) -> tuple[Choice, ...]:
    """Return the files of these endings, the newest first."""
    try:
        found = [one for one in Path.cwd().iterdir() if one.suffix.lower() in endings and one.is_file()]
        found.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    except OSError:
        return ()
    return tuple(Choice(one.name, one.name) for one in found[:MOST_LISTED])
