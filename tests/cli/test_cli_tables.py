"""Tables as offices keep them, taken in as rows of a register and as contacts."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from shell import Shell

MATERIALS = """应急物资台账,,,,,,,
填表日期：2026年7月1日,,,,,,,
序号,物资名称,分类,数量（个）,存放地点,保管人,有效期,规格型号
1,手电,应急照明,10个,一楼库房,周　明,2027年6月,强光
2,急救包,急救箱,"1,200",二楼,何静,长期,
一、通信类,,,,,,,
3,对讲机,对讲机,十二台,一楼库房,何静,-,
合计,,,1222,,,,
制表人：周明,,,,,,,
"""
CONTACTS = """驻京值班通讯录
序号,单位（部门）,姓名,职务,办公电话,手机,备注
1,南召县政府办,李 主任,主任,0377-66910001,13800138000,
2,,王五,副主任,(010)66001234/66005678,,夜间
3,省委总值班室,,值班员,010-66001111,,24小时
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def test_an_offices_own_table_of_materials_goes_in(drill: Shell, table: Path) -> None:
    table.write_text(MATERIALS, encoding="gb18030")
    said = drill.done("register", "import", "materials", str(table), "--dry-run").out
    assert "标题在第 3 行; 各栏: 物资名称 → 品名; 分类 → 类别; 数量（个） → 数量" in said
    assert "没有用的栏: 规格型号" in said
    assert [line for line in said.splitlines() if line.startswith("没有读的行")] == [
        "没有读的行: 第 6 行 一、通信类",
        "没有读的行: 第 8 行 合计 1222",
        "没有读的行: 第 9 行 制表人：周明",
    ]
    assert drill.done("register", "show", "materials", "--json").objects == []
    drill.done("register", "import", "materials", str(table))
    rows = [one["values"] for one in drill.done("register", "show", "materials", "--json").objects]
    assert [(one["name"], one["qty"], one.get("expiry"), one["keeper"]) for one in rows] == [
        ("手电", 10, "2027-06-30", "zhou"),
        ("急救包", 1200, None, "he"),
        ("对讲机", 12, None, "he"),
    ]
    assert "没有要读入的" in drill("register", "import", "materials", str(table)).err, "the same again is nothing new"


