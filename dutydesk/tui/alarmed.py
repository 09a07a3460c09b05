"""What makes a screen one of the desk's: the alarm bar is on it, the gate knows when it stands, and it draws what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastRack

from dutydesk.capabilities.obligations.bundles import Bundle
from dutydesk.i18n import say
from dutydesk.tui.cursor import takes_letters
from dutydesk.tui.gate import Gated
from dutydesk.tui.text import shown
from dutydesk.tui.widgets.alarms import AlarmBar
from dutydesk.tui.widgets.strip import AlarmStrip
from dutydesk.tui.widgets.updates import BandCompositor

if TYPE_CHECKING:
    from dutydesk.tui.app import DeskApp


KEY_LINES = "KeyBar, EntryPlace, EntryLine, .hint, .buttons"
"""What says which keys there are, or takes what is typed: nothing that is said in passing lies over it."""


class Alarmed(Gated):
    """A screen with the alarm bar above everything else on it; a plain class, to be named before the screen's own."""

    TAKES_FILES: ClassVar[bool] = False
    """Whether the file of an alert's matter may open over it; over a form it would hide what one is writing."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._compositor = BandCompositor()

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Put the bar before what the screen composes: Textual's own hook, by which it adds toasts and tooltips."""
        super()._extend_compose(widgets)
        widgets.insert(0, AlarmBar())

    def on_mount(self) -> None:
        """Find the place of what is said in passing anew at each change of what stands here."""
        self.screen_layout_refresh_signal.subscribe(self, self._place_toasts, immediate=True)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - a screen's

    def _place_toasts(self, _screen: object) -> None:
        """Put what is said in passing as low as no key line lies under it: one of the screens below neither, if that can be."""
        toasts = [toast.region for toast in self.query(Toast) if toast.region]
        if not toasts:
            return
        height, lift = max(one.bottom for one in toasts) - min(one.y for one in toasts), 0
        for screens in (self.app.screen_stack, [self]):
            bottom = self.size.height
            for line in sorted((one.region for at in screens for one in at.query(KEY_LINES)), key=lambda at: -at.y):
                if bottom - height < line.bottom and line.y < bottom:
                    bottom = line.y
            if bottom - height >= self.query_one(AlarmBar).region.bottom:
                lift = self.size.height - bottom
                break
        rack = self.query_one(ToastRack)
        if rack.styles.margin.bottom != lift:
            rack.styles.margin = (0, 0, lift, 0)

    def strip_keys(self, bundle: Bundle) -> tuple[str, ...]:  # noqa: ARG002 - screens with commands look at it
        """Return the commands whose keys act here on the alert that the strip shows first; where one types, none do."""
        return ()

    def look_at_strip(self) -> None:
        """The cursor or the focus moved: the strip's keys may be about another thing now."""
        for strip in self.query(AlarmStrip):
            strip.look_at_keys()

    def on_screen_suspend(self) -> None:
        """Another screen stands over this one: it says what falls due next, and what is said in passing."""
        for rack in self.query(ToastRack):
            rack.display = False
        for strip in self.query(AlarmStrip):
            strip.refresh()

    def on_screen_resume(self) -> None:
        """It went: this one says it again."""
        for strip in self.query(AlarmStrip):
            strip.refresh()

    def on_paste(self, event: events.Paste) -> None:
        """A paste that no field took is not lost."""
        if event.text.strip() and not takes_letters(self.focused):
            self.pasted(event.text)

    def pasted(self, text: str) -> None:
        """Put what was pasted where nothing is typed into the desk's entry line, and say so; over a lock it is not taken."""
        desk: DeskApp = self.app  # pyright: ignore[reportAssignmentType] - the desk's application
        if desk.sitting.locked:
            words = say("屏幕锁着, 粘贴的 {0} 字没有收下; 解锁后再粘贴", len(text))
        elif desk.desk_screen.entry.take(text):
            words = say("粘贴的 {0} 字在值班台的记事行里, 还没有保存; 回到值班台按 i 接着写", len(text))
        else:
            return  # the line itself says why not
        self.notify(shown(words), severity="warning", markup=False, timeout=8)

    def on_alarm_strip_pressed(self, event: AlarmStrip.Pressed) -> None:
        """Do with the alert that was clicked what the word under the mouse says."""
        event.stop()
        self.press_strip(event.shown, event.command)

    def press_strip(self, shown: object, command: str) -> None:
        """Acknowledge, report, call, or open the matter that an alert is about."""
        desk: DeskApp = self.app  # pyright: ignore[reportAssignmentType] - the desk's application
        desk.alarms.pressed(self, shown, command)
