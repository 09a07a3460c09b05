"""What a person sees: every read of theirs goes through here, and finds nothing of a matter that is restricted to others.

``seen_by`` puts, before the text of each query, tables of the same names without the hidden rows. So no list, count,
search, page or export can forget to ask: whatever SQL stands below reads what this says is there. While nothing is
restricted, queries stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from dutydesk.kernel.masking import masked_outside, masked_value
from dutydesk.store import sealed
from dutydesk.store.mapped import NOTHING
from dutydesk.store.views.reader import Reader

Some = TypeVar("Some", bound=Reader)

NOBODY = ""
"""Sees no restricted matter: official sheets, whoever has not said who they are."""

BY_MATTER = (
    "appeal_link", "consent", "action", "report_reading", "resource", "plan_step", "running_plan", "call", "call_task", "paper", "paper_move",
    "instruction", "instruction_unit", "criterion", "figure", "fact", "report", "meeting", "meeting_unit", "obligation",
    "sealed", "policy", "policy_sheet", "policy_recipient", "policy_window", "outbox", "delivery", "received", "restricted", "annex",
    "attachment",
)  # fmt: skip
"""Tables whose rows belong to a matter by ``matter_id``."""

BY_CLOCK = ("step", "alert", "clock_limit", "presence")
"""Tables whose rows belong to a clock, and with it to a matter."""

BY_ROW = ("journal", "entry")
"""The log: rows of a matter, and those of the messages from which it came."""


def hidden(officer: str) -> str:
    """Return SQL for the matters that an officer may not see: restricted, and neither holder nor the leader on duty."""
    who = "'" + str(officer).replace("'", "''") + "'"
    return (
        "SELECT matter_id FROM main.restricted WHERE matter_id NOT IN "  # noqa: S608 - quoted above
        f"(SELECT matter_id FROM main.restricted WHERE holder = {who}) AND NOT EXISTS "
        f"(SELECT 1 FROM main.shift WHERE ended_at IS NULL AND leader = {who} AND {who} <> '')"
    )


CLOSED = ("consent", "action", "report_reading", "resource", "plan_step", "running_plan", "call_task", "instruction", "instruction_unit",
    "criterion", "figure", "fact", "report", "meeting", "meeting_unit", "policy", "policy_sheet", "policy_recipient", "policy_window",
    "received", "journal", "entry")  # fmt: skip
"""Tables of which nothing is shown of a sealed matter while the key it was sealed with is not there; its number, times and clocks are."""


def _shadows(officer: str, keys: str) -> str:
    """Return the tables as an officer sees them, where what was sealed with ``keys`` alone can be opened (SQL: names in quotes)."""
    unseen = "(SELECT matter_id FROM unseen)"
    of_messages = (
        "(SELECT seq FROM main.message WHERE matter_id IN (SELECT matter_id FROM unseen) OR proposed IN (SELECT "
        "matter_id FROM unseen))"
    )
    no_matter = f"(matter_id IS NULL OR matter_id NOT IN {unseen})"
    tables = {
        "unseen": hidden(officer),
        "matter": f"SELECT * FROM main.matter WHERE id NOT IN {unseen}",  # noqa: S608 - words of this module
        "message": f"SELECT * FROM main.message WHERE {no_matter} AND (proposed IS NULL OR proposed NOT IN {unseen})",  # noqa: S608
    }
    for name in BY_MATTER:
        tables[name] = f"SELECT * FROM main.{name} WHERE {no_matter}"  # noqa: S608
    for name in BY_ROW:
        tables[name] = f"SELECT * FROM main.{name} WHERE {no_matter} AND seq NOT IN {of_messages}"  # noqa: S608
    closed = f"(SELECT matter_id FROM main.sealed WHERE until IS NULL AND key NOT IN ({keys}))"  # noqa: S608 - names of keys are hex
    for name in CLOSED:
        tables[name] += f" AND (matter_id IS NULL OR matter_id NOT IN {closed})"
    for name in BY_CLOCK:
        clocks = f"(SELECT id FROM main.obligation WHERE matter_id IN {unseen})"  # noqa: S608
        tables[name] = f"SELECT * FROM main.{name} WHERE obligation IS NULL OR obligation NOT IN {clocks}"  # noqa: S608
    return "WITH " + ", ".join(f"{name} AS ({sql})" for name, sql in tables.items()) + " "


def opened(views: Some) -> Some:
    """Return the same reads with what is sealed opened: as the desk itself reads, and whoever may see a matter."""
    whole, streamed, path = views.execute, views.stream, views.path

    def execute(sql: str, parameters: Mapping[str, Any] = NOTHING) -> Any:
        return list(sealed.opened(path, whole(sql, parameters)))

    def stream(sql: str, parameters: Mapping[str, Any] = NOTHING) -> Any:
        return sealed.opened(path, streamed(sql, parameters))

    return type(views)(execute, views.close, stream, views.interrupt, path)


def is_any(views: Reader) -> bool:
    """Return whether any matter is restricted, or something of one was ever sealed."""
    return bool(views.rows("SELECT 1 FROM main.restricted UNION ALL SELECT 1 FROM main.sealed LIMIT 1"))


def sealed_keys(views: Reader) -> list[str]:
    """Return what the keys are called with which matters were sealed."""
    return [str(key) for (key,) in views.rows("SELECT DISTINCT key FROM main.sealed ORDER BY key")]


def is_sealed(views: Reader, matter_id: str | None) -> bool:
    """Return whether what is written of a matter is sealed."""
    return bool(sealed_with(views, matter_id))


def sealed_with(views: Reader, matter_id: str | None) -> str:
    """Return what the key is called with which is sealed what is written of a matter; empty for none."""
    rows = views.rows(
        "SELECT key FROM main.sealed WHERE matter_id = :matter_id AND until IS NULL", {"matter_id": matter_id}
    )
    return str(rows[0][0]) if rows else ""


def seen_by(views: Some, officer: str) -> Some:
    """Return the same reads as an officer sees them (``NOBODY``: whoever has not said who they are)."""
    path, whole, streamed = views.path, views.execute, views.stream
    known: dict[str, str] = {}

    def shadowed(sql: str) -> str:
        if sql.startswith("PRAGMA"):  # about the file, and no query that anything could stand before
            return sql
        names = sealed_keys(views)
        cipher = sealed.cipher_of(path) if names else None
        keys = ", ".join(f"'{one}'" for one in names if cipher is not None and cipher.has(one))
        if keys not in known:
            known[keys] = _shadows(officer, keys)
        own = sql.removeprefix("WITH ")
        return known[keys].rstrip() + (f" {sql}" if own == sql else f", {own}")

    def execute(sql: str, parameters: Mapping[str, Any] = NOTHING) -> Any:
        return list(sealed.opened(path, whole(shadowed(sql), parameters))) if is_any(views) else whole(sql, parameters)

    def stream(sql: str, parameters: Mapping[str, Any] = NOTHING) -> Any:
        return sealed.opened(path, streamed(shadowed(sql), parameters)) if is_any(views) else streamed(sql, parameters)

    return type(views)(execute, views.close, stream, views.interrupt, path)


def writes(views: Reader, officer: str, roles: Collection[str]) -> bool:
    """Return whether somebody has one of the roles; whoever is not known here has what the file's reader has: all."""
    rows = views.rows("SELECT role, also FROM main.officer WHERE id = :id", {"id": officer})
    return not rows or bool({str(rows[0][0]), *str(rows[0][1]).split()} & set(roles))


