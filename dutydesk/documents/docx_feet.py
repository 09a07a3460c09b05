"""The foot of a paper in .docx: 版记 at the bottom of the last page's type area, or the lines below a sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dutydesk.documents.docx_blocks import (
    FANG,
    LEFT_MM,
    MM_POINTS,
    PAGE_MM,
    SMALL_POINTS,
    TABLE_POINTS,
    TOP_MM,
    TYPE_AREA_MM,
    block,
    cell_margins,
    element,
    line,
    line_height,
    run,
    type_width,
)
from dutydesk.documents.paper import BULLETIN, FORMAL, LETTER, SHEET, Paper, attendance_end
from dutydesk.documents.titles import printed_width

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Block


def add_foot(document: Document, paper: Paper) -> None:
    """Add what stands below the text."""
    if paper.kind == SHEET:
        _foot_below(document, paper)
    elif paper.foot or paper.small:
        _foot_at_the_bottom(document, paper)


def _foot_below(document: Document, paper: Paper) -> None:
    """The lines of a sheet follow what they sign."""
    from docx.shared import Pt

    for number, row in enumerate(paper.foot):
        of = block(document, height=SMALL_POINTS * 1.6)
        of.paragraph_format.space_before = Pt(0 if number else SMALL_POINTS / 2)
        _beside(of, row, 2, TABLE_POINTS, type_width(paper) * MM_POINTS)
    for text in paper.small:
        run(block(document, height=SMALL_POINTS * 1.2), line(text), FANG, SMALL_POINTS - 3.5)


def _foot_at_the_bottom(document: Document, paper: Paper) -> None:
    """版记 at the bottom of the last page: 4号仿宋 between lines, the small lines below; kept in one piece."""
    from docx.shared import Mm

    tail = 2 if paper.kind == BULLETIN and len(paper.body) > 2 else 1
    attending = sum(bool(attendance_end(paper, part)) for part in paper.body)
    if attending:
        tail = attending + 2  # the blank line above, and what was decided last
    for of in document.paragraphs[-tail:]:
        of.paragraph_format.keep_with_next = True  # no foot alone on a page, nor beside one short last paragraph
    block(document, height=1).paragraph_format.keep_with_next = True  # keeps the frame from joining a table above
    table = document.add_table(rows=0, cols=1)
    table.autofit = False
    table._tbl.tblPr.insert_element_before(  # noqa: SLF001
        element("w:tblpPr", vertAnchor="margin", horzAnchor="page", tblpX=str(_left_twips(paper)), tblpYSpec="bottom"),
        *("w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc"),
    )
    cell_margins(table, 0)
    every = [*paper.foot, *((text,) for text in paper.small)]
    ruled = paper.kind != LETTER  # a letter has 抄送 alone, without rules
    for number, parts in enumerate(every):
        added = table.add_row()
        added._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001
        cell, framed = added.cells[0], number < len(paper.foot)
        cell.width = Mm(type_width(paper))
        of = cell.paragraphs[0]
        line_height(of, SMALL_POINTS * (1.6 if framed else 1.2))
        of.paragraph_format.keep_with_next = number < len(every) - 1
        _foot_line(of, parts, paper, framed=framed)
        if framed and ruled:
            thick = {"top"} if number == 0 else set[str]()
            _rules(cell, {"top", "bottom"}, thick | ({"bottom"} if number == len(paper.foot) - 1 else set()))
    block(document, height=1)  # what the frame hangs on


def foot_lines(paper: Paper) -> int:
    """Return how many lines the foot at the bottom of the last page has."""
    room = type_width(paper) * MM_POINTS / SMALL_POINTS - 2
    count = len(paper.small)
    for parts in paper.foot:
        text = line("".join(parts))
        if len(parts) > 1:
            count += 1 if paper.kind in FORMAL else len(packed([line(part) for part in parts], 1, room))
        else:
            hang = text.partition("：")[0]
            count += math.ceil((printed_width(text) - len(hang) - 1) / (room - len(hang) - 1.5))
    return count


def _left_twips(paper: Paper) -> int:
    """Where the type area begins, from the edge of the paper: LibreOffice lets a table as wide as the text float only so."""
    left = PAGE_MM[1] - TYPE_AREA_MM[1] - TOP_MM if paper.wide else LEFT_MM
    return round(left * MM_POINTS * 20)


def _foot_line(of: Block, parts: tuple[str, ...], paper: Paper, *, framed: bool) -> None:
    """One line: a single text runs on under its first character, two of a 公文 stand at both ends, others beside each other."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt

    points = SMALL_POINTS if framed else SMALL_POINTS - 3.5
    of.paragraph_format.left_indent = of.paragraph_format.right_indent = Pt(SMALL_POINTS if framed else 0)
    if framed and paper.kind in FORMAL and len(parts) == 2:
        of.paragraph_format.tab_stops.add_tab_stop(Mm(type_width(paper)) - 2 * Pt(SMALL_POINTS), WD_TAB_ALIGNMENT.RIGHT)
        run(of, line(parts[0]), FANG, points)
        of.add_run().add_tab()
        run(of, line(parts[1]), FANG, points)
        return
    if len(parts) > 1:
        _beside(of, parts, 1, points, type_width(paper) * MM_POINTS - 2 * (SMALL_POINTS if framed else 0))
        return
    text = line("".join(parts))
    head, colon, _ = text.partition("：")
    if framed and colon:
        hang = Pt(points * (len(head) + 1))
        of.paragraph_format.left_indent = Pt(SMALL_POINTS) + hang
        of.paragraph_format.first_line_indent = -hang
    run(of, text, FANG, points)


def _beside(of: Block, parts: Sequence[str], blanks: int, points: float, room: float) -> None:
    """Parts beside each other; a line ends between two of them, never inside one. ``room``: of a line, in points."""
    for number, row in enumerate(packed([line(part) for part in parts], blanks, room / points)):
        added = run(of, "", FANG, points)
        if number:
            added.add_break()
        added.add_text(row)


def packed(parts: Sequence[str], blanks: int, room: float) -> list[str]:
    """Return lines of whole parts, so many characters wide; one that is wider than a line stands alone.

    The blanks between two parts are fewer where all would fit with one.
    """
    last = max(parts, key=wide) if len(parts) > 2 else parts[-1]
    behind = [*(part for part in parts if part is not last), last]  # the longest goes behind where that saves a line
    return min(_rows(parts, blanks, room), _rows(behind, blanks, room), key=len)


def _rows(parts: Sequence[str], blanks: int, room: float) -> list[str]:
    closer = wide("".join(parts)) + blanks * (len(parts) - 1) > room - 1
    between = "\u3000" * (1 if closer else blanks)
    lines: list[str] = []
    for part in parts:
        if lines and wide(lines[-1] + between + part) <= room - 0.5:
            lines[-1] += between + part
        else:
            lines.append(part)
    return lines


def wide(text: str) -> float:
    """Return how many characters wide a text is, half-width ones counted by two."""
    return sum(0.5 if one.isascii() else 1 for one in text)


def _rules(cell: Any, sides: set[str], thick: set[str]) -> None:
    """Lines above and below a cell of 版记: the outer ones 0.35 mm, the inner ones 0.25 mm (7.4.1)."""
    borders = element("w:tcBorders")
    for side in sorted(sides, reverse=True):
        eighths = 8 if side in thick else 6
        borders.append(element(f"w:{side}", val="single", sz=str(eighths), space="0", color="000000"))
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001
