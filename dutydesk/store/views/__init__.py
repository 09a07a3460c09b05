"""The read side: plain parametrised SQL on a read-only connection, frozen dataclasses out.

Nothing here needs SQLAlchemy, so the first frame shows real rows before it is imported. A ``Views`` object
belongs to one thread at a time.
"""

from __future__ import annotations

from dutydesk.store.views.clocks import ClockReads
from dutydesk.store.views.log import LogReads
from dutydesk.store.views.matters import MatterReads
from dutydesk.store.views.people import PeopleReads
from dutydesk.store.views.rows import (
    AlertView,
    AnswerView,
    ClockView,
    EntryView,
    FigureView,
    OfficerView,
    ReportView,
    ShiftView,
    StepView,
)

__all__ = [
    "AlertView",
    "AnswerView",
    "ClockView",
    "EntryView",
    "FigureView",
    "OfficerView",
    "ReportView",
    "ShiftView",
    "StepView",
    "Views",
]


class Views(PeopleReads, LogReads, MatterReads, ClockReads):
    """Reads on one read-only connection, or inside a write transaction (``execute`` of it is enough).

    What the first frame does not need is read by functions that take a ``Views``, in modules beside this one.
    """
