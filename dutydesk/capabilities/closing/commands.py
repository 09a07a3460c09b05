"""Commands about the end of a matter: close it, look at those that were closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.capabilities.closing.left import left_open, owed
from dutydesk.capabilities.closing.rules import ASKED_OF, criteria
from dutydesk.capabilities.coordination import reads as coordination
from dutydesk.capabilities.matters.rules import OPEN, PROPOSED
from dutydesk.capabilities.reporting.commands import Signing, asked_of, signing_of
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.text import clauses
from dutydesk.tui import choices
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container


class CloseMatter(Command):
    """Close a matter."""

    id = "close"
    key = "c"
    words = "办结事项"
    does = "close"
    help_text = "办结事项: 填所符合的终止标准; 可同时发续报或终报"
    sought = ("结案", "终止", "完结", "关闭事项", "close matter", "end")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the criterion and a report to go with it."""
        matter = await screen.ask_matter(translate("办结哪个事项"))
        if matter is None:
            return

        def read(container: Container) -> tuple[tuple[str, ...], list[str], Signing]:
            plan = coordination.running_plan(container.views, matter.id)
            left = left_open(container.views, matter, owed(container.views, container.desk.books.rules.rules, matter))
            signing = signing_of(container.views, container.desk.books, matter)
            return plan.termination if plan else (), [explain(one.sentence) for one in left], signing

        offered, left, signing = await screen.gateway.write(read)
        notes = [
            say("终止标准: {0}", criteria(offered)) if offered else "",
            say("还有 {0} 项未了: {1}", len(left), clauses(left)) if left else "",
        ]
        outcome = [Field("outcome", "结果", required=True)] if matter.kind in ASKED_OF else []
        let_go = [
            Field("waive_open", "未了不办的理由", hint="全部不办时填", required=True),
            Field("approved_by", "同意的领导", hint="未了各项不办时填", required=not screen.leads),
        ]
        fields = [
            Field(
                "criterion", hint="如 险情排除, 伤员得到救治, 诉求已受理", choices=choices.criteria(offered), free=True
            ),
            *outcome,
            Field("kind", "同时发", hint="可空"),
            Field("to", "收件单位", hint=SEVERAL, needs=("kind", ())),
            Field("text", hint="空为自动草稿", area=True, needs=("kind", ())),
            Field("signed_off_by", "签发", **asked_of(signing.signed)),
            Field("read_by", "核稿", hint="拟稿以外的人", **asked_of(signing.read)),
            Field("unread", more=True),
            Field("reason", hint="终止标准不在预案内时填", more=True),
            *(let_go if left else []),
            Field("differs", "数字不一致的理由", hint="正文与记录的数字不一致而照发时填", more=True),
        ]
        title = say("办结: {0} {1}", matter.label, matter.title)

        async def check(values: dict[str, str]) -> None:
            if not values["kind"].strip():  # nothing goes with it: what stood in its fields is out of sight
                values.update(dict.fromkeys(("to", "text", "signed_off_by", "read_by", "unread", "differs"), ""))

        await screen.form(title, fields, "close", f"close-{matter.id}", matter=matter.id, notes=notes, check=check)


class ClosedMatters(Command):
    """List what was closed, and open the file of one."""

    id = "closed"
    key = "E"
    words = "已办结"
    help_text = "列出已办结的事项, 后办结的在前; 输入文字筛选, Enter 打开档案"
    sought = ("历史事项", "归档", "已结", "以前的事项", "archive", "finished")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one of them."""
        every = await screen.gateway.read(lambda views: views.matters(ended=True))
        ended = [one for one in every if one.state not in {PROPOSED, OPEN}]
        if not ended:
            screen.tell(translate("还没有办结的事项"))
            return
        ended.sort(key=lambda one: one.closed_at or one.opened_at, reverse=True)
        rows = [(one.id, " ".join(filter(None, (when(one.closed_at), one.label, one.title)))) for one in ended]
        chosen = await screen.choose(translate("已办结的事项"), rows)
        if chosen:
            screen.desk.open_matter(chosen)
