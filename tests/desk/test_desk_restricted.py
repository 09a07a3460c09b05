"""A restricted matter is seen by those it names and the leader on duty; for all others it is not there."""

from __future__ import annotations

import pytest
from room import INCOMING, Room

from dutydesk.capabilities.files.pages import day_page
from dutydesk.capabilities.handover.sheet import rows
from dutydesk.capabilities.restricted.reads import annex, marks, named_in
from dutydesk.capabilities.restricted.rules import told
from dutydesk.kernel.people import Duty
from dutydesk.store.tables import PROJECTIONS
from dutydesk.store.views import Views
from dutydesk.store.views.seen import BY_CLOCK, BY_MATTER, BY_ROW, NOBODY, may_see, seen_by
from dutydesk.tui.state import read_state

WORDS = "某领导就医情况"


@pytest.fixture
def held(room: Room) -> Room:
    """A red matter that only 孙涛 holds, who is not on shift, restricted by the leader on duty."""
    entry = room.do("message", text=f"来电: {WORDS}", channel="电话").id
    room.do("open", kind="incident", label="Z9", title=WORDS, colour="red", subtype="road", message=entry)
    room.report("Z9", "phone", text=f"{WORDS}电话")
    room.do("log", text=f"补充 {WORDS}", matter="Z9")
    room.do("restrict set", "liu", matter="Z9", holder=["sun"], reason="涉及个人")
    return room


def seen(room: Room, officer: str) -> Views:
    return seen_by(room.views, officer)


@pytest.mark.parametrize("officer", ["zhou", "he", "wang", "audit", "zhao", NOBODY, "o'neill"])
def test_it_is_not_there_for_others_by_any_read(held: Room, officer: str) -> None:
    views = seen(held, officer)
    matter = held.views.matter("Z9")
    assert matter is not None
    assert views.matter("Z9") is None
    assert views.matter(matter.id) is None
    assert [one.label for one in views.matters(ended=True)] == []
    assert views.reports(matter.id) == []
    assert views.figures(matter.id) == {}
    assert [one for one in views.clocks(ended=True) if one.matter_id == matter.id] == []
    assert [one for one in views.all_alerts() if one.matter_id == matter.id] == []
    assert views.search("就医", 20) == []
    assert views.search_count("就医") == 0
    everything = views.entries_between(0, 1 << 62, audit=True)
    assert not any(WORDS in one.payload for one in everything), "nor by the message that it came from"
    assert WORDS not in day_page(views, held.now() - 86_400_000_000)
    last, skipped = views.past()
    assert last - len(skipped) == len(list(views.all_seqs()))
    assert not any(WORDS in one.payload for one in views.entries(range(1, last + 1)))
    assert annex(views) == []
    for name in (*BY_MATTER, *BY_CLOCK, *BY_ROW, "matter", "message"):
        assert WORDS not in repr(views.rows(f"SELECT * FROM {name}")), name
    for asked in ("WITH some AS (SELECT label FROM matter) SELECT label FROM some", "SELECT label FROM matter"):
        assert views.rows(asked) == [], "whatever a query begins with"
    assert not may_see(held.views, matter.id, officer)


@pytest.mark.parametrize("officer", ["sun", "liu"])
def test_holders_and_the_leader_on_duty_see_all_of_it(held: Room, officer: str) -> None:
    views = seen(held, officer)
    matter = views.matter("Z9")
    assert matter is not None
    assert len(views.reports(matter.id)) == 1
    assert views.search_count("就医") == held.views.search_count("就医") > 2
    assert views.entries_between(0, 1 << 62) == held.views.entries_between(0, 1 << 62)
    assert [one.matter.label for one in annex(views)] == ["Z9"]


def test_every_table_that_belongs_to_a_matter_or_a_clock_is_asked() -> None:
    """A table that comes later must say how it belongs."""
    for table in PROJECTIONS:
        name, columns = str(table.__tablename__), {column.name for column in table.__table__.columns}
        if "matter_id" in columns:
            assert name in {*BY_MATTER, *BY_ROW, "message"}, name
        elif "obligation" in columns:
            assert name in BY_CLOCK, name


