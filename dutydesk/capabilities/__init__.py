"""What the desk can do, one folder a capability: its acts, events, rules, tables, reads, words and screens side by side.

Nothing lists them: whoever needs one part of all of them, collects it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

_HERE = Path(__file__).parent


@cache
def collect(part: str) -> tuple[ModuleType, ...]:
    """Import one part (``events``, ``tables``, ``handlers`` …) of every capability that has it; what it declares registers itself.

    A part is a module, or a folder of modules.
    """
    return tuple(import_module(name) for name in _modules(part))


def fetch(kind: str, part: str) -> None:
    """Import one part of the capability that has a kind of event, of all where none says so."""
    home = _homes().get(kind) or _homes().get(kind.partition(".")[0])
    if home is None or not (_HERE / home / f"{part}.py").is_file():
        collect(part)
    else:
        import_module(f"{__name__}.{home}.{part}")


@cache
def _homes() -> dict[str, str]:
    """Return which capability has which kinds of events, as their packages say (``KINDS``)."""
    folders = [one.name for one in _HERE.iterdir() if (one / "events.py").is_file()]
    return {kind: name for name in folders for kind in import_module(f"{__name__}.{name}").KINDS}


def _modules(part: str) -> Iterator[str]:
    for folder in sorted(one for one in _HERE.iterdir() if one.is_dir()):
        name = f"{__name__}.{folder.name}.{part}"
        if (folder / f"{part}.py").is_file():
            yield name
        elif (folder / part).is_dir():
            yield from (f"{name}.{one.name}" for one in pkgutil.iter_modules([str(folder / part)]))
