"""Reading the roster's books: shift patterns, holidays, allowance. Errors are for whoever keeps those Chinese files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dutydesk.capabilities.roster.rules.allowance import Allowance, Night
from dutydesk.capabilities.roster.rules.checks import KINDS, SEVERITIES, Limits
from dutydesk.capabilities.roster.rules.rotation import ANCHOR, Leaders, Pattern, Team, checked_rule
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.holidays import STATUSES, VERIFIED, Holidays, Special, Year
from dutydesk.kernel.instants import DAY, parse_clock
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.wording import Word, Worded, nearest

MOST_HOURS = 24


@dataclass(frozen=True)
class Shifts:
    """``shifts.toml`` as read: the patterns that hold, the teams, what a roster is checked against."""

    patterns: tuple[Pattern, ...]
    teams: tuple[Team, ...]
    leaders: Leaders
    limits: Limits
    staffing: tuple[tuple[str, int], ...]
    groups: tuple[str, ...]
    kinds: tuple[Pattern, ...] = ()
    """Every pattern of the file, also of schemes that do not hold: names that a roster may use (白班, 夜班)."""

    @property
    def hours(self) -> tuple[tuple[time, int], ...]:
        """Beginning and length in hours of the shifts of a day."""
        return tuple((one.begins, one.hours) for one in self.patterns)


def read_shifts(file: str, document: Mapping[str, Any]) -> Shifts:
    """Build the patterns, teams and limits from the parsed ``shifts.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    top = Entry(file, "-", document, problems)
    scheme = top.text("scheme", "")
    kinds = [
        (_pattern(Entry(file, str(row.get("id", f"pattern #{number}")), row, problems)), row.get("scheme", scheme))
        for number, row in enumerate(tables(file, document, "pattern", problems), 1)
    ]
    patterns = [pattern for pattern, of in kinds if not scheme or of == scheme]
    teams = [
        _team(Entry(file, str(row.get("name", f"team #{number}")), row, problems))
        for number, row in enumerate(tables(file, document, "team", problems), 1)
    ]
    names = {team.name for team in teams}
    problems.extend(_named_twice(file, [pattern for pattern, _ in kinds]))
    problems.extend(
        Problem(file, pattern.id, "teams", Worded("没有班组 “{0}”, {1}", name, nearest(name, names)))
        for pattern in patterns
        for name in pattern.teams
        if name not in names
    )
    leaders, limits = _leaders(file, document, problems), _limits(file, document, problems)
    staffing = [
        (entry.text("grade"), _whole(entry, "count", 0))
        for number, row in enumerate(tables(file, document, "staffing", problems), 1)
        for entry in [Entry(file, f"staffing #{number}", row, problems)]
    ]
    groups = tuple(Entry(file, "groups", _table(file, document, "groups", problems), problems).texts("names"))
    if scheme and not patterns:
        problems.append(Problem(file, "-", "scheme", Worded("没有 scheme = “{0}” 的 pattern", scheme)))
    if problems:
        raise RulebookError(problems)
    kept = tuple(patterns) or (Pattern("day24", "全日班", time(8), 24),)
    return Shifts(kept, tuple(teams), leaders, limits, tuple(staffing), groups, tuple(one for one, _ in kinds) or kept)


def _named_twice(file: str, patterns: Sequence[Pattern]) -> list[Problem]:
    """A name of one kind that another has too: a roster's mark would mean either."""
    owner: dict[str, str] = {}
    found: list[Problem] = []
    for pattern in patterns:
        for name in pattern.also:
            other = owner.get(name) or next((one.id for one in patterns if one.name == name and one is not pattern), "")
            if other and other != pattern.id:
                found.append(Problem(file, pattern.id, "also", Worded("“{0}” 已是 {1} 的名称", name, other)))
            owner.setdefault(name, pattern.id)
    return found


