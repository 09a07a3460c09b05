"""What the screen says of refusals: the same sentence as everywhere, without the command line's names of options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dutydesk
from dutydesk.capabilities.reporting.texts import notice
from dutydesk.kernel.refusal import Refused
from dutydesk.tui import text
from dutydesk.tui.commands import every  # noqa: F401 - all commands
from dutydesk.tui.commands.base import keys_in_force, ways_to
from dutydesk.tui.text import reason_of
from dutydesk.usecase.acts import REGISTRY


@pytest.mark.parametrize(
    ("template", "seen"),
    [
        ("办结须写明结果 (--outcome): 已解决", "办结须写明结果: 已解决"),
        ("确需照发请写理由 (--differs)", "确需照发请写理由"),
        ("写明同意的领导 (--consent, 电话同意即记入日志), 或", "写明同意的领导 (电话同意即记入日志), 或"),
        ("逐项写明 (--gap 要素=理由; 只写正在核实不算理由)", "逐项写明 (只写正在核实不算理由)"),
        ("由带班领导同意 (--waive-open 理由 --approved-by 领导)", "由带班领导同意"),
        ("规则 (Ⅲ级) 不允许不办", "规则 (Ⅲ级) 不允许不办"),
    ],
)
def test_options_of_the_command_line_stay_on_the_command_line(template: str, seen: str) -> None:
    assert reason_of(Refused("field", template)) == seen


def test_acts_are_called_on_the_screen_as_they_are_reached_there(monkeypatch) -> None:
    reached = ways_to(keys_in_force({"shift": "f9"})[0])
    monkeypatch.setattr(text, "REACHED", reached)
    assert reason_of(Refused("", "请先接班 (shift begin)")) == "请先接班 (F9 接班)"
    assert reason_of(Refused("", "先写明理由 (excuse)")) == "先写明理由 (S 报送情况)"
    assert reason_of(Refused("", "请先列推送对象 (policy recipients)")) == "请先列推送对象 (^p 推送名单)"
    named = {
        name
        for path in (Path(dutydesk.__file__).parent / "capabilities").rglob("*.py")
        for name in re.findall(r"[一-鿿] \((?:dutydesk )?([a-z]+(?:[ -][a-z]+)*)\)", path.read_text(encoding="utf-8"))
    }
    assert {name for name in named if name in REGISTRY and name not in reached} == {
        "people unlock"
    }  # no screen does it


def test_units_are_told_the_figures_as_they_stand() -> None:
    told = notice("大客车追尾半挂,2人死亡、8人受伤", {"deaths": 3, "injured": 7, "loss_yuan": 5e5}, ["injured"])
    assert told == "大客车追尾半挂,2人死亡、8人受伤。目前3人死亡、7人受伤（待核实）。"
    assert notice("来访登记", {}) == "来访登记"


def test_no_words_are_cut_without_a_mark() -> None:
    """Half a telephone number is another number: what is named in a title or a list is cut by ``text.brief``, with a mark."""
    house = Path(dutydesk.__file__).parent
    cut = [
        f"{path.relative_to(house)}: {found[0]}"
        for path in (
            *house.glob("tui/**/*.py"),
            *house.glob("capabilities/**/commands*/**/*.py"),
            *house.glob("capabilities/*/commands.py"),
        )
        for found in re.finditer(r"one_line\([^()]*\)\[:[^\]]+\]", path.read_text(encoding="utf-8"))
    ]
    assert not cut


def test_what_a_person_typed_is_quoted_as_it_was_typed(monkeypatch) -> None:
    monkeypatch.setattr(text, "REACHED", ways_to(keys_in_force({})[0]))
    typed = "已办 (shift begin), 见 (--reason)"
    assert reason_of(Refused("text", "没有这一项: {0}", typed)) == f"没有这一项: {typed}"
    assert reason_of(Refused("text", "{0}: {1}", Refused("", "是 {0}", typed), 3)).startswith(f"是 {typed}")
