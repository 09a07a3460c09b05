"""The walkthrough as a state machine (DESIGN §7): preparing, started, briefing, signed by one or both, sealed.

Pure: it is told what happened and says where that leaves the handover. Until both have signed the outgoing
shift owns everything; a return makes every signature void and leads back to the briefing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from dutydesk.capabilities.handover.events import (
    HandoverCancelled,
    HandoverReturned,
    HandoverSealed,
    HandoverSigned,
    HandoverStarted,
    LeaderInformed,
    OverdueCosigned,
    PageRead,
)
from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, vocabulary

PREPARING: Instant = 30 * MINUTE
"""The sheet is prepared from this long before the scheduled end of the shift (DESIGN §7, T-30 min)."""

OUT, IN = "out", "in"
SIDE_NAMES = vocabulary({OUT: "交班人", IN: "接班人"})
SIDES = (OUT, IN)

NONE = "none"
READY = "preparing"
STARTED = "started"
BRIEFING = "briefing"
SIGNED_OUT = "signed_out"
SIGNED_IN = "signed_in"
SEALED = "sealed"
RETURNED = "returned"
CANCELLED = "cancelled"
STAGE_NAMES = vocabulary(
    {
        NONE: "未到交班时间",
        READY: "准备",
        STARTED: "已开始",
        BRIEFING: "交底",
        SIGNED_OUT: "交班人已签",
        SIGNED_IN: "接班人已签",
        SEALED: "已封存",
        RETURNED: "退回",
        CANCELLED: "中止",
    }
)


@dataclass(frozen=True)
class Posts:
    """Officer ids of one side, empty where nobody holds the post."""

    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""


@dataclass(frozen=True)
class Signature:
    """Who signed when, and what was said with it."""

    officer: str
    at: Instant
    text: str = ""
    despite: tuple[str, ...] = ()
    reason: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cosigned:
    """The reason why something overdue is handed over, and who stands for it."""

    name: str
    reason: str
    out_by: str = ""
    in_by: str = ""

    @property
    def complete(self) -> bool:
        """Whether the incoming has put their name under a reason."""
        return bool(self.in_by and self.reason)


@dataclass(frozen=True)
class Walkthrough:
    """One handover as it stands. ``read``: page to the newest journal row that it could show."""

    id: str
    shift: str
    outgoing: Posts
    incoming: Posts
    begins: Instant
    ends: Instant
    cut_off: int
    started_at: Instant
    started_by: str = ""
    read: Mapping[str, int] = field(default_factory=dict[str, int])
    cosigned: Mapping[str, Cosigned] = field(default_factory=dict[str, Cosigned])
    signatures: Mapping[str, Signature] = field(default_factory=dict[str, Signature])
    informed: str = ""
    informed_at: Instant | None = None
    informed_note: str = ""
    returned: str = ""
    """The reason of the last return, empty once somebody has signed again."""
    ended: str = ""
    """``sealed`` or ``cancelled``; empty while it is under way."""

    @property
    def stage(self) -> str:
        """Where the walkthrough stands."""
        if self.ended:
            return self.ended
        if OUT in self.signatures:
            return SIGNED_OUT
        if IN in self.signatures:
            return SIGNED_IN
        if self.returned:
            return RETURNED
        return BRIEFING if self.read else STARTED

    @property
    def open(self) -> bool:
        """Whether it is under way."""
        return not self.ended

    def after(self, event: Event, actor: str, at: Instant) -> Walkthrough:
        """Return the walkthrough after an event of its own.

        Raises:
            Worded: it has ended already.
        """
        if not self.open and not isinstance(event, LeaderInformed):
            raise Worded("交接已{0}", STAGE_NAMES[self.ended])
        if isinstance(event, PageRead):
            return replace(self, read={**self.read, event.page: event.upto})
        if isinstance(event, OverdueCosigned):
            return replace(self, cosigned={**self.cosigned, event.obligation: self._cosigned(event, actor)})
        if isinstance(event, HandoverSigned):
            signature = Signature(actor, at, event.text, tuple(event.despite), event.reason, tuple(event.unread))
            return replace(self, signatures={**self.signatures, event.side: signature}, returned="")
        if isinstance(event, HandoverReturned):
            return replace(self, signatures={}, returned=event.reason)
        if isinstance(event, LeaderInformed):
            return replace(self, informed=event.leader, informed_at=at, informed_note=event.note)
        if isinstance(event, HandoverSealed):
            return replace(self, ended=SEALED)
        if isinstance(event, HandoverCancelled):
            return replace(self, ended=CANCELLED)
        return self

    def _cosigned(self, event: OverdueCosigned, actor: str) -> Cosigned:
        before = self.cosigned.get(event.obligation, Cosigned(event.name, ""))
        reason = event.reason or before.reason
        if event.side == IN:
            return replace(before, name=event.name, reason=reason, in_by=actor)
        return Cosigned(event.name, reason, out_by=actor)  # another reason wants another signature of the incoming


def begun(event: HandoverStarted, outgoing: Posts, actor: str, at: Instant) -> Walkthrough:
    """Return the walkthrough that an event starts."""
    return Walkthrough(
        id=event.handover,
        shift=event.shift,
        outgoing=outgoing,
        incoming=Posts(event.a, event.b, event.leader, event.director),
        begins=event.begins,
        ends=event.ends,
        cut_off=event.cut_off,
        started_at=at,
        started_by=actor,
    )


def stage_of(walk: Walkthrough | None, shift_ends: Instant | None, now: Instant) -> str:
    """Return the stage, ``preparing`` from half an hour before the scheduled end on."""
    if walk is not None and walk.open:
        return walk.stage
    return READY if shift_ends is not None and now >= shift_ends - PREPARING else NONE


def answers_count_from(walk: Walkthrough | None, shift_ends: Instant, now: Instant) -> Instant:
    """Return since when a remark on something abnormal is one of this handover: older ones are asked again."""
    return min(shift_ends - PREPARING, walk.started_at if walk is not None else now)


def side_of(officer: str, outgoing: Posts, incoming: Posts, signed: Iterable[str] = ()) -> str:
    """Return whose signature an officer can give: ``out``, ``in``, empty for neither.

    The two As sign. Who is A on both sides signs for the outgoing; another signs for the incoming in A's place.
    """
    sides = [side for side, posts in ((OUT, outgoing), (IN, incoming)) if officer and posts.a == officer]
    waiting = [side for side in sides if side not in set(signed)]
    return (waiting or sides or [""])[0]


def stand_in_side(officer: str, outgoing: Posts, incoming: Posts, signed: Iterable[str] = ()) -> str:
    """Return the side for which B or the leader may sign in A's place, with a reason; empty for none."""
    sides = [
        side for side, posts in ((OUT, outgoing), (IN, incoming)) if officer and officer in (posts.b, posts.leader)
    ]
    waiting = [side for side in sides if side not in set(signed)]
    return (waiting or sides or [""])[0]


def unread(pages: Sequence[str], walk: Walkthrough | None) -> list[str]:
    """Return the pages that nobody has read out yet, in order."""
    return [page for page in pages if walk is None or page not in walk.read]


def relieved(outgoing: Posts, incoming: Posts) -> list[str]:
    """Return who of the outgoing may write no more: A and B, unless they stay on in any post."""
    staying = {incoming.a, incoming.b, incoming.leader, incoming.director}
    return [who for who in dict.fromkeys((outgoing.a, outgoing.b)) if who and who not in staying]
