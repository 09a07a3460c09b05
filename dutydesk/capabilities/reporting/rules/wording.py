"""The office's wording of reports: which sentences, in what order, and how each is said (``wording.toml``)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dutydesk.capabilities.matters.rules import KINDS, REPORT_KINDS
from dutydesk.capabilities.obligations.rules.obligations import numeral
from dutydesk.kernel.prose import official
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, nearest

FACT_BLANKS = (
    "background", "cause", "course", "scope", "trend", "handling", "commander", "measures", "requests", "next",
    "reported", "aftermath", "responsibility", "problems",
)  # fmt: skip
"""Facts in words; each has also its mark while it is not verified (``cause_doubt``)."""
UNKNOWN_BLANKS = ("cause", "scope", "commander", "reported", "aftermath")
"""Facts whose absence may be said: ``cause_unknown`` is 正在调查 while the fact is missing."""

BLANKS: tuple[str, ...] = (
    "received", "source", "occurred", "place", "event", "itself", "title", "document", "now", "ended",
    "casualties", "casualties_doubt", "unhurt", "unhurt_known", "going_on", "previous", "difference", "why", "same_as",
    "aboard", "aboard_told", "aboard_doubt", "others_aboard", "others", "others_doubt", "loss", "loss_doubt", "loss_difference", "loss_unknown",
    "nothing_new", "checked_at", "checked_with", "cause_authority", "level", "level_by", "level_before", "level_same",
    "level_reached",
    "lead", "support", "duty", "told", "acknowledged", "acknowledged_since", "happened", "open", "closing",
    "timeline", "corrected", "unfinished", "plan", "plan_by", "plan_to", "criterion", "outcome",
    *FACT_BLANKS,
    *(f"{name}_doubt" for name in FACT_BLANKS),
    *(f"{name}_unknown" for name in UNKNOWN_BLANKS),
)  # fmt: skip
"""Everything that a pattern may be filled with."""

_PIECE = re.compile(r"\[(?P<optional>[^\[\]]*)\]|\{(?P<blank>[^{}]*)\}|(?P<plain>[^\[\]{}]+)")
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Pattern:
    """How a sentence is said of some matters; ``texts`` from the fullest to the barest."""

    sentence: str
    of: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """The paragraphs of a kind of report, each with its heading (empty for none)."""

    paragraphs: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Term:
    """What those who are hurt and still live are called."""

    of: tuple[str, ...]
    injured: str
    serious: str


@dataclass(frozen=True)
class Wording:
    """The office's wording."""

    shapes: Mapping[str, Shape]
    patterns: tuple[Pattern, ...]
    terms: tuple[Term, ...] = ()

    def texts(self, sentence: str, kinds: Sequence[str]) -> tuple[str, ...]:
        """Return how a sentence is said of a matter. ``kinds``: what it is, the most particular first."""
        mine = [one for one in self.patterns if one.sentence == sentence]
        for kind in (*kinds, ""):
            for one in mine:
                if kind in one.of or (not kind and not one.of):
                    return one.texts
        return ()

    def asks(self, fact: str, kinds: Sequence[str]) -> bool:
        """Return whether a report of such a matter says that a fact is not known: an earthquake has no cause to look for."""
        return any(f"{{{fact}_unknown}}" in text for text in self.texts(fact, kinds))

    def asks_people(self, kinds: Sequence[str]) -> bool:
        """Return whether a report of such a matter says that casualties are not known: a cyber attack has none to look for."""
        return any("{unhurt}" in text for text in self.texts("casualties", kinds))

    def hurt(self, kinds: Sequence[str]) -> tuple[str, str]:
        """Return the words for the injured and the seriously injured."""
        for kind in kinds:
            for one in self.terms:
                if kind in one.of:
                    return one.injured, one.serious
        return "受伤", "重伤"


def filled(text: str, known: Mapping[str, str]) -> tuple[str, tuple[str, ...]] | None:
    """Return a pattern with its blanks filled, and which they were; None where one outside of [ ] is not known."""
    said: list[str] = []
    used: list[str] = []
    for piece in _PIECE.finditer(text):
        if piece["optional"] is not None:
            names = _BLANK.findall(piece["optional"])
            if all(known.get(name) for name in names):
                said.append(_BLANK.sub(lambda match: known[match[1]], piece["optional"]))
                used += names
        elif piece["blank"] is not None:
            if not known.get(piece["blank"]):
                return None
            said.append(known[piece["blank"]])
            used.append(piece["blank"])
        else:
            said.append(piece["plain"])
    return "".join(said), tuple(used)


