"""The shipped books load; what is wrong in one is named with file, entry, key and the nearest valid word."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dutydesk.capabilities.grading.rules.taxonomy import read_taxonomy
from dutydesk.capabilities.handover.rules import note_missing, read_checklist, read_state
from dutydesk.capabilities.obligations.rules.rulebook import EVENTS, Rule, RulebookError, nearest, read_rules
from dutydesk.kernel.toml_faults import toml_fault
from dutydesk.kernel.wording import Worded
from dutydesk.resources import data_folder
from dutydesk.usecase.books import load_books, load_taxonomy, load_triage, problems_of

BOOKS = data_folder() / "rulebook"
GOOD: dict[str, Any] = {
    "id": "own",
    "name": "自定",
    "trigger": "incident.received and level in [I, II]",
    "due": "PT1H",
    "warn_before": ["PT5M"],
    "met_when": "own.done",
    "ladder": [{"at": "PT0S", "to": "A", "how": "bell"}],
    "basis": "ours",
    "source": "S",
}


def read(*entries: dict[str, Any]) -> dict[str, Rule]:
    document = {"sources": {"S": "自定"}, "obligation": list(entries)}
    return dict(read_rules("obligations.toml", document, "v1").rules)


def problems(*entries: dict[str, Any]) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        read(*entries)
    return [str(problem) for problem in caught.value.problems]


# ---------------------------------------------------------------- as shipped


OURS_BESIDE_THE_FIFTY = {
    "account_notice", "action_due", "report_receipt", "resource_reply", "resource_refused", "countersign", "sign_request", "sign_returned", "holiday_notice",
    "peak_plan_review", "level_reached",
}  # fmt: skip

OF_ONE_SUBTYPE = {"radiation_report_4h", "animal_report_4h"}
"""Limits by law of one subtype; each stands in place of the repealed plan's limit."""


def test_the_shipped_rulebook_has_the_fifty_clocks_of_the_plan_and_ours() -> None:
    rules = load_books().rules
    enabled = {rule.id for rule in rules.enabled()}
    assert enabled >= OURS_BESIDE_THE_FIFTY
    assert enabled >= OF_ONE_SUBTYPE
    assert len(enabled - OURS_BESIDE_THE_FIFTY - OF_ONE_SUBTYPE) == 50
    assert len(rules.version) == 12
    assert all(rule.source and rule.basis for rule in rules.rules.values())


def test_reference_clocks_bear_nothing() -> None:
    rules = load_books().rules
    off = {rule.id for rule in rules.rules.values() if not rule.enabled}
    assert {"petition_15d", "lead_unit_set", "ref_health_1h"} <= off
    assert not {rule.id for rule in rules.triggered_by(EVENTS)} & off


def test_what_rules_are_is_read_from_their_conditions() -> None:
    rules = load_books().rules.rules
    assert {r.id for r in rules.values() if r.is_acknowledgement} == {"red_ack", "yellow_ack", "sign_returned"}
    assert {r.id for r in rules.values() if r.enabled and r.repeats_when_met} == {"follow_up", "instruction_feedback"}
    assert rules["monthly_circular"].calendar_period == "month"
    assert rules["half_year_adjust"].calendar_period == "half_year"
    assert rules["follow_up"].calendar_period == ""
    assert rules["weekly_contact"].repeats_by_itself
    assert not rules["monthly_circular"].repeats_by_itself
    assert rules["first_report_iv"].superseded_by == ("first_report_phone", "first_report_written")


def test_a_rule_is_found_by_its_trigger() -> None:
    rules = load_books().rules
    assert {rule.id for rule in rules.triggered_by(["shift.start"])} == {"line_check", "midnight_patrol"}
    assert [rule.id for rule in rules.triggered_by(["unit.notified"])] == ["unit_ack"]


# ---------------------------------------------------------------- what is wrong in a rule


