"""Acts on policies."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class PolicyInterpret(Act):
    """Sign the interpretation sheet; an urgent document needs a second reader."""

    NAME = "policy interpret"
    DOES = "签发"
    HELP = "签发解读表 (加急件须第二人复核)"
    ENDS = ("interpretation.signed",)
    matter: Matter = arg("政策事项", positional=True, required=True, of="matter", matter="open", kind="policy")
    wording: str = arg("关键原文, 照抄")
    scope: str = arg("适用范围")
    effective: str = arg("生效日期")
    bound: str = arg("约束对象: 谁必须做")
    silent: str = arg("没有规定什么")
    second_reader: str = arg("复核人 (另一人), 在场签字或电话同意", consent=True)
    agreed_at: Instant | None = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    to: list[str] = arg("推送对象", many=True, of="unit")
    issued: Instant | None = arg("文件印发时间", when=when.DATED)
    at: Instant = arg("签发时间, 省略为现在", when=when.PAST, now=True)


class PolicyRecipients(Act):
    """Name who must get the interpretation; without --to those that the title's keywords propose."""

    NAME = "policy recipients"
    HELP = "列推送对象, 省略 --to 则按关键词建议"
    matter: Matter = arg("政策事项", positional=True, required=True, of="matter", matter="open", kind="policy")
    to: list[str] = arg("推送对象", many=True, of="unit")
    drop: list[str] = arg("不再推送的 (未推送的才能去掉)", many=True, of="unit")
    reason: str = arg("去掉的理由")


class PolicyPush(Act):
    """Mark recipients pushed."""

    NAME = "policy push"
    HELP = "标记已推送"
    ENDS = ("all_recipients.pushed",)
    matter: Matter = arg("政策事项", positional=True, required=True, of="matter", matter="open", kind="policy")
    to: list[str] = arg("推送对象", many=True, of="unit")
    at: Instant = arg("推送时间, 省略为现在", when=when.PAST, now=True)


class PolicyDeadline(Act):
    """Enter a deadline that the document sets itself."""

    NAME = "policy deadline"
    HELP = "登记文件自带时限"
    matter: Matter = arg("政策事项", positional=True, required=True, of="matter", matter="open", kind="policy")
    due: Instant = arg("到期时间", required=True, when=when.DUE, needed=True)
    subject: str = arg("哪一项 (有几项时)")


class PolicyWindow(Act):
    """Enter a window for applications or comments."""

    NAME = "policy window"
    HELP = "登记申报窗口或征求意见期"
    matter: Matter = arg("政策事项", positional=True, required=True, of="matter", matter="open", kind="policy")
    opens: Instant | None = arg("开始时间, 可空", when=when.BEGINS)
    ends: Instant = arg("截止时间", required=True, when=when.DUE, needed=True)
    subject: str = arg("哪一项 (有几项时)")


class PolicyAnswer(Act):
    """Record that the answer was sent."""

    NAME = "policy answer"
    HELP = "反馈已报出"
    matter: Matter = arg(
        "政策事项", positional=True, required=True, of="matter", matter="open_or_closed", kind="policy"
    )
    text: str = arg("反馈内容")
    to: list[str] = arg("报给谁", many=True, of="unit")
    subject: str = arg("哪一项 (有几项时)", of="policy_item")
    at: Instant = arg("报出时间, 省略为现在", when=when.PAST, now=True)


class PolicyConfirmWindow(Act):
    """Record that those concerned know the window."""

    NAME = "policy confirm-window"
    HELP = "申报窗口已告知并确认"
    matter: Matter = arg(
        "政策事项", positional=True, required=True, of="matter", matter="open_or_closed", kind="policy"
    )
    subject: str = arg("哪一项 (有几项时)", of="policy_item")
    note: str = arg("谁确认的")
    at: Instant = arg("确认时间, 省略为现在", when=when.PAST, now=True)


class PolicyIssue(Act):
    """Note when the document was issued."""

    NAME = "policy issued"
    HELP = "登记印发时间 (与收到时间比对)"
    matter: Matter = arg("政策事项", positional=True, required=True, matter="open_or_closed", kind="policy")
    issued: Instant = arg("印发时间", positional=True, required=True, when=when.DATED, needed=True)


class PolicyWithdraw(Act):
    """Withdraw the interpretation; everyone who got it is listed for correction."""

    NAME = "policy withdraw"
    HELP = "撤回解读, 列出须更正的对象"
    matter: Matter = arg("政策事项", positional=True, required=True, matter="open_or_closed", kind="policy")
    reason: str = arg("理由", required=True)
    at: Instant | None = arg("撤回的时间, 省略为办理时间", when=when.PAST, own=True)


class PolicyCorrect(Act):
    """Record that recipients of a withdrawn interpretation were told."""

    NAME = "policy corrected"
    HELP = "已向对方更正"
    matter: Matter = arg(
        "政策事项", positional=True, required=True, of="matter", matter="open_or_closed", kind="policy"
    )
    to: list[str] = arg("已更正的对象", many=True, of="unit")
    note: str = arg("说明")
    at: Instant = arg("更正时间, 省略为现在", when=when.PAST, now=True)
