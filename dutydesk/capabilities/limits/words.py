"""How the choice of reporting limits is told."""

from __future__ import annotations

from dutydesk.capabilities.limits import events as ev
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import say
from dutydesk.kernel.wording import Word

TELL.update(
    {
        ev.LimitsChosen.KIND: lambda v, _n: (
            f"{say('报送时限改用: {0} ({1})', Word(v.name), Word(v.source))} {v.reason}".rstrip()
        )
    }
)
