"""Shifts: ``shift show``, ``begin``, ``end``, ``relief``, ``away``."""

from __future__ import annotations

import argparse
import sys

from dutydesk.capabilities.shifts import acts
from dutydesk.cli.acts import Adder, fill, runner
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import one_line
from dutydesk.kernel.when import DATED, UNTIL, read

ACTS = {"begin": acts.ShiftBegin, "end": acts.ShiftEnd, "relief": acts.ShiftRelief, "away": acts.ShiftAway}


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``shift``."""
    family = add("shift", "班次: show, begin, end, relief, away, statistics, since, responsibility", show)
    below = family.add_subparsers(dest="shift_act", metavar="ACT")
    below.add_parser("show", parents=[shared], help=translate("现在谁在岗"), allow_abbrev=False).set_defaults(run=show)
    for name, help_text, run in (
        ("statistics", "一个班次的及时率、响应速度、差错、点名", statistics),
        ("since", "上次下岗以来的变化, 按事项, 红色在前", since),
        ("responsibility", "核对每一分钟是否恰有一个责任人", responsibility),
    ):
        one = below.add_parser(
            name, parents=[shared], help=translate(help_text), description=translate(help_text), allow_abbrev=False
        )
        one.set_defaults(run=run)
        if name == "statistics":
            one.add_argument(
                "--shift",
                default="",
                metavar="S",
                help=translate("previous, current 或班次编号; 省略为上一班次, 还没有时为本班"),
            )
        elif name == "responsibility":
            one.add_argument(
                "--from", dest="begin", default="", metavar="T", help=translate("自何时, 省略为第一个班次")
            )
            one.add_argument("--to", dest="end", default="", metavar="T", help=translate("至何时, 省略为现在"))
    for name, act in ACTS.items():
        one = below.add_parser(name, parents=[shared], help=translate(act.HELP), allow_abbrev=False)
        one.set_defaults(run=runner(act))
        fill(one, act)


def show(context: Context, _parsed: argparse.Namespace) -> int:
    """Print who is on duty."""
    shift = context.views.shift()
    people = context.views.names()
    if context.json:
        empty = shift is None
        posts = {p: (getattr(shift, p) or None) if shift else None for p in ("a", "b", "leader", "director")}
        times = {
            "begins": None if empty else iso(shift.begins),
            "ends": None if empty else iso(shift.ends),
            "began_at": None if empty else iso(shift.began_at),
        }
        context.object({"shift": None if empty else shift.id, **posts, **times})
        return 0
    if shift is None:
        context.text(translate("现在没有班次"))
        return 0
    for word, who in (("A", shift.a), ("B", shift.b), ("带班", shift.leader), ("主任", shift.director)):
        context.text(f"{translate(word)} {one_line(people.get(who, who)) or translate('空缺')}")
    return 0


def statistics(context: Context, parsed: argparse.Namespace) -> int:
    """Print a shift's statistics."""
    from dutydesk.capabilities.statistics import statistics as figures
    from dutydesk.usecase.books import load_indicators

    indicators = load_indicators(context.rulebook)
    shift = figures.choose(context.views, parsed.shift)
    found = figures.of_shift(context.views, shift, indicators, context.now())
    if not context.json:
        context.text(figures.page(found))
        return 0
    timely, response = found.timeliness, found.response
    context.object(
        {
            "shift": shift.id,
            "from": iso(shift.began_at),
            "to": iso(found.until),
            "drill": found.drill,
            "timeliness": {
                "met": timely.met,
                "due": timely.due,
                "left_out": timely.left_out,
                "early": found.early,
                "percent": None if timely.percent is None else round(timely.percent, 1),
                "enough": timely.enough,
                "late": [{"obligation": c.id, "label": c.label or None, "name": c.title} for c in found.late],
            },
            "response_speed": {
                "minutes": list(response.minutes),
                "mean": response.mean,
                "cases": len(response.minutes),
                "min_cases": indicators["response_speed"].min_cases,
                "enough": response.enough,
            },
            "errors": found.errors,
            "roll_calls": {"answered": found.calls_answered, "due": found.calls},
        }
    )
    return 0


def since(context: Context, _parsed: argparse.Namespace) -> int:
    """Print what changed since the officer was last on duty."""
    from dutydesk.capabilities.handover import since as changes

    found = changes.read(context.views, context.actor())
    if not context.json:
        context.text(changes.page(found, context.now()))
        return 0
    for one in found.changed:
        matter = one.matter
        context.object(
            {
                "matter": matter.id if matter else None,
                "label": matter.label if matter else None,
                "colour": (matter.colour or None) if matter else None,
                "state": matter.state if matter else None,
                "since": iso(found.at),
                "entries": [
                    {"seq": line.seq, "at": iso(line.at), "text": line.text, "struck": line.struck}
                    for line in one.lines
                ],
            }
        )
    return 0


def responsibility(context: Context, parsed: argparse.Namespace) -> int:
    """Check that exactly one person was responsible at every minute; exit 1 and name what is not so."""
    from dutydesk.capabilities.shifts import responsibility as who
    from dutydesk.capabilities.shifts.rules import KIND_NAMES, wrong

    now = context.now()
    begin = read(parsed.begin, now, DATED) if parsed.begin else None
    end = read(parsed.end, now, UNTIL) if parsed.end else now
    if begin is not None and begin >= end:
        raise CommandError("--from 须早于 --to")
    found = who.between(context.views, begin, end)
    people = context.views.names()
    bad = wrong(found)
    if context.json:
        stretches = [{"from": iso(one.begins), "to": iso(one.ends), "a": list(one.people)} for one in found]
        gaps = [
            {"from": iso(one.begins), "to": iso(one.ends), "kind": one.wrong, "people": list(one.people)} for one in bad
        ]
        context.object({"ok": bool(found) and not bad, "stretches": stretches, "findings": gaps})
    else:
        context.text(who.page(found, people))
    if not found:
        raise CommandError("还没有任何班次")
    if bad:
        reasons = [
            say("{0} 至 {1} {2}", when(one.begins), when(one.ends), translate(KIND_NAMES[one.wrong])) for one in bad
        ]
        print("; ".join(reasons), file=sys.stderr)
    return 1 if bad else 0
