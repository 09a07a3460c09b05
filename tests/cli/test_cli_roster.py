"""The roster by the words of the command line: what is printed, exit status, files in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from shell import Shell


@pytest.fixture
def roster(drill: Shell) -> Shell:
    for account, name in (("sun", "孙涛"), ("ma", "马丽")):
        drill.done("--as", "wang", "people", "add", account, "--name", name)
    plan = ("plan", "--from", "2026-07-16", "--to", "2026-07-29", "--team", "zhou/he/liu", "sun/ma/liu")
    drill.done("--as", "wang", "roster", *plan)
    return drill


def test_show(roster: Shell) -> None:
    said = roster.done("roster", "show", "--from", "2026-07-15", "--to", "2026-07-17").out
    assert said.splitlines()[:4] == [
        "2026-07-15 周三",
        "    没有班次开始",
        "2026-07-16 周四",
        "    07-16 08:00-07-17 08:00 A岗 周明 B岗 何静 带班领导 刘副主任 主任 空缺",
    ]
    days = roster.done("roster", "show", "--from", "2026-09-30", "--to", "2026-10-01", "--json").objects
    assert [(day["date"], day["kind"], day["name"], day["shifts"]) for day in days] == [
        ("2026-09-30", "workday", None, []),
        ("2026-10-01", "holiday", "国庆节", []),
    ]
    assert "国庆节 休" in roster.done("roster", "show", "--from", "2026-10-01", "--to", "2026-10-01").out


def test_a_year_that_is_not_shipped_says_so(roster: Shell) -> None:
    said = roster.done("roster", "show", "--from", "2029-01-01", "--to", "2029-01-01").out
    assert "无节假日数据" in said
    found = roster("roster", "check", "--from", "2028-12-31", "--to", "2029-01-01", "--json").objects
    assert [one["text"] for one in found if one["kind"] == "holidays"] == [
        "节假日数据没有 2028 年 (现有 2025、2026、2027); 请补 holidays.toml",
        "节假日数据没有 2029 年 (现有 2025、2026、2027); 请补 holidays.toml",
    ]


def test_check_exits_1_on_what_blocks(roster: Shell) -> None:
    said = roster("roster", "check")
    assert said.status == 1
    assert said.out.startswith("不合 12:00 至 明日 08:00 没有排班")
    assert said.err == "排班有 1 处不合: 12:00 至 明日 08:00 没有排班\n"
    good = roster("roster", "check", "--from", "2026-07-17", "--to", "2026-07-20")
    assert (good.status, good.out, good.err) == (0, "排班没有不合规则之处\n", "")


def test_an_empty_roster_says_how_to_make_one(drill: Shell) -> None:
    said = drill("roster", "check")
    assert said.status == 1
    assert "还没有排班" in said.err


def test_set_swap_leave_special_staff_by_words(roster: Shell) -> None:
    boss = ("--as", "wang", "roster")
    roster.done(
        *boss,
        "set",
        "--begin",
        "2026-07-17T08:00",
        "--end",
        "2026-07-18T08:00",
        "--leader",
        "王主任",
        "--reason",
        "开会",
    )
    assert (
        "带班领导 王主任 主任 空缺 (调整)"
        in roster.done("roster", "show", "--from", "2026-07-17", "--to", "2026-07-17").out
    )
    roster.done("roster", "swap", "request", "--shift", "2026-07-18T08:00", "--to", "孙涛", "--reason", "家事")
    assert "已申请: 周明 → 孙涛 07-18 08:00 A岗 家事" in roster.done("roster", "swap").out
    roster.done("--as", "sun", "roster", "swap", "accept")
    assert "(--anyway): 孙涛 连续两夜" in roster.refused(*boss, "swap", "approve")
    roster.done(*boss, "swap", "approve", "--anyway", "只此一次")
    assert roster.done("roster", "swap", "--json").object["state"] == "approved"
    roster.done("roster", "leave", "--from", "2026-07-20", "--to", "2026-07-20", "--reason", "年假")
    roster.done(*boss, "special", "--title", "两会", "--from", "2026-07-20", "--to", "2026-07-21")
    assert "两会" in roster.done("roster", "show", "--from", "2026-07-20", "--to", "2026-07-20").out
    roster.done(*boss, "staff", "zhou", "--grade", "骨干", "--joined", "2025-07-15", "--group", "信息报送组")
    listed = roster.done("roster", "staff").out
    assert "周明 骨干 信息报送组 2025-07-15" in listed
    assert "骨干: 在岗 1 人, 应配 5 人" in listed
    assert "平均在岗 1.0 年 (1 人有到岗日期); 近一年离岗 0 人" in listed
    assert "A 岗不能空缺" in roster.refused(
        "roster", "take-over", "--post", "b", "--reason", "替何静", "--signed", "何静"
    )
    roster.done("--as", "sun", "roster", "take-over", "--post", "b", "--reason", "替何静", "--signed", "何静")
    assert roster.done("shift", "show", "--json").object["b"] == "sun"


def test_actual_beside_planned(roster: Shell) -> None:
    later = ("--clock", "2026-07-16T08:00", "--as", "zhou")
    roster.done(*later, "shift", "begin")
    said = roster.done("--clock", "2026-07-17T06:00", "--as", "zhou", "roster", "actual").out
    assert "07-15 12:00-07-16 08:00 A岗 周明" in said
    assert "07-16 08:00-现在 A岗 周明" in said
    assert "周明: 在岗 42 小时, 夜间 16 小时" in said
    assert "夜班补贴 = 夜间 16 小时 × 小时基本工资 × 1.5" in said
    objects = roster.done("--clock", "2026-07-17T06:00", "roster", "actual", "--json").objects
    assert {"officer": "zhou", "hours": 42.0, "night_hours": 16.0}.items() <= objects[-1]["hours"].items()


def test_export_for_a_person(roster: Shell, tmp_path: Path) -> None:
    out = tmp_path / "zhou.ics"
    assert "已写 7 个班次" in roster.done("roster", "export", "--person", "周明", "--out", str(out)).out
    assert len(list(Calendar.from_ical(out.read_bytes()).walk("VEVENT"))) == 7
    assert roster.done("roster", "export", "--person", "zhou", "--out", "-").out.startswith("BEGIN:VCALENDAR")
    assert "没有这个人" in roster.refused("roster", "export", "--person", "x", "--out", "-")
    assert "写不出文件" in roster.refused("roster", "export", "--person", "zhou", "--out", str(tmp_path / "no" / "x"))


def test_import_names_the_bad_line_and_takes_the_rest(roster: Shell, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    text = "日期,A岗,B岗\n2026-08-01,周明,何静\n2026-08-02,王五,何静\n2026-08-03,孙涛,马丽\n"
    file.write_bytes(text.encode("gb18030"))
    said = roster("--as", "wang", "roster", "import", str(file))
    assert said.status == 1
    assert said.out.splitlines()[:2] == ["第 3 行: 没有这个人: 王五", "文件编码 gb18030: 读出 2 个班次, 1 行没有收"]
    assert said.err == "1 行没有导入, 其余已收\n"
    days = roster.done("roster", "show", "--from", "2026-08-01", "--to", "2026-08-03", "--json").objects
    assert [len(day["shifts"]) for day in days] == [1, 0, 1]
    file.write_text("日期,A岗\n2026-08-05,周明\n", encoding="utf-8")
    assert roster("--as", "wang", "roster", "import", str(file)).status == 0
    assert "读不到文件" in roster.refused("--as", "wang", "roster", "import", str(tmp_path / "none"))
    file.write_text("x\n", encoding="utf-8")
    assert "看不懂表头" in roster.refused("--as", "wang", "roster", "import", str(file))


def test_a_file_called_after_a_kind_of_shift_is_not_taken_for_whole_days(roster: Shell, tmp_path: Path) -> None:
    file = tmp_path / "八月夜班.csv"
    file.write_text("日期,A岗\n2026-08-05,周明\n", encoding="utf-8")
    assert "文件名写着 夜班" in roster.refused("--as", "wang", "roster", "import", str(file))
    file.write_text("日期,班次,A岗\n2026-08-05,夜班,周明\n", encoding="utf-8")
    roster.done("--as", "wang", "roster", "import", str(file))


def test_import_shows_first_how_the_file_was_understood(roster: Shell, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("八月值班表,,\n日期,主班,备注\n8月5日,周　明,\n注：请提前交接,,\n", encoding="utf-16")
    before = roster.head()
    said = roster("--as", "wang", "roster", "import", "--preview", str(file))
    assert (said.status, roster.head()) == (0, before)
    assert said.out.splitlines() == [
        "文件编码 utf-16: 读出 1 个班次, 0 行没有收",
        "表头上方: 第 1 行 八月值班表",
        "表头在第 2 行",
        "  第 1 列 日期 → 日期",
        "  第 2 列 主班 → A岗",
        "没有用的列: 备注",
        "没有用的行: 第 4 行 注：请提前交接",
        "  08-05 08:00-08-06 08:00 A岗 周明",
        "按此排班, 排班检查有 4 处:",
        "  不合 12:00 至 明日 08:00 没有排班",
        "  不合 07-30 08:00 至 08-05 08:00 没有排班",
        *said.out.splitlines()[11:],
    ]
    assert len(said.out.splitlines()) == 13
    preview, saved = roster("--as", "wang", "roster", "import", "--json", str(file)).objects
    assert (preview["preview"]["heading"], preview["preview"]["unused"]) == (2, ["备注"])
    assert preview["preview"]["columns"][1] == {"column": 2, "title": "主班", "as": "a"}
    assert saved["seq"] == before + 1


def test_of_two_sheets_that_fit_one_is_named(roster: Shell, tmp_path: Path) -> None:
    book = Workbook()
    for name, who, state in (("八月", "周明", "visible"), ("九月", "何静", "visible"), ("旧", "孙涛", "hidden")):
        sheet = book.create_sheet(name)
        sheet.append(("日期", "A岗"))
        sheet.append((f"{8 if name != '九月' else 9}月5日", who))
        sheet.sheet_state = state
    book.remove(book.worksheets[0])
    file = tmp_path / "roster.xlsx"
    book.save(file)
    asks = roster.refused("--as", "wang", "roster", "import", str(file))
    assert asks == "有 2 个工作表都像排班表: “八月”、“九月”; 请用 --sheet 写明哪一个"
    assert "没有工作表 旧" in roster.refused("--as", "wang", "roster", "import", "--sheet", "旧", str(file))
    said = roster.done("--as", "wang", "roster", "import", "--sheet", "九月", str(file))
    assert "隐藏的工作表没有读: “旧”" in said.out
    days = roster.done("roster", "show", "--from", "9月5日", "--to", "9月5日", "--json").objects
    assert [one["a"] for one in days[0]["shifts"]] == ["he"]


def test_a_column_that_may_change_the_shifts_refuses_the_file(roster: Shell, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("日期,A岗,替班\n8月5日,周明,何静\n", encoding="utf-8")
    assert "不认识 替班 一栏" in roster.refused("--as", "wang", "roster", "import", str(file))
    assert roster("--as", "wang", "roster", "import", str(file), "--ignore", "替班").status == 0


def test_an_import_over_shifts_that_begin_at_another_time_needs_a_yes(roster: Shell, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    boss = ("--as", "wang", "roster", "import")
    file.write_text("日期,白班,夜班\n8月5日,周明,何静\n", encoding="utf-8")
    assert roster(*boss, str(file)).status == 0
    file.write_text("日期,A岗\n8月5日,孙涛\n", encoding="utf-8")
    preview = roster.done(*boss, "--preview", str(file)).out.splitlines()
    assert preview[preview.index("与已排的 1 班重叠而开始时间不同, 导入后以本表为准:") :][:2] == [
        "与已排的 1 班重叠而开始时间不同, 导入后以本表为准:",
        "  08-05 20:00-08-06 08:00 A岗 何静",
    ]
    before = roster.head()
    for way in ((), ("--json",)):
        said = roster(*boss, *way, str(file))
        assert (said.status, "(--yes): 与已排的" in said.err) == (1, True)
    assert roster.head() == before
    assert roster(*boss, "--yes", str(file)).status == 0
    days = roster.done("roster", "show", "--from", "8月5日", "--to", "8月6日", "--json").objects
    shown = [(one["begins"][5:16], one["ends"][5:16], one["a"]) for day in days for one in day["shifts"]]
    assert shown == [("08-05T08:00", "08-06T08:00", "sun")]
    assert roster(*boss, str(file)).status == 0, "the same beginning is replaced without a question"


def test_a_shift_that_ends_within_the_imported_one_keeps_its_beginning(roster: Shell, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    boss = ("--as", "wang", "roster", "import", "--yes", str(file))
    file.write_text("开始,结束,A岗\n2026-08-05 08:00,2026-08-06 08:00,周明\n", encoding="utf-8")
    roster.done(*boss)
    file.write_text("开始,结束,A岗\n2026-08-06 06:00,2026-08-06 18:00,孙涛\n", encoding="utf-8")
    roster.done(*boss)
    days = roster.done("roster", "show", "--from", "8月5日", "--to", "8月6日", "--json").objects
    shown = [(one["begins"][5:16], one["ends"][5:16], one["a"]) for day in days for one in day["shifts"]]
    assert shown == [("08-05T08:00", "08-06T06:00", "zhou"), ("08-06T06:00", "08-06T18:00", "sun")]


@pytest.mark.parametrize(("name", "said"), [("2026年8月值班表.csv", "文件名"), ("roster.csv", "")])
def test_the_month_of_bare_days_is_that_of_the_file_or_is_asked(
    roster: Shell, tmp_path: Path, name: str, said: str
) -> None:
    file = tmp_path / name
    file.write_text("姓名,1,2,3\n周明,白,休,夜\n何静,休,白,休\n", encoding="utf-8")
    preview = ("--as", "wang", "roster", "import", "--preview", str(file))
    if said:
        assert f"只写日的, 月份是 2026-08 (据{said})" in roster.done(*preview).out
    else:
        assert "--month 2026-12" in roster.refused(*preview)
        assert "不是月份: 8" in roster.refused(*preview, "--month", "8")
    out = roster.done(*preview, "--month", "2026-09").out
    assert "只写日的, 月份是 2026-09 (据--month)" in out
    assert "  09-03 20:00-09-04 08:00 A岗 周明" in out
    assert roster.done(*preview, "--month", "2026-09", "--json").object["preview"]["month"] == "2026-09"


def test_hidden_rows_and_columns_are_named(roster: Shell, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("日期", "A岗", "替班"), ("8月5日", "周明", "何静"), ("8月6日", "孙涛", None)):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    file = tmp_path / "roster.xlsx"
    book.save(file)
    said = roster.done("--as", "wang", "roster", "import", "--preview", str(file)).out
    assert "隐藏的行没有读: 3\n隐藏的列没有读: C\n" in said
    assert "孙涛" not in said


def _struck(sheet: Any) -> None:
    sheet["B3"].font = Font(strike=True)


def _partly_struck(sheet: Any) -> None:
    sheet["B3"] = CellRichText(TextBlock(InlineFont(strike=True), "周明"), "孙涛")


def _noted(sheet: Any) -> None:
    sheet["A3"].comment = Comment("换成\n孙涛", "某人")


@pytest.mark.parametrize(
    ("change", "said"),
    [(_struck, "B3 有删除线"), (_partly_struck, "B3 有删除线"), (_noted, "A3 有批注 “换成 孙涛”")],
)
def test_what_is_struck_through_or_noted_on_a_row_is_named(
    roster: Shell, tmp_path: Path, change: Callable[[Any], None], said: str
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("日期", "A岗"), ("8月5日", "何静"), ("8月6日", "周明")):
        sheet.append(row)
    change(sheet)
    file = tmp_path / "roster.xlsx"
    book.save(file)
    refused = roster("--as", "wang", "roster", "import", "--preview", str(file))
    assert refused.status == 1
    assert f"第 3 行: {said}" in refused.out + refused.err


def test_in_english_nothing_is_chinese_but_names(roster: Shell) -> None:
    said = roster("--lang", "en", "roster", "check")
    assert said.err == "what blocks the roster (1): nobody is planned from 12:00 to tomorrow 08:00\n"
    assert "no shift begins" in roster.done("--lang", "en", "roster", "show", "--from", "2026-07-15").out


def test_an_import_changes_nothing_that_has_begun(roster: Shell, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    boss = ("--as", "wang", "roster", "import", str(file))
    noon = ("--clock", "2026-07-17T12:00")
    file.write_text("日期,A岗,B岗,带班领导\n7-16,马丽,孙涛,\n7-17,马丽,何静,\n7-18,马丽,孙涛,\n", encoding="utf-8")
    said = roster(*noon, *boss)
    assert said.status == 1
    assert said.out.splitlines()[:3] == [
        "第 2 行: 07-16 08:00 开始的一班已过去, 排班不改",
        "第 3 行: 08:00 开始的一班正在值班, 排班不改, 换人请用 roster take-over",
        "文件编码 utf-8: 读出 1 个班次, 2 行没有收",
    ]
    days = roster.done("roster", "show", "--from", "7-16", "--to", "7-18", "--json").objects
    assert [day["shifts"][0]["a"] for day in days] == ["zhou", "sun", "ma"]
    file.write_text("日期,A岗,B岗,带班领导\n7-16,周明,何静,刘副主任\n7-19,周明,何静,\n", encoding="utf-8")
    assert roster(*noon, *boss).status == 0, "what is planned so already is no change"
    file.write_text("日期,A岗\n7-1,周明\n", encoding="utf-8")
    assert roster(*noon, *boss).status == 0, "nothing was planned there"


def test_a_week_of_weekdays_is_said_or_asked(roster: Shell, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("班次,周一,周二,周三\n白班,周明,孙涛,周明\n夜班,何静,马丽,何静\n", encoding="utf-8")
    preview = ("--as", "wang", "roster", "import", "--preview", str(file))
    assert "--week" in roster.refused(*preview)
    assert "不是一周: x" in roster.refused(*preview, "--week", "x")
    said = roster.done(*preview, "--week", "第32周").out.splitlines()
    assert said[:7] == [
        "文件编码 utf-8: 读出 6 个班次, 0 行没有收",
        "表头在第 1 行",
        "横排是日期的表: 每个日期一列, 左边是班次或岗位",
        "只写星期或日的, 是 2026-08-03 至 2026-08-09 (据--week)",
        "  第 1 行 日期 → 日期",
        "  第 2 行 白班 → 这一班的人 (先 A岗, 后 B岗)",
        "  第 3 行 夜班 → 这一班的人 (先 A岗, 后 B岗)",
    ]
    assert said[7] == "  08-03 08:00-08-03 20:00 A岗 周明"
    other = tmp_path / "第32周值班表.csv"
    other.write_bytes(file.read_bytes())
    assert "(据文件名)" in roster.done("--as", "wang", "roster", "import", "--preview", str(other)).out
