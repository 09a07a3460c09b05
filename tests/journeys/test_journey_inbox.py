"""What comes in: seen with what is proposed for it, and one key says what becomes of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from desks import OpenDesk
from journey import Desk

TOLD = "今日14时05分许，浏阳市荷花街道一烟花厂爆炸\n3人死亡、17人受伤，直接损失约200万元\n联系人应急局李强 13812345678"


class Counted:
    """A desk whose keys are counted."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.count = desk, 0

    def keys(self, names: str) -> None:
        self.count += len(names.split())
        self.desk.keys(names)


def test_a_pasted_message_becomes_a_sent_first_report(open_desk: OpenDesk) -> None:
    """Three lines with three dead and seventeen hurt: at most twelve keys from the paste to the report that is sent."""
    desk = open_desk("demo")
    hand = Counted(desk)
    desk.paste(TOLD)
    desk.sees("一烟花厂爆炸")
    hand.keys("f2")
    desk.sees("▲▲▲", "待确认红色", "浏阳市荷花街道")
    desk.until(lambda _: (desk.keys("a"), not desk.has("▲▲▲"))[1], "the alarm answered, whenever it hears")
    hand.count += 1
    desk.sees("建议: 红 突发事件", "死亡 3", "受伤 17", "13812345678")
    assert "I-R1" not in desk.text, "why it is red stands there in words"
    desk.until(lambda screen: "D1" not in screen.lines[1], "the alarm answered")
    hand.keys("enter")
    desk.sees("新立", "2000000", "表内建议Ⅲ级: 死亡 3")
    hand.keys("f2")
    desk.until(lambda _: desk.command("inbox", "--json") == [], "the message disposed of")
    (matter,) = [one for one in desk.command("matters", "--json") if "浏阳" in one["title"]]
    assert (matter["colour"], matter["level"]) == ("red", "III")
    hand.keys("r")
    desk.sees("省委总值班室", "省政府总值班室", "浏阳市荷花街道", "死亡")
    hand.keys("f2")
    desk.until(lambda _: desk.command("show", matter["label"], "--json")[0]["reports"], "the report sent")
    (report,) = desk.command("show", matter["label"], "--json")[0]["reports"]
    assert report["kind"] == "first"
    assert hand.count <= 12, "keys from the paste to the report"


