"""Every paper of the day as it comes out of the printer: measured in the PDF that LibreOffice makes of its .docx."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise

import day
import measuring as m
import pdfplumber
import pytest
from conftest import Printed

from dutydesk.documents.docx import docx_bytes
from dutydesk.documents.docx_heads import TITLE_CHARACTERS
from dutydesk.documents.paper import DOCUMENT, Paper, Paragraph
from dutydesk.documents.pdf import pdf_of
from dutydesk.documents.titles import title_lines

pytestmark = pytest.mark.papers

KINDS = [f"{number:02d}-{kind}" for number, (kind, _, _) in enumerate(day.PRINTED)]
BULLETINS = ("report", "express", "brief", "nil")
FORMAL = ("document", "minutes", "invitation")
LETTERS = ("letter", "invitation_letter")
TURNED = ("log", "fax")
IDS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|\b[0-9a-f]{16}\b|\d{2}:\d{2}:\d{2}|\dT\d\d:|\+08:00|None|\{\w*\}|【待补】|××"
)


@pytest.mark.parametrize("name", KINDS)
def test_the_page_and_its_number(papers: dict[str, Printed], name: str) -> None:
    paper = papers[name]
    found = m.pages(paper.pdf)
    for number, page in enumerate(found, 1):
        wide = paper.kind in TURNED
        assert (round(page.width), round(page.height)) == ((297, 210) if wide else (210, 297))
        if paper.kind in LETTERS and number == 1:
            assert page.number is None, "the first page of a letter has no number"
            continue
        assert page.number is not None
        assert page.number.text == f"— {number} —"
        assert page.number.points == 14.0
        if wide:
            continue
        assert page.number.bottom == pytest.approx(m.BOTTOM + 7 + 5, abs=2.5)
        if number % 2:
            assert page.number.right == pytest.approx(m.RIGHT - 5, abs=1.5), "odd pages right, one character free"
        else:
            assert page.number.left == pytest.approx(m.LEFT + 5, abs=1.5), "even pages left, one character free"


@pytest.mark.parametrize("name", [one for one in KINDS if one[3:] not in (*TURNED, *LETTERS)])
def test_everything_stands_inside_the_type_area(papers: dict[str, Printed], name: str) -> None:
    for page in m.pages(papers[name].pdf):
        for line in page.body:
            assert line.left >= m.LEFT - 0.6, line
            hung = 5.6 if line.text[-1] in "，。、；：）”" else 0  # a mark may hang at the end of a line
            assert line.right <= m.RIGHT + 0.6 + hung, line
            assert line.bottom <= m.BOTTOM + 0.6, line
            assert line.top >= m.TOP - 0.5, line


@pytest.mark.parametrize("name", [one for one in KINDS if one[3:] in (*BULLETINS, *FORMAL)])
def test_the_red_name_the_red_line_and_the_foot(papers: dict[str, Printed], name: str) -> None:
    paper = papers[name]
    found = m.pages(paper.pdf)
    (red,) = {round(rule.top, 1) for rule in found[0].rules if rule.red and rule.lies}
    line = next(rule for rule in found[0].rules if rule.red)
    assert (line.left, line.right) == (pytest.approx(m.LEFT, abs=0.3), pytest.approx(m.RIGHT, abs=0.3))
    head = max((one for one in found[0].lines), key=lambda one: (one.points, -one.top))
    name_below = 20 if paper.kind in BULLETINS else 35
    assert head.top - m.TOP == pytest.approx(name_below, abs=2.5)
    above = max(one.bottom for one in found[0].lines if one.bottom < red + 0.5)
    assert red - above == pytest.approx(4, abs=1)
    black = [rule for rule in found[-1].rules if not rule.red and rule.lies]
    assert max(rule.top for rule in black) == pytest.approx(m.BOTTOM, abs=0.6), (
        "the last rule is the edge of the type area"
    )
    for rule in black:
        assert (rule.left, rule.right) == (pytest.approx(m.LEFT, abs=0.4), pytest.approx(m.RIGHT, abs=0.4))
    first_rule = min(rule.top for rule in black)
    text = [one for one in found[-1].body if one.bottom < first_rule]
    assert text, "the foot never stands alone on a page"
    assert not [rule for page in found[:-1] for rule in page.rules if not rule.red], (
        "the foot stands on the last page alone"
    )


@pytest.mark.parametrize("name", [one for one in KINDS if one[3:] in LETTERS])
def test_a_letter_has_two_red_double_rules(papers: dict[str, Printed], name: str) -> None:
    first = m.pages(papers[name].pdf)[0]
    red = [rule for rule in first.rules if rule.red and rule.lies]
    assert {(round(one.left), round(one.right)) for one in red} == {(20, 190)}
    assert max(one.top for one in red) == pytest.approx(297 - 20, abs=1.5)
    name_line = first.body[0]
    assert name_line.top == pytest.approx(37, abs=4)
    assert min(one.top for one in red) - name_line.bottom == pytest.approx(4, abs=4)


@pytest.mark.parametrize("name", [one for one in KINDS if one[3:] not in (*BULLETINS, *FORMAL, *LETTERS)])
def test_tables_have_every_border(papers: dict[str, Printed], name: str) -> None:
    """The outer edges of a table are ruled from its first to its last row, and lie at the edges of the type area."""
    page = m.pages(papers[name].pdf)[0]
    assert not [rule for rule in page.rules if rule.red]
    level = [rule for rule in page.rules if rule.lies]
    upright = [rule for rule in page.rules if not rule.lies]
    left, right = min(rule.left for rule in level), max(rule.right for rule in level)
    width = 225 if papers[name].kind in TURNED else 156
    assert right - left == pytest.approx(width, abs=1)
    for edge in (left, right):
        spans = [rule for rule in upright if abs(rule.left - edge) < 1]
        assert spans, "no border at the edge"
        assert min(rule.top for rule in spans) <= min(rule.top for rule in level) + 0.6
        assert max(rule.bottom for rule in spans) >= max(rule.top for rule in level) - 0.6


@pytest.mark.parametrize("name", KINDS)
def test_the_words_are_those_of_an_office(papers: dict[str, Printed], name: str) -> None:
    with pdfplumber.open(papers[name].pdf) as document:
        text = "\n".join(page.extract_text() or "" for page in document.pages)
    assert not IDS.search(text), IDS.search(text)
    assert "演练" in text
    english = re.findall(r"[A-Za-z]{3,}", re.sub(r"校验值[0-9a-f]+", "", text))
    assert english == [], english
    for line in text.splitlines():
        assert not re.search(r"(?<=[\u4e00-\u9fff）”])[,;:?!](?!\d)", line), line
        assert not line.startswith("级"), "a level is never broken: " + line


def test_a_drill_and_a_draft_say_so_on_every_page(papers: dict[str, Printed]) -> None:
    for paper in papers.values():
        for page in m.pages(paper.pdf):
            assert any("演练" in line.text for line in page.lines)


def test_22_lines_of_28_characters() -> None:
    paper = Paper(
        "标题", layout=DOCUMENT, red_head="某办文件", number="某〔2026〕1号", content=(Paragraph("汛" * 28 * 50),)
    )
    with pdfplumber.open(io.BytesIO(pdf_of(docx_bytes(paper, at=1_784_000_000_000_000)))) as document:
        second = document.pages[1]
        rows: dict[int, int] = {}
        for char in second.chars:
            if char["size"] > 15:
                rows[round(char["bottom"])] = rows.get(round(char["bottom"]), 0) + 1
    assert list(rows.values()) == [28] * 22
    pitch = (max(rows) - min(rows)) / 21
    assert pitch == pytest.approx(28.95, abs=0.1)


@pytest.mark.parametrize(
    "title",
    [
        "关于卢氏县官道口镇杨家沟村山体滑坡泥石流掩埋民房致1死7失联3伤情况的报告（首报）",
        "卢氏县官道口镇杨家沟村发生一起山体滑坡泥石流灾害致3死5失联5伤",
    ],
)
def test_no_line_of_a_title_runs_over_by_what_is_free_beside_figures(title: str) -> None:
    paper = Paper(title, layout=DOCUMENT, red_head="某办文件", content=(Paragraph("情况。"),))
    written = docx_bytes(paper, at=1_784_000_000_000_000)
    with pdfplumber.open(io.BytesIO(pdf_of(written))) as document:
        lines = [line.replace(" ", "") for line in document.pages[0].extract_text().split("\n")]
    for line in title_lines(title, TITLE_CHARACTERS):
        assert line in lines


def test_chinese_marks_are_chinese_in_word() -> None:
    """Word sets “”, … and Ⅲ in the Latin fount where nothing says that they are Chinese."""
    paper = Paper("标题", layout=DOCUMENT, red_head="某办文件", content=(Paragraph("“七一五”较大（Ⅲ级）……"),))
    with zipfile.ZipFile(io.BytesIO(docx_bytes(paper, at=1_784_000_000_000_000))) as archive:
        founts = re.findall("<w:rFonts[^>]*>", archive.read("word/document.xml").decode())
    assert founts
    assert all('w:hint="eastAsia"' in one for one in founts)


def test_a_first_report_of_twelve_lines_stands_on_one_page(papers: dict[str, Printed]) -> None:
    """With its foot: the text is set closer than a 公文's, never smaller; a follow-up and a correction need no more."""
    for name in ("00-report", "01-report", "03-report"):
        (page,) = m.pages(papers[name].pdf)
        text = [line for line in page.body if line.points == 16.0]
        assert len(text) >= (12 if name == "00-report" else 1)


