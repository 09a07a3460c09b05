"""Which use case performs which act: said at the use case itself, by a decorator."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dutydesk.kernel.acts import Act
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
    return HANDLED[type(act)](work, act.read(work))
