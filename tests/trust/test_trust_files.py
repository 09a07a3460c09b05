"""The database, its log and the log's index are the same files for everybody, or nothing is said to be saved (case 18)."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import Process, command, rows

from dutydesk.capabilities.log.events import Noted
from dutydesk.store import rescue
from dutydesk.store.engine import Store, open_store
from dutydesk.store.errors import StoreReplacedError
from dutydesk.store.integrity import verify_chain
from dutydesk.store.views import Views


def texts(path: Path) -> list[str]:
    return [row[0] for row in rows(path, "SELECT payload FROM journal WHERE kind = 'entry.noted' ORDER BY seq")]


def note(store: Store, text: str) -> None:
    store.write(lambda tx: tx.append(Noted(text=text), actor="zhou"), now=store.about.created_at + 1)


def log(path: Path, text: str) -> subprocess.CompletedProcess[bytes]:
    return command("log", text, "--as", "zhou", "--db", str(path))


@pytest.fixture
def desk(path: Path) -> Iterator[Store]:
    """A store that this process has open, with a row of its own in the log."""
    store = open_store(path)
    note(store, "第一条")
    yield store
    store.close()


def test_the_index_of_the_log_is_removed_and_two_others_write(desk: Store, path: Path) -> None:
    """The tried case: both said saved, both were gone."""
    path.with_name("desk.db-shm").unlink()
    said = [log(path, f"另一进程 {number}") for number in range(2)]
    with pytest.raises(StoreReplacedError) as caught:
        note(desk, "第二条")
    desk.close()
    saved = texts(path)
    for number, one in enumerate(said):
        was_saved = any(f"另一进程 {number}" in text for text in saved)
        assert (one.returncode == 0) == was_saved
        assert was_saved or "已停止写入" in one.stderr.decode()
        assert "已保存" not in one.stdout.decode() or was_saved
    assert any("第一条" in text for text in saved)
    assert str(path) in str(caught.value)
    assert verify_chain(path).ok


@pytest.mark.parametrize("part", ["", "-wal", "-shm"])
@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_nobody_says_saved_once_a_file_is_gone(desk: Store, path: Path, part: str, how: str) -> None:
    victim = path.with_name(path.name + part)
    if how == "replaced":
        shutil.copyfile(victim, victim.with_suffix(".copy"))
        victim.with_suffix(".copy").replace(victim)
    else:
        victim.unlink()
    other = log(path, "另一进程")
    assert other.returncode == 1
    assert b"\xe5\xb7\xb2\xe4\xbf\x9d\xe5\xad\x98" not in other.stdout  # 已保存
    with pytest.raises(StoreReplacedError, match="已停止写入") as caught:
        note(desk, "第二条")
    with pytest.raises(StoreReplacedError):
        note(desk, "第三条")
    copy = path.with_name("desk.db.rescue-1")
    assert str(copy) in str(caught.value)
    assert not path.with_name("desk.db.rescue-2").exists()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert any("第一条" in text for text in texts(copy))
    assert command("verify", "--db", str(copy)).returncode == 0


def test_a_commit_into_files_that_went_meanwhile_is_an_error(desk: Store, path: Path) -> None:
    def work(tx) -> None:
        tx.append(Noted(text="正在写"), actor="zhou")
        path.with_name("desk.db-shm").unlink()

    with pytest.raises(StoreReplacedError):
        desk.write(work, now=desk.about.created_at + 1)
    assert any("正在写" in text for text in texts(path.with_name("desk.db.rescue-1")))


def test_a_reader_alone_notices_too(desk: Store, path: Path) -> None:
    path.with_name("desk.db-shm").unlink()
    shown = command("day", "--db", str(path))
    assert shown.returncode == 1
    assert not path.with_name("desk.db-shm").exists(), "it must not have made an index of its own"


HOLDS = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1])
held.execute("SELECT count(*) FROM journal").fetchall()
print("open", flush=True)
sys.stdin.read()
held.close()
"""
"""Another program that looks at the store and stays there; it takes no part in what the desk's own processes agree on."""


