"""The search index: Chinese by single characters and neighbour pairs, everything else by whole words.

A word of two characters (火灾, 讨薪) is the commonest search; the trigram tokenizer misses those without a
word. So each text is stored as two runs: every Han character, then every pair of neighbours. One character
is looked up in the first run, two or more as a phrase in the second. The table keeps no text.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable
from typing import Any

from dutydesk.domain.text import is_han

SEARCHED = frozenset(
    {
        "text", "title", "place", "source", "reason", "note", "subject", "name", "criterion", "lead",
        "support", "recipients", "sender", "label", "at_risk", "trend", "wording", "scope", "effective", "bound", "silent",
        "who", "unit", "owner", "room",
    }
)  # fmt: skip
"""Payload keys whose text can be found."""

_RUN = re.compile(r"[0-9A-Za-z_À-ɏЀ-ӿ぀-ヿ가-힣]+|[㐀-䶿一-鿿〇\U00020000-\U000323AF]+")
_BREAK = "0brk0"
"""Stands between two runs so that no phrase crosses them."""


def runs_of(text: str) -> list[str]:
    """Return the searchable runs of a text: Han runs, and words or numbers in lower case."""
    return [run.lower() for run in _RUN.findall(text)]


def grams(texts: Iterable[str]) -> str:
    """Return the index text of some texts: singles, then pairs, words whole."""
    singles: list[str] = []
    pairs: list[str] = []
    for text in texts:
        for run in runs_of(text):
            if is_han(run[0]):
                singles.extend(run)
                pairs.extend(map("".join, itertools.pairwise(run)))
                pairs.append(_BREAK)
            else:
                pairs.append(run)
    return " ".join((*singles, _BREAK, *pairs))


def searchable(payload: str) -> list[str]:
    """Return the texts of a payload that can be found."""
    content: dict[str, Any] = json.loads(payload)
    found: list[str] = []
    for key, value in content.items():
        if key not in SEARCHED or not value:
            continue
        found.extend(str(item) for item in (value if isinstance(value, list) else [value]))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return found


def match_expression(words: str) -> str:
    """Return the FTS5 expression for what a person typed: all words must be there, each run as it stands."""
    terms: list[str] = []
    for run in runs_of(words):
        if is_han(run[0]) and len(run) > 1:
            terms.append('"' + " ".join(map("".join, itertools.pairwise(run))) + '"')
        else:
            terms.append(f'"{run}"')
    return " AND ".join(dict.fromkeys(terms))
