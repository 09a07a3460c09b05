"""What the columns of somebody's roster are: found by their headings, or by what stands in them where there are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dutydesk.domain.roster_cells import Month, Office, day_of, hours_of, kind_of, people_of, quoted, title_month
from dutydesk.domain.roster_words import COLUMNS, HARMLESS, PERSON_HEADINGS, POST_MARKS, WEIGHTY, WHOLE_DAY
from dutydesk.domain.wording import Worded, vocabulary

LOOKED_AT = 30
"""Lines from the top in which a heading is looked for, and rows by which a column is judged."""

FEWEST_DAYS = 3
"""Days across that make a line the head of a table of persons by days."""

NAMES = vocabulary({
    "begins": "开始", "ends": "结束", "date": "日期", "weekday": "星期", "hours": "时间", "kind": "班次", "a": "A岗", "b": "B岗",
    "leader": "带班领导", "director": "主任", "person": "姓名", "day": "各日",
})  # fmt: skip
"""What a column is taken as, in words."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line of the file: its number as a person counts them, and its cells."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """Return a cell; beyond the end it is empty."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""

    @property
    def texts(self) -> list[str]:
        """What stands in the line, each text once: a merged cell says it in all its places."""
        return list(dict.fromkeys(cell.strip() for cell in self.cells if cell.strip()))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet was understood.

    ``heading`` is the line of the heading, 0 where there is none. ``columns`` are title, what it was taken as, and
    place; ``unused`` the titles of the columns that say nothing about who stands when. ``days`` is true for a table of
    persons by days.
    """

    heading: int
    columns: tuple[tuple[str, str, int], ...]
    unused: tuple[str, ...] = ()
    days: bool = False
    cells: tuple[str, ...] = ()
    """The cells of the heading, where it has two lines joined."""

    def place(self, name: str) -> int:
        """Return where a column is, -1 when there is none."""
        return next((place for _, taken, place in self.columns if taken == name), -1)

    @property
    def places(self) -> dict[str, int]:
        """Where each column is."""
        return {taken: place for _, taken, place in self.columns}


class NoRosterError(Worded):
    """A sheet is no roster that is understood: no heading, and contents that do not tell."""


def plain(heading: str) -> str:
    """Return a heading as it is compared: no blanks or line breaks, half width, small letters."""
    word = unicodedata.normalize("NFKC", heading)
    return re.sub(r"[\s\ufeff:*]", "", word).lower()


def taken_as(heading: str) -> str:
    """Return which column a heading is, empty when it is none; what stands in brackets decides nothing."""
    word = plain(heading)
    for one in (word, re.sub(r"\([^()]*\)", "", word)):
        found = next((name for name, words in COLUMNS.items() if one in words), "")
        if found:
            return found
    return ""


def columns_of(heading: Sequence[str]) -> dict[str, int]:
    """Return which column holds what.

    Raises:
        NoRosterError: the heading lacks the times or the people.
        Worded: it names one thing twice.
    """
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        name = taken_as(cell)
        if name == "people":
            name = "a" if "a" not in found else "b"
        if name and name in found:
            if plain(heading[found[name]]) == plain(cell) and place == found[name] + 1 and name == "date":
                continue  # one merged heading over two columns
            raise Worded("表头里 {0} 出现两次", quoted(cell))
        if name:
            found[name] = place
    if not ({"begins", "date", "hours"} & set(found)) or not ({"a", "b"} & set(found)):
        raise _no_heading()
    return found


def layout_of(rows: Sequence[RawRow], office: Office, ignore: Sequence[str] = ()) -> tuple[Layout, list[RawRow]]:
    """Return how a sheet is laid out, and its rows below the heading.

    Raises:
        NoRosterError: it is none that is understood.
        Worded: a column that may change what a row means is not understood, or one thing stands there twice.
    """
    twice: Worded | None = None
    for index, first in enumerate(rows[:LOOKED_AT]):
        row, below = _whole_heading(first, rows[index + 1 :])
        try:
            columns = _settled(columns_of(row.cells), row, below, office)
        except NoRosterError:
            continue
        except Worded as error:
            twice = twice or error
            continue
        layout = Layout(
            row.line, tuple((quoted(row.cell(place)), name, place) for name, place in columns.items()), cells=row.cells
        )
        return replace(layout, unused=_unused(row, layout, below, office, ignore)), below
    for index in range(min(len(rows), LOOKED_AT)):
        if _days_across(rows, index, office):
            return _by_days(rows, index, office, ignore)
    if twice is not None:
        raise twice
    return _without_heading(rows, office), list(rows)


