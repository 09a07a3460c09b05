"""Drawing rows by the Line API: parts of text with style names, put together to exact cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip

from dutydesk.i18n import translate
from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.tui.text import fit, width_of
from dutydesk.tui.workers import Guarded, policy_of

if TYPE_CHECKING:
    from textual.widget import Widget as Beneath
else:
    Beneath = object

SOON: Instant = 10 * MINUTE
"""From so much on what is left stands out."""

COLOUR_WORDS = {"red": "▲红", "yellow": "▲黄", "blue": "·蓝"}


def left_style(due_at: Instant, now: Instant) -> str:
    """Return the weight of what is left: overdue red, soon yellow, else dim."""
    if now >= due_at:
        return "red"
    return "yellow" if due_at - now <= SOON else "plain"


class Part(NamedTuple):
    """A piece of a row: text, style name, cells (0: as long as it is; -1: the rest of the row), flush right."""

    text: str
    style: str = "plain"
    width: int = 0
    right: bool = False


class Painted(Guarded, Beneath):
    """Draws a widget's rows from parts; styles are looked up by name among the theme's colours.

    A plain class in front of the widget's own base: Textual takes default styles along the first widget base alone,
    so a mixin that were a widget would take a ``ScrollView`` its scrolling.

    Not Textual's component classes: seven widgets with nine of them each are matched against the whole
    stylesheet before the first frame.
    """

    _tables: ClassVar[dict[tuple[str, RichColor | None], dict[tuple[str, str], Style]]] = {}
    """By theme and ground, for all widgets: the styles by name, and by the name of what lies under them."""

    _table: dict[tuple[str, str], Style] | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        """Guard the drawing of each row: one that cannot be drawn says so, and the others stand."""
        super().__init_subclass__(**options)
        draw = cls.__dict__.get("render_line")
        if draw is not None:

            def guarded(self: Painted, y: int) -> Strip:
                try:
                    return draw(self, y)
                except Exception as error:  # noqa: BLE001 - one bad row stays one bad row
                    policy_of(self).faults.failed("paint", error, standing=False)
                    return self.strip((Part(translate("这一行无法显示"), "red", -1),), self.size.width)

            cls.render_line = guarded  # pyright: ignore[reportAttributeAccessIssue]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows; the styles are looked for once, because Textual puts a ground together anew at every look."""
        self._table = self._style_table()
        try:
            return super().render_lines(crop)
        finally:
            self._table = None

    def _style_table(self) -> dict[tuple[str, str], Style]:
        key = (self.app.theme, self.rich_style.bgcolor)
        table = self._tables.get(key)
        if table is None:
            styles = _styles(self.app.get_css_variables(), Style(bgcolor=key[1]))
            table = self._tables[key] = {(name, ""): style for name, style in styles.items()}
        return table

    def style_of(self, name: str, on: str = "") -> Style:
        """Return the Rich style of a style name, on this widget's ground or on that of another name."""
        table = self._style_table() if self._table is None else self._table
        style = table.get((name, on))
        if style is None:
            style = table[name, on] = table[name, ""] + Style(bgcolor=table[on, ""].bgcolor)
        return style

    def strip(self, parts: Sequence[Part], width: int, *, cursor: bool = False, ground: str = "") -> Strip:
        """Return a row of exactly ``width`` cells; at most one part may take the rest (-1)."""
        on = "cursor" if cursor else ground
        segments: list[Segment] = []
        used = 0
        for part, (_, cells) in zip(parts, places(parts, width), strict=True):
            if cells:
                segments.append(Segment(fit(part.text, cells, right=part.right), self.style_of(part.style, on)))
                used += cells
        if used < width:
            segments.append(Segment(" " * (width - used), self.style_of("plain", on)))
        return Strip(segments, width)


def places(parts: Sequence[Part], width: int) -> list[tuple[int, int]]:
    """Return where each part of a row begins, and its cells; where they are too many, the longest without a width gives way."""
    wanted = [part.width or width_of(part.text) for part in parts]
    over = sum(cells for cells in wanted if cells > 0) - width
    free = [index for index, part in enumerate(parts) if part.width == 0]
    if over > 0 and free:  # what has a place of its own keeps it
        longest = max(free, key=lambda index: wanted[index])
        wanted[longest] = max(0, wanted[longest] - over)
    rest = max(0, -over)
    found: list[tuple[int, int]] = []
    used = 0
    for one in wanted:
        cells = max(0, min(rest if one < 0 else one, width - used))
        found.append((used, cells))
        used += cells
    return found


LEAST = 4
"""Cells below which a part that gives way is left out: three of them and dots say nothing."""


def squeezed(parts: Sequence[tuple[Part, int]], room: int) -> list[Part]:
    """Return parts that have room in so many cells: the one with the highest number gives way first, those of 0 never do."""
    cells = [width_of(part.text) for part, _ in parts]
    for index in sorted(range(len(parts)), key=lambda one: -parts[one][1]):
        over = sum(cells) - room
        if over <= 0 or not parts[index][1]:
            break
        left = max(0, cells[index] - over)
        cells[index] = left if left >= LEAST else 0
    return [part._replace(width=cell) for (part, _), cell in zip(parts, cells, strict=True) if cell]


def changed_cells(before: Sequence[Part], after: Sequence[Part], width: int) -> list[tuple[int, int]]:
    """Return begin and cells of the parts that changed; the whole row when parts moved."""
    there = places(after, width)
    if len(before) != len(after) or places(before, width) != there:
        return [(0, width)]
    return [place for place, old, new in zip(there, before, after, strict=True) if old != new and place[1]]


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
        "found": text + Style(bold=True, underline=True),
        "red": ground + Style(color=coloured("error"), bold=True),
        "yellow": ground + Style(color=coloured("warning"), bold=True),
        "blue": ground + Style(color=coloured("alarm-blue")),
        "struck": ground + Style(color=coloured("dim"), strike=True),
        "cursor": text + Style(bgcolor=coloured("cursor-ground")),
        "alarm": text + Style(bgcolor=alarm, bold=True),
    }
