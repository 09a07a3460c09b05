"""Vocabularies of fields: what may stand in one, as people say it; nobody types a code.

A field with choices shows words and gives the act the code. What is typed is read as a code, a word in either
language, a word it was called before, or the pinyin initials of one; a beginning or a part that fits one choice alone
is that choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dutydesk.capabilities.closing.rules import OUTCOMES as OUTCOME_NAMES
from dutydesk.capabilities.coordination.rules import coordination as c
from dutydesk.capabilities.duties import rules as d
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.reporting.rules.reporting import CAUSES as CAUSE_NAMES
from dutydesk.capabilities.restricted.rules import LABELS
from dutydesk.capabilities.sending import rules as sending
from dutydesk.i18n import translate
from dutydesk.kernel import vocabulary
from dutydesk.kernel.text import folded
from dutydesk.kernel.values import dataclass
from dutydesk.tui.initials import spelled_at

if TYPE_CHECKING:
    from dutydesk.capabilities.grading.rules.taxonomy import Taxonomy
    from dutydesk.store.views import OfficerView


@dataclass(frozen=True)
class Choice:
    """One of the words that may stand in a field: ``code`` goes to the act, ``word`` (Chinese) is shown, translated."""

    code: str
    word: str
    aliases: tuple[str, ...] = ()
    said: str = ""
    """What the list shows, where that is more than the word."""
    group: str = ""
    """Under which heading it stands in a long list (Chinese, translated when shown)."""
    used: int = 0
    """How often it was chosen before, as far as the store knows."""
    cues: tuple[str, ...] = ()
    """Words by which people tell of it: 塌方 finds it, and 山体塌方 does."""

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

    def rank(self, wanted: str) -> int | None:
        """Return how well folded text fits, 0 the best; None where it does not.

        Its code or one of its names in full, how one begins, initials of how one begins, a part, a word that tells of it,
        initials of a part.
        """
        names = self.names()
        if wanted in names:
            return EXACT
        if any(name.startswith(wanted) for name in names):
            return BEGINS
        spelled = [spelled_at(wanted, name) for name in names] if wanted.isascii() else []
        if 0 in spelled:
            return SPELLED
        if any(wanted in name for name in names) or wanted in folded(translate(self.group)):
            return HOLDS
        if any(cue in wanted or wanted in cue for cue in map(folded, self.cues)):
            return CUED
        return None if all(at is None for at in spelled) else SPELLED_WITHIN


EXACT, BEGINS, SPELLED, HOLDS, CUED, SPELLED_WITHIN = range(6)
"""How text fits a choice, the best first."""


def spells(typed: str, text: str) -> bool:
    """Whether letters are the initials of a part of a text; both are folded where that matters."""
    return typed.isascii() and spelled_at(typed, folded(text)) is not None


def ranked(typed: str, choices: Sequence[Choice], uses: Mapping[str, int] | None = None) -> list[Choice]:
    """Return the choices that text fits, the best first; of equal ones those used oftener, then as they are declared.

    Args:
        typed: what stands in the field.
        choices: what may stand there.
        uses: by code, how often each was chosen in this session.
    """
    wanted = folded(typed)
    if not wanted:
        return list(choices)
    found = [(rank, one) for one in choices if (rank := one.rank(wanted)) is not None]
    found.sort(key=lambda pair: (pair[0], -pair[1].used - (uses or {}).get(pair[1].code, 0)))
    return [one for _, one in found]


OFTEN = 5
"""How many of those used most stand on top of a long list."""

SHORT = 9
"""Choices that one digit reaches: such a list keeps its order, so that fingers learn its numbers."""


def laid_out(choices: Sequence[Choice], uses: Mapping[str, int]) -> list[Choice | str]:
    """Return the rows of a whole list: the most used on top of a long one, headings where it has groups.

    Args:
        choices: all of them.
        uses: by code, how often each was chosen in this session.
    """
    if len(choices) <= SHORT:
        return list(choices)
    often = sorted(
        (one for one in choices if one.used + uses.get(one.code, 0)),
        key=lambda one: -one.used - uses.get(one.code, 0),
    )
    if not any(one.group for one in choices):
        return [*often, *(one for one in choices if one not in often)]
    rows: list[Choice | str] = ["常用", *often[:OFTEN]] if often else []
    group = ""
    for one in choices:
        if one.group != group:
            group = one.group
            rows.append(group)
        rows.append(one)
    return rows


def fitting(typed: str, choices: Sequence[Choice]) -> list[Choice]:
    """Return the choices that typed text may mean: one that it names in full, else those that begin with it, else those that hold it.

    Initials are short, and mean one choice only where no other fits in any way.
    """
    wanted = folded(typed)
    if not wanted:
        return list(choices)
    ranks = [(rank, one) for one in choices if (rank := one.rank(wanted)) is not None]
    best = min((rank for rank, _ in ranks), default=EXACT)
    found = [one for rank, one in ranks if rank == best or best in {SPELLED, SPELLED_WITHIN}]
    return found[:1] if best == EXACT else found


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
MARKS = _named(LABELS.items())
"""What a restricted matter may be marked as."""
WARNINGS = _named((word, word) for word in m.WARNINGS)
LEVELS = tuple(
    Choice(m.LEVEL_MARKS[level], m.LEVEL_MARKS[level], (level, str(number), m.LEVEL_NAMES[level]))
    for number, level in enumerate(m.LEVELS, 1)
)
REPORTS = _named(m.REPORT_NAMES.items())
CLOSING_REPORTS = _named((kind, m.REPORT_NAMES[kind]) for kind in ("follow_up", "final"))
TRENDS = _named((word, word) for word in vocabulary.TRENDS)
SENT_WAYS = _named(sending.WAYS.items())
CALLS = _named(c.CALL_RESULTS.items())
GRADES = _named((word, word) for word in reversed(list(d.GRADE_NAMES.values())))
THINGS = ("公章", "介绍信", "办公室钥匙", "保密柜钥匙", "车钥匙")
"""What is taken and brought back."""
POSTS = (Choice("a", "A岗"), Choice("b", "B岗"), Choice("leader", "带班领导"), Choice("director", "主任"))
STATES = (
    Choice("normal", "正常"),
    Choice("abnormal", "异常"),
    Choice("off", "停用"),
    Choice("ticked", "√", ("v", "已核")),
)
LINE_STATES = _named((STATES[number].word, STATES[number].word) for number in range(3))
"""What a line or device is; a note may follow behind a colon."""
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
        Choice(one.id, one.name, (one.english, *one.aliases), group=category.name, cues=one.cues)
        for category in taxonomy.categories.values()
        for one in category.subtypes.values()
    )


def people(officers: Iterable[OfficerView]) -> tuple[Choice, ...]:
    """Whoever has an account, by name."""
    return tuple(Choice(one.id, one.name) for one in officers if not one.disabled)


def criteria(offered: Iterable[str]) -> tuple[Choice, ...]:
    """Return the termination criteria of a plan; another one may be written."""
    return _named((one, one) for one in offered)
