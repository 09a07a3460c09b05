"""The pieces of a .docx: runs, paragraphs, ruled tables and forms, and the XML that python-docx has no words for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dutydesk.documents.paper import GRID, Box, Form, Paper, Table
from dutydesk.kernel.text import clean, one_line

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Block

PAGE_MM, TYPE_AREA_MM = (210, 297), (156, 225)
TOP_MM, LEFT_MM = 37, 28
LINES, CHARACTERS = 22, 28
BODY_POINTS, TITLE_POINTS, SMALL_POINTS, TABLE_POINTS, WIDE_POINTS = 16.0, 22.0, 14.0, 12.0, 10.5
"""3号, 2号, 4号, 小四 (tables and forms), 五号 (tables of many columns)."""

MM_POINTS = 72 / 25.4
LINE_POINTS = int(TYPE_AREA_MM[1] * MM_POINTS / LINES * 20) / 20
"""Height of a line so that 22 fill the type area: 28.95 points, a character and 7/8 of it."""

UNDER_POINTS = 9.0
"""Free room below the characters of a line of the body: what is measured from characters begins so much lower."""

CLOSER_TWIPS = -5
"""Characters of 16 points stand 15.75 apart, so that 28 fill 156 mm (公文, 信函 and 纪要 alone). A grid of characters
would say the same, but LibreOffice gives every character wider than its grid two places."""

RED = "C00000"
FANG, KAI, HEI, SONG, LATIN = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "Times New Roman"
PAGE_NUMBER_FOUNT = "宋体"
FALLBACKS = {
    FANG: "仿宋,FangSong,华文仿宋,STFangsong",
    KAI: "楷体,KaiTi,华文楷体,STKaiti",
    HEI: "SimHei,Noto Sans CJK SC,文泉驿正黑",
    SONG: "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun",
}
"""Founts for a machine that lacks the standard's (alternate names in the font table)."""

NO_LINE_ENDS_WITH = "([{·‘“〈《「『【〔〖（．［｛￡￥" + "".join(map(chr, range(0x2160, 0x216C)))
"""What a word processor ends no line with: its own list for Chinese, and Ⅰ to Ⅻ, which 级 follows."""

NO_LINE_BEGINS_WITH = "!),.:;?]}¨·ˇˉ―‖’”…∶、。〃々〉》」』】〕〗！＂＇），．：；？］｀｜｝～￠"

_CELL_EDGES = 3
"""Room at the edges of a table's cell, in half-width cells."""

_CELL_MARGIN_TWIPS = 57
"""One millimetre."""

_TOGETHER = 3
"""Rows of a form that stay on one page: what was read back and who signed."""

_LABEL_COLUMNS = {1: 4, 2: 4, 3: 3, 4: 3}
"""Columns of the grid that a label takes, by how many boxes share the row; one of two characters takes two."""

_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:lang")
_NOT_XML = re.compile("[\ufffe\uffff]")


def type_width(paper: Paper) -> float:
    """Return the width of the type area, mm: a turned page is as wide as the other is high."""
    return TYPE_AREA_MM[1] if paper.wide else TYPE_AREA_MM[0]


def line(text: str) -> str:
    """Return a text that XML takes, on one line."""
    return _NOT_XML.sub("\ufffd", one_line(text))


# ---------------------------------------------------------------- paragraphs and runs


def block(document: Any, alignment: Any = None, *, height: float = LINE_POINTS) -> Block:
    """Add an empty paragraph whose lines are exactly so high, in points."""
    added = document.add_paragraph()
    added.alignment = alignment
    line_height(added, height)
    _switched_off(added, "overflowPunct")  # LibreOffice does not take it from the style
    return added


def _switched_off(of: Block, switch: str) -> None:
    of._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        element(f"w:{switch}", val="0"), "w:autoSpaceDE", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def gap(document: Any, millimetres: float) -> None:
    """Leave room: an empty paragraph of that height, which no program drops at the top of a page."""
    if millimetres > 0:
        block(document, height=max(1.0, millimetres * MM_POINTS))


def line_height(of: Block, points: float) -> None:
    """Give every line of a paragraph the same height."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    of.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    of.paragraph_format.line_spacing = Pt(points)
    if points != LINE_POINTS:  # else the grid of 22 lines would take a whole line for it
        of._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
            element("w:snapToGrid", val="0"), "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def indented(of: Block) -> Block:
    """Two characters at the beginning: counted in characters, in points for programs that do not count so."""
    from docx.shared import Pt

    of.paragraph_format.first_line_indent = Pt(BODY_POINTS * 2)
    of._p.get_or_add_pPr().get_or_add_ind().set(name("w:firstLineChars"), "200")  # noqa: SLF001
    return of


def run(
    of: Block, text: str, fount: str, points: float, *, colour: str = "", latin: str = LATIN, closer: bool = False
) -> Any:
    """Add text in a fount and a size; ``closer``: 28 characters a line."""
    from docx.shared import Pt, RGBColor

    added = of.add_run()
    added.add_text(text)
    added.font.size = Pt(points)
    if colour:
        added.font.color.rgb = RGBColor.from_string(colour)
    properties = added._r.get_or_add_rPr()  # noqa: SLF001
    set_founts(properties, fount, latin)
    if closer:
        properties.insert_element_before(element("w:spacing", val=str(CLOSER_TWIPS)), *_AFTER_SPACING)
    return added


def set_founts(properties: Any, fount: str, latin: str) -> None:
    """Name the founts of both scripts, none of a theme."""
    founts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        founts.attrib.pop(name(f"w:{theme}"), None)
    for script, fount_name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", fount), ("cs", latin)):
        founts.set(name(f"w:{script}"), fount_name)
    founts.set(name("w:hint"), "eastAsia")  # “”, …, ×, Ⅲ, □ are Chinese marks in Word, not Latin ones


def border(of: Block, side: str, style: str, eighths: int, *, colour: str = RED, space: int = 1) -> None:
    """Draw a line above or below a paragraph, over its whole width."""
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val=style, sz=str(eighths), space=str(space), color=colour))
    of._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def element(tag: str, **attributes: str) -> Any:
    """Return an element of WordprocessingML."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(name(f"w:{key}"), value)
    return made


