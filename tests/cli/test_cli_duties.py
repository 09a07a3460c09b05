"""Small duties by the words of the command line: what is printed, what is refused."""

from __future__ import annotations

import re

import pytest
from shell import USAGE, Shell

ISO = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+08:00$")
LATER = ("--clock", "2026-07-15T12:01")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [
        "roll-call", "roll-call receive", "roll-call answer", "roll-call list", "patrol", "lines", "lines check",
        "custody", "custody add", "custody grade", "custody move", "custody hand", "custody lock", "custody list",
        "visit", "visit in", "visit out", "visit list", "keys", "keys take", "keys return", "keys list",
        "leave", "leave add", "leave end", "leave list",
    ],
)  # fmt: skip
def test_every_command_has_help(drill: Shell, command: str, language: str) -> None:
    said = drill.bare(*command.split(), "--help", "--lang", language)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"{USAGE[language]} dutydesk {command}")
    if language == "en":
        assert not re.search(r"点名|涉密件|来访", said.out)


def test_a_roll_call(drill: Shell) -> None:
    drill.done("roll-call", "receive", "--who", "省政府总值班室")
    (waiting,) = drill.done("roll-call", "list", "--json").objects
    assert (waiting["caller"], waiting["state"], waiting["in_time"]) == ("省政府总值班室", "open", None)
    assert "未应答" in drill.done("roll-call").out
    drill.done("roll-call", "answer", *LATER)
    (one,) = drill.done("roll-call", "list", "--json", *LATER).objects
    assert (one["officer"], one["in_time"], one["state"]) == ("zhou", True, "answered")
    assert all(ISO.match(one[key]) for key in ("received_at", "due_at", "answered_at"))
    assert "省政府总值班室 应答 12:01" in drill.done("roll-call", "list", *LATER).out
    assert drill.refused("roll-call", "answer", *LATER) == "没有待应答的点名"


def test_the_line_check_is_saved_whole_or_not_at_all(drill: Shell) -> None:
    assert drill.refused("lines", "check", "l1=好").startswith("l1: ")
    said = drill("lines", "check", "l1=正常", "l3=异常")
    assert (said.status, said.err) == (1, "l3: “传真机收发测试、纸墨余量” 异常, 须写备注\n")
    saved = drill.done("lines", "check", "l1=正常", "l2=正常", "l3=异常:备用机尾号37", "--json").object
    assert set(saved) == {"id", "seq"}
    assert drill.done("search", "备用机", "--json").object["kind"] == "item.checked"
    assert drill("lines", "check").status == 2


def test_a_patrol(drill: Shell) -> None:
    drill.done("patrol", "门窗水电正常")
    said = drill("patrol", "窗未关", "--abnormal")
    assert (said.status, said.err) == (1, "备注 (--note): 巡查异常, 须写备注\n")
    assert "巡查: 门窗水电正常" in drill.done("day", "2026-07-15").out


def test_the_custody_register(drill: Shell) -> None:
    words = ("JY-0715-03", "--copies", "1", "--place", "保密柜2", "--from", "省委机要局")
    saved = drill.done("custody", "add", *words, "--json").object
    (one,) = drill.done("custody", "list", "--json").objects
    assert set(one) == {
        "label", "matter", "number", "grade", "period", "copies", "place", "holder", "from", "second",
        "registered_at", "registered_by", "ended_at", "state", "moves",
    }  # fmt: skip
    assert (one["label"], one["matter"], one["grade"], one["from"]) == ("D1", saved["matter"], None, "省委机要局")
    assert "JY-0715-03 密级未填" in drill.done("due").out
    assert drill.refused("custody", "hand", "D1").startswith("标签 (paper): 密级未填")
    drill.done("custody", "grade", "D1", "机密", "--period", "10年")
    drill.done("custody", "move", "D1", "--place", "主任办公室", "--to", "王主任")
    shown = drill.done("custody").out.splitlines()
    assert shown[0] == "D1 JY-0715-03 机密★10年 1 份 王主任 在手 来自 省委机要局"
    assert shown[-1].endswith("主任办公室 王主任 (周明)")
    drill.done("custody", "hand", "D1")
    assert drill.done("custody", "list", "--json").out == ""
    assert drill.done("custody", "list", "--all", "--json").object["state"] == "handed"


def test_content_is_not_registered(drill: Shell) -> None:
    said = drill("custody", "add", "关于某某部署的通知", "--copies", "1", "--place", "柜")
    assert (said.status, said.err) == (1, "登记号 (number): 涉密件不录标题和内容\n")
    assert drill.done("search", "某某部署", "--json").out == ""
    assert "某某部署" not in drill.done("day", "2026-07-15").out


def test_visitors(drill: Shell) -> None:
    drill.done("visit", "in", "王某", "--from", "巩义市文旅局", "--why", "参观", "--count", "4")
    (one,) = drill.done("visit", "list", "--json").objects
    assert (one["visit"], one["unit"], one["count"], one["left_at"]) == ("V1", "巩义市文旅局", 4, None)
    assert drill.done("visit").out.startswith("V1 王某 巩义市文旅局 4 人 12:00 参观")
    refusal = drill.refused("visit", "in", "41010119850307121X", "--from", "x", "--why", "y")
    assert "19850307" not in refusal
    drill.done("visit", "out", "V1")
    assert drill.done("visit", "list", "--json").out == ""
    assert ISO.match(drill.done("visit", "list", "--all", "--json").object["left_at"])
    assert drill("visit", "in", "王某").status == 2


def test_keys(drill: Shell) -> None:
    drill.done("keys", "take", "公章", "--by", "何静", "--purpose", "用印")
    (one,) = drill.done("keys", "list", "--json").objects
    assert (one["item"], one["kind"], one["by"], one["returned_at"]) == ("公章", "seal", "何静", None)
    assert "公章 何静 用印" in drill.done("keys").out
    drill.done("keys", "return", "公章")
    assert drill.done("keys").out == ""
    assert "归还" in drill.done("keys", "list", "--all").out


def test_leaders_away(drill: Shell) -> None:
    drill.done(
        "leave", "add", "李主任", "--from", "12:00", "--to", "2026-07-17T18:00", "--where", "郑州", "--deputy", "刘"
    )
    (one,) = drill.done("leave", "list", "--json").objects
    assert (one["leader"], one["where"], one["deputy"], one["ended_at"]) == ("李主任", "郑州", "刘", None)
    assert drill.done("leave").out == "李主任 12:00 - 07-17 18:00 在 郑州, 刘 代行\n"
    drill.done("leave", "end", "李主任")
    assert drill.done("leave").out == ""