def test_a_good_entry_loads() -> None:
    rule = read(GOOD)["own"]
    assert (rule.name, rule.source, rule.enabled, rule.ladder[0].to) == ("自定", "自定", True, "A")


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"ladders": []}, "ladders", "“ladder”"),
        ({"warn_befor": []}, "warn_befor", "“warn_before”"),
        ({"trigger": "incident.recieved"}, "trigger", "“incident.received”"),
        ({"met_when": "report.first.snt"}, "met_when", "“report.first.sent”"),
        ({"trigger": "a.b and levl == I"}, "trigger", "“level”"),
        ({"trigger": "a.b and ("}, "trigger", "结尾"),
        ({"due": "2h"}, "due", "ISO 8601"),
        ({"due": "att:17:00"}, "due", "at:17:00"),
        ({"due": "day:40"}, "due", "1-31"),
        ({"warn_before": "PT5M"}, "warn_before", "文字列表"),
        ({"warn_before": ["5M"]}, "warn_before", "ISO 8601"),
        ({"repeat": "daily"}, "repeat", "ISO 8601"),
        ({"repeat": 24}, "repeat", "缺少文字"),
        ({"basis": "plann"}, "basis", "“plan”"),
        ({"source": "X"}, "source", "S"),
        ({"name": " "}, "name", "缺少文字"),
        ({"replaces": "onw"}, "replaces", "“own”"),
        ({"superseded_by": ["red_ack"]}, "superseded_by", "没有规则"),
    ],
)
def test_a_problem_names_file_entry_key_and_nearest_word(change: dict[str, Any], key: str, words: str) -> None:
    (problem,) = problems({**GOOD, **change})
    assert problem.startswith(f"obligations.toml [own] {key}: ")
    assert words in problem


@pytest.mark.parametrize(
    ("rung", "key", "words"),
    [
        ({"at": "soon", "to": "A", "how": "bell"}, "at", "ISO 8601"),
        ({"at": "PT0S", "to": "leeder", "how": "bell"}, "to", "“leader”"),
        ({"at": "PT0S", "to": "A", "how": "bel"}, "how", "“bell”"),
        ({"at": "PT0S", "to": "A", "how": "bell", "who": "x"}, "who", "“how”"),
        ({"at": "PT0S", "to": "A"}, "how", "缺少文字"),
    ],
)
def test_a_problem_in_a_ladder_names_its_rung(rung: dict[str, Any], key: str, words: str) -> None:
    good = {"at": "PT0S", "to": "A", "how": "bell"}
    (problem,) = problems({**GOOD, "ladder": [good, rung]})
    assert problem.startswith(f"obligations.toml [own.ladder[1]] {key}: ")
    assert words in problem


def test_a_missing_id_is_named_by_its_place() -> None:
    second = {key: value for key, value in GOOD.items() if key != "id"}
    (problem,) = problems(GOOD, second)
    assert problem.startswith("obligations.toml [#2] id: ")


def test_a_double_id_is_refused() -> None:
    assert problems(GOOD, GOOD) == ["obligations.toml [own] id: 重复的编号"]


def test_all_problems_are_listed_at_once() -> None:
    found = problems({**GOOD, "due": "x", "basis": "y", "ladder": [{"at": "z", "to": "A", "how": "bell"}]})
    assert len(found) == 3


def test_an_empty_book_is_refused() -> None:
    with pytest.raises(RulebookError, match="一条规则也没有"):
        read_rules("obligations.toml", {}, "v1")


def test_an_unknown_event_is_the_offices_own() -> None:
    assert read({**GOOD, "trigger": "visitor.announced"})["own"].trigger.events == ("visitor.announced",)


def test_the_nearest_word_or_all_of_them() -> None:
    assert str(nearest("leeder", ["A", "B", "leader"])) == "最接近的是 “leader”"
    assert str(nearest("zzz", ["A", "B"])) == "可用: A, B"
    assert str(nearest("food", {"flood": "洪涝", "food_safety": "食品安全"})) == "最接近的是 “食品安全 (food_safety)”"
    assert str(nearest("food", ["flood", "food_safety", "food_poisoning"])) == "可用: food_poisoning, food_safety"


# ---------------------------------------------------------------- files


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "rulebook"
    shutil.copytree(BOOKS, folder)
    return folder


