"""What a message is about in a few words: the place and what it is, in words of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.kernel import titles

if TYPE_CHECKING:
    from dutydesk.capabilities.triage.rules.sorting import Proposal

LONGEST_TITLE = 24


def title(proposal: Proposal, subtype_name: str, text: str) -> str:
    """Return a short title: the place and what it is, in words of the text; empty where it says neither.

    The subtype's own name stands there only where the text has it: what nobody said is no title.
    """
    spot = proposal.facts["spot"].span.words if "spot" in proposal.facts else ""
    names = {
        level: fact.span.words for level, fact in proposal.facts.items() if level in {"province", "city", "district"}
    }
    place = "".join(names[level] for level in ("city", "district") if level in names and names[level] not in spot)
    if not place and names.keys() == {"province"}:
        place = names["province"]
    if subtype_name and subtype_name in text:
        return f"{place}{spot}{subtype_name}" if fits(place, spot, subtype_name) else f"{place}{subtype_name}"
    spans = [one for one in proposal.why if one.of != "kind" and proposal.category]
    spans.sort(key=lambda one: one.of == proposal.line)  # what it is, before how many
    said = next(filter(None, (titles.around(text, one.span.start) for one in spans)), "")
    lacks = (
        "".join(names[level] for level in ("city", "district") if level in names and names[level] not in said) or place
    )
    ahead = lacks if said and lacks not in said and fits(lacks, said) else ""
    return titles.cut(f"{ahead}{said}", LONGEST_TITLE)


def fits(*words: str) -> bool:
    """Whether a title has room for all of these."""
    return sum(map(len, words)) <= LONGEST_TITLE
