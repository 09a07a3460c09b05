"""What stands on the papers of the day, as text; what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import day
import pytest
from conftest import written
from exported import texts_of

from dutydesk.capabilities.papers.sheets import _told
from dutydesk.cli.main import run
from dutydesk.documents.columns import CELLS, LINES, cells

pytestmark = pytest.mark.papers


def test_every_declared_paper_is_printed_of_the_day() -> None:
    from dutydesk.usecase.books import load_papers

    assert set(load_papers(None).forms) == {kind for kind, _, _ in day.PRINTED}


def test_text_has_22_lines_of_56_cells(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        for page in text.split("\f"):
            lines = page.rstrip("\n").split("\n")
            assert len(lines) == LINES, name
            assert [line for line in lines if cells(line) > CELLS] == [], name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("00-report", ["值　班　信　息　专　报", "第1期", "河南省人民政府驻北京办事处", "报：", "拟稿：周明", "电话：010-60000000"]),
        ("02-points", ["电话报告要点", "报告要点", "收话单位", "待核实", "情况的报告（电话首报）"]),
        ("04-express", ["值　班　快　报", "致4死6伤", "共印6份", "签发：刘副主任（12时40分）", "2026年7月15日"]),
        ("05-brief", ["转告南阳市、省应急厅，应于7月16日12时50分前反馈", "约60人参与", "接报突发事件2起、政策文件1件、群众诉求3件、领导批示1件", "一、突发事件", "今日关注", "呈报：办领导。", "核稿：周明", "共造成4人死亡、6人受伤", "死亡赔偿金未足额兑现，已转"]),
        ("06-nil", ["零报告", "2026年7月15日10时", "7月14日10时至7月15日10时。", "带班领导：刘副主任，在岗。值班员：周明、何静，在岗。", "突发事件：0起", "视频系统正常。", "需协调事项：无。", "总体平稳。"]),
        ("07-document", ["豫政驻京〔2026〕18号", "签发人：王主任", "省政府：", "经省信访局认定", "特此报告。", "附件：报送情况一览表", "7月15日17:41", "第8期", "更正", "抄送：省委办公厅，省信访局。", "共印6份"]),
        ("08-letter", ["豫政驻京函〔2026〕5号", "省人力资源社会保障厅：", "特此函告。"]),
        ("09-minutes", ["〔2026〕1号", "一、会议议定", "由何静办理", "7月16日18时前办结", "签发：王主任", "出席：刘副主任、周明、何静", "请假：王主任（参加其他会议）", "列席：技术保障组张伟"]),
        ("10-invitation", ["关于召开汛情会商会的通知", "各组：", "三楼会议室（视频会议室省级01）"]),
        ("11-invitation_letter", ["关于商请参加汛情会商会的函", "省水利厅、省应急管理厅："]),
        ("12-phone", ["来电处理单", "0377-60000122（已回拨核实）", "7月15日10:47—10:50", "刘副主任　10:55（电话）", "省高速交警总队"]),
        ("13-fax_slip", ["来文处理单", "同意，今日办结。", "刘副主任　08:47", "密级"]),
        ("14-fax", ["传真（来文）登记簿", "08:40", "14:10", "共2件"]),
        ("15-instruction", ["全力救治伤员，查明原因，及时续报。", "13:02", "周明　12:53", "反馈时限：7月16日12:50"]),
        ("16-appeal", ["138****5678", "7人（代表1人）", "赵副主任", "□不满意"]),
        ("17-policy", ["有序推进隐患整改", "9号汛期防汛救灾通知印", "（3/3）", "复核：何静", "签发：刘副主任（09:50）"]),
        ("18-log", ["带班领导：刘副主任", "星期三", "07:59至08:04一班", "记入Y1", "09:30离开", "立项Y1", "本条作废", "更正第", "本班小结：接报突发事件2起", "见交接班记录第1号"]),
        ("19-handover", ["第1号", "交班签字", "接班人复述", "附件1：未到期的时限", "见附件1", "校验值", "带班刘副主任", "牵头南阳市政府", "点名2次", "收传真1份", "（12:50前反馈）"]),
        ("20-trip", ["2026年7月20日上午至2026年7月21日下午", "代为主持工作的负责同志"]),
        ("21-roster", ["2026年7月值班表", "7月15日", "周明", "24小时有人接听"]),
        ("22-attendance", ["考勤与夜班统计表", "合计", "24.1", "48.8"]),
        ("23-statistics", ["2026年7月值班信息统计表", "事故灾难", "未定级", "发出报告", "样本不足", "数字截至2026年7月16日08:20"]),
    ],
)  # fmt: skip
def test_what_stands_on_it(store: Path, texts: dict[str, str], name: str, words: list[str]) -> None:
    kind, subject, options = day.PRINTED[int(name[:2])]
    word = written(store, kind, subject, options, store.parent / f"{name}-words.docx")
    plain = re.sub(r"[\s\u3000]+", "", texts[name] + "".join(texts_of(word)))
    word.unlink()
    for word in words:
        assert re.sub(r"[\s\u3000]+", "", word) in plain, word


def test_the_log_of_a_shift_has_only_what_belongs_in_it(texts: dict[str, str]) -> None:
    for word in ("建库", "人员:", "账户", "提醒", "到期", "规则册", "值班台", "拒绝"):
        assert word not in texts["18-log"], word


def test_the_exported_log_and_handover_are_the_papers(store: Path, texts: dict[str, str]) -> None:
    for words, name in ((("log", "--date", "2026-07-15"), "18-log"), (("handover",), "19-handover")):
        out = store.parent / f"exported-{name}.txt"
        assert (
            run(["--db", str(store), "--clock", day.MORNING, "--as", "孙涛", "export", *words, "--out", str(out)]) == 0
        )
        assert out.read_text(encoding="utf-8") == texts[name], name


def refused(store: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run(["--db", str(store), "--clock", day.MORNING, "--as", "孙涛", *words]) == 1
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "words", "reason"),
    [
        (("bulletins", "matter=Y1", "title=二广高速事故得到妥善处置"), ("express",), "妥善处置"),
        (("bulletins", "matter=Y1", "title=二广高速事故致1死", "text=造成1人死亡。"), ("express",), "不一致"),
        (("zero_reports", "until=07-15 18:00", "devices=正常", "drafter=周明"), ("nil",), "未结的突发事件"),
        (("outgoing", "kind=报告", "number=豫〔2026〕1号", "title=报告", "to=省政府", "dated=2026-07-16", "text=请批示。", "signer=王主任"), ("document",), "请批示"),
        (("outgoing", "kind=报告", "number=豫办[2026]1号", "title=报告", "to=省政府", "dated=2026-07-16", "text=情况。", "signer=王主任"), ("document",), "文号"),
        (("zero_reports", "until=07-15 09:00", "devices=正常", "drafter=周明"), ("nil",), "零报告还没有签发人"),
        (("zero_reports", "until=07-14 16:00", "devices=正常", "drafter=周明"), ("nil",), "没有人接班"),
        (("trips", "person=王主任", "why=开会", "place=河南省郑州市", "since=2026-07-20 08:00", "until=2026-07-21 18:00", "deputy=刘副主任", "approved_by=王主任"), ("trip",), "审批人就是外出的人"),
        (("outgoing", "kind=报告", "number=豫办〔2026〕3号", "title=报告", "to=省政府", "dated=2026-07-16", "text=情况。", "annexes=报送情况一览表", "signer=王主任"), ("document",), "报送情况一览表"),
        (("outgoing", "kind=报告", "number=豫办〔2026〕2号", "title=报告", "to=省政府", "dated=2026-07-16", "text=情况。", "cause=操作失误", "signer=王主任"), ("document",), "原因认定单位"),
        (("phone_slips", "began_at=07-15 10:47", "unit=某队", "urgency=特急", "words=某事"), ("phone",), "回拨"),
        (("phone_slips", "began_at=07-15 10:47", "unit=某队", "words=某事", "decision=同意"), ("phone",), "批示人"),
    ],
)  # fmt: skip
def test_what_must_not_go_out_is_refused_and_a_draft_says_so(
    store: Path, capsys: pytest.CaptureFixture[str], row: tuple[str, ...], words: tuple[str, ...], reason: str
) -> None:
    before = ["--db", str(store), "--clock", day.MORNING, "--as", "孙涛"]
    capsys.readouterr()
    assert run([*before, "register", "add", *row, "--json"]) == 0
    capsys.readouterr()
    assert run([*before, "register", "show", row[0], "--json"]) == 0
    number = json.loads(capsys.readouterr().out.splitlines()[-1])["no"]
    said = refused(store, capsys, "paper", *words, number)
    assert reason in said
    assert "--draft" in said
    assert run([*before, "paper", *words, number, "--draft"]) == 0
    assert "【草稿】" in capsys.readouterr().out


def test_the_roster_says_who_is_on_standby(texts: dict[str, str]) -> None:
    """By day, from the register that the office keeps; a day without a row has an empty box."""
    lines = texts["21-roster"].splitlines()
    assert any(line.startswith("日期") and line.endswith("备班") for line in lines)
    (empty,) = [line.split() for line in lines if line.startswith("7月15日")]
    (filled,) = [line.split() for line in lines if line.startswith("7月16日")]
    assert filled[-1] == "何静"
    assert len(filled) == len(empty) + 1


def test_the_roster_goes_out_as_workbook_and_calendar(store: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    words = ["--db", str(store), "--clock", day.MORNING, "--as", "孙涛", "paper", "roster"]
    assert run([*words, "--month", "2026-07", "--out", str(tmp_path / "r.xlsx")]) == 0
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "r.xlsx").active.iter_rows()]
    assert rows[0][:4] == ["日期", "星期", "班次", "带班领导"]
    assert rows[1][:6] == ["7月15日", "三", "08:00", "刘副主任", "周明", "何静"]
    assert run([*words, "周明", "--month", "2026-07", "--out", str(tmp_path / "r.ics")]) == 0
    assert b"BEGIN:VCALENDAR" in (tmp_path / "r.ics").read_bytes()


def test_print_runs_the_command_of_the_settings(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dutydesk.cli.papers.program", lambda: None)
    assert "config.toml" in refused(store, capsys, "print", "trip", "WC1")
    taken = tmp_path / "taken"
    settings = tmp_path / "config.toml"
    settings.write_text(f'print = ["cp", "-t", "{tmp_path}"]\n', encoding="utf-8")
    monkeypatch.setenv("DUTYDESK_CONFIG", str(settings))
    assert run(["--db", str(store), "--clock", day.MORNING, "--as", "孙涛", "print", "trip", "WC1"]) == 0
    assert "外出报备单" in (tmp_path / "paper.txt").read_text(encoding="utf-8")
    assert not taken.exists()
    settings.write_text('print = ["no-such-printer"]\n', encoding="utf-8")
    assert "no-such-printer" in refused(store, capsys, "print", "trip", "WC1")
    settings.write_text('print = ["false"]\n', encoding="utf-8")
    assert "false" in refused(store, capsys, "print", "trip", "WC1")


def test_unknown_papers_and_subjects_are_named(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有这种单据" in refused(store, capsys, "paper", "快报x")
    assert "register add" in refused(store, capsys, "paper", "trip", "WC99")
    assert "2026-12" in refused(store, capsys, "paper", "roster", "--month", "july")
    assert "只有值班表" in refused(store, capsys, "paper", "trip", "WC1", "--format", "xlsx", "--out", "x.xlsx")


# ---------------------------------------------------------------- what is said at the printing


def printed(store: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run(["--db", str(store), "--clock", day.MORNING, "--as", "孙涛", "paper", *words]) == 0
    return re.sub(r"[\s\u3000]+", "", capsys.readouterr().out)


def test_to_whom_how_many_and_who_checked_it_stand_on_the_paper(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ("--to", "办领导、各处室", "--copy", "省政府总值班室", "--copies", "12", "--reviser", "何静")
    text = printed(store, capsys, "express", "KB1", *said)
    for word in ("报：办领导，各处室。", "送：省政府总值班室。", "共印12份", "核稿：何静"):
        assert word in text, word
    text = printed(store, capsys, "document", "FW1", "--to", "省政府办公厅", "--copies", "8")
    assert "省政府办公厅：" in text
    assert "共印8份" in text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("express", "KB1", "--copies", "0"), "1 至 999"),
        (("express", "KB1", "--copies", "很多"), "1 至 999"),
        (("fax", "--copies", "3"), "没有这一项"),
        (("report", "Y1/首报", "--to", "省委办公厅、某县政府"), "报告没有发给 某县政府"),
    ],
)
def test_what_a_paper_has_no_place_for_is_refused(
    store: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert why in refused(store, capsys, "paper", *words)


def test_the_statistics_add_up_and_count_what_the_matters_say(store: Path) -> None:
    from datetime import date

    from dutydesk.capabilities.papers.statistics import CLASSES, received
    from dutydesk.kernel.instants import start_of
    from dutydesk.store.views import Views

    views = Views.open(store)
    found = received(views, start_of(date(2026, 7, 1)), start_of(date(2026, 8, 1)))
    views.close()
    target = store.parent / "statistics.txt"
    written(store, "statistics", "", ("--month", "2026-07"), target)
    rows = {
        cells[0]: [float(one) for one in cells[1:]]
        for line in target.read_text(encoding="utf-8").splitlines()
        if len(cells := line.split()) == len(CLASSES) + 2 and re.fullmatch(r"[\d.]+", cells[-1])
    }
    target.unlink()
    assert all(sum(row[:-1]) == row[-1] for row in rows.values())
    assert rows["起数"][-1] == len(found)
    levels = ("特别重大", "重大", "较大", "一般", "未定级")
    assert sum(rows[name][-1] for name in levels) == len(found)
    assert rows["死亡"][CLASSES.index("accident")] == 4


def test_many_who_got_a_report_take_no_column_of_the_log() -> None:
    assert _told(["甲厅", "乙厅", "丙厅"]) == "甲厅、乙厅、丙厅"
    assert _told([f"{number}局" for number in range(10)]) == "0局、1局等10家"
