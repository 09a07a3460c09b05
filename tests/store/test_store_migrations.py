"""A store of an older version: a copy first, then the whole upgrade or nothing of it (TRUST 19)."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from dutydesk.capabilities.files import pages
from dutydesk.kernel.instants import parse_instant
from dutydesk.store import connect, migrations
from dutydesk.store.engine import open_store
from dutydesk.store.errors import StoreExistsError
from dutydesk.store.integrity import verify_chain
from dutydesk.store.tables import PROJECTION_NAMES
from dutydesk.store.views import Views

NOW = parse_instant("2026-11-25T08:00:00+08:00", 0)
OLD = Path(__file__).with_name("versions.tar.xz")
"""Stores of earlier versions; that of version 1 is a demo."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with tarfile.open(OLD) as tar, tar.extractfile("version1.db") or io.BytesIO() as found:
        path.write_bytes(found.read())
    return path


def names_of(path: Path) -> set[str]:
    views = Views.open(path)
    found = {str(row[0]) for row in views.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    views.close()
    return found


def log_of(path: Path) -> list[tuple[object, ...]]:
    """The journal, byte for byte: what an upgrade must not touch."""
    views = Views.open(path)
    rows = views.rows("SELECT * FROM journal ORDER BY seq")
    views.close()
    return rows


def test_an_older_store_is_copied_and_brought_up(old: Path) -> None:
    before = log_of(old)
    assert migrations.version_of(old) == 1

    copy = migrations.bring_up(old, NOW)

    assert copy is not None
    assert migrations.version_of(old) == connect.SCHEMA_VERSION
    assert set(PROJECTION_NAMES) <= names_of(old)
    assert log_of(old) == before
    assert verify_chain(old).ok
    views = Views.open(old)
    assert "二广高速" in pages.log_page(views, views.entries_between(0, 1 << 62))
    views.close()
    assert migrations.version_of(copy) == 1
    assert log_of(copy) == before
    assert copy.stat().st_mode & 0o077 == 0
    assert migrations.bring_up(old, NOW) is None, "once is enough"


def test_what_was_open_goes_on(old: Path) -> None:
    views = Views.open(old)
    open_before = [(clock.rule, clock.due_at) for clock in views.clocks()]
    shift_before = views.shift()
    views.close()

    migrations.bring_up(old, NOW)

    views = Views.open(old)
    assert [(clock.rule, clock.due_at) for clock in views.clocks()] == open_before
    assert views.shift() == shift_before
    views.close()
    store = open_store(old)
    store.write(lambda tx: tx.execute("SELECT 1"), now=NOW)
    store.close()


def test_a_copy_in_the_way_stops_it(old: Path) -> None:
    copy = old.with_name("desk.db.v1-20261125-080000")
    copy.write_text("someone's file")
    with pytest.raises(StoreExistsError):
        migrations.bring_up(old, NOW)
    assert migrations.version_of(old) == 1
    assert copy.read_text() == "someone's file"


KILLED = """
import os, sys
from pathlib import Path
from dutydesk.store import migrations
at, count = int(sys.argv[2]), 0
real = migrations.replay
def replay(tx):
    execute = tx.execute
    def counted(sql, parameters=()):
        global count
        count += 1
        if count == at:
            os.kill(os.getpid(), 9)
        return execute(sql, parameters)
    tx.execute = counted
    return real(tx)
migrations.replay = replay
migrations.bring_up(Path(sys.argv[1]), 1_795_564_800_000_000)
"""


@pytest.mark.parametrize("at", [1, 7, 40, 200])
def test_killed_in_the_middle_it_is_the_old_store(old: Path, at: int) -> None:
    before = log_of(old)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(old), str(at)], check=False, timeout=60)
    assert ended.returncode == -9
    assert migrations.version_of(old) == 1
    assert log_of(old) == before
    assert migrations.bring_up(old, NOW + 60_000_000) is not None
    assert log_of(old) == before


def test_two_processes_upgrade_once(old: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from dutydesk.store import migrations; "
        "migrations.bring_up(Path(sys.argv[1]), int(sys.argv[2]))"
    )
    starts = [subprocess.Popen([sys.executable, "-c", script, str(old), str(NOW + n * 1_000_000)]) for n in range(3)]
    assert [one.wait(timeout=60) for one in starts] == [0, 0, 0]
    assert migrations.version_of(old) == connect.SCHEMA_VERSION
    assert verify_chain(old).ok


def test_the_command_line_says_where_the_copy_is(old: Path) -> None:
    words = [sys.executable, "-m", "dutydesk", "--db", str(old), "--lang", "en", "due"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "brought to this version" in done.stderr
    assert "desk.db.v1-" in done.stderr
