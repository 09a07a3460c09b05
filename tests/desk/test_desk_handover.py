"""The handover in the store: refusals, acceptance in one transaction, the sheet, who may write afterwards."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from dutydesk.capabilities.accounts.login import check_signature
from dutydesk.capabilities.handover import gather, since
from dutydesk.capabilities.handover.reads import addenda, sealed, walkthrough
from dutydesk.capabilities.handover.rules.checklist import SIGN_GROUP
from dutydesk.capabilities.shifts import acts, responsibility
from dutydesk.capabilities.shifts.rules import wrong
from dutydesk.capabilities.statistics import statistics
from dutydesk.i18n import explain, use
from dutydesk.kernel.instants import hhmm
from dutydesk.kernel.refusal import Refused
from dutydesk.store import anchors
from dutydesk.usecase.books import load_checklist, load_indicators
from tests.desk.room import INCOMING, Room

TAKING_OVER = {key: INCOMING[key] for key in ("a", "b", "leader", "director")}
LAST = "+07:40"


def answer_all(room: Room) -> None:
    for item in load_checklist().items.values():
        if item.group != SIGN_GROUP and item.must:
            words = {"state": "正常", "tick": "√", "count": "2"}
            room.do("check", item=item.id, state=words.get(item.answer, "无"))


def end_all(room: Room, besides: tuple[str, ...] = ("handover_sign",)) -> None:
    for clock in room.views.clocks():
        if clock.rule not in besides:
            room.do("waive", "liu", obligation=clock.id, reason="演练")


@pytest.fixture
def ready(room: Room, empty_store: Path) -> Room:
    """The morning after: everything answered, nothing overdue, the store's key beside it."""
    shutil.copy2(anchors.key_path(empty_store), anchors.key_path(room.path))
    room.at(LAST)
    room.tick()
    end_all(room)
    answer_all(room)
    return room


def person(room: Room, **words: str) -> None:
    room.desk.perform(acts.AddOfficer(**words), actor="wang")


def start(room: Room, actor: str = "zhou") -> None:
    room.do("handover start", actor, **TAKING_OVER)


def sign_both(room: Room) -> None:
    room.do("handover sign", "zhou")
    room.do("handover sign", "sun", readback="一; 二; 三")


def test_refused_with_exactly_its_reasons_and_nothing_changes(room: Room) -> None:
    room.at("08:31")
    room.do("check", item="l3", state="异常", note="备用传真机尾号37")
    room.at("+08:02")
    room.tick()
    end_all(room)
    for item in load_checklist().items.values():
        if item.id not in {"l3", "g1", "g2"}:
            room.do("check", item=item.id, state="正常" if item.answer == "state" else "2")
    start(room)
    refusal = room.refused("handover sign", "sun")
    assert str(refusal) == (
        "交接单还不能签: “传真机收发测试、纸墨余量” 异常, 须写备注: 原备注是 07-15 08:31 写的, 请按现在的情况重写"
    )
    assert refusal.traced
    assert room.views.shift().a == "zhou"


def test_two_signatures_move_everything_at_one_instant(ready: Room) -> None:
    ready.at("+08:02")
    start(ready)
    ready.at("+08:09")
    ready.do("handover sign", "sun", readback="一; 二; 三")
    assert ready.views.shift().a == "zhou", "one signature moves nothing"
    seq = ready.views.head()[0]
    ready.do("handover sign", "zhou")
    rows = ready.views.rows("SELECT kind, recorded_at FROM journal WHERE seq > ? ORDER BY seq", (seq,))
    kinds = [str(row[0]) for row in rows]
    assert len({row[1] for row in rows}) == 1
    assert [k for k in kinds if not k.startswith(("obligation", "alert"))] == [
        "handover.signed", "shift.ended", "shift.began", "handover.sealed", "head.signed",
    ]  # fmt: skip
    shift = ready.views.shift()
    assert (shift.a, shift.b, shift.leader, hhmm(shift.began_at)) == ("sun", "ma", "zhao", "08:09")
    assert ready.found("handover_sign")[0].state == "met"
    assert walkthrough(ready.views) is None


