"""The commands about matters that only named people see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dutydesk.capabilities.restricted.reads import annex, plain_rows
from dutydesk.capabilities.restricted.words import annex_line
from dutydesk.i18n import say, translate
from dutydesk.store.views.seen import holders, label_of
from dutydesk.tui.commands.asking import About, Ask
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEPARATORS, Field
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.store.views import Views


class RestrictMatter(Ask):
    """Let only named people see a matter."""

    id = "restrict"
    words = "限定知悉"
    does = "restrict set"
    asks = ("holder", "label", "reason")
    help_text = "限定知悉: 此事项只有列名的人和在岗带班领导看得到 (带班领导或主任); 标记 内部 或 工作秘密"
    sought = ("保密事项", "知悉范围", "内部", "工作秘密", "restricted", "need to know")

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """Who holds it now, and its mark."""
        matter_id = about.matter.id

        def standing(views: Views) -> Mapping[str, str]:
            return {"holder": SEPARATORS[0].join(holders(views, matter_id) or []), "label": label_of(views, matter_id)}

        return await about.screen.gateway.read(standing)


class SealMatter(Command):
    """Seal what is written of a restricted matter from now on."""

    id = "restrict_seal"
    words = "封存事项"
    does = "restrict seal"
    help_text = "封存: 此后写入此事项的加密存放; 此前已写入的在日志里仍为明文 (带班领导或主任; 先要限定知悉)"
    sought = ("加密", "加密存放", "密封", "encrypt", "seal a matter")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Say what sealing does and what it does not, ask why."""
        matter = await screen.ask_matter(translate(cls.words), ())
        if matter is None:
            return
        before = await screen.gateway.read(lambda views: plain_rows(views, matter.id))
        notes = [
            say(
                "此前写入的 {0} 条在日志里仍为明文, 原消息也是, 再也改不了; 此后写入的文字、数字和附件加密存放", before
            ),
            translate("编号、时间、颜色、级别和时限的种类仍可读; 文字搜不到, 按编号和日期找"),
            translate("密钥在库旁的 .sealkey 文件里, 不在备份里: 丢了就再也读不出"),
        ]
        title = f"{translate(cls.words)}: {matter.label} {matter.title}"
        place = f"restrict-seal-{matter.id}"
        await screen.form(title, [Field("reason")], cls.does, place, notes=notes, matter=matter.id)


class UnsealMatter(Ask):
    """Tell in the open what was sealed of a matter."""

    id = "restrict_unseal"
    words = "启封事项"
    does = "restrict unseal"
    asks = ("reason",)
    help_text = "启封: 已封存的文字和数字重新以明文存放, 此后不再加密; 知悉范围不变 (带班领导或主任)"
    sought = ("解密", "解封", "取消封存", "decrypt", "unseal a matter")


class ChangeKey(Ask):
    """Seal all sealed matters with a new key."""

    id = "restrict_rekey"
    words = "换封存密钥"
    does = "restrict rekey"
    asks = ("reason",)
    help_text = "换封存密钥: 各表和此后写入的改用新密钥, 旧密钥留着读旧的; 换后请把密钥文件重新另存 (带班领导或主任)"
    sought = ("换密钥", "更换密钥", "密钥泄露", "change the key", "rotate the key")


class LiftRestriction(Ask):
    """Let everybody see a matter again."""

    id = "restrict_lift"
    words = "解除限定"
    does = "restrict lift"
    asks = ("reason",)
    help_text = "解除限定知悉: 所有人又都看得到 (带班领导或主任)"
    sought = ("解除保密", "公开事项", "lift restriction", "unrestrict")


class StandingHolders(Ask):
    """Say who holds every matter of a mark."""

    id = "restrict_standing"
    words = "固定知悉人"
    does = "restrict standing"
    asks = ("label", "holder", "reason")
    help_text = "标记 内部 或 工作秘密 的固定知悉人: 以后作此标记的事项都列入 (带班领导或主任)"
    sought = ("标记的知悉人", "默认知悉人", "standing holders", "holders of a mark")


class Annex(Command):
    """Read the annex, and sign for what is on it."""

    id = "annex"
    words = "限定附页"
    does = "restrict sign"
    help_text = "限定知悉事项附页: 您看得到的限定事项、知悉人、谁已签阅; 看完签阅"
    sought = ("附页", "签阅", "annex", "sign annex")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Show it; where something waits for the signature of whoever sits here, ask for that."""
        found = await screen.gateway.read(annex)
        people = screen.state.names
        if not found:
            screen.tell(translate("附页上没有您看得到的事项"))
            return
        await screen.read(translate("限定知悉事项附页"), "\n\n".join(annex_line(one, people) for one in found))
        if not await screen.refuses("restrict sign"):
            await screen.form(translate("签阅附页"), [Field("note")], "restrict sign", "restrict-sign")
