"""From outside: the lines for sshd, and what each of them starts.

Who comes in is known by the key alone: sshd checked it, and the line that it is checked by names it. Nothing that the
other side sends decides who acts, on which store, or with which settings.
"""

from __future__ import annotations

import argparse
import os
import resource
import shlex
import signal
import sys
from contextlib import suppress
from pathlib import Path

from dutydesk import config, remote, terminal
from dutydesk.bootstrap import open_container
from dutydesk.capabilities.ssh import reads
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import translate
from dutydesk.kernel.people import DESK
from dutydesk.kernel.text import one_line
from dutydesk.remote import Remote
from dutydesk.store.errors import StoreError
from dutydesk.store.views import Views

ASKED = 40
"""Characters of a command that was not allowed which the log keeps."""


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``keys-for-ssh`` and ``login``."""
    add("keys-for-ssh", "写出 authorized_keys 的各行, 供 sshd 使用", keys_for_ssh)
    one = add("login", "由 sshd 启动: 凭公钥登录, 身份只由公钥决定", login)
    one.add_argument("--key-id", required=True, metavar="ID", help=translate("公钥指纹 SHA256:…"))
    one.add_argument("--store", default="", metavar="PATH", help=translate("库文件, 由服务器一方写明"))
    one.add_argument("--config", default="", metavar="PATH", help=translate("设置文件, 由服务器一方写明"))


def keys_for_ssh(context: Context, _parsed: argparse.Namespace) -> int:
    """Print a line of authorized_keys for each key that lets somebody in."""
    people = context.views.officers()
    for key in reads.keys(context.views):
        if key.revoked_at is not None or people[key.officer].disabled:
            continue
        if context.json:
            found = {"officer": key.officer, "fingerprint": key.fingerprint, "line": _line(context, key)}
            context.object(found)
        else:
            context.text(_line(context, key))
    return 0


def _line(context: Context, key: reads.KeyView) -> str:
    """Return the line: nothing but this one command, with a terminal."""
    words = [sys.executable, "-I", "-m", "dutydesk", "login"]
    words += ["--store", str(context.path.absolute())]
    if context.config.path is not None:
        words += ["--config", str(context.config.path.absolute())]
    words += ["--key-id", key.fingerprint]
    command = " ".join(map(shlex.quote, words))
    if "\n" in command:
        raise CommandError("路径中有换行, 写不成 authorized_keys 的一行")
    quoted = command.replace('"', '\\"')
    return f'restrict,pty,command="{quoted}" {key.kind} {key.body} {key.officer}'


def login(_context: Context, parsed: argparse.Namespace) -> int:
    """Let the owner of a key in: run the command that was asked for, or open the desk."""
    from dutydesk.cli.main import run

    asked = remote.clean_environment(parsed.config)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    store = config.store_path(parsed.store, config.load())
    fingerprint = one_line(parsed.key_id)[:80]
    came = _admitted(store, fingerprint)
    words = _words(asked)
    if not remote.allows(words):
        _turn_away(store, fingerprint, "command", shlex.join(words)[:ASKED], came.officer)
        raise CommandError("SSH 上不许这个命令: {0}; 可用: {1}", one_line(words[0]), ", ".join(_offered()))
    if not words and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("值班台需要终端: 请用 ssh -t, 或写明命令: {0}", ", ".join(_offered()))
    return run(words, came)


def _offered() -> list[str]:
    return [*remote.ALLOWED, *(f"{name} {option}" for name, option in remote.ALLOWED_WITH.items())]


def _words(asked: str) -> list[str]:
    """Return the words of what was asked for; ``help`` with a command is what its ``--help`` says, else the user's guide."""
    try:
        words = shlex.split(asked)
    except ValueError as error:
        raise CommandError("命令中的引号不成对; 没有执行") from error
    if words[:1] == ["dutydesk"]:
        words = words[1:]
    return [words[1], "--help"] if words[:1] == ["help"] and words[1:2] and remote.allows(words[1:2]) else words


def _admitted(store: Path, fingerprint: str) -> Remote:
    """Return who a key lets in.

    Raises:
        CommandError: nobody; it is in the log.
    """
    from dutydesk.bootstrap import bring_up
    from dutydesk.capabilities.accounts.reads import account
    from dutydesk.clock import SystemClock
    from dutydesk.usecase.accepted import source_of
    from dutydesk.usecase.books import load_rights

    bring_up(store)
    views = Views.open(store)
    try:
        key = reads.key(views, fingerprint)
        officer = views.officers().get(key.officer) if key is not None else None
        why = ""
        if key is None or officer is None:
            why = "unknown"
        elif key.revoked_at is not None:
            why = "revoked"
        elif officer.disabled:
            why = "disabled"
        elif account(views, officer.id).is_locked(SystemClock().wall()):
            why = "locked"
        elif not load_rights(source_of(views)).may(officer.roles, "read_log"):
            why = "right"
    finally:
        views.close()
    if why or officer is None:
        from dutydesk.capabilities.ssh.words import WHY

        _turn_away(store, fingerprint, why)
        raise CommandError("不能登录: {0}; 已记录", translate(WHY[why]))
    return Remote(officer.id, fingerprint, store)


def _turn_away(store: Path, fingerprint: str, why: str, asked: str = "", actor: str = DESK) -> None:
    """Write that somebody was turned away; where the store takes nothing, they are turned away all the same."""
    from dutydesk.capabilities.ssh.events import TurnedAway

    event = TurnedAway(fingerprint=fingerprint, why=why, asked=one_line(asked), terminal=terminal.here())
    with suppress(StoreError):
        container = open_container(store)
        try:
            container.desk.note(event, actor=actor)
        finally:
            container.close()
