"""Reading the office's TOML files: what is wrong is named by file, entry, key and the nearest valid word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, nearest, worded

Read = TypeVar("Read")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a rulebook file."""

    file: str
    entry: str
    key: str
    message: Worded
    line: int = 0
    """In the file, from 1; 0 where it is not known."""

    @property
    def where(self) -> str:
        """File and line, as editors read it."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def worded(self) -> Worded:
        """The problem and its place as a sentence in the reader's language."""
        return Worded("{0} [{1}] {2}: {3}", self.where, self.entry, self.key, self.message)

    def __str__(self) -> str:
        return str(self.worded)


class RulebookError(Worded):
    """The rulebook cannot be used; ``problems`` lists everything found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"{{{number}}}" for number in range(len(self.problems)))
        super().__init__(lines, *(problem.worded for problem in self.problems))


def placed(problem: Problem, text: str) -> Problem:
    """Return the problem with the line of its key in the file's text: the first such key at or behind its entry."""
    if problem.line:
        return problem
    lines = text.splitlines()
    names = [re.escape(name) for name in re.split(r"[.\[\]#]+", problem.entry) if name and name != "-"]
    start = _first(lines, 0, rf"""\[.*\b{names[-1]}\b.*\]|.*["']{names[0]}["']""") if names else 0
    below = max(start - 1, 0)
    line = _first(lines, below, rf"""\s*["']?{re.escape(problem.key)}["']?\s*=|\s*\[+.*\b{re.escape(problem.key)}\b""")
    return replace(problem, line=line or start)


def _first(lines: Sequence[str], begin: int, pattern: str) -> int:
    wanted = re.compile(pattern)
    return next((number for number, line in enumerate(lines[begin:], begin + 1) if wanted.match(line)), 0)


def line_at(error: UnicodeDecodeError) -> int:
    """Return the line of the byte that is not UTF-8, from 1."""
    return error.object.count(b"\n", 0, error.start) + 1


def tables(
    file: str, document: Mapping[str, Any], key: str, problems: list[Problem], entry: str = "-"
) -> list[Mapping[str, Any]]:
    """Return a list of TOML tables, or nothing with the problem noted when the value is something else."""
    value: Any = document.get(key, [])
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):  # pyright: ignore[reportUnknownVariableType]
        return list(value)  # pyright: ignore[reportUnknownArgumentType]
    problems.append(Problem(file, entry, key, Worded("须为表的列表, 如 [[{0}]]", key)))
    return []


class Entry:
    """Reads the keys of one TOML table and collects what is wrong with them."""

    def __init__(self, file: str, entry: str, table: Mapping[str, Any], problems: list[Problem]) -> None:
        self.file, self.name, self.table, self.problems = file, entry, table, problems

    def problem(self, key: str, message: Worded) -> None:
        """Note a problem with a key of this entry."""
        self.problems.append(Problem(self.file, self.name, key, message))

    def only(self, keys: Iterable[str]) -> None:
        """Refuse keys that are not in the list."""
        for key in self.table:
            if key not in keys:
                self.problem(key, Worded("没有这个键, {0}", nearest(key, keys)))

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; without a default the key must be there and not be empty."""
        value = self.table.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.problem(key, Worded("缺少文字"))
            return default or ""
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return a boolean."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            self.problem(key, Worded("须为 true 或 false, 不是 {0}", repr(value)))
            return default
        return value

    def texts(self, key: str) -> list[str]:
        """Return a list of strings, empty when the key is missing."""
        value: Any = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):  # pyright: ignore[reportUnknownVariableType]
            self.problem(key, Worded("须为文字列表"))
            return []
        return list(value)  # pyright: ignore[reportUnknownArgumentType]

    def word(self, key: str, valid: Iterable[str], default: str | None = None) -> str:
        """Return a string out of a list of valid ones."""
        value = self.text(key, default)
        if value and value not in valid:
            self.problem(key, Worded("不认识 “{0}”, {1}", value, nearest(value, valid)))
        return value

    def parsed(self, key: str, text: str, parse: Callable[[str], Read]) -> Read | None:
        """Return what a parser makes of a text, or None with the problem noted."""
        try:
            return parse(text)
        except ValueError as error:
            self.problem(key, worded(error))
            return None
