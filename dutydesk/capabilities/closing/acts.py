"""The act that closes a matter."""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Close(Act):
    """Close a matter by the termination criterion met; a report given here is sent first."""

    NAME = "close"
    DOES = "办结事项"
    HELP = "办结事项"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    criterion: str = arg("终止标准", required=True)
    kind: str = arg("同时发出的报告: follow_up, final", of="closing_report")
    to: list[str] = arg("报告收件单位", many=True, of="unit")
    text: str = arg("报告正文")
    text_file: str = arg("报告正文文件", file=True)
    report: Any = arg("同时发出的报告 (脚本用)")
    declined: bool = arg("不报首报 (须写理由)", flag=True)
    reason: str = arg("理由: 不报首报, 不按预案的终止标准")
    outcome: str = arg("结果 (突发事件和诉求必填): solved, partly, unsolved, withdrawn, not_ours", of="outcome")
    waive_open: str = arg("未了各项 (预案步骤, 交办, 资源, 红色预警, 失联, 解读推送, 处置方案) 全部不办的理由")
    approved_by: str = arg("同意不办的带班领导", consent=True)
    agreed_at: Instant | None = arg("电话同意的时间, 省略为办理时间", when=when.PAST, agreed=True)
    differs: str = arg("同时发出的报告与记录数字不一致的理由")
    signed_off_by: str = arg("同时发出的报告由哪位带班领导签发", consent=True)
    read_by: str = arg("同时发出的报告的核稿人 (拟稿以外的人)", consent=True)
    unread: str = arg("同时发出的报告没有核稿的理由, 如 夜间一人在岗")
    gap: list[str] = arg("同时发出的终报里待核实的要素和理由, 如 cause=调查未结", many=True)
