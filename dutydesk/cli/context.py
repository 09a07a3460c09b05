"""What a command works with: the store, who acts, how to print."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutydesk import config, i18n
from dutydesk.bootstrap import House, bring_up, open_house
from dutydesk.clock import Clock, DrillClock, SystemClock
from dutydesk.domain.wording import Worded
from dutydesk.store.views import Views

if TYPE_CHECKING:
    import argparse
    from types import SimpleNamespace


class CommandError(Worded):
    """A command cannot be carried out; one sentence for stderr."""


class Context:
    """One run of the command line."""

    def __init__(self, parsed: argparse.Namespace | SimpleNamespace) -> None:
        self.parsed = parsed
        self.json: bool = getattr(parsed, "json", False)
        self.config = config.load()
        if self.config.lang and not getattr(parsed, "lang", None) and not os.environ.get("DUTYDESK_LANG"):
            i18n.use(i18n.choose(self.config.lang))
        self.path: Path = config.store_path(getattr(parsed, "db", None), self.config)

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock, or a made-up one on a drill store.

        Raises:
            CommandError: ``--clock`` or ``--speed`` on a real store.
        """
        typed, speed = getattr(self.parsed, "clock", None), getattr(self.parsed, "speed", None)
        if typed is None and speed is None:
            return SystemClock()
        self._bring_up()
        views = Views.open(self.path)
        drill = views.meta().get("drill") == "1"
        views.close()
        return made_up_clock(typed, speed, drill=drill)

    @cached_property
    def house(self) -> House:
        """The open desk."""
        self._bring_up()
        return open_house(self.path, clock=self.clock, rulebook=self.config.rulebook)

    @cached_property
    def views(self) -> Views:
        """Reads only: the write side is not imported for them."""
        self._bring_up()
        return Views.open(self.path)

    def _bring_up(self) -> None:
        """Migrate a store of an older version before it is used, and say where the copy of it is."""
        copy = bring_up(self.path)
        if copy is not None:
            print(i18n.say("库已升级到本版本; 升级前的副本: {0}", str(copy)), file=sys.stderr)

    def now(self) -> int:
        """Return the wall clock of this command (µs)."""
        return self.clock.wall()

    def actor(self) -> str:
        """Return the officer who acts, the secret checked where there is one.

        Raises:
            CommandError: nobody was named, the person is unknown, or the secret is missing or wrong.
        """
        typed = getattr(self.parsed, "actor", None) or os.environ.get("DUTYDESK_AS") or ""
        return resolve_actor(self.views, typed)

    def close(self) -> None:
        """Close what was opened for reading, so that the last one out folds the log into the store."""
        opened = self.__dict__.pop("views", None)
        if opened is not None:
            opened.close()

    # ------------------------------------------------------------ printing

    def object(self, content: Mapping[str, Any]) -> None:
        """Print one JSON object on a line of its own; escaped on a terminal, where raw text could act."""
        print(json.dumps(content, ensure_ascii=sys.stdout.isatty()))

    def text(self, text: str) -> None:
        """Print text that was cleaned already."""
        print(text)


def made_up_clock(typed: str | None, speed: float | None, *, drill: bool) -> Clock:
    """Return the clock for ``--clock`` and ``--speed``.

    Raises:
        CommandError: the store is a real one, or the time is none.
    """
    if not drill:
        raise CommandError("--clock 和 --speed 只能用于演练库: 真实日志不能有虚构的时间")
    from dutydesk.domain.instants import parse_instant

    system = SystemClock().wall()
    start = parse_instant(typed, system) if typed else system
    if speed is not None and not 0 < speed <= 100_000:
        raise CommandError("--speed 须大于 0 且不超过 100000")
    return DrillClock(start, speed or 1.0)


def resolve_actor(views: Views, typed: str) -> str:
    """Return the officer id for a name or account, its secret checked (terminal or DUTYDESK_SECRET_FILE)."""
    officers = views.officers()
    drill = views.meta().get("drill") == "1"
    if not typed:
        shift = views.shift()
        if drill and shift is not None and (shift.a or shift.b):
            return shift.a or shift.b
        if len(officers) != 1 and not (drill and officers):
            raise CommandError("请写明是谁: --as 姓名 或 DUTYDESK_AS")
        typed = next(iter(officers))
    found = [officer for officer in officers.values() if typed in (officer.id, officer.name)]
    if len(found) != 1:
        raise CommandError("没有这个人: {0}", typed)
    stored = views.secret(found[0].id)
    if stored:
        _check_secret(found[0].name, stored)
    elif not drill:
        raise CommandError("{0} 还没有口令, 不能在真实库上操作; 请主任用 people add 设定", found[0].name)
    return found[0].id


def read_secret(prompt: str, path: str | None = None) -> str:
    """Return a secret from a file or the terminal.

    Raises:
        CommandError: there is neither.
    """
    path = path or os.environ.get("DUTYDESK_SECRET_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError("读不出口令文件: {0}", path) from error
    if not sys.stdin.isatty():
        raise CommandError("需要口令: 请在终端运行, 或用 DUTYDESK_SECRET_FILE 指明口令文件")
    import getpass

    return getpass.getpass(prompt)


def _check_secret(name: str, stored: str) -> None:
    from dutydesk.desk.secrets import matches
    from dutydesk.i18n import say

    if not matches(read_secret(say("{0} 的口令: ", name)), stored):
        raise CommandError("口令不对: {0}", name)
