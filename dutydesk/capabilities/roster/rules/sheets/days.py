"""A roster of persons by days: names down, days across, a mark in each cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from dutydesk.capabilities.roster.rules.roster import PlannedShift
from dutydesk.capabilities.roster.rules.sheets.cells import (
    Month,
    Office,
    RefusedFileError,
    bare_day,
    check_weekday,
    day_of,
    hours_of,
    is_off,
    kind_of,
    kind_span,
    quoted,
    span_of,
    text_of,
    weekday_of,
)
from dutydesk.capabilities.roster.rules.sheets.kinds import unknown_kind
from dutydesk.capabilities.roster.rules.sheets.layout import usable
from dutydesk.capabilities.roster.rules.sheets.months import refuse_far
from dutydesk.capabilities.roster.rules.sheets.people import people_of
from dutydesk.capabilities.roster.rules.sheets.reading import Reader, Reading, RowProblem
from dutydesk.capabilities.roster.rules.sheets.sheet import NAMES, Layout, RawRow, plain
from dutydesk.capabilities.roster.rules.sheets.words import ON_DUTY, WHOLE_DAY
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.wording import Worded


class Days(Reader):
    """Names down, days across, a kind of shift in each cell; the first two of a shift are A and B."""

    def __init__(self, layout: Layout, heading: RawRow, office: Office, month: Month | None) -> None:
        super().__init__(layout, heading, office, month)
        self.days = {
            place: day_of(heading.cell(place), office, month) for _, taken, place in layout.columns if taken == "day"
        }
        for day in self.days.values():
            refuse_far(day, month)
        if len(set(self.days.values())) < len(self.days):
            raise RefusedFileError("表头里有两栏是同一天; 没有导入")
        bare = [number for place in self.days if (number := bare_day(heading.cell(place))) is not None]
        back = next(((one, two) for one, two in pairwise(bare) if two < one), None)
        if back is not None and (month is not None or office.span is None):
            raise RefusedFileError("表头里的日从 {0} 回到 {1}, 不知是哪个月; 没有导入", *back)

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
        marks = {place: self.office.meant(mark) for place, mark in marks.items()}
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
        if plain(mark) in ON_DUTY or plain(mark) in WHOLE_DAY:
            return "", kind_span(day, self.office.usual)
        if usable(mark):
            return usable(mark), kind_span(day, self.office.usual)
        hours = hours_of(mark)
        if hours is None:
            raise unknown_kind(mark, day.isoformat(), self.office)
        return "", span_of(day, hours)

    def reading(self) -> Reading:
        """Return what came of it; a shift of leaders alone is none."""
        alone = [key for key, (_, shift) in self.shifts.items() if not shift.a and not shift.b]
        for key in alone:
            line, _ = self.shifts.pop(key)
            self.problems.append(RowProblem(line, Worded("A岗、B岗都是空的")))
        return super().reading()
