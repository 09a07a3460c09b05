"""The one SQLite library of the process: ``pysqlite3``, which has the interface of the standard module.

Where a key file for the whole store is named (``DUTYDESK_STORE_KEY``) it is ``sqlcipher3``, the same SQLite with encryption; it reads
stores that are not encrypted, too.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

STORE_KEY = "DUTYDESK_STORE_KEY"
"""Names the key file of the whole store (``encrypted``)."""

KEY_FILE = os.environ.get(STORE_KEY, "")
"""The key file as it was named when this process began: an SSH session's environment is made anew later."""

CAN_ENCRYPT = False
"""Whether the library of this process encrypts."""

if TYPE_CHECKING:
    import sqlite3 as sqlite
elif KEY_FILE:
    try:
        from sqlcipher3 import dbapi2 as sqlite

        CAN_ENCRYPT = True
    except ImportError:  # said where a store is opened
        from pysqlite3 import dbapi2 as sqlite
else:
    from pysqlite3 import dbapi2 as sqlite

__all__ = ["CAN_ENCRYPT", "KEY_FILE", "STORE_KEY", "sqlite"]
