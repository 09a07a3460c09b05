"""Find in the log: type, see the newest first, jump there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dutydesk.capabilities.log.lines import Line
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.text import one_line
from dutydesk.store.search import unsearchable
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.workers import Guarded, policy_of

Search = Callable[[str], Awaitable[tuple[Sequence[Line], int]]]
FOUND_ROWS = 14


def _said_below(words: str, count: int) -> str:
    """How many there are, or why there can be none."""
    if unknown := unsearchable(words):
        return say("有查不到的字符, 没有查找: {0}", [one_line(word) for word in unknown])
    if not words.strip():
        return ""
    if not count and not words.replace(" ", "").isalnum():
        return translate("没有找到; 标点也要相符, 几个词用空格分开")
    return say("共 {0} 条, 新的在前; Enter 到那一条", count)


class FindScreen(Fitted, Guarded, Alarmed, ModalScreen[int]):
    """Returns the seq of the line to go to, 0 for none."""

    CSS_PATH = "../styles/screens.tcss"
    BODY = "#found"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(0)", show=False),
        Binding("down", "into", show=False),
    ]

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search

    def compose(self) -> ComposeResult:
        """Compose input, results, count."""
        with Vertical(classes="dialog"):
            yield Static(safe(translate("查找日志")), classes="title")
            field = Input(placeholder=translate("字词, 几个词用空格分开"), compact=True)
            field.cursor_blink = False
            yield field
            found = RowsPane("found", translate("输入即查"))
            found.styles.height = FOUND_ROWS
            yield found
            yield Hint(name="count")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        policy_of(self).start(self, partial(self._look, event.value), "find", exclusive=True)

    async def _look(self, words: str) -> None:
        lines, count = await self.search(words)
        rows = [
            Row(
                str(line.seq),
                (
                    Part(f"{when(line.at):>11} ", "dim"),
                    Part(f"{line.label} " if line.label else "", "strong"),
                    Part(line.text, "struck" if line.struck else "plain", -1),
                ),
            )
            for line in lines
        ]
        self.query_one("#found", RowsPane).show(rows)
        self.query_one("#count", Hint).say(_said_below(words, count))

    @on(Input.Submitted)
    def action_into(self) -> None:
        """Go into the results, or straight to the first."""
        found = self.query_one("#found", RowsPane)
        if found.rows:
            found.focus()

    @on(RowsPane.Chosen)
    def _chosen(self, event: RowsPane.Chosen) -> None:
        self.dismiss(int(event.key))
