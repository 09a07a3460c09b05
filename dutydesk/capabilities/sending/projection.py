"""How reports went, and what was confirmed, as tables."""

from __future__ import annotations

from dutydesk.capabilities.sending import events as ev
from dutydesk.capabilities.sending.tables import DeliveryRow, ReceivedRow
from dutydesk.store.statements import Fixed, opens

opens(ev.ReportDelivered, DeliveryRow, outbox="key")
opens(ev.ReportDelivered, ReceivedRow, if_there="keep", when=lambda event: bool(event.taken_by), note=Fixed(""))
opens(ev.ReportReceived, ReceivedRow, if_there="keep")
