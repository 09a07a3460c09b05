"""Acts of reporting."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Report(Act):
    """Send a report: phone, first, follow_up, change, final, correction. Without a text the desk's own draft is sent."""

    NAME = "report"
    DOES = "发出"
    HELP = "发报告: 电话, 首报, 续报, 重大变化, 终报, 更正"
    ENDS = ("report.first.phone_logged", "report.first.sent", "report.follow_up.sent", "report.final.sent")
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="any")
    kind: str = arg("种类: phone, first, follow_up, change, final, correction", required=True, of="report_kind")
    to: list[str] = arg("收件单位", many=True, of="unit")
    text: str = arg("正文, 省略则用自动草稿")
    text_file: str = arg("正文文件, - 为标准输入", file=True)
    corrects: str = arg("更正哪份报告", of="report")
    at: Instant | None = arg("发出时间, 省略为现在", when=when.PAST)
    label: str = arg("脚本里的标签")
    gap: list[str] = arg("待核实的要素和理由, 如 place=现场联系中断", many=True)
    signed_off_by: str = arg("签发的带班领导", consent=True)
    agreed_at: Instant | None = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    again: str = arg("同样内容再发的理由")
    differs: str = arg("正文与记录数字不一致而照发的理由")
    wrong: str = arg("更正的原文中错的字句; 与“正确的写法”一起写, 不写正文时由此成文")
    right: str = arg("正确的写法")
    cause: str = arg("更正的原因: own 本办差错 (默认), source 来源更改", of="cause")
    excuse: list[str] = arg("核对项不改的理由, 如 续报的总数=口头报过", many=True)
    read_by: str = arg("核稿人 (拟稿以外的人)", consent=True)
    unread: str = arg("没有核稿的理由, 如 夜间一人在岗")


class Forward(Act):
    """Send a report that was sent, word for word, to further recipients."""

    NAME = "forward"
    DOES = "发出"
    HELP = "把已发的报告原文另发其他单位"
    report: str = arg("哪份报告 (编号)", positional=True, required=True, of="report")
    to: list[str] = arg("收件单位", many=True, of="unit")
    again: str = arg("同样内容再发的理由")
    at: Instant = arg("发出时间, 省略为现在", when=when.PAST, now=True)


class Excuse(Act):
    """Say why something found in a report that was sent stays as it is: then it may be printed and mailed."""

    NAME = "excuse"
    HELP = "已发报告的核对项不改的理由; 写明后可以打印和外发"
    report: str = arg("哪份报告 (编号)", positional=True, required=True, of="report")
    check: str = arg("核对项, 如 续报的总数", required=True)
    reason: str = arg("理由", required=True)


class Proofread(Act):
    """Say that one has read a report that waits for a signature; who drafted it cannot."""

    NAME = "proofread"
    HELP = "核稿: 看过别人拟的、正等签发的报告"
    SIGNED = True
    entry: str = arg("条目 (编号)", positional=True, required=True)
    note: str = arg("核稿意见")


class SignOffChoose(Act):
    """Choose which kinds of reports a leader signs off before they go; each then needs a second reader too."""

    NAME = "signoff"
    HELP = "选定哪些报告须核稿和签发: written 各种书面报告, none 不须, 或逐种写明"
    RIGHT = "rulebook"
    kinds: list[str] = arg(
        "written, none, 或 first, follow_up, change, final, correction", positional=True, many=True, required=True
    )
    reason: str = arg("理由或文号")
