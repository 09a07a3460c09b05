"""Acts on shifts, posts, the checklist, people."""

from __future__ import annotations

from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Check(Act):
    """Answer an item of the handover checklist."""

    NAME = "check"
    HELP = "填交接清单一项"
    item: str = arg("清单项", positional=True, required=True)
    state: str = arg("正常, 异常, 停用, √, 数目或文字", positional=True, required=True)
    note: str = arg("备注")


class ShiftBegin(Act):
    """Begin a shift; a running one ends at the same instant. A post left out is empty."""

    NAME = "shift begin"
    DOES = "接班"
    HELP = "接班"
    RIGHT = "handover"
    a: str = arg("A岗", of="person")
    b: str = arg("B岗", of="person")
    leader: str = arg("带班领导", of="person")
    director: str = arg("主任", of="person")
    begins: Instant | None = arg("排定开始", when=when.SCHEDULED)
    ends: Instant | None = arg("排定结束", when=when.ENDS, after="begins")
    weather: str = arg("天气, 如 多云转阴 12-20℃ 北风三级")
    reason: str = arg("理由")


class ShiftEnd(Act):
    """End the running shift without a next one."""

    NAME = "shift end"
    HELP = "结束班次"
    reason: str = arg("理由")


class ShiftRelief(Act):
    """Relieve someone in mid-shift; posts left out stay as they are, but for the one that a person moves from: it is empty."""

    NAME = "shift relief"
    HELP = "替班"
    WHICH = ("shift",)
    RIGHT = "handover"
    a: str | None = arg('A岗; 写 "" 为空缺', vacant=True, of="person")
    b: str | None = arg('B岗; 写 "" 为空缺', vacant=True, of="person")
    leader: str | None = arg('带班领导; 写 "" 为空缺', vacant=True, of="person")
    director: str | None = arg('主任; 写 "" 为空缺', vacant=True, of="person")
    reason: str = arg("理由", required=True)
    cosigner: str = arg("同签的另一方: 交班与接班双方, 或接班人与带班领导", consent=True)
    agreed_at: Instant | None = arg("带班领导电话同意的时间, 省略为现在", when=when.PAST, agreed=True)


class ShiftAway(Act):
    """A is away for some minutes: A's bells go to B. 0 minutes: back again."""

    NAME = "shift away"
    HELP = "离开几分钟, 铃声转对岗"
    WHICH = ("shift", "post")
    minutes: str = arg("分钟, 0 为已回", positional=True, required=True)
    post: str = arg("岗位, 省略为 A")


class AddOfficer(Act):
    """Add a person who may act."""

    NAME = "people add"
    HELP = "添加人员"
    RIGHT = "people"
    officer: str = arg("账号", positional=True, required=True)
    name: str = arg("姓名")
    role: str = arg("角色: officer 值班员, leader 带班领导, director 主任, admin 管理员, auditor 审计员")
    also: list[str] = arg("兼任的角色", many=True)
    digest: str = arg("口令摘要 (程序内部)")
