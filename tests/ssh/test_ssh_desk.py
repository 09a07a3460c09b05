"""The desk over a real line: an alert answered, lines written, a report signed off, the line dropped in mid-form."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from outside import SECRET, Container
from sitting import LIMIT, ask_to_sign, lacks, palette, sees, waiting
from terminal import Terminal


@pytest.fixture
def asked(container: Container) -> str:
    """A report that waits for the sign-off of wang; its entry."""
    words = [
        "--kind",
        "follow_up",
        "--to",
        "省委办公厅",
        "--text",
        "伤者已送医",
        "--signed-off-by",
        "wang",
        "--ask",
        "wang",
    ]
    done = container.desk("report", "Y2", *words, "--as", "zhang")
    assert done.returncode == 0, done.stderr
    (waits,) = waiting(container)
    return str(waits)


@pytest.fixture(autouse=True)
def nothing_waits(container: Container) -> Iterator[None]:
    yield
    for one in waiting(container):
        assert container.desk("sign", str(one), "--withdraw", "--as", "zhang").returncode == 0


def test_the_owner_of_the_key_sits_there_and_nobody_else_can(container: Container) -> None:
    with Terminal(container.client("-tt")) as desk:
        sees(desk, "值班日志", "周凯")
        desk.settle(0.5, 5)
        desk.press("escape")
        palette(desk, "换人")
        sees(desk, "谁的公钥就是谁")


def test_a_line_is_written_and_an_alert_is_answered(container: Container) -> None:
    """What is typed and pressed far away is done by the owner of the key, here."""
    with Terminal(container.client("-tt")) as desk:
        sees(desk, "值班日志")
        desk.settle(0.5, 5)
        desk.press("escape")
        desk.send(b"i")
        desk.settle(0.3, 3)
        desk.send("远处写的一条".encode())
        desk.settle(0.3, 3)
        desk.press("enter")
        sees(desk, "› 记一笔", "远处写的一条")
        desk.press("escape")
        desk.until(lambda screen: "[a]签收" in screen.text, 120)  # one falls due within the first minute of a demo
        desk.send(b"a")
        ends = time.monotonic() + LIMIT
        while time.monotonic() < ends:
            desk.settle(0.2, 1)
            told = [json.loads(line) for line in container.desk("due", "--alerts", "--json").stdout.splitlines()]
            if any(one["acknowledged_by"] == "zhou" for one in told):
                break
        else:
            raise AssertionError(desk.screen.text)


def test_a_report_is_signed_off_with_the_own_secret_and_not_without(container: Container, asked: str) -> None:
    """The key lets the leader in and read; the signature takes the secret: left, mistyped, given."""
    with Terminal(container.client("-tt", key="wang")) as desk:
        sees(desk, "值班日志", "王建国")
        desk.settle(0.5, 5)
        desk.press("escape")
        for typed in ("", "nicht das Wort"):
            ask_to_sign(desk)
            if typed:
                desk.send(typed.encode())
                desk.settle(0.3, 3)
                desk.press("enter")
                sees(desk, "口令不对")
            desk.press("escape")
            sees(desk, "未保存")
            assert waiting(container) == [asked]
        ask_to_sign(desk)
        desk.send(SECRET.encode())
        desk.settle(0.3, 3)
        assert SECRET not in desk.screen.text
        desk.press("enter")
        sees(desk, "已签字")
        assert waiting(container) == []
    shown = container.desk("show", "Y2", "--json").stdout
    assert "伤者已送医" in shown


def test_no_key_stops_it_starts_a_program_or_writes_a_picture(container: Container, tmp_path: Path) -> None:
    """Ctrl-Z, Ctrl-C, Ctrl-\\ and what Textual's own palette has: the desk goes on, alone."""
    with Terminal(container.client("-tt")) as desk:
        sees(desk, "值班日志")
        desk.settle(0.5, 5)
        for key in ("escape", "ctrl+z", "ctrl+c", "escape", "ctrl+d", "escape"):
            desk.press(key)
        desk.send(b"\x1c")
        desk.settle(0.5, 3)
        desk.press("escape")
        for words in ("screenshot", "截图", "theme", "shell", "!sh"):
            desk.send(b"\x10")
            sees(desk, "找命令")
            desk.send(words.encode())
            desk.settle(0.8, 5)
            assert "Screenshot" not in desk.screen.text
            assert "Save" not in desk.screen.text
            desk.press("escape")
            desk.settle(0.3, 3)
            desk.press("escape")
            lacks(desk, "找命令")
        (session,) = container.sessions()
        assert session.status() in {psutil.STATUS_SLEEPING, psutil.STATUS_RUNNING}
        assert session.children(recursive=True) == []
        desk.send(b"?")
        desk.settle(0.5, 5)
        assert list(tmp_path.iterdir()) == []
    assert not list(container.folder.glob("*.svg"))


def test_the_terminal_may_be_small_and_change(container: Container) -> None:
    with Terminal(container.client("-tt"), columns=80, rows=24) as desk:
        sees(desk, "值班日志")
        desk.resize(60, 20)
        sees(desk, "值班")
        desk.resize(120, 36)
        sees(desk, "值班日志", "在办事项")


def test_the_line_drops_in_mid_form_and_what_was_typed_is_offered(container: Container) -> None:
    with Terminal(container.client("-tt")) as desk:
        sees(desk, "值班日志")
        desk.settle(0.5, 5)
        desk.press("escape")
        desk.send(b"n")
        sees(desk, "F2")
        desk.settle(0.3, 3)
        desk.send("东直门外管线".encode())
        sees(desk, "东直门外管线")
        assert container.sessions()
        desk.process.send_signal(signal.SIGKILL)
        ends = time.monotonic() + LIMIT
        while container.sessions() and time.monotonic() < ends:
            time.sleep(0.05)
        assert not container.sessions()
    with Terminal(container.client("-tt")) as desk:
        sees(desk, "值班日志")
        desk.until(lambda screen: "草稿" in screen.text or "东直门外管线" in screen.text, LIMIT)
