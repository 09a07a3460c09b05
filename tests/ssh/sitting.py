"""What a person does and sees at a desk that they reached over SSH."""

from __future__ import annotations

import json

from outside import Container
from terminal import Terminal

LIMIT = 50.0
"""Seconds within which what takes five at most is done or seen: ten times as wide."""


def sees(desk: Terminal, *words: str) -> None:
    """Wait for all of some words."""
    desk.until(lambda screen: all(one in screen.text for one in words), LIMIT)


def lacks(desk: Terminal, words: str) -> None:
    """Wait until some words are gone."""
    desk.until(lambda screen: words not in screen.text, LIMIT)


def palette(desk: Terminal, words: str) -> None:
    """Find a command in the palette and run it."""
    desk.send(b"\x10")
    sees(desk, "找命令")
    desk.send(words.encode())
    sees(desk, words)
    desk.settle(0.5, 3)
    desk.press("enter")


def waiting(container: Container) -> list[str]:
    """Return the entries that wait for a signature."""
    return [json.loads(line)["entry"] for line in container.desk("to-sign", "--all", "--json").stdout.splitlines()]


def ask_to_sign(desk: Terminal, text: str = "伤者已送医") -> None:
    """Open what waits for the own signature, read it, and come to where the secret is asked."""
    palette(desk, "待我签")
    sees(desk, "请签")
    desk.press("enter")
    sees(desk, text, "Esc 返回")
    desk.press("escape")
    sees(desk, "签字, 即办")
    desk.send(b"1")
    sees(desk, "凭公钥登录的, 这一步须输本人口令")
