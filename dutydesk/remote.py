"""A session from outside, over SSH: who it is says the server's side of the key, and it gets no say in its surroundings."""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

ALLOWED = ("due", "log", "ack", "show", "search", "matters", "help")
"""Commands that a session from outside may run with whatever they take; none of them reads or writes a file."""

ALLOWED_WITH = {"watch": "--json", "handover": "--plain"}
"""Commands that it may run only with this option right behind them."""

_KEPT: Mapping[str, re.Pattern[str]] = {
    "TERM": re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]{0,40}"),
    "COLORTERM": re.compile(r"truecolor|24bit"),
    **dict.fromkeys(
        ("LANG", "LC_ALL", "LC_CTYPE"), re.compile(r"[A-Za-z]{1,8}(_[A-Za-z]{2,4})?(\.[A-Za-z0-9-]{1,12})?")
    ),
    "SSH_CONNECTION": re.compile(r"[0-9A-Za-z.:% -]{1,120}"),
}
"""What of the environment stays, where it looks as it should: how the terminal is drawn, the language, the peer."""

PATH = "/usr/bin:/bin"


@dataclass(frozen=True)
class Remote:
    """Who came in by which key, and the store that the server's side named."""

    officer: str
    fingerprint: str
    store: Path


def clean_environment(config: str) -> str:
    """Leave nothing in the environment that the other side could have put there; return the command it asked for.

    Args:
        config: the configuration file that the server's side named, empty for the one of the account.
    """
    given = {name: os.environ.get(name, "") for name in _KEPT}
    asked = os.environ.get("SSH_ORIGINAL_COMMAND", "")
    account = pwd.getpwuid(os.getuid())
    os.environ.clear()
    os.environ.update({"HOME": account.pw_dir, "USER": account.pw_name, "LOGNAME": account.pw_name, "PATH": PATH})
    os.environ.update({name: value for name, value in given.items() if _KEPT[name].fullmatch(value)})
    if config:
        os.environ["DUTYDESK_CONFIG"] = config
    return asked


_VALUED = ("--db", "--lang", "--as", "--clock", "--speed")
"""General options that take the word behind them; it is no command."""


def allows(words: list[str]) -> bool:
    """Whether a session from outside may run these words: the desk's own options, or a command of the list."""
    behind = ["", *words]
    at = next((n for n, word in enumerate(words) if not word.startswith("-") and behind[n] not in _VALUED), len(words))
    if at == len(words):
        return True
    return words[at] in ALLOWED or words[at + 1 : at + 2] == [ALLOWED_WITH.get(words[at])]


def settle(parsed: Any, came: Remote) -> None:
    """Put who came in, and where, in the place of whatever was typed about it.

    Raises:
        Worded: the words were read as a command that is not listed.
    """
    command = getattr(parsed, "command", None)
    if command is not None and command not in {*ALLOWED, *ALLOWED_WITH}:
        raise Worded("SSH 上不许这个命令: {0}; 可用: {1}", command, ", ".join(ALLOWED))
    parsed.db, parsed.actor = str(came.store), came.officer
    parsed.clock = parsed.speed = parsed.inbox = None
