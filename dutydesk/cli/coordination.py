"""Reading what belongs to the handling: plans, the sending ledger, calls, the contact book."""

from __future__ import annotations

import argparse
from typing import Any

from dutydesk.capabilities.calls import reads as call_reads
from dutydesk.capabilities.calls.acts import ContactImport
from dutydesk.capabilities.coordination.rules import coordination as c
from dutydesk.capabilities.log.lines import figures_at_odds
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.registers import kept
from dutydesk.capabilities.reporting import reads as ledger_reads
from dutydesk.capabilities.reporting.rules.reporting import differing, known_figures
from dutydesk.cli.acts import Adder, add_verbs
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.registers import add_table, take_table
from dutydesk.i18n import listed, say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.telephones import shown
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Word
from dutydesk.usecase.books import load_books


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``plan``, ``contact``, ``calls`` and ``ledger``."""
    family = add("plan", "预案: show 某类某级, missing 缺哪些, do 步骤, joint 联合方案", missing)
    below = add_verbs(family, "plan", shared)
    one = below.add_parser("show", parents=[shared], help=translate("看某类某级的预案"), allow_abbrev=False)
    one.set_defaults(run=show_plan)
    one.add_argument("category", metavar="CATEGORY", help=translate("灾种或亚类, 如 accident, road"))
    one.add_argument("level", metavar="LEVEL", help=translate("级别 I-IV"))
    two = below.add_parser("missing", parents=[shared], help=translate("缺哪些预案"), allow_abbrev=False)
    two.set_defaults(run=missing)
    family = add("contact", "通讯录: list, save, import, retire", contacts)
    below = add_verbs(family, "contact", shared, without=("import",))
    three = below.add_parser("list", parents=[shared], help=translate("列出通讯录"), allow_abbrev=False)
    three.set_defaults(run=contacts)
    shown = translate(ContactImport.HELP)
    taken = below.add_parser("import", parents=[shared], help=shown, description=shown, allow_abbrev=False)
    taken.set_defaults(run=import_contacts)
    taken.add_argument("file", metavar="FILE")
    add_table(taken)
    add("calls", "还要呼叫谁", calls)
    four = add("ledger", "报送台账: 谁何时收到什么, 各单位掌握的数字是否一致", ledger)
    four.add_argument("matter", metavar="M", help=translate("事项"))


def import_contacts(context: Context, parsed: argparse.Namespace) -> int:
    """List what a table of contacts holds; take it in when all of it can be read."""
    return take_table(context, parsed, kept.kept()["contacts"].register)


def show_plan(context: Context, parsed: argparse.Namespace) -> int:
    """Print one plan."""
    books = load_books(context.rulebook)
    level = m.read_level(parsed.level)
    category, subtype = parsed.category, ""
    if category not in books.taxonomy.categories:
        category, subtype = books.taxonomy.category_of(category), category
    cell = books.plans.cell(category, subtype, level) if category else None
    if cell is None:
        raise CommandError("没有这个预案: {0} {1}", parsed.category, m.LEVEL_MARKS[level])
    if context.json:
        steps = [
            {"text": s.text, "owner": s.owner, "within": s.due.text if s.due else None, "must": s.must}
            for s in cell.steps
        ]
        parts = {"start": list(cell.start), "lead": cell.lead, "units": [unit.name for unit in cell.units]}
        ends = {"criteria": list(cell.criteria), "calls": list(cell.calls), "source": cell.source}
        context.object(
            {
                "category": cell.category,
                "subtype": cell.subtype or None,
                "level": level,
                **parts,
                "steps": steps,
                **ends,
            }
        )
        return 0
    name = books.taxonomy.name_of(cell.category, cell.subtype)
    lines = [say("{0} {1}级", Word(name), m.LEVEL_MARKS[level]), f"{translate('启动条件')}: {listed(cell.start)}"]
    lines += [f"{number:>2}. {translate(step.text)}" for number, step in enumerate(cell.steps, 1)]
    lines += [f"{translate('终止标准')}: {listed(cell.criteria)}", f"{translate('来源')}: {translate(cell.source)}"]
    context.text("\n".join(lines))
    return 0


def missing(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the cells that the office has no plan for (CO-09)."""
    books = load_books(context.rulebook)
    covered = books.plans.coverage()
    gaps = [one for one in covered if not one.present]
    if context.json:
        for one in covered:
            found = {"category": one.category, "level": one.level, "present": one.present}
            context.object({**found, "subtypes": list(one.subtypes)})
        return 0
    for one in gaps:
        name = books.taxonomy.categories[one.category].name
        context.text(say("缺预案: {0} {1}级", name, m.LEVEL_MARKS[one.level]))
    context.text(say("预案 {0}/{1} 格", len(covered) - len(gaps), len(covered)))
    return 0


def contacts(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the contact book."""
    for one in call_reads.contacts(context.views):
        if context.json:
            fields = {"contact": one.id, "unit": one.unit, "post": one.post or None, "name": one.name or None}
            rest = {"numbers": list(one.numbers), "officer": one.officer or None, "verified": one.verified_on or None}
            context.object({**fields, **rest})
        else:
            context.text(
                f"{one.id[-6:]} {one_line(one.spoken)} {one_line(listed(map(shown, one.numbers)))} {one.verified_on}"
            )
    return 0


def calls(context: Context, _parsed: argparse.Namespace) -> int:
    """Print whoever is still to be called, with the number where the contact book has one."""
    people = context.views.names()
    for one in call_reads.open_tasks(context.views):
        numbers = [n for line in call_reads.contacts_of(context.views, one.person) for n in line.numbers]
        if context.json:
            who = {"task": one.id, "person": one.person, "numbers": numbers, "matter": one.matter_id}
            last = {"tries": one.tries, "last_result": one.last_result or None, "raised_at": iso(one.raised_at)}
            context.object({**who, **last})
            continue
        who = people.get(one.person, translate("指挥中心") if one.person == "centre" else one.person)
        tried = say(" 已呼 {0} 次 {1}", one.tries, translate(c.CALL_RESULTS[one.last_result])) if one.tries else ""
        about = f"{one.label} {one.about}".strip()
        context.text(
            f"{when(one.raised_at)} {one_line(who)} {one_line(listed(map(shown, numbers)))} {one_line(about)}{tried}"
        )
    return 0


def ledger(context: Context, parsed: argparse.Namespace) -> int:
    """Print the sending ledger of a matter, and the figures on which recipients do not agree (IN-14)."""
    matter = context.matter(parsed.matter)
    sent = ledger_reads.sent(context.views, matter.id)
    known = known_figures(sent)
    rows: dict[str, list[Any]] = {}
    for one in sent:
        for name in one.recipients:
            rows.setdefault(name, []).append(one)
    for name, had in rows.items():
        if context.json:
            reports = [{"report": one.id, "title": one.title, "sent_at": iso(one.sent_at)} for one in had]
            context.object({"recipient": name, "reports": reports, "figures": dict(known.get(name, {}))})
            continue
        context.text(f"→ {one_line(name)}")  # never a name at the beginning of a line, where entries stand
        context.text("\n".join(f"  {when(one.sent_at)} {one_line(one.title)}" for one in had))
    if not context.json:
        told = figures_at_odds(differing(known))
        if told:
            context.text(told)
    return 0
