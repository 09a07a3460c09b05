"""What a command is, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from dutydesk.config import ConfigError
from dutydesk.i18n import translate

if TYPE_CHECKING:
    from dutydesk.tui.screens.host import CommandScreen

COMMANDS: dict[str, type[Command]] = {}
"""All commands by id, in the order of the key bar and the help."""

RESERVED_KEYS = ("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+s", "ctrl+q", "tab", "enter", "escape", "up", "down")
"""Keys that terminals or the desk itself need; a user key may not take them."""


class UserKeyError(ConfigError):
    """A user key cannot be used; the message names command, key and reason."""


class Command:
    """A verb of the desk.

    ``id`` names it in the configuration; ``key`` is its key, empty where the palette alone has it until the user
    gives it one; ``words`` its short name on the key bar (Chinese,
    translated when shown); ``help_text`` one sentence; ``everywhere`` whether a matter's file has it too.
    """

    id: ClassVar[str] = ""
    key: ClassVar[str] = ""
    words: ClassVar[str] = ""
    help_text: ClassVar[str] = ""
    everywhere: ClassVar[bool] = True
    does: ClassVar[str] = ""
    """The act that it performs: a right to it that is missing is said before anything is asked."""

    def __init_subclass__(cls) -> None:
        COMMANDS[cls.id] = cls

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Do it, on the screen that has the focus."""
        raise NotImplementedError


def keys_in_force(own: dict[str, str]) -> dict[str, str]:
    """Return command id to key, the user's own keys put in.

    Raises:
        UserKeyError: an unknown command, a reserved key, or two commands on one key.
    """
    keys = {name: command.key for name, command in COMMANDS.items()}
    for name, key in own.items():
        if name not in COMMANDS:
            raise UserKeyError(f"keys.{name}: {translate('没有这个命令')}; {', '.join(COMMANDS)}")
        if key in RESERVED_KEYS or not key:
            raise UserKeyError(f"keys.{name}: {key} {translate('不能使用')}")
        keys[name] = key
    seen: dict[str, str] = {}
    for name, key in keys.items():
        if key and key in seen:
            raise UserKeyError(f"keys.{name}: {key} {translate('已用于')} {seen[key]}")
        seen[key] = name
    return keys


def bindings(keys: dict[str, str], *, everywhere_only: bool) -> list[Binding]:
    """Return the Textual bindings of the commands."""
    return [
        Binding(keys[name], f"command('{name}')", command.words, show=False, id=f"desk.{name}")
        for name, command in COMMANDS.items()
        if keys[name] and (command.everywhere or not everywhere_only)
    ]


def key_name(key: str) -> str:
    """Return a key as people read it: ``ctrl+p`` is ^p, ``slash`` is /."""
    named = {"slash": "/", "question_mark": "?", "f12": "F12", "f1": "F1", "f2": "F2"}
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return named.get(key, key)
