"""Drills: ``drill list``, ``drill play``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.instants import parse_instant
from dutydesk.kernel.text import one_line


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``drill``."""
    family = add("drill", "演练: list 列出, play 播放脚本", listing)
    below = family.add_subparsers(dest="drill_act", metavar="ACT")
    below.add_parser("list", parents=[shared], help=translate("列出脚本"), allow_abbrev=False).set_defaults(run=listing)
    one = below.add_parser("play", parents=[shared], help=translate("播放脚本"), allow_abbrev=False)
    one.set_defaults(run=play)
    one.add_argument("file", metavar="FILE", help=translate("脚本名称或路径"))
    one.add_argument("--check", action="store_true", help=translate("逐项比对, 有不符则退出 1"))


def listing(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the shipped drills."""
    from dutydesk.drill import script

    for name in script.listed():
        try:
            drill = script.read(script.find(name))
        except script.DrillError as error:  # one odd file: the others are listed
            print(one_line(explain(error)), file=sys.stderr)
            continue
        if context.json:
            context.object(
                {"drill": name, "title": drill.title, "steps": len(drill.steps), "clocks": len(drill.clocks)}
            )
        else:
            context.text(f"{name}  {one_line(translate(drill.title))}")
    return 0


def play(context: Context, parsed: argparse.Namespace) -> int:
    """Play a drill on a store of its own; with ``--check`` compare every expectation and run to the end."""
    from dutydesk.drill import player, script

    try:
        drill = script.read(script.find(parsed.file))
    except script.DrillError as error:
        raise CommandError("{0}", error) from error
    with tempfile.TemporaryDirectory(prefix="dutydesk-drill-") as folder:
        typed = getattr(parsed, "db", None)
        path = Path(typed) if typed else Path(folder) / "drill.db"
        speed = getattr(parsed, "speed", None)
        played = player.Player(drill, path, _pacer(speed) if speed else None).play()
    failed = [one for one in played.found if not one.ok]
    for one in played.found:
        if context.json:
            content = {"line": one.line, "at": one.at, "expected": one.expected, "found": one.found, "ok": one.ok}
            context.object(content)
        elif not one.ok:
            context.text(say("第 {0} 行 {1}: 应为 {2}; 实为 {3}", one.line, _hour(one.at), one.expected, one.found))
    if not context.json:
        for line, needs in played.left_out:
            context.text(say("第 {0} 行未播: 需要 {1}", line, needs))
        context.text(say("{0} 项比对, {1} 项不符", len(played.found), len(failed)))
    if parsed.check and failed:
        first = failed[0]
        print(say("不符: 第 {0} 行 {1}", first.line, one_line(first.found)), file=sys.stderr)
        return 1
    return 0


def _hour(at: str) -> str:
    """An expectation's time, which is an ISO time, as people name it; the file's own word where it is none."""
    return when(parse_instant(at, 0)) if at else at


def _pacer(speed: float) -> Callable[[int], None]:
    """Return a pause that lets the drill pass ``speed`` times as fast as life."""
    last: list[int] = []

    def pause(at: int) -> None:
        if last:
            time.sleep(max(0.0, (at - last[0]) / 1_000_000 / speed))
        last[:] = [at]

    return pause
