"""Papers as .docx after GB/T 9704-2012 (papers 2): one layout for all of them, by family.

python-docx is imported when a paper is written, never at start. The same paper at the same time gives the same
bytes; nothing of the machine or its user gets in.
"""

from __future__ import annotations

import io
import zipfile
from datetime import timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dutydesk.documents.docx_blocks import (
    BODY_POINTS,
    CHARACTERS,
    FALLBACKS,
    FANG,
    HEI,
    KAI,
    LATIN,
    LEFT_MM,
    LINE_POINTS,
    LINES,
    MM_POINTS,
    NO_LINE_BEGINS_WITH,
    NO_LINE_ENDS_WITH,
    PAGE_MM,
    PAGE_NUMBER_FOUNT,
    RED,
    SMALL_POINTS,
    SONG,
    TABLE_POINTS,
    TITLE_POINTS,
    TOP_MM,
    TYPE_AREA_MM,
    WIDE_POINTS,
    add_form,
    add_table,
    block,
    element,
    indented,
    line,
    name,
    run,
    set_founts,
    type_width,
)
from dutydesk.documents.docx_feet import add_foot
from dutydesk.documents.docx_heads import TITLE_LINE_POINTS, add_head, add_letter_rules
from dutydesk.documents.docx_pitch import line_pitch
from dutydesk.documents.files import write_file
from dutydesk.documents.paper import (
    BULLETIN,
    FORMAL,
    LETTER,
    SHEET,
    Break,
    Form,
    Paper,
    Paragraph,
    Part,
    Table,
    attendance_end,
    begins_attendance,
    heading_end,
)
from dutydesk.kernel.instants import Instant, to_datetime

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Block

__all__ = ["CHARACTERS", "FANG", "HEI", "KAI", "LINES", "SONG", "docx_bytes", "write_docx"]

PAGE_NUMBER_MM = 7 + 5
"""From the type area to the lower edge of the page number: 7 mm free (7.5), 4号 is 5 mm high."""

_HEADING_FOUNTS = {1: HEI, 2: KAI, 3: FANG, 4: FANG}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LANGUAGE = "zh-CN"


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
    pitch = line_pitch(paper)
    add_head(document, paper, LINE_POINTS if paper.kind == BULLETIN else pitch)
    if paper.addressed:
        run(block(document, height=pitch), line(paper.addressed), FANG, BODY_POINTS, closer=paper.kind in FORMAL)
    for number, part in enumerate(paper.content):
        if begins_attendance(paper, number):
            block(document, height=pitch)
        _part(document, paper, part, pitch)
    _after_body(document, paper, pitch)
    for part in paper.annexes:
        _part(document, paper, part, pitch)
    add_foot(document, paper)
    out = io.BytesIO()
    document.save(out)
    return _fixed(out.getvalue())


