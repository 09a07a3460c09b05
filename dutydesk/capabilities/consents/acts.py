"""Acts of a person whose consent was recorded or is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dutydesk.kernel.acts import Act, arg


class Countersign(Act):
    """Sign for what one agreed to by telephone; with --refused say that it was not so."""

    NAME = "countersign"
    HELP = "补签电话同意的事项; --refused 表示没有同意过"
    ENDS = ("consent.countersigned",)
    RIGHT = "handover"
    SIGNED = True
    entry: str = arg("条目 (编号)", positional=True, required=True)
    refused: bool = arg("本人没有同意过", flag=True)
    reason: str = arg("理由; 没有同意过必填")


class Sign(Act):
    """Sign, in the own session, an act that another asked one to sign: it is done by that. Or give it back."""

    NAME = "sign"
    DOES = "签字"
    HELP = "签字: 别人请本人签的事, 签了才办; --return 退回, --withdraw 撤回自己请人签的"
    ENDS = ("consent.answered",)
    RIGHT = "handover"
    SIGNED = True
    SAID: ClassVar[Mapping[str, str]] = {"return": "back"}
    entry: str = arg("条目 (编号)", positional=True, required=True)
    back: str = arg("不签, 退回的理由")
    withdraw: bool = arg("撤回自己请人签的", flag=True)
