"""Reads of calls, call tasks and the contact book."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.sealed import loudest
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views
from dutydesk.store.views.reader import Reader


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
    clocks: tuple[str, ...]
    """Ids of the clocks it is about; none for a call for help."""


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
    saved_at: Instant

    @property
    def number(self) -> str:
        """All numbers in one field."""
        return "、".join(self.numbers)

    @property
    def verified(self) -> str:
        """The day on which somebody last asked, empty for never."""
        return self.verified_on

    @property
    def spoken(self) -> str:
        """Unit, post and person in one line."""
        return " ".join(part for part in (self.unit, self.post, self.name) if part)


_CALL = Mapped(CallView, "call")
_TASK = Mapped(
    CallTaskView,
    "call_task t LEFT JOIN matter m ON m.id = t.matter_id",
    kinds={"colour": loudest},
    about="t.name",
    clocks="t.obligations",
    label="coalesce(m.label, '')",
    matter_title="coalesce(m.title, '')",
    colour="coalesce(m.colour, '')",
)
_CONTACT = Mapped(ContactView, "contact c JOIN journal j ON j.seq = c.seq", saved_at="j.at")


def calls(views: Views, matter_id: str) -> list[CallView]:
    """Return the calls of a matter, oldest first."""
    return _CALL.all(views, "WHERE matter_id = :matter ORDER BY seq", {"matter": matter_id})


def all_calls(reader: Reader) -> list[CallView]:
    """Return the calls out, of matters and of none, oldest first."""
    return _CALL.all(reader, "ORDER BY seq")


def open_tasks(views: Views) -> list[CallTaskView]:
    """Return whoever is to be called, red matters first, then the longest waiting."""
    found = _TASK.all(views, "WHERE t.state = 'open' ORDER BY t.raised_at, t.seq, t.place")
    return sorted(found, key=lambda one: one.colour != "red")  # here, for a colour may be sealed


def task(views: Views, name: str) -> CallTaskView | None:
    """Return an open task by id or the unique end of it."""
    where = "WHERE t.state = 'open' AND (t.id = :name OR (length(:name) >= 4 AND t.id LIKE '%' || :name))"
    return _TASK.only(views, where, {"name": name})


def contacts(views: Reader) -> list[ContactView]:
    """Return the contact book by unit and post."""
    return _CONTACT.all(views, "WHERE retired = 0 ORDER BY unit, post, name, c.seq")


def contact(views: Views, name: str) -> ContactView | None:
    """Return a line by id or the unique end of it."""
    where = "WHERE retired = 0 AND (c.id = :name OR (length(:name) >= 4 AND c.id LIKE '%' || :name))"
    return _CONTACT.only(views, where, {"name": name})


def contacts_of(views: Views, name: str) -> list[ContactView]:
    """Return the lines that a name means: an account, a person, a unit or a post."""
    where = "WHERE retired = 0 AND :name IN (officer, name, unit, post) ORDER BY officer = :name DESC, unit, post"
    return _CONTACT.all(views, where, {"name": name})