def _fixed(archive: bytes) -> bytes:
    """The same parts in the same order, without the time of packing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            info = zipfile.ZipInfo(part, _ZIP_TIME)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, old.read(part))
    return out.getvalue()


# ---------------------------------------------------------------- page and properties


def _properties(document: Document, paper: Paper, at: Instant) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    properties = document.core_properties
    moment = to_datetime(at).astimezone(timezone.utc).replace(microsecond=0, tzinfo=None)  # noqa: UP017 - as in instants
    limit = 255
    properties.author = properties.last_modified_by = line(paper.office)[:limit]
    properties.title = line(paper.title)[:limit]
    properties.created = properties.modified = properties.last_printed = moment
    properties.comments = properties.identifier = line(paper.record)[:limit]
    properties.keywords = properties.subject = properties.category = ""
    properties.revision, properties.language = 1, _LANGUAGE
    relations = document.part.package.rels if document.part.package else {}
    for key in [key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def _page(document: Document, paper: Paper) -> None:
    from docx.enum.section import WD_ORIENTATION
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section: Any = document.sections[0]
    right, below = PAGE_MM[0] - LEFT_MM - TYPE_AREA_MM[0], PAGE_MM[1] - TOP_MM - TYPE_AREA_MM[1]
    if paper.wide:
        section.orientation = WD_ORIENTATION.LANDSCAPE
        section.page_width, section.page_height = Mm(PAGE_MM[1]), Mm(PAGE_MM[0])
        edges = (LEFT_MM, below, right, TOP_MM)  # turned to the left: the binding edge is above
    else:
        section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
        edges = (TOP_MM, right, below, LEFT_MM)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, edges)
    section.footer_distance = Mm(max(5, edges[2] - PAGE_NUMBER_MM))
    section.header_distance = Mm(edges[0] - 17)
    section.gutter = 0
    for old in section._sectPr.xpath("./w:docGrid"):  # noqa: SLF001 - python-docx has no grid of its own
        old.getparent().remove(old)
    section._sectPr.append(element("w:docGrid", type="lines", linePitch=str(int(LINE_POINTS * 20))))  # noqa: SLF001
    document.settings.odd_and_even_pages_header_footer = True
    sides: list[tuple[Any, Any, Any]] = [
        (section.header, section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_header, section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ]
    if paper.kind == LETTER:  # its first page has no number (10.1)
        section.different_first_page_header_footer = True
        sides.append((section.first_page_header, section.first_page_footer, None))
    for header, footer, side in sides:
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        if paper.banner:
            of = header.paragraphs[0]
            of.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run(of, paper.banner, HEI, BODY_POINTS, colour=RED)
        if side is not None:
            _page_number(footer.paragraphs[0], side)
        else:
            add_letter_rules(section, footer)


def _page_number(of: Block, side: Any) -> None:
    """— 1 —: 4号, a 一字线 on either side, one character from the edge (7.5); the number is a field."""
    from docx.shared import Pt

    of.alignment = side
    of.paragraph_format.left_indent = of.paragraph_format.right_indent = Pt(SMALL_POINTS)

    def piece(text: str) -> Any:
        return run(of, text, PAGE_NUMBER_FOUNT, SMALL_POINTS, latin=PAGE_NUMBER_FOUNT)

    def mark(child: Any) -> None:
        piece("")._r.append(child)  # noqa: SLF001 - a run each: LibreOffice gives the field the look of its first run alone

    piece("— ")
    mark(element("w:fldChar", fldCharType="begin"))
    instruction = element("w:instrText")
    instruction.text = "PAGE"
    mark(instruction)
    mark(element("w:fldChar", fldCharType="separate"))
    piece("1")
    mark(element("w:fldChar", fldCharType="end"))
    piece(" —")


def _founts(document: Document) -> None:
    """The Normal style is 3号仿宋, Chinese; the font table names what stands in for founts that are missing."""
    from docx.shared import Pt

    style: Any = document.styles["Normal"]
    style.font.size = Pt(BODY_POINTS)
    set_founts(style.element.get_or_add_rPr(), FANG, LATIN)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.widow_control = False  # 22 lines on every page
    paragraph = style.element.get_or_add_pPr()
    for switch in (
        "overflowPunct",
        "autoSpaceDE",
        "autoSpaceDN",
    ):  # marks stay inside 28 characters, no blanks at figures
        paragraph.insert_element_before(element(f"w:{switch}", val="0"), "w:spacing", "w:ind", "w:jc", "w:rPr")
    for language in document.styles.element.xpath(".//w:lang"):
        language.set(name("w:eastAsia"), _LANGUAGE)
    settings = document.settings.element
    spacing = settings.xpath("./w:characterSpacingControl")[0]  # the schema wants them behind it, After first
    for way, marks in (("Before", NO_LINE_BEGINS_WITH), ("After", NO_LINE_ENDS_WITH)):
        spacing.addnext(element(f"w:noLineBreaks{way}", lang=_LANGUAGE, val=marks))
    for language in settings.xpath(".//w:themeFontLang"):
        language.set(name("w:val"), _LANGUAGE)
        language.set(name("w:eastAsia"), _LANGUAGE)
    entries = "".join(
        f'<w:font w:name="{fount}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for fount, others in FALLBACKS.items()
    )
    for part in document.part.package.iter_parts() if document.part.package else ():
        if str(part.partname) == "/word/fontTable.xml":
            table: Any = part
            table._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")  # noqa: SLF001


# ---------------------------------------------------------------- what stands between head and foot


def _part(document: Document, paper: Paper, part: Part, pitch: float) -> None:
    if isinstance(part, Paragraph):
        _body(document, part, paper, pitch)
    elif isinstance(part, Table):
        add_table(document, part, type_width(paper), WIDE_POINTS if paper.wide else TABLE_POINTS)
    elif isinstance(part, Form):
        add_form(document, part, type_width(paper))
    else:
        _new_page(document, part, formal=paper.kind in FORMAL)


def _new_page(document: Document, part: Break, *, formal: bool) -> None:
    """Begin a page; an annex of a 公文 has 附件 flush left on the first line and its title centred on the third (7.3.6)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    label, colon, title = line(part.title).partition("：")
    of = block(document)
    of.paragraph_format.page_break_before = part.page
    of.paragraph_format.keep_with_next = True
    if formal and colon:
        run(of, label, HEI, BODY_POINTS)
        block(document).paragraph_format.keep_with_next = True
        of = block(document, WD_ALIGN_PARAGRAPH.CENTER, height=TITLE_LINE_POINTS)
        of.paragraph_format.keep_with_next = True
        run(of, title, SONG, TITLE_POINTS)
    elif part.title:
        of.paragraph_format.space_before = Pt(0 if part.page else SMALL_POINTS)
        run(of, line(part.title), HEI, BODY_POINTS)


