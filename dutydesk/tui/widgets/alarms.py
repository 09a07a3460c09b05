"""The alarm bar: status line and alarm strip, on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from dutydesk.kernel.instants import Instant
from dutydesk.tui.widgets.status import StatusLine
from dutydesk.tui.widgets.strip import AlarmStrip
from dutydesk.tui.workers import Guarded

if TYPE_CHECKING:
    from dutydesk.tui.alarms import Alarms


class AlarmBar(Guarded, Widget):
    """Keeps the top rows of a screen; whatever opens there centres in the rest.

    In the layer of everything else: docked there it takes its rows from the others, in one of its own it would cover
    them. Neither a Vertical nor a Static, which the palette's styles hide.
    """

    DEFAULT_CLASSES: ClassVar[str] = "-textual-system"
    """It survives a recomposed screen, and a click on it does not move the focus."""

    def compose(self) -> ComposeResult:
        """Compose both."""
        yield StatusLine()
        yield AlarmStrip()

    @property
    def stands(self) -> bool:
        """Whether both are there: not before they are composed, nor while their screen goes."""
        return self.is_mounted and bool(self.query(StatusLine)) and bool(self.query(AlarmStrip))

    def on_mount(self) -> None:
        """Show what is so now."""
        alarms: Alarms = self.app.alarms  # pyright: ignore[reportAttributeAccessIssue] - the desk's application
        if self.query(StatusLine) and self.query(AlarmStrip):  # its screen may be going already
            self.fill(alarms)

    def fill(self, alarms: Alarms) -> None:
        """Show all that is known."""
        status, strip = self.query_one(StatusLine), self.query_one(AlarmStrip)
        status.show(alarms.state, alarms.now)
        status.say(notice=alarms.notice, trouble=alarms.trouble)
        status.fail(alarms.fault, old=alarms.fault_old)
        status.offers(alarms.offer)
        status.meets(alarms.here)
        strip.warn(alarms.banner)
        strip.show(alarms.state, alarms.now)

    def tick(self, alarms: Alarms, age: Instant | None) -> None:
        """A second has passed: the clock's cells; the strip once a minute."""
        self.query_one(StatusLine).tick(alarms.now, age)
        self.query_one(AlarmStrip).show(alarms.state, alarms.now)