def _table(file: str, document: Mapping[str, Any], key: str, problems: list[Problem]) -> Mapping[str, Any]:
    value: Any = document.get(key, {})
    if isinstance(value, Mapping):
        return value  # pyright: ignore[reportUnknownVariableType]
    problems.append(Problem(file, "-", key, Worded("须为表, 如 [{0}]", key)))
    return {}


def _pattern(entry: Entry) -> Pattern:
    entry.only(("id", "name", "scheme", "begins", "hours", "rrule", "anchor", "teams", "also"))
    anchor = _date(entry, "anchor", ANCHOR)
    begins = entry.parsed("begins", entry.text("begins"), parse_clock)
    rule = entry.parsed("rrule", entry.text("rrule", "FREQ=DAILY"), lambda text: checked_rule(text, anchor))
    hours = entry.table.get("hours")
    if not isinstance(hours, int) or not 1 <= hours <= MOST_HOURS:
        entry.problem("hours", Worded("须为 1 至 24 的整数, 不是 {0}", repr(hours)))
        hours = MOST_HOURS
    name = entry.text("name", entry.name)
    teams, also = tuple(entry.texts("teams")), tuple(entry.texts("also"))
    return Pattern(entry.name, name, begins or time(8), hours, rule or "", anchor, teams, also)


def _team(entry: Entry) -> Team:
    entry.only(("name", "a", "b", "leader"))
    return Team(entry.text("name"), entry.text("a", ""), entry.text("b", ""), entry.text("leader", ""))


def _leaders(file: str, document: Mapping[str, Any], problems: list[Problem]) -> Leaders:
    entry = Entry(file, "leaders", _table(file, document, "leaders", problems), problems)
    entry.only(("people", "every", "director"))
    every = entry.word("every", ("day", "week"), "week")
    return Leaders(tuple(entry.texts("people")), every, entry.text("director", ""))


