"""What reports must say: their elements, who signs them off, and what went to whom already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from dutydesk.capabilities.matters.rules import LEVELS, REPORT_KINDS, REPORT_NAMES
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.instants import HOUR, Instant
from dutydesk.kernel.patterns import late
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, nearest

FACTS: tuple[str, ...] = (
    "background", "cause", "course", "scope", "trend", "handling", "commander", "measures", "next", "requests",
    "aboard", "reported", "aftermath", "responsibility", "problems",
)  # fmt: skip
"""Elements that are facts in words of their own; the others are fields of the matter or figures."""

OTHER_FIGURES = "figures"
"""What a final report leaves open of figures beside casualties and loss; a file of before does not name it."""
ELEMENTS: tuple[str, ...] = (
    "time", "place", "nature", "source", "casualties", "loss", OTHER_FIGURES, "consequence", *FACTS,
)  # fmt: skip
"""``consequence`` was casualties and loss in one; it stays for an office's own file and for older reports."""
PHONE = "phone"
NOTHING_NEW = "无新进展"
"""What a draft says where nothing came since the last report; whom one asked is still to be written (P-19)."""
_ASKED = late(r"(?:[向与]|经(?!济))(?:(?!正在)[^，。；\n]){2,20}(?:核实|联系|了解)")
SIGN_OFF = "sign_off"
"""Key of the office's choice of what is signed."""
WRITTEN = tuple(kind for kind in REPORT_KINDS if kind != PHONE)
"""What a leader signs where the office asks for every written report."""
_NO_REASON = late(
    r"(?:正|尚|仍|还|现|有|暂|目前|情况|具体|一时|我办|本办|已|均|都)*(?:在|待|需|须|未|没有?|不|无法|未能)?(?:进一步)?"
    r"(?:核实|核查|核对|核|了解|查证|查|确认|统计|掌握|清楚|明确|知道?|获悉|得知|上报|报)?(?:之?中)?(?:待?报|续报|待续)?"
    r"|待[补定续]|不详|不明|未[知详]|无|暂无|[a-z]?\d*"
    r"|(?:still|being|under|to|be|not|yet|is|it|now|we|are|as|will|later)*"
    r"(?:verify|verifying|verified|verification|checking|checked|pending|unknown|unclear|tbd|tbc|na|none|known|confirmed|reported)?(?:yet|now|still)*"
)
"""What says again that something is not known, in either language, without signs and blanks; no reason why."""
CAUSES = {"own": "本办差错", "source": "来源更改"}
"""Cause of a correction: an error of ours counts (R31), what the source changed does not."""


def names_asked(text: str) -> bool:
    """Return whether a text says whom one asked."""
    return bool(_ASKED.search(text))


def is_reason(typed: str) -> bool:
    """Return whether a gap's reason says why; 正在核实 alone says only that it is one."""
    bare = "".join(c for c in typed.lower() if c.isalnum())
    return bool(bare) and _NO_REASON.fullmatch(bare) is None


def unexplained(missing: Iterable[str], required: Iterable[str], reasons: Mapping[str, str]) -> list[str]:
    """Return the required elements that a first report lacks without a reason, in order (IN-08)."""
    asked = set(required)
    return [name for name in missing if name in asked and not is_reason(reasons.get(name, ""))]


def read_kinds(typed: Iterable[str]) -> tuple[str, ...]:
    """Return kinds of reports, typed by code or name: ``written`` is every written one, ``none`` none.

    Raises:
        Worded: no such kind.
    """
    names = {str(name): key for key, name in REPORT_NAMES.items()}
    found: list[str] = []
    for word in (part.strip() for one in typed for part in re.split("[,，、 ]", one)):
        if word in {"written", "书面"}:
            found += WRITTEN
        elif word not in {"", "none", "无"}:
            kind = names.get(word, word)
            if kind not in REPORT_KINDS:
                raise Worded("没有报告种类 {0}, {1}", word, nearest(word, REPORT_NAMES))
            found.append(kind)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class SignOff:
    """Reports of these kinds need a leader's signature, at these levels (none named: at every level)."""

    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    second_reader: bool = False

    def asks(self, kind: str, level: str) -> bool:
        """Return whether a report of a kind on a matter of a level needs the signature."""
        return kind in self.kinds and (not self.levels or level in self.levels)


@dataclass(frozen=True)
class Reporting:
    """The office's rules for reports. ``elements``: id to name, in order; ``repeat_within`` in µs."""

    elements: Mapping[str, str]
    required: frozenset[str]
    sign_offs: tuple[SignOff, ...]
    rescue_numbers: frozenset[str]
    repeat_within: Instant = HOUR

    def needs_sign_off(self, kind: str, level: str) -> bool:
        """Return whether a leader signs a report off before it goes."""
        return any(rule.asks(kind, level) for rule in self.sign_offs)

    def needs_reader(self, kind: str, level: str) -> bool:
        """Return whether another than the drafter reads a report before it is signed."""
        return any(rule.second_reader and rule.asks(kind, level) for rule in self.sign_offs)


