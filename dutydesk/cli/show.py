"""Reading: show, due, matters, day. Reads never tick."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.attachments import reads as attached
from dutydesk.capabilities.duties.reads import ungraded
from dutydesk.capabilities.files import pages
from dutydesk.capabilities.log.lines import CHANNEL_WORDS, text_of
from dutydesk.capabilities.matters.rules import COLOUR_NAMES, OPEN, PROPOSED, Matter, in_order
from dutydesk.capabilities.restricted.reads import marks
from dutydesk.cli.context import Context
from dutydesk.i18n import say, title, translate
from dutydesk.kernel.instants import Instant, iso, local_date, start_of
from dutydesk.kernel.text import one_line, tail
from dutydesk.kernel.when import read_day
from dutydesk.store.views import AlertView, ClockView, EntryView, ReportView

if TYPE_CHECKING:
    from dutydesk.cli.acts import Adder


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add the reading commands."""
    one = add("show", "一件事项的全部: 事实, 时限, 报告, 经过", show)
    one.add_argument("matter", metavar="M")
    two = add("due", "未办结的时限", due)
    two.add_argument("--all", action="store_true", dest="ended", help="也列已结束的")
    two.add_argument("--alerts", action="store_true", help="列预警")
    three = add("matters", "在办事项", matters)
    three.add_argument("--all", action="store_true", dest="ended", help="也列已办结的")
    three.add_argument("--closed", action="store_true", help="只列已办结的")
    five = add("day", "某日值班日志, 供打印", day)
    five.add_argument("date", nargs="?", default="", metavar="YYYY-MM-DD")
    five.add_argument("--audit", action="store_true", help="含审计条目 (拒绝等)")


def entry_object(entry: EntryView, names: dict[str, str]) -> dict[str, Any]:
    """Return an entry as the contract's JSON object."""
    return {
        "seq": entry.seq,
        "id": entry.id,
        "at": iso(entry.at),
        "recorded_at": iso(entry.recorded_at),
        "actor": entry.actor,
        "kind": entry.kind,
        "matter": entry.matter_id,
        "text": text_of(entry, names),
        "corrects": _corrects(entry),
        "struck": entry.struck_by is not None,
    }


def _corrects(entry: EntryView) -> str | None:
    if entry.kind != "entry.corrected":
        return None
    from dutydesk.capabilities.log.events import Corrected
    from dutydesk.kernel.events import decoded

    event = decoded(entry.kind, entry.payload)
    return event.entry if isinstance(event, Corrected) else None


def clock_object(clock: ClockView, now: Instant, owner: str) -> dict[str, Any]:
    """Return a clock as the contract's JSON object."""
    return {
        "obligation": clock.id,
        "matter": clock.matter_id,
        "label": clock.label or None,
        "rule": clock.rule,
        "subject": clock.subject or None,
        "name": clock.name,
        "trigger_at": iso(clock.trigger_at),
        "due_at": iso(clock.due_at),
        "state": clock.standing(now),
        "met_at": iso(clock.met_at),
        "late_seconds": clock.late // 1_000_000 if clock.state == "met_late" else None,
        "seconds_left": (clock.due_at - now) // 1_000_000 if clock.state == "open" else None,
        "owner": owner or None,
        "arithmetic": clock.arithmetic,
        "cause": clock.cause or None,
        "steps": [
            {"step": step.step, "planned_at": iso(step.planned_at), "raised_at": iso(step.raised_at)}
            for step in clock.steps
        ],
    }


def alert_object(alert: AlertView) -> dict[str, Any]:
    """Return an alert as the contract's JSON object."""
    return {
        "alert": alert.id,
        "obligation": alert.obligation,
        "step": alert.step,
        "to": list(alert.people),
        "how": alert.how,
        "colour": alert.colour,
        "planned_at": iso(alert.planned_at),
        "raised_at": iso(alert.raised_at),
        "late_seconds": alert.late // 1_000_000,
        "acknowledged_by": alert.acknowledged_by or None,
        "acknowledged_at": iso(alert.acknowledged_at),
    }


def report_object(report: ReportView) -> dict[str, Any]:
    """Return a report as a JSON object."""
    return {
        "id": report.id,
        "kind": report.kind,
        "number": report.number or None,
        "title": report.title,
        "text": report.body,
        "recipients": list(report.recipients),
        "sent_at": iso(report.sent_at),
        "corrects": report.corrects or None,
        "actor": report.actor,
    }


def attachment_object(one: attached.AttachmentView) -> dict[str, Any]:
    """Return a file or recording as a JSON object."""
    return {
        "id": one.id,
        "seq": one.seq,
        "at": iso(one.at),
        "actor": one.actor,
        "matter": one.matter_id,
        "entry": one.entry or None,
        "name": one.name or None,
        "path": one.path or None,
        "bytes": one.length,
        "seconds": one.seconds or None,
        "sha256": one.digest,
        "note": one.note or None,
    }


