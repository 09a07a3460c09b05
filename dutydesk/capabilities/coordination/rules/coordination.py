"""Units, actions and resources: what may follow what."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.kernel.wording import vocabulary

ASKED, AGREED, REFUSED, ARRIVED, WITHDRAWN = "asked", "agreed", "refused", "arrived", "withdrawn"
RESOURCE_NAMES: Mapping[str, str] = vocabulary(
    {
        ASKED: "已请求",
        AGREED: "已同意",
        REFUSED: "被拒绝",
        ARRIVED: "已到位",
        WITHDRAWN: "已撤回",
    }
)
RESOURCE_NEXT: Mapping[str, tuple[str, ...]] = {
    ASKED: (AGREED, REFUSED, WITHDRAWN),
    AGREED: (ARRIVED, REFUSED, WITHDRAWN),
    REFUSED: (ASKED, AGREED, WITHDRAWN),
    ARRIVED: (),
    WITHDRAWN: (),
}
"""What a request may become (CO-14): a refusal may be asked again or be turned by a leader; the last two are final."""

ASSIGNED, RECEIVED, DONE, DROPPED = "assigned", "received", "done", "dropped"
ACTION_NAMES: Mapping[str, str] = vocabulary({ASSIGNED: "已交办", RECEIVED: "已签收", DONE: "已办", DROPPED: "已撤销"})
ACTION_NEXT: Mapping[str, tuple[str, ...]] = {
    ASSIGNED: (RECEIVED, DONE, DROPPED),
    RECEIVED: (DONE, DROPPED),
    DONE: (),
    DROPPED: (),
}
"""What an action may become: one owner, a receipt, an end (CO-07)."""

CALL_RESULTS: Mapping[str, str] = vocabulary({"reached": "已接通", "no_answer": "无人接听", "busy": "占线"})


def may_follow(state: str, following: Mapping[str, tuple[str, ...]], wanted: str) -> bool:
    """Return whether a state may be followed by another."""
    return wanted in following.get(state, ())
