"""What stands above and below the table: a title, who made it, hours, who leads. It may not say other than the shifts do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dutydesk.capabilities.roster.rules.roster import PlannedShift
from dutydesk.capabilities.roster.rules.sheets.cells import Hours, Office, RefusedFileError, hours_of, quoted
from dutydesk.capabilities.roster.rules.sheets.sheet import Layout
from dutydesk.capabilities.roster.rules.sheets.words import (
    LEADING,
    NOT_IN_FORCE,
    OF_ANOTHER,
    OF_THE_DAY,
    OF_THE_NIGHT,
    OTHER_HOURS,
)
from dutydesk.kernel.instants import BadTimeError, to_datetime
from dutydesk.kernel.when import Span, read_clock
from dutydesk.kernel.when_words import folded
from dutydesk.kernel.wording import Worded

Line = tuple[int, str]
"""A line by its number as a person counts them, and what stands in it."""

_CLOCK = r"(?:次日|翌日|第二天|次晨|当日|当天)?(?:凌晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|早|晚|夜)?(?:\d{1,2}[:点时]\d{0,2}分?半?)"
_SPAN = re.compile(rf"({_CLOCK})(?:-+|至|到)({_CLOCK})")
_CHANGE = re.compile(rf"(?:交接班?|接班|交班|换班)(?:时间)?(?:为|是|:|于)?(?:每天|每日)?({_CLOCK})")
_CHANGE_AT = re.compile(rf"({_CLOCK})(?:准时|统一)?(?:进行)?(?:交接|接班|交班|换班)")
_SAME_DAY = re.compile(r"^(?:当日|当天)")


def refuse_kind_of_all(titles: Iterable[tuple[Worded, str]], layout: Layout) -> None:
    """Refuse a table whose title or name says which kind of shift all of it is, while no column says hours or kinds.

    Args:
        titles: what stands above the table, and the names of sheet and file, each with where it stands.
        layout: how the table was understood.

    Raises:
        RefusedFileError: naming the word and where it stands.
    """
    if layout.days or layout.slots or {"begins", "ends", "hours", "kind"} & set(layout.places):
        return
    for where, text in titles:
        word = folded(text)
        of_night, of_day = (next((one for one in words if one in word), "") for words in (OF_THE_NIGHT, OF_THE_DAY))
        if bool(of_night) != bool(of_day):
            raise RefusedFileError(
                "{0}写着 {1}, 表里没有班次或时间一栏: 没有导入, 请在表里加 班次 或 时间 一栏",
                where,
                quoted(of_night or of_day),
            )


def refuse_beside(lines: Iterable[Line], shifts: Sequence[PlannedShift], layout: Layout, office: Office) -> None:
    """Compare what stands beside the table with the shifts that were read.

    Raises:
        RefusedFileError: a line says that the table is not in force, hours that no shift has, or a leader of whom the
            table knows nothing; it names the line.
    """
    hours = {(_clock(one.begins), _clock(one.ends)) for one in shifts}
    changes = {one for span in hours for one in span}
    led = any(post in taken for _, taken, _ in layout.columns for post in ("leader", "director", "post")) or layout.days
    for number, text in lines:
        replaced = any(word in text for word in OF_ANOTHER)
        draft = next((word for word in NOT_IN_FORCE if word in text and not replaced), "")
        if draft:
            raise RefusedFileError(
                "第 {0} 行写着 {1}: 这张表像是不算数的; 没有导入, 算数请改去这几个字", number, quoted(draft)
            )
        stated = _stated(text) if hours else ()
        other = next((said for said, of in stated if not (of in hours if len(of) > 1 else {*of} <= changes)), "")
        if other:
            raise RefusedFileError(
                "第 {0} 行写着 {1}, 读成的班次没有这个时间: 没有导入, 请在表里加 时间 一栏, 或改好 shifts.toml 的班次",
                number,
                quoted(other),
            )
        if not led and _names_a_leader(re.sub(r"\s", "", text), office):
            raise RefusedFileError("第 {0} 行写着 {1}, 表里没有这一栏: 没有导入, 请在表里加一栏", number, quoted(text))


def _names_a_leader(text: str, office: Office) -> bool:
    """Whether a line says who leads: a person right behind the word, with nothing but days between."""
    people = "|".join(re.escape(re.sub(r"\s", "", name)) for name in office.names.values())
    return bool(people) and re.search(rf"(?:{'|'.join(LEADING)})[^，。；;,]{{0,20}}(?:{people})", text) is not None


def _clock(instant: int) -> tuple[int, int]:
    moment = to_datetime(instant)
    return moment.hour, moment.minute


def _stated(text: str) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """Yield the hours that a line states of shifts, as they stand there: beginning and end, or when one follows another."""
    typed = folded(text)
    if any(word in typed for word in OTHER_HOURS):
        return
    for match in _SPAN.finditer(typed):
        found = _hours(match[1], match[2])
        if found is not None:
            begins, ends, _ = found
            yield match[0], (_whole(begins), _whole(ends))
    for match in (*_CHANGE.finditer(typed), *_CHANGE_AT.finditer(typed)):
        try:
            yield match[0], (_whole(read_clock(_SAME_DAY.sub("", match[1]))),)
        except BadTimeError:
            continue


def _hours(first: str, last: str) -> Hours | None:
    return hours_of(f"{_SAME_DAY.sub('', first)}-{_SAME_DAY.sub('', last)}")


def _whole(span: Span) -> tuple[int, int]:
    return span[0] % 24, span[1]
