"""Parses the command line, runs one command, turns every error into one line and an exit status.

Exit 0 done, 1 refused or check failed (reason on stderr, one line), 2 usage.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from dutydesk import __version__, i18n
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import translate
from dutydesk.kernel import system_errors
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded

if TYPE_CHECKING:
    import argparse

    from dutydesk.remote import Remote


def modules() -> list[str]:
    """Return the modules that add commands, by name; those that one command needs stand in the index."""
    import importlib
    import pkgutil

    from dutydesk import cli

    found = [one.name for one in pkgutil.iter_modules(cli.__path__) if not one.name.startswith("_")]
    return [name for name in found if hasattr(importlib.import_module(f"dutydesk.cli.{name}"), "add_commands")]


class Commands:
    """The parser of the whole program, with the commands that were added to it."""

    def __init__(self) -> None:
        import argparse  # the desk itself opens without it

        from dutydesk.cli.parser import Parser

        shared = self.shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
        group = shared.add_argument_group(translate("通用选项"))
        group.add_argument("--db", metavar="PATH", help=translate("库文件"))
        group.add_argument("--lang", choices=i18n.LANGUAGES, help=translate("语言"))
        group.add_argument("--as", dest="actor", metavar="OFFICER", help=translate("以谁的身份"))
        group.add_argument("--clock", metavar="T", help=translate("演练库上的虚拟时间"))
        group.add_argument("--speed", metavar="N", type=float, help=translate("虚拟时间的快慢"))
        group.add_argument("--json", action="store_true", help=translate("以 JSON 输出"))
        self.parser = Parser(
            prog="dutydesk",
            parents=[shared],
            description=translate("驻京值班台: 不带命令则打开值班台"),
            allow_abbrev=False,
        )
        self.parser.add_argument(
            "--version", action="version", version=f"dutydesk {__version__}", help=translate("显示版本")
        )
        self.below = self.parser.add_subparsers(dest="command", metavar="COMMAND", title=translate("命令"))

    def add(
        self, name: str, help_text: str, run: Callable[[Context, Any], int], **extra: Any
    ) -> argparse.ArgumentParser:
        """Add a command; what it takes is added to the parser that this returns."""
        words = translate(help_text)
        one = self.below.add_parser(
            name, parents=[self.shared], help=words, description=words, allow_abbrev=False, **extra
        )
        one.set_defaults(run=run)
        return one

    def name(self, name: str, help_text: str) -> None:
        """Let the list of commands name one, without what it takes."""
        self.below.add_parser(name, help=translate(help_text), add_help=False)


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """Return the parser with every command; with ``command``, that one whole and the others by name alone."""
    import importlib

    from dutydesk.cli.catalogue import load

    commands = Commands()
    index = load() if command is not None else {}
    if command and command not in index:
        index = {}  # mistyped; or written since the index was
    for module in modules() if not index else [index[command]["module"]] if command else ():
        importlib.import_module(f"dutydesk.cli.{module}").add_commands(commands.add, commands.shared)
    for name, entry in index.items():
        if name not in commands.below.choices:
            commands.name(name, entry["help"])
    return commands.parser


def run(arguments: Sequence[str], came: Remote | None = None) -> int:
    """Run the command line; return the exit status. ``came``: who came in over SSH, whatever the words say."""
    i18n.use(i18n.choose(_language_of(arguments)))
    _harden_output()
    words, figures = _take_figures(_joined(list(arguments)))
    from dutydesk.kernel.reading import RulebookError
    from dutydesk.store.errors import StoreError, UnreadableError

    context: Context | None = None
    try:
        if not any(not word.startswith("-") for word in _without_values(words)) and not {
            "-h",
            "--help",
            "--version",
        } & set(words):
            from dutydesk.cli.desk import desk_context, run_desk  # without the parser of all commands: it starts fast

            context = desk_context(words, came)
            return run_desk(context)
        gc.enable()
        command = next((word for word in _without_values(words) if not word.startswith("-")), "")
        parsed = build_parser(command).parse_args(words)
        parsed.figure_pairs = figures
        if came is not None:
            from dutydesk.remote import settle

            settle(parsed, came)
        context = Context(parsed, came)
        try:
            return parsed.run(context, parsed)
        finally:
            context.close()
    except UnreadableError as error:
        said = CommandError("库读不出, 可能已损坏; 请运行 dutydesk verify, 若有备份请恢复")
        return _fail(said, context, refused=error.BY_HAND)
    except (Worded, CommandError, RulebookError, StoreError) as error:
        return _fail(error, context, refused=getattr(error, "BY_HAND", False))
    except (UnicodeError, OverflowError) as error:
        return _fail(CommandError("有不能处理的字符或数字: {0}", type(error).__name__))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(CommandError("系统出错: {0}", system_errors.reason_of(error)))
    except KeyboardInterrupt:
        return 130


def _fail(error: Exception, context: Context | None = None, *, refused: bool = False) -> int:
    """Say in one line why it could not be done; ``refused``: by the store, so that there is the emergency log meanwhile."""
    from dutydesk.kernel.refusal import Refused
    from dutydesk.store.anchors import key_path

    reason = i18n.explain(error)
    if isinstance(error, Refused) and error.field:
        from dutydesk.cli.acts import named_field

        reason = f"{named_field(context.act if context is not None else None, error.field)}: {reason}"
    if refused and context is not None and key_path(context.path).exists():  # a store is known to have been there
        reason = f"{reason}; {translate('库修好之前可记入应急记录: dutydesk emergency-log write')}"
    print(one_line(reason), file=sys.stderr)
    return 1


def _joined(words: list[str]) -> list[str]:
    """Join a command and its verb where the command alone is an act too: ``message dispose``."""
    command = next((word for word in _without_values(words) if not word.startswith("-")), "")
    if not command:
        return words
    from dutydesk.cli.catalogue import load  # a command asks it anyway; the desk and --version do not

    at = words.index(command)
    joined = " ".join(words[at : at + 2])
    if " " in joined and joined in load():
        words[at : at + 2] = [joined]
        return words[: at + 1] + _dispositions(words[at + 1 :])
    return words


def _dispositions(words: list[str]) -> list[str]:
    """``--as`` behind ``message dispose`` says what becomes of the message, unless its value is no such word: then who acts."""
    from dutydesk.capabilities.intake.rules import AS

    known = {*AS, *AS.values()}
    told: list[str] = []
    for index, word in enumerate(words):
        name, _, value = word.partition("=")
        value = value or next(iter(words[index + 1 : index + 2]), "")
        told.append(word.replace("--as", "--how", 1) if name == "--as" and value in known else word)
    return told


def _language_of(arguments: Sequence[str]) -> str | None:
    for index, word in enumerate(arguments):
        if word.startswith("--lang="):
            return word.split("=", 1)[1]
        if word == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return None


def _harden_output() -> None:
    """Text that the terminal's encoding lacks must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


