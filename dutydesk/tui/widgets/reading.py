"""A long text to read: it scrolls by the same keys as every list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from dutydesk.tui.workers import Guarded


class Reading(Guarded, VerticalScroll, can_focus=True):
    """Arrows, j k, pages, Home and End scroll; G goes to the end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("G", "scroll_end", show=False),
    ]
