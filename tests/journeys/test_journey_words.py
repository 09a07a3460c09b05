"""Words, not codes: fields with choices, lists to choose from, the file of each kind, and what one typed in English."""

from __future__ import annotations

import re

import pytest
from desks import OpenDesk
from journey import Desk

RAW = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|\d{4}-\d\d-\d\dT\d\d|\bPT\d+[HM]\b|\b(officer|follow_up|red_ack|delta)\b|-00:00"
)
"""What no person may meet on a Chinese screen: row ids, ISO stamps, durations and codes of the rulebook."""


def test_a_kind_is_typed_in_chinese_and_listed(desk: Desk) -> None:
    """A part of a word lists what has it, in place; Enter takes one; the form shows Chinese, the matter has its code."""
    desk.keys("n")
    desk.sees("新立: 突发事件")
    desk.type("望京一仓库起火")
    desk.keys("tab tab tab tab tab")
    desk.type("火灾")
    desk.sees("森林火灾", "草原火灾")
    desk.keys("f3")
    desk.sees("29  火灾")
    desk.type("森林火")
    desk.until(lambda screen: "森林火灾" in screen.text and "29  火灾" not in screen.text, "the filter")
    desk.keys("enter")
    desk.until(lambda _: "森林火灾" in desk.line_with("类别"), "the word in the field")
    desk.keys("f2")
    desk.lacks("F2 ")
    (made,) = [one for one in desk.command("matters", "--json") if one["title"] == "望京一仓库起火"]
    assert made["subtype"]
    assert made["subtype"].isascii()


def test_what_is_no_choice_is_said_and_stays(desk: Desk) -> None:
    """A word that fits nothing is named at its field; nothing is saved and nothing is lost."""
    desk.keys("n")
    desk.sees("新立: 突发事件")
    desk.type("某事")
    desk.keys("tab tab tab tab tab")
    desk.type("没有这种")
    desk.keys("f2")
    desk.sees("没有这一项: 没有这种; 按 F3 选")
    assert "某事" in desk.line_with("标题")


def test_a_long_list_takes_two_digits(shared: Desk) -> None:
    """``1 2`` goes to the twelfth row and takes it; a wheel and arrows move in the list too."""
    shared.keys("o")
    shared.sees("起算哪个时限")
    row = next(line for line in shared.lines if re.search(r"\b12  ", line))
    name = re.split(r"\b12  ", row)[1].split("│")[0].strip()
    shared.keys("1 2")
    shared.sees("起算时间")
    assert name
    assert "起算哪个时限" not in shared.text
    shared.keys("esc")
    shared.lacks("起算时间")


@pytest.mark.everywhere
def test_a_form_keeps_its_title_and_buttons(desk: Desk) -> None:
    """The longest form: title and buttons stand there at every size, the body scrolls to its last field."""
    desk.keys("n")
    desk.sees("F2 ", "Esc 返回")
    desk.until(lambda screen: desk.words("新立: {0}", "").split("{")[0].strip()[:3] in screen.text, "the title")
    desk.keys("shift+tab shift+tab shift+tab shift+tab")
    desk.sees("颜色", "F2 ")


def test_each_kind_has_its_own_file(shared: Desk) -> None:
    """An incident shows levels and its keys; a policy, an appeal show theirs, and no response level."""
    desk = shared
    wanted = {
        "望京地铁站": ("响应 Ⅲ", "启动响应", "解读"),
        "关于做好汛期": ("解读", "推送", "响应"),
        "顺义 7 人": ("处置方案", "关联", "响应"),
    }
    for title, (there, key, not_there) in wanted.items():
        desk.keys("2 home")
        desk.until(lambda _: desk.pane("matters").cursor == 0, "the cursor on the first matter")
        row = next(n for n, words in enumerate(desk.pane("matters").rows()) if title in words)
        desk.keys("j " * row)
        desk.until(lambda _, title=title: title in desk.pane("matters").cursor_row, title)
        desk.keys("enter")
        desk.sees("事实")
        desk.until(lambda screen: re.search(r"^\s*(Y2|P1|A1) ", screen.text, re.MULTILINE), "the head of the file")
        at = next(n for n, line in enumerate(desk.lines) if re.match(r"\s*(Y2|P1|A1) ", line))
        head, keys = (
            "\n".join(desk.lines[at : at + 2]),
            "\n".join(desk.lines[-2:] if "Esc" in desk.lines[-2] else desk.lines[-1:]),
        )
        assert there in head + keys
        assert key in keys
        assert not_there not in head + keys
        assert not RAW.search(desk.text), RAW.search(desk.text)
        desk.keys("q")
        desk.sees("2 在办事项")


def test_nothing_raw_on_the_desk_and_in_a_line(shared: Desk) -> None:
    """Every line of the log's newest pages, each of them in full, the checklist and the clocks: words, no codes."""
    desk = shared
    for pane in ("1", "3", "4"):
        desk.keys(f"{pane} end")
        assert not RAW.search(desk.text), RAW.search(desk.text)
    desk.keys("1 home pagedown")
    for _ in range(6):
        desk.keys("down enter")
        desk.sees("Esc 返回")
        assert not RAW.search(desk.text), (RAW.search(desk.text), desk.text)
        desk.keys("q")
        desk.lacks("Esc 返回")


def test_an_english_session_keeps_what_was_typed(open_desk: OpenDesk) -> None:
    """A line 异常 is corrected to 正常 in English: the desk speaks English, the words stay."""
    desk = open_desk(lang="en")
    desk.keys("i")
    desk.type("异常")
    desk.keys("enter")
    desk.until(
        lambda _: any(row.rstrip().endswith("异常") for row in desk.pane("log").rows()), "the line as it was typed"
    )
    assert "abnormal" not in "\n".join(desk.pane("log").rows()[-2:])
