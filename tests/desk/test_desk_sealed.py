"""Sealing a matter: who may, when, and what it does not let happen afterwards."""

from __future__ import annotations

import json

import pytest
from room import Room

from dutydesk.ids import new_id
from dutydesk.kernel.refusal import OvertakenError
from dutydesk.kernel.sealed import BEGINS
from dutydesk.store import sealed
from dutydesk.store.views.seen import is_sealed, opened, seen_by
from dutydesk.usecase.acts import REGISTRY


@pytest.fixture
def restricted(room: Room) -> Room:
    room.do("open", kind="incident", label="Z9", title="某人就医", colour="yellow", subtype="road")
    room.do("log", text="封存前的一句", matter="Z9")
    room.do("restrict set", "liu", matter="Z9", holder=["sun"], reason="涉及个人")
    return room


def payloads(room: Room, kind: str) -> list[str]:
    rows = room.views.rows("SELECT payload FROM journal WHERE kind = ? AND matter_id IS NOT NULL ORDER BY seq", (kind,))
    return [str(payload) for (payload,) in rows]


def test_what_comes_is_sealed_and_what_was_there_stays(restricted: Room) -> None:
    restricted.do("restrict seal", "liu", matter="Z9", reason="家属要求")
    restricted.do("log", "sun", text="封存后的一句", matter="Z9")
    before, after = payloads(restricted, "entry.noted")
    assert "封存前的一句" in before
    assert "封存后" not in after
    assert BEGINS in after
    assert "家属" not in payloads(restricted, "restricted.sealed")[0], "the row that seals is sealed itself"
    seen = seen_by(restricted.views, "sun")
    matter = seen.matter("Z9")
    assert matter is not None
    told = [json.loads(one.payload)["text"] for one in seen.matter_entries(matter.id) if one.kind == "entry.noted"]
    assert told == ["封存前的一句", "封存后的一句"]
    assert restricted.desk.store.path.with_name("desk.db.sealkey").stat().st_mode & 0o777 == 0o600


def test_a_matter_is_restricted_before_it_is_sealed(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", title="普通事项", colour="yellow", subtype="road")
    assert "没有限定知悉" in str(room.refused("restrict seal", "liu", matter="Y1", reason="x"))
    assert not sealed.key_path(room.path).exists(), "nothing is made for an act that is refused"


@pytest.mark.parametrize("officer", ["zhou", "sun", "audit"])
def test_leaders_and_directors_seal(restricted: Room, officer: str) -> None:
    restricted.refused("restrict seal", officer, matter="Z9", reason="x")
    restricted.refused("open", officer, kind="incident", title="x", subtype="road", sealed=True)
    assert not is_sealed(restricted.views, restricted.views.matter("Z9").id)


def test_once_sealed_it_stays_so(restricted: Room) -> None:
    restricted.do("restrict seal", "liu", matter="Z9", reason="x")
    assert "已经封存" in str(restricted.refused("restrict seal", "liu", matter="Z9", reason="x"))
    assert "已封存" in str(restricted.refused("restrict lift", "liu", matter="Z9", reason="x"))
    restricted.do("restrict set", "liu", matter="Z9", holder=["sun", "he"], reason="加一人")
    assert seen_by(restricted.views, "he").matter("Z9") is not None


@pytest.mark.parametrize(("matter", "into"), [("Z9", "Y1"), ("Y1", "Z9")])
def test_it_is_not_merged_with_one_that_is_not_sealed(restricted: Room, matter: str, into: str) -> None:
    restricted.do("restrict seal", "liu", matter="Z9", reason="x")
    restricted.do("open", kind="incident", label="Y1", title="普通事项", colour="yellow", subtype="fire")
    assert "不并案" in str(restricted.refused("merge", "liu", matter=matter, into=into))


def test_sealed_matters_are_merged_and_their_words_go_along(restricted: Room) -> None:
    restricted.do("restrict seal", "liu", matter="Z9", reason="x")
    restricted.do("open", "liu", kind="incident", label="Z8", title="同一人就医", subtype="road", sealed=True)
    restricted.do("merge", "liu", matter="Z8", into="Z9")
    whole = opened(restricted.views)
    assert [whole.matter("Z8").title, whole.matter("Z8").state] == ["同一人就医", "merged"]


def test_opened_as_sealed_no_word_of_it_was_ever_open_and_a_retry_is_the_same(room: Room) -> None:
    act = new_id()
    words = {"kind": "incident", "label": "Z9", "title": "某人就医", "subtype": "road", "place": "海淀", "sealed": True}
    done = room.do("open", "liu", act_id=act, **words)
    assert not done.again
    assert room.do("open", "liu", act_id=act, **words).again
    rows = room.views.rows("SELECT payload FROM journal WHERE matter_id IS NOT NULL")
    assert not [payload for (payload,) in rows if "就医" in payload or "海淀" in payload]
    assert seen_by(room.views, "zhou").matter("Z9") is None
    assert seen_by(room.views, "liu").matter("Z9").title == "某人就医"
    assert room.views.rows("SELECT kind FROM journal WHERE id = ?", (done.id,)) == [("matter.opened",)]


def test_of_what_is_said_not_to_be_the_same_nothing_is_told_in_the_other_file(restricted: Room) -> None:
    restricted.do("restrict seal", "liu", matter="Z9", reason="x")
    restricted.do("amend", "sun", matter="Z9", place="高新区青云路九号")
    restricted.do("open", kind="incident", label="Y1", title="某人就医", place="高新区青云路九号", subtype="road")
    restricted.do("not-same", "liu", matter="Y1", other="Z9", reason="两回事")
    assert "青云路" not in payloads(restricted, "alike.not_same")[0]


def test_a_second_person_is_shown_what_the_first_wrote(restricted: Room) -> None:
    """What is compared before anything is written over it is compared as it reads."""
    restricted.do("restrict seal", "liu", matter="Z9", reason="x")
    since = restricted.views.head()[0]
    restricted.do("amend", "sun", matter="Z9", place="东门")
    with pytest.raises(OvertakenError) as caught:
        restricted.desk.perform(
            REGISTRY["amend"].from_words({"matter": "Z9", "place": "西门"}), actor="liu", since=since
        )
    assert [(one.field, one.theirs, one.mine) for one in caught.value.differences] == [("place", "东门", "西门")]
