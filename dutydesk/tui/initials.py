"""Initials of Chinese words: ``dljt`` finds 道路交通, whichever reading a character has.

The table is made by ``.ci/initials.py``; it is read when the first list of choices opens.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FIRST = 0x4E00
"""Code point of the table's first letter."""

TABLE = Path(__file__).with_name("initials.txt")


@cache
def _table() -> tuple[str, dict[str, str]]:
    letters, *several = TABLE.read_text(encoding="utf-8").splitlines()
    return letters, {line[0]: line[1:] for line in several}


def initials(character: str) -> str:
    """Return the letters that a character may be typed by: itself where it is no Chinese one."""
    letters, several = _table()
    found = several.get(character)
    if found:
        return found
    at = ord(character) - FIRST
    return letters[at] if 0 <= at < len(letters) and letters[at] != "-" else character


def spelled_at(typed: str, text: str) -> int | None:
    """Return where the characters of a text have the initials that were typed, None where nowhere; both are folded."""
    for begin in range(len(text) - len(typed) + 1):
        if all(letter in initials(text[begin + n]) for n, letter in enumerate(typed)):
            return begin
    return None
