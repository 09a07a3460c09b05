"""``verify`` looks at all that goes with the journal, and says what it looked at."""

from __future__ import annotations

import pytest
from pysqlite3 import dbapi2 as sqlite
from shell import Shell

from dutydesk.store.anchors import key_path

TAMPERED = [
    ("UPDATE obligation SET state = 'met' WHERE state = 'open'", "tables"),
    ("DELETE FROM step", "tables"),
    ("UPDATE officer SET role = 'director' WHERE id = 'zhou'", "tables"),
    ("UPDATE meta SET value = '0' WHERE key = 'drill'", "facts"),
    ("DROP TRIGGER journal_no_update", "schema"),
    ("DROP INDEX journal_watch", "schema"),
]


@pytest.mark.parametrize(("sql", "failed"), TAMPERED)
def test_what_was_changed_beside_the_journal_is_found(drill: Shell, sql: str, failed: str) -> None:
    drill.done("incident", "open", "--label", "Y1", "--title", "追尾")
    sound = drill.done("verify", "--json").object
    assert sound["checked"] == ["journal", "file", "heads", "schema", "facts", "tables", "anchor", "key"]
    connection = sqlite.connect(str(drill.path))
    connection.execute(sql)
    connection.commit()
    connection.close()
    said = drill("verify", "--json")
    assert (said.status, said.object["ok"], said.object["failed"]) == (1, False, failed)
    assert drill.done("verify", "--journal", "--json").object["checked"] == ["journal", "file", "heads"]


def test_a_key_that_others_can_read_is_found(drill: Shell) -> None:
    key = key_path(drill.path)
    key.write_text("00")
    key.chmod(0o644)
    assert drill("verify", "--json").object["failed"] == "key"
