"""Appeals: links."""

from __future__ import annotations

from dutydesk.capabilities.appeals import events as ev
from dutydesk.capabilities.appeals import tables as t
from dutydesk.store.statements import ends, matter, opens

opens(ev.AppealLinked, t.AppealLink)
ends(ev.AppealUnlinked, t.AppealLink, matter_id=matter, other="other")