_VALUED = ("--db", "--lang", "--as", "--clock", "--speed", "--inbox")


def _without_values(words: Sequence[str]) -> list[str]:
    """The words that are no values of the general options."""
    kept: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in _VALUED:
            skip = True
        else:
            kept.append(word)
    return kept


def _take_figures(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Take ``deaths=2`` and the like out of the words of ``open`` and ``figures``, wherever they stand.

    argparse cannot take optional positionals after options; these have a form of their own.
    """
    from dutydesk.kernel.figures import ALIASES, FIELDS

    plain = {*FIELDS, *ALIASES}
    commands = [
        word
        for word in _without_values(words)
        if not word.startswith("-") and not ("=" in word and word.split("=")[0] in plain)
    ]
    if commands[:1] == ["incident"]:
        commands = commands[1:]
    if not commands or commands[0] not in {"open", "figures"}:
        return words, {}
    rest: list[str] = []
    figures: dict[str, str] = {}
    for index, word in enumerate(words):
        name, equals, value = word.partition("=")
        follows_option = index > 0 and words[index - 1].startswith("--") and "=" not in words[index - 1]
        if (
            equals
            and name in plain
            and not (
                follows_option and words[index - 1] not in {"--json", "--verified", "--confirmed", "--danger-to-life"}
            )
        ):
            figures[name] = value
        else:
            rest.append(word)
    return rest, figures
