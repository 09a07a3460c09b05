"""All commands: importing this module registers those of the desk and of every capability."""

from __future__ import annotations

from dutydesk.capabilities import collect
from dutydesk.tui.commands import desk, drafts

__all__ = ["desk", "drafts"]

collect("commands")
