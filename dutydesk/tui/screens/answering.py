"""Answering items of the checklist: the one under the cursor, or all marked ones alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.i18n import say, translate
from dutydesk.tui import choices, panes
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.several import Each, ask_each

if TYPE_CHECKING:
    from dutydesk.capabilities.handover.sheet import SheetRow
    from dutydesk.tui.screens.desk import DeskScreen


async def answer(desk: DeskScreen) -> None:
    """Answer the item under the checklist's cursor, or all marked ones alike."""
    pane = desk.rows("checklist")
    lines = [one for one in desk.state.sheet if one.item in (pane.marked or {pane.key})]
    if not lines:
        desk.tell(translate("先接班, 再填清单"))
        return
    desk.action_pane(panes.number("checklist"))
    line = lines[0] if len(lines) == 1 else None
    fields = [
        Field(
            "state",
            "答复",
            line.state if line else "",
            "正常 异常 停用 √ 数目 文字",
            choices=choices.STATES,
            free=True,
        ),
        Field("note", "备注", line.note if line else "", "异常必填"),
    ]
    if line is not None:
        if await desk.form(translate(line.text), fields, "check", f"check-{line.item}", item=line.item):
            pane.action_move(1)
        return
    each = [Each(one.item, _with_answer(one), {"item": one.item}) for one in lines]
    pane.done(await ask_each(desk, say("填清单: {0} 项", len(each)), fields, "check", each))


def _with_answer(line: SheetRow) -> str:
    """Name an item of the checklist with what somebody answered already: answering again takes its place."""
    said = " ".join(filter(None, (line.state, line.note)))
    return say("{0} (已填: {1})", translate(line.text), said) if said else translate(line.text)
