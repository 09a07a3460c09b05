"""A store that is really damaged: writing stops, lines go into the emergency log, and each comes into the journal once."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from faults import Process, command, rows, sound

from dutydesk.kernel.instants import from_datetime
from dutydesk.store.engine import open_store
from dutydesk.store.errors import NotAStoreError, StoreDamagedError
from dutydesk.store.library import sqlite

PAGE = 4096


def run(path: Path, *words: str, actor: str = "zhou") -> str:
    done = command("--db", str(path), "--as", actor, *words)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def refused(path: Path, *words: str, actor: str = "zhou") -> str:
    done = command("--db", str(path), "--as", actor, *words)
    assert done.returncode == 1, done.stdout.decode()
    (line,) = done.stderr.decode().splitlines()
    return line


def spoil(path: Path, page: int = 0) -> None:
    """Overwrite a page with rubbish, as a disk does; the last writer is out, so nothing is in the log."""
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(os.urandom(PAGE))


def lines_of(path: Path) -> list[dict[str, object]]:
    done = command("--db", str(path), "emergency-log", "show", "--json")
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_case_14_a_corrupt_store_takes_nothing_and_the_lines_come_in_once(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run(path, "log", "损坏之前")
    shutil.copyfile(path, copy)
    before = sound(path)
    spoil(path)
    spoilt = path.read_bytes()
    assert "emergency-log write" in refused(path, "log", "写不进")
    assert path.read_bytes() == spoilt
    first = run(path, "emergency-log", "write", "库坏了: 省厅来电\n请回电", "--json")
    run(path, "emergency-log", "write", "已报告带班领导", actor="何静")
    assert json.loads(first)["seq"] is None
    assert path.read_bytes() == spoilt
    told = lines_of(path)
    assert [(one["by"], one["proved"], one["taken"]) for one in told] == [("zhou", False, None), ("何静", False, None)]

    shutil.copyfile(copy, path)  # put back by hand; case 20 has the command
    assert "2" in command("--db", str(path), "doctor").stdout.decode().split("应急记录")[1].splitlines()[0]
    run(path, "emergency-log", "take", "--note", "硬盘坏道", actor="liu")
    assert sound(path) == before + 3
    taken = rows(
        path,
        "SELECT id, at, actor, json_extract(payload, '$.text') FROM journal WHERE kind = 'emergency_log.noted' ORDER BY seq",
    )
    assert [one[3] for one in taken] == ["库坏了: 省厅来电\n请回电", "已报告带班领导"]
    assert [one[0] for one in taken] == [one["id"] for one in told]
    assert [one[2] for one in taken] == ["liu", "liu"]
    assert [one[1] for one in taken] == [from_datetime(datetime.fromisoformat(str(one["at"]))) for one in told]
    day = run(path, "day")
    assert "自称 周明" in day
    assert "事后收入" in day
    assert "没有待收入" in refused(path, "emergency-log", "take")
    assert sound(path) == before + 3
    assert [one["taken"] for one in lines_of(path)] == [True, True]


def test_a_store_that_can_be_written_gets_the_line_itself(path: Path) -> None:
    before = sound(path)
    said = json.loads(run(path, "emergency-log", "write", "库没有坏", "--json"))
    assert said["seq"] == before + 1
    assert lines_of(path) == []


def test_what_was_cut_by_hand_comes_in_marked_and_once(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copyfile(path, copy)
    before = sound(path)
    spoil(path)
    run(path, "emergency-log", "write", "完整的一行")
    run(path, "emergency-log", "write", "被截的一行")
    log = path.with_name(path.name + ".emergency.log")
    log.write_bytes(log.read_bytes()[:-30])
    shutil.copyfile(copy, path)
    run(path, "emergency-log", "take")
    assert "没有待收入" in refused(path, "emergency-log", "take")
    assert sound(path) == before + 3
    assert "残缺或被改动" in run(path, "day")
    assert "被截的一行" in run(path, "day")


def test_nothing_about_a_restricted_matter_though_the_store_cannot_be_asked(path: Path) -> None:
    run(path, "open", "incident", "--label", "Z9", "--title", "某事", "--colour", "red", "deaths=1")
    run(path, "restrict", "set", "Z9", "--holder", "刘副主任", "--reason", "涉及个人", actor="liu")
    spoil(path)
    assert "限定知悉" in refused(path, "emergency-log", "write", "Z9 有进展")
    assert "秘密" in refused(path, "emergency-log", "write", "机密★5年 某件")
    assert lines_of(path) == []
    run(path, "emergency-log", "write", "Z91 不是它")


def test_once_a_page_is_found_corrupt_nothing_more_is_written(path: Path) -> None:
    run(path, "log", "一")
    raw = sqlite.connect(str(path))
    (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entry'").fetchone()
    raw.close()
    spoil(path, root - 1)
    store = open_store(path)
    now = store.about.created_at + 10**9
    with pytest.raises(NotAStoreError, match="损坏") as found:
        store.write(lambda tx: tx.execute("SELECT * FROM entry NOT INDEXED"), now=now)
    assert found.value.BY_HAND
    with pytest.raises(StoreDamagedError, match="损坏"):  # though this one would touch no bad page
        store.write(lambda tx: tx.execute("SELECT 1"), now=now)
    store.close()


def test_writers_killed_at_random_leave_every_acknowledged_line(path: Path) -> None:
    acknowledged: list[str] = []
    for _ in range(6):
        writer = Process("noting_process.py", path)
        for _ in range(8):
            writer.wait_for_line()
        writer.end(kill=True)
        acknowledged += writer.said
    spoil(path)  # 'show' reads the file alone
    told = lines_of(path)
    assert {one["id"] for one in told if one["whole"]} >= set(acknowledged)
    assert sum(not one["whole"] for one in told) <= 6
