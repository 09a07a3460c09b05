"""How close the lines of a paper stand: what would go over alone is drawn in by the line pitch (GB/T 9704 7.3.5)."""

from __future__ import annotations

import math

from dutydesk.documents.docx_blocks import (
    CHARACTERS,
    LINE_POINTS,
    MM_POINTS,
    SMALL_POINTS,
    TYPE_AREA_MM,
    line,
)
from dutydesk.documents.docx_feet import foot_lines
from dutydesk.documents.docx_heads import (
    BULLETIN_BLANK_POINTS,
    BULLETIN_LINE_POINTS,
    NAME_BELOW_MM,
    TITLE_CHARACTERS,
    TITLE_LINE_POINTS,
    head_points,
)
from dutydesk.documents.paper import BULLETIN, DOCUMENT, MINUTES, Paper, Paragraph, begins_attendance
from dutydesk.documents.titles import printed_width, title_lines

CLOSEST_POINTS = {DOCUMENT: 25.0, MINUTES: 25.0, BULLETIN: 22.0}
"""No closer than this: 25 lines of 3号 on a page; 值班刊物, which the standard does not bind, want one page (papers 2)."""

SPARE_POINTS = 9.0
"""What rounding takes, and the paragraphs that 版记 hangs on."""


def line_pitch(paper: Paper) -> float:
    """Return the height of a line of a paper's text, in points: closer where a page more would hold a few lines alone.

    The standard has 22 lines a page and lets them be moved where there is no room for the signature; of a 公文 that has more
    text than a line over, and of whatever is followed by annexes or holds a table, the lines stay as they are.
    """
    usual = BULLETIN_LINE_POINTS if paper.kind == BULLETIN else LINE_POINTS
    text = [part for part in paper.content if isinstance(part, Paragraph)]
    if paper.kind not in CLOSEST_POINTS or paper.annexes or len(text) < len(paper.content):
        return usual
    lines, signed, room = _lines(paper, text), _signature(paper), _room(paper)
    foot = foot_lines(paper) * SMALL_POINTS * 1.6
    closer = math.floor((room - foot) / max(1, lines + signed) * 20) / 20
    if closer < CLOSEST_POINTS[paper.kind] or (paper.kind == DOCUMENT and (lines - 1) * LINE_POINTS > room):
        return usual
    return min(usual, closer)


def _lines(paper: Paper, text: list[Paragraph]) -> int:
    """How many lines of the text's height a paper has above its signature: number, blanks, 主送, text, 附件说明."""
    body = sum(_rows(line(one.text), 2) for one in text)
    body += sum(begins_attendance(paper, number) for number in range(len(paper.content)))
    if paper.kind == BULLETIN:
        return body
    to = _rows(line(paper.addressed), 0) if paper.addressed else 0
    above = 2 + 3 if paper.kind == DOCUMENT else 2
    return above + to + body + (len(paper.attached) + 1 if paper.attached else 0)


def _signature(paper: Paper) -> int:
    """Lines of 署名 and 成文日期, with the blank one above them."""
    named = sum(map(bool, (paper.closing_name, paper.closing_date)))
    return named + 1 if named else 0


def _room(paper: Paper) -> float:
    """What the first page has for lines of the text's height, in points: without the red head and the title."""
    title = len(title_lines(line(paper.title), TITLE_CHARACTERS, paper.words)) * TITLE_LINE_POINTS if paper.title else 0
    above = NAME_BELOW_MM[paper.kind] * MM_POINTS + head_points(paper) + title
    if paper.kind != DOCUMENT:
        above += LINE_POINTS * (bool(paper.issue) + bool(paper.office or paper.date))
    if paper.kind == BULLETIN:
        above += BULLETIN_BLANK_POINTS * (2 if paper.title else 1)
    return TYPE_AREA_MM[1] * MM_POINTS - above - SPARE_POINTS


def _rows(text: str, indent: int) -> int:
    """Lines that a text takes; a line may end one character early, where a mark would begin the next."""
    return math.ceil((indent + printed_width(text)) / (CHARACTERS - 0.75))
