"""What a paper is: layout, boxes, columns and foot, declared as data (``papers.toml``); values are written {value}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.kernel.patterns import late
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, nearest

LAYOUTS = ("document", "letter", "minutes", "bulletin", "sheet")
SUBJECTS = ("matter", "report", "day", "shift", "month", "handover")
PARTS = ("form", "text", "table")
REGISTER = "register:"
KEEP = "!"
"""Before a part of the foot: its place stays for the pen."""

_VALUE = late(r"\{(\w+)\}")
_BOX = late(r"^(?P<label>[^:]*):(?P<value>.*?)(?:\*(?P<lines>\d{1,2}))?$")
_KEYS = (
    "id", "name", "english", "layout", "about", "title", "head", "issue", "office", "date", "number", "approver", "order",
    "row", "column", "foot", "wide",
)  # fmt: skip
_MOST_CELLS, _GAP = 56, 2


@dataclass(frozen=True)
class BoxForm:
    """A box: its label, the value in it, its least height in lines."""

    label: str
    value: str
    lines: int = 1


@dataclass(frozen=True)
class ColumnForm:
    """A column: its heading, the value in it, its width in half-width cells, its share of the page in print (0: as the cells).

    ``below``: in plain text it stands below its row; ``joined``: in print an empty cell is one with the cell above it.
    """

    title: str
    value: str
    cells: int
    share: int = 0
    below: bool = False
    joined: bool = False


@dataclass(frozen=True)
class PaperForm:
    """A declared paper. ``about``: what it is printed of; ``order``: its parts in the order of printing."""

    id: str
    name: str
    layout: str
    about: str
    english: str = ""
    title: str = ""
    head: str = ""
    issue: str = ""
    office: str = ""
    date: str = ""
    number: str = ""
    approver: str = ""
    order: tuple[str, ...] = ("text",)
    rows: tuple[tuple[BoxForm, ...], ...] = ()
    columns: tuple[ColumnForm, ...] = ()
    foot: tuple[tuple[str, ...], ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Office:
    """What stands on every paper of the office; an empty name is that of the setting up.

    ``publication`` is the red name of its reports, ``issue`` the pattern of its issue numbers ({no}, {year}); empty ones are as
    the paper declares them. ``issued`` are the issues of before the desk was used (``report=12``), ``signer`` who signs as a rule.
    """

    name: str = ""
    short: str = ""
    code: str = ""
    telephone: str = ""
    fax: str = ""
    publication: str = ""
    issue: str = ""
    issued: str = ""
    signer: str = ""


OFFICE_FIELDS = ("name", "short", "code", "telephone", "fax", "publication", "issue", "issued", "signer")
DECLARED = OFFICE_FIELDS[:-2]
"""What the file may say of the office; the others are known to one store only."""


@dataclass(frozen=True)
class Papers:
    """Everything declared, by id, in the order of the file."""

    office: Office
    forms: Mapping[str, PaperForm]

    def find(self, typed: str) -> PaperForm:
        """Return the paper of an id, a name or an English name.

        Raises:
            Worded: there is none.
        """
        wanted = typed.strip().casefold()
        for one in self.forms.values():
            if wanted in {one.id, one.name.casefold(), one.english.casefold()}:
                return one
        raise Worded(
            "没有这种单据: {0}, {1}", typed, nearest(typed, [*self.forms, *(f.name for f in self.forms.values())])
        )


@dataclass(frozen=True)
class Receivers:
    """Whom a paper goes to: 报 (呈报, 主送) and 送 (抄送)."""

    to: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its values; one that is not known is empty."""
    return _VALUE.sub(lambda match: values.get(match[1], ""), template)


def has_value(template: str, values: Mapping[str, str]) -> bool:
    """Return whether anything stands in a template's places; a template without any says something by itself."""
    names = _VALUE.findall(template)
    return not names or any(values.get(name) for name in names)


