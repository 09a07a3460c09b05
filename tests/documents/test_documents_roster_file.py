"""A roster from a spreadsheet: what is good is taken, what is not is named by its line, nothing is evaluated."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from dutydesk.capabilities.roster.files import LARGEST, read_roster_file
from dutydesk.capabilities.roster.rules.sheets.rows import Reading, RowProblem, read_rows
from dutydesk.kernel.instants import iso, parse_instant
from dutydesk.kernel.wording import Worded

NOW = parse_instant("2026-11-25T08:00", 0)
NAMES = {"zhou": "周明", "he": "何静", "liu": "刘副主任", "twin1": "李伟", "twin2": "李伟"}
HEAD = "开始,结束,A岗,B岗,带班领导\n"
GOOD = "2026-12-01 08:00,2026-12-02 08:00,周明,何静,刘副主任\n"


def read(content: str | bytes) -> tuple[Reading, list[RowProblem], str]:
    raw = read_roster_file(content.encode() if isinstance(content, str) else content)
    reading = read_rows(raw.rows, NAMES, NOW)
    return reading, sorted((*raw.problems, *reading.problems), key=lambda one: one.line), raw.encoding


def said(content: str | bytes) -> list[str]:
    return [str(one.sentence) for one in read(content)[1]]


def test_a_plain_file() -> None:
    reading, problems, encoding = read(HEAD + GOOD)
    assert (problems, encoding) == ([], "utf-8")
    line, shift = reading.shifts[0]
    assert (line, iso(shift.begins), shift.a, shift.b, shift.leader) == (
        2, "2026-12-01T08:00:00+08:00", "zhou", "he", "liu"
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_is_found_and_named(encoding: str) -> None:
    reading, problems, found = read((HEAD + GOOD).encode(encoding))
    assert (len(reading.shifts), problems, found) == (1, [], encoding)


def test_an_english_heading_and_gb18030_names() -> None:
    reading, problems, found = read("begin,end,a,b\n2026-12-01T08:00,2026-12-02T08:00,周明,he\n".encode("gb18030"))
    assert (len(reading.shifts), problems, found) == (1, [], "gb18030")


def test_a_bad_row_is_named_and_the_rest_is_taken() -> None:
    content = (
        HEAD + GOOD + "2026-12-02 08:00,,王五,何静\n" + "\n" + GOOD.replace("12-02", "12-04").replace("12-01", "12-03")
    )
    reading, problems, _ = read(content)
    assert [line for line, _ in reading.shifts] == [2, 5]
    assert [str(one.sentence) for one in problems] == ["第 3 行: 没有这个人: 王五"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-12-01 08:00,2026-12-01 07:00,周明,何静", "结束不在开始之后"),
        ("2026-12-01 08:00,2026-12-20 07:00,周明,何静", "长于七天"),
        ("2026-13-01 08:00,,周明,何静", "没有这个日期"),
        ("明天,,周明,何静", "不是时间"),
        ("2026-12-01,,周明,何静", "没有时刻"),
        (",,周明,何静", "没有开始时间"),
        ("2026-12-01 08:00,,,", "都是空的"),
        ("2026-12-01 08:00,,李伟,何静", "有 2 个人叫 李伟"),
        ("2026-12-01 08:00,,=CMD(),何静", "有公式, 不计算"),
        ("2026-12-01 08:00,,＝1+1,何静", "有公式, 不计算"),
        ("2026-12-01 08:00,,@SUM(A1),何静", "有公式, 不计算"),
        ('2026-12-01 08:00,,"周明,何静', "引号不成对"),
        ("2026-12-01 08:00,,[/]\x1b[2J,何静", "没有这个人: [/]␛[2J"),
        ("2026-12-01 08:00,,周\x00明,何静", "有空字符 (NUL)"),
    ],
)
def test_what_is_wrong_with_a_row(row: str, reason: str) -> None:
    reading, problems, _ = read(HEAD + row + "\n" + GOOD.replace("12-02", "12-09").replace("12-01", "12-08"))
    assert [line for line, _ in reading.shifts] == [3], "the rest proceeds"
    assert len(problems) == 1
    assert str(problems[0].sentence).startswith("第 2 行: ")
    assert reason in str(problems[0].sentence)


def test_invalid_utf8_is_refused_with_its_line_and_the_rest_proceeds() -> None:
    content = (HEAD + GOOD).encode() + b"2026-12-02 08:00,,\xff\xfe,he\n" + GOOD.replace("12-0", "12-1").encode()
    reading, problems, encoding = read(content)
    assert ([line for line, _ in reading.shifts], encoding) == ([2, 4], "utf-8")
    assert str(problems[0].sentence) == "第 3 行: 不是 utf-8 文字 (第 19 字节)"
    surrogate = HEAD.encode() + b"2026-12-02 08:00,,\xed\xa0\x80,he\n" + GOOD.encode()
    assert [line for line, _ in read(surrogate)[0].shifts] == [3]


def test_the_same_shift_twice() -> None:
    assert said(HEAD + GOOD + GOOD) == ["第 3 行: 和第 2 行是同一个班次"]


@pytest.mark.parametrize(
    "row", ["2026/12/1 8:00", "2026年12月1日 8:00", "2026.12.1 08:00", "2026-12-01T08:00", "２０２６-12-01 08：00"]
)
def test_times_as_people_write_them(row: str) -> None:
    reading, problems, _ = read(f"{HEAD}{row},,周明,何静\n")
    assert problems == []
    assert iso(reading.shifts[0][1].begins) == "2026-12-01T08:00:00+08:00"


def test_a_date_alone_takes_the_usual_hours_and_an_hour_beside_it_counts() -> None:
    reading, problems, _ = read("日期,A岗\n2026-12-01,周明\n")
    assert problems == []
    assert (reading.shifts[0][1].ends - reading.shifts[0][1].begins) == 24 * 3_600_000_000
    reading, problems, _ = read("日期,开始,结束,A岗\n2026-12-01,20:00,08:00,周明\n")
    assert problems == []
    assert iso(reading.shifts[0][1].ends) == "2026-12-02T08:00:00+08:00"


def test_tabs_and_semicolons_separate_too() -> None:
    for sign in "\t;":
        assert len(read((HEAD + GOOD).replace(",", sign))[0].shifts) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        (b" \n\n", "文件是空的"),
        (b"\xd0\xcf\x11\xe0rest", "旧的 .xls"),
        (b"PK\x03\x04broken", "打不开这个 XLSX"),
        (b"x" * (LARGEST + 1), "文件太大"),
        ("姓名,电话\n周明,1\n".encode(), "看不懂表头"),
        ("开始,begin,A岗\n".encode(), "出现两次"),
    ],
)
def test_files_that_are_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(Worded, match=reason):
        read(content)


# ---------------------------------------------------------------- XLSX


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_with_dates_formulas_and_errors() -> None:
    content = workbook(
        ("开始", "结束", "A岗", "B岗"),
        (datetime(2026, 12, 1, 8), datetime(2026, 12, 2, 8), "周明", "何静"),
        ("=NOW()", None, "周明", "何静"),
        (None, None, None, None),
        (datetime(2026, 12, 3, 8), None, "=HYPERLINK(1)", "何静"),
        (datetime(2026, 12, 4, 8), None, "he", None),
    )
    reading, problems, encoding = read(content)
    assert encoding == "xlsx"
    assert [(line, shift.a) for line, shift in reading.shifts] == [(2, "zhou"), (6, "he")]
    assert [str(one.sentence) for one in problems] == [
        "第 3 行: 有公式, 不计算: A3",
        "第 5 行: 有公式, 不计算: C5",
    ]


def test_a_workbook_built_to_swell_is_not_opened() -> None:
    good = io.BytesIO(workbook(("开始", "A岗"), ("2026-12-01 08:00", "周明")))
    bad = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "xl/workbook.xml":
                content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            target.writestr(item.filename, content)
    with pytest.raises(Worded, match="文档类型声明"):
        read(bad.getvalue())


def test_a_damaged_workbook_is_refused_in_words_or_read_whatever_bytes_changed() -> None:
    good = workbook(("开始", "A岗"), *((datetime(2026, 12, day, 8), "周明") for day in range(1, 9)))
    chance = random.Random(1)
    refused = 0
    for _ in range(120):
        damaged = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_roster_file(bytes(damaged))
        except Worded:
            refused += 1
    assert refused > 60
