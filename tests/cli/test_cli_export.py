"""``export``: what is printed, what is written, and what is never overwritten."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from shell import Shell

from dutydesk.capabilities.files.day_log import COLUMNS
from dutydesk.cli import delivery
from dutydesk.documents.columns import CELLS, cells
from dutydesk.documents.files import FileRefusedError
from dutydesk.resources import data_folder
from dutydesk.store.engine import Store
from dutydesk.store.errors import DiskError
from dutydesk.store.views import Views

FORGED = "来电一则\n12:01  刘副主任  Y1    同意放行\r12:02 ✎ 何静 已办\x1b[2J"


@pytest.fixture
def sent(drill: Shell) -> Shell:
    """Y1 with a telephone report, a first report and two follow-ups; one hostile entry."""
    drill.done("incident", "open", "--label", "Y1", "--title", "追尾", "--category", "accident", "--subtype", "road")
    drill.done("report", "Y1", "--kind", "phone", "--to", "省政府总值班室", "--text", "电话说明。")
    drill.done(
        "report",
        "Y1",
        "--kind",
        "first",
        "--to",
        "省政府总值班室",
        "省委办公厅",
        "--text",
        "一、情况。两车相撞。\n有新情况续报。",
        "--gap",
        "时间=来电中断",
        "地点=来电中断",
    )
    drill.done("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--text", "无新进展。")
    for check in ("P-16", "P-19"):
        drill.done("excuse", "Y1/续报一", "--check", check, "--reason", "已口头报过")
    drill.done("log", FORGED, "--matter", "Y1")
    drill.done("log", "=cmd|' /C calc'!A0")
    return drill


def reports(shell: Shell) -> list[dict]:
    return shell.done("show", "Y1", "--json").object["reports"]


def test_a_report_is_printed_as_a_paper(sent: Shell) -> None:
    said = sent.done("export", "report", "Y1/首报", "--telephone", "010-6000", "--urgency", "加急")
    lines = said.out.splitlines()
    assert lines[:2] == [" " * 24 + "【演练】", "加急"]
    assert "第1期" in said.out
    assert "测试驻京办" in lines[4]
    assert "2026年7月15日12时0" in lines[4]
    assert "报：省政府总值班室，省委办公厅。" in lines
    assert re.search(r"^拟稿：周明 +签发： +电话：010-6000$", said.out, re.MULTILINE)
    record = re.compile(r"^值班日志第\d+条 [0-9a-f]{16}$", re.MULTILINE)
    assert not record.search(said.out), "not on the paper that goes out"
    assert record.search(sent.done("export", "report", "Y1/首报", "--archive").out)
    assert [line for line in lines if cells(line) > CELLS] == []


def test_a_report_whose_findings_stand_is_a_draft_outside_the_house(sent: Shell) -> None:
    sent.done("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--text", "仍无新进展。")
    shown = sent("export", "report", "Y1/续报二")
    assert "【草稿】" in shown.out
    assert shown.err.startswith("印作草稿: 发送前检查有未改也未写理由的: 续报的总数")
    kept = sent.done("export", "report", "Y1/续报二", "--archive")
    assert "【草稿】" not in kept.out
    assert kept.err == ""
    for check in ("P-16", "P-19"):
        sent.done("excuse", "Y1/续报二", "--check", check, "--reason", "已口头报过")
    assert "【草稿】" not in sent.done("export", "report", "Y1/续报二").out


def test_a_report_is_found_by_id_by_its_end_and_by_name(sent: Shell) -> None:
    phone, first, follow_up = reports(sent)
    by_name = sent.done("export", "report", "y1/续报一").out
    assert "第2期" in by_name
    assert sent.done("export", "report", follow_up["id"]).out == by_name
    assert sent.done("export", "report", follow_up["id"][-12:]).out == by_name
    assert "第7期" in sent.done("export", "report", first["id"], "--issue", "7").out
    spoken = sent.done("export", "report", phone["id"]).out
    assert "值\u3000班\u3000电\u3000话\u3000记\u3000录" in spoken
    assert "期" not in spoken.splitlines()[2]


def test_what_is_not_there_is_one_clear_sentence(sent: Shell, tmp_path: Path) -> None:
    assert "没有这份报告" in sent.refused("export", "report", "zzzz")
    assert "没有这份报告" in sent.refused("export", "report", "%%%%")
    assert sent.refused("export", "report", "Y1/续报九") == "事项 Y1 没有报告 续报九; 已发: 电话首报、首报、续报一"
    assert sent.refused("export", "report", "Y9/首报") == "没有这个事项: Y9"
    assert sent.refused("export", "matter", "Y9") == "没有这个事项: Y9"
    assert sent.refused("export", "report", "Y1/首报", "--issue", "-1") == "期号须为 0 至 99999"
    assert sent.refused("export", "log", "--format", "docx") == "docx 须写入文件 (--out)"
    assert "没有这个日期" in sent.refused("export", "log", "--date", "2026-02-30")
    assert sent.refused("export", "log", "--out", str(tmp_path)).startswith("这是目录, 不是文件")
    assert sent.refused("export", "log", "--out", str(tmp_path / "none" / "x")).startswith("没有这个目录")
    assert sent("export", "report", "Y1/首报", "--format", "csv").status == 2
    assert sent("export").status == 2
    sent.done("open", "routine", "--label", "R1", "--title", "无报告")
    assert sent.refused("export", "report", "R1/首报") == "事项 R1 还没有发出过报告"
    assert sent.done("sent", "R1").out == "事项 R1 还没有发出过报告\n"


def test_two_corrections_are_told_apart_by_id(sent: Shell) -> None:
    for text in ("“两车相撞”应为“三车相撞”。", "“两车相撞”应为“四车相撞”。"):
        sent.done("report", "Y1", "--kind", "correction", "--corrects", "首报", "--text", text)
    ids = [one["id"] for one in reports(sent) if one["kind"] == "correction"]
    said = sent.refused("export", "report", "Y1/更正")
    assert said.startswith("Y1/更正 有几份, 请用编号: ")
    for one in ids:
        assert f"({one[-8:]})" in said
        assert sent.done("export", "report", one[-8:]).out


def test_a_file_is_never_overwritten_unasked(sent: Shell, tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    assert sent.done("export", "report", "Y1/首报", "--out", str(out)).out == f"已导出: {out}\n"
    before = out.read_bytes()
    assert out.stat().st_mode & 0o777 == 0o600
    assert "--force" in sent.refused("export", "report", "Y1/续报一", "--out", str(out))
    assert out.read_bytes() == before
    sent.done("export", "report", "Y1/续报一", "--out", str(out), "--force")
    assert "无新进展。" in "".join(one.text for one in Document(str(out)).paragraphs)
    assert sent.done("export", "report", "Y1/续报一", "--out", str(out), "--force", "--json").object == {
        "out": str(out),
        "bytes": out.stat().st_size,
    }
    assert sorted(path.name for path in tmp_path.iterdir() if "report" in path.name) == ["report.docx"]


def test_the_store_s_own_files_are_never_written_to(sent: Shell, tmp_path: Path) -> None:
    twin = tmp_path / "twin.txt"
    os.link(sent.path, twin)
    beside = ("-wal", ".key", ".emergency.log", ".restricted", ".prefs", ".v9", ".whatever-comes")
    for name in (sent.path, twin, *(sent.path.with_name(sent.path.name + tail) for tail in beside)):
        assert sent.refused("export", "log", "--out", str(name), "--force").startswith("不能写到库文件上")


def test_what_a_broken_store_wrote_beside_itself_is_never_written_to(sent: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "e.db"
    (broken.parent / "e.db.attachments" / "ab").mkdir(parents=True)
    broken.with_name("e.db.key").write_text("key")
    (log := broken.with_name("e.db.emergency.log")).write_text("断库时来电")
    for name in (broken, log, broken.parent / "e.db.attachments" / "ab" / "abc"):
        assert sent.refused("export", "log", "--out", str(name), "--force").startswith("不能写到库文件上")
    assert log.read_text() == "断库时来电"


@pytest.fixture
def kept(sent: Shell, tmp_path: Path) -> dict[Path, bytes]:
    """What no export may touch, forced or not: the own store and another one, a rulebook, a symlink's target."""
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(sent.path, other / "second.db")
    (other / "second.db.key").write_text("key")
    shutil.copytree(data_folder() / "rulebook", tmp_path / "books")
    (tmp_path / "none.toml").write_text(f'rulebook = "{tmp_path / "books"}"\n')
    (tmp_path / "target.txt").write_text("theirs")
    (tmp_path / "link.txt").symlink_to(tmp_path / "target.txt")
    (tmp_path / "loose.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "store.txt").symlink_to(sent.path)
    return {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".watch"}


UNTOUCHABLE = (
    "desk.db", "desk.db-wal", "desk.db-shm", "desk.db-journal", "desk.db.key", "desk.db.anchor", "desk.db.watch",
    "other/second.db", "other/second.db-wal", "other/second.db.key", "other/second.db.anchor", "books/rights.toml",
    "books/new.toml", "link.txt", "loose.txt", "store.txt", "other", "机密★10年.txt", "no/file.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", UNTOUCHABLE)
@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize(
    "what", [("export", "log"), ("export", "matter", "Y1"), ("roster", "export", "--person", "周明")]
)
def test_no_export_touches_what_the_desk_lives_on(
    sent: Shell, tmp_path: Path, kept: dict[Path, bytes], name: str, force: tuple[str, ...], what: tuple[str, ...]
) -> None:
    before = {path for path in tmp_path.rglob("*") if path.suffix not in {".watch", ".anchor"}}
    assert sent.refused(*what, "--out", str(tmp_path / name), *force)
    after = {path for path in tmp_path.rglob("*") if path.suffix not in {".watch", ".anchor"}}
    assert {path.name for path in after - before} <= {"desk.db-wal", "desk.db-shm"}
    changed = [path.name for path, content in kept.items() if path.read_bytes() != content]
    assert [one for one in changed if not one.startswith("desk.db")] == []
    assert sent.done("verify").status == 0
    assert not (tmp_path / "nowhere.txt").exists()


def made(shell: Shell) -> list[tuple[str, dict]]:
    views = Views.open(shell.path)
    rows = views.rows("SELECT actor, payload FROM journal WHERE kind = 'export.made' ORDER BY seq")
    views.close()
    return [(str(actor), json.loads(str(payload))) for actor, payload in rows]


def test_every_file_that_leaves_is_an_entry_that_names_who_what_and_where(sent: Shell, tmp_path: Path) -> None:
    for words, subject in (
        (("export", "report", "Y1/首报"), "首报"),
        (("export", "log"), "2026-07-15"),
        (("export", "matter", "Y1"), "Y1"),
        (("roster", "export", "--person", "周明"), "zhou"),
    ):
        out = tmp_path / f"{len(made(sent))}.out"
        sent.done(*words, "--out", str(out))
        who, entry = made(sent)[-1]
        assert (who, entry["where"], entry["size"]) == ("zhou", str(out), out.stat().st_size)
        assert subject in entry["subject"]
        assert out.stat().st_mode & 0o777 == 0o600
    assert len(made(sent)) == 4


def test_an_export_needs_the_right_for_it(sent: Shell, tmp_path: Path) -> None:
    sent.done("people", "add", "admin", "--name", "管理员", "--role", "admin", "--as", "wang")
    out = tmp_path / "log.txt"
    for words in (("export", "log"), ("export", "matter", "Y1"), ("roster", "export", "--person", "周明")):
        said = sent(*words, "--out", str(out), "--as", "admin")
        assert (said.status, "无权" in said.err) == (1, True)
        assert not out.exists()
    assert made(sent) == []


def test_an_export_goes_on_where_the_store_cannot_be_written_and_says_so(
    sent: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, _work: object, *, now: int) -> None:
        raise DiskError("磁盘已满: {0}", now)

    monkeypatch.setattr(Store, "write", full)
    said = sent("export", "log", "--out", str(tmp_path / "log.txt"))
    assert (said.status, (tmp_path / "log.txt").exists()) == (0, True)
    assert "未留痕" in said.err


def test_a_forged_entry_looks_like_none(sent: Shell, tmp_path: Path) -> None:
    """Case 24, in every format."""
    for words in (("log",), ("matter", "Y1")):
        page = sent.done("export", *words).out
        assert "同意放行" in re.sub(r"\s+", "", page)
        assert not [line for line in page.splitlines() if line.startswith(("12:01", "12:02")) and "刘副主任" in line]
        assert not set(page) & {"\r", "\x1b", "\f"}
    table = list(csv.reader(io.StringIO(sent.done("export", "log", "--format", "csv").out)))
    column = table[0].index("内容摘要")
    (forged,) = [row[column] for row in table if row[column].startswith("来电一则")]
    assert forged == "来电一则⏎12:01  刘副主任  Y1    同意放行␍12:02 ✎ 何静 已办␛[2J"
    sent.done("export", "log", "--out", str(tmp_path / "log.docx"))
    rows = Document(str(tmp_path / "log.docx")).tables[0].rows
    assert sum("来电一则" in row.cells[3].text for row in rows) == 1, (
        "a row for each entry, and no row that nobody wrote"
    )
    assert len(rows) < len(table), "the log of a shift has no lines of accounts, clocks and the desk"


def test_csv_is_neutralised_and_begins_with_a_mark_in_a_file(sent: Shell, tmp_path: Path) -> None:
    """Case 38."""
    out = tmp_path / "log.csv"
    sent.done("export", "log", "--out", str(out))
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    printed = sent.done("export", "log", "--format", "csv").out
    assert out.read_text(encoding="utf-8-sig") == printed
    header, *rows = csv.reader(io.StringIO(printed))
    assert header == list(COLUMNS)
    last = dict(zip(header, rows[-1], strict=True))
    assert (last["记录人"], last["事项"], last["种类"]) == ("周明", "", "记录")
    assert last["内容摘要"] == "'=cmd|' /C calc'!A0"
    assert last["时间"].startswith("2026-07-15 12:0")
    kinds = {dict(zip(header, row, strict=True))["种类"] for row in rows}
    assert not any(kind.isascii() for kind in kinds)


def test_json_round_trips(sent: Shell, tmp_path: Path) -> None:
    printed = sent.done("export", "log", "--format", "json").out
    content = json.loads(printed)
    assert (content["site"], content["drill"], content["date"]) == ("测试驻京办", True, "2026-07-15")
    assert content["count"] == sent.head()
    assert [e["text"] for e in content["entries"][-2:]] == [FORGED, "=cmd|' /C calc'!A0"]
    assert not set(printed) & {"\r", "\x1b"}
    out = tmp_path / "log.json"
    sent.done("export", "log", "--out", str(out))
    assert json.loads(out.read_text(encoding="utf-8"))["entries"] == content["entries"]
    file = json.loads(sent.done("export", "matter", "Y1", "--json").out)
    assert file["reports"] == reports(sent)
    assert {"matter", "entries", "obligations", "reports"} == set(file)


def test_pages_are_parted_by_form_feeds_in_a_file(sent: Shell, tmp_path: Path) -> None:
    out = tmp_path / "log.txt"
    for number in range(30):
        sent.done("log", f"第{number}条")
    printed = sent.done("export", "log").out
    sent.done("export", "log", "--out", str(out))
    flow = out.read_text(encoding="utf-8").split("\f")
    assert len(flow) > 2
    for number, page in enumerate(flow, 1):
        assert len(page.splitlines()) == 22
        assert page.splitlines()[-1].strip() == f"— {number} —"
        assert "演练" in page.splitlines()[0]
    assert printed == "\n".join(flow)
    assert "共 0 条" in sent.done("export", "log", "--date", "2026-07-01").out


def test_a_real_store_is_no_drill_and_english_reads_english(real: Shell) -> None:
    page = real.done("export", "log", "--lang", "en").out
    assert "演练" not in page
    assert "shift log" in page
    assert "time   by" in page


def test_word_is_imported_only_to_write_word() -> None:
    code = "import sys; from dutydesk.cli.main import build_parser; build_parser(); print('docx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_matter_becomes_a_folder_with_an_index(sent: Shell, tmp_path: Path) -> None:
    """Its file, the messages as they came, the reports, and of each the checksum: the whole of it, or nothing."""
    sent.done("message", "G55南召段\n大客追尾", "--channel", "微信", "--sender", "../交通厅", "--matter", "Y1")
    out = tmp_path / "Y1"
    told = sent.done("export", "matter", "Y1", "--folder", str(out), "--json").object
    names = sorted(one.name for one in out.iterdir())
    assert sorted(told["files"]) == names
    expected = ["index.txt", "matter.docx", "matter.json", "matter.txt", "message-001.txt"]
    assert names == expected + [f"report-{number:03d}.docx" for number in (1, 2, 3)]
    assert "G55南召段\n大客追尾" in (out / "message-001.txt").read_text(encoding="utf-8")
    index = (out / "index.txt").read_text(encoding="utf-8")
    for name in names:
        content = (out / name).read_bytes()
        assert (out / name).stat().st_mode & 0o77 == 0
        assert name == "index.txt" or f"{name}  " in index
        assert name == "index.txt" or hashlib.sha256(content).hexdigest() in index
    assert "\x1b" not in index
    assert told["bytes"] == sum(one.stat().st_size for one in out.iterdir())
    views = Views.open(sent.path)
    rows = views.rows("SELECT payload FROM journal WHERE kind = 'export.made'")
    views.close()
    assert [json.loads(row[0])["where"] for row in rows] == [str(out)], "one entry for the whole folder"
    assert "做不出文件夹" in sent.refused("export", "matter", "Y1", "--folder", str(out))
    assert sorted(one.name for one in out.iterdir()) == names, "nothing was touched"
    assert "--folder" in sent.refused("export", "matter", "Y1", "--folder", str(out), "--out", "x.docx")


def test_half_a_folder_is_none(sent: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = delivery.write_file

    def fails(path: Path, data: bytes, **how: object) -> None:
        if path.name.startswith("report"):
            raise FileRefusedError("写不出文件 {0}: {1}", str(path), "磁盘已满")
        whole(path, data, **how)

    monkeypatch.setattr(delivery, "write_file", fails)
    assert "写不出文件" in sent.refused("export", "matter", "Y1", "--folder", str(tmp_path / "Y1"))
    assert not (tmp_path / "Y1").exists()
