"""Two people at one desk: the first save wins, the second sees both and chooses."""

from __future__ import annotations

from desks import OpenDesk


def test_two_people_at_one_form(open_desk: OpenDesk) -> None:
    """Somebody else saves the same figures while the form is open: nothing is written over, field by field is asked."""
    desk = open_desk("demo")
    desk.keys("2 home f")
    desk.sees("F2 保存", "死亡")
    desk.type("4")
    desk.command("figures", "Y2", "deaths=3", "injured=12", "--source", "区应急局", "--as", "li")
    desk.sees("李娜", "数字")  # behind the form the log goes on
    desk.keys("f2")
    desk.sees("打开表单后 李娜 已存了别的", "我填的: 4", "李娜 存的: 3")
    desk.keys("1")
    desk.sees("已保存 (日志第", "再按 F2 即保存")
    shown = desk.command("show", "Y2", "--json")
    assert "4人死亡" not in str(shown)
    desk.keys("f2")
    desk.lacks("F2 保存")
    assert "4人死亡" in str(desk.command("show", "Y2"))