def test_headings_of_two_lines_and_merged_cells_of_a_workbook_are_read(drill: Shell, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "说明"
    book.active.append(["本表由办公室填写"])
    sheet = book.create_sheet("传真")
    sheet.append(["传真收文登记"])
    sheet.append(["序号", "来文", None, None, "页数", "是否清晰", "签收人"])
    sheet.append([None, "收文日期", "来文单位", "文件标题", None, None, None])
    for number, title in enumerate(("防汛通知", "值班通知"), 1):
        sheet.append([number, "2026-07-14 09:00", "省防办", title, 3, "是", "周明"])
    for area in ("A1:G1", "B2:D2", "A2:A3", "E2:E3", "F2:F3", "G2:G3", "C4:C5"):
        sheet.merge_cells(area)
    file = tmp_path / "fax.xlsx"
    book.save(file)
    said = drill("register", "import", "fax", str(file))
    assert "表里没有必填的栏: 清晰; 加上这一栏, 或写 --fill 栏=值" in said.err
    said = drill.done("register", "import", "fax", str(file), "--fill", "清晰=是").out
    assert "工作表 传真" in said
    assert "没有用的栏: 是否清晰" in said
    assert "没有要读入的" in drill("register", "import", "fax", str(file), "--fill", "清晰=是").err
    rows = [one["values"] for one in drill.done("register", "show", "fax", "--json").objects]
    assert [(one["title"], one["unit"], one["pages"]) for one in rows] == [
        ("防汛通知", "省防办", 3),
        ("值班通知", "省防办", 3),
    ]


def test_a_table_of_contacts_goes_in_and_a_changed_one_replaces(drill: Shell, table: Path) -> None:
    table.write_text(CONTACTS, encoding="utf-8")
    assert "办公电话 → 号码; 手机 → 号码" in drill.done("contact", "import", str(table), "--dry-run").out
    assert drill.done("contact", "list", "--json").objects == []
    drill.done("contact", "import", str(table))
    book = {one["name"] or one["unit"]: one for one in drill.done("contact", "list", "--json").objects}
    assert book["李主任"]["numbers"] == ["037766910001", "13800138000"]
    assert book["王五"]["unit"] == "南召县政府办", "an empty cell below a merged one means what stood above it"
    assert book["王五"]["numbers"] == ["01066001234", "66005678"]
    assert "没有要读入的" in drill("contact", "import", str(table)).err
    table.write_text(CONTACTS.replace("0377-66910001", "0377-66910009"), encoding="utf-8")
    drill.done("contact", "import", str(table))
    again = {one["name"] or one["unit"]: one for one in drill.done("contact", "list", "--json").objects}
    assert again["李主任"]["numbers"] == ["037766910009", "13800138000"]
    assert again["李主任"]["contact"] == book["李主任"]["contact"]
    assert len(again) == len(book)


@pytest.mark.parametrize(
    ("command", "content", "told"),
    [
        (("contact", "import"), CONTACTS.replace("13800138000", "电话保密"), "第 3 行: 号码: "),
        (("contact", "import"), "甲,乙\n1,2\n", "没有找到标题行: 表里没有 单位、岗位、姓名"),
        (("contact", "import"), "姓名,电话\n李四,13800138000\n", "表里没有必填的栏: 单位"),
        (("contact", "import"), "单位,单位名称,电话\n甲,乙,13800138000\n", "“单位名称” 一栏写了两次"),
        (("register", "import", "materials"), MATERIALS.replace("10个", "若干"), "第 4 行: 数量: 须为整数, 不是 若干"),
        (("register", "import", "materials"), MATERIALS.replace("强光", "机密★5年"), "第 4 行第 8 列有密级标志"),
    ],
    ids=["number", "heading", "needed", "twice", "count", "mark"],
)
def test_what_cannot_be_read_is_said_by_line_and_column_and_nothing_is_saved(
    drill: Shell, table: Path, command: tuple[str, ...], content: str, told: str
) -> None:
    table.write_text(content, encoding="utf-8")
    err = drill.refused(*command, str(table))
    assert told in err
    assert "★" not in err
    assert drill.done("contact", "list", "--json").objects == []
    assert drill.done("register", "show", "materials", "--json").objects == []


def test_a_mark_in_a_row_of_a_script_is_refused_by_the_desk_with_its_line(drill: Shell) -> None:
    from dutydesk.bootstrap import open_container
    from dutydesk.capabilities.calls.acts import ContactImport
    from dutydesk.capabilities.registers.acts import RegisterImport
    from dutydesk.kernel.refusal import Refused

    container = open_container(drill.path)
    for act in (
        ContactImport(rows=['7:{"unit": "甲", "note": "机密★5年"}']),
        RegisterImport(register="materials", rows=['7:{"name": "机密★5年"}']),
    ):
        with pytest.raises(Refused, match=r"第 7 行: (备注|品名): ") as refused:
            container.desk.perform(act, actor="zhou")
        assert "★" not in str(refused.value)
    assert "★" not in "".join(one.payload for one in container.views.entries_between(0, 2**62, audit=True))
    container.close()


def test_a_line_that_does_not_say_which_row_it_is_replaces_none(drill: Shell) -> None:
    """A telephone slip is known again by its matter; two of no matter are two, though only one stands there yet."""
    from dutydesk.bootstrap import open_container
    from dutydesk.capabilities.registers import reads
    from dutydesk.capabilities.registers.acts import RegisterImport

    container = open_container(drill.path)
    for words in ("问路", "约车"):
        line = f'2:{{"began_at": "2026-07-01 08:00", "unit": "甲办", "words": "{words}"}}'
        container.desk.perform(RegisterImport(register="phone_slips", rows=[line]), actor="zhou")
    assert [one.values["words"] for one in reads.rows(container.views, "phone_slips")] == ["问路", "约车"]
    container.close()
