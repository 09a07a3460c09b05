"""How the choice of reporting limits is told."""

from __future__ import annotations

from dutydesk.capabilities.limits import events as ev
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import say

TELL.update(
    {ev.LimitsChosen.KIND: lambda v, _n: f"{say('报送时限改用: {0} ({1})', v.name, v.source)} {v.reason}".rstrip()}
)
