"""Acts on matters."""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg, figures_field
from dutydesk.kernel.instants import Instant


class Open(Act):
    """Open a matter: incident, policy, appeal or routine."""

    NAME = "open"
    DOES = "立为事项"
    HELP = "立项: 突发事件, 政策, 诉求, 日常"
    kind: str = arg(
        "类别: incident, policy, appeal, routine; proposed: 没有写明的都照消息的建议", positional=True, required=True
    )
    figures: dict[str, Any] = figures_field()
    title: str = arg("标题")
    category: str = arg("灾种: natural, accident, health, security")
    subtype: str = arg("亚类, 如 road, fire, petition", of="subtype")
    place: str = arg("地点", of="place")
    occurred: Instant | None = arg("发生时间", when=when.PAST)
    received: Instant | None = arg("收到时间, 省略为现在", when=when.PAST)
    source: str = arg("信息来源", of="unit")
    level: str = arg("级别 I-IV", of="level")
    colour: str = arg("颜色 red, yellow, blue", of="colour")
    warning: str = arg("官方预警颜色 红橙黄蓝", of="warning")
    affected: bool = arg("预警已有影响: 有人被困滞留、道路中断等", flag=True)
    danger_to_life: bool = arg("有人身安全危险", flag=True)
    label: str = arg("短标签, 省略则自动编")
    message: str = arg("由哪条消息立项 (条目编号)")
    verified: bool = arg("数字已核实", flag=True)
    confirmed: bool = arg("超常数字已重填确认", flag=True)
    reason: str = arg("级别与表内建议不同、或红色建议改低的理由")
    consent: str = arg("同意低于表内建议的带班领导", consent=True)
    agreed_at: Instant | None = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    applies: list[str] = arg("符合的文字条款 (编号如 II.1, 见 dutydesk grading)", many=True)
    applies_not: list[str] = arg("不符合的文字条款 (编号如 II.1)", many=True)
    same_as: Matter | None = arg("与哪一件是同一件: 立项即并入它, 两边来源都保留", of="matter", matter="open")
    not_same: list[str] = arg("与哪些相像的事项不是同一件 (记入)", many=True, of="matter")
    sealed: bool = arg("立项即封存, 只有立项人和在岗带班领导看得到 (带班领导或主任); 原消息仍为明文", flag=True)


class Amend(Act):
    """Add facts that became known later: title, place, time of occurrence, colour."""

    NAME = "amend"
    HELP = "补充后来知道的事实"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    title: str = arg("标题")
    place: str = arg("地点", of="place")
    occurred: Instant | None = arg("发生时间", when=when.PAST)
    source: str = arg("信息来源", of="unit")
    category: str = arg("灾种")
    subtype: str = arg("亚类", of="subtype")
    colour: str = arg("颜色", of="colour")
    danger_to_life: bool = arg("有人身安全危险", flag=True)
    affected: bool = arg("预警已有影响", flag=True)
    reason: str = arg("理由; 改类别后级别低于表内建议的也要写")
    level: str = arg("改类别后的级别 I-IV", of="level")
    consent: str = arg("同意低于表内建议的带班领导", consent=True)
    agreed_at: Instant | None = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)


class Merge(Act):
    """Merge a matter into another: one affair, both sources stay."""

    NAME = "merge"
    DOES = "并案"
    HELP = "并案"
    matter: Matter = arg("并入的事项", positional=True, required=True, of="matter", matter="any")
    into: Matter = arg("并到哪个事项", required=True, of="matter", matter="open")
    reason: str = arg("理由: 较重的并入较轻的, 丢下未了各项, 红色建议并入不是红色的事项")
    consent: str = arg("同意这样并案的带班领导", consent=True)
    agreed_at: Instant | None = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)


class Figures(Act):
    """Record figures with their source."""

    NAME = "figures"
    HELP = "更新数字"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open_or_closed")
    figures: dict[str, Any] = figures_field()
    source: str = arg("数字来源", of="unit")
    verified: bool = arg("已核实", flag=True)
    reason: str = arg("数字下降等的理由")
    colour: str = arg("同时调整的颜色", of="colour")
    confirmed: bool = arg("超常数字已重填确认", flag=True)
    level: str = arg("同时确认的级别", of="level")
    response: str = arg("同时确认的响应级别", of="level")
    at: Instant = arg("核实时间, 省略为现在", when=when.PAST, now=True)
    verified_by: str = arg("由谁核实", of="contact")
    through: str = arg("通过哪个号码或渠道核实", of="phone")
    consent: str = arg("同意降级的带班领导", consent=True)
    agreed_at: Instant | None = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    response_reason: str = arg("级别升而响应不升的理由")
    applies: list[str] = arg("符合的文字条款 (编号如 II.1, 见 dutydesk grading)", many=True)
    applies_not: list[str] = arg("不符合的文字条款 (编号如 II.1)", many=True)


class Fact(Act):
    """Record a fact in words: cause, course, scope, trend, handling, measures, next."""

    NAME = "fact"
    HELP = "登记事实: 基本情况, 起因, 过程, 范围, 趋势, 处置, 现场指挥, 措施, 下一步, 请求事项; 注明是否核实"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open_or_closed")
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
    at: Instant | None = arg("得知的时间, 省略为办理时间", when=when.PAST, own=True)
    seen: str = arg("改的是哪一条 (条目序号, 0 为原来没有); 已被别人改过则不存")
