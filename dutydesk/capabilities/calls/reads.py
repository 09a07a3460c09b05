"""Reads of calls, call tasks and the contact book."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import Views


@dataclass(frozen=True)
class CallView:
    """A call out with its result: reached, no_answer, busy."""

    seq: int
    matter_id: str | None
    name: str
    number: str
    result: str
    text: str
    task: str
    at: Instant
    actor: str


@dataclass(frozen=True)
class CallTaskView:
    """Somebody who is to be called. ``about`` is what the alarm is called; ``label`` the matter's."""

    id: str
    person: str
    matter_id: str | None
    about: str
    raised_at: Instant
    tries: int
    last_result: str
    last_at: Instant | None
    label: str
    matter_title: str
    colour: str


@dataclass(frozen=True)
class ContactView:
    """A line of the contact book."""

    id: str
    unit: str
    post: str
    name: str
    numbers: tuple[str, ...]
    officer: str
    verified_on: str
    note: str

    @property
    def spoken(self) -> str:
        """Unit, post and person in one line."""
        return " ".join(part for part in (self.unit, self.post, self.name) if part)


_CALL = "SELECT seq, matter_id, name, number, result, text, task, at, actor FROM call "
_TASK = (
    "SELECT t.id, t.person, t.matter_id, t.name, t.raised_at, t.tries, t.last_result, t.last_at, coalesce(m.label, ''), "
    "coalesce(m.title, ''), coalesce(m.colour, '') FROM call_task t LEFT JOIN matter m ON m.id = t.matter_id "
)
_CONTACT = "SELECT id, unit, post, name, numbers, officer, verified_on, note FROM contact WHERE retired = 0 "


def calls(views: Views, matter_id: str) -> list[CallView]:
    """Return the calls of a matter, oldest first."""
    return [CallView(*row) for row in views.rows(_CALL + "WHERE matter_id = ? ORDER BY seq", (matter_id,))]


def open_tasks(views: Views) -> list[CallTaskView]:
    """Return whoever is to be called, red matters first, then the longest waiting."""
    order = "WHERE t.state = 'open' ORDER BY CASE m.colour WHEN 'red' THEN 0 ELSE 1 END, t.raised_at, t.seq, t.place"
    return [CallTaskView(*row) for row in views.rows(_TASK + order)]


def task(views: Views, name: str) -> CallTaskView | None:
    """Return an open task by id or the unique end of it."""
    rows = views.rows(
        _TASK + "WHERE t.state = 'open' AND (t.id = ? OR (length(?) >= 4 AND t.id LIKE '%' || ?))", (name, name, name)
    )
    return CallTaskView(*rows[0]) if len(rows) == 1 else None


def contacts(views: Views) -> list[ContactView]:
    """Return the contact book by unit and post."""
    return [_contact(row) for row in views.rows(_CONTACT + "ORDER BY unit, post, name, seq")]


def contact(views: Views, name: str) -> ContactView | None:
    """Return a line by id or the unique end of it."""
    rows = views.rows(_CONTACT + "AND (id = ? OR (length(?) >= 4 AND id LIKE '%' || ?))", (name, name, name))
    return _contact(rows[0]) if len(rows) == 1 else None


def contacts_of(views: Views, name: str) -> list[ContactView]:
    """Return the lines that a name means: an account, a person, a unit or a post."""
    where = "AND ? IN (officer, name, unit, post) ORDER BY officer = ? DESC, unit, post"
    return [_contact(row) for row in views.rows(_CONTACT + where, (name, name))]


def _contact(row: Sequence[object]) -> ContactView:
    key, unit, post, name, numbers, officer, verified, note = map(str, row)
    return ContactView(key, unit, post, name, tuple(json.loads(numbers)), officer, verified, note)
