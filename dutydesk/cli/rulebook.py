"""``rulebook``: which text counts for the store, what another would change, accepting it."""

from __future__ import annotations

import argparse
from pathlib import Path

from dutydesk.capabilities.rulebooks import acts
from dutydesk.capabilities.rulebooks import handlers as bound
from dutydesk.cli.acts import Adder, fill, perform
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import listed, say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import clean
from dutydesk.store.views.rulebooks import accepted

UPGRADE = "新版随带的规则册有改动, 未采用: {0}; 看: rulebook diff --shipped, 采用或保留: rulebook accept [--keep]"


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``rulebook``."""
    family = add("rulebook", "规则册: show, diff, accept", show)
    below = family.add_subparsers(dest="rulebook_act", metavar="ACT")
    for name, words, run in (("show", "采用的是哪一版", show), ("diff", "配置的与采用的有何不同", diff)):
        one = below.add_parser(name, parents=[shared], help=translate(words), allow_abbrev=False)
        one.set_defaults(run=run)
        one.add_argument("--folder", default="", metavar="D", help=translate("规则册文件夹"))
        if name == "diff":
            one.add_argument("--shipped", action="store_true", help=translate("与随程序的比, 不看配置的文件夹"))
        if name == "show":
            one.add_argument("file", nargs="?", default="", metavar="FILE", help=translate("印出采用的这个文件"))
    three = below.add_parser("accept", parents=[shared], help=translate(acts.RulebookAccept.HELP), allow_abbrev=False)
    three.set_defaults(run=accept)
    fill(three, acts.RulebookAccept)


def _folder(context: Context, parsed: argparse.Namespace) -> Path | None:
    typed = getattr(parsed, "folder", "")
    return Path(typed).expanduser() if typed else context.config.rulebook


def show(context: Context, parsed: argparse.Namespace) -> int:
    """Print which text counts, or one file of it."""
    views = context.views
    wanted = getattr(parsed, "file", "")
    texts = bound.in_force(views)
    if wanted:
        if wanted not in texts:
            raise CommandError("规则册里没有这个文件: {0}", wanted)
        context.text(clean(texts[wanted]))
        return 0
    folder = _folder(context, parsed)
    found, changed, newer = accepted(views), bound.differs(views, folder), bound.upgraded(views)
    by = found.accepted_by if found else None
    if context.json:
        context.object(
            {
                "version": bound.version_of(texts),
                "accepted_at": iso(found.accepted_at) if found else None,
                "accepted_by": by,
                "differs": changed,
                "upgrade": newer,
            }
        )
        return 0
    when_by = f"{when(found.accepted_at)} {by}" if found else translate("随程序的, 本库还没有采用过")
    context.text(say("采用的规则册: {0} ({1})", bound.version_of(texts), when_by))
    if changed and (folder is not None or not newer):
        context.text(say("配置的有改动, 未采用: {0}", listed(changed)))
    if newer:
        context.text(say(UPGRADE, listed(newer)))
    return 0


def diff(context: Context, parsed: argparse.Namespace) -> int:
    """Print what accepting would change; exit 1 when anything would."""
    text = bound.difference(context.views, None if parsed.shipped else _folder(context, parsed))
    context.text(clean(text) if text else translate("没有不同"))
    return 1 if text else 0


def accept(context: Context, parsed: argparse.Namespace) -> int:
    """Accept the configured folder, or the named one."""
    keep, typed = getattr(parsed, "keep", False), getattr(parsed, "folder", "")
    folder = None if keep and not typed else _folder(context, parsed)
    words = {"folder": str(folder or ""), "keep": keep, "reason": getattr(parsed, "reason", "")}
    return perform(context, acts.RulebookAccept.from_words(words))
