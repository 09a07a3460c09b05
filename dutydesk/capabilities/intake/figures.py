"""The figures that a message tells: what the sorting read, and how many of its injured are badly hurt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.capabilities.matters.rules import INCIDENT
from dutydesk.capabilities.triage.rules.kept import figures_of, words_of

SERIOUS = "serious_injuries"


def figures_told(kept: Mapping[str, Any], text: str) -> dict[str, tuple[float, str]]:
    """Return the figures of a message by field, each with its words in the text; nobody verified any of them.

    Args:
        kept: the message's proposal as it is kept.
        text: of the message.
    """
    found = {name: (value, words_of(kept, text, name)) for name, value in figures_of(kept).items()}
    if kept.get("kind") != INCIDENT or "injured" not in found:
        return found
    from dutydesk.capabilities.reporting.rules.claims import read  # many patterns, not in the first frame

    said = [one for one in read(text) if one.field == SERIOUS and one.amount.low == one.amount.high]
    if said and 0 < said[-1].amount.low <= found["injured"][0]:
        found[SERIOUS] = (said[-1].amount.low, said[-1].words)
    return found
