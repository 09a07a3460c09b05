"""The handover: ``handover show``, ``check`` and its acts."""

from __future__ import annotations

import argparse
import sys

from dutydesk.capabilities.handover import acts
from dutydesk.cli.acts import Adder, fill, runner
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import one_line

ACTS = {
    act.NAME.partition(" ")[2]: act
    for act in (
        acts.HandoverStart,
        acts.HandoverRead,
        acts.HandoverCosign,
        acts.HandoverSign,
        acts.HandoverInform,
        acts.HandoverReturn,
        acts.HandoverCancel,
        acts.HandoverAddendum,
    )
}


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``handover``."""
    family = add("handover", "交接班: show, check, start, read, cosign, sign, inform, return, cancel, addendum", show)
    family.set_defaults(sealed=None, run=_alone)
    family.add_argument("--plain", action="store_true", help=translate("逐行问答走完交接: 不用屏幕, 也可走管道"))
    below = family.add_subparsers(dest="handover_act", metavar="ACT")
    one = below.add_parser("show", parents=[shared], help=translate("交接单现状, 或封存的一份"), allow_abbrev=False)
    one.add_argument("--sealed", nargs="?", const="", metavar="H", help=translate("封存的交接单, 省略为最近一份"))
    one.set_defaults(run=show, sealed=None)
    two = below.add_parser("check", parents=[shared], help=translate("还有什么拦着签字"), allow_abbrev=False)
    two.set_defaults(run=check)
    for name, act in ACTS.items():
        words = translate(act.HELP)
        verb = below.add_parser(name, parents=[shared], help=words, description=words, allow_abbrev=False)
        verb.set_defaults(run=runner(act))
        fill(verb, act)


def _alone(context: Context, parsed: argparse.Namespace) -> int:
    """Show the sheet; or go through it line by line."""
    if not parsed.plain:
        return show(context, parsed)
    from dutydesk.cli.handover_plain import converse

    return converse(context)


def show(context: Context, parsed: argparse.Namespace) -> int:
    """Print the sheet as it stands, or a sealed one."""
    if parsed.sealed is not None:
        return _sealed(context, parsed.sealed)
    from dutydesk.capabilities.handover import gather, paper
    from dutydesk.capabilities.handover.reads import walkthrough
    from dutydesk.capabilities.handover.rules.walkthrough import SIDE_NAMES, STAGE_NAMES, stage_of
    from dutydesk.usecase.books import load_checklist

    views, now = context.views, context.now()
    checklist = load_checklist(context.rulebook)
    shift, walk = views.shift(), walkthrough(views)
    stage = stage_of(walk, shift.ends if shift else None, now)
    open_ones = gather.blocking(views, checklist, now, walk)
    all_pages = gather.pages(views.matters(), checklist)
    done = sum(1 for page in all_pages if walk is not None and page.key in walk.read)
    people = views.names()
    if context.json:
        signatures = walk.signatures if walk is not None else {}
        context.object(
            {
                "handover": walk.id if walk else None,
                "stage": stage,
                "shift": shift.id if shift else None,
                "cut_off": walk.cut_off if walk else None,
                "started_at": iso(walk.started_at) if walk else None,
                "incoming": {"a": walk.incoming.a, "b": walk.incoming.b, "leader": walk.incoming.leader}
                if walk
                else None,
                "read": done,
                "pages": len(all_pages),
                "signed": {side: {"by": one.officer, "at": iso(one.at)} for side, one in signatures.items()},
                "informed": (walk.informed or None) if walk else None,
                "blocks": [_block(block) for block in open_ones],
            }
        )
        return 0
    context.text(say("交接: {0}; 已宣读 {1}/{2}", STAGE_NAMES[stage], done, len(all_pages)))
    for side, one in (walk.signatures if walk is not None else {}).items():
        context.text(
            f"{translate('已签')}: {translate(SIDE_NAMES[side])} {one_line(people.get(one.officer, one.officer))} {when(one.at)}"
        )
    context.text("\n".join(paper.items(views, checklist, now)))
    for block in open_ones:
        context.text(f"× {one_line(explain(block.sentence))}")
    return 0


def _block(block: object) -> dict[str, object]:
    from dutydesk.capabilities.handover.rules.blocking import Block

    assert isinstance(block, Block)
    return {"kind": block.kind, "about": block.about, "text": explain(block.sentence), "in_spite": block.in_spite}


def _sealed(context: Context, name: str) -> int:
    from dutydesk.capabilities.handover import paper
    from dutydesk.capabilities.handover.reads import addenda, sealed, walkthrough_of

    views = context.views
    found = sealed(views, name)
    if found is None:
        raise CommandError("没有这份封存的交接单: {0}", name or "-")
    if context.json:
        later = [{"at": iso(one.at), "actor": one.actor, "text": one.text} for one in addenda(views, found.id)]
        content = {"handover": found.id, "shift": found.shift, "next_shift": found.next_shift}
        seal = {"count": found.count, "head": found.head, "signature": found.signature, "sha256": found.digest}
        context.object({**content, "sealed_at": iso(found.sealed_at), **seal, "text": found.sheet, "addenda": later})
    else:
        context.text(paper.with_addenda(views, found, walkthrough_of(views, found.id), found.sealed_at))
    return 0


def check(context: Context, _parsed: argparse.Namespace) -> int:
    """Print what blocks a signature; exit 1 when anything does."""
    from dutydesk.capabilities.handover import gather
    from dutydesk.capabilities.handover.reads import walkthrough
    from dutydesk.usecase.books import load_checklist

    views = context.views
    if views.shift() is None:
        raise CommandError("现在没有班次, 没有可交接的; 请先接班 (shift begin)")
    checklist = load_checklist(context.rulebook)
    open_ones = gather.blocking(views, checklist, context.now(), walkthrough(views))
    if context.json:
        context.object({"ok": not open_ones, "blocks": [_block(block) for block in open_ones]})
    elif not open_ones:
        context.text(translate("没有拦着签字的事项"))
    if open_ones:
        print("; ".join(one_line(explain(block.sentence)) for block in open_ones), file=sys.stderr)
    return 1 if open_ones else 0
