"""``verify`` looks at all that goes with the journal, and says what it looked at."""

from __future__ import annotations

import pytest
from pysqlite3 import dbapi2 as sqlite
from shell import Shell

from dutydesk.clock import SystemClock
from dutydesk.store.anchors import anchor_path, key_path, sign_head
from dutydesk.store.engine import open_store

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
    assert sound["checked"] == ["journal", "file", "heads", "schema", "facts", "tables", "anchor", "key", "attachments"]
    connection = sqlite.connect(str(drill.path))
    connection.execute(sql)
    connection.commit()
    connection.close()
    said = drill("verify", "--json")
    assert (said.status, said.object["ok"], said.object["failed"]) == (1, False, failed)
    assert drill.done("verify", "--journal", "--json").object["checked"] == ["journal", "file", "heads"]


def test_the_first_secret_is_sealed(real: Shell) -> None:
    real.done("verify")
    connection = sqlite.connect(str(real.path))
    connection.execute("UPDATE secret SET digest = replace(digest, substr(digest, -6), 'AAAAAA')")
    connection.commit()
    connection.close()
    said = real("verify", "--json")
    assert (said.status, said.object["failed"]) == (1, "facts")
    assert "的口令不是日志里最后设的那一个" in said.object["detail"]


def _signed(shell: Shell, why: str) -> bytes:
    """Sign the head; return the anchor that is kept beside the store."""
    store = open_store(shell.path)
    assert store.write(lambda tx: sign_head(tx, why, "director"), now=SystemClock().wall())
    store.close()
    return anchor_path(shell.path).read_bytes()


def test_a_missing_and_an_older_anchor_are_told_apart(real: Shell) -> None:
    older = _signed(real, "first")
    _signed(real, "second")
    real.done("verify")
    for kept, sentence in ((older, "旁存的签名锚点比日志旧"), (None, "旁存的签名锚点不见了")):
        anchor_path(real.path).unlink()
        if kept is not None:
            anchor_path(real.path).write_bytes(kept)
        said = real("verify", "--json")
        assert (said.status, said.object["failed"]) == (1, "anchor")
        assert sentence in said.object["detail"]
        assert sentence in real("doctor").out


def test_a_key_that_others_can_read_is_found(drill: Shell) -> None:
    key = key_path(drill.path)
    key.write_text("00")
    key.chmod(0o644)
    assert drill("verify", "--json").object["failed"] == "key"


def test_journal_and_tables_apart(drill: Shell) -> None:
    drill.done("incident", "open", "--label", "Y1", "--title", "追尾")
    assert drill.done("verify", "--tables", "--json").object["checked"] == ["tables"]
    journal = drill.done("verify", "--journal", "--json").object
    assert journal["unchecked"] == ["sheet", "schema", "facts", "tables", "anchor", "key", "attachments"]
    connection = sqlite.connect(str(drill.path))
    connection.execute("UPDATE officer SET role = 'director' WHERE id = 'zhou'")
    connection.commit()
    connection.close()
    drill.done("verify", "--journal")
    said = drill("verify", "--tables", "--json")
    assert (said.status, said.object["failed"]) == (1, "tables")
    assert "1 行不同" in said.object["detail"], "one row was changed"


def test_an_anchor_of_a_printed_sheet_is_held_against_the_journal(drill: Shell) -> None:
    found = drill.done("verify", "--json").object
    sheet = f"{found['count']}:{found['head'][:16]}"
    drill.done("log", "以后的")
    assert "抄来的锚点相符" in drill.done("verify", "--anchor", sheet).out
    spaced = f"{found['count']}: " + " ".join(found["head"][at : at + 4] for at in range(0, 16, 4)).upper()
    drill.done("verify", "--anchor", spaced)
    for wrong, sentence in (
        (f"{found['count']}:{'0' * 16}", "与交接单上的链首不符"),
        (f"{found['count'] + 50}:{found['head']}", "库被截尾或换回旧库"),
        ("12:abc", "至少 16 位"),
        ("abc", "至少 16 位"),
    ):
        assert sentence in drill.refused("verify", "--anchor", wrong)


def test_the_report_says_what_was_checked_and_what_was_not(drill: Shell) -> None:
    whole = drill.done("verify", "--report").out
    assert "结论: 所查各项相符" in whole
    assert "√ 由日志重算各表" in whole
    assert "没有查: 抄来的锚点" in whole
    assert "没有查: 条目所写是否属实" in whole
    assert "核验人: 周明" in whole
    said = drill("verify", "--report", "--anchor", f"1:{'0' * 16}")
    assert said.status == 1
    assert "× 抄来的锚点" in said.out
    assert "没有查: 由日志重算各表" in said.out
    assert "结论: 不符" in said.out
