"""Plain text: 56 cells, 22 lines, marks at the right ends, nothing lost, nothing forged."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from papers import BODY, FORGED, log, report

from dutydesk.documents.columns import INDENT, LINES, NO_END, NO_START, cells, pages, text_of, wrap
from dutydesk.documents.paper import CELLS, SHEET, Column, Paper, Table
from dutydesk.kernel.text import clean, one_line

HOSTILE = st.sampled_from(
    ["\x1b[2J", "\u202e", "e\u0301", "\u0301", "👨‍👩‍👧‍👦", "﷽", "[/]", "\n", "\f", "\t", "\u3000", "—", "…"]
)
texts = st.lists(st.one_of(st.characters(exclude_categories=["Cs"]), HOSTILE, st.sampled_from("，。（《字a 1"))).map(
    "".join
)
words = st.one_of(
    st.text("值班信息南召县", min_size=1, max_size=6),
    st.from_regex(r"[a-zA-Z0-9./-]{1,18}", fullmatch=True),
)
marks = st.sampled_from(["，", "。", "！？", "（", "）", "《", "》，", "：“", "。”", "、", " ", ", ", " (", ") "])
sentences = st.lists(st.tuples(words, words, marks).map("".join), max_size=40).map("".join)


def kept(text: str) -> str:
    return text.replace(" ", "").replace("\u3000", "")


@given(texts, st.sampled_from([CELLS, 31, 8, 5]))
@example("，" * 70, CELLS)
@example("（。" * 40, CELLS)
@example("a" + "\u0301" * 200 + "b", 5)
@example("x" * 300, 31)
def test_no_line_is_wider_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width=width, first="")
    assert [line for line in lines if cells(line) > width] == []
    assert kept("".join(lines)) == kept(one_line(text))


@given(texts, texts, st.lists(st.tuples(texts, texts, texts, texts), max_size=8), st.booleans())
def test_pages_have_22_lines_of_56_cells(
    title: str, body: str, rows: list[tuple[str, str, str, str]], drill: bool
) -> None:
    for paper in (
        report(body, title=title, office=body[:40], drafter=title, recipients=[title, body], drill=drill),
        log(*rows, drill=drill),
    ):
        for number, page in enumerate(pages(paper), 1):
            assert len(page) == LINES == 22
            assert [line for line in page if cells(line) > CELLS] == []
            assert page[-1].strip() == f"— {number} —"
            assert ("演练" in page[0]) >= drill
        whole = text_of(paper)
        assert clean(whole.replace("\f", "")) == whole.replace("\f", "")
        assert whole.count("\f") == len(pages(paper)) - 1


@given(sentences)
def test_marks_stand_at_the_right_ends_and_words_stay_whole(text: str) -> None:
    lines = wrap(text)
    assert [line for line in lines if line.strip() and line.strip()[0] in NO_START and line != lines[0]] == []
    assert [line for line in lines[:-1] if line[-1] in NO_END] == []
    for word in re.findall(r"(?<![!-~])[a-zA-Z0-9./-]+(?![!-~])", text):
        assert any(word in line for line in lines)


@given(texts)
def test_a_body_loses_nothing(text: str) -> None:
    printed = "".join(line for page in pages(report(text)) for line in page[:-1])
    assert kept(clean(text).replace("\n", "")) in kept(printed)


@pytest.mark.parametrize(
    ("text", "width"),
    [("值班ab", 6), ("“—…①Ⅲ", 10), ("e\u0301", 1), ("\u200d\ufe0f", 0), ("ｱ１", 3), ("〔2026〕", 8), ("👨\u200d👩", 4)],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_a_full_line_has_28_characters_and_two_blanks_begin_a_paragraph() -> None:
    lines = wrap("汛" * 60)
    assert lines == [INDENT + "汛" * 26, "汛" * 28, "汛" * 6]


def test_a_mark_takes_its_neighbour_along() -> None:
    assert wrap("汛" * 28 + "。", first="") == ["汛" * 27, "汛。"]
    assert wrap("汛" * 27 + "（情）", first="") == ["汛" * 27, "（情）"]
    assert wrap("汛" * 27 + "——情", first="") == ["汛" * 27, "——情"]
    assert wrap("汛" * 26 + "abcdef", first="") == ["汛" * 26, "abcdef"]
    assert wrap("a" * 60, first="") == ["a" * 56, "aaaa"]


def test_a_short_report_is_one_page_from_urgency_to_page_number() -> None:
    (page,) = pages(report("接报。\n有新情况续报。", archived=True))
    assert page[0] == "特急"
    assert page[1].strip() == "值\u3000班\u3000信\u3000息\u3000专\u3000报"
    assert page[2].strip() == "第12期"
    assert page[3] == "某省人民政府驻北京办事处" + " " * 11 + "2026年7月15日12时00分"
    assert page[4] == "=" * CELLS
    assert page[5].strip() == "关于二广高速追尾事故的报告(首报)"
    assert page[7:9] == ["\u3000\u3000接报。", "\u3000\u3000有新情况续报。"]
    assert page[-7:-1] == [
        "-" * CELLS,
        "报：省政府总值班室，省委办公厅。",
        "送：市应急局。",
        "拟稿：周明\u3000审核：何静\u3000签发：\u3000电话：010-60000000",
        "-" * CELLS,
        "值班日志第43条 0123456789abcdef",
    ]
    assert page[-1] == " " * 47 + "— 1 —"


def test_page_numbers_change_sides_and_the_foot_is_whole() -> None:
    first, second, third = pages(report("\n".join(["汛情通报"] * 45)))
    assert first[-1].endswith("   — 1 —")
    assert second[-1] == "\u3000— 2 —"
    assert third[-1].endswith("   — 3 —")
    assert third[-6] == "-" * CELLS
    longest = pages(report("汛情", recipients=[f"第{n}号单位值班室" for n in range(200)]))
    assert "第199号单位值班室。" in kept("".join(line for page in longest for line in page[:-1]))


def test_attachments_and_the_signed_leader() -> None:
    both = text_of(report(attachments=["照片", "名单"], signer="刘副主任"))
    assert "\u3000\u3000附件：1. 照片\n\u3000\u3000\u3000\u3000\u30002. 名单" in both
    assert "签发：刘副主任" in both
    assert "附件：照片" in text_of(report(attachments=["照片"]))


def test_a_forged_line_stays_in_its_column() -> None:
    """Case 24: an entry cannot look like another one on paper."""
    page = text_of(log(("08:30", "周明", "Y1", FORGED), ("08:40", "何静", "", "真的一条")))
    lines = page.splitlines()
    assert [line[:5] for line in lines if re.match(r"\d\d:\d\d", line)] == ["08:30", "08:40"]
    assert [line for line in lines if "刘副主任" in line] == [" " * 25 + "08:31  刘副主任  Y1    同意放行"]
    assert not any(mark in page for mark in "\r\x0b\x0c\x85\u2028")


def test_the_head_of_a_table_is_on_every_page_and_rows_are_whole() -> None:
    rows = [
        (f"{hour:02d}:{minute:02d}", "周明", "Y1", "第一行\n第二行") for hour in range(8) for minute in range(0, 60, 15)
    ]
    flow = pages(log(*rows))
    assert len(flow) > 3
    for page in flow[:-1]:
        assert [line for line in page if line.startswith("时间   记录人")]
        assert page[-2].strip() in {"第二行", ""}
    assert sum(line.endswith("第一行") for page in flow for line in page) == len(rows)


def test_headings_are_read_from_the_text() -> None:
    assert [one.level for one in report().body] == [0, 1, 2, 3, 4, 0]
    assert [one.text for one in report("\u3000\u3000甲\n\n  乙  ").body] == ["甲", "乙"]
    assert "".join(one.text for one in report().body) == BODY.replace("\n", "")


def test_what_cannot_be_a_paper_is_an_error() -> None:
    with pytest.raises(ValueError, match="urgency"):
        report(urgency="很急")
    with pytest.raises(ValueError, match="fields"):
        log(("08:30", "周明"))


def test_the_marks_are_marks() -> None:
    assert not NO_START & NO_END
    assert {unicodedata.category(mark) for mark in NO_END} == {"Ps", "Pi"}


def test_what_stands_below_its_row_has_the_whole_line_and_leaves_its_cells_to_the_others() -> None:
    columns = (Column("序号", 4), Column("单位", 8), Column("内容", 9, below=True), Column("结果", 7, below=True))
    said = "二广高速南召段大客车追尾半挂，车上37人，现在掌握2人死亡、8人受伤"
    (page,) = pages(
        Paper("值班日志", layout=SHEET, content=(Table(columns, (("1", "高速交警三大队值班室", said, ""),)),)),
    )
    text = [line for line in page if line.strip()]
    assert "1     高速交警三大队值班室" in text, "the widest of the others takes the cells"
    assert f"      内容：{said}"[:30] in "".join(text)
    assert not any("结果：" in line for line in text), "what is empty has no line"
    assert any(line.startswith("      内容、结果") for line in text)
    assert all(cells(line) <= 56 for line in text)


def test_a_level_and_its_mark_stay_on_one_line_and_so_do_parts_set_beside_each_other() -> None:
    lines = wrap(
        "按现有伤亡人数和影响范围，经会商研究，我办初判为一般（Ⅳ级），最终以主管部门认定为准。", width=50, first=""
    )
    assert any("一般（Ⅳ级）" in line for line in lines)
    assert not any(line.endswith(("初", "（", "Ⅳ")) for line in lines)
    head = wrap("带班领导：刘副主任　　主班：周明　　副班：何静　　主任：王主任", width=50)
    assert [line.strip("\u3000") for line in head] == ["带班领导：刘副主任　　主班：周明　　副班：何静", "主任：王主任"]
