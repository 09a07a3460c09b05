"""``channels list``, ``channels test``, the doctor's row, and the watch that sends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import receiver as r
from shell import AT_NOON, Shell

from dutydesk.resources import data_folder
from dutydesk.store.views import Views

HOOK = """
[[channel]]
name = "hook"
kind = "webhook"
enabled = true
drills = true
serves = ["bell", "group"]
colours = ["red", "yellow"]
url = "{url}"
token = "env:DUTYDESK_HOOK"
success = "errcode = 0"

[[channel]]
name = "voice"
kind = "command"
serves = ["call"]
argv = ["true", "{{text}}"]
"""


@pytest.fixture
def server() -> Iterator[r.Server]:
    """A web server on the loopback."""
    started = r.start()
    yield started
    r.stop(started)


@pytest.fixture
def books(tmp_path: Path, server: r.Server, monkeypatch: pytest.MonkeyPatch, drill: Shell) -> Path:
    """The office's own books, with one channel switched on."""
    folder = tmp_path / "books"
    shutil.copytree(data_folder() / "rulebook", folder)
    (folder / "channels.toml").write_text(HOOK.format(url=server.url), encoding="utf-8")
    Path(os.environ["DUTYDESK_CONFIG"]).write_text(f'rulebook = "{folder}"\n', encoding="utf-8")
    monkeypatch.setenv("DUTYDESK_HOOK", "topsecret")
    accept(drill)
    return folder


def accept(drill: Shell) -> None:
    """Let the director accept the configured books."""
    drill.done("rulebook", "accept", "--as", "王主任")


def remind(drill: Shell) -> None:
    """A reminder that rings at once."""
    drill.done("--clock", "2026-07-15T12:00", "remind", "12:01", "开会")
    drill.done("--clock", "2026-07-15T12:02", "log", "到点")


def test_the_shipped_channels_are_all_off(drill: Shell) -> None:
    said = drill.done("channels", "list", "--json").objects
    assert {one["kind"] for one in said} == {
        "webhook",
        "wecom",
        "dingtalk",
        "feishu",
        "dingtalk_app",
        "feishu_app",
        "smtp",
        "command",
    }
    assert not any(one["enabled"] or one["waiting"] for one in said)
    assert "wecom  停用  企业微信 (群推送、呼叫; 红、黄)  待发 0" in drill.done("channels").out


@pytest.mark.usefixtures("books")
def test_a_test_message_is_marked_and_shows_the_reply(drill: Shell, server: r.Server) -> None:
    server.answers = [r.replies(200, {"errcode": 0}), r.replies(200, {"errcode": 5, "message": "no topsecret"})]
    assert drill.done("channels", "test", "hook").out == '已送达 hook: HTTP 200 {"errcode": 0}\n'
    failed = drill("channels", "test", "hook")
    assert (failed.status, failed.err) == (1, "没有送达 hook: 对方报错 5 no ***\n")
    tested = [line for line in drill.done("day", "2026-07-15").out.splitlines() if "通道测试" in line]
    assert tested[0].endswith('周明 通道测试: hook 已送达 HTTP 200 {"errcode": 0}')
    assert tested[1].endswith("周明 通道测试: hook 没有送达 对方报错 5 no ***")
    (first, second) = server.requests
    assert first.body["title"] == "【演练】【测试】值班台通道测试"
    assert first.body["drill"] is True
    assert first.key.startswith("test/")
    assert first.key != second.key


@pytest.mark.usefixtures("books")
def test_a_channel_that_is_off_can_be_tried_and_an_unknown_one_is_named(drill: Shell) -> None:
    assert drill.done("channels", "test", "voice", "--json").object["ok"] is True
    assert drill.refused("channels", "test", "hok") == "没有这个通道: hok; 最接近的是 “hook”"


@pytest.mark.usefixtures("books")
def test_a_failing_channel_is_shown_everywhere(drill: Shell, server: r.Server) -> None:
    remind(drill)
    server.answers = [r.replies(500, {})]
    drill.done(*AT_NOON, "watch", "--once")
    (hook, _voice) = drill.done("channels", "list", "--json").objects
    assert (hook["waiting"], hook["ok"], hook["reason"], hook["detail"]) == (1, False, "对方报错", "HTTP 500 {}")
    assert "不通: 对方报错 HTTP 500 {}" in drill.done("channels").out
    doctor = drill("doctor", "--json")
    row = next(one for one in doctor.objects if one["check"] == "外送通道")
    assert (doctor.status, row["ok"]) == (1, False)
    assert row["detail"] == "1 个启用; 不通: hook 对方报错 HTTP 500 {}"
    assert row["remedy"] == "dutydesk channels test hook"
    views = Views.open(drill.path)
    from dutydesk.capabilities.log.lines import line_of, print_line

    lines = [print_line(line_of(entry, {})) for entry in views.entries_between(0, 1 << 62)]
    views.close()
    assert "12:00 · 值班台 通道不通: hook, 对方报错 HTTP 500 {}; 将继续重试" in lines


def test_the_doctor_names_missing_and_open_secrets(
    drill: Shell, books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DUTYDESK_HOOK")
    row = next(one for one in drill("doctor", "--json").objects if one["check"] == "外送通道")
    assert row["remedy"] == "缺少密钥: env:DUTYDESK_HOOK"
    place = tmp_path / "hook.secret"
    place.write_text("x", encoding="utf-8")
    place.chmod(0o644)
    text = (books / "channels.toml").read_text(encoding="utf-8").replace("env:DUTYDESK_HOOK", f"file:{place}")
    (books / "channels.toml").write_text(text, encoding="utf-8")
    accept(drill)
    row = next(one for one in drill("doctor", "--json").objects if one["check"] == "外送通道")
    assert row["remedy"] == f"chmod 600 {place}"


def test_a_broken_file_is_refused_with_its_place_and_the_accepted_one_goes_on(drill: Shell, books: Path) -> None:
    (books / "channels.toml").write_text('[[channel]]\nname = "x"\nkind = "wecon"', encoding="utf-8")
    assert "channels.toml:3 [x] kind" in drill.refused("rulebook", "accept", "--as", "王主任")
    assert "hook" in drill.done("channels", "list").out


@pytest.mark.usefixtures("books")
def test_the_watch_sends_and_ends_cleanly(drill: Shell, server: r.Server) -> None:
    remind(drill)
    environment = {**os.environ, "DUTYDESK_CONFIG": os.environ["DUTYDESK_CONFIG"]}
    line = [sys.executable, "-m", "dutydesk", "--db", str(drill.path), "watch", "--clock", "2026-07-15T12:03"]
    process = subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert server.arrived.wait(30)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert drill.done("channels", "list", "--json").objects[0]["waiting"] == 0
    assert server.requests[0].body["text"].startswith("【演练】应于 12:01, 12:02 提醒")
