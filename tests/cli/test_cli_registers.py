"""A register that is only declared: rows, acts, checks, sheet, tables in and out, by the command line alone."""

from __future__ import annotations

import csv
import io
import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from shell import Shell

from dutydesk.capabilities.registers import kept
from dutydesk.resources import data_folder

SAMPLE = Path(__file__).parent / "samples" / "bicycles.toml"


@pytest.fixture
def office(drill: Shell, tmp_path: Path) -> Shell:
    """The drill store at noon, whose rulebook has one register more."""
    folder = tmp_path / "books"
    shutil.copytree(data_folder() / "rulebook", folder)
    file = folder / "registers.toml"
    file.write_text(file.read_text(encoding="utf-8") + SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    Path(os.environ["DUTYDESK_CONFIG"]).write_text(f'rulebook = "{folder}"\n', encoding="utf-8")
    drill.done("rulebook", "accept", "--as", "王主任", "--reason", "加一个登记簿")
    return drill


@pytest.fixture
def bicycle(office: Shell) -> Shell:
    office.done("register", "add", "bicycles", "车架号=ab１２", "price=１,２００", "keeper=何静", "购置日期=2026-6-1")
    return office


def state_of(shell: Shell, no: str = "B1") -> str:
    return str(shell.done("register", "show", "bicycles", no, "--json").object["state"])


def test_a_declared_register_is_listed_with_its_fields(office: Shell) -> None:
    assert "公用自行车 (bicycles): 0 条" in office.done("register", "list").out
    assert "*车架号 (frame); 价格 (price)" in office.done("register", "show", "公用自行车").out
    assert "fields: *frame (frame)" in office.done("--lang", "en", "register", "show", "bicycles").out


def test_a_row_is_what_was_typed_read_by_the_kinds_of_its_fields(bicycle: Shell) -> None:
    row = bicycle.done("register", "show", "bicycles", "--json").object
    assert row["no"] == "B1"
    assert row["values"] == {"frame": "ab１２", "price": 1200, "keeper": "he", "bought_on": "2026-06-01"}
    told = bicycle.done("register", "show", "bicycles").out
    assert "B1  在位  车架号 ab１２; 价格 1200元" in told
    assert "保管人 何静" in told
    assert "登记 公用自行车 B1 ab１２" in bicycle.done("day", "2026-07-15").out
    assert "B1" in bicycle.done("search", "AB12").out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["keeper=何静"], "车架号: 还没有填"),
        (["frame=1", "keeper=无此人"], "保管人: 没有这个人: 无此人"),
        (["frame=1", "keeper=何静", "price=很贵"], "价格: 不是金额 (元): 很贵"),
        (["frame=1", "keeper=何静", "price=1.234"], "价格: 金额至多两位小数"),
        (["frame=1", "keeper=何静", "bought_on=2027-1-1"], "将来"),
        (["frame=1", "keeper=何静", "colour=红"], "没有这一栏: colour"),
        (["frame=1", "frame=2", "keeper=何静"], "“车架号” 填了两次"),
        (["frame"], "须写成 栏=值"),
        (["frame=秘密★1年", "keeper=何静"], "密级"),
        (["frame=机密", "keeper=何静"], "密级"),
        (["frame=11010519491231002X", "keeper=何静"], "不保存证件号码"),
    ],
)
def test_what_cannot_be_read_names_its_field(office: Shell, words: list[str], reason: str) -> None:
    assert reason in office("register", "add", "bicycles", *words).err
    assert office.done("register", "show", "bicycles", "--json").out == ""


def test_a_unique_field_stands_once_among_rows_in_use(bicycle: Shell) -> None:
    assert "车架号 已有: B1" in bicycle.refused("register", "add", "bicycles", "frame=ab１２", "keeper=周明")
    bicycle.done("register", "retire", "bicycles", "B1", "--reason", "被盗")
    bicycle.done("register", "add", "bicycles", "frame=ab１２", "keeper=周明")
    assert [row["no"] for row in bicycle.done("register", "show", "bicycles", "--json").objects] == ["B2"]
    assert "B1 已停用" in bicycle.refused("register", "do", "bicycles", "B1", "lend", "by=a", "until=18:00")


def test_acts_go_from_state_to_state_and_ask_what_they_declare(bicycle: Shell) -> None:
    lend = ("register", "do", "bicycles", "b1", "借出")
    assert "归还期限: 还没有填" in bicycle.refused(*lend, "by=司机")
    assert "B1 现为 在位, 只有 借出 的才能 归还" in bicycle.refused("register", "do", "bicycles", "B1", "归还")
    assert "保管人不登记借用" in bicycle(*lend, "by=he", "until=18:00").err
    assert "超过 50 公里; 请写理由" in bicycle.refused(*lend, "by=司机", "until=18:00", "km=50.5公里")
    bicycle.done(*lend, "by=司机", "until=18:00", "km=50.5", "--reason", "送材料", "--at", "11:30")
    assert state_of(bicycle) == "out"
    told = bicycle.done("register", "show", "bicycles", "B1").out
    assert (
        "11:30 · 周明 借出 公用自行车 B1 ab１２: 借用人 司机; 归还期限 2026-07-15 18:00; 里程 50.5 公里; 理由: 送材料"
        in told
    )
    bicycle.done("register", "do", "bicycles", "B1", "bring")
    assert "须由" in bicycle("register", "do", "bicycles", "B1", "sell", "price=100").err
    bicycle.done("register", "do", "bicycles", "B1", "sell", "price=100", "--as", "刘副主任")
    assert (state_of(bicycle), bicycle.done("register", "show", "bicycles", "--json").object["values"]["price"]) == (
        "sold",
        100,
    )
    assert "B1 已是 已处置" in bicycle("register", "do", "bicycles", "B1", "sell", "price=1", "--as", "刘副主任").err