def _body(document: Document, paragraph: Paragraph, paper: Paper, pitch: float) -> None:
    closer = paper.kind in FORMAL
    if paper.kind == SHEET:  # what a sheet says in words is as large as its boxes
        run(block(document, height=SMALL_POINTS * 1.6), line(paragraph.text), FANG, TABLE_POINTS)
        return
    of = indented(block(document, height=pitch))
    end, label = heading_end(paragraph), attendance_end(paper, paragraph)
    if label:
        run(of, line(paragraph.text[:label]), HEI, BODY_POINTS, closer=closer)
        end = label
    elif end:
        run(of, line(paragraph.text[:end]), _HEADING_FOUNTS[paragraph.level], BODY_POINTS, closer=closer)
        of.paragraph_format.keep_with_next = end == len(paragraph.text)
    if end < len(paragraph.text):
        run(of, line(paragraph.text[end:]), FANG, BODY_POINTS, closer=closer)


def _after_body(document: Document, paper: Paper, pitch: float) -> None:
    from docx.shared import Pt

    closer = paper.kind in FORMAL
    for number, attached in enumerate(paper.attached):
        of = indented(block(document, height=pitch))
        of.paragraph_format.space_before = Pt(0 if number else pitch)
        if number:
            of.paragraph_format.left_indent = Pt(BODY_POINTS * 3)
        run(of, line(attached), FANG, BODY_POINTS, closer=closer)
    _closing(document, paper, pitch)


def _closing(document: Document, paper: Paper, pitch: float) -> None:
    """署名 and 成文日期 without a printed seal: two characters free at the right, the date two characters further in (7.3.5)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if document.paragraphs and (paper.closing_name or paper.closing_date):
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
    wide, date_wide = _characters(paper.closing_name), _characters(paper.closing_date)
    line_wide = type_width(paper) * MM_POINTS / BODY_POINTS
    begins = min(line_wide - 2 - wide, line_wide - 2 - date_wide - 2)  # a longer date takes the two characters
    rows = [
        (paper.closing_name, begins),
        (paper.closing_date, begins + 2 if paper.closing_name else line_wide - 4 - date_wide),
    ]
    for number, (text, left) in enumerate(row for row in rows if row[0]):
        of = block(document, WD_ALIGN_PARAGRAPH.LEFT, height=pitch)
        of.paragraph_format.keep_together = True
        of.paragraph_format.space_before = Pt(0 if number else pitch)
        of.paragraph_format.left_indent = Pt(BODY_POINTS * max(0.0, left))
        of.paragraph_format.keep_with_next = not number and bool(paper.closing_date)
        run(of, line(text), FANG, BODY_POINTS)


def _characters(text: str) -> float:
    """Width of a short text in characters of its size: figures are half as wide."""
    return sum(0.5 if one.isascii() else 1 for one in line(text))
