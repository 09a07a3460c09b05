"""When affairs come: month by type, hour by weekday, with the figures."""

from __future__ import annotations

import argparse
import shutil

from dutydesk.capabilities.statistics import heat as reads
from dutydesk.capabilities.statistics.rules import heat as h
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.kernel.when import SINCE, WEEKDAYS, read


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``heat``."""
    one = add("heat", "何时多发: 月份 × 类别, 时刻 × 星期, 附数字", heat)
    one.add_argument("--since", metavar="T", help="自何时起, 省略为全部")


def heat(context: Context, parsed: argparse.Namespace) -> int:
    """Print the maps."""
    since = read(parsed.since, context.now(), SINCE) if parsed.since else 0
    found = reads.affairs(context.views, since)
    if not context.json:
        context.text(reads.pages(found, shutil.get_terminal_size().columns))
        return 0
    months, hours = h.by_month(found), h.by_hour(found, WEEKDAYS)
    high = h.peaks(months)
    for name, counts in months.rows:
        context.object({"map": "month", "name": name, "counts": list(counts), "peaks": list(high.get(name, ()))})
    for name, counts in hours.rows:
        context.object({"map": "hour", "name": name, "counts": list(counts)})
    return 0
