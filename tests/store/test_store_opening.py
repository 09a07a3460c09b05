"""Opening never creates and never changes what it refuses; creating happens once."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from shelf import NOW, SITE, filled, make, note, python

from dutydesk.store import connect
from dutydesk.store.engine import create_store, open_store
from dutydesk.store.errors import (
    NewerStoreError,
    NotAStoreError,
    StoreError,
    StoreExistsError,
    StoreMissingError,
)
from dutydesk.store.integrity import verify_chain
from dutydesk.store.views import Views

DOORS: dict[str, Callable[[Path], object]] = {"store": open_store, "views": Views.open, "chain": verify_chain}


@pytest.fixture(params=DOORS.values(), ids=DOORS.keys())
def door(request: pytest.FixtureRequest) -> Callable[[Path], object]:
    return request.param


def header_changed(path: Path, to: Path, offset: int, value: int) -> Path:
    content = bytearray(path.read_bytes())
    content[offset : offset + 4] = value.to_bytes(4, "big")
    to.write_bytes(bytes(content))
    return to


def test_missing(door: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="未创建任何文件"):
        door(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"x" * 5000, "值班日志".encode() * 200])
def test_no_database(door: Callable[[Path], object], tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.db"
    path.write_bytes(content)
    with pytest.raises(NotAStoreError, match="若有备份"):
        door(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_directory(door: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(NotAStoreError, match="目录"):
        door(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_database_of_another_program(door: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    code = "import sys, sqlite3; c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE t (a)'); c.commit()"
    assert python(code, path).returncode == 0
    before = path.read_bytes()
    with pytest.raises(NotAStoreError, match="别的程序"):
        door(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_newer_store(door: Callable[[Path], object], forty: Path, tmp_path: Path) -> None:
    path = header_changed(forty, tmp_path / "newer.db", 60, connect.SCHEMA_VERSION + 6)
    before = path.read_bytes()
    with pytest.raises(NewerStoreError, match=f"库 {connect.SCHEMA_VERSION + 6}, 本程序 {connect.SCHEMA_VERSION}"):
        door(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_header_names_us(forty: Path) -> None:
    header = forty.read_bytes()[:100]
    assert header[68:72] == b"duty"
    assert int.from_bytes(header[60:64], "big") == connect.SCHEMA_VERSION


def test_about(forty: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    shutil.copyfile(forty, path)
    store = open_store(path)
    assert (store.about.site, store.about.drill, store.about.created_at) == (SITE, True, NOW)
    store.close()


def test_a_real_store_is_no_drill(path: Path) -> None:
    create_store(path, site="驻京办", drill=False, now=NOW, began=NOW - 5).close()
    views = Views.open(path)
    meta = views.meta()
    views.close()
    assert meta["drill"] == "0"
    assert meta["site"] == "驻京办"
    assert meta["created_at"] == str(NOW - 5)
    assert len(meta["origin"]) == 36


def test_create_refuses_an_existing_file(path: Path, tmp_path: Path) -> None:
    path.write_text("mein")
    with pytest.raises(StoreExistsError, match="未改动"):
        make(path)
    assert path.read_text() == "mein"
    assert list(tmp_path.iterdir()) == [path]


def test_create_refuses_an_existing_store(store: object, path: Path) -> None:
    with pytest.raises(StoreExistsError):
        make(path)
    assert verify_chain(path).count == 1


def test_create_makes_no_directory(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="没有这个目录"):
        make(tmp_path / "no" / "desk.db")
    assert list(tmp_path.iterdir()) == []


def test_only_the_owner_may_read_it(store: object, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 44, 7), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 50, 9), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
        ((4, 0, 0), False),
    ],
)
def test_versions_with_the_wal_reset_bug(version: tuple[int, ...], affected: bool) -> None:
    assert connect.is_affected(version) is affected


def mode_of(path: Path) -> str:
    views = Views.open(path)
    mode = str(views.rows("PRAGMA journal_mode")[0][0])
    views.close()
    return mode


def test_a_sound_library_uses_wal(store: object, path: Path) -> None:
    assert connect.is_affected(connect.library_version()) is False
    assert mode_of(path) == "wal"


def test_an_affected_library_uses_delete(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    filled(path, ["一"])
    monkeypatch.setattr(connect, "library_version", lambda: (3, 40, 1))
    store = open_store(path)
    assert note(store, "二").seq == 3
    assert mode_of(path) == "delete"
    store.close()
    assert verify_chain(path).count == 3


def test_the_pragmas_of_the_recipe(store: object, path: Path) -> None:
    connection = connect.connect(path, readonly=False)
    names = ("synchronous", "foreign_keys", "busy_timeout", "recursive_triggers", "trusted_schema", "secure_delete")
    found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    connection.close()
    assert found == [2, 1, 10_000, 1, 0, 1]


def test_readers_cannot_write(store: object, path: Path) -> None:
    connection = connect.connect(path, readonly=True)
    with pytest.raises(Exception, match="readonly"):
        connection.execute("DELETE FROM draft")
    connection.close()


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "vboxsf", "fuse.sshfs", "fuse.rclone"])
def test_network_file_systems_are_refused(
    kind: str, path: Path, forty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StoreError, match=f"网络文件系统 \\({kind}\\)"):
        connect.refuse_network(path, kind)
    monkeypatch.setattr(connect, "file_system_of", lambda _path: kind)
    with pytest.raises(StoreError, match="本机磁盘"):
        make(path)
    assert not path.exists()
    copy = tmp_path / "copy.db"
    shutil.copyfile(forty, copy)
    with pytest.raises(StoreError, match="本机磁盘"):
        open_store(copy)
    with pytest.raises(StoreError, match="本机磁盘"):
        Views.open(copy)  # a reader alone makes an index of the log there, too
    assert copy.read_bytes() == forty.read_bytes()


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "tmpfs", "apfs", ""])
def test_local_file_systems_are_taken(kind: str, path: Path) -> None:
    connect.refuse_network(path, kind)


def test_our_own_disk_is_told(tmp_path: Path) -> None:
    if Path("/proc/mounts").exists():
        assert connect.file_system_of(tmp_path) != ""
        assert connect.file_system_of(Path("/proc/self")) == "proc"


CREATE = """
import sys
from pathlib import Path
from dutydesk.store.engine import create_store
from dutydesk.store.errors import StoreExistsError
sys.stdin.readline()
try:
    create_store(Path(sys.argv[1]), site="站", drill=True, now=int(sys.argv[2])).close()
