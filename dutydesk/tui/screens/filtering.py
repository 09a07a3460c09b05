"""What a pane is filtered by: typed while the pane behind shows what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dutydesk.i18n import say, translate
from dutydesk.kernel.text import clauses
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.line import TypedLine
from dutydesk.tui.widgets.listing import Arranged
from dutydesk.tui.workers import Guarded

if TYPE_CHECKING:
    from dutydesk.tui.widgets.log import LogPane
    from dutydesk.tui.widgets.rows import RowsPane


class FilterScreen(Guarded, Alarmed, ModalScreen[None]):
    """Filters one pane; Enter keeps what was typed, Escape shows all rows again."""

    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, pane: RowsPane | LogPane) -> None:
        super().__init__()
        self.pane = pane

    def compose(self) -> ComposeResult:
        """Compose a line, and how many rows are left."""
        with Vertical(classes="dialog"):
            yield Static(safe(translate("筛选")), classes="title")
            field = TypedLine(self.pane.looked_for, compact=True)
            field.placeholder = translate("字词或拼音首字母, 几个用空格分开")
            field.cursor_blink = False
            yield field
            yield Hint(name="count")

    def on_mount(self) -> None:
        """Say how many there are."""
        self._say()

    def _say(self) -> None:
        left = say("{0}/{1} 行; Enter 保留, Esc 全部显示", *(f"{one:,}" for one in self.pane.counted()))
        self.query_one("#count", Hint).say(clauses((self.pane.trouble, left)))

    def tell(self) -> None:
        """The pane behind shows other rows."""
        if self.is_mounted:
            self._say()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.pane.look_for(event.value.strip())
        self._say()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._left()

    def _left(self) -> None:
        """What is left standing is the pane's own to keep."""
        self.pane.post_message(Arranged(self.pane))
        self.dismiss()

    def action_leave(self) -> None:
        """Show all rows."""
        self.pane.look_for("")
        self._left()