def test_a_signature_alone_starts_the_handover_and_the_sheet_says_what_was_not_read(ready: Room) -> None:
    ready.do("handover sign", "zhou", **TAKING_OVER)
    ready.do("check", "sun", item="g1", state="一; 二; 三")
    ready.do("handover sign", "sun")
    found = sealed(ready.views)
    assert found is not None
    assert "交班人签字时未逐项宣读: 接班人上次下岗以来、" in found.sheet
    assert "复述: 一; 二; 三" in found.sheet
    assert "班次 2026-07-15 08:00 至 2026-07-16 " in found.sheet, "whoever finds it later knows the day"


def test_without_a_read_back_the_incoming_cannot_sign(ready: Room) -> None:
    start(ready)
    assert ready.refused("handover sign", "sun").field == "readback"
    assert "有相同的" in str(ready.refused("handover sign", "sun", readback="正常; 正常；正常"))


def test_who_stands_on_neither_side_takes_no_part(ready: Room) -> None:
    person(ready, officer="qian")
    assert ready.refused("handover start", "qian", **TAKING_OVER).field == "as"
    start(ready)
    for name, words in (("handover sign", {}), ("handover return", {"reason": "x"}), ("handover read", {"item": "m1"})):
        assert ready.refused(name, "qian", **words).field == "as"
    assert ready.refused("handover cancel", "sun", reason="x").field == "as"


def test_nobody_is_planned_and_nobody_named(ready: Room) -> None:
    assert ready.refused("handover start").field == "a"
    assert ready.refused("handover sign").field == "a"


def test_b_signs_in_as_place_only_with_a_reason(ready: Room) -> None:
    start(ready)
    assert ready.refused("handover sign", "he").field == "reason"
    ready.do("handover sign", "he", reason="周明送医")
    ready.do("handover sign", "sun", readback="三件")
    assert "交班人的理由: 周明送医" in sealed(ready.views).sheet


def test_r29_returned_the_signature_is_void(ready: Room) -> None:
    start(ready)
    ready.do("handover sign", "zhou")
    assert ready.refused("handover return", "sun").field == "reason"
    ready.do("handover return", "sun", reason="涉密件没有逐件核对")
    assert walkthrough(ready.views).signatures == {}
    ready.do("handover sign", "sun", readback="三件")
    assert ready.views.shift().a == "zhou"
    ready.do("handover sign", "zhou")
    assert ready.views.shift().a == "sun"


def test_r32_with_a_walkthrough_only_handover_and_relief_change_who_is_responsible(ready: Room) -> None:
    start(ready)
    assert "交接正在进行" in str(ready.refused("shift begin", **INCOMING))
    assert "交接正在进行" in str(ready.refused("shift end"))
    ready.do("handover sign", "zhou")
    ready.do("shift relief", a="he", b="zhou", reason="周明身体不适", signed=["he"])
    assert walkthrough(ready.views).signatures == {}, "who signed is not who is responsible now"
    ready.do("handover cancel", "he", reason="接班人未到")
    ready.do("shift begin", **INCOMING)
    assert ready.views.shift().a == "sun"


def test_r29_a_relief_is_signed_by_two(room: Room) -> None:
    assert room.refused("shift relief", a="sun", reason="x", cosigner="audit").field == "cosigner"
    room.do("shift relief", a="sun", reason="周明身体不适", signed=["sun"])
    assert room.refused("shift relief", "ma", a="ma", reason="轮换").field == "cosigner", "one alone"
    assert room.refused("shift relief", "ma", a="ma", reason="轮换", cosigner="sun").field == "cosigner", (
        "a name is none"
    )
    assert room.refused("shift relief", "ma", a="ma", reason="轮换", cosigner="ma", signed=["ma"]).field == "cosigner"
    room.do("shift relief", "ma", a="ma", reason="轮换", cosigner="liu")
    assert [event.signed for event in room.events("shift.relieved")] == [["zhou", "sun"], ["ma"]]
    assert room.state("countersign", subject="刘副主任") == "running", "the leader said so on the telephone"
    assert "签字 马丽, 刘副主任 (电话请示同意, 8时00分, 马丽记录)" in room.log()


def test_r27_during_a_walkthrough_alerts_go_to_both_shifts_and_the_outgoing_leader(ready: Room) -> None:
    start(ready)
    ready.do("remind", time="07:50", text="回电")
    ready.tick_at("+07:50")
    alert = ready.alert("reminder", "ladder:0", subject="回电")
    assert set(alert.people) == {"zhou", "he", "sun", "ma", "liu"}
    ready.do("met", obligation={"rule": "reminder", "subject": "回电"})
    sign_both(ready)
    ready.do("remind", "sun", time="08:20", text="再回")
    ready.tick_at("+08:20")
    assert ready.alert("reminder", "ladder:0", subject="再回").people == ("sun",)


