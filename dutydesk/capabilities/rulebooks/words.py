"""Accepted rulebooks as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.rulebooks.events import RulebookAccepted
from dutydesk.i18n import listed, say


def _accepted(event: RulebookAccepted, _names: Mapping[str, str]) -> str:
    changed = say(", 改动: {0}", listed(event.changed)) if event.changed else ""
    return f"{say('采用规则册 {0}', event.version)}{changed} {event.reason}".rstrip()


TELL.update({RulebookAccepted.KIND: _accepted})
