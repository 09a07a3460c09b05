"""Consents as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.desk.lines import TELL, agreed
from dutydesk.domain.consent import what
from dutydesk.domain.events import consents as ev
from dutydesk.i18n import say, translate


def _given(event: ev.ConsentGiven, names: Mapping[str, str]) -> str:
    agreement = {"how": event.how, "at": event.agreed_at}
    return f"{translate(what(event.act))}: {names.get(event.person, event.person)}{agreed(agreement, names)}"


TELL.update(
    {
        ev.ConsentGiven.KIND: _given,
        ev.ConsentSigned.KIND: lambda v, _n: f"{say('补签: {0}', what(v.act))} {v.note}".rstrip(),
        ev.ConsentDenied.KIND: lambda v, _n: say("本人不认可, 没有同意过: {0}; {1}", what(v.act), v.reason),
    }
)
