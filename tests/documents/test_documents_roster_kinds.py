"""Rosters with a column for each kind of shift, with bare day numbers, with hidden rows: read right, or refused by name."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook

from dutydesk.capabilities.roster.files import read_roster_file
from dutydesk.capabilities.roster.rules.sheets.months import Month, month_in, said_month
from dutydesk.capabilities.roster.rules.sheets.rows import Kind, Reading, RefusedFileError, read_rows
from dutydesk.kernel.instants import iso, parse_instant
from dutydesk.kernel.wording import Worded

NOW = parse_instant("2026-11-26T10:00", 0)
NAMES = {"zhang": "张伟", "li": "李娜", "sun": "孙敏", "zhou": "周凯", "wang": "王建国", "zhao": "赵建平"}
KINDS = (Kind("全日班", (8, 0, 0), 24), Kind("白班", (8, 0, 0), 12, ("早班",)), Kind("夜班", (20, 0, 0), 12))
LEADERS = frozenset({"wang", "zhao"})
DAY, NIGHT, WHOLE = "12-01T08:00-12-01T20:00", "12-01T20:00-12-02T08:00", "12-01T08:00-12-02T08:00"
DECEMBER = Month(2026, 12)


def read(content: str | bytes, **more: Any) -> Reading:
    raw = read_roster_file(content.encode() if isinstance(content, str) else content)
    return read_rows(raw.rows, NAMES, NOW, kinds=KINDS, leaders=LEADERS, **more)


def good(content: str | bytes, **more: Any) -> list[str]:
    reading = read(content, **more)
    assert [str(one.sentence) for one in reading.problems] == []
    return [
        f"{str(iso(one.begins))[5:16]}-{str(iso(one.ends))[5:16]} {one.a}/{one.b}/{one.leader}"
        for _, one in reading.shifts
    ]


def problems(content: str, **more: Any) -> list[str]:
    return [str(one.sentence) for one in read(content, **more).problems]


def book(*rows: tuple[object, ...], merged: tuple[str, ...] = (), title: str = "Sheet") -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return workbook


def bytes_of(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


# ---------------------------------------------------------------- a column for each kind


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("日期,白班,夜班\n12-1,张伟,孙敏\n", [f"{DAY} zhang//", f"{NIGHT} sun//"]),
        (
            "日期,白班,夜班,带班领导\n12-1,张伟、李娜,孙敏 周凯,王建国\n",
            [f"{DAY} zhang/li/wang", f"{NIGHT} sun/zhou/wang"],
        ),
        ("日期,白,夜\n12-1,张伟,孙敏\n", [f"{DAY} zhang//", f"{NIGHT} sun//"]),
        ("日期,早班,夜班\n12-1,张伟,孙敏\n", [f"{DAY} zhang//", f"{NIGHT} sun//"]),
        ("日期,星期,白班,夜班,备注\n12-1,二,张伟,,元旦\n", [f"{DAY} zhang//"]),
        ("日期,白班,,夜班,\n12-1,张伟,李娜,孙敏,周凯\n", [f"{DAY} zhang/li/", f"{NIGHT} sun/zhou/"]),
        ("日期,白班,白班,夜班,夜班\n12-1,张伟,李娜,孙敏,周凯\n", [f"{DAY} zhang/li/", f"{NIGHT} sun/zhou/"]),
        (
            "日期,白班,,夜班,,带班领导\n,A岗,B岗,A岗,B岗,\n12-1,张伟,李娜,孙敏,周凯,王建国\n",
            [f"{DAY} zhang/li/wang", f"{NIGHT} sun/zhou/wang"],
        ),
        ("日期,白班,,夜班,\n,主班,带班,主班,带班\n12-1,张伟,王建国,孙敏,赵建平\n", [f"{DAY} zhang//wang", f"{NIGHT} sun//zhao"]),
        ("日期,白班(8:00-18:00),夜班(18:00-次日8:00)\n12-1,张伟,孙敏\n", ["12-01T08:00-12-01T18:00 zhang//", "12-01T18:00-12-02T08:00 sun//"]),
        ("日期,中班（16:00-24:00）\n12-1,张伟\n", ["12-01T16:00-12-02T00:00 zhang//"]),
        ("日期,8:00-20:00,20:00-8:00\n12-1,张伟,孙敏\n", [f"{DAY} zhang//", f"{NIGHT} sun//"]),
        ('日期,"白班\n8:00-20:00","夜班\n20:00-次日8:00"\n12-1,张伟,孙敏\n', [f"{DAY} zhang//", f"{NIGHT} sun//"]),
        ("日期,白班,夜班\n12-1,张伟,孙敏\n,李娜,周凯\n", [f"{DAY} zhang/li/", f"{NIGHT} sun/zhou/"]),
        ("日期,主班（8:00-20:00）,副班（8:00-20:00）\n12-1,张伟,李娜\n", [f"{DAY} zhang/li/"]),
    ],
)  # fmt: skip
def test_headings_that_are_kinds_of_shifts(text: str, shifts: list[str]) -> None:
    assert good(text) == shifts


def test_kinds_in_merged_headings() -> None:
    rows = (
        ("日期", "白班", None, "夜班", None),
        (None, "A岗", "B岗", "A岗", "B岗"),
        ("12-1", "张伟", "李娜", "孙敏", "周凯"),
    )
    two = bytes_of(book(*rows, merged=("A1:A2", "B1:C1", "D1:E1")))
    assert good(two) == [f"{DAY} zhang/li/", f"{NIGHT} sun/zhou/"]
    one = bytes_of(book(rows[0], rows[2], merged=("B1:C1", "D1:E1")))
    assert good(one) == [f"{DAY} zhang/li/", f"{NIGHT} sun/zhou/"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("日期,早,中,夜\n12-1,张伟,李娜,孙敏\n", "不认识 表头 里的 中.*白班.*shifts.toml.*also"),
        ("日期,大夜,小夜\n12-1,张伟,李娜\n", "不认识 表头 里的 大夜.*白班.*shifts.toml"),
        ("日期,大夜班,小夜班,带班领导\n12-1,张伟,李娜,王建国\n", "不认识 表头 里的 大夜班"),
        ("日期,白班,小夜\n12-1,张伟,李娜\n", "不认识 表头 里的 小夜"),
        ("日期,班次,A岗\n12-1,大夜,张伟\n", "不认识 班次 里的 大夜.*shifts.toml"),
        ("姓名,12-1,12-2,12-3\n张伟,早,小夜,休\n", "2026-12-02 里的 小夜.*shifts.toml"),
        ("日期,白班,夜班,A岗\n12-1,张伟,李娜,孙敏\n", "分不清是哪一班"),
        ("日期,白班,夜班,白班\n12-1,张伟,李娜,孙敏\n", "白班 出现两次"),
        ("日期,白班,夜班,替班\n12-1,张伟,李娜,孙敏\n", "不认识 替班 一栏"),
        ("日期,白班,,\n12-1,张伟,李娜,孙敏\n", "不认识 第 4 列 一栏"),
    ],
)
def test_kinds_that_are_not_clear_refuse_the_file(text: str, why: str) -> None:
    with pytest.raises(Worded, match=why):
        read(text)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("12-1,张三,孙敏", "没有这个人: 张三"),
        ("12-1,张伟、李娜、周凯,孙敏", "一栏有 3 人"),
        ("12-1,,", "A岗、B岗都是空的"),
        (",张伟,孙敏", "没有日期"),
    ],
)
def test_a_row_of_kinds_that_is_not_clear_is_named_and_nothing_of_it_taken(row: str, why: str) -> None:
    reading = read(f"日期,白班,夜班\n{row}\n12-2,李娜,周凯\n")
    assert [why in str(one.sentence) for one in reading.problems] == [True]
    assert [str(iso(one.begins))[5:10] for _, one in reading.shifts] == ["12-02", "12-02"]


def test_a_second_column_of_people_without_a_title_is_b() -> None:
    head = "日期,值班人员,,联系电话\n"
    assert good(f"{head}12-1,张伟,李娜,66001234\n") == [f"{WHOLE} zhang/li/"]
    for row in ("12-1,张伟、周凯,李娜,1", "12-1,张伟,王建国,1", "12-1,张伟,李娜、周凯,1"):
        with pytest.raises(Worded, match="第 3 列"):
            read(f"{head}{row}\n")
    merged = book(("日期", "值班人员", None, None), ("12-1", "张伟", "李娜", "孙敏"), merged=("B1:D1",))
    with pytest.raises(Worded, match="出现两次"):
        read(bytes_of(merged))


# ---------------------------------------------------------------- bare day numbers


PERSONS = "姓名,1,2,3\n张伟,白,夜,休\n李娜,白,夜,休\n"
PERSONS_READ = [f"{DAY} zhang/li/", "12-02T20:00-12-03T08:00 zhang/li/"]
ROWS = "日,A,B\n1,张伟,李娜\n2,孙敏,周凯\n"
ROWS_READ = [f"{WHOLE} zhang/li/", "12-02T08:00-12-03T08:00 sun/zhou/"]


@pytest.mark.parametrize(("table", "shifts"), [(PERSONS, PERSONS_READ), (ROWS, ROWS_READ)])
def test_the_month_of_bare_days(table: str, shifts: list[str]) -> None:
    assert good(f"2026年12月值班表,,,\n{table}") == shifts
    assert good(f"十二月份值班安排,,,\n{table}") == shifts
    assert good(f"2026年12月值班表,,,\n制表日期：2026年11月25日,,,\n{table}") == shifts
    assert good(table, month=DECEMBER) == shifts
    assert good(table, months=[("工作表名", DECEMBER)]) == shifts
    assert read(table, months=[("文件名", DECEMBER)]).month == ("文件名", DECEMBER)
    with pytest.raises(RefusedFileError, match=r"没有月份: 1; .*--month 2026-12"):
        read(table)
    with pytest.raises(RefusedFileError, match=r"标题写的是 2026-11, 文件名写的是 2026-12.*--month"):
        read(f"2026年11月值班表,,,\n{table}", months=[("文件名", DECEMBER)])
    assert good(f"2026年11月值班表,,,\n{table}", month=DECEMBER) == shifts


def test_a_column_for_the_month() -> None:
    assert good("月,日,A岗\n11,30,张伟\n12,1,李娜\n,2,孙敏\n") == [
        "11-30T08:00-12-01T08:00 zhang//",
        f"{WHOLE} li//",
        "12-02T08:00-12-03T08:00 sun//",
    ]
    assert good("年份,月份,日期,A岗\n2026年,12月,1日,张伟\n") == [f"{WHOLE} zhang//"]
    assert problems("月,日期,A岗\n11,12月1日,张伟\n") == ["第 2 行: 2026-12-01 不在 2026-11 那个月"]
    assert problems("月,日,A岗\n13,1,张伟\n") == ["第 2 行: 不是月份: 13"]


def test_days_that_turn_back_are_of_another_month() -> None:
    assert problems("2026年12月,\n日,A岗\n30,张伟\n31,李娜\n1,孙敏\n") == ["第 5 行: 日从 31 回到 1, 不知是哪个月"]
    with pytest.raises(RefusedFileError, match="日从 31 回到 1"):
        read("姓名,30,31,1,2\n张伟,白,夜,休,白\n", month=DECEMBER)


def test_a_day_of_the_month_before_stays_in_its_year() -> None:
    assert good("2026年12月值班表,\n日期,A岗\n11月30日,张伟\n12月1日,李娜\n1月1日,孙敏\n") == [
        "11-30T08:00-12-01T08:00 zhang//",
        f"{WHOLE} li//",
        "01-01T08:00-01-02T08:00 sun//",
    ]
    assert [str(iso(one.begins))[:7] for _, one in read("2026年12月值班表,\n日期,A岗\n11月30日,张伟\n1月1日,孙敏\n").shifts] == [
        "2026-11",
        "2027-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026年12月值班表", "2026-12"),
        ("驻京办2026年度12月份值班安排", "2026-12"),
        ("值班表202612", "2026-12"),
        ("2026-12", "2026-12"),
        ("2026.12 值班", "2026-12"),
        ("12月值班表", "2026-12"),
        ("元月值班表", "2027-01"),
        ("十一月", "2026-11"),
        ("5月", "2027-05"),
        ("6月", "2026-06"),
        ("2026年值班表（12月）", "2026-12"),
        ("值班表（12月1日至31日）", "2026-12"),
        ("2026年12月1日-12月31日值班表", "2026-12"),
        ("11月30日-12月6日值班表", ""),
        ("制表 2026年11月25日", ""),
        ("值班表20261125", ""),
        ("2026-11-25", ""),
        ("2026.11.25值班", ""),
        ("11-12月值班表", ""),
        ("11月、12月值班表", ""),
        ("2026年12月-2027年1月", ""),
        ("2026年13月", ""),
        ("近3个月", ""),
        ("值班表", ""),
    ],
)
def test_the_month_that_a_name_speaks_of(text: str, month: str) -> None:
    assert str(month_in(text, NOW) or "") == month


def test_a_month_as_it_is_typed() -> None:
    assert {str(said_month(one)) for one in ("2026-12", "2026年12月", "202612", "2026/12", "２０２６-１２")} == {
        "2026-12"
    }
    for wrong in ("12", "2026-13", "2026-12-01", "x", ""):
        with pytest.raises(Worded, match="不是月份"):
            said_month(wrong)


# ---------------------------------------------------------------- hidden rows and columns


def test_what_a_sheet_hides_is_not_read_and_named() -> None:
    workbook = book(
        ("日期", "A岗", "替班", "内部", "B岗"),
        ("12-1", "张伟", "孙敏", "x", "李娜"),
        ("12-2", "孙敏", None, None, "周凯"),
        ("12-3", "李娜", None, None, None),
    )
    sheet = workbook.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions.group("C", "D", hidden=True)
    content = bytes_of(workbook)
    raw = read_roster_file(content)
    assert (raw.sheets[0].hidden_rows, raw.sheets[0].hidden_columns) == ((3,), ("C", "D"))
    assert good(content) == [f"{WHOLE} zhang/li/", "12-03T08:00-12-04T08:00 li//"]
