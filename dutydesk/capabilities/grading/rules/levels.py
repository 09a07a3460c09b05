"""The level that the numbers of an incident speak for, by its subtype's own table (R20, R21).

A proposal is never more than that: the officer decides, and sensitive time, place or people may raise it. What is
only remembered never proposes, and what no number says is asked of the officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dutydesk.capabilities.grading.rules.standards import MEMORY, TEXT, VERIFIED, Grading, Gradings
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, LEVELS
from dutydesk.kernel.figures import NAMES
from dutydesk.kernel.wording import Word, Worded, vocabulary

HARM = ("deaths", "missing", "serious_injuries", "injured", "loss_yuan")
"""Figures above zero that mean that something happened."""
VERIFIED_NAMES: Mapping[str, str] = vocabulary(
    {"text": "已读原文", "excerpt": "据摘录", "ours": "自定", "memory": "未核实"}
)
CRITERION_NAMES: Mapping[str, str] = vocabulary(
    {
        **NAMES,
        "casualties": "伤亡合计",
        "dead_or_serious": "死亡和重伤",
        "deaths_or_missing": "死亡和失联",
        "ill": "患病",
        "ill_with_death": "患病 (且有死亡)",
        "magnitude_dense": "震级 (人口密集区)",
        "magnitude_populated": "震级 (有人居住地区)",
        "poisoned_or_serious": "中毒和重伤",
    }
)
UNGRADED = "无分级标准, 请人工定级"
POISONED = "受伤者属急性工业中毒 (烧伤、外伤等只按重伤计)"
DENSE = "震中在人口密集地区"
_PART_FIGURES: Mapping[str, tuple[str, ...]] = {
    "casualties": ("deaths", "injured"),
    "dead_or_serious": ("deaths", "serious_injuries"),
    "deaths_or_missing": ("deaths", "missing"),
}
"""Sums of what is known."""
_STANDS_FOR: Mapping[str, str] = {
    "ill": "injured",
    "magnitude_populated": "magnitude",
    "magnitude_dense": "magnitude",
    "other_line_cut_hours": "line_cut_hours",
    "metro_stop_hours": "line_cut_hours",
    "grass_area_ha": "area_ha",
    "acute_deaths": "deaths",
}
"""The general figure that is taken while the special one is not known."""
_DOUBTFUL: Mapping[str, str] = {"acute_deaths": "是否急性死亡待核实"}
"""Where taking the general figure is a guess."""


@dataclass(frozen=True)
class Reason:
    """One criterion that was reached: ``value`` against ``threshold``, in the unit of the figure.

    ``next_up`` is the number that would reach a higher level, None where there is none. ``source`` is a title,
    ``verified`` how it was read (``VERIFIED_NAMES``), ``note`` a remark on the table; all can be translated.
    ``parts`` are all numbers of a group, ``text`` a criterion in words that the officer said applies, ``pending`` says
    what the reason still waits for (missing people not yet found dead), empty where nothing is open.
    """

    level: str
    key: str
    value: float
    threshold: float
    next_up: float | None
    table: str
    source: str
    verified: str
    note: str
    pending: str = ""
    parts: tuple[tuple[str, float, float], ...] = ()
    text: str = ""

    def worded(self) -> Worded:
        """Return the comparison as a sentence: 死亡 4 ≥ 3, Ⅲ级."""
        sentence = self._compared()
        return Worded("{0} ({1})", sentence, self.pending) if self.pending else sentence

    def _compared(self) -> Worded:
        mark = LEVEL_MARKS[self.level]
        if self.text:
            return Worded("符合 “{0}”, {1}级", self.text, mark)
        if self.parts:
            each = [Worded("{0} {1} ≥ {2}", CRITERION_NAMES[k], plain(v), plain(t)) for k, v, t in self.parts]
            sentence = each[0]
            for one in each[1:]:
                sentence = Worded("{0} 且 {1}", sentence, one)
            return Worded("{0}, {1}级", sentence, mark)
        name, value = CRITERION_NAMES[self.key], plain(self.value)
        if self.threshold:
            template = "{0} {1} > {2}, {3}级" if self.key == "ill_with_death" else "{0} {1} ≥ {2}, {3}级"
            return Worded(template, name, value, plain(self.threshold), mark)
        if self.next_up is not None:
            return Worded("{0} {1} < {2}, {3}级", name, value, plain(self.next_up), mark)
        return Worded("{0} {1}, 已有后果, {2}级", name, value, mark)

    def origin(self) -> Worded:
        """Return the source with how it was read."""
        return Worded("{0} ({1})", Word(self.source), VERIFIED_NAMES[self.verified])


@dataclass(frozen=True)
class Question:
    """What no number says and an officer can: ``text`` reaches ``level``, or lets the numbers of that level count.

    ``number`` is how an officer names it (``II.1``; ``0.1`` where it belongs to no level), ``answer`` None while nobody
    answered, ``verified`` tells how the text was read.
    """

    number: str
    level: str
    text: str
    premise: bool
    verified: str
    answer: bool | None


@dataclass(frozen=True)
class Proposal:
    """What the tables propose: ``level`` (empty for none) and why, the weightiest reason first.

    ``reportable`` means: too few for a level, but to be reported if it is a school or another collective (R21).
    ``remembered`` are criteria that were reached but are only remembered: shown, never proposed. ``ungraded``: no
    standard gives this subtype numbers that could propose.
    """

    level: str
    reasons: tuple[Reason, ...] = ()
    reportable: bool = False
    hints: tuple[Worded, ...] = ()
    questions: tuple[Question, ...] = ()
    remembered: tuple[Reason, ...] = ()
    ungraded: bool = False

    @property
    def decided(self) -> Reason | None:
        """The reason that decided, None without a level."""
        return self.reasons[0] if self.reasons else None


Measured = tuple[str, float, str]
"""The criterion as it is named, its value, and what the value still waits for."""


@dataclass(frozen=True)
class _Case:
    """One incident before the tables: its figures, the officer's answers, and whether its injured are poisoned."""

    figures: Mapping[str, float]
    answers: Mapping[str, bool]
    poisoned: bool

    def values(self, key: str) -> list[Measured]:
        """Return what a criterion measures, the certain value first; empty while unknown.

        The seriously injured are among the injured (R20), so poisoned and seriously injured together are the greater
        of the two where everyone injured counts as poisoned, and the seriously injured alone elsewhere.
        """
        figures = self.figures
        if key in {"serious_injuries", "poisoned_or_serious"}:
            return self._serious(key)
        if key == "deaths" and figures.get("missing", 0) > 0:
            known = [("deaths", figures["deaths"], "")] if "deaths" in figures else []
            return [*known, ("deaths_or_missing", figures.get("deaths", 0) + figures["missing"], "失联待核实")]
        if key in _PART_FIGURES:
            known = [figures[one] for one in _PART_FIGURES[key] if one in figures]
            return [(key, sum(known), "")] if known else []
        if key == "ill_with_death":
            return [(key, figures["injured"], "")] if figures.get("deaths", 0) >= 1 and "injured" in figures else []
        if key == "magnitude_dense" and not self.answers.get(DENSE):
            return []
        if key in figures:
            return [(key, figures[key], "")]
        general = _STANDS_FOR.get(key, "")
        return [(key, figures[general], _DOUBTFUL.get(key, ""))] if general in figures else []

    def _serious(self, key: str) -> list[Measured]:
        known: list[Measured] = []
        if "serious_injuries" in self.figures:
            known.append((key, self.figures["serious_injuries"], ""))
        answer = self.answers.get(POISONED)
        if self.poisoned and answer is not False and "injured" in self.figures:
            value = max(self.figures["injured"], self.figures.get("serious_injuries", 0))
            known.append(("poisoned_or_serious", value, "" if answer else "是否急性中毒待核实"))
        return known


