"""Declarations of registers: what is wrong with one is named by entry and key; conditions; kinds of fields."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from dutydesk.kernel.fields import KINDS, Field, read
from dutydesk.kernel.instants import Instant, parse_instant
from dutydesk.kernel.reading import RulebookError
from dutydesk.kernel.registers import Check, parse_condition, read_registers
from dutydesk.kernel.when import PAST, Meaning
from dutydesk.kernel.when import read as read_time
from dutydesk.kernel.wording import Worded
from dutydesk.resources import data_folder

NOW = parse_instant("2026-07-15T12:00:00+08:00", 0)
GOOD = """
[[register]]
id = "bikes"
name = "自行车"
prefix = "B"
field = [{ id = "frame", name = "车架号", kind = "text" }]
state = [{ id = "in", name = "在位" }, { id = "gone", name = "已处置", ended = true }]
act = [{ id = "sell", name = "处置", from = ["in"], to = "gone", field = [{ id = "price", name = "价格", kind = "money" }] }]
check = [{ on = ["sell"], kind = "warn", when = "price < 10", words = "太便宜" }]
sheet = [{ item = "s1", states = ["in"], words = "{count}" }]
"""


class Asked:
    """A desk of which nothing is asked but the time."""

    def time(self, _field: str, typed: str, *, meaning: Meaning | None = None) -> Instant:
        return read_time(typed, NOW, meaning or PAST)

    def person(self, typed: str) -> str:
        return {"周明": "zhou"}[typed]

    def matter_of(self, typed: str) -> str:
        return f"id of {typed}"

    def row_of(self, register: str, typed: str) -> str:
        return f"{register} {typed}"


def test_the_shipped_registers_can_be_used() -> None:
    document = tomllib.loads((data_folder() / "rulebook" / "registers.toml").read_text(encoding="utf-8"))
    found = read_registers("registers.toml", document)
    assert {"materials", "devices", "agreements", "vehicles"} <= set(found)
    for one in found.values():
        assert one.english
        assert all(field.english for field in one.fields)


@pytest.mark.parametrize(
    ("before", "after", "key", "message"),
    [
        ('kind = "text"', 'kind = "txt"', "kind", "“txt”"),
        ('prefix = "B"', 'prefix = "b1"', "prefix", "大写字母"),
        ('id = "frame"', 'id = "reason"', "id", "另有所指"),
        ('from = ["in"]', 'from = ["inn"]', "from", "没有 “inn”, 最接近的是 “in”"),
        ('to = "gone"', 'to = "lost"', "to", "没有 “lost”"),
        ('id = "sell"', 'id = "add"', "id", "每个登记簿都有"),
        ('when = "price < 10"', 'when = "cost < 10"', "when", "没有这一栏 “cost”"),
        ('when = "price < 10"', 'when = "price about 10"', "when", "不是条件"),
        ('on = ["sell"]', 'on = ["sel"]', "on", "最接近的是 “sell”"),
        ('states = ["in"]', 'states = ["im"]', "states", "没有 “im”"),
        ('kind = "money"', 'kind = "choice"', "choices", "choice 须列出"),
        ('kind = "money"', 'kind = "row", of = "cars"', "price", "没有登记簿 “cars”"),
        ('kind = "money"', 'kind = "money", secret = true', "secret", "没有这个键"),
        ('field = [{ id = "frame", name = "车架号", kind = "text" }]', "field = []", "field", "至少一项"),
    ],
)
def test_what_is_wrong_is_named(before: str, after: str, key: str, message: str) -> None:
    assert before in GOOD
    with pytest.raises(RulebookError) as caught:
        read_registers("registers.toml", tomllib.loads(GOOD.replace(before, after)))
    assert any(problem.key == key and message in str(problem.message) for problem in caught.value.problems), (
        caught.value
    )


def test_two_registers_of_one_name_or_letter_are_refused() -> None:
    with pytest.raises(RulebookError, match="重复"):
        read_registers("registers.toml", tomllib.loads(GOOD + GOOD))
    with pytest.raises(RulebookError, match="重复"):
        read_registers("registers.toml", tomllib.loads(GOOD + GOOD.replace('"bikes"', '"cars"')))


@pytest.mark.parametrize(
    ("when", "values", "holds"),
    [
        ("a < b", {"a": 1, "b": 2}, True),
        ("a < b", {"a": 2, "b": 2}, False),
        ("a <= b and kind = 试呼", {"a": 2, "b": 2, "kind": "试呼"}, True),
        ("a < 10", {"a": 9.5}, True),
        ("a < 10", {}, False),
        ("hours missing", {}, True),
        ("hours given", {"hours": 0}, True),
        ("ok = 否", {"ok": False}, True),
        ("second = keeper", {"second": "li", "keeper": "li"}, True),
        ("second != keeper", {"second": "li"}, True),
        ("until < since", {"until": "2026-01-01", "since": "2026-02-01"}, True),
        ("a < many", {"a": 1}, False),
    ],
)
def test_conditions(when: str, values: dict[str, Any], holds: bool) -> None:
    assert Check(("add",), "warn", parse_condition(when), "").holds(values) is holds


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", " 急救箱 ", "急救箱"),
        ("longtext", "一\n二", "一\n二"),
        ("choice", "备用", "备用电源"),
        ("count", "１２", 12),
        ("count", "1,200件", 1200),
        ("number", "3.5", 3.5),
        ("money", "1.2万元", 12_000),
        ("day", "7月1日", "2026-07-01"),
        ("when", "11:30", parse_instant("2026-07-15T11:30:00+08:00", 0)),
        ("flag", "有", True),
        ("flag", "No", False),
        ("contact", "(010)66001234 或 13800138000", "01066001234、13800138000"),
        ("person", "周明", "zhou"),
        ("matter", "Y1", "id of Y1"),
        ("row", "W1", "materials W1"),
        ("text", "  ", None),
    ],
)
def test_every_kind_of_field_has_one_reading(kind: str, typed: str, value: object) -> None:
    choices = ("应急照明", "备用电源") if kind == "choice" else ()
    field = Field("f", "某栏", kind, choices=choices, unit="件", of="materials")
    assert read(field, typed, Asked()) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", "一\n二"),
        ("choice", "发电机"),
        ("choice", ""),
        ("count", "1.5"),
        ("count", "-1"),
        ("count", "²"),
        ("number", "三四"),
        ("number", "1e9"),
        ("money", "12.345"),
        ("money", "-1"),
        ("day", "2月30日"),
        ("flag", "也许"),
        ("contact", "见名片"),
        ("text", "11010519491231002X"),
    ],
)
def test_every_kind_of_field_has_one_refusal(kind: str, typed: str) -> None:
    field = Field("f", "某栏", kind, required=True, choices=("甲", "乙") if kind == "choice" else ())
    with pytest.raises(Worded):
        read(field, typed, Asked())


def test_every_kind_is_tried_here() -> None:
    marks = test_every_kind_of_field_has_one_reading.pytestmark
    assert {case[0] for case in marks[0].args[1]} | {"unit", "place"} == set(KINDS)
