"""A figure that was not told before is a change: in the text, and between recipients."""

from __future__ import annotations

from room import Room

from dutydesk.capabilities.handover.sheet import rows
from dutydesk.capabilities.log.lines import figures_at_odds
from dutydesk.capabilities.reporting import reads as ledger
from dutydesk.capabilities.reporting.rules.reporting import differing, known_figures


def test_what_was_not_told_before_is_told_and_compared_as_a_change(room: Room) -> None:
    room.incident(place="顺义", occurred="07:40", missing="3", injured="12", source="消防")
    room.do("report", matter="Y1", kind="first", to=["省委总值班室", "省政府总值班室"])
    room.at("08:30")
    room.do("figures", matter="Y1", deaths="4", missing="1", injured="20", reason="失联2人已确认遇难", source="消防")
    room.do("report", matter="Y1", kind="change", to=["省政府总值班室"])
    assert "新报4人死亡" in room.events("report.sent")[-1].text
    differ = differing(known_figures(ledger.sent(room.views, room.views.matter("Y1").id)))
    assert differ["deaths"] == {"省委总值班室": None, "省政府总值班室": 4}
    assert "省委总值班室 3人失联、12人受伤, 未报 死亡" in figures_at_odds(differ)
    (line,) = [one for one in rows(room.views, room.desk.books.checklist, room.now()) if one.item == "m1"]
    assert "各单位掌握的数字不一致: 省委总值班室 3人失联、12人受伤, 未报 死亡" in line.automatic, (
        "the next pair is told who is behind"
    )
    room.at("08:40")
    room.do("report", matter="Y1", kind="change", to=["省委总值班室"])
    (line,) = [one for one in rows(room.views, room.desk.books.checklist, room.now()) if one.item == "m1"]
    assert "不一致" not in line.automatic
