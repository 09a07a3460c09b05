"""What a command is, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from dutydesk.i18n import translate
from dutydesk.kernel.wording import Worded, nearest

if TYPE_CHECKING:
    from dutydesk.tui.screens.host import CommandScreen

COMMANDS: dict[str, type[Command]] = {}
"""All commands by id, in the order of the key bar and the help."""

RESERVED_KEYS = (
    *("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+s", "ctrl+q", "tab", "enter", "escape", "up", "down"),
    *(
        "j",
        "k",
        "G",
        "pageup",
        "pagedown",
        "home",
        "end",
        "O",
        "ampersand",
        "plus",
        "asterisk",
        "shift+up",
        "shift+down",
    ),
)
"""Keys that terminals, the desk itself or its panes need; no command has one, and a user key may not take them."""


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
    sought: ClassVar[tuple[str, ...]] = ()
    """Other words by which people look for it, in both languages: looked for in the palette, never shown."""
    everywhere: ClassVar[bool] = True
    over_text: ClassVar[bool] = False
    """Whether the key acts while a line is being typed, where the line itself would take it (``^x`` cuts)."""
    does: ClassVar[str] = ""
    """The act that it performs: a right to it that is missing is said before anything is asked."""
    kinds: ClassVar[tuple[str, ...]] = ()
    """Kinds of matters that it may be about, where its act takes others too."""
    leads_to: ClassVar[tuple[str, ...]] = ()
    """Other acts that are done from what it shows."""
    about: ClassVar[str | None] = None
    """What it acts on (a name of ``targets.KINDS``, empty for nothing); None: what its act says that it needs."""

    def __init_subclass__(cls) -> None:
        if cls.id:
            COMMANDS[cls.id] = cls

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Do it, on the screen that has the focus."""
        raise NotImplementedError


def keys_in_force(own: dict[str, str]) -> tuple[dict[str, str], tuple[Worded, ...]]:
    """Return command id to key, the user's own keys put in, and what is wrong with any of these.

    A key of the user that cannot be (an unknown command, a reserved key, one that another command has) leaves that command
    the key that it is shipped with.
    """
    shipped = {name: command.key for name, command in COMMANDS.items()}
    keys, faults = dict(shipped), list[Worded]()
    for name, key in own.items():
        if name not in COMMANDS:
            faults.append(Worded("keys.{0}: 没有这个命令; {1}", name, nearest(name, COMMANDS)))
        elif key in RESERVED_KEYS or not _is_key(key):
            faults.append(Worded("keys.{0}: {1} 不能使用", name, key or '""'))
        else:
            keys[name] = key
    while taken := _taken_twice(keys, shipped):
        name, other = taken
        faults.append(Worded("keys.{0}: {1} 已用于 {2}", name, keys[name], other))
        keys[name] = shipped[name]
    return keys, tuple(faults)


def _is_key(key: str) -> bool:
    """Whether Textual can bind it: one word, no list of keys."""
    return bool(key) and key.isprintable() and not any(sign in key for sign in ", ")


def _taken_twice(keys: dict[str, str], shipped: dict[str, str]) -> tuple[str, str] | None:
    """Return a command with a key of the user that another command has, and that other; None when there is none."""
    for name, key in keys.items():
        if key and key != shipped[name]:
            for other, its in keys.items():
                if other != name and its == key:
                    return name, other
    return None


def ways_to(keys: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return how each act is reached on the screen, by its name: a key (that of the palette where it has none), and its short name."""
    palette = keys["palette"]
    return {
        act: (key_name(keys[name] or palette), command.words)
        for name, command in reversed(COMMANDS.items())
        for act in filter(None, (command.does, *command.leads_to))
    }


def bindings(keys: dict[str, str], *, everywhere_only: bool) -> list[Binding]:
    """Return the Textual bindings of the commands."""
    return [
        Binding(
            keys[name], f"command('{name}')", command.words, show=False, id=f"desk.{name}", priority=command.over_text
        )
        for name, command in COMMANDS.items()
        if keys[name] and (command.everywhere or not everywhere_only)
    ]


SIGNS = {"slash": "/", "question_mark": "?", "colon": ":", "semicolon": ";"}
"""Signs that Textual calls by a name."""


def key_name(key: str) -> str:
    """Return a key as people read it: ``ctrl+p`` is ^p, ``slash`` is /."""
    named = {**SIGNS, "space": translate("空格")}
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return named.get(key, key.upper() if key[:1] == "f" and key[1:].isdecimal() else key)
