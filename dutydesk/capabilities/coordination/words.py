"""Units, actions, resources and plans as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.coordination import events as ev
from dutydesk.capabilities.coordination.rules import coordination as c
from dutydesk.capabilities.log.lines import TELL, agreed
from dutydesk.capabilities.matters import rules as m
from dutydesk.i18n import say, translate
from dutydesk.kernel.wording import Word


def _with(head: str, note: str) -> str:
    return f"{head}. {note}" if note else head


def _plan(event: ev.PlanActivated, _names: Mapping[str, str]) -> str:
    return say("预案启用: {0} {1}级, 共 {2} 步", Word(event.title), m.LEVEL_MARKS[event.level], len(event.steps))


def _step(event: ev.PlanStepDone, _names: Mapping[str, str]) -> str:
    template = "预案第 {0} 步不办: {1}" if event.left_out else "预案第 {0} 步已办: {1}"
    return _with(say(template, event.number, Word(event.text)), event.note)


def _joint(event: ev.JointPlanApproved, names: Mapping[str, str]) -> str:
    by = names.get(event.approved_by, event.approved_by)
    return f"{say('联合处置方案经 {0} 同意', by)}{agreed(event.agreement, names)}: {event.text}"


def _action(event: ev.ActionMoved, _names: Mapping[str, str]) -> str:
    return _with(say("交办{0}: {1}", translate(c.ACTION_NAMES[event.state]), event.text), event.note)


def _resource(event: ev.ResourceMoved, _names: Mapping[str, str]) -> str:
    state = translate(c.RESOURCE_NAMES[event.state])
    return _with(say("资源 {0} ({1}): {2}", event.what, event.unit, state), event.note)


TELL.update(
    {
        ev.PlanActivated.KIND: _plan,
        ev.PlanStepDone.KIND: _step,
        ev.JointPlanApproved.KIND: _joint,
        ev.ActionMoved.KIND: _action,
        ev.ResourceMoved.KIND: _resource,
    }
)
