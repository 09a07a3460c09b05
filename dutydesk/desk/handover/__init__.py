"""The handover: the desk's signed transfer of responsibility (DESIGN §7)."""

from __future__ import annotations

from dutydesk.desk.handover.acceptance import addendum, sign
from dutydesk.desk.handover.walk import cancel, cosign, give_back, inform, read, start

__all__ = ["addendum", "cancel", "cosign", "give_back", "inform", "read", "sign", "start"]
