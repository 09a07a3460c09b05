"""``proof``: the desk's draft of a report or a text of one's own, checked before it is sent; what is kept of one that was."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dutydesk.capabilities.matters.rules import REPORT_KINDS
from dutydesk.capabilities.reporting.grounds import found_line, ground_line
from dutydesk.capabilities.reporting.rules.findings import name_of
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.export import find_report
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.markings import is_marked_name
from dutydesk.kernel.text import clean, one_line, stored

if TYPE_CHECKING:
    from dutydesk.capabilities.reporting.rules.findings import Finding
    from dutydesk.capabilities.reporting.texts import Draft

BLOCKED = 1
"""Exit code where something blocks."""


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``proof``."""
    one = add("proof", "发出前核对报告: 草稿或自拟正文的三十项核对", proof)
    one.add_argument("matter", metavar="M", nargs="?", default="", help=translate("事项编号或简称"))
    one.add_argument("--kind", choices=REPORT_KINDS, default="", help=translate("报告种类; 不写则为下一份"))
    one.add_argument("--text", default="", help=translate("正文; 不写则核对自动草稿"))
    one.add_argument("--text-file", default="", metavar="F", help=translate("正文文件, - 为标准输入"))
    one.add_argument("--to", action="append", default=[], metavar="UNIT", help=translate("收件单位"))
    one.add_argument("--signer", default="", metavar="WHO", help=translate("谁签发; 不写则提醒还没有签发人"))
    one.add_argument("--mend", action="store_true", help=translate("只输出改好的正文: 有唯一正确写法的都改"))
    one.add_argument("--grounds", action="store_true", help=translate("草稿的每一句依据什么: 来源, 时间, 是否核实"))
    one.add_argument(
        "--report", default="", metavar="R", help=translate("已发的报告: 发出时的核对结果, 手改处, 与来文不同处")
    )


def proof(context: Context, parsed: argparse.Namespace) -> int:
    """Check a text, or tell what was found in one that was sent."""
    if parsed.report:
        return _sent(context, parsed.report)
    from dutydesk.capabilities.reporting import checking, drafting
    from dutydesk.capabilities.reporting.blanks import draft
    from dutydesk.capabilities.reporting.commands import next_report_kind
    from dutydesk.capabilities.reporting.rules.checks import findings

    matter = context.matter(parsed.matter)
    books = context.container.desk.books
    kind = parsed.kind or next_report_kind(matter, context.views.clocks(matter_id=matter.id))
    material = drafting.material(context.views, books, matter, context.now())
    drafted = draft(material, books.wording, kind) if kind != "correction" else None
    typed = _typed(parsed)
    text = typed or (drafted.text if drafted is not None else "")
    if not text.strip():
        raise CommandError("更正须写正文")
    if parsed.mend:
        text = checking.mended(context.views, books, material, kind, text)
        if not context.json:
            context.text(clean(text))
            return 0
    looked_at = checking.checked(context.views, books, material, kind, text, parsed.to, parsed.signer)
    found, title = findings(looked_at), looked_at.title
    blocked = any(one.weight == "block" for one in found)
    grounds = _grounds(drafted) if parsed.grounds and drafted is not None else []
    if context.json:
        content = {
            "matter": matter.label,
            "kind": kind,
            "title": title,
            "text": text,
            "drafted": not typed,
            "findings": [_object(one) for one in found],
            "blocked": blocked,
        }
        context.object({**content, "sentences": _objects(drafted)} if grounds and drafted is not None else content)
        return BLOCKED if blocked else 0
    context.text(f"{one_line(title)}\n{clean(text)}")
    for line in [*grounds, *map(found_line, found)] or [translate("没有发现问题")]:
        context.text(line)
    return BLOCKED if blocked else 0


def _object(one: Finding) -> dict[str, object]:
    return {
        "check": one.check,
        "weight": one.weight,
        "start": one.start,
        "end": one.end,
        "words": one.words,
        "said": explain(one.said),
        "right": one.right,
        "gate": one.gates,
        "title": one.title,
    }


def _grounds(drafted: Draft) -> list[str]:
    lines: list[str] = []
    for sentence in drafted.sentences:
        if sentence.grounds:
            lines += [one_line(sentence.text), *(f"    {ground_line(ground)}" for ground in sentence.grounds)]
    return lines


def _objects(drafted: Draft) -> list[dict[str, object]]:
    return [
        {
            "sentence": sentence.name,
            "text": sentence.text,
            "grounds": [
                {"what": one.what, "said": one.said, "source": one.source, "at": iso(one.at), "verified": one.verified}
                for one in sentence.grounds
            ],
        }
        for sentence in drafted.sentences
    ]


def _typed(parsed: argparse.Namespace) -> str:
    if not parsed.text_file:
        return stored(parsed.text)
    if parsed.text_file == "-":
        return stored(sys.stdin.read())
    if is_marked_name(Path(parsed.text_file).name):
        raise CommandError("文件名带有密级标志: 本系统不处理涉密内容, 未读文件")
    try:
        return stored(Path(parsed.text_file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError("读不出正文文件: {0}", parsed.text_file) from error


def _sent(context: Context, name: str) -> int:
    """Tell what is kept with a report: findings, what a hand changed, what the sources said otherwise."""
    report = find_report(context, name)
    if context.json:
        context.object(
            {
                "report": report.id,
                "title": report.title,
                "heading": report.paper_title,
                "sent_at": iso(report.sent_at),
                "findings": [dict(one) for one in report.findings],
                "edited": list(report.edited),
                "beside": list(report.beside),
                "blocked": bool(report.blocked),
            }
        )
        return BLOCKED if report.blocked else 0
    context.text(f"{when(report.sent_at)} {one_line(report.paper_title)}")
    for one in report.findings:
        reason = say("不改的理由: {0}", one["excused"]) if one["excused"] else translate("未改也未写理由, 不能打印外发")
        context.text(one_line(f"{translate(name_of(one['check']))} “{one['words']}” {one['said']}; {reason}"))
    for heading, lines in ((translate("手改处"), report.edited), (translate("与来文不同处"), report.beside)):
        if lines:
            context.text("\n".join([heading, *(f"  {one_line(line)}" for line in lines)]))
    if not (report.findings or report.edited or report.beside):
        context.text(translate("没有发现问题"))
    return BLOCKED if report.blocked else 0
