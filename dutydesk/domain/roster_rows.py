"""A roster that somebody else wrote (a table from a spreadsheet): read, or refused with line, column or word named.

What could change the meaning of a row is understood or refused, never left out: an unknown mark or column refuses the
whole file, a row that is not understood is named while the others are taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dutydesk.domain.instants import DAY, HOUR, Instant, local_date
from dutydesk.domain.roster import POSTS, PlannedShift
from dutydesk.domain.roster_cells import (
    Kind,
    Month,
    Office,
    check_weekday,
    day_of,
    hours_of,
    is_off,
    kind_of,
    kind_span,
    moment_of,
    people_of,
    quoted,
    span_of,
    text_of,
    title_month,
    weekday_of,
)
from dutydesk.domain.roster_layout import (
    NAMES,
    Layout,
    NoRosterError,
    RawRow,
    columns_of,
    layout_of,
    month_above,
    plain,
    usable,
)
from dutydesk.domain.roster_words import CHANGING, NOTE_WORDS, ON_DUTY, REMARKS, WHOLE_DAY
from dutydesk.domain.when import read_clock
from dutydesk.domain.when_words import folded
from dutydesk.domain.wording import Worded

__all__ = ["Kind", "NoRosterError", "RawRow", "Reading", "RefusedFileError", "RowProblem", "columns_of", "read_rows"]

LONGEST_SHIFT: Instant = 7 * DAY


class RefusedFileError(Worded):
    """Something in a file is not understood that may change what all of it means: nothing is taken."""


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
    """What came of a sheet: the shifts with their lines, the lines that were not taken, how it was understood.

    ``notes`` are lines that are no rows of the table (remarks, who made it), shown as not used.
    """

    shifts: tuple[tuple[int, PlannedShift], ...]
    problems: tuple[RowProblem, ...]
    layout: Layout = Layout(0, ())
    notes: tuple[tuple[int, str], ...] = ()


def read_rows(
    rows: Sequence[RawRow],
    names: Mapping[str, str],
    now: Instant,
    hours: tuple[str, int] = ("08:00", 24),
    *,
    kinds: Sequence[Kind] = (),
    leaders: frozenset[str] = frozenset(),
    ignore: Sequence[str] = (),
) -> Reading:
    """Read the rows of a sheet, whatever its shape; a bad row is named and the rest goes on.

    Args:
        rows: the lines of the sheet that have any content.
        names: names by account; a cell may hold either.
        now: for times without a year.
        hours: beginning and length of a shift of which only the date is given.
        kinds: the office's kinds of shifts.
        leaders: accounts that stand behind the desk, never at it.
        ignore: headings of columns that a person declared to mean nothing.

    Raises:
        NoRosterError: no heading and no contents that are understood.
        Worded: a column or mark that is not understood and may change what the file means.
    """
    if not rows:
        raise NoRosterError("文件是空的")
    office = Office(names, now, Kind("", read_clock(hours[0]), hours[1]), tuple(kinds), leaders)
    layout, below = layout_of(rows, office, ignore)
    index = next((place for place, row in enumerate(rows) if row.line == layout.heading), 0)
    heading = RawRow(layout.heading, layout.cells) if layout.cells else rows[index]
    reader = (_Days if layout.days else _Table)(layout, heading, office, month_above(rows, index))
    for row in below:
        reader.take(row)
    return reader.reading()


class _Reader:
    """Takes the rows of one sheet in order."""

    def __init__(self, layout: Layout, heading: RawRow, office: Office, month: Month | None) -> None:
        self.layout, self.heading, self.office, self.month = layout, heading, office, month
        self.shifts: dict[tuple[Instant, Instant], tuple[int, PlannedShift]] = {}
        self.problems: list[RowProblem] = []
        self.notes: list[tuple[int, str]] = []

    def take(self, row: RawRow) -> None:
        """Take one row: a shift, a note, or a problem."""
        if self.layout.heading and [plain(one) for one in row.cells] == [plain(one) for one in self.heading.cells]:
            return  # the heading again, on every printed page
        if self._is_note(row):
            self.month = title_month(row.texts[0]) or self.month
            self.notes.append((row.line, " ".join(map(quoted, row.texts))))
            return
        try:
            self.row(row)
        except RefusedFileError:
            raise
        except Worded as error:
            self.problems.append(RowProblem(row.line, error))

    def row(self, row: RawRow) -> None:
        """Take a row of the table."""
        raise NotImplementedError

    def _is_note(self, row: RawRow) -> bool:
        first = folded(row.texts[0])
        if any(first.startswith(word) for word in NOTE_WORDS) and len(first) > 1:
            return True
        return len(row.texts) == 1 and not self._says_something(row.texts[0])

    def _says_something(self, text: str) -> bool:
        """Whether a line's only text is a day, a time or a person, and so a row that lacks the rest."""
        for reader in (
            lambda: day_of(text, self.office, self.month),
            lambda: moment_of(text, None, self.office, self.month),
            lambda: people_of(text, self.office.names),
        ):
            with suppress(Worded):
                reader()
                return True
        return False

    def reading(self) -> Reading:
        """Return what came of it."""
        shifts = (
            sorted(self.shifts.values(), key=lambda one: one[1].begins) if self.layout.days else self.shifts.values()
        )
        return Reading(tuple(shifts), tuple(self.problems), self.layout, tuple(self.notes))


