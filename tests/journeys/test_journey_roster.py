"""The roster in a real terminal: a swap is asked for from the list of one's own shifts."""

from __future__ import annotations

from pathlib import Path

from conftest import OpenDesk
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
