"""All commands: importing this module registers them."""

from __future__ import annotations

from dutydesk.capabilities import collect
from dutydesk.tui.commands import (
    accounts,
    alerts,
    desk,
    drafts,
    duties,
    facts,
    handling,
    handover,
    intake,
    matters,
    meetings,
    policies,
    registers,
    replies,
    roster,
    roster_import,
    rulebooks,
)

__all__ = [
    "accounts",
    "alerts",
    "desk",
    "drafts",
    "duties",
    "facts",
    "handling",
    "handover",
    "intake",
    "matters",
    "meetings",
    "policies",
    "registers",
    "replies",
    "roster",
    "roster_import",
    "rulebooks",
]

collect("commands")
