"""Acts on appeals."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class AppealDispose(Act):
    """Record the disposal plan that a leader approved."""

    NAME = "appeal dispose"
    FAMILY = "地方诉求: dispose, link"
    HELP = "处置方案 (带班领导同意)"
    ENDS = ("disposal_plan.approved",)
    matter: Matter = arg("诉求事项", positional=True, required=True, of="matter", matter="open", kind="appeal")
    text: str = arg("方案", needed=True)
    to: list[str] = arg("转办单位", many=True, of="unit")
    approved_by: str = arg("同意的带班领导或主任", consent=True)
    at: Instant = arg("同意时间, 省略为现在", when=when.PAST, agreed=True, now=True)


class AppealLink(Act):
    """Link an appeal to an earlier matter: the officer's decision; --undo takes it back."""

    NAME = "appeal link"
    HELP = "关联既往事项 (同一事再次反映)"
    matter: Matter = arg(
        "诉求事项", positional=True, required=True, of="matter", matter="open_or_closed", kind="appeal"
    )
    to: Matter = arg("既往事项", required=True, of="matter", matter="open_or_closed")
    reason: str = arg("理由")
    undo: bool = arg("撤销误关联", flag=True)
