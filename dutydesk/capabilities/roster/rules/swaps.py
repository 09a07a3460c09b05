"""Swapping shifts (RO-04): one asks, the other accepts, the leader approves; nothing changes before that.

A swap gives one post of one shift to somebody else, with or without a post of another shift in return. What is approved
becomes changes of the roster's second layer, so the rotation under it stays as it was planned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dutydesk.capabilities.roster.rules.checks import POST_WORDS
from dutydesk.capabilities.roster.rules.roster import DESK_POSTS, Overlay, Stretch
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, vocabulary

STATES: Mapping[str, str] = vocabulary(
    {
        "requested": "已申请",
        "accepted": "对方已同意",
        "approved": "已批准",
        "refused": "未同意",
        "withdrawn": "已撤回",
    }
)
MOVES: Mapping[tuple[str, str], str] = {
    ("requested", "accept"): "accepted",
    ("accepted", "approve"): "approved",
    ("requested", "refuse"): "refused",
    ("accepted", "refuse"): "refused",
    ("requested", "withdraw"): "withdrawn",
    ("accepted", "withdraw"): "withdrawn",
}
VERBS: Mapping[str, str] = vocabulary({"accept": "同意", "approve": "批准", "refuse": "不同意", "withdraw": "撤回"})


@dataclass(frozen=True)
class Part:
    """One post of one shift: its hours and the post."""

    begins: Instant
    ends: Instant
    post: str


@dataclass(frozen=True)
class Swap:
    """A swap under way. ``giver`` asks to be replaced in ``given`` by ``taker``; ``back`` is what the giver takes in return."""

    id: str
    giver: str
    taker: str
    given: Part
    back: Part | None = None
    state: str = "requested"
    reason: str = ""


def checked(swap: Swap, stretches: Sequence[Stretch], now: Instant, names: Mapping[str, str] | None = None) -> None:
    """Refuse a swap that the roster does not bear out: it is looked at when asked for and again when approved.

    Raises:
        Worded: the same person, a post that is not swapped, a shift that has begun or is not theirs.
    """
    if swap.giver == swap.taker:
        raise Worded("不能和自己换班")
    pairs = [(swap.given, swap.giver)] + ([(swap.back, swap.taker)] if swap.back else [])
    for turn, who in pairs:
        if turn.post not in (*DESK_POSTS, "leader"):
            raise Worded("换班限 A岗、B岗、带班领导, 不是 {0}", turn.post)
        if turn.begins <= now:
            raise Worded("{0} 的班次已经开始, 不能再换; 请用 roster take-over", When(turn.begins))
        pieces = [one for one in stretches if (one.shift_begins, one.shift_ends) == (turn.begins, turn.ends)]
        if not pieces:
            raise Worded("排班里没有 {0} 的班次", When(turn.begins))
        other = [one for one in pieces if one.posts[turn.post] != who]
        if other and len(other) < len(pieces):
            raise Worded(
                "{0} 的{1}有一段另有安排: {2} 至 {3} 是 {4}; 请先撤去或改好那一段",
                When(turn.begins),
                POST_WORDS[turn.post],
                When(other[0].begins),
                When(other[0].ends),
                (names or {}).get(other[0].posts[turn.post], other[0].posts[turn.post]) or Worded("空缺"),
            )
        if other:
            raise Worded(
                "{0} 的{1}现在排的不是 {2}", When(turn.begins), POST_WORDS[turn.post], (names or {}).get(who, who)
            )


def move(swap: Swap, verb: str, actor: str, *, leads: bool) -> Swap:
    """Return the swap after a step.

    Args:
        swap: as it stands.
        verb: accept, approve, refuse or withdraw.
        actor: who takes the step.
        leads: whether the actor has the right ``roster``.

    Raises:
        Worded: the step does not follow from the state, or is not the actor's.
    """
    state = MOVES.get((swap.state, verb))
    if (swap.state, verb) == ("requested", "approve"):
        raise Worded("对方还没有同意换班, 先请对方同意 (roster swap accept), 再批准")
    if state is None:
        raise Worded("换班{0}, 不能再{1}", STATES[swap.state], VERBS[verb])
    if verb == "accept" and actor != swap.taker:
        raise Worded("只有被请的一方能同意换班")
    if verb == "withdraw" and actor != swap.giver:
        raise Worded("只有申请的一方能撤回换班")
    if verb == "refuse" and actor != swap.taker and not leads:
        raise Worded("只有被请的一方或带班领导能不同意换班")
    if verb == "approve" and not leads:
        raise Worded("换班须由带班领导批准")
    if verb == "approve" and actor in {swap.giver, swap.taker}:
        raise Worded("换班双方不能自己批准")
    return replace(swap, state=state)


def changes(swap: Swap, order: int) -> list[Overlay]:
    """Return the changes of the roster that an approved swap makes; every post stays filled."""
    given = Overlay(
        f"{swap.id}/1", "override", swap.given.begins, swap.given.ends, order, **{swap.given.post: swap.taker}, reason=swap.reason
    )  # fmt: skip
    if swap.back is None:
        return [given]
    back = Overlay(
        f"{swap.id}/2", "override", swap.back.begins, swap.back.ends, order, **{swap.back.post: swap.giver}, reason=swap.reason
    )  # fmt: skip
    return [given, back]
