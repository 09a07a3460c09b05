"""Reads of matters, their figures and reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.instants import Instant
from dutydesk.store.views.reader import Reader
from dutydesk.store.views.rows import FigureView, ReportView

_MATTER = (
    "SELECT id, label, kind, title, state, colour, received_at, opened_at, category, subtype, level, highest_level, "
    "response_level, warning, danger_to_life, place, source, lead, support, merged_into, occurred_at, confirmed_at, "
    "assessed_at, activated_at, first_sent_at, closed_at, follow_ups, criterion, outcome, affected FROM matter "
)
_REPORT = (
    "SELECT id, seq, matter_id, kind, number, title, body, recipients, corrects, sent_at, actor, "
    "gaps, figures, signed_off, forwards, differs, difference, cause, heading, read_by, findings, edited, beside FROM report "
)


def matter_from(row: Sequence[Any]) -> Matter:
    """Return the matter of a row of the ``matter`` table (columns in the order of ``_MATTER``)."""
    values = list(row)
    values[14] = bool(values[14])
    values[18] = tuple(json.loads(values[18]))
    values[-1] = bool(values[-1])
    return Matter(*values)


def _report_from(row: Sequence[Any]) -> ReportView:
    values = list(row)
    values[7] = tuple(json.loads(values[7]))
    values[11], values[12] = json.loads(values[11]), json.loads(values[12])
    values[16] = tuple(json.loads(values[16]))
    values[20:] = [tuple(json.loads(value)) for value in values[20:]]
    return ReportView(*values)


class MatterReads(Reader):
    """Reads of matters, their figures and reports."""

    def matter(self, name: str) -> Matter | None:
        """Return a matter by id or label (labels in any case)."""
        rows = self.rows(_MATTER + "WHERE id = ? OR label = ? OR label = ?", (name, name, name.upper()))
        return matter_from(rows[0]) if rows else None

    def labels(self, beginning: str) -> list[str]:
        """Return the labels of matters that begin so, whatever became of them."""
        return [str(one) for (one,) in self.rows("SELECT label FROM matter WHERE label LIKE ?", (beginning + "%",))]

    def matters(self, *, ended: bool = False) -> list[Matter]:
        """Return open matters (and ended ones), red first, then by when they were received."""
        where = "" if ended else "WHERE state IN ('open', 'proposed') "
        order = "ORDER BY CASE colour WHEN 'red' THEN 0 WHEN 'yellow' THEN 1 ELSE 2 END, received_at, seq"
        return [matter_from(row) for row in self.rows(_MATTER + where + order)]

    def figures(self, matter_id: str, *, at: Instant | None = None) -> dict[str, FigureView]:
        """Return the current figures of a matter by field: the newest by their own time, of one time the last written.

        Args:
            matter_id: whose.
            at: as they stood at an instant; None for now.
        """
        told = [figure for figure in self.figure_history(matter_id) if at is None or figure.at <= at]
        return {figure.field: figure for figure in sorted(told, key=lambda one: (one.at, one.seq))}

    def figure_history(self, matter_id: str) -> list[FigureView]:
        """Return all figures ever recorded for a matter, in the order of writing."""
        sql = (
            "SELECT field, value, source, verified, at, seq, verified_by, through FROM figure "
            "WHERE matter_id = ? ORDER BY seq"
        )
        return [
            FigureView(field, json.loads(value), source, bool(verified), *rest)
            for field, value, source, verified, *rest in self.rows(sql, (matter_id,))
        ]

    def reports(self, matter_id: str) -> list[ReportView]:
        """Return the reports of a matter, oldest first."""
        return [_report_from(row) for row in self.rows(_REPORT + "WHERE matter_id = ? ORDER BY seq", (matter_id,))]

    def report(self, name: str) -> ReportView | None:
        """Return a report by id or the unique end of it."""
        rows = self.rows(_REPORT + "WHERE id = ? OR (length(?) >= 4 AND id LIKE '%' || ?)", (name, name, name))
        return _report_from(rows[0]) if len(rows) == 1 else None

    def reports_before(self, seq: int, since: Instant) -> int:
        """Return how many written reports were sent since an instant, up to and with the journal's row ``seq``."""
        sql = "SELECT count(*) FROM report WHERE seq <= ? AND sent_at >= ? AND kind <> 'phone'"
        return int(self.rows(sql, (seq, since))[0][0])

    def own_errors(self, since: Instant, until: Instant) -> int:
        """Return how many faulty texts were corrected (R31): each once, a correction that was itself wrong included."""
        sql = (
            "SELECT count(DISTINCT corrects) FROM report WHERE kind = 'correction' AND cause <> 'source' "
            "AND corrects <> '' AND sent_at >= :since AND sent_at < :until"
        )
        return int(self.rows(sql, {"since": since, "until": until})[0][0])