@dataclass
class _Found:
    """Reasons of all tables by what they are worth; of each criterion only the highest level is kept."""

    solid: list[Reason] = field(default_factory=list[Reason])
    remembered: list[Reason] = field(default_factory=list[Reason])
    conditional: list[tuple[str, Reason]] = field(default_factory=list[tuple[str, Reason]])
    seen: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])

    def add(self, reason: Reason, premise: str) -> None:
        """Sort a reason in; ``premise`` is what nobody has answered yet, empty where nothing is asked."""
        name = reason.text or "+".join(key for key, _, _ in reason.parts) or reason.key
        certain = (reason.table, name, "solid")
        if certain in self.seen:
            return
        sort = "if" if premise else MEMORY if reason.verified == MEMORY and not reason.text else "solid"
        mark = (reason.table, name, "pending" if sort == "solid" and reason.pending else sort)
        if mark in self.seen:
            return
        self.seen.add(mark)
        if sort == "if":
            self.conditional.append((premise, reason))
        else:
            (self.remembered if sort == MEMORY else self.solid).append(reason)


def propose(
    gradings: Gradings,
    category: str,
    subtype: str,
    figures: Mapping[str, float],
    *,
    warning_only: bool = False,
    collective: bool | None = None,
    answers: Mapping[str, bool] | None = None,
) -> Proposal:
    """Return the highest level that any single criterion of the subtype's tables reaches.

    Args:
        gradings: the tables.
        category: its id, or empty.
        subtype: its id, or empty; one that no table names is graded by a person.
        figures: what is known, by field of ``figures.FIELDS``; a figure that is left out is unknown.
        warning_only: an official warning; it has no level until a figure is above zero (R21).
        collective: whether it is a school, a site or the like; None while unknown.
        answers: the officer's word on criteria that no number decides, by their text.
    """
    applied = gradings.apply(category, subtype)
    if not applied:
        return Proposal("", hints=(Worded(UNGRADED),), ungraded=True)
    case = _Case(figures, answers or {}, any(table.injured_are_poisoned for table in applied))
    quiet = warning_only and not any(value > 0 for value in figures.values())
    found = _Found()
    for table in () if quiet else applied:
        _judge(table, case, found)
    reasons = sorted(found.solid, key=_weight)
    level = reasons[0].level if reasons else ""
    remembered = tuple(sorted((one for one in found.remembered if _above(one.level, level)), key=_weight))
    asked = tuple(_questions(applied, case.answers))
    ungraded = not any(_proposes(table) for table in applied)
    reportable, hints = False, list(_hints(applied, case, level, remembered, found.conditional, ungraded))
    for table in applied:
        if table.reportable_from and not level and figures.get("injured", 0) >= table.reportable_from:
            reportable = collective is not False
            if reportable:
                hints.append(Worded("未到定级人数; 学校、工地等集体单位 {0} 人以上须报告", table.reportable_from))
    return Proposal(level, tuple(reasons), reportable, tuple(hints), asked, remembered, ungraded)


