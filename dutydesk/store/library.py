"""The one SQLite library of the process: ``pysqlite3``, which has the interface of the standard module."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3 as sqlite
else:
    from pysqlite3 import dbapi2 as sqlite

__all__ = ["sqlite"]
