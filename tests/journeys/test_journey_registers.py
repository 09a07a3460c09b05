"""Registers: a thing is entered, lent and brought back; what is wrong stands at its field."""

from __future__ import annotations

from journey import Desk


def opened(desk: Desk) -> None:
    desk.keys("ctrl+p")
    desk.sees("找命令")
    desk.type("登记簿")
    desk.keys("enter")
    desk.sees("应急物资", "来访车辆")


def test_a_visitor_s_car_comes_and_leaves(desk: Desk) -> None:
    opened(desk)
    desk.keys("down down down +")
    desk.sees("新增: 来访车辆")
    desk.type("京A12345")
    desk.keys("enter")
    desk.type("某省政府")
    desk.keys("enter enter")
    desk.type("见名片")
    desk.keys("f2")
    desk.sees("不是电话号码: 见名片")
    desk.keys("ctrl+a ctrl+k")
    desk.type("(010)66001234")
    desk.keys("f2")
    desk.lacks("新增: 来访车辆")
    desk.sees("来访车辆 1", "京A12345", "010-6600 1234")
    desk.keys("enter enter")
    desk.sees("离开", "停用")
    desk.keys("1")
    desk.sees("离开: C1 京A12345")
    desk.keys("f2")
    desk.sees("已离开")
    desk.keys("esc esc")
    desk.until(
        lambda _: any("离开 来访车辆 C1 京A12345" in row for row in desk.pane("log").rows()), "the line in the log"
    )
    assert desk.command("register", "show", "vehicles", "--json")[0]["state"] == "gone"
