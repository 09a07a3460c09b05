"""The tour: six things done once on the demo, each with what shows that it was done. Its words are the guide's topic ``tour``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from dutydesk import manual
from dutydesk.kernel.values import dataclass
from dutydesk.tui.commands.base import COMMANDS, key_name

if TYPE_CHECKING:
    from dutydesk.capabilities.log.lines import Line

TOPIC = "tour"
DONE = "done"
"""What stands in the preferences once it was walked to its end."""

STEP = re.compile(r"^\d+\. ", re.MULTILINE)
KEY = re.compile(r"\[([^\]\s]+)\]")


@dataclass(frozen=True)
class Shows:
    """What shows that a step was done: a line of the log, by its kind, from whoever walks; or a command that was run to its end."""

    kinds: Collection[str] = ()
    commands: Collection[str] = ()
    spared: Collection[str] = ()
    """Lines after which there is nothing left to do in it."""


STEPS: tuple[Shows, ...] = (
    Shows(kinds=("alert.acknowledged",), spared=("report.sent",)),  # what was sent before it rang rings no more
    Shows(kinds=("report.sent",)),
    Shows(kinds=("matter.opened", "message.disposed")),
    Shows(kinds=("entry.corrected",)),
    Shows(commands=("find", "jump")),
    Shows(kinds=("handover.sealed",)),
)
WHOEVER = frozenset({"handover.sealed"})
"""What is done by whoever comes last: it takes two to hand over."""


def words_of(step: int, keys: Mapping[str, str]) -> str:
    """Return what a step says, with the keys as they are set here."""
    text = next(one.text for one in manual.topics() if one.name == TOPIC)
    said = " ".join(STEP.split(text)[step + 1].split())
    own = {key_name(COMMANDS[name].key): key_name(key) for name, key in keys.items() if COMMANDS[name].key and key}
    return KEY.sub(lambda found: f"[{own.get(found[1], found[1])}]", said)


def shown_by(lines: Iterable[Line], own: str) -> Collection[str]:
    """Return the kinds of lines that whoever walks, called ``own``, wrote, or that need another's hand."""
    return {line.kind for line in lines if line.who == own or line.kind in WHOEVER}


def is_spared(step: int, *, kinds: Collection[str] = ()) -> bool:
    """Return whether what happened leaves nothing to do in a step."""
    return not set(kinds).isdisjoint(STEPS[step].spared)


def is_done(step: int, *, kinds: Collection[str] = (), command: str = "") -> bool:
    """Return whether what happened shows that a step was done."""
    shows = STEPS[step]
    return command in shows.commands or not set(kinds).isdisjoint(shows.kinds)
