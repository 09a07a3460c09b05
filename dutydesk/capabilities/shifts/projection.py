"""People, shifts, the checklist."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.roster.rules.roster import POSTS
from dutydesk.capabilities.shifts import events as e
from dutydesk.capabilities.shifts import tables as t
from dutydesk.kernel.instants import Instant
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import Fixed, at, changes, opens


@projects(e.OfficerAdded)
def _officer(tx: Executes, _row: Row, event: e.OfficerAdded) -> None:
    tx.execute(
        "INSERT INTO officer (id, name, role, also, disabled) VALUES (:id, :name, :role, :also, 0) ON CONFLICT "
        "(id) DO UPDATE "
        "SET name=excluded.name, role=excluded.role, also=excluded.also",
        {"id": event.officer, "name": event.name, "role": event.role, "also": " ".join(event.also)},
    )


opens(e.RosterPlanned, t.RosterRow, if_there="replace")


opens(e.ShiftBegan, t.Shift, id="shift", began_at=at)


@projects(e.ShiftBegan)
def _shift_began(tx: Executes, row: Row, event: e.ShiftBegan) -> None:
    people = {"a": event.a, "b": event.b, "leader": event.leader, "director": event.director}
    _begin_stints(tx, event.shift, people, row.at)


changes(e.ShiftEnded, t.Shift, id="shift", ended_at=at, away_post=Fixed(""), away_until=Fixed(None))


@projects(e.ShiftEnded)
def _shift_ended(tx: Executes, row: Row, event: e.ShiftEnded) -> None:
    _end_stints(tx, event.shift, row.at)


@projects(e.ShiftRelieved)
def _shift_relieved(tx: Executes, row: Row, event: e.ShiftRelieved) -> None:
    tx.execute(
        "UPDATE shift SET a=:a, b=:b, leader=:leader, director=:director, away_post='', away_until=NULL WHERE id = :id",
        {"a": event.a, "b": event.b, "leader": event.leader, "director": event.director, "id": event.shift},
    )
    people = {"a": event.a, "b": event.b, "leader": event.leader, "director": event.director}
    _change_stints(tx, event.shift, people, row.at)


changes(e.PostAway, t.Shift, id="shift", away_post="post", away_until="until")


opens(e.ItemChecked, t.Answer, if_there="replace")


# ------------------------------------------------------------ who stood at which post from when to when: what the signatures say


def _begin_stints(tx: Executes, shift: str, people: Mapping[str, str], at: Instant) -> None:
    """Open a stint for each post that somebody holds from ``at`` on."""
    for post in POSTS:
        if people[post]:
            tx.execute(
                "DELETE FROM stint WHERE shift = :shift AND post = :post AND begins = :begins",
                {"shift": shift, "post": post, "begins": at},
            )
            tx.execute(
                "INSERT INTO stint (shift, post, begins, ends, officer) VALUES (:shift, :post, :begins, NULL, "
                ":officer)",
                {"shift": shift, "post": post, "begins": at, "officer": people[post]},
            )


def _change_stints(tx: Executes, shift: str, people: Mapping[str, str], at: Instant) -> None:
    """Close the stints of posts that somebody else holds now, and open theirs."""
    rows = tx.execute("SELECT post, officer FROM stint WHERE shift = :shift AND ends IS NULL", {"shift": shift})
    held = {str(post): str(officer) for post, officer in rows}
    moved = {post: who for post, who in people.items() if held.get(post, "") != who}
    for post in moved:
        tx.execute(
            "UPDATE stint SET ends = :ends WHERE shift = :shift AND post = :post AND ends IS NULL",
            {"ends": at, "shift": shift, "post": post},
        )
    _begin_stints(tx, shift, {post: moved.get(post, "") for post in POSTS}, at)


def _end_stints(tx: Executes, shift: str, at: Instant) -> None:
    """Close the stints of a shift."""
    tx.execute("UPDATE stint SET ends = :ends WHERE shift = :shift AND ends IS NULL", {"ends": at, "shift": shift})
