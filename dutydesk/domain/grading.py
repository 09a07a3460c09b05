"""The level that the numbers of an incident speak for, by its subtype's own table (R20, R21).

A proposal is never more than that: the officer decides, and sensitive time, place or people may raise it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dutydesk.domain.figures import NAMES
from dutydesk.domain.grading_tables import VERIFIED, Grading, Gradings
from dutydesk.domain.matters import LEVEL_MARKS, LEVELS
from dutydesk.domain.wording import Worded

HARM = ("deaths", "missing", "serious_injuries", "injured", "loss_yuan")
"""Figures above zero that mean that something happened."""
VERIFIED_NAMES: Mapping[str, str] = {"text": "已读原文", "excerpt": "据摘录", "memory": "未核实"}
CRITERION_NAMES: Mapping[str, str] = {
    **NAMES,
    "deaths_or_missing": "死亡和失联",
    "fight_participants": "械斗人数",
    "ill": "患病",
    "ill_with_death": "患病 (且有死亡)",
    "magnitude_dense": "震级 (人口密集区)",
    "magnitude_populated": "震级 (有人居住地区)",
    "poisoned_or_serious": "中毒和重伤",
}
_BORROWED = "此类没有自己的数字, 按值班室默认表"
_HINTED: Mapping[str, str] = {"magnitude_dense": "magnitude", "fight_participants": "participants"}
"""Criteria that ask what no figure says (densely populated? a fight?), and the figure that makes one ask."""


@dataclass(frozen=True)
class Reason:
    """One criterion that was reached: ``value`` against ``threshold``, in the unit of the figure.

    ``next_up`` is the number that would reach a higher level, None where there is none. ``source`` is a title,
    ``verified`` how it was read (``VERIFIED_NAMES``), ``note`` a remark on the table; both can be translated.
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

    def worded(self) -> Worded:
        """Return the comparison as a sentence: 死亡 4 ≥ 3, Ⅲ级."""
        name, value, mark = CRITERION_NAMES[self.key], _plain(self.value), LEVEL_MARKS[self.level]
        if self.threshold:
            template = "{0} {1} > {2}, {3}级" if self.key == "ill_with_death" else "{0} {1} ≥ {2}, {3}级"
            return Worded(template, name, value, _plain(self.threshold), mark)
        if self.next_up is not None:
            return Worded("{0} {1} < {2}, {3}级", name, value, _plain(self.next_up), mark)
        return Worded("{0} {1}, 已有后果, {2}级", name, value, mark)

    def origin(self) -> Worded:
        """Return the source with how it was read."""
        return Worded("{0} ({1})", self.source, VERIFIED_NAMES[self.verified])


@dataclass(frozen=True)
class Proposal:
    """What the tables propose: ``level`` (empty for none) and why, the weightiest reason first.

    ``reportable`` means: too few for a level, but to be reported if it is a school or another collective (R21).
    """

    level: str
    reasons: tuple[Reason, ...] = ()
    reportable: bool = False
    hints: tuple[Worded, ...] = ()

    @property
    def decided(self) -> Reason | None:
        """The reason that decided, None without a level."""
        return self.reasons[0] if self.reasons else None


def measure(key: str, figures: Mapping[str, float], table: Grading) -> float | None:
    """Return what a criterion measures, None while unknown. Raising a figure never lowers it.

    The seriously injured are among the injured (R20), so poisoned and seriously injured together are the
    greater of the two where everyone injured is poisoned, and the seriously injured alone elsewhere.
    """
    if key == "deaths_or_missing":
        known = [figures[one] for one in ("deaths", "missing") if one in figures]
        return sum(known) if known else None
    if key == "poisoned_or_serious":
        counted = ("serious_injuries", "injured") if table.injured_are_poisoned else ("serious_injuries",)
        return max((figures[one] for one in counted if one in figures), default=None)
    if key == "ill_with_death":
        return figures.get("injured") if figures.get("deaths", 0) >= 1 else None
    if key == "magnitude_dense":
        return None
    return figures.get({"ill": "injured", "magnitude_populated": "magnitude"}.get(key, key))


