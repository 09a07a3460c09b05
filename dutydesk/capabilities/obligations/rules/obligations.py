"""How a clock is planned, born, met, held and ended (clocks.md R1-R9, R16-R17).

Pure arithmetic over rules and instants. Nothing here knows where rows are kept; ``obligations.dues`` feeds
these functions and writes what they decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutydesk.capabilities.obligations.events import PlannedStep
from dutydesk.capabilities.obligations.rules.rulebook import Rule
from dutydesk.kernel.instants import MINUTE, Instant, to_datetime
from dutydesk.kernel.wording import Worded

REMINDER = "reminder"
"""Rule id of a reminder (R10); it stands in no rulebook."""

HOLD: dict[str, Instant] = {"red": 10 * MINUTE, "yellow": 20 * MINUTE, "blue": 60 * MINUTE, "": 60 * MINUTE}
"""How long an acknowledgement holds the ladder, by the matter's colour; none = no matter (R16)."""

HOLD_RENEWALS = 3
SNOOZE_MINUTES = (5, 15)
SNOOZES = 2
HANDOVER_GRACE: Instant = 5 * MINUTE
"""At acceptance every hold ends within this time (R28)."""

LATE_ENTRY: Instant = 2 * MINUTE
"""An act typed more than this after its own time is marked 补记 (R4)."""

OPEN = "open"


class UnplannedError(Worded):
    """A clock cannot be planned: its due time must be typed, or lies before its trigger."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The times of a clock about to be born."""

    due_at: Instant
    arithmetic: str
    steps: tuple[PlannedStep, ...]
    fired: tuple[PlannedStep, ...]
    """Steps that fire at birth, in the same transaction."""
    dropped: tuple[str, ...]
    """Steps that lay before the birth and are not raised."""

    @property
    def begins_at(self) -> Instant:
        """When its first step is planned, at the latest when it is due."""
        return min([self.due_at, *(step.planned_at for step in self.steps)])


@dataclass(frozen=True, slots=True)
class Clock:
    """An open obligation as the rules see it. ``colour`` and ``level`` are its matter's, empty without one."""

    id: str
    rule: str
    subject: str
    matter_id: str | None
    due_at: Instant
    colour: str = ""
    level: str = ""
    hold_until: Instant | None = None
    snooze_until: Instant | None = None
    renewals: int = 0
    snoozes: int = 0
    born_seq: int = 0


def plan(rule: Rule, trigger_at: Instant, born_at: Instant, due_at: Instant | None = None) -> Plan:
    """Plan a clock of a rule.

    Args:
        rule: the rule.
        trigger_at: the time it counts from.
        born_at: when that time became known to the desk.
        due_at: a typed due time, for rules with a field or an own limit.

    Raises:
        UnplannedError: the rule wants a typed due time and there is none.
    """
    arithmetic = f"{_spelled(trigger_at)} + {rule.due.text}"
    if due_at is None:
        due_at = rule.due.after(trigger_at)
        if due_at is None:
            raise UnplannedError("“{0}” 的时限须手工填写 (--due)", rule.name)
    else:
        arithmetic = f"{_spelled(due_at)} ←"
    steps = _all_steps(rule, due_at)
    return _at_birth(steps, due_at, born_at, arithmetic)


def plan_reminder(due_at: Instant, born_at: Instant) -> Plan:
    """Plan a reminder (R10): bell to A at its time, to B ten minutes later."""
    steps = [
        PlannedStep(step="ladder:0", planned_at=due_at, fires_at=due_at, to="A", how="bell"),
        PlannedStep(
            step="ladder:1", planned_at=due_at + 10 * MINUTE, fires_at=due_at + 10 * MINUTE, to="B", how="bell"
        ),
    ]
    return _at_birth(steps, due_at, born_at, f"{_spelled(due_at)} ←")


def _spelled(instant: Instant) -> str:
    """A time as it stands in the arithmetic of a clock; ``←`` after it means: typed by a person."""
    return to_datetime(instant).strftime("%Y-%m-%d %H:%M")


def _all_steps(rule: Rule, due_at: Instant) -> list[PlannedStep]:
    steps: list[PlannedStep] = []
    for warning in rule.warn_before:
        at = warning.before(due_at)
        steps.append(PlannedStep(step=f"warn:{warning.text}", planned_at=at, fires_at=at, to="A", how="bell"))
    if not any(rung.at.months == 0 and rung.at.exact == 0 for rung in rule.ladder):
        steps.append(PlannedStep(step="due", planned_at=due_at, fires_at=due_at, to="A", how="screen"))
    for index, rung in enumerate(rule.ladder):
        at = rung.at.after(due_at)
        steps.append(PlannedStep(step=f"ladder:{index}", planned_at=at, fires_at=at, to=rung.to, how=rung.how))
    return sorted(steps, key=lambda step: (step.planned_at, step.step))


