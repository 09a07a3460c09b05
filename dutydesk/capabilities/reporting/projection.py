"""What was added to reports after they were sent, who read them, and what the office wants signed."""

from __future__ import annotations

import json

from dutydesk.capabilities.limits.tables import Choice
from dutydesk.capabilities.reporting import events as ev
from dutydesk.capabilities.reporting import tables as t
from dutydesk.capabilities.reporting.rules.reporting import SIGN_OFF
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects
from dutydesk.store.statements import Fixed, actor, entry, opens


@projects(ev.ReportExcused)
def _excused(tx: Executes, _row: Row, event: ev.ReportExcused) -> None:
    rows = tx.execute("SELECT findings FROM report WHERE id = :id", {"id": event.report})
    for (found,) in rows:
        findings = [
            {**one, "excused": event.reason} if one["check"] == event.check else one for one in json.loads(found)
        ]
        tx.execute(
            "UPDATE report SET findings = :findings WHERE id = :id", {"findings": as_json(findings), "id": event.report}
        )


opens(ev.ReportRead, t.ReportReading, id=entry, matter_id=lambda row, _v: row.matter_id or "", person=actor)


opens(ev.SignOffChosen, Choice, if_there="replace", key=Fixed(SIGN_OFF), value=lambda _row, v: ",".join(v.kinds))
