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


def _modules(part: str) -> Iterator[str]:
    for folder in sorted(one for one in _HERE.iterdir() if one.is_dir()):
        name = f"{__name__}.{folder.name}.{part}"
        if (folder / f"{part}.py").is_file():
            yield name
        elif (folder / part).is_dir():
            yield from (f"{name}.{one.name}" for one in pkgutil.iter_modules([str(folder / part)]))
