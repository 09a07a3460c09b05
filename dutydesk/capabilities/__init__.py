"""What the desk can do, one folder a capability: its acts, events, tables, reads, words and screens side by side.

Nothing lists them: whoever needs one part of all of them, collects it.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


@cache
def collect(part: str) -> tuple[ModuleType, ...]:
    """Import one part (``events``, ``tables``, ``handlers`` …) of every capability that has it; what it declares registers itself."""
    names = sorted(one.name for one in pkgutil.iter_modules(__path__) if one.ispkg)
    modules = [f"{__name__}.{name}.{part}" for name in names]
    return tuple(import_module(module) for module in modules if find_spec(module) is not None)
