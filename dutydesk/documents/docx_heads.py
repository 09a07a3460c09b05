"""The head of a paper in .docx: red name, number, red line and title, by family (papers 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dutydesk.documents.docx_blocks import (
    BODY_POINTS,
    FANG,
    HEI,
    KAI,
    LEFT_MM,
    LINE_POINTS,
    MM_POINTS,
    PAGE_MM,
    RED,
    SONG,
    TABLE_POINTS,
    TITLE_POINTS,
    TYPE_AREA_MM,
    UNDER_POINTS,
    block,
    border,
    gap,
    line,
    run,
    type_width,
)
from dutydesk.documents.paper import BULLETIN, DOCUMENT, LETTER, MINUTES, Paper
from dutydesk.documents.titles import title_lines

if TYPE_CHECKING:
    from docx.document import Document

RED_HEAD_POINTS = 40.0
"""The red head's size is the office's own (7.2.4), but below the 22 mm of the standard."""

NAME_BELOW_MM = {DOCUMENT: 35.0, MINUTES: 35.0, BULLETIN: 20.0}
"""From the top of the type area to the upper edge of the red name (7.2.4, 10.3; papers 2)."""

LETTER_NAME_MM, LETTER_RULE_MM, LETTER_FOOT_MM = 30.0, 170.0, 20.0
"""信函: the name from the paper's upper edge, the length of the red double rules, the lower one from the lower edge (10.1)."""

LINE_BELOW_MM = 4
"""From what stands above it to the red line (7.2.7)."""

BULLETIN_LINE_POINTS = 26.0
"""Line pitch of 值班刊物: closer than the 22 lines of a 公文, which GB/T 9704 does not ask of them, so that a 首报 stands on one page."""

BULLETIN_BLANK_POINTS = 17.0
"""Above and below the title of such a paper, for the same reason."""

TITLE_LINE_POINTS = 34.0
TITLE_CHARACTERS = 20
"""Characters of 2号 on a line of 156 mm."""

SHEET_TITLE_POINTS = 18.0
"""小二: titles of ruled sheets."""


def add_head(document: Document, paper: Paper, pitch: float = LINE_POINTS) -> None:
    """Add everything above the text, whose lines are so high, in points."""
    kind = paper.kind
    if kind == LETTER:
        _letter_head(document, paper)
    elif kind in NAME_BELOW_MM:
        _red_head(document, paper, kind, pitch)
    elif paper.urgency:
        run(block(document), paper.urgency, HEI, BODY_POINTS)
    _title(document, paper, pitch)


def head_points(paper: Paper) -> float:
    """Return how high the red name and the line below it are together, in points, below where the name begins."""
    points = _name_points(paper)
    return points + (points * 1.3 - points) / 2 + LINE_BELOW_MM * MM_POINTS - UNDER_POINTS


def _name_points(paper: Paper) -> float:
    return min(RED_HEAD_POINTS, TYPE_AREA_MM[0] * MM_POINTS / max(1, len(line(paper.red_head))) - 1)


