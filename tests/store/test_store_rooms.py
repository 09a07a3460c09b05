"""SQL stands in the store and in a capability's tables, projection and reads; nobody else knows the driver or its errors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import dutydesk
from dutydesk.store.errors import UnreadableError
from dutydesk.store.views import Views

HOUSE = Path(dutydesk.__file__).parent
ROOMS = re.compile(r"store/|capabilities/[a-z_]+/(tables|projection|reads)(\.py$|/)")
SQL = re.compile(
    r"\s*(SELECT\s+\S+.*\bFROM\b|SELECT\s+(1|count|max|min)\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b"
    r"|PRAGMA\s+\w|CREATE\s+(TABLE|INDEX|TRIGGER|VIRTUAL)\b|DROP\s+TABLE\b|WITH\s+\w+.*\bAS\s*\(|VACUUM\b|BEGIN\s+IMMEDIATE\b)",
    re.DOTALL,
)
DRIVER = re.compile(r"(py)?sqlite|sqlalchemy|sqlmodel", re.IGNORECASE)
RUNS = {"execute", "execute_many", "executemany", "exec_driver_sql", "executescript"}


def sources() -> list[Path]:
    found = [path for path in sorted(HOUSE.rglob("*.py")) if not ROOMS.match(path.relative_to(HOUSE).as_posix())]
    assert len(found) > 200
    return found


def sql_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield what looks like SQL, and what would run it, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node.lineno, node.value[:60]
        elif isinstance(node, ast.Attribute) and node.attr in RUNS and not _is_handed_on(node):
            yield node.lineno, f".{node.attr}"


def _is_handed_on(node: ast.Attribute) -> bool:
    """``Views(tx.execute)`` reads inside a write transaction: it hands the function on and runs nothing itself."""
    return isinstance(node.value, ast.Name) and node.value.id == "tx" and node.attr == "execute"


def driver_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield imports and attributes of the driver and of SQLAlchemy."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            yield from ((node.lineno, name) for name in names if DRIVER.search(name))
        elif isinstance(node, ast.Attribute) and DRIVER.match(node.attr):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.match(r"sqlite_error", node.value):
            yield node.lineno, node.value


def test_sql_stands_in_its_rooms_alone() -> None:
    found = {
        f"{path.relative_to(HOUSE)}:{line}": what
        for path in sources()
        for line, what in sql_in(path.read_text(encoding="utf-8"))
    }
    assert found == {}


def test_a_transaction_is_only_handed_on() -> None:
    calls = {
        f"{path.relative_to(HOUSE)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS
    }
    assert calls == set()


def test_nobody_else_knows_the_driver() -> None:
    found = {
        f"{path.relative_to(HOUSE)}:{line}": what
        for path in sources()
        for line, what in driver_in(path.read_text(encoding="utf-8"))
    }
    assert found == {}


ROWS = re.compile(r"row|rows\[0\]|found\[0\]|values")


def counted_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield where a column is known by its place: ``View(*row)``, ``row[3]``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            starred = [ast.unparse(one.value) for one in node.args if isinstance(one, ast.Starred)]
            is_class = ast.unparse(node.func).rpartition(".")[2][:1].isupper()
            if is_class and any(ROWS.match(one) for one in starred):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Subscript) and ROWS.fullmatch(ast.unparse(node.value)):
            place = node.slice
            if isinstance(place, ast.Slice) or (
                isinstance(place, ast.Constant) and isinstance(place.value, int) and place.value > 1
            ):
                yield node.lineno, ast.unparse(node)


def test_no_view_counts_columns() -> None:
    """Rows become views by the names of their fields (``store.mapped``); a bare value or two may be taken from its place."""
    reading = re.compile(r"store/views/|capabilities/[a-z_]+/(projection|reads)(\.py$|/)")
    found = {
        f"{path.relative_to(HOUSE)}:{line}": what
        for path in sorted(HOUSE.rglob("*.py"))
        if reading.match(path.relative_to(HOUSE).as_posix())
        for line, what in counted_in(path.read_text(encoding="utf-8"))
    }
    assert found == {}


def counted_marks_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield SQL whose parameters are known by their order: ``a = ?``, whole or as a part that is put together."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MARK.search(node.value):
            yield node.lineno, node.value[:60]


MARK = re.compile(r"([=<>,(]|\b(IN|LIKE|LIMIT|INTO|MATCH|ATTACH|AND|BETWEEN|WHEN))\s*\?(?![A-Za-z:=!])")


def test_parameters_are_named() -> None:
    """Nobody counts marks: what a value stands for is said where it stands, and another order changes nothing."""
    rooms = [path for path in sorted(HOUSE.rglob("*.py")) if ROOMS.match(path.relative_to(HOUSE).as_posix())]
    assert len(rooms) > 80
    found = {
        f"{path.relative_to(HOUSE)}:{line}": what
        for path in rooms
        for line, what in counted_marks_in(path.read_text(encoding="utf-8"))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ('"WHERE id = ?"', counted_marks_in),
        ('"INSERT INTO t VALUES (?,?)"', counted_marks_in),
        ('f"WHERE {column} > ? AND x"', counted_marks_in),
        ('"ORDER BY seq LIMIT ?"', counted_marks_in),
        ('"VACUUM INTO ?"', counted_marks_in),
        ("[ShiftView(*row) for row in rows]", counted_in),
        ("rules.Leave(*row[1:])", counted_in),
        ("bool(values[8])", counted_in),
        ('views.rows("SELECT a, b FROM shift")', sql_in),
        ('rows("SELECT max(seq) " + x)', sql_in),
        ('"""UPDATE officer SET name = 1"""', sql_in),
        ("work.tx.execute(text)", sql_in),
        ("import sqlite3", driver_in),
        ("from dutydesk.store.library import sqlite", driver_in),
        ("error.sqlite_errorcode", driver_in),
        ('getattr(error, "sqlite_errorname")', driver_in),
    ],
)
def test_the_check_sees_what_it_is_for(source: str, kind) -> None:
    assert list(kind(source))


@pytest.mark.parametrize("words", ["Select a clock from the list", "更新", "with reason", "delete the draft"])
def test_plain_words_are_no_sql(words: str) -> None:
    assert not list(sql_in(repr(words)))


def test_an_error_of_the_driver_in_a_read_is_one_of_the_store(store) -> None:
    views = Views.open(store.path)
    try:
        with pytest.raises(UnreadableError) as caught:
            views.rows("SELECT nothing FROM nowhere")
        with pytest.raises(UnreadableError):
            views.numbers("SELECT nothing FROM nowhere")
    finally:
        views.close()
    assert "nowhere" not in str(caught.value), "the driver's words may hold values"


def test_nothing_is_ordered_by_a_made_id() -> None:
    """Ids that an act makes say nothing of time: ties go by seq. Accounts are words that people chose."""
    ordered = re.compile(r"ORDER BY\s([^\"()]*)", re.IGNORECASE)
    by_id = re.compile(r"\b(?:\w+\.)?(?:id|rowid|matter_id|obligation|handover|swap)\b")
    found: list[str] = []
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                orders = [one for one in ordered.findall(node.value) if by_id.search(one)]
                found.extend(f"{path.relative_to(HOUSE)}: {one.strip()}" for one in orders)
    assert found == [
        "store/views/log.py: rowid DESC LIMIT :most",  # the search index: a row's number is its seq
        "store/views/people.py: id",  # accounts
    ]
