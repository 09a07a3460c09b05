"""What waits for somebody: messages that nobody has disposed of, signatures that a person owes."""

from __future__ import annotations

import argparse

from dutydesk.capabilities.consents import reads as consents
from dutydesk.capabilities.files import waiting
from dutydesk.capabilities.intake import reads as messages
from dutydesk.capabilities.triage.rules.kept import as_object
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.i18n import translate
from dutydesk.kernel.instants import iso
from dutydesk.store.views import Views


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``inbox`` and ``to-sign``."""
    one = add("inbox", "收件箱: 还没有处理的消息", inbox)
    one.add_argument("--all", action="store_true", dest="disposed", help=translate("也列已处理的"))
    one.add_argument("--lowered", action="store_true", help=translate("只列红色建议改低或不立项的, 带理由"))
    two = add("to-sign", "等本人签字的: 电话同意欠补签的, 送来待签的", to_sign)
    two.add_argument("--all", action="store_true", dest="everybody", help=translate("所有人的"))


def inbox(context: Context, parsed: argparse.Namespace) -> int:
    """Print the messages that wait, one JSON object a line or one line each."""
    ways = {"lowered": messages.lowered, "disposed": messages.messages}
    read = next((way for name, way in ways.items() if getattr(parsed, name)), messages.undisposed)
    found = read(context.views)
    labels = {one.id: one.label for one in context.views.matters(ended=True)} if context.json else {}
    people = context.views.names()
    for one in found:
        if context.json:
            context.object(
                {
                    "id": one.id,
                    "received_at": iso(one.received_at),
                    "channel": one.channel or None,
                    "sender": one.sender or None,
                    "text": one.text,
                    "opened_at": iso(one.opened_at),
                    "disposed": one.disposed or None,
                    "proposal": as_object(one.text, one.proposal) if one.proposal else None,
                    "chosen": dict(one.chosen) or None,
                    "matter": labels.get(one.matter_id or ""),
                    "less": one.less,
                    "hops": hops(context.views, one),
                }
            )
        else:
            context.text(waiting.message_line(one, context.now()))
            if parsed.lowered:
                context.text("  " + waiting.lowered_line(one, people, context.now()))
    if not found and not context.json:
        context.text(translate("没有改低的红色建议" if parsed.lowered else "收件箱没有待处理的消息"))
    return 0


def hops(views: Views, one: messages.MessageView) -> list[dict[str, str | None]]:
    """Return who did what with a message, and when (AR-02)."""
    entry = views.entry_by_id(one.id)
    steps = [
        ("received", one.received_at, entry.actor if entry is not None else "", ""),
        ("opened", one.opened_at, one.opened_by, ""),
        (one.disposed, one.disposed_at, one.disposed_by, one.to),
    ]
    return [{"step": what, "at": iso(at), "by": who, "to": to or None} for what, at, who, to in steps if at is not None]


def to_sign(context: Context, parsed: argparse.Namespace) -> int:
    """Print what waits for the actor's signature, or for everybody's."""
    views = context.views
    found = consents.open_ones(views) if parsed.everybody else consents.waiting_for(views, context.actor())
    people = views.names()
    for one in found:
        if context.json:
            context.object(
                {
                    "entry": one.entry,
                    "act": one.act,
                    "matter": one.label or None,
                    "person": one.person,
                    "state": one.state,
                    "agreed_at": iso(one.agreed_at),
                    "recorded_by": one.recorded_by,
                    "asks": waiting.to_be_signed(one, people) or None,
                }
            )
        else:
            context.text(waiting.consent_line(one, people, context.now()))
    if not found and not context.json:
        context.text(translate("没有等签字的"))
    return 0
