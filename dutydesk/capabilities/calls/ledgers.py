"""The contact book, whose lines are changed, retired and taken in as rows of a register are, and the calls made, as lists."""

from __future__ import annotations

from dutydesk.capabilities.calls import reads
from dutydesk.capabilities.calls.acts import ContactImport
from dutydesk.capabilities.calls.rules import COLUMNS
from dutydesk.capabilities.coordination.rules.coordination import CALL_RESULTS
from dutydesk.capabilities.registers.kept import Kept, keeps
from dutydesk.kernel import fields as f
from dutydesk.kernel.registers import Register, State

NUMBER = 6
"""Characters of an id by which people name a line."""

keeps(
    Kept(
        Register("contacts", "通讯录", "", COLUMNS, (State("", "在用"),), english="contact book"),
        reads.contacts,
        no=lambda one, _place: one.id[-NUMBER:],
        state=lambda _one: "",
        since="saved_at",
        act="contact save",
        command="contact",
        changes="contact save",
        retires="contact retire",
        names="contact",
        takes=lambda rows: ContactImport(rows=rows),
        carried=("unit",),
    )
)
keeps(
    Kept(
        Register(
            "calls",
            "去电登记",
            "TH",
            (
                f.Field("at", "呼叫时间", "when", english="called"),
                f.Field("matter_id", "事项", "matter", english="matter"),
                f.Field("name", "呼叫谁", "text", english="whom"),
                f.Field("number", "号码", "phone", english="number"),
                f.Field("text", "说了什么", "longtext", english="what was said"),
                f.Field("actor", "谁打的", "person", english="called by"),
            ),
            tuple(State(one, name) for one, name in CALL_RESULTS.items()),
            english="calls made",
        ),
        reads.all_calls,
        no=lambda _one, place: f"TH{place}",
        state=lambda one: one.result,
        since="at",
        act="call",
        command="call",
    )
)
