"""What was added to a report, as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.matters.rules import REPORT_NAMES
from dutydesk.capabilities.reporting import events as ev
from dutydesk.capabilities.reporting.rules.findings import name_of
from dutydesk.i18n import listed, say, translate
from dutydesk.kernel.wording import Word


def _excused(event: ev.ReportExcused, _names: Mapping[str, str]) -> str:
    return say("核对项 {0} 不改, 理由: {1}", Word(name_of(event.check)), event.reason)


def _chosen(event: ev.SignOffChosen, _names: Mapping[str, str]) -> str:
    kinds = listed(translate(REPORT_NAMES[kind]) for kind in event.kinds)
    said = say("须核稿和签发的报告: {0}", kinds) if kinds else translate("报告不须签发")
    return f"{said} {event.reason}".rstrip()


TELL.update(
    {
        ev.ReportExcused.KIND: _excused,
        ev.SignOffChosen.KIND: _chosen,
    }
)
