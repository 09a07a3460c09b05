"""Copies of the store: made, proved, sealed, kept, put back, refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite
from shell import SECRET, Shell, drill_store

from dutydesk.capabilities.backups.rules import read_name
from dutydesk.store.anchors import anchor_path, key_path, public_of
from dutydesk.store.engine import open_store
from dutydesk.store.views import Views

HOLDER = """
import sys, pathlib
from dutydesk.store.engine import open_store
store = open_store(pathlib.Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""
KEY = b"a key that nobody guesses"


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "backup.key"
    path.write_bytes(KEY + b"\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def office(drill: Shell) -> Shell:
    """A drill store with its key, and an admin."""
    drill.path.unlink()
    drill_store(drill.path)
    drill.done("people", "add", "guan", "--name", "关工", "--role", "admin", "--as", "王主任")
    return drill


def made(shell: Shell, folder: Path, *words: str) -> Path:
    return Path(shell.done("backup", str(folder), *words, "--json").object["file"])


def restore(*words: str | Path) -> tuple[str, ...]:
    return ("restore", *map(str, words), "--as", "关工", "--second", "王主任")


def events(path: Path, kind: str) -> list[dict[str, object]]:
    views = Views.open(path)
    rows = views.rows("SELECT payload FROM journal WHERE kind = ? ORDER BY seq", (kind,))
    views.close()
    return [json.loads(text) for (text,) in rows]


# ---------------------------------------------------------------- made


def test_a_copy_is_made_checked_proved_and_written_down(office: Shell, copies: Path) -> None:
    office.done("log", "备份之前")
    count = office.head()
    told = office.done("backup", str(copies), "--json").object
    path = Path(told["file"])
    assert (told["proved"], told["sealed"], told["failed"]) == (True, False, None)
    assert path.stat().st_mode & 0o777 == 0o600
    assert told["count"] == count + 1, "the head is signed first: the copy holds its own witness"
    copy = read_name(path.name)
    assert copy is not None
    assert (copy.count, copy.sealed) == (told["count"], False)
    assert events(office.path, "backup.made")[-1]["sha256"] == told["sha256"]
    assert events(office.path, "backup.verified") == [{"count": told["count"], "file": str(path)}]
    assert sorted(one.suffix for one in copies.iterdir()) == [".anchor", ".db"], "nothing half is left"
    listed = office.done("backups", "--json").objects
    assert [one["file"] for one in listed] == [str(path)]
    said = Shell(path, office.capsys).done("verify", "--journal", "--json").object
    assert said["ok"]


def test_a_quick_copy_is_not_proved(office: Shell, copies: Path) -> None:
    assert "未作恢复演练" in office.done("backup", str(copies), "--quick").out
    assert events(office.path, "backup.verified") == []


def test_what_cannot_be_backed_up_says_why_and_leaves_its_trace(office: Shell, copies: Path) -> None:
    said = office("backup", str(copies / "nowhere"))
    assert (said.status, "没有这个文件夹, 未备份" in said.err) == (1, True)
    assert "没有这个文件夹" in str(events(office.path, "backup.failed")[-1]["why"])
    assert "没有定每日备份的位置" in office("backup").err


def test_an_auditor_makes_no_copy(office: Shell, copies: Path) -> None:
    office.done("people", "add", "shen", "--name", "审计", "--role", "auditor", "--as", "王主任")
    assert "无权" in office("backup", str(copies), "--as", "审计").err
    assert list(copies.iterdir()) == []


def test_a_damaged_table_is_found_by_the_proof(office: Shell, copies: Path) -> None:
    office.done("incident", "open", "--label", "Y1", "--title", "追尾")
    connection = sqlite.connect(str(office.path))
    connection.execute("UPDATE officer SET role = 'director' WHERE id = 'zhou'")
    connection.commit()
    connection.close()
    said = office("backup", str(copies))
    assert said.status == 1
    assert "恢复演练不符" in said.err
    assert "1 行不同" in said.err
    assert events(office.path, "backup.verified") == []


# ---------------------------------------------------------------- the daily one


def test_the_daily_copy_has_a_place_and_is_owed_then(office: Shell, copies: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    put = ("backups", "place", str(copies), "--second", str(second), "--as", "关工")
    office.done(*put, "--send", f"{sys.executable} -c 'import sys; assert sys.argv[1]' {{file}}")
    assert f"每日备份到 {copies}" in office.done("backups").out
    told = office.done("backup", "--json").object
    name = Path(told["file"]).name
    assert (second / name).read_bytes() == (copies / name).read_bytes()
    assert len(told["carried"]) == 2
    assert (second / next(one.name for one in copies.glob("*.anchor"))).exists()
    assert "没有改动" in office("backups", "place", str(copies), "--as", "关工", "--second", str(second), "--send",
                            f"{sys.executable} -c 'import sys; assert sys.argv[1]' {{file}}").err  # fmt: skip
    office.done("backups", "place", "", "--none", "--as", "关工")
    assert "没有每日备份的位置" in office.done("backups").out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("{d}/none",), "没有这个文件夹"),
        (("{d}", "--second", "{d}"), "第二个文件夹须是另一个"),
        (("{d}", "--monthly", "5"), "须为 6 至 1000 的整数, 不是 5"),
        (("{d}", "--daily", "x"), "须为 0 至 1000 的整数, 不是 x"),
        (("{d}", "--send", "scp file"), "命令中须有 {file}"),
        (("{d}", "--send", "scp 'x"), "引号不成对"),
        (("{d}", "--key-file", "{d}/none"), "读不出密钥文件"),
        (("", "--none"), "本来就没有"),
    ],
)
def test_a_place_that_cannot_be_is_refused(office: Shell, copies: Path, words: tuple[str, ...], reason: str) -> None:
    spelled = [word.replace("{d}", str(copies)) for word in words]
    assert reason in office.refused("backups", "place", *spelled, "--as", "关工")


