"""The panes of the desk: the log, and beside it one file each, in the order of their numbers."""

from __future__ import annotations

from dutydesk.tui.panes import checklist, clocks, inbox, matters
from dutydesk.tui.panes.pane import Pane

LOG = "log"
SIDE = (matters.PANE, clocks.PANE, checklist.PANE, inbox.PANE)
NAMES = (LOG, *(pane.name for pane in SIDE))
"""By their numbers, from 1."""

BY_NAME = {pane.name: pane for pane in SIDE}


def number(name: str) -> int:
    """Return the key that goes to a pane."""
    return NAMES.index(name) + 1


__all__ = ["BY_NAME", "LOG", "NAMES", "SIDE", "Pane", "number"]
