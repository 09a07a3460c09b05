"""Acts of the handover."""

from __future__ import annotations

from typing import Any

from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class HandoverStart(Act):
    """Begin the walkthrough: the cut-off. Posts left out are those of the roster."""

    NAME = "handover start"
    DOES = "开始交接"
    HELP = "开始交接: 截止点, 之后的条目签字前另读"
    WHICH = ("shift",)
    RIGHT = "handover"
    a: str = arg("接班 A岗", of="person")
    b: str = arg("接班 B岗", of="person")
    leader: str = arg("接班带班领导", of="person")
    director: str = arg("主任", of="person")
    begins: Instant | None = arg("排定开始", when=when.SCHEDULED)
    ends: Instant | None = arg("排定结束", when=when.ENDS, after="begins")
    reason: str = arg("理由, A 岗不换人时")


class HandoverRead(Act):
    """A page of the briefing was read out: an item, a matter, the overdue, what changed since, the delta."""

    NAME = "handover read"
    HELP = "标记一项已宣读"
    WHICH = ("handover", "page")
    RIGHT = "handover"
    item: str = arg(
        "清单项、事项标签, 或 since (上次当班以来), delta (截止以后的新条目)", positional=True, required=True
    )


class HandoverCosign(Act):
    """Put one's name under the reason why something overdue is handed over."""

    NAME = "handover cosign"
    DOES = "签字"
    HELP = "签认超时事项移交的原因"
    WHICH = ("handover", "obligation", "side")
    RIGHT = "handover"
    SIGNED = True
    obligation: Any = arg("时限", positional=True, required=True)
    reason: str = arg("理由; 交班人已写明的可省略")


class HandoverSign(Act):
    """Sign: the outgoing A and the incoming A, in any order; the second signature is the acceptance."""

    NAME = "handover sign"
    DOES = "签字"
    HELP = "交接签字; 双方签毕即时移交"
    ENDS = ("handover.signed_by_both",)
    WHICH = ("handover", "side")
    RIGHT = "handover"
    SIGNED = True
    readback: str = arg("接班人复述三件最要紧的事")
    despite: bool = arg("带病交接: 双方均须写明理由", flag=True)
    reason: str = arg("理由 (带病交接, 或代 A 岗签字)")
    a: str = arg("接班 A岗, 未开始交接而又无排班时", of="person")
    b: str = arg("接班 B岗", of="person")
    leader: str = arg("接班带班领导", of="person")
    director: str = arg("主任", of="person")


class HandoverInform(Act):
    """The leader knows: said by the leader, or by an officer who writes how."""

    NAME = "handover inform"
    HELP = "带班领导知悉"
    WHICH = ("handover",)
    RIGHT = "handover"
    SIGNED = True
    leader: str = arg("带班领导, 省略为接班的", of="person")
    note: str = arg("怎样知悉 (由他人代记时必填), 如 电话")


class HandoverReturn(Act):
    """The incoming refuses: signatures are void, back to the briefing."""

    NAME = "handover return"
    HELP = "退回: 签字作废, 重新交底"
    WHICH = ("handover",)
    RIGHT = "handover"
    SIGNED = True
    reason: str = arg("理由", required=True)


class HandoverCancel(Act):
    """Break a walkthrough off; the shift goes on."""

    NAME = "handover cancel"
    HELP = "中止交接, 班次照旧"
    WHICH = ("handover",)
    RIGHT = "handover"
    SIGNED = True
    reason: str = arg("理由", required=True)


class HandoverAddendum(Act):
    """Add to a sealed sheet; the sheet itself never changes."""

    NAME = "handover addendum"
    HELP = "封存后补记"
    RIGHT = "handover"
    text: str = arg("文字", positional=True, required=True)
    handover: str = arg("哪次交接, 省略为最近一次")
