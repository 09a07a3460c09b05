"""Drawing rows by the Line API: parts of text with style names, put together to exact cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from dutydesk.tui.text import fit, width_of

COLOUR_WORDS = {"red": "▲红", "yellow": "▲黄", "blue": "·蓝"}


class Part(NamedTuple):
    """A piece of a row: text, style name, cells (0: as long as it is; -1: the rest of the row), flush right."""

    text: str
    style: str = "plain"
    width: int = 0
    right: bool = False


class Painted(Widget):
    """A widget that draws rows of parts; styles are looked up by name among the theme's colours.

    Not Textual's component classes: seven widgets with nine of them each are matched against the whole
    stylesheet before the first frame.
    """

    _styles_of: tuple[object, dict[str, Style]] = (None, {})

    def style_of(self, name: str) -> Style:
        """Return the Rich style of a style name on this widget's ground."""
        ground = self.rich_style
        key = (self.app.theme, ground)
        if self._styles_of[0] != key:
            self._styles_of = (key, _styles(self.app.get_css_variables(), Style(bgcolor=ground.bgcolor)))
        return self._styles_of[1][name]

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


def _styles(colours: Mapping[str, str], ground: Style) -> dict[str, Style]:
    """Return the styles by name: two or three weights of one text colour, and the alarm colours."""

    def coloured(name: str) -> RichColor:
        return Color.parse(colours[name]).rich_color

    text = ground + Style(color=coloured("foreground"))
    alarm = Color.parse(colours["background"]).blend(Color.parse(colours["error"]), 0.3).rich_color
    return {
        "plain": text,
        "dim": ground + Style(color=coloured("dim")),
        "strong": text + Style(bold=True),
        "red": ground + Style(color=coloured("error"), bold=True),
        "yellow": ground + Style(color=coloured("warning"), bold=True),
        "blue": ground + Style(color=coloured("alarm-blue")),
        "struck": ground + Style(color=coloured("dim"), strike=True),
        "cursor": text + Style(bgcolor=coloured("cursor-ground")),
        "alarm": text + Style(bgcolor=alarm, bold=True),
    }
