"""A proposal as it is kept beside its message: plain values, and for every word where it stands in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.triage.rules.facts import FIGURES, LEVELS, PARTICIPANTS, UNVERIFIED
from dutydesk.kernel.instants import iso

if TYPE_CHECKING:
    from dutydesk.capabilities.triage.rules.sorting import Proposal

_OF_THE_WHOLE = re.compile(r"国家|中央|国务院|最高|全国|驻京|北京")
"""A spot that lies in no county: people from 汝州市 stand before 国家信访局, which is not in 汝州市."""

SORTED = ("kind", "category", "subtype", "colour")
"""What a person confirms or changes."""

GIVEN, RULE = "given", "rule"
"""Keys of a kept proposal: what came with the message instead of from its text; the line of the colour rule that decided."""


def as_kept(proposal: Proposal, title: str, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what is kept of a proposal; what was given with the message stands in place of what its text says.

    Args:
        proposal: what the sorting says.
        title: the short title that goes with it.
        given: kind, category, subtype or colour that came with the message.
    """
    found = {name: getattr(proposal, name) for name in SORTED}
    if given.get("kind", proposal.kind) != proposal.kind:
        found |= {"category": "", "subtype": ""}
    return {
        **found,
        **given,
        **({GIVEN: sorted(given)} if given else {}),
        **({} if "colour" in given else {RULE: proposal.line}),
        "version": proposal.version,
        "title": title,
        "recipients": list(proposal.recipients),
        "occurred_at": proposal.occurred_at,
        "facts": {
            name: {"value": plain(fact.value), "start": fact.span.start, "end": fact.span.end}
            for name, fact in proposal.facts.items()
        },
        "why": [{"of": one.of, "start": one.span.start, "end": one.span.end} for one in proposal.why],
    }


def plain(number: float | str | None) -> float | str | None:
    """Return a number without a useless fraction, words as they are."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def figures_of(kept: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures that a kept proposal read."""
    facts = kept.get("facts", {})
    return {name: facts[name]["value"] for name in (*FIGURES, PARTICIPANTS) if name in facts}


def words_of(kept: Mapping[str, Any], text: str, name: str) -> str:
    """Return the words of a fact as they stand in the text, empty where there is none."""
    fact = kept.get("facts", {}).get(name)
    return text[fact["start"] : fact["end"]] if fact else ""


def place_of(kept: Mapping[str, Any], text: str) -> str:
    """Return the place as one line: province, city, district, spot as the text names them, each once."""
    facts = kept.get("facts", {})
    spans = [(facts[level]["start"], facts[level]["end"]) for level in LEVELS if level in facts]
    apart = [
        one for one in spans if not any(one != other and other[0] <= one[0] < one[1] <= other[1] for other in spans)
    ]
    if apart and _OF_THE_WHOLE.match(text, apart[-1][0]) and (len(apart) < 2 or apart[-2][1] != apart[-1][0]):
        apart = apart[-1:]
    return "".join(dict.fromkeys(text[start:end] for start, end in apart))


def as_object(text: str, kept: Mapping[str, Any], rule_text: str | None = None) -> dict[str, Any]:
    """Return a kept proposal as the contract's JSON object, without the text itself: what the text does not say is null."""
    facts = kept.get("facts", {})
    words = {name: words_of(kept, text, name) or None for name in ("occurred_at", *LEVELS)}
    return {
        **{name: kept.get(name) or None for name in SORTED},
        "occurred_at": words["occurred_at"],
        "occurred_at_time": iso(kept.get("occurred_at")),
        "place": {level: words[level] for level in LEVELS},
        **{name: facts[name]["value"] if name in facts else None for name in FIGURES},
        "contact": facts["contact"]["value"] if "contact" in facts else None,
        "rule": kept.get(RULE),
        "rule_text": rule_text,
        "why": [{**one, "words": text[one["start"] : one["end"]]} for one in kept.get("why", ())],
        "facts": {
            name: {
                "words": text[fact["start"] : fact["end"]],
                "start": fact["start"],
                "end": fact["end"],
                "status": UNVERIFIED,
            }
            for name, fact in facts.items()
        },
        "recipients": kept.get("recipients", []),
        "title": kept.get("title") or None,
        "version": kept.get("version"),
    }
