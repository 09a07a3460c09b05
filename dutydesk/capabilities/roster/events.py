"""The roster beyond the plan: changes, swaps, leave, important periods, who people are. Imported when first met."""

from __future__ import annotations

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class RosterCleared(Event):
    """Planned shifts that begin within a span are planned no more: another plan takes their place."""

    KIND = "roster.cleared"
    QUIET = True
    SAYS = (("重排: {0} 至 {1}", "begins", "ends"),)
    begins: Instant
    ends: Instant


class RosterChanged(Event):
    """A change over a span: ``layer`` override or temporary; an empty post stays, ``-`` is nobody."""

    KIND = "roster.changed"
    SEARCHED = ("reason", "anyway")
    change: str
    layer: str
    begins: Instant
    ends: Instant
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""
    reason: str = ""
    anyway: str = ""
    effect: str = ""
    """``none``: something that beats it holds throughout; ``gap``: nothing was planned for a part of it."""


class RosterChangeDropped(Event):
    """A change holds no more; what it covered holds again."""

    KIND = "roster.change_dropped"
    SEARCHED = ("reason",)
    SAYS = (("撤销一项排班调整: {0}", "reason"),)
    change: str
    reason: str = ""


class SwapRequested(Event):
    """``giver`` asks ``taker`` to take a post of a shift; ``back_begins`` is the shift taken in return, if any."""

    KIND = "roster.swap_requested"
    SEARCHED = ("reason",)
    swap: str
    giver: str
    taker: str
    begins: Instant
    ends: Instant
    post: str
    back_begins: Instant | None = None
    back_ends: Instant | None = None
    back_post: str = ""
    reason: str = ""


class SwapAccepted(Event):
    """The one who was asked agrees. Whose swap it is (``giver``, ``taker``) is empty in rows of older versions."""

    KIND = "roster.swap_accepted"
    swap: str
    giver: str = ""
    taker: str = ""


class SwapApproved(Event):
    """A leader approves: from here on the swap holds in the roster. ``anyway``: why although something speaks against it."""

    KIND = "roster.swap_approved"
    SEARCHED = ("anyway",)
    swap: str
    anyway: str = ""
    giver: str = ""
    taker: str = ""


class SwapRefused(Event):
    """The one who was asked, or a leader, does not agree."""

    KIND = "roster.swap_refused"
    SEARCHED = ("reason",)
    swap: str
    reason: str = ""
    giver: str = ""
    taker: str = ""


class SwapWithdrawn(Event):
    """The one who asked takes it back."""

    KIND = "roster.swap_withdrawn"
    SEARCHED = ("reason",)
    swap: str
    reason: str = ""
    giver: str = ""
    taker: str = ""


class LeaveSet(Event):
    """A person is away from duty for a span."""

    KIND = "roster.leave_set"
    SEARCHED = ("reason",)
    leave: str
    officer: str
    begins: Instant
    ends: Instant
    reason: str = ""


class LeaveCancelled(Event):
    """A leave is called off."""

    KIND = "roster.leave_cancelled"
    SEARCHED = ("reason",)
    SAYS = (("撤销休假 {0}", "reason"),)
    leave: str
    reason: str = ""


class PeriodSet(Event):
    """An important period (重要时期), first and last day counted (ISO dates)."""

    KIND = "roster.period_set"
    SEARCHED = ("name", "reason")
    SAYS = (("重要时期 {0}: {1} 至 {2}", "name", "first", "last"),)
    period: str
    name: str
    first: str
    last: str
    reason: str = ""


class PeriodCancelled(Event):
    """An important period is called off."""

    KIND = "roster.period_cancelled"
    SEARCHED = ("reason",)
    SAYS = (("撤销重要时期 {0}", "reason"),)
    period: str
    reason: str = ""


class StaffSet(Event):
    """What the roster must know of a person: grade, group, first and last day (ISO), newcomer, part-time expert.

    ``newcomer`` is yes, no, or empty: then the first day decides.
    """

    KIND = "roster.staff_set"
    officer: str
    grade: str = ""
    group: str = ""
    joined: str = ""
    left: str = ""
    newcomer: str = ""
    part_time: bool = False


class RosterRanOut(Event):
    """A shift began by hand when the roster had run out: ``last`` is when its last shift ended."""

    KIND = "roster.ran_out"
    SAYS = (("接班时排班已到期: 最后一班止于 {0}", "last"),)
    last: Instant
