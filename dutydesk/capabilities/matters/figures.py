"""Figures of a matter: reading what was typed, recording with source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.capabilities.matters import events as e
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import figures as f
from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.kernel.refusal import Refused
from dutydesk.store.journal import Row
from dutydesk.usecase.work import Work


def read_figures(work: Work, typed: Mapping[str, Any], *, confirmed: bool = False) -> dict[str, float]:
    """Return typed figures by field; empty ones are left out.

    Raises:
        Refused: naming the field; with ``swap`` when people and money look exchanged.
    """
    try:
        values = {
            f.field_name(word): f.read(f.field_name(word), value)
            for word, value in typed.items()
            if str(value).strip() != ""
        }
        f.check(values, work.books.taxonomy.limits, confirmed=confirmed)
    except f.BadFigureError as error:
        raise Refused(error.field, error.template, *error.values, swap=error.swap, traced=bool(error.swap)) from error
    return values


def current_values(work: Work, matter: Matter) -> dict[str, float | None]:
    """Return the figures of a matter as they stand."""
    return {field: figure.value for field, figure in work.views.figures(matter.id).items()}


def told_within(work: Work, matter: Matter, values: Mapping[str, float], at: Instant) -> Instant:
    """Return the time of figures typed to the minute: of two of one minute the one written last stands (ties by seq)."""
    same = [
        one.at
        for field, one in work.views.figures(matter.id).items()
        if field in values and one.at // MINUTE == at // MINUTE
    ]
    return at if at % MINUTE else max([at, *same])


def still_new(work: Work, matter: Matter, values: Mapping[str, float], at: Instant) -> dict[str, float]:
    """Return the typed figures that will stand: those without a later one of the same field."""
    standing = work.views.figures(matter.id)
    return {field: value for field, value in values.items() if field not in standing or standing[field].at <= at}


def record(
    work: Work,
    matter: Matter,
    values: Mapping[str, float],
    *,
    source: str,
    verified: bool,
    verified_by: str = "",
    through: str = "",
    reason: str = "",
    opening: bool = False,
    at: Instant | None = None,
) -> Row:
    """Append figures with what stands beside them; those older than what stands are marked as history."""
    told_at = work.said if at is None else at
    standing = work.views.figures(matter.id)
    older = [field for field in values if field in standing and standing[field].at > told_at]
    event = e.FiguresRecorded(
        values=dict(values),
        previous={field: standing[field].value if field in standing else None for field in values},
        older=older,
        replaced=[
            field
            for field in values
            if not verified and field in standing and field not in older and standing[field].verified
        ],
        source=work.text("source", source, required=False),
        verified=verified,
        verified_by=work.text("verified_by", verified_by, required=False),
        through=work.text("through", through, required=False),
        reason=work.text("reason", reason, required=False),
        opening=opening,
    )
    return work.append(event, at=at, matter=matter)
