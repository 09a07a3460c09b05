"""Rosters as offices keep them: each shape is read right, or refused with what is in the way named."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dutydesk.capabilities.roster.files import read_roster_file
from dutydesk.capabilities.roster.rules.sheets.rows import Kind, Reading, RefusedFileError, read_rows
from dutydesk.kernel.instants import iso, parse_instant
from dutydesk.kernel.wording import Worded

NOW = parse_instant("2026-11-26T10:00", 0)
NAMES = {
    "zhang": "张伟",
    "li": "李娜",
    "sun": "孙敏",
    "zhou": "周凯",
    "wang": "王建国",
    "zhao": "赵建平",
    "xm": "徐 明远",
}
KINDS = (Kind("全日班", (8, 0, 0), 24), Kind("白班", (8, 0, 0), 12), Kind("夜班", (20, 0, 0), 12))
LEADERS = frozenset({"wang", "zhao"})
DAY = "12-01T08:00-12-02T08:00"


def read(content: str | bytes, **more: Any) -> Reading:
    raw = read_roster_file(content.encode() if isinstance(content, str) else content)
    assert not raw.problems, [str(one.sentence) for one in raw.problems]
    return read_rows(raw.rows, NAMES, NOW, kinds=KINDS, leaders=LEADERS, **more)


def shown(reading: Reading) -> list[str]:
    return [
        f"{str(iso(one.begins))[5:16]}-{str(iso(one.ends))[5:16]} {one.a}/{one.b}/{one.leader}"
        for _, one in reading.shifts
    ]


def good(content: str | bytes, **more: Any) -> list[str]:
    reading = read(content, **more)
    assert [str(one.sentence) for one in reading.problems] == []
    return shown(reading)


def problems(content: str | bytes) -> list[str]:
    return [str(one.sentence) for one in read(content).problems]


def book(*rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


# ---------------------------------------------------------------- one shift a row


@pytest.mark.parametrize(
    "heading",
    [
        "日期,A岗,B岗,带班领导",
        "日 期,主班,副班,值班领导",
        "值班日期,值班员（A岗）,值班员（B岗）,带班",
        "日期（星期）,值班员A,值班员B,带班领导（主任）",
        "date,a,b,leader",
        "日期,值班员,值班员,带班领导",
        '日期,"A\n岗","B\n岗","带班\n领导"',
        "时间,值班人员,副值班,领导",
    ],
)
def test_headings_of_other_offices(heading: str) -> None:
    assert good(f"{heading}\n2026-12-01,张伟,李娜,王建国\n") == [f"{DAY} zhang/li/wang"]


@pytest.mark.parametrize(
    "day",
    [
        "2026-12-01", "2026/12/1", "2026.12.1", "2026年12月1日", "12月1日", "12/1", "12-1", "20261201", "46357", "12月1日（星期二）",
        "2026年12月1日 周二", "2026/12/1 0:00", "2026-12-01 00:00:00", "１２月１日", '"12月1日\n星期二"', "12月1日(二)", "12/1 二",
    ],
)  # fmt: skip
def test_days_as_they_are_typed(day: str) -> None:
    assert good(f"日期,A岗\n{day},张伟\n") == [f"{DAY} zhang//"]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("12月1日（星期三）", "2026-12-01 是周二, 不是 周三"),
        ("2月30日", "没有这个日期"),
        ("明天", "不是日期"),
        ("周二", "不是日期"),
        ("1日", "只有日, 没有月份"),
        ("12/1/2026", "不是时间"),
        ("12月1日-12月2日", "分不清是哪几天"),
        ("12月1日 8时", "只填日期"),
    ],
)
def test_days_that_are_not_clear_are_named(day: str, why: str) -> None:
    found = problems(f"日期,A岗\n{day},张伟\n2026-12-05,李娜\n")
    assert len(found) == 1
    assert found[0].startswith("第 2 行: ")
    assert why in found[0]


def test_a_weekday_column_is_compared() -> None:
    text = "日期,星期,A岗\n12-1,二,张伟\n12-2,星期四,李娜\n12-3,周四,孙敏\n"
    assert problems(text) == ["第 3 行: 2026-12-02 是周三, 不是 周四"]
    assert len(shown(read(text))) == 2


@pytest.mark.parametrize(
    ("cell", "who"),
    [
        ("张　伟", "zhang/"),
        ("李 娜", "li/"),
        ("徐明远", "xm/"),
        ("张伟 13800138000", "zhang/"),
        ("张伟(13800138000)", "zhang/"),
        ("张伟138-0013-8000", "zhang/"),
        ("张伟（010-66001234）", "zhang/"),
        ('"张伟\n13800138000"', "zhang/"),
        ("张伟处长", "zhang/"),
        ("张伟（处长）", "zhang/"),
        ("张伟、李娜", "zhang/li"),
        ("张伟/李娜", "zhang/li"),
        ("张伟 李娜", "zhang/li"),
        ("张 伟 李 娜", "zhang/li"),
        ("张　伟　李　娜", "zhang/li"),
        ("张伟；李娜", "zhang/li"),
        ('"张伟\n李娜"', "zhang/li"),
        ("张伟13800138000 李娜13900139000", "zhang/li"),
        ("zhang", "zhang/"),
    ],
)
def test_people_as_they_are_typed(cell: str, who: str) -> None:
    assert good(f"日期,值班员\n2026-12-01,{cell}\n") == [f"{DAY} {who}/"]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("张三", "没有这个人: 张三"),
        ("张伟、张三", "没有这个人: 张三"),
        ("张伟（替李娜）", "不明白括号里的 替李娜"),
        ("张伟（上午）", "不明白括号里的 上午"),
        ("张伟、李娜、孙敏", "一栏有 3 人"),
        ("张伟、张伟", "写了两次"),
        ("待定", "没有这个人: 待定"),
        ("张", "没有这个人: 张"),
    ],
)
def test_people_that_are_not_clear_are_named(cell: str, why: str) -> None:
    found = problems(f"日期,值班员\n2026-12-01,{cell}\n2026-12-02,李娜\n")
    assert len(found) == 1
    assert why in found[0]


def test_two_names_beside_a_column_for_the_second_are_not_guessed() -> None:
    assert "分不清岗位" in problems("日期,A岗,B岗\n2026-12-01,张伟、李娜,孙敏\n")[0]
    assert "分不清岗位" in problems("日期,A岗,带班领导\n2026-12-01,张伟,王建国、赵建平\n")[0]


@pytest.mark.parametrize(
    ("hours", "span"),
    [
        ("20:00-次日08:00", "12-01T20:00-12-02T08:00"),
        ("20:00—次日8:00", "12-01T20:00-12-02T08:00"),
        ("20:00～08:00", "12-01T20:00-12-02T08:00"),
        ("8时至20时", "12-01T08:00-12-01T20:00"),
        ("8:00-20:00", "12-01T08:00-12-01T20:00"),
        ("08：00－08：00", DAY),
        ("8:00-24:00", "12-01T08:00-12-02T00:00"),
        ("上午8点到晚上8点", "12-01T08:00-12-01T20:00"),
        ("全天", DAY),
    ],
)
def test_hours_in_one_cell(hours: str, span: str) -> None:
    assert good(f"日期,时间,A岗\n2026-12-01,{hours},张伟\n") == [f"{span} zhang//"]


def test_a_kind_column_takes_the_hours_of_the_book() -> None:
    text = "日期,班次,A岗\n12-1,白班,张伟\n12-1,夜班,李娜\n12-2,白,孙敏\n,夜,周凯\n12-3,白班(8:00-18:00),张伟\n"
    assert good(text) == [
        "12-01T08:00-12-01T20:00 zhang//",
        "12-01T20:00-12-02T08:00 li//",
        "12-02T08:00-12-02T20:00 sun//",
        "12-02T20:00-12-03T08:00 zhou//",
        "12-03T08:00-12-03T18:00 zhang//",
    ]


def test_a_kind_that_the_book_does_not_have_refuses_the_file() -> None:
    with pytest.raises(RefusedFileError, match=r"班次 里的 中班.*白班"):
        read("日期,班次,A岗\n12-1,白班,张伟\n12-1,中班,李娜\n")


def test_one_person_a_row_fills_a_then_b() -> None:
    assert good("日期,姓名\n12-1,张伟\n12-1,李娜\n12-2,孙敏\n") == [f"{DAY} zhang/li/", "12-02T08:00-12-03T08:00 sun//"]
    assert problems("日期,姓名\n12-1,张伟\n12-1,李娜\n12-1,孙敏\n") == ["第 4 行: 和第 2 行是同一个班次"]


def test_titles_notes_and_repeated_headings() -> None:
    text = (
        "2026年12月值班安排表,,\n单位：某办事处,,\n日期,A岗,B岗\n1日,张伟,李娜\n日期,A岗,B岗\n2,孙敏,周凯\n"
        "注：如需换班请提前一天报办公室,,\n制表人：张三,,审核：李四\n"
    )
    reading = read(text)
    assert shown(reading) == [f"{DAY} zhang/li/", "12-02T08:00-12-03T08:00 sun/zhou/"]
    assert reading.problems == ()
    assert [line for line, _ in reading.notes] == [7, 8]
    assert reading.layout.heading == 3


def test_a_day_beyond_its_month_is_named() -> None:
    assert "没有这个日期" in problems("2027年2月值班表,\n日期,A岗\n30日,张伟\n")[0]


@pytest.mark.parametrize(
    ("heading", "cell", "refused"),
    [
        ("备注", "-", False),
        ("备注", "元旦", False),
        ("联系电话", "13800138000", False),
        ("部门", "综合处", False),
        ("餐补", "30", False),
        ("早餐", "有", False),
        ("替班人", "李娜", True),
        ("是否取消", "是", True),
        ("状态", "作废", True),
        ("岗位", "副班", True),
        ("后备", "李娜", True),
        ("从", "20:00-08:00", True),
        ("", "李娜", True),
        ("第二天", "12-02", True),
    ],
)
def test_a_column_that_may_change_a_row_is_not_left_out(heading: str, cell: str, refused: bool) -> None:
    text = f"日期,A岗,{heading}\n2026-12-01,张伟,{cell}\n"
    if not refused:
        reading = read(text)
        assert reading.problems == ()
        assert reading.layout.unused == (heading,)
        return
    with pytest.raises(Worded, match=f"不认识 .*{cell}"):
        read(text)
    if heading:
        assert read(text, ignore=[heading]).layout.unused == (heading,)


@pytest.mark.parametrize("remark", ["与李娜对调", "取消", "请假", "改为夜班", "由孙敏代班"])
def test_a_remark_that_changes_its_row_is_named(remark: str) -> None:
    text = f"日期,A岗,备注\n2026-12-01,张伟,{remark}\n2026-12-02,李娜,\n"
    assert [line[:5] for line in problems(text)] == ["第 2 行"]
    assert len(shown(read(text))) == 1


def test_a_table_without_heading() -> None:
    assert good("2026-12-01,张伟,李娜,王建国\n2026-12-02,孙敏,周凯,赵建平\n") == [
        f"{DAY} zhang/li/wang",
        "12-02T08:00-12-03T08:00 sun/zhou/zhao",
    ]
    assert good("12-1,20:00-次日08:00,张伟\n") == ["12-01T20:00-12-02T08:00 zhang//"]
    for odd in ("12-1,张伟,李娜,孙敏\n", "张伟,李娜\n", "12-1,张伟,1234\n"):
        with pytest.raises(Worded):
            read(odd)


def test_a_heading_of_two_lines_without_merged_cells() -> None:
    assert good("日期,值班人员,,带班领导\n,A岗,B岗,\n12-1,张伟,李娜,王建国\n") == [f"{DAY} zhang/li/wang"]


def test_two_tables_side_by_side_are_read_one_after_the_other() -> None:
    assert good("日期,A岗,日期,A岗\n12-1,张伟,12-16,李娜\n") == [f"{DAY} zhang//", "12-16T08:00-12-17T08:00 li//"]
    with pytest.raises(Worded, match="出现两次"):
        read("日期,A岗,A岗,日期,A岗\n12-1,张伟,李娜,12-16,孙敏\n")


# ---------------------------------------------------------------- text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("sign", [",", "\t", ";", "；", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_separators_line_ends(encoding: str, sign: str, end: str) -> None:
    text = end.join(["日期,A岗,带班领导", "2026-12-01,张伟,王建国", ""]).replace(",", sign)
    assert good(text.encode(encoding)) == [f"{DAY} zhang//wang"]


def test_sep_names_the_separator() -> None:
    assert good("sep=;\n日期;A岗\n12-1;张伟\n") == [f"{DAY} zhang//"]
    assert good("\ufeffsep=|\n日期|A岗\n12-1|张伟\n") == [f"{DAY} zhang//"]


def test_a_stray_quote_swallows_nothing() -> None:
    raw = read_roster_file('日期,A岗,B岗\n12-1,"张伟,李娜\n12-2,孙敏,周凯\n12-3,"张伟",李娜\n'.encode())
    assert [str(one.sentence) for one in raw.problems] == ["第 2 行: 引号不成对, 或格子太长"]
    assert [row.line for row in raw.rows] == [1, 3, 4]


# ---------------------------------------------------------------- workbooks


def test_merged_cells_say_the_same_everywhere() -> None:
    content = book(
        ("2026年12月值班表", None, None, None, None),
        ("日期", "时间", "值班人员", None, "带班\n领导"),
        (None, None, "A岗", "B岗", None),
        (date(2026, 12, 1), "8:00-20:00", "张伟", "李娜", "王建国"),
        (None, "20:00-次日8:00", "孙敏", "周凯", None),
        merged=("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "A4:A5", "E4:E5"),
    )
    assert good(content) == ["12-01T08:00-12-01T20:00 zhang/li/wang", "12-01T20:00-12-02T08:00 sun/zhou/wang"]


def test_cells_of_every_type() -> None:
    content = book(
        ("日期", "开始", "结束", "A岗"),
        (datetime(2026, 12, 1), time(8), time(20), "张伟"),
        (46357, "20:00", "次日08:00", "李娜"),
        ("12月2日", 0.3333333333, timedelta(hours=24), "孙敏"),
        ("=A2+2", "8时", "20时", "周凯"),
        ("=NOW()", "8时", "20时", "周凯"),
    )
    reading = read(content)
    assert shown(reading) == [
        "12-01T08:00-12-01T20:00 zhang//",
        "12-01T20:00-12-02T08:00 li//",
        "12-02T08:00-12-03T00:00 sun//",
        "12-03T08:00-12-03T20:00 zhou//",
    ]
    assert [str(one.sentence) for one in reading.problems] == ["第 6 行: 有公式, 不计算: A6"]


def test_persons_by_days() -> None:
    days = [datetime(2026, 12, day) for day in (1, 2, 3)]
    content = book(
        ("2026年12月排班表", None, None, None, None),
        ("序号", "姓名", *days, "备注"),
        (None, None, "二", "三", "四", None),
        (1, "张　伟", "白", "夜", "休", None),
        (2, "李娜 13800138000", "白", "休", "夜", None),
        (3, "孙敏", "夜", "白", None, None),
        ("合计", None, 3, 2, 1, None),
        merged=("A1:E1",),
    )
    reading = read(content)
    assert reading.problems == ()
    assert reading.layout.unused == ("序号", "备注")
    assert shown(reading) == [
        "12-01T08:00-12-01T20:00 zhang/li/",
        "12-01T20:00-12-02T08:00 sun//",
        "12-02T08:00-12-02T20:00 sun//",
        "12-02T20:00-12-03T08:00 zhang//",
        "12-03T20:00-12-04T08:00 li//",
    ]


def test_posts_in_the_cells_and_bare_days_below_a_title() -> None:
    text = "2026年12月,,,\n姓名,1,2,3\n张伟,A,休,B\n李娜,B,A,\n孙敏,,B,A\n王建国,带,带,带\n"
    assert good(text) == [
        f"{DAY} zhang/li/wang",
        "12-02T08:00-12-03T08:00 li/sun/wang",
        "12-03T08:00-12-04T08:00 sun/zhang/wang",
    ]


def test_a_mark_that_is_not_known_refuses_the_file_by_name() -> None:
    with pytest.raises(RefusedFileError, match=r"2026-12-02 里的 中.*白班"):
        read("姓名,12-1,12-2,12-3\n张伟,白,中,夜\n")
    with pytest.raises(RefusedFileError, match="早"):
        read("姓名,12-1,12-2,12-3\n张伟,早,休,夜\n")


def test_what_is_wrong_in_a_table_of_persons_is_named() -> None:
    head = "姓名,12-1,12-2,12-3\n"
    assert problems(head + "张伟,白,休,休\n张三,夜,休,休\n") == ["第 3 行: 没有这个人: 张三"]
    three = head + "张伟,白,休,休\n李娜,白,休,休\n孙敏,白,休,休\n"
    assert problems(three) == ["第 4 行: 2026-12-01 的 白 班已排满, 孙敏 没有收"]
    assert "是周二" in problems(head + ",三,四,五\n张伟,白,休,休\n")[0]
    with pytest.raises(RefusedFileError, match="同一天"):
        read("姓名,12-1,12-1,12-2,12-3\n张伟,白,夜,休,休\n")


# ---------------------------------------------------------------- anything else


@given(
    st.lists(
        st.lists(st.sampled_from(["日期", "A岗", "姓名", "12-1", "12月2日", "白", "休", "张伟", "李 娜", "王建国", "", "备注", "8:00-20:00", "x"]), min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    )
)  # fmt: skip
def test_any_table_is_read_without_inventing_anything(table: list[list[str]]) -> None:
    content = "\n".join(",".join(row) for row in table)
    if not content.strip(",\n"):
        return
    reading = Reading((), ())
    with suppress(Worded):
        reading = read(content)
    cells = {cell.replace(" ", "") for row in table for cell in row}
    for _, shift in reading.shifts:
        assert {NAMES[who] for who in shift.posts.values() if who} <= cells
        assert str(iso(shift.begins))[5:10] in {"12-01", "12-02"}
