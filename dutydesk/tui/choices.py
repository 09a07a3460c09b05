"""Vocabularies of fields: what may stand in one, as people say it; nobody types a code.

A field with choices shows words and gives the act the code. What is typed is read as a code, a word in either
language or a word it was called before; a beginning or a part that fits one choice alone is that choice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dutydesk.domain import coordination as c
from dutydesk.domain import duties as d
from dutydesk.domain import matters as m
from dutydesk.domain.closing import OUTCOMES as OUTCOME_NAMES
from dutydesk.domain.reporting import CAUSES as CAUSE_NAMES
from dutydesk.domain.values import dataclass
from dutydesk.i18n import translate

if TYPE_CHECKING:
    from dutydesk.domain.taxonomy import Taxonomy
    from dutydesk.store.views import OfficerView


@dataclass(frozen=True)
class Choice:
    """One of the words that may stand in a field: ``code`` goes to the act, ``word`` (Chinese) is shown, translated."""

    code: str
    word: str
    aliases: tuple[str, ...] = ()
    said: str = ""
    """What the list shows, where that is more than the word."""

    @property
    def shown(self) -> str:
        """The word in the language in use."""
        return translate(self.word)

    @property
    def listed(self) -> str:
        """What the list shows."""
        return translate(self.said) if self.said else self.shown

    def names(self) -> list[str]:
        """Everything that is read as this choice, folded."""
        return [folded(name) for name in (self.code, self.word, self.shown, self.said, *self.aliases) if name]


def folded(text: str) -> str:
    """Return text as it is compared: widths and cases alike, without blanks, Ⅲ and III the same."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def fitting(typed: str, choices: Sequence[Choice]) -> list[Choice]:
    """Return the choices that typed text fits: one that it names in full, else those that begin with it, else those that hold it."""
    wanted = folded(typed)
    if not wanted:
        return list(choices)
    looks = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    for look in looks:
        found = [one for one in choices if any(map(look, one.names()))]
        if found:
            return found[:1] if look is looks[0] else found
    return []


def word_of(value: str, choices: Sequence[Choice]) -> str:
    """Return the word that stands in the field for a code; other values as they are."""
    return next((one.shown for one in choices if value and one.code == value), value)


def _named(names: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(code, word) for code, word in names)


YES = (Choice("是", "是", ("yes", "y", "1")), Choice("", "否", ("no", "n", "0")))
ASKED = (Choice("是", "是", ("yes", "y", "1")), Choice("否", "否", ("no", "n", "0")))
"""A question that must be answered: an empty field is no answer."""
OUTCOMES = _named(OUTCOME_NAMES.items())
CAUSES = _named(CAUSE_NAMES.items())
COLOURS = _named(m.COLOUR_NAMES.items())
WARNINGS = _named((word, word) for word in m.WARNINGS)
LEVELS = tuple(
    Choice(m.LEVEL_MARKS[level], m.LEVEL_MARKS[level], (level, str(number), m.LEVEL_NAMES[level]))
    for number, level in enumerate(m.LEVELS, 1)
)
REPORTS = _named(m.REPORT_NAMES.items())
CLOSING_REPORTS = _named((kind, m.REPORT_NAMES[kind]) for kind in ("follow_up", "final"))
TRENDS = _named((word, word) for word in ("稳定", "扩大", "趋缓"))
CALLS = _named(c.CALL_RESULTS.items())
GRADES = _named((word, word) for word in reversed(list(d.GRADE_NAMES.values())))
POSTS = (Choice("a", "A岗"), Choice("b", "B岗"), Choice("leader", "带班领导"), Choice("director", "主任"))
STATES = (
    Choice("normal", "正常"),
    Choice("abnormal", "异常"),
    Choice("off", "停用"),
    Choice("ticked", "√", ("v", "已核")),
)
FOUND_SO = _named((word, word) for word in ("正常", "异常"))


def actions(state: str) -> tuple[Choice, ...]:
    """What an action may become."""
    return _named((one, c.ACTION_NAMES[one]) for one in c.ACTION_NEXT.get(state, ()))


def resources(state: str) -> tuple[Choice, ...]:
    """What a request for help may become."""
    return _named((one, c.RESOURCE_NAMES[one]) for one in c.RESOURCE_NEXT.get(state, ()))


def subtypes(taxonomy: Taxonomy) -> tuple[Choice, ...]:
    """The kinds of incidents that the office's taxonomy has, with their categories."""
    return tuple(
        Choice(one.id, one.name, (one.english, *one.aliases))
        for category in taxonomy.categories.values()
        for one in category.subtypes.values()
    )


def people(officers: Iterable[OfficerView]) -> tuple[Choice, ...]:
    """Whoever has an account, by name."""
    return tuple(Choice(one.name, one.name, (one.id,)) for one in officers if not one.disabled)


def criteria(offered: Iterable[str]) -> tuple[Choice, ...]:
    """Return the termination criteria of a plan; another one may be written."""
    return _named((one, one) for one in offered)