ACTS = {
    "log": {"text": "x"},
    "figures": {"deaths": "1", "reason": "x"},
    "report": {"kind": "first", "to": ["省委"]},
    "amend": {"place": "x"},
    "close": {"criterion": "x", "outcome": "solved"},
    "notify": {"unit": ["公安"]},
    "assess": {"level": "IV"},
    "restrict set": {"holder": ["zhou"], "reason": "x"},
    "restrict lift": {"reason": "x"},
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("officer", ["zhou", "zhao", "wang"])
def test_no_act_of_others_finds_it_and_the_attempt_is_traced(held: Room, name: str, officer: str) -> None:
    refused = held.refused(name, officer, matter="Z9", **ACTS[name])
    assert WORDS not in str(refused)
    if officer != "zhou" or "restrict" not in name:  # who has the right is told that there is no such matter
        assert "没有这个事项" in str(refused)
        assert refused.traced
        assert held.audit()[-1].matter_id == held.views.matter("Z9").id, "others do not see the attempt either"


def test_nor_by_the_id_of_a_clock_a_report_a_line_or_a_message(held: Room) -> None:
    matter = held.views.matter("Z9")
    assert matter is not None
    clock = next(one for one in held.views.clocks() if one.matter_id == matter.id)
    report = held.views.reports(matter.id)[0]
    line = next(one for one in held.views.matter_entries(matter.id) if one.kind == "entry.noted")
    message = held.views.rows("SELECT id FROM message")[0][0]
    for name, words in (
        ("met", {"obligation": clock.id}),
        ("ack", {"alert": clock.id}),
        ("snooze", {"alert": clock.id, "minutes": "5", "reason": "x"}),
        ("forward", {"report": report.id, "to": ["省委"]}),
        ("log", {"text": "x", "corrects": line.id}),
        ("message dispose", {"entry": message, "as": "none", "reason": "x"}),
    ):
        refused = held.refused(name, "he", **words)
        assert WORDS not in str(refused), name
        assert "Z9" not in str(refused), name


def test_its_alarms_go_to_holders_and_with_none_on_shift_to_the_leader(held: Room) -> None:
    matter = held.views.matter("Z9")
    assert matter is not None
    before = held.views.head()[0]
    held.at("08:40")
    held.tick()
    mine = [one for one in held.views.all_alerts() if one.matter_id == matter.id and one.raised_at > held.time("08:00")]
    assert mine
    assert {one.people for one in mine} == {("liu",)}
    others = seen(held, "zhou").entries(range(before + 1, held.views.head()[0] + 1))
    assert [one for one in others if one.matter_id == matter.id] == []


@pytest.mark.parametrize(
    ("people", "holders", "expected"),
    [
        (["a"], None, ["a"]),
        (["a"], ["a", "x"], ["a"]),
        (["a"], ["b"], ["b"]),  # the addressed post holds nothing: the first on shift who does
        (["a"], ["x"], ["l"]),  # none on shift: the leader at once
        (["l"], ["b"], ["l"]),
        (["centre", "a"], ["a"], ["a"]),
        (["a", "b", "l", "d"], ["b", "d"], ["b", "l", "d"]),
    ],
)
def test_who_is_told(people: list[str], holders: list[str] | None, expected: list[str]) -> None:
    assert told(people, holders, Duty("a", "b", "l", "d")) == expected


def test_with_nobody_to_tell_nobody_is_told() -> None:
    assert told(["a"], ["x"], Duty("a", "b")) == []


def test_it_counts_on_no_sheet_and_blocks_nobody_and_goes_over_on_an_annex(held: Room) -> None:
    checklist = held.desk.books.checklist
    public = {row.item: row.automatic for row in rows(seen(held, "zhou"), checklist, held.now())}
    assert WORDS not in str(public)
    assert WORDS in str([row.automatic for row in rows(seen(held, "liu"), checklist, held.now())])
    held.at("+07:50")
    for actor, words in (("zhou", {}), ("sun", {"readback": "一; 二; 三"})):
        held.do("handover sign", actor, despite=True, reason="来不及", **INCOMING, **words)
    (sealed,) = held.events("handover.sealed")
    assert WORDS not in sealed.sheet
    assert "Z9" not in sealed.sheet
    assert held.events("restricted.kept") == [], "孙涛 came on and holds it"
    held.do("restrict sign", "sun", note="已阅")
    (one,) = annex(seen(held, "sun"))
    assert [(each.officer, each.kept) for each in one.signed] == [("sun", False)]
    assert "没有待您签阅" in str(held.refused("restrict sign", "sun"))
    assert "没有待您签阅" in str(held.refused("restrict sign", "ma"))


def test_without_an_incoming_holder_the_leader_keeps_it_by_name(held: Room) -> None:
    held.at("+07:50")
    held.do("restrict set", "liu", matter="Z9", holder=["he"], reason="换人")
    for actor, words in (("zhou", {}), ("sun", {"readback": "一; 二; 三"})):
        held.do("handover sign", actor, despite=True, reason="来不及", **INCOMING, **words)
    (kept,) = held.events("restricted.kept")
    assert kept.leader == "zhao"
    assert seen(held, "zhao").matter("Z9") is not None, "the leader on duty"
    assert seen(held, "liu").matter("Z9") is not None, "set it, and so holds it"
    assert seen(held, "sun").matter("Z9") is None


def test_lifted_everybody_sees_it_again(held: Room) -> None:
    held.do("restrict lift", "liu", matter="Z9", reason="已公开")
    assert seen(held, "zhou").search_count("就医") == held.views.search_count("就医")
    assert "没有限定知悉" in str(held.refused("restrict lift", "liu", matter="Z9", reason="x"))
    held.do("log", "zhou", text="y", matter="Z9")


def test_only_leader_and_director_may_and_the_same_people_again_are_refused(room: Room) -> None:
    room.incident(label="Y1")
    assert room.refused("restrict set", "zhou", matter="Y1", holder=["sun"], reason="x").traced
    room.do("restrict set", "wang", matter="Y1", holder=["sun"], reason="x")
    assert room.refused("restrict set", "wang", matter="Y1", holder=["孙涛"], reason="x").field == "holder"
    assert room.refused("restrict set", "wang", matter="Y1", holder=["nobody"], reason="x").field == "holder"


# ---------------------------------------------------------------- its mark


def test_a_mark_is_kept_and_every_later_row_of_the_matter_carries_it(held: Room) -> None:
    matter = held.views.matter("Z9")
    assert matter is not None
    assert marks(held.views) == {matter.id: "限定知悉"}
    held.do("restrict set", "liu", matter="Z9", holder=["sun"], reason="涉及个人", label="工作秘密")
    assert marks(held.views) == {matter.id: "工作秘密"}
    held.do("restrict set", "liu", matter="Z9", holder=["sun", "zhou"], reason="周明也办")
    assert marks(held.views) == {matter.id: "工作秘密"}, "left out: as it is"
    held.do("log", "zhou", text="进展", matter="Z9")
    kept = held.views.rows("SELECT classification, seq FROM journal WHERE matter_id = ? ORDER BY seq", (matter.id,))
    assert kept[0][0] == "公开", "nothing is edited"
    assert kept[-1][0] == "工作秘密"
    assert marks(seen(held, "zhao")) == {}
    assert "没有标记" in str(held.refused("restrict set", "liu", matter="Z9", holder=["sun"], reason="x", label="机要"))
    held.do("restrict lift", "liu", matter="Z9", reason="x")
    held.do("log", "zhou", text="公开了", matter="Z9")
    assert held.views.rows("SELECT classification FROM journal ORDER BY seq DESC LIMIT 1") == [("公开",)]


def test_what_names_a_restricted_matter_is_found_by_number_and_title(held: Room) -> None:
    assert [one.label for one in named_in(held.views, "见 z9 一事")] == ["Z9"]
    assert [one.label for one in named_in(held.views, f"关于{WORDS}")] == ["Z9"]
    assert named_in(held.views, "Z91, AZ9") == []
    assert named_in(seen(held, "zhao"), "Z9") == []


def test_the_whole_picture_of_the_screen_can_be_read_while_something_is_restricted(held: Room) -> None:
    for officer in ("zhou", "sun", NOBODY):
        state = read_state(seen(held, officer), held.desk.books.checklist, held.now(), officer, held.desk.books.rights)
        assert [one.label for one in state.matters] == (["Z9"] if officer == "sun" else [])
        assert list(state.restricted.values()) == (["限定知悉"] if officer == "sun" else [])
