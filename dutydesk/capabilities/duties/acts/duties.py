"""Acts of the small duties: roll calls, patrols, the line check, visitors, keys and seals, leaders away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant

_ITEM = re.compile(r"^[a-z]\d{1,2}$")


class RollCallReceive(Act):
    """Somebody above calls the roll: the answer is owed from now on."""

    NAME = "roll-call receive"
    HELP = "接到点名: 起算应答时限"
    who: str = arg("谁点名", of="unit")
    at: Instant = arg("点名时间, 省略为现在", when=when.PAST, now=True)


class RollCallAnswer(Act):
    """Answer the roll call: the presence record."""

    NAME = "roll-call answer"
    HELP = "点名应答: 记下谁何时在岗"
    WHICH = ("call",)
    at: Instant = arg("应答时间, 省略为现在", when=when.PAST, now=True)
    who: str = arg("应答谁的点名, 省略为最早的", of="unit")
    note: str = arg("说明")


class Patrol(Act):
    """Save the midnight patrol."""

    NAME = "patrol"
    HELP = "巡查登记: 门窗, 水电, 消防; 办结零时巡查"
    ADDS = True
    text: str = arg("巡查情况, 如 门窗水电消防正常", positional=True, required=True)
    abnormal: bool = arg("发现异常 (须写备注)", flag=True)
    note: str = arg("备注")
    at: Instant = arg("巡查时间, 省略为现在", when=when.PAST, now=True)


class LinesCheck(Act):
    """The line and device check as one form: all its items are saved together, or none."""

    NAME = "lines check"
    FAMILY = "线路和设备: check 检查各项"
    HELP = "线路设备检查: 各项一次填完, 如 l1=正常 l3=异常:备用机尾号37"
    WHICH = ("item",)
    answers: list[str] = arg("项=状态:备注", positional=True, many=True, required=True)

    @classmethod
    def from_words(cls, words: dict[str, Any]) -> Self:
        """Build the act; a form or a drill may name the items themselves (``l1``, ``l2`` …)."""
        own = {key: value for key, value in words.items() if not _ITEM.match(key)}
        answers = own.get("answers", [])
        listed: list[str] = [answers] if isinstance(answers, str) else [*map(str, answers)]
        listed += [f"{key}={value}" for key, value in words.items() if key not in own]
        return super().from_words({**own, "answers": listed})

    at: Instant | None = arg("检查的时间, 省略为办理时间", when=when.PAST, own=True)


class VisitIn(Act):
    """Visitors come in."""

    NAME = "visit in"
    HELP = "来访登记: 谁, 哪个单位, 什么事; 不存证件号码"
    ADDS = True
    SAID: ClassVar[Mapping[str, str]] = {"from": "unit"}
    name: str = arg("姓名", positional=True, required=True)
    unit: str = arg("来自单位", required=True, of="unit")
    why: str = arg("事由", required=True)
    count: str = arg("人数, 省略为 1")
    id_last4: str = arg("证件末四位, 不存完整号码")
    at: Instant = arg("到达时间, 省略为现在", when=when.PAST, now=True)


class VisitOut(Act):
    """Visitors leave."""

    NAME = "visit out"
    HELP = "来访人员离开"
    visit: str = arg("编号 (如 V1) 或姓名", positional=True, required=True)
    note: str = arg("备注")
    at: Instant | None = arg("离开时间, 省略为现在", when=when.PAST)


class KeysTake(Act):
    """Somebody takes a key or a seal."""

    NAME = "keys take"
    HELP = "领取钥匙、印章、介绍信"
    item: str = arg("什么钥匙或印章, 如 公章, 保密柜2钥匙", positional=True, required=True, of="thing")
    by: str = arg("谁领取", required=True, of="contact")
    purpose: str = arg("用途")
    kind: str = arg("种类: seal 印章, key 钥匙; 省略则按名称")
    at: Instant = arg("领取时间, 省略为现在", when=when.PAST, now=True)


class KeysReturn(Act):
    """It is brought back."""

    NAME = "keys return"
    HELP = "归还钥匙、印章、介绍信"
    item: str = arg("什么钥匙或印章", positional=True, required=True, of="thing")
    note: str = arg("备注")
    at: Instant | None = arg("归还时间, 省略为现在", when=when.PAST)


class LeaveAdd(Act):
    """A leader reports being away."""

    NAME = "leave add"
    HELP = "主要领导外出报备: 何时, 何地, 谁代行"
    WHICH = ("name",)
    SAID: ClassVar[Mapping[str, str]] = {"from": "since", "to": "until"}
    leader: str = arg("哪位领导", positional=True, required=True, of="leader")
    since: Instant = arg("何时起, 省略为现在", when=when.SINCE, now=True)
    until: Instant = arg("何时止", required=True, when=when.ENDS, after="since", needed=True)
    where: str = arg("去哪里", required=True)
    deputy: str = arg("谁代行", required=True, of="leader")


class LeaveEnd(Act):
    """The leader is back."""

    NAME = "leave end"
    HELP = "主要领导已回"
    WHICH = ("leave",)
    leader: str = arg("哪位领导", positional=True, required=True, of="leader")
    at: Instant = arg("何时回, 省略为现在", when=when.PAST, now=True)
