"""What a person types into the finder: words, and filters such as 类:火灾 人:张伟 月:7 单位:公安 状态:办结.

A filter is a name, a colon of either width and a value; several values of one filter (火灾、爆炸, or the filter twice)
are alternatives, several filters all hold. What is not understood is said and never dropped: a bad value is a problem,
and nothing is looked for; a word with a colon that is no filter is looked for as text, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta

from dutydesk.capabilities.finding.names import (
    COLOUR,
    DAY,
    FILTERS,
    KIND,
    LEVEL,
    MONTH,
    PERSON,
    STATE,
    UNIT,
    WHERE,
    YEAR,
)
from dutydesk.kernel import numerals, when
from dutydesk.kernel.instants import BadTimeError, Instant, local_date, start_of
from dutydesk.kernel.text import folded, one_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, nearest, vocabulary

OFFERED: Mapping[str, tuple[str, str]] = {
    name: (said[0], next(one for one in said if one.isascii())) for name, said in FILTERS.items()
}
"""By filter the name that is proposed, Chinese and English."""

MATTERS, CLOSED, MESSAGES, REPORTS, LOG, CASES, PEOPLE, UNITS, REGISTERS = (
    "matters", "closed", "messages", "reports", "log", "cases", "people", "units", "registers",
)  # fmt: skip
GROUPS: Mapping[str, str] = vocabulary({
    MATTERS: "事项", MESSAGES: "消息", REPORTS: "报告", LOG: "日志", CLOSED: "办结事项", CASES: "案例", PEOPLE: "人员", UNITS: "单位",
    REGISTERS: "登记簿",
})  # fmt: skip
"""What is looked through, in the order in which it is shown."""

TYPES: Mapping[str, str] = {
    MATTERS: "matter", MESSAGES: "message", REPORTS: "report", LOG: "entry", CLOSED: "matter", CASES: "case", PEOPLE: "person", UNITS: "unit",
    REGISTERS: "register",
}  # fmt: skip
"""By group the type that a script is told."""

_NAMES: Mapping[str, str] = {name: one for one, names in FILTERS.items() for name in names}
_TOKEN = re.compile(r"([^\W\d_]+)[:：](.*)", re.DOTALL)
_APART = re.compile("[、,，]")
_MONTH = re.compile(r"(?:(?P<year>\d{4})\s*[-年/.])?0?(?P<month>1[0-2]|[1-9])月?")
_HAN_MONTH = re.compile("(?:十[一二]?|[一二三四五六七八九])月?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")

Spelled = Callable[[str, str], int | None]
"""Where the characters of a text have the initials that were typed, None where nowhere; both are folded."""

Span = tuple[Instant, Instant]


@dataclass(frozen=True)
class Term:
    """A value that a filter knows: its code, and everything it is called. The first name is the one that is offered."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Typed:
    """What was typed, taken apart. ``filters`` are the values by filter, as typed."""

    words: str
    filters: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, str]
    """By filter the name that it was typed with."""
    problems: tuple[Worded, ...] = ()
    unknown: tuple[Worded, ...] = ()
    """Words with a colon that are no filter: looked for as they stand."""


def take_apart(text: str) -> Typed:
    """Return words and filters of what was typed."""
    words: list[str] = []
    filters: dict[str, list[str]] = {}
    heads: dict[str, str] = {}
    problems: list[Worded] = []
    unknown: list[Worded] = []
    tokens = text.split()
    while tokens:
        token = tokens.pop(0)
        found = _TOKEN.fullmatch(token)
        name = _NAMES.get(folded(found[1])) if found else None
        if found is None or name is None:
            words.append(token)
            if found and found[2].strip("/"):
                unknown.append(
                    Worded("“{0}” 不是筛选, 按文字查找; {1}", one_line(found[1]), nearest(found[1], list(_NAMES)))
                )
            continue
        value, heads[name] = found[2], one_line(found[1])
        if not value and tokens and not _TOKEN.fullmatch(tokens[0]):
            value = tokens.pop(0)  # 类: 火灾
        values = [one for one in _APART.split(value) if one]
        if not values:
            problems.append(Worded("{0}: 后面还没有写要找什么", heads[name]))
        filters.setdefault(name, []).extend(values)
    return Typed(
        " ".join(words), {name: tuple(one) for name, one in filters.items()}, heads, tuple(problems), tuple(unknown)
    )


