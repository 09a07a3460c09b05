"""Messages and signatures on the command line."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from pdfs import stream, written
from shell import Shell


def test_a_message_is_taken_in_listed_and_disposed_of(drill: Shell) -> None:
    entry = drill.done("message", "老板欠薪", "--channel", "微信", "--sender", "王某", "--json").object["id"]
    (one,) = drill.done("inbox", "--json").objects
    assert one == {
        "id": entry,
        "received_at": "2026-07-15T12:00:00+08:00",
        "channel": "微信",
        "sender": "王某",
        "text": "老板欠薪",
        "opened_at": "2026-07-15T12:00:00+08:00",
        "disposed": None,
        "chosen": None,
        "matter": None,
        "less": False,
    } | {key: one[key] for key in ("received_at", "opened_at", "proposal", "hops")}
    assert [one["proposal"][key] for key in ("kind", "category", "colour", "rule")] == ["appeal", None, "blue", "A-B"]
    assert [(hop["step"], hop["by"]) for hop in one["hops"]] == [("received", "zhou"), ("opened", "zhou")]
    assert one["received_at"].startswith("2026-07-15T12:00:0")
    assert "待处理 微信 王某: 老板欠薪" in drill.done("inbox").out
    assert drill.refused("message", "dispose", entry, "--as", "none").startswith("理由 (--reason): ")
    drill.done("message", "dispose", entry, "--as", "none", "--reason", "已另案处理")
    assert drill.done("inbox", "--json").objects == []
    assert drill.done("inbox", "--all", "--json").object["disposed"] == "none"
    assert "收件箱没有待处理的消息" in drill.done("inbox").out


@pytest.mark.parametrize("spelled", [("--as", "log"), ("--as=log",), ("--how", "log"), ("--as", "只作记录")])
def test_as_behind_dispose_is_what_becomes_of_it_and_still_who_acts(drill: Shell, spelled: tuple[str, ...]) -> None:
    entry = drill.done("message", "请知悉", "--json").object["id"]
    drill.done("message", "dispose", entry, *spelled, "--reason", "知悉", "--as", "何静")
    line = drill.done("day", "2026-07-15").out.splitlines()
    assert any("何静" in text and "消息处理: 只作记录 知悉" in text for text in line)


def test_a_matter_is_opened_from_a_message(drill: Shell) -> None:
    entry = drill.done("message", "老板欠薪", "--json").object["id"]
    drill.done("open", "appeal", "--title", "欠薪", "--message", entry)
    assert drill.done("inbox", "--json").objects == []
    refusal = drill.refused("open", "appeal", "--title", "又", "--message", entry)
    assert refusal.startswith("由哪条消息立项 (--message): 这条消息已于 12:00 处理: 新立事项")


def test_words_that_are_no_verb_are_a_message(drill: Shell) -> None:
    drill.done("message", "请转告省委办公厅")
    assert drill("message", "dispose").status == 2


def test_a_telephone_consent_and_the_countersignature(drill: Shell) -> None:
    drill.done("open", "appeal", "--title", "欠薪", "--label", "A1", "--colour", "blue", "--received", "11:00")
    plan = ("appeal", "dispose", "A1", "--text", "转办", "--to", "人社厅")
    assert drill(*plan).err.startswith("同意的带班领导或主任 (--approved-by): ")
    entry = drill.done(*plan, "--approved-by", "刘副主任", "--at", "11:33", "--json").object["id"]
    assert "(电话请示同意, 11时33分, 周明记录)" in drill.done("day", "2026-07-15").out
    assert "待补签" in drill.done("to-sign", "--as", "刘副主任").out
    assert "没有等签字的" in drill.done("to-sign").out
    assert drill("countersign", entry).err.startswith("条目 (entry): 补签须由本人")
    drill.done("countersign", entry, "--as", "刘副主任")
    assert "没有等签字的" in drill.done("to-sign", "--all").out


def test_who_signs_gives_the_own_secret(
    real: Shell, tmp_path: Path, secret_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "given"
    given.write_text("given at first 1", encoding="utf-8")
    wrong = tmp_path / "wrong"
    wrong.write_text("not this one 1", encoding="utf-8")
    own = tmp_path / "own"
    own.write_text("li alone knows 22", encoding="utf-8")
    monkeypatch.setenv("DUTYDESK_AS", "director")
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(secret_file))
    real.done("people", "add", "li", "--name", "李娜", "--secret-file", str(given))
    real.done("open", "policy", "--title", "文件", "--label", "P1", "--colour", "yellow")
    sheet = (
        "policy",
        "interpret",
        "P1",
        "--wording",
        "w",
        "--scope",
        "s",
        "--effective",
        "e",
        "--bound",
        "b",
        "--silent",
        "x",
    )
    sheet = (*sheet, "--second-reader", "李娜")
    assert "需要 李娜 的口令" in real(*sheet, "--signed", "li").err, "no terminal and no file"
    assert "先登录修改" in real(*sheet, "--signed", f"li={given}").err
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(given))
    real.done("people", "secret", "--as", "li", "--secret-file", str(own))
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(secret_file))
    for left in (4, 3, 2, 1):
        assert f"再错 {left} 次" in real(*sheet, "--signed", f"li={wrong}").err
    assert "账号锁定至" in real(*sheet, "--signed", f"li={wrong}").err
    assert "已锁定" in real(*sheet, "--signed", f"li={own}").err, "a locked account signs nothing"
    real.done("people", "unlock", "li")
    real.done(*sheet, "--signed", f"li={own}")
    assert "没有等签字的" in real.done("to-sign", "--all").out


def test_a_secret_file_is_read_to_four_kilobytes(real: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", "/dev/zero")
    assert "大于 4096 字节" in real("log", "一行").err


def test_asked_to_sign_in_the_own_session(drill: Shell) -> None:
    drill.done("open", "appeal", "--title", "欠薪", "--label", "A1", "--colour", "blue", "--received", "11:00")
    plan = ("appeal", "dispose", "A1", "--text", "转办", "--to", "人社厅", "--ask", "刘副主任")
    done = drill.done(*plan, "--json").object
    assert done["remarks"] == ["已送本人待签, 签字后才办, 现在还没有办"]
    entry = done["id"]
    (one,) = drill.done("to-sign", "--as", "刘副主任", "--json").objects
    assert (one["state"], one["act"], one["entry"]) == ("waiting", "appeal.disposal_approved", entry)
    assert "转 人社厅" in one["asks"]
    assert "周明请签" in drill.done("to-sign", "--as", "刘副主任").out
    assert "处置方案: 转" not in drill.done("day", "2026-07-15").out
    assert drill("sign", entry).err.startswith("条目 (entry): 不能签自己请人签的")
    drill.done("sign", entry, "--as", "刘副主任")
    assert "处置方案: 转 人社厅, 刘副主任 同意 (本人签" in drill.done("day", "2026-07-15").out
    again = drill.done(*plan, "--json")
    drill.done("sign", str(again.object["seq"]), "--return", "另议", "--as", "刘副主任")
    assert "退回或撤回: 另议" in drill.done("day", "2026-07-15").out
    third = drill.done(*plan, "--json").object["id"]
    drill.done("sign", third, "--withdraw")
    assert "没有等签字的" in drill.done("to-sign", "--all").out


class Incoming(io.TextIOWrapper):
    """Standard input with bytes on it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "told"),
    [(written("老板欠薪"), ""), (written("x", content=stream(b"")), "没有文字"), (b"%PDF-1.7 x", "PDF")],
)
def test_the_text_of_a_pdf_is_taken_in_from_standard_input(
    drill: Shell, monkeypatch: pytest.MonkeyPatch, content: bytes, told: str
) -> None:
    monkeypatch.setattr(sys, "stdin", Incoming(content))
    if told:
        assert told in drill.refused("message", "-")
        assert drill.done("inbox", "--json").objects == []
    else:
        drill.done("message", "-")
        assert [one["text"].strip() for one in drill.done("inbox", "--json").objects] == ["老板欠薪"]


def test_one_look_names_what_it_could_not_take_in(drill: Shell, tmp_path: Path) -> None:
    box = tmp_path / "in"
    (box / "11-27").mkdir(parents=True)
    (box / "11-27" / "a.txt").write_text("老板欠薪", encoding="utf-8")
    (box / "link.txt").symlink_to("/etc/hostname")
    (box / "b.txt").write_text("机密★5年\n内容", encoding="utf-8")
    for path in (box / "11-27" / "a.txt", box / "b.txt"):
        os.utime(path, (1, 1))
    said = drill.done("watch", "--once", "--inbox", str(box)).out
    assert "收入 1 件" in said
    waiting = drill.done("inbox").out
    told = drill.done("inbox", "--json").objects
    assert len(told) == 3, "each waits for a person, whether it could be read or not"
    assert "未收入 link.txt" in waiting
    assert "一份带密级标志的文件" in said
    assert all(one["text"] in said for one in told if "b.txt" in one["text"] or "密级" in one["text"])
    assert "b.txt" not in waiting
