"""Drawing rows by the Line API: parts of text with style names, put together to exact cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from dutydesk.tui.text import fit, width_of

STYLES = ("plain", "dim", "strong", "red", "yellow", "blue", "cursor", "struck", "alarm")
COLOUR_WORDS = {"red": "▲红", "yellow": "▲黄", "blue": "·蓝"}


class Part(NamedTuple):
    """A piece of a row: text, style name, cells (0: as long as it is; -1: the rest of the row), flush right."""

    text: str
    style: str = "plain"
    width: int = 0
    right: bool = False


class Painted(Widget):
    """A widget that draws rows of parts; its styles come from the stylesheet by name."""

    COMPONENT_CLASSES = {f"paint--{name}" for name in STYLES}  # noqa: RUF012 - Textual's own idiom
    DEFAULT_CSS = """
    Painted {
        & > .paint--plain { color: $foreground; }
        & > .paint--dim { color: $dim; }
        & > .paint--strong { color: $foreground; text-style: bold; }
        & > .paint--red { color: $error; text-style: bold; }
        & > .paint--yellow { color: $warning; text-style: bold; }
        & > .paint--blue { color: $alarm-blue; }
        & > .paint--cursor { background: $cursor-ground; }
        & > .paint--struck { color: $dim; text-style: strike; }
        & > .paint--alarm { background: $error 30%; color: $foreground; text-style: bold; }
    }
    """

    def style_of(self, name: str) -> Style:
        """Return the Rich style of a style name."""
        return self.get_component_rich_style(f"paint--{name}")

    def strip(self, parts: Sequence[Part], width: int, *, cursor: bool = False, ground: str = "") -> Strip:
        """Return a row of exactly ``width`` cells; at most one part may take the rest (-1)."""
        fixed = sum(part.width if part.width > 0 else width_of(part.text) for part in parts if part.width >= 0)
        rest = max(0, width - fixed)
        under = self.style_of("cursor") if cursor else (self.style_of(ground) if ground else None)
        segments: list[Segment] = []
        used = 0
        for part in parts:
            cells = rest if part.width < 0 else part.width or width_of(part.text)
            cells = max(0, min(cells, width - used))
            if cells == 0:
                continue
            style = self.style_of(part.style)
            if under is not None:
                style += Style(bgcolor=under.bgcolor)
            segments.append(Segment(fit(part.text, cells, right=part.right), style))
            used += cells
        blank = self.style_of("plain")
        if under is not None:
            blank += Style(bgcolor=under.bgcolor)
        if used < width:
            segments.append(Segment(" " * (width - used), blank))
        return Strip(segments, width)
