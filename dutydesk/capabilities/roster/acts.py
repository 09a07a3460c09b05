"""Acts on the roster: plan, change, swap, take over, leave, important periods, staff, import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant

SPAN = {"from": "since", "to": "until"}


class RosterPlan(Act):
    """Plan the rotation for a span of days, both counted; a plan that stood there is replaced."""

    NAME = "roster plan"
    SAID: ClassVar[Mapping[str, str]] = SPAN
    HELP = "按班次规则和班组轮转排班"
    RIGHT = "roster"
    since: date = arg("第一天, 如 2026-12-01", required=True, when=when.NEXT_DAY, needed=True)
    until: date = arg("最后一天", required=True, when=when.NEXT_DAY, after="since", needed=True)
    team: list[str] = arg("班组 A/B/带班, 依次轮转, 各组以分号隔开; 省略则用 shifts.toml", many=True)
    first: str = arg("从第几个班组开始, 省略则接着上一班")
    anyway: str = arg("明知不合规则仍要如此的理由")


class RosterSet(Act):
    """Change who is planned over a span: an override, or temporary, which beats it. ``-`` empties a post."""

    NAME = "roster set"
    HELP = "调整一段时间的排班 (留空的岗位不变, - 为空缺)"
    WHICH = ("begins", "layer")
    RIGHT = "roster"
    begin: Instant = arg("开始", required=True, when=when.BEGINS, now=True)
    end: Instant = arg("结束", required=True, when=when.ENDS, after="begin", needed=True)
    a: str = arg("A岗", of="post_holder")
    b: str = arg("B岗", of="post_holder")
    leader: str = arg("带班领导", of="post_holder")
    director: str = arg("主任", of="post_holder")
    reason: str = arg("理由", required=True)
    temporary: bool = arg("临时调整, 优先于其他调整", flag=True)
    anyway: str = arg("明知不合规则仍要如此的理由")


class RosterDrop(Act):
    """Take a change back: what it covered holds again."""

    NAME = "roster drop"
    HELP = "撤销一项调整, 恢复其下的排班"
    RIGHT = "roster"
    change: str = arg("调整编号 (末几位即可)", positional=True, required=True)
    reason: str = arg("理由", required=True)


class SwapRequest(Act):
    """Ask somebody to take one's shift, with or without one of theirs in return."""

    NAME = "roster swap request"
    HELP = "申请换班: 请某人代我的班, 可以我代对方的班"
    shift: str = arg("我的班次的开始时间", required=True, when=when.BEGINS, of="shift", typed=True)
    to: str = arg("请谁", required=True, of="person")
    back: str = arg("我代对方的哪一班 (开始时间), 省略为不还", when=when.BEGINS, of="shift", typed=True)
    reason: str = arg("理由", required=True)


class SwapAccept(Act):
    """Agree to take the shift."""

    NAME = "roster swap accept"
    HELP = "同意换班"
    WHICH = ("swap",)
    swap: str = arg("换班编号 (末几位即可), 只有一件时可省")


class SwapApprove(Act):
    """Approve a swap that both sides want: from here on it holds."""

    NAME = "roster swap approve"
    HELP = "批准换班 (带班领导)"
    WHICH = ("swap",)
    RIGHT = "roster"
    swap: str = arg("换班编号 (末几位即可), 只有一件时可省")
    anyway: str = arg("明知不合规则仍要如此的理由")


class SwapRefuse(Act):
    """Do not agree to a swap."""

    NAME = "roster swap refuse"
    HELP = "不同意换班"
    WHICH = ("swap",)
    swap: str = arg("换班编号 (末几位即可), 只有一件时可省")
    reason: str = arg("理由", required=True)


class SwapWithdraw(Act):
    """Take one's own request back."""

    NAME = "roster swap withdraw"
    HELP = "撤回自己的换班申请"
    WHICH = ("swap",)
    swap: str = arg("换班编号 (末几位即可), 只有一件时可省")
    reason: str = arg("理由")


class TakeOver(Act):
    """Take over a post of the running shift now: relief in mid-shift (R29)."""

    NAME = "roster take-over"
    HELP = "现在接替一个岗位 (班中替班)"
    post: str = arg("岗位 a, b, leader, director, 省略为 a", of="post")
    officer: str = arg("谁来接, 省略为本人", of="person")
    reason: str = arg("理由", required=True)
    cosigner: str = arg("同签的另一方: 交班与接班双方, 或接班人与带班领导", consent=True)
    agreed_at: str = arg("带班领导电话同意的时间, 省略为现在", when=when.PAST, agreed=True, typed=True)


class RosterLeave(Act):
    """Note that somebody is away from duty; --cancel calls it off."""

    NAME = "roster leave"
    SAID: ClassVar[Mapping[str, str]] = SPAN
    HELP = "登记休假, --cancel 撤销"
    WHICH = ("officer",)
    officer: str = arg("谁, 省略为本人", of="person")
    since: Instant | None = arg("开始, 日期或时间", when=when.SINCE)
    until: Instant | None = arg("结束, 日期 (含当日) 或时间", when=when.ENDS, after="since")
    reason: str = arg("理由, 如 年假")
    cancel: str = arg("撤销哪一项 (编号末几位)")


class RosterSpecial(Act):
    """Set an important period: a daily report is owed on its days, hours in it are listed apart; --cancel calls it off."""

    NAME = "roster special"
    SAID: ClassVar[Mapping[str, str]] = SPAN
    HELP = "设重要时期 (每日报告, 津贴另列), --cancel 撤销"
    WHICH = ("name",)
    RIGHT = "roster"
    title: str = arg("名称, 如 全国两会")
    since: date | None = arg("第一天", when=when.NEAR_DAY)
    until: date | None = arg("最后一天 (含)", when=when.NEXT_DAY, after="since")
    reason: str = arg("依据")
    cancel: str = arg("撤销哪一项 (编号末几位)")


class RosterStaff(Act):
    """Note what the roster must know of a person; what is left out stays as it was."""

    NAME = "roster staff"
    HELP = "登记人员情况: 级别, 小组, 起止日期, 新人, 兼职; 不带账号则列出"
    WHICH = ("officer",)
    RIGHT = "people"
    officer: str = arg("账号或姓名", required=True, of="person")
    grade: str = arg("级别: 处级, 科级, 骨干, 兼职")
    group: str = arg("小组")
    joined: date | None = arg("到岗日期", when=when.PAST_DAY)
    left: date | None = arg("离岗日期", when=when.NEAR_DAY)
    newcomer: str = arg("新人 yes 或 no, 省略则看到岗日期")
    part_time: str = arg("兼职专家 yes 或 no (不排夜班)")


class RosterImport(Act):
    """Plan the shifts that were read from a file."""

    NAME = "roster import"
    HELP = "由 CSV 或 XLSX 导入排班; 坏行点名, 其余照收"
    RIGHT = "roster"
    WHICH = ("begins",)
    rows: list[Any] = arg("读出的班次 (程序内部)", many=True)
    yes: bool = arg("与已排班次重叠时以本表为准", flag=True)
