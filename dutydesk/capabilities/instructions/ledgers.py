"""What leaders asked for, of all matters, as a list."""

from __future__ import annotations

from dutydesk.capabilities.instructions import reads
from dutydesk.capabilities.registers.kept import Kept, keeps
from dutydesk.kernel import fields as f
from dutydesk.kernel.registers import Register, State

keeps(
    Kept(
        Register(
            "instructions",
            "领导批示",
            "PS",
            (
                f.Field("matter_id", "事项", "matter", english="matter"),
                f.Field("who", "哪位领导", "text", english="leader"),
                f.Field("text", "批示内容", "longtext", english="what is asked"),
                f.Field("received_at", "收到时间", "when", english="received"),
                f.Field("limit_at", "批示时限", "when", english="due"),
                f.Field("units", "转给哪些单位", "text", english="relayed to"),
                f.Field("acknowledged_at", "回执齐全", "when", english="receipts complete"),
                f.Field("closed_at", "反馈时间", "when", english="answered"),
            ),
            (
                State("open", "待转办", alarming=True),
                State("relayed", "待回执"),
                State("received", "待反馈"),
                State("answered", "已反馈", ended=True),
            ),
            english="leaders' instructions",
        ),
        reads.all_instructions,
        no=lambda _one, place: f"PS{place}",
        state=lambda one: one.state,
        since="received_at",
        act="instruct add",
        command="instruct",
    )
)
