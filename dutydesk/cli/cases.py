"""The case library on the command line: its acts, and reading it."""

from __future__ import annotations

import argparse
from typing import Any

from dutydesk.capabilities.appeals.reads import affair
from dutydesk.capabilities.cases import reads, words
from dutydesk.capabilities.cases.rules import Case, nearest
from dutydesk.cli.acts import Adder, add_verbs
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import translate
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import clean, one_line


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``case``."""
    family = add("case", "案例库: list, show 编号, near 事项, save 复盘, take 参照", listed)
    below = add_verbs(family, "case", shared)

    def verb(name: str, said: str, run: Any) -> argparse.ArgumentParser:
        one = below.add_parser(
            name, parents=[shared], help=translate(said), description=translate(said), allow_abbrev=False
        )
        one.set_defaults(run=run)
        return one

    verb("list", "列出案例", listed)
    verb("show", "看一个案例", show).add_argument("case", metavar="CASE")
    verb("near", "与一件事项最相近的案例", near).add_argument("matter", metavar="M")


def case_object(case: Case) -> dict[str, Any]:
    """Return a case as a JSON object."""
    return {
        "case": case.id,
        "example": case.example,
        "typical": case.typical,
        "title": case.title,
        "category": case.category or None,
        "subtype": case.subtype or None,
        "happened": case.happened,
        "worked": case.worked,
        "next": case.next,
        "call": case.call or None,
        "steps": list(case.steps),
        "at": iso(case.at),
    }


def listed(context: Context, _parsed: argparse.Namespace) -> int:
    """Print all cases, the office's own first."""
    for one in reads.library(context.views):
        if context.json:
            context.object(case_object(one))
        else:
            context.text(one_line(words.headline(one)))
    return 0


def show(context: Context, parsed: argparse.Namespace) -> int:
    """Print one case."""
    found = reads.case(context.views, parsed.case)
    if found is None:
        raise CommandError("没有这个案例: {0}; 见 case list", parsed.case)
    if context.json:
        context.object(case_object(found))
    else:
        context.text(clean(words.page(found)))
    return 0


def near(context: Context, parsed: argparse.Namespace) -> int:
    """Print the cases nearest to a matter."""
    matter = context.views.matter(parsed.matter)
    if matter is None:
        raise CommandError("没有这个事项: {0}", parsed.matter)
    for one, points in nearest(affair(matter), reads.library(context.views)):
        if context.json:
            context.object({**case_object(one), "score": points})
        else:
            context.text(one_line(words.brief(one)))
    return 0
