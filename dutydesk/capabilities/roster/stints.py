"""Who stood at which post from when to when: what the signatures say, beside what was planned."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.roster.rules.roster import POSTS
from dutydesk.kernel.instants import Instant
from dutydesk.store.projecting import Executes


def begin(tx: Executes, shift: str, people: Mapping[str, str], at: Instant) -> None:
    """Open a stint for each post that somebody holds from ``at`` on."""
    for post in POSTS:
        if people[post]:
            tx.execute("DELETE FROM stint WHERE shift = ? AND post = ? AND begins = ?", (shift, post, at))
            tx.execute(
                "INSERT INTO stint (shift, post, begins, ends, officer) VALUES (?,?,?,NULL,?)",
                (shift, post, at, people[post]),
            )


def change(tx: Executes, shift: str, people: Mapping[str, str], at: Instant) -> None:
    """Close the stints of posts that somebody else holds now, and open theirs."""
    rows = tx.execute("SELECT post, officer FROM stint WHERE shift = ? AND ends IS NULL", (shift,))
    held = {str(post): str(officer) for post, officer in rows}
    moved = {post: who for post, who in people.items() if held.get(post, "") != who}
    for post in moved:
        tx.execute("UPDATE stint SET ends = ? WHERE shift = ? AND post = ? AND ends IS NULL", (at, shift, post))
    begin(tx, shift, {post: moved.get(post, "") for post in POSTS}, at)


def end(tx: Executes, shift: str, at: Instant) -> None:
    """Close the stints of a shift."""
    tx.execute("UPDATE stint SET ends = ? WHERE shift = ? AND ends IS NULL", (at, shift))
