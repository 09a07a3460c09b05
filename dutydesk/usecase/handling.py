"""Which use case performs which act: said at the use case itself, by a decorator."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.instants import When
from dutydesk.kernel.refusal import Refused

if TYPE_CHECKING:
    from dutydesk.kernel.acts import Act
    from dutydesk.kernel.instants import Instant
    from dutydesk.store.journal import Row
    from dutydesk.usecase.work import Work

Handler = TypeVar("Handler", bound="Callable[[Work, Any], Row]")
HANDLED: dict[type[Act], Callable[[Work, Any], Row]] = {}


def handles(act: type[Act]) -> Callable[[Handler], Handler]:
    """Say that a function performs an act."""

    def register(handler: Handler) -> Handler:
        HANDLED[act] = handler
        return handler

    return register


def perform(work: Work, act: Act) -> Row:
    """Perform an act within the work in hand: what was typed is read once, then its use case gets the values.

    Raises:
        Refused: a field cannot be read, or the use case refuses.
    """
    read = act.read(work)
    own = act.own_time()
    told: Instant | None = getattr(read, own) if own else None
    if told is None:
        return HANDLED[type(act)](work, read)
    matter = getattr(read, "matter", None)
    if isinstance(matter, Matter) and told < matter.received_at:
        raise Refused(own, "{0} 早于事项收到的时间 {1}", When(told), When(matter.received_at))
    with _told(work, told):
        return HANDLED[type(act)](work, read)


@contextmanager
def _told(work: Work, at: Instant) -> Generator[None]:
    """Let all that an act does have happened at a time that was told; an act within it has its own again."""
    said, work.said = work.said, at
    try:
        yield
    finally:
        work.said = said
