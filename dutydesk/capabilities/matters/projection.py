"""The log and the matters."""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.closing.events import MatterClosed
from dutydesk.capabilities.grading.events import LevelSet
from dutydesk.capabilities.log.events import Corrected
from dutydesk.capabilities.matters import rules as matters
from dutydesk.capabilities.matters import tables as t
from dutydesk.capabilities.matters.events import (
    FactRecorded,
    FiguresRecorded,
    MatterAmended,
    MatterMerged,
    MatterOpened,
    MatterProposed,
    ProposalDropped,
)
from dutydesk.capabilities.reporting.events import ReportSent
from dutydesk.capabilities.response.events import Assessed, ResponseActivated
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects
from dutydesk.store.statements import Fixed, at, changes, kept, matter, opens


@projects(Corrected)
def _corrected(tx: Executes, row: Row, event: Corrected) -> None:
    tx.execute(
        "UPDATE entry SET struck_by = :struck_by WHERE seq = (SELECT seq FROM journal WHERE id = :id)",
        {"struck_by": row.seq, "id": event.entry},
    )


_MATTER_DEFAULTS: dict[str, Any] = {
    "category": "", "subtype": "", "level": "", "highest_level": "", "response_level": "", "warning": "",
    "danger_to_life": 0, "place": "", "source": "", "lead": "", "support": "[]", "merged_into": "", "occurred_at": None,
    "confirmed_at": None, "follow_ups": 0, "criterion": "", "outcome": "", "affected": 0,
}  # fmt: skip


def _insert_matter(tx: Executes, values: dict[str, Any]) -> None:
    full = {**_MATTER_DEFAULTS, **values}
    columns, named = ", ".join(full), ", :".join(full)
    tx.execute(f"INSERT INTO matter ({columns}) VALUES (:{named})", full)  # noqa: S608 - own column names


opens(MatterProposed, t.MatterRow, id=matter, kind="matter_kind", state=Fixed(matters.PROPOSED), opened_at=at)


@projects(MatterOpened)
def _opened(tx: Executes, row: Row, event: MatterOpened) -> None:
    earlier = tx.execute("SELECT opened_at, seq FROM matter WHERE id = :id", {"id": row.matter_id})
    tx.execute("DELETE FROM matter WHERE id = :id", {"id": row.matter_id})
    _insert_matter(
        tx,
        {
            "id": row.matter_id, "seq": earlier[0][1] if earlier else row.seq, "label": event.label,
            "kind": event.matter_kind, "title": event.title, "state": matters.OPEN, "colour": event.colour, "received_at": event.received_at,
            "opened_at": earlier[0][0] if earlier else row.at, "confirmed_at": row.at, "category": event.category,
            "subtype": event.subtype, "level": event.level, "highest_level": event.level, "warning": event.warning,
            "danger_to_life": kept(event.danger_to_life), "place": event.place, "source": event.source,
            "occurred_at": event.occurred_at, "affected": kept(event.affected),
        },
    )  # fmt: skip


@projects(MatterAmended)
def _amended(tx: Executes, row: Row, event: MatterAmended) -> None:
    changes: dict[str, Any] = {
        name: value
        for name in ("title", "place", "source", "category", "subtype", "occurred_at")
        if (value := getattr(event, name))
    }
    if event.danger_to_life is not None:
        changes["danger_to_life"] = kept(event.danger_to_life)
    if event.affected is not None:
        changes["affected"] = kept(event.affected)
    if changes:
        update_matter(tx, row.matter_id, changes)


def update_matter(tx: Executes, matter_id: str | None, changes: dict[str, Any]) -> None:
    """Change columns of a matter; the names are our own."""
    columns = ", ".join(f"{name} = :{name}" for name in changes)
    tx.execute(f"UPDATE matter SET {columns} WHERE id = :its_id", {**changes, "its_id": matter_id})  # noqa: S608 - own column names


@projects(LevelSet)
def _level(tx: Executes, row: Row, event: LevelSet) -> None:
    highest = event.highest
    if not highest:  # of a row of before it was said: none of these is sealed
        highest = tx.execute("SELECT highest_level FROM matter WHERE id = :id", {"id": row.matter_id})[0][0]
        if matters.is_higher(event.level, highest):
            highest = event.level
    update_matter(tx, row.matter_id, {"level": event.level, "highest_level": highest})


opens(
    FiguresRecorded,
    t.Figure,
    each=lambda _row, v: ((field, as_json(value)) for field, value in v.values.items()),
    parts=("field", "value"),
)


opens(FactRecorded, t.Fact)


changes(Assessed, t.MatterRow, id=matter, assessed_at=at)
changes(Assessed, t.MatterRow, when=lambda v: bool(v.lead), id=matter, lead="lead", support="support")


changes(ResponseActivated, t.MatterRow, id=matter, response_level="level", lead="lead", support="support")
changes(ResponseActivated, t.MatterRow, when=lambda v: not v.previous, id=matter, activated_at=at)


changes(MatterMerged, t.MatterRow, id=matter, state=Fixed(matters.MERGED), merged_into="into", closed_at=at)


changes(ProposalDropped, t.MatterRow, id=matter, state=Fixed(matters.DROPPED), closed_at=at)


changes(
    MatterClosed,
    t.MatterRow,
    id=matter,
    state=Fixed(matters.CLOSED),
    criterion="criterion",
    outcome="outcome",
    closed_at=at,
)


opens(ReportSent, t.Report, id="report", kind="report_kind", body="text", sent_at=at)
changes(
    ReportSent, t.MatterRow, when=lambda v: not v.forwards and v.report_kind == "first", id=matter, first_sent_at=at
)
changes(
    ReportSent,
    t.MatterRow,
    when=lambda v: not v.forwards and v.report_kind in {"follow_up", "change"},
    id=matter,
    follow_ups="number",
)
