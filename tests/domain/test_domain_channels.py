"""Which channels serve an alert, what a message says, when a failed one is tried again, and what the file may hold."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from dutydesk.capabilities.delivery.rules import (
    AFTERWARDS,
    Channels,
    ChannelSpec,
    Message,
    Outgoing,
    compose,
    fill,
    is_given_up,
    read_channels,
    wait_after,
)
from dutydesk.kernel.instants import DAY, SECOND, parse_instant
from dutydesk.kernel.reading import RulebookError

NOW = parse_instant("2026-07-15T18:25:00+08:00", 0)
ROBOT = ChannelSpec("robot", "wecom", serves=("group",), enabled=True)
VOICE = ChannelSpec("voice", "command", serves=("call",), colours=("red",), enabled=True)
CHANNELS = Channels({"robot": ROBOT, "voice": VOICE})
MESSAGE = Outgoing("k", "题", "文", "red", "call", ("刘副主任",), "测试站", NOW, "Y1")


def read(text: str) -> Channels:
    """Read a channels file."""
    return read_channels("channels.toml", tomllib.loads(text))


def problems(text: str) -> list[tuple[str, str]]:
    """Entry and key of everything that is wrong in a file."""
    with pytest.raises(RulebookError) as caught:
        read(text)
    assert all(problem.file == "channels.toml" for problem in caught.value.problems)
    return [(problem.entry, problem.key) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("how", "colour", "names"),
    [
        ("call", "red", ["voice"]),
        ("call", "yellow", []),
        ("group", "yellow", ["robot"]),
        ("group", "red", ["robot"]),
        ("group", "blue", []),
        ("bell", "red", []),
        ("screen", "red", []),
    ],
)
def test_calls_and_group_postings_have_their_channels(how: str, colour: str, names: list[str]) -> None:
    assert [spec.name for spec in CHANNELS.serving(how, colour, drill=False)] == names


def test_a_channel_that_is_switched_off_serves_nothing() -> None:
    assert Channels({"robot": replace(ROBOT, enabled=False)}).serving("group", "red", drill=False) == []


def test_a_drill_reaches_nobody_unless_the_channel_is_open_to_drills() -> None:
    assert CHANNELS.serving("group", "red", drill=True) == []
    practised = replace(ROBOT, drills=True)
    assert Channels({"robot": practised}).serving("group", "red", drill=True) == [practised]


def test_a_failed_message_is_tried_again_later_and_later() -> None:
    assert [wait_after(n) // SECOND for n in range(1, 8)] == [5, 15, 60, 300, 900, 900, 900]
    assert wait_after(1, hopeless=True) == 900 * SECOND


def test_it_is_not_given_up_while_something_is_owed() -> None:
    assert not is_given_up(None, NOW + 400 * DAY)
    assert not is_given_up(NOW, NOW + AFTERWARDS)
    assert is_given_up(NOW, NOW + AFTERWARDS + 1)


def test_a_drill_says_so_first() -> None:
    places = replace(MESSAGE, drill=True).places()
    assert places["title"] == "【演练】题"
    assert places["text"] == "【演练】文"
    assert MESSAGE.places()["title"] == "题"


def test_a_message_by_the_office_s_pattern() -> None:
    title, text = compose(Message(), clock="续报三", due_at=NOW - 600 * SECOND, raised_at=NOW, places=MESSAGE.places())
    assert title == "【红】Y1 续报三"
    assert text == "应于 18:15, 18:25 提醒 刘副主任. 请即与值班室联系 (测试站)"
    assert (
        compose(Message(), clock="交接", due_at=NOW, raised_at=NOW, places={**MESSAGE.places(), "matter": ""})[0]
        == "【红】交接"
    )


def test_what_was_put_in_is_not_looked_at_again() -> None:
    assert fill("{a} {b} {c}", {"a": "{b}", "b": "{a}"}) == "{b} {a} {c}"


def test_hostile_text_is_harmless_on_its_way_out(hostile: list[str]) -> None:
    for text in hostile:
        places = replace(MESSAGE, title=text, text=text, to=(text,), matter=text, site=text).places()
        for name in ("title", "to", "matter", "site"):
            assert not any(c < " " or "\x7f" <= c <= "\x9f" for c in places[name])
        assert not any((c < " " and c != "\n") or c in "\u202e\u2066\u200b\x9b" for c in places["text"])


def test_the_shipped_file_lets_nothing_out(repository: Path) -> None:
    shipped = read((repository / "data" / "rulebook" / "channels.toml").read_text(encoding="utf-8"))
    assert {spec.kind for spec in shipped.by_name.values()} == {
        "webhook", "wecom", "dingtalk", "feishu", "dingtalk_app", "feishu_app", "smtp", "command",
    }  # fmt: skip
    assert [spec.name for spec in shipped.by_name.values() if spec.enabled] == []
    assert shipped.message == Message()


def test_a_file_may_be_empty() -> None:
    assert read("") == Channels()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[[channel]]\nname = "x"\nkind = "wecon"', ("x", "kind")),
        ('[[channel]]\nname = "X Y"\nkind = "command"\nargv = ["true"]', ("X Y", "name")),
        ('[[channel]]\nname = "x"\nkind = "command"\nargv = []', ("x", "argv")),
        ('[[channel]]\nname = "x"\nkind = "command"\nargv = ["{text}"]', ("x", "argv")),
        ('[[channel]]\nname = "x"\nkind = "command"\nargv = ["say", "{txt}"]', ("x", "argv")),
        ('[[channel]]\nname = "x"\nkind = "command"\nargv = ["say"]\nserves = ["screen"]', ("x", "serves")),
        ('[[channel]]\nname = "x"\nkind = "command"\nargv = ["say"]\ncolours = ["green"]', ("x", "colours")),
        ('[[channel]]\nname = "x"\nkind = "command"\nargv = ["say"]\ntimeout = 60', ("x", "timeout")),
        ('[[channel]]\nname = "x"\nkind = "command"\nargv = ["say"]\nenabeld = true', ("x", "enabeld")),
        ('[[channel]]\nname = "x"\nkind = "webhook"\nurl = "ftp://a/b"', ("x", "url")),
        ('[[channel]]\nname = "x"\nkind = "webhook"\nurl = "https://me:pass@a/b"', ("x", "url")),
        ('[[channel]]\nname = "x"\nkind = "webhook"\nurl = "http://gateway/b"', ("x", "url")),
        ('[[channel]]\nname = "x"\nkind = "wecom"\nurl = "https://a/send?key=0123"', ("x", "url")),
        ('[[channel]]\nname = "x"\nkind = "wecom"\nurl = "https://a/send?key={token}"', ("x", "token")),
        ('[[channel]]\nname = "x"\nkind = "webhook"\nurl = "https://a/b"\nsecret = "s3cret"', ("x", "secret")),
        ('[[channel]]\nname = "x"\nkind = "webhook"\nurl = "https://a/b"\nsuccess = "code"', ("x", "success")),
        ('[[channel]]\nname = "x"\nkind = "smtp"\nsender = "a@b"\nrecipients = ["c@d"]', ("x", "host")),
        ('[[channel]]\nname = "x"\nkind = "smtp"\nhost = "h"\nsender = "a@b"', ("x", "recipients")),
        ('[message]\ntitle = "{facts}"', ("message", "title")),
        ("message = 3", ("-", "message")),
        ("[chanel]", ("-", "chanel")),
    ],
)
def test_what_is_wrong_is_named(text: str, place: tuple[str, str]) -> None:
    assert place in problems(text)


def test_a_secret_written_into_the_file_is_not_repeated() -> None:
    with pytest.raises(RulebookError) as caught:
        read('[[channel]]\nname = "x"\nkind = "webhook"\nurl = "https://a/b"\nsecret = "s3cret"')
    assert "s3cret" not in str(caught.value)


def test_two_channels_of_one_name() -> None:
    one = '[[channel]]\nname = "x"\nkind = "command"\nargv = ["true"]\n'
    assert problems(one + one) == [("x", "name")]


def test_plain_http_may_be_asked_for_and_is_free_on_the_own_machine() -> None:
    asked = read('[[channel]]\nname = "x"\nkind = "webhook"\nurl = "http://gateway/b"\nplain = true')
    own = read('[[channel]]\nname = "x"\nkind = "webhook"\nurl = "http://127.0.0.1:80/b"')
    assert (asked.by_name["x"].url, own.by_name["x"].per_minute) == ("http://gateway/b", 0)


APP = '[[channel]]\nname = "x"\nkind = "feishu_app"\nurl = "https://open.feishu.cn"\n'


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_group_robot_that_takes_no_file_names_what_does(kind: str) -> None:
    with pytest.raises(RulebookError) as caught:
        read(f'[[channel]]\nname = "x"\nkind = "{kind}"\nurl = "https://a/b"\nfiles = true')
    assert f"{kind}_app" in str(caught.value)
    assert "不收文件" in str(caught.value)


def test_an_application_names_itself_its_secret_and_whom_it_writes_to() -> None:
    assert problems(APP) == [("x", "app"), ("x", "secret"), ("x", "recipients")]
    whole = f'{APP}app = "cli_1"\nsecret = "env:X"\nfiles = true\npeople = {{ "省委办公厅" = "oc_1" }}\n'
    assert read(whole).by_name["x"].files
    assert problems(f'{whole}upload = "http://far.example"') == [("x", "upload")]
