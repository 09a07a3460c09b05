"""A sealed matter by bytes: after a day of it, no word of it stands in any file of the store, and nothing needs the key to be checked."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from faults import command, make_store, rows

from dutydesk.kernel.sealed import UNREADABLE
from dutydesk.store import aside, audit, drafts, sealed
from dutydesk.store.engine import open_store
from dutydesk.store.integrity import verify_chain
from dutydesk.store.views import Views
from dutydesk.store.views.reader import Reader
from dutydesk.store.views.seen import seen_by

WORDS = (
    "突发就医",
    "海淀医院",
    "省接待办",
    "家属要求",
    "心肌梗塞",
    "电话报告",
    "已转入",
    "请示转院",
    "未写完的",
    "另存的草稿",
    "加强防护",
    "知悉的理由",
)
"""Parts of everything that is written of the matter in ``a_day``."""

FIGURE = 73_415_862
"""A figure that nothing else in the files is."""

COMMANDS = (
    ("open", "incident", "deaths=1", f"injured={FIGURE}", "--label", "Z9", "--title", "某人突发就医", "--place", "海淀医院", "--source",
     "省接待办", "--colour", "red", "--subtype", "road", "--confirmed", "--verified", "--sealed"),
    ("log", "家属要求不外传", "--matter", "Z9"),
    ("fact", "Z9", "cause", "心肌梗塞", "--source", "省接待办"),
    ("amend", "Z9", "--place", "海淀医院急诊楼"),
    ("figures", "Z9", "deaths=2", "--source", "省接待办", "--reason", "已转入重症后死亡"),
    ("report", "Z9", "--kind", "phone", "--to", "省委", "--text", "电话报告某人突发就医"),
    ("remind", "2小时后", "请示转院事宜", "--matter", "Z9"),
    ("restrict", "set", "Z9", "--holder", "何静", "--reason", "知悉的理由是值班"),
    ("watch", "--once"),
)  # fmt: skip


def run(path: Path, *words: str, actor: str = "liu", code: int = 0) -> str:
    """Run a command of the installed program; return what it printed."""
    done = command("--db", str(path), "--as", actor, *words)
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == code, (words, said)
    return said


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Reader]]:
    """A store after a day of a matter that was sealed from its first word on; a reader keeps its log from being folded in."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DUTYDESK_DB", "DUTYDESK_AS", "DUTYDESK_SECRET_FILE"):
            patch.delenv(name, raising=False)
        folder = tmp_path_factory.mktemp("sealed")
        patch.setenv("DUTYDESK_CONFIG", str(folder / "none.toml"))
        patch.setenv("DUTYDESK_LANG", "zh")
        path = make_store(folder / "desk.db")
        holding = Reader.open(path)
        for words in COMMANDS:
            run(path, *words)
        store = open_store(path)
        try:
            drafts.keep(store, "liu", "log", "未写完的一句", 1)
            aside.put(path, folder / "state", [(("liu", "entry"), "另存的草稿")], 2)
        finally:
            store.close()
        (folder / "copies").mkdir()
        run(path, "backup", str(folder / "copies"))
        run(path, "export", "log", "--format", "csv", "--out", str(folder / "others.csv"), actor="zhou")
        run(path, "export", "log", "--format", "json", "--out", str(folder / "others.json"), actor="zhou")
        yield path, holding
        holding.close()


