"""Somebody else's consent, given at the terminal or by telephone; a message taken in and disposed of."""

from __future__ import annotations

from conftest import OpenDesk
from journey import Desk


def palette(desk: Desk, words: str) -> None:
    """Find a command in the palette and run it."""
    desk.keys("ctrl+p")
    desk.type(words)
    desk.sees(words)
    desk.keys("enter")


def test_a_message_is_taken_in_and_disposed_of(open_desk: OpenDesk) -> None:
    """A message waits in the inbox until somebody says what becomes of it, and then it is gone from there."""
    desk = open_desk("demo")
    desk.command("message", "老人走失求助", "--channel", "微信", "--as", "zhang")
    palette(desk, "收件箱")
    desk.sees("待处理 微信: 老人走失求助")
    desk.keys("enter")
    desk.sees("老人走失求助", "Esc 返回")
    desk.keys("escape")
    desk.sees("去向", "不办")
    desk.keys("7")
    desk.sees("理由")
    desk.type("已由派出所找到")
    desk.keys("f2")
    desk.until(lambda _: desk.command("inbox", "--json") == [], "the inbox empty")
    desk.until(lambda _: any("消息处理: 不办" in row for row in desk.pane("log").rows()), "the line in the log")
