"""Two people at one desk: the first save wins, the second sees both and chooses."""

from __future__ import annotations

from desks import OpenDesk


def test_two_people_at_one_form(open_desk: OpenDesk) -> None:
    """Somebody else saves the same figures while the form is open: nothing is written over, field by field is asked."""
    desk = open_desk("demo")
    desk.keys("2 home f")
    desk.sees("F2 ", "死亡")
    desk.type("4")
    desk.command("figures", "Y2", "deaths=3", "injured=12", "--source", "区应急局", "--as", "li")
    desk.sees("李娜", "数字")  # behind the form the log goes on
    desk.keys("f2")
    desk.sees("打开表单后 李娜 已存了别的", "我填的: 4", "李娜 存的: 3")
    desk.keys("1")
    desk.sees("已保存 (日志 #", "再按 F2 即保存")
    shown = desk.command("show", "Y2", "--json")
    assert "4人死亡" not in str(shown)
    desk.keys("f2")
    desk.lacks("F2 ")
    assert "4人死亡" in str(desk.command("show", "Y2"))


def test_who_else_is_here_is_seen(open_desk: OpenDesk) -> None:
    """A second session is counted on the status line and listed with who, from where; it is gone once it left."""
    desk = open_desk("demo")
    desk.sees("看护正常")
    other = open_desk(store=desk.store, actor="li")
    other.sees("看护正常", "另 1 处在线")
    desk.sees("另 1 处在线")
    desk.keys("ctrl+p")
    desk.type("谁在线")
    desk.sees("姓名、岗位、从哪里")
    desk.keys("enter")
    desk.sees("李娜 (值班员)", "Esc 返回")
    desk.keys("escape")
    assert {one["officer"] for one in desk.command("people", "here", "--json")} == {desk.actor, "li"}
    other.hang_up()
    desk.lacks("另 1 处在线")


def test_language_and_theme_are_the_account_s_own(open_desk: OpenDesk) -> None:
    """Chosen once, they are there at the next start, for this person and no other."""
    desk = open_desk("demo")
    desk.sees("看护正常")
    desk.keys("L")
    desk.sees("watched")
    desk.reopen()
    desk.sees("watched")
    other = open_desk(store=desk.store, actor="li")
    other.sees("看护正常")
