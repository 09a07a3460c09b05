"""Everything that can be written into the journal.

An event is a plain dataclass whose fields are set once; its ``KIND`` names it in the journal and its fields are the payload.
Times inside are instants (µs UTC). What stands here is the whole truth: tables are computed from these
events alone, so a field that a table needs must be in the event.

A kind, once shipped, is never changed in meaning. A new field gets a default; a new meaning gets a new kind.
"""

from __future__ import annotations

from dutydesk.domain.events.base import REGISTRY, Event, UnknownEventError, decode, decoded
from dutydesk.domain.events.clocks import (
    Acknowledged,
    AcknowledgementWithdrawn,
    ActRecorded,
    AlertRaised,
    AlertSoundedAgain,
    ClockEvent,
    ObligationEnded,
    ObligationHeld,
    ObligationJoined,
    ObligationMoved,
    ObligationOpened,
    PlannedStep,
    Snoozed,
)
from dutydesk.domain.events.log import (
    ActRefused,
    Corrected,
    Exported,
    MessageReceived,
    Noted,
)
from dutydesk.domain.events.matters import (
    Assessed,
    ColourSet,
    CriteriaAnswered,
    FactRecorded,
    FiguresRecorded,
    LevelSet,
    MatterAmended,
    MatterClosed,
    MatterMerged,
    MatterOpened,
    MatterProposed,
    ReportSent,
    ResponseActivated,
    ResponseKept,
)
from dutydesk.domain.events.people import (
    ItemChecked,
    OfficerAdded,
    PostAway,
    RosterPlanned,
    ShiftBegan,
    ShiftEnded,
    ShiftRelieved,
    StoreCreated,
)
from dutydesk.domain.events.watch import (
    ClockDoubtful,
    ClockStepped,
    TimeConfirmed,
    Unwatched,
)

__all__ = [
    "REGISTRY",
    "Acknowledged",
    "AcknowledgementWithdrawn",
    "ActRecorded",
    "ActRefused",
    "AlertRaised",
    "AlertSoundedAgain",
    "Assessed",
    "ClockDoubtful",
    "ClockEvent",
    "ClockStepped",
    "ColourSet",
    "Corrected",
    "CriteriaAnswered",
    "Event",
    "Exported",
    "FactRecorded",
    "FiguresRecorded",
    "ItemChecked",
    "LevelSet",
    "MatterAmended",
    "MatterClosed",
    "MatterMerged",
    "MatterOpened",
    "MatterProposed",
    "MessageReceived",
    "Noted",
    "ObligationEnded",
    "ObligationHeld",
    "ObligationJoined",
    "ObligationMoved",
    "ObligationOpened",
    "OfficerAdded",
    "PlannedStep",
    "PostAway",
    "ReportSent",
    "ResponseActivated",
    "ResponseKept",
    "RosterPlanned",
    "ShiftBegan",
    "ShiftEnded",
    "ShiftRelieved",
    "Snoozed",
    "StoreCreated",
    "TimeConfirmed",
    "UnknownEventError",
    "Unwatched",
    "decode",
    "decoded",
    "is_quiet",
]


def is_quiet(event: Event) -> bool:
    """Return whether the daily log leaves an event out: mechanics, refusals, and clocks met in time by an act of their own."""
    if isinstance(event, ObligationEnded):
        return event.outcome == "met"
    return event.quiet
