"""What must be true of a store whatever happened in it, asked by SQL of its own."""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.handover.reads import walkthrough
from dutydesk.capabilities.handover.rules import Checklist
from dutydesk.capabilities.handover.sheet import rows
from dutydesk.kernel.instants import Instant
from dutydesk.store.views import Views

DAY = 86_400_000_000
EIGHT = 8 * 3_600_000_000
OPEN = "state IN ('open', 'proposed')"


def ask(views: Views, sql: str, *values: Any) -> list[str]:
    """Return the first column of a query."""
    return [str(row[0]) for row in views.rows(sql, values)]


def counted(line: str) -> int:
    """Return the number that a line of the sheet begins with."""
    head = line.split(" 件", 1)[0]
    return int(head) if head.isdecimal() else 0


def expected(views: Views, now: Instant) -> dict[str, list[str]]:
    """Return by item what must be named, each by its label or title."""
    today = (now + EIGHT) // DAY
    clocks = "FROM obligation WHERE state = 'open' AND rule <> 'handover_sign' AND due_at"
    return {
        "m1": ask(views, f"SELECT label FROM matter WHERE {OPEN} AND kind = 'incident'"),
        "m2": ask(views, f"SELECT id {clocks} > ?", now),
        "m3": ask(views, f"SELECT id {clocks} <= ?", now),
        "m4": ask(
            views,
            f"SELECT label FROM matter m WHERE {OPEN} AND kind = 'policy' AND ("
            "NOT EXISTS (SELECT 1 FROM policy_sheet s WHERE s.matter_id = m.id AND s.withdrawn_at IS NULL AND s.number = "
            "(SELECT max(number) FROM policy_sheet n WHERE n.matter_id = m.id)) OR "
            "NOT EXISTS (SELECT 1 FROM policy_recipient r WHERE r.matter_id = m.id) OR "
            "EXISTS (SELECT 1 FROM policy_recipient r WHERE r.matter_id = m.id AND (r.pushed_at IS NULL OR "
            "(r.wrong_at IS NOT NULL AND r.corrected_at IS NULL))))",
        ),
        "m5": ask(
            views,
            f"SELECT label FROM matter m WHERE {OPEN} AND kind = 'appeal' AND NOT EXISTS (SELECT 1 FROM journal j "
            "WHERE j.kind = 'appeal.disposal_approved' AND j.matter_id = m.id)",
        ),
        "i1": ask(
            views,
            "SELECT body FROM instruction WHERE closed_at IS NULL UNION ALL SELECT '批示' FROM obligation o "
            "WHERE o.state = 'open' AND o.rule IN ('instruction_relay', 'instruction_feedback') AND NOT EXISTS "
            "(SELECT 1 FROM instruction i WHERE i.matter_id = o.matter_id AND i.subject = o.subject)",
        ),
        "i2": ask(
            views,
            "SELECT m.label FROM meeting t JOIN matter m ON m.id = t.matter_id WHERE t.called_off_at IS NULL "
            "AND (t.begins_at + ?) / ? <= ? AND (t.ends_at + ?) / ? >= ?",
            EIGHT, DAY, today, EIGHT, DAY, today,
        ),
        "m8": ask(
            views,
            f"SELECT label FROM matter WHERE {OPEN} AND opened_at < "
            "(SELECT began_at FROM shift WHERE ended_at IS NULL)",
        ),
    }  # fmt: skip


def compare_sheet(views: Views, checklist: Checklist, now: Instant) -> None:
    """Assert that every computed line of the handover sheet agrees with the tables."""
    shift = views.shift()
    if shift is None:
        return
    sheet = {row.item: row for row in rows(views, checklist, now)}
    for item, names in expected(views, now).items():
        line = sheet[item].automatic
        assert counted(line) == len(names), (item, line, names)
        if item not in {"m2", "m3"}:
            assert [name for name in names if name not in line] == [], (item, line)
    assert sheet["m7"].automatic == str(len(ask(views, "SELECT seq FROM message WHERE disposed = ''")))
    names = dict(views.rows("SELECT id, name FROM officer"))
    for who in (shift.a, shift.b, shift.leader):
        assert names.get(who, "空缺") in sheet["p1"].automatic
    assert names.get(shift.leader, "空缺") in sheet["p2"].automatic
    reliefs = ask(
        views,
        "SELECT seq FROM journal WHERE kind = 'shift.relieved' AND json_extract(payload, '$.shift') = ?",
        shift.id,
    )
    changes = ask(views, "SELECT id FROM roster_change WHERE ends > ? AND begins < ?", shift.begins, shift.ends)
    assert counted(sheet["p4"].automatic) == len(reliefs) + len(changes)
    figures = views.rows("SELECT m.label FROM matter m WHERE m.kind = 'incident' AND m.state = 'open'")
    for (label,) in figures:
        current = views.figures(next(m.id for m in views.matters() if m.label == label))
        for one in current.values():
            assert f"{one.value:g}" in sheet["m1"].automatic.replace(",", "") or one.value >= 10_000
    for item in ("p2", "i4"):
        assert sheet[item].answered is bool(sheet[item].raw_state), "no register knows: only a person answers"
    walk = walkthrough(views)
    assert sheet["g2"].answered is (walk is not None and len(walk.signatures) == 2)
