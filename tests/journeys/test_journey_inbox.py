"""What comes in: seen with what is proposed for it, and one key says what becomes of it."""

from __future__ import annotations

import pytest
from desks import OpenDesk
from journey import Desk

TOLD = "今日14时05分许，浏阳市荷花街道一烟花厂爆炸\n3人死亡、17人受伤，直接损失约200万元\n联系人应急局李强 13812345678"


class Counted:
    """A desk whose keys are counted."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.count = desk, 0

    def keys(self, names: str) -> None:
        self.count += len(names.split())
        self.desk.keys(names)


def test_a_pasted_message_becomes_a_sent_first_report(open_desk: OpenDesk) -> None:
    """Three lines with three dead and seventeen hurt: at most twelve keys from the paste to the report that is sent."""
    desk = open_desk("demo")
    hand = Counted(desk)
    desk.paste(TOLD)
    desk.sees("一烟花厂爆炸")
    hand.keys("f2")
    desk.sees("▲▲▲", "待确认红色", "浏阳市荷花街道")
    desk.until(lambda _: (desk.keys("a"), not desk.has("▲▲▲"))[1], "the alarm answered, whenever it hears")
    hand.count += 1
    desk.sees("建议: 红 突发事件", "死亡 3", "受伤 17", "13812345678")
    desk.until(lambda screen: "D1" not in screen.lines[1], "the alarm answered")
    hand.keys("enter")
    desk.sees("新立", "2000000")
    hand.keys("f2")
    desk.sees("再按 F2 确认")
    hand.keys("f2")
    desk.until(lambda _: desk.command("inbox", "--json") == [], "the message disposed of")
    (matter,) = [one for one in desk.command("matters", "--json") if "浏阳" in one["title"]]
    assert (matter["colour"], matter["level"]) == ("red", "III")
    hand.keys("r")
    desk.sees("省委总值班室", "省政府总值班室", "浏阳市荷花街道", "死亡")
    hand.keys("f2")
    desk.until(lambda _: desk.command("show", matter["label"], "--json")[0]["reports"], "the report sent")
    (report,) = desk.command("show", matter["label"], "--json")[0]["reports"]
    assert report["kind"] == "first"
    assert hand.count <= 12, "keys from the paste to the report"


def test_the_inbox_takes_the_checklists_place_while_something_waits(open_desk: OpenDesk) -> None:
    """A count on the status line; ``4`` brings the checklist back, ``5`` the inbox; a message settled, it is gone."""
    desk = open_desk("demo")
    desk.sees("4 交接清单")
    desk.command("message", "食堂今晚吃饺子", "--channel", "微信", "--as", "zhang")
    desk.sees("5 收件箱 1", "收件1", "食堂今晚吃饺子")
    desk.lacks("4 交接清单")
    desk.keys("4")
    desk.sees("4 交接清单")
    desk.keys("5 enter")
    desk.sees("原文" if desk.has("原文") else "建议", "O-B")
    desk.keys("l")
    desk.sees("理由")
    desk.type("知悉")
    desk.keys("f2")
    desk.until(lambda _: desk.command("inbox", "--json") == [], "the inbox empty")
    desk.until(lambda screen: "收件1" not in screen.text, "no count left")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_on_a_narrow_screen_what_waits_is_seen_first(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    """The desk opens on the inbox while something waits."""
    first = open_desk("demo")
    first.command("message", "食堂今晚吃饺子", "--channel", "微信", "--as", "zhang")
    desk = open_desk(store=first.store, columns=size[0], rows=size[1])
    desk.sees("5 收件箱 1", "食堂今晚吃饺子")
