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

DRILL, DRAFT = "演练", "草稿"
"""Words at the head of every page of what is no real paper, or not final."""

DOCUMENT, LETTER, MINUTES, BULLETIN, SHEET = "document", "letter", "minutes", "bulletin", "sheet"
LAYOUTS = (DOCUMENT, LETTER, MINUTES, BULLETIN, SHEET)
"""公文, 信函, 纪要 (GB/T 9704-2012, 7, 10.1, 10.3), 值班刊物 (red head, no seal), 单簿表 (ruled, black)."""

FORMAL = frozenset({DOCUMENT, LETTER, MINUTES})
"""Layouts of the standard, whose body has 28 characters a line."""

GRID = 24
"""Columns of the grid on which the boxes of a form stand."""

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
    """A column of a table: its heading and its width in half-width cells; ``share``: its part of a page's width in print.

    ``below``: in plain text it stands below its row, over the whole line, and leaves its cells to the others.
    ``joined``: in print an empty cell is one with the cell above it.
    """

    title: str
    cells: int
    share: int = 0
    below: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for sheets and logs. A line break in a field stays inside its field; ``struck``: rows that count no more.

    Raises:
        ValueError: the columns are wider than a line, or a row has another number of fields.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    struck: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        beside = [column.cells for column in self.columns if not column.below]
        width = sum(beside) + GAP * (len(beside) - 1)
        if not self.columns or width > CELLS or min(column.cells for column in self.columns) < GAP:
            raise ValueError(f"a table of {width} cells on a line of {CELLS}")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row with another number of fields than the head")


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a ruled form: its label, what stands in it, who signed it and when, its least height in lines."""

    label: str
    text: str = ""
    signed: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """Rows of boxes that share the width of the paper evenly.

    Raises:
        ValueError: a row has no box, or more than the grid divides into.
    """

    rows: tuple[tuple[Box, ...], ...]

    def __post_init__(self) -> None:
        if any(not row or len(row) not in {1, 2, 3, 4} for row in self.rows):
            raise ValueError("a row of a form has one to four boxes")


@dataclass(frozen=True, slots=True)
class Break:
    """A new page, or none (``page``). ``title``: what an annex that begins there is called."""

    title: str = ""
    page: bool = True


Part = Paragraph | Table | Form | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper of any kind; what is empty is left out.

    ``issue`` as it is printed (第12期); ``number`` is the 文号, ``approver`` the 签发人 beside it (papers that go up);
    ``date`` as it is printed; ``to`` are the main receivers (主送); ``content`` stands in the order of printing;
    ``closing_name`` and ``closing_date`` are 署名 and 成文日期; ``foot`` are the lines between the rules at the foot of the
    last page, the parts of each beside each other. ``annexes`` begin a page of their own behind 署名, before 版记 (7.3.6). ``record`` ties the paper to its row of the journal: it stands in the
    file's properties, and below the foot where the paper is the office's own copy (``archived``).
    """

    title: str
    layout: str = ""
    office: str = ""
    red_head: str = ""
    issue: str = ""
    date: str = ""
    urgency: str = ""
    number: str = ""
    approver: str = ""
    to: tuple[str, ...] = ()
    content: tuple[Part, ...] = ()
    attachments: tuple[str, ...] = ()
    annexes: tuple[Part, ...] = ()
    closing_name: str = ""
    closing_date: str = ""
    foot: tuple[tuple[str, ...], ...] = ()
    footer: tuple[str, ...] = ()
    signer: str = ""
    """Who signed it off, as the foot says it; empty where its place stays free for the pen."""
    words: frozenset[str] = frozenset()
    """Known words of the title that no line break splits."""
    record: str = ""
    archived: bool = False
    drill: bool = False
    draft: bool = False
    wide: bool = False
    """A4 turned: tables of many columns."""

    def __post_init__(self) -> None:
        if self.urgency not in URGENCIES:
            raise ValueError(f"no such urgency: {self.urgency}")
        if self.layout not in {"", *LAYOUTS}:
            raise ValueError(f"no such layout: {self.layout}")

    @property
    def kind(self) -> str:
        """The layout; one that is not said follows from the red head."""
        return self.layout or (BULLETIN if self.red_head else SHEET)

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the paper."""
        return tuple(part for part in self.content if isinstance(part, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the paper."""
        return tuple(part for part in self.content if isinstance(part, Table))

    @property
    def banner(self) -> str:
        """What stands at the head of every page."""
        return "".join(f"【{word}】" for word, holds in ((DRILL, self.drill), (DRAFT, self.draft)) if holds)

    @property
    def small(self) -> tuple[str, ...]:
        """The small lines at the end."""
        return (*self.footer, *([self.record] if self.archived and self.record else []))

    @property
    def addressed(self) -> str:
        """The line of the main receivers (主送)."""
        return f"{'，'.join(self.to)}：" if self.to else ""

    @property
    def attached(self) -> tuple[str, ...]:
        """Lines of the attachments: 附件：1. … ; a single one has no number (GB/T 9704-2012, 7.3.4)."""
        if len(self.attachments) <= 1:
            return tuple(f"附件：{name}" for name in self.attachments)
        first, *others = self.attachments
        return (f"附件：1. {first}", *(f"{number}. {name}" for number, name in enumerate(others, 2)))


def receivers_lines(*pairs: tuple[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return lines of the foot such as 报：省委办公厅，省政府总值班室。 ; empty ones are left out."""
    return tuple((f"{word}：{'，'.join(names)}。",) for word, names in pairs if names)


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
    if stop == len(paragraph.text) - 1 and "，" in paragraph.text:  # one whole sentence is a numbered item, no heading
        return 0
    return len(paragraph.text) if stop < 0 else stop + 1


ATTENDANCE = ("出席", "请假", "列席", "未回执")
"""Who was there, away and listening: below the text of minutes, a line apart (GB/T 9704-2012, 10.3)."""


def attendance_end(paper: Paper, paragraph: Paragraph) -> int:
    """Return where the label of a line of attendance ends on minutes, 0 for any other paragraph."""
    label, colon, _ = paragraph.text.partition("：")
    return len(label) + 1 if paper.kind == MINUTES and colon and label in ATTENDANCE else 0


def begins_attendance(paper: Paper, number: int) -> bool:
    """Return whether a part is the first line of the attendance: an empty line stands before it."""
    part, before = paper.content[number], paper.content[number - 1] if number else None
    if not isinstance(part, Paragraph) or not isinstance(before, Paragraph) or not attendance_end(paper, part):
        return False
    return not attendance_end(paper, before)


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
    footer: Iterable[str] = (),
    drill: bool = False,
    wide: bool = False,
) -> Paper:
    """Return a sheet: a title, text if any, and a table (a day's log, a matter's file).

    Raises:
        ValueError: see ``Table``.
    """
    table = Table(tuple(columns), tuple((*map(one_line, row[:-1]), *row[-1:]) for row in rows))
    return Paper(
        title,
        office=office,
        date=date,
        content=(*paragraphs_of(body), table),
        footer=tuple(footer),
        drill=drill,
        wide=wide,
    )
