"""The handover: the checklist here, the walkthrough and what blocks a signature in modules of their own.

The first frame needs the checklist alone, so only that is imported here.
"""

from __future__ import annotations

from dutydesk.capabilities.handover.rules.checklist import (
    ANSWERS,
    AUTOMATIC,
    SIGN_GROUP,
    STATES,
    Checklist,
    Item,
    note_missing,
    read_checklist,
    read_state,
)

__all__ = [
    "ANSWERS",
    "AUTOMATIC",
    "SIGN_GROUP",
    "STATES",
    "Checklist",
    "Item",
    "note_missing",
    "read_checklist",
    "read_state",
]
