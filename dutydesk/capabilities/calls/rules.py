"""What a line of the contact book holds, as a table of contacts has it."""

from __future__ import annotations

from dutydesk.capabilities.calls.headings import ALSO
from dutydesk.kernel.fields import Field
from dutydesk.kernel.wording import vocabulary

NAMES = vocabulary(
    {
        "unit": "单位",
        "post": "岗位",
        "name": "姓名",
        "number": "号码",
        "officer": "本台人员",
        "verified": "核对日期",
        "note": "备注",
    }
)
KINDS = {
    "unit": "unit",
    "post": "text",
    "name": "person",
    "number": "contact",
    "officer": "person",
    "verified": "day",
    "note": "text",
}

COLUMNS = tuple(
    Field(
        name,
        NAMES[name],
        kind,
        required=name == "unit",
        several=name == "number",
        english=name,
        also=ALSO.get(name, ()),
    )
    for name, kind in KINDS.items()
)
"""Columns of the contact book, and of a table of contacts."""
