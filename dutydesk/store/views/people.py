"""Reads of people and shifts."""

from __future__ import annotations

from dutydesk.store.views.reader import Reader
from dutydesk.store.views.rows import AnswerView, OfficerView, ShiftView

_SHIFT = "SELECT id, begins, ends, a, b, leader, director, began_at, ended_at, away_post, away_until FROM shift "


class PeopleReads(Reader):
    """Reads of people and shifts."""

    def officers(self) -> dict[str, OfficerView]:
        """Return everyone by id."""
        rows = self.rows("SELECT id, name, role, also, disabled FROM officer ORDER BY id")
        return {
            who: OfficerView(who, name, role, tuple(also.split()), bool(disabled))
            for who, name, role, also, disabled in rows
        }

    def has_secret(self, officer: str) -> bool:
        """Return whether the officer has an own secret."""
        return bool(self.rows("SELECT 1 FROM secret WHERE officer = ?", (officer,)))

    def secret(self, officer: str) -> str:
        """Return the officer's digest, empty when none is set."""
        rows = self.rows("SELECT digest FROM secret WHERE officer = ?", (officer,))
        return str(rows[0][0]) if rows else ""

    def shift(self) -> ShiftView | None:
        """Return the running shift."""
        rows = self.rows(_SHIFT + "WHERE ended_at IS NULL ORDER BY began_at DESC LIMIT 1")
        return ShiftView(*rows[0]) if rows else None

    def shifts(self) -> list[ShiftView]:
        """Return all shifts, oldest first."""
        return [ShiftView(*row) for row in self.rows(_SHIFT + "ORDER BY began_at")]

    def answers(self, shift: str) -> dict[str, AnswerView]:
        """Return the checklist answers of a shift by item."""
        sql = "SELECT item, state, note, actor, at FROM answer WHERE shift = ?"
        return {row[0]: AnswerView(*row) for row in self.rows(sql, (shift,))}
