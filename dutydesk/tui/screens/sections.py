"""The part of a matter's file that its kind brings: sheets, recipients, plans, links, instructions, meetings."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.files.files import Section
from dutydesk.tui.text import shown

Piece = tuple[str, str] | str


def pieces_of(sections: Sequence[Section]) -> list[Piece]:
    """Return the sections as styled pieces; every one is literal, never markup."""
    pieces: list[Piece] = []
    for section in sections:
        pieces += ["\n", (shown(section.heading), "bold"), "\n"]
        for line in section.lines:
            pieces += [shown(f"  {line}"), "\n"]
    return pieces
