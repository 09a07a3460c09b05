"""The journal: append-only, gapless, chained."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysqlite3 import dbapi2 as sqlite
from shelf import NOW, SITE, foreign, note

from dutydesk.capabilities.log.events import Noted
from dutydesk.store.engine import AlreadySavedError, Store
from dutydesk.store.errors import StoreError
from dutydesk.store.journal import COLUMNS, GENESIS, INSERT, by_name, digest
from dutydesk.store.tables import PRIVATE, PROJECTIONS
from dutydesk.store.views import Views


def journal(path: Path) -> list[tuple]:
    views = Views.open(path)
    rows = views.rows(f"SELECT {COLUMNS} FROM journal ORDER BY seq")
    views.close()
    return rows


def test_every_table_is_strict(store: Store, path: Path) -> None:
    store.close()
    views = Views.open(path)
    tables = views.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    views.close()
    ours = {name: strict for name, strict in tables if not name.startswith(("sqlite_", "search"))}
    assert set(ours) == {str(table.__tablename__) for table in (*PRIVATE, *PROJECTIONS)}
    assert set(ours.values()) == {1}


def test_strict_refuses_a_text_where_a_number_belongs(store: Store, path: Path) -> None:
    connection = foreign(path)
    with pytest.raises(sqlite.IntegrityError, match="cannot store TEXT"):
        connection.execute("INSERT INTO entry (seq, at, matter_id, audit, late) VALUES (99, 'soon', NULL, 0, 0)")
    connection.close()


def test_first_row_of_a_store(store: Store, path: Path) -> None:
    (row,) = journal(path)
    assert row[0] == 1
    assert row[6] == "store.created"
    assert row[3] == row[4] == NOW
    assert row[10] == f'{{"drill":true,"site":"{SITE}"}}'
    assert row[11] == GENESIS


def test_rows_are_chained(store: Store, path: Path) -> None:
    for text in ("一", "二", "三"):
        note(store, text)
    rows = journal(path)
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert [row[11] for row in rows[1:]] == [row[12] for row in rows[:-1]]
    assert [digest(row[:11], row[11]) for row in rows] == [row[12] for row in rows]


def test_text_is_stored_as_typed(store: Store, path: Path) -> None:
    typed = "第一行\n08:31 ✎ 周明 假冒\t\x1b]52;c;QQ==\x07 [/] \u202e 结束"
    note(store, typed)
    views = Views.open(path)
    entry = views.entry_at(2)
    views.close()
    assert entry is not None
    assert entry.kind == "entry.noted"
    assert Noted(text=typed).payload() == entry.payload


def test_same_id_twice_is_one_row(store: Store, path: Path) -> None:
    note(store, "一次", row_id="0197-a")
    with pytest.raises(AlreadySavedError, match="0197-a"):
        note(store, "又一次", row_id="0197-a")
    assert [row[1] for row in journal(path)].count("0197-a") == 1
    assert note(store, "下一条").seq == 3


def test_a_failed_write_leaves_nothing(store: Store, path: Path) -> None:
    def work(tx: object) -> None:
        tx.append(Noted(text="不留"), actor="desk")  # type: ignore[attr-defined]
        raise ValueError

    with pytest.raises(ValueError):
        store.write(work, now=NOW)
    assert len(journal(path)) == 1
    assert note(store, "留下").seq == 2


CHANGES = {
    "update": "UPDATE journal SET payload = '{}' WHERE seq = 2",
    "update or replace": "UPDATE OR REPLACE journal SET seq = 1 WHERE seq = 2",
    "delete": "DELETE FROM journal WHERE seq = 2",
    "delete all": "DELETE FROM journal",
    "replace": "REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
    "insert or replace": "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 3",
    "upsert": "INSERT INTO journal SELECT * FROM journal WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET payload = '{}'",
}


@pytest.mark.parametrize("sql", CHANGES.values(), ids=CHANGES.keys())
def test_own_connection_cannot_change_the_journal(store: Store, path: Path, sql: str) -> None:
    note(store, "二")
    note(store, "三")
    before = journal(path)
    with pytest.raises(StoreError):
        store.write(lambda tx: tx.execute(sql), now=NOW)
    assert journal(path) == before


@pytest.mark.parametrize("sql", CHANGES.values(), ids=CHANGES.keys())
def test_foreign_connection_cannot_change_the_journal(store: Store, path: Path, sql: str) -> None:
    note(store, "二")
    note(store, "三")
    before = journal(path)
    connection = foreign(path)
    with pytest.raises(sqlite.DatabaseError):
        connection.execute(sql)
    connection.close()
    assert journal(path) == before


@pytest.mark.parametrize("seq", [2, 4, 0, -1])
def test_gaps_are_refused(store: Store, path: Path, seq: int) -> None:
    note(store, "二")
    head = journal(path)[-1]
    values = (seq, "0197-gap", *head[2:11])
    with pytest.raises(StoreError, match="SQLITE_CONSTRAINT"):
        store.write(lambda tx: tx.execute(INSERT, by_name((*values, head[12], digest(values, head[12])))), now=NOW)


def test_a_row_must_follow_the_head(store: Store, path: Path) -> None:
    note(store, "二")
    head = journal(path)[-1]
    values = (3, "0197-fork", *head[2:11])
    with pytest.raises(StoreError, match="SQLITE_CONSTRAINT"):
        store.write(lambda tx: tx.execute(INSERT, by_name((*values, GENESIS, digest(values, GENESIS)))), now=NOW)


TEXTS = st.text(alphabet=st.sampled_from("ab中\n|:0"), max_size=4)
NUMBERS = st.integers(min_value=-(2**40), max_value=2**40)
ROWS = st.tuples(
    NUMBERS, TEXTS, TEXTS, NUMBERS, NUMBERS, TEXTS, TEXTS, NUMBERS, st.none() | TEXTS, TEXTS, TEXTS
)  # fmt: skip


@given(ROWS, ROWS)
def test_two_rows_have_one_digest_only_if_they_are_the_same(one: tuple, other: tuple) -> None:
    assert (digest(one, GENESIS) == digest(other, GENESIS)) == (one == other)


@given(ROWS, st.integers(0, 9))
def test_moving_a_border_between_two_fields_changes_the_digest(row: tuple, index: int) -> None:
    texts = (1, 2, 5, 6, 8, 9, 10)
    left, right = texts[index % 6], texts[index % 6 + 1]
    moved = list(row)
    moved[left], moved[right] = (row[left] or "") + "a", row[right]
    shifted = list(moved)
    shifted[left], shifted[right] = moved[left][:-1], "a" + (moved[right] or "")
    assert digest(moved, GENESIS) != digest(shifted, GENESIS)


def test_no_matter_is_not_the_same_as_an_empty_one() -> None:
    row = (2, "id", "o", 1, 1, "desk", "k", 1, None, "公开", "{}")
    assert digest(row, GENESIS) != digest((*row[:8], "", *row[9:]), GENESIS)


def test_the_digest_holds_the_previous_one() -> None:
    row = (2, "id", "o", 1, 1, "desk", "k", 1, None, "公开", "{}")
    assert digest(row, GENESIS) != digest(row, bytes(32))
