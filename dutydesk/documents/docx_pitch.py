"""How close the lines of a 公文 stand: a signature that would go over alone is drawn in by the line pitch (GB/T 9704 7.3.5)."""

from __future__ import annotations

import math

from dutydesk.documents.docx_blocks import (
    BODY_POINTS,
    CHARACTERS,
    LINE_POINTS,
    MM_POINTS,
    SMALL_POINTS,
    TYPE_AREA_MM,
    line,
)
from dutydesk.documents.docx_heads import NAME_BELOW_MM, TITLE_CHARACTERS, TITLE_LINE_POINTS, head_points
from dutydesk.documents.paper import DOCUMENT, Paper, Paragraph
from dutydesk.documents.titles import title_lines

CLOSEST_POINTS = 25.0
"""No closer than this: 25 lines of 3号 on a page."""

SPARE_POINTS = 9.0
"""What rounding takes, and the paragraphs that 版记 hangs on."""


def line_pitch(paper: Paper) -> float:
    """Return the height of a line of a paper's text, in points: closer where nothing but the signature would go over.

    The standard has 22 lines a page and lets them be moved where there is no room for the signature. What has more text
    than a line over, and whatever is followed by annexes or holds a table, keeps the standard's lines.
    """
    text = [part for part in paper.content if isinstance(part, Paragraph)]
    if paper.kind != DOCUMENT or paper.annexes or len(text) < len(paper.content):
        return LINE_POINTS
    lines, signed = _lines(paper, text), _signature(paper)
    room, foot = _room(paper), (len(paper.foot) + len(paper.small)) * SMALL_POINTS * 1.6
    closer = math.floor((room - foot) / (lines + signed) * 20) / 20
    if closer < CLOSEST_POINTS or (lines - 1) * LINE_POINTS > room:
        return LINE_POINTS
    return min(LINE_POINTS, closer)


def _lines(paper: Paper, text: list[Paragraph]) -> int:
    """How many lines of the text's height a paper has above its signature: number, blanks, 主送, text, 附件说明."""
    body = sum(_rows(line(one.text), 2) for one in text)
    to = _rows(line(paper.addressed), 0) if paper.addressed else 0
    return 2 + 3 + to + body + (len(paper.attached) + 1 if paper.attached else 0)


def _signature(paper: Paper) -> int:
    """Lines of 署名 and 成文日期, with the blank one above them."""
    named = sum(map(bool, (paper.closing_name, paper.closing_date)))
    return named + 1 if named else 0


def _room(paper: Paper) -> float:
    """What the first page has for lines of the text's height, in points: without the red name and the title."""
    title = len(title_lines(line(paper.title), TITLE_CHARACTERS)) * TITLE_LINE_POINTS
    above = NAME_BELOW_MM[DOCUMENT] * MM_POINTS + head_points(paper) + title
    return TYPE_AREA_MM[1] * MM_POINTS - above - SPARE_POINTS


def _rows(text: str, indent: int) -> int:
    """Lines that a text takes; a line may end one character early, where a mark would begin the next."""
    wide = indent + sum(0.5 if one.isascii() else 1 for one in text)
    return math.ceil(wide * BODY_POINTS / (CHARACTERS * BODY_POINTS - BODY_POINTS / 2))
