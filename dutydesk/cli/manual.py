"""``help``: the topics of the user's guide, one of them, or what a command takes."""

from __future__ import annotations

import argparse

from dutydesk import manual
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import say, translate
from dutydesk.kernel.wording import nearest


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``help``."""
    del shared
    one = add("help", "手册: 列出题目, 读一个题目, 或某个命令的用法", show)
    one.add_argument("topic", nargs="?", default="", metavar="TOPIC", help=translate("题目或命令, 省略则列出题目"))


def show(context: Context, parsed: argparse.Namespace) -> int:
    """List the topics; print one; or the help of a command."""
    found = manual.topics()
    if not parsed.topic:
        if context.json:
            for one in found:
                context.object({"topic": one.name, "title": one.title})
            return 0
        for one in found:
            context.text(f"{one.name:<10}{one.title}")
        context.text(say("读一个题目: dutydesk help {0}; 值班台上按 F1", found[0].name))
        return 0
    topic = next((one for one in found if parsed.topic in (one.name, one.title)), None)
    if topic is not None:
        if context.json:
            context.object({"topic": topic.name, "title": topic.title, "text": topic.text})
        else:
            context.text(f"{topic.title}\n\n{topic.text}")
        return 0
    from dutydesk.cli.main import build_parser

    parser = build_parser()
    commands = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))  # noqa: SLF001 - argparse has no other way
    if parsed.topic in commands.choices:
        context.text(commands.choices[parsed.topic].format_help().rstrip())
        return 0
    raise CommandError("手册没有这个题目: {0}; {1}", parsed.topic, nearest(parsed.topic, [one.name for one in found]))
