"""What a matter's file says about its handling: plan, units, actions, resources, calls, facts, recipients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dutydesk.capabilities.calls import reads as call_reads
from dutydesk.capabilities.coordination import reads
from dutydesk.capabilities.coordination.rules import coordination as c
from dutydesk.capabilities.log.lines import FACT_NAMES, POST_WORDS, figures_at_odds
from dutydesk.capabilities.matters import facts as fact_reads
from dutydesk.capabilities.reporting import reads as ledger_reads
from dutydesk.capabilities.reporting.rules.reporting import differing, known_figures
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.telephones import shown as shown_number
from dutydesk.kernel.wording import vocabulary
from dutydesk.store.views import Views

Section = tuple[str, list[tuple[str, str]]]
"""Heading, and lines with their style name (empty, dim, bold)."""


@dataclass(frozen=True)
class Handling:
    """Everything of a matter's handling, read in one go."""

    facts: Mapping[str, fact_reads.FactView]
    gaps: Mapping[str, str]
    plan: reads.RunningPlanView | None
    steps: list[reads.PlanStepView]
    units: list[reads.UnitView]
    actions: list[reads.ActionView]
    resources: list[reads.ResourceView]
    calls: list[call_reads.CallView]
    differ: Mapping[str, Mapping[str, float | None]]
    names: Mapping[str, str]


def read_handling(views: Views, matter_id: str) -> Handling:
    """Read the handling of a matter."""
    return Handling(
        facts=fact_reads.facts(views, matter_id),
        gaps=fact_reads.gaps(views, matter_id),
        plan=reads.running_plan(views, matter_id),
        steps=reads.plan_steps(views, matter_id),
        units=reads.units(views, matter_id),
        actions=reads.actions(views, matter_id),
        resources=reads.resources(views, matter_id),
        calls=call_reads.calls(views, matter_id),
        differ=differing(known_figures(ledger_reads.sent(views, matter_id))),
        names=views.names(),
    )


def sections(handling: Handling) -> list[Section]:
    """Return the sections that have something to say, in the order of an incident's life."""
    found: list[Section] = [
        (translate("要素"), [*_facts(handling)]),
        (_plan_heading(handling), [*_steps(handling)]),
        (translate("协同单位"), [*_units(handling)]),
        (translate("交办"), [*_actions(handling)]),
        (translate("资源"), [*_resources(handling)]),
        (translate("呼叫"), [*_calls(handling)]),
        (translate("报送"), [*_differ(handling)]),
    ]
    return [section for section in found if section[1]]


def _facts(handling: Handling) -> Iterable[tuple[str, str]]:
    for name, fact in handling.facts.items():
        verified = translate("已核实") if fact.verified else translate("待核实")
        through = " ".join(part for part in (fact.source, fact.verified_by, fact.through) if part)
        yield f"{translate(FACT_NAMES[name])}: {fact.text} ({verified}) {through}", "" if fact.verified else "italic"
    for name, reason in handling.gaps.items():
        said = say("上次报告待核实: {0}", GAP_NAMES[name])
        yield f"{said} ({reason})" if reason else said, "italic"


GAP_NAMES: Mapping[str, str] = vocabulary(
    {
        **FACT_NAMES,
        "time": "时间",
        "place": "地点",
        "nature": "性质",
        "source": "来源",
        "casualties": "伤亡",
        "loss": "损失",
        "consequence": "后果",
    }
)


def _plan_heading(handling: Handling) -> str:
    done = sum(1 for step in handling.steps if step.state != "open")
    return say("预案 {0}/{1} 步 (P)", done, len(handling.steps))


def _steps(handling: Handling) -> Iterable[tuple[str, str]]:
    for step in handling.steps:
        box = "☐" if step.state == "open" else "☑"
        owner = f" [{translate(POST_WORDS.get(step.owner, step.owner))}]" if step.owner else ""
        note = f" {when(step.done_at)} {step.note}" if step.state != "open" else ""
        yield f"{box} {step.number:>2} {translate(step.text)}{owner}{note}", "" if step.state == "open" else "dim"


def _units(handling: Handling) -> Iterable[tuple[str, str]]:
    for unit in handling.units:
        if unit.minutes is None:
            yield say("{0} 通知 {1}, 回执应在 {2} 前", unit.unit, when(unit.notified_at), when(unit.due_at)), ""
        else:
            yield say("{0} 通知 {1}, {2} 分后回执", unit.unit, when(unit.notified_at), f"{unit.minutes:.0f}"), "dim"


def _actions(handling: Handling) -> Iterable[tuple[str, str]]:
    for one in handling.actions:
        due = say(" {0} 前", when(one.due_at)) if one.due_at is not None and one.ended_at is None else ""
        state = translate(c.ACTION_NAMES[one.state])
        yield f"{one.owner}: {one.text} {state}{due} {one.note}", "" if one.ended_at is None else "dim"


def _resources(handling: Handling) -> Iterable[tuple[str, str]]:
    for one in handling.resources:
        ended = one.state in {c.ARRIVED, c.WITHDRAWN}
        yield f"{one.unit}: {one.what} {translate(c.RESOURCE_NAMES[one.state])} {one.note}", "dim" if ended else ""


def _calls(handling: Handling) -> Iterable[tuple[str, str]]:
    for call in handling.calls:
        who = handling.names.get(call.name, call.name)
        yield (
            f"{when(call.at)} {who} {shown_number(call.number)} {translate(c.CALL_RESULTS[call.result])} {call.text}",
            "dim",
        )


def _differ(handling: Handling) -> Iterable[tuple[str, str]]:
    told = figures_at_odds(handling.differ)
    if told:
        yield told, "bold"
