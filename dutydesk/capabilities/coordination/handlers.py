"""Handling with others: units told and their receipts, actions with one owner, resources, steps of the plan."""

from __future__ import annotations

import re

from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.coordination import acts, reads
from dutydesk.capabilities.coordination import events as ev
from dutydesk.capabilities.coordination.rules import coordination as c
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations import handlers as owing
from dutydesk.kernel.instants import When
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Word, nearest
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

_SEVERAL = re.compile("[\u3001,\uff0c;\uff1b]")


def units_of(work: Work, typed: list[str], field: str = "unit") -> list[str]:
    """Return units as typed, several in one word allowed, each once.

    Raises:
        Refused: none.
    """
    names = [name.strip() for word in typed for name in _SEVERAL.split(word)]
    units = [work.text(field, name) for name in dict.fromkeys(names) if name]
    if not units:
        raise Refused(field, "还没有填单位")
    return units


@handles(acts.Notify)
def notify(work: Work, act: acts.Notify) -> Row:
    """Tell units in parallel; each owes a receipt (CO-04, CO-08)."""
    matter = act.matter
    text = act.text
    at = act.at
    units = units_of(work, act.unit)
    rows = [work.append(ev.UnitNotified(unit=unit, text=text), at=at, matter=matter) for unit in units]
    dues.acted(work, matter)
    for unit in units:
        dues.trigger(work, {"unit.notified": at}, matter, subject=unit)
    return rows[0]


@handles(acts.Receipt)
def receipt(work: Work, act: acts.Receipt) -> Row:
    """Register a unit's receipt."""
    matter = act.matter
    unit = act.unit
    at = act.at
    owed = {
        view.subject: view
        for view in work.views.clocks(matter_id=matter.id)
        if dues.is_met_with(work, view, "unit.acknowledged")
    }
    if unit not in owed:
        raise Refused("unit", "没有等 {0} 的回执; {1}", unit, nearest(unit, owed))
    owing.refuse_before_trigger(work, "at", owed[unit], at)
    event = ev.UnitAcknowledged(unit=unit, note=act.note)
    row = work.append(event, at=at, matter=matter)
    dues.acted(work, matter)
    dues.meet(work, {"unit.acknowledged"}, matter, at, subject=unit)
    return row


# ---------------------------------------------------------------- actions


@handles(acts.ActionAssign)
def assign(work: Work, act: acts.ActionAssign) -> Row:
    """Give an action to exactly one owner; with a due time it has a clock of its own (CO-07)."""
    matter = act.matter
    owner = act.owner.strip()
    if _SEVERAL.search(owner):
        raise Refused("owner", "承办人只能有一个: {0}; 请分开交办", owner, traced=True)
    due_at = act.due
    if due_at is not None and due_at <= work.said:
        raise Refused("due", "时限已过: {0}", When(due_at))
    event = ev.ActionAssigned(action=work.new_id("action"), text=act.text, owner=owner, due_at=due_at)
    row = work.append(event, matter=matter)
    dues.acted(work, matter)
    if due_at is not None:
        for rule in work.books.rules.triggered_by({"action.assigned"}):
            subject = f"{owner}: {event.text}"
            dues.open_obligation(work, rule, "action.assigned", work.said, matter, subject=subject, due_at=due_at)
    return row


@handles(acts.ActionMove)
def move_action(work: Work, act: acts.ActionMove) -> Row:
    """Note that an action was received, done or dropped; a late receipt is a receipt all the same."""
    found = reads.action(work.views, act.action)
    if found is None:
        raise Refused("action", "没有这件交办: {0}", act.action)
    if not c.may_follow(found.state, c.ACTION_NEXT, act.state):
        allowed = list(c.ACTION_NEXT[found.state])
        raise Refused("state", "交办现为 {0}, 不能改为 {1}; 可填: {2}", c.ACTION_NAMES[found.state], act.state, allowed)
    note = work.text("note", act.note, required=act.state == c.DROPPED)
    at = act.at
    matter = work.matter(found.matter_id)
    row = work.append(
        ev.ActionMoved(action=found.id, state=act.state, text=found.text, note=note), at=at, matter=matter
    )
    dues.acted(work, matter)
    if act.state == c.RECEIVED:
        return row
    subject = f"{found.owner}: {found.text}"
    if act.state == c.DONE:
        dues.meet(work, {"action.done"}, matter, at, subject=subject)
    else:
        _cancel(work, matter, "action.done", subject, "dropped")
    return row


def _cancel(work: Work, matter: Matter, act: str, subject: str, cause: str) -> None:
    for view in work.views.clocks(matter_id=matter.id):
        if view.subject == subject and dues.is_met_with(work, view, act):
            dues.cancel(work, view, cause)


# ---------------------------------------------------------------- resources


@handles(acts.ResourceAsk)
def ask_resource(work: Work, act: acts.ResourceAsk) -> Row:
    """Ask for help; silence escalates (CO-14)."""
    matter = act.matter
    event = ev.ResourceMoved(
        resource=work.new_id("resource"),
        state=c.ASKED,
        what=act.what,
        unit=act.unit.strip(),
        note=act.note,
    )
    row = work.append(event, matter=matter)
    dues.acted(work, matter)
    dues.trigger(work, {"resource.asked": work.said}, matter, subject=_named(event))
    return row


