"""What the office says of itself, kept among its choices."""

from __future__ import annotations

from dutydesk.capabilities.limits.tables import Choice
from dutydesk.capabilities.papers import events as ev
from dutydesk.capabilities.papers.reads import KEPT, OFFICE
from dutydesk.store.projecting import as_json
from dutydesk.store.statements import Fixed, opens

opens(
    ev.OfficeDescribed,
    Choice,
    if_there="replace",
    key=Fixed(OFFICE),
    value=lambda _row, v: as_json({name: getattr(v, name) for name in KEPT}),
)
