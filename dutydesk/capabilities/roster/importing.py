"""A roster file before anything is planned: which sheet, what each column was taken as, every shift that would be made."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from dutydesk.capabilities.roster.acts import RosterImport
from dutydesk.capabilities.roster.files import read_roster_file
from dutydesk.capabilities.roster.handlers.taking import left_out, overlapped
from dutydesk.capabilities.roster.pages import finding_line, finding_object, shift_line
from dutydesk.capabilities.roster.rules.checks import Finding, check
from dutydesk.capabilities.roster.rules.roster import POSTS, PlannedShift
from dutydesk.capabilities.roster.rules.sheets.months import month_in, said_month
from dutydesk.capabilities.roster.rules.sheets.reading import RosterFile, Sheet
from dutydesk.capabilities.roster.rules.sheets.rows import Kind, NoRosterError, Reading, RowProblem, read_rows
from dutydesk.capabilities.roster.rules.sheets.sheet import NAMES, Layout
from dutydesk.capabilities.roster.rules.sheets.weeks import said_week, span_in
from dutydesk.capabilities.roster.state import case_of
from dutydesk.i18n import explain, say, translate
from dutydesk.kernel.instants import Instant, iso
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded
from dutydesk.store.views.people import PeopleReads
from dutydesk.usecase.books import Books

AT_THE_DESK = "officer"
FEW = 6
"""Findings of the check that a preview names; a month of them is the check's own page."""


@dataclass(frozen=True, slots=True)
class Import:
    """What was read of a file, and how it was understood."""

    encoding: str
    sheet: str
    hidden: tuple[str, ...]
    reading: Reading
    problems: tuple[RowProblem, ...]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    overlapped: tuple[PlannedShift, ...] = ()
    """Shifts planned already that overlap those read and begin at a time of their own."""
    findings: tuple[Finding, ...] = ()
    """What the roster's check would find from now to the end of what was read, were it planned."""

    def act(self, *, yes: bool) -> RosterImport:
        """Return the act that plans its shifts; ``yes`` is the person's who saw what it overlaps."""
        rows = [
            json.dumps([iso(one.begins), iso(one.ends), *(one.posts[post] for post in POSTS)], ensure_ascii=False)
            for _, one in self.reading.shifts
        ]
        return RosterImport(rows=rows, yes=yes)


def look(
    content: bytes,
    views: PeopleReads,
    books: Books,
    now: Instant,
    *,
    sheet: str = "",
    ignore: Sequence[str] = (),
    month: str = "",
    week: str = "",
    name: str = "",
) -> Import:
    """Read a file and change nothing.

    Args:
        content: of the file.
        views: who is here.
        books: the office's kinds of shifts.
        now: for times without a year.
        sheet: the one that is meant, where several could be.
        ignore: headings of columns that mean nothing.
        month: the month of bare day numbers, as typed.
        week: the week of weekdays without dates, as typed.
        name: of the file, which may name the month or the week.

    Raises:
        Worded: no sheet or several that fit, or something that is not understood and may change what it means.
    """
    file = read_roster_file(content)
    officers = views.officers().values()
    names = {officer.id: officer.name for officer in officers}
    leaders = frozenset(officer.id for officer in officers if AT_THE_DESK not in officer.roles)
    usual = books.shifts.patterns[0]
    said = said_month(month) if month else None
    said_days = said_week(week, now) if week else None
    kinds = [Kind(one.name, (one.begins.hour, one.begins.minute, 0), one.hours, one.also) for one in books.shifts.kinds]

    def read(one: Sheet) -> Reading:
        hours = (f"{usual.begins:%H:%M}", usual.hours)
        titles = (("工作表名", one.name), ("文件名", name))
        return read_rows(
            one.rows,
            names,
            now,
            hours,
            kinds=kinds,
            leaders=leaders,
            ignore=ignore,
            month=said,
            months=[(where, found) for where, text in titles if (found := month_in(text, now)) is not None],
            week=said_days,
            named_by=titles,
            spans=[(where, found) for where, text in titles if (found := span_in(text, now)) is not None],
            doubtful=one.problems,
        )

    chosen, reading = _chosen(file, sheet, read)
    begun = left_out(views, [shift for _, shift in reading.shifts], now)
    late = [RowProblem(line, begun[shift]) for line, shift in reading.shifts if shift in begun]
    problems = sorted((*chosen.problems, *reading.problems, *late), key=lambda one: one.line)
    reading = replace(reading, shifts=tuple(one for one in reading.shifts if one[1] not in begun))
    shifts = [shift for _, shift in reading.shifts]
    return Import(
        file.encoding,
        chosen.name,
        file.hidden,
        reading,
        tuple(problems),
        chosen.hidden_rows,
        chosen.hidden_columns,
        tuple(overlapped(views, shifts)) if shifts else (),
        tuple(_checked(views, books, shifts, now)) if shifts else (),
    )


def _checked(views: PeopleReads, books: Books, shifts: Sequence[PlannedShift], now: Instant) -> list[Finding]:
    until = max(one.ends for one in shifts)
    return check(case_of(views, books, now, until, now, read=shifts)) if until > now else []


