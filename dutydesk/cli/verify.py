"""``verify``: the journal, its signed heads, and all that is computed from it; what was checked, and what was not."""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dutydesk import __version__
from dutydesk.capabilities.backups import reads
from dutydesk.capabilities.backups.events import StoreRestored
from dutydesk.capabilities.backups.words import gap_words
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.progress import bar
from dutydesk.clock import SystemClock
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Word, Worded, vocabulary
from dutydesk.store.attachments import STATES

JOURNAL = ("journal", "file", "heads", "sheet")
"""What ``--journal`` checks; ``sheet`` only where an anchor was typed in."""

STEPS = vocabulary(
    {
        "journal": "日志链",
        "file": "库文件",
        "heads": "签名锚点",
        "sheet": "抄来的锚点",
        "schema": "结构和触发器",
        "facts": "建库记录和口令",
        "tables": "由日志重算各表",
        "anchor": "旁存锚点",
        "key": "密钥文件",
        "attachments": "附件",
    }
)

NEVER = ("条目所写是否属实", "打印件与本库是否一致 (可用 --anchor 逐份核对)", "机器的时钟是否准")
"""What no check of a store can tell, said in every report."""

_SHEET = re.compile(r"([0-9]{1,12})[:/ ]([0-9a-f]{16,64})")


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``verify``."""
    one = add("verify", "核验日志, 以及由它算出的各表、结构、锚点和密钥", verify)
    apart = one.add_mutually_exclusive_group()
    apart.add_argument("--journal", action="store_true", help=translate("只核验日志链和签名"))
    apart.add_argument("--tables", action="store_true", help=translate("只由日志重算各表并比较"))
    one.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="N:X",
        help=translate("由打印的交接单抄来的锚点: 条数和链首的前 16 位以上, 如 120:6b7362b5ca77ecbb, 可写多个"),
    )
    one.add_argument("--report", action="store_true", help=translate("写成给审计的报告: 谁、何时、查了什么、没查什么"))


@dataclass(slots=True)
class Findings:
    """What came of the checks, in their order. ``failed``: the step that does not hold; the later ones were not made."""

    checked: list[str] = field(default_factory=list[str])
    count: int = 0
    head: str = ""
    first_bad: int | None = None
    anchors: int = 0
    files: int = 0
    failed: str = ""
    detail: str = ""

    def wrong(self, step: str, sentence: Worded | str | None) -> None:
        """Take down that a step does not hold, where it does not."""
        if sentence:
            self.failed = step
            self.detail = explain(sentence) if isinstance(sentence, Worded) else sentence


def verify(context: Context, parsed: argparse.Namespace) -> int:
    """Check what is asked for; exit 1 and name what does not hold."""
    sheets = [_read_sheet(typed) for typed in parsed.anchor]
    wanted = ["tables"] if parsed.tables else [*JOURNAL] if parsed.journal else [*STEPS]
    if not sheets:
        wanted = [step for step in wanted if step != "sheet"]
    elif parsed.tables:
        raise CommandError("--anchor 核对的是日志, 不能与 --tables 同用")
    found = _checked(context, wanted, sheets)
    gaps = reads.restorations(context.views) if found.failed not in {"journal", "file"} else []
    if context.json:
        context.object(_content(context, found, gaps))
    elif parsed.report:
        for line in _report(context, found, gaps):
            context.text(one_line(line))
    elif not found.failed:
        for line in _lines(found, gaps, wanted):
            context.text(one_line(line))
    if found.failed:
        where = say("第 {0} 条起不符", found.first_bad) if found.first_bad else _where(found.failed)
        print(one_line(f"{where}: {found.detail}" if where else found.detail), file=sys.stderr)
    return 1 if found.failed else 0


def _where(step: str) -> str:
    return {
        "file": translate("库文件损坏"),
        "heads": translate("签名锚点不符"),
        "journal": translate("库文件损坏"),
    }.get(step, "")


def _read_sheet(typed: str) -> tuple[int, str]:
    found = _SHEET.fullmatch(re.sub(r"(?<=[0-9a-f]) (?=[0-9a-f])", "", typed.strip().lower().replace(": ", ":")))
    if found is None:
        raise CommandError("锚点写作 条数:链首, 链首至少 16 位十六进制: {0}", one_line(typed))
    return int(found[1]), found[2]


def _checked(context: Context, wanted: Sequence[str], sheets: Sequence[tuple[int, str]]) -> Findings:
    """Make the checks, one after another, up to the first that fails."""
    from dutydesk.store import audit

    found, show, path = Findings(), bar(), context.path
    looks: dict[str, Callable[[], None]] = {
        "journal": lambda: _look_at_the_chain(context, found, show),
        "file": lambda: _look_at_the_file(context, found),
        "heads": lambda: _look_at_the_heads(context, found),
        "sheet": lambda: found.wrong("sheet", _sheet_differs(context, sheets)),
        "schema": lambda: found.wrong("schema", audit.schema_differs(path)),
        "facts": lambda: found.wrong("facts", audit.facts_differ(path)),
        "tables": lambda: found.wrong(
            "tables", audit.tables_differ(path, context.now(), progress=lambda share: show("tables", share))
        ),
        "anchor": lambda: found.wrong("anchor", audit.anchor_differs(path)),
        "key": lambda: found.wrong("key", audit.key_is_open(path)),
        "attachments": lambda: _look_at_the_files(context, found),
    }
    if "journal" not in wanted:
        seq, head, _ = context.views.head()
        found.count, found.head = seq, head.hex()
    for step in wanted:
        found.checked.append(step)
        looks[step]()
        if found.failed:
            break
    return found


def _look_at_the_chain(context: Context, found: Findings, show: Callable[[str, float], None]) -> None:
    from dutydesk.store.integrity import verify_chain

    total = max(1, _count(context))
    report = verify_chain(context.path, progress=lambda done: show("journal", done / total))
    found.count, found.head, found.first_bad = report.count, report.head, report.first_bad
    if not report.ok:
        found.wrong("journal", report.detail)


def _count(context: Context) -> int:
    """Return how many rows there are to read, as far as that can be told; a damaged store is read all the same."""
    from dutydesk.store.errors import StoreError

    try:
        return context.views.head()[0]
    except StoreError:
        return 0


def _look_at_the_file(context: Context, found: Findings) -> None:
    from dutydesk.store.integrity import quick_check

    found.wrong("file", quick_check(context.path))


def _look_at_the_files(context: Context, found: Findings) -> None:
    """Read every kept file and compare it with what the journal says of it."""
    from dutydesk.store import attachments

    named = attachments.named_in(context.path)
    found.files = len(named)
    wrong = attachments.not_intact(attachments.folder_of(context.path), named)
    if wrong:
        one, state = wrong[0]
        found.wrong(
            "attachments",
            Worded("{0} 个附件不符: {1} {2} (SHA-256 {3})", len(wrong), one.name, STATES[state], one.sha256[:16]),
        )


def _look_at_the_heads(context: Context, found: Findings) -> None:
    from dutydesk.store.anchors import verify_anchors

    report = verify_anchors(context.path)
    found.anchors = report.count
    if not report.ok:
        found.first_bad = report.first_bad
        found.wrong("heads", report.sentence)


def _sheet_differs(context: Context, sheets: Sequence[tuple[int, str]]) -> Worded | None:
    """Compare what was printed with what stands there: the witness that nobody at the machine can change."""
    from dutydesk.store.backups import hash_at

    for count, head in sheets:
        own = hash_at(context.path, count)
        if not own:
            return Worded("交接单上有 {0} 条, 库里没有第 {0} 条: 库被截尾或换回旧库", count)
        if not own.startswith(head):
            return Worded("第 {0} 条与交接单上的链首不符: 单上 {1}, 库里 {2}", count, head, own[: len(head)])
    return None


# ---------------------------------------------------------------- said


def _content(context: Context, found: Findings, gaps: Sequence[tuple[int, StoreRestored]]) -> dict[str, Any]:
    later = {"schema", "facts", "tables", "anchor", "key", "sheet", "attachments"}
    return {
        "ok": not found.failed,
        "count": found.count,
        "head": found.head,
        "first_bad": found.first_bad,
        "anchors": found.anchors,
        "attachments": found.files,
        "checked": found.checked,
        "unchecked": [step for step in STEPS if step not in found.checked],
        "failed": found.failed if found.failed in later else None,
        "detail": found.detail or None,
        "restored": [_gap(seq, event) for seq, event in gaps],
        "at": iso(SystemClock().wall()),
        "by": _who(context),
        "version": __version__,
    }


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


def _lines(found: Findings, gaps: Sequence[tuple[int, StoreRestored]], wanted: Sequence[str]) -> list[str]:
    lines: list[str] = []
    if "journal" in wanted:
        lines.append(say("日志完整: {0} 条, 链首 {1}", found.count, found.head))
        lines.append(say("签名锚点 {0} 个, 都相符", found.anchors))
    if "sheet" in wanted:
        lines.append(translate("与交接单上抄来的锚点相符"))
    lines += [say("第 {0} 条起由备份恢复: {1}", seq, gap_words(event)) for seq, event in gaps]
    if wanted == ["tables"]:
        lines.append(translate("各表与日志重算的一致"))
    elif "tables" in wanted:
        lines.append(translate("各表与日志重算的一致; 结构, 触发器, 旁存锚点, 口令和密钥文件无异常"))
        if found.files:
            lines.append(say("附件 {0} 个, 都在, 内容都相符", found.files))
    return lines


def _who(context: Context) -> str:
    """Who checks: the person who was named, else the machine's user."""
    try:
        return str(getattr(context.parsed, "actor", None) or getpass.getuser())
    except (KeyError, OSError):  # a user without a name
        return "?"


