"""Small dialogs: choose one, read a text, the red alert."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dutydesk.i18n import say, translate, when
from dutydesk.store.views import AlertView
from dutydesk.tui.gate import Gated
from dutydesk.tui.text import safe
from dutydesk.tui.workers import Guarded


class ChooseScreen(Guarded, Gated, ModalScreen[str]):
    """Choose one of some things; Escape chooses nothing (empty)."""

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", show=False)]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.choices = choices

    def compose(self) -> ComposeResult:
        """Compose title and list."""
        with Vertical(classes="dialog"):
            yield Static(safe(self.heading), classes="title")
            yield OptionList(*(Option(safe(f"{n}  {words}"), id=key) for n, (key, words) in enumerate(self.choices, 1)))
            yield Static(safe(translate("上下移动或按数字, Enter 选定, Esc 返回")), classes="hint")

    def on_key(self, event: events.Key) -> None:
        """A digit chooses at once."""
        if event.character and event.character.isdigit() and 0 < int(event.character) <= len(self.choices):
            event.stop()
            self.dismiss(self.choices[int(event.character) - 1][0])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(str(event.option.id))


class TextScreen(Guarded, Gated, ModalScreen[None]):
    """Read a text: an entry in full, the help."""

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.heading = title
        self.text = text

    def compose(self) -> ComposeResult:
        """Compose title and text."""
        with Vertical(classes="dialog"):
            yield Static(safe(self.heading), classes="title")
            with VerticalScroll(classes="scroll"):
                yield Static(safe(self.text))
            yield Static(safe(translate("Esc 返回")), classes="hint")

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        self.query_one(VerticalScroll).focus()


class RedAlertScreen(Guarded, Gated, ModalScreen[str]):
    """The full-screen red alert: only an acknowledgement clock of a red matter (R12).

    Someone may be typing when it comes up: a key counts only if it was pressed when the alert had stood for a moment.
    """

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer('ack')", show=False),
        Binding("enter", "answer('open')", show=False),
        Binding("escape", "answer('later')", show=False),
    ]
    DEAF_SECONDS = 0.4

    def __init__(self, alert: AlertView, people: str) -> None:
        super().__init__()
        self.alert = alert
        self.people = people
        self._hears_from = float("inf")

    def compose(self) -> ComposeResult:
        """Compose the alarm."""
        alert = self.alert
        with Vertical(classes="dialog"):
            yield Static(safe(f"▲▲▲  {translate('红色预警')}  ▲▲▲"), classes="alarm")
            yield Static(safe(f"{alert.label} {alert.matter_title}"), classes="alarm")
            raised = say("{0} 发出, {1} 前须签收; 已通知 {2}", when(alert.raised_at), when(alert.due_at), self.people)
            yield Static(safe(raised))
            yield Static(safe(translate("a 签收    Enter 签收并打开事项    Esc 暂收起 (铃声继续)")), classes="hint")

    def stood(self) -> None:
        """The moment begins when it is drawn."""
        self._hears_from = time.monotonic() + self.DEAF_SECONDS

    @property
    def hears(self) -> bool:
        """Whether a key pressed now counts."""
        return time.monotonic() >= self._hears_from

    def on_key(self, event: events.Key) -> None:
        """A key that was meant for what was there before does nothing, however late it comes."""
        if event.time < self._hears_from:
            event.stop()
            event.prevent_default()

    def action_answer(self, answer: str) -> None:
        """Close with what was pressed."""
        self.dismiss(answer)
