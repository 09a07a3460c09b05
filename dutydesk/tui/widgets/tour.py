"""The step of the tour that one is at, below the alarms, where no notice covers it; every key works."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from dutydesk.i18n import say, translate
from dutydesk.tui.text import flowed, shown
from dutydesk.tui.widgets.paint import Painted, Part

LINES = 4
"""Lines of it at most, on the narrowest screen."""


class TourBar(Painted, Widget):  # pyright: ignore[reportIncompatibleMethodOverride] - Painted's drawing
    """Shows a step."""

    DEFAULT_CSS = "TourBar { height: 2; background: $panel; }"

    def __init__(self) -> None:
        super().__init__(id="tour")
        self._said = ""
        self._lines: list[str] = []

    def tell(self, number: int, of: int, words: str) -> None:
        """Show a step."""
        self._said = f"{say('导览 {0}/{1}', number, of)}  {shown(words)}  ({translate('^p 导览: 跳过、离开')})"
        self._flow()

    def _flow(self) -> None:
        self._lines = flowed(self._said, max(20, self.size.width - 2), 2)[:LINES]
        self.styles.height = max(1, len(self._lines))
        self.refresh()

    def on_resize(self) -> None:
        """Break the words anew."""
        if len(flowed(self._said, max(20, self.size.width - 2), 2)[:LINES]) != len(self._lines) or self._said:
            self._flow()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        line = self._lines[y] if y < len(self._lines) else ""
        return self.strip((Part(f" {line}", "plain", -1),), self.size.width)
