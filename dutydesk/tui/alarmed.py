"""What makes a screen one of the desk's: the alarm bar is on it, and the gate knows when it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from dutydesk.desk.bundles import Bundle
from dutydesk.tui.gate import Gated
from dutydesk.tui.widgets.alarms import AlarmBar
from dutydesk.tui.widgets.strip import AlarmStrip

if TYPE_CHECKING:
    from dutydesk.tui.app import DeskApp


class Alarmed(Gated):
    """A screen with the alarm bar above everything else on it; a plain class, to be named before the screen's own."""

    TAKES_FILES: ClassVar[bool] = False
    """Whether the file of an alert's matter may open over it; over a form it would hide what one is writing."""

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Put the bar before what the screen composes: Textual's own hook, by which it adds toasts and tooltips."""
        super()._extend_compose(widgets)
        widgets.insert(0, AlarmBar())

    def strip_keys(self, bundle: Bundle) -> tuple[str, ...]:  # noqa: ARG002 - screens with commands look at it
        """Return the commands whose keys act here on the alert that the strip shows first; where one types, none do."""
        return ()

    def look_at_strip(self) -> None:
        """The cursor or the focus moved: the strip's keys may be about another thing now."""
        for strip in self.query(AlarmStrip):
            strip.look_at_keys()

    def on_alarm_strip_pressed(self, event: AlarmStrip.Pressed) -> None:
        """Do with the alert that was clicked what the word under the mouse says."""
        event.stop()
        self.press_strip(event.shown, event.command)

    def press_strip(self, shown: object, command: str) -> None:
        """Acknowledge, report, call, or open the matter that an alert is about."""
        from dutydesk.tui.commands import alerts

        desk: DeskApp = self.app  # pyright: ignore[reportAssignmentType] - the desk's application
        if desk.sitting.locked:
            return
        if command == "open":
            if self.TAKES_FILES and isinstance(shown, Bundle):
                desk.open_matter(shown.first.matter_id)
        elif command == "acknowledge" or self.TAKES_FILES:
            desk.policy.once(self, partial(alerts.act_on_shown, desk.desk_screen, shown, command), "command")
