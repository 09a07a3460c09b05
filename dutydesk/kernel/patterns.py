"""Patterns that are compiled when they are first used.

The first frame meets few of those that its modules have: compiled with them they are ten milliseconds of a start.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """A pattern as it is written, and what it can do once something is looked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._written)
        for one in ("search", "match", "fullmatch", "sub", "split", "finditer", "findall", name):
            setattr(self, one, getattr(compiled, one))
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is not compiled yet."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
