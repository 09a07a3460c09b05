"""Acts of a person whose consent was recorded or is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dutydesk.desk.acts.base import Act, arg


@dataclass(kw_only=True, eq=False, repr=False)
class Countersign(Act):
    """Sign for what one agreed to by telephone; with --refused say that it was not so."""

    NAME: ClassVar[str] = "countersign"
    HELP: ClassVar[str] = "补签电话同意的事项; --refused 表示没有同意过"
    RIGHT: ClassVar[str] = "handover"
    entry: str = arg("条目 (编号)", positional=True, required=True)
    refused: bool = arg("本人没有同意过", flag=True)
    reason: str = arg("理由; 没有同意过必填")
