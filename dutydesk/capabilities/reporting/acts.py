"""Acts of reporting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


@dataclass(kw_only=True, eq=False, repr=False)
class Report(Act):
    """Send a report: phone, first, follow_up, change, final, correction. Without a text the desk's own draft is sent."""

    NAME: ClassVar[str] = "report"
    HELP: ClassVar[str] = "发报告: 电话, 首报, 续报, 重大变化, 终报, 更正"
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
    cause: str = arg("更正的原因: own 本办差错 (默认), source 来源更改", of="cause")


@dataclass(kw_only=True, eq=False, repr=False)
class Forward(Act):
    """Send a report that was sent, word for word, to further recipients."""

    NAME: ClassVar[str] = "forward"
    HELP: ClassVar[str] = "把已发的报告原文另发其他单位"
    report: str = arg("哪份报告 (编号)", positional=True, required=True, of="report")
    to: list[str] = arg("收件单位", many=True, of="unit")
    again: str = arg("同样内容再发的理由")
    at: Instant = arg("发出时间, 省略为现在", when=when.PAST, now=True)
