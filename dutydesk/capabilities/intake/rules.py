"""What becomes of a message taken in."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.kernel.vocabulary import PASTED
from dutydesk.kernel.wording import vocabulary

PROPOSED = "proposed"
"""Opened as it was proposed: one answer, no disposition of its own."""
NEW, BELONGS, FORWARD, LOG, VISIT, DUPLICATE, NONE = "new", "belongs", "forward", "log", "visit", "duplicate", "none"

AS: Mapping[str, str] = vocabulary(
    {
        NEW: "新立事项",
        BELONGS: "归入事项",
        FORWARD: "转交",
        LOG: "只作记录",
        VISIT: "来访登记",
        DUPLICATE: "重复",
        NONE: "不办",
    }
)
"""Dispositions, and how people call them."""

SPOKEN = frozenset({"电话", "phone"})
"""Channels whose messages are heard as they arrive."""


def source_of(sender: str, text: str, channel: str) -> str:
    """Return who says a message: the sender that was given, else whom its text names, else how it came; a paste says nothing of it."""
    from dutydesk.capabilities.triage.rules.senders import sender_of  # many patterns, not in the first frame

    return sender or sender_of(text) or ("" if channel == PASTED else channel)
