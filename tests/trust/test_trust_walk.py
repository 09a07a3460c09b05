"""A desk on a real pty whose store is full of hostile text, walked through its panes, files, dialogs, forms and notices.

Every byte that the terminal gets is looked at: what the desk itself sends to draw is known by its form, and nothing else may
be a control; no mark of direction, no invisible sign, and nothing of what the texts would have the terminal do.
"""

from __future__ import annotations

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

import pytest
from faults import make_store

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.log.acts import Log, Message
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.obligations.acts import Remind

NAUGHTY = (
    "\x1b]52;c;cm0gLXJmIC8=\x07剪贴", "\x1b]0;假标题\x07题", "\x1b[2J\x1b[H清", "\x9b2J\x9d0;x\x9c八位", "\x1bPq~\x1b\\图",
    "金额\u202e00001\u202c元\u2066x\u2069", "a\u200b\ufeffb\u061c暗", "行\u2028段\u2029落", "\x07\x08\x0b\x0c\x7f铃", "e" + "\u0301" * 60,
    "[@click=app.quit]x[/] [/] [b +", "👨‍👩‍👧‍👦 值班", "长" * 300, "{0} %s ${HOME}", "末\r\n08:31 ✎ 周明 伪造",
)  # fmt: skip

OWN = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # CSI: what Textual draws with
    "|\x1b[78=>]|\x1b\\(B"
    "|\x1b\\]22;[a-z-]*\x07"  # the pointer's shape
    "|\x1bP\\+q[0-9A-Fa-f;]*\x1b\\\\"
    "|\x07(?![剪题\x08])"  # its bells, wherever they fall in what is drawn; one of a text stands before these
)
"""What the desk sends to draw and to be heard; no other OSC."""

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)

KEYS = (
    "1", "j", "j", "2", "\r", "j", "\x1b", "3", "j", "4", "5", "\r", "\x1b",  # panes, a matter's file, a message
    "/", "剪", "\x1b", "?", "\x1b", "\x10", "b", "\x1b", "g", "\x1b",  # finding, help, palette, going
    "n", "\x1b", "r", "\x1b", "\x1b", "N", "\x1b", "C", "\x1b", "h", "\x1b", "o", "\x1b",  # forms and lists
    "i", "\x1b[200~" + "".join(NAUGHTY[:9]) + "\x1b[201~", "\r", "\x1b",  # a paste, saved as a line
)  # fmt: skip


@pytest.fixture
def hostile_store(tmp_path: Path) -> Path:
    path = make_store(tmp_path / "desk.db")
    container = open_container(path)
    for number, text in enumerate(NAUGHTY):
        title = " ".join(text.split("\n"))[:80]
        container.desk.perform(Log(text=text), actor="zhou")
        container.desk.perform(
            Open(kind="routine", title=title, label=f"H{number}", place=title, source=title), actor="zhou"
        )
        container.desk.perform(Remind(time="+0:01" if number == 0 else "+23:00", text=f"{title}{number}"), actor="zhou")
        container.desk.perform(Message(text=text, sender=title, channel=title[:20]), actor="zhou")
    container.close()
    return path


def walked(path: Path, lang: str, columns: int, rows: int) -> bytes:
    """Open the desk, press every key, leave it; return all that the terminal got."""
    leader, follower = pty.openpty()
    ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    command = [sys.executable, "-m", "dutydesk", "--db", str(path), "--as", "zhou", "--lang", lang]
    environ = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environ, close_fds=True)
    os.close(follower)
    got = bytearray()

    def listen(seconds: float, quiet: float) -> None:
        """Take what comes until it is quiet for so long."""
        ends, last = time.monotonic() + seconds, time.monotonic()
        while time.monotonic() < ends and time.monotonic() - last < quiet:
            if select.select([leader], [], [], 0.05)[0]:
                try:
                    piece = os.read(leader, 65_536)
                except OSError:
                    return
                got.extend(piece)
                last = time.monotonic()

    try:
        listen(30, 3)
        for key in KEYS:
            os.write(leader, key.encode())
            listen(5, 0.35)
        assert process.poll() is None, "no key ends the desk"
    finally:
        process.terminate()
        listen(10, 2)
        process.kill()
        process.wait(timeout=10)
        os.close(leader)
    return bytes(got)


@pytest.mark.parametrize(
    ("lang", "columns", "rows"), [("zh", 120, 36), pytest.param("en", 80, 24, marks=pytest.mark.soak)]
)
def test_no_screen_sends_what_a_text_says(hostile_store: Path, lang: str, columns: int, rows: int) -> None:
    text = walked(hostile_store, lang, columns, rows).decode("utf-8", errors="replace")
    assert len(text) > 20_000, "the desk was drawn"
    assert "剪贴" in text
    assert "␛]52;c;" in text, "what was harmful is seen, not left out"
    rest = OWN.sub("", text)
    found = FORBIDDEN.search(rest)
    assert found is None, repr(rest[max(0, found.start() - 60) : found.start() + 60])
