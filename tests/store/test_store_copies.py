"""A store that is a copy of a journal elsewhere: the same use cases, the same tables, each row once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from shelf import NOW, SITE, foreign

from dutydesk.capabilities.log.acts import Log
from dutydesk.capabilities.log.events import Noted
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.obligations.acts import Remind
from dutydesk.capabilities.shifts.events import OfficerAdded
from dutydesk.clock import ManualClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.ids import new_id
from dutydesk.kernel.instants import SECOND
from dutydesk.store import tables
from dutydesk.store.engine import Store, create_copy, create_store, open_store
from dutydesk.store.errors import DiskError, StoreBusyError, StoreDamagedError
from dutydesk.store.integrity import rebuild, verify_chain
from dutydesk.store.journals import SqliteJournal
from dutydesk.usecase.books import load_books

ACTS = [
    Open.from_words({"title": "某县洪水", "kind": "incident", "colour": "red"}),
    Remind.from_words({"time": "+02:00", "text": "问水位"}),
    Log.from_words({"text": "来电询问", "matter": "Y1"}),
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The file whose journal the copies are of."""
    path = tmp_path / "office.db"
    store = create_store(path, site=SITE, drill=True, now=NOW)
    store.write(lambda tx: tx.append(OfficerAdded(officer="zhou", name="周明", role="officer"), actor="desk"), now=NOW)
    store.close()
    return path


@pytest.fixture
def copies(office: Path, tmp_path: Path) -> Iterator[list[Store]]:
    """Two machines: each has its copy and its own connection to the journal."""
    made = [create_copy(tmp_path / f"copy{number}.db", SqliteJournal(office), NOW) for number in (1, 2)]
    yield made
    for store in made:
        store.close()
        assert store.journal is not None
        store.journal.close()


def desk(store: Store, now: int = NOW + SECOND) -> Desk:
    return Desk(store, Timekeeper(ManualClock(now)), load_books())


def content(path: Path) -> dict[str, list[str]]:
    connection = foreign(path)
    names = ("journal", *tables.PROJECTION_NAMES)
    found = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in names}
    connection.close()
    return found


def rows(path: Path) -> int:
    return len(content(path)["journal"])


def test_the_use_cases_run_with_journal_and_copy_in_two_files(office: Path, copies: list[Store]) -> None:
    one, two = copies
    for number, act in enumerate(ACTS):
        desk(copies[number % 2]).perform(act, actor="zhou")
    for store in copies:
        store.pull(NOW)
        assert verify_chain(store.path).ok
    assert content(one.path) == content(two.path)
    assert content(one.path)["journal"] == content(office)["journal"]
    fields = content(one.path)
    assert fields["matter"]
    assert fields["obligation"]
    rebuild(one, NOW)
    assert content(one.path) == fields, "computed again from its own rows"


def test_a_copy_of_a_desk_has_the_tables_of_the_desk(office: Path, tmp_path: Path) -> None:
    own = open_store(office)
    for act in ACTS:
        desk(own).perform(act, actor="zhou")
    own.close()
    journal = SqliteJournal(office)
    copy = create_copy(tmp_path / "copy.db", journal, NOW)
    assert content(copy.path) == content(office)
    copy.close()
    journal.close()


def test_pulling_twice_changes_nothing(office: Path, copies: list[Store]) -> None:
    one, two = copies
    desk(one).perform(ACTS[0], actor="zhou")
    assert two.pull(NOW) > 0
    before = content(two.path)
    assert two.pull(NOW) == 0
    links = SqliteJournal(office).since(0)
    assert two.write(lambda tx: tx.take_newer(links), now=NOW) == 0
    assert content(two.path) == before
    assert before == content(one.path)


def test_a_refused_act_takes_back_no_pulled_row(copies: list[Store]) -> None:
    one, two = copies
    desk(one).perform(ACTS[0], actor="zhou")

    def fails(_tx: object) -> None:
        raise KeyError("refused")

    with pytest.raises(KeyError):
        two.write(fails, now=NOW)
    assert content(two.path) == content(one.path)
    desk(one).perform(ACTS[2], actor="zhou")  # the head was let go of


def test_cut_after_the_journal_has_it_the_next_pull_brings_it(copies: list[Store], monkeypatch) -> None:
    """The append returned, the copy did not commit: the act is saved, and a retry says so."""
    one, _ = copies
    assert one.journal is not None
    append = one.journal.append

    def cut(links) -> None:
        append(links)
        raise DiskError("磁盘读写出错; 本次未保存: {0}", "-")

    act_id, before = new_id(), rows(one.path)
    monkeypatch.setattr(one.journal, "append", cut)
    with pytest.raises(DiskError):
        desk(one).perform(ACTS[0], actor="zhou", act_id=act_id)
    assert rows(one.path) == before
    monkeypatch.undo()
    assert desk(one).perform(ACTS[0], actor="zhou", act_id=act_id).again
    assert rows(one.path) > before


def test_what_the_journal_does_not_take_is_not_in_the_copy(copies: list[Store], monkeypatch) -> None:
    one, two = copies
    before = content(one.path)

    def full(_links) -> None:
        raise DiskError("磁盘已满; 本次未保存, 已保存的都在. 腾出空间后再试: {0}", "-")

    monkeypatch.setattr(one.journal, "append", full)
    with pytest.raises(DiskError):
        desk(one).perform(ACTS[0], actor="zhou")
    assert content(one.path) == before
    desk(two).perform(ACTS[0], actor="zhou")


def test_an_altered_row_is_not_taken(copies: list[Store], monkeypatch) -> None:
    one, two = copies
    desk(one).perform(ACTS[0], actor="zhou")
    before, since = content(two.path), two.journal.since

    def altered(seq: int, most: int = 1000):
        links = since(seq, most)
        return [dataclasses.replace(one, row=dataclasses.replace(one.row, actor="other")) for one in links]

    monkeypatch.setattr(two.journal, "since", altered)
    with pytest.raises(StoreDamagedError):
        two.pull(NOW)
    assert content(two.path) == before


def test_one_head_one_writer_and_news(office: Path, copies: list[Store], monkeypatch) -> None:
    monkeypatch.setattr("dutydesk.store.connect.BUSY_SECONDS", 0.05)
    held, other = SqliteJournal(office), SqliteJournal(office)
    other._connection.execute("PRAGMA busy_timeout=50")
    seq = held.head()[0]
    assert not other.wait(seq, 0.1)
    held.lock()
    with pytest.raises(StoreBusyError):
        other.lock()
    held.release()
    copies[0].write(lambda tx: tx.append(Noted(text="一行"), actor="zhou"), now=NOW)
    assert other.wait(seq, 1)
    held.close()
    other.close()
