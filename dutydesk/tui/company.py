"""Who else has a desk open on this store: told by files beside it, looked at every ten seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dutydesk.clock import SystemClock

if TYPE_CHECKING:
    from dutydesk.store.views import OfficerView
    from dutydesk.tui.gateway import Gateway
    from dutydesk.watch.presence import Here, Presence


class Company:
    """This session among the others; nothing of it goes into the store."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._clock = SystemClock()
        self._own: Presence | None = None

    def be_here(self) -> None:
        """Say that this session is there, where that is due again."""
        from dutydesk.watch.presence import Presence

        if self._own is None:
            self._own = Presence(self._gateway.path, self._gateway.terminal, self._clock.wall())
        self._own.beat(self._gateway.actor, self._clock.wall())

    def others(self) -> int:
        """Return how many other sessions are there."""
        return sum(self._own is None or one.session != self._own.session for one in self._all())

    def lines(self, officers: Mapping[str, OfficerView]) -> str:
        """Return a line for each session that is there, this one included."""
        from dutydesk.watch.presence import line

        self.be_here()
        return "\n".join(line(one, officers) for one in self._all())

    def leave(self) -> None:
        """Be there no more."""
        if self._own is not None:
            self._own.leave()

    def _all(self) -> list[Here]:
        from dutydesk.watch.presence import here

        return here(self._gateway.path, self._clock.wall())
