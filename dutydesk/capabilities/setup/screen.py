"""Setting up an office on the screen: the steps, what is there and missing of each, and the forms that do it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from dutydesk.capabilities.setup import words
from dutydesk.capabilities.setup.rules import STEP_NAMES, WAYS, WHY, Step, first_open
from dutydesk.i18n import say, translate
from dutydesk.kernel.text import clauses
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.reading import Reading
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.widgets.status import KeyBar

BAR = (("do", "Enter", "办这一步"), ("read", "Tab", "说明"), ("back", "Esc", "先放下"))


class SetupScreen(CommandScreen):
    """Enter does the step under the cursor; how far it all is, the store says."""

    COMMAND_KEYS = False
    CSS_PATH = "../../tui/styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("tab", "other", show=False),
        *(Binding(str(number), f"step({number})", show=False) for number in range(1, len(STEP_NAMES) + 1)),
    ]

    def __init__(self, gateway: Gateway, keys: dict[str, str]) -> None:
        super().__init__(gateway, keys)
        self.steps: Sequence[Step] = ()

    def compose(self) -> ComposeResult:
        """Compose the steps, what is said of one, and the keys."""
        yield RowsPane("setup-steps", "")
        with Reading("setup-step"):
            yield Static("", id="setup-text")
        yield KeyBar(lines=2)

    @property
    def rows(self) -> RowsPane:
        """The steps."""
        return self.query_one("#setup-steps", RowsPane)

    @property
    def step(self) -> Step | None:
        """The step under the cursor."""
        return next((one for one in self.steps if one.id == self.rows.key), None)

    def on_mount(self) -> None:
        """Read and show."""
        self.rows.focus()
        self.relabel()
        self.desk.policy.start(self, self.reload, "reload", group="opening")

    def on_screen_resume(self) -> None:
        """What was done on another screen is seen here."""
        self.desk.policy.start(self, self.reload, "reload", group="opening")

    def relabel(self) -> None:
        """Say the fixed words again."""
        self.query_one(KeyBar).show([(name, key, translate(said)) for name, key, said in BAR])
        self.rows.empty = translate("正在看还缺什么")
        self._draw()

    async def reload(self) -> None:
        """Read again and show; the first time the cursor goes to the first step that lacks something."""
        from dutydesk.capabilities.setup.state import steps_of  # the write side: not before the first frame

        now = self.gateway.now()
        books = await self.gateway.write(lambda container: container.desk.books)
        first = not self.steps
        self.steps = await self.gateway.read(lambda views: steps_of(views, books, now))
        if not self.drawn:
            return  # left meanwhile
        self._draw()
        if first:
            self.action_step(1 + [step.id for step in self.steps].index(first_open(self.steps)))

    # ------------------------------------------------------------ drawing

    def _draw(self) -> None:
        self.rows.head(
            " ".join(filter(None, (translate("启用准备"), words.progress(self.steps) if self.steps else "")))
        )
        self.rows.show([self._row(number, step) for number, step in enumerate(self.steps, 1)])
        self._draw_step()

    def _row(self, number: int, step: Step) -> Row:
        lacking = say("还缺 {0} 项", len(step.missing)) if step.missing else translate("已齐")
        style = "dim" if step.done else "plain"
        return Row(
            step.id,
            (
                Part("☑ " if step.done else "☐ ", style, 2),
                Part(f"{number} {translate(STEP_NAMES[step.id])}", style, -1),
                Part(f"{lacking} ", style, 14, right=True),
            ),
        )

    def _draw_step(self) -> None:
        step = self.step
        if step is None:
            return
        ways = clauses(translate(COMMANDS[name].words) for name in WAYS[step.id])
        lines = [*words.lines(step), say("为什么: {0}", WHY[step.id]), f"Enter: {ways}"]
        self.query_one("#setup-step", Reading).head(translate(STEP_NAMES[step.id]))
        self.query_one("#setup-text", Static).update(safe("\n".join(lines)))

    @on(RowsPane.Moved)
    def _moved(self) -> None:
        self._draw_step()

    # ------------------------------------------------------------ keys

    def action_back(self) -> None:
        """From what is said to the steps, from there to the desk."""
        if self.rows.has_focus:
            self.desk.pop_screen()
        else:
            self.rows.focus()

    def action_other(self) -> None:
        """To the other part."""
        (self.query_one("#setup-step") if self.rows.has_focus else self.rows).focus()

    def action_step(self, number: int) -> None:
        """Go to a step."""
        self.rows.go(number - 1)
        self._draw_step()

    @on(RowsPane.Chosen)
    def _chosen(self) -> None:
        self.desk.policy.once(self, self.do, "command")

    @on(KeyBar.Pressed)
    def _bar_pressed(self, event: KeyBar.Pressed) -> None:
        {"back": self.action_back, "read": self.action_other, "do": self._chosen}[event.command]()

    async def do(self) -> None:
        """Do the step under the cursor; where there are several ways, ask which."""
        step = self.step
        if step is None:
            return
        ways = [(name, translate(COMMANDS[name].words)) for name in WAYS[step.id]]
        name = ways[0][0] if len(ways) == 1 else await self.choose(translate(STEP_NAMES[step.id]), ways)
        if name:
            await self._run(COMMANDS[name])
            await self.reload()