def _report(context: Context, found: Findings, gaps: Sequence[tuple[int, StoreRestored]]) -> list[str]:
    """Return the report for an auditor: who, when, what was checked, what was not."""
    from dutydesk.store.anchors import PUBLIC_KEY

    try:
        meta = context.views.meta()
    except Worded:
        meta = {}
    now = SystemClock().wall()
    lines = [
        translate("值班日志核验报告"),
        say("单位: {0}", meta.get("site", "?")),
        say("库: {0}", str(context.path.absolute())),
        say("核验人: {0}; 时间: {1}; 程序 dutydesk {2}", _who(context), when(now), __version__),
        say("条数 {0}, 链首 {1}", found.count, found.head),
        say("签名锚点 {0} 个, 公钥 {1}", found.anchors, meta.get(PUBLIC_KEY, "")[:16] or "-"),
    ]
    for step, name in STEPS.items():
        if step == found.failed:
            lines.append(f"× {translate(name)}: {found.detail}")
        elif step in found.checked:
            lines.append(f"√ {translate(name)}")
    lines += [say("第 {0} 条起由备份恢复: {1}", seq, gap_words(event)) for seq, event in gaps]
    left = [translate(name) for step, name in STEPS.items() if step not in found.checked]
    lines += [say("没有查: {0}", one) for one in [*left, *(translate(Word(one)) for one in NEVER)]]
    lines.append(translate("结论: 不符") if found.failed else translate("结论: 所查各项相符"))
    return lines
