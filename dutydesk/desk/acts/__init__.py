"""The acts: what a person can do, each as a plain dataclass of typed words.

This is the one declaration behind every door. The command line builds its options from these fields, a
drill file its arguments, a form its fields; the use case reads the words and refuses, naming the field.
Values are as typed (``"10:47"``, ``"Ⅲ"``, ``"4"``): reading them is the use case's work, so that every door
says the same about the same mistake.
"""

from __future__ import annotations

from dutydesk.desk.acts.base import REGISTRY, Act
from dutydesk.desk.acts.calls import Call, ContactRetire, ContactSave, Emergency
from dutydesk.desk.acts.clocks import Ack, ConfirmTime, Met, Owe, Remind, Snooze, Waive
from dutydesk.desk.acts.coordination import (
    ActionAssign,
    ActionMove,
    Notify,
    PlanDo,
    PlanJoint,
    Receipt,
    ResourceAsk,
    ResourceMove,
)
from dutydesk.desk.acts.custody import CustodyAdd, CustodyGrade, CustodyHand, CustodyLock, CustodyMove
from dutydesk.desk.acts.duties import (
    KeysReturn,
    KeysTake,
    LeaveAdd,
    LeaveEnd,
    LinesCheck,
    Patrol,
    RollCallAnswer,
    RollCallReceive,
    VisitIn,
    VisitOut,
)
from dutydesk.desk.acts.log import Log, Message
from dutydesk.desk.acts.matters import Activate, Amend, Assess, Close, Fact, Figures, Forward, Merge, Open, Report
from dutydesk.desk.acts.roster import (
    RosterDrop,
    RosterImport,
    RosterLeave,
    RosterPlan,
    RosterSet,
    RosterSpecial,
    RosterStaff,
    SwapAccept,
    SwapApprove,
    SwapRefuse,
    SwapRequest,
    SwapWithdraw,
    TakeOver,
)
from dutydesk.desk.acts.shifts import AddOfficer, Check, ShiftAway, ShiftBegin, ShiftEnd, ShiftRelief

__all__ = [
    "REGISTRY",
    "Ack",
    "Act",
    "ActionAssign",
    "ActionMove",
    "Activate",
    "AddOfficer",
    "Amend",
    "Assess",
    "Call",
    "Check",
    "Close",
    "ConfirmTime",
    "ContactRetire",
    "ContactSave",
    "CustodyAdd",
    "CustodyGrade",
    "CustodyHand",
    "CustodyLock",
    "CustodyMove",
    "Emergency",
    "Fact",
    "Figures",
    "Forward",
    "KeysReturn",
    "KeysTake",
    "LeaveAdd",
    "LeaveEnd",
    "LinesCheck",
    "Log",
    "Merge",
    "Message",
    "Met",
    "Notify",
    "Open",
    "Owe",
    "Patrol",
    "PlanDo",
    "PlanJoint",
    "Receipt",
    "Remind",
    "Report",
    "ResourceAsk",
    "ResourceMove",
    "RollCallAnswer",
    "RollCallReceive",
    "RosterDrop",
    "RosterImport",
    "RosterLeave",
    "RosterPlan",
    "RosterSet",
    "RosterSpecial",
    "RosterStaff",
    "ShiftAway",
    "ShiftBegin",
    "ShiftEnd",
    "ShiftRelief",
    "Snooze",
    "SwapAccept",
    "SwapApprove",
    "SwapRefuse",
    "SwapRequest",
    "SwapWithdraw",
    "TakeOver",
    "VisitIn",
    "VisitOut",
    "Waive",
]