def fitting(typed: str, terms: Iterable[Term], spelled: Spelled | None = None) -> list[Term]:
    """Return the terms that a value means: those it names in full, else those that begin with it, hold it, or have its initials."""
    wanted = folded(typed)
    ranked: dict[int, list[Term]] = {}
    for term in terms:
        names = [folded(name) for name in term.names]
        if wanted in names:
            rank = 0
        elif any(name.startswith(wanted) for name in names):
            rank = 1
        elif any(wanted in name for name in names):
            rank = 2
        elif spelled is not None and wanted.isascii() and any(spelled(wanted, name) is not None for name in names):
            rank = 3
        else:
            continue
        ranked.setdefault(rank, []).append(term)
    return ranked[min(ranked)] if ranked else []


@dataclass(frozen=True)
class Wanted:
    """What is looked for, every value read. A filter that was not given is None or empty."""

    words: str = ""
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict[str, "frozenset[str]"])
    """By filter (kind, state, level, colour, in) the codes of which one must hold."""

    people: frozenset[str] | None = None
    """Ids of the accounts that a person's name means."""

    names: tuple[str, ...] = ()
    """The persons as typed: found where they are named, too."""

    units: tuple[str, ...] = ()
    spans: tuple[tuple[Span, ...], ...] = ()
    """Times: of each inner list one must hold, of the outer one all."""

    problems: tuple[Worded, ...] = ()
    unknown: tuple[Worded, ...] = ()

    @property
    def groups(self) -> frozenset[str]:
        """The groups that are looked through."""
        return self.codes.get(WHERE) or frozenset(GROUPS)

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.words or self.codes or self.names or self.units or self.spans)


def read(typed: Typed, terms: Mapping[str, Sequence[Term]], now: Instant, spelled: Spelled | None = None) -> Wanted:
    """Return what is looked for; values that mean nothing are problems.

    Args:
        typed: what was typed, taken apart.
        terms: what kind, state, level, colour, person and in know.
        now: the wall clock: 月:7 is the last July.
        spelled: how initials are found.
    """
    problems = list(typed.problems)
    codes: dict[str, frozenset[str]] = {}
    for name in (KIND, STATE, LEVEL, COLOUR, WHERE):
        values = typed.filters.get(name, ())
        known = terms.get(name, ())
        for value in values:
            found = fitting(value, known, spelled)
            if not found:
                offered = nearest(value, [term.names[0] for term in known])
                problems.append(Worded("{0}:{1} 看不懂; {2}", typed.heads[name], one_line(value), offered))
            codes[name] = codes.get(name, frozenset()) | {term.code for term in found}
    names = typed.filters.get(PERSON, ())
    people = {term.code for value in names for term in fitting(value, terms.get(PERSON, ()), spelled)}
    spans, wrong = _times(typed, now)
    return Wanted(
        words=typed.words,
        codes=codes,
        people=frozenset(people) if names else None,
        names=names,
        units=typed.filters.get(UNIT, ()),
        spans=spans,
        problems=(*problems, *wrong),
        unknown=typed.unknown,
    )


