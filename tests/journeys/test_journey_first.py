"""Signing on, acknowledging what rings, writing a line: the first minute of everybody's day."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from desks import OpenDesk, Templates, copied
from journey import Desk, program
from terminal import Terminal

SAID = "省委办公厅来电, 询问二广高速追尾情况"


def test_sign_on(open_desk: OpenDesk) -> None:
    """An officer with the own secret sits down: name, shift and an empty desk that says how to begin."""
    desk = open_desk("office")
    desk.sees("A›张伟", "B 李娜", "带班 王建国", "没有在办事项; 按 n 新立", "没有待签收的提醒", "看护正常")
    assert any("接班: A 张伟" in row for row in desk.pane("log").rows())


@pytest.mark.task("alert acknowledged")
@pytest.mark.everywhere
@pytest.mark.starts(43)
def test_acknowledge(desk: Desk) -> None:
    """The follow-up that falls due is on the strip; ``a`` acknowledges it; what is overdue stays."""
    desk.sees("续报一", "[a]")
    desk.keys("a")
    desk.until(lambda screen: "[a]" not in screen.lines[1], "nothing left to acknowledge")
    last = desk.command("due", "--alerts", "--json")[-1]
    assert (last["step"], last["acknowledged_by"]) == ("ladder:0", "zhang")


@pytest.mark.everywhere
def test_write_a_line(desk: Desk) -> None:
    """``i``, the words, Enter: the line stands in the log, inside its pane, and is saved."""
    desk.keys("i")
    desk.type(SAID)
    desk.until(lambda screen: SAID in screen.text, SAID)
    desk.keys("enter")
    desk.until(lambda _: any(SAID[:12] in row for row in desk.pane("log").rows()), "the line in the log")
    assert [found["text"] for found in desk.command("search", "询问二广高速", "--json")] == [SAID]


def test_errors_that_go_to_a_file_leave_the_screen_on_the_terminal(templates: Templates, tmp_path: Path) -> None:
    """``dutydesk 2> errors`` is a desk like any other, and nothing of it is drawn into the file."""
    store, errors = copied(templates.demo(), tmp_path), tmp_path / "errors"
    told = f"exec {shlex.join([*program(), '--db', str(store)])} 2> {shlex.quote(str(errors))}"
    with Terminal(["sh", "-c", told]) as desk:
        desk.until(lambda screen: "值班日志" in screen.text)
    assert errors.read_text(encoding="utf-8") == ""
