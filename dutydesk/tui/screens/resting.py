"""The preview of a wide screen: shown once the cursor rests, so that moving on costs no more than before."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.geometry import Size
from textual.timer import Timer

from dutydesk.i18n import translate
from dutydesk.tui.widgets.preview import PreviewPane

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.screens.host import CommandScreen as Beneath
else:
    Beneath = object

AMPLE, HIGH, REST = 140, 30, 0.15
"""Cells and lines of a screen that has room for it; seconds for which the cursor has rested."""


class Resting(Beneath):
    """A plain class in front of the desk's screen."""

    _rest: Timer | None = None

    def name_panes(self) -> None:
        """Write the names of the panes into their edges."""
        raise NotImplementedError

    def give_room(self, size: Size) -> None:
        """A wide screen shows more of the thing under the cursor."""
        self.set_class(size.width >= AMPLE and size.height >= HIGH, "-ample")

    def on_resize(self, event: events.Resize) -> None:
        """There may be room now, or none."""
        self.give_room(event.size)
        self.preview()
        self.desk.policy.later(self, self.name_panes, "titles")  # a narrow screen names those that stand behind

    def preview(self) -> None:
        """Show the thing under the cursor once it rests."""
        if self._rest is not None:
            self._rest.stop()
        if self.has_class("-ample"):
            self._rest = self.desk.policy.after(self, REST, self._preview, "preview")

    def _preview(self) -> None:
        from dutydesk.tui.screens.previewing import preview_of  # not on the way to the first frame

        if self.drawn:
            told = preview_of(cast("DeskScreen", self), self.gateway.now())
            self.query_one(PreviewPane).tell(translate("光标所在"), told)
