"""What became of a report at a recipient."""

from __future__ import annotations

from dutydesk.kernel.events import Event


class ReportDelivered(Event):
    """A report went to one of its recipients; ``at`` of the row is when.

    ``way`` is one of ``rules.WAYS``; ``taken_by`` who took it there, empty while they owe a receipt; by a channel
    ``key`` is that of the message in the outbox.
    """

    KIND = "report.delivered"
    SEARCHED = ("unit", "taken_by", "note")
    report: str
    unit: str
    way: str
    taken_by: str = ""
    note: str = ""
    channel: str = ""
    key: str = ""


class ReportReceived(Event):
    """A recipient confirmed that they have a report: who there, by what way."""

    KIND = "report.received"
    SEARCHED = ("unit", "taken_by", "note")
    SAYS = (("报告签收: {0} {1} {2}", "unit", "taken_by", "note"),)
    report: str
    unit: str
    taken_by: str
    note: str = ""