def _at_birth(steps: Sequence[PlannedStep], due_at: Instant, born_at: Instant, arithmetic: str) -> Plan:
    """Sort steps into kept, fired at birth and dropped (R2)."""
    crossed = [step for step in steps if step.planned_at <= born_at]
    later = [step for step in steps if step.planned_at > born_at]
    if born_at > due_at:
        highest = max((step.planned_at for step in crossed), default=born_at)
        fired = [step for step in crossed if step.planned_at == highest]
    else:
        fired = [step for step in crossed if not step.step.startswith("warn:") or step.planned_at == born_at]
    dropped = [step.step for step in crossed if step not in fired]
    fired = [PlannedStep(step=s.step, planned_at=s.planned_at, fires_at=born_at, to=s.to, how=s.how) for s in fired]
    return Plan(due_at, arithmetic, (*fired, *later), tuple(fired), tuple(dropped))


def not_owed_yet(at: Instant, trigger_at: Instant, born_at: Instant) -> bool:
    """Return whether an act at its own time came before the clock's trigger, so that it cannot meet the clock.

    A trigger after the birth lies ahead (a planned meeting, the end of a shift): what is done before it counts.
    """
    return at < trigger_at <= born_at


def outcome_at(met_at: Instant, due_at: Instant) -> tuple[str, Instant]:
    """Return ``met`` or ``met_late`` and the lateness in µs (R4: in time up to the due instant itself)."""
    late = max(0, met_at - due_at)
    return ("met_late" if late else "met"), late


def acts_of(rule: Rule, *, declined: bool) -> frozenset[str] | None:
    """Return the acts that the generic 办结 records for a rule, or None when it cannot be declined (R3)."""
    choices = rule.met_when.alternatives()
    wanted = [acts for acts in choices if any(act.endswith("declined_with_reason") for act in acts) == declined]
    return wanted[0] if wanted else None


def is_met_by(rule: Rule, acts: Iterable[str]) -> bool:
    """Return whether the recorded acts meet a clock of the rule."""
    done = set(acts)
    return any(choice and choice <= done for choice in rule.met_when.alternatives())


def hold_from(clock: Clock, now: Instant) -> Instant:
    """Return until when an acknowledgement or act at ``now`` holds the ladder (R16)."""
    return now + HOLD[clock.colour]


def may_renew(clock: Clock, now: Instant) -> bool:
    """Return whether an act on the matter starts the running hold anew: three times at most (R16)."""
    return clock.hold_until is not None and now <= clock.hold_until and clock.renewals < HOLD_RENEWALS


def check_snooze(clock: Clock, minutes: int, *, acknowledged: bool) -> None:
    """Refuse a snooze that R17 does not allow.

    Raises:
        Worded: why.
    """
    low, high = SNOOZE_MINUTES
    if not acknowledged:
        raise Worded("须先签收, 才能稍后提醒")
    if clock.level == "I" and clock.colour == "red":
        raise Worded("特别重大 (Ⅰ级) 红色事项不得稍后提醒")
    if not low <= minutes <= high:
        raise Worded("稍后提醒须为 {0} 至 {1} 分钟, 不是 {2}", low, high, minutes)
    if clock.snoozes >= SNOOZES:
        raise Worded("本时限已稍后提醒 {0} 次, 不得再推", SNOOZES)


def step_index(step: str) -> int:
    """Return the index of ``ladder:<index>``; -1 for warnings and ``due``."""
    return int(step.removeprefix("ladder:")) if step.startswith("ladder:") else -1


FOLLOW_UP_NUMERALS = "〇一二三四五六七八九十"


def numeral(number: int) -> str:
    """Return 1-99 as Chinese numerals: 续报十一. Beyond that, digits."""
    if number <= 10:
        return FOLLOW_UP_NUMERALS[number]
    if number < 20:
        return "十" + FOLLOW_UP_NUMERALS[number - 10]
    if number < 100:
        ones = FOLLOW_UP_NUMERALS[number % 10] if number % 10 else ""
        return FOLLOW_UP_NUMERALS[number // 10] + "十" + ones
    return str(number)


def follow_up_subject(number: int) -> str:
    """Return the name of a follow-up: 续报四."""
    return f"续报{numeral(number)}"
