"""Drawing and sending only the cells that changed: a desk is watched over lines of 2 KB/s, and a clock moves every second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import cast

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class BandCompositor(Compositor):
    """Textual's compositor, drawing for a partial update the rows that changed and no others.

    Its own draws all rows of every widget that lies with a changed one in the same container: a cursor key in the log
    drew nine widgets whole, for two rows and the number in the edge.
    """

    _bands: Sequence[Region] = ()
    """What a partial update is about: rows that lie together, with the columns that changed in any of them."""

    @property
    def cuts(self) -> list[list[int]]:
        """Return for every line the columns at which a visible widget begins or ends, from left to right.

        Textual's own counts what lies hidden too: the border of a pane under a notice cut the notice, and a wide
        character on the cut was two blanks.
        """
        if self._cuts is None:
            width, height = self.size
            found: list[set[int]] = [{0, width} for _ in range(height)]
            covered: list[list[tuple[int, int]]] = [[] for _ in range(height)]
            for region, clip in self.visible_widgets.values():  # from the front to the back
                seen = region.intersection(clip)
                for y in seen.line_range if seen else ():
                    hidden = covered[y]
                    found[y].update(x for x in seen.column_span if not any(left < x < right for left, right in hidden))
                    hidden.append(seen.column_span)
            self._cuts = [sorted(line) for line in found]
        return self._cuts

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        """Return each line's pieces by the column at which they begin; where widgets lie on each other the front one's."""
        cuts = self.cuts
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(line[:-1]) for line in cuts]
        for region, clip, strips in self._get_renders(crop):
            drawn = region.intersection(clip)
            first, last = drawn.column_span
            for y, strip in zip(drawn.line_range, strips, strict=False):
                if is_rendered_line(y):
                    edges = sorted({first, last, *(cut for cut in cuts[y] if first < cut < last)})
                    pieces = strip.divide([edge - first for edge in edges[1:]])
                    for edge, piece in zip(edges, pieces, strict=False):
                        if (
                            chops[y].get(edge, piece) is None
                        ):  # a piece that begins under something else is hidden by it
                            chops[y][edge] = piece
        return cast("Sequence[Mapping[int, Strip]]", chops)

    def render_partial_update(self) -> ChopsUpdate | None:
        """Draw what changed; None when nothing did."""
        self._bands = bands(self._dirty_regions, self.size.region)
        try:
            return super().render_partial_update()
        finally:
            self._bands = ()

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Return the widgets' rows, from above to below, each with the region of its widget and the part that was drawn."""
        if not self._bands:
            yield from super()._get_renders(crop)
            return
        left = list(self._bands)  # a band that a widget fills shows nothing of what lies under it
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            for band in [one for one in left if one.overlaps(seen)]:
                rows = Region(seen.x, band.y, seen.width, band.height).intersection(seen)
                yield region, rows, widget.render_lines(rows.translate(-region.offset))
                if seen.contains_region(band):
                    left.remove(band)
            if not left:
                return


def bands(dirty: Iterable[Region], screen: Region) -> list[Region]:
    """Return regions that have no row in common and hold all of the given ones, from above; rows that follow each other are one."""
    found: list[Region] = []
    for region in sorted((one.intersection(screen) for one in dirty), key=lambda one: one.y):
        if not region:
            continue
        if found and region.y <= found[-1].bottom:
            found[-1] = found[-1].union(region)
        else:
            found.append(region)
    return found


def splits(strip: Strip, cell: int) -> bool:
    """Return whether a cut before a cell goes through a character of two cells."""
    at = 0
    for text, _, _ in strip:
        end = at + cell_len(text)
        if end <= cell:
            at = end
            continue
        for char in text:
            if at >= cell:
                return at > cell
            at += cell_len(char)
        return at > cell
    return False


@lru_cache(maxsize=512)
def _codes(style: Style, system: ColorSystem) -> tuple[str, str, str]:
    """Return what a terminal is told of a style: attributes, colour of the letters, colour of the ground."""
    ink, ground = (
        ";".join(colour.downgrade(system).get_ansi_codes(foreground=letters)) if colour is not None else ""
        for colour, letters in ((style.color, True), (style.bgcolor, False))
    )
    plain = Style.combine([style, Style(color="default", bgcolor="default")])
    attributes = plain._make_ansi_codes(system).removesuffix("39;49").rstrip(";")  # noqa: SLF001 - Rich's own, without its brackets
    return attributes, ink, ground


class Pen:
    """Writes pieces of text, telling the terminal only what changes from one to the next: a colour costs 17 bytes."""

    OFF = ("", "", "")

    def __init__(self, system: ColorSystem) -> None:
        self._system = system
        self._now = self.OFF

    def write(self, text: str, style: Style | None) -> str:
        """Return text with what leads to its style."""
        if style is not None and style.link:
            return self.end() + style.render(text, color_system=self._system)
        was, self._now = self._now, self.OFF if style is None else _codes(style, self._system)
        if was == self._now:
            return text
        taken_away = was[0] != self._now[0] or any(old and not new for old, new in zip(was, self._now, strict=True))
        begun = self.OFF if taken_away else was
        codes = [
            *(["0"] if taken_away else []),
            *(new for old, new in zip(begun, self._now, strict=True) if old != new),
        ]
        return f"\x1b[{';'.join(codes)}m{text}"

    def end(self) -> str:
        """Return what leaves the terminal as it was."""
        was, self._now = self._now, self.OFF
        return "\x1b[0m" if was != self.OFF else ""


class CellsUpdate(ChopsUpdate):
    """Textual's partial update, cut at the left as well: its own begins each time at the widget's border.

    What lies side by side is one piece, whatever widgets meet below it, and a style is told once for as long as it lasts.
    """

    @classmethod
    def of(cls, update: ChopsUpdate) -> CellsUpdate:
        """Return the same update, cut on both sides."""
        return cls(update.chops, update.spans, update.chop_ends)

    def render_segments(self, console: Console) -> str:
        """Return the bytes for the terminal, as text."""
        sequences: list[str] = []
        pen = Pen(console._color_system or ColorSystem.TRUECOLOR)  # noqa: SLF001 - as Textual's own does
        for y, begin, end in self.spans:
            at = -1
            for chop_end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                first, last = max(x, begin), min(chop_end, end)
                if strip is not None and first < last:
                    first, last = first - splits(strip, first - x), last + splits(strip, last - x)
                    if first != at:
                        sequences.append(Control.move_to(first, y).segment.text)
                    sequences += [pen.write(text, style) for text, style, _ in strip.crop(first - x, last - x) if text]
                    at = last
        return "".join([*sequences, pen.end()])
