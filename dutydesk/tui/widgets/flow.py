"""Text that is broken where a person would: a hint between two keys, a help line under its own column."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from dutydesk.tui.text import columned, flowed, shown, width_of
from dutydesk.tui.workers import Guarded

HEAD_PART = 3
"""A column of names takes at most one part in so many of the width."""


class Hint(Guarded, Widget):
    """What the keys do here. Where it has fewer lines than it needs, whole keys are left out, the last first."""

    DEFAULT_CSS = "Hint { height: auto; }"

    def __init__(self, text: str = "", name: str | None = None) -> None:
        super().__init__(id=name, classes="hint")
        self.text = shown(text)

    def say(self, text: str) -> None:
        """Say something else."""
        if (said := shown(text)) != self.text:
            before, self.text = self._lines(), said
            self.refresh(layout=len(before) != len(self._lines()))

    def _lines(self) -> list[str]:
        return flowed(self.text, max(1, self.size.width or self.app.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as it needs."""
        return len(flowed(self.text, max(1, width)))

    def render(self) -> Content:
        """Draw as many lines as there is room for."""
        lines, room = self._lines(), max(1, self.size.height)
        return Content("\n".join(lines if len(lines) <= room else [*lines[: room - 1], lines[room - 1].rstrip(",; ")]))


class Columns(Guarded, Widget):
    """Names and what is said of each, side by side; a line without a name takes the whole width."""

    DEFAULT_CSS = "Columns { height: auto; }"

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.rows = [(shown(head), shown(text)) for head, text in rows]

    def _lines(self, width: int) -> list[str]:
        widest = max((width_of(head) for head, _ in self.rows), default=0)
        column = min(widest + 2, width // HEAD_PART)
        found: list[str] = []
        for head, text in self.rows:
            found += ["".join(pair) for pair in columned(head, text, column, width)] if head else flowed(text, width, 2)
        return found

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as it needs."""
        return len(self._lines(max(1, width)))

    def render(self) -> Content:
        """Draw all of it."""
        return Content("\n".join(self._lines(max(1, self.size.width))))