def _weight(one: Reason) -> tuple[int, bool, bool, bool, int]:
    """Order reasons: the highest level, then what is certain, reached by a number, above zero, and best read."""
    doubtful = bool(one.pending)
    return (
        LEVELS.index(one.level),
        doubtful,
        not (one.threshold or one.text),
        one.value <= 0,
        VERIFIED.index(one.verified),
    )


def _above(level: str, than: str) -> bool:
    return not than or LEVELS.index(level) < LEVELS.index(than)


def _proposes(table: Grading) -> bool:
    """Whether any number of a table may propose: one is read, or is the office's own."""
    rows = [(level, (key,)) for level in LEVELS for key in table.steps[level]]
    rows += [(level, tuple(group)) for level in LEVELS for group in table.groups.get(level, ())]
    return any(table.source(level, *keys).verified != MEMORY for level, keys in rows)


def _judge(table: Grading, case: _Case, found: _Found) -> None:
    """Sort in every criterion of a table that the case reaches, from the highest level down."""
    for level in LEVELS:
        premise = table.premises.get(level, "")
        answer = case.answers.get(premise) if premise else True
        if answer is not False:
            _numbers(table, level, case, found, "" if answer else premise)
        for text in table.texts.get(level, ()):
            if case.answers.get(text):
                found.add(_reason(table, level, (TEXT,), text=text), "")
    lowest = LEVELS[-1]
    if 0 not in table.steps[lowest].values():
        return
    reached = {reason.key for reason in found.solid if reason.table == table.id}
    for key in HARM:
        if case.figures.get(key, 0) > 0 and key not in table.steps[lowest] and key not in reached:
            found.add(_reason(table, lowest, (key,), value=case.figures[key]), "")


def _numbers(table: Grading, level: str, case: _Case, found: _Found, premise: str) -> None:
    for key, threshold in table.steps[level].items():
        for name, value, pending in case.values(key):
            if _meets(key, value, threshold):
                reason = _reason(table, level, (key,), named=name, value=value, threshold=threshold, pending=pending)
                found.add(reason, premise)
    for group in table.groups.get(level, ()):
        parts: list[tuple[str, float, float]] = []
        for key, threshold in group.items():
            certain = [value for _, value, pending in case.values(key) if not pending]
            if certain and _meets(key, certain[0], threshold):
                parts.append((key, certain[0], threshold))
        if len(parts) == len(group):
            key, value, threshold = parts[0]
            found.add(
                _reason(table, level, tuple(group), value=value, threshold=threshold, parts=tuple(parts)), premise
            )


def _meets(key: str, value: float, threshold: float) -> bool:
    """``以上`` includes the number; ``ill_with_death`` alone is *more than* that many (R20)."""
    return value > threshold if key == "ill_with_death" else value >= threshold


