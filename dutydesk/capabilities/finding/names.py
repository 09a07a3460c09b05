"""Names of filters and of states, as people type them in either language."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.matters import rules as m

KIND, PERSON, UNIT, STATE, LEVEL, COLOUR, MONTH, YEAR, DAY, WHERE = (
    "kind", "person", "unit", "state", "level", "colour", "month", "year", "day", "in",
)  # fmt: skip
FILTERS: Mapping[str, tuple[str, ...]] = {
    KIND: ("类", "类别", "kind", "type"),
    PERSON: ("人", "人员", "person", "who", "by"),
    UNIT: ("单位", "unit"),
    STATE: ("状态", "state", "status"),
    LEVEL: ("级", "级别", "level"),
    COLOUR: ("色", "颜色", "colour", "color"),
    MONTH: ("月", "月份", "month"),
    YEAR: ("年", "年份", "year"),
    DAY: ("日", "日期", "day", "date"),
    WHERE: ("在", "范围", "in"),
}
"""By filter its names; the first one of each language is the one that is proposed."""

WAITING, SETTLED = "message:waiting", "message:settled"
STATES: Mapping[str, tuple[str, ...]] = {
    m.OPEN: ("在办", "未办结", "open"),
    m.CLOSED: ("办结", "已办结", "closed", "done"),
    m.MERGED: ("并入", "已并入", "merged"),
    m.PROPOSED: ("待确认", "proposed"),
    m.DROPPED: ("未立项", "dropped"),
    WAITING: ("待处置", "待处理", "waiting"),
    SETTLED: ("已处置", "已处理", "settled"),
}
"""States of matters, and of messages."""
