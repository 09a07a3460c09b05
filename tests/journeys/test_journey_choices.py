"""Choices are chosen: a list opens in place while one types, by Chinese, English, code and initials; nobody types a code."""

from __future__ import annotations

import re

import pytest
from desks import OpenDesk
from journey import Desk

BOUND = 10 * 750
"""Bytes a letter may cost in a list of choices: ten times what was measured (TERMINAL, 120 × 36)."""


def row_of(desk: Desk, words: str) -> int:
    """The row of the screen in which words stand first."""
    return next(n for n, line in enumerate(desk.lines) if words in line)


def opened(desk: Desk, title: str) -> dict[str, object]:
    """The matter of a title, as another session reads it."""
    (made,) = [one for one in desk.command("matters", "--json") if one["title"] == title]
    return made


def test_an_incident_is_opened_from_nothing_by_the_keyboard(desk: Desk) -> None:
    """Not one Latin letter but keys and initials: title and place in Chinese, kind and level from their lists."""
    desk.keys("n")
    desk.sees("新立: 突发事件", "F5 更多")
    desk.type("京承高速两车相撞")
    desk.keys("enter")
    desk.type("北京市交管局")
    desk.keys("enter enter")
    desk.type("14:05")
    desk.keys("enter")
    desk.type("怀柔区")
    desk.keys("enter")
    desk.type("dljt")  # initials
    desk.sees("1  道路交通事故")
    desk.keys("enter")
    desk.until(lambda _: "道路交通事故" in desk.line_with("类别"), "the kind in its field")
    desk.type("0")
    desk.keys("f2")
    desk.sees("表内建议Ⅳ级")
    desk.keys("f2")
    desk.lacks("F2 ")
    made = opened(desk, "京承高速两车相撞")
    assert made["subtype"] == "road"


def test_the_same_with_the_mouse_for_everything_but_words(desk: Desk) -> None:
    """Every field is clicked, the kind is clicked in its list, saving is clicked."""
    desk.click("新事件")
    desk.sees("新立: 突发事件")
    desk.click("标题")
    desk.type("怀柔一仓库起火")
    desk.click("类别")
    desk.type("火灾")
    desk.sees("森林火灾")
    desk.click("森林火灾")
    desk.lacks("草原火灾")
    assert "森林火灾" in desk.line_with("类别")
    desk.click_at(*desk.places("F3 选; 可空")[0])  # beside 级别: the whole list
    desk.sees("1  Ⅰ", "4  Ⅳ")
    desk.click("4  Ⅳ")
    desk.until(lambda _: "Ⅳ" in desk.line_with("级别"), "the level in its field")
    desk.click("F2 ")
    desk.lacks("F2 ")
    assert opened(desk, "怀柔一仓库起火")["level"] == "IV"


@pytest.mark.everywhere
def test_a_list_opens_filters_and_takes(desk: Desk) -> None:
    """At every size and in both languages: the list is below its field or above it, and never over the alarm bar."""
    desk.keys("n")
    desk.sees("F2 ")
    desk.keys("tab tab tab tab tab")
    desk.type("ljhx")  # no such initials: the list says so
    desk.sees("没有相符的")
    desk.keys("backspace backspace backspace backspace")
    desk.type("dljt")
    desk.until(lambda screen: re.search(r" 1  (道路交通事故|\w)", screen.text), "the list")
    assert desk.words("驻京值班台") in desk.lines[0] or re.search(r"\d\d:\d\d:\d\d", desk.lines[0])
    desk.keys("enter")
    desk.until(lambda screen: not re.search(r" 1  道", screen.text), "the list closed")
    desk.keys("shift+tab")
    desk.sees(desk.words("道路交通事故"))
    desk.keys("escape")
    desk.lacks("F2 ")


