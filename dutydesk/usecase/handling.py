"""Which use case performs which act: said at the use case itself, by a decorator."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.instants import When
from dutydesk.kernel.refusal import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from dutydesk.kernel.acts import Act
    from dutydesk.kernel.instants import Instant
    from dutydesk.store.journal import Row
    from dutydesk.usecase.work import Work

Handler = TypeVar("Handler", bound="Callable[[Work, Any], Row]")
Bringer = TypeVar("Bringer", bound="Callable[[Any, Path], Brings | None]")
BROUGHT: dict[type[Act], Callable[[Any, Path], Brings | None]] = {}
HANDLED: dict[type[Act], Callable[[Work, Any], Row]] = {}


def handles(act: type[Act]) -> Callable[[Handler], Handler]:
    """Say that a function performs an act."""

    def register(handler: Handler) -> Handler:
        HANDLED[act] = handler
        return handler

    return register


def brings(act: type[Act]) -> Callable[[Bringer], Bringer]:
    """Say what an act brings from outside the store (a file's content): read before its transaction, which nobody waits for then."""

    def register(bringer: Bringer) -> Bringer:
        BROUGHT[act] = bringer
        return bringer

    return register


def brought(act: Act, store: Path) -> Brings | None:
    """Return what an act brings from outside the store; None for nothing.

    Raises:
        Refused: it cannot be read, or may not be kept.
        StoreError: there is no place for it.
    """
    bringer = BROUGHT.get(type(act))
    return bringer(act, store) if bringer is not None else None


class Brings(Protocol):
    """What an act brought, where that leaves something outside the store."""

    def take_back(self, work: Work) -> None:
        """Leave nothing behind: the act was refused."""
        ...


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
