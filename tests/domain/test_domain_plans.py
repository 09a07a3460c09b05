"""Plan cells: all sixteen are there, subtypes stand on their category, and what a broken plan is told."""

from __future__ import annotations

import copy
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dutydesk.capabilities.coordination.rules.plans import (
    LEAD,
    NOTIFY,
    POSTS,
    ROLE_NAMES,
    SUPPORT,
    Cell,
    Plans,
    read_plans,
)
from dutydesk.capabilities.matters.rules import LEVELS
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.reading import RulebookError
from dutydesk.resources import data_folder
from dutydesk.usecase.books import load_books

BOOKS = data_folder() / "rulebook"
DOCUMENT = tomllib.loads((BOOKS / "plans.toml").read_text(encoding="utf-8"))
SUBTYPES = {"accident": ["road", "fire"], "health": ["infectious"]}
GOOD: dict[str, Any] = {
    "units": ["公安", "卫健"],
    "sources": {"S": "自定"},
    "step": [
        {"id": "later", "text": "后办", "owner": "卫健", "due": "PT1H", "must": False},
        {"id": "always", "text": "一直办", "owner": "lead", "due": ""},
        {"id": "first", "text": "先办", "owner": "A", "due": "PT5M", "must": True},
    ],
    "plan": [
        {
            "category": "accident",
            "levels": ["III", "IV"],
            "start": ["定级"],
            "lead": "公安",
            "notify": ["公安"],
            "support": ["卫健"],
            "steps": ["always", "later"],
            "criteria": ["查清"],
            "calls": ["leader", "lead"],
            "source": "S",
        },
        {
            "category": "accident",
            "subtypes": ["road"],
            "levels": ["III"],
            "lead": "卫健",
            "steps": ["first"],
            "calls": ["公安", "director"],
            "within": {"first": "PT2H"},
            "source": "S",
        },
    ],
}


@pytest.fixture(scope="module")
def shipped() -> Plans:
    return load_books().plans


def read(document: dict[str, Any]) -> Plans:
    return read_plans("plans.toml", document, SUBTYPES)


def found(plans: Plans, category: str, subtype: str, level: str) -> Cell:
    cell = plans.cell(category, subtype, level)
    assert cell is not None
    return cell


# ---------------------------------------------------------------- as shipped


def test_sixteen_cells_are_there(shipped: Plans) -> None:
    assert shipped.missing() == []
    coverage = shipped.coverage()
    assert len(coverage) == 16
    assert [(row.category, row.level) for row in coverage[:5]] == [
        *(("natural", level) for level in LEVELS),
        ("accident", "I"),
    ]
    mass = next(row for row in coverage if (row.category, row.level) == ("security", "III"))
    assert set(mass.subtypes) == {"petition", "mass", "strike", "foreign"}


def test_every_cell_answers_the_four_questions(shipped: Plans) -> None:
    """CO-03: start conditions, who does what, steps, criteria of the end; and every step has one owner (CO-07)."""
    for cell in shipped.cells.values():
        assert cell.start
        assert cell.lead
        assert cell.told(NOTIFY)
        assert cell.criteria
        assert cell.source
        assert cell.call_list()[0] == "leader"
        assert any(step.must for step in cell.steps)
        names = [unit.name for unit in cell.units]
        assert len(names) == len(set(names))
        assert len({step.id for step in cell.steps}) == len(cell.steps)
        involved = {*POSTS, LEAD, cell.lead, *names}
        assert {step.owner for step in cell.steps} <= involved, (cell.category, cell.subtype, cell.level)
        assert {call for call in cell.calls if call not in POSTS} <= involved


def test_limits_are_not_later_at_a_higher_level(shipped: Plans) -> None:
    for lower, higher in zip(reversed(LEVELS), list(reversed(LEVELS))[1:], strict=False):
        for category in shipped.categories:
            below = {step.id: step.due for step in found(shipped, category, "", lower).steps}
            for step in found(shipped, category, "", higher).steps:
                due = below.get(step.id)
                if due is not None:
                    assert step.due is not None
                    assert step.due.exact <= due.exact, (category, higher, step.id)


def test_the_leader_sits_in_from_level_three_and_the_director_from_level_two(shipped: Plans) -> None:
    for category in shipped.categories:
        steps = {level: {step.id for step in found(shipped, category, "", level).steps} for level in LEVELS}
        assert ["director" in steps[level] for level in LEVELS] == [True, True, False, False]
        assert ["commander" in steps[level] for level in LEVELS] == [True, True, True, False]
        assert ["in_room" in steps[level] for level in LEVELS] == [True, True, True, False]


