"""The commands about the emergency log: write a line whatever becomes of the store, and take the lines in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.i18n import say, translate
from dutydesk.ids import new_id
from dutydesk.tui.commands.asking import Ask
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import shown

if TYPE_CHECKING:
    from dutydesk.tui.app import DeskApp
    from dutydesk.tui.emergency_log import Kept


class WriteDown(Command):
    """Write a line down though the store refuses."""

    id = "emergency_log"
    words = "应急记录"
    does = "log"
    help_text = (
        "应急记录: 库坏了或写不进时, 把一行写进旁边的文本文件 (写到磁盘才算数), 库修好后收入日志; 库能写就直接记入日志"
    )
    sought = ("库坏了", "写不进", "纸上记", "备用记录", "store broken", "cannot save", "fallback")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the text; what stands in the entry line is proposed."""
        from dutydesk.store.emergency_log import places
        from dutydesk.tui.emergency_log import keep
        from dutydesk.tui.screens.form import FormScreen
        from dutydesk.tui.vocabularies import asked_of
        from dutydesk.usecase.acts import REGISTRY
        from dutydesk.usecase.said import field_word

        desk, line_id = screen.desk, new_id()
        typed = desk.desk_screen.entry.text
        notes = [
            say("写不进库时写到 {0}", str(places(screen.gateway.path)[0])),
            translate("限定知悉的事项不写在这里"),
        ]

        async def submit(values: dict[str, str]) -> None:
            kept = await keep(screen.gateway, line_id, values["text"])
            if values["text"] == typed:
                desk.desk_screen.entry.clear()
            screen.tell(_told(kept))

        label = field_word(
            str(asked_of(REGISTRY["log"])["text"]["help"])
        )  # the store is not asked: it may not be there
        fields = [Field("text", label, typed, area=True, required=True)]
        if await desk.push_screen_wait(FormScreen(translate("应急记录"), fields, submit, notes=notes)):
            await desk.refresh_state()


class TakeIn(Ask):
    """Take the lines of the emergency log into the log."""

    id = "emergency_log_take"
    words = "收入应急记录"
    does = "emergency-log take"
    asks = ("note",)
    help_text = "收入应急记录: 库修好后, 把应急记录的各行收入日志, 用它们自己的时间, 并注明; 每行只收一次"
    sought = ("补收", "应急记录收入", "take in", "fallback lines")


def _told(kept: Kept) -> str:
    if kept.seq:
        return say("库可以写: 已保存 第 {0} 条", kept.seq)
    return say("已写入应急记录第 {0} 行: {1}", kept.number, str(kept.file))


async def offer(app: DeskApp) -> None:
    """Say how many lines of the emergency log are still to be taken in."""
    from dutydesk.capabilities.emergency_log.reads import waiting

    path = app.gateway.path
    lines = await app.gateway.read(lambda views: waiting(views, path))
    if lines:
        words = say("应急记录有 {0} 行没有收入日志: ^p 收入应急记录", len(lines))
        app.notify(shown(words), markup=False, severity="warning", timeout=15)