@pytest.mark.everywhere
@pytest.mark.parametrize("length", [20_001, 1_000_000])
def test_a_paste_longer_than_a_line_is_a_message_whose_file_holds_all_of_it(desk: Desk, length: int) -> None:
    """Nothing is cut, keys are answered at once, and what stood in the entry line still stands there."""
    lines = [f"第{number:06d}条 水位上涨, 已转告水利厅" for number in range(length // 22 + 1)]
    text = "\n".join(lines)[: length - 1] + "完"
    desk.keys("i")
    desk.type("半行字")
    desk.paste(text)
    desk.sees(desk.words("收为消息, 全文存为附件"), f"{length:,}")
    desk.keys("enter")
    desk.sees(desk.words("附件 {0}", 1), "第000000条")
    desk.keys("esc")
    (one,) = [one for one in desk.command("inbox", "--json") if one["text"].startswith("第000000条")]
    (kept,) = desk.command("attachments", "list", one["id"], "--json")
    out = desk.store.parent / "whole.txt"
    desk.command("attachments", "save", str(kept["seq"]), "--out", str(out))
    assert out.read_text(encoding="utf-8") == text
    desk.keys("i")
    desk.sees("半行字")


def test_the_inbox_takes_the_checklists_place_while_something_waits(open_desk: OpenDesk) -> None:
    """A count on the status line; ``4`` brings the checklist back, ``5`` the inbox; a message settled, it is gone."""
    desk = open_desk("demo")
    desk.sees("4 交接清单")
    desk.command("message", "食堂今晚吃饺子", "--channel", "微信", "--as", "zhang")
    desk.sees("5 收件箱 1", "收件1", "食堂今晚吃饺子")
    desk.lacks("4 交接清单")
    desk.keys("4")
    desk.sees("4 交接清单")
    desk.keys("5 enter")
    desk.sees("消息 #", "建议: 蓝", "其余")
    desk.keys("l")
    desk.sees("理由")
    desk.type("知悉")
    desk.keys("f2")
    desk.until(lambda _: desk.command("inbox", "--json") == [], "the inbox empty")
    desk.until(lambda screen: "收件1" not in screen.text, "no count left")


def test_blue_messages_are_settled_together_and_what_was_done_is_said(open_desk: OpenDesk) -> None:
    """One reason for all of them; the desk says what became of them, not that the first was opened for it."""
    desk = open_desk("demo")
    for text in ("食堂今晚吃饺子", "捡到手机一部，放前台"):
        desk.command("message", text, "--channel", "微信", "--as", "zhang")
    desk.sees("5 收件箱 2")
    desk.keys("ctrl+p")
    desk.type("蓝色一并")
    desk.sees("待处理的蓝色消息一并只作记录")
    desk.keys("enter")
    desk.sees("蓝色一并处理: 2 条", "食堂今晚吃饺子", "捡到手机一部")
    desk.type("知悉")
    desk.keys("f2")
    desk.until(lambda _: desk.command("inbox", "--json") == [], "the inbox empty")
    desk.sees("消息处理: 只作记录 知悉", "已保存")
    desk.lacks("消息已打开")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_on_a_narrow_screen_what_waits_is_seen_first(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    """The desk opens on the inbox while something waits."""
    first = open_desk("demo")
    first.command("message", "食堂今晚吃饺子", "--channel", "微信", "--as", "zhang")
    desk = open_desk(store=first.store, columns=size[0], rows=size[1])
    desk.sees("5 收件箱 1", "食堂今晚吃饺子")


def test_a_file_put_into_the_watched_folder_is_taken_in_by_the_desk_alone(open_desk: OpenDesk, tmp_path: Path) -> None:
    """No ``watch`` runs: the desk takes in, a red one rings at once; two desks make one message of it."""
    for name, text in (("a.txt", "食堂今晚吃饺子"), ("b.txt", TOLD)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        os.utime(tmp_path / name, (1, 1))
    desk = open_desk("demo", options=("--inbox", str(tmp_path)))
    open_desk(store=desk.store, options=("--inbox", str(tmp_path)))
    desk.sees("▲▲▲", "待确认红色", "浏阳市荷花街道")
    desk.until(lambda _: not [one for one in tmp_path.iterdir() if one.is_file()], "both taken in")
    assert sorted(one["text"] for one in desk.command("inbox", "--json")) == sorted(["食堂今晚吃饺子", TOLD])


def boxed(desk: Desk) -> list[str]:
    """The rows of the red alert's box, those that nothing lies over; empty where none stands."""
    cut = [line.split("┃") for line in desk.lines]
    return [parts[1].strip() for parts in cut if len(parts) == 3]


def test_red_messages_that_wait_are_seen_whole_in_one_box_and_acknowledged_with_one_key(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    """What is said of the one before never lies over the next; none is acknowledged that was not shown."""
    towns = ("荷花", "枨冲", "大瑶", "金刚", "澄潭江")
    for town in towns:
        told = f"7月15日14时05分许, 浏阳市{town}镇一烟花厂发生爆炸, 已造成5人死亡, 8人受伤"
        (tmp_path / f"{town}.txt").write_text(told, encoding="utf-8")
        os.utime(tmp_path / f"{town}.txt", (1, 1))
    desk = open_desk("demo", options=("--inbox", str(tmp_path)))

    def listed(wanted: int) -> list[str]:
        keys = f"* 签收所列 {wanted} 件"
        desk.until(
            lambda _: len(boxed(desk)) == 10 + wanted - 1 and keys in "".join(boxed(desk)), "every row of the box"
        )
        rows = [row for row in boxed(desk) if "浏阳市" in row]
        assert len(set(rows)) == len(rows) == wanted
        desk.terminal.settle(1.0, 1.0)  # keys of its first 400 ms count for nothing
        return rows

    first, *others = listed(len(towns))
    assert all(any(town in row for row in (first, *others)) for town in towns)
    desk.keys("a")  # the one above alone
    assert sorted(listed(len(towns) - 1)) == sorted(others)
    desk.keys("*")
    desk.lacks("▲▲▲")
    desk.until(lambda _: not [one for one in desk.command("due", "--json") if one["rule"] == "red_ack"], "all answered")


@pytest.mark.soak
def test_keys_are_answered_while_five_hundred_files_come_in(open_desk: OpenDesk, tmp_path: Path) -> None:
    """A line is saved as soon as they lie there, while they are sorted, and all of them are there in the end."""
    desk = open_desk("demo", options=("--inbox", str(tmp_path)))
    desk.keys("i")
    desk.type("夹在中间的一条")
    desk.sees("夹在中间的一条", "Enter 记一笔")
    for number in range(500):
        (tmp_path / f"{number}.txt").write_text(f"{number}号来电: 老板欠薪, 求助", encoding="utf-8")
        os.utime(tmp_path / f"{number}.txt", (1, 1))
    desk.keys("enter")  # before the first box comes: all are sorted first
    desk.until(lambda _: desk.command("search", "夹在中间的一条", "--json"), "the line saved")
    desk.until(lambda _: len(desk.command("inbox", "--json")) == 500, "all taken in", limit=300)
    desk.until(lambda _: not [one for one in tmp_path.iterdir() if one.is_file()], "none left lying", limit=300)


def test_a_file_is_put_to_a_message_while_it_is_read(open_desk: OpenDesk, tmp_path: Path) -> None:
    """One key beside those of the dispositions; the file goes where the message goes, and is listed with it at once."""
    desk = open_desk("demo")
    photograph = tmp_path / "现场.jpg"
    photograph.write_bytes(b"\xff\xd8\xff\xe0 picture")
    desk.command("message", "食堂今晚吃饺子", "--channel", "微信", "--as", "zhang")
    desk.sees("5 收件箱 1")
    desk.keys("5 enter")
    desk.sees("食堂今晚吃饺子", "t 存附件")
    desk.keys("t")
    desk.sees("存附件: 消息 #")
    desk.type(str(photograph))
    desk.keys("f2")
    desk.sees("o 附件 1", "现场.jpg")
    (one,) = desk.command("inbox", "--json")
    (kept,) = desk.command("attachments", "list", one["id"], "--json")
    assert kept["name"] == "现场.jpg"
