"""Who is here: files beside the store, kept fresh, and nothing in the store."""

from __future__ import annotations

import os
from pathlib import Path

from dutydesk.kernel.instants import SECOND
from dutydesk.watch.presence import GONE, OLD, RENEWED, Presence, folder_of, here

NOW = 1_800_000_000 * SECOND


def test_who_comes_is_here_until_leaving(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    one, two = Presence(store, "pts/1", NOW), Presence(store, "ssh 10.0.0.7", NOW + 1)
    one.beat("zhou", NOW)
    two.beat("li", NOW)
    assert [(each.officer, each.terminal) for each in here(store, NOW)] == [("zhou", "pts/1"), ("li", "ssh 10.0.0.7")]
    two.beat("wang", NOW)  # another sits there now
    assert [each.officer for each in here(store, NOW)] == ["zhou", "wang"]
    one.leave()
    one.leave()
    assert [each.officer for each in here(store, NOW)] == ["wang"]


def test_it_is_renewed_every_ten_seconds_and_not_oftener(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    one = Presence(store, "pts/1", NOW)
    one.beat("zhou", NOW)
    (path,) = folder_of(store).iterdir()
    for moment, beaten in ((NOW + RENEWED - 1, NOW), (NOW + RENEWED, NOW + RENEWED)):
        one.beat("zhou", moment)
        assert path.stat().st_mtime_ns // 1000 == beaten
    path.unlink()
    one.beat("zhou", NOW + 2 * RENEWED)
    assert here(store, NOW + 2 * RENEWED)


def test_a_session_that_was_killed_is_gone_after_three_beats_and_cleared_away_after_a_day(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    Presence(store, "pts/1", NOW).beat("zhou", NOW)
    assert here(store, NOW + GONE)
    assert not here(store, NOW + GONE + 1)
    assert list(folder_of(store).iterdir())
    assert not here(store, NOW + OLD + 1)
    assert not list(folder_of(store).iterdir())


def test_what_is_no_such_file_is_nobody(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    Presence(store, "pts/1", NOW).beat("zhou", NOW)
    folder = folder_of(store)
    for name, content in (("a", "[]"), ("b", "{"), ("c", "x" * 5000), ("d", '{"officer": "li"}')):
        (folder / f"{name}.json").write_text(content, encoding="utf-8")
    (folder / "e.json").symlink_to(tmp_path / "nowhere")
    for path in folder.glob("?.json"):
        if not path.is_symlink():
            os.utime(path, ns=(NOW * 1000, NOW * 1000))
    assert [one.officer for one in here(store, NOW)] == ["zhou"]


def test_a_disk_that_takes_nothing_stops_nothing(tmp_path: Path) -> None:
    one = Presence(tmp_path / "no folder" / "desk.db", "pts/1", NOW)
    one.beat("zhou", NOW)
    one.leave()
    assert not here(tmp_path / "no folder" / "desk.db", NOW)
