"""Lines of a table that an act takes in: all of them or none, and what is wrong with each is said by its number."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import reduce

from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import SecretTextError, refuse_marked
from dutydesk.kernel.wording import Worded
from dutydesk.store.journal import Row


def all_or_none(lines: Sequence[str], take: Callable[[dict[str, str]], Row | None]) -> Row:
    """Take in lines (a number, a colon, an object of field to typed words), all of them or none; return the first row written.

    Raises:
        Refused: what is wrong with each line; nothing was taken in.
    """
    wrong: list[Worded] = []
    first: Row | None = None
    marked = False
    for line in lines:
        number, _, words_of_line = line.partition(":")
        try:
            row = take(_words(words_of_line))
            first = first or row
        except Refused as refusal:
            marked = marked or refusal.traced
            wrong.append(Worded("第 {0} 行: {1}", number, refusal))
    if wrong:
        listed = reduce(lambda one, other: Worded("{0}; {1}", one, other), wrong)
        refused = Refused("", "{0} 行不能读入, 一行也没有存. {1}", len(wrong), listed)
        refused.traced = marked  # as what was wrong with one of them is
        raise refused
    if first is None:
        raise Refused("", "与现有的一样, 没有要读入的")
    return first


def _words(text: str) -> dict[str, str]:
    """Return the words of a line by field."""
    try:
        return {str(name): str(value) for name, value in json.loads(text).items()}
    except (ValueError, AttributeError) as error:
        raise Refused("rows", "须写成 栏=值, 不是 {0}", text) from error


def refuse_marked_cell(name: str, title: str, typed: str) -> None:
    """Refuse what carries a state-secret mark, saying in which column.

    Raises:
        Refused: it does.
    """
    try:
        refuse_marked(typed)
    except SecretTextError as error:
        raise Refused(name, "{0}: {1}", title, error, traced=True, span=error.span) from error
