"""``grading`` and ``limits``: what the rulebook says can be read, with every source; a real store asks for its limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell


def test_a_subtype_s_table_with_its_sources(drill: Shell) -> None:
    rows = drill.done("grading", "wildfire", "--json").objects
    area = {row["level"]: row["all"]["area_ha"] for row in rows if "area_ha" in row["all"]}
    assert area == {"I": 1000, "II": 100, "III": 1, "IV": 0}
    assert all(row["source"] and row["verified"] for row in rows)
    words = drill.done("grading", "森林草原火灾").out
    assert "Ⅰ级 受害森林面积 ≥ 1,000 公顷  -- 森林防火条例 (2008年修订) 第40条 (已读原文)" in words
    assert "[I.1] 距重要军事目标" in words


def test_what_is_remembered_and_what_is_our_own_is_said(drill: Shell) -> None:
    assert "(未核实)" in drill.done("grading", "criminal").out
    assert "值班室自定 (自定)" in drill.done("grading", "petition").out
    assert "无分级标准, 请人工定级" in drill.done("grading", "self_harm").out


def test_every_subtype_is_listed_and_can_be_read(drill: Shell) -> None:
    kinds = drill.done("grading", "--json").objects
    assert len(kinds) >= 62
    for row in kinds:
        drill.done("grading", row["subtype"])
    assert "最接近的是 “森林火灾 (wildfire)”" in drill.refused("grading", "wildfir")


def test_the_columns_and_which_holds(drill: Shell) -> None:
    rows = drill.done("limits", "--json").objects
    assert [row["column"] for row in rows if row["chosen"]] == ["province-30-60"], "a drill store has its default"
    assert all(row["source"] and row["note"] for row in rows)
    drill.done("limits", "choose", "national", "--as", "wang")
    assert "* national" in drill.done("limits").out


def test_a_real_store_without_a_choice_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path
) -> None:
    shell = Shell(tmp_path / "a" / "new.db", capsys)
    said = shell.done("init", "--site", "某办", "--director", "wang", "--secret-file", str(secret_file))
    assert "未设定本省时限" in said.out
    assert [row["column"] for row in shell.done("limits", "--json").objects if row["chosen"]] == ["unset"]
    assert "未设定本省时限" in shell.done("doctor", "--json").out


def test_a_real_store_with_its_column(tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path) -> None:
    shell = Shell(tmp_path / "a" / "new.db", capsys)
    words = ("init", "--site", "某办", "--director", "wang", "--secret-file", str(secret_file))
    assert "没有时限栏 provinc" in shell.refused(*words, "--limits", "provinc")
    assert not shell.path.exists()
    said = shell.done(*words, "--limits", "province-30-60", "--json")
    assert said.object["limits"] == "province-30-60"
    assert [row["column"] for row in shell.done("limits", "--json").objects if row["chosen"]] == ["province-30-60"]
