"""Acts of the custody register. There is no field for a title or for content, and there will be none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant

SECOND = "第二人 (绝密件须两人)"


class CustodyAdd(Act):
    """Register a classified paper: number, copies, place; the grade may wait until somebody reads the cover."""

    NAME = "custody add"
    HELP = "涉密件登记: 只登记编号、份数、存放处、密级; 不录标题和内容"
    SAID: ClassVar[Mapping[str, str]] = {"from": "sender"}
    number: str = arg("登记号", positional=True, required=True)
    copies: str = arg("份数", required=True)
    place: str = arg("存放处", required=True, of="cabinet")
    grade: str = arg("密级: 绝密, 机密, 秘密, 无; 可后补", graded=True, of="grade")
    period: str = arg("保密期限, 如 10年", graded=True)
    sender: str = arg("来文单位", of="unit")
    second: str = arg(SECOND, consent=True)
    at: Instant = arg("收到时间, 省略为现在", when=when.PAST, now=True)


class CustodyGrade(Act):
    """Set the grade as it stands on the cover."""

    NAME = "custody grade"
    HELP = "涉密件补填密级 (看封面)"
    paper: str = arg("标签 (如 D1) 或登记号", positional=True, required=True)
    grade: str = arg("密级: 绝密, 机密, 秘密, 无", positional=True, required=True, graded=True, of="grade")
    period: str = arg("保密期限, 如 10年", graded=True)
    second: str = arg(SECOND, consent=True)


class CustodyMove(Act):
    """Write down where a paper is now and who took it."""

    NAME = "custody move"
    HELP = "涉密件移交或移位: 放在哪里, 谁拿走"
    paper: str = arg("标签 (如 D1) 或登记号", positional=True, required=True)
    place: str = arg("存放处", required=True, of="cabinet")
    to: str = arg("谁拿走", of="contact")
    second: str = arg(SECOND, consent=True)
    at: Instant = arg("时间, 省略为现在", when=when.PAST, now=True)


class CustodyHand(Act):
    """Hand a paper to the confidential channel: nothing is owed any more."""

    NAME = "custody hand"
    HELP = "涉密件交机要: 办结时限和事项"
    paper: str = arg("标签 (如 D1) 或登记号", positional=True, required=True)
    to: str = arg("交给谁, 省略为机要", of="contact")
    second: str = arg(SECOND, consent=True)
    at: Instant = arg("时间, 省略为现在", when=when.PAST, now=True)


class CustodyLock(Act):
    """Lock a paper away: nothing is owed any more, the register goes on holding it."""

    NAME = "custody lock"
    HELP = "涉密件入保密柜: 办结时限, 登记簿仍列"
    paper: str = arg("标签 (如 D1) 或登记号", positional=True, required=True)
    place: str = arg("哪个柜, 省略为原存放处", of="cabinet")
    second: str = arg(SECOND, consent=True)
    at: Instant = arg("时间, 省略为现在", when=when.PAST, now=True)
