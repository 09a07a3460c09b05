"""Sorting on the command line: no store needed, a marked line is neither sorted nor shown, other words are only tried."""

from __future__ import annotations

from pathlib import Path

from shell import Shell

from dutydesk.resources import data_folder

MARKED = "机密★5年 某地爆炸3人死亡"


def test_each_line_is_one_object_and_what_is_not_said_is_null(drill: Shell, tmp_path: Path) -> None:
    file = tmp_path / "in.txt"
    file.write_text("7月15日10时20分许，浏阳市一矿井爆炸，3人死亡\n\n今晚食堂吃饺子\n", encoding="utf-8")
    one, two = drill.done("triage", str(file), "--json").objects
    assert (one["kind"], one["category"], one["colour"], one["rule"]) == ("incident", "accident", "red", "I-R1")
    assert one["occurred_at"] == "7月15日10时20分许"
    assert one["occurred_at_time"] == "2026-07-15T10:20:00+08:00"
    assert one["place"] == {"province": None, "city": None, "district": "浏阳市", "spot": "一矿井"}
    assert (one["deaths"], one["injured"], one["missing"], one["loss_yuan"]) == (3, None, None, None)
    assert one["facts"]["deaths"]["status"] == "待核实"
    assert (two["kind"], two["category"], two["subtype"], two["colour"]) == ("routine", None, None, "blue")


def test_a_marked_line_is_refused_and_not_shown(drill: Shell, tmp_path: Path) -> None:
    file = tmp_path / "in.txt"
    file.write_text(f"{MARKED}\n今晚食堂吃饺子\n", encoding="utf-8")
    told = drill("triage", str(file), "--json")
    assert told.status == 1
    assert "爆炸" not in told.out + told.err
    assert "第 1 行" in told.err


def test_other_words_are_tried_on_the_last_messages_and_change_nothing(drill: Shell, tmp_path: Path) -> None:
    drill.done("message", "仓库起火，无人员伤亡，火已扑灭", "--channel", "微信")
    other = tmp_path / "triage.toml"
    text = (data_folder() / "rulebook" / "triage.toml").read_text(encoding="utf-8")
    other.write_text(text.replace('words = ["红色预警"', 'always = ["起火"]\nwords = ["红色预警"'), encoding="utf-8")
    (change,) = drill.done("triage", "--against", str(other), "--json").objects
    assert change["changes"]["colour"] == {"before": "blue", "after": "red"}
    assert change["rule"] == {"before": "I-B", "after": "I-R5"}
    other.write_text(text.replace("weight = 3", 'weight = "3"', 1), encoding="utf-8")
    assert "triage.toml" in drill("triage", "--against", str(other)).err