def test_an_acknowledged_overdue_follow_up_is_handed_over_as_it_is(ready: Room) -> None:
    ready.incident(received="07:40")
    ready.ack("yellow_ack", "Y1", step="")  # met at once
    ready.do("assess", matter="Y1", level="IV", trend="稳定")
    ready.do("activate", matter="Y1", level="IV", lead="南阳市政府")
    ready.report("Y1", "first")
    ready.at("+09:45")
    ready.tick()
    ready.ack("follow_up", "Y1")
    before = ready.one("follow_up", "Y1")
    assert before.hold_until is not None
    start(ready)
    assert "超时未办结" in str(ready.refused("handover sign"))
    named = {"rule": "follow_up", "matter": "Y1"}
    ready.do("handover cosign", "zhou", obligation=named, reason="等医院数字")
    assert "超时未办结" in str(ready.refused("handover sign"))
    ready.do("handover cosign", "sun", obligation=named)
    for clock in ready.views.clocks():
        if clock.due_at <= ready.now() and clock.id != before.id and clock.rule != "handover_sign":
            ready.do("handover cosign", "sun", obligation=clock.id, reason="一并移交")
    steps = ready.steps("follow_up", "Y1")
    sign_both(ready)
    after = ready.one("follow_up", "Y1")
    assert (after.due_at, ready.steps("follow_up", "Y1")) == (before.due_at, steps)
    assert after.hold_until <= ready.now() + 5 * 60_000_000
    ready.tick_at("+09:51")
    again = ready.views.alert(after.id, "ladder:0")
    assert again.acknowledged_at is None, "the incoming must acknowledge again"
    assert again.people == ("sun",)
    assert ready.views.alert(after.id, "ladder:1").people == ("ma",), "the next step at its planned time"
    assert "超时移交: 续报一, 原因: 等医院数字 (签认: 周明、孙涛)" in sealed(ready.views).sheet


def test_in_spite_of_needs_both_and_a_reason(ready: Room) -> None:
    ready.do("remind", time="07:41", text="回电")
    ready.tick_at("+07:45")
    start(ready)
    assert ready.refused("handover sign", "zhou", despite=True).field == "reason"
    ready.do("handover sign", "zhou", despite=True, reason="对方占线")
    assert "超时" in str(ready.refused("handover sign", "sun", readback="三件"))
    ready.do("handover sign", "sun", readback="三件", despite=True, reason="知道")
    assert ready.views.shift().a == "sun"
    assert "带病交接, 接班人: 超时未办结" in sealed(ready.views).sheet


def test_what_blocks_is_said_in_the_readers_language(ready: Room) -> None:
    """The name of a clock is the desk's own word; what somebody asked to be reminded of stays as typed, on one line."""
    ready.do("remind", time="07:41", text="回电\n省委")
    named = {clock.rule: gather.words_of(clock) for clock in ready.views.clocks()}
    use("en")
    assert explain(named.pop("reminder")) == "回电⏎省委"
    said = [explain(words) for words in named.values()]
    assert said
    assert not [words for words in said if any("一" <= one <= "龥" for one in words)]


def test_what_came_up_after_the_first_signature_wants_that_one_again(ready: Room) -> None:
    ready.do("remind", time="07:45", text="回电")
    start(ready)
    ready.do("handover sign", "zhou")
    ready.tick_at("+07:46")
    ready.do("handover sign", "sun", readback="三件", despite=True, reason="知道")
    assert ready.views.shift().a == "zhou", "the outgoing did not sign in spite of it"
    ready.do("handover sign", "zhou", despite=True, reason="对方占线")
    assert ready.views.shift().a == "sun"


def test_never_in_spite_of_a_red_alert(ready: Room) -> None:
    ready.do("open", kind="incident", label="Y9", colour="red", subtype="road")
    start(ready)
    refusal = ready.refused("handover sign", "zhou", despite=True, reason="急")
    assert "红色预警未签收: Y9" in str(refusal)


