"""Finding one's way: the help that is looked through, the palette that knows the cursor, jumps that say how they were read."""

from __future__ import annotations

import pytest
from desks import OpenDesk
from journey import Desk


@pytest.mark.everywhere
def test_the_help_says_what_each_key_acts_on_and_is_looked_through(desk: Desk) -> None:
    desk.keys("2 home ?")
    desk.sees("帮助", "Y2")
    desk.type("zzzz")
    desk.sees("没有相符的")
    desk.keys("esc")  # takes back what was looked for; the help stays
    desk.lacks("没有相符的")
    desk.type("qs")  # initials of 签收: no Chinese input method is needed, in English neither
    desk.sees("签收", "没有待签收的提醒")
    desk.keys("esc esc")
    desk.lacks("上下移动, Enter 执行, Esc 返回")


def test_a_key_that_was_found_is_pressed_from_the_help(desk: Desk) -> None:
    desk.keys("?")
    desk.sees("帮助")
    desk.type("f12")
    desk.sees("紧急呼叫")
    desk.keys("enter")
    desk.lacks("Enter 执行")
    desk.sees("紧急呼叫", "F2")
    desk.keys("esc")


def test_the_palette_puts_what_the_cursor_is_on_first(desk: Desk) -> None:
    desk.keys("3 home ctrl+p")
    desk.sees("→ 续报一 Y1")
    desk.keys("esc")
    desk.keys("2 home ctrl+p")
    desk.sees("→ Y2")
    desk.keys("down enter")
    desk.until(lambda screen: "Y2" in screen.text and "找命令" not in screen.text, "the first act is about the matter")


def test_a_jump_goes_to_matters_people_moments_and_lines(desk: Desk) -> None:
    def jump(words: str) -> None:
        desk.keys(":")
        desk.sees("Enter 前往")
        desk.type(words)
        desk.keys("enter")

    jump("p1")
    desk.sees("事实", "关于做好汛期值守工作的通知")
    jump("Y1")
    desk.sees("二广高速南召段大客车追尾事故", "数字")
    desk.keys("esc")
    desk.sees("1 值班日志")
    jump("李娜")
    desk.sees("B岗")
    desk.keys("esc")
    jump("11:45")
    desk.until(lambda _: desk.pane("log").cursor_row.strip("│ ").startswith("11:45"), "the line of that minute")
    jump("Y77")
    desk.sees("读作事项编号 Y77", "Y2、Y1")
    desk.keys("backspace backspace backspace")
    desk.type("13-45")
    desk.keys("enter")
    desk.sees("读作日期")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20)])
def test_help_and_jump_fit_small_terminals(open_desk: OpenDesk, columns: int, rows: int) -> None:
    desk = open_desk(columns=columns, rows=rows)
    desk.keys("?")
    desk.sees("Enter 执行", "帮助")
    desk.keys("esc :")
    desk.sees("Enter 前往", "跳转")


@pytest.mark.everywhere
def test_the_guide_is_read_over_a_form_and_what_was_typed_stays(desk: Desk) -> None:
    desk.keys("t")
    desk.sees("设提醒", "F2")
    desk.keys("tab")
    desk.type("回电话")
    desk.keys("f1")
    desk.sees("手册")
    desk.keys("3")  # the log
    desk.sees("日志: 记、改、找" if desk.lang == "zh" else "The log: write, correct, find")
    desk.keys("esc")
    desk.sees("手册")
    desk.keys("esc")
    desk.sees("设提醒", "回电话")
