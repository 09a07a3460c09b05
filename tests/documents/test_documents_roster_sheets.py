"""Duty sheets of the kinds that offices publish, each as CSV in three encodings and as a workbook: read right, or refused by name.

One small file a sheet in ``rosters/``: ``rows`` as a spreadsheet writes them to CSV, ``merged`` cells, and the ``shifts``
that it plans, the ``problems`` of single rows, or why the whole is ``refused``.
"""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from dutydesk.capabilities.roster.files import read_roster_file
from dutydesk.capabilities.roster.rules.sheets.rows import Kind, Reading, RefusedFileError, read_rows
from dutydesk.capabilities.roster.rules.sheets.weeks import said_week, span_in
from dutydesk.kernel.instants import iso, parse_instant
from dutydesk.kernel.wording import Worded

NOW = parse_instant("2026-11-26T10:00", 0)
NAMES = {"zhang": "张伟", "li": "李娜", "sun": "孙敏", "zhou": "周凯", "wang": "王建国", "zhao": "赵建平"}
KINDS = (Kind("全日班", (8, 0, 0), 24), Kind("白班", (8, 0, 0), 12), Kind("夜班", (20, 0, 0), 12))
LEADERS = frozenset({"wang", "zhao"})
SHEETS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).with_name("rosters").glob("*.toml"))
}
WAYS = ("utf-8", "gb18030", "utf-16", "xlsx")


def content_of(sheet: dict[str, Any], way: str) -> bytes:
    """The sheet as a file."""
    if way != "xlsx":
        return str(sheet["rows"]).encode(way)
    book = Workbook()
    page = book.active
    assert page is not None
    for row in csv.reader(io.StringIO(sheet["rows"])):
        page.append([int(cell) if cell.isdecimal() and len(cell) < 3 else cell or None for cell in row])
    for area in sheet.get("merged", ()):
        page.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content: bytes, **more: Any) -> Reading:
    return read_rows(read_roster_file(content).rows, NAMES, NOW, kinds=KINDS, leaders=LEADERS, **more)


def shown(reading: Reading) -> list[str]:
    return sorted(
        f"{str(iso(one.begins))[5:16]}-{str(iso(one.ends))[5:16]} {one.a}/{one.b}/{one.leader}"
        for _, one in reading.shifts
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_read_right_or_refused_by_name(name: str, way: str) -> None:
    sheet = SHEETS[name]
    if "refused" in sheet:
        with pytest.raises(Worded, match=sheet["refused"]):
            read(content_of(sheet, way))
        return
    reading = read(content_of(sheet, way))
    said = [str(one.sentence) for one in reading.problems]
    expected = sheet.get("problems", [])
    if way in sheet.get("ways", WAYS):
        assert shown(reading) == sorted(sheet["shifts"])
        assert [one[: len(two)] for one, two in zip(said, expected, strict=True)] == expected
    else:  # what merged cells said is missing there: less may be read, nothing else
        assert {one.split()[0] for one in shown(reading)} <= {one.split()[0] for one in sheet["shifts"]}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("11月30日-12月6日", "2026-11-30..12-06"),
        ("11月23日-29日", "2026-11-23..11-29"),
        ("值班表（11月23-29日）", "2026-11-23..11-29"),
        ("2026年11月30日至12月6日值班表", "2026-11-30..12-06"),
        ("2026年值班表 12月28日—1月3日", "2026-12-28..01-03"),
        ("2026.11.23~2026.11.29", "2026-11-23..11-29"),
        ("2026-11-23至2026-11-29", "2026-11-23..11-29"),
        ("11.23-11.29", "2026-11-23..11-29"),
        ("11月23日（周一）-11月29日（周日）", "2026-11-23..11-29"),
        ("第48周", "2026-11-23..11-29"),
        ("2027年第1周值班表", "2027-01-04..01-10"),
        ("第四十九周", "2026-11-30..12-06"),
        ("第48周（11月30日-12月6日）", "2026-11-30..12-06"),
        ("11月23日-29日、11月30日-12月6日", ""),
        ("第54周", ""),
        ("12月第1周", ""),
        ("本学期第3周", ""),
        ("下周值班表", ""),
        ("值班时间 8:00-20:00", ""),
        ("2026年12月值班表", ""),
        ("12月1日-31日", "2026-12-01..12-31"),
        ("11月1日-12月31日", ""),
        ("2月28日-30日", ""),
        ("电话 010-66001234", ""),
    ],
)
def test_the_days_that_a_title_names(text: str, days: str) -> None:
    assert str(span_in(text, NOW) or "") == days


