"""Policies: signed and pushed to everyone, or not met; deadlines, windows, withdrawal (IN-11, IN-24, AN-09, AN-10)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from room import Room

from dutydesk.capabilities.files.files import read
from dutydesk.capabilities.policies.reads import lags, policy, windows
from dutydesk.kernel.instants import MINUTE, hhmm
from dutydesk.store.integrity import rebuild

TITLE = "国办发明电〔2026〕9号 汛期防汛救灾通知"
SHEET = {
    "wording": "有序推进, 不搞“一刀切”",
    "scope": "全省",
    "effective": "自印发之日起",
    "bound": "省防指成员单位",
    "silent": "未要求停工",
}
FLOOD = ["省防指", "应急厅", "水利厅"]
HOSTILE = "[/][@click=app.quit]x[/]\x1b[2J\u202e甲\n第二行"


@pytest.fixture
def p1(room: Room) -> Room:
    """A yellow policy, received at 08:00."""
    room.do("open", kind="policy", label="P1", title=TITLE, colour="yellow", source="国务院办公厅")
    return room


def interpret(room: Room, **words: Any) -> Any:
    return room.do("policy interpret", **{"matter": "P1", "second_reader": "he", **SHEET, **words})


def known(room: Room) -> Any:
    return policy(room.views, room.views.matter("P1").id)


# ---------------------------------------------------------------- the sheet


def test_the_day_of_the_flood_notice(p1: Room) -> None:
    p1.do("policy recipients", matter="P1")
    assert [(one.name, one.because) for one in known(p1).recipients] == [(name, "防汛") for name in FLOOD]
    p1.at("09:10")
    interpret(p1)
    p1.at("09:12")
    p1.do("policy push", matter="P1", to=["省防指、水利厅"])
    assert p1.state("policy_2h", "P1") == "running"
    assert "推送 省防指、水利厅 (已推 2/3)" in p1.log()
    p1.at("09:32")
    p1.do("policy push", matter="P1", to=["应急厅"])
    view = p1.one("policy_2h", "P1")
    assert (view.state, hhmm(view.met_at)) == ("met", "09:32")
    assert p1.raised("policy_2h", "P1") == {"warn:PT30M": "09:30"}


def test_an_urgent_sheet_needs_another_reader(p1: Room) -> None:
    assert p1.refused("policy interpret", matter="P1", **SHEET).field == "second_reader"
    for reader in ("zhou", "周明"):
        assert p1.refused("policy interpret", matter="P1", second_reader=reader, **SHEET).field == "second_reader"
    assert p1.refused("policy interpret", matter="P1", second_reader="没有这个人", **SHEET).field == "second_reader"
    interpret(p1, second_reader="何静")
    assert known(p1).in_force.second_reader == "he"
    assert known(p1).in_force.actor == "zhou"


def test_a_blue_document_needs_no_second_reader(room: Room) -> None:
    room.do("open", kind="policy", label="P1", title=TITLE)
    room.do("policy interpret", matter="P1", **SHEET)
    assert known(room).in_force.second_reader == ""


@pytest.mark.parametrize("field", SHEET)
@pytest.mark.parametrize("text", ["", "  \n "])
def test_every_part_of_the_sheet_must_be_there(p1: Room, field: str, text: str) -> None:
    words = {"matter": "P1", "second_reader": "he", **SHEET, field: text}
    assert p1.refused("policy interpret", **words).field == field


def test_a_sheet_is_for_policies_only(p1: Room) -> None:
    p1.incident()
    words = {"second_reader": "he", **SHEET}
    assert p1.refused("policy interpret", matter="Y1", **words).field == "matter"
    assert p1.refused("policy interpret", matter="P9", **words).field == "matter"


def test_what_was_typed_is_kept_as_typed_and_shown_harmless(p1: Room) -> None:
    interpret(p1, wording=HOSTILE, to=["某市\u202e某局"])
    assert known(p1).in_force.wording == HOSTILE.strip()
    assert "\x1b" not in p1.log()
    from dutydesk.capabilities.files.pages import matter_page

    page = matter_page(p1.views, p1.views.matter("P1"), p1.now())
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_a_marked_text_is_refused_and_nowhere_written(p1: Room) -> None:
    words = {"matter": "P1", "second_reader": "he", **SHEET, "wording": "秘密★5年\n正文某某"}
    assert p1.refused("policy interpret", **words).field == "wording"
    assert "某某" not in p1.stored_text()


# ---------------------------------------------------------------- pushing


def test_pushing_before_signing_is_allowed_and_meets_nothing(p1: Room) -> None:
    p1.do("policy recipients", matter="P1", to=["应急厅"])
    p1.at("08:10")
    p1.do("policy push", matter="P1", to=["应急厅"])
    assert p1.state("policy_2h", "P1") == "running"
    p1.at("08:20")
    interpret(p1)
    assert hhmm(p1.one("policy_2h", "P1").met_at) == "08:20"


def test_signing_without_recipients_meets_nothing(p1: Room) -> None:
    interpret(p1)
    assert p1.state("policy_2h", "P1") == "running"
    assert p1.refused("policy push", matter="P1", to=["应急厅"]).field == "to"


def test_who_is_not_on_the_list_cannot_be_marked(p1: Room) -> None:
    interpret(p1, to=FLOOD)
    refusal = p1.refused("policy push", matter="P1", to=["应急局"])
    assert refusal.field == "to"
    assert "应急厅" in str(refusal)
    assert p1.refused("policy push", matter="P1", to=[]).field == "to"
    p1.do("policy push", matter="P1", to=["应急厅"])
    assert p1.refused("policy push", matter="P1", to=["应急厅"]).field == "to"


def test_late_is_met_late_at_the_last_push(p1: Room) -> None:
    interpret(p1, to=["应急厅"])
    p1.tick_at("10:05")
    p1.do("policy push", matter="P1", to=["应急厅"])
    view = p1.one("policy_2h", "P1")
    assert (view.state, view.late) == ("met_late", 5 * MINUTE)


def test_a_push_in_time_that_was_typed_late_is_in_time(p1: Room) -> None:
    interpret(p1, to=["应急厅"])
    p1.tick_at("10:05")
    p1.do("policy push", matter="P1", to=["应急厅"], at="09:59")
    assert p1.one("policy_2h", "P1").state == "met"


def test_one_who_was_never_told_can_be_taken_off_with_a_reason(p1: Room) -> None:
    interpret(p1, to=["应急厅", "水利厅"])
    p1.do("policy push", matter="P1", to=["应急厅"])
    assert p1.refused("policy recipients", matter="P1", drop=["水利厅"]).field == "reason"
    assert p1.refused("policy recipients", matter="P1", drop=["应急厅"], reason="x").field == "drop"
    assert p1.refused("policy recipients", matter="P1", drop=["信访局"], reason="x").field == "drop"
    p1.at("08:30")
    p1.do("policy recipients", matter="P1", drop=["水利厅"], reason="重复")
    assert hhmm(p1.one("policy_2h", "P1").met_at) == "08:30"


def test_recipients_are_proposed_only_where_a_keyword_stands(room: Room) -> None:
    room.do("open", kind="policy", label="P1", title="关于报送材料的通知")
    assert room.refused("policy recipients", matter="P1").field == "to"
    room.do("policy recipients", matter="P1", to=["省委办公厅"])
    assert room.refused("policy recipients", matter="P1", to=["省委办公厅"]).field == "to"


def test_no_word_by_hand_meets_the_clock(p1: Room) -> None:
    """IN-11: met only by a signed interpretation and every recipient told."""
    assert "policy" in str(p1.refused("met", obligation={"rule": "policy_2h", "matter": "P1"}))
    assert p1.one("policy_2h", "P1").state == "open"


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.permutations(["sign", *FLOOD]).flatmap(
        lambda order: st.tuples(st.just(order), st.lists(st.integers(0, 50), min_size=4, max_size=4))
    ),
    st.integers(0, 4),
)
def test_met_if_and_only_if_signed_and_all_pushed_at_the_later_time(
    empty_store: Path, plan: tuple[list[str], list[int]], steps: int
) -> None:
    order, gaps = plan
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        shutil.copyfile(empty_store, path)
        room = Room(path)
        try:
            room.at("08:00")
            room.shift()
            room.do("open", kind="policy", label="P1", title=TITLE, colour="yellow")
            room.do("policy recipients", matter="P1")
            now = room.now()
            for what, gap in list(zip(order, gaps, strict=True))[:steps]:
                now = room.to(now + gap * MINUTE)
                if what == "sign":
                    interpret(room)
                else:
                    room.do("policy push", matter="P1", to=[what])
            view = room.one("policy_2h", "P1")
            assert (view.met_at is not None) == (steps == 4)
            assert view.met_at in {None, now}
            assert view.state == ("open" if steps < 4 else "met" if now <= view.due_at else "met_late")
        finally:
            room.close()


# ---------------------------------------------------------------- withdrawal


def test_a_withdrawal_lists_everyone_it_was_pushed_to(p1: Room) -> None:
    interpret(p1, to=FLOOD)
    assert p1.refused("policy corrected", matter="P1", to=["应急厅"]).field == "to"
    p1.do("policy push", matter="P1", to=["应急厅", "水利厅"])
    assert p1.refused("policy interpret", matter="P1", second_reader="he", **SHEET).field == ""
    assert p1.refused("policy withdraw", matter="P1", reason=" ").field == "reason"
    p1.do("policy withdraw", matter="P1", reason="把“有序推进”读成“一刀切”")
    assert known(p1).to_correct == ("应急厅", "水利厅")
    assert known(p1).in_force is None
    assert "须更正: 应急厅、水利厅" in p1.log()
    assert p1.refused("policy withdraw", matter="P1", reason="x").field == "matter"
    assert p1.refused("policy corrected", matter="P1", to=["省防指"]).field == "to"
    p1.do("policy corrected", matter="P1", to=["应急厅"], note="电话")
    assert known(p1).to_correct == ("水利厅",)


def test_the_new_sheet_must_be_pushed_to_all_again_and_corrects_them(p1: Room) -> None:
    interpret(p1, to=FLOOD)
    p1.do("policy push", matter="P1", to=["应急厅", "水利厅"])
    p1.do("policy withdraw", matter="P1", reason="误读")
    interpret(p1)
    p1.do("policy push", matter="P1", to=["省防指"])
    assert p1.state("policy_2h", "P1") == "running"
    p1.do("policy push", matter="P1", to=["应急厅", "水利厅"])
    assert p1.one("policy_2h", "P1").state == "met"
    assert known(p1).to_correct == ()
    assert [sheet.number for sheet in known(p1).sheets] == [1, 2]


def test_a_push_while_no_sheet_stands_corrects_nobody(p1: Room) -> None:
    interpret(p1, to=["应急厅"])
    p1.do("policy push", matter="P1", to=["应急厅"])
    p1.do("policy withdraw", matter="P1", reason="误读")
    p1.do("policy push", matter="P1", to=["应急厅"])
    assert known(p1).to_correct == ("应急厅",)


def test_what_was_met_stays_met_after_a_withdrawal(p1: Room) -> None:
    interpret(p1, to=["应急厅"])
    p1.do("policy push", matter="P1", to=["应急厅"])
    p1.do("close", matter="P1", criterion="已贯彻")
    p1.do("policy withdraw", matter="P1", reason="误读")
    assert p1.one("policy_2h", "P1").state == "met"
    p1.do("policy corrected", matter="P1", to=["应急厅"])
    assert known(p1).to_correct == ()


# ---------------------------------------------------------------- deadlines and windows


def test_the_documents_own_deadline_counts_from_the_receipt(p1: Room) -> None:
    p1.at("08:05")
    p1.do("policy deadline", matter="P1", due="18:00")
    view = p1.one("policy_own_deadline", "P1")
    assert (hhmm(view.trigger_at), hhmm(view.due_at)) == ("08:00", "18:00")
    p1.tick_at("16:00")
    assert p1.raised("policy_own_deadline", "P1") == {"warn:PT2H": "16:00"}
    p1.at("16:10")
    p1.do("policy answer", matter="P1", text="已贯彻", to=["国务院办公厅"])
    assert hhmm(p1.one("policy_own_deadline", "P1").met_at) == "16:10"


def test_two_deadlines_have_two_clocks_and_are_named(p1: Room) -> None:
    p1.do("policy deadline", matter="P1", due="18:00")
    assert p1.refused("policy deadline", matter="P1", due="19:00").field == "subject"
    p1.do("policy deadline", matter="P1", due="+12:00", subject="报名单")
    assert p1.refused("policy answer", matter="P1", text="x").field == "subject"
    assert p1.refused("policy answer", matter="P1", subject="没有").field == "subject"
    p1.do("policy answer", matter="P1", subject="报名单")
    assert p1.state("policy_own_deadline", "P1", "报名单") == "met"
    assert p1.state("policy_own_deadline", "P1", "") == "running"
    p1.do("policy answer", matter="P1")
    assert p1.state("policy_own_deadline", "P1", "") == "met"


def test_a_clock_owed_by_hand_is_met_by_the_answer(p1: Room) -> None:
    p1.do("owe", rule="policy_own_deadline", matter="P1", due="18:00")
    p1.do("policy answer", matter="P1")
    assert p1.state("policy_own_deadline", "P1") == "met"


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("policy deadline", "due", {"due": "2026-07-15 07:00"}),
        ("policy deadline", "due", {"due": " "}),
        ("policy deadline", "due", {"due": "明年"}),
        ("policy window", "ends", {"ends": "2026-07-14T18:00"}),
        ("policy window", "ends", {"ends": "+09:00", "opens": "+10:00"}),
        ("policy window", "ends", {"ends": ""}),
        ("policy issued", "issued", {"issued": "08:30"}),
        ("policy answer", "at", {"at": "2026-07-15 23:00"}),
    ],
)
def test_times_that_cannot_be_are_refused(p1: Room, name: str, field: str, words: dict[str, str]) -> None:
    p1.at("09:00")
    assert p1.refused(name, matter="P1", **words).field == field


def test_a_window_warns_and_stands_in_the_register(p1: Room) -> None:
    p1.do("policy window", matter="P1", opens="2026-07-20", ends="2026-07-31T18:00", subject="国家重点实验室")
    p1.do("policy window", matter="P1", ends="2026-07-16T08:00", subject="征求意见")
    assert [one.subject for one in windows(p1.views, p1.now())] == ["征求意见", "国家重点实验室"]
    p1.tick_at("2026-07-17T18:00")
    assert p1.raised("call_window", "P1", "国家重点实验室") == {"warn:P14D": "18:00"}
    assert [one.subject for one in windows(p1.views, p1.now())] == ["国家重点实验室"]
    assert len(windows(p1.views, p1.now(), past=True)) == 2
    p1.do("policy confirm-window", matter="P1", subject="国家重点实验室", note="科技厅已知")
    assert p1.one("call_window", "P1", "国家重点实验室").state == "met"
    assert p1.one("call_window", "P1", "征求意见").state == "open"


def test_a_date_without_hour_means_six_in_the_evening(p1: Room) -> None:
    p1.do("policy deadline", matter="P1", due="2026-07-20")
    assert p1.due("policy_own_deadline", "P1") == "18:00"


def test_the_lag_between_issue_and_receipt_is_kept(p1: Room) -> None:
    interpret(p1, issued="2026-07-08T08:00")
    (one,) = lags(p1.views)
    assert (one.label, one.lag) == ("P1", 7 * 24 * 60 * MINUTE)
    p1.do("policy issued", matter="P1", issued="2026-07-10")
    assert lags(p1.views)[0].lag == (5 * 24 + 8) * 60 * MINUTE


def test_all_that_was_done_comes_back_from_the_journal(p1: Room) -> None:
    interpret(p1, to=FLOOD, issued="2026-07-10")
    p1.do("policy push", matter="P1", to=["应急厅"])
    p1.do("policy recipients", matter="P1", drop=["水利厅"], reason="重复")
    p1.do("policy withdraw", matter="P1", reason="误读")
    p1.do("policy corrected", matter="P1", to=["应急厅"])
    p1.do("policy window", matter="P1", ends="2026-08-01T18:00")
    p1.do("policy confirm-window", matter="P1")
    before = p1.content()
    assert before["policy_sheet"]
    rebuild(p1.desk.store, p1.now())
    assert p1.content() == before


def test_what_was_written_can_be_found(p1: Room) -> None:
    interpret(p1, silent="没有要求停工停产")
    assert [entry.kind for entry in p1.views.search("停工停产", 5)] == ["policy.interpreted"]


def test_a_day_that_the_text_names_is_pointed_out_until_it_is_entered(room: Room) -> None:
    text = "国务院办公厅关于保供的通知: 请于12月5日前报贯彻情况, 申报中央补助资金截止12月20日。"
    entry = room.do("message", text=text, sender="国务院办公厅").id
    room.do("open", kind="policy", label="P9", title="保供通知", message=entry)

    def steps() -> list[str]:
        matter = room.views.matter("P9")
        assert matter is not None
        return [step for step in read(room.views, matter, {}, room.now()).steps if "原文写着的期限" in step]

    assert steps() == ["登记原文写着的期限 12月5日、12月20日: 文件时限或申报窗口, 登记了才会提醒"]
    room.do("policy deadline", matter="P9", due="2026-12-05T18:00")
    assert steps()
    room.do("policy window", matter="P9", ends="2026-12-20T18:00")
    assert steps() == []
