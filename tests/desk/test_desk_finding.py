"""Finding: every group, every filter, nothing lost or made up against a plain scan, nothing seen that is restricted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from room import Room

from dutydesk.capabilities.finding import rules as r
from dutydesk.capabilities.finding.reads import Found, look
from dutydesk.capabilities.finding.terms import terms
from dutydesk.kernel.events import decode
from dutydesk.kernel.instants import to_datetime
from dutydesk.store.search import may_go_on, runs_of
from dutydesk.store.views import Views
from dutydesk.store.views.seen import seen_by
from dutydesk.tui.initials import spelled_at

LINES = (
    ("zhou", "南召县委党校报告山洪, 转移群众 120 人"),
    ("he", "何静接班, 市公安局来电核实二广高速"),
    ("zhou", "电话 13800138000 占线, 再拨 010-65551234"),
    ("he", "来电１３８００１３８０００ 周明回复"),
    ("zhou", "火警误报, 公安到场; FIRE drill"),
    ("he", "启动Ⅰ级响应, 收据#77"),
)


def filled(room: Room) -> Room:
    """A day with a little of everything."""
    room.at("09:00")
    for actor, text in LINES:
        room.do("log", actor, text=text)
    room.do("open", kind="incident", label="Y1", title="二广高速南召段追尾", category="accident", subtype="road", colour="yellow",
            level="IV", place="南召县", source="省公安厅交管局", received="08:50")  # fmt: skip
    room.do("open", kind="appeal", label="A1", title="7人反映在顺义被欠工资", source="顺义区信访局")
    room.do(
        "open", kind="incident", label="Y2", title="顺义厂房火灾", category="accident", subtype="fire", colour="red"
    )
    room.do("log", "he", text="公安确认火灾起因", matter="Y2")
    room.do("message", text="望京消防站: 厂房火灾, 无人员伤亡", channel="电话", sender="望京消防站")
    room.do("message", text="市公安局传真: 明日开会", channel="传真", sender="市公安局")
    room.do("report", matter="Y1", kind="phone", to=["省委办公厅"], text="电话报告追尾")
    room.do("contact save", unit="省公安厅交管局", post="值班室", name="张警官", number=["13712345678"])
    room.do("contact save", unit="南阳市应急局", post="局长", name="李建国", number=["0377-62345678"])
    room.do("register add", "he", register="vehicles", plate="京A12345", unit="顺义区信访局")
    return room


@pytest.fixture(scope="module")
def views(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    """The reads of such a day; nobody writes any more."""
    path = tmp_path_factory.mktemp("finding") / "desk.db"
    shutil.copyfile(empty_store, path)
    room = Room(path)
    room.at("08:00")
    room.shift()
    filled(room)
    room.at("10:00")
    yield room.views
    room.close()


def found(views: Views, text: str, limit: int = 50) -> Found:
    """What there is for what was typed."""
    now = views.head()[2]
    wanted = r.read(r.take_apart(text), terms(views), now, spelled_at)
    assert wanted.problems == (), text
    return look(views, wanted, limit, spelled_at)


def keys(views: Views, text: str) -> dict[str, list[str]]:
    """What was found by group: labels of matters, texts of lines, words of the others."""
    told: dict[str, list[str]] = {}
    for group, hits in found(views, text).hits.items():
        told[group] = [hit.label if group in {r.MATTERS, r.CLOSED} else hit.words or hit.key for hit in hits]
    return told


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("南召", {r.MATTERS: 1, r.REPORTS: 1, r.LOG: 1}),
        ("类:火灾", {r.MATTERS: 1, r.MESSAGES: 1, r.LOG: None}),
        ("类:fire 公安", {r.LOG: 1}),
        ("类:诉求", {r.MATTERS: 1}),
        ("level:4 state:open", {r.MATTERS: 1, r.REPORTS: 1, r.LOG: None}),
        ("色:红 在:事项", {r.MATTERS: 1}),
        ("状态:待处置", {r.MESSAGES: 2}),
        ("人:何静 公安", {r.LOG: 2}),
        ("单位:公安 在:消息", {r.MESSAGES: 1}),
        ("单位:交管局 在:事项", {r.MATTERS: 1}),
        ("zjg", {r.PEOPLE: 1}),
        ("sgatjgj", {r.UNITS: 1}),
        ("1371", {r.PEOPLE: 1, r.UNITS: 1}),
        ("0377", {r.PEOPLE: 1, r.UNITS: 1}),
        ("138 在:日志", {r.LOG: 2}),
        ("010-6555", {r.LOG: 1}),
        ("京A12345 在:登记簿", {r.REGISTERS: 1}),
        ("年:2020", {}),
        ("月:7 火灾 在:事项", {r.MATTERS: 1}),
        ("顺义 在:事项", {r.MATTERS: 2}),
        ("自动扶梯 在:案例", {}),
        ("拥挤踩踏 在:案例", {r.CASES: 1}),
        ("踩踏 人:何静 在:案例", {}),
        ("踩踏 状态:办结 在:案例", {}),
        ("月:7 在:案例", {}),
    ],
)
def test_groups_and_filters(views: Views, text: str, groups: dict[str, int | None]) -> None:
    counts = found(views, text).counts
    for group, count in groups.items():
        assert counts.get(group, 0) == count or (count is None and counts.get(group)), (text, group, counts)
    if None not in groups.values():
        assert {group for group in counts if group not in groups} <= ({r.LOG, r.UNITS} if "在:" not in text else set())


def test_newest_first_and_the_count_is_of_all(views: Views) -> None:
    few = found(views, "公安", limit=1)
    every = found(views, "公安")
    assert few.counts == every.counts
    for group, hits in every.hits.items():
        assert few.hits[group] == hits[:1]
        seqs = [hit.entry.seq for hit in hits if hit.entry is not None]
        assert seqs == sorted(seqs, reverse=True)


def test_what_was_learned_of_a_closed_matter_is_found_among_the_cases(room: Room) -> None:
    room.incident(title="仓库起火", subtype="fire", place="方城县")
    room.do(
        "close",
        matter="Y1",
        criterion="处置结束",
        outcome="solved",
        waive_open="演练",
        approved_by="liu",
        signed=["liu"],
    )
    room.do("case save", matter="Y1", happened="消防水源不足", worked="调洒水车", next="先问水源", call="县消防大队")
    assert found(room.views, "水源不足 在:案例").counts == {r.CASES: 1}
    (hit,) = found(room.views, "洒水车 类:火灾 月:7 在:案例").hits[r.CASES]
    assert (hit.key, hit.label, hit.words) == ("Y1", "Y1", "仓库起火")
    assert found(room.views, "洒水车 类:洪涝 在:案例").counts == {}
    assert found(room.views, "洒水车 月:6 在:案例").counts == {}


def test_a_corrected_line_is_found_by_its_old_and_its_new_words(room: Room) -> None:
    line = room.do("log", text="伤者八人")
    room.do("log", text="伤者六人", corrects=line.id)
    assert [hit.entry.struck_by is not None for hit in found(room.views, "八人").hits[r.LOG] if hit.entry] == [True]
    assert found(room.views, "六人").counts == {r.LOG: 1}


def test_a_matter_is_found_by_its_old_and_its_new_title_and_stands_where_it_belongs(room: Room) -> None:
    room.do("open", kind="appeal", label="A1", title="欠薪七人")
    room.do("amend", matter="A1", title="工资纠纷")
    for text in ("欠薪", "工资纠纷"):
        assert keys(room.views, f"{text} 在:事项") == {r.MATTERS: ["A1"]}
    room.do("open", kind="appeal", label="A2", title="另一件")
    room.do("merge", matter="A1", into="A2")
    assert keys(room.views, "工资 状态:并入 在:closed") == {r.CLOSED: ["A1"]}
    assert r.MATTERS not in keys(room.views, "工资纠纷")


# ---------------------------------------------------------------- against a scan

WORDS = ("", "公安", "火灾", "138", "顺义", "fire", "１３８", "Ⅰ级", "南召 转移", "周明")
KINDS = (None, "火灾", "道路交通", "诉求", "事故灾难")
STATES = (None, "在办", "待处置", "已处置")
PEOPLE = (None, "周明", "何静")
UNITS = (None, "公安", "信访局")
LEVELS = (None, "Ⅳ")


def scanned(
    views: Views, words: str, kind: str | None, state: str | None, person: str | None, unit: str | None
) -> set[int]:
    """The lines that should be found, by looking at every one."""
    known = terms(views)
    people = {name: who for who, name in ((one.id, one.name) for one in views.officers().values())}
    matters = {
        row[0]: row[1:]
        for row in views.rows("SELECT id, kind, category, subtype, state, source, lead, support FROM matter")
    }
    messages = {row[0]: row[1:] for row in views.rows("SELECT seq, proposal, disposed, sender, matter_id FROM message")}
    recipients = dict(views.rows("SELECT seq, recipients FROM report"))

    def codes(matter: str | None, seq: int) -> set[str]:
        if matter in matters:
            return {f"kind:{matters[matter][0]}", f"category:{matters[matter][1]}", f"subtype:{matters[matter][2]}"}
        if seq in messages:
            told = json.loads(messages[seq][0])
            return {f"{name}:{told.get(name) or ''}" for name in ("kind", "category", "subtype")}
        return set()

    def says(text: str, wanted: str) -> bool:
        runs = runs_of(text)
        return all(
            any(
                run[at : at + len(word) - 1] == word[:-1]
                and at + len(word) <= len(run)
                and (
                    run[at + len(word) - 1] == word[-1]
                    or (
                        may_go_on(word)
                        and run[at + len(word) - 1].isdecimal()
                        and run[at + len(word) - 1].startswith(word[-1])
                    )
                )
                for run in runs
                for at in range(len(run))
            )
            for word in runs_of(wanted)
        )

    def exactly(text: str, wanted: str) -> bool:
        return all(
            any(run[at : at + len(word)] == word for run in runs_of(text) for at in range(len(run)))
            for word in runs_of(wanted)
        )

    hits: set[int] = set()
    sql = "SELECT j.seq, j.kind, j.payload, j.actor, e.matter_id, e.audit FROM journal j JOIN entry e ON e.seq = j.seq"
    for seq, event_kind, payload, actor, matter, audit in views.rows(sql):
        texts = decode(event_kind, payload).searched()
        states = {matters[matter][3]} if matter in matters else set()
        if seq in messages:
            states |= {"message:settled" if messages[seq][1] else "message:waiting"}
        units = [*matters[matter][4:]] if matter in matters else []
        units += [messages[seq][2]] if seq in messages else []
        units += [recipients[seq]] if seq in recipients else []
        if (
            (all(any(says(text, word) for text in texts) for word in words.split()) if words else not audit)
            and (kind is None or codes(matter, seq) & {one.code for one in r.fitting(kind, known["kind"], spelled_at)})
            and (state is None or states & {one.code for one in r.fitting(state, known["state"], spelled_at)})
            and (person is None or actor == people[person] or any(exactly(text, person) for text in texts))
            and (unit is None or any(exactly(text, unit) for text in texts) or any(unit in text for text in units))
        ):
            hits.add(seq)
    return hits


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.sampled_from(WORDS), kind=st.sampled_from(KINDS), state=st.sampled_from(STATES), person=st.sampled_from(PEOPLE),
    unit=st.sampled_from(UNITS),
)  # fmt: skip
def test_no_line_is_lost_or_made_up_against_a_scan(
    views: Views, words: str, kind: str | None, state: str | None, person: str | None, unit: str | None
) -> None:
    filters = (("类", kind), ("状态", state), ("人", person), ("单位", unit))
    text = " ".join([words, *(f"{name}:{value}" for name, value in filters if value)]).strip()
    if not text:
        return
    every = found(views, text, limit=500)
    lines = {
        hit.entry.seq for group in (r.MESSAGES, r.REPORTS, r.LOG) for hit in every.hits.get(group, ()) if hit.entry
    }
    opened = {seq for (seq,) in views.rows("SELECT seq FROM matter")}
    assert lines == scanned(views, words, kind, state, person, unit) - opened
    assert all(len(every.hits[group]) == count for group, count in every.counts.items())


@pytest.mark.parametrize("text", ["公安", "年:2026", "人:何静"])
def test_times_keep_to_their_day(views: Views, text: str) -> None:
    whole = found(views, f"{text} 日:7月15日").counts
    assert found(views, f"{text} 日:7月14日").counts == {}
    for hits in found(views, f"{text} 月:7").hits.values():
        assert {to_datetime(hit.at).month for hit in hits if hit.at is not None} <= {7}
    assert whole


# ---------------------------------------------------------------- who may see it


def test_a_restricted_matter_is_in_no_group_and_no_count_of_others(room: Room) -> None:
    filled(room)
    before = {
        text: found(seen_by(room.views, "zhou"), text).counts for text in ("顺义", "火灾", "类:火灾", "人:何静", "公安")
    }
    room.do("restrict set", "liu", matter="Y2", holder=["liu"], reason="涉及个人")
    for text, counts in before.items():
        theirs, holders = found(seen_by(room.views, "zhou"), text), found(seen_by(room.views, "liu"), text)
        assert sum(theirs.counts.values()) < sum(counts.values())
        assert "Y2" not in {hit.label for hits in theirs.hits.values() for hit in hits}
        assert sum(holders.counts.values()) >= sum(counts.values())
