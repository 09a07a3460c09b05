"""What was added to reports after they were sent, who read them, and what the office wants signed."""

from __future__ import annotations

import json

from dutydesk.capabilities.reporting import events as ev
from dutydesk.capabilities.reporting.rules.reporting import SIGN_OFF
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects


@projects(ev.ReportExcused)
def _excused(tx: Executes, _row: Row, event: ev.ReportExcused) -> None:
    rows = tx.execute("SELECT findings FROM report WHERE id = ?", (event.report,))
    for (found,) in rows:
        findings = [
            {**one, "excused": event.reason} if one["check"] == event.check else one for one in json.loads(found)
        ]
        tx.execute("UPDATE report SET findings = ? WHERE id = ?", (as_json(findings), event.report))


@projects(ev.ReportRead)
def _read(tx: Executes, row: Row, event: ev.ReportRead) -> None:
    tx.execute(
        "INSERT INTO report_reading (id, seq, matter_id, consent, digest, person, at) VALUES (?,?,?,?,?,?,?)",
        (row.id, row.seq, row.matter_id or "", event.consent, event.digest, row.actor, row.at),
    )


@projects(ev.SignOffChosen)
def _chosen(tx: Executes, row: Row, event: ev.SignOffChosen) -> None:
    tx.execute(
        "INSERT OR REPLACE INTO choice (key, value, seq, at) VALUES (?,?,?,?)",
        (SIGN_OFF, ",".join(event.kinds), row.seq, row.at),
    )
