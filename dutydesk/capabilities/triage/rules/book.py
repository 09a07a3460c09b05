"""The words by which a message is sorted, read from ``triage.toml``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dutydesk.capabilities.triage.rules.phrases import Phrase, read_phrase
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

KINDS = ("incident", "appeal", "policy", "routine")
"""The earlier wins where two are as likely: an incident missed costs most."""
COLOURS = ("red", "yellow", "blue")
CATEGORIES = ("natural", "accident", "health", "security")
FIGURES = (
    "deaths", "injured", "missing", "loss_yuan", "gathered", "joined", "hospital", "hours", "minutes", "lost", "danger",
    "child",
    "like_red", "like_blue", "unlike_blue",
)  # fmt: skip
"""What a line may count; ``lost`` and ``danger`` are 1 where the sentence says so (``plight``), the last three where it reads so."""

SIGN_KEYS = ("kind", "weight", "words")
SUBTYPE_KEYS = ("id", "category", "weight", "words")
LINE_KEYS = (
    "id",
    "kind",
    "colour",
    "text",
    "en",
    "words",
    "always",
    "unless",
    "at_least",
    "at_most",
    "below",
    "otherwise",
)
SEND_KEYS = ("kind", "colour", "category", "to", "why")


@dataclass(frozen=True)
class Sign:
    """Words that speak for a kind (``name``), or a subtype of a category, and how much."""

    name: str
    weight: float
    words: tuple[Phrase, ...]
    category: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the colour rule. ``words`` count unless one of ``unless`` stands; ``always`` count anyway.

    ``at_least`` and ``at_most``: a figure of the message that reaches the line; ``below``: a figure that, from so much on, makes its words not count;
    ``otherwise``: the line of its kind for all the rest; with ``unless``, where none of these stands.
    """

    id: str
    kind: str
    colour: str
    text: str
    english: str
    words: tuple[Phrase, ...]
    always: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    at_least: Mapping[str, float]
    at_most: Mapping[str, float]
    below: Mapping[str, float]
    otherwise: bool


@dataclass(frozen=True)
class Sending:
    """To whom messages of a kind, colour and category are proposed to go; empty means any."""

    kind: str
    colours: tuple[str, ...]
    categories: tuple[str, ...]
    to: tuple[str, ...]
    why: str

    def fits(self, kind: str, colour: str, category: str) -> bool:
        """Return whether it is said of such a message or matter."""
        coloured = not self.colours or colour in self.colours
        return kind == self.kind and coloured and (not self.categories or category in self.categories)


@dataclass(frozen=True)
class Triage:
    """Everything by which a message is sorted; ``version`` tells one state of the file from another."""

    signs: tuple[Sign, ...]
    subtypes: tuple[Sign, ...]
    lines: tuple[Line, ...]
    sendings: tuple[Sending, ...]
    past: tuple[Phrase, ...]
    rumour: tuple[Phrase, ...]
    refuted: tuple[Phrase, ...]
    now: tuple[Phrase, ...]
    least: float
    version: str = ""