def test_who_was_relieved_reads_only_until_on_duty_again(ready: Room) -> None:
    start(ready)
    sign_both(ready)
    for officer in ("zhou", "he"):
        assert "只读" in str(ready.refused("log", officer, text="补一句"))
    ready.do("log", "liu", text="带班领导仍可写")
    ready.do("handover addendum", "he", text="备用钥匙在 2 号抽屉")
    found = sealed(ready.views)
    assert [one.text for one in addenda(ready.views, found.id)] == ["备用钥匙在 2 号抽屉"]
    assert "备用钥匙" not in found.sheet
    ready.do("shift relief", "sun", a="zhou", reason="孙涛送医", signed=["zhou"])
    ready.do("log", "zhou", text="又在岗")


def test_the_sealed_sheet_is_chinese_whatever_the_screen_says(ready: Room) -> None:
    use("en")
    start(ready)
    sign_both(ready)
    found = sealed(ready.views)
    assert found.sheet.startswith("测试 交接班单 (演练)\n")
    assert "二、在办事项" in found.sheet
    assert f"日志至第 {found.count} 条\n链首 {found.head}" in found.sheet


def test_the_sealed_head_is_signed_with_the_stores_key(ready: Room) -> None:
    start(ready)
    sign_both(ready)
    found, meta = sealed(ready.views), ready.views.meta()
    rows = ready.views.rows("SELECT hash FROM journal WHERE seq = ?", (found.count,))
    assert bytes(rows[0][0]).hex() == found.head
    assert anchors.is_signed(meta[anchors.PUBLIC_KEY], found.signature, meta["origin"], found.count, found.head)
    assert anchors.verify_anchors(ready.path).ok


def test_hostile_text_stays_one_line_on_the_sheet(ready: Room, hostile: list[str]) -> None:
    for text in hostile:
        ready.do("check", item="m1", state=text, note=text)
    start(ready)
    ready.do("handover sign", "zhou")
    ready.do("handover sign", "sun", readback=hostile[-1])
    sheet = sealed(ready.views).sheet
    assert "\x1b" not in sheet
    assert "\n08:31 ✎" not in sheet


def test_the_leader_is_informed_before_or_after(ready: Room) -> None:
    assert ready.refused("handover inform", "zhao").field == ""
    start(ready)
    assert ready.refused("handover inform", "zhou").field == "note"
    sign_both(ready)
    assert "尚未记录" in sealed(ready.views).sheet
    ready.do("handover inform", "zhao")
    assert "已知悉" in str(ready.refused("handover inform", "zhao"))


def test_pages_and_delta(ready: Room) -> None:
    start(ready)
    assert ready.refused("handover read", item="zz").field == "item"
    ready.incident(label="P1", colour="red")
    ready.ack("red_ack", "P1")
    walk = walkthrough(ready.views)
    assert len(gather.delta(ready.views, walk)) > 0
    ready.do("handover read", "sun", item="p1")
    ready.do("handover read", "sun", item="P1")
    ready.do("handover read", "sun", item="delta")
    walk = walkthrough(ready.views)
    assert set(walk.read) == {"p1", "delta", ready.views.matter("P1").id}
    assert gather.delta(ready.views, walk) == []
    assert gather.pages(ready.views.matters(), load_checklist())[0].key == ready.views.matter("P1").id


def test_a_signature_goes_through_the_same_door_as_a_login(ready: Room) -> None:
    from dutydesk.capabilities.accounts.secrets import digest

    def signs(secret: str, officer: str = "zhou") -> str:
        try:
            check_signature(ready.desk, officer, secret, "pts/1")
        except Refused as refusal:
            return str(refusal)
        return ""

    assert signs("") == "", "a drill's person without a secret needs none"
    assert "没有这个人" in signs("x", "nobody")
    ready.do("people secret", "zhou", digest=digest("long enough 1"))
    assert signs("long enough 1") == ""
    for left in (4, 3, 2, 1):
        assert f"再错 {left} 次" in signs("wrong")
    assert "账号锁定至" in signs("")
    assert "已锁定" in signs("long enough 1"), "a locked account signs nothing"
    failed = [event.terminal for event in ready.events("account.login_failed")]
    assert failed == ["pts/1"] * 5
    assert len(ready.events("account.locked")) == 1
    assert ready.one("account_notice").state == "open", "the leader is told"
    ready.do("people secret", "wang", officer="sun", digest=digest("given by another 1"))
    assert "先登录修改" in signs("given by another 1", "sun"), "a secret that others know signs nothing"


# ---------------------------------------------------------------- since, responsibility, statistics


