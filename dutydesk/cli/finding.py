"""Finding on the command line: the words and filters of the desk's own box, newest first. Reads never tick."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.files import pages
from dutydesk.capabilities.finding import reads, rules, telling, terms
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.show import entry_object
from dutydesk.i18n import explain, say, translate
from dutydesk.kernel.instants import iso, local_date
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import together
from dutydesk.store.search import unsearchable
from dutydesk.tui.initials import spelled_at

if TYPE_CHECKING:
    from dutydesk.capabilities.finding.reads import Found, Hit
    from dutydesk.cli.acts import Adder

MOST = 10_000
"""Lines that one search prints at most."""


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    one = add("search", "全文查找, 新的在前; 可带筛选: 类: 人: 单位: 状态: 级: 色: 月: 年: 日: 在:", search)
    one.add_argument("words", nargs="+", metavar="WORDS")
    one.add_argument("--limit", type=int, default=20, metavar="N")


def search(context: Context, parsed: argparse.Namespace) -> int:
    """Print what was found: lines of the log newest first, then people, units and rows of registers."""
    views = context.views
    text = " ".join(parsed.words)
    typed = rules.take_apart(text)
    if unknown := unsearchable(typed.words):
        raise CommandError("有查不到的字符, 没有查找: {0}", [one_line(word) for word in unknown])
    wanted = rules.read(typed, terms.needed(views, typed), context.now(), spelled_at)
    if wanted.problems:
        raise CommandError("没有查找: {0}", together(wanted.problems))
    limit = max(1, min(parsed.limit, MOST))
    found = reads.look(views, wanted, limit, spelled_at)
    if rules.WHERE not in wanted.codes:
        _without_examples(found)
    if wanted.unknown:
        if not found.count:
            raise CommandError("没有找到: {0}", together(wanted.unknown))
        print(one_line(explain(together(wanted.unknown))), file=sys.stderr)
    _print(context, found, limit)
    return 0


def _without_examples(found: Found) -> None:
    """Leave out the cases that are shipped, where nobody asked for cases (在:案例): they happened in no office."""
    own = [hit for hit in found.hits.get(rules.CASES, ()) if hit.at is not None]
    if own:
        found.hits[rules.CASES], found.counts[rules.CASES] = own, len(own)
    else:
        found.hits.pop(rules.CASES, None)
        found.counts.pop(rules.CASES, None)


def _print(context: Context, found: Found, limit: int) -> None:
    """Print the newest lines of all groups together, then what stands on no line, then how many there are."""
    people = context.views.names()
    hits = [hit for group in rules.GROUPS for hit in found.hits.get(group, ())]
    lines = [(hit.entry.seq, hit.entry, hit) for hit in hits if hit.entry is not None]
    for _, entry, hit in sorted(lines, key=lambda one: -one[0])[:limit]:
        if context.json:
            context.object({**entry_object(entry, people), "type": rules.TYPES[hit.group]})
        else:
            context.text(f"{str(local_date(entry.at))[5:]} {pages.log_page(context.views, [entry])}")
    for hit in hits:
        if hit.entry is None:
            told = telling.told(context.views, hit, people)
            if context.json:
                context.object(_bare(hit, told))
            else:
                context.text(one_line(f"{translate(rules.GROUPS[hit.group])} {told}"))
    if not found.count and not context.json:
        context.text(translate("没有找到"))
    if found.count and not context.json:
        counts = [f"{translate(rules.GROUPS[group])} {count}" for group, count in found.counts.items()]
        context.text(say("共 {0} 条: {1}", found.count, counts))


def _bare(hit: Hit, told: str) -> dict[str, Any]:
    """Return what stands on no line of the log, with the keys of one."""
    return {
        "seq": None,
        "id": hit.key,
        "at": iso(hit.at),
        "recorded_at": None,
        "actor": None,
        "kind": hit.register or None,
        "matter": None,
        "text": told,
        "corrects": None,
        "struck": False,
        "type": rules.TYPES[hit.group],
    }
