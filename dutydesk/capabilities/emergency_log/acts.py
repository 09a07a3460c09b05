"""Acts on the emergency log."""

from __future__ import annotations

from dutydesk.kernel.acts import Act, arg


class TakeIn(Act):
    """Take what stands in the emergency log into the journal: each line once, with its own time, marked."""

    NAME = "emergency-log take"
    HELP = "把应急记录收入日志: 每行一次, 用它自己的时间, 并注明"
    note: str = arg("原因: 库为什么没能写")
