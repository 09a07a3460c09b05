"""How the steps of setting up an office read for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.setup.rules import SHELL, STEP_NAMES, WHY, Step
from dutydesk.i18n import explain, say, translate


def progress(found: Sequence[Step]) -> str:
    """Return how many steps are done."""
    return say("已办 {0}/{1} 步", sum(1 for step in found if step.done), len(found))


def lines(step: Step) -> list[str]:
    """Return what is there and what is missing of a step, a line each."""
    here = [say("已有: {0}", sentence) for sentence in step.here]
    missing = [say("还缺: {0}", sentence) for sentence in step.missing]
    return [*here, *missing]


def row(step: Step) -> dict[str, Any]:
    """Return a step as data."""
    return {
        "step": step.id,
        "name": translate(STEP_NAMES[step.id]),
        "done": step.done,
        "here": [explain(sentence) for sentence in step.here],
        "missing": [explain(sentence) for sentence in step.missing],
        "why": translate(WHY[step.id]),
        "command": SHELL[step.id],
    }
