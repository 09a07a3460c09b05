"""The desk over a real line: in, a line written, the line dropped in mid-form, and what was typed back again."""

from __future__ import annotations

import signal
import time

from outside import Container
from terminal import Terminal

GONE_SECONDS = 5.0


def test_the_line_drops_in_mid_form_and_what_was_typed_is_offered(container: Container) -> None:
    with Terminal(container.client("-tt")) as desk:
        desk.until(lambda screen: "值班日志" in screen.text)
        desk.settle(0.5, 5)
        desk.send(b"i")
        desk.settle(0.3, 3)
        desk.send("线上写的一条".encode())
        desk.settle(0.3, 3)
        desk.press("enter")
        desk.until(
            lambda screen: (
                "周凯 线上写的一条" in screen.text or "线上写的一条" in container.ssh("search 线上写的一条").stdout
            )
        )
        desk.press("escape")
        desk.press("ctrl+z")
        desk.send(b"n")
        desk.until(lambda screen: "F2" in screen.text)
        desk.settle(0.3, 3)
        desk.send("东直门外管线".encode())
        desk.until(lambda screen: "东直门外管线" in screen.text)
        assert container.sessions()
        desk.process.send_signal(signal.SIGKILL)
        ends = time.monotonic() + GONE_SECONDS
        while container.sessions() and time.monotonic() < ends:
            time.sleep(0.05)
        assert not container.sessions()
    with Terminal(container.client("-tt")) as desk:
        desk.until(lambda screen: "值班日志" in screen.text)
        desk.until(lambda screen: "草稿" in screen.text or "东直门外管线" in screen.text)