def test_the_signature_of_a_short_notice_is_drawn_onto_its_page(papers: dict[str, Printed]) -> None:
    """Lines a little closer, never below 25 points (7.3.5); what has more text than that keeps 22 lines a page."""
    (page,) = m.pages(papers["10-invitation"].pdf)
    text = [line for line in page.body if line.points == 16.0]
    assert "2026年7月15日" in text[-1].text.replace(" ", "")
    assert min(b.bottom - a.bottom for a, b in pairwise(text)) * m.MM >= 24.9
    first, *_ = m.pages(papers["07-document"].pdf)
    pitches = [b.bottom - a.bottom for a, b in pairwise([line for line in first.body if line.points == 16.0][3:])]
    assert pitches == pytest.approx([28.95 / m.MM] * len(pitches), abs=0.2)


def test_the_groups_of_the_handover_are_one_cell_each(papers: dict[str, Printed]) -> None:
    """What belongs together is ruled together, and an incident's level is written as people say it."""
    with zipfile.ZipFile(papers["19-handover"].docx) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count('w:vMerge w:val="restart"') >= 6  # the head and every group of the checklist but the signatures
    assert body.count("<w:vMerge/>") + body.count('w:vMerge w:val="continue"') > 10
    assert "Y1较大（Ⅲ级）二广高速南召段大客车追尾事故" in re.sub("<[^>]+>", "", body)


