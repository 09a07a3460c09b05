"""All checks of a finished text, in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dutydesk.capabilities.reporting.rules.check_content import content, role
from dutydesk.capabilities.reporting.rules.check_figures import figures
from dutydesk.capabilities.reporting.rules.check_style import style
from dutydesk.capabilities.reporting.rules.findings import BLOCK, Finding, Text, in_order


def findings(text: Text) -> list[Finding]:
    """Return everything found in a text: what stops the sending first, style last."""
    return in_order([*style(text), *figures(text), *content(text)])


def outgoing(text: Text) -> list[Finding]:
    """Return what is found in a paper that is no report of a matter: marks, times, leftovers, persons, words, our role."""
    return in_order([*style(text), *role(text)])


def blocking(found: Iterable[Finding], excused: Mapping[str, str]) -> list[Finding]:
    """Return what blocks and nobody gave a reason for."""
    return [one for one in found if one.weight == BLOCK and not excused.get(one.check, "").strip()]
