"""What another capability has to say of a row as it is put down: a register brings its own warning, beside its declared checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dutydesk.capabilities import collect
from dutydesk.kernel import fields as f
from dutydesk.kernel.wording import Word
from dutydesk.store.views.people import PeopleReads

Warner = Callable[[PeopleReads, Mapping[str, f.Value]], list[Word]]
"""Takes the reads of the act and the values of the row; returns what is said, empty when nothing is."""

WARNERS: dict[str, Warner] = {}


def warns(register: str) -> Callable[[Warner], Warner]:
    """Declare what warns of the rows of a register, in the part ``warnings`` of the capability that knows."""

    def keep(warner: Warner) -> Warner:
        WARNERS[register] = warner
        return warner

    return keep


def warnings_of(register: str, views: PeopleReads, values: Mapping[str, f.Value]) -> list[Word]:
    """Return what is to be said of a row of a register."""
    collect("warnings")
    warner = WARNERS.get(register)
    return warner(views, values) if warner else []
