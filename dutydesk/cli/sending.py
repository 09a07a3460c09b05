"""``sent``: every recipient of a report, how it went to them, whether they have it."""

from __future__ import annotations

import argparse
from typing import Any

from dutydesk.capabilities.reporting.reads import report_named, short_name
from dutydesk.capabilities.sending.reads import recipients
from dutydesk.capabilities.sending.rules import TAKEN, Recipient
from dutydesk.capabilities.sending.words import recipient_line
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import say, title, translate, when
from dutydesk.kernel.instants import Instant, iso
from dutydesk.kernel.text import one_line
from dutydesk.store.views import ReportView


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``sent``."""
    del shared
    one = add("sent", "报告在各收件单位的情况: 怎样送的, 通道是否发出, 谁签收, 是否超时", sent)
    words = translate("哪份报告 (编号, 或 Y1/首报), 或哪个事项; 省略则列出还有单位未签收的")
    one.add_argument("subject", nargs="?", default="", metavar="REPORT", help=words)


def sent(context: Context, parsed: argparse.Namespace) -> int:
    """Print the recipients of one report, of all of a matter, or of those that somebody still has to confirm."""
    now, people = context.now(), context.views.names()
    found = _wanted(context, parsed.subject, now)
    for one in found:
        to = recipients(context.views, one)
        if context.json:
            context.object(_object(context, one, to, now))
            continue
        matter = context.views.matter(one.matter_id)
        label = matter.label if matter else ""
        context.text(one_line(f"{one.id[-6:]} {label} {title(short_name(one))} {when(one.sent_at)} {one.title}"))
        context.text("\n".join(f"  → {one_line(recipient_line(each, now, people))}" for each in to))
    if not found and not context.json:
        context.text(say("事项 {0} 还没有发出过报告", parsed.subject) if parsed.subject else say("各收件单位都已签收"))
    return 0


def _wanted(context: Context, subject: str, now: Instant) -> list[ReportView]:
    views = context.views
    if not subject:
        every = [one for matter in views.matters(ended=True) for one in views.reports(matter.id) if not one.forwards]
        return [one for one in every if any(to.standing(now) != TAKEN for to in recipients(views, one))]
    matter = views.matter(subject)
    if matter is not None:
        context.opened(matter.id, "show")
        return [one for one in views.reports(matter.id) if not one.forwards]
    found = report_named(views, subject)
    if found is None:
        raise CommandError("没有这份报告或事项: {0}", subject)
    context.opened(found.matter_id, "show")
    return [found]


def _object(context: Context, one: ReportView, to: list[Recipient], now: Instant) -> dict[str, Any]:
    matter = context.views.matter(one.matter_id)
    return {
        "report": one.id,
        "matter": one.matter_id,
        "label": matter.label if matter else None,
        "kind": one.kind,
        "title": one.title,
        "sent_at": iso(one.sent_at),
        "recipients": [_recipient(each, now) for each in to],
    }


def _recipient(one: Recipient, now: Instant) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "state": one.standing(now),
        "forwarded_at": iso(one.forwarded_at),
        "receipt_due_at": iso(one.due_at),
        "received_at": iso(one.received_at),
        "received_by": one.received_by or None,
        "deliveries": [
            {
                "way": each.way,
                "at": iso(each.at),
                "actor": each.actor,
                "taken_by": each.taken_by or None,
                "note": each.note or None,
                "channel": each.channel or None,
                "outbox": each.carried or None,
                "attempts": each.attempts if each.carried else None,
                "ended_at": iso(each.carried_at),
            }
            for each in one.went
        ],
    }