def test_a_list_near_the_bottom_opens_above_its_field(open_desk: OpenDesk) -> None:
    """At 24 rows the last field of the incident has no room below: its list stands above it, under the two rows of the bar."""
    desk = open_desk(columns=80, rows=24)
    desk.keys("n")
    desk.sees("F2 ")
    desk.keys("f5")
    desk.sees("官方预警")
    desk.keys("tab tab tab tab tab tab tab tab tab tab")  # from the first that was hidden to the last field
    desk.until(lambda screen: "同意的领导" in screen.lines[screen.cursor[0] - 1], "the cursor in the last field")
    at = desk.screen.cursor[0] - 1
    desk.keys("down")
    desk.sees("1  陈主任")
    assert 2 <= row_of(desk, "1  陈主任") < at
    assert "同意的领导" in desk.lines[at]
    desk.keys("wjg enter")
    desk.until(lambda _: "王建国" in desk.lines[at], "who it is, by initials")


def test_escape_closes_the_list_and_then_the_form(desk: Desk) -> None:
    """What was typed is kept as a draft and stands there again."""
    desk.keys("n")
    desk.sees("新立: 突发事件")
    desk.type("雨夜")
    desk.keys("tab tab tab tab tab")
    desk.type("滑坡")
    desk.sees("崩塌滑坡泥石流")
    desk.keys("escape")
    desk.lacks("崩塌滑坡泥石流")
    desk.sees("F2 ")
    assert "滑坡" in desk.line_with("类别")
    desk.keys("escape")
    desk.lacks("F2 ")
    desk.keys("n")
    desk.sees("已恢复上次的草稿")
    assert "雨夜" in desk.line_with("标题")


def test_digits_pick(desk: Desk) -> None:
    """Two where the list is long; in a short one a digit is enough, and Enter goes on from there."""
    desk.keys("n")
    desk.sees("新立: 突发事件")
    desk.keys("tab tab tab tab tab f3")
    desk.sees("1  ", "自然灾害")
    desk.keys("1 2")
    desk.until(lambda screen: "自然灾害" not in screen.text, "the twelfth was taken")
    assert re.search(r"类别\s+\S", desk.line_with("类别"))
    desk.keys("enter enter enter")
    desk.keys("3")
    desk.until(lambda _: "Ⅲ" in desk.line_with("级别"), "the third level")


def test_several_errors_are_said_at_once(desk: Desk) -> None:
    """Each beside its field, how many and which below, the first one has the cursor; what is mended is unsaid while typing."""
    desk.keys("n")
    desk.sees("新立: 突发事件")
    desk.type("某事")
    desk.keys("tab tab tab")
    desk.type("25:99")
    assert "没有这个时刻" not in desk.text
    desk.keys("tab tab")
    desk.sees("没有这个时刻")
    desk.type("没有这种")
    desk.keys("tab")
    desk.type("三个半")
    desk.keys("f2")
    desk.sees("3 处要改: 发生时间、类别、死亡", "没有这一项: 没有这种", "死亡 不是数字")
    desk.type(" ")
    desk.until(lambda screen: screen.cursor[0] - 1 == row_of(desk, "发生时间"), "the cursor in the first of them")
    desk.keys("backspace " * 6)
    desk.type("14:00")
    desk.lacks("没有这个时刻")


def test_what_this_case_does_not_need_waits_behind_one_key(desk: Desk) -> None:
    """更多 shows the rest; a warning asks for its effects by itself; what is filled in is shown."""
    desk.keys("n")
    desk.sees("新立: 突发事件", "F5 更多")
    assert "官方预警" not in desk.text
    desk.keys("f5")
    desk.sees("官方预警", "是否已有影响", "同意的领导")
    desk.lacks("F5 更多")


def test_a_letter_in_a_list_costs_little(open_desk: OpenDesk) -> None:
    """A duty room may hang on a thin line: a letter and an arrow in the list of 62 kinds, in bytes."""
    desk = open_desk("office")
    desk.keys("n")
    desk.sees("新立: 突发事件")
    desk.keys("tab tab tab tab tab")
    desk.type("s")
    desk.sees("1  ")
    sizes: dict[str, int] = {}
    desk.terminal.settle(0.5, 5.0)
    for key in ("g", "backspace", "h", "down", "up", "backspace") * 5:  # the desk behind may be drawn anew meanwhile
        echo = desk.terminal.press(key)
        if echo is not None:
            sizes[key] = min(echo.size, sizes.get(key, echo.size))
    print(sizes)
    assert len(sizes) == 5
    assert all(0 < size <= BOUND for size in sizes.values()), sizes
