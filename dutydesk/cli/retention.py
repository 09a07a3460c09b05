"""``retention``: how long what is kept, and what is over its time. Nothing is taken out."""

from __future__ import annotations

import argparse

from dutydesk.capabilities.files.aged import Aged, aged
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.retention import spelled
from dutydesk.kernel.text import one_line
from dutydesk.usecase.books import load_books


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``retention``."""
    add("retention", "保存期限: 各类记录保存多久, 哪些已满期; 个人信息逐条列出, 只列不删", retention)


def retention(context: Context, _parsed: argparse.Namespace) -> int:
    """Print each kind with its time, how many are over it, and of personal data every entry."""
    for one in aged(context.views, load_books(context.rulebook).retention, context.now()):
        if context.json:
            context.object(_object(one))
            continue
        kept = one.kept
        decided = say("{0} 决定", kept.decided) if kept.decided else translate("建议, 待本单位决定")
        told = f"{translate(kept.name)}: {explain(spelled(kept))} ({decided}; {translate(kept.source)}); {_over(one)}"
        context.text(one_line(told))
        for over in one.entries:
            label = f"[{over.entry.label}] " if over.entry.label else ""
            line = say("{0}第 {1} 条 {2}, {3} 满期", label, over.entry.seq, when(over.entry.at), when(over.until))
            context.text(f"  {one_line(line)}")
    return 0


def _over(one: Aged) -> str:
    if one.count is None:
        return translate("哪些满期请人工核对")
    if not one.count or one.oldest is None:
        return translate("没有满期的")
    return say("满期 {0} 条, 最早 {1}", one.count, when(one.oldest))


def _object(one: Aged) -> dict[str, object]:
    kept = one.kept
    entries = [
        {"seq": over.entry.seq, "id": over.entry.id, "at": iso(over.entry.at), "matter": over.entry.label or None, "until": iso(over.until)}
        for over in one.entries
    ]  # fmt: skip
    return {
        "id": kept.id,
        "name": kept.name,
        "keep": kept.keep.text if kept.keep is not None else None,
        "decided": kept.decided or None,
        "source": kept.source,
        "due": one.count,
        "oldest": iso(one.oldest) if one.oldest is not None else None,
        "entries": entries,
    }
