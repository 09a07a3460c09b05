"""One official paper, before it becomes plain text or .docx: what stands on it, not how it looks.

Everything here is Chinese in every language of the desk, as official texts are. Texts are as stored; whoever
sets them (``columns``, ``docx``) cleans them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.kernel.text import one_line

URGENCIES = ("", "加急", "特急")
"""Urgency of a paper (GB/T 9704-2012, 7.2.3); telegrams have other words."""

DRILL = "演练"
CELLS = 56
"""Half-width cells of a line: 28 characters (GB/T 9704-2012, 5.2.3)."""

GAP = 2
"""Cells between two columns of a table in plain text."""

_LEVELS = (
    (1, re.compile(r"^[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"^[(（][一二三四五六七八九十]{1,3}[)）]")),
    (3, re.compile(r"^\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"^[(（]\d{1,2}[)）]")),
)
"""一、 (一) 1. (1): the order of headings (GB/T 9704-2012, 7.3.3)."""

_BLANKS = " \t\u3000"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``level``: 0 text, 1 to 4 headings."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its width in half-width cells."""

    title: str
    cells: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for sheets and logs. A line break in a field stays inside its field.

    Raises:
        ValueError: the columns are wider than a line, or a row has another number of fields.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        width = sum(column.cells for column in self.columns) + GAP * (len(self.columns) - 1)
        if not self.columns or width > CELLS or min(column.cells for column in self.columns) < GAP:
            raise ValueError(f"a table of {width} cells on a line of {CELLS}")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row with another number of fields than the head")


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper of any kind; what is empty is left out.

    ``issue`` is 第n期 (0: none); ``date`` as it is printed; ``report_to`` are higher bodies (报), ``copy_to``
    others (送). ``signer`` is who signed (签发人): where only the leader on duty is known, ``leader`` names him
    and the place for the signature stays free. ``drill`` puts 演练 on every page.
    """

    title: str
    office: str = ""
    red_head: str = ""
    issue: int = 0
    date: str = ""
    urgency: str = ""
    body: tuple[Paragraph, ...] = ()
    table: Table | None = None
    attachments: tuple[str, ...] = ()
    closing_date: str = ""
    report_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    officer: str = ""
    leader: str = ""
    signer: str = ""
    telephone: str = ""
    drill: bool = False
    footer: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.urgency not in URGENCIES:
            raise ValueError(f"no such urgency: {self.urgency}")

    @property
    def signs(self) -> tuple[tuple[str, ...], ...]:
        """Officer, leader or signer, telephone: what stands beside each other on the last lines of the paper."""
        if not (self.officer or self.leader or self.signer or self.telephone):
            return ()
        people = [("值班员", self.officer), ("带班领导", "" if self.signer else self.leader)]
        parts = [f"{word}：{who}" for word, who in people if who]
        parts += [f"签发人：{self.signer}", *([f"电话：{self.telephone}"] if self.telephone else [])]
        each = 3 if len(parts) == 3 else 2
        return tuple(tuple(parts[at : at + each]) for at in range(0, len(parts), each))

    @property
    def receivers(self) -> tuple[str, ...]:
        """报 and 送 as they are printed, without those that are empty."""
        pairs = (("报", self.report_to), ("送", self.copy_to))
        return tuple(f"{word}：{'，'.join(names)}。" for word, names in pairs if names)

    @property
    def attached(self) -> tuple[str, ...]:
        """Lines of the attachments: 附件：1．… ; a single one has no number (GB/T 9704-2012, 7.3.4)."""
        if len(self.attachments) <= 1:
            return tuple(f"附件：{name}" for name in self.attachments)
        first, *others = self.attachments
        return (f"附件：1．{first}", *(f"{number}．{name}" for number, name in enumerate(others, 2)))


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text, one a line; empty lines and blanks at the ends are left out."""
    lines = (line.strip(_BLANKS) for line in text.split("\n"))
    return tuple(Paragraph(line, level_of(line)) for line in lines if line)


def level_of(line: str) -> int:
    """Return the heading level that a line begins with, 0 for plain text."""
    return next((level for level, pattern in _LEVELS if pattern.match(line)), 0)


def heading_end(paragraph: Paragraph) -> int:
    """Return where the heading of a paragraph ends: after its first full stop, or all of it."""
    if not paragraph.level:
        return 0
    stop = paragraph.text.find("。")
    return len(paragraph.text) if stop < 0 else stop + 1


def chinese_date(instant: Instant, *, minutes: bool = False) -> str:
    """Return 2026年7月15日, with ``minutes`` 2026年7月15日11时05分 (24-hour clock, Asia/Shanghai)."""
    moment = to_datetime(instant)
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{day}{moment.hour}时{moment.minute:02d}分" if minutes else day


def sheet(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    office: str = "",
    date: str = "",
    body: str = "",
    officer: str = "",
    leader: str = "",
    footer: Iterable[str] = (),
    drill: bool = False,
) -> Paper:
    """Return a sheet: a title, text if any, and a table (a day's log, a handover sheet, a matter's file).

    Raises:
        ValueError: see ``Table``.
    """
    table = Table(tuple(columns), tuple((*map(one_line, row[:-1]), *row[-1:]) for row in rows))
    return Paper(
        title,
        office=office,
        date=date,
        body=paragraphs_of(body),
        table=table,
        officer=officer,
        leader=leader,
        footer=tuple(footer),
        drill=drill,
    )
