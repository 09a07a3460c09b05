"""The second factor over a real line: a sign-off takes secret and code, each code once; the key alone, or the secret alone, does not."""

from __future__ import annotations

import time

import pyotp
import pytest
from outside import SECRET, Container
from sitting import ask_to_sign, sees, waiting
from terminal import Terminal

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.accounts import factor
from dutydesk.usecase.acts import REGISTRY

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TEXTS = ("伤者已送医", "道路已恢复通行")


def code(ahead: int = 0) -> str:
    """Return what the device shows, so many periods ahead."""
    return pyotp.TOTP(KEY).generate_otp(int(time.time()) // 30 + ahead)


@pytest.fixture
def two_asked(container: Container) -> list[str]:
    """Two reports wait for wang, who set a second factor at the machine some periods ago."""
    house = open_container(container.db)
    try:
        earlier = pyotp.TOTP(KEY).generate_otp(house.desk.now() // factor.PERIOD - 1)
        house.desk.perform(REGISTRY["people totp"].from_words({"shared": KEY, "code": earlier}), actor="wang")
    finally:
        house.close()
    for text in TEXTS:
        words = [
            "--kind",
            "follow_up",
            "--to",
            "省委办公厅",
            "--text",
            text,
            "--signed-off-by",
            "wang",
            "--ask",
            "wang",
        ]
        done = container.desk("report", "Y2", *words, "--as", "zhang")
        assert done.returncode == 0, done.stderr
    return waiting(container)


def give(desk: Terminal, typed: str) -> None:
    """Type into where the secret is asked; nothing of it stands on the screen."""
    desk.send(typed.encode())
    desk.settle(0.3, 3)
    assert SECRET not in desk.screen.text
    desk.press("enter")


def test_a_sign_off_takes_secret_and_code_and_each_code_once(container: Container, two_asked: list[str]) -> None:
    assert len(two_asked) == 2
    with Terminal(container.client("-tt", key="wang")) as desk:
        sees(desk, "值班日志", "王建国")
        desk.settle(0.5, 5)
        desk.press("escape")
        ask_to_sign(desk, "的报告(续报一)")
        sees(desk, "的口令, 空一格, 动态码")
        give(desk, SECRET)
        sees(desk, "在口令后空一格")
        give(desk, f"{SECRET} {code(ahead=20)}")
        sees(desk, "口令不对", "也可能是动态码不对")
        assert waiting(container) == two_asked, "nothing was signed"
        used = code()
        give(desk, f"{SECRET} {used}")
        sees(desk, "已签字")
        (left,) = waiting(container)
        assert left in two_asked
        desk.settle(0.5, 5)
        ask_to_sign(desk, "的报告(续报一)")
        give(desk, f"{SECRET} {used}")
        sees(desk, "已用过")
        assert waiting(container) == [left]
        desk.press("escape")
        sees(desk, "未保存")
    told = container.desk("day", "--audit", "--as", "zhang").stdout
    assert SECRET not in told
    assert used not in told
