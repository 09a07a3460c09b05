"""What verify finds, and what rebuild puts right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shelf import NOW, edited, flipped, note

from dutydesk.capabilities.shifts.events import OfficerAdded
from dutydesk.clock import ManualClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.store.engine import Store, open_store
from dutydesk.store.errors import NotAStoreError, StoreError, StoreMissingError
from dutydesk.store.integrity import quick_check, rebuild, verify_chain
from dutydesk.store.tables import PROJECTIONS
from dutydesk.store.views import Views
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_books


def test_a_sound_store(forty: Path) -> None:
    report = verify_chain(forty)
    views = Views.open(forty)
    assert (report.ok, report.count, report.first_bad, report.detail) == (True, 41, None, "")
    assert report.head == views.head()[1].hex()
    views.close()
    assert quick_check(forty) == ""


def test_progress_and_trusted_rows(forty: Path) -> None:
    seen: list[int] = []
    report = verify_chain(forty, since=30, progress=seen.append)
    assert (report.ok, report.count) == (True, 41)
    assert seen == [41]


@pytest.mark.parametrize("seq", [2, 17, 41])
def test_one_flipped_byte_names_the_row(forty: Path, tmp_path: Path, seq: int) -> None:
    copy = flipped(forty, tmp_path / "copy.db", f"line number {seq:02d}".encode())
    report = verify_chain(copy)
    assert (report.ok, report.first_bad) == (False, seq)
    assert quick_check(copy) == ""  # only the chain sees it


@pytest.mark.parametrize("column", ["id", "origin", "actor", "kind", "classification", "payload", "matter_id"])
def test_every_text_column_is_covered(forty: Path, tmp_path: Path, column: str) -> None:
    copy = edited(forty, tmp_path / "copy.db", f"UPDATE journal SET {column} = 'x' WHERE seq = 12")
    report = verify_chain(copy)
    assert (report.ok, report.first_bad, report.detail) == (False, 12, "第 12 条内容被改动")


@pytest.mark.parametrize("column", ["recorded_at", "at", "version"])
def test_every_number_column_is_covered(forty: Path, tmp_path: Path, column: str) -> None:
    copy = edited(forty, tmp_path / "copy.db", f"UPDATE journal SET {column} = {column} + 1 WHERE seq = 12")
    assert verify_chain(copy).first_bad == 12


def test_a_changed_hash_and_a_changed_link(forty: Path, tmp_path: Path) -> None:
    copy = edited(forty, tmp_path / "hash.db", "UPDATE journal SET hash = zeroblob(32) WHERE seq = 12")
    assert verify_chain(copy).first_bad == 12
    copy = edited(forty, tmp_path / "prev.db", "UPDATE journal SET prev = zeroblob(32) WHERE seq = 12")
    report = verify_chain(copy)
    assert (report.first_bad, report.detail) == (12, "第 12 条与前一条接不上")


def test_a_row_taken_out_of_the_middle(forty: Path, tmp_path: Path) -> None:
    copy = edited(forty, tmp_path / "cut.db", "DELETE FROM journal WHERE seq = 20")
    report = verify_chain(copy)
    assert (report.ok, report.first_bad, report.detail) == (False, 21, "第 20 条缺失")


def test_two_rows_exchanged(forty: Path, tmp_path: Path) -> None:
    swap = (
        "UPDATE journal SET seq = -1 WHERE seq = 20",
        "UPDATE journal SET seq = 20 WHERE seq = 21",
        "UPDATE journal SET seq = 21 WHERE seq = -1",
    )
    assert verify_chain(edited(forty, tmp_path / "swap.db", *swap)).first_bad == 20


def test_the_beginning_cut_off(forty: Path, tmp_path: Path) -> None:
    assert verify_chain(edited(forty, tmp_path / "cut.db", "DELETE FROM journal WHERE seq < 5")).first_bad == 5


def test_half_a_file_is_found(forty: Path, tmp_path: Path) -> None:
    copy = tmp_path / "half.db"
    copy.write_bytes(forty.read_bytes()[: forty.stat().st_size // 2 // 4096 * 4096])
    try:
        report = verify_chain(copy)
        damage = quick_check(copy)
    except StoreError:
        return
    assert not report.ok or damage


def test_verify_of_what_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        verify_chain(tmp_path / "none.db")
    other = tmp_path / "other.db"
    other.write_text("x" * 4096)
    with pytest.raises(NotAStoreError):
        verify_chain(other)


def content(path: Path) -> dict[str, list[tuple]]:
    views = Views.open(path)
    names = [str(table.__tablename__) for table in PROJECTIONS]
    found = {name: sorted(views.rows(f"SELECT * FROM {name}"), key=repr) for name in names}
    views.close()
    return found


@pytest.fixture
def day(store: Store) -> Store:
    """A store on which something of everything happened."""

    def people(tx: object) -> None:
        for officer, role in (("zhou", "officer"), ("he", "officer"), ("liu", "leader"), ("wang", "director")):
            tx.append(OfficerAdded(officer=officer, name=officer, role=role), actor="desk")  # type: ignore[attr-defined]

    store.write(people, now=NOW)
    clock = ManualClock(NOW)
    desk = Desk(store, Timekeeper(clock), load_books())

    def do(name: str, actor: str = "zhou", **words: object) -> str:
        clock.set(clock.elapsed() + 60_000_000)
        return desk.perform(REGISTRY[name].from_words(words), actor=actor).id

    do("shift begin", a="zhou", b="he", leader="liu", director="wang")
    first = do("log", text="值班电话试机")
    do("log", text="值班电话试机正常", corrects=first)
    do("open", kind="incident", label="Y1", category="accident", subtype="road", colour="yellow", deaths="2")
    do("figures", matter="Y1", injured="8", source="交警")
    do("assess", matter="Y1", level="IV")
    do("activate", matter="Y1", level="IV", lead="应急厅", support=["公安厅"])
    do("report", matter="Y1", kind="first", to=["省委办公厅"], text="首报", gap=["时间=来电中断", "地点=来电中断"])
    do("check", item="l1", state="正常")
    do("remind", time="23:00", text="关灯")
    do(
        "close",
        matter="Y1",
        criterion="救援结束",
        outcome="solved",
        kind="final",
        to=["省委办公厅"],
        text="终报",
        gap=["casualties=医院未复", "cause=待勘验", "aftermath=善后未定"],
        reason="未到现场",
        waive_open="并入总结",
        approved_by="liu",
    )
    return store


def test_rebuild_gives_the_same_tables(day: Store, path: Path) -> None:
    before = content(path)
    assert before["matter"]
    assert before["obligation"]
    assert before["figure"]
    count = rebuild(day, NOW)
    assert count == verify_chain(path).count
    assert content(path) == before


def test_rebuild_repairs_tables_that_were_tampered_with(day: Store, path: Path) -> None:
    before = content(path)
    day.write(lambda tx: tx.execute("UPDATE matter SET title = '假', level = 'I'"), now=NOW)
    day.write(lambda tx: tx.execute("DELETE FROM step"), now=NOW)
    assert content(path) != before
    rebuild(day, NOW)
    assert content(path) == before


def test_rebuild_goes_on_after_a_copy(forty: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copyfile(forty, copy)
    store = open_store(copy)
    assert rebuild(store, NOW) == 41
    assert note(store, "之后").seq == 42
    store.close()
    assert verify_chain(copy).count == 42