def name(tag: str) -> str:
    """Return a prefixed name as lxml knows it."""
    from docx.oxml.ns import qn

    return qn(tag)


# ---------------------------------------------------------------- tables and forms


def add_table(document: Document, content: Table, width_mm: float, points: float = TABLE_POINTS) -> None:
    """A table over the whole width; its head is repeated on every page, a row is not divided."""
    from docx.shared import Mm

    block(document, height=SMALL_POINTS / 2).paragraph_format.keep_with_next = True  # what it is called stays with it
    table = document.add_table(rows=0, cols=len(content.columns), style="Table Grid")
    table.autofit = False
    cell_margins(table, _CELL_MARGIN_TWIPS)
    shares = [column.share or column.cells + _CELL_EDGES for column in content.columns]
    widths = [Mm(width_mm * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    figures = [_of_figures(content, at) for at in range(len(content.columns))]
    for number, row in enumerate(([column.title for column in content.columns], *content.rows)):
        added = table.add_row()
        properties = added._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(element("w:cantSplit"))
        if number == 0:
            properties.append(element("w:tblHeader"))
        for cell, text, width, short, column in zip(added.cells, row, widths, figures, content.columns, strict=True):
            cell.width = width
            if column.joined:
                cell._tc.vMerge = "restart" if text else "continue"  # noqa: SLF001 - merging afterwards costs a walk for each row
            _cell(
                cell,
                text,
                HEI if number == 0 else FANG,
                points,
                struck=number - 1 in content.struck,
                centred=number == 0 or short,
            )
            cell.paragraphs[0].paragraph_format.keep_with_next = number == 0 or None


_FIGURES = re.compile(r"[\d.,:：%√—月日-]*|未核")


def _of_figures(content: Table, at: int) -> bool:
    """Whether a column holds figures, dates, times and ticks alone: these stand in its middle, below its heading."""
    return all(_FIGURES.fullmatch(row[at].strip()) for row in content.rows)


def add_form(document: Document, form: Form, width_mm: float) -> None:
    """A ruled form: boxes beside each other on one grid, each with its label; who signed stands at the right of the box."""
    from docx.shared import Mm

    block(document, height=SMALL_POINTS / 2)
    table = document.add_table(rows=0, cols=GRID, style="Table Grid")
    table.autofit = False
    cell_margins(table, _CELL_MARGIN_TWIPS)
    for column in table.columns:
        column.width = Mm(width_mm / GRID)
    for boxes in form.rows:
        added = table.add_row()
        _row_height(added, boxes)
        share = GRID // len(boxes)
        for at, box in enumerate(boxes):
            first = at * share
            label = _LABEL_COLUMNS[len(boxes)] if len(boxes) < 3 or len(box.label) > 2 else 2
            named = added.cells[first].merge(added.cells[first + label - 1]) if box.label else None
            filled = added.cells[first + (label if box.label else 0)].merge(added.cells[first + share - 1])
            if named is not None:
                _label(named, box.label)
            _cell(filled, box.text, FANG)
            if box.signed:
                _signed(filled, box.signed)
        if len(form.rows) <= _TOGETHER and boxes is not form.rows[-1]:
            for of in (of for cell in added.cells for of in cell.paragraphs):
                of.paragraph_format.keep_with_next = True


def cell_margins(table: Any, twips: int) -> None:
    """Keep so much free at the left and right of every cell."""
    table._tbl.tblPr.insert_element_before(  # noqa: SLF001 - the lines stand at the edges of the type area, not the words
        element("w:tblInd", w=str(twips), type="dxa"),
        "w:tblBorders",
        "w:shd",
        "w:tblLayout",
        "w:tblCellMar",
        "w:tblLook",
    )
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(twips), type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001


def _row_height(row: Any, boxes: Sequence[Box]) -> None:
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Pt

    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    row.height = Pt(SMALL_POINTS * 1.6 * max(box.lines for box in boxes))


def _label(cell: Any, text: str) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    of = cell.paragraphs[0]
    of.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line_height(of, SMALL_POINTS * 1.4)
    run(of, line(text), HEI, TABLE_POINTS)


def _signed(cell: Any, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    of = cell.add_paragraph() if cell.paragraphs[0].text else cell.paragraphs[0]
    of.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line_height(of, SMALL_POINTS * 1.4)
    run(of, line(text), FANG, TABLE_POINTS)


def _cell(
    cell: Any, text: str, fount: str, points: float = TABLE_POINTS, *, struck: bool = False, centred: bool = False
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    of = cell.paragraphs[0]
    if centred:
        of.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line_height(of, points * SMALL_POINTS * 1.4 / TABLE_POINTS)
    for number, one in enumerate(clean(text).split("\n")):
        added = run(of, "", fount, points)
        added.font.strike = struck or None
        if number:
            added.add_break()
        added.add_text(line(one))
