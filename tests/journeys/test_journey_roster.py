"""The roster in a real terminal: a day is changed on the calendar, a shift of one's own is swapped, a file is taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import OpenDesk
from journey import Desk


def planned(desk: Desk) -> None:
    """Eight days from tomorrow on, two teams in turn."""
    teams = ("--team", "zhang/li/wang", "sun/zhou/zhao", "--anyway", "演练")
    desk.command("roster", "plan", "--from", "2026-07-16", "--to", "2026-07-23", *teams, actor="wang")


def palette(desk: Desk, words: str) -> None:
    """Find a command in the palette and run it."""
    desk.keys("ctrl+p")
    desk.type(words)
    desk.sees(words)
    desk.keys("enter")


def test_a_swap_begins_with_the_list_of_ones_own_shifts(open_desk: OpenDesk) -> None:
    """F3 lists the person's own shifts and nobody else's; the chosen one stands in the form, read back."""
    desk = open_desk("demo", actor="zhang")
    planned(desk)
    palette(desk, "换班")
    desk.sees("申请换班", "我的班次", "F3 选")
    desk.keys("f3")
    desk.sees("1  07-16 08:00 周四 A岗", "2  07-18 08:00 周六 A岗")
    desk.lacks("07-17 08:00 周五")
    desk.keys("2")
    desk.sees("2026-07-18 08:00", "7月18日 周六 08:00")


def test_what_is_asked_in_return_is_chosen_from_the_others_shifts(open_desk: OpenDesk) -> None:
    """Once somebody is named, F3 in the field of the return lists that person's shifts, and again when another is named."""
    desk = open_desk("demo", actor="zhang")
    planned(desk)
    palette(desk, "调班")
    desk.sees("申请换班", "先填请谁")
    desk.keys("f3")
    desk.sees("1  07-16 08:00 周四 A岗")
    desk.keys("1")
    desk.type("孙敏")
    desk.keys("enter")
    desk.sees("F3 选; 空着为不还")
    desk.keys("f3")
    desk.sees("1  07-17 08:00 周五 A岗")
    desk.lacks("07-16 08:00 周四")
    desk.keys("escape")
    desk.lacks("按数字即选定")
    desk.keys("shift+tab")
    desk.keys("backspace backspace backspace backspace")
    desk.type("李娜")
    desk.keys("enter")
    desk.sees("李娜")
    desk.keys("f3")
    desk.sees("1  07-16 08:00 周四 B岗")


def test_a_roster_file_is_shown_before_it_is_planned(open_desk: OpenDesk, tmp_path: Path) -> None:
    """A week of 白班 and 夜班 goes in from the roster's screen; what cannot be read is named and the form keeps what was typed."""
    desk = open_desk("demo", actor="wang")
    table = tmp_path / "table.csv"
    table.write_text("班次,周一,周二,周三\n白班,张伟,李娜,李四\n夜班,孙敏,周凯,孙敏\n", encoding="utf-8")
    palette(desk, "值班表")
    desk.sees("F5 导入")
    desk.keys("f5")
    desk.sees("导入排班", "F2 预览")
    desk.type(str(table))
    desk.keys("f2")
    desk.sees("没有写明是哪一周", "F2 预览")
    desk.keys("tab tab tab")
    desk.type("2026-07-20")
    desk.keys("f2")
    desk.sees("读出 4 个班次, 1 行没有收", "没有这个人: 李四", "07-20 20:00-07-21 08:00 A岗 孙敏", "F9 按此排班")
    desk.keys("f2")
    desk.keys("escape")
    desk.sees("导入排班", "2026-07-20")
    desk.keys("f2")
    desk.sees("F9 按此排班")
    desk.keys("f9")
    desk.sees("20 孙敏/-")
    shown = desk.command("roster", "show", "--from", "7-20", "--to", "7-20")
    assert "07-20 08:00-07-20 20:00 A岗 张伟" in "\n".join(shown)


def holders(desk: Desk, day: str) -> list[str]:
    """Who stands at A in the shifts of a day, as the command line tells it."""
    shown = desk.command("roster", "show", "--from", day, "--to", day, "--json")
    return [one["a"] for found in shown for one in found["shifts"]]


def test_a_day_of_the_roster_is_changed(open_desk: OpenDesk) -> None:
    """Enter on a day opens its form with the hours read back; saved, the calendar shows who stands there now."""
    desk = open_desk(actor="wang")
    planned(desk)
    assert holders(desk, "2026-07-17") == ["sun"]
    palette(desk, "排班")
    desk.sees("A 张伟", "A 孙敏")
    desk.keys("right right")
    desk.until(lambda screen: "07-17" in screen.lines[2] and "A 孙敏" in screen.lines[2], "the day in full")
    desk.keys("enter")
    desk.sees("F2 ", "2026-07-17 08:00", "周五 08:00")
    desk.type("张伟")  # the form begins in the first empty field: A
    assert "张伟" in desk.line_with("A岗")
    desk.keys("tab tab tab tab")
    desk.type("孙敏出差")
    desk.keys("tab")
    desk.type("临时")  # two shifts without a rest between them
    desk.keys("f2")
    desk.lacks("F2 ")
    desk.until(lambda screen: "07-17" in screen.lines[2] and "A 张伟" in screen.lines[2], "the change on the calendar")
    assert holders(desk, "2026-07-17") == ["zhang"]


@pytest.mark.task("shift swapped")
def test_a_shift_of_ones_own_is_swapped(open_desk: OpenDesk) -> None:
    """Asked for from the list of one's own shifts, agreed to by the other, approved by the leader: each in the own session."""
    desk = open_desk(actor="zhang")
    planned(desk)
    palette(desk, "换班")
    desk.sees("申请换班", "我的班次", "F3 选")
    desk.keys("f3")
    desk.sees("1  07-16 08:00 周四 A岗", "2  07-18 08:00 周六 A岗")
    desk.lacks("07-17 08:00 周五")
    desk.keys("2")
    desk.sees("2026-07-18 08:00", "7月18日 周六 08:00")
    desk.type("孙敏")
    desk.keys("tab tab")
    desk.type("家事")
    desk.keys("f2")
    desk.lacks("F2 ")
    theirs = open_desk(store=desk.store, actor="sun")
    palette(theirs, "换班")
    theirs.sees("张伟 → 孙敏")
    theirs.keys("1")
    theirs.sees("同意换班", "批准换班 (带班领导)")
    theirs.keys("1")
    theirs.sees("已保存 (日志 #")
    leader = open_desk(store=desk.store, actor="wang")
    palette(leader, "换班")
    leader.sees("张伟 → 孙敏")
    leader.keys("1")
    leader.sees("批准换班")
    leader.keys("2")
    leader.sees("不合规则时的理由")
    leader.type("已商量")
    leader.keys("f2")
    leader.lacks("F2 ")
    palette(desk, "排班")
    desk.keys("right right right")
    desk.until(lambda screen: "07-18" in screen.lines[2] and "A 孙敏" in screen.lines[2], "the swap on the calendar")
    assert holders(desk, "2026-07-18") == ["sun"]
