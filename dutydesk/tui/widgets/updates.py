"""Sending only the cells that changed: a desk is watched over lines of 2 KB/s, and a clock moves every second."""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate


class CellsUpdate(ChopsUpdate):
    """Textual's partial update, cut at the left as well: its own begins each time at the widget's border."""

    @classmethod
    def of(cls, update: ChopsUpdate) -> CellsUpdate:
        """Return the same update, cut on both sides."""
        return cls(update.chops, update.spans, update.chop_ends)

    def render_segments(self, console: Console) -> str:
        """Return the bytes for the terminal, as text."""
        sequences: list[str] = []
        for y, begin, end in self.spans:
            for chop_end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                first, last = max(x, begin), min(chop_end, end)
                if strip is not None and first < last:
                    sequences += (
                        Control.move_to(first, y).segment.text,
                        strip.crop(first - x, last - x).render(console),
                    )
        return "".join(sequences)
