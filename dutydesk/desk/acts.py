"""The acts: what a person can do, each as a plain dataclass of typed words.

This is the one declaration behind every door. The command line builds its options from these fields, a
drill file its arguments, a form its fields; the use case reads the words and refuses, naming the field.
Values are as typed (``"10:47"``, ``"Ⅲ"``, ``"4"``): reading them is the use case's work, so that every door
says the same about the same mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from dutydesk.domain.figures import ALIASES, FIELDS
from dutydesk.domain.values import Value

REGISTRY: dict[str, type[Act]] = {}


def _arg(
    help_text: str,
    *,
    positional: bool = False,
    many: bool = False,
    flag: bool = False,
    required: bool = False,
    choices: tuple[str, ...] = (),
) -> Any:
    """Declare a field: how it stands on the command line and what it is for (Chinese; translated when shown)."""
    metadata = {
        "help": help_text, "positional": positional, "many": many, "flag": flag, "required": required,
        "choices": choices,
    }  # fmt: skip
    if many:
        return field(default_factory=list[Any], metadata=metadata)
    return field(default=False if flag else "", metadata=metadata)


def _figures() -> Any:
    metadata = {
        "help": "数字, 如 deaths=2 injured=8 loss_yuan=180万", "positional": True, "many": True, "flag": False,
        "required": False, "choices": (), "pairs": True,
    }  # fmt: skip
    return field(default_factory=dict[str, Any], metadata=metadata)


@dataclass(kw_only=True, eq=False, repr=False)
class Act(Value):
    """Base of all acts. ``NAME`` is the word on the command line and in drill files."""

    NAME: ClassVar[str] = ""
    RIGHT: ClassVar[str] = "write"

    def __init_subclass__(cls) -> None:
        REGISTRY[cls.NAME] = cls

    @classmethod
    def from_words(cls, words: dict[str, Any]) -> Act:
        """Build the act from a mapping of words (drill files, forms); dashes and underscores are the same.

        Raises:
            KeyError: a word that this act does not take.
        """
        known = {item.name: item.metadata for item in fields(cls)}
        values: dict[str, Any] = {}
        figures: dict[str, Any] = {}
        for raw, value in words.items():
            key = raw.replace("-", "_")
            if key in known:
                values[key] = _shaped(value, known[key])
            elif "figures" in known and (key in FIELDS or key in ALIASES):
                figures[key] = value
            else:
                raise KeyError(raw)
        if figures:
            values["figures"] = {**values.get("figures", {}), **figures}
        return cls(**values)


def _shaped(value: Any, metadata: Any) -> Any:
    if metadata.get("pairs"):
        return value if isinstance(value, dict) else dict(pair.split("=", 1) for pair in value)  # pyright: ignore[reportUnknownVariableType]
    if metadata["many"]:
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if metadata["flag"]:
        return bool(value)
    return value if isinstance(value, dict) else str(value)  # pyright: ignore[reportUnknownVariableType]


# ---------------------------------------------------------------- the log


@dataclass(kw_only=True, eq=False, repr=False)
class Log(Act):
    """Write a line into the log; with --corrects in place of an earlier one."""

    NAME: ClassVar[str] = "log"
    text: str = _arg("内容", positional=True, required=True)
    matter: str = _arg("所属事项 (编号或标签)")
    at: str = _arg("事情发生的时间, 省略为现在")
    corrects: str = _arg("更正哪一条 (条目编号)")


@dataclass(kw_only=True, eq=False, repr=False)
class Message(Act):
    """Take in a message as it arrived; a proposed colour red rings at once until a person confirms."""

    NAME: ClassVar[str] = "message"
    text: str = _arg("原文", positional=True, required=True)
    channel: str = _arg("渠道: 电话, 传真, 微信 …")
    sender: str = _arg("来自")
    received: str = _arg("收到时间, 省略为现在")
    matter: str = _arg("归入事项")
    label: str = _arg("建议事项的标签")
    kind: str = _arg("建议类别")
    category: str = _arg("建议灾种")
    subtype: str = _arg("建议亚类")
    colour: str = _arg("建议颜色")


# ---------------------------------------------------------------- matters


@dataclass(kw_only=True, eq=False, repr=False)
class Open(Act):
    """Open a matter: incident, policy, appeal or routine."""

    NAME: ClassVar[str] = "open"
    kind: str = _arg("类别: incident, policy, appeal, routine", positional=True, required=True)
    figures: dict[str, Any] = _figures()
    title: str = _arg("标题")
    category: str = _arg("灾种: natural, accident, health, security")
    subtype: str = _arg("亚类, 如 road, fire, petition")
    place: str = _arg("地点")
    occurred: str = _arg("发生时间")
    received: str = _arg("收到时间, 省略为现在")
    source: str = _arg("信息来源")
    level: str = _arg("级别 I-IV")
    colour: str = _arg("颜色 red, yellow, blue")
    warning: str = _arg("官方预警颜色 红橙黄蓝")
    danger_to_life: bool = _arg("有人身安全危险", flag=True)
    label: str = _arg("短标签, 省略则自动编")
    verified: bool = _arg("数字已核实", flag=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Amend(Act):
    """Add facts that became known later: title, place, time of occurrence, colour."""

    NAME: ClassVar[str] = "amend"
    matter: str = _arg("事项", positional=True, required=True)
    title: str = _arg("标题")
    place: str = _arg("地点")
    occurred: str = _arg("发生时间")
    source: str = _arg("信息来源")
    category: str = _arg("灾种")
    subtype: str = _arg("亚类")
    colour: str = _arg("颜色")
    danger_to_life: bool = _arg("有人身安全危险", flag=True)
    reason: str = _arg("理由")


@dataclass(kw_only=True, eq=False, repr=False)
class Merge(Act):
    """Merge a matter into another: one affair, both sources stay."""

    NAME: ClassVar[str] = "merge"
    matter: str = _arg("并入的事项", positional=True, required=True)
    into: str = _arg("并到哪个事项", required=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Figures(Act):
    """Record figures with their source."""

    NAME: ClassVar[str] = "figures"
    matter: str = _arg("事项", positional=True, required=True)
    figures: dict[str, Any] = _figures()
    source: str = _arg("数字来源")
    verified: bool = _arg("已核实", flag=True)
    reason: str = _arg("数字下降等的理由")
    colour: str = _arg("同时调整的颜色")
    confirmed: bool = _arg("超常数字已重填确认", flag=True)
    level: str = _arg("同时确认的级别")
    response: str = _arg("同时确认的响应级别")
    at: str = _arg("核实时间, 省略为现在")


@dataclass(kw_only=True, eq=False, repr=False)
class Assess(Act):
    """Complete the assessment: level, trend, people at risk."""

    NAME: ClassVar[str] = "assess"
    matter: str = _arg("事项", positional=True, required=True)
    level: str = _arg("级别 I-IV", required=True)
    trend: str = _arg("趋势")
    at_risk: str = _arg("受威胁的人")
    lead: str = _arg("牵头单位 (恰好一个)")
    support: list[str] = _arg("配合单位", many=True)
    colour: str = _arg("颜色")
    text: str = _arg("说明")
    reason: str = _arg("调整级别的理由")


@dataclass(kw_only=True, eq=False, repr=False)
class Activate(Act):
    """Start the response, or move it to another level: needs an assessment and exactly one lead unit."""

    NAME: ClassVar[str] = "activate"
    matter: str = _arg("事项", positional=True, required=True)
    level: str = _arg("响应级别 I-IV", required=True)
    lead: str = _arg("牵头单位")
    support: list[str] = _arg("配合单位", many=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Close(Act):
    """Close a matter by the termination criterion met; a report given here is sent first."""

    NAME: ClassVar[str] = "close"
    matter: str = _arg("事项", positional=True, required=True)
    criterion: str = _arg("终止标准", required=True)
    kind: str = _arg("同时发出的报告: follow_up, final")
    to: list[str] = _arg("报告收件单位", many=True)
    text: str = _arg("报告正文")
    text_file: str = _arg("报告正文文件")
    report: Any = _arg("同时发出的报告 (脚本用)")
    declined: bool = _arg("不报首报 (须写理由)", flag=True)
    reason: str = _arg("理由")


@dataclass(kw_only=True, eq=False, repr=False)
class Report(Act):
    """Send a report: phone, first, follow_up, change, final, correction. Without a text the desk's own draft is sent."""

    NAME: ClassVar[str] = "report"
    matter: str = _arg("事项", positional=True, required=True)
    kind: str = _arg("种类: phone, first, follow_up, change, final, correction", required=True)
    to: list[str] = _arg("收件单位", many=True)
    text: str = _arg("正文, 省略则用自动草稿")
    text_file: str = _arg("正文文件, - 为标准输入")
    corrects: str = _arg("更正哪份报告")
    at: str = _arg("发出时间, 省略为现在")
    label: str = _arg("脚本里的标签")


