"""Channels out of the house: ``channels list``, ``channels test NAME``."""

from __future__ import annotations

import argparse
import sys

from dutydesk.capabilities.delivery.rules import ChannelSpec
from dutydesk.capabilities.log.lines import CHANNEL_WORDS, SERVICE_WORDS
from dutydesk.capabilities.matters.rules import COLOUR_NAMES
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.i18n import listed, say, translate
from dutydesk.kernel.text import one_line


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``channels``."""
    family = add("channels", "外送通道: list 列出, test 试发", listing)
    below = family.add_subparsers(dest="channels_act", metavar="ACT")
    words = translate("列出通道与积压")
    below.add_parser("list", parents=[shared], help=words, description=words, allow_abbrev=False).set_defaults(
        run=listing
    )
    words = translate("经一个通道发一条标明测试的消息, 显示对方的回复")
    one = below.add_parser("test", parents=[shared], help=words, description=words, allow_abbrev=False)
    one.set_defaults(run=test)
    one.add_argument("channel", metavar="NAME", help=translate("通道名称"))


def listing(context: Context, _parsed: argparse.Namespace) -> int:
    """Print every channel of the office, what waits in it, and whether it gets through."""
    from dutydesk.capabilities.delivery.reads import outages, waiting
    from dutydesk.usecase.books import load_books

    specs = load_books(context.rulebook).channels.by_name
    queued, failing = waiting(context.views), {outage.channel: outage for outage in outages(context.views)}
    for name in [*specs, *sorted((set(queued) | set(failing)) - set(specs))]:
        spec, outage = specs.get(name), failing.get(name)
        if context.json:
            context.object({
                "channel": name,
                "kind": spec.kind if spec else None,
                "enabled": bool(spec and spec.enabled),
                "serves": list(spec.serves) if spec else [],
                "colours": list(spec.colours) if spec else [],
                "waiting": queued.get(name, 0),
                "ok": outage is None,
                "reason": outage.reason if outage else None,
                "detail": outage.detail if outage else None,
            })  # fmt: skip
            continue
        state = translate("启用" if spec.enabled else "停用") if spec else translate("已不在册")
        kind = _words_of(spec) if spec else ""
        broken = say("不通: {0}", f"{translate(outage.reason)} {outage.detail}") if outage else ""
        parts = (one_line(name), state, kind, say("待发 {0}", queued.get(name, 0)), one_line(broken))
        context.text("  ".join(part for part in parts if part))
    return 0


def _words_of(spec: ChannelSpec) -> str:
    """What a channel is, what it carries, and of which colours."""
    serves = listed(CHANNEL_WORDS[how] for how in spec.serves)
    return f"{translate(SERVICE_WORDS[spec.kind])} ({serves}; {listed(COLOUR_NAMES[one] for one in spec.colours)})"


def test(context: Context, parsed: argparse.Namespace) -> int:
    """Send one marked message through a channel, switched on or not; exit 1 when it was not taken."""
    from dutydesk.usecase.books import load_books
    from dutydesk.watch.channels import deliver, trial

    actor = context.actor()
    spec, outgoing = trial.message(load_books(context.rulebook).channels, parsed.channel, context.views)
    outcome = deliver(spec, outgoing, outgoing.raised_at)
    trial.keep(context.container.desk, spec, outcome, actor)
    said = f"{translate(outcome.reason)} {outcome.detail}".strip()
    if context.json:
        context.object({"channel": spec.name, "ok": outcome.sent, "reason": outcome.reason or None,
                        "detail": outcome.detail, "key": outgoing.key})  # fmt: skip
    elif outcome.sent:
        context.text(say("已送达 {0}: {1}", spec.name, said))
    if not outcome.sent:
        print(one_line(say("没有送达 {0}: {1}", spec.name, said)), file=sys.stderr)
    return 0 if outcome.sent else 1