def masked_for(views: Some) -> Some:
    """Return the same reads with telephone and identity numbers shortened, for whoever may not write."""
    return _masked(views, masked_value)


def outgoing(views: Some) -> Some:
    """Return the same reads as papers and exports are made of: with the mobile and identity numbers of people shortened."""
    return _masked(views, partial(masked_value, masking=masked_outside))


def _masked(views: Some, shorten: Callable[[Any], Any]) -> Some:
    whole, streamed = views.execute, views.stream

    def execute(sql: str, parameters: Mapping[str, Any] = NOTHING) -> Any:
        return [tuple(map(shorten, row)) for row in whole(sql, parameters)]

    def stream(sql: str, parameters: Mapping[str, Any] = NOTHING) -> Any:
        return (tuple(map(shorten, row)) for row in streamed(sql, parameters))

    return type(views)(execute, views.close, stream, views.interrupt, views.path)


def may_see(views: Reader, matter_id: str | None, officer: str) -> bool:
    """Return whether an officer may know of a matter. The question of every use case; lists ask ``seen_by``."""
    if matter_id is None:
        return True
    return not views.rows(f"SELECT 1 FROM ({hidden(officer)}) WHERE matter_id = :matter_id", {"matter_id": matter_id})  # noqa: S608


def holders(views: Reader, matter_id: str | None) -> list[str] | None:
    """Return who holds a restricted matter, in the order of their accounts; None where everybody may know of it."""
    rows = views.rows(
        "SELECT holder FROM restricted WHERE matter_id = :matter_id ORDER BY holder", {"matter_id": matter_id}
    )
    return [str(one) for (one,) in rows] or None


def label_of(views: Reader, matter_id: str | None) -> str:
    """Return the code of what a restricted matter is marked as, empty for no mark or where everybody may know of it."""
    sql = (
        "SELECT json_extract(payload, '$.label') FROM journal WHERE seq = (SELECT max(seq) FROM restricted WHERE "
        "matter_id = :matter_id)"
    )
    rows = views.rows(sql, {"matter_id": matter_id})
    return str(rows[0][0] or "") if rows else ""


class Sight(Generic[Some]):
    """A store as whoever sits at a screen may see it; nothing is shown from the whole."""

    def __init__(self, whole: Some) -> None:
        self.whole = whole
        self.writers: Collection[str] | None = None
        """Roles that see telephone and identity numbers whole; None: everybody does."""
        self._officer, self._seen = NOBODY, seen_by(whole, NOBODY)
        self._hidden: tuple[str, object] | None = None

    def of(self, officer: str) -> Some:
        """Return the store as an officer sees it."""
        if officer != self._officer:
            self._officer, self._seen = officer, seen_by(self.whole, officer)
        return (
            self._seen if self.writers is None or writes(self.whole, officer, self.writers) else masked_for(self._seen)
        )

    def changed(self, officer: str) -> bool:
        """Return whether other matters are hidden now than when this was asked last, or another person asks."""
        before, self._hidden = self._hidden, (officer, self.whole.rows(hidden(officer)))
        return before is not None and before != self._hidden
