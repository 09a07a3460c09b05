"""One affair through two channels: what looks like it stands beside the form, and one key says what it is."""

from __future__ import annotations

import pytest
from desks import OpenDesk
from journey import Desk


@pytest.fixture(scope="module")
def twice(open_shared: OpenDesk) -> Desk:
    """A desk with an accident under way."""
    return open_shared()


def test_a_second_message_is_put_to_the_matter_with_one_choice(twice: Desk) -> None:
    """The proposal names the matter; opening a new one asks first, and the first choice puts the message there."""
    twice.keys("esc esc")
    twice.paste("南阳市政府办:\n二广高速南召段大客车追尾事故,\n2人死亡8人受伤")
    twice.keys("f2")
    twice.sees("可能是同一件", "Y1 二广高速南召段大客车追尾事故")
    twice.keys("enter")
    twice.sees("是同一件: Y1", "不是同一件, 新立")
    twice.keys("1")
    twice.lacks("不是同一件, 新立")
    twice.until(lambda _: [m["label"] for m in twice.command("matters", "--json")].count("Y3") == 0, "no new matter")
    assert any("南阳市政府办" in line for line in twice.command("show", "Y1"))


def test_a_typed_incident_that_looks_alike_is_asked_about_and_not_the_same_is_logged(twice: Desk) -> None:
    """F2 asks before anything is opened; the second choice opens it and the log says that it is another."""
    twice.keys("n")
    twice.sees("新立")
    twice.type("二广高速南召段货车追尾事故")
    twice.keys("f2")
    twice.sees("是同一件: Y1", "不是同一件, 新立")
    twice.keys("2")
    twice.lacks("是同一件: Y1")
    twice.until(
        lambda _: any("与 Y1 不是同一件" in line for line in twice.command("day")), "what was decided stands in the log"
    )
