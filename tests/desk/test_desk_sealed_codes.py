"""Colour, level, yes or no and counts of a sealed matter: in the file they are marks, the desk reckons by them, and rings without its key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from room import Room

from dutydesk.kernel import sealed as kernel_sealed
from dutydesk.kernel.sealed import OPEN, is_mark
from dutydesk.store import sealed
from dutydesk.store.audit import tables_differ
from dutydesk.store.views.seen import opened, seen_by

TOLD = {"red", "yellow", "blue", "I", "II", "III", "IV", "deaths", "injured", "reached", "busy"}
"""What nobody may read of it in the file."""


@pytest.fixture
def graded(room: Room) -> Room:
    """A matter that was sealed from its first word on, graded up and down, called about."""
    room.shift()
    room.do(
        "open", "liu", kind="incident", label="Z9", title="某人就医", subtype="road", colour="yellow", level="III",
        reason="影响大", deaths="1", danger_to_life=True, sealed=True, confirmed=True,
    )  # fmt: skip
    room.do("restrict set", "liu", matter="Z9", holder=["sun", "zhou"], reason="在岗")
    room.do("assess", "sun", matter="Z9", level="II", reason="影响大", lead="公安局")
    room.do(
        "assess", "sun", matter="Z9", level="III", reason="核实后减轻", consent="liu", lead="公安局", signed=["liu"]
    )
    room.do("call", "sun", name="海淀医院", result="busy", matter="Z9")
    room.to(room.at("09:30"))
    return room


def leaves(value: Any) -> Iterator[Any]:
    """Every value in a decoded payload, names of objects among them."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield value


def matter_id(room: Room) -> str:
    return str(room.views.rows("SELECT id FROM matter WHERE label = 'Z9'")[0][0])


def test_nothing_of_it_stands_in_the_journal_or_a_table(graded: Room) -> None:
    own = matter_id(graded)
    rows = graded.views.rows("SELECT kind, payload FROM journal WHERE matter_id = :own", {"own": own})
    kinds = {str(kind) for kind, _ in rows}
    assert {"matter.opened", "matter.level_set", "matter.figures", "call.logged", "alert.raised"} <= kinds
    for kind, payload in rows:
        said = {str(one) for value in json.loads(payload).values() for one in leaves(value)}
        assert not said & TOLD, kind
        assert not said & {"True"} or kind not in {"matter.opened", "matter.figures"}, kind
    tables = [
        str(name)
        for (name,) in graded.views.rows(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'matter_id' WHERE m.type = 'table'"
        )
    ]
    assert {"figure", "call", "outbox", "restricted"} <= {*tables}
    for name in tables:
        for row in graded.views.rows(f"SELECT * FROM {name} WHERE matter_id = :own", {"own": own}):
            assert not {str(one) for one in row} & TOLD, name
    for sql in (
        "SELECT colour, level, highest_level, danger_to_life, affected FROM matter WHERE id = :own",
        "SELECT a.colour FROM alert a JOIN obligation o ON o.id = a.obligation WHERE o.matter_id = :own",
        "SELECT field, value, verified FROM figure WHERE matter_id = :own",
    ):
        found = graded.views.rows(sql, {"own": own})
        assert found
        assert all(is_mark(str(one).strip('"')) for row in found for one in row), sql


def test_its_holders_read_it_as_it_is_and_nothing_needs_the_key_to_be_computed_again(graded: Room) -> None:
    matter = seen_by(graded.views, "sun").matter("Z9")
    assert matter is not None
    assert (matter.level, matter.highest_level, matter.danger_to_life, matter.affected) == ("III", "II", True, False)
    assert matter.colour in {"red", "yellow"}
    figures = seen_by(graded.views, "sun").figures(matter.id)
    assert {name: (one.value, one.verified) for name, one in figures.items()} == {"deaths": (1, False)}
    key = sealed.key_path(graded.path)
    away = key.rename(key.with_name("elsewhere"))
    assert tables_differ(graded.path, graded.now()) is None
    away.rename(key)
    graded.do("restrict unseal", "liu", matter="Z9", reason="已通报")
    ((colour, danger, highest),) = graded.views.rows(
        "SELECT colour, danger_to_life, highest_level FROM matter WHERE label = 'Z9'"
    )
    assert (colour, danger, highest) == (matter.colour, 1, "II")
    assert tables_differ(graded.path, graded.now()) is None