def test_a_week_is_said_by_a_day_its_number_or_its_ends() -> None:
    for typed in ("2026-11-30", "12月2日", "第49周", "11月30日-12月6日"):
        assert str(said_week(typed, NOW)) == "2026-11-30..12-06"
    with pytest.raises(Worded, match="不是一周"):
        said_week("x", NOW)
    sheet = content_of(SHEETS["week_unknown"], "utf-8")
    assert shown(read(sheet, week=said_week("2026-12-02", NOW)))[0] == "11-30T08:00-12-01T08:00 zhang//wang"
    assert shown(read(sheet, spans=[("文件名", said_week("第49周", NOW))]))[0] == "11-30T08:00-12-01T08:00 zhang//wang"
    titled = content_of(SHEETS["week_down"], "utf-8")
    with pytest.raises(Worded, match=r"标题写的是 2026-11-23.*文件名写的是 2026-11-30"):
        read(titled, spans=[("文件名", said_week("第49周", NOW))])


def marked_by_hand(rows: list[list[str]], *, strike: str = "", comment: str = "", merged: str = "") -> bytes:
    """A workbook with a cell struck through or commented."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    if merged:
        page.merge_cells(merged)
    if strike:
        page[strike].font = Font(strike=True)
    if comment:
        page[comment].comment = Comment("张伟病假, 改孙敏", "x")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


SHIFTS = [
    ["2026年12月", "", "", ""],
    ["日期", "主班", "副班", "带班"],
    ["12月1日", "张伟", "李娜", "王建国"],
    ["12月2日", "孙敏", "周凯", "王建国"],
    ["12月3日", "张伟", "李娜", "赵建平"],
]
ACROSS = [["2026年12月", "", "", ""], ["姓名", "1", "2", "3"], ["张伟", "白", "夜", "休"], ["李娜", "夜", "休", "白"]]
ONE_A_ROW = [["日期", "值班员"], ["12月1日", "张伟"], ["12月1日", "李娜"], ["12月2日", "孙敏"], ["12月2日", "周凯"]]


def read_by_hand(content: bytes) -> Reading:
    sheet = read_roster_file(content).sheets[0]
    return read_rows(sheet.rows, NAMES, NOW, kinds=KINDS, leaders=LEADERS, doubtful=sheet.problems)


@pytest.mark.parametrize("how", ["strike", "comment"])
@pytest.mark.parametrize(
    ("rows", "where", "merged", "left"),
    [
        (SHIFTS, "B3", "", ["12-02T08:00-12-03T08:00 sun/zhou/wang", "12-03T08:00-12-04T08:00 zhang/li/zhao"]),
        (SHIFTS, "A5", "", ["12-01T08:00-12-02T08:00 zhang/li/wang", "12-02T08:00-12-03T08:00 sun/zhou/wang"]),
        (SHIFTS, "D3", "D3:D4", ["12-03T08:00-12-04T08:00 zhang/li/zhao"]),
        (ONE_A_ROW, "B2", "", ["12-02T08:00-12-03T08:00 sun/zhou/"]),
        (ONE_A_ROW, "B3", "", ["12-02T08:00-12-03T08:00 sun/zhou/"]),
    ],
)
def test_no_shift_comes_of_a_line_that_somebody_marked_by_hand(
    how: str, rows: list[list[str]], where: str, merged: str, left: list[str]
) -> None:
    content = marked_by_hand(rows, strike=where * (how == "strike"), comment=where * (how == "comment"), merged=merged)
    assert read_roster_file(content).sheets[0].problems
    assert shown(read_by_hand(content)) == left


@pytest.mark.parametrize(("rows", "where"), [(SHIFTS, "A1"), (SHIFTS, "B2"), (ACROSS, "B3"), (ACROSS, "C2")])
@pytest.mark.parametrize("how", ["strike", "comment"])
def test_a_mark_by_hand_that_may_change_more_than_a_line_refuses_the_file(
    how: str, rows: list[list[str]], where: str
) -> None:
    content = marked_by_hand(rows, strike=where * (how == "strike"), comment=where * (how == "comment"))
    with pytest.raises(RefusedFileError, match=rf"{where} 有.*没有导入"):
        read_by_hand(content)
