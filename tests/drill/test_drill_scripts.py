"""Reading drill files: times, references, and errors that name the step."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutydesk.drill.script import Drill, DrillError, act_words, find, listed, read
from dutydesk.kernel.instants import iso
from dutydesk.usecase.acts import REGISTRY

HEAD = '[drill]\nid = "x"\nstart = 2026-07-15T07:59:00+08:00\nend = 2026-07-16T08:30:00+08:00\n'


OUT_OF_THE_FOLDER = ("../x.txt", "/etc/x.txt", "a/b.txt", "", ".", "..")


def script(tmp_path: Path, text: str) -> Drill:
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    return read(file)


def step(line: str = "7", at: str = "10:00", do: str = "log", rest: str = "") -> str:
    return f'[[step]]\nline = "{line}"\nat = "{at}"\ndo = "{do}"\n{rest}\n'


def test_the_day_is_shipped() -> None:
    assert "day" in listed()
    day = read(find("day"))
    assert len(day.clocks) == 50
    assert [iso(one) for one in (day.start, day.end)] == ["2026-07-15T07:59:00+08:00", "2026-07-16T08:30:00+08:00"]
    assert [person["id"] for person in day.people][:3] == ["gao", "lin", "zhou"]


def test_a_path_is_found_and_an_unknown_name_lists_what_there_is(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(HEAD, encoding="utf-8")
    assert find(str(file)) == file
    with pytest.raises(DrillError, match=r"nothing.*day"):
        find("nothing")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("10:49", "2026-07-15T10:49:00+08:00"),
        ("19:12:01", "2026-07-15T19:12:01+08:00"),
        ("+00:12", "2026-07-16T00:12:00+08:00"),
        ("2026-07-22T10:20", "2026-07-22T10:20:00+08:00"),
        ("2026-07-22T10:20:00+08:00", "2026-07-22T10:20:00+08:00"),
    ],
)
def test_times_are_those_of_the_first_day(tmp_path: Path, text: str, time: str) -> None:
    drill = script(tmp_path, HEAD + step(at=text))
    assert iso(drill.steps[0].at) == time
    assert iso(drill.time(text)) == time


def test_steps_are_played_in_the_order_of_time_and_of_the_file(tmp_path: Path) -> None:
    drill = script(tmp_path, HEAD + step("c", "+00:01") + step("a", "10:00") + step("b", "10:00"))
    assert [one.line for one in drill.steps] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[step]]\nline = "7"\ndo = "log"\n', ["step 7", "at"]),
        ('[[step]]\nline = "7"\nat = "10:00"\n', ["step 7", "do"]),
        (step(at="25:00"), ["step 7", "25:00"]),
        (step(at="soon"), ["step 7", "soon"]),
        (step(do="clock", rest='args = { step = "7 min" }'), ["step 7", "7 min"]),
        (step(do="clock"), ["step 7", "step"]),
        (step(do="drop"), ["step 7", "file"]),
        *[(step(do="drop", rest=f"args = {{ file = '{name}' }}"), ["step 7", "file"]) for name in OUT_OF_THE_FOLDER],
        ('[[step]]\nat = "x"\ndo = "log"\n', ["step 1", "x"]),
    ],
)
def test_an_error_names_file_and_step(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(DrillError) as caught:
        script(tmp_path, HEAD + text)
    assert all(word in str(caught.value) for word in ["x.toml", *words])


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[drill]\nid = "x"\n',
        "[drill]\nstart = 2026-07-15T07:59:00\nend = 2026-07-16T08:30:00\n",
        '[drill]\nstart = "07:59"\nend = "08:30"\n',
        "[drill\n",
    ],
)
def test_a_file_without_times_with_a_zone_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DrillError, match=r"x\.toml"):
        script(tmp_path, text)


@pytest.mark.parametrize(
    ("do", "args", "name", "words"),
    [
        ("log", {"text": "x"}, "log", {"text": "x"}),
        ("incident open", {"label": "Y1"}, "open", {"label": "Y1", "kind": "incident"}),
        ("shift_begin", {}, "shift begin", {}),
        ("shift", {"do": "relief", "a": "sun"}, "shift relief", {"a": "sun"}),
        ("confirm-time", {}, "confirm-time", {}),
        ("message", {"from": "交警"}, "message", {"sender": "交警"}),
        ("activate", {"at-risk": "x"}, "activate", {"at_risk": "x"}),
        (
            "ack",
            {"matter": "Y1", "rule": "follow_up", "step": "ladder:0", "undo": True},
            "ack",
            {"undo": True, "alert": {"matter": "Y1", "rule": "follow_up", "step": "ladder:0"}},
        ),
        ("met", {"rule": "reminder", "at": "10:00"}, "met", {"at": "10:00", "obligation": {"rule": "reminder"}}),
        ("waive", {"obligation": "abcd", "reason": "x"}, "waive", {"obligation": "abcd", "reason": "x"}),
    ],
)
def test_words_of_a_step_become_words_of_an_act(
    do: str, args: dict[str, object], name: str, words: dict[str, object]
) -> None:
    assert act_words(do, dict(args)) == (name, words)


@pytest.mark.parametrize("name", [name for name, act in REGISTRY.items() if act.SAID])
def test_a_step_takes_the_words_that_an_act_has_on_the_command_line(name: str) -> None:
    act = REGISTRY[name]
    _, words = act_words(name.replace(" ", "_"), dict.fromkeys(act.SAID, "x"))
    made = act.from_words(words)
    assert {getattr(made, field) for field in act.SAID.values()} == {"x"}
