"""What the desk screen shows, read in one go: a frozen picture of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dutydesk.desk.sheet import SheetRow, rows
from dutydesk.domain.handover import Checklist
from dutydesk.domain.instants import Instant
from dutydesk.domain.matters import Matter
from dutydesk.store.views import AlertView, ClockView, ShiftView, Views
from dutydesk.store.views.relieved import is_relieved


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
    clocks: Sequence[ClockView] = ()
    alerts: Sequence[AlertView] = ()
    sheet: Sequence[SheetRow] = ()
    doubtful: Instant = 0
    readonly: bool = False
    """This session's officer was relieved by a handover (§7): the desk takes no acts of theirs."""

    @property
    def unacknowledged(self) -> list[AlertView]:
        """Alerts that still want an acknowledgement, the most urgent first."""
        return [alert for alert in self.alerts if alert.acknowledged_at is None]

    def count(self, colour: str) -> int:
        """Return how many open matters have a colour."""
        return sum(1 for matter in self.matters if matter.colour == colour)

    def matter(self, matter_id: str | None) -> Matter | None:
        """Return an open matter by id."""
        return next((matter for matter in self.matters if matter.id == matter_id), None)


def read_state(views: Views, checklist: Checklist, now: Instant, actor: str = "") -> DeskState:
    """Read the picture on a read-only connection."""
    meta = views.meta()
    shift = views.shift()
    clocks = views.clocks()
    next_due: dict[str, Instant] = {}
    for clock in clocks:
        if clock.matter_id is not None:
            next_due.setdefault(clock.matter_id, clock.due_at)
    return DeskState(
        site=meta.get("site", ""),
        drill=meta.get("drill") == "1",
        head=views.head()[0],
        shift=shift,
        names={officer.id: officer.name for officer in views.officers().values()},
        matters=views.matters(),
        next_due=next_due,
        clocks=clocks,
        alerts=views.alerts(),
        sheet=rows(views, checklist, now),
        doubtful=views.doubtful(),
        readonly=is_relieved(views, actor),
    )
