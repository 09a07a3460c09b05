"""What the finder of the desk looks through."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.log.lines import Line
from dutydesk.tui.screens.find import FindScreen
from dutydesk.tui.screens.host import CommandScreen

FIND_LIMIT = 50


async def find_line(screen: CommandScreen, names: dict[str, str]) -> int:
    """Let a person find a line of the log; returns its seq, 0 for none."""

    async def newest_first(words: str) -> tuple[Sequence[Line], int]:
        entries, count = await screen.gateway.read(
            lambda views: (views.search(words, FIND_LIMIT), views.search_count(words))
        )
        lines = await screen.gateway.lines([entry.seq for entry in entries], names) if entries else []
        return list(reversed(lines)), count

    return await screen.app.push_screen_wait(FindScreen(newest_first)) or 0
