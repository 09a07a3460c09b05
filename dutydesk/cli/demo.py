"""``dutydesk demo``: a realistic day under way, on a fresh drill store."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dutydesk import config
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.clock import SystemClock
from dutydesk.i18n import say, translate

MOST_HISTORY = 5_000_000


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``demo``."""
    one = add("demo", "演示: 一个进行中的值班日", demo)
    one.add_argument("--history", type=int, default=0, metavar="N", help=translate("另造 N 条历史日志"))
    one.add_argument("--no-ui", action="store_true", help=translate("只建库, 不打开值班台"))


def demo(context: Context, parsed: argparse.Namespace) -> int:
    """Build the demo store and open the desk on it."""
    from dutydesk.cli.desk import refuse_no_terminal, run_desk
    from dutydesk.drill.demo import build

    if not 0 <= parsed.history <= MOST_HISTORY:
        raise CommandError("--history 须为 0 至 {0}", MOST_HISTORY)
    if not parsed.no_ui:
        refuse_no_terminal()
    typed = getattr(parsed, "db", None)
    path = Path(typed) if typed else _fresh_path()
    build(path, now=SystemClock().wall(), history=parsed.history, progress=_bar(parsed.history))
    if context.json:
        context.object({"db": str(path)})
    else:
        context.text(say("演示库: {0}", str(path)))
    if parsed.no_ui:
        return 0
    context.path = path
    return run_desk(context, tour=True)


def _fresh_path() -> Path:
    """Return a new place in the user's cache folder; older demo stores nobody has open are cleared away."""
    folder = config.user_folder("cache")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.glob("demo-*.db*"):
        if time.time() - old.stat().st_mtime > 86_400:
            old.unlink(missing_ok=True)
    return folder / f"demo-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1_000_000:06d}.db"


def _bar(total: int) -> Callable[[int], None] | None:
    """Return a progress bar on stderr, or None without history or without a terminal."""
    if not total or not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def show(done: int) -> None:
        width = 40 * done // total
        rate = done / max(time.monotonic() - started, 0.001)
        bar = "#" * width + "." * (40 - width)
        print(f"\r[{bar}] {done}/{total} {rate:,.0f}/s", end="\n" if done >= total else "", file=sys.stderr, flush=True)

    return show
