"""All use cases: importing this module imports whatever says ``@handles``, in the desk's modules and in the capabilities."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from dutydesk.capabilities import collect
from dutydesk.desk.handling import HANDLED

__all__ = ["HANDLED"]

_HERE = Path(__file__).parent
_SAID = "@handles("

for _module in walk_packages([str(_HERE)], "dutydesk.desk."):
    _file = _HERE.joinpath(*_module.name.split(".")[2:]).with_suffix(".py")
    if not _module.ispkg and _SAID in _file.read_text(encoding="utf-8") and _file.name != "handlers.py":
        import_module(_module.name)
collect("handlers")
