"""From outside without a terminal: what runs, as whom, and what gives nothing (TRUST case 39)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from outside import Container


def test_a_line_is_written_by_whoever_owns_the_key(container: Container) -> None:
    written = container.ssh("dutydesk log '来自笔记本 的一条' --as chen --db /tmp/other.db --json")
    assert written.returncode == 0, written.stderr
    (found,) = [json.loads(line) for line in container.ssh("search 来自笔记本 --json").stdout.splitlines()]
    assert (found["actor"], found["text"]) == ("zhou", "来自笔记本 的一条")
    assert not Path("/tmp/other.db").exists()


@pytest.mark.parametrize(
    "command", ["due", "dutydesk due --json", "matters --json", "ack", "ack --json", "help", "help ack"]
)
def test_what_reads_needs_no_terminal(container: Container, command: str) -> None:
    done = container.ssh(command)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "command",
    [
        "sh",
        "bash -i",
        "/bin/sh -c id",
        "scp -t /tmp",
        "/usr/lib/openssh/sftp-server",
        "due; id",
        "dutydesk init --site X",
        "restore x",
        "backup /tmp",
        "rebuild",
        "drill list",
        "demo",
        "config show",
        "export log /tmp/x",
        "roster import /etc/passwd",
        "people list",
        "channels test x",
        "watch",
        "login --key-id x",
        "keys-for-ssh",
        "dutydesk --db /tmp/x sh",
        "dutydesk --as due people list",
        "dutydesk --db ack export log /tmp/x",
        "dutydesk --lang=en people list",
    ],
)
def test_what_is_not_listed_is_refused_and_written_down(container: Container, command: str) -> None:
    done = container.ssh(command)
    assert done.returncode == 1
    assert "uid=" not in done.stdout
    assert len(done.stderr.splitlines()) == 1
    assert "不许的命令" in container.desk("day", "--audit", "--as", "chen").stdout


@pytest.mark.parametrize("command", ["due $(id)", "due `id`", "due | id", "due && id", "log 'open"])
def test_no_shell_reads_the_words(container: Container, command: str) -> None:
    done = container.ssh(command)
    assert done.returncode != 0
    assert "uid=" not in done.stdout + done.stderr


def test_the_environment_of_the_other_side_counts_for_nothing(container: Container, tmp_path: Path) -> None:
    evil = tmp_path / "sitecustomize.py"
    evil.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    names = {
        "PYTHONPATH": str(tmp_path),
        "PYTHONSTARTUP": str(evil),
        "PYTHONINSPECT": "1",
        "DUTYDESK_AS": "chen",
        "DUTYDESK_DB": "/tmp/nothing.db",
        "DUTYDESK_CONFIG": str(tmp_path / "config.toml"),
        "TEXTUAL_DRIVER": "sitecustomize:Driver",
        "EDITOR": "touch",
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    options = [word for name in names for word in ("-o", f"SendEnv={name}")]
    assert container.ssh("log 环境里的一条", options=options, **names).returncode == 0
    (found,) = [json.loads(line) for line in container.ssh("search 环境里的一条 --json").stdout.splitlines()]
    assert found["actor"] == "zhou"
    assert not (tmp_path / "ran").exists()


def test_no_terminal_no_desk(container: Container) -> None:
    done = container.ssh("")
    assert done.returncode == 1
    assert "ssh -t" in done.stderr


def test_nothing_is_forwarded(container: Container) -> None:
    words = [*container.client("-N", "-R", "0:127.0.0.1:9", "-o", "ExitOnForwardFailure=yes")]
    assert subprocess.run(words, check=False, capture_output=True, timeout=30).returncode != 0


def test_no_file_comes_or_goes(container: Container, tmp_path: Path) -> None:
    words = container.client()
    options = words[1 : words.index("127.0.0.1")]
    options[options.index("-p")] = "-P"
    (tmp_path / "a").write_text("x", encoding="utf-8")
    for protocol in ("-O", "-s"):
        copied = ["scp", protocol, *options, str(tmp_path / "a"), f"127.0.0.1:{tmp_path}/b"]
        assert subprocess.run(copied, check=False, capture_output=True, timeout=30).returncode != 0
    assert not (tmp_path / "b").exists()


def test_a_stranger_is_turned_away_by_sshd(container: Container) -> None:
    assert container.ssh("due", key="stranger").returncode == 255


def test_a_revoked_key_is_refused_though_sshd_still_has_it(container: Container) -> None:
    public = (container.folder / "stranger.pub").read_text(encoding="utf-8")
    assert container.desk("people", "key", "add", "li", "-", stdin=public).returncode == 0
    container.write_keys()
    assert container.ssh("due", key="stranger").returncode == 0
    assert container.desk("people", "key", "revoke", "li", "--reason", "笔记本丢失").returncode == 0
    done = container.ssh("due", key="stranger")
    assert (done.returncode, done.stdout) == (1, "")
    assert "已撤销的公钥" in done.stderr
    assert "已撤销的公钥" in container.desk("day", "--audit", "--as", "chen").stdout
    assert container.desk("keys-for-ssh").stdout.count("\n") == 2
    again = container.desk("people", "key", "add", "li", "-", stdin=public)
    assert (again.returncode, "已撤销" in again.stderr) == (1, True)
