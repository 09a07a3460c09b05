"""What waits for somebody: messages that nobody has disposed of, signatures that a person owes."""

from __future__ import annotations

import argparse

from dutydesk.capabilities.consents import reads as consents
from dutydesk.capabilities.files import waiting
from dutydesk.capabilities.files.pages import names
from dutydesk.capabilities.intake import reads as messages
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.i18n import translate
from dutydesk.kernel.instants import iso


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``inbox`` and ``to-sign``."""
    one = add("inbox", "收件箱: 还没有处理的消息", inbox)
    one.add_argument("--all", action="store_true", dest="disposed", help=translate("也列已处理的"))
    two = add("to-sign", "等本人签字的: 电话同意欠补签的, 送来待签的", to_sign)
    two.add_argument("--all", action="store_true", dest="everybody", help=translate("所有人的"))


def inbox(context: Context, parsed: argparse.Namespace) -> int:
    """Print the messages that wait, one JSON object a line or one line each."""
    found = messages.messages(context.views) if parsed.disposed else messages.undisposed(context.views)
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
                    "proposal": dict(one.proposal) or None,
                }
            )
        else:
            context.text(waiting.message_line(one, context.now()))
    if not found and not context.json:
        context.text(translate("收件箱没有待处理的消息"))
    return 0


def to_sign(context: Context, parsed: argparse.Namespace) -> int:
    """Print what waits for the actor's signature, or for everybody's."""
    views = context.views
    found = consents.open_ones(views) if parsed.everybody else consents.waiting_for(views, context.actor())
    people = names(views)
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
