"""The log and the matters."""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.closing.events import MatterClosed
from dutydesk.capabilities.grading.events import LevelSet
from dutydesk.capabilities.log.events import Corrected
from dutydesk.capabilities.matters import rules as matters
from dutydesk.capabilities.matters.events import (
    ColourSet,
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


@projects(Corrected)
def _corrected(tx: Executes, row: Row, event: Corrected) -> None:
    tx.execute(
        "UPDATE entry SET struck_by = ? WHERE seq = (SELECT seq FROM journal WHERE id = ?)", (row.seq, event.entry)
    )


_MATTER_DEFAULTS: dict[str, Any] = {
    "category": "", "subtype": "", "level": "", "highest_level": "", "response_level": "", "warning": "",
    "danger_to_life": 0, "place": "", "source": "", "lead": "", "support": "[]", "merged_into": "", "occurred_at": None,
    "confirmed_at": None, "follow_ups": 0, "criterion": "", "outcome": "", "affected": 0,
}  # fmt: skip


def _insert_matter(tx: Executes, values: dict[str, Any]) -> None:
    full = {**_MATTER_DEFAULTS, **values}
    columns, marks = ", ".join(full), ",".join("?" * len(full))
    tx.execute(f"INSERT INTO matter ({columns}) VALUES ({marks})", tuple(full.values()))  # noqa: S608 - own column names


@projects(MatterProposed)
def _proposed(tx: Executes, row: Row, event: MatterProposed) -> None:
    _insert_matter(
        tx,
        {
            "id": row.matter_id, "seq": row.seq, "label": event.label, "kind": event.matter_kind, "title": event.title,
            "state": matters.PROPOSED, "colour": event.colour, "received_at": event.received_at, "opened_at": row.at,
            "category": event.category, "subtype": event.subtype,
        },
    )  # fmt: skip


@projects(MatterOpened)
def _opened(tx: Executes, row: Row, event: MatterOpened) -> None:
    earlier = tx.execute("SELECT opened_at, seq FROM matter WHERE id = ?", (row.matter_id,))
    tx.execute("DELETE FROM matter WHERE id = ?", (row.matter_id,))
    _insert_matter(
        tx,
        {
            "id": row.matter_id, "seq": earlier[0][1] if earlier else row.seq, "label": event.label,
            "kind": event.matter_kind, "title": event.title, "state": matters.OPEN, "colour": event.colour, "received_at": event.received_at,
            "opened_at": earlier[0][0] if earlier else row.at, "confirmed_at": row.at, "category": event.category,
            "subtype": event.subtype, "level": event.level, "highest_level": event.level, "warning": event.warning,
            "danger_to_life": int(event.danger_to_life), "place": event.place, "source": event.source,
            "occurred_at": event.occurred_at, "affected": int(event.affected),
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
        changes["danger_to_life"] = int(event.danger_to_life)
    if event.affected is not None:
        changes["affected"] = int(event.affected)
    if changes:
        update_matter(tx, row.matter_id, changes)


def update_matter(tx: Executes, matter_id: str | None, changes: dict[str, Any]) -> None:
    """Change columns of a matter; the names are our own."""
    columns = ", ".join(f"{name} = ?" for name in changes)
    tx.execute(f"UPDATE matter SET {columns} WHERE id = ?", (*changes.values(), matter_id))  # noqa: S608 - own column names


@projects(LevelSet)
def _level(tx: Executes, row: Row, event: LevelSet) -> None:
    highest = tx.execute("SELECT highest_level FROM matter WHERE id = ?", (row.matter_id,))[0][0]
    if matters.is_higher(event.level, highest):
        highest = event.level
    update_matter(tx, row.matter_id, {"level": event.level, "highest_level": highest})


@projects(ColourSet)
def _colour(tx: Executes, row: Row, event: ColourSet) -> None:
    update_matter(tx, row.matter_id, {"colour": event.colour})


@projects(FiguresRecorded)
def _figures(tx: Executes, row: Row, event: FiguresRecorded) -> None:
    for field, value in event.values.items():
        tx.execute(
            "INSERT INTO figure (matter_id, field, seq, value, source, verified, verified_by, through, at) "
            "VALUES (?,?,?,?,?,?,?,?,?)",
            (
                row.matter_id,
                field,
                row.seq,
                as_json(value),
                event.source,
                int(event.verified),
                event.verified_by,
                event.through,
                row.at,
            ),
        )


@projects(FactRecorded)
def _fact(tx: Executes, row: Row, event: FactRecorded) -> None:
    tx.execute(
        "INSERT INTO fact (matter_id, name, seq, text, source, verified, verified_by, through, at) VALUES (?,?,?,?,?,?,?,?,?)",
        (
            row.matter_id, event.name, row.seq, event.text, event.source, int(event.verified), event.verified_by,
            event.through, row.at,
        ),
    )  # fmt: skip


@projects(Assessed)
def _assessed(tx: Executes, row: Row, event: Assessed) -> None:
    changes: dict[str, Any] = {"assessed_at": row.at}
    if event.lead:
        changes.update(lead=event.lead, support=as_json(event.support))
    update_matter(tx, row.matter_id, changes)


@projects(ResponseActivated)
def _activated(tx: Executes, row: Row, event: ResponseActivated) -> None:
    changes: dict[str, Any] = {"response_level": event.level, "lead": event.lead, "support": as_json(event.support)}
    if not event.previous:
        changes["activated_at"] = row.at
    update_matter(tx, row.matter_id, changes)


@projects(MatterMerged)
def _merged(tx: Executes, row: Row, event: MatterMerged) -> None:
    update_matter(tx, row.matter_id, {"state": matters.MERGED, "merged_into": event.into, "closed_at": row.at})


@projects(ProposalDropped)
def _dropped(tx: Executes, row: Row, _event: ProposalDropped) -> None:
    update_matter(tx, row.matter_id, {"state": matters.DROPPED, "closed_at": row.at})


@projects(MatterClosed)
def _closed(tx: Executes, row: Row, event: MatterClosed) -> None:
    changes = {
        "state": matters.CLOSED,
        "criterion": event.criterion,
        "outcome": event.outcome,
        "closed_at": row.at,
    }
    update_matter(tx, row.matter_id, changes)


@projects(ReportSent)
def _report(tx: Executes, row: Row, event: ReportSent) -> None:
    tx.execute(
        "INSERT INTO report (id, seq, matter_id, kind, number, title, body, recipients, corrects, sent_at, actor, "
        "gaps, figures, signed_off, forwards, differs, difference, cause, heading, read_by, findings, edited, beside) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            event.report, row.seq, row.matter_id, event.report_kind, event.number, event.title, event.text,
            as_json(event.recipients), event.corrects, row.at, row.actor, as_json(event.gaps), as_json(event.figures),
            event.signed_off, event.forwards, event.differs, as_json(event.difference), event.cause,
            event.heading, event.read_by, as_json(event.findings), as_json(event.edited), as_json(event.beside),
        ),
    )  # fmt: skip
    if event.forwards:
        return
    if event.report_kind == "first":
        update_matter(tx, row.matter_id, {"first_sent_at": row.at})
    elif event.report_kind in {"follow_up", "change"}:
        update_matter(tx, row.matter_id, {"follow_ups": event.number})
