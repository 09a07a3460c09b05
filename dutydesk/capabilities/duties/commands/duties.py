"""Commands of the small duties: roll call, patrol, the line check."""

from __future__ import annotations

from dutydesk.capabilities.duties.reads import open_calls
from dutydesk.capabilities.duties.rules import LINES_GROUP
from dutydesk.capabilities.handover.rules import STATES, Item
from dutydesk.i18n import say, translate, when
from dutydesk.store.views import AnswerView, Views
from dutydesk.tui import choices
from dutydesk.tui.commands.asking import Ask
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


class RollCall(Command):
    """One key answers an open roll call; without one it writes down that the roll is called."""

    id = "roll_call"
    key = "d"
    words = "点名"
    does = "roll-call answer"
    help_text = "点名: 有待应答的点名, 一键应答并记下在岗; 没有则登记谁在点名, 三分钟内再按一次应答"
    sought = ("应答", "抽查", "查岗", "在岗检查", "roll call")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Answer, or ask who calls."""
        waiting = await screen.gateway.read(open_calls)
        if not waiting:
            fields = [
                Field("who", "谁点名", hint="如 省政府总值班室, 可空"),
                Field("at", "点名时间", hint="省略为现在"),
            ]
            if await screen.form(translate("接到点名"), fields, "roll-call receive", "roll-call"):
                screen.tell(translate("点名已登记, 请应答: 再按同一键"))
            return
        if await screen.perform("roll-call answer", quiet=True):
            screen.tell(say("已应答 {0} 的点名 {1}", when(waiting[0].received_at), waiting[0].caller))


class WritePatrol(Ask):
    """Save the patrol."""

    id = "patrol"
    words = "巡查"
    does = "patrol"
    help_text = "零时巡查登记: 门窗、水电、消防; 有异常须写备注"
    sought = ("零时巡查", "巡检", "夜巡", "门窗", "patrol round")
    asks = ("text", "abnormal", "note", "at")


class CheckLines(Command):
    """Check lines and devices as one form."""

    id = "lines"
    words = "线路设备"
    does = "lines check"
    help_text = "线路和设备检查: 各项一张表填完一次保存, 异常须写备注, 未写则全部不存"
    sought = ("线路检查", "设备检查", "电话测试", "传真测试", "line check", "equipment")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask every item; what was answered in this shift stands there."""
        shift = screen.state.shift
        if shift is None:
            screen.tell(translate("先接班, 再填清单"))
            return

        def answers(views: Views) -> dict[str, AnswerView]:
            return views.answers(shift.id)

        known = await screen.gateway.read(answers)
        items = [item for item in screen.gateway.checklist.items.values() if item.group == LINES_GROUP]
        fields = [line_field(item, known.get(item.id)) for item in items]
        await screen.form(translate("线路设备检查"), fields, "lines check", f"lines-{shift.id}")


def line_field(item: Item, answer: AnswerView | None) -> Field:
    """Return the field of an item: its answer of this shift, else a hint what to type."""
    value = ""
    if answer is not None:
        value = ":".join(part for part in (translate(STATES.get(answer.state, answer.state)), answer.note) if part)
    if item.answer != "state":
        return Field(item.id, item.text, value, "数目")
    return Field(item.id, item.text, value, "1 正常, 2 异常:备注, 3 停用", choices=choices.LINE_STATES, free=True)
