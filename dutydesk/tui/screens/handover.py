"""The handover walkthrough: a full screen for two people at one terminal, or each at their own.

The list on the left is everything that must be gone through, red first; the right side shows the step under the
cursor, the last line its keys, the recommended one first. All progress stands in the journal: leaving and coming
back, here or on another terminal, goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from dutydesk.capabilities.handover import briefing as b
from dutydesk.capabilities.handover.keys import Key, keys_of
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.kernel.text import one_line
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.screens.handover_acts import HandoverActs
from dutydesk.tui.text import safe, shown, shown_lines
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.reading import Reading
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.widgets.status import KeyBar


class HandoverScreen(HandoverActs):
    """Goes through one handover."""

    CSS_PATH = "../styles/screens.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own idiom
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("pagedown", "scroll_body(1)", show=False, priority=True),
        Binding("pageup", "scroll_body(-1)", show=False, priority=True),
    ]

    def __init__(self, gateway: Gateway, keys: dict[str, str]) -> None:
        super().__init__(gateway, keys)
        self._painted: Instant = 0
        self._shown = ""

    def compose(self) -> ComposeResult:
        """Compose status, alarms, progress, steps, the step, keys."""
        yield Static(id="progress")
        with Horizontal(id="walk"):
            yield RowsPane("steps", "")
            with Reading("step", can_focus=False):
                yield Static(id="text")
        yield KeyBar(lines=3)

    def on_mount(self) -> None:
        """Begin at the first step that is not done."""
        self.query_one("#steps").focus()
        self.desk.policy.start(self, self._begin, "reload", group="opening")

    async def _begin(self) -> None:
        await self.reload()
        self.go_to(self.brief.first_open())

    # ------------------------------------------------------------ showing

    @property
    def steps_pane(self) -> RowsPane:
        """The list of steps."""
        return self.query_one("#steps", RowsPane)

    def step(self) -> b.Step | None:
        """The step under the cursor."""
        return next((step for step in self.brief.steps if step.key == self.steps_pane.key), None)

    def relabel(self) -> None:
        """Say everything again: the language changed."""
        self.desk.policy.start(self, self.reload, "reload")

    async def reload(self) -> None:
        """Read the walkthrough again and show it."""
        if not self.drawn:
            return  # not composed yet; it reads by itself then
        now, checklist, follow = self.gateway.now(), self.gateway.checklist, self.follow
        self.brief = await self.gateway.read(lambda views: b.read(views, checklist, now, follow))
        if not self.drawn:
            return  # left meanwhile
        if self.brief.walk is not None:
            self.follow = self.brief.walk.id
        self._painted = now
        self.query_one("#progress", Static).update(self._progress())
        self.steps_pane.head(translate("步骤"))
        self.steps_pane.show([_row(step) for step in self.brief.steps])
        await self.show_step()

    async def show_step(self) -> None:
        """Show the step under the cursor and its keys."""
        step = self.step()
        if step is None:
            return
        now, checklist, brief = self.gateway.now(), self.gateway.checklist, self.brief
        text = await self.gateway.read(lambda views: b.body(views, checklist, brief, step, now))
        if not self.drawn or self.step() != step:
            return
        self.query_one("#text", Static).update(_content(step, text))
        self.query_one("#step", Reading).head(step.title)
        if self._shown != step.key:
            self._shown = step.key
            self.query_one("#step", Reading).scroll_home(animate=False)
        self._show_keys()

    @on(Reading.Turned)
    def _show_keys(self) -> None:
        """Say the keys of the step under the cursor, and of Enter that it turns the page where it does."""
        step = self.step()
        if step is None:
            return
        ended = self.query_one("#step", Reading).ended
        self.query_one(KeyBar).show(
            [
                (key.action, key.name, translate(key.words if ended or key.action != "read" else "往下看"))
                for key in self.step_keys(step)
            ]
        )

    def step_keys(self, step: b.Step) -> Sequence[Key]:
        """Return the keys of a step, the recommended one first."""
        return keys_of(step, self.brief)

    def _progress(self) -> Content:
        brief, walk = self.brief, self.brief.walk
        outgoing = walk.outgoing.a if walk is not None else (self.state.shift.a if self.state.shift else "")
        incoming = brief.incoming.a
        names = [one_line(brief.names.get(who, who)) or translate("空缺") for who in (outgoing, incoming)]
        parts = [
            say("交接班 {0} → {1}", *names),
            translate(w.STAGE_NAMES[brief.stage]),
            say("截止 {0}", when(walk.started_at)) if walk is not None else "",
            say("走过 {0}/{1}", brief.done, len(brief.steps)) if walk is not None else "",
        ]
        blocked = say("拦着 {0}", len(brief.blocks)) if brief.blocks else ""
        head = shown("  ".join(part for part in parts if part))
        return Content.assemble((f" {head}  ", "bold"), (shown(blocked), "bold $error"))

    def tick(self, now: Instant) -> None:
        """A second has passed; each minute something may have become overdue."""
        if not self.brief.steps:
            return  # not drawn yet
        if self._painted // MINUTE != now // MINUTE:
            self._painted = now
            self.desk.policy.start(self, self.reload, "reload")

    # ------------------------------------------------------------ moving

    def go_to(self, key: str) -> None:
        """Put the cursor on a step."""
        keys = [row.key for row in self.steps_pane.rows]
        if key in keys:
            self.steps_pane.go(keys.index(key))
        self.desk.policy.start(self, self.show_step, "step", exclusive=True)

    def on_key(self, event: events.Key) -> None:
        """One key a step: what the last line says."""
        step = self.step()
        if step is None:
            return
        for key in self.step_keys(step):
            if event.key in key.keys:
                event.stop()
                event.prevent_default()
                self.desk.policy.once(self, partial(self.act, key.action, event.character or ""), "act")
                return

    @on(RowsPane.Moved)
    def _moved(self) -> None:
        self.desk.policy.start(self, self.show_step, "step", exclusive=True)

    @on(RowsPane.Chosen)
    def _chosen(self) -> None:
        step = self.step()
        if step is None:
            return
        keys = self.step_keys(step)
        chosen = next((key for key in keys if "enter" in key.keys), None)
        if chosen is not None:
            self.desk.policy.once(self, partial(self.act, chosen.action, ""), "act")
        elif keys:  # what is ticked is looked at: the key that goes on everywhere does not tick it
            self.tell(say("这一步请按 {0} ({1})", keys[0].name, translate(keys[0].words)))

    @on(KeyBar.Pressed)
    def _pressed(self, event: KeyBar.Pressed) -> None:
        self.desk.policy.once(self, partial(self.act, event.command, ""), "act")

    def action_scroll_body(self, by: int) -> None:
        """Turn the pages of the step."""
        body = self.query_one("#step", Reading)
        (body.scroll_page_down if by > 0 else body.scroll_page_up)(animate=False)

    def read_to_the_end(self) -> bool:
        """Whether the whole step was on the screen; else turn the page."""
        body = self.query_one("#step", Reading)
        if body.ended:
            return True
        body.scroll_page_down(animate=False)
        return False

    def action_leave(self) -> None:
        """Back to the desk; the progress is kept."""
        self.app.pop_screen()


def _row(step: b.Step) -> Row:
    mark = "☑ " if step.done else ("▲ " if step.red else "☐ ")
    style = "dim" if step.done else ("red" if step.red else "plain")
    return Row(step.key, (Part(mark, style, 2), Part(shown(step.title), style, -1)))


def _content(step: b.Step, text: str) -> Content:
    """The step as styled text; every piece is literal, never markup."""
    pieces: list[tuple[str, str] | str] = [(shown(step.title), "bold $error" if step.red else "bold"), "\n\n"]
    for line in text.split("\n"):
        alarming = step.kind in {b.BLOCKS, b.START} and (line[:1].isdigit() or line.startswith("· "))
        pieces += [(shown_lines(line), "bold $error") if alarming else shown_lines(line), "\n"]
    return Content.assemble(*pieces) if pieces else safe("")
