"""Limits that bind others in the chain of reports: shown beside a matter, kept by no clock of this desk.

Rules that nothing the desk does ever meets (``reference.informed``) say how long a unit, a hospital or a county has.
An officer who asks why a report is not there yet, or whom to remind, reads it in the file.
"""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations.rules.rulebook import Rule, Rulebook
from dutydesk.i18n import say, translate
from dutydesk.kernel.conditions import Situation
from dutydesk.kernel.instants import DAY, HOUR, MINUTE

REFERENCE = "reference.informed"
"""What would meet such a rule; no act makes it."""


def of_others(rules: Rulebook, matter: Matter, *, has_figures: bool) -> list[Rule]:
    """Return the limits of other bodies that a matter of this kind, subtype and level is under, in the rulebook's order."""
    facts = matter.facts(has_figures=has_figures)
    return [
        rule
        for rule in rules.rules.values()
        if rule.met_when.events == (REFERENCE,)
        and not rule.enabled
        and rule.trigger.holds(Situation(frozenset(rule.trigger.events), facts))
    ]


def words_of_other(rule: Rule) -> str:
    """Return a limit as a line: what, how long, on what it rests."""
    # the heading says already that it is for reference, as the name does in a list of clocks
    name = translate(rule.name).partition(") ")[2] or translate(rule.name)
    return f"{name}: {_length(rule)}, {rule.source}"


def _length(rule: Rule) -> str:
    duration = rule.due.duration
    if duration is None:
        return say("每天 {0} 前", rule.due.clock.strftime("%H:%M")) if rule.due.clock else translate("按日历")
    exact = duration.exact
    if exact % DAY == 0:
        return say("{0} 天内", exact // DAY)
    return say("{0} 小时内", exact // HOUR) if exact % HOUR == 0 else say("{0} 分钟内", exact // MINUTE)
