"""Papers as .docx after GB/T 9704-2012 (domain rules 2.7).

python-docx is imported when a paper is written, never at start. The same paper at the same time gives the same
bytes; nothing of the machine or its user gets in.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dutydesk.documents.files import write_file
from dutydesk.documents.paper import DRILL, Paper, Paragraph, Table, heading_end
from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.kernel.text import clean, one_line

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Block

PAGE_MM, TYPE_AREA_MM = (210, 297), (156, 225)
TOP_MM, LEFT_MM = 37, 28
LINES, CHARACTERS = 22, 28
BODY_POINTS, TITLE_POINTS, SMALL_POINTS, RED_HEAD_POINTS = 16.0, 22.0, 14.0, 40.0
"""3号, 2号, 4号; the red head's size is the office's own (7.2.4), but below the 22 mm of the standard."""

TITLE_LINE_POINTS = 34.0
PAGE_NUMBER_MM = 7 + 5
"""From the type area to the lower edge of the page number: 7 mm free (7.5), 4号 is 5 mm high."""

_MM_POINTS = 72 / 25.4
LINE_POINTS = int(TYPE_AREA_MM[1] * _MM_POINTS / LINES * 20) / 20
"""Height of a line so that 22 fill the type area: 28.95 points, a character and 7/8 of it."""

CLOSER_TWIPS = -5
"""Characters of 16 points stand 15.75 apart, so that 28 fill 156 mm. A grid of characters would say the same, but
LibreOffice gives every character wider than its grid two places."""

RED = "C00000"
FANG, KAI, HEI, SONG, LATIN = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "Times New Roman"
FALLBACKS = {
    FANG: "仿宋,FangSong,华文仿宋,STFangsong",
    KAI: "楷体,KaiTi,华文楷体,STKaiti",
    HEI: "SimHei,Noto Sans CJK SC,文泉驿正黑",
    SONG: "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun",
}
"""Founts for a machine that lacks the standard's (alternate names in the font table)."""

_HEADING_FOUNTS = {1: HEI, 2: KAI, 3: FANG, 4: FANG}
_CELL_EDGES = 3
"""Room at the edges of a table's cell, in half-width cells."""

_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:lang")
_NOT_XML = re.compile("[\ufffe\uffff]")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write_docx(paper: Paper, target: Path | BinaryIO, *, at: Instant) -> None:
    """Write a paper as .docx to a path or an open file. ``at`` is the time that the file says it was made."""
    content = docx_bytes(paper, at=at)
    if isinstance(target, Path):
        write_file(target, content, force=True)
    else:
        target.write(content)


def docx_bytes(paper: Paper, *, at: Instant) -> bytes:
    """Return a paper as the bytes of a .docx. ``at`` is the time that the file says it was made, µs UTC."""
    import docx

    document = docx.Document()
    _properties(document, paper, at)
    _page(document, paper)
    _founts(document)
    _head(document, paper)
    for paragraph in paper.body:
        _body(document, paragraph)
    _after_body(document, paper)
    if paper.table:
        _table(document, paper.table)
    _foot(document, paper)
    out = io.BytesIO()
    document.save(out)
    return _fixed(out.getvalue())


