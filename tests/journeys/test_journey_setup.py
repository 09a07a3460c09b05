"""A new office: from ``init`` to a shift that was begun, without leaving the steps of setting it up."""

from __future__ import annotations

from pathlib import Path

from desks import SECRET, init_office
from journey import Desk

PEOPLE = (("zhang", "张伟", "tab"), ("li", "李娜", "tab"), ("wang", "王建国", "f3 2"))
"""Account, name, and the keys that leave the proposed role or choose another, which goes on by itself."""


def add(desk: Desk, account: str, name: str, role: str) -> None:
    """Add somebody at the first step, with a secret."""
    desk.keys("1 enter")
    desk.sees("口令再输一次")
    desk.type(account)
    desk.keys("tab")
    desk.type(name)
    desk.keys(f"tab {role} tab")
    desk.type(SECRET)
    desk.keys("tab")
    desk.type(SECRET)
    desk.keys("f2")
    desk.lacks("口令再输一次")


def test_from_init_to_a_begun_shift(tmp_path: Path) -> None:
    """The steps open by themselves; people, limits, a contact and the shift are saved there; left and taken up again."""
    store = tmp_path / "desk.db"
    init_office(store)
    environ = {"DUTYDESK_SECRET_FILE": str(store.with_name("secret"))}
    with Desk(store, actor="director", environ=environ) as desk:
        desk.until(lambda screen: desk.words("已办 {0}/{1} 步", 0, 7) in screen.text, "the steps")
        for one in PEOPLE:
            add(desk, *one)
        desk.until(lambda screen: desk.words("已办 {0}/{1} 步", 1, 7) in screen.text, "people are done")
        desk.keys("3 enter")
        desk.sees("核对日期")
        desk.type("应急厅")
        desk.keys("tab tab tab")
        desk.type("010-66001234")
        desk.keys("f2")
        desk.lacks("核对日期")
        desk.keys("7 enter")
        desk.sees("天气")
        desk.type("张伟")
        desk.keys("tab")
        desk.type("李娜")
        desk.keys("tab")
        desk.type("王建国")
        desk.keys("f2")
        desk.lacks("天气")
        desk.until(lambda screen: desk.words("已办 {0}/{1} 步", 2, 7) in screen.text, "the shift began")
        desk.sees("A 张伟", "先放下")
        desk.keys("esc")
        desk.lacks("先放下")
        desk.until(lambda screen: desk.words("值班日志") in screen.text, "the desk")
        found = {row["step"]: row for row in desk.command("setup", "--json")}
        assert [step for step, row in found.items() if row["done"]] == ["people", "shift"]
        assert "应急厅" not in str(found["contacts"]["missing"])
        assert desk.command("shift", "show", "--json")[0]["a"]


def test_it_does_not_come_again_by_itself(tmp_path: Path) -> None:
    """Left once, it stays away."""
    store = tmp_path / "desk.db"
    init_office(store)
    with Desk(store, actor="director", environ={"DUTYDESK_SECRET_FILE": str(store.with_name("secret"))}) as desk:
        desk.sees("先放下")
        desk.keys("esc")
        desk.lacks("先放下")
        desk.reopen()
        desk.sees("值班日志", "看护正常")
        assert not desk.has("先放下")
