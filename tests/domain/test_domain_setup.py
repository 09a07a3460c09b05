"""Setting up an office: a step is done by what the store and the books say, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutydesk.capabilities.setup.rules import (
    NAMED,
    STEP_NAMES,
    WAYS,
    WHY,
    Member,
    Office,
    Way,
    first_open,
    steps,
    vacant,
)
from dutydesk.kernel.wording import Worded

ZHANG, LI = Member("张伟", ("officer",), able=True), Member("李娜", ("officer",), able=True)
WANG, DIRECTOR = Member("王建国", ("leader",), able=True), Member("director", ("director", "admin"), able=True)
READY = Office(
    members=(ZHANG, LI, WANG, DIRECTOR),
    planned_to=1_800_000_000_000_000,
    units=("应急厅",),
    reachable=frozenset({"应急厅"}),
    channels=(Way("wecom", tested=True, failing=False),),
    limits="省 (30/60)",
    year=2026,
    shifts=1,
)


def test_every_step_has_its_name_reason_and_way() -> None:
    assert [step.id for step in steps(Office())] == list(STEP_NAMES) == list(WHY) == list(WAYS)


def test_an_office_that_has_everything_lacks_nothing() -> None:
    assert all(step.done for step in steps(READY))
    assert first_open(steps(READY)) == "shift"


def test_a_new_office_has_every_step_before_it() -> None:
    new = steps(Office(planning=Worded("还没有排班"), units=("应急厅",), unsaid=("简称",)))
    assert not any(step.done for step in new)
    assert first_open(new) == "people"


@pytest.mark.parametrize(
    ("changed", "step", "said"),
    [
        ({"members": (ZHANG, WANG, DIRECTOR)}, "people", "还没有人能当: B岗"),
        ({"members": (ZHANG, LI, DIRECTOR)}, "people", "还没有人能当: 带班领导"),
        ({"members": (ZHANG, replace(LI, able=False), WANG, DIRECTOR)}, "people", "没有口令, 还不能用: 李娜"),
        ({"members": (*READY.members, Member("新人", ("officer",), able=False))}, "people", "没有口令, 还不能用: 新人"),
        ({"planning": Worded("排班只到 {0}", "x")}, "roster", "排班只到 x"),
        ({"unplanned": (Worded("{0} 至 {1} 没有排班", "x", "y"),)}, "roster", "x 至 y 没有排班"),
        ({"reachable": frozenset({"公安厅"})}, "contacts", "收文单位没有号码: 应急厅"),
        ({"channels": ()}, "channels", "没有启用的通道"),
        ({"channels": (Way("wecom", tested=None, failing=False),)}, "channels", "wecom 还没有测试"),
        ({"channels": (Way("wecom", tested=False, failing=False),)}, "channels", "wecom 不通"),
        ({"channels": (Way("wecom", tested=True, failing=True),)}, "channels", "wecom 不通"),
        ({"channels": (Way("wecom", tested=None, failing=True),)}, "channels", "wecom 不通"),
        ({"limits": ""}, "choices", "没有选定本省的报送时限栏"),
        ({"holidays": (Worded("节假日数据没有 {0} 年", "2026"),)}, "choices", "节假日数据没有 2026 年"),
        ({"shifts": 0}, "shift", "还没有人接班"),
    ],
)
def test_what_is_missing_opens_its_step_alone_and_is_said(changed: dict[str, object], step: str, said: str) -> None:
    found = {one.id: one for one in steps(replace(READY, **changed))}
    assert [name for name, one in found.items() if not one.done] == [step]
    assert any(said in str(sentence) for sentence in found[step].missing)


@pytest.mark.parametrize(
    ("roles", "left"),
    [
        ([], ["A岗", "B岗", "带班领导", "主任"]),
        (["officer", "officer", "leader", "director"], []),
        (["officer leader", "officer", "officer", "director"], []),
        (["officer leader", "officer", "director"], ["带班领导"]),
        (["leader director", "officer director", "officer", "officer"], []),
        (["director", "director leader", "officer", "officer leader"], []),
        (["admin", "auditor", "officer", "officer", "leader"], ["主任"]),
    ],
)
def test_four_posts_need_four_people_whatever_each_of_them_may_be(roles: list[str], left: list[str]) -> None:
    members = [Member(str(number), tuple(one.split()), able=True) for number, one in enumerate(roles)]
    assert vacant(members) == left


def test_a_rulebook_without_columns_asks_for_none() -> None:
    assert next(one for one in steps(replace(READY, limits=None)) if one.id == "choices").done


def test_many_names_are_cut_and_the_cut_is_seen() -> None:
    units = tuple(f"单位{number}" for number in range(NAMED + 1))
    contacts = next(one for one in steps(replace(READY, units=units)) if one.id == "contacts")
    assert str(contacts.missing[0]).endswith(f"单位{NAMED - 1}、…")
