"""Reads of people and shifts."""

from __future__ import annotations

from dutydesk.store.mapped import Mapped
from dutydesk.store.views.reader import Reader
from dutydesk.store.views.rows import AnswerView, OfficerView, ShiftView

_OFFICER = Mapped(OfficerView, "officer", kinds={"also": lambda words: tuple(words.split())})
_SHIFT = Mapped(ShiftView, "shift")
_ANSWER = Mapped(AnswerView, "answer")


class PeopleReads(Reader):
    """Reads of people and shifts."""

    def officers(self) -> dict[str, OfficerView]:
        """Return everyone by id."""
        return {one.id: one for one in _OFFICER.all(self, "ORDER BY id")}

    def ids(self) -> dict[str, str]:
        """Return the ids of all who may act, by their names; of two of one name the later account by its letters."""
        rows = self.rows("SELECT name, max(id) FROM officer WHERE NOT disabled GROUP BY name")
        return {str(name): str(one) for name, one in rows}

    def names(self) -> dict[str, str]:
        """Return everyone's name by id."""
        return {one.id: one.name for one in self.officers().values()}

    def has_secret(self, officer: str) -> bool:
        """Return whether the officer has an own secret."""
        return bool(self.rows("SELECT 1 FROM secret WHERE officer = :officer", {"officer": officer}))

    def has_factor(self, officer: str) -> bool:
        """Return whether the officer gives a code of a device behind the own secret."""
        return bool(self.rows("SELECT 1 FROM second_factor WHERE officer = :officer", {"officer": officer}))

    def secret(self, officer: str) -> str:
        """Return the officer's digest, empty when none is set."""
        rows = self.rows("SELECT digest FROM secret WHERE officer = :officer", {"officer": officer})
        return str(rows[0][0]) if rows else ""

    def shift(self) -> ShiftView | None:
        """Return the running shift."""
        return _SHIFT.first(self, "WHERE ended_at IS NULL ORDER BY began_at DESC LIMIT 1")

    def shifts(self) -> list[ShiftView]:
        """Return all shifts, oldest first."""
        return _SHIFT.all(self, "ORDER BY began_at")

    def answers(self, shift: str) -> dict[str, AnswerView]:
        """Return the checklist answers of a shift by item."""
        return {one.item: one for one in _ANSWER.all(self, "WHERE shift = :shift", {"shift": shift})}