def test_a_change_keeps_what_stood_there_and_a_dash_empties(bicycle: Shell) -> None:
    bicycle.done("register", "change", "bicycles", "B1", "price=-", "keeper=周明", "--reason", "盘点")
    assert bicycle.done("register", "show", "bicycles", "--json").object["values"]["keeper"] == "zhou"
    assert "价格" not in bicycle.done("register", "show", "bicycles").out.splitlines()[1]
    assert "保管人 何静 → 周明; 理由: 盘点" in bicycle.done("day", "2026-07-15").out
    assert "与原来一样" in bicycle.refused("register", "change", "bicycles", "B1", "keeper=周明")
    assert "车架号: 还没有填" in bicycle.refused("register", "change", "bicycles", "B1", "frame=-")


def test_a_warning_holds_nothing_up_and_is_said(office: Shell) -> None:
    said = office.done("register", "add", "bicycles", "frame=1", "keeper=何静")
    assert "注意: 没有价格" in said.out
    assert "注意: 没有价格" in office.done("day", "2026-07-15").out


def test_the_handover_sheet_says_what_is_out(bicycle: Shell) -> None:
    def sheet() -> str:
        return bicycle.done("check", "--help").out and bicycle.done("shift").out + bicycle("handover").out

    before = sheet()
    bicycle.done("register", "do", "bicycles", "B1", "lend", "by=司机", "until=18:00")
    assert "借出自行车 1 辆: B1 ab１２" not in before
    assert "借出自行车 1 辆: B1 ab１２" in sheet()


