"""The gates of reports, levels, closing and clocks give one answer through the desk and through a drill's words."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room

from dutydesk.drill.script import act_words

GAPS = ["时间=来电中断", "地点=来电中断"]
FIRST: dict[str, Any] = {"matter": "Y1", "kind": "first", "to": ["省委"]}
CASES: dict[str, tuple[str, dict[str, Any], str, dict[str, Any]]] = {
    "a gap without a reason": ("report", FIRST, "gap", {"gap": GAPS}),
    "a gap that is only being checked": ("report", {**FIRST, "gap": ["时间=正在核实", "地点=待核实"]}, "gap", {"gap": GAPS}),
    "a text against the figures": ("report", {**FIRST, "gap": GAPS, "text": "无人员伤亡"}, "differs", {"differs": "另报"}),
    "a telephone call against the figures": (
        "report", {"matter": "Y1", "kind": "phone", "to": ["省委"], "text": "死亡5人"}, "differs", {"differs": "未核"},
    ),
    "a level below the table": ("assess", {"matter": "Y1", "level": "IV"}, "reason", {"reason": "待核减", "consent": "liu"}),
    "a level below the table without a leader": (
        "assess", {"matter": "Y1", "level": "IV", "reason": "待核减"}, "consent", {"consent": "liu"},
    ),
    "a level above the table": ("assess", {"matter": "Y1", "level": "I"}, "reason", {"reason": "敏感部位"}),
    "a closing without an outcome": (
        "close", {"matter": "Y1", "criterion": "处置结束", "waive_open": "并案", "approved_by": "liu"}, "outcome",
        {"outcome": "solved"},
    ),
    "a closing that leaves something open": (
        "close", {"matter": "Y1", "criterion": "处置结束", "outcome": "solved"}, "waive_open",
        {"waive_open": "并案", "approved_by": "liu"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("door", ["desk", "drill"])
@pytest.mark.parametrize("case", CASES)
def test_one_answer_through_both_doors(room: Room, case: str, door: str) -> None:
    name, words, field, more = CASES[case]
    room.incident(deaths="3", missing="1")
    act, spelled = act_words(name, dict(words)) if door == "drill" else (name, words)
    refusal = room.refused(act, **spelled)
    assert (refusal.field, refusal.traced) == (field, True)
    room.do(act, **{**spelled, **more})


def test_a_telephone_report_never_waits_for_gaps(room: Room) -> None:
    room.incident()
    room.report(kind="phone", text="有事故, 情况不明")


def test_the_difference_is_kept_with_the_report(room: Room) -> None:
    room.incident(deaths="3")
    room.report(text="死亡2人", differs="市里口径")
    sent = room.events("report.sent")[-1]
    assert (sent.differs, sent.difference) == ("市里口径", ["死亡: 正文“死亡2人”, 记录3人"])
    assert "正文“死亡2人”, 记录3人" in room.log()