# ---------------------------------------------------------------- clocks


@dataclass(kw_only=True, eq=False, repr=False)
class Owe(Act):
    """Start any clock of the rulebook by hand."""

    NAME: ClassVar[str] = "owe"
    rule: str = _arg("规则编号", positional=True, required=True)
    matter: str = _arg("事项")
    subject: str = _arg("对象: 单位, 人, 伙伴")
    at: str = _arg("起算时间, 省略为现在")
    due: str = _arg("到期时间 (自带时限的规则)")


@dataclass(kw_only=True, eq=False, repr=False)
class Met(Act):
    """Report a clock done (办结); --declined where the rule allows a reasoned refusal."""

    NAME: ClassVar[str] = "met"
    obligation: Any = _arg("时限编号", positional=True, required=True)
    at: str = _arg("办理时间, 省略为现在")
    note: str = _arg("说明")
    declined: bool = _arg("不办 (须写理由)", flag=True)
    reason: str = _arg("理由")
    last: bool = _arg("最后一次, 不再续期", flag=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Waive(Act):
    """Waive a clock: the leader, with a reason."""

    NAME: ClassVar[str] = "waive"
    RIGHT: ClassVar[str] = "waive"
    obligation: Any = _arg("时限编号", positional=True, required=True)
    reason: str = _arg("理由", required=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Remind(Act):
    """Set a reminder: a bell at a time."""

    NAME: ClassVar[str] = "remind"
    time: str = _arg("时间", positional=True, required=True)
    text: str = _arg("提醒什么", positional=True, required=True)
    matter: str = _arg("事项")


@dataclass(kw_only=True, eq=False, repr=False)
class Ack(Act):
    """Acknowledge an alert (签收); --undo takes a mistaken one back."""

    NAME: ClassVar[str] = "ack"
    alert: Any = _arg("预警编号", positional=True, required=True)
    undo: bool = _arg("撤回误签", flag=True)


@dataclass(kw_only=True, eq=False, repr=False)
class Snooze(Act):
    """Quiet for 5 to 15 minutes, after acknowledging, with a reason, twice a clock."""

    NAME: ClassVar[str] = "snooze"
    alert: Any = _arg("预警编号", positional=True, required=True)
    minutes: str = _arg("分钟 (5-15)", required=True)
    reason: str = _arg("理由", required=True)


@dataclass(kw_only=True, eq=False, repr=False)
class ConfirmTime(Act):
    """Confirm that the wall clock is right after a doubtful start."""

    NAME: ClassVar[str] = "confirm-time"


# ---------------------------------------------------------------- shifts and the checklist


@dataclass(kw_only=True, eq=False, repr=False)
class Check(Act):
    """Answer an item of the handover checklist."""

    NAME: ClassVar[str] = "check"
    item: str = _arg("清单项", positional=True, required=True)
    state: str = _arg("正常, 异常, 停用, √, 数目或文字", positional=True, required=True)
    note: str = _arg("备注")


@dataclass(kw_only=True, eq=False, repr=False)
class ShiftBegin(Act):
    """Begin a shift; a running one ends at the same instant. A post left out is empty."""

    NAME: ClassVar[str] = "shift begin"
    a: str = _arg("A岗")
    b: str = _arg("B岗")
    leader: str = _arg("带班领导")
    director: str = _arg("主任")
    begins: str = _arg("排定开始")
    ends: str = _arg("排定结束")
    reason: str = _arg("理由")


@dataclass(kw_only=True, eq=False, repr=False)
class ShiftEnd(Act):
    """End the running shift without a next one."""

    NAME: ClassVar[str] = "shift end"
    reason: str = _arg("理由")


@dataclass(kw_only=True, eq=False, repr=False)
class ShiftRelief(Act):
    """Relieve someone in mid-shift; posts left out stay as they are."""

    NAME: ClassVar[str] = "shift relief"
    a: str = _arg("A岗")
    b: str = _arg("B岗")
    leader: str = _arg("带班领导")
    director: str = _arg("主任")
    reason: str = _arg("理由", required=True)


@dataclass(kw_only=True, eq=False, repr=False)
class ShiftAway(Act):
    """A is away for some minutes: A's bells go to B. 0 minutes: back again."""

    NAME: ClassVar[str] = "shift away"
    minutes: str = _arg("分钟, 0 为已回", positional=True, required=True)
    post: str = _arg("岗位, 省略为 A")


@dataclass(kw_only=True, eq=False, repr=False)
class AddOfficer(Act):
    """Add a person who may act."""

    NAME: ClassVar[str] = "people add"
    RIGHT: ClassVar[str] = "people"
    officer: str = _arg("账号", positional=True, required=True)
    name: str = _arg("姓名")
    role: str = _arg("officer, leader, director, admin, auditor")
    digest: str = _arg("口令摘要 (程序内部)")