@pytest.mark.parametrize("subtype", ["mass", "petition", "strike"])
@pytest.mark.parametrize("level", ["I", "II", "III"])
def test_a_crowd_from_level_three_on(shipped: Plans, subtype: str, level: str) -> None:
    """CO-04: police, petitions and information told in parallel, a joint plan within two hours."""
    cell = found(shipped, "security", subtype, level)
    assert cell.subtype == subtype
    assert set(cell.told(NOTIFY)) >= {"公安", "信访", "宣传"}
    steps = {step.id: step for step in cell.steps}
    assert steps["parallel"].must
    assert steps["joint_plan"].must
    assert steps["joint_plan"].due == Duration.parse("PT2H")
    rule = load_books().rules.rules["mass_iii_joint_plan"]
    assert rule.due.duration == steps["joint_plan"].due
    told = {need.removeprefix("notified:") for need in rule.requires if need.startswith("notified:")}
    assert told <= set(cell.told(NOTIFY)), "the clock asks for units that the plan does not name"


def test_a_crowd_at_level_four_needs_no_joint_plan(shipped: Plans) -> None:
    for subtype in ("mass", "petition", "strike"):
        cell = found(shipped, "security", subtype, "IV")
        assert "joint_plan" not in {step.id for step in cell.steps}
    assert found(shipped, "security", "mass", "IV").subtype == ""


def test_the_day_at_the_desk(shipped: Plans) -> None:
    petition = found(shipped, "security", "petition", "III")
    assert petition.lead == "信访"
    assert "人员散去, 诉求已受理" in petition.criteria
    assert "lawful" in {step.id for step in petition.steps}
    assert petition.call_list()[:2] == ["leader", "centre"]


def test_contacts_are_passed_on_in_two_hours(shipped: Plans) -> None:
    """CO-15."""
    steps = {step.id: step for step in found(shipped, "health", "infectious", "IV").steps}
    assert steps["contacts"].due == Duration.parse("PT2H")


def test_nothing_in_the_book_is_unused() -> None:
    steps = {name for plan in DOCUMENT["plan"] for name in plan["steps"]}
    assert {step["id"] for step in DOCUMENT["step"]} == steps
    named = {unit for plan in DOCUMENT["plan"] for key in ("notify", "support", "calls") for unit in plan.get(key, ())}
    assert set(DOCUMENT["units"]) <= named | {step["owner"] for step in DOCUMENT["step"]}


def test_roles_have_names() -> None:
    assert set(ROLE_NAMES) == {NOTIFY, SUPPORT}


def test_the_version_covers_the_plans(tmp_path: Path) -> None:
    folder = tmp_path / "rulebook"
    shutil.copytree(BOOKS, folder)
    before = load_books().rules.version
    file = folder / "plans.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert load_books(folder).rules.version != before


# ---------------------------------------------------------------- cells


def test_a_category_cell_stands_for_its_subtypes() -> None:
    plans = read(GOOD)
    assert found(plans, "accident", "fire", "III") == found(plans, "accident", "", "III")
    assert found(plans, "accident", "road", "IV").subtype == ""
    assert plans.cell("accident", "", "I") is None
    assert plans.cell("health", "infectious", "III") is None
    assert plans.cell("", "", "") is None


def test_a_subtype_stands_on_its_category() -> None:
    cell = found(read(GOOD), "accident", "road", "III")
    assert (cell.start, cell.criteria, cell.lead) == (("定级",), ("查清",), "卫健")
    assert [(step.id, step.due and step.due.text) for step in cell.steps] == [
        ("later", "PT1H"),
        ("first", "PT2H"),
        ("always", None),
    ]
    assert [(unit.name, unit.role) for unit in cell.units] == [("公安", NOTIFY), ("卫健", SUPPORT)]
    assert cell.calls == ("director", "leader", "公安", "lead")


def test_the_unit_that_no_longer_leads_stays_with_the_matter() -> None:
    document = copy.deepcopy(GOOD)
    del document["plan"][0]["notify"]
    cell = found(read(document), "accident", "road", "III")
    assert ("公安", SUPPORT) in [(unit.name, unit.role) for unit in cell.units]


def test_the_order_in_the_file_is_free() -> None:
    document = {**GOOD, "plan": GOOD["plan"][::-1]}
    assert found(read(document), "accident", "road", "III") == found(read(GOOD), "accident", "road", "III")


def test_the_call_list_names_the_unit_that_leads() -> None:
    cell = found(read(GOOD), "accident", "road", "III")
    assert cell.call_list() == ["director", "leader", "公安", "卫健"]
    assert cell.call_list("南阳市政府") == ["director", "leader", "公安", "南阳市政府"]
    assert cell.call_list("公安") == ["director", "leader", "公安"]


