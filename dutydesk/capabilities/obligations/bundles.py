"""What rings together is one line: alerts of one rule, step and matter, in one colour; messages that wait, too.

Six units that owe a receipt fall due in the same minute. That is one thing to see and one key; each of the six is
acknowledged by its own event all the same. Red is never bundled with another colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dutydesk.capabilities.obligations.rules.bells import PERSON
from dutydesk.i18n import say
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import AlertView


@dataclass(frozen=True)
class Bundle:
    """Alerts that are one line; at least one."""

    alerts: tuple[AlertView, ...]

    @property
    def first(self) -> AlertView:
        """The most urgent of them: it stands for all where they agree."""
        return self.alerts[0]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.alerts)

    @property
    def due_at(self) -> Instant:
        """When the first of them is or was due."""
        return min(alert.due_at for alert in self.alerts)

    @property
    def people(self) -> tuple[str, ...]:
        """Whom they went to, each once."""
        return tuple(dict.fromkeys(who for alert in self.alerts for who in alert.people))

    @property
    def subjects(self) -> tuple[str, ...]:
        """What each is about (a unit, a person), where that is said."""
        return tuple(dict.fromkeys(alert.subject for alert in self.alerts if alert.subject))

    def has(self, obligation: str) -> bool:
        """Whether an alert of a clock is among them."""
        return any(alert.obligation == obligation for alert in self.alerts)


def is_anothers(alert: AlertView, actor: str) -> bool:
    """Return whether an alert waits for the own hand of somebody else (a signature): nobody acknowledges it for them."""
    return alert.addressee == PERSON and bool(alert.people) and actor not in alert.people


def waits_for(people: Iterable[str], names: Mapping[str, str]) -> str:
    """Say whose hand alone answers an alert."""
    return say("等 {0} 签字", [names.get(who, who) for who in people])


MESSAGE = "#"
"""With it begins what tells the clocks of messages apart: the number of the entry."""


def _about(alert: AlertView) -> str:
    """What alerts of one line are about: their matter, or that they are of messages; else each is by itself."""
    if alert.matter_id is not None:
        return alert.matter_id
    return MESSAGE if alert.subject.startswith(MESSAGE) else alert.obligation


def bundled(alerts: Iterable[AlertView]) -> list[Bundle]:
    """Return alerts as bundles, in the order of the first of each."""
    found: dict[tuple[str, str, str, str], list[AlertView]] = {}
    for alert in alerts:
        found.setdefault((alert.rule, alert.step, _about(alert), alert.colour), []).append(alert)
    return [Bundle(tuple(group)) for group in found.values()]
