"""Completion in the shell: commands, verbs, options and their choices, from the index alone.

``dutydesk completion bash`` prints what the shell is to read; that asks ``dutydesk complete WORDS`` at each Tab.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutydesk.cli.catalogue import GENERAL, Entry, load
from dutydesk.i18n import translate

if TYPE_CHECKING:
    import argparse

    from dutydesk.cli.acts import Adder
    from dutydesk.cli.context import Context

SHELLS = {
    "bash": """\
_dutydesk() {
  local IFS=$'\\n'
  COMPREPLY=($(dutydesk complete -- "${COMP_WORDS[@]:1:COMP_CWORD}"))
}
complete -o default -F _dutydesk dutydesk
""",
    "zsh": """\
#compdef dutydesk
_dutydesk() {
  local -a offered
  offered=("${(@f)$(dutydesk complete -- "${(@)words[2,CURRENT]}")}")
  [[ -n "$offered" ]] && compadd -a offered || _files
}
compdef _dutydesk dutydesk
""",
    "fish": """\
complete -c dutydesk -a '(dutydesk complete -- (commandline -opc)[2..-1] (commandline -ct))'
""",
}


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``completion``."""
    add("completion", "打印命令行补全脚本: bash, zsh, fish", completion).add_argument(
        "shell", choices=SHELLS, help=translate("命令行外壳")
    )


def completion(context: Context, parsed: argparse.Namespace) -> int:
    """Print the script of a shell."""
    context.text(SHELLS[parsed.shell].rstrip("\n"))
    return 0


def offered(words: Sequence[str]) -> list[str]:
    """Return what may stand where the last of the typed words is being typed; words as behind ``dutydesk``."""
    *before, typed = words or [""]
    commands = load()
    entry: Entry = {"options": {"--version": None}, "verbs": commands}
    path: list[str] = []
    asked = ""
    for word in before:
        options = {**GENERAL, **entry["options"]}
        if asked:
            asked = ""
        elif word.startswith("-"):
            asked = word if options.get(word) is not None else ""
        elif word in entry.get("verbs", {}):
            entry, path = entry["verbs"][word], [*path, word]
        elif " ".join([*path, word]) in commands:  # a verb of a command that is an act by itself too
            entry, path = commands[" ".join([*path, word])], [*path, word]
    options = {**GENERAL, **entry["options"]}
    if asked:
        found = options[asked] or []
    elif typed.startswith("-"):
        found = list(options)
    else:
        head = " ".join(path) + " "
        joined = [name.removeprefix(head) for name in commands if path and name.startswith(head)]
        found = [*(one for one in entry.get("verbs", {}) if " " not in one), *entry.get("words", []), *joined]
    return [one for one in found if one.startswith(typed)]
