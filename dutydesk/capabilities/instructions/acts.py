"""Acts on leader's instructions."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class InstructAdd(Act):
    """Take in an instruction: it is relayed within 30 minutes and answered within its own limit, or a day."""

    NAME = "instruct add"
    FAMILY = "领导批示: add, relay, receipt, feedback"
    HELP = "登记领导批示"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open_or_closed")
    who: str = arg("批示人", required=True, of="instructor")
    text: str = arg("批示原文", required=True)
    limit: Instant | None = arg("批示自带的反馈时限", when=when.DUE)
    at: Instant = arg("收到时间, 省略为现在", when=when.PAST, now=True)


class InstructRelay(Act):
    """Pass an instruction on."""

    NAME = "instruct relay"
    HELP = "转办批示"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open_or_closed")
    to: list[str] = arg("转办单位", many=True, of="unit")
    number: str = arg("第几件批示 (有几件时)", of="instruction")
    at: Instant = arg("转办时间, 省略为现在", when=when.PAST, now=True)


class InstructReceipt(Act):
    """Record that a unit acknowledged."""

    NAME = "instruct receipt"
    HELP = "转办单位已签收"
    WHICH = ("unit",)
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open_or_closed")
    unit: list[str] = arg("签收的单位", many=True, of="unit")
    number: str = arg("第几件批示 (有几件时)", of="instruction")
    at: Instant = arg("签收时间, 省略为现在", when=when.PAST, now=True)


class InstructFeedback(Act):
    """Tell whoever gave the instruction what was done; --last closes it."""

    NAME = "instruct feedback"
    HELP = "反馈落实情况, --last 为办结"
    WHICH = ("unit",)
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open_or_closed")
    text: str = arg("落实情况", needed=True)
    to: list[str] = arg("报给谁", many=True, of="unit")
    number: str = arg("第几件批示 (有几件时)", of="instruction")
    last: bool = arg("最后一次, 批示办结", flag=True)
    at: Instant = arg("反馈时间, 省略为现在", when=when.PAST, now=True)
