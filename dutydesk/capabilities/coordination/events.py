"""Handling an incident with others: units told, actions given out, resources asked for, the plan that runs."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass


class UnitNotified(Event):
    """A unit was told about the matter; its receipt is owed from the row's ``at`` on."""

    KIND = "unit.notified"
    SEARCHED = ("unit", "text")
    MARK = "→"
    SAYS = (("通知 {0}", "unit"), (". {0}", "text"))
    unit: str
    text: str = ""


class UnitAcknowledged(Event):
    """A unit confirmed that it has the notice; ``note`` says who, by what way."""

    KIND = "unit.acknowledged"
    SEARCHED = ("unit", "note")
    MARK = "√"
    SAYS = (("回执: {0}", "unit"), (". {0}", "note"))
    unit: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FrozenStep:
    """One step of an activated plan, as it stood in the office's plan at that moment."""

    text: str
    owner: str = ""
    within: str = ""
    must: bool = True


class PlanActivated(Event):
    """The plan of a response, frozen with the incident: later edits of the office's plans do not move it."""

    KIND = "plan.activated"
    SEARCHED = ("title", "source")
    cell: str
    title: str
    level: str
    rulebook: str
    steps: list[FrozenStep]
    units: list[str] = field(default_factory=list[str])
    termination: list[str] = field(default_factory=list[str])
    call_list: list[str] = field(default_factory=list[str])
    source: str = ""

    @classmethod
    def restored(cls, values: dict[str, Any]) -> Event:
        """Return the event with its steps as steps."""
        values["steps"] = [FrozenStep(**step) for step in values["steps"]]
        return cls(**values)


class PlanStepDone(Event):
    """A step of the running plan was done, or left out with a reason. ``number`` counts within the matter."""

    KIND = "plan.step_done"
    SEARCHED = ("text", "note")
    MARK = "√"
    number: int
    text: str
    note: str = ""
    left_out: bool = False


class JointPlanApproved(Event):
    """The joint plan of several offices, agreed to by a leader."""

    KIND = "plan.joint_approved"
    SEARCHED = ("text",)
    text: str
    approved_by: str
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""


class ActionAssigned(Event):
    """Something to be done by exactly one owner; ``due_at`` None where no time was set."""

    KIND = "action.assigned"
    SEARCHED = ("text", "owner")
    SAYS = (("交办 {0}: {1}", "owner", "text"), (", {0} 前办好", "due_at"))
    action: str
    text: str
    owner: str
    due_at: Instant | None = None


class ActionMoved(Event):
    """An action was received, done or dropped (``state``)."""

    KIND = "action.moved"
    SEARCHED = ("text", "note")
    action: str
    state: str
    text: str = ""
    note: str = ""


class ResourceMoved(Event):
    """A request for help: ``state`` asked, agreed, refused, arrived or withdrawn."""

    KIND = "resource.moved"
    SEARCHED = ("what", "unit", "note")
    resource: str
    state: str
    what: str
    unit: str
    note: str = ""
