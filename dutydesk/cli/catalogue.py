"""Which commands there are, as ``index`` wrote it down: nothing is imported to know it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("index.json")
Options = dict[str, list[str] | None]
GENERAL: Options = {
    "--help": None, "--db": [], "--lang": ["zh", "en"], "--as": [], "--clock": [], "--speed": [], "--json": None,
}  # fmt: skip
"""Options of every command, with their choices; None: it takes no value."""

Entry = dict[str, Any]


@cache
def load() -> dict[str, Entry]:
    """Return what was written: command to ``module``, ``help``, ``options`` (option to its choices), ``verbs``."""
    return json.loads(PATH.read_text(encoding="utf-8"))
