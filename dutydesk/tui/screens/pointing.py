"""What the commands of the desk are about: the thing under the cursor of the pane that has the focus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dutydesk.capabilities.log.lines import Line
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.i18n import translate
from dutydesk.kernel.text import one_line
from dutydesk.store.views import EntryView
from dutydesk.tui import panes
from dutydesk.tui.targets import LINE, Pointed

if TYPE_CHECKING:
    from dutydesk.tui.screens.host import CommandScreen as Beneath
    from dutydesk.tui.widgets.log import LogPane
    from dutydesk.tui.widgets.rows import RowsPane
else:
    Beneath = object

EDITABLE = ("entry.noted", "entry.corrected")

RECEIVED = "message.received"
"""Kind of the line of a message: the original stays as it came."""


class Pointing(Beneath):
    """A plain class in front of the desk's screen."""

    @property
    def log_pane(self) -> LogPane:
        """The log."""
        raise NotImplementedError

    def rows(self, name: str) -> RowsPane:
        """Return a side pane."""
        raise NotImplementedError

    def pointed_at(self) -> Matter | None:
        """The matter of the focused pane's row; of the top alert; of the alert just answered; of the log line."""
        focused = self.focused.id if self.focused is not None else ""
        pane = panes.BY_NAME.get(focused or "")
        if pane is not None and pane.of_matters:
            return self.pointed().matter
        waiting = self.state.unacknowledged
        if waiting and waiting[0].matter_id:
            return self.state.matter(waiting[0].matter_id)  # what the strip shows: its keys are about that
        answered = self.state.matter(self.desk.answered)
        if answered is not None:
            return answered
        line = self.log_pane.line
        return next((m for m in self.state.matters if line is not None and m.label == line.label), None)

    def pointed(self) -> Pointed:
        """What stands under the cursor of the pane that has the focus."""
        state, name = self.state, self.focused.id if self.focused is not None else ""
        if name == panes.LOG:
            line = self.log_pane.line
            if line is None:
                return Pointed()
            matter = next((one for one in state.matters if line.label and one.label == line.label), None)
            return Pointed(LINE, one_line(line.text), matter)
        pane = panes.BY_NAME.get(name or "")
        return pane.pointed(state, self.rows(pane.name).key) if pane is not None else Pointed()

    @staticmethod
    def why_not_corrected(line: Line | None) -> str:
        """Return why a line of the log is not corrected here, empty where it may be."""
        if line is None:
            return translate("请先把光标移到要更正的日志条目")
        if line.struck:
            return translate("这一条已被更正过; 请更正注明更正的那一条")
        if line.kind == RECEIVED:
            return translate("来件原文不改; 要说明的另记一条 (i), 或在处置时写理由")
        if line.kind not in EDITABLE:
            return translate("这一条是办理时自动记下的, 不能改写; 要说明的另记一条 (i)")
        return ""

    @property
    def pointed_message(self) -> str:
        """The message under the inbox's cursor, empty where the focus is elsewhere."""
        return self.rows("inbox").key if self.focused is not None and self.focused.id == "inbox" else ""

    def pointed_clock(self) -> str:
        """The clock under the cursor of the clocks pane."""
        focused = self.focused.id if self.focused is not None else ""
        return self.rows("clocks").key if focused == "clocks" else ""

    def marked_clocks(self) -> frozenset[str]:
        """The clocks that are marked in their pane, while one is in it."""
        return self.rows("clocks").marked if self.pointed_clock() else frozenset()

    def unmark(self, keys: Iterable[str]) -> None:
        """Take the marks of clocks that were dealt with."""
        self.rows("clocks").done(keys)

    async def pointed_entry(self) -> tuple[str, str] | None:
        """Id and text of the log line under the cursor, if it can be corrected."""
        line = self.log_pane.line
        if line is None or self.why_not_corrected(line):
            return None
        entry = await self.gateway.read(lambda views: views.entry_at(line.seq))
        if entry is None:
            return None
        from dutydesk.capabilities.log.events import Corrected, Noted

        event = entry_event(entry)
        return (entry.id, event.text) if isinstance(event, Noted | Corrected) else None


def entry_event(entry: EntryView) -> object:
    """Return the event of a row."""
    from dutydesk.kernel.events import decode

    return decode(entry.kind, entry.payload)
