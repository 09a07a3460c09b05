"""The page of a report: every recipient, how it went to them, whether they have it; and what nobody sent yet."""

from __future__ import annotations

from dutydesk.capabilities.reporting.reads import short_name
from dutydesk.capabilities.sending.rules import Recipient, Went, receipt_subject
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import ReportView, Views

_WENT = Mapped(
    Went,
    "delivery d LEFT JOIN outbox o ON o.key = d.outbox LEFT JOIN outbox_lease l ON l.key = d.outbox",
    carried="coalesce(o.state, '')",
    attempts="CASE o.state WHEN 'queued' THEN coalesce(l.attempts, 0) ELSE coalesce(o.attempts, 0) END",
    carried_at="o.ended_at",
)


@dataclass(frozen=True)
class Unsent:
    """A written report, and the recipients to whom no way is registered by which it went, and who confirmed nothing."""

    id: str
    label: str
    title: str
    recipients: tuple[str, ...]


_WRITTEN = Mapped(Unsent, "report r JOIN matter m ON m.id = r.matter_id", label="m.label")
_IN_QUESTION = "WHERE r.kind <> 'phone' AND (r.sent_at >= :since OR m.state IN ('open', 'proposed')) "
_SENT = (
    "WITH written(id) AS (SELECT r.id FROM report r JOIN matter m ON m.id = r.matter_id "  # noqa: S608 - own words
    f"{_IN_QUESTION}) SELECT report, unit FROM delivery WHERE report IN (SELECT id FROM written) "
    "UNION SELECT report, unit FROM received WHERE report IN (SELECT id FROM written)"
)


def unsent(views: Views, since: Instant) -> list[Unsent]:
    """Return the written reports of open matters, and all written since an instant, that somebody was not sent yet."""
    gone = {(report, unit) for report, unit in views.rows(_SENT, {"since": since})}
    found: list[Unsent] = []
    for one in _WRITTEN.all(views, _IN_QUESTION + "ORDER BY r.seq", {"since": since}):
        left = tuple(unit for unit in one.recipients if (one.id, unit) not in gone)
        if left:
            found.append(Unsent(one.id, one.label, one.title, left))
    return found


def recipients(views: Views, report: ReportView) -> list[Recipient]:
    """Return the recipients of a report in its own order, then those to whom it was sent on later, word for word."""
    copies = [one for one in views.reports(report.matter_id) if report.id in (one.id, one.forwards)]
    return [
        _recipient(views, one, unit, forwarded_at=one.sent_at if one.forwards else None)
        for one in copies
        for unit in one.recipients
    ]


def _recipient(views: Views, report: ReportView, unit: str, *, forwarded_at: Instant | None) -> Recipient:
    rows = views.rows("SELECT unit, at, taken_by, note FROM received WHERE report = :report", {"report": report.id})
    had = [told for name, *told in rows if name == unit]  # compared as it reads: what is sealed is opened by then
    at, by, note = had[0] if had else (None, "", "")
    return Recipient(
        unit=unit,
        report=report.id,
        forwarded_at=forwarded_at,
        went=tuple(
            one
            for one in _WENT.all(views, "WHERE d.report = :report ORDER BY d.seq", {"report": report.id})
            if one.unit == unit
        ),
        due_at=None if had else receipt_due(views, report, unit),
        received_at=at,
        received_by=str(by),
        received_note=str(note),
        told=report.kind == "phone",
    )


def receipt_due(views: Views, report: ReportView, unit: str) -> Instant | None:
    """Return by when a receipt is owed, None where no clock of it runs."""
    sql = (
        "SELECT subject, due_at FROM obligation WHERE state = 'open' AND \"trigger\" = 'report.delivered' "
        "AND matter_id IN (SELECT id FROM matter WHERE id = :id OR id IN (SELECT merged_into FROM matter WHERE "
        "id = :id))"
    )
    wanted = receipt_subject(unit, short_name(report))
    rows = views.rows(sql, {"id": report.matter_id})
    return next((int(due_at) for subject, due_at in rows if subject == wanted), None)
