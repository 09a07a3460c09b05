"""Find: one line for words and filters, what was found below it by groups; Enter goes to the row under the cursor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dutydesk.capabilities.finding.rules import GROUPS, narrowed, places
from dutydesk.i18n import current, say, translate, when
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import clauses, one_line
from dutydesk.kernel.values import dataclass
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.screens.dialogs import FilterLine
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.text import safe, width_of
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.workers import Guarded, policy_of

FOUND_ROWS = 14
AHEAD = 12
"""Characters before the first word that was found, where a long line is shown from there."""

CUT = 30
"""Cells of text that have room at every size: a word that was found further on is moved to, or not marked."""

COMPLETIONS = 6
"""How many ways to go on are offered."""


@dataclass(frozen=True)
class Shown:
    """A row of what was found: of which group, what Enter goes to, when, which matter, what."""

    group: str
    key: str
    at: Instant | None
    label: str
    text: str
    struck: bool = False


@dataclass(frozen=True)
class Answer:
    """What came of what was typed: rows in the order of their groups, exact counts, how it may go on, what is said below."""

    rows: Sequence[Shown] = ()
    counts: tuple[tuple[str, int], ...] = ()
    completions: Sequence[str] = ()
    words: str = ""
    said: str = ""

    @property
    def count(self) -> int:
        """How many things there are."""
        return sum(count for _, count in self.counts)


Search = Callable[[str], Awaitable[Answer]]


class FindLine(FilterLine):
    """Tab takes the first way to go on; what moves in the list goes to the list."""

    completions: Sequence[str] = ()

    async def _on_key(self, event: events.Key) -> None:
        if event.key != "tab":
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if self.completions:
            *before, _ = self.value.rsplit(maxsplit=1)
            self.value = " ".join([*before, self.completions[0]])
            self.cursor_position = len(self.value)


class FindScreen(Fitted, Guarded, Alarmed, ModalScreen[Shown | None]):
    """Returns what to go to, None where nothing was chosen."""

    CSS_PATH = "../styles/screens.tcss"
    BODY = "#found"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search
        self.answer, self.answer_to = Answer(), ""

    def compose(self) -> ComposeResult:
        """Compose line, ways to go on, results, count."""
        found = RowsPane("found", translate("输入即查"))
        found.led = True
        found.styles.height = FOUND_ROWS
        line = FindLine(found)
        line.placeholder = translate("字词和筛选, 用空格分开: 类:火灾 人:张伟 月:7 单位:公安 状态:办结")
        with Vertical(classes="dialog"):
            yield Static(safe(translate("查找日志、事项、消息、报告、案例、人员、单位、登记簿")), classes="title")
            yield line
            yield found
            yield Hint(name="count")

    def on_mount(self) -> None:
        """The line has the keys."""
        self.query_one(FindLine).focus()

    @property
    def _found(self) -> RowsPane:
        return self.query_one("#found", RowsPane)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        policy_of(self).start(self, partial(self._look, event.value), "find", exclusive=True)

    async def _look(self, text: str) -> None:
        self.answer, self.answer_to = await self.search(text), text
        self._show()

    def _show(self) -> None:
        """Show what was found, the cursor on the first hit."""
        answer, rows = self.answer, list[Row]()
        counts = dict(answer.counts)
        group = "" if len(counts) > 1 else answer.rows[0].group if answer.rows else ""  # one alone needs no heading
        for number, one in enumerate(answer.rows):
            if one.group != group:
                group = one.group
                rows.append(Row(f"{group}:", (Part(f"{translate(GROUPS[group])} {counts[group]:,}", "dim", -1),)))
            rows.append(Row(str(number), parts_of(one, answer.words)))
        found = self._found
        found.show(rows)
        found.go(1 if len(counts) > 1 else 0)
        self.query_one(FindLine).completions = answer.completions
        self.query_one("#count", Hint).say(clauses((answer.said, self._ways())))

    def _ways(self) -> str:
        """How the last word may go on."""
        return say("Tab 补全 {0}", "  ".join(self.answer.completions[:COMPLETIONS])) if self.answer.completions else ""

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        policy_of(self).start(self, partial(self._take, event.value), "find", exclusive=True)

    async def _take(self, text: str) -> None:
        """Go to the row under the cursor: of what stands in the line now, not of what was found before it."""
        if text != self.answer_to:
            await self._look(text)
        self._found.action_choose()

    @on(RowsPane.Chosen)
    def _chosen(self, event: RowsPane.Chosen) -> None:
        group = event.key.removesuffix(":")
        if group == event.key:
            self.dismiss(self.answer.rows[int(event.key)])
            return
        line = self.query_one(FindLine)
        line.value = f"{line.value.rstrip()} {narrowed(group, english=current() == 'en')} "
        line.cursor_position = len(line.value)


def parts_of(one: Shown, words: str) -> tuple[Part, ...]:
    """Return a row: time, matter, text from a little before the first word that was found, these marked."""
    text = one_line(one.text)
    marks = places(text, words)
    head = (
        *([Part(f"{when(one.at):>11} ", "dim")] if one.at is not None else []),
        *([Part(f"{one.label} ", "strong")] if one.label else []),
    )
    at = 0
    if marks and width_of(text[: marks[0][0]]) > CUT:
        at = marks[0][0] - AHEAD
        head = (*head, Part("… ", "dim"))
    style = "struck" if one.struck else "plain"
    parts: list[Part] = []
    for begin, end in marks:
        if sum(width_of(part.text) for part in parts) + width_of(text[at:end]) > CUT:
            break
        parts += [Part(text[at:begin], style), Part(text[begin:end], "found")]
        at = end
    return (*head, *(part for part in parts if part.text), Part(text[at:], style, -1))
