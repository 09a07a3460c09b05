"""What would be done, to be read and then confirmed: F9 does it, Escape goes back and nothing was done."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from dutydesk.i18n import translate
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.reading import Reading
from dutydesk.tui.workers import Guarded


class PreviewScreen(Fitted, Guarded, Alarmed, ModalScreen[bool]):
    """Shows a text; only F9 or its button says yes: no key for reading on, and not F2 pressed twice in the form before."""

    CSS_PATH = "../styles/screens.tcss"
    BODY = ".scroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "answer(True)", show=False),
        Binding("escape", "answer(False)", show=False),
    ]

    def __init__(self, title: str, text: str, yes: str) -> None:
        super().__init__()
        self.heading, self.text, self.yes = title, text, yes

    def compose(self) -> ComposeResult:
        """Compose title, text, buttons."""
        with Vertical(classes="dialog"):
            yield Static(safe(self.heading), classes="title")
            with Reading(classes="scroll"):
                yield Static(safe(self.text))
            with Horizontal(classes="buttons"):
                if self.yes:
                    yield Button(safe(f"F9 {translate(self.yes)}"), id="yes")
                yield Button(safe(translate("Esc 返回")), id="no")

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        self.query_one(Reading).focus()

    def action_answer(self, yes: bool) -> None:
        """Close with the answer; where there is nothing to do, no key does it."""
        if self.yes or not yes:
            self.dismiss(yes)

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        self.action_answer(event.button.id == "yes")
