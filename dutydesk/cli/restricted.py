"""``restrict``: matters that only named people see, and the annex on which they go over at a handover."""

from __future__ import annotations

import argparse

from dutydesk.capabilities.restricted.reads import Held, annex, standing
from dutydesk.capabilities.restricted.rules import LABELS
from dutydesk.capabilities.restricted.words import annex_line
from dutydesk.cli.acts import Adder, add_verbs
from dutydesk.cli.context import Context
from dutydesk.i18n import listed, say, translate
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import one_line


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``restrict``."""
    family = add("restrict", "限定知悉事项: annex, set, standing, seal, unseal, rekey, lift, sign", annex_list)
    below = add_verbs(family, "restrict", shared)
    shown = translate("限定知悉事项附页: 您看得到的, 知悉人, 谁已签阅 (须 --as)")
    verb = below.add_parser("annex", parents=[shared], help=shown, description=shown, allow_abbrev=False)
    verb.set_defaults(run=annex_list)
    shown = translate("各标记的固定知悉人")
    verb = below.add_parser("marks", parents=[shared], help=shown, description=shown, allow_abbrev=False)
    verb.set_defaults(run=marks_list)


def annex_list(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the annex of whoever asks."""
    people = context.views.names()
    found = annex(context.views)
    for one in found:
        if context.json:
            context.object(_object(one))
        else:
            context.text(one_line(annex_line(one, people)))
    if not found and not context.json:
        context.text(say("附页上没有您看得到的事项"))
    return 0


def marks_list(context: Context, _parsed: argparse.Namespace) -> int:
    """Print who holds every matter of each mark."""
    people = context.views.names()
    for label, name in LABELS.items():
        holders = standing(context.views, label)
        if context.json:
            context.object({"mark": label, "holders": holders})
        else:
            told = listed(people.get(one, one) for one in holders) if holders else say("无")
            context.text(one_line(say("{0}: {1}", translate(name), told)))
    return 0


def _object(one: Held) -> dict[str, object]:
    return {
        "matter": one.matter.id,
        "label": one.matter.label,
        "title": one.matter.title,
        "holders": list(one.holders),
        "mark": one.label or None,
        "signed": [{"officer": each.officer, "at": iso(each.at), "kept": each.kept} for each in one.signed],
    }
