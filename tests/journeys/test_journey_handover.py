"""The whole handover in a real office: gone through step by step, two people sign with their own secrets, the sheet is sealed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from desks import SECRET, OpenDesk, Templates, copied
from journey import CURSOR, LIMIT, Desk, program
from plain import answer
from terminal import Terminal

STEPS = 60
"""More steps than any empty office has."""

FORMS = {"填三件事": ("看红色预警", "催续报", "送机要"), "填写": ("无",)}
"""What is typed into the form of a step whose first key says this."""


def recommended(desk: Desk) -> str:
    """The first key of the last line with its words: what the screen says to do next."""
    return desk.lines[-1].strip().partition("  ")[0]


def gone_through(desk: Desk) -> int:
    """How many steps the second line counts as done."""
    found = re.search(r"走过 (\d+)/", desk.text)
    return int(found[1]) if found else -1


def stands(desk: Desk) -> bool:
    """Whether the step under the cursor is the one whose text and keys are shown: they come a moment after it."""
    screen = desk.screen
    top = next((n for n, line in enumerate(screen.lines) if "步骤" in line), screen.rows) + 1
    rows = [y for y in range(top, screen.rows) if screen.look(y, 4).bg == CURSOR]
    return bool(rows) and screen.lines[rows[0]][2:10].strip() in screen.lines[top].partition("│")[2]


def go_through(desk: Desk) -> None:
    """Do at every step what its first key says, up to the signatures; a number where one is wanted."""
    for _ in range(STEPS):
        desk.until(lambda _: stands(desk), "the step's text")
        key, _, words = recommended(desk).partition(" ")
        if words == "交班人签字":
            return
        before = gone_through(desk)
        if "0-9 数目" in desk.lines[-1]:
            desk.keys("12")  # a number may have more figures than one
            desk.sees("F2 ")
            desk.keys("f2")
            desk.lacks("F2 ")
        elif words in FORMS:
            desk.keys("enter")
            desk.sees("F2 ")
            for typed in FORMS[words]:
                desk.type(typed)
                desk.keys("tab")
            desk.keys("f2")
            desk.lacks("F2 ")
        elif words == "记知悉":
            desk.keys("enter")
            desk.sees("怎样知悉")  # who it is stands there already
            desk.type("电话")
            desk.keys("f2")
            desk.lacks("F2 ")
        else:
            desk.keys(key.lower())
        desk.until(
            lambda _, before=before: gone_through(desk) > before or recommended(desk).endswith("交班人签字"),
            f"the step behind {words}",
        )
    raise AssertionError(f"never through\n{desk.text}")


def sign(desk: Desk, key: str, secret: str) -> None:
    desk.keys(key)
    desk.sees("口令", "F2 ")
    desk.type(secret)
    desk.keys("f2")


@pytest.mark.task("handover to the sealed sheet")
def test_the_whole_handover_to_the_sealed_sheet(open_desk: OpenDesk) -> None:
    """A wrong secret is counted and signs nothing; the second signature hands over; a vacant B is red from then on."""
    desk = open_desk("office")
    desk.sees("看护正常")
    desk.keys("h")
    desk.sees("交班: A 张伟 B 李娜", "Enter 开始交接")
    desk.keys("enter")
    desk.sees("接班带班领导")
    desk.type("李娜")
    desk.keys("tab tab")
    desk.type("王建国")
    desk.keys("f2")
    desk.until(lambda _: gone_through(desk) == 0, "the walk begun")
    desk.sees("步骤", "1/")
    go_through(desk)
    assert "拦着" not in desk.lines[2]
    sign(desk, "1", "not my secret 1")
    desk.sees("口令不对", "再错 4 次")
    desk.keys("esc")
    desk.sees("交班人 张伟  未签")
    sign(desk, "1", SECRET)
    desk.lacks("F2 ")
    desk.until(lambda _: "未签" not in desk.line_with("交班人 张伟"), "the first signature")
    assert "接班人 李娜  未签" in desk.text
    sign(desk, "2", SECRET)
    desk.sees("封存文本 SHA-256", "Enter 回到值班台")
    desk.keys("end enter")
    desk.sees("A 李娜", "B 空缺")
    red, green = (int(desk.colour("空缺")[place : place + 2], 16) for place in (0, 2))
    assert red > 2 * green, "red"
    desk.until(lambda _: any("接班" in row and "李娜" in row for row in desk.pane("log").rows()), "the line in the log")
    sheet = "\n".join(desk.command("handover", "show", "--sealed"))
    assert "张伟" in sheet
    assert "送机要" in sheet
    for counted in ("印章、介绍信、公章使用登记", "保密柜、抽屉钥匙数目与封条", "夜间值守手机、笔记本交接"):
        assert re.search(rf"{counted} 12(?!\d)", sheet), f"{counted}: typed whole, sealed whole"


def asks(terminal: Terminal) -> bool:
    """Whether the last line that stands there is a question without an answer."""
    return terminal.screen.text.rstrip().endswith(":")


def test_the_whole_handover_line_by_line_in_a_terminal(templates: Templates, tmp_path: Path) -> None:
    """``handover --plain``: secrets are typed unseen, a wrong one signs nothing, and the sheet is sealed all the same."""
    store = copied(templates.office(), tmp_path)
    posts = {"接班 A岗": "李娜", "接班带班领导": "王建国"}
    secrets = {"张伟": SECRET, "李娜": SECRET}
    environ = {"DUTYDESK_LANG": "zh", "DUTYDESK_CONFIG": str(tmp_path / "none.toml")}
    command = [*program(), "--db", str(store), "--as", "张伟", "handover", "--plain"]
    wrong = iter(["not my secret 1"])

    with Terminal(command, columns=100, rows=70, environ=environ) as terminal:
        for _ in range(3 * STEPS):
            deadline = time.monotonic() + LIMIT
            while not asks(terminal) and not terminal.over and time.monotonic() < deadline:
                terminal.rest(0.1, 1)
            said = terminal.screen.text.rstrip()
            if terminal.over:
                break
            assert SECRET not in said
            typed = answer(said, posts, secrets)
            if typed == SECRET and "交班人签字" in said:
                typed = next(wrong, SECRET)
            terminal.send(f"{typed}\r".encode())
            terminal.wait(LIMIT)
            terminal.rest(0.1, 5)
        terminal.wait(1)
        assert "交接已封存" in terminal.screen.text, terminal.screen.text
        assert next(wrong, None) is None, "the wrong secret was tried"
