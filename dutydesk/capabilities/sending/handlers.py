"""Sending: how a report went to its recipients, and their receipts."""

from __future__ import annotations

from dutydesk.capabilities.delivery.events import DispatchQueued
from dutydesk.capabilities.delivery.rules import ChannelSpec, fill
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations import handlers as owing
from dutydesk.capabilities.reporting.gates import report_said
from dutydesk.capabilities.reporting.handlers import recipients_of
from dutydesk.capabilities.reporting.reads import short_name
from dutydesk.capabilities.reporting.rules.findings import name_of
from dutydesk.capabilities.sending import events as ev
from dutydesk.capabilities.sending import reads, rules
from dutydesk.capabilities.sending.acts import Deliver, DeliverReceipt
from dutydesk.kernel.instants import Instant, When, hhmm
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.store.views import ClockView, ReportView
from dutydesk.store.views.seen import holders
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

PAPER = "paper"
"""How a report goes through a channel: as a file."""


@handles(Deliver)
def deliver(work: Work, act: Deliver) -> Row:
    """Write down how a report went to some of its recipients; who does not say who took it owes a receipt."""
    report = _report(work, act.report)
    way = _way(act)
    spec = _channel(work, act, report) if way == rules.CHANNEL else None
    if way == rules.HAND and not act.taken_by.strip():
        raise Refused("taken_by", "派人送达须写明对方接收人 (--taken-by)")
    units = recipients_of(act.unit)
    if not units:
        raise Refused("unit", "还没有填单位")
    copies = {unit: _copy(work, report, unit) for unit in units}
    matter = work.matter(report.matter_id)
    rows: list[Row] = []
    for unit, copy in copies.items():
        if act.at < copy.sent_at:
            raise Refused("at", "{0} 早于报告发出的时间 {1}", When(act.at), When(copy.sent_at))
        key = _carry(work, spec, copy, unit, matter) if spec is not None else ""
        went = ev.ReportDelivered(
            report=copy.id,
            unit=unit,
            way=way,
            taken_by=act.taken_by.strip(),
            note=act.note,
            channel=spec.name if spec is not None else "",
            key=key,
        )
        rows.append(work.append(went, at=act.at, matter=report.matter_id))
        _owe(work, matter, copy, unit, act.at, taken=bool(went.taken_by))
    return rows[0]


@handles(DeliverReceipt)
def receipt(work: Work, act: DeliverReceipt) -> Row:
    """Write down that a recipient has a report; its clock ends."""
    report = _report(work, act.report)
    unit = act.unit.strip()
    copy = _copy(work, report, unit)
    found = next(one for one in reads.recipients(work.views, report) if one.unit == unit and one.report == copy.id)
    if found.received_at is not None:
        raise Refused("unit", "{0} 已于 {1} 签收: {2}", unit, When(found.received_at), found.received_by)
    if act.at < copy.sent_at:
        raise Refused("at", "{0} 早于报告发出的时间 {1}", When(act.at), When(copy.sent_at))
    for view in _clocks(work, copy, unit):
        owing.refuse_before_trigger(work, "at", view, act.at)
    event = ev.ReportReceived(report=copy.id, unit=unit, taken_by=act.taken_by, note=act.note)
    row = work.append(event, at=act.at, matter=report.matter_id)
    _end(work, copy, unit, act.at)
    return row


def _report(work: Work, name: str) -> ReportView:
    found = report_said(work, name)
    return work.views.report(found.forwards) or found if found.forwards else found


def _copy(work: Work, report: ReportView, unit: str) -> ReportView:
    """Return the report, or the copy that was sent on, which has the unit among its recipients.

    Raises:
        Refused: none has; it is sent on first.
    """
    copies = [one for one in work.views.reports(report.matter_id) if report.id in (one.id, one.forwards)]
    found = [one for one in copies if unit in one.recipients]
    if not found:
        known = [name for one in copies for name in one.recipients]
        template = "{0} 不是这份报告的收件单位, {1}; 另发别的单位请先原文转发 (forward)"
        raise Refused("unit", template, unit, nearest(unit, known))
    return found[-1]


