"""What a tool beside the program changes in the file is found by ``verify``, whatever it was."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from room import Room

from dutydesk.capabilities.accounts import secrets
from dutydesk.capabilities.accounts.login import new_digest
from dutydesk.store import audit

OTHER = "scrypt$14$8$1$AAAA$BBBB"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "N", 2**4)


@pytest.fixture
def store(room: Room, tmp_path: Path) -> Path:
    """A copy of a store in which liu has an own secret."""
    room.do("people secret", "liu", digest=new_digest(room.views, room.desk.books.rights, "liu", "Corrie-1847-xx"))
    copy = tmp_path / "copy.db"
    connection = sqlite3.connect(room.path)
    connection.execute("VACUUM INTO ?", (str(copy),))
    connection.close()
    return copy


def test_a_store_that_nobody_touched_is_clean(store: Path) -> None:
    assert audit.schema_differs(store) is None
    assert audit.facts_differ(store) is None


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DROP INDEX obligation_one_open", "索引 obligation_one_open"),
        ("DROP INDEX step_waiting", "索引 step_waiting"),
        ("DROP INDEX journal_anchor", "索引 journal_anchor"),
        ("DROP INDEX step_waiting; CREATE INDEX step_waiting ON obligation (rule)", "索引 step_waiting"),
        ("ALTER TABLE journal ADD COLUMN x TEXT", "表 journal"),
        ("ALTER TABLE matter DROP COLUMN title", "表 matter"),
        ("CREATE TABLE evil (x)", "多出 evil"),
        ("CREATE VIEW evil AS SELECT 1", "多出 evil"),
        ("CREATE INDEX evil ON matter (title)", "多出 evil"),
        ("CREATE TRIGGER evil AFTER INSERT ON matter BEGIN SELECT 1; END", "触发器 evil"),
        ("DROP TRIGGER journal_chain", "触发器 journal_chain"),
        ("DROP TABLE step", "step"),
        ("PRAGMA user_version=3", "结构版本是 3"),
    ],
)
def test_another_schema_is_named(store: Path, tmp_path: Path, sql: str, words: str) -> None:
    changed = _changed(store, tmp_path, sql)
    assert words in str(audit.schema_differs(changed))


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM secret WHERE officer = 'liu'",
        f"INSERT INTO secret (officer, digest, set_at) VALUES ('zhao', '{OTHER}', 1)",
        f"UPDATE secret SET digest = '{OTHER}' WHERE officer = 'liu'",
        "UPDATE secret SET set_at = 5 WHERE officer = 'liu'",
        "UPDATE secret SET officer = 'zhao' WHERE officer = 'liu'",
    ],
)
def test_another_secret_is_named(store: Path, tmp_path: Path, sql: str) -> None:
    changed = _changed(store, tmp_path, sql)
    assert "的口令" in str(audit.facts_differ(changed))


def _changed(store: Path, folder: Path, sql: str) -> Path:
    path = folder / "changed.db"
    shutil.copy(store, path)
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()
    return path
