"""What the desk screen shows, read in one go: a frozen picture of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from dutydesk.capabilities.calls.reads import CallTaskView, open_tasks
from dutydesk.capabilities.delivery.reads import OutageView, outages
from dutydesk.capabilities.duties.reads import ungraded
from dutydesk.capabilities.handover.rules import Checklist
from dutydesk.capabilities.handover.sheet import SheetRow, rows
from dutydesk.capabilities.intake.reads import MessageView, by_urgency, undisposed
from dutydesk.capabilities.matters.rules import Matter, in_order
from dutydesk.capabilities.obligations.bundles import is_anothers
from dutydesk.capabilities.restricted.reads import marks
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.people import ROLE_NAMES
from dutydesk.kernel.rights import Rights
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import AlertView, ClockView, OfficerView, ShiftView, Views
from dutydesk.store.views.relieved import is_relieved
from dutydesk.store.views.rows import levels_reached


@dataclass(frozen=True)
class DeskState:
    """Everything on the desk screen but the log lines, which are paged."""

    site: str = ""
    drill: bool = False
    head: int = 0
    shift: ShiftView | None = None
    names: dict[str, str] = field(default_factory=dict[str, str])
    matters: Sequence[Matter] = ()
    next_due: dict[str, Instant] = field(default_factory=dict[str, Instant])
    reached: Mapping[str, str] = field(default_factory=dict[str, str])
    """Matters whose figures reach a level that nobody has decided on: id to that level's mark."""
    clocks: Sequence[ClockView] = ()
    alerts: Sequence[AlertView] = ()
    sheet: Sequence[SheetRow] = ()
    doubtful: Instant = 0
    call_tasks: Sequence[CallTaskView] = ()
    """Whoever is still to be called, red matters first."""
    inbox: Sequence[MessageView] = ()
    """Messages that nobody has disposed of, the most urgent first."""
    outages: Sequence[OutageView] = ()
    """Channels out of the house that do not get through."""
    actor: str = ""
    """Who sits at this session."""
    officers: dict[str, OfficerView] = field(default_factory=dict[str, OfficerView])
    read_only: Worded | None = None
    """Why this session may not write (not raised); None: it may."""

    relieved: bool = False
    """This session's officer was relieved by a handover (§7)."""

    ungraded: frozenset[str] = frozenset()
    """Matters whose paper in custody has no grade yet."""

    restricted: Mapping[str, str] = field(default_factory=dict[str, str])
    """Matters that only named people see, this session's officer among them: id to what each is marked as."""

    @property
    def unacknowledged(self) -> list[AlertView]:
        """Alerts that still want an acknowledgement, the most urgent first; what waits for somebody else's hand is the last."""
        waiting = [alert for alert in self.alerts if alert.acknowledged_at is None]
        return sorted(waiting, key=lambda alert: is_anothers(alert, self.actor))

    def count(self, colour: str) -> int:
        """Return how many open matters have a colour."""
        return sum(1 for matter in self.matters if matter.colour == colour)

    def matter(self, matter_id: str | None) -> Matter | None:
        """Return an open matter by id."""
        return next((matter for matter in self.matters if matter.id == matter_id), None)


def why_read_only(officer: OfficerView | None, rights: Rights, *, relieved: bool = False) -> Worded | None:
    """Return why a person's session may not write (not raised), None when it may."""
    if officer is None:
        return Worded("没有这个账号")
    if officer.disabled:
        return Worded("账号已停用")
    if not rights.may(officer.roles, "write"):
        return Worded("{0}只看不写", [ROLE_NAMES[role] for role in officer.roles])
    if relieved and not rights.may(officer.roles, "approve"):
        return Worded("已交班: 本会话只读; 接班人在此接手按 U, 需补充用 “交接补记” (^p)")
    return None


def read_state(views: Views, checklist: Checklist, now: Instant, actor: str, rights: Rights) -> DeskState:
    """Read the picture that a person's session shows, on a read-only connection."""
    meta = views.meta()
    shift = views.shift()
    clocks = views.clocks()
    relieved = is_relieved(views, actor)
    officers = views.officers()
    next_due: dict[str, Instant] = {}
    for clock in clocks:
        if clock.matter_id is not None:
            next_due.setdefault(clock.matter_id, clock.due_at)
    return DeskState(
        site=meta.get("site", ""),
        drill=meta.get("drill") == "1",
        head=views.head()[0],
        shift=shift,
        names={officer.id: officer.name for officer in officers.values()},
        matters=in_order(views.matters(), next_due),
        next_due=next_due,
        reached=levels_reached(clocks),
        clocks=clocks,
        alerts=views.alerts(),
        sheet=rows(views, checklist, now),
        doubtful=views.doubtful(),
        call_tasks=open_tasks(views),
        inbox=by_urgency(undisposed(views)),
        outages=outages(views),
        actor=actor,
        officers=officers,
        relieved=relieved,
        read_only=why_read_only(officers.get(actor), rights, relieved=relieved),
        ungraded=ungraded(views),
        restricted=marks(views),
    )
