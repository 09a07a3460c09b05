"""How the times that were typed for an act are read: said back beside the field, and after the act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.kernel import figures as f
from dutydesk.kernel.acts import Act, times_of
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.when import Meaning, read
from dutydesk.kernel.when_echo import echo
from dutydesk.kernel.wording import Worded


def readings(
    act: type[Act],
    words: Mapping[str, Any],
    now: Instant,
    *,
    drill: bool,
    times: Mapping[str, tuple[Meaning, str]] | None = None,
) -> dict[str, Worded]:
    """Return what each typed time of an act is read as, or why it is none; fields left empty are not among them.

    ``times`` are those that mean something else here than the act declares: meaning, and the field that it follows.
    """
    found: dict[str, Worded] = {}
    instants: dict[str, Instant] = {}
    for name, (meaning, after) in {**times_of(act), **(times or {})}.items():
        typed = words.get(name, "")
        if not isinstance(typed, str) or not typed.strip():
            continue
        try:
            instants[name] = read(typed, now, meaning, since=instants.get(after), drill=drill)
        except Worded as error:
            found[name] = error
        else:
            found[name] = echo(instants[name], now, meaning)
    return found


def figure_readings(words: Mapping[str, Any]) -> dict[str, Worded]:
    """Return what each typed figure is read as where that is more than its digits (180万), or why it is none."""
    found: dict[str, Worded] = {}
    for name in f.FIELDS:
        typed = words.get(name, "")
        if not isinstance(typed, str) or not typed.strip():
            continue
        try:
            value = f.read(name, typed)
        except Worded as error:
            found[name] = error
        else:
            if f"{value:g}" != typed.strip() and str(value) != typed.strip():
                found[name] = Worded("{0} {1}", f"{value:,}", Worded(f.UNITS[name]))
    return found