def heading(number: int, words: str) -> str:
    """Return a heading of the first order: 二、处置经过。."""
    return f"{numeral(number)}、{words}。"


def read_wording(file: str, document: Mapping[str, Any], subtypes: Mapping[str, Collection[str]]) -> Wording:
    """Build the wording from the parsed ``wording.toml``. ``subtypes``: of the taxonomy, by category.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    kinds = {*KINDS, *subtypes, *(name for names in subtypes.values() for name in names)}
    patterns = _patterns(file, document, kinds, problems)
    shapes = _shapes(file, document, {one.sentence for one in patterns}, problems)
    terms: list[Term] = []
    for number, table in enumerate(tables(file, document, "term", problems), 1):
        entry = Entry(file, f"term #{number}", table, problems)
        entry.only(("of", "injured", "serious"))
        terms.append(Term(_words(entry, "of", kinds), entry.text("injured"), entry.text("serious")))
    missing = [kind for kind in REPORT_KINDS if kind not in shapes and kind != "correction"]
    if missing:
        problems.append(Problem(file, "-", "report", Worded("没有这几类报告的写法: {0}", missing)))
    if problems:
        raise RulebookError(problems)
    return Wording(shapes, tuple(patterns), tuple(terms))


def _words(entry: Entry, key: str, valid: Collection[str]) -> tuple[str, ...]:
    found = entry.texts(key)
    for word in found:
        if word not in valid:
            entry.problem(key, Worded("不认识 “{0}”, {1}", word, nearest(word, valid)))
    return tuple(found)


def _patterns(file: str, document: Mapping[str, Any], kinds: Collection[str], problems: list[Problem]) -> list[Pattern]:
    found: list[Pattern] = []
    for number, table in enumerate(tables(file, document, "pattern", problems), 1):
        name = table.get("sentence")
        entry = Entry(file, name if isinstance(name, str) else f"pattern #{number}", table, problems)
        entry.only(("sentence", "of", "texts"))
        texts = tuple(entry.texts("texts"))
        if not texts:
            entry.problem("texts", Worded("缺少文字"))
        for text in texts:
            _check_text(entry, text)
        found.append(Pattern(entry.text("sentence"), _words(entry, "of", kinds), texts))
    return found


def _check_text(entry: Entry, text: str) -> None:
    """Note what is wrong with a pattern: its brackets, its blanks, its marks."""
    if "".join(piece[0] for piece in _PIECE.finditer(text)) != text:
        entry.problem("texts", Worded("括号不成对: {0}", text))
        return
    for name in _BLANK.findall(text):
        if name not in BLANKS:
            entry.problem("texts", Worded("没有这个空 {0}, {1}", name, nearest(name, BLANKS)))
    said = re.sub(r"[\[\]]", "", _BLANK.sub("某", text))
    if official(said) != said:
        entry.problem("texts", Worded("须用全角标点和规范数字: {0}", text))


def _shapes(
    file: str, document: Mapping[str, Any], sentences: Collection[str], problems: list[Problem]
) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for number, table in enumerate(tables(file, document, "report", problems), 1):
        entry = Entry(file, f"report #{number}", table, problems)
        entry.only(("kinds", "paragraphs", "headings"))
        paragraphs: Any = table.get("paragraphs", [])
        if not isinstance(paragraphs, list) or not all(isinstance(one, list) for one in paragraphs):  # pyright: ignore[reportUnknownVariableType]
            entry.problem("paragraphs", Worded("须为列表的列表, 如 {0}", '[["intake"]]'))
            continue
        rows: list[tuple[str, ...]] = [tuple(map(str, one)) for one in paragraphs]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        for name in (name for row in rows for name in row):
            if name not in sentences:
                entry.problem("paragraphs", Worded("没有这一句 “{0}”, {1}", name, nearest(name, sentences)))
        headings = entry.texts("headings") or [""] * len(rows)
        if len(headings) != len(rows):
            entry.problem("headings", Worded("须与段数相同: {0}", len(rows)))
            continue
        shape = Shape(tuple(zip(headings, rows, strict=True)))
        for kind in _words(entry, "kinds", REPORT_KINDS):
            if kind in found:
                entry.problem("kinds", Worded("重复的编号"))
            found[kind] = shape
    return found
