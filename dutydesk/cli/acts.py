"""Every act of the desk as a command: options, help and parsing come from the act's own declaration."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable, Mapping
from typing import Any

from dutydesk.cli.context import CommandError, Context
from dutydesk.desk import acts
from dutydesk.i18n import say, translate
from dutydesk.store.errors import StoreError

PLAIN = (
    acts.Log, acts.Open, acts.Amend, acts.Merge, acts.Figures, acts.Assess, acts.Activate, acts.Close, acts.Report,
    acts.Owe, acts.Met, acts.Waive, acts.Remind, acts.Ack, acts.Snooze, acts.Check, acts.ConfirmTime, acts.Message,
)  # fmt: skip
INCIDENT = (acts.Open, acts.Amend, acts.Merge, acts.Figures, acts.Assess, acts.Activate, acts.Close)
HELP: Mapping[str, str] = {
    "log": "记一条日志, 或更正一条",
    "message": "收一条来信 (可带建议)",
    "open": "立项: 突发事件, 政策, 诉求, 日常",
    "amend": "补充后来知道的事实",
    "merge": "并案",
    "figures": "更新数字",
    "assess": "完成评估",
    "activate": "启动或调整响应",
    "close": "办结事项",
    "report": "发报告: 电话, 首报, 续报, 重大变化, 终报, 更正",
    "owe": "手工起算任一时限",
    "met": "办结一个时限",
    "waive": "免办 (带班领导)",
    "remind": "设提醒",
    "ack": "签收预警, --undo 撤回",
    "snooze": "稍后提醒",
    "check": "填交接清单一项",
    "confirm-time": "核对时间后确认",
    "shift begin": "接班",
    "shift end": "结束班次",
    "shift relief": "替班",
    "shift away": "离开几分钟, 铃声转对岗",
    "people add": "添加人员",
}
HIDDEN = {"report": ("report",), "close": ("report",), "people add": ("digest",)}
Adder = Callable[..., argparse.ArgumentParser]


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add one command for each act, and the ``incident`` family."""
    for act in PLAIN:
        fill(add(act.NAME, HELP[act.NAME], runner(act)), act)
    family = add("incident", "突发事件: open, figures, assess, activate, close …", _incident_alone)
    below = family.add_subparsers(dest="incident_act", required=True, metavar="ACT")
    for act in INCIDENT:
        one = below.add_parser(act.NAME, parents=[shared], help=translate(HELP[act.NAME]), allow_abbrev=False)
        one.set_defaults(run=runner(act, {"kind": "incident"} if act is acts.Open else {}))
        fill(one, act, without=("kind",) if act is acts.Open else ())


def _incident_alone(_context: Context, _parsed: argparse.Namespace) -> int:
    raise AssertionError("argparse asks for the act")  # pragma: no cover - required=True


def fill(parser: argparse.ArgumentParser, act: type[acts.Act], without: tuple[str, ...] = ()) -> None:
    """Add an act's fields to a parser."""
    for item in dataclasses.fields(act):
        data = item.metadata
        if item.name in without or data.get("pairs") or item.name in HIDDEN.get(act.NAME, ()):
            continue
        if item.name == "label" and act is acts.Report:
            continue
        words: dict[str, Any] = {"help": translate(str(data["help"])), "default": argparse.SUPPRESS}
        if data["positional"]:
            parser.add_argument(item.name, metavar=item.name.upper(), **words)
        elif data["flag"]:
            parser.add_argument(f"--{item.name.replace('_', '-')}", action="store_true", dest=item.name, **words)
        elif data["many"]:
            flag = f"--{item.name.replace('_', '-')}"
            parser.add_argument(flag, nargs="+", action="extend", dest=item.name, metavar="X", **words)
        else:
            flag = f"--{item.name.replace('_', '-')}"
            parser.add_argument(flag, dest=item.name, metavar="X", required=bool(data["required"]), **words)


def runner(act: type[acts.Act], fixed: Mapping[str, Any] | None = None) -> Callable[[Context, Any], int]:
    """Return the function that performs an act from parsed words."""

    def run(context: Context, parsed: argparse.Namespace) -> int:
        known = {item.name for item in dataclasses.fields(act)}
        words = {name: value for name, value in vars(parsed).items() if name in known}
        words.update(fixed or {})
        if "figures" in known and parsed.figure_pairs:
            words["figures"] = parsed.figure_pairs
        if words.get("text") == "-" or words.get("text_file") == "-":
            words.pop("text_file", None)
            words["text"] = _standard_input()
        return perform(context, act.from_words(words))

    return run


def _standard_input() -> str:
    try:
        text = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandError("标准输入不是 UTF-8: 第 {0} 字节", error.start) from error
    if not text.strip():
        raise CommandError("text: 报告或条目是空的")
    return text.rstrip("\n")


def perform(context: Context, act: acts.Act) -> int:
    """Perform an act, tick, and say what was saved."""
    actor = context.actor()
    house = context.house
    done = house.desk.perform(act, actor=actor)
    if context.json:
        content: dict[str, Any] = {"id": done.id, "seq": done.seq}
        if done.rows and done.rows[0].matter_id:
            content["matter"] = done.rows[0].matter_id
        context.object(content)
    else:
        context.text(say("已保存 第 {0} 条 {1}", done.seq, done.id))
    try:
        house.watch.tick(watching=False)
    except StoreError:  # what is due is raised by the next tick
        print(translate("已保存; 到期提醒这次没有查, 由下一次看护补上"), file=sys.stderr)
    context.close()  # the reader first: only the writer folds the log into the store
    house.close()
    return 0
