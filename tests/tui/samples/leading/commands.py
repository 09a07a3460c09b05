"""Its command on the screen."""

from __future__ import annotations

from dutydesk.tui.commands.asking import Ask


class NameAnother(Ask):
    """Name another lead unit."""

    id = "relead"
    words = "换牵头"
    does = "relead"
    help_text = "换一个牵头单位, 写明为什么"
    sought = ("新牵头", "who leads")
    asks = ("lead", "reason")
