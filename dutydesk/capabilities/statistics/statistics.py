"""A shift's statistics, by due time, from signature to signature (clocks.md R26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dutydesk.capabilities.obligations.reads import overdue
from dutydesk.capabilities.statistics.rules.kpi import Indicator
from dutydesk.capabilities.statistics.rules.punctuality import LATE, Ended, Rate, Speed, rate, speed, standing
from dutydesk.i18n import say, title, translate, when
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ClockView, ShiftView, Views

ROLL_CALL = "roll_call"


@dataclass(frozen=True, slots=True)
class ShiftStatistics:
    """What a shift's figures are. ``late``: the clocks that were not met in time; ``errors``: faulty texts sent.

    ``early``: clocks of a running shift that were met and whose time is still to come; they count when it has come (R26).
    """

    shift: ShiftView
    until: Instant
    timeliness: Rate
    late: tuple[ClockView, ...]
    early: int
    response: Speed
    errors: int
    calls_answered: int
    calls: int
    drill: bool


def choose(views: Views, name: str) -> ShiftView:
    """Return the shift of ``previous``, ``current`` or an id (or the end of one); none named: the last ended, else the running one.

    Raises:
        Worded: there is none.
    """
    shifts = views.shifts()
    if name == "current":
        found = [shift for shift in shifts if shift.ended_at is None][-1:]
    elif name in {"", "previous"}:
        found = [shift for shift in shifts if shift.ended_at is not None][-1:] or (shifts[-1:] if not name else [])
    else:
        found = [shift for shift in shifts if shift.id == name or (len(name) >= 4 and shift.id.endswith(name))]
    if len(found) != 1:
        words = {"": "还没有班次", "previous": "还没有上一班次", "current": "现在没有班次"}
        raise Worded(words.get(name, "没有这个班次: {0}; 可写 current, previous"), name)
    return found[0]


def of_shift(views: Views, shift: ShiftView, indicators: Mapping[str, Indicator], now: Instant) -> ShiftStatistics:
    """Return the statistics of a shift, of a running one up to now."""
    until = shift.ended_at if shift.ended_at is not None else now
    clocks = views.clocks(ended=True)
    due = [clock for clock in clocks if shift.began_at <= clock.due_at < until]
    late = overdue(views)
    timely, swift = indicators["timeliness"], indicators["response_speed"]
    counted = [(clock, Ended(clock.state, clock.declined, clock.id in late)) for clock in due]
    counted = [(clock, ended) for clock, ended in counted if timely.counts(clock.rule)]
    activated = sorted(
        (matter.activated_at, matter.received_at)
        for matter in views.matters(ended=True)
        if matter.kind == "incident"
        and matter.activated_at is not None
        and shift.began_at <= matter.activated_at < until
    )
    calls = [clock for clock in due if clock.rule == ROLL_CALL]
    return ShiftStatistics(
        shift=shift,
        until=until,
        timeliness=rate([ended for _, ended in counted], timely.min_cases),
        late=tuple(clock for clock, ended in counted if standing(ended) == LATE),
        early=sum(
            1
            for clock in clocks
            if shift.ended_at is None and clock.due_at >= until and clock.state == "met" and timely.counts(clock.rule)
        ),
        response=speed([(received, at) for at, received in activated], swift.min_cases),
        errors=views.own_errors(shift.began_at, until),
        calls_answered=sum(1 for clock in calls if clock.state in {"met", "met_late"}),
        calls=len(calls),
        drill=views.meta().get("drill") == "1",
    )


def page(found: ShiftStatistics) -> str:
    """Return the statistics as text."""
    timely, response = found.timeliness, found.response
    few = f" ({translate('样本不足')})"
    percent = f"{timely.percent:.1f} %" if timely.percent is not None else "-"
    minutes = " ".join(f"{one:g}" for one in response.minutes) or "-"
    mean = f"{response.mean:.1f}" if response.mean is not None else "-"
    lines = [
        say("班次 {0} 至 {1}", when(found.shift.began_at), when(found.until))
        + (translate(" (演练)") if found.drill else ""),
        say("信息传递及时率 {0} ({1}/{2})", percent, timely.met, timely.due) + ("" if timely.enough else few),
        *(f"  {translate('超时')}: {one_line(clock.label)} {one_line(title(clock.title))}" for clock in found.late),
        *([say("  不计 (免办、不办、取消): {0}", timely.left_out)] if timely.left_out else []),
        *([say("  已办、时限未到 (到时限再计): {0}", found.early)] if found.early else []),
        say("应急响应速度 平均 {0} 分 ({1})", mean, Worded("{0}", minutes)) + ("" if response.enough else few),
        say("差错 {0} 件", found.errors),
        say("点名应答 {0}/{1}", found.calls_answered, found.calls),
    ]
    return "\n".join(lines)