def test_a_table_goes_out_and_comes_in_whole_or_not_at_all(bicycle: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    bicycle.done("register", "export", "bicycles", "--out", str(out))
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["编号", "状态", "车架号", "价格", "购置日期", "保管人"]
    rows[1][rows[0].index("保管人")] = "周明"
    rows.append(["", "", "=1+1", "35万", "2026年6月2日", "何静"])
    wrong = [*rows, ["", "", "z", "3", "后天", "何静"], ["", "", "y", "3", "", "谁"]]
    file = tmp_path / "in.csv"
    file.write_text("\n".join(",".join(row) for row in wrong), encoding="gb18030")
    said = bicycle("register", "import", "bicycles", str(file))
    assert "2 行不能读入, 一行也没有存. 第 4 行: 购置日期" in said.err
    assert "第 5 行: 保管人: 没有这个人: 谁" in said.err
    assert len(bicycle.done("register", "show", "bicycles", "--json").objects) == 1
    file.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    before = bicycle.head()
    assert "以上只是预演" in bicycle.done("register", "import", "bicycles", str(file), "--dry-run").out
    assert bicycle.head() == before
    bicycle.done("register", "import", "bicycles", str(file))
    values = {row["no"]: row["values"] for row in bicycle.done("register", "show", "bicycles", "--json").objects}
    assert values["B1"]["keeper"] == "zhou"
    assert values["B2"] == {"frame": "=1+1", "price": 350_000, "bought_on": "2026-06-02", "keeper": "he"}
    book = tmp_path / "out.xlsx"
    bicycle.done("register", "export", "bicycles", "--out", str(book))
    assert load_workbook(book).active["C3"].value == "'=1+1"
    assert "没有要读入的" in bicycle("register", "import", "bicycles", str(book)).err


def test_the_tables_are_computed_again_from_the_journal(bicycle: Shell) -> None:
    bicycle.done("register", "do", "bicycles", "B1", "lend", "by=司机", "until=18:00")
    before = bicycle.done("register", "show", "bicycles", "B1", "--json").out
    bicycle.done("verify")
    bicycle.done("rebuild", "--as", "王主任")
    assert bicycle.done("register", "show", "bicycles", "B1", "--json").out == before


def test_materials_are_checked_each_month_when_the_last_one_is(drill: Shell) -> None:
    """One clock for the whole register: the shipped rule ``materials_monthly``."""
    for name in ("应急包", "急救箱"):
        words = [f"name={name}", f"kind={name}", "qty=4", "place=库房", "keeper=何静"]
        drill.done("register", "add", "materials", *words)
    drill.done("owe", "materials_monthly")

    def owed() -> bool:
        return any(one["rule"] == "materials_monthly" for one in drill.done("due", "--json").objects)

    assert owed()
    later = ("--clock", "2026-07-15T12:05")
    drill.done("register", "do", "materials", "W1", "月检", "found=4", "seal_ok=是", *later)
    assert owed()
    assert "账实不符; 请写理由" in drill.refused("register", "do", "materials", "W2", "月检", "found=3", "seal_ok=是")
    drill.done("register", "do", "materials", "W2", "月检", "found=4", "seal_ok=否", *later)
    assert not owed()


# ---------------------------------------------------------------- registers that acts of their own keep

OWN = {
    "visitors": (("visit", "in", "李某", "--unit", "某县", "--why", "汇报"), "V1", {"name": "李某", "count": 1}),
    "keys": (("keys", "take", "公章", "--by", "何静", "--purpose", "盖函"), "K1", {"item": "公章", "reason": "盖函"}),
    "leaders_away": (
        ("leave", "add", "张主任", "--until", "20:00", "--where", "郑州", "--deputy", "刘副主任"),
        "L1",
        {"name": "张主任", "place": "郑州", "deputy": "刘副主任"},
    ),
    "custody": (
        ("custody", "add", "JY-1", "--copies", "2", "--place", "保密柜2", "--grade", "机密★10年"),
        "D1",
        {"number": "JY-1", "copies": 2, "grade_words": "机密★10年"},
    ),
    "roll_calls": (("roll-call", "receive", "--who", "省政府"), "P1", {"caller": "省政府"}),
    "actions": (
        ("action", "assign", "Y9", "核实伤情", "--owner", "县医院"),
        "",
        {"text": "核实伤情", "owner": "县医院"},
    ),
    "resources": (
        ("resource", "ask", "Y9", "吊车两台", "--unit", "市消防"),
        "",
        {"what": "吊车两台", "unit": "市消防"},
    ),
    "contacts": (
        ("contact", "save", "值班室", "--name", "周明", "--number", "13800138000"),
        "",
        {"unit": "值班室", "name": "周明", "number": "13800138000"},
    ),
    "calls": (
        ("call", "县医院", "--number", "13800138000", "--result", "no_answer", "--matter", "Y9", "--text", "问伤情"),
        "TH1",
        {"name": "县医院", "text": "问伤情"},
    ),
    "instructions": (
        ("instruct", "add", "Y9", "--who", "张副省长", "--text", "全力救治"),
        "PS1",
        {"who": "张副省长", "text": "全力救治"},
    ),
    "patrols": (
        ("patrol", "门窗完好", "--abnormal", "--note", "二楼灯未关"),
        "XC1",
        {"text": "门窗完好", "note": "二楼灯未关"},
    ),
}


def test_every_one_of_them_is_tried_here() -> None:
    assert set(OWN) == set(kept.kept())


@pytest.mark.parametrize("name", OWN)
def test_what_their_acts_wrote_is_listed_like_any_register(drill: Shell, name: str) -> None:
    words, no, values = OWN[name]
    drill.done("open", "incident", "--label", "Y9", "--title", "追尾", "--colour", "yellow", "--subtype", "road")
    drill.done(*words)
    row = drill.done("register", "show", name, "--json").objects[0]
    assert row["values"].items() >= values.items()
    assert not no or row["no"] == no
    listed = {one["register"]: one["rows"] for one in drill.done("register", "list", "--json").objects}
    assert listed[name] == 1
    told = drill.done("register", "show", name, str(row["no"])).out
    assert str(row["no"]) in told
    table = list(csv.reader(io.StringIO(drill.done("register", "export", name).out.lstrip("\ufeff"))))
    assert len(table) == 2
    assert table[1][0] == str(row["no"])
    assert kept.kept()[name].act in drill.refused("register", "add", name, "x=y")
    assert (
        kept.kept()[name].act in drill("--lang", "en", "register", "retire", name, str(row["no"]), "--reason", "x").err
    )


def test_what_is_done_with_is_listed_when_asked_for(drill: Shell) -> None:
    drill.done(*OWN["visitors"][0])
    drill.done("visit", "out", "V1")
    assert drill.done("register", "show", "visitors", "--json").out == ""
    (gone,) = drill.done("register", "show", "visitors", "--all", "--json").objects
    assert (gone["no"], gone["state"]) == ("V1", "left")
    assert "left the house" in drill.done("--lang", "en", "register", "show", "visitors", "--all").out


def test_a_register_of_the_office_s_own_goes_before_one_of_the_same_name(office: Shell) -> None:
    folder = Path(os.environ["DUTYDESK_CONFIG"]).read_text(encoding="utf-8").split('"')[1]
    file = Path(folder) / "registers.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('id = "bicycles"', 'id = "keys"'), encoding="utf-8")
    office.done("rulebook", "accept", "--as", "王主任", "--reason", "改名")
    office.done("register", "add", "keys", "frame=ab12", "keeper=何静")
    assert [one["no"] for one in office.done("register", "show", "keys", "--json").objects] == ["B1"]
