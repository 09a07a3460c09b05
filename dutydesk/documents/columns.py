"""Papers as plain text: lines of 28 full-width characters (56 cells), pages of 22 lines (domain rules 2.7).

Cells are counted as a Chinese fount prints them: characters of ambiguous width (“ ” — … ① Ⅲ) are squares.
Every text is cleaned; nothing in it can begin a page or stand where another field stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from dutydesk.documents.columns_feet import drawn_in, with_foot
from dutydesk.documents.paper import (
    BULLETIN,
    CELLS,
    GAP,
    MINUTES,
    SHEET,
    Box,
    Break,
    Column,
    Form,
    Paper,
    Paragraph,
    Table,
    begins_attendance,
)
from dutydesk.documents.titles import title_lines
from dutydesk.kernel.text import clean, one_line

LINES = 22
"""Lines of a page, the page number (and 演练 in a drill) included."""

INDENT = "\u3000\u3000"
_TITLE_CHARACTERS = (CELLS - 8) // 2
NO_START = frozenset("，。；：、！？）》」』〉】〕”’～％℃·" + ",.;:!?)]}%")
"""Marks that no line begins with."""

NO_END = frozenset("（《「『〈【〔“‘" + "([{")
"""Marks that no line ends with."""

_BLANKS = " \u3000"
_WHOLE = re.compile("(?:特别重大|重大|较大|一般)（[ⅠⅡⅢⅣ]级）|(?<=\u3000\u3000)[^\u3000]+")
"""What stays on one line where it fits: 较大（Ⅲ级）, and each of the parts that a paper sets beside each other."""
_WIDE = frozenset("WFA")
_JOINERS = "\u200c\u200d\u2060"
_CLUSTER_CELLS = 8
"""Most cells of characters that a joiner keeps together (a family of four)."""


def cells(text: str) -> int:
    """Return the width of a text in half-width cells."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if " " <= character <= "~":
        return 1
    if character in _JOINERS or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def wrap(text: str, *, width: int = CELLS, first: str = INDENT, rest: str = "") -> list[str]:
    """Return one paragraph as lines of at most ``width`` cells.

    Blanks at the ends of lines are dropped, no other character. Words are kept whole unless longer than a line;
    a run of marks without any place to break is broken where the line is full.

    Args:
        text: cleaned here; a line break in it is shown.
        width: cells of a line.
        first: what the first line begins with.
        rest: what the others begin with.
    """
    room = width - max(cells(first), cells(rest))
    units = _units(one_line(text).strip(_BLANKS), room)
    bound = _bound(units, room)
    lines: list[str] = []
    at = 0
    while at < len(units):
        lead = rest if lines else first
        end = _fit(units, at, width - cells(lead))
        if end < len(units):
            end = _cut(units, bound, at, end)
        lines.append(lead + "".join(units[at:end]).rstrip(_BLANKS))
        at = end
        while at < len(units) and units[at] in _BLANKS:
            at += 1
    return lines


def _units(text: str, room: int) -> list[str]:
    """What a line break never splits: a character with its marks, and what a joiner joins."""
    units: list[str] = []
    size = 0
    for character in text:
        width = _width(character)
        joined = bool(units) and units[-1][-1] == "\u200d" and size + width <= min(_CLUSTER_CELLS, room)
        if units and (joined or (width == 0 and units[-1] not in _BLANKS)):
            units[-1] += character
            size += width
        else:
            units.append(character)
            size = width
    return units


def _bound(units: Sequence[str], room: int) -> list[bool]:
    """For every place, whether a break before it would split a word that fits on a line, or —— and ……."""
    bound = [False] * len(units)
    at = 0
    while at < len(units):
        end, size = at, 0
        while end < len(units) and units[end] not in _BLANKS and cells(units[end]) <= 1:
            size += cells(units[end])
            end += 1
        if size <= room:
            bound[at + 1 : end] = [True] * max(0, end - at - 1)
        at = max(end, at + 1)
    for place in range(1, len(units)):
        if units[place] == units[place - 1] and units[place] in "—…":
            bound[place] = True
    text = "".join(unit[0] for unit in units)
    for match in _WHOLE.finditer(text):
        if cells(match[0]) <= room:
            bound[match.start() + 1 : match.end()] = [True] * (len(match[0]) - 1)
    return bound