def _chosen(file: RosterFile, wanted: str, read: Callable[[Sheet], Reading]) -> tuple[Sheet, Reading]:
    """The sheet that is meant: the named one, or the only one that is a roster.

    Raises:
        Worded: there is none, or more than one.
    """
    titles = [one.name for one in file.sheets]
    if wanted:
        named = [one for one in file.sheets if one.name.strip() == wanted.strip()]
        if not named:
            raise Worded("没有工作表 {0}; 有 {1}", wanted, [f"“{one_line(title)}”" for title in titles])
        return named[0], read(named[0])
    fits: list[tuple[Sheet, Reading | Worded]] = []
    unfit: list[NoRosterError] = []
    for one in file.sheets:
        try:
            fits.append((one, read(one)))
        except NoRosterError as error:
            unfit.append(error)
        except Worded as error:
            fits.append((one, error))
    if len(fits) > 1:
        said = [f"“{one_line(one.name)}”" for one, _ in fits]
        raise Worded("有 {0} 个工作表都像排班表: {1}; 请用 --sheet 写明哪一个", len(fits), said)
    if not fits:
        raise unfit[0]
    sheet, reading = fits[0]
    if isinstance(reading, Worded):
        raise reading
    return sheet, reading


def preview(one: Import, names: Mapping[str, str]) -> list[str]:
    """Return how a file was understood, line by line: sheet, heading, columns, what is not used, every shift."""
    layout = one.reading.layout
    lines = [say("工作表 {0}", f"“{one_line(one.sheet)}”")] if one.sheet else []
    if one.hidden:
        lines.append(say("隐藏的工作表没有读: {0}", ", ".join(f"“{one_line(title)}”" for title in one.hidden)))
    if one.hidden_rows:
        lines.append(say("隐藏的行没有读: {0}", ", ".join(map(str, one.hidden_rows))))
    if one.hidden_columns:
        lines.append(say("隐藏的列没有读: {0}", ", ".join(one.hidden_columns)))
    lines += [say("表头上方: 第 {0} 行 {1}", line, one_line(text)) for line, text in one.reading.above]
    lines.append(say("表头在第 {0} 行", layout.heading) if layout.heading else translate("没有表头, 按内容辨认"))
    lines += _shape(layout)
    if one.reading.month:
        where, month = one.reading.month
        lines.append(say("只写日的, 月份是 {0} (据{1})", str(month), Worded(where)))
    if one.reading.span:
        where, span = one.reading.span
        lines.append(say("只写星期或日的, 是 {0} 至 {1} (据{2})", str(span.first), str(span.last), Worded(where)))
    for title, taken, place in layout.columns:
        words = "  第 {0} 行 {1} → {2}" if layout.lines else "  第 {0} 列 {1} → {2}"
        number = layout.lines[place] if layout.lines else place + 1
        if taken != "day":
            lines.append(say(words, number, one_line(title) or "-", Worded(NAMES[taken])))
    if layout.unused:
        words = "没有用的栏: {0}" if layout.lines else "没有用的列: {0}"
        lines.append(say(words, ", ".join(one_line(title) for title in layout.unused)))
    lines += [say("没有用的行: 第 {0} 行 {1}", line, one_line(text)) for line, text in one.reading.notes]
    lines += [f"  {shift_line(shift, names)}" for _, shift in one.reading.shifts]
    if one.overlapped:
        lines.append(say("与已排的 {0} 班重叠而开始时间不同, 导入后以本表为准:", len(one.overlapped)))
        lines += [f"  {shift_line(shift, names)}" for shift in one.overlapped]
    return [*lines, *check_lines(one.findings)]


def check_lines(findings: Sequence[Finding]) -> list[str]:
    """Return what the roster's check says of what was read: nobody planned first, of all else the first few."""
    if not findings:
        return []
    first = sorted(findings, key=lambda one: (one.kind != "gap", not one.blocks))
    lines = [say("按此排班, 排班检查有 {0} 处:", len(findings)), *(f"  {finding_line(one)}" for one in first[:FEW])]
    return [*lines, say("  另有 {0} 处, 排班后见 roster check", len(first) - FEW)] if len(first) > FEW else lines


def _shape(layout: Layout) -> list[str]:
    """Say what shape the table has, where it is not a shift a line."""
    if layout.days:
        days = [title for title, taken, _ in layout.columns if taken == "day"]
        return [say("人员按日的表: {0} 至 {1}, 共 {2} 日; 同一班先排的为 A岗, 次为 B岗", days[0], days[-1], len(days))]
    if layout.lines:
        return [translate("横排是日期的表: 每个日期一列, 左边是班次或岗位")]
    return [say("并排 {0} 块, 由左到右依次读", layout.blocks)] if layout.blocks > 1 else []


def preview_object(one: Import) -> dict[str, object]:
    """Return the same for programs."""
    layout = one.reading.layout
    return {
        "sheet": one.sheet or None,
        "hidden": list(one.hidden),
        "hidden_rows": list(one.hidden_rows),
        "hidden_columns": list(one.hidden_columns),
        "month": str(one.reading.month[1]) if one.reading.month else None,
        "week": str(one.reading.span[1]) if one.reading.span else None,
        "encoding": one.encoding,
        "above": [{"line": line, "text": text} for line, text in one.reading.above],
        "heading": layout.heading or None,
        "columns": [{**_place(layout, place), "title": title, "as": taken} for title, taken, place in layout.columns],
        "blocks": layout.blocks,
        "unused": list(layout.unused),
        "notes": [{"line": line, "text": text} for line, text in one.reading.notes],
        "shifts": [{"line": line, **_shift_object(shift)} for line, shift in one.reading.shifts],
        "overlapped": [_shift_object(shift) for shift in one.overlapped],
        "findings": [finding_object(finding) for finding in one.findings],
    }


def _place(layout: Layout, place: int) -> dict[str, int]:
    """Where a column is: a line of the sheet where the days stand across."""
    return {"line": layout.lines[place]} if layout.lines else {"column": place + 1}


def _shift_object(shift: PlannedShift) -> dict[str, object]:
    posts = {post: who or None for post, who in shift.posts.items()}
    return {"begins": iso(shift.begins), "ends": iso(shift.ends), **posts}


def problem_line(problem: RowProblem) -> str:
    """Return why a line was not taken, on one line."""
    return one_line(explain(problem.sentence))
