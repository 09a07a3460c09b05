"""Put before the program by ``test_drill_sealed``: every matter is sealed from its first word on, and the desk reads as its holders do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dutydesk.store import engine, sealed
from dutydesk.store.views.reader import Reader

_open = Reader.open.__func__  # pyright: ignore[reportFunctionMemberAccess]
_places: list[Path] = []


def _opened(cls: type[Reader], path: Path) -> Reader:
    _places[:] = [path]
    return _open(cls, path)


def _rows(self: Reader, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    return list(sealed.opened(_places[0], self.execute(sql, parameters)))


def _sealed_with(self: engine.Transaction, matter_id: str | None) -> str:
    return sealed.make_key(self.path).name if matter_id is not None and self.path is not None else ""


Reader.open = classmethod(_opened)  # pyright: ignore[reportAttributeAccessIssue]
Reader.rows = _rows  # pyright: ignore[reportAttributeAccessIssue]
engine.Transaction.sealed_with = _sealed_with
