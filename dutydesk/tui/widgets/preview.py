"""The thing under the cursor, in a few lines beside the panes, where the screen is wide enough.

It is drawn from what the screen holds already, once the cursor rests: moving on waits for nothing and sends nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from dutydesk.tui.text import flowed, safe, width_of
from dutydesk.tui.widgets.paint import Painted, Part

Told = Sequence[tuple[str, str]]
"""Lines as they are said, each with the name of its style."""

LINES = 5
"""Of a thing's words at most: with the cursor's own row they stay under the bytes that a key may cost on a slow line."""


class PreviewPane(Painted, Widget):  # pyright: ignore[reportIncompatibleMethodOverride]
    """Shows what it is told; repaints the cells that changed."""

    def __init__(self) -> None:
        super().__init__(id="preview", classes="pane")
        self._told: Told = ()
        self._rows: list[Part] = []

    def tell(self, heading: str, told: Told) -> None:
        """Show another thing, or the same one again."""
        if self.border_title != safe(heading):
            self.border_title = safe(heading)
        self._told = told
        before, self._rows = self._rows, self._flowed()
        for y in range(min(LINES, self.size.height)):
            old, new = _at(before, y), _at(self._rows, y)
            if old != new:  # the blank rest of both is not sent
                self.refresh(Region(0, y, max(width_of(old.text), width_of(new.text)), 1))

    def _flowed(self) -> list[Part]:
        """Return the lines as they are broken here; what has no room ends with a mark of that."""
        rows = [
            Part(line, style, -1)
            for words, style in self._told
            for paragraph in words.split("\n")
            for line in flowed(paragraph, max(1, self.size.width))
        ]
        return rows if len(rows) <= LINES else [*rows[: LINES - 1], Part("…", "dim", -1)]

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._rows = self._flowed()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        return self.strip((_at(self._rows, y),), self.size.width)


def _at(rows: Sequence[Part], y: int) -> Part:
    return rows[y] if y < len(rows) else Part("", "plain", -1)
