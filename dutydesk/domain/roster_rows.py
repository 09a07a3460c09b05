"""Rows of a roster that somebody else wrote (a table from a spreadsheet): read, or refused with the line named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutydesk.domain.instants import DAY, HOUR, BadTimeError, Instant, parse_instant
from dutydesk.domain.roster import POSTS, PlannedShift
from dutydesk.domain.text import BadTextError, one_line, stored
from dutydesk.domain.wording import Worded

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "begins": ("begins", "begin", "start", "开始", "开始时间", "上班", "上班时间"),
    "ends": ("ends", "end", "结束", "结束时间", "下班", "下班时间"),
    "date": ("date", "日期"),
    "a": ("a", "a岗", "主班", "值班员a", "值班员"),
    "b": ("b", "b岗", "副班", "值班员b"),
    "leader": ("leader", "带班", "带班领导"),
    "director": ("director", "主任"),
}
"""Headings that are understood, in either language."""

FORMULA = "=@\uff1d"
"""A cell that begins with one of these is a formula: not evaluated, not taken for a name."""

LONGEST_SHIFT: Instant = 7 * DAY
_DATE = re.compile(r"^(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?(.*)$")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line of the file: its number as a person counts them, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A line that was not taken, and why."""

    line: int
    reason: Worded

    @property
    def sentence(self) -> Worded:
        """The reason with the line in front."""
        return Worded("第 {0} 行: {1}", self.line, self.reason)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: the shifts with their lines, and the lines that were not taken."""

    shifts: tuple[tuple[int, PlannedShift], ...]
    problems: tuple[RowProblem, ...]


def columns_of(heading: Sequence[str]) -> dict[str, int]:
    """Return which column holds what.

    Raises:
        Worded: the heading lacks the times, or names one thing twice.
    """
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        word = unicodedata.normalize("NFKC", cell).strip().strip("\ufeff").replace(" ", "").lower()
        name = next((name for name, words in COLUMNS.items() if word in words), "")
        if name and name in found:
            raise Worded("表头里 {0} 出现两次", cell.strip())
        if name:
            found[name] = place
    if not ({"begins", "date"} & set(found)) or not ({"a", "b"} & set(found)):
        raise Worded("看不懂表头: 须有 开始 (begin) 或 日期 (date), 以及 A岗 (a) 或 B岗 (b)")
    return found


def read_rows(
    rows: Sequence[RawRow], names: Mapping[str, str], now: Instant, hours: tuple[str, int] = ("08:00", 24)
) -> Reading:
    """Read the rows of a file, heading first; a bad row is named and the rest goes on.

    Args:
        rows: the lines of the file that have any content.
        names: names by account; a cell may hold either.
        now: for times without a year.
        hours: beginning and length of a shift of which only the date is given.

    Raises:
        Worded: there is no heading that is understood.
    """
    if not rows:
        raise Worded("文件是空的")
    columns = columns_of(rows[0].cells)
    shifts: list[tuple[int, PlannedShift]] = []
    problems: list[RowProblem] = []
    taken: dict[Instant, int] = {}
    for row in rows[1:]:
        try:
            shift = _shift(row, columns, names, now, hours)
        except Worded as error:
            problems.append(RowProblem(row.line, error))
            continue
        if shift.begins in taken:
            problems.append(RowProblem(row.line, Worded("和第 {0} 行是同一个班次", taken[shift.begins])))
            continue
        taken[shift.begins] = row.line
        shifts.append((row.line, shift))
    return Reading(tuple(shifts), tuple(problems))


def _shift(
    row: RawRow, columns: Mapping[str, int], names: Mapping[str, str], now: Instant, hours: tuple[str, int]
) -> PlannedShift:
    cells = {name: _cell(row, place) for name, place in columns.items()}
    if cells.get("begins"):
        begins = _time(cells["begins"], cells.get("date", ""), now)
    elif cells.get("date"):
        begins = _time(hours[0], cells["date"], now)
    else:
        raise Worded("没有开始时间")
    if cells.get("ends"):
        ends = _time(cells["ends"], cells.get("date", ""), now)
        if ends <= begins and len(cells["ends"]) <= len("08:00:00"):
            ends += DAY
    else:
        ends = begins + hours[1] * HOUR
    if not begins < ends <= begins + LONGEST_SHIFT:
        raise Worded("结束不在开始之后, 或班次长于七天")
    people = {post: _person(cells.get(post, ""), names) for post in POSTS}
    if not people["a"] and not people["b"]:
        raise Worded("A岗、B岗都是空的")
    return PlannedShift(begins, ends, **people)


def _cell(row: RawRow, place: int) -> str:
    text = row.cells[place].strip() if place < len(row.cells) else ""
    if text[:1] and text[0] in FORMULA:
        raise Worded("有公式, 不计算: {0}", one_line(text)[:40])
    try:
        return stored(text, limit=200)
    except BadTextError as error:
        raise Worded("{0}", error) from error


def _time(text: str, day: str, now: Instant) -> Instant:
    """A time of the file: ISO, 2026/1/5 8:00, 2026年1月5日 8:00, or an hour beside a date."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if day and _DATE.match(typed) is None:
        typed = f"{unicodedata.normalize('NFKC', day).strip().split('T')[0].split(' ')[0]} {typed}"
    match = _DATE.match(typed)
    if match is None:
        raise BadTimeError("不是时间: {0} (写作 HH:MM 或 2026-07-15T08:00)", one_line(text)[:40])
    clock = match[4].strip().removeprefix("T").strip()
    if not clock:
        raise Worded("只有日期, 没有时刻: {0}", one_line(text)[:40])
    return parse_instant(f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}T{clock.zfill(5)}", now)


def _person(text: str, names: Mapping[str, str]) -> str:
    """The account of a person named by account or name; empty stays empty."""
    if not text or text in {"-", "无", "空缺"}:
        return ""
    if text in names:
        return text
    found = [who for who, name in names.items() if name == text]
    if len(found) > 1:
        raise Worded("有 {0} 个人叫 {1}, 请写账号", len(found), text)
    if not found:
        raise Worded("没有这个人: {0}", one_line(text)[:40])
    return found[0]