def _limits(file: str, document: Mapping[str, Any], problems: list[Problem]) -> Limits:
    entry = Entry(file, "limits", _table(file, document, "limits", problems), problems)
    entry.only((
        "rest", "rest_source", "days_on", "days_off", "days_source", "night_begins", "night_ends", "night_counts_from",
        "night_source", "two_nights_allowed", "newcomer_days", "newcomer_source", "warn_ahead_days",
    ))  # fmt: skip
    severity = Entry(file, "severity", _table(file, document, "severity", problems), problems)
    severity.only(KINDS)
    rest = entry.parsed("rest", entry.text("rest", "PT11H"), Duration.parse)
    counts = entry.parsed("night_counts_from", entry.text("night_counts_from", "PT3H"), Duration.parse)
    begins = entry.parsed("night_begins", entry.text("night_begins", "22:00"), parse_clock)
    ends = entry.parsed("night_ends", entry.text("night_ends", "06:00"), parse_clock)
    usual = Limits()
    return Limits(
        rest=rest.exact if rest else usual.rest,
        days_on=_whole(entry, "days_on", usual.days_on, least=1),
        days_off=_whole(entry, "days_off", usual.days_off),
        night=Night(begins or usual.night.begins, ends or usual.night.ends),
        night_counts_from=counts.exact if counts else usual.night_counts_from,
        two_nights_allowed=entry.flag("two_nights_allowed", default=False),
        newcomer_days=_whole(entry, "newcomer_days", usual.newcomer_days),
        warn_ahead=_whole(entry, "warn_ahead_days", usual.warn_ahead // DAY) * DAY,
        severity={kind: severity.word(kind, SEVERITIES, "block") for kind in KINDS},
    )


def _whole(entry: Entry, key: str, usual: int, *, least: int = 0) -> int:
    value = entry.table.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 10_000:
        entry.problem(key, Worded("须为不小于 {0} 的整数, 不是 {1}", least, repr(value)))
        return usual
    return value


def _number(entry: Entry, key: str) -> float:
    value = entry.table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1_000:
        entry.problem(key, Worded("须为大于零的数, 不是 {0}", repr(value)))
        return 1.0
    return float(value)


def _date(entry: Entry, key: str, usual: date | None = None) -> date:
    value = entry.table.get(key, usual)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    entry.problem(key, Worded("须为日期, 如 2027-01-01, 不是 {0}", repr(value)))
    return usual or ANCHOR


# ---------------------------------------------------------------- holidays and allowance


def read_holidays(file: str, document: Mapping[str, Any]) -> Holidays:
    """Build the holidays from the parsed ``holidays.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    years: dict[int, Year] = {}
    for number, row in enumerate(tables(file, document, "year", problems), 1):
        entry = Entry(file, f"year {row.get('year', f'#{number}')}", row, problems)
        entry.only(("year", "status", "source", "verified", "holiday"))
        year = _year(entry)
        if year.year in years:
            entry.problem("year", Worded("重复的年份"))
        years[year.year] = year
    special = [
        Special(entry.text("name"), *_span(entry), entry.text("source"))
        for number, row in enumerate(tables(file, document, "special", problems), 1)
        for entry in [Entry(file, f"special #{number}", row, problems)]
    ]
    daily = Entry(file, "-", document, problems).flag("daily_report_on_holidays", default=True)
    if problems:
        raise RulebookError(problems)
    return Holidays(years, tuple(special), daily)


def _span(entry: Entry) -> tuple[date, date]:
    first, last = _date(entry, "from"), _date(entry, "to")
    if last < first:
        entry.problem("to", Worded("{0} 早于 from {1}", last, first))
    return first, last


def _year(entry: Entry) -> Year:
    number = _whole(entry, "year", 0, least=1900)
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    for index, row in enumerate(tables(entry.file, entry.table, "holiday", entry.problems, entry.name), 1):
        holiday = Entry(entry.file, f"{entry.name} holiday #{index}", row, entry.problems)
        holiday.only(("name", "from", "to", "workdays"))
        name = holiday.text("name")
        first, last = _span(holiday)
        if last >= first:
            off.update({first + timedelta(days=day): Word(name) for day in range(min((last - first).days, 60) + 1)})
        for day in _dates(holiday, "workdays"):
            worked[day] = Word(name)
    for day in [day for day in (*off, *worked) if day.year != number]:
        entry.problem("holiday", Worded("{0} 不在 {1} 年", day, number))
    for day in sorted(set(off) & set(worked)):
        entry.problem("holiday", Worded("{0} 既放假又上班", day))
    status, verified = entry.word("status", STATUSES), entry.word("verified", VERIFIED)
    return Year(number, status, entry.text("source"), verified, off, worked)


def _dates(entry: Entry, key: str) -> list[date]:
    value: Any = entry.table.get(key, [])
    if isinstance(value, list) and all(isinstance(day, date) for day in value):  # pyright: ignore[reportUnknownVariableType]
        return list(value)  # pyright: ignore[reportUnknownArgumentType]
    entry.problem(key, Worded("须为日期的列表, 如 [2026-02-14]"))
    return []


def read_allowance(file: str, document: Mapping[str, Any]) -> Allowance:
    """Build the allowance from the parsed ``allowance.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    night, hourly, special = (
        Entry(file, key, _table(file, document, key, problems), problems) for key in ("night", "hourly", "special")
    )
    posts = tuple(night.texts("posts"))
    for post in posts:
        if post not in ("a", "b", "leader", "director"):
            night.problem("posts", Worded("没有岗位 “{0}”", post))
    found = Allowance(
        factor=_number(night, "factor"),
        posts=posts,
        source=night.text("source"),
        note=night.text("note", ""),
        days=_number(hourly, "days"),
        hours=_number(hourly, "hours"),
        hourly_source=hourly.text("source"),
        special=special.flag("flag", default=False),
        special_source=special.text("source", ""),
    )
    if problems:
        raise RulebookError(problems)
    return found