def matter_object(matter: Matter, next_due: Instant | None) -> dict[str, Any]:
    """Return a matter as the contract's JSON object."""
    return {
        "matter": matter.id,
        "label": matter.label,
        "kind": matter.kind,
        "category": matter.category or None,
        "subtype": matter.subtype or None,
        "level": matter.level or None,
        "response_level": matter.response_level or None,
        "colour": matter.colour or None,
        "title": matter.title,
        "state": matter.state,
        "received_at": iso(matter.received_at),
        "next_due_at": iso(next_due),
    }


def _owner(context: Context) -> str:
    shift = context.views.shift()
    return shift.a if shift else ""


def show(context: Context, parsed: argparse.Namespace) -> int:
    """Print a matter's file."""
    views = context.views
    matter = context.matter(parsed.matter)
    context.opened(matter.id, "show")
    now = context.now()
    if not context.json:
        context.text(pages.matter_page(views, matter, now))
        return 0
    context.object(file_object(context, matter))
    return 0


def file_object(context: Context, matter: Matter) -> dict[str, Any]:
    """Return a matter's file as the contract's JSON object."""
    views, now = context.views, context.now()
    people = views.names()
    clocks = views.clocks(ended=True, matter_id=matter.id, steps=True)
    next_due = pages.next_due_by_matter(clocks).get(matter.id)
    figures = views.figures(matter.id)
    return {
        "matter": {
            **matter_object(matter, next_due),
            "occurred_at": iso(matter.occurred_at),
            "opened_at": iso(matter.opened_at),
            "confirmed_at": iso(matter.confirmed_at),
            "activated_at": iso(matter.activated_at),
            "closed_at": iso(matter.closed_at),
            "place": matter.place or None,
            "source": matter.source or None,
            "warning": matter.warning or None,
            "lead": matter.lead or None,
            "support": list(matter.support),
            "figures": {
                name: {
                    "value": one.value,
                    "source": one.source or None,
                    "verified": one.verified,
                    "at": iso(one.at),
                }
                for name, one in figures.items()
            },
        },
        "entries": [entry_object(entry, people) for entry in views.matter_entries(matter.id)],
        "obligations": [clock_object(clock, now, _owner(context)) for clock in clocks],
        "reports": [report_object(report) for report in views.reports(matter.id)],
    }


def due(context: Context, parsed: argparse.Namespace) -> int:
    """Print clocks, or alerts."""
    now = context.now()
    if parsed.alerts:
        return list_alerts(context, context.views.all_alerts())
    clocks = context.views.clocks(ended=parsed.ended, steps=context.json)
    if not context.json:
        context.text(pages.due_page(clocks, now, ungraded(context.views)))
        return 0
    owner = _owner(context)
    for clock in clocks:
        context.object(clock_object(clock, now, owner))
    return 0


def list_alerts(context: Context, alerts: Sequence[AlertView]) -> int:
    """Print alerts."""
    people = context.views.names()
    for alert in alerts:
        if context.json:
            context.object(alert_object(alert))
        else:
            context.text(alert_line(alert, people))
    return 0


def alert_line(alert: AlertView, people: Mapping[str, str]) -> str:
    """Return an alert in one line; at its end, in brackets, how ``ack`` is told which one it is."""
    by = people.get(alert.acknowledged_by, alert.acknowledged_by)
    state = say("{0} 已签收", by) if by else translate("未签收")
    words = (
        translate(COLOUR_NAMES[alert.colour]),
        alert.label,
        title(alert.title),
        alert.subject if alert.subject not in alert.title else "",
        translate(CHANNEL_WORDS[alert.how]),
        state,
    )
    return one_line(" ".join(filter(None, (*words, f"({tail(alert.obligation)}/{alert.step})"))))


def matters(context: Context, parsed: argparse.Namespace) -> int:
    """Print the matters."""
    clocks = context.views.clocks()
    next_due = pages.next_due_by_matter(clocks)
    found = in_order(context.views.matters(ended=parsed.ended or parsed.closed), next_due)
    if parsed.closed:
        found = [matter for matter in found if matter.state not in {PROPOSED, OPEN}]
    if not context.json:
        context.text(pages.matters_page(found, clocks, context.now(), marks(context.views)))
        return 0
    for matter in found:
        context.object(matter_object(matter, next_due.get(matter.id)))
    return 0


def day(context: Context, parsed: argparse.Namespace) -> int:
    """Print one day's log; the audit lines only for those who may see them."""
    now = context.now()
    if parsed.audit:
        context.container.desk.require("read_audit", actor=context.actor(), what="day --audit")
    start = start_of(read_day(parsed.date, now, -1) if parsed.date else local_date(now))
    context.text(pages.day_page(context.views, start))
    if parsed.audit:
        entries = context.views.entries_between(start, start + 86_400_000_000, audit=True)
        context.text(pages.log_page(context.views, [entry for entry in entries if entry.audit]))
    return 0