def holding_any(path: Path, words: Sequence[str]) -> str:
    """Return which files of the folder hold one of the words; another process looks, for opening a live file here drops its locks."""
    patterns = [part for word in words for part in ("-e", word)]
    done = subprocess.run(["grep", "-rlaF", *patterns, str(path.parent)], capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.decode()


def test_no_word_of_it_stands_in_any_file(played: tuple[Path, Reader]) -> None:
    path, _ = played
    found = sorted(path.parent.rglob("*"))
    names = {one.name for one in found}
    assert {"desk.db", "desk.db-wal", "desk.db.sealkey", "desk.db.drafts", "others.csv", "others.json"} <= names
    assert path.with_name("desk.db-wal").stat().st_size > 100_000, "the log of SQLite holds the day"
    assert any(one.parent.name == "copies" and one.suffix == ".db" for one in found)
    assert "desk.db" in holding_any(path, ["restricted.sealed"]), "the search finds what is there"
    assert holding_any(path, [*WORDS, str(FIGURE)]) == ""


def test_its_holders_read_all_of_it_and_others_nothing(played: tuple[Path, Reader]) -> None:
    path, _ = played
    shown = run(path, "show", "Z9")
    for word in ("突发就医", "海淀医院急诊楼", str(FIGURE), "心肌梗塞", "家属要求"):
        assert word in shown, word
    assert "请示转院" in run(path, "due")
    assert "突发就医" in run(path, "show", "Z9", actor="he"), "named later, with what was written before"
    run(path, "show", "Z9", actor="zhou", code=1)
    assert "Z9" not in run(path, "matters", "--all", actor="zhou")
    exported = path.parent / "holder.json"
    run(path, "export", "matter", "Z9", "--format", "json", "--out", str(exported))
    assert "心肌梗塞" in exported.read_text(encoding="utf-8")
    exported.unlink()
    views = Views.open(path)
    assert views.search_count("家属") == 0, "its texts are in no index"
    assert seen_by(views, "liu").search_count("Z9") > 0, "its number is"
    assert drafts.all_of(seen_by(views, "liu"), "liu") == {"log": "未写完的一句"}
    views.close()


def test_nothing_needs_the_key_to_be_checked_or_computed_again(played: tuple[Path, Reader]) -> None:
    path, _ = played
    key = sealed.key_path(path)
    away = key.rename(path.with_name("elsewhere"))
    try:
        assert verify_chain(path).ok
        assert audit.tables_differ(path, 0) is None
        assert "日志完整" in run(path, "verify")
        run(path, "rebuild", actor="zhou")
        copy = next(path.parent.joinpath("copies").glob("*.db"))
        assert not sealed.key_path(copy).exists()
        assert verify_chain(copy).ok
    finally:
        away.rename(key)
    assert "突发就医" in run(path, "show", "Z9")


@pytest.mark.parametrize("other", ["", "ab" * 32])
def test_without_its_key_a_matter_is_a_number_with_its_times_and_all_else_works(
    played: tuple[Path, Reader], other: str
) -> None:
    path, _ = played
    key = sealed.key_path(path)
    away = key.rename(path.with_name("elsewhere"))
    if other:
        key.write_text(other, encoding="ascii")
        key.chmod(0o600)
    try:
        said = run(path, "matters")
        assert "Z9" in said
        assert UNREADABLE in said
        assert UNREADABLE in run(path, "show", "Z9")
        due = [json.loads(line) for line in run(path, "due", "--json").splitlines()]
        assert {"activate_response", "reminder"} <= {one["rule"] for one in due}, (
            "the kind of clock and its time are open"
        )
        run(path, "log", "另外一件事", actor="zhou")
        run(path, "watch", "--once")
        doctor = command("--db", str(path), "--as", "liu", "doctor")
        assert "封存密钥" in doctor.stdout.decode()
        assert doctor.returncode == 1
        if not other:
            before = rows(
                path,
                "SELECT count(*) FROM journal WHERE matter_id IS NOT NULL AND actor = 'liu' AND kind = 'entry.noted'",
            )
            refused = run(path, "log", "不该写下的一句", "--matter", "Z9", code=1)
            assert str(key) in refused
            assert (
                rows(
                    path,
                    "SELECT count(*) FROM journal WHERE matter_id IS NOT NULL AND actor = 'liu' AND kind = 'entry.noted'",
                )
                == before
            )
            assert holding_any(path, ["不该写下"]) == ""
    finally:
        key.unlink(missing_ok=True)
        away.rename(key)
    assert "突发就医" in run(path, "show", "Z9")


def test_the_copy_says_that_it_holds_no_key_and_doctor_where_it_is(played: tuple[Path, Reader]) -> None:
    path, _ = played
    more = path.parent / "more"
    more.mkdir()
    assert "没有封存密钥" in run(path, "backup", str(more), "--quick")
    assert "不在备份里" in command("--db", str(path), "--as", "liu", "doctor").stdout.decode()


def test_the_emergency_log_takes_no_line_about_it(played: tuple[Path, Reader]) -> None:
    path, _ = played
    done = command("--db", str(path), "--as", "liu", "emergency-log", "Z9 家属要求转院")
    assert holding_any(path, ["家属要求"]) == "", done.stderr.decode()


def test_one_sign_of_a_sealed_word_changed_is_a_broken_chain(played: tuple[Path, Reader], tmp_path: Path) -> None:
    path, _ = played
    copy = tmp_path / "spoilt.db"
    copy.write_bytes(next(path.parent.joinpath("copies").glob("*.db")).read_bytes())
    content = copy.read_bytes()
    (payload,) = rows(path, "SELECT payload FROM journal WHERE kind = 'entry.noted' AND matter_id IS NOT NULL")[0]
    at = content.index(str(payload).encode()) + str(payload).encode().index("⟦s1:".encode()) + 20
    copy.write_bytes(content[:at] + (b"A" if content[at : at + 1] != b"A" else b"B") + content[at + 1 :])
    found = verify_chain(copy)
    assert not found.ok
    assert rows(copy, f"SELECT kind FROM journal WHERE seq = {found.first_bad}") == [("entry.noted",)]
