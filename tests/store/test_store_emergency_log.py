"""The emergency log as a file: whole synced lines, whoever writes at once and whatever stands in them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import NOW

from dutydesk.ids import new_id
from dutydesk.kernel.text import clean
from dutydesk.store import emergency_log
from dutydesk.store.emergency_log import Line, append, places, read, waiting
from dutydesk.store.errors import DiskError

HOSTILE = (
    "一行",
    "两行\n第二行\t制表",
    '"引号" \\ 反斜杠',
    "\x1b]0;x\x07\x1b[2J",
    "\u202e反\u2066向",
    "e\u0301" * 40,
    "?" * 3,
    "末尾\r\n",
)

WRITER = """
import sys, pathlib
from dutydesk.ids import new_id
from dutydesk.store.emergency_log import Line, append
for n in range(int(sys.argv[3])):
    one = Line(new_id(), 0, 1784073540000000 + n, sys.argv[2], f"{sys.argv[2]} 第 {n} 行")
    append(pathlib.Path(sys.argv[1]), one)
    print(one.id, flush=True)
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a store would be; nobody made it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "house" / "desk.db"


def line(text: str, *, by: str = "zhou", proved: bool = True, at: int = NOW) -> Line:
    return Line(new_id(), 0, at, by, text, proved=proved)


def test_what_is_written_is_read_as_typed_and_the_file_holds_nothing_that_acts(desk: Path) -> None:
    written = [line(text, at=NOW + number) for number, text in enumerate(HOSTILE)]
    numbers = [append(desk, one)[1] for one in written]
    assert numbers == list(range(1, len(HOSTILE) + 1))
    found = read(desk)
    assert [(one.id, one.at, one.by, one.text, one.proved, one.whole) for one in found] == [
        (one.id, one.at, one.by, one.text, True, True) for one in written
    ]
    path = places(desk)[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for raw in path.read_text(encoding="utf-8").split("\n"):
        assert clean(raw.replace("\t", "")) == raw.replace("\t", "")


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    one = line(text)
    raw = emergency_log._written(one)
    assert raw.endswith("\n")
    assert raw.count("\n") == 1
    found = emergency_log._read(raw.rstrip("\n").encode(), 1, Path("x"))
    assert (found.id, found.text, found.whole) == (one.id, text, True)


def test_it_is_on_the_disk_before_it_counts(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bytes] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").resolve()
        synced.append(path.read_bytes() if path.is_file() else b"")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    one = line("电话")
    append(desk, one)
    assert any(one.id.encode() in content for content in synced)
    assert b"" in synced  # and the folder, for the file is new


def test_a_line_that_was_cut_ends_nothing_and_is_told(desk: Path) -> None:
    append(desk, line("第一"))
    path = places(desk)[0]
    whole = path.read_bytes()
    append(desk, line("第二"))
    path.write_bytes(path.read_bytes()[: len(whole) + 20])  # the power went in the middle of the second
    append(desk, line("第三"))
    first, cut, third = read(desk)
    assert (first.text, first.whole) == ("第一", True)
    assert not cut.whole
    assert cut.at == 0
    assert (third.text, third.whole, third.number) == ("第三", True, 3)


def test_one_changed_byte_is_told(desk: Path) -> None:
    for text in ("第一", "死亡 2 人", "第三"):
        append(desk, line(text))
    path = places(desk)[0]
    path.write_bytes(path.read_bytes().replace("死亡 2".encode(), "死亡 3".encode()))
    assert [one.whole for one in read(desk)] == [True, False, True]
    assert "死亡 3" in read(desk)[1].text


def test_where_nothing_can_be_written_beside_the_store_it_goes_into_the_state_folder(desk: Path) -> None:
    first, second = places(desk)
    first.parent.mkdir()
    first.symlink_to(desk.parent / "elsewhere")  # a link is not followed
    assert append(desk, line("一"))[0] == second
    assert not (desk.parent / "elsewhere").exists()
    second.unlink()
    second.mkdir()
    with pytest.raises(DiskError, match="写在纸上"):
        append(desk, line("二"))


def test_a_disk_that_is_full_leaves_no_half_line(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(desk, line("一"))
    before = places(desk)[0].read_bytes()
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: real(descriptor, content[:10]))
    with pytest.raises(DiskError, match="写在纸上"):
        append(desk, line("二"))
    assert places(desk)[0].read_bytes() == before
    assert places(desk)[1].read_bytes() == b""


def test_four_processes_write_at_once(desk: Path) -> None:
    desk.parent.mkdir()
    command = [sys.executable, "-c", WRITER, str(desk)]
    running = [subprocess.Popen([*command, f"p{n}", "25"], stdout=subprocess.PIPE, text=True) for n in range(4)]
    said = [one.communicate(timeout=120)[0].split() for one in running]
    found = read(desk)
    assert all(one.whole for one in found)
    assert {one.id for one in found} == {one for ids in said for one in ids}
    assert [one.number for one in found] == list(range(1, 101))
    for number, ids in enumerate(said):
        assert [one.id for one in found if one.by == f"p{number}"] == ids


def test_what_the_journal_holds_waits_no_longer_and_the_same_line_waits_once() -> None:
    lines = [line("一"), line("二")]
    assert waiting([*lines, lines[0]], set()) == lines
    assert waiting(lines, {lines[0].id}) == lines[1:]


def test_numbers_of_restricted_matters_are_found_in_a_text_and_only_whole(desk: Path) -> None:
    desk.parent.mkdir()
    assert emergency_log.named_restricted(desk, "Y1 来电") == ""
    emergency_log.keep_numbers(desk, ["Y1", "甲事"])
    assert emergency_log.named_restricted(desk, "关于y1的来电") == "Y1"
    assert emergency_log.named_restricted(desk, "Y12 来电") == ""
    assert emergency_log.named_restricted(desk, "甲事有进展") == "甲事"
    emergency_log.keep_numbers(desk, [])
    assert not emergency_log.numbers_path(desk).exists()
