"""A line in which something is typed: what stands in it is drawn harmless, a sign for a sign."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input

from dutydesk.tui.text import one_for_one
from dutydesk.tui.workers import Guarded


class TypedLine(Guarded, Input):
    """Every input of ours: a mark of direction or another invisible control that was pasted never reaches the terminal."""

    @property
    def _value(self) -> Text:
        """The value as it is drawn; Textual's own asks this for every line that it paints."""
        drawn = super()._value
        return Text(one_for_one(drawn.plain), spans=drawn.spans, no_wrap=True, overflow="ignore", end="")
