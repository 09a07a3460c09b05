"""Headings of somebody's roster: what the columns below them are, and which of them may not be left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dutydesk.capabilities.roster.rules.sheets.cells import Office, both_of, day_of, hours_of, kind_of, quoted
from dutydesk.capabilities.roster.rules.sheets.kinds import hours_named, looks_like_kind, slots_of, unknown_kind
from dutydesk.capabilities.roster.rules.sheets.people import is_phone, people_of
from dutydesk.capabilities.roster.rules.sheets.sheet import Layout, RawRow, plain
from dutydesk.capabilities.roster.rules.sheets.words import (
    BESIDE_A_HEADING,
    COLUMNS,
    HARMLESS,
    NUMBERS,
    POST_MARKS,
    WEIGHTY,
    WHOLE_DAY,
)
from dutydesk.kernel.when_words import folded
from dutydesk.kernel.wording import Worded

LOOKED_AT = 30
"""Lines from the top in which a heading is looked for, and rows by which a column is judged."""

PEOPLE = frozenset({"a", "b", "people", "leader", "director"})
"""Headings that name a post, or people of one."""

HEADING = Worded("表头")


class NoRosterError(Worded):
    """A sheet is no roster that is understood: no heading, and contents that do not tell."""


def taken_as(heading: str) -> str:
    """Return which column a heading is, empty when it is none, or when words in brackets behind it may change that."""
    word = plain(heading)
    found = _named(word)
    if found or not word.endswith(")"):
        return found
    found = _named(word[: word.find("(")])
    for inside in re.findall(r"\(([^()]+)\)", folded(heading)):
        one = plain(inside)
        post = _named(one) or POST_MARKS.get(one, "")
        if one in BESIDE_A_HEADING or post == found or (found, post) == ("leader", "director"):
            continue
        if found == "people" and post in PEOPLE:
            found = post
        elif not (found in PEOPLE and post == "people") and not _harmless_beside(found, inside):
            return ""
    return found


_WITH_NUMBERS = re.compile(r"(?<=.)[及和与、/](?:联系|办公|手机|值班)?(?:电话|方式|号码|手机号?码?)$")
"""值班人员及电话: the number stands behind the name."""


def _named(word: str) -> str:
    word = _WITH_NUMBERS.sub("", word)
    return next((name for name, words in COLUMNS.items() if word in words), "")


def _harmless_beside(found: str, inside: str) -> bool:
    """Whether words in brackets are the hours or the kind of a column of people, or the month or weekday of days."""
    if found in PEOPLE:
        return hours_of(inside) is not None or looks_like_kind(inside) or bool(re.fullmatch(r"\d人", inside))
    return found in {"date", "weekday"} and (bool(re.fullmatch(r"\d{1,2}月", inside)) or _named(inside) == "weekday")


def columns_of(heading: Sequence[str], *, people: bool = True) -> dict[str, int]:
    """Return which column holds what; ``people`` is false where these stand under kinds of shifts.

    Raises:
        NoRosterError: the heading lacks the times or the people.
        Worded: it names one thing twice.
    """
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        name = taken_as(cell)
        if name == "people":
            name = "a" if "a" not in found else "b"
        if name == "date" and "date" in found and {plain(cell), plain(heading[found["date"]])} == {"date", "day"}:
            name = "weekday"  # Date and Day: the one is the date, the other its weekday, whichever comes first
            if plain(cell) == "date":
                found["weekday"], found["date"] = found["date"], place
                continue
        if name and name in found:
            if plain(heading[found[name]]) == plain(cell) and place == found[name] + 1 and name == "date":
                continue  # one merged heading over two columns
            raise Worded("表头里 {0} 出现两次", quoted(cell))
        if name:
            found[name] = place
    if not ({"begins", "date", "hours", "weekday"} & set(found)) or (people and not ({"a", "b"} & set(found))):
        raise no_heading()
    return found


def by_heading(row: RawRow, below: Sequence[RawRow], upper: Sequence[str], office: Office) -> Layout:
    """The columns of a heading, with people by posts or under kinds of shifts.

    Raises:
        NoRosterError: it lacks the times or the people.
        Worded: something stands there twice, or people both ways.
    """
    posts = {place: name for place, cell in enumerate(row.cells) if (name := taken_as(cell)) in PEOPLE}
    for place in posts:
        for inside in re.findall(r"\(([^()]+)\)", folded(row.cell(place))):
            if looks_like_kind(inside) and hours_named(inside, office) is None and plain(inside) not in WHOLE_DAY:
                raise unknown_kind(row.cell(place), HEADING, office)

    def holds(place: int, every: bool) -> bool:
        return (all if every else any)(is_person(text, office) for text in filled(below, place))

    slots = slots_of(row.cells, upper, posts, office, holds)
    under = {slot.place for slot in slots}
    left = ["" if place in under else cell for place, cell in enumerate(row.cells)]
    columns = columns_of(left, people=not slots)
    also = next((name for name in ("a", "b", "kind", "hours", "begins", "ends") if slots and name in columns), "")
    if also:
        raise Worded(
            "表头里 {0} 已是一班, 又有 {1}: 分不清是哪一班", quoted(slots[0].title), quoted(left[columns[also]])
        )
    if "post" in columns and (slots or "b" in columns or taken_as(left[columns.get("a", -1)]) != "people"):
        columns.pop("post")  # one post a column and another in each row: not both
    columns = _settled(_second(columns, row, below, office), row, below, office)
    named = [(quoted(row.cell(place)), name, place) for name, place in columns.items()]
    named += [(quoted(slot.title), slot.taken, slot.place) for slot in slots]
    return Layout(row.line, tuple(sorted(named, key=lambda one: one[2])), cells=row.cells, slots=tuple(slots))


def _second(columns: dict[str, int], row: RawRow, below: Sequence[RawRow], office: Office) -> dict[str, int]:
    """值班人员 over two columns of which the second has no title: one name in each, and it is B."""
    place = columns.get("a", -1)
    if "b" in columns or place < 0 or taken_as(row.cell(place)) != "people" or row.cell(place + 1).strip():
        return columns
    texts = filled(below, place + 1)
    if not texts or not all(is_person(text, office) for text in texts):
        return columns
    people = [people_of(text, office.names) for text in texts]
    firsts = [people_of(text, office.names) for text in filled(below, place) if is_person(text, office)]
    if any(len(one) != 1 or one[0] in office.leaders for one in people) or any(len(one) > 1 for one in firsts):
        return columns
    return {**columns, "b": place + 1}


def kind_elsewhere(row: RawRow, below: Sequence[RawRow], office: Office) -> Worded | None:
    """The refusal of a heading whose people stand under a kind of shift that the office does not have."""
    if not any(taken_as(cell) == "date" for cell in row.cells):
        return None
    for place, cell in enumerate(row.cells):
        people = any(is_person(text, office) for text in filled(below, place))
        if people and not taken_as(cell) and looks_like_kind(cell) and kind_of(cell, office) is None:
            return unknown_kind(cell, HEADING, office)
    return None


def whole_heading(row: RawRow, below: Sequence[RawRow], office: Office) -> tuple[RawRow, list[RawRow], tuple[str, ...]]:
    """Join a heading of two lines (值班人员 above A岗 and B岗): the second is the nearer to the rows.

    The third that is returned is the upper line, the heading itself where there is one only.
    """

    def says(text: str) -> bool:
        return bool(taken_as(text)) or plain(text) in HARMLESS or hours_named(text, office) is not None

    if not below or not below[0].texts or not all(says(text) for text in (*row.texts, *below[0].texts)):
        return row, list(below), row.cells
    width = max(len(row.cells), len(below[0].cells))
    cells = tuple(below[0].cell(place) if below[0].cell(place).strip() else row.cell(place) for place in range(width))
    return RawRow(below[0].line, cells), list(below[1:]), row.cells


def _settled(found: dict[str, int], heading: RawRow, below: Sequence[RawRow], office: Office) -> dict[str, int]:
    """A column called 时间 holds hours, or the days where no other does: what stands there decides.

    Raises:
        NoRosterError: there are no days.
        Worded: the column is neither.
    """
    columns = dict(found)
    place = columns.get("hours", -1)
    if place >= 0 and not mostly(below, place, _is_hours):
        columns.pop("hours")
        if not {"date", "begins"} & set(columns) and mostly(below, place, lambda text: is_day(text, office)):
            columns["date"] = place
        elif mostly(below, place, lambda text: both_of(text, office, None)):
            columns["begins"] = columns["ends"] = place
        elif filled(below, place):
            raise Worded("看不懂 {0} 一栏: {1}", quoted(heading.cell(place)), quoted(filled(below, place)[0]))
    if not {"date", "begins"} & set(columns) and "weekday" in columns:
        columns["date"] = columns.pop("weekday")  # a week: the title says which
    if not {"date", "begins"} & set(columns):
        raise no_heading()
    return columns


def _is_hours(text: str) -> bool:
    return hours_of(text) is not None or plain(text) in WHOLE_DAY


def no_heading(rows: Sequence[RawRow] = ()) -> NoRosterError:
    """Return the refusal of a sheet without a heading that is understood; with its rows it names the likeliest line."""
    wanted = Worded("须有 开始 (begin) 或 日期 (date), 以及 A岗 (a) 或 B岗 (b)")
    likely = max(rows[:LOOKED_AT], key=lambda row: sum(map(_may_head, row.texts)), default=None)
    if likely is None:
        return NoRosterError("看不懂表头: {0}", wanted)
    return NoRosterError("看不懂表头 (第 {0} 行: {1}): {2}", likely.line, quoted(" | ".join(likely.texts)), wanted)


def _may_head(text: str) -> int:
    """How much a text looks like the heading of a column of shifts."""
    return 2 if taken_as(text) else int(any(sign in plain(text) for sign in WEIGHTY))


def filled(rows: Sequence[RawRow], place: int) -> list[str]:
    """Return what stands in a column."""
    return [row.cell(place) for row in rows if row.cell(place).strip()]


def mostly(rows: Sequence[RawRow], place: int, fits: Callable[[str], object]) -> bool:
    """Whether more than half of what stands in a column fits."""
    texts = filled(rows[: 4 * LOOKED_AT], place)
    return bool(texts) and sum(1 for text in texts if _try(fits, text)) * 2 > len(texts)


def _try(fits: Callable[[str], object], text: str) -> bool:
    try:
        return bool(fits(text))
    except Worded:
        return False


def is_day(text: str, office: Office) -> bool:
    """Whether a cell is a day."""
    return _try(lambda one: day_of(one, office, None), text)


def person_of(office: Office) -> Callable[[str], object]:
    """Return what reads the people of a cell."""
    return lambda text: people_of(text, office.names)


def is_person(text: str, office: Office) -> bool:
    """Whether a cell is people of the office."""
    return _try(lambda one: people_of(one, office.names), text)


# ---------------------------------------------------------------- columns that are not used


def unused_columns(
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
        texts = [] if place in used else filled(below, place)
        title = heading.cell(place)
        if place in used or not (texts or title.strip()):
            continue
        if texts and plain(title) not in {plain(one) for one in ignore} and is_weighty(title, texts, office):
            if looks_like_kind(title) and any(is_person(text, office) for text in texts):
                raise unknown_kind(title, HEADING, office)
            name = quoted(title) or Worded("第 {0} 列", place + 1)
            raise Worded(
                "不认识 {0} 一栏, 里面有 {1}: 它可能改变班次, 没有导入; 确与班次无关请用 --ignore 写明栏名",
                name,
                quoted(texts[0]),
            )
        found.append(quoted(title) or f"#{place + 1}")
    return tuple(found)


def is_weighty(title: str, texts: Sequence[str], office: Office) -> bool:
    """Whether a column that is not understood may say who stands when."""
    word = plain(title)
    if word in HARMLESS or re.sub(r"\([^()]*\)", "", word) in HARMLESS:
        return False
    if word.endswith(NUMBERS) and all(is_phone(text) for text in texts):
        return False
    if any(sign in word for sign in WEIGHTY) or not word:
        return True
    return any(
        hours_of(text)
        or kind_of(text, office)
        or is_person(text, office)
        or is_day(text, office)
        or taken_as(text) in PEOPLE
        or plain(text) in POST_MARKS
        for text in texts
    )
