"""Sealing a matter: who may, when, and what it does not let happen afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from room import Room

from dutydesk.capabilities.log.lines import told
from dutydesk.desk.echo import remarks
from dutydesk.ids import new_id
from dutydesk.kernel.refusal import OvertakenError
from dutydesk.kernel.sealed import BEGINS, marks_in
from dutydesk.store import sealed
from dutydesk.store.audit import tables_differ
from dutydesk.store.integrity import verify_chain
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


def test_with_what_it_ended_is_sealed_and_its_clocks_end(restricted: Room) -> None:
    restricted.do("restrict seal", "liu", matter="Z9", reason="x")
    matter = restricted.views.matter("Z9")
    assert matter is not None
    restricted.do(
        "close", "sun", matter="Z9", criterion="散去", reason="事已了", outcome="partly", declined=True, waive_open="误报",
        approved_by="liu", signed=["liu"],
    )  # fmt: skip
    ((outcome, state, colour),) = restricted.views.rows("SELECT outcome, state, colour FROM matter WHERE label = 'Z9'")
    assert str(outcome).startswith(BEGINS)
    assert (state, colour) == ("closed", "yellow"), "the colour was told before the sealing"
    assert all("partly" not in payload for payload in payloads(restricted, "matter.closed"))
    assert opened(restricted.views).rows("SELECT outcome FROM matter WHERE label = 'Z9'") == [("partly",)]
    assert restricted.views.clocks(matter_id=matter.id) == []
    assert tables_differ(restricted.path, restricted.now()) is None


def test_a_matter_is_restricted_before_it_is_sealed(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", title="普通事项", colour="yellow", subtype="road")
    assert "没有限定知悉" in str(room.refused("restrict seal", "liu", matter="Y1", reason="x"))
    assert not sealed.key_path(room.path).exists(), "nothing is made for an act that is refused"


@pytest.mark.parametrize("officer", ["zhou", "sun", "audit"])
def test_leaders_and_directors_seal(restricted: Room, officer: str) -> None:
    restricted.refused("restrict seal", officer, matter="Z9", reason="x")
    restricted.refused("open", officer, kind="incident", title="x", subtype="road", sealed=True)
    assert not is_sealed(restricted.views, restricted.views.matter("Z9").id)


def test_sealed_twice_or_let_go_while_sealed_it_is_not(restricted: Room) -> None:
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


def test_the_row_that_seals_says_how_much_stands_in_plain_for_good(restricted: Room) -> None:
    restricted.do("restrict seal", "liu", matter="Z9", reason="x")
    told = lines(restricted, "liu", "restricted.sealed")
    assert "条在日志里仍为明文" in told
    plain = restricted.views.rows(
        "SELECT count(*) FROM journal WHERE matter_id IS NOT NULL AND kind <> 'restricted.sealed' AND instr(payload, '⟦s1:') = 0"
    )
    assert f"此前 {plain[0][0]} 条" in told


def test_it_is_said_back_at_the_act(restricted: Room) -> None:
    done = restricted.do("restrict seal", "liu", matter="Z9", reason="x")
    assert "明文, 再也改不了" in "".join(map(str, remarks(done.rows)))
    changed = restricted.do("restrict rekey", "liu", reason="x")
    assert "重新另存" in "".join(map(str, remarks(changed.rows)))
    opened_ = restricted.do("open", "liu", kind="incident", label="Z8", title="另一人", subtype="fire", sealed=True)
    assert not [one for one in remarks(opened_.rows) if "明文" in str(one)]


def test_opened_as_sealed_nothing_stood_in_plain(room: Room) -> None:
    room.do("open", "liu", kind="incident", label="Z9", title="某人就医", subtype="road", sealed=True)
    assert "明文" not in lines(room, "liu", "restricted.sealed")


def lines(room: Room, officer: str, kind: str) -> str:
    """What the rows of a kind read like to somebody."""
    seen = seen_by(room.views, officer)
    return "\n".join(
        told(one.kind, one.payload, {}) for one in seen.matter_entries(seen.matter("Z9").id) if one.kind == kind
    )


def tables(room: Room) -> str:
    """Everything that the tables say, the journal apart."""
    names = room.views.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT IN ('journal')"
    )
    return "".join(str(room.views.rows(f"SELECT * FROM {name}")) for (name,) in names)


@pytest.fixture
def sealed_day(restricted: Room) -> Room:
    """A sealed matter with words in many tables."""
    restricted.do("restrict seal", "liu", matter="Z9", reason="家属要求")
    restricted.do("amend", "sun", matter="Z9", place="海淀医院")
    restricted.do("fact", "sun", matter="Z9", name="cause", text="心肌梗塞", source="省接待办")
    restricted.do("figures", "sun", matter="Z9", deaths="3", source="省接待办")
    restricted.do("remind", "sun", time="2小时后", text="请示转院", matter="Z9")
    restricted.do("log", "sun", text="封存后的一句", matter="Z9")
    return restricted


SAID = ("海淀医院", "心肌梗塞", "省接待办", "请示转院")


def same_again(room: Room) -> None:
    """The chain holds, and the tables computed anew are those that stand, with no key at hand."""
    key = sealed.key_path(room.path)
    away = key.rename(key.with_name("elsewhere"))
    try:
        assert verify_chain(room.path).ok
        assert tables_differ(room.path, room.now()) is None
    finally:
        away.rename(key)


def test_unsealed_the_tables_say_it_in_the_open_and_need_no_key(sealed_day: Room) -> None:
    before = tables(sealed_day)
    assert BEGINS in before
    assert not [word for word in SAID if word in before]
    sealed_day.do("restrict unseal", "liu", matter="Z9", reason="已通报")
    sealed_day.do("log", "sun", text="启封后的一句", matter="Z9")
    after = tables(sealed_day)
    assert BEGINS not in after
    assert all(word in after for word in SAID)
    assert "启封后的一句" in payloads(sealed_day, "entry.noted")[-1]
    same_again(sealed_day)
    assert seen_by(sealed_day.views, "zhou").matter("Z9") is None, "who may know of it is as it was"
    seen = seen_by(sealed_day.views, "sun")
    told_ = [
        json.loads(one.payload)["text"]
        for one in seen.matter_entries(seen.matter("Z9").id)
        if one.kind == "entry.noted"
    ]
    assert told_ == ["封存前的一句", "封存后的一句", "启封后的一句"]
    sealed_day.do("amend", "sun", matter="Z9", place="海淀医院东楼")
    sealed_day.do("restrict lift", "liu", matter="Z9", reason="已通报")
    assert seen_by(sealed_day.views, "zhou").matter("Z9").place == "海淀医院东楼"
    shown = seen_by(sealed_day.views, "zhou").matter_entries(sealed_day.views.matter("Z9").id)
    assert "封存后的一句" in "".join(one.payload for one in shown), "older rows are opened for everybody now"
    sealed_day.do("restrict set", "liu", matter="Z9", holder=["sun"], reason="再限")
    sealed_day.do("restrict seal", "liu", matter="Z9", reason="再封")
    sealed_day.do("amend", "sun", matter="Z9", place="第三处")
    assert "第三处" not in tables(sealed_day)
    same_again(sealed_day)


def test_with_a_new_key_the_tables_stand_under_it_and_what_is_older_is_still_read(sealed_day: Room) -> None:
    key = sealed.key_path(sealed_day.path)
    (old,) = key.read_text(encoding="ascii").split()
    before = tables(sealed_day)
    sealed_day.do("restrict rekey", "liu", reason="旧密钥外泄")
    assert key.read_text(encoding="ascii").split()[0] == old
    assert len(key.read_text(encoding="ascii").split()) == 2
    assert key.stat().st_mode & 0o777 == 0o600
    marks = set(marks_in(before))
    assert marks
    assert marks.isdisjoint(marks_in(tables(sealed_day)))
    sealed_day.do("amend", "sun", matter="Z9", place="西城")
    sealed_day.do("figures", "sun", matter="Z9", deaths="2", source="省接待办", reason="核减")
    same_again(sealed_day)
    seen = seen_by(sealed_day.views, "sun")
    assert seen.matter("Z9").place == "西城"
    assert "封存后的一句" in "".join(one.payload for one in seen.matter_entries(seen.matter("Z9").id))
    newest = key.read_text(encoding="ascii").split()[1]
    whole = key.read_text(encoding="ascii")
    key.write_text(f"{newest}\n", encoding="ascii")
    assert seen_by(sealed_day.views, "sun").matter("Z9").place == "西城", "the tables need the new key alone"
    assert "没有当时的密钥" in str(sealed_day.refused("restrict unseal", "liu", matter="Z9", reason="x"))
    assert "没有当时的密钥" in str(sealed_day.refused("restrict rekey", "liu", reason="x"))
    key.write_text(whole, encoding="ascii")
    sealed_day.do("restrict rekey", "liu", reason="再换")
    sealed_day.do("restrict unseal", "liu", matter="Z9", reason="已通报")
    assert BEGINS not in tables(sealed_day)
    same_again(sealed_day)


def test_a_new_key_behind_a_link_leaves_the_link(sealed_day: Room, tmp_path: Path) -> None:
    key = sealed.key_path(sealed_day.path)
    place = tmp_path / "usb"
    place.mkdir()
    key.rename(place / "key")
    key.symlink_to(place / "key")
    sealed_day.do("restrict rekey", "liu", reason="换")
    assert key.is_symlink()
    assert len((place / "key").read_text(encoding="ascii").split()) == 2


def test_a_key_too_many_of_a_change_that_was_cut_seals_nothing_wrong(sealed_day: Room) -> None:
    sealed.add_key(sealed_day.path)  # and the process died before its row
    sealed_day.do("amend", "sun", matter="Z9", place="东城")
    assert seen_by(sealed_day.views, "sun").matter("Z9").place == "东城"
    sealed_day.do("open", "liu", kind="incident", label="Z8", title="另一人", subtype="fire", sealed=True)
    assert seen_by(sealed_day.views, "liu").matter("Z8").title == "另一人"
    sealed_day.do("restrict rekey", "liu", reason="换")
    assert seen_by(sealed_day.views, "liu").matter("Z8").title == "另一人"
    assert seen_by(sealed_day.views, "sun").matter("Z9").place == "东城"
    same_again(sealed_day)


@pytest.mark.parametrize("officer", ["zhou", "sun", "audit"])
def test_leaders_and_directors_unseal_and_change_the_key(sealed_day: Room, officer: str) -> None:
    sealed_day.refused("restrict unseal", officer, matter="Z9", reason="x")
    sealed_day.refused("restrict rekey", officer, reason="x")
    assert is_sealed(sealed_day.views, sealed_day.views.matter("Z9").id)


def test_without_the_key_nothing_is_unsealed_or_changed(sealed_day: Room) -> None:
    key = sealed.key_path(sealed_day.path)
    away = key.rename(key.with_name("elsewhere"))
    assert "密钥" in str(sealed_day.refused("restrict unseal", "liu", matter="Z9", reason="x"))
    assert "密钥" in str(sealed_day.refused("restrict rekey", "liu", reason="x"))
    assert not key.exists()
    away.rename(key)


def test_where_nothing_is_sealed_there_is_no_key_to_change(restricted: Room) -> None:
    assert "没有封存的事项" in str(restricted.refused("restrict rekey", "liu", reason="x"))
    assert "没有封存" in str(restricted.refused("restrict unseal", "liu", matter="Z9", reason="x"))
    assert not sealed.key_path(restricted.path).exists()
