"""The keys of each step of the walkthrough: the last line of the screen says them, so that nobody must know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dutydesk.capabilities.handover import briefing as b
from dutydesk.capabilities.handover.rules import walkthrough as w

DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a step: what it does, how it is called, what people read."""

    action: str
    keys: tuple[str, ...]
    name: str
    words: str


READ = Key("read", ("enter",), "Enter", "读过, 下一步")
KEEP = Key("read", ("enter",), "Enter", "照旧, 下一步")
FILL = Key("fill", ("enter",), "Enter", "填写")
ADD = Key("fill", ("e",), "e", "补填")
NEXT = Key("next", ("n",), "n", "下一未读")
ACKNOWLEDGE = Key("acknowledge", ("a",), "a", "签收提醒")
LEAVE = Key("leave", ("escape",), "Esc", "离开, 进度保留")
RETURN = Key("return", ("R",), "R", "退回")
CANCEL = Key("cancel", ("X",), "X", "中止交接")
OK = Key("ok", ("space",), "Space", "正常")
TICK = Key("tick", ("space",), "Space", "已核")
BAD = Key("bad", ("x",), "x", "异常, 写备注")
OFF = Key("off", ("o",), "o", "停用")
COUNT = Key("count", DIGITS, "0-9", "数目")
OUT_SIGNS = Key("sign_out", ("1",), "1", "交班人签字")
IN_SIGNS = Key("sign_in", ("2",), "2", "接班人签字")


READ_ON = Key("next", ("enter",), "Enter", "下一步")
ADD_REASON = Key("cosign", ("e",), "e", "改原因")
SIGN_PAGE = Key("to_sign", ("s",), "s", "到签字")


def _item_keys(step: b.Step) -> tuple[Key, ...]:
    fresh = KEEP if step.state else READ
    if step.answer == "tick":
        return (READ, TICK) if step.state or step.automatic else (TICK,)
    if step.answer == "state":
        if step.blocked and step.state == "abnormal":
            return (BAD, OK, OFF)
        return (fresh, OK, BAD, OFF) if step.state or step.automatic else (OK, BAD, OFF)
    if step.answer == "count" and not step.automatic:
        return (KEEP, COUNT, ADD) if step.state else (FILL, COUNT)
    return (fresh, ADD) if step.state or step.automatic else (FILL, READ_UNFILLED)


READ_UNFILLED = Key("read", ("s",), "s", "不填, 下一步")


def _sign_keys(brief: b.Brief) -> tuple[Key, ...]:
    walk = brief.walk
    if brief.ready():
        return (Key("jump_unread", ("enter",), "Enter", "到没走完的一步"),)
    signed = walk.signatures if walk is not None else dict[str, w.Signature]()
    waiting = [key for side, key in ((w.OUT, OUT_SIGNS), (w.IN, IN_SIGNS)) if side not in signed]
    waiting[:1] = [
        replace(key, keys=(*key.keys, "enter")) for key in waiting[:1]
    ]  # Enter does what comes next here too
    again = [key for side, key in ((w.OUT, OUT_SIGNS), (w.IN, IN_SIGNS)) if side in signed]
    return (*waiting, *again)


def _inner_keys(step: b.Step, brief: b.Brief) -> tuple[Key, ...]:
    """The keys of a step of the briefing, without those that work on every one."""
    if step.kind == b.ITEM:
        return _item_keys(step)
    if step.kind == b.SIGN:
        return (*_sign_keys(brief), RETURN, CANCEL)
    waiting = {
        b.LATE: (Key("cosign", ("enter",), "Enter", "写原因并签认"),),
        b.READ_BACK: (Key("readback", ("enter",), "Enter", "填三件事"),),
        b.BLOCKS: (Key("jump", ("enter", *DIGITS[1:]), "Enter", "到第一项 (或按号码)"), SIGN_PAGE),
        b.INFORM: (Key("inform", ("enter",), "Enter", "记知悉"), SIGN_PAGE),
    }
    done = {
        b.LATE: (READ_ON, ADD_REASON),
        b.READ_BACK: (READ_ON, ADD),
        b.BLOCKS: (READ_ON,),
        b.INFORM: (READ_ON, SIGN_PAGE),
    }
    return (done if step.done else waiting).get(step.kind, (READ,))


def keys_of(step: b.Step, brief: b.Brief) -> Sequence[Key]:
    """Return the keys of a step, the recommended one first."""
    if step.kind == b.START:
        return (Key("start", ("enter",), "Enter", "开始交接"), ACKNOWLEDGE, LEAVE)
    if step.kind == b.SEALED:
        return (Key("close", ("enter",), "Enter", "回到值班台"), LEAVE)
    return (*_inner_keys(step, brief), NEXT, ACKNOWLEDGE, LEAVE)
