"""Reporting limits: the column that holds, and choosing another."""

from __future__ import annotations

from collections.abc import Iterable

from dutydesk.capabilities.limits import acts
from dutydesk.capabilities.limits.events import LimitsChosen
from dutydesk.capabilities.limits.reads import chosen, limits_of
from dutydesk.capabilities.limits.rules import DRILL, UNSET, Column
from dutydesk.i18n import translate
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.store.views import Views
from dutydesk.usecase.books import Books
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

KEY = "limits"


def column_of(views: Views, books: Books) -> Column | None:
    """Return the column that holds: the chosen one, a drill's own, or that for nobody having chosen.

    None where the rulebook has no columns: then each rule's own limit holds.
    """
    columns = books.rules.limits
    if not columns:
        return None
    named = chosen(views, KEY) or (DRILL if views.is_drill() else UNSET)
    return columns.get(named) or columns.get(UNSET)


def words_of(views: Views, books: Books, obligations: Iterable[str]) -> dict[str, str]:
    """Return, by clock, the name and source of the column that set its length; other clocks are left out."""
    columns = books.rules.limits
    found = {clock: columns[name] for clock, name in limits_of(views, obligations).items() if name in columns}
    return {clock: f"{translate(one.name)} ({translate(one.source)})" for clock, one in found.items()}


@handles(acts.LimitsChoose)
def choose(work: Work, act: acts.LimitsChoose) -> Row:
    """Choose the column of reporting limits; clocks that run keep theirs, those born later follow it."""
    columns = work.books.rules.limits
    typed = act.column.strip()
    found = columns.get(typed) or next((one for one in columns.values() if one.name == typed), None)
    if found is None:
        raise Refused(
            "column", "没有时限栏 {0}, {1}", act.column, nearest(typed, {key: one.name for key, one in columns.items()})
        )
    before = chosen(work.views, KEY)
    if found.id == before:
        raise Refused("column", "已经是这一栏: {0}", found.name)
    return work.append(
        LimitsChosen(
            column=found.id,
            previous=before,
            name=found.name,
            source=found.source,
            reason=act.reason,
        )
    )
