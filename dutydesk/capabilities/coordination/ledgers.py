"""What was given out and what was asked for, of all matters, as lists."""

from __future__ import annotations

from dutydesk.capabilities.coordination import reads
from dutydesk.capabilities.coordination.rules import coordination as c
from dutydesk.capabilities.registers.kept import Kept, keeps
from dutydesk.kernel import fields as f
from dutydesk.kernel.registers import Register, State

NUMBER = 6
"""Characters of an id by which people name it."""

keeps(
    Kept(
        Register(
            "actions",
            "交办事项",
            "J",
            (
                f.Field("matter_id", "事项", "matter", english="matter"),
                f.Field("text", "做什么", "longtext", english="what"),
                f.Field("owner", "承办人或单位", "unit", english="owner"),
                f.Field("assigned_at", "交办时间", "when", english="given out"),
                f.Field("due_at", "何时办好", "when", english="due"),
                f.Field("received_at", "签收时间", "when", english="received"),
                f.Field("ended_at", "了结时间", "when", english="ended"),
                f.Field("note", "备注", "text", english="note"),
            ),
            tuple(State(one, name, ended=not c.ACTION_NEXT[one]) for one, name in c.ACTION_NAMES.items()),
            english="actions",
        ),
        reads.all_actions,
        no=lambda one, _place: one.id[-NUMBER:],
        state=lambda one: one.state,
        since="assigned_at",
        act="action assign",
        command="action",
    )
)
keeps(
    Kept(
        Register(
            "resources",
            "资源请求",
            "Z",
            (
                f.Field("matter_id", "事项", "matter", english="matter"),
                f.Field("what", "什么资源", "text", english="what"),
                f.Field("unit", "向谁请求", "unit", english="asked of"),
                f.Field("asked_at", "请求时间", "when", english="asked"),
                f.Field("moved_at", "最近进展", "when", english="last change"),
                f.Field("note", "备注", "text", english="note"),
            ),
            tuple(
                State(one, name, ended=not c.RESOURCE_NEXT[one], alarming=one == c.REFUSED)
                for one, name in c.RESOURCE_NAMES.items()
            ),
            english="requests for help",
        ),
        reads.all_resources,
        no=lambda one, _place: one.id[-NUMBER:],
        state=lambda one: one.state,
        since="asked_at",
        act="resource ask",
        command="resource",
    )
)
