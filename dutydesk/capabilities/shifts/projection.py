"""People, shifts, the checklist."""

from __future__ import annotations

from dutydesk.capabilities.roster import stints
from dutydesk.capabilities.shifts import events as e
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, on


@on(e.OfficerAdded)
def _officer(tx: Executes, _row: Row, event: e.OfficerAdded) -> None:
    tx.execute(
        "INSERT INTO officer (id, name, role, also, disabled) VALUES (?,?,?,?,0) ON CONFLICT (id) DO UPDATE "
        "SET name=excluded.name, role=excluded.role, also=excluded.also",
        (event.officer, event.name, event.role, " ".join(event.also)),
    )


@on(e.RosterPlanned)
def _roster(tx: Executes, _row: Row, event: e.RosterPlanned) -> None:
    tx.execute("DELETE FROM roster WHERE begins = ?", (event.begins,))
    tx.execute(
        "INSERT INTO roster (begins, ends, a, b, leader, director) VALUES (?,?,?,?,?,?)",
        (event.begins, event.ends, event.a, event.b, event.leader, event.director),
    )


@on(e.ShiftBegan)
def _shift_began(tx: Executes, row: Row, event: e.ShiftBegan) -> None:
    tx.execute(
        "INSERT INTO shift (id, begins, ends, a, b, leader, director, began_at, away_post) VALUES (?,?,?,?,?,?,?,?,'')",
        (event.shift, event.begins, event.ends, event.a, event.b, event.leader, event.director, row.at),
    )
    people = {"a": event.a, "b": event.b, "leader": event.leader, "director": event.director}
    stints.begin(tx, event.shift, people, row.at)


@on(e.ShiftEnded)
def _shift_ended(tx: Executes, row: Row, event: e.ShiftEnded) -> None:
    tx.execute("UPDATE shift SET ended_at = ?, away_post = '', away_until = NULL WHERE id = ?", (row.at, event.shift))
    stints.end(tx, event.shift, row.at)


@on(e.ShiftRelieved)
def _shift_relieved(tx: Executes, row: Row, event: e.ShiftRelieved) -> None:
    tx.execute(
        "UPDATE shift SET a=?, b=?, leader=?, director=?, away_post='', away_until=NULL WHERE id = ?",
        (event.a, event.b, event.leader, event.director, event.shift),
    )
    people = {"a": event.a, "b": event.b, "leader": event.leader, "director": event.director}
    stints.change(tx, event.shift, people, row.at)


@on(e.PostAway)
def _away(tx: Executes, _row: Row, event: e.PostAway) -> None:
    tx.execute("UPDATE shift SET away_post=?, away_until=? WHERE id = ?", (event.post, event.until, event.shift))


@on(e.ItemChecked)
def _checked(tx: Executes, row: Row, event: e.ItemChecked) -> None:
    tx.execute("DELETE FROM answer WHERE shift = ? AND item = ?", (event.shift, event.item))
    tx.execute(
        "INSERT INTO answer (shift, item, state, note, actor, at) VALUES (?,?,?,?,?,?)",
        (event.shift, event.item, event.state, event.note, row.actor, row.at),
    )
