"""Drafts that the store cannot take are put aside when the process ends, for the owner alone, and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dutydesk.config import user_folder
from dutydesk.store import aside, drafts
from dutydesk.store.engine import Store, create_store
from dutydesk.store.errors import DiskError

NOW = 1_784_073_600_000_000
ONE = (("zhou", "entry"), "写了一半的话")
FORM = (("he", "report"), json.dumps({"": "报告", "text": "秘密★5年 某件", "place": "南阳"}, ensure_ascii=False))


@pytest.fixture
def store(tmp_path: Path):
    made = create_store(tmp_path / "desk.db", site="测试", drill=True, now=NOW)
    yield made
    made.close()


def kept(store: Store) -> dict[tuple[str, str], str]:
    rows = store.write(lambda tx: tx.execute("SELECT officer, place, body FROM draft"), now=NOW)
    return {(officer, place): body for officer, place, body in rows}


def test_they_come_back_and_the_file_goes(store: Store) -> None:
    path = aside.put(store.path, user_folder("state"), [ONE, FORM], NOW)
    assert path == aside.places(store.path, user_folder("state"))[0]
    assert path.stat().st_mode & 0o777 == 0o600
    assert "某件" not in path.read_text(encoding="utf-8"), "a marked field is written nowhere"
    assert aside.take_back(store, user_folder("state"), NOW + 1) == 2
    assert not path.exists()
    found = kept(store)
    assert found["zhou", "entry"] == ONE[1]
    assert json.loads(found["he", "report"]) == {"": "报告", "place": "南阳"}
    assert aside.take_back(store, user_folder("state"), NOW + 2) == 0


def test_what_was_typed_later_is_not_overwritten(store: Store) -> None:
    aside.put(store.path, user_folder("state"), [ONE], NOW)
    drafts.keep(store, "zhou", "entry", "后来写的", NOW + 5)
    assert aside.take_back(store, user_folder("state"), NOW + 6) == 0
    assert kept(store)["zhou", "entry"] == "后来写的"


def test_a_draft_that_was_to_be_wiped_is(store: Store) -> None:
    drafts.keep(store, "zhou", "entry", "已经存了的", NOW)
    aside.put(store.path, user_folder("state"), [(("zhou", "entry"), "")], NOW + 1)
    aside.take_back(store, user_folder("state"), NOW + 2)
    assert kept(store) == {}


def test_where_nothing_can_be_written_beside_the_store_the_state_folder_has_it(store: Store) -> None:
    first, second = aside.places(store.path, user_folder("state"))
    first.mkdir()
    assert aside.put(store.path, user_folder("state"), [ONE], NOW) == second
    assert second.stat().st_mode & 0o777 == 0o600
    assert aside.take_back(store, user_folder("state"), NOW + 1) == 1
    assert not second.exists()


def test_as_long_as_the_store_takes_nothing_the_file_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    path = aside.put(store.path, user_folder("state"), [ONE], NOW)

    def full(*_args: object, **_words: object) -> None:
        raise DiskError("磁盘已满", "desk.db")

    monkeypatch.setattr(store, "write", full)
    with pytest.raises(DiskError):
        aside.take_back(store, user_folder("state"), NOW + 1)
    assert path.exists()


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"officer": "x"}]', '{"a": 1}', "null"])
def test_a_file_that_is_none_of_ours_stops_nothing_and_stays(store: Store, content: str) -> None:
    path = aside.places(store.path, user_folder("state"))[0]
    path.write_text(content, encoding="utf-8")
    assert aside.take_back(store, user_folder("state"), NOW) == 0
    assert path.read_text(encoding="utf-8") == content


def test_no_link_is_followed_and_nothing_half_written_is_left(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "other"
    target.write_text("theirs", encoding="utf-8")
    path = aside.places(store.path, user_folder("state"))[0]
    path.symlink_to(target)
    aside.put(store.path, user_folder("state"), [ONE], NOW)
    assert target.read_text(encoding="utf-8") == "theirs"
    assert not path.is_symlink()
    assert aside.put(store.path, user_folder("state"), [], NOW) is None
