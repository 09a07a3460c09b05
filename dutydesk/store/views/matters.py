"""Reads of matters, their figures and reports."""

from __future__ import annotations

import json

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import sealed
from dutydesk.kernel.instants import Instant
from dutydesk.store.mapped import Mapped
from dutydesk.store.views.reader import Reader
from dutydesk.store.views.rows import FigureView, ReportView

_MATTER = Mapped(
    Matter,
    "matter",
    kinds={"colour": sealed.loudest, **dict.fromkeys(("level", "highest_level", "response_level"), sealed.known)},
)
_REPORT = Mapped(ReportView, "report")
_FIGURE = Mapped(FigureView, "figure", kinds={"value": json.loads})
URGENCY = {"red": 0, "yellow": 1}
"""The place of a colour in every list."""
OF_OPEN = "IN (SELECT id FROM matter WHERE state IN ('open', 'proposed'))"
"""The matters that ``matters`` returns, for reads of what belongs to them all."""


class MatterReads(Reader):
    """Reads of matters, their figures and reports."""

    def matter(self, name: str) -> Matter | None:
        """Return a matter by id or label (labels in any case)."""
        return _MATTER.first(self, "WHERE id = :id OR label IN (:id, :upper)", {"id": name, "upper": name.upper()})

    def labels(self, beginning: str) -> list[str]:
        """Return the labels of matters that begin so, whatever became of them."""
        return [
            str(one)
            for (one,) in self.rows("SELECT label FROM matter WHERE label LIKE :label", {"label": beginning + "%"})
        ]

    def matters(self, *, ended: bool = False) -> list[Matter]:
        """Return open matters (and ended ones), red first, then by when they were received."""
        where = "" if ended else "WHERE state IN ('open', 'proposed') "
        found = _MATTER.all(self, where + "ORDER BY received_at, seq")
        return sorted(found, key=lambda one: URGENCY.get(one.colour, 2))  # here, for a colour may be sealed

    def figures(self, matter_id: str, *, at: Instant | None = None) -> dict[str, FigureView]:
        """Return the current figures of a matter by field: the newest by their own time, of one time the last written.

        Args:
            matter_id: whose.
            at: as they stood at an instant; None for now.
        """
        told = [figure for figure in self.figure_history(matter_id) if at is None or figure.at <= at]
        return {figure.field: figure for figure in sorted(told, key=lambda one: (one.at, one.seq))}

    def figures_of_open(self) -> dict[str, dict[str, FigureView]]:
        """Return what ``figures`` returns, by the id of every open matter that has any."""
        told = _FIGURE.by(self, "matter_id", f"WHERE matter_id {OF_OPEN} ORDER BY at, seq")
        return {matter: {figure.field: figure for figure in some} for matter, some in told.items()}

    def figure_history(self, matter_id: str) -> list[FigureView]:
        """Return all figures ever recorded for a matter, in the order of writing."""
        found = _FIGURE.all(self, "WHERE matter_id = :matter ORDER BY seq", {"matter": matter_id})
        return sorted(found, key=lambda one: (one.seq, one.field))

    def reports(self, matter_id: str) -> list[ReportView]:
        """Return the reports of a matter, oldest first."""
        return _REPORT.all(self, "WHERE matter_id = :matter ORDER BY seq", {"matter": matter_id})

    def report(self, name: str) -> ReportView | None:
        """Return a report by id or the unique end of it."""
        where = "WHERE id = :name OR (length(:name) >= 4 AND id LIKE '%' || :name)"
        return _REPORT.only(self, where, {"name": name})

    def reports_before(self, seq: int, since: Instant) -> int:
        """Return how many written reports were sent since an instant, up to and with the journal's row ``seq``; a copy is none."""
        sql = (
            "SELECT count(*) FROM report WHERE seq <= :seq AND sent_at >= :since AND kind <> 'phone' AND forwards = ''"
        )
        return int(self.rows(sql, {"seq": seq, "since": since})[0][0])

    def own_errors(self, since: Instant, until: Instant) -> int:
        """Return how many faulty texts were corrected (R31): each once, a correction that was itself wrong included."""
        sql = (
            "SELECT corrects, cause FROM report WHERE kind = 'correction' AND corrects <> '' AND sent_at >= :since "
            "AND sent_at < :until"
        )
        told = self.rows(sql, {"since": since, "until": until})
        return len({corrects for corrects, cause in told if cause != "source"})
