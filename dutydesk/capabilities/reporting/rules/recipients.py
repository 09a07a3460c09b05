"""Who must get the interpretation of a policy: proposed by the keywords of the office's data, decided by the officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.wording import Worded

RULE_KEYS = ("keywords", "to", "source")


@dataclass(frozen=True, slots=True)
class Addressing:
    """One rule of the data: any of the keywords proposes the recipients. ``source`` is its resolved title."""

    keywords: tuple[str, ...]
    to: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed recipient, the keyword that stands in the text, and where the rule comes from."""

    name: str
    keyword: str
    source: str


def read_recipients(file: str, document: Mapping[str, Any]) -> tuple[Addressing, ...]:
    """Build the rules from the parsed ``recipients.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    sources: Mapping[str, Any] = document.get("sources", {})
    found: list[Addressing] = []
    for number, table in enumerate(tables(file, document, "recipient", problems), 1):
        entry = Entry(file, f"recipient #{number}", table, problems)
        entry.only(RULE_KEYS)
        keywords = tuple(word.strip() for word in entry.texts("keywords") if word.strip())
        to = tuple(name.strip() for name in entry.texts("to") if name.strip())
        source = entry.word("source", sources)
        for key, value in (("keywords", keywords), ("to", to)):
            if not value:
                entry.problem(key, Worded("缺少文字"))
        found.append(Addressing(keywords, to, str(sources.get(source, source))))
    if problems:
        raise RulebookError(problems)
    return tuple(found)


def propose(rules: Iterable[Addressing], text: str) -> list[Proposal]:
    """Return whom the words of a text propose, each recipient once, in the order of the data."""
    found: dict[str, Proposal] = {}
    for rule in rules:
        keyword = next((word for word in rule.keywords if word in text), "")
        if keyword:
            for name in rule.to:
                found.setdefault(name, Proposal(name, keyword, rule.source))
    return list(found.values())
