"""How well messages are sorted, measured on messages that people labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dutydesk.capabilities.triage.rules.facts import FIGURES
from dutydesk.capabilities.triage.rules.sorting import INCIDENT, Proposal
from dutydesk.kernel.values import dataclass

LABELS = ("kind", "category", "colour")


@dataclass(frozen=True)
class Score:
    """What ``triage --check`` tells; shares from 0 to 1, None where there was nothing to measure."""

    messages: int
    kind_f1: float | None
    category_f1: float | None
    colour: float | None
    missed_reds: int
    numbers: float | None
    """Messages labelled an incident of which every number is exact: deaths, injured, missing, loss."""


@dataclass(frozen=True)
class Wrong:
    """One label that was not met."""

    number: int
    text: str
    label: str
    expected: Any
    found: Any
    line: str


def macro_f1(expected: Sequence[str], found: Sequence[str]) -> float | None:
    """Return the mean over all labels of the harmonic mean of precision and recall."""
    labels = sorted({*expected})
    if not labels:
        return None
    scores: list[float] = []
    for label in labels:
        pairs = list(zip(expected, found, strict=True))
        hits = sum(one == label == two for one, two in pairs)
        wrong = sum((one == label) != (two == label) for one, two in pairs)
        scores.append(2 * hits / (2 * hits + wrong) if hits or wrong else 0.0)
    return sum(scores) / len(scores)


def found_of(proposal: Proposal, label: str) -> Any:
    """Return what a proposal says for a label, as labels say it: None where nothing."""
    if label in FIGURES:
        return proposal.figure(label)
    return {"kind": proposal.kind, "category": proposal.category or None, "colour": proposal.colour}[label]


def score(labelled: Sequence[tuple[Mapping[str, Any], Proposal]]) -> tuple[Score, list[Wrong]]:
    """Compare proposals with labels.

    Args:
        labelled: the labels of each message (``text``, ``kind``, ``category``, ``colour``, figures) and its proposal.
    """
    wrong = [
        Wrong(number, labels["text"], label, labels.get(label), found_of(proposal, label), proposal.line)
        for number, (labels, proposal) in enumerate(labelled, 1)
        for label in (*LABELS, *(FIGURES if labels["kind"] == INCIDENT else ()))
        if labels.get(label) != found_of(proposal, label)
    ]
    incidents = [(labels, proposal) for labels, proposal in labelled if labels["kind"] == INCIDENT]
    exact = [all(labels.get(name) == proposal.figure(name) for name in FIGURES) for labels, proposal in incidents]
    return (
        Score(
            len(labelled),
            macro_f1([labels["kind"] for labels, _ in labelled], [proposal.kind for _, proposal in labelled]),
            macro_f1(
                [labels["category"] or "" for labels, _ in incidents], [proposal.category for _, proposal in incidents]
            ),
            _share([labels["colour"] == proposal.colour for labels, proposal in labelled]),
            sum(labels["colour"] == "red" != proposal.colour for labels, proposal in labelled),
            _share(exact),
        ),
        wrong,
    )


def _share(true: Sequence[bool]) -> float | None:
    return sum(true) / len(true) if true else None
