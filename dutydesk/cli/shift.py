"""Shifts: ``shift show``, ``begin``, ``end``, ``relief``, ``away``."""

from __future__ import annotations

import argparse

from dutydesk.cli.acts import Adder, fill, runner
from dutydesk.cli.context import Context
from dutydesk.desk import acts, pages
from dutydesk.domain.instants import iso
from dutydesk.domain.text import one_line
from dutydesk.i18n import translate

ACTS = {"begin": acts.ShiftBegin, "end": acts.ShiftEnd, "relief": acts.ShiftRelief, "away": acts.ShiftAway}


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``shift``."""
    family = add("shift", "班次: show, begin, end, relief, away", show)
    below = family.add_subparsers(dest="shift_act", metavar="ACT")
    below.add_parser("show", parents=[shared], help=translate("现在谁在岗"), allow_abbrev=False).set_defaults(run=show)
    for name, act in ACTS.items():
        one = below.add_parser(name, parents=[shared], help=translate(act.HELP), allow_abbrev=False)
        one.set_defaults(run=runner(act))
        fill(one, act)


def show(context: Context, _parsed: argparse.Namespace) -> int:
    """Print who is on duty."""
    shift = context.views.shift()
    people = pages.names(context.views)
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