def test_an_officer_sets_no_place(office: Shell, copies: Path) -> None:
    assert "无权" in office("backups", "place", str(copies), "--as", "周明").err


def test_carrying_on_that_fails_is_said_and_the_copy_counts(office: Shell, copies: Path) -> None:
    office.done("backups", "place", str(copies), "--as", "关工", "--send", "false {file}")
    said = office("backup", "--json")
    assert (said.status, said.object["proved"]) == (1, True)
    assert "送出备份的命令未成" in said.err


def test_a_scheduled_one_is_made_when_it_is_due_and_once(office: Shell, copies: Path) -> None:
    assert office.done("backup", "--scheduled").out == ""
    office.done("backups", "place", str(copies), "--as", "关工")
    environ = {**os.environ, "DUTYDESK_LANG": "zh"}
    for _ in range(2):
        command = [sys.executable, "-m", "dutydesk", "backup", "--scheduled", *office.options[:4]]
        assert subprocess.run(command, env=environ, capture_output=True, check=False).returncode == 0
    assert len(list(copies.glob("*.db"))) == 1
    assert len(events(office.path, "backup.verified")) == 1


# ---------------------------------------------------------------- put back


def test_a_copy_is_put_back_and_the_gap_is_named(office: Shell, copies: Path) -> None:
    path = made(office, copies)
    count = read_name(path.name).count  # type: ignore[union-attr]
    office.done("log", "备份以后写的")
    last = office.head()
    assert "备份比已知的旧" in office.refused(*restore(path))
    told = office.done(*restore(path), "--older", "--reason", "磁盘坏了", "--json").object
    assert told["missing"] == [count + 1, last]
    first = events(office.path, "store.restored")
    assert len(first) == 1
    assert (first[0]["count"], first[0]["missing_last"], first[0]["second"], first[0]["reason"]) == (
        count, last, "wang", "磁盘坏了",
    )  # fmt: skip
    views = Views.open(office.path)
    assert views.rows("SELECT kind, actor FROM journal WHERE seq = ?", (count + 1,)) == [("store.restored", "guan")]
    views.close()
    assert Shell(Path(told["aside"]), office.capsys)("search", "备份以后写的", "--json").object["seq"] == count + 3
    said = office.done("verify", "--json").object
    assert said["ok"]
    assert said["restored"][0]["missing"] == [count + 1, last]
    assert f"缺第 {count + 1} 至 {last} 条" in office.done("verify").out
    office.done("log", "恢复以后照常写")


def test_a_missing_store_says_what_was_expected_and_takes_a_copy(office: Shell, copies: Path) -> None:
    path = made(office, copies)
    for one in office.path.parent.glob("desk.db*"):
        if not one.name.endswith((".key", ".anchor")):
            one.unlink()
    said = office("due")
    assert (said.status, "测试驻京办" in said.err, str(path) in said.err) == (1, True, True)
    assert not office.path.exists()
    key, anchor = key_path(office.path).read_bytes(), anchor_path(office.path).read_bytes()
    secret = office.path.parent / "s"
    secret.write_text(SECRET)
    refused = office.bare("init", "--db", str(office.path), "--site", "x", "--secret-file", str(secret))
    assert (refused.status, "未建库" in refused.err) == (1, True)
    assert (key_path(office.path).read_bytes(), anchor_path(office.path).read_bytes()) == (key, anchor)
    office.done(*restore(path))
    assert office.done("verify", "--json").object["ok"]
    assert key_path(office.path).read_bytes() == key


def test_where_the_key_is_gone_there_is_a_new_one_and_both_are_held_against_their_rows(
    office: Shell, copies: Path
) -> None:
    path = made(office, copies)
    former = public_of(office.path)
    key_path(office.path).unlink()
    office.done(*restore(path))
    assert public_of(office.path) not in {"", former}
    assert events(office.path, "store.restored")[0]["former_key"] == former
    said = office.done("verify", "--json").object
    assert (said["ok"], said["anchors"]) == (True, 2)
    store = open_store(office.path)
    assert not store.stopped
    store.close()