def read_triage(
    file: str, document: Mapping[str, Any], subtypes: Mapping[str, Collection[str]] | None = None
) -> Triage:
    """Build the words from parsed TOML.

    Args:
        file: its name, for what is wrong.
        document: as parsed.
        subtypes: the known ones by category, None where that is not checked.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    signs: list[Sign] = []
    for number, table in enumerate(tables(file, document, "sign", problems), 1):
        entry = Entry(file, f"sign #{number}", table, problems)
        entry.only(SIGN_KEYS)
        signs.append(Sign(entry.word("kind", KINDS), _number(entry, "weight"), _phrases(entry, "words", needed=True)))
    kinds: list[Sign] = []
    for number, table in enumerate(tables(file, document, "subtype", problems), 1):
        entry = Entry(file, str(table.get("id", f"subtype #{number}")), table, problems)
        entry.only(SUBTYPE_KEYS)
        category = entry.word("category", CATEGORIES)
        known = subtypes.get(category, ()) if subtypes is not None else None
        name = entry.word("id", known, "") if known is not None else entry.text("id", "")
        kinds.append(Sign(name, _number(entry, "weight", 1), _phrases(entry, "words", needed=True), category))
    lines = [
        _line(file, number, table, problems) for number, table in enumerate(tables(file, document, "line", problems), 1)
    ]
    for kind in KINDS:
        last = [one for one in lines if one.kind == kind]
        if not last or not last[-1].otherwise:
            problems.append(Problem(file, "line", "otherwise", Worded("{0} 的最后一行须为 otherwise = true", kind)))
    seen: set[str] = set()
    for one in lines:
        if one.id in seen:
            problems.append(Problem(file, one.id, "id", Worded("重复的行")))
        seen.add(one.id)
    sendings = [
        _sending(file, n, table, problems) for n, table in enumerate(tables(file, document, "send", problems), 1)
    ]
    told = Entry(file, "reading", document.get("reading", {}), problems)
    told.only(("past", "rumour", "refuted", "now", "least"))
    past, rumour, refuted = _phrases(told, "past"), _phrases(told, "rumour"), _phrases(told, "refuted")
    now, least = _phrases(told, "now"), _number(told, "least", 1)
    if problems:
        raise RulebookError(problems)
    return Triage(tuple(signs), tuple(kinds), tuple(lines), tuple(sendings), past, rumour, refuted, now, least)


def _line(file: str, number: int, table: Mapping[str, Any], problems: list[Problem]) -> Line:
    entry = Entry(file, str(table.get("id", f"line #{number}")), table, problems)
    entry.only(LINE_KEYS)
    return Line(
        entry.text("id"),
        entry.word("kind", KINDS),
        entry.word("colour", COLOURS),
        entry.text("text"),
        entry.text("en"),
        _phrases(entry, "words"),
        _phrases(entry, "always"),
        _phrases(entry, "unless"),
        _figures(entry, "at_least"),
        _figures(entry, "at_most"),
        _figures(entry, "below"),
        entry.flag("otherwise", default=False),
    )


def _sending(file: str, number: int, table: Mapping[str, Any], problems: list[Problem]) -> Sending:
    entry = Entry(file, f"send #{number}", table, problems)
    entry.only(SEND_KEYS)
    kind = entry.word("kind", KINDS)
    colours, categories = tuple(entry.texts("colour")), tuple(entry.texts("category"))
    for key, values, known in (("colour", colours, COLOURS), ("category", categories, CATEGORIES)):
        for one in values:
            if one not in known:
                entry.problem(key, Worded("不认识 “{0}”", one))
    return Sending(kind, colours, categories, tuple(entry.texts("to")), entry.text("why", ""))


def _number(entry: Entry, key: str, default: float | None = None) -> float:
    value = entry.table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1000:
        entry.problem(key, Worded("须为数字"))
        return 0
    return float(value)


def _figures(entry: Entry, key: str) -> dict[str, float]:
    table: Any = entry.table.get(key, {})
    if not isinstance(table, dict):
        entry.problem(key, Worded("须为 {{数字名 = 数字}}"))
        return {}
    found: dict[str, float] = {}
    for name, value in table.items():  # pyright: ignore[reportUnknownVariableType]
        if name not in FIGURES or isinstance(value, bool) or not isinstance(value, int | float):
            entry.problem(key, Worded("不认识 “{0}”, 或不是数字; 可用: {1}", name, ", ".join(FIGURES)))
        else:
            found[str(name)] = float(value)
    return found


def _phrases(entry: Entry, key: str, *, needed: bool = False) -> tuple[Phrase, ...]:
    found = [one for word in entry.texts(key) if (one := entry.parsed(key, word, read_phrase)) is not None]
    if needed and not found:
        entry.problem(key, Worded("缺少词语"))
    return tuple(found)
