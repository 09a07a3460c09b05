"""Acts on matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from dutydesk.desk.acts.base import Act, arg, figures_field
from dutydesk.domain import when


@dataclass(kw_only=True, eq=False, repr=False)
class Open(Act):
    """Open a matter: incident, policy, appeal or routine."""

    NAME: ClassVar[str] = "open"
    HELP: ClassVar[str] = "立项: 突发事件, 政策, 诉求, 日常"
    kind: str = arg("类别: incident, policy, appeal, routine", positional=True, required=True)
    figures: dict[str, Any] = figures_field()
    title: str = arg("标题")
    category: str = arg("灾种: natural, accident, health, security")
    subtype: str = arg("亚类, 如 road, fire, petition", of="subtype")
    place: str = arg("地点", of="place")
    occurred: str = arg("发生时间", when=when.PAST)
    received: str = arg("收到时间, 省略为现在", when=when.PAST)
    source: str = arg("信息来源", of="unit")
    level: str = arg("级别 I-IV", of="level")
    colour: str = arg("颜色 red, yellow, blue", of="colour")
    warning: str = arg("官方预警颜色 红橙黄蓝", of="warning")
    affected: bool = arg("预警已有影响: 有人被困滞留、道路中断等", flag=True)
    danger_to_life: bool = arg("有人身安全危险", flag=True)
    label: str = arg("短标签, 省略则自动编")
    message: str = arg("由哪条消息立项 (条目编号)")
    verified: bool = arg("数字已核实", flag=True)
    reason: str = arg("级别与表内建议不同的理由")
    consent: str = arg("同意低于表内建议的带班领导", consent=True)
    agreed_at: str = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    applies: list[str] = arg("符合的文字条款 (编号如 II.1, 见 dutydesk grading)", many=True)
    applies_not: list[str] = arg("不符合的文字条款 (编号如 II.1)", many=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Amend(Act):
    """Add facts that became known later: title, place, time of occurrence, colour."""

    NAME: ClassVar[str] = "amend"
    HELP: ClassVar[str] = "补充后来知道的事实"
    matter: str = arg("事项", positional=True, required=True, of="matter")
    title: str = arg("标题")
    place: str = arg("地点", of="place")
    occurred: str = arg("发生时间", when=when.PAST)
    source: str = arg("信息来源", of="unit")
    category: str = arg("灾种")
    subtype: str = arg("亚类", of="subtype")
    colour: str = arg("颜色", of="colour")
    danger_to_life: bool = arg("有人身安全危险", flag=True)
    affected: bool = arg("预警已有影响", flag=True)
    reason: str = arg("理由")


@dataclass(kw_only=True, eq=False, repr=False)
class Merge(Act):
    """Merge a matter into another: one affair, both sources stay."""

    NAME: ClassVar[str] = "merge"
    HELP: ClassVar[str] = "并案"
    matter: str = arg("并入的事项", positional=True, required=True, of="matter")
    into: str = arg("并到哪个事项", required=True, of="matter")


@dataclass(kw_only=True, eq=False, repr=False)
class Figures(Act):
    """Record figures with their source."""

    NAME: ClassVar[str] = "figures"
    HELP: ClassVar[str] = "更新数字"
    matter: str = arg("事项", positional=True, required=True, of="matter")
    figures: dict[str, Any] = figures_field()
    source: str = arg("数字来源", of="unit")
    verified: bool = arg("已核实", flag=True)
    reason: str = arg("数字下降等的理由")
    colour: str = arg("同时调整的颜色", of="colour")
    confirmed: bool = arg("超常数字已重填确认", flag=True)
    level: str = arg("同时确认的级别", of="level")
    response: str = arg("同时确认的响应级别", of="level")
    at: str = arg("核实时间, 省略为现在", when=when.PAST)
    verified_by: str = arg("由谁核实", of="contact")
    through: str = arg("通过哪个号码或渠道核实", of="phone")
    consent: str = arg("同意降级的带班领导", consent=True)
    agreed_at: str = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    response_reason: str = arg("级别升而响应不升的理由")
    applies: list[str] = arg("符合的文字条款 (编号如 II.1, 见 dutydesk grading)", many=True)
    applies_not: list[str] = arg("不符合的文字条款 (编号如 II.1)", many=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Fact(Act):
    """Record a fact in words: cause, course, scope, trend, handling, measures, next."""

    NAME: ClassVar[str] = "fact"
    HELP: ClassVar[str] = (
        "登记事实: 基本情况, 起因, 过程, 范围, 趋势, 处置, 现场指挥, 措施, 下一步, 请求事项; 注明是否核实"
    )
    matter: str = arg("事项", positional=True, required=True, of="matter")
    name: str = arg(
        "事实: background 基本情况, cause 起因, course 过程, scope 范围, trend 趋势, handling 处置, "
        "commander 现场指挥, measures 措施, next 下一步, requests 请求事项",
        positional=True,
        required=True,
    )
    text: str = arg("内容", positional=True, required=True)
    source: str = arg("来源", of="unit")
    verified: bool = arg("已核实", flag=True)
    verified_by: str = arg("由谁核实", of="contact")
    through: str = arg("通过哪个号码或渠道核实", of="phone")
    seen: str = arg("改的是哪一条 (条目序号, 0 为原来没有); 已被别人改过则不存")


@dataclass(kw_only=True, eq=False, repr=False)
class Assess(Act):
    """Complete the assessment: level, trend, people at risk."""

    NAME: ClassVar[str] = "assess"
    HELP: ClassVar[str] = "完成评估"
    matter: str = arg("事项", positional=True, required=True, of="matter")
    level: str = arg("级别 I-IV", required=True, of="level")
    trend: str = arg("趋势", of="trend")
    at_risk: str = arg("受威胁的人")
    lead: str = arg("牵头单位 (恰好一个)", of="unit")
    support: list[str] = arg("配合单位", many=True, of="unit")
    colour: str = arg("颜色", of="colour")
    text: str = arg("说明")
    reason: str = arg("调整级别的理由")
    consent: str = arg("同意降级的带班领导", consent=True)
    agreed_at: str = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    applies: list[str] = arg("符合的文字条款 (编号如 II.1, 见 dutydesk grading)", many=True)
    applies_not: list[str] = arg("不符合的文字条款 (编号如 II.1)", many=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Activate(Act):
    """Start the response, or move it to another level: needs an assessment and exactly one lead unit."""

    NAME: ClassVar[str] = "activate"
    HELP: ClassVar[str] = "启动或调整响应"
    matter: str = arg("事项", positional=True, required=True, of="matter")
    level: str = arg("响应级别 I-IV", required=True, of="level")
    lead: str = arg("牵头单位", of="unit")
    support: list[str] = arg("配合单位", many=True, of="unit")


@dataclass(kw_only=True, eq=False, repr=False)
class Close(Act):
    """Close a matter by the termination criterion met; a report given here is sent first."""

    NAME: ClassVar[str] = "close"
    HELP: ClassVar[str] = "办结事项"
    matter: str = arg("事项", positional=True, required=True, of="matter")
    criterion: str = arg("终止标准", required=True)
    kind: str = arg("同时发出的报告: follow_up, final", of="closing_report")
    to: list[str] = arg("报告收件单位", many=True, of="unit")
    text: str = arg("报告正文")
    text_file: str = arg("报告正文文件")
    report: Any = arg("同时发出的报告 (脚本用)")
    declined: bool = arg("不报首报 (须写理由)", flag=True)
    reason: str = arg("理由: 不报首报, 不按预案的终止标准")
    outcome: str = arg("结果 (突发事件和诉求必填): solved, partly, unsolved, withdrawn, not_ours", of="outcome")
    waive_open: str = arg("未了各项 (预案步骤, 交办, 资源, 红色预警, 失联) 全部不办的理由")
    approved_by: str = arg("同意不办的带班领导", consent=True)
    agreed_at: str = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    differs: str = arg("同时发出的报告与记录数字不一致的理由")


@dataclass(kw_only=True, eq=False, repr=False)
class Report(Act):
    """Send a report: phone, first, follow_up, change, final, correction. Without a text the desk's own draft is sent."""

    NAME: ClassVar[str] = "report"
    HELP: ClassVar[str] = "发报告: 电话, 首报, 续报, 重大变化, 终报, 更正"
    matter: str = arg("事项", positional=True, required=True, of="matter")
    kind: str = arg("种类: phone, first, follow_up, change, final, correction", required=True, of="report_kind")
    to: list[str] = arg("收件单位", many=True, of="unit")
    text: str = arg("正文, 省略则用自动草稿")
    text_file: str = arg("正文文件, - 为标准输入")
    corrects: str = arg("更正哪份报告", of="report")
    at: str = arg("发出时间, 省略为现在", when=when.PAST)
    label: str = arg("脚本里的标签")
    gap: list[str] = arg("待核实的要素和理由, 如 place=现场联系中断", many=True)
    signed_off_by: str = arg("签发的带班领导", consent=True)
    agreed_at: str = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
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
    at: str = arg("发出时间, 省略为现在", when=when.PAST)
