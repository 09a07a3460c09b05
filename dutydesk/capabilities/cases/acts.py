"""Acts on cases."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.acts import Act, arg


class CaseSave(Act):
    """Keep what was learned of a closed affair; saved again, the newer one counts."""

    NAME = "case save"
    HELP = "办结的事项复盘入案例库: 经过, 有用的做法, 下次怎么做, 找谁"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open_or_closed")
    happened: str = arg("发生了什么", needed=True)
    worked: str = arg("什么有用", needed=True)
    next: str = arg("下次怎么做", needed=True)
    call: str = arg("找谁")
    step: list[str] = arg("可照做的步骤, 可多个", many=True)
    typical: bool = arg("列为典型案例", flag=True)


class CaseTake(Act):
    """Take steps and contacts of a case over into an affair under way."""

    NAME = "case take"
    HELP = "参照一个案例: 其步骤和联系人列入本事项"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    case: str = arg("案例 (编号见 case list; 省略为最相近的)")
