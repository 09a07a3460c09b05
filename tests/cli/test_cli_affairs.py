"""Policies, appeals, instructions, meetings and look-alikes by the words of the command line."""

from __future__ import annotations

import json

import pytest
from shell import USAGE, Shell

SHEET = (
    "--wording", "有序推进, 不搞“一刀切”", "--scope", "全省", "--effective", "自印发之日起", "--bound", "成员单位", "--silent",
    "未要求停工",
)  # fmt: skip
VERBS = (
    "policy interpret", "policy recipients", "policy push", "policy deadline", "policy window", "policy answer",
    "policy confirm-window", "policy issued", "policy withdraw", "policy corrected", "policy show", "policy windows",
    "policy lag", "appeal dispose", "appeal link", "instruct add", "instruct relay", "instruct receipt",
    "instruct feedback", "meeting plan", "meeting notice", "meeting receipt", "meeting test", "meeting note",
    "meeting decide", "meeting minutes", "meeting cancel", "meeting move", "meeting show", "meeting draft",
    "meeting rooms", "similar",
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["policy", "appeal", "instruct", "meeting", *VERBS])
def test_every_verb_has_help(drill: Shell, command: str, language: str) -> None:
    said = drill.bare(*command.split(), "--help", "--lang", language)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"{USAGE[language]} dutydesk {command}")
    assert "--as" in said.out


@pytest.fixture
def p1(drill: Shell) -> Shell:
    title = "关于做好汛期防汛工作的通知"
    drill.done("open", "policy", "--label", "P1", "--title", title, "--colour", "yellow", "--received", "11:00")
    return drill


def standing(shell: Shell, rule: str) -> list[str]:
    return [one["state"] for one in shell.done("due", "--all", "--json").objects if one["rule"] == rule]


def test_a_policy_from_sheet_to_answer(p1: Shell) -> None:
    p1.done("policy", "recipients", "P1")
    p1.done("policy", "interpret", "P1", *SHEET, "--second-reader", "何静", "--issued", "2026-07-10")
    p1.done("policy", "push", "P1", "--to", "省防指", "水利厅")
    assert standing(p1, "policy_2h") == ["running"]
    shown = p1.done("policy", "show", "P1", "--json").object
    assert (shown["pushed"], shown["total"], shown["issued_at"]) == (2, 3, "2026-07-10T00:00:00+08:00")
    assert shown["recipients"][1] == {
        "name": "应急厅", "keyword": "防汛", "pushed_at": None, "to_correct": False, "corrected_at": None,
    }  # fmt: skip
    assert shown["sheets"][0]["silent"] == "未要求停工"
    assert shown["sheets"][0]["second_reader"] == "he"
    assert "> 推送 (2/3), 还差 应急厅" in p1.done("policy", "show", "P1").out
    p1.done("policy", "push", "P1", "--to", "应急厅")
    assert standing(p1, "policy_2h") == ["met"]
    p1.done("policy", "deadline", "P1", "--due", "18:00")
    p1.done("policy", "answer", "P1", "--text", "已贯彻", "--to", "国务院办公厅")
    assert standing(p1, "policy_own_deadline") == ["met"]
    p1.done("policy", "withdraw", "P1", "--reason", "误读")
    p1.done("policy", "corrected", "P1", "--to", "应急厅")
    assert "待更正" in p1.done("show", "P1").out
    (lag,) = p1.done("policy", "lag", "--json").objects
    assert (lag["label"], lag["lag_days"]) == ("P1", 5.46)
    assert "平均 5 天, 共 1 件" in p1.done("policy", "lag").out


def test_windows_are_a_register(p1: Shell) -> None:
    p1.done("policy", "window", "P1", "--opens", "2026-07-20", "--ends", "2026-08-15T18:00", "--subject", "重点实验室")
    (one,) = p1.done("policy", "windows", "--json").objects
    assert (one["subject"], one["ends_at"]) == ("重点实验室", "2026-08-15T18:00:00+08:00")
    assert one["confirmed_at"] is None
    assert "重点实验室" in p1.done("policy", "windows").out
    p1.done("policy", "confirm-window", "P1")
    assert standing(p1, "call_window") == ["met"]


