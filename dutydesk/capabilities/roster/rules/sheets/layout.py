"""How a sheet is laid out: by its heading, by days that stand across, or by what stands in the columns of one without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from dutydesk.capabilities.roster.rules.sheets.across import sections_of, turned
from dutydesk.capabilities.roster.rules.sheets.blocks import starts_of, unfolded
from dutydesk.capabilities.roster.rules.sheets.cells import (
    Office,
    RefusedFileError,
    bare_day,
    check_weekday,
    day_of,
    hours_of,
    kind_of,
    quoted,
    weekday_of,
)
from dutydesk.capabilities.roster.rules.sheets.heading import (
    LOOKED_AT,
    PEOPLE,
    NoRosterError,
    by_heading,
    filled,
    is_day,
    is_person,
    is_weighty,
    kind_elsewhere,
    mostly,
    no_heading,
    person_of,
    taken_as,
    unused_columns,
    whole_heading,
)
from dutydesk.capabilities.roster.rules.sheets.kinds import hours_named, looks_like_kind
from dutydesk.capabilities.roster.rules.sheets.months import is_note, month_of, settled
from dutydesk.capabilities.roster.rules.sheets.people import people_of
from dutydesk.capabilities.roster.rules.sheets.sheet import Layout, RawRow, plain
from dutydesk.capabilities.roster.rules.sheets.weeks import settled_week, spans_named
from dutydesk.capabilities.roster.rules.sheets.words import CHANGING, PERSON_HEADINGS, POST_MARKS, REMARKS
from dutydesk.kernel.wording import Worded

DaysOf = Callable[[Sequence[RawRow], int, Office], dict[int, str]]
"""Which cells of a line are days, by place."""

FEWEST_DAYS = 3
"""Days across that make a line the head of a table of persons by days."""


def layout_of(rows: Sequence[RawRow], office: Office, ignore: Sequence[str] = ()) -> tuple[Layout, list[RawRow]]:
    """Return how a sheet is laid out, and its rows below the heading.

    Raises:
        NoRosterError: it is none that is understood.
        Worded: a column that may change what a row means is not understood, or one thing stands there twice.
    """
    refused: Worded | None = None
    for index in range(min(len(rows), LOOKED_AT)):
        starts = starts_of(rows[index].cells, _says_day)
        sheet = unfolded(rows, index, starts, _says_day) if len(starts) > 1 else rows
        row, below, upper = whole_heading(sheet[index], sheet[index + 1 :], office)
        try:
            layout = by_heading(row, below, upper, _in_span(office, rows, index))
        except NoRosterError:
            refused = refused or kind_elsewhere(row, below, office)
            continue
        except Worded as error:
            refused = refused or error
            continue
        unused = unused_columns(row, layout, below, office, ignore)
        return replace(layout, unused=unused, blocks=len(starts)), below
    for days_of in (_days_across, _week_across):
        for index in range(min(len(rows), LOOKED_AT)):
            if days_of(rows, index, office) and (found := _by_days(rows, index, office, ignore, days_of)) is not None:
                return found
    if refused is not None:
        raise refused
    return _without_heading(rows, office), list(rows)


def _says_day(heading: str) -> bool:
    return taken_as(heading) == "date"


def _in_span(office: Office, rows: Sequence[RawRow], index: int) -> Office:
    """The office that knows the week which the lines above one name."""
    named = spans_named(above(rows, index), office)
    return replace(office, span=named[0][1]) if named else office


# ---------------------------------------------------------------- persons by days


def _days_across(rows: Sequence[RawRow], index: int, office: Office) -> dict[int, str]:
    """The cells of a line that are days, by place; bare numbers count, whether the month is known or not."""
    month = month_of(above(rows, index), office)
    found: dict[int, str] = {}
    for place, text in enumerate(rows[index].cells):
        try:
            if month is not None or bare_day(text) is None:
                day_of(text, replace(office, span=None), month)
        except Worded:
            continue
        found[place] = text
    return found if len(set(found.values())) >= FEWEST_DAYS else {}


def _week_across(rows: Sequence[RawRow], index: int, _office: Office) -> dict[int, str]:
    """The cells of a line that are weekdays, by place."""
    found = {place: text for place, text in enumerate(rows[index].cells) if weekday_of(text) is not None}
    return found if len({weekday_of(text) for text in found.values()}) >= FEWEST_DAYS else {}


def above(rows: Sequence[RawRow], index: int) -> list[list[str]]:
    """Return the texts of the lines above one."""
    return [row.texts for row in rows[:index]]


def _by_days(
    rows: Sequence[RawRow], index: int, office: Office, ignore: Sequence[str], days_of: DaysOf
) -> tuple[Layout, list[RawRow]] | None:
    """A table with days across: the last of the lines of days is the heading; None for a line of mere numbers.

    Raises:
        NoRosterError: the days are days, but there are neither people nor kinds beside them.
        Worded: the days have no month or week, or a column is not understood.
    """
    last = index
    while last + 1 < len(rows) and len(days_of(rows, last + 1, office)) >= FEWEST_DAYS:
        last += 1
    heading, below = rows[last], list(rows[last + 1 :])
    days = days_of(rows, last, office)
    first = min(days)
    titled = [place for place in range(first) if plain(heading.cell(place)) in PERSON_HEADINGS]
    titled = titled or [place for place in range(first) if plain(rows[index].cell(place)) in PERSON_HEADINGS]
    titled = [place for place in titled if not any(_names_a_shift(text, office) for text in filled(below, place))]
    names = titled or [place for place in range(first) if mostly(below, place, person_of(office))]
    bare = [text for text in days.values() if bare_day(text) is not None]
    if not names and (found := _turned(rows, last, office, ignore, days_of)) is not None:
        return found
    if not names:
        if bare or days_of is _week_across:
            return None
        raise NoRosterError("看不懂这张表: 横排是日期, 左边没有一栏是本台人员的姓名, 也没有班次或岗位")
    _settle(rows, index, office, days.values())
    _check_weekdays(rows, index, days, office)
    person = names[0]
    title = quoted(heading.cell(person)) or quoted(rows[index].cell(person))
    columns = ((title, "person", person), *((quoted(text), "day", place) for place, text in days.items()))
    layout = Layout(heading.line, columns, days=True)
    return replace(layout, unused=unused_columns(heading, layout, below, office, ignore)), below


def _names_a_shift(text: str, office: Office) -> bool:
    return taken_as(text) in PEOPLE or hours_named(text, office) is not None or looks_like_kind(text)


def _settle(rows: Sequence[RawRow], index: int, office: Office, days: Iterable[str]) -> None:
    """Refuse days of which nothing says the month or the week.

    Raises:
        RefusedFileError: naming one.
    """
    lines = above(rows, index)
    for text in days:
        if weekday_of(text) is not None:
            settled_week(lines, office, text)
        elif bare_day(text) is not None and not (spans_named(lines, office) and month_of(lines, office) is None):
            settled(lines, office, text)


def _check_weekdays(rows: Sequence[RawRow], index: int, days: Mapping[int, str], office: Office) -> None:
    """Compare days with the weekdays in a line right above the first of them.

    Raises:
        Worded: a weekday is not that of the day below it.
    """
    if not index or not (named := _week_across(rows, index - 1, office)):
        return
    month = month_of(above(rows, index), office)
    for place, text in days.items():
        weekday = weekday_of(named.get(place, ""))
        if weekday is not None:
            check_weekday(day_of(text, _in_span(office, rows, index), month), weekday)


def _turned(
    rows: Sequence[RawRow], index: int, office: Office, ignore: Sequence[str], days_of: DaysOf
) -> tuple[Layout, list[RawRow]] | None:
    """A table with days across and kinds or posts down, each day made a row; None where no head names one.

    Raises:
        Worded: a day has no month or week, or stands there twice; a head that may matter is not understood.
    """
    known = {
        row.line: found for place, row in enumerate(rows) if place >= index and (found := days_of(rows, place, office))
    }
    table = turned(sections_of(rows[index], rows[index + 1 :], known), office)
    if table is None or not any(_names_a_shift(text, office) for text in (*table.upper, *table.lower)):
        return None
    _settle(rows, index, office, [text for days in known.values() for text in days.values()])
    _refuse_other_days(rows, index, known, office)
    for across in known.values():
        _check_weekdays(rows, index, across, office)
    heading = RawRow(
        rows[index].line, tuple(two.strip() or one for one, two in zip(table.upper, table.lower, strict=True))
    )
    upper = table.upper if any(text.strip() for text in table.lower) else heading.cells
    days = [row for row in table.rows if row.column]
    try:
        layout = by_heading(heading, days, upper, _in_span(office, rows, index))
    except NoRosterError as error:
        raise kind_elsewhere(heading, days, office) or error from error
    unused = unused_columns(heading, layout, days, office, ignore)
    return replace(layout, cells=heading.cells, lines=table.lines, unused=unused), [*table.rows, *table.trailing]


def _refuse_other_days(
    rows: Sequence[RawRow], index: int, known: Mapping[int, Mapping[int, str]], office: Office
) -> None:
    """Refuse what stands to the right of the days or between them, and one day that stands over two columns.

    Raises:
        RefusedFileError: naming it.
    """
    first, heading = min(known[rows[index].line]), rows[index]
    for row in rows[index:]:
        days = known.get(row.line, {})
        if len(set(days.values())) < len(days):
            raise RefusedFileError("表头里有两栏是同一天; 没有导入")
    places = {place for days in known.values() for place in days}
    for row in rows[index + 1 :]:
        for place, text in enumerate(row.cells):
            title = heading.cell(place)
            if place < first or place in places or not text.strip() or len(row.texts) == 1 or is_note(row.texts[0]):
                continue
            changing = plain(title) in REMARKS and any(word in plain(text) for word in CHANGING)
            if changing or is_weighty(title, [text], office):
                name = quoted(title) or Worded("第 {0} 列", place + 1)
                raise RefusedFileError("不认识 {0} 一栏, 里面有 {1}: 它可能改变班次, 没有导入", name, quoted(text))


# ---------------------------------------------------------------- no heading


def _without_heading(rows: Sequence[RawRow], office: Office) -> Layout:
    """A table without heading: a day, hours or a kind, people; leaders by their role, A before B.

    Raises:
        NoRosterError: the contents do not tell.
    """
    nothing = no_heading(rows)
    columns: dict[str, int] = {}
    for place in range(max((len(row.cells) for row in rows), default=0)):
        name = _by_contents(rows, place, office, columns)
        if name and name in columns:
            raise nothing
        if name:
            columns[name] = place
    if not {"date", "a"} <= set(columns) or any(not row.cell(columns["date"]).strip() for row in rows[:1]):
        raise nothing
    used = set(columns.values())
    for place in range(max(len(row.cells) for row in rows)):
        if place not in used and filled(rows, place):
            raise Worded("没有表头, 看不懂第 {0} 列: {1}", place + 1, quoted(filled(rows, place)[0]))
    return Layout(0, tuple(("", name, place) for name, place in columns.items()))


def _by_contents(rows: Sequence[RawRow], place: int, office: Office, before: dict[str, int]) -> str:
    texts = filled(rows, place)
    if not texts:
        return ""
    if all(hours_of(text) for text in texts):
        return "hours"
    if all(is_day(text, office) for text in texts):
        return "date"
    if all(kind_of(text, office) for text in texts):
        return "kind"
    if all(is_person(text, office) for text in texts):
        people = {who for text in texts for who in people_of(text, office.names)}
        if people and people <= office.leaders:
            return "leader"
        return "a" if "a" not in before else "b"
    return ""


def usable(mark: str) -> str:
    """Return the post that a mark of a person's day names (A, B, 带), empty when it is none."""
    return POST_MARKS.get(plain(mark), "")
