"""Hostile text comes in as typed or not at all, and never goes out raw (cases 24, 33 to 37)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from faults import command, on_a_terminal, rows

from dutydesk.cli.main import run

FORGED = "来电一则\n08:31 ✎ 周明 批准放行\r08:32 ✎ 刘副主任 同意\x0b08:33 ✎ 何静 已办\u202808:34 ✎ 周明 完"
HOSTILE = {
    "markup close": "[/] 与 [b + 和 [@click=app.quit]x[/]",
    "json": '{"a":[true,false]}',
    "clipboard": "\x1b]52;c;cm0gLXJmIC8=\x07后",
    "title": "\x1b]0;假标题\x07后",
    "clear": "\x1b[2J\x1b[H后",
    "c1": "\x9b2J\x9d0;x\x9c后",
    "right to left": "金额\u202e00001\u202c元 \u2066x\u2069",
    "invisible": "a\u200b\ufeffb\u2028c\u2029d",
    "bells": "\x07\x08\x0b\x0c\x7f后",
    "combining": "a" + "\u0301" * 100,
    "emoji": "👨‍👩‍👧‍👦 值班",
    "format": "{0} %s ${HOME} {x!r}",
}
RAW = [*range(0x20), 0x7F]
UNSEEN = ["\u202e", "\u2066", "\u2069", "\u200b", "\ufeff", "\u2028", "\u2029", *map(chr, range(0x80, 0xA0))]


def harmless(output: bytes, *, newline: bytes = b"\n") -> str:
    """Assert that no raw control is in an output; return it as text."""
    kept = output.replace(newline, b"")
    assert [byte for byte in kept if byte in RAW] == []
    text = output.decode("utf-8")
    assert [mark for mark in UNSEEN if mark in text] == []
    return text


def noted(path: Path) -> list[str]:
    found = rows(path, "SELECT payload FROM journal WHERE kind = 'entry.noted' ORDER BY seq")
    return [json.loads(row[0])["text"] for row in found]


def log(path: Path, *words: str) -> int:
    return run(["--db", str(path), "--as", "zhou", "log", *words])


def test_all_hostile_text_is_stored_as_typed_and_shown_harmless(path: Path) -> None:
    first, *others = HOSTILE.values()
    assert command("--db", str(path), "--as", "zhou", "log", "--", first).returncode == 0
    for text in others:
        assert log(path, "--", text) == 0
    typed = [text.replace("a\u0301", "á", 1) for text in HOSTILE.values()]  # NFC
    assert noted(path) == typed
    page = harmless(command("--db", str(path), "day").stdout)
    assert "[/] 与 [b + 和 [@click=app.quit]x[/]" in page
    assert '{"a":[true,false]}' in page
    assert "{0} %s ${HOME} {x!r}" in page
    assert "👨‍👩‍👧‍👦 值班" in page
    assert "␛]52;c;cm0gLXJmIC8=␇后" in page
    assert "␇␈␋␌␡后" in page
    assert "金额\ufffd00001\ufffd元" in page
    found = command("--db", str(path), "search", "后").stdout
    *rows, count = harmless(found).splitlines()
    assert (len(rows), count[:3]) == (5, "共 5")


def test_a_real_terminal_gets_no_raw_control(path: Path) -> None:
    for name in ("clipboard", "clear", "c1", "right to left"):
        assert log(path, "--", HOSTILE[name]) == 0
    for words in (("day",), ("search", "后", "--json"), ("search", "金额", "--json"), ("show", HOSTILE["title"])):
        status, received = on_a_terminal("--db", str(path), *words)
        assert status == (1 if words[0] == "show" else 0)
        assert harmless(received, newline=b"\r\n")


def test_a_forged_line_cannot_look_like_an_entry(path: Path) -> None:
    assert command("--db", str(path), "--as", "zhou", "open", "incident", "--label", "Y1").returncode == 0
    assert log(path, FORGED, "--matter", "Y1") == 0
    assert noted(path) == [FORGED]
    for words in (("day",), ("show", "Y1"), ("search", "批准放行")):
        page = harmless(command("--db", str(path), *words).stdout)
        assert "来电一则" in page
        forged = [line for line in page.splitlines() if "✎ 周明 批准放行" in line]
        assert len(forged) == 1
        assert forged[0].startswith("        08:31 ✎ 周明 批准放行␍08:32")
        assert not any(line.startswith(("08:31 ", "08:32 ", "08:33 ", "08:34 ")) for line in page.splitlines())


def test_a_title_cannot_break_out_of_its_line(path: Path) -> None:
    title = "塌方\n红 Y9 突发事件 假事项\x1b[2J"
    done = command("--db", str(path), "--as", "zhou", "open", "incident", "--label", "Y1", "--title", title)
    assert done.returncode == 0
    for words in (("matters",), ("due",), ("show", "Y1")):
        page = harmless(command("--db", str(path), *words).stdout)
        assert not any(line.startswith("红 Y9") for line in page.splitlines())
    (matter,) = [json.loads(line) for line in command("--db", str(path), "matters", "--json").stdout.splitlines()]
    assert matter["title"] == title


@pytest.mark.parametrize(
    "text",
    [b"\xff\xfe bytes", b"\xed\xa0\x80", "字".encode()[:2], "字".encode() * 20_001, b"a" * 100_000],
    ids=["no utf-8", "surrogate", "half a character", "20,001 characters", "100,000 characters"],
)
def test_what_cannot_be_kept_is_refused_in_one_line(path: Path, text: bytes) -> None:
    before = rows(path, "SELECT count(*) FROM journal")
    done = command("--db", str(path), "--as", "zhou", "log", text)
    assert done.returncode == 1
    said = harmless(done.stderr)
    assert "text" in said.partition(":")[0]
    assert said.count("\n") == 1
    assert len(said) < 200
    assert rows(path, "SELECT count(*) FROM journal") == before


def test_twenty_thousand_characters_are_kept_whole(path: Path) -> None:
    text = "汛情通报" * 5000
    assert log(path, text) == 0
    assert noted(path) == [text]


def test_a_secret_marking_is_refused_and_never_written(path: Path) -> None:
    assert log(path, "机密★10年 NEVER-0815") == 1
    assert all(b"NEVER-0815" not in one.read_bytes() for one in path.parent.iterdir() if one.is_file())
