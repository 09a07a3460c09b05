"""Reads of units, actions, resources and running plans."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class ActionView:
    """Something to be done by one owner. ``state``: assigned, received, done, dropped."""

    id: str
    matter_id: str | None
    text: str
    owner: str
    state: str
    assigned_at: Instant
    due_at: Instant | None
    received_at: Instant | None
    ended_at: Instant | None
    note: str


@dataclass(frozen=True)
class ResourceView:
    """A request for help. ``state``: asked, agreed, refused, arrived, withdrawn."""

    id: str
    matter_id: str | None
    what: str
    unit: str
    state: str
    asked_at: Instant
    moved_at: Instant
    note: str


@dataclass(frozen=True)
class PlanStepView:
    """A step of a running plan. ``within`` is an ISO 8601 duration after activation, or empty; ``state``: open, done, left_out."""

    number: int
    text: str
    owner: str
    within: str
    must: bool
    state: str
    done_at: Instant | None
    done_by: str
    note: str


@dataclass(frozen=True)
class RunningPlanView:
    """The newest plan of a matter, as it was frozen."""

    cell: str
    title: str
    level: str
    units: tuple[str, ...]
    termination: tuple[str, ...]
    call_list: tuple[str, ...]
    source: str
    activated_at: Instant


@dataclass(frozen=True)
class UnitView:
    """A unit that was told: its receipt's clock. ``minutes`` from notice to receipt, None while it is owed."""

    unit: str
    notified_at: Instant
    due_at: Instant
    state: str
    minutes: float | None


_ACTION = Mapped(ActionView, "action")
_RESOURCE = Mapped(ResourceView, "resource")
_STEP = Mapped(PlanStepView, "plan_step")
_PLAN = Mapped(RunningPlanView, "running_plan")
_NAMED = "WHERE id = :name OR (length(:name) >= 4 AND id LIKE '%' || :name)"


def actions(views: Views, matter_id: str) -> list[ActionView]:
    """Return the actions of a matter, oldest first."""
    return _ACTION.all(views, "WHERE matter_id = :matter ORDER BY assigned_at, seq", {"matter": matter_id})


def all_actions(reader: Reader) -> list[ActionView]:
    """Return the actions of all matters, oldest first."""
    return _ACTION.all(reader, "ORDER BY assigned_at, seq")


def action(views: Views, name: str) -> ActionView | None:
    """Return an action by id or the unique end of it (four characters or more)."""
    return _ACTION.only(views, _NAMED, {"name": name})


def resources(views: Views, matter_id: str) -> list[ResourceView]:
    """Return the requests of a matter, oldest first."""
    return _RESOURCE.all(views, "WHERE matter_id = :matter ORDER BY asked_at, seq", {"matter": matter_id})


def all_resources(reader: Reader) -> list[ResourceView]:
    """Return the requests of all matters, oldest first."""
    return _RESOURCE.all(reader, "ORDER BY asked_at, seq")


def resource(views: Views, name: str) -> ResourceView | None:
    """Return a request by id or the unique end of it."""
    return _RESOURCE.only(views, _NAMED, {"name": name})


def plan_steps(views: Views, matter_id: str) -> list[PlanStepView]:
    """Return the steps of a matter's plan in order."""
    return _STEP.all(views, "WHERE matter_id = :matter ORDER BY number", {"matter": matter_id})


def running_plan(views: Views, matter_id: str) -> RunningPlanView | None:
    """Return the plan that runs for a matter, None without one."""
    return _PLAN.first(views, "WHERE matter_id = :matter", {"matter": matter_id})


def units(views: Views, matter_id: str) -> list[UnitView]:
    """Return the units that were told, the slowest receipt first (CO-08)."""
    sql = (
        "SELECT subject, trigger_at, due_at, state, met_at FROM obligation WHERE matter_id = :matter_id AND "
        "\"trigger\" = 'unit.notified'"
    )
    found = [
        UnitView(unit, told, due, state, (met - told) / 60_000_000 if met is not None else None)
        for unit, told, due, state, met in views.rows(sql, {"matter_id": matter_id})
    ]
    return sorted(found, key=lambda one: (one.minutes is not None, -(one.minutes or 0), one.notified_at))