def test_missing_cells_are_listed() -> None:
    plans = read(GOOD)
    assert plans.missing() == [("accident", "I"), ("accident", "II"), *(("health", level) for level in LEVELS)]
    assert [row.subtypes for row in plans.coverage() if row.present] == [("road",), ()]
    assert len(read({}).missing()) == 8


# ---------------------------------------------------------------- broken plans


def problems(document: dict[str, Any]) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        read(document)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"category": "acident"}, "category", "“accident”"),
        ({"levels": ["III", "IIII"]}, "levels", "“III”"),
        ({"levels": []}, "levels", "缺少级别"),
        ({"lead": "公案"}, "lead", "“公安”"),
        ({"notify": ["卫建"]}, "notify", "“卫健”"),
        ({"notify": ["卫健"]}, "support", "写了两次"),
        ({"steps": ["latr"]}, "steps", "“later”"),
        ({"steps": "later"}, "steps", "文字列表"),
        ({"calls": ["leeder"]}, "calls", "“leader”"),
        ({"source": "T"}, "source", "S"),
        ({"creteria": []}, "creteria", "“criteria”"),
        ({"within": 3}, "within", "步骤 = 时限"),
    ],
)
def test_a_problem_names_file_entry_key_and_nearest_word(change: dict[str, Any], key: str, words: str) -> None:
    document = copy.deepcopy(GOOD)
    document["plan"] = [{**document["plan"][0], **change}]
    (problem,) = problems(document)
    assert problem.startswith("plans.toml [plan #1 ")
    assert f"] {key}: " in problem
    assert words in problem


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"owner": "leder"}, "owner", "“leader”"),
        ({"due": "1h"}, "due", "ISO 8601"),
        ({"due": "-PT5M"}, "due", "不能为负"),
        ({"must": "yes"}, "must", "true"),
        ({"text": " "}, "text", "缺少文字"),
        ({"duu": ""}, "duu", "“due”"),
    ],
)
def test_a_problem_in_a_step_is_named(change: dict[str, Any], key: str, words: str) -> None:
    document = copy.deepcopy(GOOD)
    document["step"][0] |= change
    (problem,) = problems(document)
    assert problem.startswith(f"plans.toml [step later] {key}: ")
    assert words in problem


@pytest.mark.parametrize("key", ["start", "lead", "steps", "criteria", "calls"])
def test_a_cell_leaves_none_of_its_parts_open(key: str) -> None:
    document = copy.deepcopy(GOOD)
    document["plan"] = document["plan"][:1]
    del document["plan"][0][key]
    assert [problem.partition("] ")[2] for problem in problems(document)] == [
        f"{key}: {n} 缺少此项" for n in ("III", "IV")
    ]


def test_a_step_or_a_cell_stands_once() -> None:
    document = copy.deepcopy(GOOD)
    document["step"].append(document["step"][0])
    document["plan"].append({**document["plan"][0], "levels": ["IV"]})
    assert problems(document) == [
        "plans.toml [step later] id: 重复的编号",
        "plans.toml [plan #3 accident.IV] levels: IV 已有预案",
    ]


def test_limits_of_a_plan_are_read_like_those_of_a_step() -> None:
    document = copy.deepcopy(GOOD)
    document["plan"][1]["within"] = {"first": "soon"}
    assert "[plan #2 accident.road.III.within] first: " in problems(document)[0]
    document["plan"][1]["within"] = {"frist": "PT1H"}
    assert "“first”" in problems(document)[0]


def test_a_broken_category_cell_is_named_once() -> None:
    document = copy.deepcopy(GOOD)
    document["plan"][0]["lead"] = "公案"
    assert len(problems(document)) == 1


def test_a_subtype_without_a_category_cell_stands_alone() -> None:
    document = copy.deepcopy(GOOD)
    document["plan"] = document["plan"][1:]
    assert {p.partition("] ")[2].partition(":")[0] for p in problems(document)} == {"start", "criteria"}
    document["plan"][0] |= {"start": ["a"], "criteria": ["b"]}
    assert found(read(document), "accident", "road", "III").lead == "卫健"
    assert ("accident", "III") in read(document).missing()


def test_an_unknown_subtype_is_named() -> None:
    document = copy.deepcopy(GOOD)
    document["plan"][1]["subtypes"] = ["rode"]
    assert "“road”" in problems(document)[0]
    document["plan"][1]["subtypes"] = ["infectious"]
    assert "] subtypes: " in problems(document)[0]
