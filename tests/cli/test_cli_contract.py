"""The contract of the command line: statuses, help, options, who acts, where nothing may happen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shell import AT_NOON, NOON, SECRET, USAGE, Shell

from dutydesk import __version__
from dutydesk.capabilities.accounts.secrets import digest
from dutydesk.capabilities.shifts.events import RosterPlanned
from dutydesk.cli.main import build_parser
from dutydesk.kernel.instants import DAY
from dutydesk.store.engine import open_store

COMMANDS = (
    "log", "message", "open", "amend", "merge", "figures", "assess", "activate", "close", "report", "owe", "met", "waive",
    "remind", "ack", "snooze", "check", "confirm-time", "incident", "show", "due", "matters", "search", "day", "shift",
    "people", "watch", "verify", "rebuild", "doctor", "demo", "drill", "init",
)  # fmt: skip
BELOW = (
    "incident open", "incident figures", "incident assess", "incident activate", "incident close", "incident merge",
    "shift show", "shift begin", "shift end", "shift relief", "shift away", "people add", "people list", "people rights",
    "people role", "people rename", "people secret", "people totp", "people totp-reset", "people disable", "people enable", "people unlock", "drill list", "drill play",
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS, *BELOW])
def test_every_command_has_help(drill: Shell, command: str, language: str) -> None:
    said = drill.bare(*command.split(), "--help", "--lang", language)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"{USAGE[language]} dutydesk{' ' + command if command else ''}")
    for option in ("--db", "--lang", "--as", "--clock", "--json"):
        assert option in said.out


def test_no_command_is_forgotten_here() -> None:
    parser = build_parser()
    (below,) = [action for action in parser._actions if action.dest == "command"]
    assert set(below.choices) >= set(COMMANDS)


def test_version(drill: Shell) -> None:
    assert drill.bare("--version").out == f"dutydesk {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("log",),
        ("log", "a", "b"),
        ("log", "a", "--nonsense"),
        ("show",),
        ("search",),
        ("search", "x", "--limit", "many"),
        ("incident",),
        ("incident", "nonsense"),
        ("figures",),
        ("assess", "Y1"),
        ("merge", "Y1"),
        ("due", "--lang", "fr"),
        ("due", "--speed", "fast"),
        ("drill", "play"),
        ("init",),
    ],
)
def test_usage_is_two(drill: Shell, words: tuple[str, ...]) -> None:
    before = drill.head()
    said = drill(*words)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("用法: dutydesk")
    assert drill.head() == before


def test_options_stand_before_or_after(drill: Shell) -> None:
    db = ("--db", str(drill.path))
    who = (*AT_NOON, "--as", "何静")
    drill.bare("log", "后面", *db, *who)
    drill.bare(*db, *who, "log", "前面")
    drill.bare(*db, "log", "两边", *who)
    drill.bare(f"--db={drill.path}", f"--clock={AT_NOON[1]}", "--as=he", "log", "等号")
    found = drill.bare("--json", "search", *db, "面").objects
    assert [(one["text"], one["actor"]) for one in found] == [("前面", "he"), ("后面", "he")]
    assert drill.bare("search", "两边", "--json", *db).objects[0]["actor"] == "he"
    assert drill.bare("search", "等号", *db, "--json").objects[0]["actor"] == "he"


def test_options_stand_around_a_family(drill: Shell) -> None:
    db = ("--db", str(drill.path))
    for words in (("--json", "shift", "show", *db), ("shift", "--json", "show", *db), (*db, "shift", "show", "--json")):
        assert drill.bare(*words).object["a"] == "zhou"


def test_the_store_from_the_environment(drill: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYDESK_DB", str(drill.path))
    assert drill.bare("verify", "--json").object["count"] == 6


def test_the_store_from_the_settings(drill: Shell, tmp_path: Path) -> None:
    (tmp_path / "none.toml").write_text(f'db = "{drill.path}"\n', encoding="utf-8")
    assert drill.bare("verify", "--json").object["count"] == 6
    (tmp_path / "none.toml").write_text("bd = 1\n", encoding="utf-8")
    said = drill.bare("verify")
    assert (said.status, said.err.count("\n")) == (0, 1), "the store that was set last counts on"
    assert "没有设置 bd" in said.err
    assert str(drill.path) in said.err


@pytest.mark.parametrize(
    "words", [(), ("due",), ("log", "x"), ("verify",), ("watch", "--once"), ("rebuild",), ("day",)]
)
def test_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    said = Shell(tmp_path / "none.db", capsys)(*words)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    assert said.err.startswith("没有这个库")
    assert "dutydesk init --site" in said.err
    assert "dutydesk demo" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8" * 400)
    shell = Shell(path, capsys)
    for words in (("due",), ("log", "x"), ("verify",), ("init", "--site", "x")):
        said = shell(*words)
        assert (said.status, said.err.count("\n")) == (1, 1)
    assert path.read_bytes() == b"\xff\xd8" * 400


def test_language(drill: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drill("matters", "--lang", "zh", "--as", "x").status == 0
    assert drill.done("--lang", "zh", "log", "一").out.startswith("已保存 第 ")
    english = drill.done("log", "二", "--lang", "en").out
    assert "已保存" not in english
    assert english.isascii()
    monkeypatch.setenv("DUTYDESK_LANG", "en")
    assert drill.done("log", "三").out.isascii()
    assert "已保存" in drill.done("--lang", "zh", "log", "四").out


def test_reads_never_tick(drill: Shell) -> None:
    drill.done("remind", "12:05", "开会")
    head = drill.head()
    late = ("--clock", "2026-07-15T13:00")
    drill.done("open", "incident", "--label", "Y1")
    head = drill.head()
    reads = (
        "due",
        "due --alerts",
        "due --all",
        "matters",
        "show Y1",
        "search 开会",
        "day",
        "shift show",
        "people",
        "verify",
    )
    for words in reads:
        assert drill(*late, *words.split()).status == 0
    drill("doctor")
    assert drill.head() == head
    assert not drill.path.with_name("desk.db.watch").exists()


def test_a_write_ticks_after_its_commit(drill: Shell) -> None:
    drill.done("remind", "12:05", "开会")
    assert drill.done("due", "--alerts", "--json").objects == []
    drill.done("log", "之后", "--clock", "2026-07-15T12:05")
    (alert,) = drill.done("due", "--alerts", "--json").objects
    assert (alert["step"], alert["raised_at"][:19]) == ("ladder:0", "2026-07-15T12:05:00")


def test_a_made_up_time_is_for_drills_only(real: Shell, secret_file: Path) -> None:
    os.environ["DUTYDESK_SECRET_FILE"] = str(secret_file)
    try:
        for words in (("log", "x"), ("due",), ("watch", "--once"), ("matters",)):
            for options in (AT_NOON, ("--speed", "5")):
                assert real.refused(*options, *words).startswith("--clock 和 --speed 只能用于演练库")
    finally:
        del os.environ["DUTYDESK_SECRET_FILE"]


def test_a_made_up_time_on_a_drill(drill: Shell) -> None:
    drill.done("log", "正午")
    (entry,) = drill.done("search", "正午", "--json").objects
    assert entry["at"].startswith("2026-07-15T12:00:0")
    assert drill.refused("--clock", "25:00", "due") == "没有这个时刻: 25:00"
    assert "--speed" in drill.refused("--speed", "0", "due")


# ---------------------------------------------------------------- who acts


def test_nobody_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], drill: Shell) -> None:
    anybody = Shell(drill.path, capsys, *AT_NOON)
    assert anybody.done("log", "A 岗在记", "--json").object["seq"] == 7  # on a drill: who is on duty
    drill.done("shift", "end", "--reason", "散")
    anybody.done("log", "谁")
    assert anybody.refused("log", "x", "--as", "nobody") == "没有这个人: nobody"


def test_named_by_account_name_or_environment(drill: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("log", "x", "--db", str(drill.path), *AT_NOON)
    monkeypatch.setenv("DUTYDESK_AS", "何静")
    assert drill.bare(*words).status == 0
    assert drill.bare(*words, "--as", "liu").status == 0
    found = drill.done("search", "x", "--json").objects
    assert [one["actor"] for one in found] == ["liu", "he"]


def test_a_real_store_needs_the_secret(real: Shell, secret_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert real.refused("log", "x").startswith("需要口令")
    first, own = secret_file.with_name("first"), secret_file.with_name("own")
    first.write_text("not the secret", encoding="utf-8")
    own.write_text("zhou's own one", encoding="utf-8")
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(secret_file.with_name("gone")))
    assert real.refused("log", "x").startswith("读不出口令文件")
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(secret_file))
    before = real.head()
    assert real.done("log", "x", "--json").object["seq"] == before + 1
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(first))
    assert real("log", "x").err == "口令不对: director; 再错 4 次账号锁定 15 分钟\n"
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(secret_file))
    assert real.done("people", "add", "zhou", "--name", "周明", "--secret-file", str(first)).status == 0
    assert "请写明是谁" in real.refused("log", "y")
    assert real("log", "y", "--as", "zhou").err.startswith("口令不对: 周明")
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(first))
    assert real("log", "y", "--as", "zhou").err == (
        "周明: 口令是别人代设的, 须先改成自己的; 请先运行 dutydesk people secret\n"
    )
    real.done("people", "secret", "--as", "zhou", "--secret-file", str(own))
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(own))
    assert real.done("log", "y", "--as", "周明", "--json").object["seq"] > 3
    assert "无权" in real("people", "add", "li", "--as", "zhou", "--secret-file", str(first)).err


def test_no_secret_is_ever_in_the_journal(real: Shell) -> None:
    content = real.path.read_bytes()
    assert SECRET.encode() not in content
    assert content.count(b"scrypt$32768$8$1$") == 1


def test_a_secret_too_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = tmp_path / "short"
    short.write_text("1234567", encoding="utf-8")
    shell = Shell(tmp_path / "new.db", capsys)
    assert shell.refused("init", "--site", "x", "--secret-file", str(short)) == "口令至少 8 个字符"
    assert not shell.path.exists()
    assert digest("12345678") != digest("12345678")


def test_reading_a_real_store_needs_no_secret(real: Shell) -> None:
    assert real.done("matters").out.strip() == ""
    assert real.done("verify", "--json").object["ok"] is True


def test_init_refuses_what_is_there(real: Shell, secret_file: Path) -> None:
    before = real.path.read_bytes()
    assert real.refused("init", "--site", "x", "--secret-file", str(secret_file)).startswith("已有文件, 未改动")
    assert real.path.read_bytes() == before


def test_init_without_a_terminal_and_without_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Shell(tmp_path / "new.db", capsys).refused("init", "--site", "x").startswith("需要口令")
    assert not (tmp_path / "new.db").exists()


def test_init_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path) -> None:
    shell = Shell(tmp_path / "folder" / "new.db", capsys)
    said = shell.done("init", "--site", "某办", "--director", "wang", "--secret-file", str(secret_file), "--json")
    assert said.object == {"db": str(shell.path), "site": "某办", "director": "wang"}
    assert shell.path.stat().st_mode & 0o777 == 0o600
    (person,) = shell.done("people", "--json").objects
    assert person == {
        "officer": "wang", "name": "wang", "role": "director", "also": ["admin"], "secret": True, "must_change": False,
        "disabled": False, "locked_until": None,
    }  # fmt: skip


# ---------------------------------------------------------------- checks


def test_verify(drill: Shell) -> None:
    said = drill.done("verify", "--json").object
    assert {"ok", "count", "head", "first_bad", "anchors"} <= set(said)
    assert (said["ok"], said["count"], said["first_bad"]) == (True, 6, None)
    assert len(said["head"]) == 64
    assert said["head"] in drill.done("verify").out


def test_verify_names_the_flipped_row(drill: Shell, tmp_path: Path) -> None:
    for index in range(5):
        drill.done("log", f"marker-{index}-marker")
    (entry,) = drill.done("search", "marker 3", "--json").objects
    copy = Shell(tmp_path / "copy.db", drill.capsys)
    drill.copy(copy.path)
    content = bytearray(copy.path.read_bytes())
    content[content.index(b"marker-3-marker")] ^= 1
    copy.path.write_bytes(bytes(content))
    copy.path.chmod(0o600)
    said = copy("verify", "--json")
    assert said.status == 1
    assert said.object["ok"] is False
    assert said.object["first_bad"] == entry["seq"] == 10
    assert said.err == "第 10 条起不符: 第 10 条内容被改动\n"
    assert copy("verify").err == said.err


def test_rebuild(drill: Shell) -> None:
    drill.done("open", "incident", "--label", "Y1", "deaths=2")
    before = drill.done("show", "Y1", "--json").object
    said = drill.done("rebuild", "--json").object
    assert said["ok"] is True
    assert said["count"] == drill.head()
    after = drill.done("show", "Y1", "--json").object
    for one in (*before["obligations"], *after["obligations"]):
        del one["seconds_left"]
    assert after == before


def test_doctor(drill: Shell) -> None:
    said = drill.done("doctor", "--json")
    assert [set(one) for one in said.objects] == [{"check", "ok", "detail", "remedy"}] * len(said.objects)
    assert all(one["ok"] for one in said.objects), said.out
    assert {"SQLite", "文件系统", "规则册", "库", "日志模式", "权限"} <= {one["check"] for one in said.objects}


def test_doctor_sees_the_machine_and_the_days_ahead(drill: Shell) -> None:
    told = {one["check"]: one for one in drill.done("doctor", "--json").objects}
    assert {"时钟", "看护", "磁盘空间", "终端", "人员电话", "备份"} <= set(told)
    assert told["看护"]["remedy"] == "dutydesk watch"
    assert "周明" in told["人员电话"]["detail"]
    drill.done("contact", "save", "值班室", "--name", "周明", "--number", "13800138000")
    told = {one["check"]: one for one in drill.done("doctor", "--json").objects}
    assert "周明" not in told["人员电话"]["detail"]
    store = open_store(drill.path)
    planned = RosterPlanned(begins=NOON, ends=NOON + DAY, a="zhou", b="he", leader="liu", director="wang")
    store.write(lambda tx: tx.append(planned, actor="wang"), now=NOON)
    store.close()
    told = {one["check"]: one for one in drill.done("doctor", "--json").objects}
    assert "没有排班" in told["今后两周排班"]["detail"]


def test_doctor_finds_a_clock_behind_the_log_and_a_folder_of_everybody_s(drill: Shell) -> None:
    said = drill.bare("--db", str(drill.path), "--clock", "2026-07-15T11:00", "doctor", "--json")
    clock = next(one for one in said.objects if one["check"] == "时钟")
    assert (said.status, clock["ok"]) == (1, False)
    assert "最新一条比现在晚" in clock["detail"]
    drill.path.parent.chmod(0o777)
    said = drill("doctor", "--json")
    drill.path.parent.chmod(0o700)
    modes = next(one for one in said.objects if one["check"] == "权限")
    assert (modes["ok"], modes["remedy"]) == (False, f"chmod 700 {drill.path.parent}")


def test_doctor_finds_open_permissions_and_a_missing_store(drill: Shell) -> None:
    drill.path.chmod(0o644)
    said = drill("doctor", "--json")
    assert said.status == 1
    assert "权限: 0o644" in said.err
    (bad,) = [one for one in said.objects if not one["ok"]]
    assert bad["remedy"] == f"chmod 600 {drill.path}"
    gone = Shell(drill.path.with_name("gone.db"), drill.capsys)("doctor", "--json")
    assert gone.status == 1
    assert [one["check"] for one in gone.objects if not one["ok"]] == ["库"]


# ---------------------------------------------------------------- as a program


def program(*words: str, **extra: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "dutydesk", *words]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, **extra)


def test_the_program_returns_the_status(drill: Shell) -> None:
    db = ("--db", str(drill.path))
    assert program(*db, "verify").returncode == 0
    assert program(*db, "show", "Y9").returncode == 1
    assert program(*db, "nonsense").returncode == 2


def test_an_ascii_terminal_does_not_break_it(drill: Shell) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = program("--db", str(drill.path), "day", "2026-07-15", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u503c\\u73ed" in done.stdout


def test_a_reader_that_goes_away_is_no_error(drill: Shell) -> None:
    for index in range(3):
        drill.done("log", "字" * 19_000 + str(index))
    line = [sys.executable, "-m", "dutydesk", "--db", str(drill.path), "day", "2026-07-15"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0


def test_text_from_standard_input(drill: Shell) -> None:
    line = ["--db", str(drill.path), *AT_NOON, "--as", "zhou", "log", "-"]
    assert program(*line, input="第一行\n第二行\n").returncode == 0
    (entry,) = drill.done("search", "第二行", "--json").objects
    assert entry["text"] == "第一行\n第二行"
    empty = program(*line, input="  \n")
    assert (empty.returncode, empty.stderr.count("\n")) == (1, 1)


def test_a_copy_of_a_store_is_a_store(drill: Shell, tmp_path: Path) -> None:
    copy = drill.copy(tmp_path / "copy.db")
    assert Shell(copy, drill.capsys).done("verify", "--json").object["count"] == 6
