"""A repair: ``rebuild``."""

from __future__ import annotations

import argparse
import sys

from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.i18n import say
from dutydesk.kernel.text import one_line


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``rebuild``."""
    add("rebuild", "由日志重算各表", rebuild)


def rebuild(context: Context, _parsed: argparse.Namespace) -> int:
    """Compute all tables again from the journal; exit 1 and name the rows that cannot be worked in."""
    from dutydesk.store.integrity import Skipped
    from dutydesk.store.integrity import rebuild as rebuild_tables

    if context.views.officers():  # nobody can be asked where the tables are lost: they are what it repairs
        context.container.desk.require("rebuild", actor=context.actor(), what="rebuild")
    skipped: list[Skipped] = []
    count = rebuild_tables(context.container.desk.store, context.now(), skipped)
    context.container.close()
    for row in skipped:
        sentence = say("第 {0} 条 ({1}) 算不进各表 ({2}); 其余照算, 这一条仍在日志里", row.seq, row.kind, row.why)
        print(one_line(sentence), file=sys.stderr)
    if context.json:
        left_out = [{"seq": row.seq, "kind": row.kind, "why": row.why} for row in skipped]
        context.object({"ok": not skipped, "count": count, "skipped": left_out})
    else:
        context.text(say("已由 {0} 条日志重算各表", count - len(skipped)))
    return 1 if skipped else 0
