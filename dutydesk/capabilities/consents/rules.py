"""How another person's consent stands: given by the own account, or by telephone and still to be signed for.

A consent is never a name that somebody else typed. Either the person proved who they are (``OWN``: it is their own act;
``SIGNED``: their secret at this terminal, or their answer in a session of their own), or they agreed by telephone: then a
call is logged, the words say so, and a countersignature is owed by them (rule ``countersign``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, vocabulary

OWN, SIGNED, PHONE = "own", "signed", "phone"

COUNTERSIGN, REQUEST, RETURNED_TO = "countersign", "sign_request", "sign_returned"
"""Rules of the clocks: a countersignature after a call; an answer to what was sent to be signed; taking note that it came back."""

BY_PHONE, COUNTERSIGNED = "consent.by_phone", "consent.countersigned"
ASKED, ANSWERED, CAME_BACK = "consent.asked", "consent.answered", "consent.returned"
"""Events of the rulebook that bear and meet those clocks."""

OWED, WAITING, GIVEN, REFUSED, RETURNED = "owed", "waiting", "given", "refused", "returned"
"""States: a countersignature is owed, an answer is waited for, the person signed, did not agree, gave it back unsigned."""

STATE_NAMES: Mapping[str, str] = vocabulary(
    {
        OWED: "待补签",
        WAITING: "待签",
        GIVEN: "已签",
        REFUSED: "本人不认可",
        RETURNED: "已退回",
    }
)

RESTS: Mapping[str, str] = vocabulary(
    {
        "title": "标题",
        "state": "状态",
        "colour": "颜色",
        "level": "级别",
        "response": "响应级别",
        "figures": "数字",
        "reports": "已发报告份数",
        "newest": "同类条目",
        "posts": "在岗人员",
    }
)
"""What an act that waits for a signature rests on, and how each is called."""


@dataclass(frozen=True)
class Consent:
    """Who agreed, how and when; nobody where none was needed. ``by`` is who recorded it."""

    person: str = ""
    how: str = ""
    at: Instant = 0
    by: str = ""

    @property
    def agreement(self) -> dict[str, Any]:
        """What the act's own event keeps, so that its line and its paper say how it was agreed to."""
        return {} if self.how in ("", OWN) else {"how": self.how, "at": self.at, "by": self.by}

    @property
    def by_phone(self) -> bool:
        """Whether the person only said so on the telephone."""
        return self.how == PHONE


def spoken(at: Instant) -> Worded:
    """Return an hour as papers write it: 11时33分 (not raised)."""
    moment = to_datetime(at)
    return Worded("{0}时{1}分", moment.hour, f"{moment.minute:02}")


def words(agreement: Mapping[str, Any], names: Mapping[str, str]) -> Worded | None:
    """Return how it was agreed to (电话请示同意, 11时33分, 周明记录); None where the name alone says it (not raised)."""
    how = agreement.get("how")
    if how == PHONE:
        by = str(agreement.get("by", ""))
        return Worded("电话请示同意, {0}, {1}记录", spoken(int(agreement["at"])), names.get(by, by))
    return Worded("本人签, {0}", spoken(int(agreement["at"]))) if how == SIGNED else None


WHAT: Mapping[str, str] = {
    "policy.interpreted": "解读表复核",
    "appeal.disposal_approved": "处置方案",
    "plan.joint_approved": "联合处置方案",
    "matter.level_set": "降低级别",
    "report.sent": "报告签发",
    "meeting.minutes": "纪要签发",
    "shift.relieved": "替班",
    "custody.registered": "涉密件登记",
    "figures.recorded": "数字",
    "custody.graded": "涉密件定密",
    "custody.moved": "涉密件移动",
    "custody.ended": "涉密件移交",
    "matter.closed": "办结",
    "matter.merged": "并案",
    "account.factor_reset": "取消动态码",
    "matter.opened": "低于表内建议立项",
    "matter.assessed": "低于表内建议评估",
}
"""Kind of a row that somebody agreed to, and how that is called."""


def what(kind: str) -> str:
    """Return how the thing is called that somebody agreed to."""
    return WHAT.get(kind, "同意事项")
