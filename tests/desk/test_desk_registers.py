"""Visitors, keys and seals, leaders away."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.handover.sheet import SheetRow, rows
from dutydesk.kernel.instants import hhmm
from dutydesk.store.integrity import rebuild

ID_NUMBER = "41010119850307121X"
VISIT = {"name": "王某", "unit": "巩义市文旅局", "why": "参观", "count": "4"}
AWAY = {"leader": "李主任", "since": "07:00", "until": "+18:00", "where": "郑州", "deputy": "liu"}


def sheet(room: Room) -> dict[str, SheetRow]:
    """The handover sheet by item."""
    return {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}


# ---------------------------------------------------------------- visitors


def test_visitors_in_the_house_stand_on_the_sheet_until_they_leave(room: Room) -> None:
    room.at("08:25")
    room.do("visit in", "he", **VISIT)
    assert "在场来访 V1 王某 巩义市文旅局 4 人 08:25" in sheet(room)["m5"].automatic
    room.at("10:30")
    room.do("visit out", visit="王某")
    assert "V1" not in sheet(room)["m5"].automatic
    assert reads.visitors(room.views) == []
    (one,) = reads.visitors(room.views, left=True)
    assert (one.count, hhmm(one.left_at), one.officer) == (4, "10:30", "he")
    room.do("visit in", **{**VISIT, "id_last4": "121x"})
    assert [(v.label, v.id_last4) for v in reads.visitors(room.views)] == [("V2", "121X")]


@pytest.mark.parametrize("number", [ID_NUMBER, "410101 19850307 121x", "410101-850307-121", "41010119850307121Ｘ"])
@pytest.mark.parametrize("field", ["name", "unit", "why", "id_last4"])
def test_identity_numbers_are_refused_and_kept_nowhere(room: Room, number: str, field: str) -> None:
    text = number if field == "id_last4" else f"王某 {number}"
    refusal = room.refused("visit in", **{**VISIT, field: text})
    assert refusal.field == field
    assert "末四位" in str(refusal)
    assert "19850307" not in str(refusal)
    assert "850307" not in room.stored_text()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"count": "0"}, "count"),
        ({"count": "四五"}, "count"),
        ({"name": ""}, "name"),
        ({"unit": " "}, "unit"),
        ({"why": ""}, "why"),
        ({"id_last4": "12"}, "id_last4"),
        ({"at": "2026-07-15 12:00"}, "at"),
    ],
)
def test_a_bad_visit_names_its_field(room: Room, words: dict[str, str], field: str) -> None:
    assert room.refused("visit in", **{**VISIT, **words}).field == field


def test_two_visitors_of_one_name_are_told_apart_by_number(room: Room) -> None:
    room.at("08:20")
    room.do("visit in", **VISIT)
    room.do("visit in", **VISIT)
    assert room.refused("visit out", visit="王某").field == "visit"
    assert room.refused("visit out", visit="V1", at="08:01").field == "at"
    room.do("visit out", visit="v1")
    assert room.refused("visit out", visit="V1").field == "visit"
    room.do("visit out", visit="王某")


# ---------------------------------------------------------------- keys and seals


def test_who_holds_what_is_shown_and_the_count_stays_the_officer_s(room: Room) -> None:
    before = sheet(room)
    assert (before["d4"].automatic, before["d5"].automatic) == ("无领出", "无领出")
    assert not before["d4"].answered
    room.at("09:00")
    room.do("keys take", item="公章", by="何静", purpose="介绍信用印")
    room.do("keys take", item="保密柜2钥匙", by="he")
    row = sheet(room)
    assert row["d4"].automatic == "领出 1: 公章 何静 09:00"
    assert row["d5"].automatic == "领出 1: 保密柜2钥匙 何静 09:00"
    assert not row["d4"].answered
    room.do("check", item="d4", state="2")
    assert sheet(room)["d4"].answered
    assert room.refused("keys take", item="公章", by="周明").field == "item"
    room.do("keys return", item="公章")
    assert [one.item for one in reads.loans(room.views)] == ["保密柜2钥匙"]
    assert room.refused("keys return", item="公章").field == "item"
    room.do("keys take", item="公章", by="周明")
    assert [one.name for one in reads.loans(room.views, returned=True)] == ["何静", "何静", "周明"]


def test_the_kind_is_by_name_unless_it_is_said(room: Room) -> None:
    room.do("keys take", item="空白介绍信3张", by="he")
    room.do("keys take", item="密码信封", by="he", kind="印章")
    room.do("keys take", item="大门", by="he")
    assert [one.what for one in reads.loans(room.views)] == ["seal", "seal", "key"]
    assert room.refused("keys take", item="x", by="he", kind="柜").field == "kind"
    assert room.refused("keys take", item="x", by="").field == "by"


# ---------------------------------------------------------------- leaders away


def test_a_leader_away_stands_on_the_sheet_until_back(room: Room) -> None:
    assert sheet(room)["p3"].automatic == "无"
    room.do("leave add", **AWAY)
    assert sheet(room)["p3"].automatic == "1 件: 李主任 07:00 - 明日 18:00 在 郑州, 刘副主任 代行"
    assert room.refused("leave add", **AWAY).field == "leader"
    room.at("+18:00")
    assert sheet(room)["p3"].automatic.endswith("(已到期未销)")
    room.do("leave end", leader="李主任")
    assert sheet(room)["p3"].automatic == "无"
    assert len(reads.leaders_away(room.views, ended=True)) == 1
    assert room.refused("leave end", leader="李主任").field == "leader"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"until": ""}, "until"),
        ({"until": "2026-07-15 06:00"}, "until"),
        ({"where": ""}, "where"),
        ({"deputy": ""}, "deputy"),
        ({"leader": ""}, "leader"),
    ],
)
def test_a_bad_report_names_its_field(room: Room, words: dict[str, str], field: str) -> None:
    assert room.refused("leave add", **{**AWAY, **words}).field == field


def test_hostile_texts_and_the_same_tables_after_a_rebuild(room: Room, hostile: list[str]) -> None:
    for number, text in enumerate(hostile):
        room.do("visit in", name=text, unit=text, why=text)
        room.do("keys take", item=f"{number} {text}", by=text, purpose=text)
        room.do("leave add", leader=f"{number} {text}", until="+20:00", where=text, deputy=text)
    room.do("visit out", visit="V3", note=hostile[0])
    room.do("keys return", item=f"0 {hostile[0]}", note=hostile[1])
    room.do("leave end", leader=f"1 {hostile[1]}")
    assert len(reads.visitors(room.views)) == len(hostile) - 1
    for sign in ("\x1b", "\x9b", "\u202e"):
        assert sign not in room.log()
    before = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == before
