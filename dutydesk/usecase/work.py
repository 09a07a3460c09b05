"""What a use case works with inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from dutydesk.capabilities.matters.rules import KIND_NAMES, Matter
from dutydesk.capabilities.restricted.rules import LABELS
from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import DAY, Instant, When, local_date, start_of
from dutydesk.kernel.people import DESK, Machine
from dutydesk.kernel.refusal import OwnSecretError, Refused, naming
from dutydesk.kernel.text import stored
from dutydesk.kernel.when import FAST, PAST, Meaning, read
from dutydesk.store.engine import UNCLASSIFIED, Transaction
from dutydesk.store.journal import Row
from dutydesk.store.views import ShiftView, Views
from dutydesk.store.views.seen import label_of, may_see
from dutydesk.usecase.books import Books

if TYPE_CHECKING:
    from dutydesk.usecase.handling import Brings

FARTHEST = 20 * 366 * DAY
"""A typed time further from now than twenty years is a typing error."""


@dataclass(slots=True)
class Work:
    """One act under way: the transaction, what is true now, who acts.

    ``judge`` gives the instant to judge a clock by, from the journal seq of its birth (R19); it is the wall
    clock unless that was stepped.
    """

    tx: Transaction
    views: Views
    books: Books
    actor: str
    now: Instant
    """When it is performed: rows are written at this time, clocks judged and ladders climbed by it."""
    said: Instant
    """The act's own time: typed times are read against it, and it is when what was left open happened. At the desk: now."""
    effective_now: Callable[[int], Instant]
    act_id: str | None = None
    times: Mapping[str, tuple[Meaning, str]] = field(default_factory=dict[str, tuple[Meaning, str]])
    """How the act under way reads its times, as its fields declare."""
    signed: frozenset[str] = frozenset()
    """Others who proved who they are with this act: officer ids whose own secret was given at this terminal."""
    by_key: bool = False
    """The actor proved no more than a key and has a secret to give: own word and signature take it."""
    elsewhere: bool = False
    """Who signed did so in a session of their own, not at this terminal."""
    brought: Brings | None = None
    """What the act brought from outside the store (``handling.brings``)."""

    def append(self, event: Event, *, at: Instant | None = None, matter: Matter | str | None = None) -> Row:
        """Append an event by the actor; the first one of an act takes the act's id."""
        matter_id = matter.id if isinstance(matter, Matter) else matter
        if not self.may_see(matter_id):  # whatever way it was found: nobody else's act touches it
            raise Refused("matter", "没有这个事项: {0}", "", traced=True)
        at = self.said if at is None else at
        row = self._appended(event, self.actor, at, matter_id, self.act_id)
        self.act_id = None
        return row

    def _appended(self, event: Event, actor: str, at: Instant | None, matter_id: str | None, row_id: str | None) -> Row:
        """Append a row under the mark of its matter (``restricted``), where it has one."""
        label = LABELS.get(label_of(self.views, matter_id), UNCLASSIFIED) if matter_id else UNCLASSIFIED
        return self.tx.append(event, actor=actor, at=at, matter_id=matter_id, row_id=row_id, classification=str(label))

    def append_by_desk(self, event: Event, *, matter_id: str | None = None, at: Instant | None = None) -> Row:
        """Append what the desk does by itself."""
        return self._appended(event, DESK, at, matter_id, None)

    def new_id(self, purpose: str) -> str:
        """Return the id of something that the act makes; performed again, the act makes the same (``ids.made_id``)."""
        return self.tx.new_id(purpose)

    def check_own(self) -> None:
        """Refuse the actor's own word where no more than a key stands behind it.

        Raises:
            OwnSecretError: the own secret was not given with the act.
        """
        if self.by_key and self.actor not in self.signed:
            raise OwnSecretError(self.actor)

    # ------------------------------------------------------------ reading what was typed

    def time(
        self, field: str, typed: str | None, *, since: Instant | None = None, meaning: Meaning | None = None
    ) -> Instant:
        """Return a typed time, the act's own when nothing was typed; read as the act's field declares, else as what has happened.

        Args:
            field: the act's.
            typed: as typed.
            since: what the time follows: the beginning for an end.
            meaning: where the field alone does not decide it.

        Raises:
            Refused: no such time, or one in the future where only the past makes sense.
        """
        if not typed or not typed.strip():
            return self.said
        meaning = meaning or self.times.get(field, (PAST, ""))[0]
        with naming(field):
            instant = read(typed, self.said, meaning, since=since, drill=self.views.is_drill())
        if abs(instant - self.said) > FARTHEST:
            raise Refused(field, "时间离现在太远, 疑为笔误: {0}", When(instant))
        if meaning.direction < 0 and self.said < instant <= self.said + FAST:
            return self.said
        if instant > self.said and meaning.direction < 0:
            raise Refused(field, "时间在将来: {0} (现在 {1})", When(instant), When(self.said))
        return instant

    def day(self, field: str, typed: str, *, since: date | None = None) -> date:
        """Return a typed day.

        Raises:
            Refused: it is none.
        """
        after = None if since is None else start_of(since)
        return local_date(self.time(field, self.text(field, typed), since=after))

    def text(self, field: str, typed: str | None, *, required: bool = True) -> str:
        """Return text fit to be stored.

        Raises:
            Refused: empty where something must stand, over-long, or with characters that cannot be kept.
        """
        text = typed or ""
        try:
            kept = stored(text)
        except UnicodeEncodeError as error:
            raise Refused(field, "文字中有不能保存的字符") from error
        except ValueError as error:
            with naming(field):
                raise error from None
        if required and not kept.strip():
            raise Refused(field, "还没有填")
        return kept

    def matter(self, name: str | None, *, field: str = "matter") -> Matter:
        """Return the named matter.

        Raises:
            Refused: there is none.
        """
        found = self.views.matter(name) if name else None
        if found is None or not self.may_see(found.id):
            raise Refused(field, "没有这个事项: {0}", name or "", traced=found is not None)
        return found

    def may_see(self, matter_id: str | None) -> bool:
        """Return whether the actor may know of a matter; the desk itself knows all."""
        return isinstance(self.actor, Machine) or may_see(self.views, matter_id, self.actor)

    def open_matter(self, name: str | None, *, field: str = "matter") -> Matter:
        """Return the named matter, which must be open and confirmed.

        Raises:
            Refused: it is not.
        """
        found = self.matter(name, field=field)
        if found.state == "merged":
            into = self.views.matter(found.merged_into)
            raise Refused(field, "事项 {0} 已并入 {1}", found.label, into.label if into else "")
        if found.state == "closed":
            raise Refused(field, "事项 {0} 已办结", found.label)
        if found.state == "proposed":
            raise Refused(field, "事项 {0} 还是待确认的建议, 请先确认", found.label)
        return found

    def open_or_closed(self, name: str | None, *, field: str = "matter") -> Matter:
        """Return the named matter unless it was merged away.

        Raises:
            Refused: there is none, or it is part of another now.
        """
        found = self.matter(name, field=field)
        return found if found.state == "closed" else self.open_matter(name, field=field)

    def matter_in(self, state: str, name: str, field: str, kind: str = "") -> Matter:
        """Return the named matter, which must be ``open``, ``open_or_closed`` or ``any``, and of a kind if one is named.

        Raises:
            Refused: there is none, or it is in another state or of another kind.
        """
        reader = {"open": self.open_matter, "open_or_closed": self.open_or_closed, "any": self.matter}[state]
        matter = reader(name, field=field)
        if kind and matter.kind != kind:
            raise Refused(field, "{0} 是{1}, 不是{2}", matter.label, KIND_NAMES[matter.kind], KIND_NAMES[kind])
        return matter

    def refreshed(self, matter: Matter) -> Matter:
        """Return a matter as it stands after what was just appended."""
        found = self.views.matter(matter.id)
        assert found is not None
        return found

    def shift(self) -> ShiftView | None:
        """Return the running shift."""
        return self.views.shift()