def _whole_heading(row: RawRow, below: Sequence[RawRow]) -> tuple[RawRow, list[RawRow]]:
    """Join a heading of two lines (值班人员 above A岗 and B岗): the second is the nearer to the rows."""
    if not below or not below[0].texts or not all(taken_as(text) for text in (*row.texts, *below[0].texts)):
        return row, list(below)
    width = max(len(row.cells), len(below[0].cells))
    cells = tuple(below[0].cell(place) if below[0].cell(place).strip() else row.cell(place) for place in range(width))
    return RawRow(below[0].line, cells), list(below[1:])


def _settled(found: dict[str, int], heading: RawRow, below: Sequence[RawRow], office: Office) -> dict[str, int]:
    """A column called 时间 holds hours, or the days where no other does: what stands there decides.

    Raises:
        NoRosterError: there are no days.
        Worded: the column is neither.
    """
    columns = dict(found)
    place = columns.get("hours", -1)
    if place >= 0 and not _mostly(below, place, _is_hours):
        columns.pop("hours")
        if not {"date", "begins"} & set(columns) and _mostly(below, place, lambda text: _is_day(text, office)):
            columns["date"] = place
        elif _filled(below, place):
            raise Worded("看不懂 {0} 一栏: {1}", quoted(heading.cell(place)), quoted(_filled(below, place)[0]))
    if not {"date", "begins"} & set(columns):
        raise _no_heading()
    return columns


def _is_hours(text: str) -> bool:
    return hours_of(text) is not None or plain(text) in WHOLE_DAY


def _no_heading() -> NoRosterError:
    return NoRosterError("看不懂表头: 须有 开始 (begin) 或 日期 (date), 以及 A岗 (a) 或 B岗 (b)")


def _filled(rows: Sequence[RawRow], place: int) -> list[str]:
    return [row.cell(place) for row in rows if row.cell(place).strip()]


def _mostly(rows: Sequence[RawRow], place: int, fits: Callable[[str], object]) -> bool:
    """Whether more than half of what stands in a column fits."""
    texts = _filled(rows[: 4 * LOOKED_AT], place)
    return bool(texts) and sum(1 for text in texts if _try(fits, text)) * 2 > len(texts)


def _try(fits: Callable[[str], object], text: str) -> bool:
    try:
        return bool(fits(text))
    except Worded:
        return False


def _is_day(text: str, office: Office) -> bool:
    return _try(lambda one: day_of(one, office, None), text)


def _is_person(text: str, office: Office) -> bool:
    return _try(lambda one: people_of(one, office.names), text)


# ---------------------------------------------------------------- columns that are not used


def _unused(
    heading: RawRow, layout: Layout, below: Sequence[RawRow], office: Office, ignore: Sequence[str]
) -> tuple[str, ...]:
    """Name the columns that are not used; refuse one that may change what a row means.

    Raises:
        Worded: naming the column and what stands in it.
    """
    used = {place for _, _, place in layout.columns}
    width = max((len(row.cells) for row in (heading, *below)), default=0)
    found: list[str] = []
    for place in range(width):
        texts = [] if place in used else _filled(below, place)
        title = heading.cell(place)
        if place in used or not (texts or title.strip()):
            continue
        if texts and plain(title) not in {plain(one) for one in ignore} and _weighty(title, texts, office):
            name = quoted(title) or Worded("第 {0} 列", place + 1)
            raise Worded(
                "不认识 {0} 一栏, 里面有 {1}: 它可能改变班次, 没有导入; 确与班次无关请用 --ignore 写明栏名",
                name,
                quoted(texts[0]),
            )
        found.append(quoted(title) or f"#{place + 1}")
    return tuple(found)


