"""An act performed again makes the same things, and one that is performed later counts from when it was said."""

from __future__ import annotations

import ast
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite
from room import Room

import dutydesk
from dutydesk.ids import made_id, new_id
from dutydesk.kernel.instants import HOUR, MINUTE
from dutydesk.kernel.refusal import Refused
from dutydesk.usecase.acts import REGISTRY

ACTS: list[tuple[str, dict[str, Any]]] = [
    ("open", {"title": "某县洪水", "kind": "incident", "colour": "red", "level": "2", "category": "natural", "label": "Y1"}),
    ("figures", {"matter": "Y1", "deaths": "2", "source": "应急局"}),
    ("fact", {"matter": "Y1", "name": "course", "text": "河堤决口", "source": "应急局"}),
    ("notify", {"matter": "Y1", "unit": ["公安局", "卫健委"], "text": "请派人"}),
    ("receipt", {"matter": "Y1", "unit": "公安局"}),
    ("action assign", {"matter": "Y1", "text": "查水位", "owner": "水利局"}),
    ("resource ask", {"matter": "Y1", "what": "冲锋舟", "unit": "消防"}),
    ("amend", {"matter": "Y1", "place": "某镇", "occurred": "07:30", "source": "应急局"}),
    ("report", {"matter": "Y1", "kind": "first", "to": ["省委值班室"], "text": "首报"}),
    ("log", {"text": "巡查机房", "matter": "Y1"}),
    ("contact save", {"unit": "应急局", "name": "钱某", "number": ["67001234"]}),
    ("visit in", {"name": "吴某", "unit": "某厂", "why": "反映情况"}),
    ("keys take", {"item": "机要室钥匙", "by": "何静", "purpose": "取件"}),
    ("custody add", {"number": "密2026-1", "place": "铁柜一", "copies": "1"}),
    ("remind", {"time": "20:00", "text": "问水位"}),
]  # fmt: skip


def twin(room: Room, path: Path) -> Room:
    """A second desk on a copy of the store, at the same time."""
    connection = sqlite.connect(str(room.path))
    connection.execute("VACUUM INTO ?", (str(path),))
    connection.close()
    return Room(path, room.now())


@pytest.fixture
def other(room: Room, tmp_path: Path):
    made = twin(room, tmp_path / "other.db")
    yield made
    made.close()


def journal(room: Room, columns: str = "*") -> list[tuple[Any, ...]]:
    return room.views.rows(f"SELECT {columns} FROM journal ORDER BY seq")


def said_of(room: Room, since: int) -> dict[str, tuple[Any, ...]]:
    """What the journal says of a person's acts: when, of what, and what, by the row's id; rows of the desk left out."""
    rows = room.views.rows(
        "SELECT id, at, kind, matter_id, payload FROM journal WHERE seq > ? AND actor <> 'desk'", (since,)
    )
    return {row[0]: row[1:] for row in rows}


def test_the_same_acts_make_the_same_rows(room: Room, other: Room) -> None:
    for name, words in ACTS:
        act_id = new_id()
        for desk in (room, other):
            done = desk.do(name, act_id=act_id, **words)
            assert not done.again
            assert done.id == act_id
    assert journal(room) == journal(other), "hashes and all"
    assert room.content() == other.content()
    for name, words in ACTS[:2]:
        assert room.do(name, act_id=done.id, **words).again


def test_another_act_makes_other_things(room: Room, other: Room) -> None:
    name, words = ACTS[0]
    room.do(name, **words)
    other.do(name, **words)
    ids = [{row[0] for row in desk.views.rows("SELECT id FROM matter")} for desk in (room, other)]
    assert not ids[0] & ids[1]


def test_a_made_id_says_that_it_is_one() -> None:
    act = new_id()
    made = {made_id(act, purpose, number) for purpose in ("matter", "obligation", "row") for number in range(1, 50)}
    assert len(made) == 147
    for one in made:
        assert (uuid.UUID(one).version, uuid.UUID(one).variant) == (8, uuid.RFC_4122)
    assert uuid.UUID(act).version == 7
    assert made_id("018f-1", "matter", 1) == made_id("018f-1", "matter", 1)
    assert made_id("a\nmatter", "x", 1) != made_id("a", "matter\nx", 1)


def test_no_use_case_makes_an_id_of_its_own() -> None:
    container = Path(dutydesk.__file__).parent
    screens = {"commands.py", "screen.py"}  # there an act gets its own id
    for path in [*container.glob("capabilities/*/handlers*/**/*.py"), *container.glob("capabilities/*/*.py")]:
        if path.name in screens:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Name) and node.id in {"new_id", "uuid4", "uuid1"}), path


def test_an_act_that_is_performed_later_says_the_same(room: Room, other: Room) -> None:
    """The other desk learns two hours later of what was said now: times, triggers and due times are those of then."""
    before = room.views.head()[0]
    said = room.now()
    other.clock.set(said + 2 * HOUR)
    for name, words in ACTS:
        act_id = new_id()
        act = REGISTRY[name].from_words(words)
        room.desk.perform(act, actor="zhou", act_id=act_id)
        other.desk.perform(act, actor="zhou", act_id=act_id, said=said)
    here, there = said_of(room, before), said_of(other, before)
    assert here.keys() == there.keys()
    for row_id, (at, kind, matter_id, payload) in here.items():
        assert there[row_id][:3] == (at, kind, matter_id), kind
        one, two = json.loads(payload), json.loads(there[row_id][3])
        if kind == "obligation.opened":  # steps that have passed meanwhile fire at birth (R2)
            one.pop("steps"), two.pop("steps")
        assert one == two, kind
    written = {row[0] for row in other.views.rows("SELECT recorded_at FROM journal WHERE seq > ?", (before,))}
    assert written == {said + 2 * HOUR}, "when it was written is no secret"


@pytest.mark.parametrize(("typed", "instant"), [("23:58", "2026-07-15T23:58"), ("", "2026-07-16T00:05")])
def test_a_bare_time_is_read_as_it_was_said(room: Room, typed: str, instant: str) -> None:
    """Said five minutes after midnight, performed at nine: 23:58 is that evening, and no word at all is that minute."""
    said = room.time("2026-07-16T00:05:00+08:00")
    room.clock.set(said + 9 * HOUR)
    done = room.desk.perform(REGISTRY["log"].from_words({"text": "来电", "at": typed}), actor="zhou", said=said)
    assert done.rows[0].at == room.time(f"{instant}:00+08:00")


def test_nothing_is_said_in_the_future(room: Room) -> None:
    with pytest.raises(Refused, match="将来"):
        room.desk.perform(REGISTRY["log"].from_words({"text": "来电"}), actor="zhou", said=room.now() + MINUTE)


def test_no_event_refers_to_a_matter_by_its_label(room: Room) -> None:
    """A label is a word for people: another desk may have given it to another matter meanwhile."""
    for name, words in ACTS:
        room.do(name, **words)
    room.do("open", title="另一件", kind="routine", label="C7")
    room.do("merge", matter="C7", into="Y1")
    for seq, kind, payload in journal(room, "seq, kind, payload"):
        for field, value in json.loads(payload).items():
            if field != "label":
                assert not (isinstance(value, str) and re.fullmatch(r"[A-Z]\d+", value)), (seq, kind, field, value)
