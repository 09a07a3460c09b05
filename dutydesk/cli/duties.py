"""Reading the registers: roll calls, papers in custody, visitors, keys and seals, leaders away."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.duties import rules as d
from dutydesk.capabilities.duties import sheet_words as duty_sheet
from dutydesk.cli.acts import Adder, add_verbs
from dutydesk.cli.context import Context
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import DAY, iso
from dutydesk.kernel.text import one_line

SHOWN_DAYS = 31
ALWAYS = 1 << 62


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``roll-call``, ``custody``, ``visit``, ``keys`` and ``leave``."""
    for name, help_text, list_help, run in (
        ("roll-call", "点名: receive 接到, answer 应答, list 在岗记录", "列出最近 31 天的点名", roll_calls),
        ("custody", "涉密件登记簿: add, grade, move, hand, lock, list", "列出在册涉密件", custody),
        ("visit", "来访: in, out, list", "列出在场来访", visits),
        ("keys", "钥匙和印章: take 领取, return 归还, list", "列出未归还的", keys),
        ("leave", "主要领导外出报备: add, end, list", "列出外出的领导", leave),
    ):
        _family(add, shared, name, (help_text, list_help), run)


def _family(
    add: Adder, shared: argparse.ArgumentParser, name: str, helps: tuple[str, str], run: Callable[[Context, Any], int]
) -> None:
    family = add(name, helps[0], run)
    family.set_defaults(ended=False)
    below = add_verbs(family, name, shared)
    words = translate(helps[1])
    one = below.add_parser("list", parents=[shared], help=words, description=words, allow_abbrev=False)
    one.set_defaults(run=run)
    if name != "roll-call":
        one.add_argument("--all", action="store_true", dest="ended", help=translate("也列已结束的"))


def roll_calls(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the presence records: who called, when, who answered, whether in time."""
    people = context.views.names()
    for one in reads.roll_calls(context.views, context.now() - SHOWN_DAYS * DAY, ALWAYS):
        if context.json:
            times = {
                "received_at": iso(one.received_at),
                "due_at": iso(one.due_at),
                "answered_at": iso(one.answered_at),
            }
            who = {"call": one.id, "caller": one.caller or None, "officer": one.officer or None}
            context.object({**who, **times, "in_time": one.in_time, "state": one.state})
            continue
        words = say("{0} 点名 {1}", when(one.received_at), one.caller)
        if one.answered_at is not None:
            late = translate(" 超时") if one.in_time is False else ""
            words += say(" 应答 {0} {1}", when(one.answered_at), people.get(one.officer, one.officer)) + late
        elif one.state == "open":
            words += translate(" 未应答")
        context.text(one_line(words))
    return 0


def custody(context: Context, parsed: argparse.Namespace) -> int:
    """Print the register of papers, with where each went."""
    people = context.views.names()
    for one in reads.papers(context.views, ended=parsed.ended):
        if context.json:
            context.object(_paper(one, reads.moves(context.views, one.matter_id)))
            continue
        source = say("来自 {0}", one.source) if one.source else ""
        words = (duty_sheet.paper_words(one), translate(d.STATE_NAMES[one.state]), source)
        context.text(one_line(" ".join(word for word in words if word)))
        for step in reads.moves(context.views, one.matter_id):
            by = " ".join(people.get(who, who) for who in (step.officer, step.second) if who)
            moved = f"{when(step.at)} {step.place} {step.holder} ({by})"
            context.text("  " + " ".join(one_line(moved).split()))
    return 0


def _paper(one: reads.PaperView, moves: list[reads.MoveView]) -> dict[str, Any]:
    what = {"label": one.label, "matter": one.matter_id, "number": one.number, "grade": one.grade or None}
    more = {"period": one.period or None, "copies": one.copies, "place": one.place or None}
    who = {"holder": one.holder or None, "from": one.source or None, "second": one.second or None}
    times = {"registered_at": iso(one.registered_at), "registered_by": one.registered_by, "ended_at": iso(one.ended_at)}
    steps = [
        {"at": iso(step.at), "place": step.place or None, "holder": step.holder or None, "by": step.officer}
        for step in moves
    ]
    return {**what, **more, **who, **times, "state": one.state, "moves": steps}


def visits(context: Context, parsed: argparse.Namespace) -> int:
    """Print the visitors in the house."""
    for one in reads.visitors(context.views, left=parsed.ended):
        if context.json:
            what = {"visit": one.label, "name": one.name, "unit": one.unit, "why": one.reason, "count": one.count}
            times = {"came_at": iso(one.came_at), "left_at": iso(one.left_at)}
            context.object({**what, "id_last4": one.id_last4 or None, **times, "by": one.officer})
            continue
        left = say(" 离开 {0}", when(one.left_at)) if one.left_at is not None else ""
        context.text(one_line(f"{duty_sheet.visitor_words(one)} {one.reason}{left}"))
    return 0


def keys(context: Context, parsed: argparse.Namespace) -> int:
    """Print who holds which key or seal."""
    for one in reads.loans(context.views, returned=parsed.ended):
        if context.json:
            what = {"item": one.item, "kind": one.what, "by": one.name, "purpose": one.reason or None}
            context.object({**what, "taken_at": iso(one.taken_at), "returned_at": iso(one.returned_at)})
            continue
        back = say(" 归还 {0}", when(one.returned_at)) if one.returned_at is not None else ""
        words = " ".join(part for part in (when(one.taken_at), one.item, one.name, one.reason) if part)
        context.text(one_line(words + back))
    return 0


def leave(context: Context, parsed: argparse.Namespace) -> int:
    """Print the leaders away."""
    for one in reads.leaders_away(context.views, ended=parsed.ended):
        if context.json:
            times = {"since": iso(one.since), "until": iso(one.until), "ended_at": iso(one.ended_at)}
            context.object({"leader": one.name, **times, "where": one.place, "deputy": one.deputy})
            continue
        context.text(one_line(duty_sheet.away_words(one)))
    return 0
