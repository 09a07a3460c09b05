"""The roster in a real terminal: a swap is asked for from the list of one's own shifts."""

from __future__ import annotations

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