def propose(
    gradings: Gradings,
    category: str,
    subtype: str,
    figures: Mapping[str, float],
    *,
    warning_only: bool = False,
    collective: bool | None = None,
) -> Proposal:
    """Return the highest level that any single criterion of the subtype's tables reaches.

    Args:
        gradings: the tables.
        category: its id, or empty.
        subtype: its id, or empty; an unknown one is graded by the default table.
        figures: what is known, by field of ``figures.FIELDS``; a figure that is left out is unknown.
        warning_only: an official warning; it has no level until a figure is above zero (R21).
        collective: whether it is a school, a site or the like; None while unknown.
    """
    applied = gradings.apply(category, subtype)
    if not applied:
        return Proposal("", hints=(Worded("规则册里没有分级表, 级别由人定"),))
    reasons = [] if warning_only and not any(value > 0 for value in figures.values()) else _reached(applied, figures)
    level = reasons[0].level if reasons else ""
    reportable, hints = False, list(_hints(applied, figures, level))
    for table, _ in applied:
        if table.reportable_from and not level and figures.get("injured", 0) >= table.reportable_from:
            reportable = collective is not False
            if reportable:
                hints.append(Worded("未到定级人数; 学校、工地等集体单位 {0} 人以上须报告", table.reportable_from))
    return Proposal(level, tuple(reasons), reportable, tuple(hints))


def _reached(applied: list[tuple[Grading, bool]], figures: Mapping[str, float]) -> list[Reason]:
    """Return the reasons of all tables, each criterion once at its highest level, the weightiest first."""
    found = [reason for table, borrowed in applied for reason in _of_table(table, borrowed, figures)]
    return sorted(
        found,
        key=lambda one: (LEVELS.index(one.level), not one.threshold, one.value <= 0, VERIFIED.index(one.verified)),
    )


def _of_table(table: Grading, borrowed: bool, figures: Mapping[str, float]) -> Iterator[Reason]:
    seen: set[str] = set()
    for level in LEVELS:
        for key, threshold in table.steps[level].items():
            value = measure(key, figures, table)
            if value is None or key in seen or not _meets(key, value, threshold):
                continue
            seen.add(key)
            yield _reason(table, borrowed, level, key, value, threshold)
    lowest = LEVELS[-1]
    if 0 in table.steps[lowest].values():
        for key in HARM:
            if figures.get(key, 0) > 0 and key not in table.steps[lowest] and key not in seen:
                yield _reason(table, borrowed, lowest, key, figures[key], 0)


def _meets(key: str, value: float, threshold: float) -> bool:
    """``以上`` includes the number; ``ill_with_death`` alone is *more than* that many (R20)."""
    return value > threshold if key == "ill_with_death" else value >= threshold


def _reason(table: Grading, borrowed: bool, level: str, key: str, value: float, threshold: float) -> Reason:
    source = table.sources[level]
    return Reason(
        level=level,
        key=key,
        value=value,
        threshold=threshold,
        next_up=table.next_up(level, key),
        table=table.id,
        source=source.title,
        verified=source.verified,
        note=_BORROWED if borrowed else table.note,
    )


def _hints(applied: list[tuple[Grading, bool]], figures: Mapping[str, float], level: str) -> Iterator[Worded]:
    """Yield what a person should weigh: what would raise the level, and what no number says."""
    for table, borrowed in applied:
        for key, figure in _HINTED.items():
            step = _higher(table.steps, key, figures.get(figure), level)
            if step is not None and key not in figures:
                yield Worded("{0} {1} 以上为{2}级, 请核对是否属于", CRITERION_NAMES[key], *step)
        for key in dict.fromkeys(key for one in table.capital.values() for key in one):
            step = _higher(table.capital, key, figures.get(key), level)
            if step is not None:
                template = "首都敏感部位: 有的地方预案以{0} {1} 以上为{2}级, 是否适用由人定"
                yield Worded(template, CRITERION_NAMES[key], *step)
        if not borrowed:
            yield from (Worded("{0}", hint) for hint in table.hints)
    yield from _missing(applied, figures, level)


def _higher(
    steps: Mapping[str, Mapping[str, float]], key: str, value: float | None, level: str
) -> tuple[str, str] | None:
    """Return threshold and mark of the highest level above ``level`` that a value reaches."""
    above = LEVELS[: LEVELS.index(level)] if level else LEVELS
    for one in above:
        threshold = steps[one].get(key)
        if value is not None and threshold is not None and value >= threshold:
            return _plain(threshold), LEVEL_MARKS[one]
    return None


def _missing(applied: list[tuple[Grading, bool]], figures: Mapping[str, float], level: str) -> Iterator[Worded]:
    """Standards differ on whether the missing count; where they do not, say what they would change."""
    missing = figures.get("missing", 0)
    if not missing or not level:
        return
    counted = _reached(applied, {**figures, "deaths": figures.get("deaths", 0) + missing, "missing": 0})
    if counted and LEVELS.index(counted[0].level) < LEVELS.index(level):
        template = "失联 {0} 人另计: {1} 不计失联; 若计入死亡, 为{2}级"
        yield Worded(template, _plain(missing), counted[0].source, LEVEL_MARKS[counted[0].level])


def _plain(value: float) -> str:
    return f"{value:,.10g}"