def _way(act: Deliver) -> str:
    """Return the way as typed, by code or by name; a channel that is named is the way.

    Raises:
        Refused: it is none, or not said.
    """
    typed = act.way.strip() or (rules.CHANNEL if act.channel.strip() else "")
    names = {name: key for key, name in rules.WAYS.items()}
    way = names.get(typed, typed)
    if way not in rules.WAYS:
        raise Refused("way", "没有送达方式 {0}, {1}", typed or "-", nearest(typed, [*rules.WAYS, *names]))
    if act.channel.strip() and way != rules.CHANNEL:
        raise Refused("channel", "只有通道外发写通道")
    return way


def _channel(work: Work, act: Deliver, report: ReportView) -> ChannelSpec:
    """Return the channel that carries the report as a file.

    Raises:
        Refused: it may not, or the report may not go by it.
    """
    name = act.channel.strip()
    drill = work.views.is_drill()
    carrying = {one.name: one for one in work.books.channels.open(drill=drill) if one.files}
    spec = carrying.get(name)
    if spec is None:
        template = "通道 {0} 不带附件发文: 须在 channels.toml 里启用并写 files = true; 可用: {1}"
        raise Refused("channel", template, name or "-", list(carrying) or "-")
    if holders(work.views, report.matter_id) is not None:
        raise Refused("channel", "限定知悉的事项不经通道外发, 请派人或传真送达", traced=True)
    if report.blocked:
        found = [name_of(one) for one in sorted({one["check"] for one in report.blocked})]
        raise Refused("channel", "核对项 {0} 未改也未写理由, 不经通道外发: 先写明理由 (excuse)", found, traced=True)
    return spec


def _carry(work: Work, spec: ChannelSpec, report: ReportView, unit: str, matter: Matter) -> str:
    """Put a report into the outbox of a channel, as a file for one recipient; return its key.

    Raises:
        Refused: the channel has no address of theirs.
    """
    if unit not in spec.people:
        raise Refused("unit", "通道 {0} 里没有 {1} 的地址: 写在 channels.toml 该通道的 people 里", spec.name, unit)
    site = work.views.meta().get("site", "")
    places = {"title": report.paper_title, "to": unit, "site": site, "matter": matter.label, "raised": hhmm(work.now)}
    queued = DispatchQueued(
        key=f"{report.id}/{unit}/{spec.name}/{work.tx.head()[0]}",
        channel=spec.name,
        obligation="",
        step=PAPER,
        heading=report.paper_title,
        body=fill(work.books.channels.message.paper_text, places),
        colour=matter.colour or "yellow",
        how=PAPER,
        people=[unit],
        raised_at=work.now,
        label=matter.label,
        report=report.id,
    )
    work.append_by_desk(queued, matter_id=report.matter_id)
    return queued.key


# ---------------------------------------------------------------- the clock of a receipt


def _owe(work: Work, matter: Matter, report: ReportView, unit: str, at: Instant, *, taken: bool) -> None:
    """A receipt is owed from the delivery on, unless it was taken by name or is there already."""
    if taken:
        _end(work, report, unit, at)
        return
    had = any(one.unit == unit and one.report == report.id and one.received_at is not None
              for one in reads.recipients(work.views, report))  # fmt: skip
    if not had:
        subject = rules.receipt_subject(unit, short_name(report))
        about = work.matter(matter.merged_into) if matter.merged_into else matter
        dues.trigger(work, {"report.delivered": at}, about, subject=subject)


def _clocks(work: Work, report: ReportView, unit: str) -> list[ClockView]:
    """Return the open clocks of a receipt, also where its matter was merged into another."""
    matter = work.matter(report.matter_id)
    subject = rules.receipt_subject(unit, short_name(report))
    return [
        view
        for view in work.views.clocks()
        if view.matter_id in (matter.id, matter.merged_into)
        and view.subject == subject
        and dues.is_met_with(work, view, rules.RECEIVED)
    ]


def _end(work: Work, report: ReportView, unit: str, at: Instant) -> None:
    for view in _clocks(work, report, unit):
        if not dues.not_owed_yet(work, view, at):
            dues.end_met(work, view, at)
