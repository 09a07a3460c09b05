"""What a person set for themselves: theme, language, where the tour is, how the panes are sorted and filtered.

Kept beside the store, outside the journal. It belongs to the account, not to the machine's user: over SSH all people share
one, and the configuration there is not theirs to choose.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dutydesk import wholefile
from dutydesk.config import LANGUAGES, THEMES
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded, nearest

LARGEST = 10_000
"""Bytes of such a file; beyond that it is none."""

LONGEST = 100
"""Characters of a filter that is kept."""

TOUR = (*"012345", "done")
"""Where the tour was left: a step, counted from 0, or its end."""

PANES = ("matters", "clocks", "checklist", "inbox")
ORDER, FILTER = "order.", "filter."
"""What begins the name of a setting of a pane."""


def _words(value: str) -> bool:
    return 0 <= len(value) <= LONGEST and value == one_line(value)


VALID: Mapping[str, Callable[[str], bool]] = {
    "theme": THEMES.__contains__,
    "lang": LANGUAGES.__contains__,
    "tour": TOUR.__contains__,
    **{f"{what}{pane}": _words for what in (ORDER, FILTER) for pane in PANES},
    f"{ORDER}log": _words,
}
"""By the name of a setting, what says whether it may have a value."""


def path_of(store: Path, officer: str) -> Path:
    """Return the file of an account."""
    return store.with_name(store.name + ".prefs") / f"{quote(officer, safe='')}.json"


def read(store: Path, officer: str) -> tuple[dict[str, str], tuple[Worded, ...]]:
    """Return what an account has set, and what is wrong with the file, each with its line; what is wrong counts as not set."""
    path = path_of(store, officer)
    try:
        if not path.is_file():
            return {}, ()
        if path.stat().st_size > LARGEST:
            return {}, (Worded("{0}: 太大 (上限 {1} 字节), 个人设置未用", path.name, LARGEST),)
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        why = "UTF-8" if isinstance(error, ValueError) else reason_of(error)
        return {}, (Worded("{0}: 读不了 ({1}), 个人设置未用", path.name, why),)
    try:
        told: Any = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return {}, (Worded("{0} 第 {1} 行: 读不懂, 个人设置未用", path.name, line),)
    if not isinstance(told, dict):
        return {}, (Worded("{0} 第 {1} 行: 读不懂, 个人设置未用", path.name, 1),)
    items: list[tuple[str, Any]] = [(str(name), value) for name, value in told.items()]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    values = {name: value for name, value in items if name in VALID and isinstance(value, str) and VALID[name](value)}
    faults = tuple(_fault(path.name, text, name) for name, _ in items if name not in values)
    return values, faults


def _fault(file: str, text: str, name: str) -> Worded:
    """Say what is wrong with one setting, and in which line."""
    line = next((n for n, said in enumerate(text.split("\n"), 1) if json.dumps(name, ensure_ascii=False) in said), 1)
    if name in VALID:
        return Worded("{0} 第 {1} 行: {2} 的值不对, 未用", file, line, name)
    return Worded("{0} 第 {1} 行: 没有个人设置 {2}; {3}", file, line, one_line(name)[:LONGEST], nearest(name, VALID))


def load(store: Path, officer: str) -> dict[str, str]:
    """Return what an account has set; what is no valid value is not there."""
    return read(store, officer)[0]


def keep(store: Path, officer: str, name: str, value: str) -> None:
    """Keep a setting of an account, one a line; that it cannot be kept stops nothing. An empty value takes it away."""
    told = {**load(store, officer), name: value}
    told = {key: said for key, said in told.items() if said}
    path = path_of(store, officer)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        wholefile.replace(path, json.dumps(told, ensure_ascii=False, indent=1).encode())