# ---------------------------------------------------------------- a shift a row


class _Table(_Reader):
    """One shift a row, or one person of a shift a row."""

    def __init__(self, layout: Layout, heading: RawRow, office: Office, month: Month | None) -> None:
        super().__init__(layout, heading, office, month)
        self.places = layout.places
        self.day: date | None = None
        self.remarks = [
            place for place, title in enumerate(heading.cells) if layout.heading and plain(title) in REMARKS
        ]

    def row(self, row: RawRow) -> None:
        """Take the shift of a row."""
        for place in self.remarks:
            remark = row.cell(place).strip()
            if any(word in plain(remark) for word in CHANGING):
                raise Worded("备注写着 {0}: 可能改变这一班, 请改好原表再导入", quoted(remark))
        cells = {name: text_of(row.cell(place)) for name, place in self.places.items()}
        begins, ends = self._span(cells)
        if not begins < ends <= begins + LONGEST_SHIFT:
            raise Worded("结束不在开始之后, 或班次长于七天")
        posts = self._posts(cells)
        if not posts["a"] and not posts["b"]:
            raise Worded("A岗、B岗都是空的")
        self._add(row, PlannedShift(begins, ends, **posts))

    def _add(self, row: RawRow, shift: PlannedShift) -> None:
        before = next((one for one in self.shifts.values() if one[1].begins == shift.begins), None)
        if before is None:
            self.shifts[shift.begins, shift.ends] = (row.line, shift)
            return
        line, first = before
        one_a_row = "b" not in self.places and first.ends == shift.ends and not first.b and shift.a != first.a
        if not one_a_row or (shift.leader and shift.leader != first.leader):
            raise Worded("和第 {0} 行是同一个班次", line)
        self.shifts[shift.begins, shift.ends] = (line, replace(first, b=shift.a))

    def _span(self, cells: Mapping[str, str]) -> tuple[Instant, Instant]:
        day = self._day(cells)
        if cells.get("begins"):
            begins = moment_of(cells["begins"], day, self.office, self.month)
            if cells.get("ends"):
                return begins, _end(cells["ends"], begins, self.office, self.month)
            return begins, begins + self.office.usual.hours * HOUR
        if day is None:
            raise Worded("没有开始时间")
        if cells.get("ends"):
            begins = kind_span(day, self.office.usual)[0]
            return begins, _end(cells["ends"], begins, self.office, self.month)
        if cells.get("hours"):
            return span_of(day, self._hours(cells["hours"]))
        if "kind" in cells:
            return self._kind(day, cells["kind"])
        return kind_span(day, self.office.usual)

    def _day(self, cells: Mapping[str, str]) -> date | None:
        """The day of a row; below a merged date that a file left out, the one before, where the row has hours of its own."""
        if "date" not in cells:
            return None
        own_hours = any(cells.get(name) for name in ("begins", "hours", "kind"))
        if cells["date"]:
            self.day = day_of(cells["date"], self.office, self.month)
        elif not own_hours:
            return None
        if cells.get("weekday") and self.day is not None:
            weekday = weekday_of(cells["weekday"])
            if weekday is None:
                raise Worded("不是星期: {0}", quoted(cells["weekday"]))
            check_weekday(self.day, weekday)
        return self.day

    def _hours(self, text: str) -> tuple[tuple[int, int, int], tuple[int, int, int], int]:
        found = hours_of(text)
        if found is None and plain(text) in WHOLE_DAY and self.office.usual.hours == 24:
            return self.office.usual.begins, self.office.usual.begins, 1
        if found is None:
            raise Worded("看不懂时间: {0} (如 20:00-次日08:00)", quoted(text))
        return found

    def _kind(self, day: date, text: str) -> tuple[Instant, Instant]:
        if not text:
            raise Worded("没有班次")
        kind = kind_of(text, self.office)
        if kind is not None:
            return kind_span(day, kind)
        hours = hours_of(text) or hours_of(_inside(text))
        if hours is None:
            raise _unknown_mark(text, self.heading.cell(self.places["kind"]), self.office)
        return span_of(day, hours)

    def _posts(self, cells: Mapping[str, str]) -> dict[str, str]:
        found = {post: people_of(cells.get(post, ""), self.office.names) for post in POSTS}
        if len(found["a"]) == 2 and "b" not in self.places:
            found["a"], found["b"] = found["a"][:1], found["a"][1:]
        for post, people in found.items():
            if len(people) > 1:
                raise Worded("{0} 一栏有 {1} 人, 分不清岗位: {2}", NAMES[post], len(people), quoted(cells[post]))
        if found["a"] and found["a"] == found["b"]:
            raise Worded("同一个人写了两次: {0}", quoted(cells["a"]))
        return {post: people[0] if people else "" for post, people in found.items()}