def _fit(units: Sequence[str], at: int, room: int) -> int:
    """Return the place after the last unit that fits; at least one is taken."""
    end, size = at, 0
    while end < len(units) and size + cells(units[end]) <= room:
        size += cells(units[end])
        end += 1
    return max(end, at + 1)


def _cut(units: Sequence[str], bound: Sequence[bool], at: int, end: int) -> int:
    """Return the last good place to break at or before ``end``: words whole, else marks right, else ``end``."""
    good = [place for place in range(end, at, -1) if _may_break(units, at, place)]
    return next((place for place in good if not bound[place]), good[0] if good else end)


def _may_break(units: Sequence[str], at: int, place: int) -> bool:
    """Return whether the marks around a place allow a break there; blanks are looked through."""
    before, after = place - 1, place
    while before > at and units[before] in _BLANKS:
        before -= 1
    while after < len(units) and units[after] in _BLANKS:
        after += 1
    return units[before][0] not in NO_END and (after == len(units) or units[after][0] not in NO_START)


def centred(text: str, *, width: int = CELLS) -> str:
    """Return a line that fits, put in the middle."""
    return " " * ((width - cells(text)) // 2) + text


def justified(left: str, right: str) -> list[str]:
    """Return two texts at both ends of a line, or on lines of their own where they do not fit."""
    left, right = one_line(left), one_line(right)
    free = CELLS - cells(left) - cells(right)
    if free >= GAP:
        return [(left + " " * free + right).rstrip(_BLANKS)]
    return [*wrap(left, first=""), *(" " * (CELLS - cells(line)) + line for line in wrap(right, first=""))]


# ---------------------------------------------------------------- the parts of a paper


def text_of(paper: Paper, *, form_feeds: bool = True) -> str:
    """Return a paper as plain text, a form feed between pages (an empty line without ``form_feeds``)."""
    between = "\n\f" if form_feeds else "\n\n"
    return between.join("\n".join(page) for page in pages(paper)) + "\n"


def pages(paper: Paper) -> list[list[str]]:
    """Return the pages of a paper: at most 22 lines each, the last one of them the page number."""
    top = [centred(paper.banner)] if paper.banner else []
    room = LINES - len(top) - 1
    flow = _Flow(room)
    flow.lines([*_head(paper), *(wrap(paper.addressed, first="") if paper.addressed else [])])
    for number, part in enumerate(paper.content):
        before = paper.content[number - 1] if number else None
        flow.lines([""] if begins_attendance(paper, number) else [])
        _part(flow, part, spaced=isinstance(before, Paragraph))
    flow.lines(_after_body(paper))
    for part in paper.annexes:
        _part(flow, part, spaced=False)
    foot = _foot(paper)
    if paper.kind == SHEET:
        flow.whole(foot)
        found = flow.pages
    else:
        drawn_in(flow.pages, foot, room, len(_head(paper)) - 1)
        found = with_foot(flow.pages, foot, room)
    return [[*top, *_filled(page, room), _number(number)] for number, page in enumerate(found, 1)]


class _Flow:
    """Lines broken into pages of ``room`` lines."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.pages: list[list[str]] = [[]]

    def lines(self, lines: Sequence[str]) -> None:
        """Add lines that may be parted anywhere."""
        for one in lines:
            if len(self.pages[-1]) == self.room:
                self.pages.append([])
            self.pages[-1].append(one)

    def need(self, count: int) -> None:
        """Begin a page unless so many lines are left on this one."""
        if self.pages[-1] and len(self.pages[-1]) + count > self.room:
            self.pages.append([])

    def whole(self, lines: Sequence[str], head: Sequence[str] = ()) -> None:
        """Add lines that stay together where they fit on a page; a page begun for them repeats ``head``."""
        fits = len(lines) <= self.room - len(head)
        if len(self.pages[-1]) + len(lines) > self.room and fits:
            self.pages.append(list(head))
        for one in lines:
            if len(self.pages[-1]) == self.room:
                self.pages.append(list(head))
            self.pages[-1].append(one)


def _part(flow: _Flow, part: Paragraph | Table | Form | Break, *, spaced: bool) -> None:
    """Add a part; ``spaced``: an empty line parts it from text above."""
    if isinstance(part, Paragraph):
        flow.lines(wrap(part.text))
    elif isinstance(part, Break):
        if flow.pages[-1] and part.page:
            flow.pages.append([])
        flow.lines([*([] if part.page else [""]), *wrap(part.title, first=""), ""] if part.title else [])
    elif isinstance(part, Form):
        flow.lines([""] if spaced else [])
        for row in map(_boxes, part.rows):  # a long box goes on overleaf
            (flow.whole if len(row) <= flow.room // 2 else flow.lines)(row)
    else:
        flow.lines([""] if spaced else [])
        head, rows = _table(part)
        flow.need(len(head) + min(len(rows[0]) if rows else 0, flow.room // 2))
        flow.lines(head)
        for row in rows:
            flow.whole(row, head)


def _filled(page: list[str], room: int) -> list[str]:
    return [*page, *[""] * (room - len(page))]


def _number(number: int) -> str:
    """The page number: odd ones right, even ones left, one character from the edge."""
    text = f"— {number} —"
    return "\u3000" + text if number % 2 == 0 else " " * (CELLS - GAP - cells(text)) + text


def _head(paper: Paper) -> list[str]:
    lines: list[str] = [paper.urgency] if paper.urgency else []
    titles = title_lines(one_line(paper.title), _TITLE_CHARACTERS, paper.words)
    title = [line for one in titles for line in _centred_lines(one)]
    ends = justified(paper.office, paper.date) if paper.office or paper.date else []
    if paper.kind == SHEET:
        return [*lines, *title, *ends, "" if not ends else "-" * CELLS]
    if paper.red_head:
        lines += _centred_lines(
            "\u3000".join(one_line(paper.red_head)) if len(paper.red_head) <= 10 else paper.red_head
        )
    if paper.issue:
        lines += _centred_lines(paper.issue)
    if paper.number and paper.approver:
        lines += justified(f"\u3000{paper.number}", f"签发人：{paper.approver}\u3000")
    elif paper.number:
        lines += _centred_lines(paper.number)
    if paper.kind in {BULLETIN, MINUTES}:
        lines += ends
    if lines:
        lines.append("=" * CELLS)
    return [*lines, *title, ""]


def _centred_lines(text: str) -> list[str]:
    return [centred(line) for line in wrap(text, width=CELLS - 8, first="")]


def _after_body(paper: Paper) -> list[str]:
    lines: list[str] = []
    for number, attached in enumerate(paper.attached):
        under = "\u3000" * 5
        lines += wrap(attached, first=under, rest=under) if number else ["", *wrap(attached, rest=under)]
    name, date = one_line(paper.closing_name), one_line(paper.closing_date)
    if name:
        lines += ["", " " * max(0, CELLS - 4 - cells(name)) + name]  # two characters free
    if date:
        begin = (
            CELLS - 4 - cells(name) + 4 if name else CELLS - 8 - cells(date)
        )  # two right of the name's beginning, or four free
        lines += [*([] if name else [""]), " " * max(0, min(begin, CELLS - 4 - cells(date))) + date]
    return lines


def _foot(paper: Paper) -> list[str]:
    """版记: receivers, who signs, and the small lines, between rules; an empty line sets it off."""
    rule = "-" * CELLS
    lines = [line for row in paper.foot for line in _foot_lines(row)]
    small = [line for text in paper.small for line in wrap(text, first="")]
    if paper.kind == SHEET:
        return ["", *lines, *small] if lines or small else []
    framed = [rule, *lines, rule] if lines else [rule] if small else []
    return ["", *framed, *small] if framed else []


def _foot_lines(row: Sequence[str]) -> list[str]:
    return wrap(row[0], first="", rest="\u3000\u3000") if len(row) == 1 else _in_a_row(row)


def _in_a_row(parts: Sequence[str]) -> list[str]:
    """Put short texts beside each other in equal columns; where one is too long, as many on a line as it holds."""
    texts = [one_line(part) for part in parts]
    each = CELLS // len(texts)
    if all(cells(text) < each for text in texts):
        return ["".join(text + " " * (each - cells(text)) for text in texts).rstrip(_BLANKS)]
    lines: list[str] = []
    for text in texts:
        joined = f"{lines[-1]}\u3000{text}" if lines else text
        if lines and cells(joined) <= CELLS:
            lines[-1] = joined
        else:
            lines += wrap(text, first="")
    return lines


# ---------------------------------------------------------------- tables and forms


def _boxes(row: Sequence[Box]) -> list[str]:
    """Return a row of boxes as lines: a single box runs on under its first character, several stand in columns."""
    if len(row) == 1:
        box = row[0]
        label = f"{one_line(box.label)}：" if box.label else ""
        lines: list[str] = []
        for number, text in enumerate(clean(box.text).split("\n")):
            lines += wrap(text, first="\u3000\u3000" if number else label, rest="\u3000\u3000") or [label]
        if box.signed:
            lines += [
                " " * max(0, CELLS - cells(one) - GAP) + one for one in wrap(box.signed, first="", width=CELLS - GAP)
            ]
        return lines
    return _in_a_row([f"{box.label}：{' '.join(filter(None, (one_line(box.text), box.signed)))}" for box in row])


def _table(table: Table) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of a table as lines; what stands below its row has a line of its own, with its heading."""
    if any(column.below for column in table.columns):
        return _two_lines(table)
    head = [*_row([column.title for column in table.columns], table.columns), "-" * CELLS]
    return head, [_row(row, table.columns) for row in table.rows]


BELOW = " " * 6
"""Before what stands below its row."""


def _two_lines(table: Table) -> tuple[list[str], list[list[str]]]:
    """Return a table of which some columns stand below their row (papers 4.14): the widest of the others has their cells."""
    above = [at for at, column in enumerate(table.columns) if not column.below]
    under = [at for at, column in enumerate(table.columns) if column.below]
    columns = [table.columns[at] for at in above]
    widest = max(columns, key=lambda column: column.cells)
    spare = CELLS - sum(column.cells for column in columns) - GAP * (len(columns) - 1)
    columns = [replace(one, cells=one.cells + spare) if one is widest else one for one in columns]
    titles = BELOW + "、".join(table.columns[at].title for at in under)
    rows: list[list[str]] = []
    for row in table.rows:
        said = [f"{table.columns[at].title}：{row[at]}" for at in under if row[at].strip()]
        below = [BELOW + one for text in said for one in _field(text, CELLS - len(BELOW))]
        rows.append([*_row([row[at] for at in above], columns), *below])
    return [*_row([one.title for one in columns], columns), titles, "-" * CELLS], rows


def _row(fields: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Return a row as lines; each field stays in its own column, however many lines it has."""
    blocks = [_field(field, column.cells) for field, column in zip(fields, columns, strict=True)]
    lines: list[str] = []
    for number in range(max(map(len, blocks))):
        parts = [block[number] if number < len(block) else "" for block in blocks]
        padded = (p + " " * (c.cells - cells(p)) for p, c in zip(parts, columns, strict=True))
        lines.append((" " * GAP).join(padded).rstrip(_BLANKS))
    return lines


def _field(text: str, width: int) -> list[str]:
    return [line for part in clean(text).split("\n") for line in wrap(part, width=width, first="") or [""]]