def test_another_program_holds_the_store_and_its_index_is_removed(path: Path) -> None:
    """The tried case: two lines were said to be saved, and gone when the other program closed."""
    assert log(path, "以前").returncode == 0
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"open\n"
    assert log(path, "索引在").returncode == 0
    path.with_name("desk.db-shm").unlink()
    for number in range(2):
        said = log(path, f"索引没了 {number}")
        assert said.returncode == 1
        assert f"进程 {holder.pid}" in said.stderr.decode()
        assert "已保存" not in said.stdout.decode()
    holder.communicate(timeout=30)
    assert log(path, "以后").returncode == 0
    kept = texts(path)
    assert all(any(one in text for text in kept) for one in ("以前", "索引在", "以后"))
    assert verify_chain(path).ok


def test_what_a_killed_process_left_is_nobody_s(path: Path) -> None:
    process = Process("writing_process.py", path, "w", 0)
    process.wait_for_line()
    process.end(kill=True)
    path.with_name("desk.db-shm").unlink(missing_ok=True)  # nobody has it open: SQLite makes another from the log
    assert log(path, "以后").returncode == 0
    assert any("以后" in text for text in texts(path))


def test_coming_and_going_is_no_change(path: Path) -> None:
    for _ in range(3):
        store, views = open_store(path), Views.open(path)
        note(store, "一条")
        store.close()
        assert log(path, "夹在中间").returncode == 0
        views.close()
    assert len(texts(path)) == 6


def test_pages_that_cannot_be_copied_leave_the_rows_that_can(desk: Store, path: Path, monkeypatch) -> None:
    class Torn:
        def execute(self, sql: str, parameters: object = ()):
            if parameters == {"seq": 2}:
                raise rescue.sqlite.DatabaseError("malformed")
            return desk._keeper.execute(sql, parameters)

        def backup(self, _copy: object, **_options: object) -> None:
            raise rescue.sqlite.DatabaseError("malformed")

    said = rescue.save(Torn(), path)  # type: ignore[arg-type]
    lines = path.with_name("desk.db.rescue.jsonl-1").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    assert "第一条" in lines[-1]
    assert "5 条" in str(said)


# ---------------------------------------------------------------- a disk that takes no write


def without_override(*words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as somebody whom the permissions bind: root is, without the capability to pass over them."""
    line = [sys.executable, "-m", "dutydesk", *words]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root, and no setpriv (util-linux) to take its passing over permissions away")
        line = [setpriv, "--bounding-set", "-dac_override,-dac_read_search", *line]
    return subprocess.run(line, capture_output=True, timeout=60, check=False)


def test_a_read_only_disk_without_a_log_is_read_and_says_so(path: Path) -> None:
    log(path, "只读盘上的一条")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        copy = folder / "desk.db"
        shutil.copyfile(path, copy)
        copy.chmod(0o444)
        folder.chmod(0o555)
        shown = without_override("day", "--db", str(copy))
        assert shown.returncode == 0, shown.stderr.decode()
        assert "只读盘上的一条" in shown.stdout.decode()
        assert "库在只读的磁盘上" in shown.stderr.decode()
        refused = without_override("log", "写不进", "--as", "zhou", "--db", str(copy))
        assert refused.returncode == 1
        assert "只读" in refused.stderr.decode()
        assert "malformed" not in refused.stderr.decode()
        folder.chmod(0o755)


def test_whatever_the_program_makes_is_its_owner_s_alone_whatever_the_shell_allows(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir(mode=0o700)
    own = f"umask 0; {sys.executable} -m dutydesk --db {folder}/desk.db demo --no-ui && echo a word > {folder}/shell"
    done = subprocess.run(["sh", "-c", own], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    modes = {str(one.relative_to(folder)): one.stat().st_mode & 0o077 for one in folder.rglob("*")}
    assert modes.pop("shell"), "what the shell itself makes is everybody's"
    assert "desk.db" in modes
    assert not {name: oct(mode) for name, mode in modes.items() if mode}
