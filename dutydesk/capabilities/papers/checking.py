"""What is found on a paper before it leaves the house: the checks of every outgoing paper (papers §5), beside its own refusals."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.papers.case import Case, Found
from dutydesk.capabilities.reporting.rules.checks import outgoing
from dutydesk.capabilities.reporting.rules.findings import BLOCK, NAMES, Finding, Text
from dutydesk.documents.paper import SHEET
from dutydesk.kernel.prose import official
from dutydesk.kernel.wording import Worded

STOPPING = ("P-22", "P-26", "P-28")
"""Checks without which no paper is printed as final: role, leftovers, marks of secrets and persons. The others are told."""


def found_on(case: Case, found: Found) -> list[Finding]:
    """Return what is found on a paper that leaves the house; a report was checked when it was sent, a slip stays inside.

    A report that was sent without a signature is told of (P-25): its paper has a place for one.
    """
    form = case.form
    if form.layout == SHEET:
        return []
    if form.about == "report":
        unsigned = not found.values.get("signer") and form.id == "report"
        return [Finding("P-25", 0, 0, "", Worded("没有签发人"), "warn")] if unsigned else []
    people = case.views.officers().values()
    text = Text(
        kind="paper",
        text="\n".join(map(official, found.text)),
        title=official(found.values.get("title", "")),
        incident=False,
        now=case.now,
        accounts=[one.id for one in people if one.id != one.name],
        labels=[one.label for one in case.views.matters(ended=True)],
    )
    return outgoing(text)


def refusals(found: Sequence[Finding]) -> list[Worded]:
    """Return why a paper is not final yet."""
    stopped = [one for one in found if one.weight == BLOCK and one.check in STOPPING]
    return [Worded("{0}: “{1}” {2}", NAMES[one.check], one.words, one.said) for one in stopped]
