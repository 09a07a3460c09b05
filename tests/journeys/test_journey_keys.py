"""Keys in order: the same keys do the same at any speed, in one packet or after the process was stopped."""

from __future__ import annotations

import signal

import pytest
from desks import OpenDesk
from journey import Desk
from pysqlite3 import dbapi2 as sqlite

WORDS = "一条一口气送到的记录"


def waiting(desk: Desk) -> int:
    """How many alerts nobody acknowledged."""
    return sum(1 for one in desk.command("due", "--alerts", "--json") if one["acknowledged_at"] is None)


@pytest.mark.everywhere
@pytest.mark.starts(43)
def test_a_letter_behind_the_key_of_the_line_is_written_and_acknowledges_nothing(desk: Desk) -> None:
    desk.sees("续报一", "[a]")
    before = waiting(desk)
    desk.packet("ia")
    desk.until(lambda _: desk.cursor_after("a"), "the letter in the line")
    assert waiting(desk) == before


@pytest.mark.everywhere
def test_two_fields_get_their_own_figures(desk: Desk) -> None:
    """``f`` 3 Enter 5 is three dead and five missing, never 35 dead."""
    desk.keys("2 home")
    desk.packet("f 3 enter 5")
    desk.sees("死亡", "失联")
    desk.until(lambda _: "5" in desk.line_with("失联"), "the second figure")
    deaths = desk.words("死亡") + "   "  # the label, not the log behind the form
    (row,) = [line for line in desk.lines if deaths in line]
    assert "3" in row
    assert "35" not in row


def test_no_call_for_help_leaves_with_what_was_meant_for_the_line(desk: Desk) -> None:
    """F12, Escape and a line in one packet: the line is written; nobody is called, nothing goes out by any channel."""
    before = went_out(desk)
    desk.packet("f12 esc i ca enter")
    desk.until(lambda _: any("ca" in row for row in desk.pane("log").rows()[-2:]), "the line")
    assert "紧急呼叫" not in "".join(desk.pane("log").rows()[-2:])
    assert [one["text"] for one in desk.command("search", "ca", "--json")] == ["ca"]
    assert went_out(desk) == before


def test_an_escape_close_before_a_letter_is_two_keys(desk: Desk) -> None:
    """What most terminals send for Escape is also how they send Alt: the letter behind it is never typed into the form."""
    before = went_out(desk)
    desk.send(b"\x1b[24~\x1bica\r")  # F12, Escape, i, ca, Enter in one write
    desk.until(lambda _: any("ca" in row for row in desk.pane("log").rows()[-2:]), "the line")
    assert [one["text"] for one in desk.command("search", "ca", "--json")] == ["ca"]
    assert went_out(desk) == before


def went_out(desk: Desk) -> list[int]:
    """How many calls for help were made, and how many messages stand in the outbox."""
    connection = sqlite.connect(str(desk.store), timeout=10)
    asked = ("SELECT count(*) FROM journal WHERE kind LIKE '%emergency%'", "SELECT count(*) FROM outbox")
    counts = [connection.execute(sql).fetchone()[0] for sql in asked]
    connection.close()
    return counts


def test_a_line_saved_in_one_packet_closes_and_the_next_key_is_a_command(desk: Desk) -> None:
    desk.packet("i {} enter ?", WORDS)
    desk.sees("帮助", "Enter 执行")
    desk.keys("esc")
    desk.until(lambda _: any(WORDS in row for row in desk.pane("log").rows()), "the line in the log")


@pytest.mark.starts(43)
def test_keys_pressed_while_the_process_was_stopped_arrive_in_order(desk: Desk) -> None:
    desk.sees("续报一", "[a]")
    desk.stop()
    desk.terminal.settle(3.0, 3.0)  # longer than a command may take: a stopped process used nothing of that
    for key in ("i", "x", "a", "1", "enter", "a"):
        desk.packet(key)
    desk.go_on()
    desk.sees("已签收: 续报一")
    desk.until(lambda _: any("xa1" in row for row in desk.pane("log").rows()), "the line in the log")