def test_since_you_were_last_on_duty(ready: Room) -> None:
    start(ready)
    sign_both(ready)
    ready.at("+09:00")
    ready.do("log", "sun", text="无事项的一行")
    ready.do("open", "sun", kind="appeal", label="A7", title="讨薪", colour="blue")
    ready.do("open", "sun", kind="incident", label="Y7", title="火灾", colour="red", subtype="road")
    found = since.read(ready.views, "zhou")
    assert [one.matter.label if one.matter else "" for one in found.changed] == ["Y7", "A7", ""]
    assert found.shifts == 1
    text = since.page(found, ready.now())
    assert "红 Y7" in text
    assert "无事项的一行" in text
    assert hhmm(found.at) == "07:40"
    fresh = since.read(ready.views, "ma2")
    assert fresh.at is None
    assert "此前没有上过岗" in since.page(fresh, ready.now())


def test_responsibility_has_no_gap_over_handovers_and_names_an_end(ready: Room) -> None:
    start(ready)
    sign_both(ready)
    ready.at("+10:00")
    assert wrong(responsibility.between(ready.views, None, ready.now())) == []
    ready.do("shift end", "sun")
    ready.at("+11:00")
    bad = wrong(responsibility.between(ready.views, None, ready.now()))
    assert [(one.wrong, hhmm(one.begins), hhmm(one.ends)) for one in bad] == [("gap", "10:00", "11:00")]
    assert "× 无班次" in responsibility.page(responsibility.between(ready.views, None, ready.now()), {})


def test_statistics_go_by_due_time_from_signature_to_signature(ready: Room) -> None:
    start(ready)
    sign_both(ready)
    shift = statistics.choose(ready.views, "previous")
    found = statistics.of_shift(ready.views, shift, load_indicators(), ready.now())
    assert (found.timeliness.due, found.response.minutes, found.calls) == (0, (), 0)
    assert "样本不足" in statistics.page(found)
    with pytest.raises(ValueError, match="没有这个班次"):
        statistics.choose(ready.views, "nothing")
    assert statistics.choose(ready.views, "current").a == "sun"


def test_every_event_of_the_room_is_told(ready: Room) -> None:
    start(ready)
    ready.do("handover read", item="m1")
    ready.do("handover return", "sun", reason="再核一遍")
    sign_both(ready)
    ready.do("handover addendum", "sun", text="补记")
    ready.do("handover inform", "zhao")
    log = ready.log()
    for words in ("交接开始, 接班 A 孙涛", "交接退回", "交班人签字", "交接单封存", "封存后补记: 补记", "带班领导知悉"):
        assert words in log
    rows: list[Any] = ready.views.rows("SELECT payload FROM journal WHERE kind LIKE 'handover.%'")
    assert all(json.loads(row[0])["handover"] for row in rows)


def test_the_weather_on_the_sheet_is_that_of_the_shift_that_comes_on(ready: Room) -> None:
    ready.do("check", item="s4", state="小雨 8-14℃, 暴雨蓝色预警")
    start(ready)
    sign_both(ready)
    assert ready.events("shift.began")[-1].weather == "小雨 8-14℃, 暴雨蓝色预警"


def test_one_person_does_not_sign_for_both_sides(ready: Room) -> None:
    """Who stays on as A signs as the outgoing; the other side is signed by another of that shift, with a reason."""
    ready.do("handover start", "zhou", a="zhou", b="sun", reason="连值")
    ready.do("handover sign", "zhou", despite=True, reason="知道")
    alone = ready.refused("handover sign", "zhou", readback="一; 二; 三", despite=True, reason="知道")
    assert "交接由两个人签字" in str(alone)
    ready.do("handover sign", "sun", readback="一; 二; 三", despite=True, reason="A 岗连值, B 岗代签")
    assert walkthrough(ready.views) is None


def test_one_person_as_a_of_two_shifts_on_end_is_said_with_why(ready: Room) -> None:
    same = {**INCOMING, "a": "zhou", "b": "sun"}
    assert ready.refused("handover start", **same).field == "reason"
    for reason in ("", "带病交接的理由"):  # why one signs in spite of something is not why A stays
        refused = ready.refused("handover sign", "zhou", **same, despite=True, reason=reason)
        assert "handover start" in str(refused)
    ready.do("handover start", **same, reason="接班人途中车辆故障")
    assert "A 岗不换人: 接班人途中车辆故障" in ready.log()
