"""Which commands there are, without importing them: a generated file, so that help and completion come at once.

``index.json`` holds, for every command, its module, its help (Chinese, translated when shown), its options (with
their choices; null where none takes a value), the choices of its words, and its verbs. A test compares it with the commands themselves and says how to write it anew:
``python -m dutydesk.cli.index > dutydesk/cli/index.json``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dutydesk.cli.catalogue import GENERAL, PATH, Entry, Options

if TYPE_CHECKING:
    import argparse


def make() -> dict[str, Entry]:
    """Work out the index from the commands."""
    import importlib

    from dutydesk import i18n
    from dutydesk.cli.main import Commands, modules

    made: dict[str, Entry] = {}
    with i18n.speaking("zh"):
        for module in modules():
            commands = Commands()
            importlib.import_module(f"dutydesk.cli.{module}").add_commands(commands.add, commands.shared)
            made |= {name: {"module": module, **_entry(one)} for name, one in commands.below.choices.items()}
    return made


def _entry(parser: argparse.ArgumentParser) -> Entry:
    """Describe a parser: what completion offers, and what the list of commands says of it."""
    import argparse

    options: Options = {}
    verbs: dict[str, Entry] = {}
    words: list[str] = []
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to look at a parser
        choices = [str(one) for one in action.choices or ()]
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            verbs = {name: _entry(one) for name, one in action.choices.items()}
        elif not action.option_strings:
            words += choices
        elif action.help != argparse.SUPPRESS:
            takes = None if action.nargs == 0 else choices
            options |= {option: takes for option in action.option_strings if option.startswith("--")}
    own = {name: takes for name, takes in options.items() if name not in GENERAL}
    more = {"words": words, "verbs": verbs}
    return {"help": parser.description or "", "options": own, **{name: one for name, one in more.items() if one}}


def written(index: dict[str, Entry]) -> str:
    """Return the index as it stands in its file: one command a line, so that a change reads well."""
    lines = [f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}" for name, entry in index.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


__all__ = ["PATH", "make", "written"]

if __name__ == "__main__":
    print(written(make()), end="")
