"""Which rulebook counts is bound to the store: a folder, however it is configured, changes nothing by itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from shell import Shell

from dutydesk.resources import data_folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An edited folder that the session points at: officers are directors in it."""
    folder = tmp_path / "books"
    shutil.copytree(data_folder() / "rulebook", folder)
    rights = folder / "rights.toml"
    text = rights.read_text(encoding="utf-8").replace(
        'roles = ["leader", "director"]', 'roles = ["officer", "leader", "director"]'
    )
    text = text.replace('roles = ["director", "admin"]', 'roles = ["officer", "director", "admin"]')
    rights.write_text(text, encoding="utf-8")
    Path(os.environ["DUTYDESK_CONFIG"]).write_text(f'rulebook = "{folder}"\n', encoding="utf-8")
    return folder


@pytest.mark.usefixtures("own")
def test_an_officer_who_points_at_an_edited_table_gains_nothing(drill: Shell) -> None:
    assert "管理账号须由主任或管理员" in drill("people", "add", "xin").err
    assert "改规则册须由主任或管理员" in drill("rulebook", "accept").err
    assert drill.done("rulebook", "show", "--json").object["differs"] == ["rights.toml"]


def test_accepted_by_who_may_it_counts_for_everybody(drill: Shell, own: Path) -> None:
    said = drill("rulebook", "diff")
    assert (said.status, '+roles = ["officer", "leader", "director"]' in said.out) == (1, True)
    before = drill.done("rulebook", "show", "--json").object
    assert (before["accepted_at"], before["differs"]) == (None, ["rights.toml"])
    drill.done("rulebook", "accept", "--as", "王主任", "--reason", "试行")
    after = drill.done("rulebook", "show", "--json").object
    assert after["differs"] == []
    assert after["accepted_by"] == "wang"
    assert "采用规则册" in drill.done("day", "2026-07-15").out
    assert "没有改动" in drill("rulebook", "accept", "--as", "王主任").err
    shutil.rmtree(own)
    drill.done("people", "add", "xin")
    assert '"officer", "leader", "director"' in drill.done("rulebook", "show", "rights.toml").out
    assert drill.done("verify").status == 0


def test_what_cannot_be_used_is_not_accepted(drill: Shell, own: Path) -> None:
    (own / "rights.toml").write_text("schema_version = 1\n", encoding="utf-8")
    assert "规则册不能用: rights.toml" in drill("rulebook", "accept", "--as", "王主任").err
    (own / "kpi.toml").write_bytes(b"\xff")
    assert "读不出规则册文件: kpi.toml" in drill("rulebook", "accept", "--as", "王主任").err
    assert drill.done("rulebook", "show", "--json").object["accepted_at"] is None


def test_init_accepts_what_it_starts_with(real: Shell, own: Path) -> None:
    found = real.done("rulebook", "show", "--json").object
    assert found["accepted_at"] is not None
    assert found["differs"] == ["rights.toml"]
    assert "采用规则册" not in real.done("day").out


@pytest.mark.parametrize("name", ["desk", "Desk", "ＤＥＳＫ", "ｄｅｓｋ", "值班台", "dutydesk"])
def test_no_account_is_called_as_the_machine_is(drill: Shell, name: str) -> None:
    assert "那是值班台本身" in drill("people", "add", name, "--as", "王主任").err
    assert drill("log", "一行", "--as", "desk").status == 1


@pytest.mark.parametrize("name", ["Zhou", "ｚｈｏｕ", "ZHOU"])
def test_no_account_differs_from_another_by_width_or_case_alone(drill: Shell, name: str) -> None:
    assert "只差" in drill("people", "add", name, "--as", "王主任").err


@pytest.mark.parametrize("name", ["zhоu", "zнou", "ζhou"])
def test_no_account_holds_letters_that_only_look_like_others(drill: Shell, name: str) -> None:
    assert "账号须为" in drill("people", "add", name, "--as", "王主任").err


@pytest.mark.parametrize("name", ["值班台", "值 班 台", "ＤＥＳＫ", "周明", "周　明", "zhou"])
def test_nobody_is_named_as_the_machine_or_as_another(drill: Shell, name: str) -> None:
    refused = drill("people", "add", "new", "--name", name, "--as", "王主任")
    assert refused.status == 1
    assert "那是值班台本身" in refused.err or "请写得能区别" in refused.err
    assert "new" not in drill.done("people", "--json").out