def test_a_desk_that_was_stopped_goes_on_reads_every_key_once_and_ends(desk: Desk) -> None:
    """Three times; what the shell wrote meanwhile is drawn over, and the terminal is given back as it was."""
    desk.sees("看护正常")
    assert not desk.terminal.echoes
    for n in range(3):
        desk.stop()
        desk.terminal.screen.feed(b"\x1b[2J\x1b[Hstopped")
        desk.go_on()
        desk.until(lambda screen: "stopped" not in screen.text and "记一笔" in screen.text, "everything drawn again")
        desk.packet("i {} enter", f"续{n}写")
        desk.until(lambda _, n=n: any(f"续{n}写" in row for row in desk.pane("log").rows()), "the line in the log")
    assert desk.hang_up(signal.SIGTERM) == 0
    assert desk.terminal.echoes


@pytest.mark.parametrize("pasted", [False, True], ids=["typed", "pasted"])
def test_a_character_that_comes_byte_by_byte_is_that_character(desk: Desk, pasted: bool) -> None:
    """A slow line cuts where it likes: each byte is read by itself, and the desk goes on."""
    desk.keys("i")
    brackets = ([b"\x1b[200~"], [b"\x1b[201~"]) if pasted else ([], [])
    for piece in (*brackets[0], *(bytes([one]) for one in "夜班🚨完".encode()), *brackets[1]):
        desk.send(piece)
    desk.sees("夜班🚨完")
    desk.keys("enter")
    desk.until(lambda _: any("夜班🚨完" in row for row in desk.pane("log").rows()), "the line in the log")


def test_the_finder_opens_what_was_searched_for(shared: Desk) -> None:
    shared.packet("/ {} enter", "方城县委党校")
    shared.until(lambda _: "南阳市政府办来电" in shared.pane("log").cursor_row, "the cursor on the line that was found")


def test_the_palette_runs_what_was_typed(shared: Desk) -> None:
    shared.packet("ctrl+p {} enter", "设提醒")
    shared.sees("提醒什么")
    shared.keys("esc")
    shared.lacks("提醒什么")


HOSTILE = {
    "arrows": "甲\x1b[A乙\x1bcd丙",
    "escapes": "甲\x1b\x1b乙",
    "a quit": "甲\x1b[27u\x18乙",
    "function keys": "甲\x1b[24~\x1b[24~乙\r丙",
    "half a bracket": "甲\x1b[200~乙",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_paste_runs_no_key_whatever_it_holds(shared: Desk, name: str) -> None:
    shared.paste(HOSTILE[name])
    shared.until(lambda _: shared.cursor_after("乙") or shared.cursor_after("丙"), "the pasted text in the line")
    line = shared.line_with("甲")
    assert "记一笔" not in line
    shared.keys("ctrl+a ctrl+k")
    while shared.has("甲"):
        shared.keys("backspace ctrl+u")
    shared.keys("esc")
    shared.sees("记一笔")


def test_a_paste_cut_anywhere_is_still_one_paste(shared: Desk) -> None:
    """The line delivers it in pieces: also in the middle of the brackets."""
    data = b"\x1b[200~" + "一二a三".encode() + b"\x1b[201~"
    for cut in (1, 2, 3, 5, 9, len(data) - 3, len(data) - 1):
        shared.terminal.send(data[:cut])
        shared.terminal.settle(0.02, 0.03)
        shared.terminal.send(data[cut:])
        shared.until(lambda _: shared.cursor_after("一二a三"), f"the text cut at {cut}")
        for _ in "一二a三":
            shared.keys("backspace")
        shared.keys("esc")
        shared.sees("记一笔")


def test_a_paste_where_nothing_is_typed_waits_in_the_entry_line(desk: Desk) -> None:
    """Over a text, a file, the roster: the words are in the desk's line, not saved, and it is said where they are."""
    for over, closes in (("1 home enter", "esc"), ("2 home enter", "q")):
        desk.keys(over)
        desk.sees("Esc 返回" if closes == "esc" else "事实")
        desk.paste(WORDS)
        desk.sees("值班台的记事行")
        desk.keys(closes)
        desk.until(lambda _: any(row[0] == len(desk.lines) - 2 for row in desk.places(WORDS)), "the words in the line")
    assert desk.command("search", WORDS, "--json") == []


@pytest.mark.parametrize("term", ["linux", "screen", "vt100", "xterm-16color"])
def test_a_line_is_written_at_a_terminal_of_any_kind(open_desk: OpenDesk, term: str) -> None:
    """The linux console, screen, sixteen colours or none: the desk asks the terminal's name for nothing that it needs."""
    desk = open_desk(environ={"TERM": term, "COLORTERM": ""})
    desk.packet("i {} enter", WORDS)
    desk.until(lambda _: any(WORDS in row for row in desk.pane("log").rows()), "the line in the log")