def test_an_offices_own_rule_needs_no_code(office: Path) -> None:
    file = office / "obligations.toml"
    own = '\n[[obligation]]\nid = "visitor"\nname = "接访"\ntrigger = "visitor.announced"\ndue = "PT1H"\n'
    own += 'met_when = "visitor.met"\nbasis = "ours"\nsource = "OURS"\n'
    file.write_text(file.read_text(encoding="utf-8") + own, encoding="utf-8")
    books = load_books(office)
    assert books.rules.rules["visitor"].due.text == "PT1H"
    assert books.rules.version != load_books().rules.version


def test_for_a_missing_file_the_shipped_one_counts(office: Path) -> None:
    (office / "taxonomy.toml").unlink()
    assert load_books(office).taxonomy == load_books().taxonomy
    assert problems_of(office) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = = 3", "第 5 列: 等号后面不是值; 文字须加引号"),
        ("a = 值", "第 5 列: 等号后面不是值; 文字须加引号"),
        ("a", "文件末尾: 键后面少了 ="),
        ('a = "b', "文件末尾: 引号没有收尾"),
        ("a = 1 b = 2", "第 7 列: 一句之后还有多余的字; 每句一行"),
        ("a = 1\na = 2", "文件末尾: 这个键已经有值"),
        ("a = [1, 2", "文件末尾: 方括号没有收尾"),
        ("a = { b = 1", "文件末尾: 大括号没有收尾"),
        ("[a]\n[a]", "第 3 列: 这一节已经有了"),
        ("键 = 1", "第 1 列: 这一句不是 键 = 值"),
        ('a = "\\q"', "第 8 列: 文字里的反斜杠须写两个"),
        ("a = 2026-02-30", "第 5 列: 没有这个日期或时间"),
    ],
)
def test_what_is_no_toml_is_said_in_the_words_of_the_office(text: str, said: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    assert str(toml_fault(str(raised.value))) == said


def test_a_file_that_is_no_toml_is_named(office: Path) -> None:
    (office / "checklist.toml").write_text("[[group]\n", encoding="utf-8")
    (problem,) = problems_of(office)
    assert str(problem) == "checklist.toml:1 [-] -: 不是 TOML: 第 8 列: 一节的名称少了收尾的两个方括号"
    assert load_books(office).checklist == load_books().checklist
    assert [str(one) for one in load_books(office).problems] == [str(problem)]


# ---------------------------------------------------------------- taxonomy and checklist


def test_the_taxonomy_knows_categories_and_limits() -> None:
    taxonomy = load_books().taxonomy
    assert set(taxonomy.categories) == {"natural", "accident", "health", "security"}
    assert taxonomy.category_of("road") == "accident"
    assert taxonomy.category_of("nothing") == ""
    assert taxonomy.name_of("accident", "") == taxonomy.categories["accident"].name
    assert (taxonomy.limits.deaths_confirm_above, taxonomy.limits.loss_confirm_below) == (100, 1000)


def test_a_wrong_taxonomy_is_named() -> None:
    document = tomllib.loads('[[category]]\nid = "x"\nname = "甲"\n[[category.subtype]]\nid = "y"\nen = "y"\n')
    with pytest.raises(RulebookError, match=r"t\.toml \[x\] en") as caught:
        read_taxonomy("t.toml", {**document, "plausible": {"deaths_confirm_abov": 1}})
    listed = "\n".join(str(problem) for problem in caught.value.problems)
    assert "t.toml [x.y] name" in listed
    assert "“deaths_confirm_above”" in listed


def test_the_checklist_has_its_items_in_order() -> None:
    checklist = load_books().checklist
    assert len(checklist.items) == 36
    assert next(iter(checklist.items)) == "p1"
    assert checklist.items["l3"].needs_note


def test_a_wrong_checklist_is_named() -> None:
    rows = [{"id": "a", "text": "甲", "answer": "tik"}, {"id": "a", "text": "乙", "answer": "tick", "auto": "overdu"}]
    with pytest.raises(RulebookError) as caught:
        read_checklist("c.toml", {"group": [{"id": "g", "name": "组", "item": rows}]})
    listed = [str(problem) for problem in caught.value.problems]
    assert listed[0].startswith("c.toml [g.a] answer: ")
    assert "“tick”" in listed[0]
    assert "“overdue”" in listed[1]
    assert "重复的编号" in listed[2]


@pytest.mark.parametrize(
    ("answer", "typed", "state"),
    [
        ("state", "正常", "normal"),
        ("state", "abnormal", "abnormal"),
        ("state", "停用", "off"),
        ("tick", "√", "ticked"),
        ("tick", "OK", "ticked"),
        ("count", "12", "12"),
        ("count", "ok", "ticked"),
        ("text", " 在岗 ", "在岗"),
    ],
)
def test_answers_are_read(answer: str, typed: str, state: str) -> None:
    rows = [{"id": "a", "text": "甲", "answer": answer}]
    item = read_checklist("c.toml", {"group": [{"id": "g", "name": "组", "item": rows}]}).items["a"]
    assert read_state(item, typed) == state


@pytest.mark.parametrize(
    ("answer", "typed"), [("state", "ok"), ("state", "坏"), ("count", "几份"), ("tick", " "), ("text", "")]
)
def test_answers_that_do_not_fit_are_refused(answer: str, typed: str) -> None:
    rows = [{"id": "a", "text": "甲", "answer": answer}]
    item = read_checklist("c.toml", {"group": [{"id": "g", "name": "组", "item": rows}]}).items["a"]
    with pytest.raises(Worded, match="甲"):
        read_state(item, typed)


def test_only_an_abnormal_state_wants_a_remark() -> None:
    item = load_books().checklist.items["l3"]
    assert note_missing(item, "abnormal", "  ")
    assert not note_missing(item, "abnormal", "已报修")
    assert not note_missing(item, "normal", "")


@pytest.mark.parametrize(
    ("now", "relieves", "alone"),
    [
        ("2026-07-15T03:59", "2026-07-15", "2026-07-14"),
        ("2026-07-15T04:00", "2026-07-15", "2026-07-15"),
        ("2026-07-15T07:10", "2026-07-15", "2026-07-15"),
        ("2026-07-15T08:04", "2026-07-15", "2026-07-15"),
        ("2026-07-15T19:59", "2026-07-15", "2026-07-15"),
        ("2026-07-15T20:01", "2026-07-16", "2026-07-15"),
    ],
)
def test_the_shift_by_pattern(now: str, relieves: str, alone: str) -> None:
    """Who relieves another takes the shift that begins nearest; where nobody is on duty, the one under way."""
    from dutydesk.kernel.instants import iso, parse_instant

    books, at = load_books(), parse_instant(now, 0)
    for (start, end), day in ((books.scheduled(at), relieves), (books.under_way(at), alone)):
        assert iso(start) == f"{day}T08:00:00+08:00"
        assert end - start == 24 * 3_600_000_000


def test_a_taxonomy_that_other_books_cannot_be_read_with_is_named_and_the_shipped_one_counts(tmp_path: Path) -> None:
    office = tmp_path / "rulebook"
    shutil.copytree(data_folder() / "rulebook", office)
    (office / "taxonomy.toml").write_text("", encoding="utf-8")
    problems = problems_of(office)
    assert [one.file for one in problems] == ["taxonomy.toml"]
    assert "plans.toml" in str(problems[0])
    assert load_books(office).taxonomy == load_books().taxonomy
    assert load_taxonomy(office) == load_taxonomy()
    assert load_triage(office) == load_triage()


def test_an_office_may_take_a_kind_away_from_every_book_that_names_it(tmp_path: Path) -> None:
    office = tmp_path / "rulebook"
    shutil.copytree(data_folder() / "rulebook", office)
    taxonomy = (office / "taxonomy.toml").read_text(encoding="utf-8")
    renamed = {"taxonomy.toml": taxonomy.replace("drug_vaccine", "medicines")}
    for name in ("plans.toml", "wording.toml", "triage.toml"):
        renamed[name] = (office / name).read_text(encoding="utf-8").replace("drug_vaccine", "medicines")
    for name, text in renamed.items():
        (office / name).write_text(text, encoding="utf-8")
    assert problems_of(office) == ()
    assert "medicines" in load_taxonomy(office).categories["health"].subtypes