def values_in(form: PaperForm) -> set[str]:
    """Return the names of the values that a paper has places for."""
    boxes = [box.value for row in form.rows for box in row]
    columns = [column.value for column in form.columns]
    lines = [part for line in form.foot for part in line]
    heads = [form.title, form.head, form.issue, form.office, form.date, form.number, form.approver]
    return {name for text in (*boxes, *columns, *lines, *heads) for name in _VALUE.findall(text)}


def read_papers(file: str, document: Mapping[str, Any]) -> Papers:
    """Build the papers from the parsed ``papers.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    found: dict[str, PaperForm] = {}
    for number, table in enumerate(tables(file, document, "paper", problems), 1):
        entry = Entry(file, str(table.get("id") or f"paper #{number}"), table, problems)
        entry.only(_KEYS)
        form = _form(entry, table)
        if form.id in found:
            entry.problem("id", Worded("重复的编号"))
        found[form.id] = form
    about: Any = document.get("office", {})
    entry = Entry(file, "office", about, problems)
    entry.only(DECLARED)
    office = Office(*(entry.text(key, "") for key in DECLARED))
    if problems:
        raise RulebookError(problems)
    return Papers(office, found)


def _form(entry: Entry, table: Mapping[str, Any]) -> PaperForm:
    about = entry.text("about")
    if about not in SUBJECTS and not about.startswith(REGISTER):
        entry.problem("about", Worded("须为 {0} 或 register:登记簿", ", ".join(SUBJECTS)))
    order = tuple(entry.texts("order")) or ("text",)
    if set(order) - set(PARTS):
        entry.problem("order", Worded("须为 {0}", ", ".join(PARTS)))
    texts = {
        key: entry.text(key, "")
        for key in ("english", "title", "head", "issue", "office", "date", "number", "approver")
    }
    return PaperForm(
        id=entry.text("id"),
        name=entry.text("name"),
        layout=entry.word("layout", LAYOUTS),
        about=about,
        order=order,
        rows=_rows(entry, table.get("row", [])),
        columns=_columns(entry, table.get("column", [])),
        foot=tuple(tuple(str(part) for part in line) for line in table.get("foot", [])),
        wide=entry.flag("wide", default=False),
        **texts,
    )


def _rows(entry: Entry, rows: Any) -> tuple[tuple[BoxForm, ...], ...]:
    found: list[tuple[BoxForm, ...]] = []
    for row in rows:
        boxes: list[BoxForm] = []
        for text in row:
            match = _BOX.match(str(text))
            if match is None:
                entry.problem("row", Worded("须写作 栏名:值, 不是 {0}", str(text)))
                continue
            boxes.append(BoxForm(match["label"], match["value"], int(match["lines"] or 1)))
        if not 1 <= len(boxes) <= 4:
            entry.problem("row", Worded("一行须有 1 至 4 格"))
            continue
        found.append(tuple(boxes))
    return tuple(found)


def _columns(entry: Entry, columns: Any) -> tuple[ColumnForm, ...]:
    found = [
        ColumnForm(
            str(one["title"]),
            str(one["value"]),
            int(one["cells"]),
            int(one.get("share", 0)),
            bool(one.get("below", False)),
            bool(one.get("joined", False)),
        )
        for one in columns
    ]
    beside = [one for one in found if not one.below]  # the others stand under their row, over the whole line
    if beside and sum(one.cells for one in beside) + _GAP * (len(beside) - 1) > _MOST_CELLS:
        entry.problem("column", Worded("各栏加间隔超过 {0} 格", _MOST_CELLS))
    if any(one.cells < _GAP for one in found):
        entry.problem("column", Worded("一栏至少 {0} 格", _GAP))
    return tuple(found)


def read_receivers(file: str, document: Mapping[str, Any]) -> Mapping[str, Receivers]:
    """Return whom each paper goes to, from the parsed ``recipients.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    found: dict[str, Receivers] = {}
    for number, table in enumerate(tables(file, {"paper": [], **document}, "paper", problems), 1):
        entry = Entry(file, f"paper #{number}", table, problems)
        entry.only(("id", "to", "copy"))
        found[entry.text("id")] = Receivers(tuple(entry.texts("to")), tuple(entry.texts("copy")))
    if problems:
        raise RulebookError(problems)
    return found
