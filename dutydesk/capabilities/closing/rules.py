"""Closing a matter: its outcome, the criterion that was met, and what may not be left open behind it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word, Worded, nearest, vocabulary

OUTCOMES: Mapping[str, str] = vocabulary(
    {
        "solved": "已解决",
        "partly": "部分解决",
        "unsolved": "未解决",
        "withdrawn": "撤回",
        "not_ours": "非本办事项",
    }
)
"""What came of an incident or an appeal (domain/indicators.md §2)."""

ASKED_OF = ("incident", "appeal")
"""Kinds of matter whose closing asks for an outcome."""

OWED_TO: Mapping[str, tuple[str, ...]] = {"policy": ("policy.",), "appeal": ("appeal.", "petition.")}
"""Kinds of matter that are not closed over a clock of their own, and how the events that start one begin. An incident's
own are its reports (R8), its steps and its red alarm."""

REMIND = ("policy.window_entered",)
"""Starts a clock that only reminds (IN-25)."""


def read_outcome(word: str) -> str:
    """Return the id of an outcome, from its id or its name.

    Raises:
        Worded: no such outcome.
    """
    key = outcome_named(word)
    if not key:
        raise Worded("没有结果 {0}, {1}", word, nearest(word, OUTCOMES))
    return key


def outcome_named(word: str) -> str:
    """Return the id of an outcome, from its id or its name; empty where there is no such one."""
    names = {name: key for key, name in OUTCOMES.items()}
    key = names.get(word.strip(), word.strip().lower())
    return key if key in OUTCOMES else ""


def criteria(offered: Sequence[str]) -> Worded:
    """Return the criteria of a plan as a list (not raised); they hold commas themselves."""
    listed = Worded("{0}", Word(offered[0]))
    for one in offered[1:]:
        listed = Worded("{0}; {1}", listed, Word(one))
    return listed


def folded(text: str) -> str:
    """Return a text without marks and blanks, full-width characters made plain: what two wordings are compared by."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LNM").casefold()


def chosen(typed: str, offered: Iterable[str]) -> str:
    """Return the offered criterion that was typed, whatever its marks; empty when it is another one."""
    wanted = folded(typed)
    return next((one for one in offered if folded(one) == wanted), "") if wanted else ""


@dataclass(frozen=True)
class Left:
    """Something still open on a matter about to be closed. ``kind``: step, action, resource, red, clock or missing."""

    kind: str
    sentence: Worded
    obligation: str = ""
    """The clock, where it is one: letting go waives it."""
