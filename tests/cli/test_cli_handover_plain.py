"""The walkthrough as questions and answers, through a pipe: the same acts and the same refusals as on the screen."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable

import pytest
from plain import answer
from shell import Said, Shell

from dutydesk.cli.main import run
from dutydesk.store.views import Views

POSTS = {"接班 A岗": "何静", "接班 B岗": "", "接班带班领导": "刘副主任", "主任": ""}
BEGUN = ["", "何静", "", "刘副主任", ""]
"""Start, and who takes over."""


class Listening(io.StringIO):
    """A pipe with somebody at its other end, who reads what was said before writing a line."""

    def __init__(self, say: Callable[[str], str]) -> None:
        super().__init__()
        self.say = say
        self.heard: list[str] = []
        self.read_to = 0

    def readline(self, *_size: int) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        whole = sys.stdout.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
        self.heard.append(whole[self.read_to :])
        self.read_to = len(whole)
        return f"{self.say(self.heard[-1])}\n"


def talk(shell: Shell, pipe: io.StringIO) -> Said:
    """Hold the conversation."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        for name, stream in (("stdin", pipe), ("stdout", out), ("stderr", err)):
            patched.setattr(sys, name, stream)
        status = run([*shell.options, "handover", "--plain"])
    return Said(status, out.getvalue(), err.getvalue())


def kinds(shell: Shell) -> list[str]:
    views = Views.open(shell.path)
    found = [entry.kind for entry in views.entries(list(range(1, views.head()[0] + 1)))]
    views.close()
    return found


def test_a_whole_handover_through_a_pipe(drill: Shell) -> None:
    pipe = Listening(lambda told: answer(told, POSTS, {}))
    said = talk(drill, pipe)
    assert (said.status, said.err) == (0, ""), said
    assert "交接已封存" in said.out
    assert "封存文本 SHA-256" in said.out
    assert "\x1b" not in said.out, "no cursor control"
    assert kinds(drill).count("handover.signed") == 2
    assert "handover.sealed" in kinds(drill)
    assert drill.done("shift", "show", "--json").object["a"] == "he"
    walked = [int(found) for one in pipe.heard for found in re.findall(r"交底  走过 (\d+)/", one)]
    assert walked == sorted(walked)
    assert len(set(walked)) > 30, "one step after another"


def test_what_was_typed_and_is_no_choice_is_said_and_asked_again_and_an_input_that_ends_keeps_what_was_done(
    drill: Shell,
) -> None:
    said = talk(drill, io.StringIO("\n".join([*BEGUN, "q", "99", ""]) + "\n"))
    assert said.status == 1
    assert said.err.strip() == "输入到头, 交接还没有完; 已做的都保留, 再运行即接着走"
    assert "没有这个选项: q" in said.out
    assert "没有这个选项: 99" in said.out
    assert [one for one in kinds(drill) if one.startswith("handover.")] == ["handover.started", "handover.item_read"]
    again = talk(drill, io.StringIO("Esc\n"))  # the name that the screen has for the key
    assert "走过 1/" in again.out, "it goes on where it was"
    assert (again.status, again.out.splitlines()[-1]) == (0, "已离开, 进度保留; 再运行即接着走")


def test_the_desk_refuses_here_what_it_refuses_elsewhere(drill: Shell) -> None:
    said = talk(drill, io.StringIO("\n".join(["", "无此人", "", "刘副主任", "", *BEGUN]) + "\n"))
    assert "没有办成: " in said.out
    assert kinds(drill).count("handover.started") == 1


def test_signing_in_spite_of_what_blocks_wants_a_reason(drill: Shell) -> None:
    """Items that nobody fills block the signature: who writes no reason has not signed; who writes one signs with it."""
    reasons = iter([""])

    def say(told: str) -> str:
        if told.rstrip("\n").splitlines()[-1].startswith("理由"):
            return next(reasons, "夜里才有")
        return answer(told, POSTS, {}, rather=("不填, 下一步", "到签字", "数目", "正常"))

    said = talk(drill, Listening(say))
    assert (said.status, said.err) == (0, ""), said
    assert "带病交接, " in said.out
    assert said.out.count("没有办成: 没有写理由, 没有签字") == 1
    sheet = drill.done("handover", "show", "--sealed").out
    assert "夜里才有" in sheet