except StoreExistsError:
    print("exists")
else:
    print("created")
"""


def test_eight_processes_create_one_store(path: Path) -> None:
    command = [sys.executable, "-c", CREATE, str(path)]
    processes = [
        subprocess.Popen([*command, str(NOW + index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for index in range(8)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = sorted(process.communicate(timeout=60)[0].strip() for process in processes)
    assert said == ["created", *["exists"] * 7]
    assert [process.returncode for process in processes] == [0] * 8
    report = verify_chain(path)
    assert (report.ok, report.count) == (True, 1)
    store = open_store(path)
    assert note(store, "第一条").seq == 2
    store.close()
    assert mode_of(path) == "wal"


def test_one_sqlite_library() -> None:
    code = "import sys, dutydesk.bootstrap as b; from dutydesk.store import engine; print('_sqlite3' in sys.modules)"
    assert python(code).stdout.strip() == "False"


def test_a_path_with_hard_characters(tmp_path: Path) -> None:
    folder = tmp_path / "值班 库?#%20&x=1"
    folder.mkdir()
    store = make(folder / "a b?.db")
    assert note(store, "一").seq == 2
    store.close()
    assert sorted(one.name for one in folder.iterdir()) == ["a b?.db", "a b?.db.key", "a b?.db.open"]


MANY = """
import sys
from pathlib import Path
from dutydesk.store import connect
path = Path(sys.argv[1])
for n in range(100):
    one = connect.connect(path, readonly=n % 3 == 0)
    one.execute("SELECT count(*) FROM sqlite_master").fetchone()
    one.close()
"""


def test_many_processes_that_come_and_close_are_not_taken_for_a_replaced_store(tmp_path: Path) -> None:
    """Whoever closes last takes the log away; whoever comes just then must not compare with it."""
    path = filled(tmp_path / "desk.db", ["一"])
    starts = [subprocess.Popen([sys.executable, "-c", MANY, str(path)], stderr=subprocess.PIPE) for _ in range(4)]
    ends = [(one.communicate(timeout=60)[1], one.returncode) for one in starts]
    assert ends == [(b"", 0)] * 4
