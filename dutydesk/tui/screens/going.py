"""The date line of the log: a day and hour, or a second ``g`` for the first line, ``G`` for the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.instants import BadTimeError, Instant, local_date
from dutydesk.kernel.when import DATED, read
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.line import TypedLine
from dutydesk.tui.workers import Guarded

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen

FIRST, LAST = -1, -2
"""Answers beside instants: the first line, the last line."""


class DateInput(TypedLine):
    """The line itself; ``g`` and ``G`` in the empty line are answers, never text."""

    class Ended(Message):
        """One of the two ends was asked for."""

        def __init__(self, where: int) -> None:
            self.where = where
            super().__init__()

    async def _on_key(self, event: events.Key) -> None:
        if not self.value and event.key in {"g", "G"}:
            event.stop()
            event.prevent_default()
            self.post_message(self.Ended(FIRST if event.key == "g" else LAST))
            return
        await super()._on_key(event)


class GoToScreen(Guarded, Alarmed, ModalScreen[int]):
    """Returns the instant to go to, ``FIRST``, ``LAST``, or 0 for none."""

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(0)", show=False)]

    def __init__(self, now: Instant) -> None:
        super().__init__()
        self.now = now

    def compose(self) -> ComposeResult:
        """Compose the line, a complaint, the keys."""
        with Vertical(classes="dialog"):
            yield Static(safe(translate("日志到日期")), classes="title")
            field = DateInput(placeholder=say("如 {0}", f"{local_date(self.now)} 08:00"), compact=True)
            field.cursor_blink = False
            yield field
            yield Static("", classes="complaint", id="complaint")
            yield Hint(translate("Enter 到那一刻; 再按 g 到第一条, G 到最后一条; Esc 返回"))

    @on(DateInput.Ended)
    def _ended(self, event: DateInput.Ended) -> None:
        self.dismiss(event.where)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if not event.value.strip():
            self.dismiss(0)
            return
        try:
            self.dismiss(read(event.value, self.now, DATED))
        except BadTimeError as error:
            complaint = self.query_one("#complaint", Static)
            complaint.update(safe(explain(error)))
            complaint.add_class("-shown")


async def go(desk: DeskScreen, instant: Instant) -> None:
    """Put the log's cursor on the first line at or after an instant, or on one of its ends."""
    if instant in {FIRST, LAST}:
        desk.action_pane(1)
        (desk.log_pane.action_first if instant == FIRST else desk.log_pane.action_last)()
        return
    seq, began = await desk.gateway.read(lambda views: (views.first_seq_at(instant), views.began_at()))
    desk.action_pane(1)
    if began is not None and local_date(instant) < local_date(began):
        desk.tell(say("日志从 {0} 开始, 已到第一条", when(began)))
    if seq is None:
        desk.log_pane.action_last()
    else:
        desk.log_pane.go_to_seq(seq)
