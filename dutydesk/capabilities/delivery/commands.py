"""The command that tries a channel out."""

from __future__ import annotations

from dutydesk.i18n import say, translate
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.tui.commands.base import Command
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import reason_of


class TestChannel(Command):
    """Send one marked message through a channel."""

    __test__ = False
    id = "channel_test"
    words = "测试通道"
    help_text = "向一个外送通道发一条标明测试的消息, 说明对方的答复; 记入日志"
    sought = ("试通道", "通道测试", "测试消息", "test channel", "try a channel")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose the channel, send, say what came of it."""
        specs = await screen.gateway.write(lambda container: list(container.desk.books.channels.by_name.values()))
        if not specs:
            screen.tell(translate("规则册里没有通道: 见 channels.toml"))
            return
        specs.sort(key=lambda one: not one.enabled)
        words = {True: translate("启用"), False: translate("停用")}
        name = await screen.choose(
            translate("测试哪个通道"), [(one.name, f"{one.name}  {words[one.enabled]}") for one in specs]
        )
        if not name:
            return
        screen.tell(say("正在发送: {0}", name))
        try:
            outcome = await screen.gateway.try_channel(name)
        except (Worded, StoreError) as error:
            screen.tell(reason_of(error), trouble=True)
            return
        said = f"{translate(outcome.reason)} {outcome.detail}".strip()
        template = "已送达 {0}: {1}" if outcome.sent else "没有送达 {0}: {1}"
        screen.tell(say(template, name, said), trouble=not outcome.sent)
        await screen.desk.refresh_state()
