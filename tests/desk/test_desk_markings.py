"""State-secret markings at the desk's one door: refused in every field of every act, traced without what was typed."""

from __future__ import annotations

from dataclasses import fields

import pytest
from room import Room

from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused
from dutydesk.store import drafts
from dutydesk.usecase.acts import REGISTRY

MARK = "祕 密 ★ 5 年"
CELLS = {("contact import", "rows"), ("register import", "rows")}
"""Lines of a table, in which each cell is looked at by itself (tests/cli/test_cli_tables.py)."""
GRADED = {("custody add", "grade"), ("custody add", "period"), ("custody grade", "grade"), ("custody grade", "period")}
TEXTS = [
    (name, item.name)
    for name, act in sorted(REGISTRY.items())
    for item in fields(act)
    if name and not item.metadata.get("flag") and item.metadata.get("help") is not None
]


def whole_store(room: Room) -> bytes:
    return b"".join(path.read_bytes() for path in room.path.parent.iterdir())


@pytest.mark.parametrize(("name", "field"), TEXTS, ids=[f"{name} {field}" for name, field in TEXTS])
def test_every_field_of_every_act_refuses_a_mark_but_the_two_that_hold_a_grade(
    room: Room, name: str, field: str
) -> None:
    act = REGISTRY[name]
    item = next(one for one in fields(act) if one.name == field)
    value = {"x": MARK} if item.metadata.get("pairs") else [MARK] if item.metadata.get("many") else MARK
    marked = bool(item.metadata.get("graded"))
    assert marked is ((name, field) in GRADED | CELLS)
    if marked:
        return
    with pytest.raises(Refused) as caught:
        room.desk.perform(act(**{field: value}), actor=DESK)
    assert (caught.value.field, caught.value.span) == (field, "祕 密 ★")
    assert MARK.encode() not in whole_store(room)


def test_the_refusal_is_an_entry_that_says_field_and_place(room: Room) -> None:
    room.refused("log", text=f"请阅 {MARK} 某事项")
    (entry,) = room.events("act.refused")
    assert entry.field == "text"
    assert "第 4 字" in entry.reason
    assert "密 ★" not in entry.reason
    assert "某事项".encode() not in whole_store(room)


def test_the_register_takes_a_grade_and_a_period(room: Room) -> None:
    room.do("custody add", number="JY-1", copies="1", place="柜1", grade="机密★10年")
    room.do("custody add", number="JY-2", copies="1", place="柜1", grade="秘密", period="长期")
    assert room.refused("custody add", number="标密:机密", copies="1", place="柜1").field == "number"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ('{"title": "火灾", "place": "机密★10年"}', '{"title": "火灾"}'),
        (
            '{"number": "JY-1", "grade": "机密", "period": "10年"}',
            '{"number": "JY-1", "grade": "机密", "period": "10年"}',
        ),
        ('{"title": "秘　密★1年"}', ""),
        ("祕密★5年 某事", ""),
        ("保密工作检查", "保密工作检查"),
    ],
)
def test_a_draft_keeps_what_carries_no_mark(room: Room, body: str, kept: str) -> None:
    whole = drafts.keep(room.desk.store, "zhou", "open", body, room.now())
    assert drafts.find(room.views, "zhou", "open") == kept
    assert whole is (kept == body)
