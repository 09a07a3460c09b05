"""Finding: one line for everything, filters completed and said when they mean nothing, one Enter to get there."""

from __future__ import annotations

import pytest
from desks import OpenDesk
from journey import Desk


@pytest.fixture(scope="module")
def finder(open_shared: OpenDesk) -> Desk:
    """A desk to find on."""
    return open_shared()


def test_a_matter_is_found_by_filters_and_opened_with_one_enter(finder: Desk) -> None:
    """Tab completes name and value; the open accident stands first and its file opens."""
    finder.keys("/")
    finder.sees("查找日志")
    finder.type("类:dljt")
    finder.sees("Tab 补全 类:道路交通")
    finder.keys("tab")
    finder.type(" 状态:在办")
    finder.sees("事项 1", "条, 新的在前")
    finder.keys("enter")
    finder.sees("响应 Ⅳ 牵头 南阳市政府", "来源 高速交警")
    finder.keys("escape")
    finder.sees("1 值班日志")


def test_a_filter_that_means_nothing_is_said_beside_what_it_knows(finder: Desk) -> None:
    """Nothing is found while a part is not understood; a word with a colon that is no filter is text."""
    finder.keys("/")
    finder.type("二广 月:13")
    finder.sees("月:13 看不懂; 写 1 到 12, 或 2026-07")
    finder.lacks("条, 新的在前")
    finder.keys("backspace backspace backspace backspace")
    finder.type("单味:公安")
    finder.sees("“单味” 不是筛选, 按文字查找")
    finder.keys("escape")
    finder.lacks("查找日志")


def test_a_heading_keeps_to_its_group_and_a_person_is_found_by_initials(finder: Desk) -> None:
    """Enter on a heading narrows what was found to that group; letters are a name's initials."""
    finder.keys("/")
    finder.type("二广")
    finder.sees("事项 1", "条, 新的在前")
    finder.keys("home enter")
    finder.sees("在:事项", "共 1 条")
    finder.keys("ctrl+a ctrl+k")
    finder.type("wjg")
    finder.sees("王建国")
    finder.keys("enter")
    finder.lacks("查找日志")
    finder.sees("王建国")
    finder.keys("escape")
