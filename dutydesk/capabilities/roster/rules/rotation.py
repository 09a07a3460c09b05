"""Shift patterns and the rotation of teams through them.

A pattern says on which days a shift begins (RFC 5545 recurrence rule), when and for how long; teams take the shifts in
turn, in the order in which the shifts begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dutydesk.capabilities.roster.rules.roster import PlannedShift
from dutydesk.kernel.instants import HOUR, Instant, at_local, local_date
from dutydesk.kernel.wording import Worded

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
ANCHOR = date(2024, 1, 1)
"""A Monday: where a recurrence rule without an anchor of its own counts from."""

LONGEST_PLAN = 400
"""Days planned at once: a year and a month."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of shift: beginning (Asia/Shanghai), length in hours, the days on which it begins, the teams that take it."""

    id: str
    name: str
    begins: time
    hours: int
    rrule: str = "FREQ=DAILY"
    anchor: date = ANCHOR
    teams: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other names of it in rosters that are imported (早班, 日班)."""


@dataclass(frozen=True, slots=True)
class Team:
    """People who are planned together: accounts, empty for nobody."""

    name: str
    a: str = ""
    b: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Leaders:
    """Leaders on duty in turn by day or week, for teams without one of their own; the director stands behind all."""

    people: tuple[str, ...] = ()
    every: str = "week"
    director: str = ""

    def on(self, day: date) -> str:
        """Return the leader of a day; weeks begin on Monday."""
        if not self.people:
            return ""
        turn = day.toordinal() if self.every == "day" else (day.toordinal() - 1) // 7
        return self.people[turn % len(self.people)]


def checked_rule(text: str, anchor: date = ANCHOR) -> str:
    """Return a recurrence rule in capitals if it can be used.

    Raises:
        Worded: a rule that begins anew within the day, or with a beginning of its own.
        ValueError: no rule at all.
    """
    rule = text.strip().upper().removeprefix("RRULE:")
    named = {key: value for key, _, value in (part.partition("=") for part in rule.split(";"))}
    if named.get("FREQ") not in FREQUENCIES or "\n" in rule or "DTSTART" in rule:
        raise Worded("FREQ 须为 {0}: {1}", ", ".join(FREQUENCIES), text)
    if any(key in named for key in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise Worded("时刻写在 begins, 不写在 rrule: {0}", text)
    _days(rule, anchor, anchor, anchor + timedelta(days=7))
    return rule


def _days(rule: str, anchor: date, since: date, until: date) -> list[date]:
    from dateutil.rrule import rrulestr  # only where a roster is planned

    begin = datetime.combine(anchor, time())
    first, last = datetime.combine(since, time()), datetime.combine(until, time())
    return [moment.date() for moment in rrulestr(rule, dtstart=begin).between(first, last, inc=True)]


def beginnings(patterns: Sequence[Pattern], since: date, until: date) -> list[tuple[Instant, Pattern]]:
    """Return the beginnings of shifts on the days from ``since`` to ``until``, both counted, oldest first."""
    found = [
        (at_local(day, pattern.begins), pattern)
        for pattern in patterns
        for day in _days(pattern.rrule, pattern.anchor, since, until)
    ]
    return sorted(found, key=lambda one: (one[0], one[1].id))


def generate(
    patterns: Sequence[Pattern], teams: Sequence[Team], leaders: Leaders, since: date, until: date, first: int = 0
) -> list[PlannedShift]:
    """Return the shifts of a span of days, teams in turn.

    Args:
        patterns: the kinds of shift that hold together.
        teams: who takes them.
        leaders: leaders in turn for teams without one.
        since: first day.
        until: last day, counted.
        first: which team takes the first shift.

    Raises:
        Worded: no team, no pattern, or a span that is none or too long.
    """
    if not patterns:
        raise Worded("班次规则是空的: 请看 shifts.toml 的 scheme 和 pattern")
    if not teams:
        raise Worded("没有班组: 请在 shifts.toml 写 [[team]], 或用 --team A/B/带班")
    if until < since:
        raise Worded("结束日 {0} 早于开始日 {1}", until.isoformat(), since.isoformat())
    if (until - since).days >= LONGEST_PLAN:
        raise Worded("一次最多排 {0} 天", LONGEST_PLAN)
    turns: dict[tuple[str, ...], int] = {}
    planned: list[PlannedShift] = []
    for begins, pattern in beginnings(patterns, since, until):
        taking = [team for team in teams if not pattern.teams or team.name in pattern.teams]
        if not taking:
            raise Worded("班次 {0} 的班组一个也没有", pattern.name)
        turn = turns.get(pattern.teams, first)
        turns[pattern.teams] = turn + 1
        team = taking[turn % len(taking)]
        leader = team.leader or leaders.on(local_date(begins))
        planned.append(PlannedShift(begins, begins + pattern.hours * HOUR, team.a, team.b, leader, leaders.director))
    return planned


def next_team(teams: Sequence[Team], before: PlannedShift | None) -> int:
    """Return the place of the team that follows the one that held a shift; 0 when none of them held it."""
    if before is None:
        return 0
    held = (before.a, before.b)
    place = next((index for index, team in enumerate(teams) if (team.a, team.b) == held), -1)
    return (place + 1) % len(teams) if teams else 0