def _end(text: str, begins: Instant, office: Office, month: Month | None) -> Instant:
    """The end of a shift; an hour alone is the next one after the beginning."""
    day = local_date(begins)
    ends = moment_of(text, day, office, month)
    if ends <= begins and ends == moment_of(text, day + timedelta(days=1), office, month) - DAY:
        ends += DAY
    return ends


def _inside(text: str) -> str:
    """What stands in brackets in a cell: 白班(08:00-20:00)."""
    typed = folded(text)
    return typed[typed.find("(") + 1 :].rstrip(")") if "(" in typed else ""


def _unknown_mark(text: str, where: object, office: Office) -> RefusedFileError:
    known = [kind.name for kind in office.kinds]
    return RefusedFileError(
        "不认识 {0} 里的 {1}: 班次规则 (shifts.toml) 里有 {2}; 没有导入", quoted(str(where)), quoted(text), known
    )


# ---------------------------------------------------------------- persons by days


class _Days(_Reader):
    """Names down, days across, a kind of shift in each cell; the first two of a shift are A and B."""

    def __init__(self, layout: Layout, heading: RawRow, office: Office, month: Month | None) -> None:
        super().__init__(layout, heading, office, month)
        self.days = {
            place: day_of(heading.cell(place), office, month) for _, taken, place in layout.columns if taken == "day"
        }
        if len(set(self.days.values())) < len(self.days):
            raise RefusedFileError("表头里有两栏是同一天; 没有导入")

    def row(self, row: RawRow) -> None:
        """Take one person's days."""
        marks = {place: text_of(row.cell(place)) for place in self.days}
        weekdays = {place: weekday_of(text) for place, text in marks.items() if text}
        if weekdays and all(one is not None for one in weekdays.values()):
            for place, weekday in weekdays.items():
                check_weekday(self.days[place], weekday or 0)
            return
        name = text_of(row.cell(self.layout.place("person")))
        people = people_of(name, self.office.names)
        if not people:
            if all(is_off(text) for text in marks.values()):
                return
            raise Worded("没有姓名")
        if len(people) > 1:
            raise Worded("{0} 一栏有 {1} 人, 分不清岗位: {2}", NAMES["person"], len(people), quoted(name))
        for place, mark in marks.items():
            if not (is_off(mark) and kind_of(mark, self.office) is None):
                self._put(row, self.days[place], mark, people[0])

    def _put(self, row: RawRow, day: date, mark: str, who: str) -> None:
        post, (begins, ends) = self._meant(day, mark)
        line, shift = self.shifts.get((begins, ends), (row.line, PlannedShift(begins, ends)))
        if who in self.office.leaders:
            post = "leader"
        wanted = (post,) if post else ("a", "b")
        free = next((one for one in wanted if not shift.posts[one]), "")
        if not free:
            name = self.office.names.get(who, who)
            self.problems.append(
                RowProblem(row.line, Worded("{0} 的 {1} 班已排满, {2} 没有收", day.isoformat(), quoted(mark), name))
            )
            return
        self.shifts[begins, ends] = (line, replace(shift, **{free: who}))

    def _meant(self, day: date, mark: str) -> tuple[str, tuple[Instant, Instant]]:
        """Which post of which hours a mark means; no post: the next free one."""
        kind = kind_of(mark, self.office)
        if kind is not None:
            return "", kind_span(day, kind)
        if plain(mark) in ON_DUTY:
            return "", kind_span(day, self.office.usual)
        if usable(mark):
            return usable(mark), kind_span(day, self.office.usual)
        hours = hours_of(mark)
        if hours is None:
            raise _unknown_mark(mark, day.isoformat(), self.office)
        return "", span_of(day, hours)

    def reading(self) -> Reading:
        """Return what came of it; a shift of leaders alone is none."""
        alone = [key for key, (_, shift) in self.shifts.items() if not shift.a and not shift.b]
        for key in alone:
            line, _ = self.shifts.pop(key)
            self.problems.append(RowProblem(line, Worded("A岗、B岗都是空的")))
        return super().reading()