def read_reporting(file: str, document: Mapping[str, Any]) -> Reporting:
    """Build the rules from the parsed ``reporting.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    elements: dict[str, str] = {}
    required: set[str] = set()
    for number, table in enumerate(tables(file, document, "element", problems), 1):
        entry = Entry(file, str(table.get("id", f"element #{number}")), table, problems)
        entry.only(("id", "name", "required", "source"))
        key = entry.word("id", ELEMENTS)
        if key in elements:
            entry.problem("id", Worded("重复的编号"))
        elements[key] = entry.text("name")
        if entry.flag("required", default=False):
            required.add(key)
    sign_offs: list[SignOff] = []
    for number, table in enumerate(tables(file, document, "sign_off", problems), 1):
        entry = Entry(file, f"sign_off #{number}", table, problems)
        entry.only(("kinds", "levels", "second_reader"))
        reader = entry.flag("second_reader", default=False)
        sign_offs.append(SignOff(_words(entry, "kinds", REPORT_KINDS), _words(entry, "levels", LEVELS), reader))
    elements.setdefault(OTHER_FIGURES, "其他数字")
    calls = Entry(file, "calls", document.get("calls", {}), problems)
    calls.only(("rescue", "repeat_within"))
    within = calls.parsed("repeat_within", calls.text("repeat_within", "PT1H"), Duration.parse)
    if problems:
        raise RulebookError(problems)
    return Reporting(
        elements=elements,
        required=frozenset(required),
        sign_offs=tuple(sign_offs),
        rescue_numbers=frozenset(calls.texts("rescue")),
        repeat_within=within.exact if within is not None else HOUR,
    )


def _words(entry: Entry, key: str, valid: Sequence[str]) -> tuple[str, ...]:
    found = entry.texts(key)
    for word in found:
        if word not in valid:
            entry.problem(key, Worded("不认识 “{0}”, 可用: {1}", word, ", ".join(valid)))
    return tuple(found)


# ---------------------------------------------------------------- what went to whom


@dataclass(frozen=True)
class Sent:
    """A report as the ledger sees it. ``figures`` are what stood when it was sent."""

    id: str
    title: str
    kind: str
    body: str
    recipients: tuple[str, ...]
    sent_at: Instant
    figures: Mapping[str, float]


def repeated(
    earlier: Iterable[Sent], kind: str, body: str, recipients: Iterable[str], now: Instant, within: Instant
) -> list[tuple[str, Sent]]:
    """Return recipients who had this very text already, with the report that brought it (IN-15).

    A follow-up may say the same as the one two hours before (无新进展 must be sent); only within ``within`` (µs)
    is it a double sending. A telephone call and the paper after it are both owed, whatever they say.
    """
    if kind == PHONE:
        return []
    wanted = list(recipients)
    numbered = kind in {"follow_up", "change"}
    same = _folded(body)
    found: list[tuple[str, Sent]] = []
    for one in earlier:
        if one.kind == PHONE or _folded(one.body) != same or (numbered and now - one.sent_at > within):
            continue
        found.extend((name, one) for name in wanted if name in one.recipients)
    return found


_COMPARED = late("(?<=[较与])(?:首报|续报[一二三四五六七八九十]+)")


def _folded(text: str) -> str:
    """A text without blanks, and without the name of the report that it compares itself with: each of a row has another."""
    return _COMPARED.sub("", "".join(text.split()))


class Carried(Protocol):
    """What a report brought to whom."""

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who had it."""
        ...

    @property
    def figures(self) -> Mapping[str, float]:
        """What stood when it was sent."""
        ...


def known_figures(sent: Iterable[Carried]) -> dict[str, Mapping[str, float]]:
    """Return per recipient the figures that the last report brought it, oldest report first."""
    known: dict[str, Mapping[str, float]] = {}
    for one in sent:
        for name in one.recipients:
            known[name] = {**known.get(name, {}), **one.figures}
    return known


def differing(known: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float | None]]:
    """Return per figure the recipients and what each knows, for the figures on which they do not agree (IN-14).

    Who was never told of a figure knows None of it, and does not agree with who was told of somebody.
    """
    fields = dict.fromkeys(field for figures in known.values() for field in figures)
    found: dict[str, dict[str, float | None]] = {}
    for field in fields:
        values = {name: figures.get(field) for name, figures in known.items()}
        if len({value or 0 for value in values.values()}) > 1:
            found[field] = values
    return found
