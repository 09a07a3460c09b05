"""Opening the desk: the fast way, without the parser of all commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

from dutydesk import i18n, preferences, terminal
from dutydesk.cli.arriving import folder_of, mailbox_of
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import translate
from dutydesk.usecase.books import load_rights

if TYPE_CHECKING:
    from dutydesk.remote import Remote


def desk_context(words: Sequence[str], came: Remote | None = None) -> Context:
    """Return what the desk works with: the configured store; for who came in over SSH the one that the server's side named."""
    options = _options(words)
    if came is not None:
        from dutydesk.remote import settle

        settle(options, came)
    return Context(options, came)


VALUED = {
    "--db": "db",
    "--lang": "lang",
    "--clock": "clock",
    "--speed": "speed",
    "--as": "actor",
    "--inbox": "inbox",
}


def _options(words: Sequence[str]) -> SimpleNamespace:
    """Return the options; what is not as it should be goes to the parser that explains it (exit 2)."""
    found = SimpleNamespace()
    rest = iter(words)
    try:
        for word in rest:
            name, equals, value = word.partition("=")
            if word == "--json":
                found.json = True
            else:
                setattr(found, VALUED[name], value if equals else _value(next(rest)))
        if hasattr(found, "speed"):
            found.speed = float(found.speed)
    except (KeyError, StopIteration, ValueError):
        return _explained(words)
    return found


def _value(word: str) -> str:
    if word.startswith("-"):
        raise ValueError(word)
    return word


def _explained(words: Sequence[str]) -> SimpleNamespace:
    import argparse

    from dutydesk.cli.parser import Parser

    parser = Parser(prog="dutydesk", allow_abbrev=False, argument_default=argparse.SUPPRESS)
    for option, kind in (("--db", str), ("--lang", str), ("--clock", str), ("--speed", float), ("--inbox", str)):
        parser.add_argument(option, type=kind)
    parser.add_argument("--as", dest="actor")
    parser.add_argument("--json", action="store_true")
    return SimpleNamespace(**vars(parser.parse_args(words)))


NEEDS = "终端的字符集是 {0}, 值班台需要 UTF-8: 请用支持 UTF-8 的终端, 并把语言环境设为 C.UTF-8 再打开"


def refuse_charset() -> None:
    """Say what the desk needs where the terminal's character set cannot show it: in the reader's language where that can be shown.

    Raises:
        CommandError: it is not UTF-8; nothing was opened.
    """
    named = terminal.charset()
    if named == "UTF-8":
        return
    try:
        translate(NEEDS).encode(named)
    except (LookupError, UnicodeEncodeError):
        i18n.use("en")
    raise CommandError(NEEDS, named)


def refuse_no_terminal() -> None:
    """Say that the desk needs a terminal where keys or screen are a file or a pipe.

    Raises:
        CommandError: they are; nothing was opened.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("值班台要在终端里打开; 脚本里请写明命令, 见 dutydesk --help")


def run_desk(context: Context, *, tour: bool = False) -> int:
    """Run the screen until it is closed. ``tour``: whoever has not walked it begins with it.

    Raises:
        StoreError: the store cannot be used; nothing was created.
    """
    refuse_charset()
    actor = context.actor()
    refuse_no_terminal()
    clock = context.clock
    if not load_rights(context.rulebook).may(context.views.officers()[actor].roles, "read_log"):
        context.container.desk.require("read_log", actor=actor, what="desk")
    from dutydesk.tui.app import DeskApp

    own, wrong = preferences.read(context.path, actor)
    faults = (*context.config.faults, *wrong)
    settings = replace(
        context.config,
        theme=own.get("theme", context.config.theme),
        inbox=folder_of(context),
        mailbox=mailbox_of(context),
        faults=faults,
    )
    if "lang" in own and not getattr(context.parsed, "lang", None):
        i18n.use(own["lang"])
    app = DeskApp(context.path, clock=clock, actor=actor, config=settings, came=context.came)
    app.tours = tour and own.get("tour") is None
    app.run()
    if app.farewell:
        context.text(app.farewell)
    return app.return_code or 0
