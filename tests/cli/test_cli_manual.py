"""``help``: topics, one topic, what a command takes; and what a terminal without UTF-8 is told."""

from __future__ import annotations

import pytest
from shell import Shell

from dutydesk import manual


def test_the_topics_are_listed_and_each_is_read(drill: Shell) -> None:
    listed = drill.done("help").out
    assert all(one.name in listed and one.title in listed for one in manual.topics())
    for one in manual.topics():
        assert one.text in drill.done("help", one.name).out
    assert [one["topic"] for one in drill.done("help", "--json").objects] == list(manual.ORDER)


def test_a_command_is_explained_and_an_unknown_topic_names_the_nearest(drill: Shell) -> None:
    assert "dutydesk due" in drill.done("help", "due").out
    assert "handover" in drill.refused("help", "handovr")


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"LANG": "C"}, "ASCII"), ({"LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"}, "ASCII"), ({"LC_CTYPE": "de_DE.ISO-8859-1"}, "ISO-8859-1"),
        ({"LANG": "zh_CN.GB18030"}, "终端的字符集是 GB18030"),
    ],
)  # fmt: skip
def test_a_terminal_without_utf_8_is_told_what_is_needed_and_nothing_opens(
    drill: Shell, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], words: str
) -> None:
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    said = drill.refused()
    assert words in said
    assert "C.UTF-8" in said
    if "GB" not in words:
        assert said.isascii(), "what such a terminal can show"
    assert drill.done("due").status == 0, "commands go on working"