def _times(typed: Typed, now: Instant) -> tuple[tuple[tuple[Span, ...], ...], list[Worded]]:
    """Return the stretches of time of 年, 月 and 日, and what of them means none."""
    problems: list[Worded] = []
    filters, heads = typed.filters, typed.heads
    today = local_date(now)
    years: list[int] = []
    for value in filters.get(YEAR, ()):
        found = _YEAR.fullmatch(folded(value))
        if found:
            years.append(int(found[1]))
        else:
            problems.append(Worded("{0}:{1} 看不懂; 写四位年份, 如 {0}:{2}", heads[YEAR], one_line(value), today.year))
    months: list[Span] = []
    for value in filters.get(MONTH, ()):
        month = _month(value)
        if month is None:
            problems.append(Worded("{0}:{1} 看不懂; 写 1 到 12, 或 2026-07", heads[MONTH], one_line(value)))
            continue
        year, number = month
        last = today.year if number <= today.month else today.year - 1
        months += [_month_span(one, number) for one in ([year] if year else years or [last])]
    days: list[Span] = []
    for value in filters.get(DAY, ()):
        try:
            day = when.read_day(value, now, -1)
        except BadTimeError as error:
            problems.append(error)
        else:
            days.append((start_of(day), start_of(day + timedelta(days=1))))
    whole_years = [(start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))) for year in years]
    asked = [spans for spans in (months or whole_years, days) if spans]
    return tuple(tuple(spans) for spans in asked), problems


def _month(value: str) -> tuple[int, int] | None:
    """Return year (0: not said) and month of what was typed: 7, 07, 7月, 七月, 2026-07, July."""
    text = folded(value)
    if _HAN_MONTH.fullmatch(text):
        return 0, round(numerals.value(text.removesuffix("月")))
    found = _MONTH.fullmatch(text)
    if found:
        return int(found["year"] or 0), int(found["month"])
    if text.isalpha() and text[:3] in _MONTHS:
        return 0, _MONTHS.index(text[:3]) + 1
    return None


def _month_span(year: int, month: int) -> Span:
    """Return a month's beginning and end."""
    return start_of(date(year, month, 1)), start_of(date(year + month // 12, month % 12 + 1, 1))


def holds(instant: Instant, spans: Sequence[Sequence[Span]]) -> bool:
    """Return whether an instant lies in one stretch of each list."""
    return all(any(since <= instant < until for since, until in one) for one in spans)


def completions(text: str, terms: Mapping[str, Sequence[Term]], *, english: bool, spelled: Spelled) -> list[str]:
    """Return how the last word of what was typed may go on, whole words, the likeliest first."""
    if not text or text[-1].isspace():
        return []
    token = text.rsplit(maxsplit=1)[-1]
    found = _TOKEN.fullmatch(token)
    name = _NAMES.get(folded(found[1])) if found else None
    if found is None:
        wanted = folded(token)
        offered = [OFFERED[one][english] for one, names in FILTERS.items() if any(n.startswith(wanted) for n in names)]
        return [f"{one}:" for one in offered]
    if name is None:
        return []
    *before, value = _APART.split(found[2])
    head = token[: len(token) - len(value)]
    names = [_best(term, value, spelled) for term in fitting(value, terms.get(name, ()), spelled)]
    return [f"{head}{one}" for one in dict.fromkeys(names) if one not in before and folded(one) != folded(value)]


def narrowed(group: str, *, english: bool) -> str:
    """Return the filter that keeps a search to one group, as it is typed."""
    return f"{OFFERED[WHERE][english]}:{group if english else GROUPS[group]}"


def _best(term: Term, value: str, spelled: Spelled) -> str:
    """Return the name of a term that what was typed leads to: without a blank, so that it stays one value."""
    names = ["".join(name.split()) for name in term.names if name]
    wanted = folded(value)
    for name in names:
        if folded(name).startswith(wanted) or (wanted.isascii() and spelled(wanted, folded(name)) == 0):
            return name
    return names[0]


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Return where the words of a search stand in a text as it is shown: begin and end, in order, none within another."""
    flat, at = "", list[int]()
    for index, character in enumerate(text):
        piece = folded(character)
        flat += piece
        at += [index] * len(piece)
    found: list[tuple[int, int]] = []
    for word in {folded(one) for one in words.split()} - {""}:
        begin = flat.find(word)
        while begin >= 0:
            found.append((at[begin], at[begin + len(word) - 1] + 1))
            begin = flat.find(word, begin + len(word))
    marked: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if marked and begin < marked[-1][1]:
            marked[-1] = (marked[-1][0], max(end, marked[-1][1]))
        else:
            marked.append((begin, end))
    return marked
