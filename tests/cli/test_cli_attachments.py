"""Files of a matter on the command line: kept, listed, written out, opened, exported, copied, put back, verified."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from shell import Shell, drill_store

from dutydesk.store import attachments as kept
from dutydesk.store.attachments import path_of

PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
DIGEST = hashlib.sha256(PICTURE).hexdigest()
KEY = "a key that nobody guesses"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "现场.jpg"
    path.write_bytes(PICTURE)
    return path


@pytest.fixture
def desk(drill: Shell, picture: Path) -> Shell:
    """A drill store with its key, an admin, and a matter with a picture."""
    drill.path.unlink()
    drill_store(drill.path)
    drill.done("people", "add", "guan", "--name", "关工", "--role", "admin", "--as", "王主任")
    drill.done("open", "incident", "--title", "车祸", "--colour", "yellow", "--category", "accident", "--label", "Y1")
    drill.done("attach", str(picture), "--matter", "Y1", "--note", "群众拍的")
    return drill


def there(shell: Shell) -> Path:
    return path_of(kept.folder_of(shell.path), DIGEST)


def number(shell: Shell) -> str:
    return str(shell.done("attachments", "list", "Y1", "--json").object["seq"])


def test_it_is_listed_shown_and_written_out(desk: Shell, tmp_path: Path) -> None:
    listed = desk.done("attachments", "list", "Y1", "--json").object
    assert (listed["name"], listed["sha256"], listed["state"]) == ("现场.jpg", DIGEST, "intact")
    assert "现场.jpg" in desk.done("attachments", "list", "Y1").out
    assert "现场.jpg" in desk.done("show", "Y1").out
    assert "现场.jpg" in desk.done("export", "matter", "Y1").out
    out = tmp_path / "out.jpg"
    desk.done("attachments", "save", number(desk), "--out", str(out))
    assert out.read_bytes() == PICTURE


def test_the_folder_of_a_matter_holds_it_and_its_index_names_it(desk: Shell, tmp_path: Path) -> None:
    sound = tmp_path / "通话.amr"
    sound.write_bytes(b"#!AMR\n")
    desk.done("recording", str(sound), "--matter", "Y1", "--length", "3:20")
    folder = tmp_path / "Y1"
    desk.done("export", "matter", "Y1", "--folder", str(folder))
    assert (folder / "attachment-001.jpg").read_bytes() == PICTURE
    index = (folder / "index.txt").read_text(encoding="utf-8")
    assert "现场.jpg" in index
    assert DIGEST in index
    assert str(sound) in index
    assert "没有复制, 在原处" in index
    assert json.loads((folder / "matter.json").read_text(encoding="utf-8"))["attachments"][0]["sha256"] == DIGEST
    assert "现场.jpg" in (folder / "matter.txt").read_text(encoding="utf-8")


def test_one_that_is_gone_is_said_everywhere(desk: Shell, tmp_path: Path) -> None:
    there(desk).unlink()
    assert desk.done("attachments", "list", "Y1", "--json").object["state"] == "missing"
    assert desk("attachments", "save", number(desk), "--out", str(tmp_path / "x")).status == 1
    folder = tmp_path / "Y1"
    desk.done("export", "matter", "Y1", "--folder", str(folder))
    assert "不在了" in (folder / "index.txt").read_text(encoding="utf-8")
    assert desk("verify", "--json").object["failed"] == "attachments"
    assert "不在了" in desk("doctor").out


def test_verify_reads_what_it_holds(desk: Shell) -> None:
    sound = desk.done("verify", "--json").object
    assert (sound["attachments"], sound["ok"]) == (1, True)
    there(desk).write_bytes(b"x" * len(PICTURE))  # the same length: a quick look sees nothing
    wrong = desk("verify", "--json").object
    assert (wrong["failed"], wrong["ok"]) == ("attachments", False)
    assert "现场.jpg" in wrong["detail"]


# ---------------------------------------------------------------- opened


def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"open_command = {json.dumps(words)}\n", encoding="utf-8")
    monkeypatch.setenv("DUTYDESK_CONFIG", str(config))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SSH_CONNECTION", raising=False)


def test_nothing_is_opened_as_shipped(desk: Shell) -> None:
    assert "open_command" in desk("attachments", "open", number(desk)).err


def test_a_copy_is_opened_by_the_office_s_command_without_a_shell(
    desk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    script = f"import os,sys; open({str(told)!r} + '.tmp', 'w').write(repr((sys.argv[1:], oct(os.stat(sys.argv[-1]).st_mode)[-3:]))); os.rename({str(told)!r} + '.tmp', {str(told)!r})"
    opener(tmp_path, monkeypatch, [sys.executable, "-c", script, "; touch /tmp/pwned"])
    desk.done("attachments", "open", number(desk))
    while not told.exists():  # the viewer runs by itself
        os.sched_yield()
    words, mode = eval(told.read_text())
    assert words[0] == "; touch /tmp/pwned"
    assert Path(words[1]).read_bytes() == PICTURE
    assert Path(words[1]).suffix == ".jpg"
    assert Path(words[1]) != there(desk)
    assert mode == "400"


@pytest.mark.parametrize("name", ["脚本.sh", "图标.desktop", "程序.exe", "网页.html", "带宏.docm", "无后缀"])
def test_what_a_machine_could_run_is_never_opened(
    desk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    opener(tmp_path, monkeypatch, ["/bin/sh"])
    path = tmp_path / name
    path.write_text("touch pwned\n", encoding="utf-8")
    desk.done("attach", str(path), "--matter", "Y1")
    (_, newest) = desk.done("attachments", "list", "Y1", "--json").objects
    assert "不打开" in desk("attachments", "open", str(newest["seq"])).err


def test_nothing_is_opened_over_ssh(desk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opener(tmp_path, monkeypatch, ["/bin/true"])
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5000 192.0.2.2 22")
    assert "SSH" in desk("attachments", "open", number(desk)).err


def test_a_command_that_is_not_there_is_said(desk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opener(tmp_path, monkeypatch, ["no-such-viewer"])
    assert "no-such-viewer" in desk("attachments", "open", number(desk)).err
    assert "no-such-viewer" in desk("doctor").out


# ---------------------------------------------------------------- copied and put back


@pytest.mark.parametrize("sealed", [False, True])
def test_it_goes_into_the_copies_and_comes_back_with_them(desk: Shell, tmp_path: Path, *, sealed: bool) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    key = tmp_path / "key"
    key.write_text(KEY + "\n", encoding="utf-8")
    key.chmod(0o600)
    by_key = ["--key-file", str(key)] if sealed else []
    made = desk.done("backup", str(copies), *by_key, "--json").object
    assert made["proved"]
    (folder,) = [one for one in copies.iterdir() if one.is_dir()]
    (copied,) = [one for one in folder.rglob("*") if one.is_file()]
    assert (copied.read_bytes() == PICTURE) is not sealed
    assert copied.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(kept.folder_of(desk.path))
    desk.path.unlink()
    back = desk.done("restore", made["file"], *by_key, "--as", "关工", "--second", "王主任", "--json").object
    assert back["attachments_lacking"] is None
    assert there(desk).read_bytes() == PICTURE
    assert desk.done("verify", "--json").object["attachments"] == 1


def test_a_copy_without_its_files_is_no_proved_copy(desk: Shell, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    there(desk).unlink()
    failed = desk("backup", str(copies))
    assert failed.status == 1
    assert "现场.jpg" in failed.err


def test_what_lies_beside_no_copy_is_said_when_it_is_put_back(desk: Shell, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    made = desk.done("backup", str(copies), "--json").object
    (folder,) = [one for one in copies.iterdir() if one.is_dir()]
    shutil.rmtree(folder)
    shutil.rmtree(kept.folder_of(desk.path))
    desk.path.unlink()
    back = desk("restore", made["file"], "--as", "关工", "--second", "王主任")
    assert back.status == 0
    assert "现场.jpg" in back.err


# ---------------------------------------------------------------- carried elsewhere by a command


@pytest.mark.parametrize("sealed", [False, True])
def test_a_command_that_carries_copies_elsewhere_carries_the_files_too_each_once(
    desk: Shell, tmp_path: Path, *, sealed: bool
) -> None:
    copies, away = tmp_path / "copies", tmp_path / "away"
    copies.mkdir()
    away.mkdir()
    key = tmp_path / "key"
    key.write_text(KEY + "\n", encoding="utf-8")
    key.chmod(0o600)
    by_key = ["--key-file", str(key)] if sealed else []
    desk.done("backups", "place", str(copies), *by_key, "--send", f"cp -n {{file}} {away}", "--as", "关工")
    first = desk.done("backup", "--json").object
    assert len(first["carried"]) == 2, "the copy, and what it keeps"
    assert len(desk.done("backup", "--json").object["carried"]) == 1, "what was carried is not carried again"
    other = tmp_path / "现场图.txt"
    other.write_text("第二份", encoding="utf-8")
    desk.done("attach", str(other), "--matter", "Y1")
    newest = desk.done("backup", "--json").object
    assert len(newest["carried"]) == 2
    assert not list(copies.rglob("*.tar")), "a bundle is taken away once it was carried"
    assert [one.stat().st_mode & 0o777 for one in away.glob("*.tar")] == [0o600, 0o600]
    assert PICTURE in b"".join(one.read_bytes() for one in away.glob("*.tar")) or sealed
    shutil.rmtree(copies)
    shutil.rmtree(kept.folder_of(desk.path))
    desk.path.unlink()
    there_now = away / Path(newest["file"]).name
    back = desk.done("restore", str(there_now), *by_key, "--as", "关工", "--second", "王主任", "--json").object
    assert back["attachments_lacking"] is None
    assert there(desk).read_bytes() == PICTURE
    assert desk.done("verify", "--json").object["attachments"] == 2


def test_what_a_command_did_not_carry_is_carried_by_the_next(desk: Shell, tmp_path: Path) -> None:
    copies, away = tmp_path / "copies", tmp_path / "away"
    copies.mkdir()
    away.mkdir()
    carrier = tmp_path / "carry"
    carrier.write_text(f"#!/bin/sh\ncase $1 in *.tar) test -e {away}/ready || exit 3;; esac\ncp -n $1 {away}\n")
    carrier.chmod(0o700)
    desk.done("backups", "place", str(copies), "--send", f"{carrier} {{file}}", "--as", "关工")
    failed = desk("backup")
    assert failed.status == 1
    assert "送出备份的命令未成" in failed.err
    (away / "ready").touch()
    desk.done("backup")
    (bundle,) = away.glob("*.tar")
    bundle.write_bytes(bundle.read_bytes()[:700])  # cut on the way
    shutil.rmtree(kept.folder_of(desk.path))
    desk.path.unlink()
    newest = max(away.glob("*.db"), key=lambda one: one.stat().st_mtime_ns)
    back = desk("restore", str(newest), "--as", "关工", "--second", "王主任")
    assert back.status == 0
    assert "现场.jpg" in back.err, "what was cut is named, not put back"
    assert not there(desk).exists()
