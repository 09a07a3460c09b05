"""Matters as the filters of the finder ask about them."""

from __future__ import annotations

from dutydesk.capabilities.finding import names as n
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views


@dataclass(frozen=True)
class Affair:
    """What filters ask of a matter."""

    id: str
    seq: int
    label: str
    title: str
    state: str
    received_at: Instant
    kind: str
    category: str
    subtype: str
    level: str
    colour: str
    place: str
    source: str
    lead: str
    support: tuple[str, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The kinds that it is of."""
        return frozenset({f"kind:{self.kind}", f"category:{self.category}", f"subtype:{self.subtype}"})

    @property
    def units(self) -> tuple[str, ...]:
        """Who has to do with it."""
        return (self.source, self.lead, *self.support)

    @property
    def fields(self) -> tuple[str, ...]:
        """The texts that words are looked for in."""
        return (self.label, self.title, self.place, *self.units)


_AFFAIR = Mapped(Affair, "matter")


def affairs(views: Views) -> list[Affair]:
    """Return every matter as the filters ask about it."""
    return _AFFAIR.all(views)


def is_so(one: Affair, name: str, codes: frozenset[str]) -> bool:
    """Whether a matter is of one of some kinds, states, levels or colours."""
    own = {
        n.KIND: one.codes,
        n.STATE: frozenset({one.state}),
        n.LEVEL: frozenset({one.level}),
        n.COLOUR: frozenset({one.colour}),
    }
    return bool(own[name] & codes)