def _red_head(document: Document, paper: Paper, kind: str, pitch: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    above = NAME_BELOW_MM[kind]
    if paper.urgency:
        run(block(document), paper.urgency, HEI, BODY_POINTS)
        above -= LINE_POINTS / MM_POINTS
    name = line(paper.red_head)
    points = _name_points(paper)
    gap(document, above - (points * 1.3 - points) / MM_POINTS / 2)
    spaced = "\u2002".join(name) if len(name) <= 7 else name
    run(block(document, WD_ALIGN_PARAGRAPH.CENTER, height=points * 1.3), spaced, SONG, points, colour=RED)
    if kind == DOCUMENT:
        _number_lines(document, paper, pitch)
        return
    if paper.issue:
        run(block(document, WD_ALIGN_PARAGRAPH.CENTER), line(paper.issue), FANG, BODY_POINTS)
    if paper.office or paper.date:
        _ends(document, paper.office, paper.date, TYPE_AREA_MM[0], BODY_POINTS)
    _red_line(document)


def _number_lines(document: Document, paper: Paper, pitch: float) -> None:
    """文号 and 签发人: two lines below the name; both on one line where the paper goes up (7.2.5, 7.2.6)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt

    block(document, height=pitch)
    if not paper.approver:
        run(block(document, WD_ALIGN_PARAGRAPH.CENTER, height=pitch), line(paper.number), FANG, BODY_POINTS)
    else:
        of = block(document, height=pitch)
        of.paragraph_format.left_indent = of.paragraph_format.right_indent = Pt(BODY_POINTS)
        of.paragraph_format.tab_stops.add_tab_stop(Mm(TYPE_AREA_MM[0]) - Pt(BODY_POINTS), WD_TAB_ALIGNMENT.RIGHT)
        run(of, line(paper.number), FANG, BODY_POINTS)
        of.add_run().add_tab()
        run(of, "签发人：", FANG, BODY_POINTS)
        run(of, line(paper.approver), KAI, BODY_POINTS)
    _red_line(document)


def _ends(document: Document, left: str, right: str, width: float, points: float) -> None:
    """Two texts at both ends of a line; on two lines where they do not fit on one."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Mm

    left, right = line(left), line(right)
    of = block(document)
    wide = sum(0.5 if one.isascii() else 1 for one in left + right) * points / MM_POINTS
    run(of, left, FANG, points)
    if wide > width - 5 and left and right:
        of = block(document, WD_ALIGN_PARAGRAPH.RIGHT)
    else:
        of.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
        of.add_run().add_tab()
    run(of, right, FANG, points)


def _red_line(document: Document) -> None:
    """The red line, 4 mm below what stands above it, as wide as the type area (7.2.7)."""
    border(block(document, height=LINE_BELOW_MM * MM_POINTS - UNDER_POINTS), "bottom", "single", 12)


def _letter_head(document: Document, paper: Paper) -> None:
    """信函: the office's name, a red double rule of 170 mm, 文号 flush right below it (10.1)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    name = line(paper.red_head or paper.office)
    points = min(RED_HEAD_POINTS, TYPE_AREA_MM[0] * MM_POINTS / max(1, len(name)) - 1)
    of = block(document, WD_ALIGN_PARAGRAPH.CENTER, height=points * 1.2 + LINE_BELOW_MM * MM_POINTS)
    run(of, name, SONG, points, colour=RED)
    _wide(of, Mm)
    border(of, "bottom", "thickThinSmallGap", 24, space=LINE_BELOW_MM * 2)
    number = block(document, WD_ALIGN_PARAGRAPH.RIGHT, height=LINE_POINTS)
    run(number, line(paper.number), FANG, BODY_POINTS)
    if paper.urgency:
        run(block(document), paper.urgency, HEI, BODY_POINTS)


def _wide(of: Any, length: Any) -> None:
    """Let a paragraph be 170 mm wide, in the middle of the paper."""
    outside = (PAGE_MM[0] - LETTER_RULE_MM) / 2
    of.paragraph_format.left_indent = length(outside - LEFT_MM)
    of.paragraph_format.right_indent = length(outside - (PAGE_MM[0] - LEFT_MM - TYPE_AREA_MM[0]))


def add_letter_rules(section: Any, footer: Any) -> None:
    """Draw the lower double rule of a letter's first page: thin above, thick below, 20 mm from the edge (10.1)."""
    from docx.shared import Mm

    section.footer_distance = Mm(LETTER_FOOT_MM)
    section.top_margin = Mm(LETTER_NAME_MM)
    of = footer.paragraphs[0]
    _wide(of, Mm)
    border(of, "bottom", "thinThickSmallGap", 24)


def _title(document: Document, paper: Paper, pitch: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    title = line(paper.title)
    if not title:
        if paper.kind in NAME_BELOW_MM:
            block(document, height=BULLETIN_BLANK_POINTS)  # the text does not begin at the red line
        return
    red = paper.kind in NAME_BELOW_MM or paper.kind == LETTER
    points = TITLE_POINTS if red else SHEET_TITLE_POINTS
    blank = BULLETIN_BLANK_POINTS if paper.kind == BULLETIN else pitch
    above = blank * (1 if red else 0)
    if paper.kind in {DOCUMENT, LETTER}:
        above = pitch * 2  # two lines below the red line (7.3.1, 10.1)
    if above:
        block(document, height=above)
    for one in title_lines(title, TITLE_CHARACTERS if red else TITLE_CHARACTERS + 4, paper.words):
        run(block(document, WD_ALIGN_PARAGRAPH.CENTER, height=TITLE_LINE_POINTS), one, SONG, points)
    if red:
        block(document, height=blank)
    elif paper.office or paper.date:
        _ends(document, paper.office, paper.date, type_width(paper), TABLE_POINTS)
