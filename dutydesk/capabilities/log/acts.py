"""Acts on the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Log(Act):
    """Write a line into the log; with --corrects in place of an earlier one."""

    NAME = "log"
    HELP = "记一条日志, 或更正一条"
    ADDS = True
    text: str = arg("内容", positional=True, required=True)
    matter: Matter | None = arg("所属事项 (编号或标签)", of="matter", matter="any")
    at: Instant = arg("事情发生的时间, 省略为现在", when=when.PAST, now=True)
    corrects: str = arg("更正哪一条 (条目编号)")
    opinion: str = arg("拟办意见: 建议怎么办; 更正时省略为照旧")
    result_of: str = arg("是哪一条的结果 (条目编号)")


class Message(Act):
    """Take in a message as it arrived; a proposed colour red rings at once until a person confirms."""

    NAME = "message"
    HELP = "收一条来信 (可带建议)"
    ADDS = True
    text: str = arg("原文", positional=True, required=True, typed=True)
    channel: str = arg("渠道: 电话, 传真, 微信 …", of="channel")
    sender: str = arg("来自", of="unit")
    received: Instant = arg("收到时间, 省略为现在", when=when.PAST, now=True)
    matter: Matter | None = arg("归入事项", of="matter", matter="any")
    label: str = arg("建议事项的标签")
    kind: str = arg("建议类别")
    category: str = arg("建议灾种")
    subtype: str = arg("建议亚类", of="subtype")
    colour: str = arg("建议颜色", of="colour")
    opinion: str = arg("拟办意见: 建议怎么办")


class MessageOpen(Act):
    """Open a message that came by itself."""

    NAME = "message open"
    HELP = "打开一条自动收到的消息"
    ENDS = ("message.opened",)
    entry: str = arg("消息 (条目编号)", positional=True, required=True)


class MessageDispose(Act):
    """Say what becomes of a message; only that ends its clocks."""

    NAME = "message dispose"
    HELP = "处理一条消息: 去向"
    ENDS = ("message.disposed",)
    SAID: ClassVar[Mapping[str, str]] = {"as": "how"}
    entry: str = arg("消息 (条目编号)", positional=True, required=True)
    how: str = arg(
        "去向: new 新立, belongs 归入, forward 转交, log 只记录, visit 来访, duplicate 重复, none 不办", required=True
    )
    matter: Matter | None = arg("新立的或归入的事项", of="matter", matter="any")
    to: str = arg("转交给谁", of="contact")
    reason: str = arg("理由")
    of: str = arg("与哪一条重复", of="message")


class MessageSettle(Act):
    """Dispose of several messages proposed blue together: only recorded, one reason for all."""

    NAME = "message settle"
    HELP = "几条蓝色消息一并只作记录"
    reason: str = arg("理由", required=True, needed=True)
    entries: list[str] = arg("消息 (条目编号), 省略为全部待处理的蓝色消息", many=True)
