"""The contact book as a list: its lines are shown, changed, retired, written out and taken in as rows of a register are."""

from __future__ import annotations

from dutydesk.capabilities.calls import reads
from dutydesk.capabilities.calls.acts import ContactImport
from dutydesk.capabilities.calls.rules import COLUMNS
from dutydesk.capabilities.registers.kept import Kept, keeps
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
