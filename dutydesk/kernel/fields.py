"""Kinds of fields: for each its one reading, its one refusal and how a value is said; for every door alike.

A value is kept as JSON has it: text, a whole number, a decimal number, true or false. Money is yuan, a time µs UTC, a
day ``2026-11-26``, a person the account's id, a matter its id. What a kind must know of the desk it asks through
``Asks``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Protocol

from dutydesk.kernel import figures, typed_numbers
from dutydesk.kernel.identity import id_number_in
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.telephones import numbers_of
from dutydesk.kernel.text import folded
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.when import DUE, NEXT_DAY, PAST, PAST_DAY, Meaning
from dutydesk.kernel.wording import Worded, nearest

Value = str | int | float | bool
MOST = 1_000_000_000_000
"""A count or an amount above this is a typing error."""

YES = ("是", "有", "yes", "y", "true", "1")
NO = ("否", "无", "没有", "no", "n", "false", "0")


class Asks(Protocol):
    """What reading a field may ask of the desk."""

    def time(self, field: str, typed: str, *, meaning: Meaning | None = None) -> Instant:
        """Return a typed time."""
        ...

    def person(self, typed: str) -> str:
        """Return the account of a person."""
        ...

    def matter_of(self, typed: str) -> str:
        """Return the id of a matter."""
        ...

    def row_of(self, register: str, typed: str) -> str:
        """Return the number of a register's row."""
        ...


@dataclass(frozen=True)
class FieldKind:
    """A kind of field: how it is read, and what a form says beside it."""

    read: Callable[[Field, str, Asks], Value]
    area: bool = False
    """Several lines may be typed."""
    hint: str = ""


@dataclass(frozen=True)
class Field:
    """A declared field: ``name`` is said to people, ``choices`` are the words it takes, ``of`` the register of a row."""

    id: str
    name: str
    kind: str
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    of: str = ""
    unit: str = ""
    past: bool = True
    """A time is one that has been; otherwise one to come."""
    default: str = ""
    english: str = ""
    also: tuple[str, ...] = ()
    """What else a column of an office's own table may be called that holds it."""
    several: bool = False
    """Several columns of a table may hold it together: telephones."""

    @property
    def how(self) -> FieldKind:
        """What its kind says of it."""
        return KINDS[self.kind]


def read(field: Field, typed: str, asks: Asks) -> Value | None:
    """Return the value of what was typed; None for nothing.

    Raises:
        Worded: it is none of this kind, or nothing where something must stand.
    """
    if not typed.strip():
        if field.required:
            raise Worded("还没有填")
        return None
    return field.how.read(field, typed.strip(), asks)


# ---------------------------------------------------------------- reading


def _text(_field: Field, typed: str, _asks: Asks) -> str:
    if "\n" in typed or "\r" in typed:
        raise Worded("只能写一行")
    return _long_text(_field, typed, _asks)


def _long_text(_field: Field, typed: str, _asks: Asks) -> str:
    last_four = id_number_in(typed)
    if last_four:
        raise Worded("不保存证件号码; 需要时只填末四位: {0}", last_four)
    return typed


def _choice(field: Field, typed: str, _asks: Asks) -> str:
    wanted = folded(typed)
    found = [one for one in field.choices if folded(one) == wanted]
    found = found or [one for one in field.choices if folded(one).startswith(wanted)]
    if len(found) != 1:
        raise Worded("没有这一项: {0}, {1}", typed, nearest(typed, field.choices))
    return found[0]


def _exact(typed: str, field: Field) -> Decimal | None:
    if any(c.isdigit() and not c.isdecimal() for c in typed):  # ②
        return None
    plain = folded(typed)
    return typed_numbers.exact(plain.removesuffix(folded(field.unit)) if field.unit else plain)


def _count(field: Field, typed: str, _asks: Asks) -> int:
    number = _exact(typed, field)
    if number is None or number > MOST or number != number.to_integral_value():
        raise Worded("须为整数, 不是 {0}", typed)
    return int(number)


def _number(field: Field, typed: str, _asks: Asks) -> float:
    number = _exact(typed, field)
    if number is None or number > MOST:
        raise Worded("须为数字, 不是 {0}", typed)
    return float(number)


def _money(_field: Field, typed: str, _asks: Asks) -> float:
    try:
        yuan = figures.read("loss_yuan", typed)
    except figures.BadFigureError as error:
        raise Worded("不是金额 (元): {0}", typed) from error
    if round(yuan, 2) != yuan:
        raise Worded("金额至多两位小数: {0}", typed)
    return yuan


def _day(field: Field, typed: str, asks: Asks) -> str:
    return str(local_date(asks.time(field.id, typed, meaning=PAST_DAY if field.past else NEXT_DAY)))


def _when(field: Field, typed: str, asks: Asks) -> Instant:
    return asks.time(field.id, typed, meaning=PAST if field.past else DUE)


def _flag(_field: Field, typed: str, _asks: Asks) -> bool:
    wanted = folded(typed)
    if wanted not in (*YES, *NO):
        raise Worded("须答 是 或 否, 不是 {0}", typed)
    return wanted in YES


def _contact(_field: Field, typed: str, _asks: Asks) -> str:
    return "、".join(numbers_of(typed))


KINDS: Mapping[str, FieldKind] = {
    "text": FieldKind(_text),
    "longtext": FieldKind(_long_text, area=True),
    "choice": FieldKind(_choice),
    "count": FieldKind(_count, hint="整数"),
    "number": FieldKind(_number, hint="数字"),
    "money": FieldKind(_money, hint="元, 如 1200 或 3.5万"),
    "day": FieldKind(_day, hint="如 12-1 或 12月1日"),
    "when": FieldKind(_when, hint="如 08:30 或 12-1 08:30"),
    "flag": FieldKind(_flag, hint="是 / 否"),
    "person": FieldKind(lambda _field, typed, asks: asks.person(typed)),
    "unit": FieldKind(_text),
    "place": FieldKind(_text),
    "contact": FieldKind(_contact, hint="电话"),
    "matter": FieldKind(lambda _field, typed, asks: asks.matter_of(typed), hint="如 Y1"),
    "row": FieldKind(lambda field, typed, asks: asks.row_of(field.of, typed)),
}
"""Every kind a field may be of, by its word in a register's declaration."""