def _fixed(archive: bytes) -> bytes:
    """The same parts in the same order, without the time of packing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, old.read(name))
    return out.getvalue()


# ---------------------------------------------------------------- page and properties


def _properties(document: Document, paper: Paper, at: Instant) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    properties = document.core_properties
    moment = to_datetime(at).astimezone(timezone.utc).replace(microsecond=0, tzinfo=None)  # noqa: UP017 - as in instants
    office, limit = _line(paper.office), 255
    properties.author = properties.last_modified_by = office[:limit]
    properties.title = _line(paper.title)[:limit]
    properties.created = properties.modified = properties.last_printed = moment
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.revision, properties.language = 1, "zh-CN"
    relations = document.part.package.rels if document.part.package else {}
    for name in [key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[name]


def _page(document: Document, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.top_margin, section.left_margin = Mm(TOP_MM), Mm(LEFT_MM)
    section.right_margin = Mm(PAGE_MM[0] - LEFT_MM - TYPE_AREA_MM[0])
    section.bottom_margin = below = Mm(PAGE_MM[1] - TOP_MM - TYPE_AREA_MM[1])
    section.footer_distance = below - Mm(PAGE_NUMBER_MM)
    section.header_distance = Mm(TOP_MM - 17)
    section.gutter = 0
    for old in section._sectPr.xpath("./w:docGrid"):  # noqa: SLF001 - python-docx has no grid of its own
        old.getparent().remove(old)
    section._sectPr.append(_element("w:docGrid", type="lines", linePitch=str(int(LINE_POINTS * 20))))  # noqa: SLF001
    document.settings.odd_and_even_pages_header_footer = True
    sides = (
        (section.header, section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_header, section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for header, footer, side in sides:
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        if paper.drill:
            block = header.paragraphs[0]
            block.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(block, f"【{DRILL}】", HEI, BODY_POINTS, colour=RED)
        _page_number(footer.paragraphs[0], side)


def _page_number(block: Block, side: Any) -> None:
    """-1-, one character from the edge; the number is a field."""
    from docx.shared import Pt

    block.alignment = side
    block.paragraph_format.left_indent = block.paragraph_format.right_indent = Pt(SMALL_POINTS)
    _run(block, "-", "宋体", SMALL_POINTS, latin="宋体")
    field = _run(block, "", "宋体", SMALL_POINTS, latin="宋体")
    for kind in ("begin", "", "separate", "text", "end"):
        if kind == "text":
            field.add_text("1")
        elif kind:
            field._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            instruction = _element("w:instrText")
            instruction.text = "PAGE"
            field._r.append(instruction)  # noqa: SLF001
    _run(block, "-", "宋体", SMALL_POINTS, latin="宋体")


def _founts(document: Document) -> None:
    """The Normal style is 3号仿宋 on the grid; the font table names what stands in for founts that are missing."""
    from docx.shared import Pt

    style: Any = document.styles["Normal"]
    style.font.size = Pt(BODY_POINTS)
    _set_founts(style.element.get_or_add_rPr(), FANG, LATIN)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.widow_control = False  # 22 lines on every page
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    for part in document.part.package.iter_parts() if document.part.package else ():
        if str(part.partname) == "/word/fontTable.xml":
            table: Any = part
            table._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")  # noqa: SLF001


# ---------------------------------------------------------------- the parts of a paper


def _head(document: Document, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt

    centre = WD_ALIGN_PARAGRAPH.CENTER
    if paper.urgency:
        _run(_block(document), paper.urgency, HEI, BODY_POINTS)
    if paper.red_head:
        block = _block(document, centre, line=RED_HEAD_POINTS * 1.5)
        _run(block, "\u2002".join(_line(paper.red_head)), SONG, RED_HEAD_POINTS, colour=RED)
        if paper.issue:
            _run(_block(document, centre), f"第{paper.issue}期", FANG, BODY_POINTS)
    if paper.office or paper.date:
        block = _block(document)
        block.paragraph_format.tab_stops.add_tab_stop(Mm(TYPE_AREA_MM[0]), WD_TAB_ALIGNMENT.RIGHT)
        _run(block, _line(paper.office), FANG, BODY_POINTS)
        block.add_run().add_tab()
        _run(block, _line(paper.date), FANG, BODY_POINTS)
        if paper.red_head:
            _red_line(block)
    above = LINE_POINTS * (1 if paper.red_head else 0.5)
    title = _block(document, centre, line=TITLE_LINE_POINTS)
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(above), Pt(LINE_POINTS)
    _run(title, _line(paper.title), SONG, TITLE_POINTS)


def _body(document: Document, paragraph: Paragraph) -> None:
    block = _indented(_block(document))
    end = heading_end(paragraph)
    if end:
        _run(block, _line(paragraph.text[:end]), _HEADING_FOUNTS[paragraph.level], BODY_POINTS)
        block.paragraph_format.keep_with_next = end == len(paragraph.text)
    if end < len(paragraph.text):
        _run(block, _line(paragraph.text[end:]), FANG, BODY_POINTS)


def _after_body(document: Document, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for number, attached in enumerate(paper.attached):
        block = _indented(_block(document))
        block.paragraph_format.space_before = Pt(0 if number else LINE_POINTS)
        if number:
            block.paragraph_format.left_indent = Pt(BODY_POINTS * 3)
        _run(block, _line(attached), FANG, BODY_POINTS)
    if paper.closing_date:
        block = _block(document, WD_ALIGN_PARAGRAPH.RIGHT)
        block.paragraph_format.space_before = Pt(LINE_POINTS)
        block.paragraph_format.right_indent = Pt(BODY_POINTS * 4)
        _run(block, _line(paper.closing_date), FANG, BODY_POINTS)


def _foot(document: Document, paper: Paper) -> None:
    """版记 at the bottom of the last page: 4号仿宋 between lines, the small lines below; kept in one piece."""
    from docx.shared import Mm

    rows = [*paper.receivers, *("\u3000\u3000".join(row) for row in paper.signs)]
    small = list(paper.footer)
    if not rows and not small:
        return
    _block(document, line=1)  # keeps the frame from joining a table above
    table = document.add_table(rows=0, cols=1)
    table.autofit = False
    table._tbl.tblPr.insert_element_before(  # noqa: SLF001
        _element("w:tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="left", tblpYSpec="bottom"),
        *("w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc"),
    )
    for number, text in enumerate([*rows, *small]):
        line = table.add_row()
        line._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001
        cell, framed = line.cells[0], number < len(rows)
        cell.width = Mm(TYPE_AREA_MM[0])
        block = cell.paragraphs[0]
        _line_height(block, SMALL_POINTS * (1.6 if framed else 1.2))
        block.paragraph_format.keep_with_next = number < len(rows) + len(small) - 1
        _run(block, _line(text), FANG, SMALL_POINTS if framed else SMALL_POINTS - 3.5)
        if framed:
            thick = {"top"} if number == 0 else set()
            _borders(cell, {"top", "bottom"}, thick | ({"bottom"} if number == len(rows) - 1 else set()))
    _block(document, line=1)  # what the frame hangs on


def _borders(cell: Any, sides: set[str], thick: set[str]) -> None:
    """Lines above and below a cell of 版记: the outer ones 0.35 mm, the inner ones 0.25 mm (7.4.1)."""
    borders = _element("w:tcBorders")
    for side in sorted(sides, reverse=True):
        eighths = 8 if side in thick else 6
        borders.append(_element(f"w:{side}", val="single", sz=str(eighths), space="0", color="000000"))
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001


def _table(document: Document, content: Table) -> None:
    """A table over the whole width; its head is repeated on every page, a row is not divided."""
    from docx.shared import Mm

    _block(document, line=SMALL_POINTS / 2)
    table = document.add_table(rows=0, cols=len(content.columns), style="Table Grid")
    table.autofit = False
    total = sum(column.cells + _CELL_EDGES for column in content.columns)
    widths = [Mm(TYPE_AREA_MM[0] * (column.cells + _CELL_EDGES) / total) for column in content.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(([column.title for column in content.columns], *content.rows)):
        line = table.add_row()
        properties = line._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(_element("w:cantSplit"))
        if number == 0:
            properties.append(_element("w:tblHeader"))
        for cell, text, width in zip(line.cells, row, widths, strict=True):
            cell.width = width
            _cell(cell.paragraphs[0], text, HEI if number == 0 else FANG)


def _cell(block: Block, text: str, fount: str) -> None:
    _line_height(block, SMALL_POINTS * 1.4)
    block._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        _element("w:snapToGrid", val="0"), "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    for number, line in enumerate(clean(text).split("\n")):
        run = _run(block, "", fount, SMALL_POINTS - 2)
        if number:
            run.add_break()
        run.add_text(_line(line))


# ---------------------------------------------------------------- paragraphs and runs


def _line(text: str) -> str:
    """Return a text that XML takes, on one line."""
    return _NOT_XML.sub("\ufffd", one_line(text))


def _block(document: Document, alignment: Any = None, *, line: float = LINE_POINTS) -> Block:
    block = document.add_paragraph()
    block.alignment = alignment
    _line_height(block, line)
    return block


def _line_height(block: Block, points: float) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    block.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    block.paragraph_format.line_spacing = Pt(points)


def _indented(block: Block) -> Block:
    """Two characters at the beginning: counted in characters, in points for programs that do not count so."""
    from docx.shared import Pt

    block.paragraph_format.first_line_indent = Pt(BODY_POINTS * 2)
    indent = block._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
    indent.set(_name("w:firstLineChars"), "200")
    return block


def _run(block: Block, text: str, fount: str, points: float, *, colour: str = "", latin: str = LATIN) -> Any:
    from docx.shared import Pt, RGBColor

    run = block.add_run()
    run.add_text(text)
    run.font.size = Pt(points)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    _set_founts(properties, fount, latin)
    if points == BODY_POINTS:
        properties.insert_element_before(_element("w:spacing", val=str(CLOSER_TWIPS)), *_AFTER_SPACING)
    return run


def _set_founts(properties: Any, fount: str, latin: str) -> None:
    founts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        founts.attrib.pop(_name(f"w:{theme}"), None)
    for script, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", fount), ("cs", latin)):
        founts.set(_name(f"w:{script}"), name)


def _red_line(block: Block) -> None:
    """The red line below the head."""
    borders = _element("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz="12", space="1", color=RED))
    block._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(_name(f"w:{name}"), value)
    return element


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)
