"""What is typed is read as it is meant: a form says back each time, a search says what it cannot look for."""

from __future__ import annotations

import pytest
from desks import OpenDesk
from journey import Desk


@pytest.fixture(scope="module")
def typed(open_shared: OpenDesk) -> Desk:
    """A desk to type at."""
    return open_shared()


def test_a_form_says_back_how_a_time_is_read(typed: Desk) -> None:
    """A leave from 12月1日 on: the whole day, its weekday and how far it is stand beside the field before saving."""
    typed.keys("ctrl+p")
    typed.type("休假")
    typed.sees("登记休假")
    typed.keys("enter")
    typed.sees("F2 ")
    typed.keys("tab")
    typed.type("12月1日")
    typed.until(
        lambda screen: "12月1日 周" in screen.text or "-12-01 周" in screen.text, "the reading beside the field"
    )
    typed.keys("tab")
    typed.type("32日")
    assert "没有这个日期" not in typed.text
    typed.keys("tab")
    typed.sees("没有这个日期: 32日")
    typed.keys("escape")
    typed.lacks("F2 ")


def test_find_by_number_however_it_was_typed(typed: Desk) -> None:
    """Full-width digits are found by plain ones; a level finds only itself, and the line found stands in the log."""
    typed.command("log", "来电１３８００１３８０００ 启动Ⅰ级响应")
    typed.keys("/")
    typed.sees("查找日志")
    typed.type("13800138000 Ⅰ级")
    typed.sees("共 1 条")
    typed.keys("enter")
    typed.until(lambda _: "来电１３８" in typed.pane("log").cursor_row, "the line in the log")
