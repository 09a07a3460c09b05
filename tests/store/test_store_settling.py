"""Whatever is written beside a desk that is at work reaches the disk as it grows: no commit waits for a gigabyte at its end."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from shelf import NOW, make, note

from dutydesk.store import audit, backups

LARGE = 6 << 20
FEW = 1 << 20


def _copy(store: Path, large: Path, folder: Path) -> None:
    backups.copied(store, folder / "copy.db")


def _compared(store: Path, large: Path, folder: Path) -> None:
    assert audit.tables_differ(store, NOW, folder) is None


def _carried(store: Path, large: Path, folder: Path) -> None:
    backups.write_copy(large, folder / "carried")
    assert (folder / "carried").read_bytes() == large.read_bytes()


def _sealed(store: Path, large: Path, folder: Path) -> None:
    holds = backups.Checked("o", "s", "", 1, "00", NOW)
    backups._seal(large, folder / "sealed", b"a key of some length", holds, lambda _share: None)


def _unpacked(store: Path, large: Path, folder: Path) -> None:
    _sealed(store, large, folder)
    backups.unpack(folder / "sealed", folder / "open", b"a key of some length", lambda _step, _share: None)
    assert (folder / "open").read_bytes() == large.read_bytes()


@pytest.mark.parametrize("work", [_copy, _compared, _carried, _sealed, _unpacked])
def test_what_is_written_beside_the_desk_is_synced_as_it_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[[Path, Path, Path], None]
) -> None:
    store = make(tmp_path / "desk.db")
    for number in range(LARGE // 40_000):
        note(store, f"{number} " + "长" * 19_000)
    store.close()
    large = tmp_path / "large"
    large.write_bytes(os.urandom(LARGE))
    folder = tmp_path / "folder"
    folder.mkdir()
    synced: dict[int, list[int]] = {}
    whole = os.fdatasync

    def counted(descriptor: int) -> None:
        seen = os.fstat(descriptor)
        synced.setdefault(seen.st_ino, [0]).append(seen.st_size)
        whole(descriptor)

    monkeypatch.setattr(os, "fdatasync", counted)
    monkeypatch.setattr(backups, "SETTLED", FEW)
    monkeypatch.setattr(backups, "PAGES", 8)
    work(tmp_path / "desk.db", large, folder)
    assert synced
    for sizes in synced.values():
        steps = [after - before for before, after in pairwise(sizes)]
        assert len(steps) >= 4
        assert max(steps) <= LARGE * 2 // 3  # a sync runs beside the copy, and sees what grew until then


def test_a_copy_that_the_disk_did_not_take_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells a descriptor of it once; a later sync of the same file says that all is well."""
    store = make(tmp_path / "desk.db")
    for number in range(LARGE // 40_000):
        note(store, f"{number} " + "长" * 19_000)
    store.close()

    def failed(_descriptor: int) -> None:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "fdatasync", failed)
    monkeypatch.setattr(backups, "SETTLED", FEW)
    monkeypatch.setattr(backups, "PAGES", 8)
    with pytest.raises(OSError, match=f"Errno {errno.EIO}"):
        backups.copied(tmp_path / "desk.db", tmp_path / "copy.db")


def test_a_copy_is_the_state_it_began_with_and_ends_though_something_is_written_at_every_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the transaction that is kept open SQLite would begin anew at each row that another connection writes."""
    store = make(tmp_path / "desk.db")
    for number in range(40):
        note(store, f"{number} " + "长" * 2_000)
    before, written = store.write(lambda tx: tx.head()[0], now=NOW), 0

    def more(_share: float) -> None:
        nonlocal written
        written += 1
        assert written < 1_000, "it began anew"
        note(store, "另写的一条 " + "长" * 2_000)

    monkeypatch.setattr(backups, "PAGES", 4)
    backups.copied(tmp_path / "desk.db", tmp_path / "copy.db", more)
    store.close()
    assert written > 10
    holds = backups.check(tmp_path / "copy.db")
    assert holds.count == before
    header = (tmp_path / "copy.db").read_bytes()[:20]
    assert header[18:20] == b"\x01\x01", "a file that stands alone: whoever looks into it makes no log beside it"
    assert sorted(one.name for one in tmp_path.glob("copy*")) == ["copy.db"]
