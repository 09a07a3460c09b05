"""What the roster has to say of the rows of other registers."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.registers.warned import warns
from dutydesk.capabilities.roster import reads, standby
from dutydesk.kernel import fields as f
from dutydesk.kernel.instants import DAY, start_of
from dutydesk.kernel.wording import Word
from dutydesk.store.views.people import PeopleReads


@warns(standby.REGISTER)
def stands_that_day(views: PeopleReads, values: Mapping[str, f.Value]) -> list[Word]:
    """Warn where somebody is put down for standby who stands as A or B that day."""
    known = standby.put_down(values)
    if known is None:
        return []
    held = reads.held(views, start_of(known[0]), start_of(known[0]) + DAY)
    return [standby.ON_DUTY] if standby.stands(held, *known) else []