def _weighty(title: str, texts: Sequence[str], office: Office) -> bool:
    """Whether a column that is not understood may say who stands when."""
    word = plain(title)
    if word in HARMLESS or re.sub(r"\([^()]*\)", "", word) in HARMLESS:
        return False
    if any(sign in word for sign in WEIGHTY) or not word:
        return True
    return any(
        hours_of(text) or kind_of(text, office) or _is_person(text, office) or _is_day(text, office) for text in texts
    )


# ---------------------------------------------------------------- persons by days


def _days_across(rows: Sequence[RawRow], index: int, office: Office) -> dict[int, str]:
    """The cells of a line that are days, by place; bare numbers count below a title that names the month."""
    month = month_above(rows, index)
    found: dict[int, str] = {}
    for place, text in enumerate(rows[index].cells):
        try:
            day_of(text, office, month)
        except Worded:
            continue
        found[place] = text
    return found if len(set(found.values())) >= FEWEST_DAYS else {}


def month_above(rows: Sequence[RawRow], index: int) -> Month | None:
    """Return the month that the nearest line above names, None where none does."""
    for row in reversed(rows[:index]):
        for text in row.texts:
            if (month := title_month(text)) is not None and len(row.texts) <= FEWEST_DAYS:
                return month
    return None


def _by_days(rows: Sequence[RawRow], index: int, office: Office, ignore: Sequence[str]) -> tuple[Layout, list[RawRow]]:
    """A table of persons by days: the last of the lines of days is the heading."""
    last = index
    while last + 1 < len(rows) and len(_days_across(rows, last + 1, office)) >= FEWEST_DAYS:
        last += 1
    heading, below = rows[last], list(rows[last + 1 :])
    days = _days_across(rows, last, office)
    first = min(days)
    titled = [place for place in range(first) if plain(heading.cell(place)) in PERSON_HEADINGS]
    titled = titled or [place for place in range(first) if plain(rows[index].cell(place)) in PERSON_HEADINGS]
    names = titled or [place for place in range(first) if _mostly(below, place, lambda text: _is_person(text, office))]
    if not names:
        raise NoRosterError("看不懂这张表: 横排是日期, 左边没有一栏是本台人员的姓名")
    person = names[0]
    title = quoted(heading.cell(person)) or quoted(rows[index].cell(person))
    columns = ((title, "person", person), *((quoted(text), "day", place) for place, text in days.items()))
    layout = Layout(heading.line, columns, days=True)
    return replace(layout, unused=_unused(heading, layout, below, office, ignore)), below


# ---------------------------------------------------------------- no heading


def _without_heading(rows: Sequence[RawRow], office: Office) -> Layout:
    """A table without heading: a day, hours or a kind, people; leaders by their role, A before B.

    Raises:
        NoRosterError: the contents do not tell.
    """
    nothing = _no_heading()
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
        if place not in used and _filled(rows, place):
            raise Worded("没有表头, 看不懂第 {0} 列: {1}", place + 1, quoted(_filled(rows, place)[0]))
    return Layout(0, tuple(("", name, place) for name, place in columns.items()))


def _by_contents(rows: Sequence[RawRow], place: int, office: Office, before: dict[str, int]) -> str:
    texts = _filled(rows, place)
    if not texts:
        return ""
    if all(hours_of(text) for text in texts):
        return "hours"
    if all(_is_day(text, office) for text in texts):
        return "date"
    if all(kind_of(text, office) for text in texts):
        return "kind"
    if all(_is_person(text, office) for text in texts):
        people = {who for text in texts for who in people_of(text, office.names)}
        if people and people <= office.leaders:
            return "leader"
        return "a" if "a" not in before else "b"
    return ""


def usable(mark: str) -> str:
    """Return the post that a mark of a person's day names (A, B, 带), empty when it is none."""
    return POST_MARKS.get(plain(mark), "")
