"""A roster with a shift, or one person of it, or one day of all kinds of shifts in each row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from dutydesk.capabilities.roster.rules.roster import POSTS, PlannedShift
from dutydesk.capabilities.roster.rules.sheets.cells import (
    Hours,
    Month,
    Office,
    RefusedFileError,
    bare_day,
    both_of,
    check_weekday,
    day_of,
    hours_of,
    kind_of,
    kind_span,
    moment_of,
    quoted,
    span_of,
    text_of,
    weekday_of,
    without_feast,
)
from dutydesk.capabilities.roster.rules.sheets.heading import taken_as
from dutydesk.capabilities.roster.rules.sheets.kinds import unknown_kind
from dutydesk.capabilities.roster.rules.sheets.months import nearest, refuse_far
from dutydesk.capabilities.roster.rules.sheets.people import is_phone, people_of
from dutydesk.capabilities.roster.rules.sheets.reading import Reader, Reading, RowProblem
from dutydesk.capabilities.roster.rules.sheets.sheet import NAMES, Layout, RawRow, plain
from dutydesk.capabilities.roster.rules.sheets.weeks import MOST_DAYS, span_in
from dutydesk.capabilities.roster.rules.sheets.words import (
    CHANGING,
    DAYS_LISTED,
    DITTO,
    FROM_TO,
    POST_MARKS,
    REMARKS,
    SHIFTING,
    WHOLE_DAY,
)
from dutydesk.kernel.instants import DAY, HOUR, BadTimeError, Instant, local_date
from dutydesk.kernel.when_words import folded
from dutydesk.kernel.wording import Worded

LONGEST_SHIFT: Instant = 7 * DAY

_FROM_TO = re.compile(
    r"(?P<first>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号]?)(?:-+|至|到)(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[日号]?"
)

_DOTTED = re.compile(r"^(\d{1,2})[./](\d{1,2})(?:-+|至|到)(?:(\d{1,2})[./])?(\d{1,2})$")
_LIST = re.compile(DAYS_LISTED)
_FEAST_BETWEEN = re.compile(r"[^-至到]+")
_BETWEEN = re.compile(r"-+|至|到")
_HOUR = re.compile(r"\d{1,2}(?::\d{2}|[点时](?!间))")
_TENS = re.compile(r"\d{1,2}\.([123])")
_TWO = re.compile(r"(\d{1,2})[./-](\d{1,2})")
_MONTH_CELL = re.compile("(\\d{1,2})(?:\\.0)?月?份?")
_YEAR_CELL = re.compile("((?:19|20)\\d{2})(?:\\.0)?年?度?")


def days_between(text: str, office: Office, month: Month | None) -> list[date]:
    """Return the days of a cell that names the first and the last of some (1日-7日, 12月1日至7日), none for a single day.

    Raises:
        Worded: they are two, which may as well be one shift from the one to the other, or go backwards, or are too many.
    """
    typed = _FEAST_BETWEEN.sub(lambda one: without_feast(one[0]), folded(text))
    match = _FROM_TO.fullmatch(_DOTTED.sub(lambda one: FROM_TO.format(one[1], one[2], one[3] or one[1], one[4]), typed))
    if match is None or match[0].replace("-", "").isdecimal():
        return _listed(typed, office, month)
    first = day_of(match["first"], office, month)
    number, day = int(match["month"] or first.month), int(match["day"])
    try:
        last = date(first.year + (number < first.month), number, day)
    except ValueError as error:
        raise BadTimeError("没有这个日期: {0}", quoted(text)) from error
    if not 1 < (last - first).days < MOST_DAYS:
        raise Worded("分不清是哪几天: {0}", quoted(text))
    return [first + timedelta(days=more) for more in range((last - first).days + 1)]


def _listed(typed: str, office: Office, month: Month | None) -> list[date]:
    """The days of a cell that lists them (4、5日; 12月4日、5日), none where it does not."""
    match = _LIST.fullmatch(typed)
    if match is None:
        return []
    numbers = re.findall(r"\d{1,2}", match["days"])
    days = [day_of(f"{match['month']}{number}" if match["month"] else number, office, month) for number in numbers]
    if any(later <= before for before, later in pairwise(days)):
        raise Worded("分不清是哪几天: {0}", quoted(typed))
    return days


def are_weekdays_of(text: str, days: Sequence[date]) -> bool:
    """Whether a cell names the first and the last weekday of some days (周二至周一)."""
    parts = _BETWEEN.split(folded(text))
    return [weekday_of(part) for part in parts] == [days[0].weekday(), days[-1].weekday()]


def is_week_of(text: str, days: Sequence[date], office: Office) -> bool:
    """Whether a cell names the week (第49周) that some days are of."""
    span = span_in(text, office.now)
    return span is not None and span.first <= days[0] <= days[-1] <= span.last


def refuse_doubtful(days: Sequence[tuple[str, date]]) -> None:
    """Refuse days that say another thing together than each by itself.

    A spreadsheet keeps 12.20 as the number 12.2; 1/12, 2/12, 3/12 are days of one month, or one day of three.

    Raises:
        RefusedFileError: naming them.
    """
    for (before, first), (text, day) in pairwise(days):
        tens = [_TENS.fullmatch(one) for one in (folded(before), folded(text))]
        back = tens[1] and day < first and first.day + 1 == int(tens[1][1]) * 10
        ahead = tens[0] and (day - first).days > 1 and day.day - 1 == int(tens[0][1]) * 10
        if back or ahead:
            words = "{0} 和 {1} 前后相连, 分不清是 2 日还是 20 日这样的日子; 没有导入, 请写成 12月20日"
            raise RefusedFileError(words, quoted(before), quoted(text))
    pairs = [_TWO.fullmatch(folded(text)) for text, _ in days]
    found = [(int(one[1]), int(one[2])) for one in pairs if one is not None]
    if len(found) == len(days) > 1 and all(two == (one[0] + 1, one[1]) for one, two in pairwise(found)):
        words = "{0}、{1} 分不清哪个是月哪个是日; 没有导入, 请写成 12月1日"
        raise RefusedFileError(words, quoted(days[0][0]), quoted(days[1][0]))


class Table(Reader):
    """One shift a row, or one person of a shift a row."""

    def __init__(self, layout: Layout, heading: RawRow, office: Office, month: Month | None) -> None:
        super().__init__(layout, heading, office, month)
        self.places = layout.places
        self.day: date | None = None
        self.ranged: dict[date, int] = {}
        """The days of cells that name several (1日-7日), with their lines."""
        self.typed: list[tuple[str, date]] = []
        """The days as they were typed, in the order of their rows."""
        self.above: RawRow = RawRow(0, ())
        self.remarks = [
            place for place, title in enumerate(heading.cells) if layout.heading and plain(title) in REMARKS
        ]

    def row(self, row: RawRow) -> None:
        """Take the shift of a row."""
        row = self._spelled_out(row)
        for place in self.remarks:
            remark = row.cell(place).strip()
            if any(word in plain(remark) for word in (*CHANGING, *SHIFTING)) or _HOUR.search(folded(remark)):
                raise Worded("备注写着 {0}: 可能改变这一班, 请改好原表再导入", quoted(remark))
        cells = {name: text_of(row.cell(place)) for name, place in self.places.items()}
        if self._only_telephones(row, cells):
            self.notes.append((row.line, " ".join(map(quoted, row.texts))))
            return
        if "post" in self.places:
            cells = self._at_its_post(cells)
        several = days_between(cells.get("date", ""), self.office, self.month)
        if not several:
            self._take(row, cells)
            return
        weekdays = cells.pop("weekday", "")
        if weekdays and not (is_week_of(weekdays, several, self.office) or are_weekdays_of(weekdays, several)):
            raise Worded("{0} 和它的星期对不上: {1}", quoted(cells["date"]), quoted(weekdays))
        for day in several:
            before = self.ranged.setdefault(day, row.line)
            if before != row.line:
                raise RefusedFileError(
                    "第 {0} 行和第 {1} 行都有 {2}: 分不清在哪天交班; 没有导入", before, row.line, day.isoformat()
                )
            self._take(row, {**cells, "date": day.isoformat()})

    def _spelled_out(self, row: RawRow) -> RawRow:
        """Return a row with what stands above instead of 同上."""
        cells = [self.above.cell(place) if plain(text) in DITTO else text for place, text in enumerate(row.cells)]
        self.above = replace(row, cells=tuple(cells))
        return self.above

    def _only_telephones(self, row: RawRow, cells: Mapping[str, str]) -> bool:
        """Whether a line has telephones where people stand, and no people: those of the line above."""
        texts = [text_of(row.cell(slot.place)) for slot in self.layout.slots]
        texts += [text for name, text in cells.items() if name in POSTS]
        filled = [text for text in texts if text]
        return bool(filled) and all(is_phone(text) for text in filled)

    def _at_its_post(self, cells: Mapping[str, str]) -> dict[str, str]:
        """The cells of a row that names its post in a column of its own (岗位: 带班领导)."""
        post = taken_as(cells["post"]) or POST_MARKS.get(plain(cells["post"]), "")
        if post not in (*POSTS, "people"):
            raise Worded("不认识岗位: {0}", quoted(cells["post"]) or "-")
        found = {name: text for name, text in cells.items() if name not in ("post", "a")}
        return {**found, "a" if post == "people" else post: cells.get("a", "")}

    def _take(self, row: RawRow, cells: Mapping[str, str]) -> None:
        """Take the shift, or the shifts by kinds, of a row and its one day."""
        if self.layout.slots:
            for shift in self._by_kinds(row, cells):
                self._add(row, shift)
            return
        begins, ends = self._span(cells)
        if not begins < ends <= begins + LONGEST_SHIFT:
            raise Worded("结束不在开始之后, 或班次长于七天")
        posts = self._posts(cells)
        if not (any(posts.values()) if "post" in self.places else posts["a"] or posts["b"]):
            raise Worded("A岗、B岗都是空的")
        self._add(row, PlannedShift(begins, ends, **posts))

    def _by_kinds(self, row: RawRow, cells: Mapping[str, str]) -> list[PlannedShift]:
        """The shifts of a row whose columns are kinds; a kind in which nobody stands is none."""
        day = self._day(cells)
        if day is None:
            raise Worded("没有日期")
        kinds: dict[Hours, dict[str, str]] = {}
        for slot in self.layout.slots:
            behind = {post: cells.get(post, "") for post in ("leader", "director")}
            kinds.setdefault(slot.hours, behind)[slot.post or "a"] = text_of(row.cell(slot.place))
        found = [(span_of(day, hours), self._posts(texts)) for hours, texts in kinds.items()]
        shifts = [PlannedShift(*span, **posts) for span, posts in found if posts["a"] or posts["b"]]
        if not shifts:
            raise Worded("A岗、B岗都是空的")
        return shifts

    def _add(self, row: RawRow, shift: PlannedShift) -> None:
        if row.line in self.doubtful:
            self.spoiled.add(shift.begins)
        if shift.begins in self.spoiled:  # who else stands in it may depend on the line that is not understood
            self.shifts = {key: one for key, one in self.shifts.items() if one[1].begins != shift.begins}
            return
        before = next((one for one in self.shifts.values() if one[1].begins == shift.begins), None)
        if before is None:
            self.shifts[shift.begins, shift.ends] = (row.line, shift)
            return
        line, first = before
        if "post" in self.places and first.ends == shift.ends:
            self.shifts[shift.begins, shift.ends] = (line, self._joined(line, first, shift))
            return
        second = "b" in self.places or any(slot.post == "b" for slot in self.layout.slots)
        one_a_row = not second and not shift.b and first.ends == shift.ends and not first.b and shift.a != first.a
        if not one_a_row or (shift.leader and shift.leader != first.leader):
            raise Worded("和第 {0} 行是同一个班次", line)
        self.shifts[shift.begins, shift.ends] = (line, replace(first, b=shift.a))

    def _joined(self, line: int, first: PlannedShift, more: PlannedShift) -> PlannedShift:
        """One shift of two rows, each with its posts; a second 值班员 is B."""
        found = dict(first.posts)
        for post, who in more.posts.items():
            free = next((one for one in ((post, "b") if post == "a" else (post,)) if not found[one]), "")
            if who and (not free or who in found.values()):
                raise Worded("和第 {0} 行是同一个班次", line)
            if who:
                found[free] = who
        return replace(first, **found)

    def reading(self) -> Reading:
        """Return what came of it; a shift of leaders alone is none."""
        refuse_doubtful(self.typed)
        for key in [key for key, (_, one) in self.shifts.items() if not one.a and not one.b]:
            line, _ = self.shifts.pop(key)
            self.problems.append(RowProblem(line, Worded("A岗、B岗都是空的")))
        return super().reading()

    def _span(self, cells: Mapping[str, str]) -> tuple[Instant, Instant]:
        day = self._day(cells)
        if "begins" in self.places and self.places["begins"] == self.places.get("ends"):
            both = both_of(cells["begins"], self.office, self.month)
            if both is None:
                raise Worded("看不懂时间: {0} (如 12月1日 08:00-12月2日 08:00)", quoted(cells["begins"]))
            return both
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
        own_hours = self.layout.slots or any(cells.get(name) for name in ("begins", "hours", "kind"))
        if cells.get("month"):
            self._turn_to(cells["month"], cells.get("year", ""))
        if cells["date"]:
            self.day = day_of(cells["date"], self.office, self.month)
            self.typed.append((cells["date"], self.day))
            self._refuse_days_for_a_month(cells["date"], self.day)
            refuse_far(self.day, self.month)
            self._refuse_turning_back(cells, self.day)
        elif not own_hours:
            return None
        if cells.get("weekday") and self.day and not is_week_of(cells["weekday"], [self.day], self.office):
            weekday = weekday_of(cells["weekday"])
            if weekday is None:
                raise Worded("不是星期: {0}", quoted(cells["weekday"]))
            check_weekday(self.day, weekday)
        return self.day

    def _refuse_days_for_a_month(self, text: str, day: date) -> None:
        """Refuse 1-7 below the title of December: 7 January, or the first to the seventh.

        Raises:
            RefusedFileError: naming it.
        """
        if self.month and day.month != self.month.month and re.fullmatch(r"\d{1,2}-\d{1,2}", folded(text)):
            raise RefusedFileError("{0} 分不清是几月几日还是几日至几日; 没有导入, 请写明", quoted(text))

    def _turn_to(self, typed: str, year: str) -> None:
        """Take the month of a row from a column of its own."""
        number, of = _MONTH_CELL.fullmatch(folded(typed)), _YEAR_CELL.fullmatch(folded(year))
        if number is None or not 1 <= int(number[1]) <= 12 or (year and of is None):
            raise Worded("不是月份: {0}", quoted(f"{year} {typed}"))
        now = local_date(self.office.now)
        month = nearest(int(number[1]), self.month or Month(now.year, now.month))
        month = Month(int(of[1]), month.month) if of else month
        if month != self.month:
            self.month, self.last = month, 0

    def _refuse_turning_back(self, cells: Mapping[str, str], day: date) -> None:
        """Refuse a bare day that is before the last one (31, then 1): it is of another month; and a day of another month.

        Raises:
            Worded: naming both.
        """
        number = bare_day(cells["date"])
        if cells.get("month") and self.month and (day.year, day.month) != (self.month.year, self.month.month):
            raise Worded("{0} 不在 {1} 那个月", day.isoformat(), str(self.month))
        if number is None:
            return
        if number < self.last and (self.month is not None or self.office.span is None):
            raise Worded("日从 {0} 回到 {1}, 不知是哪个月", self.last, number)
        self.last = number

    def _hours(self, text: str) -> Hours:
        found = hours_of(text)
        if found is None and plain(text) in WHOLE_DAY and self.office.usual.hours == 24:
            return self.office.usual.begins, self.office.usual.begins, 1
        if found is None:
            raise Worded("看不懂时间: {0} (如 20:00-次日08:00)", quoted(text))
        return found

    def _kind(self, day: date, text: str) -> tuple[Instant, Instant]:
        if not text:
            raise Worded("没有班次")
        text = self.office.meant(text)
        kind = kind_of(text, self.office)
        if kind is not None:
            return kind_span(day, kind)
        hours = hours_of(text) or hours_of(_inside(text))
        if hours is None:
            raise unknown_kind(text, self.heading.cell(self.places["kind"]), self.office)
        return span_of(day, hours)

    def _posts(self, cells: Mapping[str, str]) -> dict[str, str]:
        found = {post: people_of(cells.get(post, ""), self.office.names) for post in POSTS}
        if len(found["a"]) == 2 and "b" not in cells:
            found["a"], found["b"] = found["a"][:1], found["a"][1:]
        for post, people in found.items():
            if len(people) > 1:
                raise Worded("{0} 一栏有 {1} 人, 分不清岗位: {2}", NAMES[post], len(people), quoted(cells[post]))
        seats = {post: people[0] if people else "" for post, people in found.items()}
        filled = [who for who in seats.values() if who]
        if len(set(filled)) < len(filled):
            twice = next(who for who in filled if filled.count(who) > 1)
            raise Worded("同一个人写了两次: {0}", self.office.names.get(twice, twice))
        return seats


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
