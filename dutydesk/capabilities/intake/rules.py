"""What becomes of a message taken in."""

from __future__ import annotations

from collections.abc import Mapping

PROPOSED = "proposed"
"""Opened as it was proposed: one answer, no disposition of its own."""
NEW, BELONGS, FORWARD, LOG, VISIT, DUPLICATE, NONE = "new", "belongs", "forward", "log", "visit", "duplicate", "none"

AS: Mapping[str, str] = {
    NEW: "新立事项",
    BELONGS: "归入事项",
    FORWARD: "转交",
    LOG: "只作记录",
    VISIT: "来访登记",
    DUPLICATE: "重复",
    NONE: "不办",
}
"""Dispositions, and how people call them."""

SPOKEN = frozenset({"电话", "phone"})
"""Channels whose messages are heard as they arrive."""
