"""A kept file handed to the command that shows files: an argument vector, a copy of its own, never the kept file, never run itself."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from dutydesk.config import user_folder
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.wording import Worded

DAY = 24 * 60 * 60
"""Seconds after which a copy is taken away, when the next one is opened."""


class OpenRefusedError(Worded):
    """Nothing was opened; the sentence says why."""


def open_copy(words: Sequence[str], name: str, content: bytes, endings: Collection[str]) -> Path:
    """Run the command with the path of a copy behind its words; no shell, and nobody waits for it. Return the copy.

    Args:
        words: the command.
        name: of the file; its ending tells what it is.
        content: all of it.
        endings: of files that may be shown.

    Raises:
        OpenRefusedError: it is no file to be shown, there is no such command, or no place for the copy.
    """
    if Path(name).suffix.lower() not in endings:
        raise OpenRefusedError("这类文件不打开: {0}; 可存出 (attachments save) 后由人处理", name)
    try:
        path = _copied(name, content)
    except (OSError, ValueError) as error:
        raise OpenRefusedError("写不出副本: {0}", reason_of(error)) from error
    environment = {one: value for one, value in os.environ.items() if not one.startswith("DUTYDESK_")}
    try:
        process = subprocess.Popen(
            [*words, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise OpenRefusedError("没有命令 {0}, 没有打开; 请改 config.toml 的 open_command", words[0]) from error
    except (OSError, ValueError) as error:
        raise OpenRefusedError("命令 {0} 起不来, 没有打开: {1}", words[0], reason_of(error)) from error
    threading.Thread(
        target=process.wait, name="opened", daemon=True
    ).start()  # its end is taken note of, and nothing else
    return path


def _copied(name: str, content: bytes) -> Path:
    """Write a copy that its owner may only read, under a plain name with the file's own ending; drop those of yesterday."""
    folder = user_folder("cache") / "opened"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > DAY:
                old.unlink()
    path = folder / f"{sha256(content).hexdigest()[:16]}{Path(name).suffix.lower()}"
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return path
