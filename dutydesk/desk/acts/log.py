"""Acts on the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dutydesk.desk.acts.base import Act, arg
from dutydesk.domain import when


@dataclass(kw_only=True, eq=False, repr=False)
class Log(Act):
    """Write a line into the log; with --corrects in place of an earlier one."""

    NAME: ClassVar[str] = "log"
    HELP: ClassVar[str] = "记一条日志, 或更正一条"
    text: str = arg("内容", positional=True, required=True)
    matter: str = arg("所属事项 (编号或标签)")
    at: str = arg("事情发生的时间, 省略为现在", when=when.PAST)
    corrects: str = arg("更正哪一条 (条目编号)")


@dataclass(kw_only=True, eq=False, repr=False)
class Message(Act):
    """Take in a message as it arrived; a proposed colour red rings at once until a person confirms."""

    NAME: ClassVar[str] = "message"
    HELP: ClassVar[str] = "收一条来信 (可带建议)"
    text: str = arg("原文", positional=True, required=True)
    channel: str = arg("渠道: 电话, 传真, 微信 …")
    sender: str = arg("来自")
    received: str = arg("收到时间, 省略为现在", when=when.PAST)
    matter: str = arg("归入事项")
    label: str = arg("建议事项的标签")
    kind: str = arg("建议类别")
    category: str = arg("建议灾种")
    subtype: str = arg("建议亚类")
    colour: str = arg("建议颜色")
