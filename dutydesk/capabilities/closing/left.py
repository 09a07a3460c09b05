"""What is still open on a matter that is about to end: by closing it, or by merging it into another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dutydesk.capabilities.closing import rules as c
from dutydesk.capabilities.coordination import reads
from dutydesk.capabilities.coordination.rules import coordination as states
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.wording import Word, Worded
from dutydesk.store.views import Views

if TYPE_CHECKING:
    from dutydesk.capabilities.obligations.rules.rulebook import Rule

BECAME_RED = "matter.became_red"
SETTLED = (states.ARRIVED, states.WITHDRAWN)


def owed(views: Views, rules: Mapping[str, Rule], matter: Matter) -> list[c.Left]:
    """Return the clocks that nobody may close over: unacknowledged red, and what is owed to a policy or an appeal as such.

    The second are the rules that such a matter itself starts (``policy.…``, ``appeal.…``). A window of applications only
    reminds: it lives on.
    """
    found: list[c.Left] = []
    for one in views.clocks(matter_id=matter.id):
        started_by = rules[one.rule].trigger.events if one.rule in rules else ()
        if BECAME_RED in started_by:
            found.append(c.Left("red", Worded("红色预警未签收: {0}", Word(one.title)), one.id))
        elif any(event.startswith(c.OWED_TO.get(matter.kind, ())) and event not in c.REMIND for event in started_by):
            found.append(c.Left("clock", Worded("{0}", Word(one.title)), one.id))
    return sorted(found, key=lambda one: one.kind != "red")


def left_open(views: Views, matter: Matter, clocks: Iterable[c.Left] = ()) -> list[c.Left]:
    """Return everything that a closing would leave open, its clocks (``owed``) first."""
    found = list(clocks)
    missing = views.figures(matter.id).get("missing")
    if missing is not None and missing.value > 0:
        found.append(c.Left("missing", Worded("失联人员未查清: {0} 人", f"{missing.value:.0f}")))
    found += [
        c.Left("step", Worded("预案第 {0} 步: {1}", one.number, Word(one.text)))
        for one in reads.plan_steps(views, matter.id)
        if one.must and one.state == "open"
    ]
    found += [
        c.Left("action", Worded("交办未办: {0}: {1}", one.owner, one.text))
        for one in reads.actions(views, matter.id)
        if one.ended_at is None
    ]
    found += [
        c.Left("resource", Worded("资源请求未了: {0}: {1}", one.unit, one.what))
        for one in reads.resources(views, matter.id)
        if one.state not in SETTLED
    ]
    return found
