"""What a paper is made of: the case it is printed of, what was found for it, and how times and people are written on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.papers.rules import Office, PaperForm, Receivers
from dutydesk.capabilities.registers import reads as registers
from dutydesk.documents.paper import Table, chinese_date
from dutydesk.kernel import prose
from dutydesk.kernel.instants import Instant, local_date, to_datetime
from dutydesk.kernel.telephones import shown
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word, Worded
from dutydesk.store.views import Views
from dutydesk.usecase.books import Books

WEEKDAYS = "一二三四五六日"
HAN = "一二三四五六七八九十"
Row = registers.RowView


@dataclass(frozen=True)
class Case:
    """One paper to be printed: its declaration, its subject as typed, a day or a month where it has one."""

    views: Views
    books: Books
    office: Office
    form: PaperForm
    receivers: Receivers
    subject: str
    day: date
    now: Instant
    printer: str = ""
    """Name of whoever prints it."""
    given: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was said at the printing: to whom it goes, how many copies, who checked it (``given.read``)."""

    @property
    def names(self) -> dict[str, str]:
        """Names of people by account."""
        return self.views.names()

    def name(self, account: Any) -> str:
        """Return a person's name; what is none stays as it is."""
        return self.names.get(str(account or ""), str(account or ""))

    def matter(self, name: str = "") -> Matter:
        """Return the matter that the paper is about.

        Raises:
            Worded: there is none of this name.
        """
        found = self.views.matter(name or self.subject)
        if found is None:
            raise Worded("没有这个事项: {0}", name or self.subject)
        return found

    def row(self, register: str) -> Row:
        """Return the row that the paper is about: by its number, or the last one about a matter.

        Raises:
            Worded: there is none.
        """
        found = registers.row(self.views, register, self.subject)
        if found is None and self.subject:
            found = self.row_of(register, self.subject)
        if found is None:
            name = self.books.registers[register].name if register in self.books.registers else register
            raise Worded("{0} 里没有 {1}: 先在登记簿里登记 (register add {2})", name, self.subject or "-", register)
        return found

    def row_of(self, register: str, matter: str) -> Row | None:
        """Return the newest row of a register about a matter, None where there is none."""
        about = self.views.matter(matter)
        found = [one for one in registers.rows(self.views, register) if about and one.values.get("matter") == about.id]
        return found[-1] if found else None


@dataclass(frozen=True)
class Found:
    """What stands on a paper: values by name, paragraphs, rows of the table, annexes; ``refused``: why it is not final."""

    values: Mapping[str, str]
    text: Sequence[str] = ()
    rows: Sequence[Mapping[str, str]] = ()
    struck: frozenset[int] = frozenset()
    annexes: Sequence[tuple[str, Table]] = ()
    attachments: Sequence[str] = ()
    signed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Who signed a box and when, by the value in it."""
    to: Sequence[str] = ()
    urgency: str = ""
    closing: tuple[str, str] = ("", "")
    """署名 and 成文日期."""
    footer: Sequence[str] = ()
    refused: Sequence[Worded] = ()
    record: str = ""
    further: Sequence[Found] = ()
    """What stands on the same paper after it, on a page of its own: the log of the day's next shift."""
    said: frozenset[str] = frozenset()
    """Values that are somebody's own words: nothing of them is changed but half-width marks."""


def clock(at: Instant | None, day: date | None = None) -> str:
    """Return 10:47 on the sheet's own day, else 7月15日10:47."""
    if at is None:
        return ""
    moment = to_datetime(at)
    said = f"{moment:%H:%M}"
    return said if moment.date() == day else f"{moment.month}月{moment.day}日{said}"


def spoken(at: Instant | None) -> str:
    """Return 7月15日10时47分, 7月15日16时 on the hour."""
    return "" if at is None else prose.day_words(at)


def untimed(title: str) -> str:
    """Return a meeting's name without the hour that its file begins with."""
    return re.sub(r"^\d{1,2}[:：]\d{2}\s*", "", title)


def day_words(day: date) -> str:
    """Return 2026年7月15日."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """Return 三 for a Wednesday."""
    return WEEKDAYS[day.weekday()]


def han(number: int) -> str:
    """Return 一 … 十, 十一 … for the headings of a paper."""
    if number <= 10:
        return HAN[number - 1]
    return f"{HAN[number // 10 - 1] if number >= 20 else ''}十{HAN[number % 10 - 1] if number % 10 else ''}"


def said_value(case: Case, value: Any) -> str:
    """Return a register's value as a paper says it: times, flags, people."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return case.names.get(str(value), str(value if value is not None else ""))


def of_row(case: Case, row: Row, *, times: Sequence[str] = (), day: date | None = None) -> dict[str, str]:
    """Return the values of a register's row as words; ``times`` are fields that hold instants."""
    found = {key: said_value(case, value) for key, value in row.values.items() if key not in times}
    found |= {key: clock(row.values[key], day) for key in times if row.values.get(key) is not None}
    found |= {
        key: shown(found[key]).replace(" ", "")
        for key in ("number", "deputy_number", "from_number")
        if found.get(key, "").isdigit()
    }
    matter = case.views.matter(str(row.values.get("matter", ""))) if row.values.get("matter") else None
    if matter is not None:
        found["matter"] = matter.label
    return {**found, "code": row.no, "taker": found.get("taker") or case.name(row.added_by)}


def signed_boxes(case: Case, row: Row | None, day: date | None) -> dict[str, str]:
    """Return who stands below 拟办, 批示 and 结果, and when, as a slip has it."""
    if row is None:
        return {}
    values = row.values
    found = {key: _signed(case, values, key, day) for key in ("opinion", "decision", "result")}
    return {key: said for key, said in found.items() if said}


def _signed(case: Case, values: Mapping[str, Any], key: str, day: date | None) -> str:
    by, at = case.name(values.get(f"{key}_by")), clock(values.get(f"{key}_at"), day)
    phone = "（电话）" if key == "decision" and values.get("by_phone") and by else ""
    return f"{by}　{at}{phone}".strip("　")


def unsigned(row: Row | None) -> list[Worded]:
    """Return what keeps a slip from being final: a decision without its leader or time."""
    if row is None or not row.values.get("decision"):
        return []
    pairs = ((Word("批示人"), "decision_by"), (Word("批示时间"), "decision_at"))
    missing = [said for said, key in pairs if not row.values.get(key)]
    return [Worded("领导批示没有写明 {0}", missing)] if missing else []


def dated(at: Instant) -> str:
    """Return 2026年7月15日 of an instant."""
    return chinese_date(at)


def on_day(at: Instant) -> date:
    """Return the day of an instant (Asia/Shanghai)."""
    return local_date(at)
