"""What the office said of itself, as a line of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.papers import events as ev
from dutydesk.i18n import say


def _described(event: ev.OfficeDescribed, names: Mapping[str, str]) -> str:
    signer = names.get(event.signer, event.signer)
    parts = (event.name, event.short, event.code, event.telephone, event.fax, event.publication, event.issue, signer)
    return say("公文资料: {0}", ", ".join(part for part in parts if part))


TELL.update({ev.OfficeDescribed.KIND: _described})
