"""The acts: what a person can do, each as a plain dataclass of typed words.

This is the one declaration behind every door. The command line builds its options from these fields, a
drill file its arguments, a form its fields; the use case reads the words and refuses, naming the field.
Values are as typed (``"10:47"``, ``"Ⅲ"``, ``"4"``): reading them is the use case's work, so that every door
says the same about the same mistake.
"""

from __future__ import annotations

from dutydesk.desk.acts.base import REGISTRY, Act
from dutydesk.desk.acts.clocks import Ack, ConfirmTime, Met, Owe, Remind, Snooze, Waive
from dutydesk.desk.acts.handover import (
    HandoverAddendum,
    HandoverCancel,
    HandoverCosign,
    HandoverInform,
    HandoverRead,
    HandoverReturn,
    HandoverSign,
    HandoverStart,
)
from dutydesk.desk.acts.log import Log, Message
from dutydesk.desk.acts.matters import Activate, Amend, Assess, Close, Figures, Merge, Open, Report
from dutydesk.desk.acts.shifts import AddOfficer, Check, ShiftAway, ShiftBegin, ShiftEnd, ShiftRelief

__all__ = [
    "REGISTRY",
    "Ack",
    "Act",
    "Activate",
    "AddOfficer",
    "Amend",
    "Assess",
    "Check",
    "Close",
    "ConfirmTime",
    "Figures",
    "HandoverAddendum",
    "HandoverCancel",
    "HandoverCosign",
    "HandoverInform",
    "HandoverRead",
    "HandoverReturn",
    "HandoverSign",
    "HandoverStart",
    "Log",
    "Merge",
    "Message",
    "Met",
    "Open",
    "Owe",
    "Remind",
    "Report",
    "ShiftAway",
    "ShiftBegin",
    "ShiftEnd",
    "ShiftRelief",
    "Snooze",
    "Waive",
]
