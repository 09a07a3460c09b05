"""A shelf of the office's books: each file is read on its own, and the shipped one stands behind it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from dutydesk.kernel import system_errors
from dutydesk.kernel.reading import Problem, RulebookError, line_at, placed
from dutydesk.kernel.toml_faults import toml_fault, toml_line
from dutydesk.kernel.wording import Worded
from dutydesk.resources import data_folder
from dutydesk.usecase.accepted import Accepted, AcceptedFile

Book = TypeVar("Book")
Reader = Callable[[str, dict[str, Any]], Book]
"""Makes the book of a parsed file, whose name it tells; raises RulebookError."""
Source = Path | Accepted
"""Where books are read from: a folder, or what a store accepted."""


class Shelf:
    """Takes one book after another from a source: what is wrong with one stays with that one."""

    def __init__(self, source: Source | None) -> None:
        self.shipped = data_folder() / "rulebook"
        self.source = source or self.shipped
        self.problems: list[Problem] = []
        self.used: list[bytes] = []
        """Contents of the files that were taken, in this order."""

    def take(self, name: str, read: Reader[Book], without: Book | None = None) -> Book:
        """Return a book; the shipped one where there is no such file, or one that cannot be used, which is noted.

        Args:
            name: of the file.
            read: makes the book of a parsed file; raises RulebookError.
            without: what an office has that keeps no such file; else the shipped book.

        Raises:
            RulebookError: the shipped file cannot be used either.
        """
        own = self.source / name
        try:
            if own.exists():
                return self._read(own, read)
            if without is not None:
                return without
        except RulebookError as error:
            self.problems += error.problems
        except OSError as error:
            self.problems.append(Problem(name, "-", "-", Worded("读不到文件: {0}", system_errors.reason_of(error))))
        return self.take_shipped(name, read)

    def take_shipped(self, name: str, read: Reader[Book]) -> Book:
        """Return the shipped book, whatever the source holds.

        Raises:
            RulebookError: it cannot be used.
        """
        return self._read(self.shipped / name, read)

    def usable(self, book: Book) -> Book:
        """Return the book, unless it is the shipped ones that are broken: then nothing stands behind them.

        Raises:
            RulebookError: every problem.
        """
        if self.problems and self.source == self.shipped:
            raise RulebookError(self.problems)
        return book

    def _read(self, path: Path | AcceptedFile, read: Reader[Book]) -> Book:
        try:
            content = path.read_bytes()
            book = made_of(path.name, content, read)
        except OSError as error:
            raise RulebookError(
                [Problem(path.name, "-", "-", Worded("读不到文件: {0}", system_errors.reason_of(error)))]
            ) from error
        self.used.append(content)
        return book


def made_of(name: str, content: bytes, read: Reader[Book]) -> Book:
    """Return the book that a file's bytes make.

    Raises:
        RulebookError: what is wrong, with the line.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RulebookError([Problem(name, "-", "-", Worded("不是 UTF-8"), line_at(error))]) from error
    try:
        return read(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = toml_line(text, str(error))
        raise RulebookError(
            [Problem(name, "-", "-", Worded("不是 TOML: {0}", toml_fault(str(error))), line)]
        ) from error
    except RulebookError as error:
        raise RulebookError([placed(problem, text) for problem in error.problems]) from error
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError) as error:
        # a value of another type than the reader looks for: it names no key
        raise RulebookError([Problem(name, "-", "-", Worded("有值的类型不对: {0}", error))]) from error
