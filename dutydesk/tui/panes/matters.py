"""The open matters, the next due first within a colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.capabilities.duties.rules import UNSET_WORDS
from dutydesk.capabilities.matters.rules import COLOUR_NAMES, KIND_NAMES, LEVEL_MARKS, PROPOSED, Matter
from dutydesk.i18n import LEFT_CELLS, say, time_left, translate, when
from dutydesk.kernel.instants import Instant
from dutydesk.tui.panes.clocks import due_words
from dutydesk.tui.panes.pane import Pane, colour_words, each
from dutydesk.tui.state import DeskState
from dutydesk.tui.targets import MATTER, Pointed, matter_words
from dutydesk.tui.widgets.paint import Part, left_style
from dutydesk.tui.widgets.rows import Row

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.widgets.preview import Told

CLOCKS = 2
"""How many of a matter's next clocks the preview names."""


def matter_rows(state: DeskState, now: Instant) -> list[Row]:
    """Return the rows of the open matters."""
    return each(state.matters, lambda matter: matter.id, lambda matter: _row(state, matter, now))


def _row(state: DeskState, matter: Matter, now: Instant) -> Row:
    due = state.next_due.get(matter.id)
    level = LEVEL_MARKS.get(matter.level, "")
    title = f"{translate('待确认')} {matter.title}" if matter.state == PROPOSED else matter.title
    remaining = time_left(due - now) if due is not None else ""
    return Row(
        matter.id,
        (
            Part(f"{colour_words(matter.colour)} ", matter.colour or "dim", 5),
            Part(level, "strong", 3),
            Part(f"{matter.label} ", "dim", 4),
            Part(f"{say('应定{0}级', state.reached[matter.id])} " if matter.id in state.reached else "", "red"),
            Part(f"{translate(UNSET_WORDS)} " if matter.id in state.ungraded else "", "red"),
            Part(f"{translate(state.restricted[matter.id])} " if matter.id in state.restricted else "", "yellow"),
            Part(title, "plain", -1),
            Part(f" {remaining}", left_style(due, now) if due is not None else "dim", LEFT_CELLS + 1, right=True),
        ),
        (("按编号", matter.label), ("按收到先后", matter.received_at), ("按标题", matter.title)),
    )


def _is_what(_state: DeskState, matter: Matter) -> Pointed:
    return Pointed(MATTER, matter_words(matter), matter)


def _says(state: DeskState, matter: Matter, now: Instant) -> Told:
    next_ones = [clock for clock in state.clocks if clock.matter_id == matter.id][:CLOCKS]
    return (
        (f"{matter.label} {matter.title}", "strong"),
        ("  ".join(_standing(matter)), "plain"),
        *((due_words(clock, now), "red" if clock.due_at <= now else "plain") for clock in next_ones),
        (say("来源 {0}  收到 {1}", matter.source or "-", when(matter.received_at)), "dim"),
    )


def _standing(matter: Matter) -> list[str]:
    words = [translate(KIND_NAMES[matter.kind]), translate(COLOUR_NAMES[matter.colour])]
    if matter.kind == "incident":
        words += [
            say("级别 {0}", LEVEL_MARKS.get(matter.level, "-")),
            say("响应 {0}", LEVEL_MARKS.get(matter.response_level, "-")),
        ]
    return [*words, matter.place, say("牵头 {0}", matter.lead) if matter.lead else ""]


def _chosen(screen: DeskScreen, key: str) -> None:
    screen.desk.open_matter(key)


PANE = Pane(
    "matters", "在办事项", "在办件",
    empty="没有在办事项; 按 n 新立",
    help="在办事项: 同色的按下一个到期排; Enter 打开事项档案, E 已办结的; r 报告, f 数字, s 评估, v 启动响应, c 办结",
    rows=matter_rows, count=lambda state: str(len(state.matters)),
    item=DeskState.matter, is_what=_is_what, says=_says, chosen=_chosen, of_matters=True, counts_down=True,
)  # fmt: skip
