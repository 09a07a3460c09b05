"""Acts on the registers. What a register's fields are is data, so their values are words ``field=value``."""

from __future__ import annotations

from typing import Any

from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant

OWN = ("register", "row", "act", "values", "reason", "at")
"""Words of these acts themselves; every other word of a script or a form is a field of the register."""


class _WithValues(Act):
    """Acts whose words may name the register's fields themselves."""

    @classmethod
    def from_words(cls, words: dict[str, Any]) -> Act:
        """Build the act; a form or a script may name the register's fields themselves."""
        own = {key: value for key, value in words.items() if key in OWN}
        listed: list[str] = [*map(str, own.pop("values", []))]
        listed += [f"{key}={value}" for key, value in words.items() if key not in OWN]
        return super().from_words({**own, "values": listed})


class RegisterAdd(_WithValues):
    """Open a row."""

    NAME = "register add"
    HELP = "在登记簿里加一条; 各栏见 register show 登记簿"
    ADDS = True
    register: str = arg("哪个登记簿", positional=True, required=True)
    values: list[str] = arg("栏=值, 如 name=应急包 qty=4; 栏名中英文皆可", positional=True, many=True)
    reason: str = arg("理由, 检查问到时")
    at: Instant = arg("何时, 省略为现在", when=when.PAST, now=True)


class RegisterChange(_WithValues):
    """Set fields of a row anew; an empty value empties one."""

    NAME = "register change"
    HELP = "改登记簿里一条的若干栏; 旧值留在日志里"
    WHICH = ("register", "no")
    register: str = arg("哪个登记簿", positional=True, required=True)
    row: str = arg("编号, 如 W12", positional=True, required=True)
    values: list[str] = arg("栏=值, 空值为清空", positional=True, many=True)
    reason: str = arg("为什么改")
    at: Instant = arg("何时, 省略为现在", when=when.PAST, now=True)


class RegisterDo(_WithValues):
    """Do one of the register's own acts on a row."""

    NAME = "register do"
    HELP = "对一条做一个动作, 如 月检 领用 归还"
    WHICH = ("register", "no")
    register: str = arg("哪个登记簿", positional=True, required=True)
    row: str = arg("编号, 如 W12", positional=True, required=True)
    act: str = arg("什么动作", positional=True, required=True)
    values: list[str] = arg("动作问到的栏=值", positional=True, many=True)
    reason: str = arg("理由, 检查问到时")
    at: Instant = arg("何时, 省略为现在", when=when.PAST, now=True)


class RegisterRetire(Act):
    """Take a row out of use; nothing is deleted, its number is never given again."""

    NAME = "register retire"
    HELP = "停用一条; 不删除, 编号不再用"
    WHICH = ("register", "no")
    register: str = arg("哪个登记簿", positional=True, required=True)
    row: str = arg("编号, 如 W12", positional=True, required=True)
    reason: str = arg("为什么停用", required=True)
    at: Instant = arg("何时, 省略为现在", when=when.PAST, now=True)


class RegisterImport(Act):
    """Take in a table. ``rows``: for each line its number, a colon, and an object of field to typed words."""

    NAME = "register import"
    HELP = "从表格 (csv 或 xlsx) 读入一个登记簿; 全部读得懂才存"
    register: str = arg("哪个登记簿", positional=True, required=True)
    rows: list[str] = arg(
        "表格的各行", many=True, graded=True
    )  # each cell is looked at by itself, so that its line is said
    reason: str = arg("理由, 检查问到时")