def test_the_handover_fits_two_pages_and_annexes(papers: dict[str, Printed]) -> None:
    (paper,) = [one for one in papers.values() if one.kind == "handover"]
    found = m.pages(paper.pdf)
    signed = [number for number, page in enumerate(found, 1) if any("交班签字" in line.text for line in page.lines)]
    annexes = [
        number for number, page in enumerate(found, 1) if any(line.text.startswith("附件") for line in page.lines)
    ]
    assert signed == [number for number in signed if number <= 2]
    assert annexes
    assert min(annexes) == 3
    assert any("校验值" in line.text for line in found[-1].lines)


def test_the_annex_that_is_named_is_there(papers: dict[str, Printed]) -> None:
    """附件 flush left at the top of a page of its own, behind the signature; its title on the third line, its list, then 版记 (7.3.6)."""
    *before, last = m.pages(papers["07-document"].pdf)
    named = [line.text for page in before for line in page.lines if line.text.startswith("附件：")]
    assert named == ["附件：报送情况一览表"]
    assert any("2026年7月16日" in line.text.replace(" ", "") for line in before[-1].lines[-4:])
    label, title, head, *rows = last.body
    assert (label.text, label.left) == ("附件", pytest.approx(m.LEFT, abs=0.6))
    assert label.top == pytest.approx(m.TOP, abs=4)
    assert (title.text, title.points) == ("报送情况一览表", 22.0)
    assert title.top - label.top == pytest.approx(2 * 28.95 / m.MM, abs=3)
    assert (title.left + title.right) / 2 == pytest.approx((m.LEFT + m.RIGHT) / 2, abs=1.5)
    assert "报送单位" in head.text
    assert [row.text for row in rows[:5] if "7月15日" in row.text.replace(" ", "")] == [row.text for row in rows[:5]], (
        "a line each"
    )
    assert "抄送：" in rows[5].text


def test_fount_names_and_the_language_are_in_the_file(papers: dict[str, Printed]) -> None:
    with zipfile.ZipFile(papers["00-report"].docx) as archive:
        styles, core = archive.read("word/styles.xml").decode(), archive.read("docProps/core.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert 'w:eastAsia="zh-CN"' in styles
    assert "zh-CN</dc:language>" in core
    assert re.search(r"值班日志第\d+条 [0-9a-f]{16}", core), "the journal's row is in the properties"
    assert "值班日志第" not in body
