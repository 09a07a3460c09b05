"""What is handed over, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.capabilities.handover.sheet import SheetRow
from dutydesk.i18n import translate
from dutydesk.kernel.instants import Instant
from dutydesk.tui.panes.pane import Pane, found
from dutydesk.tui.state import DeskState
from dutydesk.tui.targets import ITEM, Pointed
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.rows import Row

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.widgets.preview import Told


def sheet_rows(state: DeskState, _now: Instant) -> list[Row]:
    """Return the rows of the checklist."""
    return [_row(line) for line in state.sheet]


def _row(line: SheetRow) -> Row:
    abnormal = line.raw_state == "abnormal"
    shown = " ".join(part for part in (line.state, line.note, line.automatic) if part)
    return Row(
        line.item,
        (
            Part("☑ " if line.ticked else "☐ ", "dim" if line.ticked else "strong", 2),
            Part(translate(line.text), "dim" if line.ticked and not abnormal else "plain"),
            Part("  "),
            Part(shown, "red" if line.alarming else "yellow" if abnormal else "dim", -1),
        ),
        (("未填的在前", int(line.ticked)),),
    )


def _answered(state: DeskState) -> str:
    return f"{sum(1 for line in state.sheet if line.ticked)}/{len(state.sheet)}"


def _item(state: DeskState, key: str) -> SheetRow | None:
    return found(state.sheet, key, lambda one: one.item)


def _is_what(_state: DeskState, item: SheetRow) -> Pointed:
    return Pointed(ITEM, translate(item.text))


def _says(_state: DeskState, item: SheetRow, _now: Instant) -> Told:
    said = "  ".join(part for part in (item.state, item.note) if part)
    return (
        (translate(item.text), "strong"),
        (
            said or ("" if item.answered else translate("还没有填")),
            "yellow" if item.raw_state == "abnormal" else "plain",
        ),
        (item.automatic, "dim"),
    )


def _chosen(screen: DeskScreen, _key: str) -> None:
    screen.action_command("check")


PANE = Pane(
    "checklist", "交接清单", "清单",
    empty="接班后在此逐项交接; 按 B 接班; 新办公室先 ^p 启用准备",
    help="交接清单: Enter 或空格填一项; 异常须写备注",
    rows=sheet_rows, count=_answered, item=_item, is_what=_is_what, says=_says, chosen=_chosen, markable=True,
)  # fmt: skip