def test_whoever_has_the_store_open_is_named_and_nothing_happens(office: Shell, copies: Path) -> None:
    path = made(office, copies)
    words = [sys.executable, "-c", HOLDER]
    with subprocess.Popen([*words, str(office.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        before = office.path.read_bytes()
        said = office(*restore(path))
        assert (said.status, "还有会话开着这个库" in said.err, str(other.pid) in said.err) == (1, True, True)
        assert office.path.read_bytes() == before
        other.communicate()
    office.done(*restore(path))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--as", "关工"), "恢复须主任一同确认"),
        (("--as", "关工", "--second", "刘副主任"), "恢复须主任一同确认"),
        (("--as", "关工", "--second", "关工"), "第二人不能是操作者本人"),
        (("--as", "周明", "--second", "王主任"), "无权"),
        (("--as", "王主任", "--second", "关工"), "无权"),
    ],
)
def test_not_everybody_and_nobody_alone(office: Shell, copies: Path, words: tuple[str, ...], reason: str) -> None:
    path, before = made(office, copies), office.head()
    said = office("restore", str(path), *words)
    assert (said.status, reason in said.err) == (1, True), said.err
    assert office.head() == before
    assert events(office.path, "store.restored") == []


def test_a_real_store_asks_both_for_their_secrets(real: Shell, copies: Path, tmp_path: Path, monkeypatch) -> None:
    admin, wrong = tmp_path / "admin", tmp_path / "wrong"
    admin.write_text("another secret 2\n")
    wrong.write_text("not the secret 3\n")
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(tmp_path / "secret"))
    given = tmp_path / "given"
    given.write_text("given secret 1\n")
    real.done("people", "add", "guan", "--name", "关工", "--role", "admin", "--secret-file", str(given))
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(given))
    real.done("people", "secret", "--secret-file", str(admin), "--as", "guan")
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(admin))
    path = Path(real.done("backup", str(copies), "--as", "guan", "--json").object["file"])
    second = f"director={tmp_path / 'secret'}"
    assert "口令不对" in real("restore", str(path), "--as", "guan", "--second", f"director={wrong}").err
    assert "恢复须主任一同确认" in real("restore", str(path), "--as", "guan").err
    assert events(real.path, "store.restored") == []
    real.done("restore", str(path), "--as", "guan", "--second", second)
    assert events(real.path, "store.restored")[0]["second"] == "director"
    real.done("verify")


# ---------------------------------------------------------------- sealed, cut, altered


def test_a_sealed_copy_opens_with_its_key_alone(office: Shell, copies: Path, key_file: Path, tmp_path: Path) -> None:
    office.done("log", "只有钥匙才读得到的一句话")
    said = office.done("backup", str(copies), "--key-file", str(key_file))
    assert "密钥或口令丢了就再也打不开" in said.out
    (path,) = copies.glob("*.sealed")
    assert "只有钥匙".encode() not in path.read_bytes()
    other = tmp_path / "other.key"
    other.write_bytes(b"the key of another office")
    other.chmod(0o600)
    assert "备份是加密的" in office.refused(*restore(path))
    assert "密钥或口令不对" in office.refused(*restore(path, "--key-file", other))
    office.done(*restore(path, "--key-file", key_file))
    assert office.done("search", "只有钥匙才读得到", "--json").object["text"] == "只有钥匙才读得到的一句话"


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def altered(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def empty(_data: bytes) -> bytes:
    return b""


def another_file(_data: bytes) -> bytes:
    return b"x" * 5000


def pieces_exchanged(data: bytes) -> bytes:
    return data[: len(data) // 2] + data[len(data) // 2 + 4096 :] + data[len(data) // 2 : len(data) // 2 + 4096]


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("spoil", [cut, altered, pieces_exchanged, empty, another_file])
def test_a_spoilt_copy_is_refused_and_the_store_is_as_it_was(
    office: Shell, copies: Path, key_file: Path, sealed: bool, spoil
) -> None:
    office.done("log", "一句话" * 300)
    key = ("--key-file", str(key_file)) if sealed else ()
    path = made(office, copies, *key)
    data = path.read_bytes()
    if spoil is altered and not sealed:  # a byte of an entry: the chain finds it
        at = data.index("一句话".encode())
        data = data[:at] + "两".encode() + data[at + 3 :]
    else:
        data = spoil(data)
    path.write_bytes(data)
    before = office.path.read_bytes()
    assert office.refused(*restore(path, *key))
    assert office.path.read_bytes() == before
    assert not list(office.path.parent.glob("desk.db.before*"))
    assert not list(office.path.parent.glob(".dutydesk-restore*"))


def test_another_store_s_copy_is_refused(office: Shell, copies: Path, tmp_path: Path) -> None:
    other = Shell(drill_store(tmp_path / "other.db"), office.capsys, *office.options[2:])
    path = made(other, copies)
    assert "这是另一个库的备份" in office.refused(*restore(path))
