"""Who sits at the desk: lock and switch, a forgotten secret, and what one's role may not do."""

from __future__ import annotations

from desks import SECRET, OpenDesk
from journey import Desk

HALF = "王处长来电, 请"
"""A line that its writer had to leave."""


def ask_secret(desk: Desk, name: str, secret: str) -> None:
    """Wait until a person is asked, and type."""
    desk.sees(f"{name} 的口令")
    desk.type(secret)
    desk.keys("enter")


def test_lock_and_switch(open_desk: OpenDesk) -> None:
    """The lock hides what one was writing and gives it back; each person at the terminal has the own half-written line."""
    desk = open_desk("office")
    desk.sees("看护正常")
    desk.keys("i")
    desk.type(HALF)
    desk.sees(HALF)
    desk.keys("esc K")
    desk.sees("Enter 解锁, 回到原处")
    assert HALF not in desk.text
    ask_secret(desk, "张伟", "wrong horse 1")
    desk.sees("口令不对")
    assert HALF not in desk.text
    ask_secret(desk, "张伟", SECRET)
    desk.sees(HALF)
    desk.keys("U")
    ask_secret(desk, "李娜", SECRET)
    desk.sees("现在是 李娜")
    desk.lacks(HALF)
    desk.keys("i")
    desk.type("李娜记的一条")
    desk.keys("enter")
    desk.until(lambda _: any("李娜记的一条" in row for row in desk.pane("log").rows()), "the line in the log")
    desk.keys("U")
    ask_secret(desk, "张伟", SECRET)
    desk.sees("现在是 张伟", HALF)
    assert [one["actor"] for one in desk.command("search", "李娜记的一条", "--json")] == ["li"]
    assert desk.command("search", "王处长来电", "--json") == []


def test_forgotten_secret(open_desk: OpenDesk) -> None:
    """Five wrong ones lock the account; the director unlocks it and gives a secret, which is changed at its first use."""
    desk = open_desk("office")
    desk.sees("看护正常")
    desk.keys("K")
    for left in (4, 3, 2, 1):
        ask_secret(desk, "张伟", f"guess number {left}")
        desk.sees(f"再错 {left} 次账号锁定")
    ask_secret(desk, "张伟", "guess number 0")
    desk.sees("账号锁定至")
    given = desk.store.with_name("given")
    given.write_text("given by hand 7\n", encoding="utf-8")
    desk.command("people", "unlock", "zhang", "--reason", "忘记口令", actor="director")
    desk.command("people", "secret", "zhang", "--secret-file", str(given), actor="director")
    ask_secret(desk, "张伟", "given by hand 7")
    desk.sees("新口令")
    desk.type("mine again 8")
    desk.keys("enter")
    desk.type("mine again 8")
    desk.keys("enter")
    desk.lacks("Enter 解锁, 回到原处")
    desk.sees("A›张伟", "看护正常")
    desk.keys("K")
    ask_secret(desk, "张伟", "mine again 8")
    desk.lacks("Enter 解锁, 回到原处")


def test_waive_is_refused_in_words_before_anything_is_asked(desk: Desk) -> None:
    """An officer reads who may, on the desk and in a file; the leader's form names the clock and waives it."""
    desk.sees("看护正常")
    for where, there in (("2 home enter", "事实"), ("q 3 home", "3 时限")):
        desk.keys(where)
        desk.sees(there)
        desk.keys("W")
        desk.sees("免办须由带班领导")
        assert not desk.has("F2 ")
        assert "waive" not in desk.text
        desk.click("免办须由带班领导")  # read, and out of the way
        desk.lacks("免办须由带班领导")
    desk.reopen(actor="wang")
    desk.sees("看护正常")
    desk.keys("3 home")
    desk.until(lambda _: desk.pane("clocks").cursor == 0, "the cursor on the first clock")
    before = len(desk.command("due", "--json"))
    desk.keys("W")
    desk.sees("免办: ", "F2 ")
    desk.type("上级已另行安排")
    desk.keys("f2")
    desk.lacks("F2 ")
    desk.until(lambda _: len(desk.command("due", "--json")) == before - 1, "the clock waived")