def test_of_several_matters_the_red_one_comes_first_sealed_or_not(graded: Room) -> None:
    graded.do("open", kind="incident", label="Y5", title="另一件", subtype="fire", colour="blue", not_same=["Z9"])
    seen = seen_by(graded.views, "sun")
    assert [(one.label, one.colour) for one in seen.matters()] == [("Z9", "red"), ("Y5", "blue")]
    ranks = [{"red": 0, "yellow": 1}.get(one.colour, 2) for one in seen.alerts()]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0


def test_without_its_key_its_clocks_ring_as_what_is_worst(graded: Room) -> None:
    graded.do("remind", "sun", time="10:30", text="请示", matter="Z9")
    key = sealed.key_path(graded.path)
    away = key.rename(key.with_name("elsewhere"))
    seq = graded.views.head()[0]
    graded.to(graded.at("10:31"))
    raised = [
        json.loads(payload)
        for (payload,) in graded.views.rows(
            "SELECT payload FROM journal WHERE seq > :seq AND kind = 'alert.raised' AND matter_id IS NOT NULL",
            {"seq": seq},
        )
    ]
    assert raised
    assert {one["colour"] for one in raised} == {"red"}, "the desk told what it could not read"
    alerts = [one for one in seen_by(graded.views, "sun").alerts() if one.matter_id == matter_id(graded)]
    assert {one.colour for one in alerts} == {"red"}
    away.rename(key)
    assert opened(graded.views).matter("Z9").title == "某人就医"


def test_what_was_answered_before_the_sealing_and_again_is_one_answer_when_it_is_told(room: Room) -> None:
    room.shift()
    room.do("open", "liu", kind="incident", label="Z9", title="某人就医", subtype="nuclear", applies_not=["I.1"])
    room.do("restrict set", "liu", matter="Z9", holder=["sun"], reason="x")
    answered = room.views.rows("SELECT text, answer FROM criterion")
    assert answered
    room.do("restrict seal", "liu", matter="Z9", reason="x")
    room.do("assess", "sun", matter="Z9", level="I", applies=["I.1"], lead="公安局")
    assert len(room.views.rows("SELECT text, answer FROM criterion")) == 2
    room.do("restrict unseal", "liu", matter="Z9", reason="x")
    assert room.views.rows("SELECT text, answer FROM criterion") == [(answered[0][0], 1)]
    assert tables_differ(room.path, room.now()) is None


def test_what_stood_open_under_the_former_rule_goes_on_with_what_is_sealed_now(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = {"danger_to_life", "affected", "verified", "opening"}
    with monkeypatch.context() as former:
        former.setattr(
            kernel_sealed, "OPEN", OPEN | {"colour", "level", "previous", "proposed", "result", "cause", "highest"}
        )
        former.setattr(kernel_sealed, "FIGURES", kernel_sealed.FIGURES | flags)
        former.setattr(kernel_sealed, "KEYED", frozenset())
        room.shift()
        room.do(
            "open",
            "liu",
            kind="incident",
            label="Z9",
            title="某人就医",
            subtype="road",
            level="II",
            reason="大",
            deaths="1",
            sealed=True,
        )
    raw = "SELECT level, highest_level, danger_to_life FROM matter WHERE label = 'Z9'"
    assert room.views.rows(raw) == [("II", "II", 0)]
    room.do("assess", "liu", matter="Z9", level="III", reason="轻", consent="liu", lead="公安局", signed=["liu"])
    room.do("figures", "liu", matter="Z9", deaths="2", source="医院", verified=True)
    room.do("amend", "liu", matter="Z9", danger_to_life=True)
    assert all(is_mark(one) for one in room.views.rows(raw)[0])
    seen = seen_by(room.views, "liu")
    matter = seen.matter("Z9")
    assert (matter.level, matter.highest_level, matter.danger_to_life) == ("III", "II", True)
    assert {name: one.value for name, one in seen.figures(matter.id).items()} == {"deaths": 2}
    assert [one.value for one in seen.figure_history(matter.id)] == [1, 2]
    assert tables_differ(room.path, room.now()) is None
    room.do("restrict unseal", "liu", matter="Z9", reason="已通报")
    assert room.views.rows(raw) == [("III", "II", 1)]
    assert tables_differ(room.path, room.now()) is None


@pytest.mark.parametrize(
    "name", ["colour", "level", "previous", "proposed", "result", "cause", "category", "subtype", "highest"]
)
def test_these_are_no_open_words(name: str) -> None:
    assert name not in OPEN
