"""Reading the office's TOML files: what is wrong is named by file, entry, key and the nearest valid word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from dutydesk.domain.values import dataclass
from dutydesk.domain.wording import nearest

Read = TypeVar("Read")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a rulebook file."""

    file: str
    entry: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file} [{self.entry}] {self.key}: {self.message}"


class RulebookError(ValueError):
    """The rulebook cannot be used; ``problems`` lists everything found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def tables(
    file: str, document: Mapping[str, Any], key: str, problems: list[Problem], entry: str = "-"
) -> list[Mapping[str, Any]]:
    """Return a list of TOML tables, or nothing with the problem noted when the value is something else."""
    value: Any = document.get(key, [])
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):  # pyright: ignore[reportUnknownVariableType]
        return list(value)  # pyright: ignore[reportUnknownArgumentType]
    problems.append(Problem(file, entry, key, f"须为表的列表, 如 [[{key}]]"))
    return []


class Entry:
    """Reads the keys of one TOML table and collects what is wrong with them."""

    def __init__(self, file: str, entry: str, table: Mapping[str, Any], problems: list[Problem]) -> None:
        self.file, self.name, self.table, self.problems = file, entry, table, problems

    def problem(self, key: str, message: str) -> None:
        """Note a problem with a key of this entry."""
        self.problems.append(Problem(self.file, self.name, key, message))

    def only(self, keys: Iterable[str]) -> None:
        """Refuse keys that are not in the list."""
        for key in self.table:
            if key not in keys:
                self.problem(key, f"没有这个键, {nearest(key, keys)}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; without a default the key must be there and not be empty."""
        value = self.table.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.problem(key, "缺少文字")
            return default or ""
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return a boolean."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            self.problem(key, f"须为 true 或 false, 不是 {value!r}")
            return default
        return value

    def texts(self, key: str) -> list[str]:
        """Return a list of strings, empty when the key is missing."""
        value: Any = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):  # pyright: ignore[reportUnknownVariableType]
            self.problem(key, "须为文字列表")
            return []
        return list(value)  # pyright: ignore[reportUnknownArgumentType]

    def word(self, key: str, valid: Iterable[str], default: str | None = None) -> str:
        """Return a string out of a list of valid ones."""
        value = self.text(key, default)
        if value and value not in valid:
            self.problem(key, f"不认识 “{value}”, {nearest(value, valid)}")
        return value

    def parsed(self, key: str, text: str, parse: Callable[[str], Read]) -> Read | None:
        """Return what a parser makes of a text, or None with the problem noted."""
        try:
            return parse(text)
        except ValueError as error:
            self.problem(key, str(error))
            return None