def _named(event: ev.ResourceMoved) -> str:
    return f"{event.unit}: {event.what}"


@handles(acts.ResourceMove)
def move_resource(work: Work, act: acts.ResourceMove) -> Row:
    """Note an answer, an arrival, another try; a refusal goes to the leader (CO-14)."""
    found = reads.resource(work.views, act.resource)
    if found is None:
        raise Refused("resource", "没有这个资源请求: {0}", act.resource)
    if not c.may_follow(found.state, c.RESOURCE_NEXT, act.state):
        allowed = list(c.RESOURCE_NEXT[found.state])
        now = c.RESOURCE_NAMES[found.state]
        raise Refused("state", "请求现为 {0}, 不能改为 {1}; 可填: {2}", now, act.state, allowed)
    note = work.text("note", act.note, required=act.state in {c.REFUSED, c.WITHDRAWN})
    matter = work.matter(found.matter_id)
    event = ev.ResourceMoved(resource=found.id, state=act.state, what=found.what, unit=found.unit, note=note)
    row = work.append(event, matter=matter)
    dues.acted(work, matter)
    subject = _named(event)
    if act.state != c.ASKED:
        dues.meet(work, {"resource.answered"}, matter, work.said, subject=subject)
    if act.state == c.REFUSED:
        dues.trigger(work, {"resource.refused": work.said}, matter, subject=subject)
    elif act.state == c.ASKED:
        dues.trigger(work, {"resource.asked": work.said}, matter, subject=subject)
    else:
        dues.meet(work, {"resource.settled"}, matter, work.said, subject=subject)
    return row


# ---------------------------------------------------------------- the plan that runs


def activate_plan(work: Work, matter: Matter) -> None:
    """Freeze the plan of the response with the incident (CO-03); where the office has none, nothing is frozen."""
    cell = work.books.plans.cell(matter.category, matter.subtype, matter.response_level)
    if cell is None:
        return
    what = work.books.taxonomy.name_of(matter.category, cell.subtype)
    steps = [
        ev.FrozenStep(
            text=step.text,
            owner=matter.lead if step.owner == "lead" else step.owner,
            within=step.due.text if step.due is not None else "",
            must=step.must,
        )
        for step in cell.steps
    ]
    event = ev.PlanActivated(
        cell=".".join(part for part in (cell.category, cell.subtype, cell.level) if part),
        title=what,
        level=cell.level,
        rulebook=work.books.rules.version,
        steps=steps,
        units=[unit.name for unit in cell.units],
        termination=list(cell.criteria),
        call_list=cell.call_list(matter.lead),
        source=cell.source,
    )
    work.append(event, matter=matter)


@handles(acts.PlanDo)
def do_step(work: Work, act: acts.PlanDo) -> Row:
    """Tick steps of the running plan, or leave them out with a reason."""
    matter = act.matter
    steps = {step.number: step for step in reads.plan_steps(work.views, matter.id)}
    note = work.text("note", act.note, required=act.left_out)
    rows: list[Row] = []
    for number in _numbers(act.number, len(steps)):
        step = steps[number]
        if step.state != "open":
            raise Refused("number", "第 {0} 步已办: {1}", number, Word(step.text))
        done = ev.PlanStepDone(number=number, text=step.text, note=note, left_out=act.left_out)
        rows.append(work.append(done, matter=matter))
    dues.acted(work, matter)
    return rows[0]


def _numbers(typed: str, last: int) -> list[int]:
    """Return the numbers of steps as typed: 3, or several as 1-4,7.

    Raises:
        Refused: none of them is a step.
    """
    found: list[int] = []
    for part in _SEVERAL.split(typed):
        first, dash, end = (word.strip() for word in part.partition("-"))
        ends = [first, end if dash else first]
        if not all(word.isdecimal() and 1 <= int(word) <= last for word in ends) or int(ends[0]) > int(ends[1]):
            raise Refused("number", "预案没有第 {0} 步; 共 {1} 步", part.strip(), last)
        found.extend(range(int(ends[0]), int(ends[1]) + 1))
    return list(dict.fromkeys(found))


@handles(acts.PlanJoint)
def joint_plan(work: Work, act: acts.PlanJoint) -> Row:
    """Record the joint plan that a leader agreed to (CO-04)."""
    matter = act.matter
    text = act.text
    at = act.at
    nobody = Refused("approved_by", "联合处置方案须经带班领导同意: 写明 --approved-by, 或由领导本人操作", traced=True)
    given = consents.leader(work, "approved_by", act.approved_by, nobody, at=at, since=matter.received_at)
    for view in work.views.clocks(matter_id=matter.id):
        rule = work.books.rules.rules.get(view.rule)
        if rule is not None and dues.is_met_with(work, view, "plan.joint.approved"):
            owing.check_required(work, rule, matter)
    plan = ev.JointPlanApproved(text=text, approved_by=given.person, agreement=given.agreement)
    row = work.append(plan, at=at, matter=matter)
    consents.keep(work, given, row, matter)
    dues.acted(work, matter)
    dues.meet(work, {"plan.joint.approved"}, matter, at)
    return row
