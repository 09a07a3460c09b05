"""The list of video meetings by level: centre, province, city (ME-02)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables

LEVELS = ("central", "province", "city")
LEVEL_NAMES = {"central": "中央", "province": "省级", "city": "市级"}
ROOM_KEYS = ("level", "name", "number", "contact", "source")


@dataclass(frozen=True, slots=True)
class MeetingRoom:
    """A room or system; ``number`` is empty where each notice gives it. ``source`` is its resolved title."""

    level: str
    name: str
    number: str
    contact: str
    source: str


def read_rooms(file: str, document: Mapping[str, Any]) -> tuple[MeetingRoom, ...]:
    """Build the list from the parsed ``meeting_rooms.toml``, the highest level first.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    sources: Mapping[str, Any] = document.get("sources", {})
    found: list[MeetingRoom] = []
    for number, table in enumerate(tables(file, document, "room", problems), 1):
        entry = Entry(file, str(table.get("name", f"room #{number}")), table, problems)
        entry.only(ROOM_KEYS)
        source = entry.word("source", sources)
        found.append(
            MeetingRoom(
                level=entry.word("level", LEVELS),
                name=entry.text("name"),
                number=entry.text("number", ""),
                contact=entry.text("contact", ""),
                source=str(sources.get(source, source)),
            )
        )
    if problems:
        raise RulebookError(problems)
    return tuple(sorted(found, key=lambda room: LEVELS.index(room.level)))
