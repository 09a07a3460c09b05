"""Acts of the telephone: calls, contacts, the call for help."""

from __future__ import annotations

from datetime import date

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Call(Act):
    """Log a call out, with its result; a call that answers a call task names it or the person."""

    NAME = "call"
    HELP = "登记一次呼叫和结果: 接通, 无人接听, 占线"
    ADDS = True
    name: str = arg("呼叫谁: 人, 单位, 110", positional=True, required=True, of="contact")
    number: str = arg("号码, 省略则查通讯录", of="phone")
    result: str = arg("结果: reached 接通, no_answer 无人接听, busy 占线", of="call_result")
    matter: Matter | None = arg("事项", of="matter", matter="any")
    text: str = arg("通话内容")
    task: str = arg("呼叫任务编号")
    at: Instant = arg("通话时间, 省略为现在", when=when.PAST, now=True)
    opinion: str = arg("拟办意见: 建议怎么办")


class ContactSave(Act):
    """Add a line to the contact book, or replace one."""

    NAME = "contact save"
    HELP = "存一条通讯录: 单位, 岗位, 姓名, 号码, 核对日期"
    unit: str = arg("单位", positional=True, required=True, of="unit")
    number: list[str] = arg("号码, 可多个", many=True)
    post: str = arg("岗位")
    name: str = arg("姓名")
    officer: str = arg("本台人员, 不是则空着", of="person")
    verified: date | None = arg("核对日期, 如 2026-07-15", when=when.PAST_DAY)
    note: str = arg("备注")
    contact: str = arg("替换哪一条 (编号)")


class ContactImport(Act):
    """Take in a table of contacts. ``rows``: for each line its number, a colon, and an object of column to typed words."""

    NAME = "contact import"
    HELP = "从表格 (csv 或 xlsx) 读入通讯录; 全部读得懂才存"
    rows: list[str] = arg("表格的各行", many=True, graded=True)  # each cell is looked at by itself


class ContactRetire(Act):
    """Take a line out of the contact book; what was called stays in the log."""

    NAME = "contact retire"
    HELP = "通讯录一条停用"
    contact: str = arg("编号", positional=True, required=True)
    reason: str = arg("理由")


class Emergency(Act):
    """Call for help: the call list in order, every configured channel, a line in the log."""

    NAME = "emergency"
    DOES = "发出"
    HELP = "紧急呼叫: 按名单依次呼叫, 各渠道同时发出, 记入日志"
    text: str = arg("什么事", positional=True, required=True)
    matter: Matter | None = arg("事项", of="matter", matter="open")
