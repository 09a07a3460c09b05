"""Files that are written whole: there is all of a file, or what was there before."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, for its owner alone; half a file is taken away.

    Raises:
        OSError: nothing was written; ``FileExistsError`` where something is there, a link too.
    """
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def replace(path: Path, data: bytes) -> None:
    """Put a whole new file in the place of an older one, or of none; over a link, the link goes and its target stays.

    Raises:
        OSError: what was there is as it was.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    write_new(fresh, data)
    try:
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
