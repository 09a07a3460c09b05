"""Which keys go on after the first of two: shown once one hesitates, above the key line; whoever knows them sees nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from dutydesk.kernel.values import dataclass
from dutydesk.tui.widgets.paint import Painted, Part

KEY_CELLS, NAME_CELLS = 5, 18


@dataclass(frozen=True)
class Way:
    """A second key: what it runs, in words, what that would act on, why nothing would come of it."""

    key: str
    command: str
    words: str
    target: str
    why_not: str = ""


class WhichKeys(Painted, Widget):  # pyright: ignore[reportIncompatibleMethodOverride] - Painted's drawing
    """A box of keys over the lower lines of a screen."""

    DEFAULT_CSS = """
    WhichKeys { overlay: screen; position: absolute; display: none; background: $panel; width: 60; height: 10; }
    """
    DEFAULT_CLASSES: ClassVar[str] = "-textual-system"

    def __init__(self) -> None:
        super().__init__()
        self.heading = ""
        self.ways: Sequence[Way] = ()

    def open(self, heading: str, ways: Sequence[Way], width: int, bottom: int) -> None:
        """Show the keys, so many cells wide, with the last line above ``bottom``; as many as there are lines for."""
        self.heading, self.ways = heading, ways[: max(1, bottom - 3)]
        height = len(self.ways) + 1
        self.styles.width, self.styles.height = width, height
        self.styles.offset = (0, max(0, bottom - height))
        self.display = True
        self.refresh()

    def close(self) -> None:
        """Show nothing more."""
        self.display = False

    def render_line(self, y: int) -> Strip:
        """Draw the heading, or one key."""
        width = self.size.width
        if y == 0:
            return self.strip((Part(f" {self.heading}", "strong", -1),), width)
        if y > len(self.ways):
            return self.strip((), width)
        way = self.ways[y - 1]
        style = "dim" if way.why_not else "plain"
        told = way.why_not or (f"→ {way.target}" if way.target else "")
        return self.strip(
            (
                Part(f" {way.key}", "dim" if way.why_not else "strong", KEY_CELLS),
                Part(way.words, style, NAME_CELLS),
                Part(f" {told}", "dim", -1),
            ),
            width,
        )