def _reason(
    table: Grading,
    level: str,
    keys: Sequence[str],
    *,
    named: str = "",
    value: float = 0,
    threshold: float = 0,
    pending: str = "",
    parts: tuple[tuple[str, float, float], ...] = (),
    text: str = "",
) -> Reason:
    source = table.source(level, *keys)
    return Reason(
        level=level,
        key=named or keys[0],
        value=value,
        threshold=threshold,
        next_up=None if parts or text else table.next_up(level, keys[0]),
        table=table.id,
        source=source.title,
        verified=source.verified,
        note=table.note,
        pending=pending,
        parts=parts,
        text=text,
    )


def questions(gradings: Gradings, category: str, subtype: str) -> list[Question]:
    """Return everything that a subtype's tables ask of an officer, whatever the figures."""
    return list(_questions(gradings.apply(category, subtype), {}))


def _questions(applied: Iterable[Grading], answers: Mapping[str, bool]) -> Iterator[Question]:
    """Yield what only a person can say, the highest level first."""
    asked: set[str] = set()
    tables = list(applied)
    if any(table.injured_are_poisoned for table in tables):
        yield Question("0.1", "", POISONED, premise=True, verified="text", answer=answers.get(POISONED))
    if any("magnitude_dense" in table.criteria() for table in tables):
        yield Question("0.2", "", DENSE, premise=True, verified="excerpt", answer=answers.get(DENSE))
    for level in LEVELS:
        number = 0
        for table in tables:
            premise = table.premises.get(level, "")
            texts = [(premise, True)] if premise else []
            texts += [(text, False) for text in table.texts.get(level, ())]
            for text, is_premise in texts:
                if text not in asked:
                    asked.add(text)
                    number += 1
                    verified = table.source(level, TEXT).verified
                    yield Question(f"{level}.{number}", level, text, is_premise, verified, answers.get(text))


def _hints(
    applied: list[Grading],
    case: _Case,
    level: str,
    remembered: Iterable[Reason],
    conditional: Iterable[tuple[str, Reason]],
    ungraded: bool,
) -> Iterator[Worded]:
    """Yield what a person should weigh: what would raise the level, and what no number says."""
    if ungraded:
        yield Worded(UNGRADED)
        for one in _questions(applied, case.answers):
            if one.level:
                template = "{0}级: {1}" if one.verified != MEMORY else "{0}级: {1} (未核实)"
                yield Worded(template, LEVEL_MARKS[one.level], one.text)
    for reason in remembered:
        yield Worded("{0}: 仅凭记忆, 未核实, 不作建议", reason.worded())
    for premise, reason in conditional:
        if _above(reason.level, level):
            yield Worded("{0}: 须先由人确认 “{1}”", reason.worded(), premise)
    for table in applied:
        step = _higher(table.steps, "magnitude_dense", case.figures.get("magnitude"), level)
        if step is not None and DENSE not in case.answers:
            yield Worded("{0} {1} 以上为{2}级, 请核对是否属于", CRITERION_NAMES["magnitude_dense"], *step)
        step = _higher(table.steps, "fight_participants", case.figures.get("participants"), level)
        if step is not None and "fight_participants" not in case.figures:
            yield Worded("{0} {1} 以上为{2}级, 请核对是否属于", CRITERION_NAMES["fight_participants"], *step)
        for steps, template in (
            (table.capital, "首都敏感部位: 有的地方预案以{0} {1} 以上为{2}级, 是否适用由人定"),
            (table.advice, "{0} {1} 以上可作{2}级的参考, 不等于事件级别, 由人定"),
        ):
            for key in dict.fromkeys(key for one in steps.values() for key in one):
                step = _higher(steps, key, case.figures.get(key), level)
                if step is not None:
                    yield Worded(template, CRITERION_NAMES[key], *step)
        yield from (Worded("{0}", hint) for hint in table.hints)


def _higher(
    steps: Mapping[str, Mapping[str, float]], key: str, value: float | None, level: str
) -> tuple[str, str] | None:
    """Return threshold and mark of the highest level above ``level`` that a value reaches."""
    above = LEVELS[: LEVELS.index(level)] if level else LEVELS
    for one in above:
        threshold = steps[one].get(key)
        if value is not None and threshold is not None and value >= threshold:
            return plain(threshold), LEVEL_MARKS[one]
    return None


def plain(value: float) -> str:
    """Return a number with thousands commas and without needless decimals."""
    return f"{value:,.10g}"
