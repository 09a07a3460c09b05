"""The office's choice of its reporting limits."""

from __future__ import annotations

from dutydesk.kernel.events import Event


class LimitsChosen(Event):
    """From now on the limits of a column of the rulebook hold; ``name`` and ``source`` as they stood then."""

    KIND = "limits.chosen"
    SEARCHED = ("name", "source", "reason")
    WORDS = ("name", "source")
    SAYS = (("报送时限改用: {0} ({1})", "name", "source"), (" {0}", "reason"))
    column: str
    previous: str = ""
    name: str = ""
    source: str = ""
    reason: str = ""
