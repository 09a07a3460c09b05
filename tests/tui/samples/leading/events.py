"""What the journal keeps of it, how that reads and which column it is."""

from __future__ import annotations

from dutydesk.kernel.events import Event


class LeadChanged(Event):
    """Another unit leads from now on."""

    KIND = "sample.lead_changed"
    SEARCHED = ("lead", "reason")
    MARK = "§"
    SAYS = (("牵头单位换为 {0}", "lead"), (" (原为 {0})", "previous"), ("; 为什么: {0}", "reason"))
    SETS = ("matter", "lead")
    lead: str
    previous: str
    reason: str = ""
