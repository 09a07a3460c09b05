"""What stands together on a page: measured in the PDF of papers that are longer or fuller than the scripted day's."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import measuring as m
import pytest

from dutydesk.documents.docx import docx_bytes
from dutydesk.documents.paper import BULLETIN, MINUTES, SHEET, Break, Column, Paper, Paragraph, Table
from dutydesk.documents.pdf import pdf_of

pytestmark = pytest.mark.papers

LINE = "汛" * 51  # two lines with the two characters in front
LAST = "下一步，我办将继续跟踪处置进展，及时核实有关情况。有新情况续报。"
TEN = "，".join(["省防汛抗旱指挥部办公室"] * 10)
FOOT = (("拟稿：秦岚", "审核：方远", "签发：严副主任（电话请示同意，9时56分，秦岚记录）", "电话：010-60000000"),)


def printed(tmp_path: Path, paper: Paper) -> list[m.Page]:
    target = tmp_path / "paper.pdf"
    target.write_bytes(pdf_of(docx_bytes(paper, at=1_784_000_000_000_000)))
    return m.pages(target)


def bulletin(paragraphs: int, to: str = "省委办公厅，省政府总值班室") -> Paper:
    text = (*(Paragraph(LINE) for _ in range(paragraphs)), Paragraph(LAST))
    return Paper(
        "关于登封市徐庄镇柳泉煤矿透水事故致7失联2伤情况的报告（首报）",
        layout=BULLETIN,
        red_head="值班信息专报",
        issue="第1期",
        office="某办",
        date="2027年1月1日",
        content=text,
        foot=((f"报：{to}。",), *FOOT),
    )


@pytest.mark.parametrize("paragraphs", [4, 5])
def test_a_report_of_a_few_lines_more_is_drawn_onto_one_page(tmp_path: Path, paragraphs: int) -> None:
    """Lines stand 26 to 22 points apart, never closer, and the text ends above the foot."""
    (page,) = printed(tmp_path, bulletin(paragraphs))
    text = [one for one in page.body if one.points == 16.0][2:]
    steps = {round((below.top - above.top) * m.MM, 1) for above, below in itertools.pairwise(text)}
    assert min(steps) >= 22.0 - 0.2
    assert max(steps) <= 26.0 + 0.2
    assert text[-1].bottom < min(rule.top for rule in page.rules if not rule.red)


def test_what_goes_over_is_more_than_the_last_sentence(tmp_path: Path) -> None:
    """With ten recipients the last two paragraphs stand together above the foot, in the usual pitch."""
    first, second = printed(tmp_path, bulletin(5, TEN))
    over = [one.text for one in second.body if one.points == 16.0]
    assert len(over) >= 4, over
    assert over[0] == "汛" * len(over[0]), "the paragraph before goes over with 下一步"
    assert not [rule for rule in first.rules if not rule.red]


def test_the_signature_stands_behind_the_telephone_where_that_saves_a_line(tmp_path: Path) -> None:
    (page,) = printed(tmp_path, bulletin(2))
    foot = [one.text.replace(" ", "") for one in page.body if one.points == 14.0]
    assert foot[-2:] == [
        "拟稿：秦岚\u3000审核：方远\u3000电话：010-60000000",
        "签发：严副主任（电话请示同意，9时56分，秦岚记录）",
    ]


@pytest.mark.parametrize("decisions", [3, 4, 5, 6])
def test_who_was_there_stands_together_with_what_was_decided_last(tmp_path: Path, decisions: int) -> None:
    paper = Paper(
        "汛情会商会纪要",
        layout=MINUTES,
        red_head="某办值班工作纪要",
        issue="〔2027〕1号",
        office="某办",
        date="2027年1月1日",
        content=(
            *(Paragraph(f"{number}、会议议定，{'汛' * 30}。", 1) for number in "一二三四五六"[:decisions]),
            Paragraph("出席：秦岚"), Paragraph("请假：唐主任"), Paragraph("列席：纪晓"),
        ),
        foot=(("分送：各组。",), ("签发：唐主任", "2027年1月1日印发")),
    )  # fmt: skip
    *_, last = printed(tmp_path, paper)
    text = [one.text for one in last.body if one.points == 16.0]
    assert [one[:2] for one in text[-3:]] == ["出席", "请假", "列席"]
    assert len(text) >= 5
    assert re.match("[一二三四五六]、|汛", text[-4])


def test_the_name_of_an_annex_stands_above_its_table(tmp_path: Path) -> None:
    rows = tuple((str(number), "内容") for number in range(1, 27))
    columns = (Column("序号", 6), Column("内容", 40))
    paper = Paper(
        "交接班记录",
        layout=SHEET,
        content=(Break("附件1：甲", page=False), Table(columns, rows), Break("附件2：乙", page=False), Table(columns, rows)),
    )  # fmt: skip
    for page in printed(tmp_path, paper):
        for number, one in enumerate(page.body):
            if one.text.startswith("附件"):
                assert [two.text for two in page.body[number + 1 : number + 3]][:1] != [], "a name alone at the foot"
                assert page.body[number + 2].text.startswith("1")
