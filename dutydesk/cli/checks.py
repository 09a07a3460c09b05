"""Checks and repairs: verify, rebuild."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from dutydesk.capabilities.backups import reads
from dutydesk.capabilities.backups.events import StoreRestored
from dutydesk.capabilities.backups.words import gap_words
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.i18n import explain, say, translate
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add the checking commands."""
    one = add("verify", "核验日志, 以及由它算出的各表、结构、锚点和密钥", verify)
    one.add_argument("--journal", action="store_true", help=translate("只核验日志链和签名"))
    add("rebuild", "由日志重算各表", rebuild)


def verify(context: Context, parsed: argparse.Namespace) -> int:
    """Check the journal and, unless ``--journal``, all that is computed from it; exit 1 and name what does not hold."""
    from dutydesk.store.anchors import AnchorReport, verify_anchors
    from dutydesk.store.integrity import quick_check, verify_chain

    report = verify_chain(context.path)
    damage = quick_check(context.path) if report.ok else ""
    sound = report.ok and not damage
    signed = verify_anchors(context.path) if sound else AnchorReport(True, 0)
    checked = ["journal", "file", "heads"] if sound else ["journal"]
    ok = sound and signed.ok
    other: tuple[str, Worded] | None = None
    if ok and not parsed.journal:
        other = _beyond_the_journal(context, checked)
        ok = other is None
    first_bad = report.first_bad or signed.first_bad
    detail = report.detail or damage or (explain(signed.sentence) if signed.sentence is not None else "")
    detail = explain(other[1]) if other is not None else detail
    gaps = reads.restorations(context.views) if sound else []
    if context.json:
        context.object(
            {
                "ok": ok,
                "count": report.count,
                "head": report.head,
                "first_bad": first_bad,
                "anchors": signed.count,
                "checked": checked,
                "failed": other[0] if other is not None else None,
                "detail": detail or None,
                "restored": [_gap(seq, event) for seq, event in gaps],
            }
        )
    elif ok:
        context.text(say("日志完整: {0} 条, 链首 {1}", report.count, report.head))
        context.text(say("签名锚点 {0} 个, 都相符", signed.count))
        for seq, event in gaps:
            context.text(one_line(say("第 {0} 条起由备份恢复: {1}", seq, gap_words(event))))
        if not parsed.journal:
            context.text(translate("各表与日志重算的一致; 结构, 触发器, 旁存锚点, 口令和密钥文件无异常"))
    if not ok:
        where = translate("库文件损坏") if sound is False and not first_bad else translate("签名锚点不符")
        if first_bad:
            where = say("第 {0} 条起不符", first_bad)
        print(f"{where}: {detail}" if other is None else one_line(detail), file=sys.stderr)
    return 0 if ok else 1


def _gap(seq: int, event: StoreRestored) -> dict[str, Any]:
    lost = bool(event.missing_last)
    return {
        "seq": seq,
        "count": event.count,
        "missing": [event.missing_first, event.missing_last] if lost else None,
        "since": iso(event.lost_since) if lost else None,
        "until": iso(event.lost_until) if lost else None,
        "reason": event.reason or None,
    }


def _beyond_the_journal(context: Context, checked: list[str]) -> tuple[str, Worded] | None:
    """Check one thing after another, noting each; return the first that fails with what is wrong."""
    from dutydesk.store import audit

    looks: tuple[tuple[str, Callable[[], Worded | None]], ...] = (
        ("schema", lambda: audit.schema_differs(context.path)),
        ("facts", lambda: audit.facts_differ(context.path)),
        ("tables", lambda: audit.tables_differ(context.path, context.now())),
        ("anchor", lambda: audit.anchor_differs(context.path)),
        ("key", lambda: audit.key_is_open(context.path)),
    )
    for name, look in looks:
        checked.append(name)
        wrong = look()
        if wrong is not None:
            return name, wrong
    return None


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
