"""What is still open on a matter that is about to end: by closing it, or by merging it into another."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.closing import rules as c
from dutydesk.capabilities.coordination import reads
from dutydesk.capabilities.coordination.rules import coordination as states
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.wording import Word, Worded
from dutydesk.store.views import ClockView, Views

SETTLED = (states.ARRIVED, states.WITHDRAWN)


def left_open(views: Views, matter: Matter, unacknowledged: Sequence[ClockView]) -> list[c.Left]:
    """Return everything that a closing would leave open, red first."""
    found = [c.Left("red", Worded("红色预警未签收: {0}", Word(one.title)), one.id) for one in unacknowledged]
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
