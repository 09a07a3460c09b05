"""The parser of the command line: it speaks the language of the person, and repeats nothing raw of what was typed.

The standard library's parser says its sentences through two functions of its module; here they look up our own
(Chinese, translated like every other), so that usage, headings and mistakes come in one language. What a new version
of it may say beyond these comes in its own words.
"""

from __future__ import annotations

import argparse
import re
import shutil
from typing import Any, NoReturn

from dutydesk.i18n import current, say, translate
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import nearest
from dutydesk.usecase.said import field_word

SENTENCES = {
    "usage: ": "用法: ",
    "positional arguments": "所填内容",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s: 用法不对: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "还缺: %s",
    "one of the arguments %s is required": "须有其中一个: %s",
    "not allowed with argument %s": "不能与 %s 同用",
    "unrecognized arguments: %s": "不认得: %s",
    "expected one argument": "后面须有一个值",
    "expected at most one argument": "后面最多一个值",
    "expected at least one argument": "后面至少一个值",
    "expected %s argument": "后面须有 %s 个值",
    "expected %s arguments": "后面须有 %s 个值",
    "ignored explicit argument %r": "不带值, 多了 %r",
    "ambiguous option: %(option)s could match %(matches)s": "选项不清楚: %(option)s 可以是 %(matches)s",
    "invalid %(type)s value: %(value)r": "不是数值: %(value)r",
}
"""What the standard library says, and the desk's sentence for it."""

PLACES = {
    "PATH": "文件",
    "FILE": "文件",
    "F": "文件",
    "D": "文件夹",
    "OFFICER": "人",
    "NAME": "名称",
    "COLUMN": "栏",
    "CATEGORY": "灾种",
    "SUBTYPE": "亚类",
    "LEVEL": "级别",
    "COMMAND": "命令",
    "ACT": "动作",
    "WHAT": "内容",
    "STEP": "步骤",
    "M": "事项",
    "R": "报告",
    "H": "交接",
    "S": "班次",
    "T": "时间",
    "DAY": "日期",
    "YYYY-MM-DD": "日期",
    "TEL": "电话",
    "WORDS": "词",
    "N": "数",
    "X": "值",
}
"""What stands for a value in a usage line, and its word."""

WIDE = 8
"""Cells that the Chinese words of a usage line may take beyond their number."""

_WORD = re.compile("[!-~]+ ?|.")


def place_of(name: str, help_text: str) -> str:
    """Return what stands in a usage line for a field that has no option: its word, in English its name."""
    return field_word(help_text).replace(" ", "") if current() == "zh" else name.upper()


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    from rich.cells import cell_len  # only where help is shown

    return cell_len(text)


class Formatter(argparse.HelpFormatter):
    """Places in words, and lines that end where the terminal does: a Chinese character takes two cells."""

    def __init__(self, prog: str) -> None:
        columns = shutil.get_terminal_size().columns - 2
        super().__init__(prog, width=columns - WIDE if current() == "zh" else columns)

    def _metavar_formatter(self, action: argparse.Action, default_metavar: str) -> Any:
        written = super()._metavar_formatter(action, default_metavar)
        return lambda size: tuple(_in_words(place) for place in written(size))

    def _format_action(self, action: argparse.Action) -> str:
        wide = self._format_action_invocation(action)
        more = cells(wide) - len(wide)
        self._action_max_length -= more
        self._max_help_position -= more
        try:
            return super()._format_action(action)
        finally:
            self._action_max_length += more
            self._max_help_position += more

    def _split_lines(self, text: str, width: int) -> list[str]:
        lines = [""]
        for word in _WORD.findall(" ".join(text.split())):
            if lines[-1] and cells(lines[-1] + word.rstrip()) > width:
                lines.append("")
            lines[-1] += word
        return [line.rstrip() for line in lines]


class Parser(argparse.ArgumentParser):
    """A parser, and of its kind those of its subcommands."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("formatter_class", Formatter)
        super().__init__(**settings)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            hint = nearest(str(value), map(str, action.choices))
            raise argparse.ArgumentError(action, say("没有 {0}, {1}", one_line(str(value)), hint))

    def error(self, message: str) -> NoReturn:
        """Say usage and mistake; exit 2."""
        super().error(one_line(message))


def _in_words(place: str) -> str:
    return translate(PLACES[place]) if place in PLACES and current() == "zh" else place


def _sentence(sentence: str) -> str:
    """One of the standard library's sentences in the language in use."""
    return translate(SENTENCES[sentence]) if sentence in SENTENCES else sentence


def _counted(one: str, many: str, count: int) -> str:
    return _sentence(one if count == 1 else many)


_plain_name = vars(argparse)["_get_action_name"]


def _named(action: argparse.Action | None) -> str | None:
    """What an argument is called in a mistake: as it is typed, and its word in brackets."""
    name = _plain_name(action)
    if action is None or name is None:
        return name
    if name in PLACES or not action.help:
        return _in_words(name)
    word = field_word(action.help)
    return name if not word or word in name else f"{word} ({name})"


for _name, _ours in {"_": _sentence, "ngettext": _counted, "_get_action_name": _named}.items():
    setattr(argparse, _name, _ours)