def test_refusals_are_one_line_with_the_field(p1: Shell) -> None:
    assert p1("policy", "interpret", "P1", *SHEET).err.startswith("复核人 (--second-reader): ")
    assert p1.refused("policy", "push", "P1", "--to", "应急厅").startswith("推送对象 (--to): ")
    assert p1.refused("policy", "show", "P9") == "没有这个事项: P9"
    assert p1.refused("meeting", "show", "P1") == "P1 是政策文件, 不是日常事项"
    assert p1("policy").status == 2
    assert p1("policy", "deadline", "P1").status == 2
    english = p1("policy", "interpret", "P1", *SHEET, "--lang", "en").err
    assert english.endswith("(--second-reader): an urgent document needs a second reader: name one\n")


def test_appeals_and_look_alikes(drill: Shell) -> None:
    drill.done("open", "appeal", "--label", "A1", "--title", "7人反映在顺义被欠三个月工资", "--received", "10:00")
    drill.done("appeal", "dispose", "A1", "--text", "转办", "--to", "人社厅", "--approved-by", "刘副主任")
    assert standing(drill, "appeal_24h") == ["met"]
    title = "[/]\x1b[31m7人再次反映在顺义被欠工资"
    drill.done("open", "appeal", "--label", "A2", "--title", title)
    (one,) = drill.done("similar", "A2", "--json").objects
    assert (one["label"], one["kind"], one["state"]) == ("A1", "appeal", "open")
    assert {"reason", "words"} == set(one["reasons"][0])
    assert one["score"] >= 30
    assert drill.done("similar", "A2").out.startswith(f"{one['score']} A1 ")
    drill.done("appeal", "link", "A2", "--to", "A1", "--reason", "同一工地")
    shown = drill.done("show", "A2").out
    assert "关联事项" in shown
    assert "\x1b" not in shown
    assert drill.done("similar", "A1", "--json").out == ""


def test_instructions(drill: Shell) -> None:
    drill.done("incident", "open", "--label", "Y1", "--subtype", "road", "--colour", "blue")
    drill.done("instruct", "add", "Y1", "--who", "省领导", "--text", "全力救治", "--limit", "18:00")
    drill.done("instruct", "relay", "Y1", "--to", "南阳市", "应急厅")
    drill.done("instruct", "receipt", "Y1", "--unit", "南阳市", "应急厅")
    drill.done("instruct", "feedback", "Y1", "--text", "已救治", "--to", "省办", "--last")
    assert standing(drill, "instruction_relay") == ["met"]
    assert standing(drill, "instruction_feedback") == ["met"]
    assert "领导批示" in drill.done("show", "Y1").out


def test_meetings(drill: Shell) -> None:
    drill.done("meeting", "plan", "--title", "调度会", "--begins", "15:00", "--ends", "16:00", "--room", "6001")
    drill.done("meeting", "notice", "M1", "--to", "南阳市")
    drill.done("meeting", "receipt", "M1", "--unit", "南阳市")
    drill.done("meeting", "test", "M1", "--result", "正常")
    drill.done("meeting", "note", "M1", "各市今晚排查")
    drill.done("meeting", "decide", "M1", "排查工地", "--owner", "应急厅", "--due", "18:00")
    assert "各市今晚排查" in drill.done("meeting", "draft", "M1").out
    assert "1. 排查工地" in drill.done("meeting", "draft", "M1", "--json").object["text"]
    drill.done("meeting", "minutes", "M1", "--approve")
    shown = json.loads(drill.done("meeting", "show", "M1", "--json").out)
    assert (shown["room"], shown["place"]) == ("6001", None)
    assert shown["decisions"][0]["owner"] == "应急厅"
    assert shown["minutes"][0]["approved"] is True
    assert shown["receipts"][0]["acknowledged_at"] is not None
    drill.done("meeting", "move", "M1", "--begins", "15:30")
    assert "回执 1/1" in drill.done("meeting", "show", "M1").out
    drill.done("meeting", "cancel", "M1", "--reason", "改为书面")
    assert standing(drill, "meeting_line_test") == ["met", "cancelled"]
    assert [one["level"] for one in drill.done("meeting", "rooms", "--json").objects] == ["central", "province", "city"]
    assert drill.done("meeting", "rooms", "--lang", "en").out.startswith("centre ")
