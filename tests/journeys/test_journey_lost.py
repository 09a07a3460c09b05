"""What is typed is not lost, what fails is said, and what is due rings though it cannot be written."""

from __future__ import annotations

import os
import signal

import pytest
from desks import OpenDesk
from journey import Desk
from pysqlite3 import dbapi2 as sqlite

WORDS = "给省委办公厅回电"


def beside(desk: Desk) -> sqlite.Connection:
    """Another program on the same store."""
    return sqlite.connect(str(desk.store), isolation_level=None, timeout=10)


def kept(desk: Desk) -> str:
    connection = beside(desk)
    found = "".join(row[0] for row in connection.execute("SELECT body FROM draft").fetchall())
    connection.close()
    return found


def fill_half(desk: Desk) -> None:
    desk.sees("看护正常")
    desk.keys("t")
    desk.sees("设提醒")
    desk.keys("tab")
    desk.type(WORDS)
    desk.sees(WORDS)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_form_half_filled_when_the_line_drops_is_offered_on_return(desk: Desk, number: int) -> None:
    """The last key is a moment old when the terminal goes: the words are there again, in their form."""
    fill_half(desk)
    desk.hang_up(number)
    desk.reopen()
    desk.sees("设提醒")  # said on return
    desk.keys("t")
    desk.sees(WORDS)


def test_a_desk_told_to_end_ends_well_whatever_stands_on_it(open_desk: OpenDesk) -> None:
    """Over a list that is being filled, and in the first moment of its life: status 0, nothing about an error."""
    for keys in ("ctrl+p", ""):
        desk = open_desk()
        desk.keys(keys)
        assert desk.hang_up(signal.SIGTERM) == 0
        assert not desk.has("出错退出")


def test_a_form_half_filled_when_the_terminal_closes_under_it_is_offered_on_return(desk: Desk) -> None:
    """The terminal goes away in the middle of writing, as under SSH: the process ends, and the words are there again."""
    fill_half(desk)
    desk.close_terminal()
    desk.reopen()
    desk.sees("设提醒")
    desk.keys("t")
    desk.sees(WORDS)


def test_bytes_that_are_no_text_and_signals_to_stop_end_nothing(desk: Desk) -> None:
    """A terminal in another encoding, a shell's job control: the desk goes on and reads the next key."""
    desk.sees("看护正常")
    desk.send("中".encode("gbk") + b"\xff\xfe")
    for number in (signal.SIGTSTP, *[signal.SIGCONT] * 50):
        os.kill(desk.terminal.process.pid, number)
    fill_half(desk)


def test_a_form_half_filled_when_the_process_is_killed_is_offered_on_return(desk: Desk) -> None:
    """SIGKILL asks nobody: what was typed two seconds before is kept all the same, until it is saved."""
    fill_half(desk)
    desk.until(lambda _: WORDS in kept(desk), "the draft in the store", limit=10)
    desk.hang_up(signal.SIGKILL)
    desk.reopen()
    desk.sees("设提醒")
    desk.keys("t")
    desk.sees(WORDS)
    desk.type("15:30")
    desk.keys("f2")
    desk.lacks("F2 ")
    desk.until(lambda _: WORDS not in kept(desk), "the draft wiped by the act that saved it")


def test_failing_reads_are_said_and_the_desk_recovers(desk: Desk) -> None:
    """While the store cannot be read the status line says since when and why, red after 5 s; then all is well again."""
    desk.sees("看护正常")
    other = beside(desk)
    other.execute("ALTER TABLE matter RENAME TO matter_away")
    desk.sees("未刷新", "读库失败")
    desk.lacks("看护正常")
    desk.until(lambda screen: "▲" in screen.lines[1] and "未刷新" in screen.text, "above everything")
    other.execute("ALTER TABLE matter_away RENAME TO matter")
    other.close()
    desk.sees("看护正常", limit=60)
    desk.lacks("未刷新")


@pytest.mark.starts(40)
def test_a_due_clock_rings_though_the_store_is_locked(open_desk: OpenDesk, desk: Desk) -> None:
    """Another program holds the store over the due time: the alert is on the strip, marked, and written afterwards once."""
    desk.sees("看护正常")
    other = beside(desk)
    other.execute("BEGIN IMMEDIATE")
    desk.sees("未入库", "续报一", limit=60)
    assert desk.bells > 0
    other.execute("ROLLBACK")
    other.close()
    desk.lacks("未入库", limit=60)
    desk.sees("续报一")
    raised = [one for one in desk.command("due", "--alerts", "--json") if one["step"] == "ladder:0"]
    assert len(raised) == 1
