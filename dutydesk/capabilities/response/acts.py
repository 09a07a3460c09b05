"""Acts of a response: assessed, then activated."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Assess(Act):
    """Complete the assessment: level, trend, people at risk."""

    NAME = "assess"
    HELP = "完成评估"
    ENDS = ("level.decided",)
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    level: str = arg("级别 I-IV", required=True, of="level")
    trend: str = arg("趋势", of="trend")
    at_risk: str = arg("受威胁的人")
    lead: str = arg("牵头单位 (恰好一个)", of="unit")
    support: list[str] = arg("配合单位", many=True, of="unit")
    colour: str = arg("颜色", of="colour")
    text: str = arg("说明")
    reason: str = arg("调整级别的理由")
    consent: str = arg("同意降级的带班领导", consent=True)
    agreed_at: Instant | None = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    applies: list[str] = arg("符合的文字条款 (编号如 II.1, 见 dutydesk grading)", many=True)
    applies_not: list[str] = arg("不符合的文字条款 (编号如 II.1)", many=True)
    at: Instant | None = arg("完成评估的时间, 省略为办理时间", when=when.PAST, own=True)


class Activate(Act):
    """Start the response, or move it to another level: needs an assessment and exactly one lead unit."""

    NAME = "activate"
    DOES = "启动"
    HELP = "启动或调整响应"
    ENDS = ("response.activated",)
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    level: str = arg("响应级别 I-IV", required=True, of="level")
    lead: str = arg("牵头单位", of="unit")
    support: list[str] = arg("配合单位", many=True, of="unit")
    at: Instant | None = arg("启动的时间, 省略为办理时间", when=when.PAST, own=True)
